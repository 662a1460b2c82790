//! Regions of Kazakhstan by their codes.

use super::Text;

/// Codes of ISO 3166-2:KZ, as releases have them, and what they are.
pub const REGIONS: &[(&str, Text)] = &[
    ("KZ-10", ["Abai Region", "область Абай", "Абай облысы"]),
    ("KZ-11", ["Akmola Region", "Акмолинская область", "Ақмола облысы"]),
    ("KZ-15", ["Aktobe Region", "Актюбинская область", "Ақтөбе облысы"]),
    ("KZ-19", ["Almaty Region", "Алматинская область", "Алматы облысы"]),
    ("KZ-23", ["Atyrau Region", "Атырауская область", "Атырау облысы"]),
    ("KZ-27", ["West Kazakhstan Region", "Западно-Казахстанская область", "Батыс Қазақстан облысы"]),
    ("KZ-31", ["Zhambyl Region", "Жамбылская область", "Жамбыл облысы"]),
    ("KZ-33", ["Zhetysu Region", "область Жетысу", "Жетісу облысы"]),
    ("KZ-35", ["Karaganda Region", "Карагандинская область", "Қарағанды облысы"]),
    ("KZ-39", ["Kostanay Region", "Костанайская область", "Қостанай облысы"]),
    ("KZ-43", ["Kyzylorda Region", "Кызылординская область", "Қызылорда облысы"]),
    ("KZ-47", ["Mangystau Region", "Мангистауская область", "Маңғыстау облысы"]),
    ("KZ-55", ["Pavlodar Region", "Павлодарская область", "Павлодар облысы"]),
    ("KZ-59", ["North Kazakhstan Region", "Северо-Казахстанская область", "Солтүстік Қазақстан облысы"]),
    ("KZ-61", ["Turkistan Region", "Туркестанская область", "Түркістан облысы"]),
    ("KZ-62", ["Ulytau Region", "область Улытау", "Ұлытау облысы"]),
    ("KZ-63", ["East Kazakhstan Region", "Восточно-Казахстанская область", "Шығыс Қазақстан облысы"]),
    ("KZ-71", ["Astana", "Астана", "Астана"]),
    ("KZ-75", ["Almaty", "Алматы", "Алматы"]),
    ("KZ-79", ["Shymkent", "Шымкент", "Шымкент"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::place::region_named;

    #[test]
    fn every_name_is_of_its_code() {
        assert_eq!(REGIONS.len(), 20);
        for (code, names) in REGIONS {
            for name in [*code].iter().chain(names) {
                assert_eq!(region_named(name), Some(*code), "{name}");
            }
        }
    }
}
