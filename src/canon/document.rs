//! Numbers of identity documents: `id-document/1`, and machine-readable lines: `mrz/1` (domain requirements, 3.15).

use super::text::{asciify, latin_capital, unguard};
use super::{Canonical, Form, Withheld, null};
use crate::checksum::mrz_digit;

/// Identity cards (9 digits), passports (`N` and 8 digits), driving licences (2 letters and 6 digits), and other documents of 6 to 10
/// characters most of which are digits: capitals and digits without separators. `№` and Cyrillic `Н` before eight digits are the `N`.
///
/// Null rule: 5.9's spellings, zeros only.
pub const FORM: Form = Form {
    id: "id-document/1",
    what: "capitals and digits without separators; `№ 12345678` and `Н12345678` are `N12345678`",
    write,
    is_doubtful: |_| false,
};

/// Machine-readable lines of ICAO 9303: capitals, one line feed between two lines. Wrong check digits are counted as doubtful.
///
/// Null rule: 5.9's spellings. Unfit: lines of other lengths than 30 (three of them), 36 or 44 (two; a single line fits too).
pub const MRZ_FORM: Form = Form {
    id: "mrz/1",
    what: "capitals, digits and `<` in lines of 30, 36 or 44 characters",
    write: write_mrz,
    is_doubtful: |canonical| !mrz_proves(canonical),
};

fn write(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    let text = asciify(text, &mut buffer);
    // A data frame wrote the number as a float.
    let whole = text.strip_suffix(".0").filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit()));
    let text = whole.unwrap_or(text);
    let start = out.len();
    let mut masked = false;
    for c in text.chars() {
        match c {
            ' ' | '-' | '.' | '/' | ':' => {}
            '№' if out.len() == start => out.push('N'),
            '*' | '•' => masked = true,
            _ => match latin_capital(c) {
                // A Cyrillic `Н` stands for the `N` of a passport.
                Some('H') if out.len() == start && matches!(c, 'Н' | 'н') => out.push('N'),
                Some(letter) => out.push(letter),
                None => {
                    out.truncate(start);
                    return Canonical::Unfit;
                }
            },
        }
    }
    let number = &out.as_bytes()[start..];
    let digits = number.iter().filter(|byte| byte.is_ascii_digit()).count();
    let outcome = match number.len() {
        _ if masked => Canonical::Withheld(Withheld::Masked),
        _ if digits == number.len() && number.iter().all(|&byte| byte == b'0') => Canonical::Null,
        6..=10 if digits >= 5 => Canonical::Written,
        // `№ 012345678` is an identity card behind a sign, not a passport.
        _ => Canonical::Unfit,
    };
    if outcome != Canonical::Written {
        out.truncate(start);
        return outcome;
    }
    if number.len() == 10 && number[0] == b'N' && digits == 9 {
        out.remove(start);
    }
    Canonical::Written
}

/// Lines of machine-readable text in capitals; `None` where the text is not made of such lines.
pub(crate) fn mrz_lines(text: &str) -> Option<Vec<String>> {
    let lines: Vec<String> = text
        .split(['\n', '\r', ' ', '\t', '|'])
        .filter(|line| !line.is_empty())
        .map(|line| line.chars().map(|c| if c == '«' { '<' } else { c.to_ascii_uppercase() }).collect::<String>())
        .collect();
    let length = lines.first()?.len();
    let count = match length {
        30 => 3,
        36 | 44 => 2,
        _ => return None,
    };
    let fits = lines.len() <= count
        && lines.iter().all(|line| {
            line.len() == length && line.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'0'..=b'9' | b'<'))
        })
        // A row of capitals without a filler is a word or a number of some other kind.
        && lines.iter().any(|line| line.contains('<'));
    fits.then_some(lines)
}

/// Whether a check digit that the lines hold proves them: those of document number, birth and expiry.
pub(crate) fn mrz_proves(text: &str) -> bool {
    let Some(lines) = mrz_lines(text) else { return false };
    let field = |line: &str, from: usize, to: usize, check: usize| {
        let bytes = line.as_bytes();
        mrz_digit(&bytes[from..to])
            .is_some_and(|digit| bytes[check] == digit + b'0' || (digit == 0 && bytes[check] == b'<'))
    };
    lines.iter().any(|line| match line.len() {
        // TD1: the document number on the first line, birth and expiry on the second.
        30 => {
            (line.starts_with(['I', 'A', 'C']) && field(line, 5, 14, 14))
                || (field(line, 0, 6, 6) && field(line, 8, 14, 14))
        }
        // TD2 and TD3: the second line has them all.
        _ => field(line, 0, 9, 9) && field(line, 13, 19, 19) && field(line, 21, 27, 27),
    })
}

fn write_mrz(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    match mrz_lines(asciify(text, &mut buffer)) {
        Some(lines) => {
            out.push_str(&lines.join("\n"));
            Canonical::Written
        }
        None => Canonical::Unfit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn documents() {
        for (raw, wanted) in [
            ("012345678", "012345678"),
            ("№ 012345678", "012345678"),
            ("N12345678", "N12345678"),
            ("n 1234 5678", "N12345678"),
            ("№12345678", "N12345678"),
            ("Н12345678", "N12345678"),
            ("АВ 123456", "AB123456"),
            ("A1234567", "A1234567"),
            ("012345678.0", "012345678"),
            ("уд. № 012345678", "012345678"),
            ("паспорт N12345678", "N12345678"),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
        for raw in ["12345", "Иванов", "12345678901", "ABCDEFGH", "жеке куәлік"] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
        assert_eq!(outcome(&FORM, "N1234****"), Err(Canonical::Withheld(Withheld::Masked)));
    }

    /// The specimens of ICAO 9303, parts 4, 5 and 6.
    #[test]
    fn specimens_of_icao() {
        let td3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
        let td1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
        let td2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6";
        for lines in [td1, td2, td3] {
            assert_eq!(outcome(&MRZ_FORM, lines).as_deref(), Ok(lines));
            assert_eq!(outcome(&MRZ_FORM, &lines.to_lowercase().replace('\n', " ")).as_deref(), Ok(lines));
            assert!(!(MRZ_FORM.is_doubtful)(lines), "{lines}");
        }
        assert!((MRZ_FORM.is_doubtful)(&td3.replace("C36UTO", "C37UTO")));
        for raw in ["P<UTO", "HELLO", &"A".repeat(44)] {
            assert_eq!(outcome(&MRZ_FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
    }
}
