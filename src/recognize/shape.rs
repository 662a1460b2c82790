//! The shape of a value: what it looks like without what it says.

/// Longest shape, in characters.
const LONGEST: usize = 40;
/// Letters of one run that a shape shows.
const LETTERS: usize = 3;
/// Digits of one run that a shape shows: those of numbers that identify, and one more.
const DIGITS: usize = 20;

/// Digits as `9`, letters as `a` and `A`, or `я` and `Я` in other scripts; marks of ASCII as they are, everything else as `·`.
///
/// Runs of letters are cut to three, and in values of letters so are runs of digits, so that `anna@example.kz` and `nurlan77@example.kz`
/// look alike; numbers keep their length.
#[must_use]
pub fn shape(text: &str) -> String {
    let worded = text.chars().filter(|c| c.is_alphabetic()).take(3).count() == 3;
    let most = |class: char| match class {
        '9' if worded => LETTERS,
        '9' => DIGITS,
        'a' | 'A' | 'я' | 'Я' => LETTERS,
        '·' | ' ' => 1,
        _ => 4,
    };
    let mut shape = String::new();
    let (mut run, mut before, mut chars) = (0, '\0', 0);
    for c in text.chars() {
        let class = class(c);
        // `Aaaa` and `AAAA` are runs of letters of one case each.
        run = if class == before { run + 1 } else { 1 };
        before = class;
        if run > most(class) {
            continue;
        }
        if chars == LONGEST {
            shape.push('…');
            break;
        }
        shape.push(class);
        chars += 1;
    }
    shape
}

fn class(c: char) -> char {
    match c {
        '0'..='9' => '9',
        'a'..='z' => 'a',
        'A'..='Z' => 'A',
        c if c.is_ascii_graphic() || c == ' ' => c,
        c if c.is_numeric() => '9',
        c if c.is_uppercase() => 'Я',
        c if c.is_alphabetic() => 'я',
        _ => '·',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_say_what_a_value_looks_like() {
        for (text, wanted) in [
            ("+7 (771) 000-99-98", "+9 (999) 999-99-99"),
            ("850315100016", "999999999999"),
            ("anna@example.kz", "aaa@aaa.aa"),
            ("nurlan.77@EXAMPLE.kz", "aaa.99@AAA.aa"),
            ("Мысалова Әсел", "Яяяя Яяяя"),
            ("KZ60999KZT0000000001", "AA999AAA999"),
            ("f81d4fae-7dec", "a99a9aaa-9aaa"),
            ("2024-03-28T11:35:43Z", "9999-99-99A99:99:99A"),
            ("1\u{a0}234,50 ₸", "9·999,99 ·"),
            ("a\u{1b}[31m", "a·[99a"),
            ("😀", "·"),
            ("", ""),
        ] {
            assert_eq!(shape(text), wanted, "{text}");
        }
        assert_eq!(shape(&"a-".repeat(40)).chars().count(), LONGEST + 1);
    }

    #[test]
    fn no_letter_and_no_digit_stays() {
        for text in ["Zürich 8", "ҚАЗАҚ ٤٢ ½ x²", "ß-ﬁ-Ⅷ", "日本"] {
            let shape = shape(text);
            assert!(shape.chars().all(|c| "aAяЯ9·".contains(c) || !c.is_alphanumeric()), "{text}: {shape}");
        }
    }
}
