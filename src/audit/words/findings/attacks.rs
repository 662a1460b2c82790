//! What is found by attacking a release.

use super::Meaning;

pub(super) const REVERSED: Meaning = Meaning {
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
};

pub(super) const DIGESTS: Meaning = Meaning {
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
};

pub(super) const FREQUENCY: Meaning = Meaning {
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
};

pub(super) const UNIQUE: Meaning = Meaning {
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
};

pub(super) const HOMOGENEOUS: Meaning = Meaning {
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
};

pub(super) const INFERENCE: Meaning = Meaning {
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
};

pub(super) const LINKAGE: Meaning = Meaning {
    title: ["Time and sum single rows out", "Время и сумма выделяют строки", "Уақыт пен сома жолдарды бөліп көрсетеді"],
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
};

pub(super) const MODELS: Meaning = Meaning {
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
};

pub(super) const UNCOUNTED: Meaning = Meaning {
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
};
