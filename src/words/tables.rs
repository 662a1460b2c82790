//! Types, techniques, roles and what else has a closed list of words, in each language.

use super::Table;

pub(super) const STATUSES: Table = &[
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

pub(super) const AUDIENCES: Table = &[
    ("internal", ["inside the operator", "внутри оператора", "оператордың ішінде"]),
    ("partner", ["one recipient outside", "один внешний получатель", "бір сыртқы алушы"]),
    ("public", ["anybody", "кто угодно", "кез келген адам"]),
];

pub(super) const ROLES: Table = &[
    ("direct-identifier", ["direct identifier", "прямой идентификатор", "тікелей сәйкестендіргіш"]),
    ("quasi-identifier", ["quasi-identifier", "квазиидентификатор", "квазисәйкестендіргіш"]),
    ("sensitive", ["sensitive", "чувствительный", "сезімтал"]),
    ("insensitive", ["insensitive", "нечувствительный", "сезімтал емес"]),
];

pub(super) const TECHNIQUES: Table = &[
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

pub(super) const KINDS: Table = &[
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
    ("image", ["picture", "изображение", "сурет"]),
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

/// Arguments of techniques that are words.
pub(super) const PARAMETERS: Table = &[
    ("all", ["whole", "целиком", "толығымен"]),
    ("initials", ["to the initials", "до инициалов", "бас әріптерге дейін"]),
    ("last-2", ["but for the last two signs", "кроме двух последних знаков", "соңғы екі таңбадан басқасы"]),
    ("provider", ["to the provider of mail", "до почтовой службы", "пошта қызметіне дейін"]),
    ("country", ["to the country", "до страны", "елге дейін"]),
    ("region", ["to the region", "до области", "облысқа дейін"]),
    ("district", ["to the district", "до района", "ауданға дейін"]),
    ("host", ["to the host", "до имени сайта", "сайт атауына дейін"]),
    ("template", ["to the template of the path", "до шаблона пути", "жол үлгісіне дейін"]),
    ("family", ["to the family of browsers", "до семейства браузеров", "браузерлер тобына дейін"]),
    (
        "family-major",
        ["to the family and main version", "до семейства и основной версии", "топ пен негізгі нұсқаға дейін"],
    ),
    ("hour", ["to the hour", "до часа", "сағатқа дейін"]),
    ("day", ["to the day", "до дня", "күнге дейін"]),
    ("week", ["to the week", "до недели", "аптаға дейін"]),
    ("month", ["to the month", "до месяца", "айға дейін"]),
    ("quarter", ["to the quarter", "до квартала", "тоқсанға дейін"]),
    ("year", ["to the year", "до года", "жылға дейін"]),
    ("decade", ["to the decade", "до десятилетия", "онжылдыққа дейін"]),
    ("5 years", ["to five years", "до пяти лет", "бес жылға дейін"]),
    ("10 years", ["to ten years", "до десяти лет", "он жылға дейін"]),
    ("tenth", ["to a tenth of a degree", "до десятой доли градуса", "градустың оннан біріне дейін"]),
    ("degree", ["to the degree", "до градуса", "градусқа дейін"]),
];
