//! Places to regions: the code of ISO 3166-2:KZ; postcodes to their district.

use crate::canon::place::{region_named, region_of_place, region_of_postcode};
use crate::canon::text::unguard;
use crate::canon::{Form, form_of};
use crate::column::{Fit, StrKernel};
use crate::vocabulary::SemanticType;

/// The region that a text names or lies in.
#[derive(Debug)]
pub(super) struct Region {
    form: &'static Form,
    find: fn(&str, &str) -> Option<&'static str>,
}

/// Regions of a type of places; `None` for a type that names none.
pub(super) fn region(semantic: SemanticType) -> Option<Region> {
    let find: fn(&str, &str) -> Option<&'static str> = match semantic {
        // The words around a name tell towns apart: `Абай қаласы` is one town, `Абай` several.
        SemanticType::City => |raw, _| region_of_place(unguard(raw)),
        SemanticType::Region => |_, code| region_named(code),
        SemanticType::Address => |raw, _| last_place(unguard(raw)),
        SemanticType::Postcode => |_, code| region_of_postcode(code),
        _ => return None,
    };
    Some(Region { form: form_of(semantic), find })
}

/// The region of the last part of an address, between commas, that is a town, a district or a region. Streets are called after towns, so parts
/// are not taken to pieces: an address without commas has no region here.
fn last_place(address: &str) -> Option<&'static str> {
    address.rsplit([',', ';', '\n']).find_map(region_of_place)
}

impl StrKernel for Region {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        let fit = Fit::from(self.form.write(value, out));
        if !fit.is_written() {
            return fit;
        }
        let region = (self.find)(value, out);
        out.clear();
        match region {
            Some(region) => {
                out.push_str(region);
                Fit::Written
            }
            None => Fit::Unfit,
        }
    }
}

/// The district of a postcode: three characters of the new code (`A15`), four digits of the old one (`0500`).
#[derive(Debug)]
pub(super) struct District;

impl StrKernel for District {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        let fit = Fit::from(form_of(SemanticType::Postcode).write(value, out));
        let signs = if out.starts_with(|c: char| c.is_ascii_digit()) { 4 } else { 3 };
        out.truncate(signs);
        fit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(kernel: &dyn StrKernel, value: &str) -> (Fit, String) {
        let mut out = String::new();
        (kernel.write(value, &mut out), out)
    }

    fn of(semantic: SemanticType, value: &str) -> String {
        write(&region(semantic).expect("a type of places"), value).1
    }

    #[test]
    fn places_have_regions() {
        use SemanticType as T;
        for (semantic, value, wanted) in [
            (T::City, "Алматы", "KZ-75"),
            (T::City, "г. Каскелен", "KZ-19"),
            (T::City, "Алматинская область", "KZ-19"),
            (T::City, "Абай қаласы", "KZ-35"),
            (T::City, "Москва", ""),
            (T::Region, "Алматы облысы", "KZ-19"),
            (T::Region, "ВКО", "KZ-63"),
            (T::Address, "050040, г. Алматы, ул. Тимирязева, 28В, кв. 5", "KZ-75"),
            (T::Address, "Алматинская обл., г. Каскелен, ул. Абая 1", "KZ-19"),
            (T::Address, "ул. Абая 1, Семей", "KZ-10"),
            (T::Address, "Шымкент қ., Абайский р-н, Тимирязев көшесі, 28В", "KZ-79"),
            (T::Address, "ул. Тимирязева, 28В", ""),
            (T::Postcode, "050040", "KZ-75"),
            (T::Postcode, "А15TOG9", "KZ-75"),
            (T::Postcode, "170000", ""),
        ] {
            assert_eq!(of(semantic, value), wanted, "{semantic} {value}");
        }
    }

    #[test]
    fn districts_of_both_kinds_of_postcodes() {
        for (value, wanted) in [
            ("050040", (Fit::Written, "0500")),
            ("50040", (Fit::Written, "0500")),
            ("А15TOG9", (Fit::Written, "A15")),
            ("x", (Fit::Unfit, "")),
            ("-", (Fit::Null, "")),
        ] {
            assert_eq!(write(&District, value), (wanted.0, wanted.1.to_owned()), "{value}");
        }
    }
}
