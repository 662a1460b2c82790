//! Generalize: a coarser value stands for the value. One file a kind of value.

mod age;
mod coordinates;
mod email;
mod ip;
mod phone;
mod place;
mod time;
mod url;
mod user_agent;

use super::{Binding, Bound, ColumnSpec, Doc, Example, Refusal, Subjects, Technique, Transform};
use crate::column::{ColumnError, Output, StrKernel, map_strings};
use crate::error::Shown;
use crate::message;
use crate::schema::Argument;
use crate::vocabulary::{Family, SemanticType};
use arrow::array::Array;
use arrow::datatypes::DataType;
use std::sync::Arc;

/// A coarser value stands for the value.
pub(super) struct Generalize;

static DOC: Doc = Doc {
    summary: "a coarser value: times to hour … year, birth dates to the decade too; ages to years; IPs to a prefix or, by the database of \
              `--geoip`, a country; phones to a country; emails to a public provider or a class; places and postcodes to a region, postcodes \
              to a district; coordinates to a cell; URLs to host or path template; user agents to family and major",
    nulls: "NULL and its spellings stay NULL; a value that does not fit its type becomes NULL and is counted",
    learns: "the coarser value, and through rare ones perhaps the person: combine it with k",
    example: Example {
        semantic: SemanticType::Ip,
        argument: "/24",
        input: &[Some("198.51.100.77"), Some("2001:db8:1:2::3"), Some("unknown"), Some("junk")],
        output: &[Some("198.51.100.0/24"), Some("2001:db8:1::/48"), None, None],
    },
};

impl Technique for Generalize {
    fn name(&self) -> &'static str {
        "generalize"
    }

    fn family(&self) -> Family {
        Family::Generalization
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        use SemanticType as T;
        match semantic {
            T::EventTime | T::PaymentTime | T::LastActive => &["hour", "day", "week", "month", "quarter", "year"],
            T::Date => &["day", "week", "month", "quarter", "year"],
            T::BirthDate => &["month", "quarter", "year", "decade"],
            T::Age => &["5 years", "10 years"],
            T::Ip => &["/8 … /24", "country"],
            T::Url => &["host", "template"],
            T::UserAgent => &["family", "family-major"],
            T::City | T::Region | T::Address => &["region"],
            T::Postcode => &["region", "district"],
            T::Latitude | T::Longitude | T::Coordinates => &["tenth", "degree"],
            T::Phone => &["country"],
            T::Email => &["provider"],
            _ => &[],
        }
    }

    fn bind(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Bound, Refusal> {
        use SemanticType as T;
        let Argument::Word(word) = column.argument else { return Err(self.refuse(column)) };
        let word = word.as_str();
        let known = self.arguments(column.semantic);
        let bound = match (column.semantic, word) {
            (T::Ip, "country") => Some(match cx.geoip {
                Some(geoip) => text(ip::Country(Arc::clone(geoip))),
                None => Bound::Missing("no database of networks and countries was given (`--geoip`)"),
            }),
            (T::Ip, prefix) => ip::prefix(prefix).map(text),
            (T::Phone, "country") => Some(text(phone::Country)),
            (T::Email, "provider") => Some(text(email::Provider)),
            (T::Postcode, "district") => Some(text(place::District)),
            (semantic, "region") => place::region(semantic).map(text),
            (T::Latitude | T::Longitude | T::Coordinates, size) => coordinates::cell(column.semantic, size).map(text),
            (T::Age, interval) => age::years(interval).map(text),
            (T::Url, "host") => Some(text(url::Url::Host)),
            (T::Url, "template") => Some(text(url::Url::Template)),
            (T::UserAgent, "family") => Some(text(user_agent::Browser::family())),
            (T::UserAgent, "family-major") => Some(text(user_agent::Browser::family_major())),
            (semantic, unit) if semantic.is_time() && known.contains(&unit) => {
                time::unit(unit, cx.reading).map(Bound::Transform)
            }
            _ => None,
        };
        bound.ok_or_else(|| self.refuse(column))
    }
}

impl Generalize {
    fn refuse(&self, column: &ColumnSpec<'_>) -> Refusal {
        let known = Shown::name(&self.arguments(column.semantic).join(", "));
        Refusal {
            message: message!("`generalize` cannot do this to `{}`", column.semantic),
            hint: message!("it takes one of: {}", known),
        }
    }
}

/// A kernel as a transform from text to text.
fn text(kernel: impl StrKernel + 'static) -> Bound {
    Bound::Transform(Box::new(Text(Box::new(kernel))))
}

#[derive(Debug)]
struct Text(Box<dyn StrKernel>);

impl Transform for Text {
    fn output_type(&self) -> DataType {
        DataType::Utf8
    }

    fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
        map_strings(input, &*self.0, 20)
    }
}
