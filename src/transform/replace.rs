//! Replace: a value of the same form that nobody can have, for programs that refuse what is no email, address or IIN.

use super::{
    Binding, Bound, ColumnSpec, Doc, Example, Refusal, Subjects, Technique, Trace, Transform, accept, canonical, draw,
};
use crate::canon::{Form, form_of};
use crate::checksum;
use crate::column::{ColumnError, Fit, Output, StrKernel, map_strings};
use crate::crypto::keystream::Keystream;
use crate::keys::Purpose;
use crate::message;
use crate::vocabulary::{Family, SemanticType};
use arrow::array::Array;
use arrow::datatypes::DataType;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A value of a reserved range stands for the value.
pub(super) struct Replace;

static DOC: Doc = Doc {
    summary: "a value of the same form that nobody can have, drawn under the key: emails `…@example.invalid` (RFC 6761), IPv4 of the three test \
              networks (RFC 5737), IPv6 of 2001:db8::/32 (RFC 3849), hardware addresses 00:00:5e:00:53:… (RFC 7042), IINs with a wrong check \
              digit, accounts `KZ00…`, whose check digits no account has",
    nulls: "NULL and its spellings stay NULL; what does not fit, and lossy, masked or several values, become NULL and are counted",
    learns: "which rows share a value, and how often; nothing about the value without the key. Only emails and IPv6 tell all values apart: IPv4 \
             has 762 replacements, hardware addresses 256, IINs 10^11, so nothing is joined by them",
    example: Example {
        semantic: SemanticType::Email,
        argument: "",
        input: &[Some("anna@example.kz"), Some(" Anna@EXAMPLE.kz"), Some("-"), Some("junk")],
        output: &[
            Some("f2e8c5b621f99c3e9611e89075dbaef5@example.invalid"),
            Some("f2e8c5b621f99c3e9611e89075dbaef5@example.invalid"),
            None,
            None,
        ],
    },
};

impl Technique for Replace {
    fn name(&self) -> &'static str {
        "replace"
    }

    fn family(&self) -> Family {
        Family::Pseudonymization
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    /// Types that have values reserved for nobody. Phones have none in Kazakhstan, and a plausible name is somebody's.
    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        match Range::of(semantic) {
            Some(_) => &[""],
            None => &[],
        }
    }

    fn bind(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Bound, Refusal> {
        let Some(range) = Range::of(column.semantic) else {
            return Err(Refusal {
                message: message!("no value of `{}` is reserved for nobody", column.semantic),
                hint: message!("`pseudonymize` makes a token, which is nobody's either; or drop it"),
            });
        };
        accept(self, column)?;
        let form = form_of(column.semantic);
        let draws = draw::keystream(cx, Purpose::Replacement, column.domain, form.id)?;
        Ok(Bound::Transform(Box::new(Replaced { form, range, draws })))
    }
}

/// Values that are reserved for nobody.
#[derive(Clone, Copy, Debug)]
enum Range {
    Email,
    Ip,
    Mac,
    Iin,
    Iban,
}

/// The networks of RFC 5737.
const TEST_NETWORKS: [[u8; 3]; 3] = [[192, 0, 2], [198, 51, 100], [203, 0, 113]];
/// Addresses of hosts in a network of 256: neither the first nor the last.
const HOSTS: u64 = 254;

impl Range {
    fn of(semantic: SemanticType) -> Option<Self> {
        match semantic {
            SemanticType::Email => Some(Self::Email),
            SemanticType::Ip => Some(Self::Ip),
            SemanticType::Mac => Some(Self::Mac),
            SemanticType::Iin => Some(Self::Iin),
            SemanticType::Iban => Some(Self::Iban),
            _ => None,
        }
    }

    /// The value of the range for a canonical value; `draw(part, n)` is a number below `n`, 0 standing for 2^64.
    fn value(self, canonical: &str, draw: impl Fn(u8, u64) -> u64) -> String {
        match self {
            Self::Email => format!("{:016x}{:016x}@example.invalid", draw(0, 0), draw(1, 0)),
            Self::Ip if canonical.contains(':') => {
                let low = u128::from(draw(0, 1 << 32)) << 64 | u128::from(draw(1, 0));
                Ipv6Addr::from_bits(0x2001_0db8 << 96 | low).to_string()
            }
            Self::Ip => {
                let drawn = draw(0, TEST_NETWORKS.len() as u64 * HOSTS);
                // Both numbers are small by construction.
                let (network, host) = ((drawn / HOSTS) as usize, (drawn % HOSTS + 1) as u8);
                let [a, b, c] = TEST_NETWORKS[network];
                Ipv4Addr::new(a, b, c, host).to_string()
            }
            Self::Mac => format!("00:00:5e:00:53:{:02x}", draw(0, 256)),
            Self::Iin => {
                let mut body = format!("{:011}", draw(0, 100_000_000_000));
                body.extend(checksum::mod11_wrong_digit(&body));
                body
            }
            // Check digits run from 02 to 98 (ISO 13616).
            Self::Iban => format!("KZ00{:016}", draw(0, 10_000_000_000_000_000)),
        }
    }
}

#[derive(Debug)]
struct Replaced {
    form: &'static Form,
    range: Range,
    draws: Keystream,
}

impl Transform for Replaced {
    fn output_type(&self) -> DataType {
        DataType::Utf8
    }

    fn is_token(&self) -> bool {
        true
    }

    fn trace(&self) -> Trace {
        Trace::Keyed
    }

    fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
        map_strings(input, self, 32)
    }
}

impl StrKernel for Replaced {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        let fit = canonical::write(self.form, value, out);
        if fit.is_written() {
            let canonical = std::mem::take(out);
            let draw = |part: u8, n| self.draws.below(&[&[part], canonical.as_bytes()].concat(), n);
            *out = self.range.value(&canonical, draw);
        }
        fit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn replaced(semantic: SemanticType, value: &str) -> String {
        let range = Range::of(semantic).expect("a reserved range");
        let replaced = Replaced { form: form_of(semantic), range, draws: Keystream::new(&[0x42; 32]) };
        let mut out = String::new();
        assert!(replaced.write(value, &mut out).is_written(), "{value}");
        out
    }

    #[test]
    fn every_replacement_is_in_a_reserved_range() {
        for n in 0..2_000_u32 {
            let email = replaced(SemanticType::Email, &format!("u{n}@example.kz"));
            assert!(email.ends_with("@example.invalid") && email.len() == 32 + 16, "{email}");
            let v4: Ipv4Addr = replaced(SemanticType::Ip, &format!("8.8.{}.{}", n / 256, n % 256)).parse().expect("v4");
            assert!(
                TEST_NETWORKS.contains(&v4.octets()[..3].try_into().expect("three"))
                    && matches!(v4.octets()[3], 1..=254)
            );
            let v6: Ipv6Addr = replaced(SemanticType::Ip, &format!("2620:fe::{n:x}")).parse().expect("v6");
            assert_eq!(v6.segments()[..2], [0x2001, 0x0db8]);
            let mac = replaced(SemanticType::Mac, &format!("4c:32:75:00:{:02x}:{:02x}", n / 256, n % 256));
            assert!(mac.starts_with("00:00:5e:00:53:") && mac.len() == 17, "{mac}");
            let iin = replaced(SemanticType::Iin, &format!("8503151{n:05}"));
            assert!(iin.len() == 12 && !checksum::mod11(iin.as_bytes()), "{iin}");
        }
        let iban = replaced(SemanticType::Iban, "KZ60999KZT0000000001");
        assert!(iban.len() == 20 && !checksum::mod97(iban.as_bytes()), "{iban}");
    }

    #[test]
    fn spellings_share_a_replacement_and_values_do_not() {
        assert_eq!(replaced(SemanticType::Email, "Anna@example.kz"), replaced(SemanticType::Email, "anna@EXAMPLE.kz"));
        let emails: HashSet<String> =
            (0..2_000).map(|n| replaced(SemanticType::Email, &format!("u{n}@example.kz"))).collect();
        assert_eq!(emails.len(), 2_000);
    }
}
