//! Numbers and intervals of them: their order, and how far their mean and quartiles moved.

/// Quartiles, in hundredths.
const QUARTILES: [u32; 3] = [25, 50, 75];

/// How far the mean and the quartiles of a column moved, by what they were: 0.1 is a tenth more, -0.1 a tenth less; `None` of what was 0.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct NumbersLeft {
    /// Share of the rows with a number before that leave with one.
    pub rows: f64,
    /// Of the mean.
    pub mean: Option<f64>,
    /// Of the first quartile, the median and the third quartile. The quartile is the least number that at least as many rows do not exceed.
    pub quartiles: [Option<f64>; 3],
}

/// What a text says of a number.
enum Number {
    Exact(f64),
    Between(f64, f64),
    Below(f64),
    From(f64),
}

fn parse(text: &str) -> Option<Number> {
    let plain = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    if let Some(edge) = text.strip_prefix("< ") {
        return plain(edge).map(Number::Below);
    }
    if let Some(edge) = text.strip_prefix(">= ") {
        return plain(edge).map(Number::From);
    }
    match text.strip_prefix('[').and_then(|text| text.strip_suffix(')')).and_then(|text| text.split_once(", ")) {
        Some((low, high)) => Some(Number::Between(plain(low)?, plain(high)?)),
        None => plain(text).map(Number::Exact),
    }
}

/// A number; of an interval its middle, of a half-open one its edge.
fn number(text: &str) -> Option<f64> {
    Some(match parse(text)? {
        Number::Exact(number) | Number::Below(number) | Number::From(number) => number,
        Number::Between(low, high) => f64::midpoint(low, high),
    })
}

/// The place of a number or an interval among others: by its lower edge, one without such before all that begin at its upper one.
pub(super) fn place(text: &str) -> Option<(f64, i8)> {
    Some(match parse(text)? {
        Number::Below(number) => (number, -1),
        Number::Exact(number) | Number::Between(number, _) => (number, 0),
        Number::From(number) => (number, 1),
    })
}

/// Compares texts with their rows before and after; `None` where not all texts before are numbers.
#[allow(clippy::cast_precision_loss)]
pub(super) fn numbers_left(before: &[(Option<&str>, u64)], after: &[(Option<&str>, u64)]) -> Option<NumbersLeft> {
    let mut was = Vec::with_capacity(before.len());
    for &(text, rows) in before.iter().filter(|(text, _)| text.is_some()) {
        was.push((number(text?)?, rows));
    }
    let now: Vec<(f64, u64)> = after.iter().filter_map(|&(text, rows)| Some((number(text?)?, rows))).collect();
    let (was, now) = (Summary::of(was)?, Summary::of(now));
    let moved = |was: f64, now: Option<f64>| {
        now.filter(|_| was != 0.0).map(|now| ((now - was) / was.abs() * 1e3).round() / 1e3)
    };
    Some(NumbersLeft {
        rows: now.as_ref().map_or(0.0, |now| now.rows as f64 / was.rows as f64),
        mean: moved(was.mean, now.as_ref().map(|now| now.mean)),
        quartiles: std::array::from_fn(|nth| moved(was.quartiles[nth], now.as_ref().map(|now| now.quartiles[nth]))),
    })
}

struct Summary {
    rows: u64,
    mean: f64,
    quartiles: [f64; 3],
}

impl Summary {
    #[allow(clippy::cast_precision_loss)]
    fn of(mut numbers: Vec<(f64, u64)>) -> Option<Self> {
        numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
        let all: u64 = numbers.iter().map(|(_, rows)| rows).sum();
        let mean = numbers.iter().map(|&(number, rows)| number * (rows as f64 / all.max(1) as f64)).sum();
        let quartile = |hundredths: u32| {
            let mut seen = 0;
            let at = numbers.iter().find(|(_, rows)| {
                seen += u128::from(*rows);
                seen * 100 >= u128::from(all) * u128::from(hundredths) && *rows > 0
            });
            at.map(|(number, _)| *number)
        };
        let [first, median, third] = QUARTILES.map(quartile);
        Some(Self { rows: all, mean, quartiles: [first?, median?, third?] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_and_quartiles_move() {
        let before = [(Some("100"), 2), (Some("300"), 1), (Some("500"), 1), (None, 7)];
        let after = [(Some("[0, 200)"), 2), (Some(">= 300"), 1), (Some("*"), 1)];
        let left = numbers_left(&before, &after).expect("numbers");
        // Mean 250 to 500/3, quartiles 100, 100, 300 to 100, 100, 300.
        assert_eq!((left.rows, left.quartiles), (0.75, [Some(0.0), Some(0.0), Some(0.0)]));
        assert!(left.mean == Some(-0.333));
        assert_eq!(numbers_left(&[(Some("a"), 1), (Some("1"), 1)], &[]), None);
        assert_eq!(numbers_left(&[(None, 1)], &[]), None);
        let gone = numbers_left(&[(Some("0"), 4), (Some("8"), 1)], &[(Some("8"), 1)]).expect("numbers");
        assert_eq!((gone.rows, gone.quartiles), (0.2, [None; 3]));
        assert_eq!(numbers_left(&[(Some("5"), 1)], &[(Some("*"), 1)]).expect("numbers").mean, None);
    }
}
