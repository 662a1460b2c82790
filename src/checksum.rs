//! Check digits: Luhn (cards), mod 11 in two passes (IIN, BIN), mod 11 mod 10 (Russian ИНН), mod 97 (IBAN), weights 7-3-1 (MRZ).
//!
//! Functions of ASCII bytes. Anything that is not the expected shape fails the check; nothing panics.

/// Whether the digits pass Luhn's check (ISO/IEC 7812-1, annex B). No digits, or a byte that is not a digit, fail.
#[must_use]
pub fn luhn(digits: &[u8]) -> bool {
    let mut sum = 0_u32;
    for (place, &byte) in digits.iter().rev().enumerate() {
        if !byte.is_ascii_digit() {
            return false;
        }
        let digit = u32::from(byte - b'0');
        sum += match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        };
    }
    !digits.is_empty() && sum.is_multiple_of(10)
}

/// Weights of the first pass, then of the second, which is needed when the first leaves 10.
const PASSES: [[u32; 11]; 2] = [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]];

/// Check digit (0–9) of the first eleven digits of an IIN or a BIN; `None` where both passes leave 10: such numbers are
/// never issued.
///
/// The weights are those of the rules of the Kazakh national registers of identification numbers.
#[must_use]
pub fn mod11_digit(body: &[u8; 11]) -> Option<u8> {
    if !body.iter().all(u8::is_ascii_digit) {
        return None;
    }
    PASSES.iter().find_map(|weights| {
        let sum: u32 = body.iter().zip(weights).map(|(&byte, weight)| u32::from(byte - b'0') * weight).sum();
        u8::try_from(sum % 11).ok().filter(|&rest| rest < 10)
    })
}

/// A check digit that eleven digits do not have: the one after the right one, or 0 where none is right. `None` if they are not eleven digits.
#[must_use]
pub fn mod11_wrong_digit(body: &str) -> Option<char> {
    let body: &[u8; 11] =
        body.as_bytes().try_into().ok().filter(|body: &&[u8; 11]| body.iter().all(u8::is_ascii_digit))?;
    char::from_digit(mod11_digit(body).map_or(0, |right| u32::from(right + 1) % 10), 10)
}

/// Whether twelve digits end in their own check digit. Any other length fails.
#[must_use]
pub fn mod11(digits: &[u8]) -> bool {
    let Some((body, &[check])) = digits.split_first_chunk::<11>() else { return false };
    check.is_ascii_digit() && mod11_digit(body) == Some(check - b'0')
}

/// Whether ten digits (a firm) or twelve (a person) are a taxpayer number of Russia. Any other length fails.
///
/// Source of the weights: order ММВ-7-6/435 of the Federal Tax Service of Russia.
#[must_use]
pub fn inn(digits: &[u8]) -> bool {
    const TENTH: &[u32] = &[2, 4, 10, 3, 5, 9, 4, 6, 8];
    const ELEVENTH: &[u32] = &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
    const TWELFTH: &[u32] = &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
    let digit = |weights: &[u32]| {
        let sum: u32 = digits.iter().zip(weights).map(|(&byte, weight)| u32::from(byte - b'0') * weight).sum();
        sum % 11 % 10
    };
    let is = |at: usize, weights: &[u32]| u32::from(digits[at] - b'0') == digit(weights);
    digits.iter().all(u8::is_ascii_digit)
        && match digits.len() {
            10 => is(9, TENTH),
            12 => is(10, ELEVENTH) && is(11, TWELFTH),
            _ => false,
        }
}

/// Check digit of a field of a machine-readable travel document (ICAO 9303-3, 4.9): weights 7, 3, 1, letters from A = 10, `<` = 0.
///
/// `None` for any other character.
#[must_use]
pub fn mrz_digit(field: &[u8]) -> Option<u8> {
    let mut sum = 0_u32;
    for (&byte, weight) in field.iter().zip([7, 3, 1].into_iter().cycle()) {
        sum += weight
            * match byte {
                b'0'..=b'9' => u32::from(byte - b'0'),
                b'A'..=b'Z' => u32::from(byte - b'A') + 10,
                b'<' => 0,
                _ => return None,
            };
    }
    u8::try_from(sum % 10).ok()
}

/// Whether an IBAN without spaces, in upper case, passes ISO 7064 mod 97-10. Fewer than five characters fail.
#[must_use]
pub fn mod97(iban: &[u8]) -> bool {
    let Some((head, tail)) = iban.split_first_chunk::<4>() else { return false };
    let mut rest = 0_u32;
    for &byte in tail.iter().chain(head) {
        rest = match byte {
            b'0'..=b'9' => rest * 10 + u32::from(byte - b'0'),
            b'A'..=b'Z' => rest * 100 + u32::from(byte - b'A') + 10,
            _ => return false,
        } % 97;
    }
    !tail.is_empty() && rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_knows_the_vectors() {
        for good in ["4000000000001232", "5200000000009875", "2200000000004568", "370000000001232"] {
            assert!(luhn(good.as_bytes()), "{good}");
        }
        for bad in ["4000000000001230", "5200000000009876", "", "40000000 00001232"] {
            assert!(!luhn(bad.as_bytes()), "{bad}");
        }
    }

    #[test]
    fn mod11_takes_the_second_pass_when_the_first_leaves_ten() {
        assert_eq!(mod11_digit(b"85031510001"), Some(6));
        assert_eq!(mod11_digit(b"85031510070"), Some(4), "second pass");
        assert_eq!(mod11_digit(b"21014001984"), Some(4), "second pass, sum 241");
        for never_issued in [b"85031510073", b"85031510154", b"85031510235"] {
            assert_eq!(mod11_digit(never_issued), None);
        }
    }

    #[test]
    fn mod11_knows_the_vectors() {
        for good in [
            "850315100016",
            "850315200012",
            "850315100704",
            "851315100019",
            "991231500016",
            "050915100070",
            "001215100079",
            "000101100076",
            "071108100075",
            "080210100073",
            "210140019844",
            "351240000010",
            "351251000010",
            "351260000012",
        ] {
            assert!(mod11(good.as_bytes()), "{good}");
        }
        for bad in ["850315100017", "85031510001", "8503151000166", "", "85031510001x", "850315100730"] {
            assert!(!mod11(bad.as_bytes()), "{bad}");
        }
    }

    #[test]
    fn mod11_passes_one_random_number_in_ten() {
        // 9.9 %: two passes leave no check digit to about one body in 120.
        let passed =
            (0_u64..100_000).filter(|i| mod11(format!("{:012}", i * 7_919_317 % 1_000_000_000_000).as_bytes())).count();
        assert!((9_500..10_300).contains(&passed), "{passed}");
    }

    #[test]
    fn inn_knows_published_numbers() {
        // Numbers of public registers: Sberbank, Gazprom, Yandex; and the examples of Wikipedia's article on the ИНН.
        for good in ["7707083893", "7736050003", "7736207543", "7830002293", "500100732259", "526317984689"] {
            assert!(inn(good.as_bytes()), "{good}");
        }
        for bad in ["7707083894", "500100732250", "500100732269", "50010073225", "", "77070838x3", "850315100016"] {
            assert!(!inn(bad.as_bytes()), "{bad}");
        }
    }

    #[test]
    fn mrz_digits_of_icao_9303() {
        // ICAO 9303-3, appendix A to section 5: two worked examples; 9303-4, the specimen of Utopia.
        assert_eq!(mrz_digit(b"520727"), Some(3));
        assert_eq!(mrz_digit(b"AB2134<<<"), Some(5));
        assert_eq!(mrz_digit(b"L898902C3"), Some(6));
        assert_eq!(mrz_digit(b"740812"), Some(2));
        assert_eq!(mrz_digit(b"120415"), Some(9));
        assert_eq!(mrz_digit(b"ZE184226B<<<<<"), Some(1));
        assert_eq!(mrz_digit(b"a"), None);
    }

    #[test]
    fn mod97_knows_the_vectors() {
        for good in ["KZ60999KZT0000000001", "KZ739990000000000123", "KZ59999A1B2C3D4E5F6G", "KZ86125KZT5004100100"] {
            assert!(mod97(good.as_bytes()), "{good}");
        }
        for bad in ["KZ61999KZT0000000001", "KZ60", "", "kz60999kzt0000000001"] {
            assert!(!mod97(bad.as_bytes()), "{bad}");
        }
    }
}
