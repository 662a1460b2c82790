//! Closed words and what they are in each language.

use super::{Table, Text};

/// Names of checks.
pub(in crate::audit) const CHECKS: Table = &[
    ("files", ["List of files", "Список файлов", "Файлдар тізімі"]),
    ("digests", ["Digests and sizes", "Контрольные суммы и размеры", "Бақылау сомалары мен өлшемдер"]),
    ("signature", ["Signature", "Подпись", "Қолтаңба"]),
    ("manifest", ["Manifest", "Манифест", "Манифест"]),
    ("names", ["Names of files and columns", "Имена файлов и столбцов", "Файлдар мен бағандардың атаулары"]),
    ("documents", ["Documents of the release", "Документы выпуска", "Шығарылым құжаттары"]),
    ("containers", ["Structure of the files", "Устройство файлов", "Файлдардың құрылымы"]),
    ("cells", ["Every cell", "Каждая ячейка", "Әрбір ұяшық"]),
    (
        "techniques",
        ["Values against the stated techniques", "Значения и заявленные методы", "Мәндер мен мәлімделген әдістер"],
    ),
    ("bytes", ["Bytes outside of the cells", "Байты вне ячеек", "Ұяшықтардан тыс байттар"]),
    ("tokens", ["Form of the tokens", "Форма токенов", "Токендердің пішіні"]),
    (
        "attack-dictionary",
        [
            "Reversing digests by trying all values",
            "Обращение хешей перебором значений",
            "Барлық мәнді сынап, хештерді қайтару",
        ],
    ),
    ("attack-keyless", ["Making tokens without a key", "Получение токенов без ключа", "Токендерді кілтсіз алу"]),
    (
        "attack-frequency",
        [
            "Guessing tokens by how often they occur",
            "Угадывание токенов по частоте",
            "Токендерді жиілігі бойынша болжау",
        ],
    ),
    ("singling-out", ["Singling out rows", "Выделение отдельных строк", "Жеке жолдарды бөліп алу"]),
    (
        "homogeneity",
        [
            "Classes with one sensitive value",
            "Классы с одним чувствительным значением",
            "Бір ғана сезімтал мәні бар кластар",
        ],
    ),
    ("inference", ["Guessing sensitive values", "Угадывание чувствительных значений", "Сезімтал мәндерді болжау"]),
    (
        "time-and-sum",
        ["Rows found by time and sum", "Поиск строк по времени и сумме", "Жолдарды уақыты мен сомасы бойынша табу"],
    ),
    ("models", ["Claimed k and l", "Заявленные k и l", "Мәлімделген k мен l"]),
    (
        "compare-tokens",
        ["Tokens shared with another release", "Общие токены с другим выпуском", "Басқа шығарылыммен ортақ токендер"],
    ),
    (
        "compare-rows",
        [
            "Rows matched with another release",
            "Сопоставление строк с другим выпуском",
            "Жолдарды басқа шығарылыммен сәйкестендіру",
        ],
    ),
    (
        "compare-difference",
        ["Difference to another release", "Разница с другим выпуском", "Басқа шығарылымнан айырмашылығы"],
    ),
    (
        "source",
        [
            "Values of the source in the release",
            "Значения источника в выпуске",
            "Бастапқы деректердің мәндері шығарылымда",
        ],
    ),
];

/// Why a check does not apply, or how far it came.
pub(in crate::audit) const REASONS: Table = &[
    ("no-manifest", ["there is no manifest", "нет манифеста", "манифест жоқ"]),
    ("no-token-columns", ["no column holds tokens", "нет столбцов с токенами", "токендері бар баған жоқ"]),
    ("no-digest-columns", ["no column holds digests", "нет столбцов с хешами", "хештері бар баған жоқ"]),
    (
        "tokens-are-keyed",
        [
            "tokens of this tool are made with a key, are known by their form and were not attacked",
            "токены этой программы сделаны с ключом, узнаны по форме и не атаковались",
            "осы бағдарламаның токендері кілтпен жасалған, пішінінен танылды және оларға шабуыл жасалмады",
        ],
    ),
    (
        "no-quasi-identifiers",
        ["no column is a quasi-identifier", "нет столбцов-квазиидентификаторов", "квазисәйкестендіргіш баған жоқ"],
    ),
    ("no-sensitive-columns", ["no column is sensitive", "нет чувствительных столбцов", "сезімтал баған жоқ"]),
    (
        "no-exact-times-and-sums",
        [
            "no time finer than a day stands beside an exact sum",
            "нет времени точнее дня рядом с точной суммой",
            "дәл сома жанында күннен дәлірек уақыт жоқ",
        ],
    ),
    (
        "people-alone",
        [
            "people stand alone, and no manifest says that somebody thought of it",
            "есть единственные строки, и нет манифеста, который это учитывает",
            "жалғыз тұрған жолдар бар, ал мұны ескеретін манифест жоқ",
        ],
    ),
    (
        "source-without-header",
        [
            "the source has no header, so that names and numbers in it may be anything",
            "у источника нет заголовка, поэтому имена и номера в нём могут быть чем угодно",
            "бастапқы деректердің тақырыбы жоқ, сондықтан ондағы атаулар мен нөмірлер кез келген нәрсе болуы мүмкін",
        ],
    ),
    (
        "source-without-values",
        [
            "the source holds no value of a person to look for: is it the right file?",
            "в источнике нет ни одного значения о человеке: тот ли это файл?",
            "бастапқы деректерде адам туралы бірде-бір мән жоқ: дұрыс файл ма?",
        ],
    ),
    (
        "nothing-to-guess",
        [
            "no token is of a phone, an IIN or a number that could be tried",
            "нет токенов телефонов, ИИН или номеров, которые можно перебрать",
            "теріп шығуға болатын телефон, ЖСН немесе нөмір токендері жоқ",
        ],
    ),
    (
        "few-tokens",
        [
            "of so few tokens a sample says little: more with --attempts, or with the source",
            "токенов мало, выборка говорит немного: больше даст --attempts или источник",
            "токендер аз, іріктеме аз нәрсе айтады: --attempts немесе бастапқы деректер көбірек береді",
        ],
    ),
    (
        "not-signed",
        [
            "the release is not signed: nobody can tell who made it",
            "выпуск не подписан: кто его сделал, неизвестно",
            "шығарылымға қол қойылмаған: оны кім жасағаны белгісіз",
        ],
    ),
    (
        "no-other-release",
        [
            "no other release was given to compare with",
            "другой выпуск для сравнения не указан",
            "салыстыруға басқа шығарылым берілмеген",
        ],
    ),
    (
        "no-source",
        [
            "the source was not given (--against)",
            "источник не указан (--against)",
            "бастапқы деректер берілмеген (--against)",
        ],
    ),
    ("not-asked", ["not asked for", "не запрошено", "сұралмаған"]),
    (
        "budget-reached",
        ["stopped at the budget", "остановлено: исчерпан предел попыток", "тоқтатылды: әрекеттер шегіне жетті"],
    ),
    ("interrupted", ["interrupted", "прервано", "үзілді"]),
    ("unreadable-part", ["a part could not be read", "часть не удалось прочитать", "бір бөлігін оқу мүмкін болмады"]),
    ("not-claimed", ["the release does not claim it", "выпуск этого не заявляет", "шығарылым мұны мәлімдемейді"]),
    (
        "too-many-combinations",
        [
            "too many combinations to try all",
            "слишком много сочетаний, перебраны не все",
            "тіркесімдер тым көп, бәрі тексерілмеді",
        ],
    ),
    (
        "no-public-key",
        [
            "no public key was given to check it with",
            "открытый ключ для проверки не указан",
            "тексеруге арналған ашық кілт берілмеген",
        ],
    ),
];

/// What an audit cannot see.
pub(in crate::audit) const LIMITS: Table = &[
    (
        "words-without-pattern",
        [
            "A rare name or a nickname follows no pattern. It is found only by comparing with the source (--against).",
            "Редкое имя или прозвище не похоже ни на какой образец. Найти его можно только сравнением с источником (--against).",
            "Сирек кездесетін есім немесе лақап ат ешқандай үлгіге ұқсамайды. Оны тек бастапқы деректермен салыстыру арқылы табуға болады \
             (--against).",
        ],
    ),
    (
        "outside-knowledge",
        [
            "What a recipient knows from elsewhere is not measured.",
            "Что получатель знает из других источников, не измеряется.",
            "Алушының басқа көздерден не білетіні өлшенбейді.",
        ],
    ),
    (
        "keyed-tokens",
        [
            "Whoever has the key can compute the tokens again and link them to people.",
            "Тот, у кого есть ключ, может вычислить токены заново и связать их с людьми.",
            "Кілті бар адам токендерді қайта есептеп, оларды адамдармен байланыстыра алады.",
        ],
    ),
    (
        "declared-quasi-identifiers",
        [
            "Singling out is measured on the quasi-identifiers that the manifest declares. Other columns may single people out too.",
            "Выделение строк измерено по квазиидентификаторам, которые объявлены в манифесте. Выделить человека могут и другие столбцы.",
            "Жолдарды бөліп алу манифестте жарияланған квазисәйкестендіргіштер бойынша өлшенді. Адамды басқа бағандар да бөліп көрсетуі \
             мүмкін.",
        ],
    ),
    (
        "no-source",
        [
            "Nobody compared the release with its source (--against): a value that left unchanged is found only if it follows a pattern.",
            "Выпуск не сравнивали с источником (--against): значение, вышедшее без изменений, найдено, только если оно похоже на образец.",
            "Шығарылым бастапқы деректермен салыстырылмады (--against): өзгеріссіз шыққан мән үлгіге ұқсаса ғана табылады.",
        ],
    ),
    (
        "no-manifest",
        [
            "Without a manifest nobody knows what the columns should be: roles, techniques and digests were not checked.",
            "Без манифеста неизвестно, какими должны быть столбцы: роли, методы и контрольные суммы не проверены.",
            "Манифестсіз бағандардың қандай болуы керегі белгісіз: рөлдер, әдістер және бақылау сомалары тексерілмеді.",
        ],
    ),
    (
        "untried-tokens",
        [
            "Whether tokens of emails and other texts, and few tokens of any kind, were made with a key was not or only partly tried. With the \
             source (--against) each is asked for.",
            "Сделаны ли с ключом токены адресов почты и других текстов, а также немногие токены любого вида, не проверено или проверено \
             лишь частично. С источником (--against) проверяется каждый.",
            "Пошта мекенжайлары мен басқа мәтіндердің токендері, сондай-ақ кез келген түрдегі аз токен кілтпен жасалды ма — тексерілмеді \
             немесе ішінара ғана тексерілді. Бастапқы деректермен (--against) әрқайсысы тексеріледі.",
        ],
    ),
    (
        "labels-of-files",
        [
            "Some labels come from a file of the operator: whether they are as coarse as they should be cannot be seen.",
            "Часть обозначений взята из файла оператора: достаточно ли они общие, проверить нельзя.",
            "Кейбір белгілер оператор файлынан алынған: олардың жеткілікті жалпы екенін тексеру мүмкін емес.",
        ],
    ),
    (
        "pictures",
        ["Text inside pictures is not read.", "Текст на изображениях не читается.", "Суреттердегі мәтін оқылмайды."],
    ),
];

/// What nobody knows where it was not checked, and the way to know it.
pub(super) const LEFT_OPEN: Table = &[
    (
        "manifest",
        [
            "whether the files are what somebody published, and what was done to them",
            "те ли это файлы, которые были опубликованы, и что с ними сделано",
            "бұл жарияланған файлдар ма және олармен не жасалды",
        ],
    ),
    (
        "sources",
        [
            "whether a value of the source left as it was (with the source: --against)",
            "вышло ли какое-нибудь значение источника без изменений (сравнить с источником: --against)",
            "бастапқы деректердің қандай да бір мәні өзгеріссіз шықты ма (бастапқы деректермен салыстыру: --against)",
        ],
    ),
    (
        "signature",
        [
            "who made the release (with the public key of a signer: --public)",
            "кто сделал выпуск (проверить открытым ключом подписавшего: --public)",
            "шығарылымды кім жасады (қол қоюшының ашық кілтімен тексеру: --public)",
        ],
    ),
    (
        "other-releases",
        [
            "whether the recipient can join it with another release (with that release: --with)",
            "может ли получатель соединить его с другим выпуском (указать тот выпуск: --with)",
            "алушы оны басқа шығарылыммен біріктіре ала ма (сол шығарылымды көрсету: --with)",
        ],
    ),
];

/// What was not checked.
pub(in crate::audit) const NOT_CHECKED: Table = &[
    ("manifest", ["manifest", "манифест", "манифест"]),
    ("sources", ["sources", "источники", "бастапқы деректер"]),
    ("signature", ["signature", "подпись", "қолтаңба"]),
    ("other-releases", ["other releases", "другие выпуски", "басқа шығарылымдар"]),
];

/// Units: one, few, many.
pub(super) const UNITS: &[(&str, [Text; 3])] = &[
    ("bytes", [["byte", "байт", "байт"], ["", "байта", ""], ["bytes", "байт", "байт"]]),
    ("cells", [["cell", "ячейка", "ұяшық"], ["", "ячейки", ""], ["cells", "ячеек", "ұяшық"]]),
    ("attempts", [["attempt", "попытка", "әрекет"], ["", "попытки", ""], ["attempts", "попыток", "әрекет"]]),
    (
        "combinations",
        [["combination", "сочетание", "тіркесім"], ["", "сочетания", ""], ["combinations", "сочетаний", "тіркесім"]],
    ),
    ("rows", [["row", "строка", "жол"], ["", "строки", ""], ["rows", "строк", "жол"]]),
    ("fields", [["field", "поле", "өріс"], ["", "поля", ""], ["fields", "полей", "өріс"]]),
    ("values", [["value", "значение", "мән"], ["", "значения", ""], ["values", "значений", "мән"]]),
    ("files", [["file", "файл", "файл"], ["", "файла", ""], ["files", "файлов", "файл"]]),
    ("columns", [["column", "столбец", "баған"], ["", "столбца", ""], ["columns", "столбцов", "баған"]]),
    ("classes", [["class", "класс", "класс"], ["", "класса", ""], ["classes", "классов", "класс"]]),
    (
        "findings",
        [["finding", "находка", "табылған жайт"], ["", "находки", ""], ["findings", "находок", "табылған жайт"]],
    ),
    ("notes", [["note", "замечание", "ескертпе"], ["", "замечания", ""], ["notes", "замечаний", "ескертпе"]]),
];

pub(super) const DROPPED: Table = &[
    ("profile", ["the profile says so", "так требует профиль", "профиль солай талап етеді"]),
    (
        "type not listed by the profile",
        ["the profile does not list this type", "этого типа нет в профиле", "бұл түр профильде жоқ"],
    ),
    ("not in the input", ["not in the input", "нет во входных данных", "кіріс деректерде жоқ"]),
];

/// How manifests of this tool begin a requirement; where it ends with a space, a number follows.
pub(super) const REQUIREMENTS: Table = &[
    ("k-anonymity with k = ", ["k-anonymity with k = ", "k-анонимность, k = ", "k-анонимділік, k = "]),
    ("l-diversity with l = ", ["l-diversity with l = ", "l-разнообразие, l = ", "l-әртүрлілік, l = "]),
    ("t-closeness with t = ", ["t-closeness with t = ", "t-близость, t = ", "t-жақындық, t = "]),
    (
        "row order of its own for every recipient",
        [
            "row order of its own for every recipient",
            "собственный порядок строк для каждого получателя",
            "әр алушы үшін жолдардың өз реті",
        ],
    ),
    ("expiry date of the release", ["expiry date of the release", "срок удаления выпуска", "шығарылымды жою мерзімі"]),
    ("retention of three years", ["retention of three years", "срок хранения три года", "үш жылдық сақтау мерзімі"]),
    ("consent for this purpose", ["consent for this purpose", "согласие на эту цель", "осы мақсатқа келісім"]),
];

/// Why they are not enforced, in the words of manifests of this tool.
pub(super) const EXCUSES: Table = &[
    (
        "no database of networks and countries was given (`--geoip`)",
        [
            "no database of networks and countries was given (--geoip)",
            "база сетей и стран не указана (--geoip)",
            "желілер мен елдер базасы берілмеген (--geoip)",
        ],
    ),
    (
        "tables of aggregates are not built yet",
        [
            "tables of aggregates are not built yet",
            "таблицы сводных показателей пока не строятся",
            "жиынтық көрсеткіштер кестелері әзірге жасалмайды",
        ],
    ),
    (
        "privacy models are not measured by this version",
        [
            "privacy models are not measured by the version that made the release",
            "версия, сделавшая выпуск, не измеряет модели приватности",
            "шығарылымды жасаған нұсқа құпиялылық модельдерін өлшемейді",
        ],
    ),
    (
        "the order is keyed, and no key was given (`--keys`)",
        [
            "the order needs a key, and none was given (--keys)",
            "для порядка нужен ключ, а он не указан (--keys)",
            "рет үшін кілт қажет, бірақ ол берілмеген (--keys)",
        ],
    ),
    (
        "the run was not told today's date (`--as-of`)",
        [
            "the run was not told the date (--as-of)",
            "при запуске не указана дата (--as-of)",
            "іске қосқанда күні көрсетілмеген (--as-of)",
        ],
    ),
    (
        "rows are not checked against it by this version",
        [
            "rows were not checked against it",
            "строки по этому сроку не проверялись",
            "жолдар бұл мерзім бойынша тексерілмеген",
        ],
    ),
    (
        "consent per purpose is not read by this version; only withdrawals in the given inputs are",
        [
            "consent per purpose was not read; only withdrawals in the given inputs were",
            "согласие по целям не читалось, учтены только отзывы из указанных входных данных",
            "мақсаттар бойынша келісім оқылмаған, тек берілген кіріс деректердегі келісімді қайтарып алулар ескерілген",
        ],
    ),
];
