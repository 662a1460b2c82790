//! What the school sells, and where people live.

/// A town in the spellings that occur.
pub(crate) struct City {
    pub(crate) weight: u32,
    pub(crate) russian: &'static str,
    /// Kazakh, Latin, official or old names of the same town.
    pub(crate) others: &'static [&'static str],
}

/// Weights follow the sizes of the towns roughly, so that small ones are rare enough to single people out.
pub(crate) static CITIES: [City; 22] = [
    city(520, "Алматы", &["г. Алматы", "Almaty", "алматы", "Алматы қаласы"]),
    city(330, "Астана", &["Нур-Султан", "г. Астана", "Astana", "Астана қ."]),
    city(190, "Шымкент", &["Shymkent", "г. Шымкент"]),
    city(110, "Караганда", &["Қарағанды", "Karaganda"]),
    city(85, "Актобе", &["Ақтөбе", "Aktobe"]),
    city(70, "Тараз", &["Taraz"]),
    city(65, "Павлодар", &["Pavlodar"]),
    city(65, "Усть-Каменогорск", &["Өскемен", "Oskemen"]),
    city(60, "Семей", &["Semey", "Семипалатинск"]),
    city(60, "Атырау", &["Atyrau"]),
    city(50, "Костанай", &["Қостанай"]),
    city(48, "Кызылорда", &["Қызылорда"]),
    city(45, "Уральск", &["Орал"]),
    city(42, "Петропавловск", &["Петропавл"]),
    city(40, "Актау", &["Ақтау"]),
    city(36, "Туркестан", &["Түркістан"]),
    city(26, "Кокшетау", &["Көкшетау"]),
    city(24, "Талдыкорган", &["Талдықорған"]),
    city(12, "Жезказган", &["Жезқазған"]),
    city(10, "Экибастуз", &["Екібастұз"]),
    city(6, "Риддер", &[]),
    city(3, "Аягоз", &["Аягөз"]),
];

const fn city(weight: u32, russian: &'static str, others: &'static [&'static str]) -> City {
    City { weight, russian, others }
}

/// A course: how it is called, its name in addresses, its price in tenge.
pub(crate) struct Course {
    pub(crate) title: &'static str,
    pub(crate) slug: &'static str,
    pub(crate) price: u64,
}

pub(crate) static COURSES: [Course; 18] = [
    course("Python-разработчик", "python-developer", 389_000),
    course("Графический дизайнер с нуля", "graphic-designer", 312_000),
    course("Интернет-маркетолог", "internet-marketing", 298_000),
    course("Профессия «Тестировщик»", "qa-engineer", 265_500),
    course("Аналитик данных", "data-analyst", 420_000),
    course("UX/UI-дизайн", "ux-ui-design", 335_000),
    course("Excel и Google-таблицы: от новичка до эксперта", "excel", 45_000),
    course("SMM-специалист", "smm", 129_000),
    course("Английский для IT", "english-for-it", 89_900),
    course("Веб-әзірлеуші", "web-developer", 365_000),
    course("Мобилография", "mobilography", 24_990),
    course("Бухгалтер: 1С и налоги РК", "accountant-kz", 145_000),
    course("Жобаларды басқару", "project-management-kk", 189_000),
    course("Project Manager в IT", "project-manager", 279_000),
    course("Java-разработчик", "java-developer", 455_000),
    course("Фотограф, базовый уровень", "photo-base", 59_000),
    course("1 год жұмыс: маркетинг", "marketing-job", 520_000),
    course("Подписка «Всё сразу»", "all-inclusive", 12_500),
];

const fn course(title: &'static str, slug: &'static str, price: u64) -> Course {
    Course { title, slug, price }
}

/// Codes that many people used; a code of one person would be an identifier.
pub(crate) const PROMO_CODES: [&str; 12] = [
    "START20",
    "QYS2023",
    "NAURYZ",
    "LERNA15",
    "BLACK-FRIDAY",
    "ALMATYTECH",
    "БІЛІМ10",
    "WELCOME",
    "TEACHER50",
    "KASPI0012",
    "ВЕСНА",
    "STUDENT",
];
