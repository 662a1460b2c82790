//! What is found in the structure of files, outside of their cells.

use super::Meaning;

pub(super) const GAP: Meaning = Meaning {
    title: ["Bytes that belong to nothing", "Байты, которые ни к чему не относятся", "Ештеңеге жатпайтын байттар"],
    why: [
        "Whatever stands there is not data of the release, and no ordinary reader shows it.",
        "Что бы там ни было, это не данные выпуска, и обычная программа их не покажет.",
        "Ол жерде не тұрса да, ол шығарылым деректері емес, оны кәдімгі бағдарлама көрсетпейді.",
    ],
    todo: [
        "Do not pass the file on. Make the release anew with this tool.",
        "Не передавайте файл. Сделайте выпуск заново этой программой.",
        "Файлды бермеңіз. Шығарылымды осы бағдарламамен қайта жасаңыз.",
    ],
};

pub(super) const TRAILING: Meaning = Meaning {
    title: [
        "Bytes behind the end of the file's content",
        "Байты после конца содержимого",
        "Мазмұн соңынан кейінгі байттар",
    ],
    why: [
        "Something was appended to the file that ordinary readers do not show.",
        "К файлу добавлено то, что обычные программы не показывают.",
        "Файлға кәдімгі бағдарламалар көрсетпейтін нәрсе қосылған.",
    ],
    todo: [
        "Do not pass the file on. Make the release anew with this tool.",
        "Не передавайте файл. Сделайте выпуск заново этой программой.",
        "Файлды бермеңіз. Шығарылымды осы бағдарламамен қайта жасаңыз.",
    ],
};

pub(super) const METADATA: Meaning = Meaning {
    title: [
        "Metadata that a release does not have",
        "Метаданные, которых в выпуске не бывает",
        "Шығарылымда болмайтын метадеректер",
    ],
    why: [
        "Programs write names of people, paths and the old structure of the data into metadata.",
        "Программы записывают в метаданные имена людей, пути и прежнюю структуру данных.",
        "Бағдарламалар метадеректерге адам аттарын, файл жолдарын және деректердің бұрынғы құрылымын жазады.",
    ],
    todo: [
        "Do not save releases again with other programs. Make the release anew.",
        "Не пересохраняйте выпуск другими программами. Сделайте его заново.",
        "Шығарылымды басқа бағдарламалармен қайта сақтамаңыз. Оны қайта жасаңыз.",
    ],
};

pub(super) const BLOOM: Meaning = Meaning {
    title: [
        "Bloom filter (an index of values)",
        "Фильтр Блума (указатель значений)",
        "Блум сүзгісі (мәндер көрсеткіші)",
    ],
    why: [
        "It answers whether a given value was in the column, even where the cells were changed afterwards.",
        "Он отвечает, было ли данное значение в столбце, даже если ячейки потом изменили.",
        "Ол берілген мәннің бағанда болған-болмағанын айтады, тіпті ұяшықтар кейін өзгертілсе де.",
    ],
    todo: [
        "Write the file without bloom filters. Releases of this tool have none.",
        "Запишите файл без фильтров Блума. В выпусках этой программы их нет.",
        "Файлды Блум сүзгілерінсіз жазыңыз. Бұл бағдарламаның шығарылымдарында олар болмайды.",
    ],
};

pub(super) const STATISTICS: Meaning = Meaning {
    title: [
        "Smallest and largest values of a text column",
        "Наименьшее и наибольшее значения текстового столбца",
        "Мәтін бағанының ең кіші және ең үлкен мәндері",
    ],
    why: [
        "They are values of cells, written a second time where nobody looks, perhaps from before the data were treated.",
        "Это значения ячеек, записанные ещё раз там, куда не смотрят, возможно, до обработки данных.",
        "Бұл — ешкім қарамайтын жерге екінші рет жазылған ұяшық мәндері, мүмкін деректер өңделгенге дейінгі.",
    ],
    todo: [
        "Write the file without statistics of text columns.",
        "Запишите файл без статистики текстовых столбцов.",
        "Файлды мәтін бағандарының статистикасынсыз жазыңыз.",
    ],
};

pub(super) const PAGE_INDEX: Meaning = Meaning {
    title: [
        "Smallest and largest values of pages of a text column",
        "Наименьшие и наибольшие значения страниц текстового столбца",
        "Мәтін бағаны беттерінің ең кіші және ең үлкен мәндері",
    ],
    why: [
        "They are values of cells, written a second time for every few thousand rows.",
        "Это значения ячеек, записанные ещё раз для каждых нескольких тысяч строк.",
        "Бұл — әр бірнеше мың жол үшін екінші рет жазылған ұяшық мәндері.",
    ],
    todo: [
        "Write the file without a page index of text columns.",
        "Запишите файл без страничного указателя текстовых столбцов.",
        "Файлды мәтін бағандарының беттік көрсеткішінсіз жазыңыз.",
    ],
};

pub(super) const DICTIONARY: Meaning = Meaning {
    title: [
        "Stored values that no row has",
        "Сохранённые значения, которых нет ни в одной строке",
        "Бірде-бір жолда жоқ, бірақ сақталған мәндер",
    ],
    why: [
        "Rows were removed, but their values stayed in the file and can be read.",
        "Строки удалены, но их значения остались в файле, и их можно прочитать.",
        "Жолдар жойылған, бірақ олардың мәндері файлда қалған және оларды оқуға болады.",
    ],
    todo: [
        "Do not pass the file on. Write it anew from its rows.",
        "Не передавайте файл. Запишите его заново по строкам.",
        "Файлды бермеңіз. Оны жолдары бойынша қайта жазыңыз.",
    ],
};

pub(super) const SLOTS: Meaning = Meaning {
    title: [
        "Values beyond the rows or under empty cells",
        "Значения сверх строк или под пустыми ячейками",
        "Жолдардан тыс немесе бос ұяшықтар астындағы мәндер",
    ],
    why: [
        "A cell looks empty or does not exist, but its value is still in the file.",
        "Ячейка выглядит пустой или её нет, но значение осталось в файле.",
        "Ұяшық бос көрінеді немесе жоқ, бірақ мәні файлда қалған.",
    ],
    todo: [
        "Do not pass the file on. Write it anew from its rows.",
        "Не передавайте файл. Запишите его заново по строкам.",
        "Файлды бермеңіз. Оны жолдары бойынша қайта жазыңыз.",
    ],
};

pub(super) const BYTES: Meaning = Meaning {
    title: [
        "Identifier in bytes outside of the cells",
        "Идентификатор в байтах вне ячеек",
        "Ұяшықтардан тыс байттардағы сәйкестендіргіш",
    ],
    why: [
        "It cannot be seen in a table, but anybody who opens the file as text can read it.",
        "В таблице его не видно, но его прочтёт любой, кто откроет файл как текст.",
        "Ол кестеде көрінбейді, бірақ файлды мәтін ретінде ашқан кез келген адам оны оқи алады.",
    ],
    todo: [
        "Do not pass the file on. Make the release anew, and find out which program wrote it.",
        "Не передавайте файл. Сделайте выпуск заново и выясните, какая программа его записала.",
        "Файлды бермеңіз. Шығарылымды қайта жасап, оны қай бағдарлама жазғанын анықтаңыз.",
    ],
};

pub(super) const UNREADABLE: Meaning = Meaning {
    title: ["Part that cannot be read", "Часть, которую нельзя прочитать", "Оқу мүмкін емес бөлік"],
    why: [
        "What could not be read was not searched and may hold anything.",
        "Непрочитанное не проверено, и в нём может быть что угодно.",
        "Оқылмаған бөлік тексерілмеген, ішінде кез келген нәрсе болуы мүмкін.",
    ],
    todo: [
        "Fetch the file again; if it stays unreadable, make the release anew.",
        "Получите файл заново; если он по-прежнему не читается, сделайте новый выпуск.",
        "Файлды қайта алыңыз; бәрібір оқылмаса, жаңа шығарылым жасаңыз.",
    ],
};
