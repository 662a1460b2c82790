//! What codes, checks and reasons mean, for people; in three languages.
//!
//! Every text stands beside its translations in one array of three, so that a missing one does not compile. The umbrella word
//! (depersonalised, обезличено, иесіздендірілген) is never said alone: it says nothing about whether the data are still personal.

use super::report::{Code, Outcome, Severity, Sure, Verdict};

/// Language of a report for people.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Lang {
    /// English.
    En,
    /// Russian.
    Ru,
    /// Kazakh.
    Kk,
}

impl Lang {
    /// Every language, in the order of the texts.
    pub const ALL: &'static [Self] = &[Self::En, Self::Ru, Self::Kk];

    /// The language of this code: `en`, `ru`, `kk`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|lang| lang.code() == text)
    }

    /// Its code, as HTML and BCP 47 spell it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::Kk => "kk",
        }
    }

    /// The one of three texts that is in this language.
    #[must_use]
    pub const fn of(self, text: Text) -> &'static str {
        text[self as usize]
    }
}

/// One text in English, Russian and Kazakh.
pub type Text = [&'static str; 3];

/// What a code is called.
#[must_use]
pub const fn title(code: Code, lang: Lang) -> &'static str {
    lang.of(meaning(code).title)
}

/// Why it matters.
#[must_use]
pub const fn why(code: Code, lang: Lang) -> &'static str {
    lang.of(meaning(code).why)
}

/// What to do about it.
#[must_use]
pub const fn todo(code: Code, lang: Lang) -> &'static str {
    lang.of(meaning(code).todo)
}

/// The verdict, as a headline.
#[must_use]
pub const fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    lang.of(match verdict {
        Verdict::Pass => ["Passed", "Аудит пройден", "Аудиттен өтті"],
        Verdict::Fail => ["Failed", "Аудит не пройден", "Аудиттен өтпеді"],
        Verdict::Incomplete => ["Incomplete", "Аудит неполный", "Аудит толық емес"],
    })
}

/// What a finding is to the verdict.
#[must_use]
pub const fn severity(severity: Severity, lang: Lang) -> &'static str {
    lang.of(match severity {
        Severity::Mismatch => ["Mismatches", "Расхождения", "Сәйкессіздіктер"],
        Severity::Finding => ["Findings", "Находки", "Табылғандар"],
        Severity::Gap => ["Gaps", "Пробелы проверки", "Тексерілмей қалғандар"],
        Severity::Note => ["Notes", "Замечания", "Ескертпелер"],
    })
}

/// What a severity does to the verdict, in one sentence.
#[must_use]
pub const fn consequence(severity: Severity, lang: Lang) -> &'static str {
    lang.of(match severity {
        Severity::Mismatch => [
            "The release is not what it says it is: it fails.",
            "Выпуск не соответствует тому, что о себе сообщает: аудит не пройден.",
            "Шығарылым өзі туралы айтқанына сәйкес емес: ол аудиттен өтпейді.",
        ],
        Severity::Finding => [
            "A person may be found by it: the release fails.",
            "По этому можно найти человека: аудит не пройден.",
            "Бұл арқылы адамды табуға болады: шығарылым аудиттен өтпейді.",
        ],
        Severity::Gap => [
            "This part was not looked at: the release cannot pass.",
            "Эта часть не проверена: аудит не может быть пройден.",
            "Бұл бөлік тексерілмеген: шығарылым аудиттен өте алмайды.",
        ],
        Severity::Note => [
            "Worth knowing; a release may pass with it.",
            "Это следует знать; с этим аудит может быть пройден.",
            "Мұны білген жөн; шығарылым бұған қарамастан аудиттен өте алады.",
        ],
    })
}

/// How sure something is.
#[must_use]
pub const fn sure(sure: Sure, lang: Lang) -> &'static str {
    lang.of(match sure {
        Sure::Certain => ["certain", "точно", "анық"],
        Sure::Likely => ["likely", "вероятно", "ықтимал"],
        Sure::Possible => ["possible", "возможно", "мүмкін"],
    })
}

/// What became of a check.
#[must_use]
pub const fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    lang.of(match outcome {
        Outcome::Passed => ["clean", "без замечаний", "ескертпесіз"],
        Outcome::Noted => ["notes only", "только замечания", "тек ескертпелер"],
        Outcome::Failed => ["something found", "есть находки", "табылғандар бар"],
        Outcome::Incomplete => ["not finished", "не завершено", "аяқталмады"],
        Outcome::NotApplicable => ["does not apply", "не применимо", "қолданылмайды"],
    })
}

/// What a check looks at; a name that nobody knows stands for itself.
#[must_use]
pub fn check(name: &'static str, lang: Lang) -> &'static str {
    look_up(CHECKS, name, lang).unwrap_or(name)
}

/// Why a check does not apply, or how far it came; a name that nobody knows stands for itself.
#[must_use]
pub fn reason(name: &'static str, lang: Lang) -> &'static str {
    look_up(REASONS, name, lang).unwrap_or(name)
}

/// What an audit cannot see; a name that nobody knows stands for itself.
#[must_use]
pub fn limit(name: &'static str, lang: Lang) -> &'static str {
    look_up(LIMITS, name, lang).unwrap_or(name)
}

/// A unit as it stands alone, or after a number that nobody looks at; a name that nobody knows stands for itself.
#[must_use]
pub fn unit(name: &'static str, lang: Lang) -> &'static str {
    counted(0, name, lang)
}

/// A unit as it stands after this number: 1 строка, 2 строки, 5 строк.
#[must_use]
pub fn counted(count: u64, name: &'static str, lang: Lang) -> &'static str {
    let forms = UNITS.iter().find(|(unit, _)| *unit == name).map(|(_, forms)| forms);
    forms.map_or(name, |forms| lang.of(forms[form(count, lang)]))
}

/// What a release is, in the words of the law.
#[must_use]
pub fn status(name: &str, lang: Lang) -> Option<&'static str> {
    look_up(STATUSES, name, lang)
}

/// Who receives a release.
#[must_use]
pub fn audience(name: &str, lang: Lang) -> Option<&'static str> {
    look_up(AUDIENCES, name, lang)
}

/// How a column bears on identity.
#[must_use]
pub fn role(name: &str, lang: Lang) -> Option<&'static str> {
    look_up(ROLES, name, lang)
}

/// What was done to a column.
#[must_use]
pub fn technique(name: &str, lang: Lang) -> Option<&'static str> {
    look_up(TECHNIQUES, name, lang)
}

/// Why a column was dropped.
#[must_use]
pub fn dropped(name: &str, lang: Lang) -> Option<&'static str> {
    look_up(DROPPED, name, lang)
}

/// What a value is: the semantic types of the vocabulary.
#[must_use]
pub fn kind(name: &str, lang: Lang) -> Option<&'static str> {
    look_up(KINDS, name, lang)
}

/// A requirement that a release says nobody enforced, as its manifest words it in English.
#[must_use]
pub fn requirement(what: &str, lang: Lang) -> Option<String> {
    let (start, text) = REQUIREMENTS.iter().find(|(start, _)| what.starts_with(start))?;
    let rest = &what[start.len()..];
    // Only what ends here or with a number is understood whole.
    let number = rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (number && rest.is_empty() != start.ends_with(' ')).then(|| format!("{}{rest}", lang.of(*text)))
}

/// Why nobody enforced it, as a manifest words it in English.
#[must_use]
pub fn excuse(why: &str, lang: Lang) -> Option<&'static str> {
    look_up(EXCUSES, why, lang)
}

/// A table of closed words.
pub(super) type Table = &'static [(&'static str, Text)];

fn look_up(table: Table, name: &str, lang: Lang) -> Option<&'static str> {
    table.iter().find(|(word, _)| *word == name).map(|(_, text)| lang.of(*text))
}

/// Which of three forms a noun has after a number: CLDR's one, few, many. A Kazakh noun stays as it is after any number.
const fn form(count: u64, lang: Lang) -> usize {
    match lang {
        Lang::En if count == 1 => 0,
        Lang::En | Lang::Kk => 2,
        Lang::Ru => match (count % 10, count % 100) {
            (_, 11..=14) => 2,
            (1, _) => 0,
            (2..=4, _) => 1,
            _ => 2,
        },
    }
}

/// Names of checks.
pub(super) const CHECKS: Table = &[
    ("files", ["List of files", "Список файлов", "Файлдар тізімі"]),
    ("digests", ["Digests and sizes", "Контрольные суммы и размеры", "Бақылау сомалары мен өлшемдер"]),
    ("signature", ["Signature", "Подпись", "Қолтаңба"]),
    ("manifest", ["Manifest", "Манифест", "Манифест"]),
    ("names", ["Names of files and columns", "Имена файлов и столбцов", "Файлдар мен бағандардың атаулары"]),
    ("documents", ["Documents of the release", "Документы выпуска", "Шығарылым құжаттары"]),
    ("containers", ["Structure of the files", "Устройство файлов", "Файлдардың құрылымы"]),
    ("cells", ["Every cell", "Каждая ячейка", "Әрбір ұяшық"]),
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
    (
        "attack-frequency",
        [
            "Guessing tokens by how often they occur",
            "Угадывание токенов по частоте",
            "Токендерді жиілігі бойынша болжау",
        ],
    ),
    (
        "singling-out",
        ["Singling out rows", "Выделение отдельных строк (singling out)", "Жеке жолдарды бөліп алу (singling out)"],
    ),
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
    ("models", ["Claimed k-anonymity", "Заявленная k-анонимность", "Мәлімделген k-анонимділік"]),
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
pub(super) const REASONS: Table = &[
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
        "no-times-or-sums",
        ["no column holds times or sums", "нет столбцов с временем или суммой", "уақыты немесе сомасы бар баған жоқ"],
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
pub(super) const LIMITS: Table = &[
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
        "pictures",
        ["Text inside pictures is not read.", "Текст на изображениях не читается.", "Суреттердегі мәтін оқылмайды."],
    ),
];

/// Units: one, few, many.
const UNITS: &[(&str, [Text; 3])] = &[
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

const STATUSES: Table = &[
    ("personal", ["personal data", "персональные данные", "дербес деректер"]),
    (
        "pseudonymised",
        [
            "depersonalised: pseudonymised (still personal data)",
            "обезличено: псевдонимизированные данные (всё ещё персональные)",
            "иесіздендірілген: бүркеншіктелген (псевдонимделген) деректер (әлі де дербес)",
        ],
    ),
    (
        "anonymised",
        [
            "depersonalised: anonymised",
            "обезличено: анонимизированные данные",
            "иесіздендірілген: анонимделген деректер",
        ],
    ),
];

const AUDIENCES: Table = &[
    ("internal", ["inside the operator", "внутри оператора", "оператордың ішінде"]),
    ("partner", ["one recipient outside", "один внешний получатель", "бір сыртқы алушы"]),
    ("public", ["anybody", "кто угодно", "кез келген адам"]),
];

const ROLES: Table = &[
    ("direct-identifier", ["direct identifier", "прямой идентификатор", "тікелей сәйкестендіргіш"]),
    ("quasi-identifier", ["quasi-identifier", "квазиидентификатор", "квазисәйкестендіргіш"]),
    ("sensitive", ["sensitive", "чувствительный", "сезімтал"]),
    ("insensitive", ["insensitive", "нечувствительный", "сезімтал емес"]),
];

const TECHNIQUES: Table = &[
    ("keep", ["kept as it is", "оставлен как есть", "сол күйінде қалдырылған"]),
    ("drop", ["dropped", "удалён", "жойылған"]),
    ("pseudonymize", ["replaced by a keyed token", "заменён токеном с ключом", "кілтті токенмен ауыстырылған"]),
    (
        "encrypt",
        [
            "encrypted (the key gives it back)",
            "зашифрован (ключ возвращает значение)",
            "шифрланған (кілт мәнді қайтарады)",
        ],
    ),
    (
        "format-preserve",
        [
            "encrypted in the same format (the key gives it back)",
            "зашифрован с сохранением формата (ключ возвращает значение)",
            "пішімі сақталып шифрланған (кілт мәнді қайтарады)",
        ],
    ),
    (
        "prefix-preserve",
        [
            "address encrypted, shared prefixes stay shared",
            "адрес зашифрован, общие префиксы остаются общими",
            "мекенжай шифрланған, ортақ префикстер ортақ болып қалады",
        ],
    ),
    (
        "replace",
        ["replaced by an invented value", "заменён вымышленным значением", "ойдан алынған мәнмен ауыстырылған"],
    ),
    ("mask", ["partly hidden", "скрыт частично", "ішінара жасырылған"]),
    ("generalize", ["made coarser", "обобщён", "жалпыланған"]),
    ("bucket", ["put into ranges", "разбит на интервалы", "аралықтарға бөлінген"]),
    ("round", ["rounded", "округлён", "дөңгелектелген"]),
    ("top-code", ["large values cut off", "большие значения ограничены", "үлкен мәндер шектелген"]),
    ("bottom-code", ["small values cut off", "малые значения ограничены", "кіші мәндер шектелген"]),
    (
        "top-bottom-code",
        ["large and small values cut off", "большие и малые значения ограничены", "үлкен және кіші мәндер шектелген"],
    ),
    ("noise", ["noise added", "добавлен шум", "шу қосылған"]),
    ("shift", ["times shifted", "время сдвинуто", "уақыт жылжытылған"]),
    ("permute", ["exchanged between rows", "переставлен между строками", "жолдар арасында ауыстырылған"]),
    ("aggregate", ["aggregated", "агрегирован", "біріктірілген"]),
];

const DROPPED: Table = &[
    ("profile", ["the profile says so", "так требует профиль", "профиль солай талап етеді"]),
    (
        "type not listed by the profile",
        ["the profile does not list this type", "этого типа нет в профиле", "бұл түр профильде жоқ"],
    ),
    ("not in the input", ["not in the input", "нет во входных данных", "кіріс деректерде жоқ"]),
];

/// How manifests of this tool begin a requirement; where it ends with a space, a number follows.
const REQUIREMENTS: Table = &[
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
    (
        "retention of three years (policy 7.3)",
        [
            "retention of three years (policy 7.3)",
            "срок хранения три года (политика, 7.3)",
            "үш жылдық сақтау мерзімі (саясат, 7.3)",
        ],
    ),
    (
        "consent for this purpose (policy 5.5)",
        [
            "consent for this purpose (policy 5.5)",
            "согласие на эту цель (политика, 5.5)",
            "осы мақсатқа келісім (саясат, 5.5)",
        ],
    ),
];

/// Why they are not enforced, in the words of manifests of this tool.
const EXCUSES: Table = &[
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

const KINDS: Table = &[
    ("user-id", ["account number", "номер учётной записи", "есептік жазба нөмірі"]),
    ("transaction-id", ["order or payment number", "номер заказа или платежа", "тапсырыс немесе төлем нөмірі"]),
    ("cookie-id", ["browser identifier", "идентификатор браузера", "браузер сәйкестендіргіші"]),
    ("surname", ["surname", "фамилия", "тегі"]),
    ("given-name", ["given name", "имя", "аты"]),
    ("patronymic", ["patronymic", "отчество", "әкесінің аты"]),
    ("full-name", ["full name", "полное имя", "толық аты-жөні"]),
    ("email", ["email address", "адрес электронной почты", "электрондық пошта мекенжайы"]),
    ("phone", ["telephone number", "номер телефона", "телефон нөмірі"]),
    ("iin", ["IIN", "ИИН", "ЖСН"]),
    ("bin", ["BIN", "БИН", "БСН"]),
    ("tax-id", ["taxpayer number of Russia", "ИНН (Россия)", "Ресей салық төлеушісінің нөмірі (ИНН)"]),
    ("id-document", ["identity document number", "номер документа", "жеке куәлік немесе құжат нөмірі"]),
    (
        "mrz",
        [
            "machine-readable lines of a passport",
            "машиночитаемая зона паспорта",
            "паспорттың машинамен оқылатын жолдары",
        ],
    ),
    ("card", ["payment card number", "номер платёжной карты", "төлем картасының нөмірі"]),
    ("iban", ["bank account number (IBAN)", "номер счёта (IBAN)", "банк шотының нөмірі (IBAN)"]),
    ("ip", ["IP address", "IP-адрес", "IP мекенжайы"]),
    ("mac", ["network device address (MAC)", "адрес устройства (MAC)", "құрылғы мекенжайы (MAC)"]),
    ("uuid", ["unique number (UUID)", "уникальный номер (UUID)", "бірегей нөмір (UUID)"]),
    ("digest", ["digest (hash)", "хеш", "хеш"]),
    ("session-token", ["session or access key", "ключ сеанса или доступа", "сеанс немесе қолжетімділік кілті"]),
    ("cookies", ["cookies", "файлы cookie", "cookie деректері"]),
    ("click-id", ["advertisement click number", "номер клика по рекламе", "жарнаманы басу нөмірі"]),
    ("url", ["web address", "веб-адрес", "веб-мекенжай"]),
    ("user-agent", ["browser and device", "браузер и устройство", "браузер мен құрылғы"]),
    ("event-time", ["time of an event", "время события", "оқиға уақыты"]),
    ("payment-time", ["time of payment", "время платежа", "төлем уақыты"]),
    ("last-active", ["time of last activity", "время последней активности", "соңғы белсенділік уақыты"]),
    ("date", ["date", "дата", "күн"]),
    ("birth-date", ["date of birth", "дата рождения", "туған күні"]),
    ("age", ["age", "возраст", "жасы"]),
    ("sex", ["sex", "пол", "жынысы"]),
    ("amount", ["sum of money", "сумма", "сома"]),
    ("currency", ["currency", "валюта", "валюта"]),
    ("payment-status", ["payment status", "статус платежа", "төлем мәртебесі"]),
    ("product", ["product", "продукт", "өнім"]),
    ("city", ["town or district", "город или район", "қала немесе аудан"]),
    ("region", ["region", "область", "облыс"]),
    ("country", ["country", "страна", "ел"]),
    ("address", ["street address", "почтовый адрес", "пошталық мекенжай"]),
    ("postcode", ["postcode", "почтовый индекс", "пошта индексі"]),
    ("latitude", ["latitude", "широта", "ендік"]),
    ("longitude", ["longitude", "долгота", "бойлық"]),
    ("coordinates", ["coordinates", "координаты", "координаттар"]),
    ("plate", ["vehicle number plate", "госномер автомобиля", "көліктің мемлекеттік нөмірі"]),
    (
        "social-handle",
        [
            "name in a messenger or network",
            "имя в мессенджере или соцсети",
            "мессенджердегі немесе әлеуметтік желідегі аты",
        ],
    ),
    ("free-text", ["free text", "свободный текст", "еркін мәтін"]),
    ("flag", ["yes or no", "да или нет", "иә немесе жоқ"]),
    ("count", ["number of something", "количество", "саны"]),
    ("code", ["short code", "короткий код", "қысқа код"]),
];

/// What a code means.
struct Meaning {
    title: Text,
    why: Text,
    todo: Text,
}

/// The table of codes.
const fn meaning(code: Code) -> Meaning {
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
        Code::Storage => Meaning {
            title: ["Place of storage is not Kazakhstan", "Место хранения не Казахстан", "Сақтау орны Қазақстан емес"],
            why: [
                "Data that are personal or pseudonymised must be stored in Kazakhstan (policy, clause 8.4(а)), and this release does not \
                 declare that they are.",
                "Персональные и псевдонимизированные данные должны храниться в Казахстане (политика, пункт 8.4(а)), а выпуск этого не \
                 указывает.",
                "Дербес және бүркеншіктелген деректер Қазақстанда сақталуға тиіс (саясат, 8.4(а) тармағы), ал шығарылымда бұл \
                 көрсетілмеген.",
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
            title: ["Claimed k is not there", "Заявленного k нет", "Мәлімделген k жоқ"],
            why: [
                "The release promises that nobody stands in a class smaller than k, but some do.",
                "Выпуск обещает, что классов меньше k нет, но они есть.",
                "Шығарылым k-дан кіші класс жоқ деп уәде береді, бірақ ондай кластар бар.",
            ],
            todo: [
                "Make the quasi-identifiers coarser, or remove the rows of small classes.",
                "Обобщите квазиидентификаторы или удалите строки малых классов.",
                "Квазисәйкестендіргіштерді жалпылаңыз немесе кіші кластардың жолдарын жойыңыз.",
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
                "Wait for more changes before you pass on the second one, or replace the first.",
                "Передавайте второй, когда изменений будет больше, либо замените им первый.",
                "Екіншісін өзгерістер көбейгенде беріңіз немесе біріншісін сонымен ауыстырыңыз.",
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text of every table.
    fn texts() -> Vec<Text> {
        let tables = [CHECKS, REASONS, LIMITS, STATUSES, AUDIENCES, ROLES, TECHNIQUES, DROPPED, KINDS, EXCUSES];
        let codes = Code::ALL.iter().map(|&code| meaning(code)).flat_map(|says| [says.title, says.why, says.todo]);
        tables.iter().flat_map(|table| table.iter().map(|(_, text)| *text)).chain(codes).collect()
    }

    #[test]
    fn every_text_is_said_in_every_language_and_in_its_script() {
        let cyrillic = |c: char| ('\u{400}'..='\u{4ff}').contains(&c);
        for text in texts() {
            assert!(text.iter().all(|said| !said.is_empty() && said.trim() == *said), "{text:?}");
            assert!(!text[0].contains(cyrillic) || text[0].contains("8.4(а)"), "{text:?}");
            assert!(!text[1].contains(|c| "әғқңөұүһіӘҒҚҢӨҰҮҺІ".contains(c)), "{text:?}");
            // What is not a letter of Kazakhstan's alphabet would be a slip of the keyboard: і of Ukrainian is shared, ї and є are not.
            assert!(!text.iter().any(|said| said.contains(|c| "їєґў".contains(c))), "{text:?}");
        }
    }

    #[test]
    fn no_word_mixes_scripts() {
        let cyrillic = |c: char| ('\u{400}'..='\u{4ff}').contains(&c);
        for text in texts() {
            for word in text.iter().flat_map(|said| said.split(|c: char| !c.is_alphabetic())) {
                let mixed = word.contains(cyrillic) && word.contains(|c: char| c.is_ascii_alphabetic());
                assert!(!mixed, "{word:?} in {text:?}");
            }
        }
    }

    #[test]
    fn titles_differ_and_sentences_end() {
        for &lang in Lang::ALL {
            let mut titles: Vec<&str> = Code::ALL.iter().map(|&code| title(code, lang)).collect();
            titles.sort_unstable();
            titles.dedup();
            assert_eq!(titles.len(), Code::ALL.len());
            for &code in Code::ALL {
                assert!(why(code, lang).ends_with('.') && todo(code, lang).ends_with('.'), "{code:?} {lang:?}");
                assert!(!title(code, lang).ends_with('.'), "{code:?} {lang:?}");
            }
        }
    }

    #[test]
    fn nouns_follow_their_numbers() {
        let said = |count, lang| counted(count, "rows", lang);
        assert_eq!(
            [1, 2, 5, 11, 21, 112, 0].map(|n| said(n, Lang::Ru)).join(" "),
            "строка строки строк строк строка строк строк"
        );
        assert_eq!([1, 2].map(|n| said(n, Lang::En)).join(" "), "row rows");
        assert_eq!(unit("rows", Lang::Kk), "жол");
        assert_eq!(unit("parsecs", Lang::En), "parsecs");
    }

    #[test]
    fn requirements_are_understood_whole_or_not_at_all() {
        assert_eq!(requirement("k-anonymity with k = 10", Lang::Ru).as_deref(), Some("k-анонимность, k = 10"));
        assert_eq!(requirement("t-closeness with t = 0.2", Lang::En).as_deref(), Some("t-closeness with t = 0.2"));
        assert!(requirement("expiry date of the release", Lang::Kk).is_some());
        for other in
            ["k-anonymity with k = ", "expiry date of the release 7", "k-anonymity with k = <b>", "geoip for a.b"]
        {
            assert_eq!(requirement(other, Lang::Ru), None, "{other}");
        }
    }

    #[test]
    fn languages_parse() {
        assert!(Lang::ALL.iter().all(|&lang| Lang::parse(lang.code()) == Some(lang)));
        assert_eq!(Lang::parse("de"), None);
    }
}
