//! Noise: a number near the number, drawn under a key for the person and the value.

use super::number::{Change, Changed, Kind};
use super::{Binding, Bound, ColumnSpec, Doc, Example, Refusal, Technique, draw};
use crate::canon::form_of;
use crate::column::Fit;
use crate::crypto::keystream::Keystream;
use crate::keys::Purpose;
use crate::message;
use crate::schema::Argument;
use crate::vocabulary::{Family, SemanticType};

/// A drawn whole number is added.
pub(super) struct Noise;

static DOC: Doc = Doc {
    summary: "a whole number between the two is added, drawn under the key for the person and the value: equal values of a person get equal \
              noise, in every release of one profile to one recipient. A number keeps its side of zero: what would cross it becomes 0; no age \
              is above 130",
    nulls: "NULL stays NULL; a value that is no number becomes NULL, and so does any on a row of nobody known; both are counted",
    learns: "the number to within the noise, its decimals as they were, and sums over many people nearly; different values of one person are \
             drawn apart, so many of them show about where they lie. With the key, the number",
    example: Example {
        semantic: SemanticType::Amount,
        argument: "-1_000, 1_000",
        input: &[Some("45 000,50"), Some("45000.50"), Some("100"), Some("-3"), None],
        output: &[Some("44611.50"), Some("44611.50"), Some("898.00"), Some("0.00"), None],
    },
};

impl Technique for Noise {
    fn name(&self) -> &'static str {
        "noise"
    }

    fn family(&self) -> Family {
        Family::Randomization
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        if Kind::of(semantic).is_some() { &["[below 0, above 0]"] } else { &[] }
    }

    fn undone_beside(&self) -> Option<&'static str> {
        Some("the two together leave little of the noise")
    }

    fn bind(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Bound, Refusal> {
        let refuse = || Refusal {
            message: message!(
                "`noise` takes two whole numbers, one below 0 and one above, for amounts, counts and ages"
            ),
            hint: message!("write { noise = [-1_000, 1_000] }"),
        };
        let (Some(kind), Argument::Numbers(ends)) = (Kind::of(column.semantic), column.argument) else {
            return Err(refuse());
        };
        let [low, high] = ends.as_slice() else { return Err(refuse()) };
        let (low, high) = low.parse().ok().zip(high.parse().ok()).ok_or_else(refuse)?;
        if !(-LARGEST..0).contains(&low) || !(1..=LARGEST).contains(&high) {
            return Err(refuse());
        }
        let draws = draw::keystream(cx, Purpose::Noise, column.domain, form_of(column.semantic).id)?;
        Ok(Bound::Transform(Box::new(Changed {
            kind,
            change: Drawn { kind, low, high, draws },
            mark: cx.reading.decimal,
        })))
    }
}

/// Largest noise either way: more than any sum has.
const LARGEST: i64 = 1_000_000_000_000_000;

#[derive(Debug)]
struct Drawn {
    kind: Kind,
    low: i64,
    high: i64,
    draws: Keystream,
}

impl Change for Drawn {
    fn change(&self, number: i128, subject: Option<&str>) -> Result<i128, Fit> {
        let subject = subject.ok_or(Fit::Unlinked)?;
        let message = draw::message(subject, &number.to_be_bytes());
        let noise = i128::from(self.draws.between(&message, self.low, self.high)) * self.kind.unit();
        let noisy = (number + noise).min(self.kind.largest());
        Ok(if number < 0 { noisy.min(0) } else { noisy.max(0) })
    }

    fn is_personal(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(kind: Kind, low: i64, high: i64) -> Drawn {
        Drawn { kind, low, high, draws: Keystream::new(&[0x42; 32]) }
    }

    #[test]
    fn equal_values_of_one_person_get_equal_noise_and_no_others_do() {
        let noise = drawn(Kind::Count, -1_000_000, 1_000_000);
        let of = |number, subject| noise.change(number, Some(subject)).expect("a person") - number;
        assert_eq!(of(5_000_000, "10042"), of(5_000_000, "10042"));
        assert_ne!(of(5_000_000, "10042"), of(5_000_000, "10043"));
        assert_ne!(of(5_000_000, "10042"), of(5_000_001, "10042"));
        assert_eq!(noise.change(5, None), Err(Fit::Unlinked));
    }

    #[test]
    fn noise_stays_between_its_ends_and_a_number_on_its_side_of_zero() {
        let noise = drawn(Kind::Amount, -3, 5);
        let of = |number: i128, n: u32| noise.change(number, Some(&n.to_string())).expect("a person");
        let seen: std::collections::BTreeSet<i128> = (0..2_000).map(|n| of(100_050, n) - 100_050).collect();
        assert_eq!(seen, (-3..=5).map(|whole| whole * 100).collect());
        assert!((0..200).all(|n| of(150, n) >= 0 && of(-150, n) <= 0 && of(0, n) >= 0));
        assert!((0..200).any(|n| of(150, n) == 0) && (0..200).any(|n| of(-150, n) == 0));
    }

    /// The mean of many draws is the middle: 20,000 draws of 2,001 numbers, within 5 standard errors of 4.1.
    #[test]
    fn noise_adds_nothing_on_average() {
        let noise = drawn(Kind::Count, -1_000, 1_000);
        let sum: i128 =
            (0..20_000_u32).map(|n| noise.change(10_000, Some(&n.to_string())).expect("a person") - 10_000).sum();
        assert!(sum.abs() < 5 * 41 * 2_000, "{sum}");
    }
}
