//! Columns of words: whether a value is what its column says. Kept columns keep their bytes; nothing is rewritten here.

use super::null;
use super::text::{Glyph, eq_fold, is_letter, trim};

/// What became of a payment, in lower case with `е` for `ё`: gateways' words in English, CRM's in Russian and Kazakh.
const PAYMENT_STATUSES: &[&str] = &[
    "paid",
    "partially paid",
    "partially_paid",
    "unpaid",
    "success",
    "successful",
    "succeeded",
    "completed",
    "complete",
    "approved",
    "confirmed",
    "captured",
    "charged",
    "settled",
    "pending",
    "waiting",
    "awaiting payment",
    "awaitingauthentication",
    "failed",
    "failure",
    "error",
    "declined",
    "rejected",
    "cancelled",
    "canceled",
    "refunded",
    "partially refunded",
    "partially_refunded",
    "refund",
    "reversed",
    "chargeback",
    "authorized",
    "authorised",
    "auth",
    "created",
    "new",
    "draft",
    "processing",
    "in progress",
    "expired",
    "overdue",
    "void",
    "voided",
    "оплачен",
    "оплачена",
    "оплачено",
    "оплата",
    "оплачен частично",
    "оплачена частично",
    "оплачено частично",
    "частично оплачен",
    "частично оплачено",
    "не оплачен",
    "не оплачена",
    "не оплачено",
    "отменен",
    "отменена",
    "отменено",
    "возврат",
    "возвращен",
    "возвращено",
    "частичный возврат",
    "ожидает оплаты",
    "ожидает",
    "ожидание",
    "в ожидании",
    "ожидает подтверждения",
    "в обработке",
    "обработка",
    "в работе",
    "новый",
    "новая",
    "создан",
    "создана",
    "завершен",
    "завершена",
    "завершено",
    "отклонен",
    "отклонена",
    "отклонено",
    "ошибка",
    "неуспешно",
    "успешно",
    "успешный",
    "успешная",
    "подтвержден",
    "подтверждена",
    "подтверждено",
    "авторизован",
    "просрочен",
    "просрочено",
    "ложный",
    "рассрочка",
    "төленді",
    "төленген",
    "толық төленді",
    "жартылай төленді",
    "ішінара төленді",
    "төленбеді",
    "төленбеген",
    "қайтарылды",
    "қайтарылған",
    "қайтару",
    "күтілуде",
    "төлем күтілуде",
    "бас тартылды",
    "болдырылмады",
    "жойылды",
    "өңделуде",
    "жаңа",
    "аяқталды",
    "қабылданбады",
    "сәтті",
    "сәтсіз",
    "қате",
    "расталды",
    "мерзімі өтті",
];

/// Codes of ISO 4217 in circulation, and the historical codes that old exports hold (BYR, LVL, LTL, EEK, UAK, RUR,
/// TRL).
const CURRENCY_CODES: &str = "\
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BYR BZD CAD \
    CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ \
    GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR \
    LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB \
    PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RUR RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL \
    THB TJS TMT TND TOP TRL TRY TTD TWD TZS UAH UAK UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW \
    ZWG";

/// Other words and signs for currencies, in lower case.
const CURRENCY_WORDS: &[&str] = &[
    "₸",
    "тг",
    "тг.",
    "тенге",
    "теңге",
    "т",
    "руб",
    "руб.",
    "рубль",
    "рубли",
    "₽",
    "$",
    "€",
    "£",
    "¥",
    "сом",
    "сум",
    "доллар",
    "евро",
];

/// Whether this is a known word for what became of a payment; case, `ё` and spaces around it do not matter.
///
/// Null rule: a spelling of "nothing" is not a status.
#[must_use]
pub fn is_known_payment_status(text: &str) -> bool {
    let text = trim(text);
    text.len() <= 64 && PAYMENT_STATUSES.iter().any(|word| eq_fold(text, word))
}

/// Whether this is an ISO 4217 code, a sign or a usual word for a currency.
///
/// Null rule: a spelling of "nothing" is not a currency.
#[must_use]
pub fn is_currency(text: &str) -> bool {
    let text = trim(text);
    // Nearly every cell of this country's exports; the list is long.
    if matches!(text, "KZT" | "RUB" | "USD" | "EUR") {
        return true;
    }
    if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return CURRENCY_CODES.split_ascii_whitespace().any(|code| code.eq_ignore_ascii_case(text));
    }
    text.len() <= 16 && CURRENCY_WORDS.iter().any(|word| eq_fold(text, word))
}

/// Whether this may be a person's name: it has a letter, no `@`, no run of four digits, and at most 100 characters.
///
/// Null rule: a spelling of "nothing" is not a name.
#[must_use]
pub fn is_person_name(text: &str) -> bool {
    let text = trim(text);
    short_runs(text, 100)
        && text.chars().any(char::is_alphabetic)
        && !text.contains(['@', '＠'])
        && !null::is_null_like(text)
}

/// Whether this may be the name of a place: letters, spaces, hyphens, points, parentheses, apostrophes, numbers of up
/// to three digits, at most 80 characters.
///
/// Null rule: a spelling of "nothing" is not a place.
#[must_use]
pub fn is_place(text: &str) -> bool {
    let text = trim(text);
    // Combining marks belong to letters: `й` may arrive as two characters.
    let fits = |c: char| {
        is_letter(c)
            || matches!(c, '.' | '(' | ')' | '\'' | '’' | '\u{300}'..='\u{36f}')
            || matches!(Glyph::of(c), Glyph::Digit(_) | Glyph::Space | Glyph::Dash)
            || c == ' '
            || c == '-'
    };
    short_runs(text, 80) && text.chars().all(fits) && text.chars().any(char::is_alphabetic) && !null::is_null_like(text)
}

/// Whether the text has at most this many characters and never four digits in a row.
fn short_runs(text: &str, longest: usize) -> bool {
    let (mut run, mut count) = (0, 0);
    for c in text.chars() {
        count += 1;
        run = if matches!(Glyph::of(c), Glyph::Digit(_)) { run + 1 } else { 0 };
        if run > 3 || count > longest {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses() {
        for text in [
            "paid",
            "Paid",
            "SUCCESS",
            "completed",
            "approved",
            "pending",
            "failed",
            "declined",
            "cancelled",
            "canceled",
            "refunded",
            "authorized",
            "created",
            "new",
            "processing",
            "оплачен",
            "Оплачено",
            "оплачена",
            "оплачено частично",
            "отменён",
            "Отменен",
            "возврат",
            "Ожидает оплаты",
            "в обработке",
            "Новый",
            "завершён",
            "отклонён",
            "төленді",
            "ҚАЙТАРЫЛДЫ",
            "күтілуде",
            "Бас тартылды",
            " paid ",
        ] {
            assert!(is_known_payment_status(text), "{text}");
        }
        for text in ["", "-", "Асель", "87710009998", "paid by Анна", "5", "оплачен a@b.kz"] {
            assert!(!is_known_payment_status(text), "{text}");
        }
        for word in PAYMENT_STATUSES {
            assert!(
                is_known_payment_status(word) && is_known_payment_status(&word.to_uppercase()),
                "{word} must be in lower case with е"
            );
        }
    }

    #[test]
    fn currencies() {
        for text in [
            "KZT",
            "kzt",
            "RUB",
            "USD",
            "EUR",
            "KGS",
            "UZS",
            "CNY",
            "TRY",
            "₸",
            "тг",
            "Тенге",
            "руб",
            "₽",
            "$",
            "€",
            " KZT ",
            "теңге",
        ] {
            assert!(is_currency(text), "{text}");
        }
        for text in ["", "KZ", "XYZ", "ABCD", "тенгe1", "1", "Асель"] {
            assert!(!is_currency(text), "{text}");
        }
        let codes: Vec<_> = CURRENCY_CODES.split_ascii_whitespace().collect();
        assert!(codes.is_sorted() && codes.iter().all(|code| code.len() == 3), "sorted, three letters each");
    }

    #[test]
    fn names() {
        for text in [
            "Мысалова Анна Сергеевна",
            "Әсел",
            "MYSSALBAYEV NURLAN",
            "Мысалбаев Н.С.",
            "о'Нил",
            "Әсел М.",
            "?асым?лы",
            "Анна 🎓",
        ] {
            assert!(is_person_name(text), "{text}");
        }
        for text in ["", "-", "нет", "87710009998", "a@b.kz", "Анна 8771", "12", "🎓", &"а".repeat(101), "Анна ٨٧٧١"]
        {
            assert!(!is_person_name(text), "{text}");
        }
    }

    #[test]
    fn places() {
        for text in [
            "Алматы",
            "г. Алматы",
            "Нур-Султан (Астана)",
            "Усть\u{2011}Каменогорск",
            "Арзамас-16",
            "Қызылорда",
            "Saint Petersburg",
            "Талды\u{a0}Қорған",
        ] {
            assert!(is_place(text), "{text}");
        }
        for text in [
            "",
            "не указано",
            "050040",
            "Абая 12, кв 5",
            "a@b.kz",
            "Алматы/Астана",
            "Алматы 050040",
            "12",
            &"а".repeat(81),
            "<b>",
        ] {
            assert!(!is_place(text), "{text}");
        }
    }
}
