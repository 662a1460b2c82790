//! What every code means: what it is called, why it matters, what to do.

use super::super::report::Code;
use super::Text;

/// What a code means.
pub(super) struct Meaning {
    pub(super) title: Text,
    pub(super) why: Text,
    pub(super) todo: Text,
}

/// The table of codes.
pub(super) const fn meaning(code: Code) -> Meaning {
    match code {
        Code::Digest => Meaning {
            title: [
                "Digest or size differs",
                "Контрольная сумма или размер не совпадает",
                "Бақылау сомасы немесе өлшемі сәйкес келмейді",
            ],
            why: [
                "The file is not the one that was published: it was changed or damaged after the release was made.",
                "Файл не тот, что был опубликован: он изменён или повреждён после выпуска.",
                "Файл жарияланған файлға сәйкес емес: ол шығарылымнан кейін өзгертілген немесе бүлінген.",
            ],
            todo: [
                "Fetch the release again from where it was made. If it differs there too, make it anew.",
                "Получите выпуск заново там, где он был сделан. Если он отличается и там, сделайте новый.",
                "Шығарылымды ол жасалған жерден қайта алыңыз. Ол жерде де сәйкес келмесе, жаңасын жасаңыз.",
            ],
        },
        Code::Added => Meaning {
            title: [
                "File that the release does not list",
                "Файл, которого нет в списке выпуска",
                "Шығарылым тізімінде жоқ файл",
            ],
            why: [
                "Nobody vouches for it: it was put there after the release was made, and may hold anything.",
                "За него никто не отвечает: его добавили после выпуска, и в нём может быть что угодно.",
                "Оған ешкім жауап бермейді: ол шығарылымнан кейін қосылған, ішінде кез келген нәрсе болуы мүмкін.",
            ],
            todo: [
                "Find out where it comes from, and remove it before the release is passed on.",
                "Выясните, откуда он, и удалите его до передачи выпуска.",
                "Оның қайдан шыққанын анықтап, шығарылымды бермес бұрын оны жойыңыз.",
            ],
        },
        Code::Missing => Meaning {
            title: ["Listed file is not there", "Файла из списка нет", "Тізімдегі файл жоқ"],
            why: [
                "The release is not whole, and what is missing could not be looked at.",
                "Выпуск неполный, и недостающее проверить нельзя.",
                "Шығарылым толық емес, ал жетіспейтін бөлігін тексеру мүмкін емес.",
            ],
            todo: [
                "Fetch the release again, whole.",
                "Получите выпуск заново и целиком.",
                "Шығарылымды қайтадан толық алыңыз.",
            ],
        },
        Code::Manifest => Meaning {
            title: ["Manifest cannot be used", "Манифест непригоден", "Манифест жарамсыз"],
            why: [
                "The manifest says what was done to every column. Without it nobody can show that it was done.",
                "Манифест говорит, что сделано с каждым столбцом. Без него этого нельзя подтвердить.",
                "Манифест әр бағанмен не жасалғанын айтады. Онсыз мұны растау мүмкін емес.",
            ],
            todo: [
                "Fetch the manifest again, or make the release anew.",
                "Получите манифест заново или сделайте новый выпуск.",
                "Манифесті қайта алыңыз немесе жаңа шығарылым жасаңыз.",
            ],
        },
        Code::Rows => Meaning {
            title: ["Number of rows differs", "Число строк не совпадает", "Жолдар саны сәйкес келмейді"],
            why: [
                "Rows were added or lost after the manifest was written.",
                "Строки добавлены или потеряны после того, как был записан манифест.",
                "Манифест жазылғаннан кейін жолдар қосылған немесе жоғалған.",
            ],
            todo: [
                "Fetch the release again, or make it anew.",
                "Получите выпуск заново или сделайте новый.",
                "Шығарылымды қайта алыңыз немесе жаңасын жасаңыз.",
            ],
        },
        Code::Columns => Meaning {
            title: ["Columns differ", "Столбцы не совпадают", "Бағандар сәйкес келмейді"],
            why: [
                "A column that the manifest does not describe was not treated by any rule, or one that it describes is missing.",
                "Столбец, не описанный в манифесте, не обработан ни по какому правилу, либо описанного столбца нет.",
                "Манифестте сипатталмаған баған ешқандай ережемен өңделмеген немесе сипатталған баған жоқ.",
            ],
            todo: [
                "Make the release anew from the schema; do not add or remove columns by hand.",
                "Сделайте выпуск заново по схеме; не добавляйте и не удаляйте столбцы вручную.",
                "Шығарылымды схема бойынша қайта жасаңыз; бағандарды қолмен қоспаңыз және жоймаңыз.",
            ],
        },
        Code::Label => Meaning {
            title: [
                "Status is stronger than the columns allow",
                "Статус выше, чем допускают столбцы",
                "Мәртебе бағандар мүмкіндік беретін деңгейден жоғары",
            ],
            why: [
                "The release claims more protection than it has, so it may be treated more freely than the law permits.",
                "Выпуск заявляет больше защиты, чем в нём есть, и с ним могут обращаться свободнее, чем позволяет закон.",
                "Шығарылым нақты қорғанысынан артық қорғанысты мәлімдейді, сондықтан оны заң рұқсат еткеннен еркінірек пайдалануы мүмкін.",
            ],
            todo: [
                "Correct the status, or treat the columns that weaken it, and make the release anew.",
                "Исправьте статус или обработайте столбцы, которые его ослабляют, и сделайте выпуск заново.",
                "Мәртебені түзетіңіз немесе оны әлсірететін бағандарды өңдеп, шығарылымды қайта жасаңыз.",
            ],
        },
        Code::Signature => Meaning {
            title: ["Signature is missing or wrong", "Подписи нет или она неверна", "Қолтаңба жоқ немесе қате"],
            why: [
                "Without a valid signature nobody can tell who made the release and whether the manifest was changed.",
                "Без верной подписи неизвестно, кто сделал выпуск и не изменён ли манифест.",
                "Дұрыс қолтаңбасыз шығарылымды кім жасағаны және манифестің өзгертілген-өзгертілмегені белгісіз.",
            ],
            todo: [
                "Ask whoever made the release for a signed one, and check that you hold the right public key.",
                "Запросите подписанный выпуск у того, кто его сделал, и проверьте, тот ли у вас открытый ключ.",
                "Шығарылымды жасаушыдан қол қойылған нұсқасын сұраңыз және ашық кілттің дұрыстығын тексеріңіз.",
            ],
        },
        Code::Unchecked => Meaning {
            title: ["Signature that was not checked", "Подпись, которую не проверили", "Тексерілмеген қолтаңба"],
            why: [
                "The release says who signed it. As long as nobody checks that, anybody may have made it.",
                "Выпуск сообщает, кто его подписал. Пока это не проверено, его мог сделать кто угодно.",
                "Шығарылым оған кім қол қойғанын айтады. Бұл тексерілмейінше, оны кез келген адам жасауы мүмкін.",
            ],
            todo: [
                "Get the public key from whoever signs, not with the release, and audit again with --public.",
                "Получите открытый ключ у подписавшего, не вместе с выпуском, и повторите аудит с --public.",
                "Ашық кілтті қол қоюшыдан, шығарылымнан бөлек алып, аудитті --public параметрімен қайталаңыз.",
            ],
        },
        Code::Acknowledged => Meaning {
            title: [
                "Column that leaves as it is because somebody answered for it",
                "Столбец вышел без изменений под чьё-то слово",
                "Баған біреудің сөзімен өзгеріссіз шығарылған",
            ],
            why: [
                "Its header may name people. The manifest says why it was declared as something else; no program can check that.",
                "Его заголовок может называть людей. Почему он объявлен чем-то другим, сказано в манифесте; проверить это программа не может.",
                "Оның тақырыбы адамды атауы мүмкін. Неге басқа нәрсе деп жарияланғаны манифесте айтылған; мұны бағдарлама тексере алмайды.",
            ],
            todo: [
                "Read the reason, and look at some rows of the column.",
                "Прочитайте причину и посмотрите несколько строк столбца.",
                "Себебін оқып, бағанның бірнеше жолын қараңыз.",
            ],
        },
        Code::Undeclared => Meaning {
            title: ["Place of storage is not declared", "Место хранения не указано", "Сақтау орны көрсетілмеген"],
            why: [
                "Data that are personal or pseudonymised must be stored in Kazakhstan (Law No. 94-V, article 12), and this release does not say \
                 where it is stored.",
                "Персональные и псевдонимизированные данные должны храниться в Казахстане (Закон РК № 94-V, статья 12), а выпуск не сообщает, \
                 где он хранится.",
                "Дербес және бүркеншіктелген деректер Қазақстанда сақталуға тиіс (ҚР № 94-V Заңы, 12-бап), ал шығарылым қайда сақталатынын \
                 айтпайды.",
            ],
            todo: [
                "Make the release anew with the place declared (--storage-country).",
                "Сделайте выпуск заново с указанием места хранения (--storage-country).",
                "Сақтау орнын көрсетіп (--storage-country), шығарылымды қайта жасаңыз.",
            ],
        },
        Code::Storage => Meaning {
            title: ["Place of storage is not Kazakhstan", "Место хранения не Казахстан", "Сақтау орны Қазақстан емес"],
            why: [
                "Data that are personal or pseudonymised must be stored in Kazakhstan (Law No. 94-V, article 12), and this release declares \
                 another country.",
                "Персональные и псевдонимизированные данные должны храниться в Казахстане (Закон РК № 94-V, статья 12), а в выпуске указана \
                 другая страна.",
                "Дербес және бүркеншіктелген деректер Қазақстанда сақталуға тиіс (ҚР № 94-V Заңы, 12-бап), ал шығарылымда басқа ел \
                 көрсетілген.",
            ],
            todo: [
                "Store it in Kazakhstan, and make the release anew with the place declared.",
                "Храните выпуск в Казахстане и сделайте его заново с указанием места хранения.",
                "Шығарылымды Қазақстанда сақтаңыз және сақтау орнын көрсетіп, оны қайта жасаңыз.",
            ],
        },
        Code::NotEnforced => Meaning {
            title: [
                "Requirement that nothing enforced",
                "Требование, которое не обеспечено",
                "Қамтамасыз етілмеген талап",
            ],
            why: [
                "The profile or the policy asks for it, and the release itself says that nobody checked it.",
                "Этого требует профиль или политика, а выпуск сам сообщает, что это не проверялось.",
                "Мұны профиль немесе саясат талап етеді, ал шығарылымның өзі бұл тексерілмегенін айтады.",
            ],
            todo: [
                "See to it by other means, and write down how.",
                "Обеспечьте его другими средствами и запишите, какими.",
                "Оны басқа тәсілмен қамтамасыз етіп, қалай жасалғанын жазып қойыңыз.",
            ],
        },
        Code::Name => Meaning {
            title: [
                "Identifier in the name of a file or directory",
                "Идентификатор в имени файла или каталога",
                "Файл немесе каталог атауындағы сәйкестендіргіш",
            ],
            why: [
                "Names of files are seen by everybody who sees the directory, and end up in logs and messages.",
                "Имена файлов видит каждый, кто видит каталог; они попадают в журналы и переписку.",
                "Файл атауларын каталогты көретін әркім көреді; олар журналдар мен хат-хабарларға түседі.",
            ],
            todo: [
                "Rename it in the source, and make the release anew.",
                "Переименуйте его в источнике и сделайте выпуск заново.",
                "Оның атауын бастапқы деректерде өзгертіп, шығарылымды қайта жасаңыз.",
            ],
        },
        Code::Document => Meaning {
            title: [
                "Identifier in a document of the release",
                "Идентификатор в документе выпуска",
                "Шығарылым құжатындағы сәйкестендіргіш",
            ],
            why: [
                "The notice, the manifest and the list of digests travel with the data and are read first.",
                "Уведомление, манифест и список контрольных сумм передаются вместе с данными, и их читают первыми.",
                "Хабарлама, манифест және бақылау сомаларының тізімі деректермен бірге беріледі және алдымен оқылады.",
            ],
            todo: [
                "Find the text it came from (profile, schema, recipient), correct it, and make the release anew.",
                "Найдите, откуда он взят (профиль, схема, получатель), исправьте и сделайте выпуск заново.",
                "Оның қайдан алынғанын (профиль, схема, алушы) тауып, түзетіп, шығарылымды қайта жасаңыз.",
            ],
        },
        Code::Gap => Meaning {
            title: [
                "Bytes that belong to nothing",
                "Байты, которые ни к чему не относятся",
                "Ештеңеге жатпайтын байттар",
            ],
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
        },
        Code::Trailing => Meaning {
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
        },
        Code::Metadata => Meaning {
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
        },
        Code::Bloom => Meaning {
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
        },
        Code::Statistics => Meaning {
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
        },
        Code::PageIndex => Meaning {
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
        },
        Code::Dictionary => Meaning {
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
        },
        Code::Slots => Meaning {
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
        },
        Code::Bytes => Meaning {
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
        },
        Code::Unreadable => Meaning {
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
        },
        Code::Cell => Meaning {
            title: ["Identifier in a cell", "Идентификатор в ячейке", "Ұяшықтағы сәйкестендіргіш"],
            why: ["It points to a person directly.", "Он прямо указывает на человека.", "Ол адамды тікелей көрсетеді."],
            todo: [
                "Correct the column's type in the schema, or drop the column, and make the release anew.",
                "Исправьте тип столбца в схеме или удалите столбец и сделайте выпуск заново.",
                "Схемада баған түрін түзетіңіз немесе бағанды жойып, шығарылымды қайта жасаңыз.",
            ],
        },
        Code::Weak => Meaning {
            title: [
                "Possible identifier in a cell",
                "Возможный идентификатор в ячейке",
                "Ұяшықтағы ықтимал сәйкестендіргіш",
            ],
            why: [
                "It has the shape of an identifier. It may be a chance likeness, such as a long number.",
                "По форме это идентификатор. Сходство может быть случайным, например у длинного числа.",
                "Пішіні бойынша бұл сәйкестендіргіш. Ұқсастық кездейсоқ болуы мүмкін, мысалы, ұзын сан.",
            ],
            todo: [
                "Look at the cell. If it is an identifier, treat or drop the column.",
                "Посмотрите на ячейку. Если это идентификатор, обработайте или удалите столбец.",
                "Ұяшықты қараңыз. Ол сәйкестендіргіш болса, бағанды өңдеңіз немесе жойыңыз.",
            ],
        },
        Code::Unlike => Meaning {
            title: [
                "Values that the stated technique does not make",
                "Значения, которых заявленный метод не даёт",
                "Мәлімделген әдіс бермейтін мәндер",
            ],
            why: [
                "The manifest says what was done to the column, and what stands in these cells was not made so: most likely it is finer, or the \
                 value itself.",
                "Манифест сообщает, что сделано со столбцом, но содержимое этих ячеек получено не так: скорее всего, оно подробнее или это \
                 само значение.",
                "Манифест бағанмен не істелгенін айтады, бірақ бұл ұяшықтардағы мән олай жасалмаған: ол егжей-тегжейлірек немесе мәннің өзі \
                 болуы ықтимал.",
            ],
            todo: [
                "Do not pass the release on. Find out what wrote these cells, and make it anew.",
                "Не передавайте выпуск. Выясните, чем записаны эти ячейки, и сделайте его заново.",
                "Шығарылымды бермеңіз. Бұл ұяшықтарды не жазғанын анықтап, оны қайта жасаңыз.",
            ],
        },
        Code::Header => Meaning {
            title: ["Suspicious name of a column", "Подозрительное имя столбца", "Күмәнді баған атауы"],
            why: [
                "It holds an identifier, or no schema makes such a name: the first row of an export may have been taken for its header.",
                "В нём идентификатор, или такого имени не даёт ни одна схема: возможно, первую строку выгрузки приняли за заголовок.",
                "Онда сәйкестендіргіш бар немесе мұндай атауды ешбір схема бермейді: бірінші жол тақырып деп қабылданған болуы мүмкін.",
            ],
            todo: [
                "Name the columns in the schema, and make the release anew.",
                "Назовите столбцы в схеме и сделайте выпуск заново.",
                "Бағандарды схемада атап, шығарылымды қайта жасаңыз.",
            ],
        },
        Code::Token => Meaning {
            title: [
                "Cells of a token column that are not tokens",
                "В столбце токенов есть не токены",
                "Токендер бағанында токен емес ұяшықтар бар",
            ],
            why: [
                "What is not a token may be the value that the token should have replaced.",
                "То, что не токен, может быть значением, которое токен должен был заменить.",
                "Токен емес нәрсе токен ауыстыруға тиіс болған мәннің өзі болуы мүмкін.",
            ],
            todo: [
                "Look at these cells, and make the release anew.",
                "Посмотрите на эти ячейки и сделайте выпуск заново.",
                "Бұл ұяшықтарды қарап, шығарылымды қайта жасаңыз.",
            ],
        },
        Code::Embedded => Meaning {
            title: ["Tokens hold readable text", "Токены содержат читаемый текст", "Токендерде оқылатын мәтін бар"],
            why: [
                "The value is only written in another way; no key is needed to read it.",
                "Значение лишь записано иначе; чтобы его прочитать, ключ не нужен.",
                "Мән тек басқаша жазылған; оны оқу үшін кілт қажет емес.",
            ],
            todo: [
                "Replace these tokens by keyed ones, and make the release anew.",
                "Замените эти токены токенами с ключом и сделайте выпуск заново.",
                "Бұл токендерді кілтті токендермен ауыстырып, шығарылымды қайта жасаңыз.",
            ],
        },
        Code::Keyless => Meaning {
            title: ["Tokens made without a key", "Токены, сделанные без ключа", "Кілтсіз жасалған токендер"],
            why: [
                "They have the form of tokens, but anybody who tries numbers makes them again and knows whose they are.",
                "По форме это токены, но перебором номеров их может получить кто угодно и узнать, чьи они.",
                "Пішіні бойынша бұл токендер, бірақ нөмірлерді теріп шыққан кез келген адам оларды қайта жасап, кімдікі екенін біледі.",
            ],
            todo: [
                "Do not pass the release on. Find out what made these tokens, and make it anew with a key.",
                "Не передавайте выпуск. Выясните, чем сделаны токены, и сделайте его заново с ключом.",
                "Шығарылымды бермеңіз. Токендерді не жасағанын анықтап, оны кілтпен қайта жасаңыз.",
            ],
        },
        Code::Skew => Meaning {
            title: ["One token on many cells", "Один токен во многих ячейках", "Бір токен көп ұяшықта"],
            why: [
                "Whoever knows the most frequent value knows what this token stands for. Often it is a placeholder such as a test account.",
                "Кто знает самое частое значение, знает, что стоит за этим токеном. Часто это заглушка, например тестовая учётная запись.",
                "Ең жиі мәнді білетін адам бұл токеннің артында не тұрғанын біледі. Көбіне бұл — толтырғыш мән, мысалы, сынақ есептік \
                 жазбасы.",
            ],
            todo: [
                "Find out which value it is; if it is nobody's, declare it as NULL in the schema.",
                "Выясните, что это за значение; если оно ничьё, объявите его в схеме как NULL.",
                "Бұл қандай мән екенін анықтаңыз; ол ешкімдікі болмаса, схемада NULL деп жариялаңыз.",
            ],
        },
        Code::Reversed => Meaning {
            title: ["Digests that were reversed", "Хеши, которые удалось обратить", "Бастапқы мәні табылған хештер"],
            why: [
                "A digest without a key hides nothing: all values were tried, and these were found.",
                "Хеш без ключа ничего не скрывает: значения перебрали, и эти нашлись.",
                "Кілтсіз хеш ештеңені жасырмайды: мәндер бір-бірлеп сыналып, мыналары табылды.",
            ],
            todo: [
                "Drop the column or replace it by keyed tokens, and make the release anew.",
                "Удалите столбец или замените его токенами с ключом и сделайте выпуск заново.",
                "Бағанды жойыңыз немесе кілтті токендермен ауыстырып, шығарылымды қайта жасаңыз.",
            ],
        },
        Code::Digests => Meaning {
            title: ["Digests of unknown values", "Хеши неизвестных значений", "Белгісіз мәндердің хештері"],
            why: [
                "They were not reversed here, but if they were made without a key, whoever guesses the value can check it.",
                "Здесь их обратить не удалось, но если они сделаны без ключа, угаданное значение можно проверить.",
                "Мұнда олардың мәні табылмады, бірақ олар кілтсіз жасалса, болжанған мәнді тексеруге болады.",
            ],
            todo: [
                "Find out what they are digests of; if of identifiers, replace them by keyed tokens.",
                "Выясните, чьи это хеши; если идентификаторов, замените их токенами с ключом.",
                "Бұл ненің хештері екенін анықтаңыз; сәйкестендіргіштердікі болса, кілтті токендермен ауыстырыңыз.",
            ],
        },
        Code::Frequency => Meaning {
            title: ["Tokens of few values", "Токены немногих значений", "Аз мәннің токендері"],
            why: [
                "With so few values, counting how often each token occurs tells which value it stands for.",
                "Когда значений так мало, по частоте токена можно узнать, какое значение за ним стоит.",
                "Мәндер осынша аз болғанда, токеннің жиілігі бойынша оның қай мәнге сәйкес екенін білуге болады.",
            ],
            todo: [
                "Keep, generalise or drop such a column; a token does not protect it.",
                "Оставьте, обобщите или удалите такой столбец: токен его не защищает.",
                "Мұндай бағанды қалдырыңыз, жалпылаңыз немесе жойыңыз: токен оны қорғамайды.",
            ],
        },
        Code::Unique => Meaning {
            title: ["Rows that are alone", "Строки, которые единственны", "Жалғыз тұрған жолдар"],
            why: [
                "Whoever knows these few facts about a person finds that person's row.",
                "Кто знает о человеке эти несколько сведений, найдёт его строку.",
                "Адам туралы осы бірнеше мәліметті білетін кісі оның жолын табады.",
            ],
            todo: [
                "Make these columns coarser, or drop one of them.",
                "Обобщите эти столбцы или удалите один из них.",
                "Бұл бағандарды жалпылаңыз немесе біреуін жойыңыз.",
            ],
        },
        Code::Homogeneous => Meaning {
            title: [
                "Classes with one sensitive value",
                "Классы с одним чувствительным значением",
                "Бір ғана сезімтал мәні бар кластар",
            ],
            why: [
                "One need not find the row: everybody in the class has the same value.",
                "Строку искать не нужно: у всех в классе одно и то же значение.",
                "Жолды іздеудің қажеті жоқ: кластағылардың бәрінде мән бірдей.",
            ],
            todo: [
                "Make the quasi-identifiers or the sensitive value coarser.",
                "Обобщите квазиидентификаторы или чувствительное значение.",
                "Квазисәйкестендіргіштерді немесе сезімтал мәнді жалпылаңыз.",
            ],
        },
        Code::Inference => Meaning {
            title: [
                "Sensitive value can be guessed",
                "Чувствительное значение можно угадать",
                "Сезімтал мәнді болжауға болады",
            ],
            why: [
                "The quasi-identifiers give a better guess than chance, so something is learnt about single people.",
                "По квазиидентификаторам значение угадывается лучше, чем без них: об отдельных людях можно узнать лишнее.",
                "Квазисәйкестендіргіштер бойынша мән оларсыз болжағаннан жақсы табылады: жеке адамдар туралы артық мәлімет білуге болады.",
            ],
            todo: [
                "Make the quasi-identifiers coarser, or drop the sensitive column.",
                "Обобщите квазиидентификаторы или удалите чувствительный столбец.",
                "Квазисәйкестендіргіштерді жалпылаңыз немесе сезімтал бағанды жойыңыз.",
            ],
        },
        Code::Linkage => Meaning {
            title: [
                "Time and sum single rows out",
                "Время и сумма выделяют строки",
                "Уақыт пен сома жолдарды бөліп көрсетеді",
            ],
            why: [
                "Whoever has the payment in a bank statement finds the row by its time and its sum.",
                "Кто видит платёж в банковской выписке, найдёт строку по времени и сумме.",
                "Төлемді банк үзіндісінен көретін адам жолды уақыты мен сомасы бойынша табады.",
            ],
            todo: [
                "Make times or sums coarser: days instead of hours, ranges instead of sums.",
                "Обобщите время или суммы: дни вместо часов, интервалы вместо сумм.",
                "Уақытты немесе соманы жалпылаңыз: сағаттың орнына күн, соманың орнына аралық.",
            ],
        },
        Code::Models => Meaning {
            title: ["Claimed k or l is not there", "Заявленных k или l нет", "Мәлімделген k немесе l жоқ"],
            why: [
                "The release promises that no class has fewer people than k, or fewer sensitive values than l, but some have.",
                "Выпуск обещает, что классов, где людей меньше k или чувствительных значений меньше l, нет, но они есть.",
                "Шығарылым адамы k-дан не сезімтал мәні l-дан аз класс жоқ деп уәде береді, бірақ ондай кластар бар.",
            ],
            todo: [
                "Make the quasi-identifiers coarser, or remove the rows of small classes.",
                "Обобщите квазиидентификаторы или удалите строки малых классов.",
                "Квазисәйкестендіргіштерді жалпылаңыз немесе кіші кластардың жолдарын жойыңыз.",
            ],
        },
        Code::Uncounted => Meaning {
            title: [
                "Claimed k that cannot be counted again",
                "Заявленную k нельзя пересчитать",
                "Мәлімделген k мәнін қайта санау мүмкін емес",
            ],
            why: [
                "No column tells whose a row is, so rows were counted: there are enough of them in every class, but whether they are of as many \
                 people only the run that made the release could see.",
                "Нет столбца, который говорит, чья строка, поэтому посчитаны строки: в каждом классе их достаточно, но от стольких ли они \
                 людей, мог видеть только запуск, сделавший выпуск.",
                "Жолдың кімдікі екенін айтатын баған жоқ, сондықтан жолдар саналды: әр класта олар жеткілікті, бірақ сонша адамдікі ме, оны \
                 шығарылымды жасаған іске қосу ғана көре алды.",
            ],
            todo: [
                "Nothing, if you trust whoever made the release; else ask for one with a column of tokens that tells people apart.",
                "Ничего, если вы доверяете тому, кто сделал выпуск; иначе запросите выпуск со столбцом токенов, различающим людей.",
                "Шығарылымды жасаушыға сенсеңіз, ештеңе; әйтпесе адамдарды ажырататын токендер бағаны бар шығарылымды сұраңыз.",
            ],
        },
        Code::SharedTokens => Meaning {
            title: ["Two releases share tokens", "Общие токены у двух выпусков", "Екі шығарылымда ортақ токендер бар"],
            why: [
                "The two can be joined person by person, although they were made so that they cannot.",
                "Их можно соединить по людям, хотя они сделаны так, чтобы этого нельзя было сделать.",
                "Оларды адамдар бойынша біріктіруге болады, бірақ олар мұны болдырмау үшін жасалған.",
            ],
            todo: [
                "Make one of the releases anew under its own profile, recipient or key.",
                "Сделайте один из выпусков заново со своим профилем, получателем или ключом.",
                "Шығарылымдардың бірін өз профилімен, алушысымен немесе кілтімен қайта жасаңыз.",
            ],
        },
        Code::Linked => Meaning {
            title: [
                "Rows of two releases match",
                "Строки двух выпусков сопоставляются",
                "Екі шығарылымның жолдары сәйкестендіріледі",
            ],
            why: [
                "Rows can be joined by the values that stayed, without any token.",
                "Строки можно соединить по оставшимся значениям, без токенов.",
                "Жолдарды қалған мәндері бойынша, токенсіз-ақ біріктіруге болады.",
            ],
            todo: [
                "Make times, sums or other exact values coarser in one of the releases.",
                "Обобщите время, суммы или другие точные значения в одном из выпусков.",
                "Шығарылымдардың бірінде уақытты, соманы немесе басқа дәл мәндерді жалпылаңыз.",
            ],
        },
        Code::FewPeople => Meaning {
            title: [
                "Two releases differ by few people",
                "Два выпуска различаются немногими людьми",
                "Екі шығарылым аз ғана адаммен ерекшеленеді",
            ],
            why: [
                "Both go to one recipient under one key, so a token that only one of them has is that of somebody who came or left in between; \
                 whoever knows who that was has found the row.",
                "Оба выпуска получает один и тот же получатель, ключ один, поэтому токен, который есть только в одном, принадлежит тому, кто \
                 появился или ушёл за это время; кто знает, кто это был, нашёл его строку.",
                "Екі шығарылымды да бір алушы алады, кілті бір, сондықтан біреуінде ғана бар токен осы аралықта қосылған немесе кеткен \
                 адамдікі; оның кім екенін білетін кісі жолын табады.",
            ],
            todo: [
                "Of people who came: wait until more have come, or let the new release replace the old one. Of people who left, because they asked \
                 for it perhaps: pass the new release on and have the old one destroyed; only both together tell who left.",
                "О новых людях: подождите, пока их станет больше, или пусть новый выпуск заменит старый. О тех, кто ушёл, возможно потребовав \
                 удаления: передайте новый выпуск и добейтесь уничтожения старого; кто ушёл, видно только по обоим вместе.",
                "Жаңа адамдар туралы: олар көбейгенше күтіңіз немесе жаңа шығарылым ескісін алмастырсын. Кеткендер туралы, мүмкін деректерін \
                 жоюды талап еткендер: жаңа шығарылымды беріп, ескісін жойғызыңыз; кімнің кеткені екеуі бірге болғанда ғана көрінеді.",
            ],
        },
        Code::Difference => Meaning {
            title: [
                "Two releases differ in few rows",
                "Два выпуска различаются немногими строками",
                "Екі шығарылым аз ғана жолмен ерекшеленеді",
            ],
            why: [
                "Who joined or left in between is seen by comparing the two.",
                "Сравнив их, видно, кто появился или исчез за это время.",
                "Екеуін салыстырса, осы аралықта кімнің қосылғаны немесе кеткені көрінеді.",
            ],
            todo: [
                "Wait for more changes before you pass on the second one, or let it replace the first, which is then destroyed. If rows only left, \
                 because people asked for it, replace the first at once.",
                "Передавайте второй, когда изменений будет больше, либо замените им первый, а первый уничтожьте. Если строки только исчезли, \
                 потому что люди этого потребовали, замените первый сразу.",
                "Екіншісін өзгерістер көбейгенде беріңіз немесе онымен біріншісін алмастырып, біріншісін жойыңыз. Адамдар талап еткендіктен \
                 жолдар тек кеткен болса, біріншісін бірден алмастырыңыз.",
            ],
        },
        Code::Leak => Meaning {
            title: [
                "Value of the source, unchanged",
                "Значение источника без изменений",
                "Бастапқы деректердің өзгермеген мәні",
            ],
            why: [
                "What should have been replaced or dropped stands in the release as it was.",
                "То, что должно быть заменено или удалено, стоит в выпуске как было.",
                "Ауыстырылуға немесе жойылуға тиіс мән шығарылымда сол күйінде тұр.",
            ],
            todo: [
                "Correct the schema or the profile for this column, and make the release anew.",
                "Исправьте схему или профиль для этого столбца и сделайте выпуск заново.",
                "Осы баған үшін схеманы немесе профильді түзетіп, шығарылымды қайта жасаңыз.",
            ],
        },
        Code::LeakSpelling => Meaning {
            title: [
                "Value of the source in another spelling",
                "Значение источника в другом написании",
                "Бастапқы деректердің басқаша жазылған мәні",
            ],
            why: [
                "Another spelling of a number or an address hides nothing.",
                "Другое написание номера или адреса ничего не скрывает.",
                "Нөмірді немесе мекенжайды басқаша жазу ештеңені жасырмайды.",
            ],
            todo: [
                "Correct the schema or the profile for this column, and make the release anew.",
                "Исправьте схему или профиль для этого столбца и сделайте выпуск заново.",
                "Осы баған үшін схеманы немесе профильді түзетіп, шығарылымды қайта жасаңыз.",
            ],
        },
        Code::LeakInside => Meaning {
            title: [
                "Value of the source inside a text",
                "Значение источника внутри текста",
                "Мәтін ішіндегі бастапқы деректер мәні",
            ],
            why: [
                "People write their own and other people's contacts into texts and addresses.",
                "Люди пишут свои и чужие контакты в тексты и адреса страниц.",
                "Адамдар мәтіндер мен мекенжайларға өздерінің және өзгелердің байланыс деректерін жазады.",
            ],
            todo: [
                "Drop the text, or keep only its length and language.",
                "Удалите текст или оставьте только его длину и язык.",
                "Мәтінді жойыңыз немесе тек ұзындығы мен тілін қалдырыңыз.",
            ],
        },
        Code::LeakName => Meaning {
            title: [
                "Name of the source in the release",
                "Имя из источника в выпуске",
                "Бастапқы деректердегі есім шығарылымда бар",
            ],
            why: [
                "A person's name stands in the release, itself or in Latin letters.",
                "В выпуске есть имя человека, само или латиницей.",
                "Шығарылымда адамның есімі бар: сол күйінде немесе латын әріптерімен.",
            ],
            todo: [
                "Drop the column, or treat the text that holds the name.",
                "Удалите столбец или обработайте текст, в котором стоит имя.",
                "Бағанды жойыңыз немесе есім тұрған мәтінді өңдеңіз.",
            ],
        },
        Code::LeakEncoded => Meaning {
            title: [
                "Value of the source, encoded",
                "Закодированное значение источника",
                "Бастапқы деректердің кодталған мәні",
            ],
            why: [
                "An encoding such as base64 hides nothing: anybody can undo it.",
                "Кодировка вроде base64 ничего не скрывает: её снимет любой.",
                "Base64 сияқты кодтау ештеңені жасырмайды: оны кез келген адам кері қайтара алады.",
            ],
            todo: [
                "Drop the column or replace it by keyed tokens, and make the release anew.",
                "Удалите столбец или замените его токенами с ключом и сделайте выпуск заново.",
                "Бағанды жойыңыз немесе кілтті токендермен ауыстырып, шығарылымды қайта жасаңыз.",
            ],
        },
        Code::LeakDigest => Meaning {
            title: ["Digest of a value of the source", "Хеш значения источника", "Бастапқы деректер мәнінің хеші"],
            why: [
                "A digest without a key names the person: whoever has the value can compute it.",
                "Хеш без ключа указывает на человека: его вычислит любой, у кого есть значение.",
                "Кілтсіз хеш адамды көрсетеді: мәні бар кез келген адам оны есептей алады.",
            ],
            todo: [
                "Drop the column or replace it by keyed tokens, and make the release anew.",
                "Удалите столбец или замените его токенами с ключом и сделайте выпуск заново.",
                "Бағанды жойыңыз немесе кілтті токендермен ауыстырып, шығарылымды қайта жасаңыз.",
            ],
        },
        Code::LeakPart => Meaning {
            title: [
                "Parts of values of the source",
                "Части значений источника",
                "Бастапқы деректер мәндерінің бөліктері",
            ],
            why: [
                "Most values of the column are the last digits of numbers, names before an @, or numbers of accounts in other signs: with the \
                 source each leads back to a person, and often without it.",
                "Большинство значений столбца — последние цифры номеров, имена перед @ или номера учётных записей в другом виде: с источником \
                 каждое ведёт к человеку, а часто и без него.",
                "Баған мәндерінің көбі — нөмірлердің соңғы цифрлары, @ алдындағы атаулар немесе басқаша жазылған есептік жазба нөмірлері: \
                 бастапқы деректермен әрқайсысы адамға апарады, көбіне оларсыз да.",
            ],
            todo: [
                "Drop the column or replace it by keyed tokens, and make the release anew.",
                "Удалите столбец или замените его токенами с ключом и сделайте выпуск заново.",
                "Бағанды жойыңыз немесе кілтті токендермен ауыстырып, шығарылымды қайта жасаңыз.",
            ],
        },
        Code::Word => Meaning {
            title: [
                "Common word that is also a name",
                "Обычное слово, которое бывает и именем",
                "Есім де бола алатын жай сөз",
            ],
            why: [
                "A word of the release is also somebody's name in the source, most likely by chance.",
                "Слово из выпуска в источнике служит чьим-то именем; скорее всего, это совпадение.",
                "Шығарылымдағы сөз бастапқы деректерде біреудің есімі; бұл кездейсоқтық болуы ықтимал.",
            ],
            todo: [
                "Look at the column once; nothing else is needed if it holds no names.",
                "Взгляните на столбец; если имён в нём нет, больше ничего не нужно.",
                "Бағанды бір қарап шығыңыз; онда есімдер болмаса, басқа ештеңе қажет емес.",
            ],
        },
    }
}
