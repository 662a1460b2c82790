//! Numbers that went through a float or a spreadsheet: what is left of them, and whether it is all there.

/// Up to 40 ASCII digits on the stack: longer than any number that a form of ours accepts.
#[derive(Clone, Copy)]
pub(crate) struct Digits {
    bytes: [u8; 40],
    len: usize,
}

impl Digits {
    /// No digits yet.
    pub(crate) const fn new() -> Self {
        Self { bytes: [b'0'; 40], len: 0 }
    }

    /// Adds an ASCII digit; `false` when there is no room.
    pub(crate) fn push(&mut self, digit: u8) -> bool {
        debug_assert!(digit.is_ascii_digit());
        let Some(place) = self.bytes.get_mut(self.len) else { return false };
        *place = digit;
        self.len += 1;
        true
    }

    /// The digits.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// The digits as text.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).expect("only ASCII digits are pushed")
    }
}

/// What a float spelling of an integer says.
pub(crate) enum Float {
    /// Not a float spelling, or not a whole number.
    No,
    /// Digits are missing: a spreadsheet showed fewer than there were, or a 64-bit float had no room for them.
    Lossy,
    /// The integer, without leading zeros.
    Exact {
        /// Below zero.
        negative: bool,
        /// Its digits.
        digits: Digits,
    },
}

/// A number with a decimal mark, an exponent or both, taken apart.
#[derive(Clone, Copy)]
pub(crate) struct Decimal<'a> {
    /// Starts with a minus.
    pub(crate) negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: Option<Exponent>,
}

#[derive(Clone, Copy)]
struct Exponent {
    value: usize,
    /// `E+nn`, as Excel displays it and saves it in CSV. Java writes `E10`, Python and JSON `e+10`: these have every
    /// digit.
    excel: bool,
}

impl<'a> Decimal<'a> {
    /// Takes `[-+]digits[.,][digits][E[+]nn]` apart; `None` for anything else, plain integers and negative exponents
    /// included.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (negative, rest) = match bytes.split_first()? {
            (b'-', rest) => (true, rest),
            (b'+', rest) => (false, rest),
            _ => (false, bytes),
        };
        let (whole, rest) = split_digits(rest);
        let (marked, fraction, rest) = match rest.split_first() {
            Some((b'.' | b',', rest)) => {
                let (fraction, rest) = split_digits(rest);
                (true, fraction, rest)
            }
            _ => (false, &rest[..0], rest),
        };
        let exponent = match rest {
            [] => None,
            [letter @ (b'e' | b'E'), rest @ ..] => Some(Exponent::parse(*letter, rest)?),
            _ => return None,
        };
        let complete = !whole.is_empty() && (exponent.is_some() || (marked && !fraction.is_empty()));
        complete.then_some(Self { negative, whole, fraction, exponent })
    }

    /// The integer that this stands for.
    pub(crate) fn integer(&self) -> Float {
        let Some((digits, 0)) = self.scaled(2) else { return if self.cut() { Float::Lossy } else { Float::No } };
        if self.cut() || beyond_float(digits.as_bytes()) {
            return Float::Lossy;
        }
        Float::Exact { negative: self.negative, digits }
    }

    /// Significant digits without leading zeros, and how many of them stand behind the decimal mark once zeros at the
    /// end are dropped. `None` if there are too many digits, or if more than `zeros` zeros are all there is behind a
    /// mark without an exponent: `1.000` may be a thousand.
    pub(crate) fn scaled(&self, zeros: usize) -> Option<(Digits, usize)> {
        let shift = self.exponent.map_or(0, |exponent| exponent.value);
        let kept = self.fraction.len() - self.fraction.iter().rev().take_while(|&&byte| byte == b'0').count();
        if self.exponent.is_none() && kept == 0 && self.fraction.len() > zeros {
            return None;
        }
        let fraction = &self.fraction[..kept];
        let mut digits = Digits::new();
        for &byte in self.whole.iter().chain(fraction) {
            if (byte != b'0' || digits.len > 0) && !digits.push(byte) {
                return None;
            }
        }
        if digits.len > 0 {
            for _ in kept..shift {
                if !digits.push(b'0') {
                    return None;
                }
            }
        } else {
            digits.push(b'0');
        }
        Some((digits, kept.saturating_sub(shift)))
    }

    /// Whether a spreadsheet displayed fewer digits than the number had.
    pub(crate) fn cut(&self) -> bool {
        self.exponent.is_some_and(|exponent| exponent.excel && self.fraction.len() < exponent.value)
    }
}

impl Exponent {
    fn parse(letter: u8, rest: &[u8]) -> Option<Self> {
        let (plus, digits) = match rest {
            [b'+', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        if !(1..=2).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let value = digits.iter().fold(0, |value, &byte| value * 10 + usize::from(byte - b'0'));
        Some(Self { value, excel: plus && letter == b'E' })
    }
}

/// Whether an integer is above 2^53, so that a 64-bit float may already have changed its last digits.
fn beyond_float(digits: &[u8]) -> bool {
    const LIMIT: &[u8] = b"9007199254740992";
    digits.len() > LIMIT.len() || (digits.len() == LIMIT.len() && digits > LIMIT)
}

/// Leading digits and the rest.
pub(crate) fn split_digits(bytes: &[u8]) -> (&[u8], &[u8]) {
    bytes.split_at(bytes.iter().take_while(|byte| byte.is_ascii_digit()).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(text: &str) -> Option<Result<String, ()>> {
        match Decimal::parse(text.as_bytes())?.integer() {
            Float::No => None,
            Float::Lossy => Some(Err(())),
            Float::Exact { negative, digits } => {
                Some(Ok(format!("{}{}", if negative { "-" } else { "" }, digits.as_str())))
            }
        }
    }

    #[test]
    fn exact_forms_are_expanded() {
        for (text, wanted) in [
            ("7.7710009998E10", "77710009998"),
            ("7.7710009998e+10", "77710009998"),
            ("7,7710009998E+10", "77710009998"),
            ("77710009998.0", "77710009998"),
            ("8.50315100016E11", "850315100016"),
            ("7.771e+10", "77710000000"),
            ("7.771E10", "77710000000"),
            ("7.77100099980E+10", "77710009998"),
            ("5.091510007E10", "50915100070"),
            ("-3.0", "-3"),
            ("0.0", "0"),
            ("1e+02", "100"),
        ] {
            assert_eq!(integer(text), Some(Ok(wanted.to_owned())), "{text}");
        }
    }

    #[test]
    fn displayed_forms_with_missing_digits_are_lossy() {
        for text in
            ["7.771E+10", "7,77100E+10", "8,50315E+11", "1.7E+18", "1E+10", "1.7E18", "9007199254740993.0", "1E+99"]
        {
            assert_eq!(integer(text), Some(Err(())), "{text}");
        }
    }

    #[test]
    fn other_text_is_no_float() {
        for text in
            ["", "12", "1.5", "1.000", "1E-5", "1.5e0", ".5", "5.", "1.2.3", "12E", "1E+123", "x", "--1.0", "1 000.0"]
        {
            assert_eq!(integer(text), None, "{text}");
        }
    }

    #[test]
    fn fractions_keep_their_scale() {
        let scaled = |text: &str| {
            Decimal::parse(text.as_bytes()).and_then(|d| d.scaled(2)).map(|(d, scale)| (d.as_str().to_owned(), scale))
        };
        assert_eq!(scaled("12.34"), Some(("1234".into(), 2)));
        assert_eq!(scaled("12.3400"), Some(("1234".into(), 2)));
        assert_eq!(scaled("1.2345e2"), Some(("12345".into(), 2)));
        assert_eq!(scaled("0.05"), Some(("5".into(), 2)));
    }
}
