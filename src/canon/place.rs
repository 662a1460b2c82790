//! Places: regions of Kazakhstan and countries of the world by any of their names; `region/iso/1`, `country/iso/1`, `place/text/1`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::text::{asciify, plain_e, trim, unguard};
use super::{Canonical, Form, null, word};

/// Regions: the code of ISO 3166-2:KZ (`KZ-75` is the city of Almaty, `KZ-19` the region around it).
///
/// Null rule: 5.9's spellings. Unfit: names of no region.
pub const REGION_FORM: Form = Form {
    id: "region/iso/1",
    what: "code of ISO 3166-2:KZ: `Алматинская область` and `Алматы облысы` are `KZ-19`",
    write: |raw, out| write_code(raw, out, region_named),
    is_doubtful: |_| false,
};

/// Countries: the two letters of ISO 3166-1.
///
/// Null rule: 5.9's spellings. Unfit: names that are not known in Russian, Kazakh or English.
pub const COUNTRY_FORM: Form = Form {
    id: "country/iso/1",
    what: "two letters of ISO 3166-1: `Казахстан`, `Қазақстан`, `KAZ` are `KZ`",
    write: |raw, out| write_code(raw, out, country_named),
    is_doubtful: |_| false,
};

/// Towns: trimmed, lower case, `е` for `ё`, without `г.` and `қ.`.
///
/// Null rule: 5.9's spellings. Unfit: texts that are no name of a place.
pub const TOWN_FORM: Form = Form {
    id: "place/text/1",
    what: "lower case, `е` for `ё`, without `г.`, `город`, `қ.`, `қаласы`",
    write: write_town,
    is_doubtful: |_| false,
};

/// Regions with their names in Russian, Kazakh and English, in lower case, without the word for region.
const REGIONS: &[(&str, &[&str])] = &[
    ("KZ-10", &["абайская", "абай", "область абай", "abai", "abay"]),
    ("KZ-11", &["акмолинская", "ақмола", "акмола", "akmola", "aqmola"]),
    ("KZ-15", &["актюбинская", "ақтөбе", "актобе", "aktobe", "aqtobe", "aktyubinsk"]),
    ("KZ-19", &["алматинская", "алматы", "almaty"]),
    ("KZ-23", &["атырауская", "атырау", "atyrau"]),
    ("KZ-27", &["западно-казахстанская", "зко", "батыс қазақстан", "бқо", "west kazakhstan"]),
    ("KZ-31", &["жамбылская", "жамбыл", "zhambyl", "jambyl"]),
    ("KZ-33", &["жетысу", "жетысуская", "жетісу", "область жетісу", "область жетысу", "zhetysu", "zhetisu", "jetisu"]),
    ("KZ-35", &["карагандинская", "қарағанды", "караганды", "karaganda", "karagandy", "qaraghandy"]),
    ("KZ-39", &["костанайская", "қостанай", "kostanay", "kostanai", "qostanay"]),
    ("KZ-43", &["кызылординская", "қызылорда", "kyzylorda", "qyzylorda"]),
    ("KZ-47", &["мангистауская", "маңғыстау", "mangystau", "mangistau"]),
    ("KZ-55", &["павлодарская", "павлодар", "pavlodar"]),
    ("KZ-59", &["северо-казахстанская", "ско", "солтүстік қазақстан", "сқо", "north kazakhstan"]),
    (
        "KZ-61",
        &[
            "туркестанская",
            "түркістан",
            "turkestan",
            "turkistan",
            "южно-казахстанская",
            "юко",
            "оңтүстік қазақстан",
            "south kazakhstan",
        ],
    ),
    ("KZ-62", &["улытауская", "улытау", "ұлытау", "область улытау", "область ұлытау", "ulytau"]),
    ("KZ-63", &["восточно-казахстанская", "вко", "шығыс қазақстан", "шқо", "east kazakhstan"]),
];

/// The region of a name that says that it is one (`… область`, `… облысы`), is a code, or is one of the three cities that are regions.
#[must_use]
pub fn region_named(name: &str) -> Option<&'static str> {
    let folded = fold(name);
    if let Some((code, _)) = REGIONS.iter().find(|(code, _)| code.eq_ignore_ascii_case(&folded)) {
        return Some(code);
    }
    for (code, city) in [("KZ-71", "kz-71"), ("KZ-75", "kz-75"), ("KZ-79", "kz-79")] {
        if folded == city {
            return Some(code);
        }
    }
    let (bare, said) = without_region_word(&folded);
    let region = REGIONS.iter().find(|(_, names)| names.contains(&bare)).map(|(code, _)| *code);
    if said {
        return region;
    }
    // `Алматы` alone is the city; an adjective or an abbreviation alone is a region.
    let adjective = bare.ends_with("ская") || matches!(bare, "зко" | "вко" | "ско" | "юко" | "бқо" | "шқо" | "сқо");
    if adjective { region } else { region_of_place(bare).or(region) }
}

/// A folded name without the word for region, and whether it had one.
fn without_region_word(folded: &str) -> (&str, bool) {
    for word in [" область", " облысы", " обл.", " обл", " region", " oblast", " oblysy", " province"]
    {
        if let Some(bare) = folded.strip_suffix(word) {
            return (bare, true);
        }
    }
    match folded.strip_prefix("область ").or_else(|| folded.strip_prefix("обл. ")) {
        Some(bare) => (bare, true),
        None => (folded, false),
    }
}

/// Names of towns and districts, folded, with the code of the region; names of two regions are not in it.
static PLACES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut places: HashMap<String, Option<&'static str>> = HashMap::new();
    for line in include_str!("data/places_kz.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((code, names)) = line.split_once(' ') else { continue };
        for name in names.split('|') {
            places
                .entry(fold_letters(name))
                .and_modify(|known| *known = known.filter(|known| *known == code))
                .or_insert(Some(code));
        }
    }
    places.into_iter().filter_map(|(name, code)| code.map(|code| (name, code))).collect()
});

/// The region of a town or a district of Kazakhstan, by its Russian, Kazakh or English name; `None` for unknown names and for names that two
/// regions have.
#[must_use]
pub fn region_of_place(name: &str) -> Option<&'static str> {
    let folded = fold(name);
    let (bare, said) = without_region_word(&folded);
    if said {
        return region_named(&folded);
    }
    let places = &*PLACES;
    let find = |name: &str| places.get(&fold_letters(name)).copied();
    find(bare).or_else(|| find(&without_place_words(bare)))
}

/// Words that say what kind of place it is.
const PLACE_WORDS: &[&str] = &[
    "г",
    "г.",
    "гор.",
    "город",
    "қ.",
    "қ",
    "қаласы",
    "қала",
    "city",
    "с.",
    "село",
    "пос.",
    "посёлок",
    "поселок",
    "ауылы",
    "р-н",
    "район",
    "ауданы",
    "аудан",
    "district",
    "пгт",
    "ст.",
];

pub(super) fn without_place_words(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').filter(|word| !PLACE_WORDS.contains(word)).collect();
    words.join(" ")
}

/// Lower case, `е` for `ё`, one space between words, what stands in parentheses or behind a comma left out.
pub(super) fn fold(name: &str) -> String {
    let mut buffer = String::new();
    let name = asciify(trim(name), &mut buffer);
    let name = name.split(['(', ',']).next().unwrap_or(name);
    let lower: String = name.chars().flat_map(char::to_lowercase).map(plain_e).collect();
    let spaced = lower.replace("г.", "г. ").replace("қ.", "қ. ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Kazakh letters as a Russian keyboard writes them, so that `Көкшетау` and `Кокшетау` are one.
pub(super) fn fold_letters(name: &str) -> String {
    name.chars()
        .map(|c| match plain_e(c) {
            'ә' => 'а',
            'ғ' => 'г',
            'қ' => 'к',
            'ң' => 'н',
            'ө' => 'о',
            'ұ' | 'ү' => 'у',
            'һ' => 'х',
            'і' => 'и',
            '-' => ' ',
            other => other,
        })
        .collect()
}

/// The region of a postcode of Kazakhstan in canonical form: by its first two digits, or by its first letter.
///
/// Postal regions are those before the division of 2022: `KZ-19` includes Zhetisu, `KZ-35` Ulytau, `KZ-63` Abai, and `KZ-61` Shymkent but for
/// the codes of the city itself.
#[must_use]
pub fn region_of_postcode(code: &str) -> Option<&'static str> {
    let digits = [
        "KZ-71", "KZ-11", "KZ-15", "KZ-19", "KZ-75", "KZ-23", "KZ-63", "KZ-31", "KZ-27", "KZ-35", "KZ-39", "KZ-43",
        "KZ-47", "KZ-55", "KZ-59", "KZ-61",
    ];
    if code.len() == 6 && code.starts_with("160") {
        return Some("KZ-79");
    }
    if let (6, Ok(nth @ 1..=16)) = (code.len(), code.get(..2)?.parse::<usize>()) {
        return Some(digits[nth - 1]);
    }
    Some(match (code.len(), code.as_bytes()[0]) {
        (7, b'A') => "KZ-75",
        (7, b'B') => "KZ-19",
        (7, b'C') => "KZ-11",
        (7, b'D') => "KZ-15",
        (7, b'E') => "KZ-23",
        (7, b'F') => "KZ-63",
        (7, b'H') => "KZ-31",
        (7, b'L') => "KZ-27",
        (7, b'M') => "KZ-35",
        (7, b'N') => "KZ-43",
        (7, b'P') => "KZ-39",
        (7, b'R') => "KZ-47",
        (7, b'S') => "KZ-55",
        (7, b'T') => "KZ-59",
        (7, b'X') => "KZ-61",
        (7, b'Z') => "KZ-71",
        _ => return None,
    })
}

/// Countries that the exports name: two letters, three letters, names in lower case.
const COUNTRIES: &[(&str, &[&str])] = &[
    ("AE", &["are", "оаэ", "объединенные арабские эмираты", "united arab emirates"]),
    ("AM", &["arm", "армения", "armenia"]),
    ("AT", &["aut", "австрия", "austria"]),
    ("AU", &["aus", "австралия", "australia"]),
    ("AZ", &["aze", "азербайджан", "әзербайжан", "azerbaijan"]),
    ("BE", &["bel", "бельгия", "belgium"]),
    ("BG", &["bgr", "болгария", "bulgaria"]),
    ("BR", &["bra", "бразилия", "brazil"]),
    ("BY", &["blr", "беларусь", "белоруссия", "belarus"]),
    ("CA", &["can", "канада", "canada"]),
    ("CH", &["che", "швейцария", "switzerland"]),
    ("CN", &["chn", "китай", "қытай", "china"]),
    ("CY", &["cyp", "кипр", "cyprus"]),
    ("CZ", &["cze", "чехия", "czechia", "czech republic"]),
    ("DE", &["deu", "германия", "germany"]),
    ("DK", &["dnk", "дания", "denmark"]),
    ("EE", &["est", "эстония", "estonia"]),
    ("EG", &["egy", "египет", "egypt"]),
    ("ES", &["esp", "испания", "spain"]),
    ("FI", &["fin", "финляндия", "finland"]),
    ("FR", &["fra", "франция", "france"]),
    ("GB", &["gbr", "великобритания", "англия", "united kingdom", "uk"]),
    ("GE", &["geo", "грузия", "georgia"]),
    ("GR", &["grc", "греция", "greece"]),
    ("HU", &["hun", "венгрия", "hungary"]),
    ("ID", &["idn", "индонезия", "indonesia"]),
    ("IE", &["irl", "ирландия", "ireland"]),
    ("IL", &["isr", "израиль", "israel"]),
    ("IN", &["ind", "индия", "үндістан", "india"]),
    ("IR", &["irn", "иран", "iran"]),
    ("IT", &["ita", "италия", "italy"]),
    ("JP", &["jpn", "япония", "жапония", "japan"]),
    ("KG", &["kgz", "кыргызстан", "киргизия", "қырғызстан", "kyrgyzstan"]),
    ("KR", &["kor", "южная корея", "корея", "оңтүстік корея", "south korea", "republic of korea"]),
    (
        "KZ",
        &["kaz", "казахстан", "қазақстан", "республика казахстан", "қазақстан республикасы", "рк", "қр", "kazakhstan"],
    ),
    ("LT", &["ltu", "литва", "lithuania"]),
    ("LV", &["lva", "латвия", "latvia"]),
    ("MD", &["mda", "молдова", "молдавия", "moldova"]),
    ("ME", &["mne", "черногория", "montenegro"]),
    ("MN", &["mng", "монголия", "моңғолия", "mongolia"]),
    ("MY", &["mys", "малайзия", "malaysia"]),
    ("NL", &["nld", "нидерланды", "голландия", "netherlands"]),
    ("NO", &["nor", "норвегия", "norway"]),
    ("PL", &["pol", "польша", "poland"]),
    ("PT", &["prt", "португалия", "portugal"]),
    ("RO", &["rou", "румыния", "romania"]),
    ("RS", &["srb", "сербия", "serbia"]),
    ("RU", &["rus", "россия", "ресей", "российская федерация", "рф", "russia", "russian federation"]),
    ("SA", &["sau", "саудовская аравия", "saudi arabia"]),
    ("SE", &["swe", "швеция", "sweden"]),
    ("SG", &["sgp", "сингапур", "singapore"]),
    ("SK", &["svk", "словакия", "slovakia"]),
    ("TH", &["tha", "таиланд", "тайланд", "thailand"]),
    ("TJ", &["tjk", "таджикистан", "тәжікстан", "tajikistan"]),
    ("TM", &["tkm", "туркменистан", "туркмения", "түрікменстан", "turkmenistan"]),
    ("TR", &["tur", "турция", "түркия", "turkey", "türkiye"]),
    ("UA", &["ukr", "украина", "ukraine"]),
    ("US", &["usa", "сша", "америка", "ақш", "united states", "united states of america"]),
    ("UZ", &["uzb", "узбекистан", "өзбекстан", "uzbekistan"]),
    ("VN", &["vnm", "вьетнам", "vietnam"]),
];

/// Codes of ISO 3166-1, two letters each.
const CODES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK \
    CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS \
    GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV \
    LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM \
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR \
    TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// The two letters of a country by its code of two letters in any case.
#[must_use]
pub fn country_code(code: &str) -> Option<&'static str> {
    CODES.split_ascii_whitespace().find(|known| known.eq_ignore_ascii_case(code))
}

/// The two letters of a country by its name in Russian, Kazakh or English, or by its code of two or three letters.
#[must_use]
pub fn country_named(name: &str) -> Option<&'static str> {
    let folded = fold(name);
    let named = COUNTRIES.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(code, _)| *code);
    named.or_else(|| country_code(&folded))
}

fn write_code(raw: &str, out: &mut String, find: fn(&str) -> Option<&'static str>) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    match find(text) {
        Some(code) => {
            out.push_str(code);
            Canonical::Written
        }
        None => Canonical::Unfit,
    }
}

fn write_town(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let name = without_place_words(&fold(text));
    if !word::is_place(text) || name.is_empty() {
        return Canonical::Unfit;
    }
    out.push_str(&name);
    Canonical::Written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn regions_by_any_name() {
        for (raw, wanted) in [
            ("Алматинская область", "KZ-19"),
            ("Алматы облысы", "KZ-19"),
            ("Almaty Region", "KZ-19"),
            ("Алматы", "KZ-75"),
            ("г. Алматы", "KZ-75"),
            ("Алматы қ.", "KZ-75"),
            ("Нур-Султан (Астана)", "KZ-71"),
            ("Шымкент қаласы", "KZ-79"),
            ("ВКО", "KZ-63"),
            ("обл. Карагандинская", "KZ-35"),
            ("Қарағанды облысы", "KZ-35"),
            ("Ұлытау облысы", "KZ-62"),
            ("область Жетісу", "KZ-33"),
            ("kz-75", "KZ-75"),
            ("West Kazakhstan", "KZ-27"),
        ] {
            assert_eq!(outcome(&REGION_FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
        assert_eq!(outcome(&REGION_FORM, "Самарская область"), Err(Canonical::Unfit));
    }

    #[test]
    fn towns_and_districts() {
        for (name, wanted) in [
            ("Каскелен", Some("KZ-19")),
            ("Қаскелең қ.", Some("KZ-19")),
            ("г.Темиртау", Some("KZ-35")),
            ("Усть-Каменогорск", Some("KZ-63")),
            ("Өскемен", Some("KZ-63")),
            ("Ust-Kamenogorsk", Some("KZ-63")),
            ("Енбекшиказахский район", Some("KZ-19")),
            ("Еңбекшіқазақ ауданы", Some("KZ-19")),
            ("Приозёрск", Some("KZ-35")),
            ("Абай", None),
            ("Жамбылский район", None),
            ("Москва", None),
            ("", None),
        ] {
            assert_eq!(region_of_place(name), wanted, "{name}");
        }
        assert!(PLACES.len() > 400, "{}", PLACES.len());
    }

    #[test]
    fn every_region_is_known_by_its_towns_and_its_postcodes() {
        let by_town: std::collections::BTreeSet<_> = PLACES.values().copied().collect();
        assert_eq!(by_town.len(), 20);
        for (code, wanted) in [
            ("010000", "KZ-71"),
            ("050040", "KZ-75"),
            ("160000", "KZ-79"),
            ("161200", "KZ-61"),
            ("A15T0G9", "KZ-75"),
            ("X41D8M0", "KZ-61"),
        ] {
            assert_eq!(region_of_postcode(code), Some(wanted), "{code}");
        }
        for code in ["170000", "000000", "101000", "Q15T0G9", ""] {
            assert_eq!(region_of_postcode(code).filter(|_| code != "101000"), None, "{code}");
        }
    }

    #[test]
    fn countries() {
        for (raw, wanted) in [
            ("Казахстан", "KZ"),
            ("Қазақстан", "KZ"),
            ("kaz", "KZ"),
            ("kz", "KZ"),
            ("РФ", "RU"),
            ("Türkiye", "TR"),
            ("NZ", "NZ"),
        ] {
            assert_eq!(outcome(&COUNTRY_FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
        assert_eq!(outcome(&COUNTRY_FORM, "Нарния"), Err(Canonical::Unfit));
        assert_eq!(outcome(&TOWN_FORM, "г. Приозёрск").as_deref(), Ok("приозерск"));
    }
}
