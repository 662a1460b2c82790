//! What stands on the page besides the report itself, in three languages.

use super::super::words::Text;

// The top of the page.
pub(super) const AUDIT: Text = ["Audit of the release", "Аудит выпуска", "Шығарылым аудиті"];
pub(super) const PASSED: Text = [
    "Every cell of this release was looked at, and no identifier of a person was seen.",
    "Просмотрена каждая ячейка выпуска, идентификаторов людей не обнаружено.",
    "Шығарылымның әр ұяшығы қаралды, адам сәйкестендіргіштері табылмады.",
];
pub(super) const NO_PROOF: Text = [
    "This is not a proof that nobody can be found: what an audit cannot see is said under “Limits of this audit”.",
    "Это не доказательство, что никого нельзя найти: чего аудит не видит, сказано в разделе «Ограничения аудита».",
    "Бұл ешкімді табуға болмайтынының дәлелі емес: аудит нені көре алмайтыны «Аудиттің шектеулері» бөлімінде айтылған.",
];
pub(super) const FAILED_FINDING: Text = [
    "Something in this release may lead to a person. Do not pass it on.",
    "Что-то в этом выпуске может привести к человеку. Не передавайте его.",
    "Бұл шығарылымдағы бірдеңе адамға апаруы мүмкін. Оны ешкімге бермеңіз.",
];
pub(super) const FAILED_MISMATCH: Text = [
    "This release is not what it says it is. Do not rely on it.",
    "Этот выпуск не соответствует тому, что о себе сообщает. Не полагайтесь на него.",
    "Бұл шығарылым өзі туралы айтқанына сәйкес емес. Оған сенім артпаңыз.",
];
pub(super) const INCOMPLETE: Text = [
    "Nothing was found that leads to a person, but part of this release could not be looked at. This is not a pass.",
    "Ничего, что ведёт к человеку, не найдено, но часть выпуска проверить не удалось. Это не значит, что аудит пройден.",
    "Адамға апаратын ештеңе табылмады, бірақ шығарылымның бір бөлігін тексеру мүмкін болмады. Бұл аудиттен өтті дегенді білдірмейді.",
];
pub(super) const INCOMPLETE_ALONE: Text = [
    "No identifier was seen, but people can be singled out, and no manifest says that somebody thought of it. This is not a pass.",
    "Идентификаторов не обнаружено, но людей можно выделить, и нет манифеста, который это учитывает. Это не значит, что аудит пройден.",
    "Сәйкестендіргіштер табылмады, бірақ адамдарды бөліп көрсетуге болады және мұны ескеретін манифест жоқ. Бұл аудиттен өтті дегенді білдірмейді.",
];
pub(super) const INCOMPLETE_SIGNATURE: Text = [
    "Nothing was found that leads to a person, but nobody checked who signed this release. This is not a pass.",
    "Ничего, что ведёт к человеку, не найдено, но кто подписал выпуск, не проверено. Это не значит, что аудит пройден.",
    "Адамға апаратын ештеңе табылмады, бірақ шығарылымға кім қол қойғаны тексерілмеген. Бұл аудиттен өтті дегенді білдірмейді.",
];
pub(super) const ALONE_HEAD: Text =
    ["Can a person be singled out?", "Можно ли выделить человека?", "Адамды бөліп көрсетуге бола ма?"];
pub(super) const ALONE_OF: Text = ["rows stand alone, of", "единственных строк из", "жол жалғыз тұр, барлығы"];
pub(super) const ALONE_UNKNOWN: Text = [
    "Not counted: no column is known by which people could be singled out.",
    "Не посчитано: столбцы, по которым можно выделить человека, неизвестны.",
    "Саналмады: адамды бөліп көрсететін бағандар белгісіз.",
];
pub(super) const UNSAID: Text =
    ["What this verdict does not say", "Чего этот вердикт не говорит", "Бұл қорытынды нені айтпайды"];
pub(super) const STILL_PERSONAL: Text = [
    "These are still personal data: whoever has the key can link the tokens to people.",
    "Это по-прежнему персональные данные: тот, у кого есть ключ, может связать токены с людьми.",
    "Бұл әлі де дербес деректер: кілті бар адам токендерді адамдармен байланыстыра алады.",
];
pub(super) const NOT_ALL: Text = [
    "What was found need not be all: other places may have gone unseen.",
    "Найденное может быть не всем: что-то могло остаться незамеченным.",
    "Табылғаны бәрі болмауы мүмкін: байқалмай қалған жайттар болуы ықтимал.",
];
pub(super) const PART_UNSEEN: Text = [
    "Nothing is said of the part that could not be looked at.",
    "О части, которую проверить не удалось, не сказано ничего.",
    "Тексеру мүмкін болмаған бөлік туралы ештеңе айтылмайды.",
];
pub(super) const UNCHECKED: Text = ["Not checked", "Не проверено", "Тексерілмеген"];

// What was audited.
pub(super) const SIGNER: Text = ["Signed by the key", "Кто подписал (ключ)", "Кім қол қойды (кілт)"];
pub(super) const SIGNED_NOBODY: Text = ["nobody signed it", "никто не подписал", "ешкім қол қоймаған"];
pub(super) const SIGNED_CHECKED: Text = ["the signature is right", "подпись верна", "қолтаңба дұрыс"];
pub(super) const SIGNED_UNCHECKED: Text = [
    "the signature was not checked (--public)",
    "подпись не проверена (--public)",
    "қолтаңба тексерілмеген (--public)",
];
pub(super) const SIGNED_FAILED: Text =
    ["the signature is not confirmed", "подпись не подтверждена", "қолтаңба расталмады"];
pub(super) const NO_DAY: Text = ["not given (--as-of)", "не указан (--as-of)", "көрсетілмеген (--as-of)"];
pub(super) const STATUS: Text = ["Status claimed", "Заявленный статус", "Мәлімделген мәртебе"];
pub(super) const AT_MOST: Text =
    ["What the columns allow at most", "Столбцы допускают не более", "Бағандар мүмкіндік беретін ең жоғарысы"];
pub(super) const PROFILE: Text = ["Profile", "Профиль", "Профиль"];
pub(super) const CLAUSE: Text = ["Clause of the policy", "Пункт политики", "Саясат тармағы"];
pub(super) const AUDIENCE: Text = ["For whom", "Для кого", "Кімге арналған"];
pub(super) const RECIPIENT: Text = ["Recipient", "Получатель", "Алушы"];
pub(super) const POLICY: Text = ["Edition of the policy", "Редакция политики", "Саясат редакциясы"];
pub(super) const LAW: Text = ["Law as of", "Закон по состоянию на", "Заңның қай күнгі редакциясы"];
pub(super) const STORAGE: Text = ["Stored in", "Хранится в стране", "Сақталатын елі"];
pub(super) const EXPIRES: Text = ["Last day of use", "Последний день использования", "Пайдаланудың соңғы күні"];
pub(super) const KEY: Text = ["Key, epoch", "Ключ, эпоха", "Кілт, кезең"];
pub(super) const MANIFEST: Text = [
    "Digest of the manifest (SHA-256)",
    "Контрольная сумма манифеста (SHA-256)",
    "Манифестің бақылау сомасы (SHA-256)",
];
pub(super) const NOT_STATED: Text = ["not stated", "не указано", "көрсетілмеген"];
pub(super) const NO_MANIFEST: Text = [
    "There is no manifest: the files do not say what they are, for whom, or what was done to them.",
    "Манифеста нет: файлы не говорят, что это, для кого и что с ними сделано.",
    "Манифест жоқ: файлдар өзінің не екенін, кімге арналғанын және онымен не жасалғанын айтпайды.",
];

// Coverage.
pub(super) const COVERAGE: Text = ["Coverage", "Охват проверки", "Тексеру ауқымы"];
pub(super) const COVERAGE_CAPTION: Text = ["How much was looked at", "Сколько проверено", "Қаншасы тексерілді"];
pub(super) const PART: Text = ["Part of the release", "Часть выпуска", "Шығарылым бөлігі"];
pub(super) const LOOKED_AT: Text = ["Looked at", "Проверено", "Тексерілді"];
pub(super) const OF: Text = ["Of", "Из", "Барлығы"];
pub(super) const SHARE: Text = ["Share", "Доля", "Үлесі"];
pub(super) const SKIPPED: Text = ["Skipped", "Пропущено", "Өткізіп жіберілді"];
pub(super) const COLUMNS_READ: Text = ["Columns, read whole", "Столбцы, прочитанные целиком", "Толық оқылған бағандар"];
pub(super) const CELLS: Text =
    ["Cells, empty ones included", "Ячейки, включая пустые", "Ұяшықтар, бос ұяшықтарды қоса"];
pub(super) const BYTES: Text = ["Bytes accounted for", "Учтённые байты", "Есепке алынған байттар"];
pub(super) const FILES: Text = ["Files", "Файлы", "Файлдар"];
pub(super) const DICTIONARY_VALUES: Text =
    ["Values in dictionaries", "Значения в словарях файлов", "Файл сөздіктеріндегі мәндер"];
pub(super) const SOURCE_VALUES: Text =
    ["Values of the source, looked for", "Значения источника, которые искали", "Ізделген бастапқы мәндер"];

// The files.
pub(super) const DIGESTS: Text = ["Files of data", "Файлы данных", "Деректер файлдары"];
pub(super) const DIGESTS_CAPTION: Text =
    ["Which files were audited", "Какие файлы проверены", "Қандай файлдар тексерілді"];
pub(super) const FILE: Text = ["File", "Файл", "Файл"];
pub(super) const FILE_BYTES: Text = ["Bytes", "Байт", "Байт"];
pub(super) const FILE_DIGEST: Text = ["Digest (SHA-256)", "Контрольная сумма (SHA-256)", "Бақылау сомасы (SHA-256)"];
pub(super) const IN_MARGIN: Text = ["Manifest, SHA-256", "Манифест, SHA-256", "Манифест, SHA-256"];
pub(super) const FILE_IN_MARGIN: Text = ["File, SHA-256", "Файл, SHA-256", "Файл, SHA-256"];

// What was found.
pub(super) const FOUND: Text = ["What was found", "Что найдено", "Не табылды"];
pub(super) const NOTHING_FOUND: Text = ["Nothing was found.", "Ничего не найдено.", "Ештеңе табылмады."];
pub(super) const WHY: Text = ["Why it matters", "Почему это важно", "Неге маңызды"];
pub(super) const TODO: Text = ["What to do", "Что делать", "Не істеу керек"];
pub(super) const WHERE: Text = ["Where", "Где", "Қайда"];
pub(super) const KIND: Text = ["What kind", "Какого вида", "Қандай түрі"];
pub(super) const SURE: Text = ["How sure", "Уверенность", "Сенімділігі"];
pub(super) const COUNT: Text = ["How many", "Сколько", "Қанша"];
pub(super) const WHOLE_RELEASE: Text = ["the release itself", "выпуск в целом", "шығарылымның өзі"];
pub(super) const COLUMN: Text = ["column", "столбец", "баған:"];
pub(super) const FIRST_ROW: Text = ["first in row", "впервые в строке", "алғашқы жолы:"];
pub(super) const AT_BYTES: Text = ["bytes", "байты", "байттары:"];
pub(super) const NOTHING: Text = ["nothing", "ничего", "ештеңе"];

// Column by column.
pub(super) const COLUMNS: Text = ["Column by column", "По столбцам", "Бағандар бойынша"];
pub(super) const COLUMNS_CAPTION: Text =
    ["What was done, and what was found", "Что сделано и что найдено", "Не істелді және не табылды"];
pub(super) const COLUMN_NAME: Text = ["Column", "Столбец", "Баған"];
pub(super) const WHAT: Text = ["What it is", "Что это", "Бұл не"];
pub(super) const DONE: Text = ["What was done", "Что сделано", "Не істелді"];
pub(super) const NULLS: Text = ["Empty", "Пустых", "Бос"];
pub(super) const DISTINCT: Text = ["Different values", "Разных значений", "Әртүрлі мәндер"];
pub(super) const TOP: Text = ["Most frequent value", "Самое частое значение", "Ең жиі мән"];
pub(super) const FOUND_IN: Text = ["Found", "Найдено", "Табылды"];
pub(super) const COARSENED: Text = [
    "then made coarser by the models, in rows",
    "затем обобщён моделями, доля строк",
    "содан кейін модельдер жалпылаған, жолдар үлесі",
];
pub(super) const BY_WORD: Text = ["somebody answers for it", "под чьё-то слово", "біреудің сөзімен"];
pub(super) const WITHHELD: Text = ["withheld altogether", "скрыт полностью", "толық жасырылған"];
pub(super) const NOT_RELEASED: Text = ["not in the file", "нет в файле", "файлда жоқ"];
pub(super) const DROPPED: Text = ["Columns that did not leave", "Столбцы, которые не вышли", "Шығарылмаған бағандар"];
pub(super) const UNKNOWN: Text = ["unknown", "неизвестно", "белгісіз"];
pub(super) const ONLY_LOOKED_AT: Text = ["looked at", "проверено", "тексерілді"];
pub(super) const NO_DATASETS: Text =
    ["No table of data was read.", "Ни одной таблицы не прочитано.", "Бірде-бір кесте оқылмады."];

// Singling out.
pub(super) const SINGLING_OUT: Text =
    ["Can a single row be found?", "Можно ли найти отдельную строку?", "Жеке жолды табуға бола ма?"];
pub(super) const SINGLING_OUT_LEAD: Text = [
    "A class is all rows that have the same quasi-identifiers. Whoever knows them of a person finds the class; a row that is alone in its \
     class is that person's.",
    "Класс — это все строки с одинаковыми квазиидентификаторами. Кто знает их о человеке, находит класс; строка, единственная в классе, \
     принадлежит этому человеку.",
    "Класс — квазисәйкестендіргіштері бірдей барлық жолдар. Адам туралы оларды білетін кісі класты табады; кластағы жалғыз жол сол \
     адамдікі.",
];
pub(super) const QUASI: Text = ["Quasi-identifiers", "Квазиидентификаторы", "Квазисәйкестендіргіштер"];
pub(super) const NO_QUASI: Text = [
    "No column of this dataset is a quasi-identifier.",
    "В этом наборе данных нет столбцов-квазиидентификаторов.",
    "Бұл деректер жинағында квазисәйкестендіргіш баған жоқ.",
];
pub(super) const SMALLEST: Text = ["smallest class (k)", "наименьший класс (k)", "ең кіші класс (k)"];
pub(super) const CLASSES: Text = ["classes", "классы", "кластар"];
pub(super) const ALONE_ROWS: Text = ["rows that are alone", "единственные строки", "жалғыз тұрған жолдар"];
pub(super) const HISTOGRAM: Text =
    ["Rows by the size of their class", "Строки по размеру класса", "Жолдар, класының өлшемі бойынша"];
pub(super) const LOGARITHMIC: Text = ["Logarithmic scale", "Логарифмическая шкала", "Логарифмдік шкала"];
pub(super) const ALONE: Text = ["alone", "единственная", "жалғыз"];
pub(super) const SIZE: Text = ["Size of class", "Размер класса", "Класс өлшемі"];
pub(super) const BAR: Text = ["Bar", "Полоса", "Жолақ"];
pub(super) const IN_IT: Text = ["Rows and classes", "Строки и классы", "Жолдар мен кластар"];
pub(super) const COMBINATIONS: Text = [
    "Combinations that leave most rows alone",
    "Сочетания, при которых больше всего единственных строк",
    "Ең көп жолды жалғыз қалдыратын тіркесімдер",
];
pub(super) const COMBINATION: Text = ["Combination", "Сочетание", "Тіркесім"];

// Checks.
pub(super) const CHECKS: Text = ["Checks and attacks", "Проверки и атаки", "Тексерулер мен шабуылдар"];
pub(super) const CHECKED: Text = ["Checks of the release", "Проверки выпуска", "Шығарылымды тексеру"];
pub(super) const ATTACKS: Text = ["Attacks tried", "Испробованные атаки", "Жасап көрілген шабуылдар"];
pub(super) const CHECK: Text = ["Check", "Проверка", "Тексеру"];
pub(super) const ATTACK: Text = ["Attack", "Атака", "Шабуыл"];
pub(super) const RESULT: Text = ["Result", "Результат", "Нәтиже"];
pub(super) const TRIED: Text = ["Tried", "Объём", "Көлемі"];
pub(super) const NOT_APPLICABLE: Text = ["Do not apply", "Не применимо", "Қолданылмайды"];
pub(super) const BUDGET: Text = ["Budget", "Предел", "Шегі"];
pub(super) const REMARK: Text = ["Remark", "Пояснение", "Түсініктеме"];

// Limits and the rest.
pub(super) const LIMITS: Text = ["Limits of this audit", "Ограничения аудита", "Аудиттің шектеулері"];
pub(super) const NOT_ENFORCED: Text = ["What was not enforced", "Что не обеспечено", "Не қамтамасыз етілмеді"];
pub(super) const NOT_ENFORCED_CAPTION: Text = [
    "Requirements that the release itself says nobody enforced",
    "Требования, о которых выпуск сам сообщает, что они не обеспечены",
    "Қамтамасыз етілмегенін шығарылымның өзі айтатын талаптар",
];
pub(super) const REQUIREMENT: Text = ["Requirement", "Требование", "Талап"];
pub(super) const REASON: Text = ["Reason", "Причина", "Себебі"];
pub(super) const CLOSING: Text = ["About this report", "Об этом отчёте", "Осы есеп туралы"];
pub(super) const TOOL: Text = ["Version of the tool", "Версия программы", "Бағдарлама нұсқасы"];
pub(super) const FORMAT: Text = ["Format of the report", "Формат отчёта", "Есеп пішімі"];
pub(super) const AS_OF: Text = ["Day of the audit", "День аудита", "Аудит күні"];
pub(super) const IN_PROGRAMS: Text = ["Verdict in JSON", "Вердикт в JSON", "JSON-дағы қорытынды"];
pub(super) const NO_VALUES: Text = [
    "This report holds names, numbers and positions only. No value of any cell is in it.",
    "В этом отчёте только имена, числа и места. Ни одного значения ячейки в нём нет.",
    "Бұл есепте тек атаулар, сандар және орындар бар. Онда бірде-бір ұяшық мәні жоқ.",
];
pub(super) const DECISION: Text = ["Decision", "Решение", "Шешім"];
pub(super) const PASS_ON: Text = ["pass on", "передать", "беруге"];
pub(super) const PASS_ON_IF: Text = ["pass on, on conditions", "передать с условиями", "шартпен беруге"];
pub(super) const KEEP_BACK: Text = ["do not pass on", "не передавать", "бермеуге"];
pub(super) const NUMBER: Text = ["Number of the release", "Номер выпуска", "Шығарылым нөмірі"];
pub(super) const CONDITIONS: Text = ["Conditions, remarks", "Условия, замечания", "Шарттар, ескертулер"];
pub(super) const NAME: Text = ["Name", "Фамилия, имя", "Аты-жөні"];
pub(super) const POSITION: Text = ["Position", "Должность", "Лауазымы"];
pub(super) const DATE: Text = ["Date", "Дата", "Күні"];
pub(super) const SIGNATURE: Text = ["Signature", "Подпись", "Қолы"];
