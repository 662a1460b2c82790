//! Email addresses: level C1 of domain requirements 3.5, `email/c1/1`.
//!
//! C1 compares as mailboxes are compared in practice: lower case, host as A-label. It does not merge `+tag` or the dots
//! of Gmail: two people may disagree about that, and a token must not.

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization as _;

use super::text::{Glyph, strip_prefix_fold, unguard};
use super::{Canonical, Form, Withheld, null};

/// Email addresses: lower case, host as A-label (UTS 46), local part in NFC; display names, `mailto:` and punctuation
/// removed.
///
/// Null rule: 5.9's spellings, `test@test.ru` and `no@mail.ru` among them.
pub const FORM: Form = Form {
    id: "email/c1/1",
    what: "lower case, host as A-label, local part in NFC; display name, `mailto:` and trailing punctuation removed",
    write,
    is_doubtful: |_| false,
};

/// Level C0: as [`FORM`], but the local part keeps its case: what a mail server is told.
pub const EXACT_FORM: Form = Form {
    id: "email/c0/1",
    what: "as `email/c1/1`, but the local part keeps its case",
    write: |raw, out| careful(raw, out, Case::Kept),
    is_doubtful: |_| false,
};

/// Level C2: the mailbox behind an address. For finding duplicates and the accounts of a request, to be confirmed; never for tokens.
///
/// `+tag` is removed everywhere; at Gmail dots are, and its two hosts are one; at Yandex all hosts are one, and `-` is `.`.
pub const MAILBOX_FORM: Form = Form {
    id: "email/c2/1",
    what: "as `email/c1/1`, without `+tag`; Gmail without dots; hosts of Yandex merged; for matching only",
    write: write_mailbox,
    is_doubtful: |_| false,
};

/// Whether the local part keeps its case.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Case {
    Kept,
    Lower,
}

fn write_mailbox(raw: &str, out: &mut String) -> Canonical {
    let mut address = String::new();
    let outcome = write(raw, &mut address);
    let Some((local, host)) = address.rsplit_once('@') else { return outcome };
    let local = local.split_once('+').map_or(local, |(name, _)| name);
    // A tag may be all that there is: `+tag@…` is a mailbox of its own.
    let local = if local.is_empty() { address.split('@').next().unwrap_or("") } else { local };
    let host_name = host.split('.').next().unwrap_or("");
    if matches!(host, "gmail.com" | "googlemail.com") {
        out.extend(local.chars().filter(|&c| c != '.'));
        out.push_str("@gmail.com");
    } else if host == "ya.ru" || (host_name == "yandex" && host.matches('.').count() <= 2) {
        out.extend(local.chars().map(|c| if c == '-' { '.' } else { c }));
        out.push_str("@yandex.ru");
    } else {
        out.push_str(local);
        out.push('@');
        out.push_str(host);
    }
    outcome
}

fn write(raw: &str, out: &mut String) -> Canonical {
    let text = raw.trim_matches(' ');
    if is_plain(text.as_bytes()) {
        if null::is_null_like_email(text) {
            return Canonical::Null;
        }
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
        return Canonical::Written;
    }
    careful(raw, out, Case::Lower)
}

/// Whether this is an ordinary ASCII address that only needs lower case.
fn is_plain(text: &[u8]) -> bool {
    let Some(at) = text.iter().position(|&byte| !LOCAL[usize::from(byte)]) else { return false };
    let (local, host) = (&text[..at], &text[at + 1..]);
    text[at] == b'@' && (1..=64).contains(&local.len()) && dots_are_inside(local) && is_host(host)
}

/// Bytes of an ordinary local part.
const LOCAL: [bool; 256] = {
    let mut local = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        local[byte] = (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'.' | b'_' | b'-' | b'+');
        byte += 1;
    }
    local
};

/// Whether no dot stands at an end or beside another (RFC 5321, 4.1.2).
fn dots_are_inside(local: &[u8]) -> bool {
    let mut before = b'.';
    for &byte in local {
        if byte == b'.' && before == b'.' {
            return false;
        }
        before = byte;
    }
    before != b'.'
}

/// Whether this is an ASCII host name (RFC 1123) with at least two labels, the last of which is not a number.
fn is_host(host: &[u8]) -> bool {
    let mut label = 0;
    let mut labels = 0;
    let mut numeric = true;
    let mut last = b'.';
    for &byte in host {
        match byte {
            // Nearly every byte.
            b'a'..=b'z' => (label, numeric) = (label + 1, false),
            b'.' if label == 0 || last == b'-' => return false,
            b'.' => (labels, label, numeric) = (labels + 1, 0, true),
            b'-' if label == 0 => return false,
            b'-' | b'A'..=b'Z' => (label, numeric) = (label + 1, false),
            b'0'..=b'9' => label += 1,
            _ => return false,
        }
        if label > 63 {
            return false;
        }
        last = byte;
    }
    labels > 0 && label > 1 && !numeric && last != b'-' && host.len() <= 253
}

fn careful(raw: &str, out: &mut String, case: Case) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let folded = fold_signs(text);
    let mut text = folded.as_deref().unwrap_or(text);
    let decoded = if text.contains('@') { None } else { decode(text) };
    text = decoded.as_deref().unwrap_or(text);
    if let Some(address) = inside_brackets(text) {
        text = address;
    } else if holds_several(text) {
        return Canonical::Withheld(Withheld::Several);
    }
    text = without_comment(peel(text));
    if null::is_null_like(text) || null::is_null_like_email(text) {
        return Canonical::Null;
    }
    let stars = text.contains(['*', '•', '●']);
    if stars && (text.contains('@') || text.chars().all(|c| matches!(c, '*' | '•' | '●'))) {
        return Canonical::Withheld(Withheld::Masked);
    }
    let start = out.len();
    if write_address(text, out, case).is_none() {
        out.truncate(start);
        return Canonical::Unfit;
    }
    if null::is_null_like_email(&out[start..]) {
        out.truncate(start);
        return Canonical::Null;
    }
    Canonical::Written
}

/// Signs of other scripts that stand for `@`, spaces and nothing; `None` where there are none.
fn fold_signs(text: &str) -> Option<String> {
    let sign = |c: char| match Glyph::of(c) {
        Glyph::Invisible => None,
        Glyph::Space => Some(' '),
        _ if matches!(c, '＠' | '﹫') => Some('@'),
        // Letters of full width and of mathematics are ASCII in another dress.
        _ if matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{1d400}'..='\u{1d7ff}') => c.nfkc().next(),
        _ => Some(c),
    };
    (!text.is_ascii() && text.chars().any(|c| sign(c) != Some(c))).then(|| text.chars().filter_map(sign).collect())
}

/// The text with `%40` as `@`, encoded up to three times, or with the `@` that pages and JSON write; `None` if no `@` comes out.
fn decode(text: &str) -> Option<String> {
    const WRITTEN: [&str; 5] = ["&#64;", "&#x40;", "&#X40;", "&commat;", "\\u0040"];
    if let Some(sign) = WRITTEN.iter().find(|sign| text.contains(**sign)) {
        return Some(text.replacen(sign, "@", 1));
    }
    let mut text = text.to_owned();
    for _ in 0..3 {
        if !text.contains('%') {
            return None;
        }
        text = percent_decode_str(&text).decode_utf8().ok()?.into_owned();
        if text.contains('@') {
            return Some(text);
        }
    }
    None
}

/// The address in `Имя Фамилия <a@b.kz>`; a display name may repeat the address, but a second address makes a list.
fn inside_brackets(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once('<')?;
    let (address, after) = rest.split_once('>')?;
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    let alone = (!name.contains('@') || name.eq_ignore_ascii_case(address.trim())) && !after.contains('@');
    (alone && address.contains('@')).then_some(address)
}

/// Whether two or more parts look like addresses.
fn holds_several(text: &str) -> bool {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '|' | '<' | '>'));
    parts
        .filter(|part| part.split_once('@').is_some_and(|(local, host)| !local.is_empty() && host.contains('.')))
        .count()
        > 1
}

/// The text without `mailto:`, quotes around it and punctuation that a sentence left behind.
fn peel(text: &str) -> &str {
    let mut text = text.trim();
    for prefix in ["mailto://", "mailto:", "e-mail:", "email:"] {
        text = strip_prefix_fold(text, prefix).map_or(text, str::trim_start);
    }
    // `mailto:a@b.kz?subject=…`
    if let Some((address, _)) = text.split_once('?')
        && address.contains('@')
    {
        text = address;
    }
    let text = text.trim_end_matches(['.', ',', ';', ':', ')', '>', '»', '”', '\'', '"', '!', ' ']);
    // A quote at the start may belong to a quoted local part, whose other quote stands before the `@`.
    if text.starts_with('"') && text[1..].contains("\"@") {
        text
    } else {
        text.trim_start_matches(['<', '(', '«', '“', '"', '\'', ' '])
    }
}

/// The address before a name in brackets: `a@b.kz (Анна)`, the comment of RFC 5322.
fn without_comment(text: &str) -> &str {
    let comment = text.split_once(" (").filter(|(address, comment)| address.contains('@') && !comment.contains('@'));
    comment
        .filter(|(_, comment)| !comment.trim_end_matches(')').contains(['(', ')']))
        .map_or(text, |(address, _)| address)
}

fn write_address(text: &str, out: &mut String, case: Case) -> Option<()> {
    let (local, host) = match text.strip_prefix('"').and_then(|rest| rest.split_once("\"@")) {
        Some((quoted, host)) => (quoted, host),
        None => text.split_once('@')?,
    };
    let quoted = text.starts_with('"');
    write_local(local, quoted, out, case)?;
    out.push('@');
    write_host(host, out)
}

/// Local part in NFC and lower case. Cyrillic look-alikes in an otherwise Latin part become Latin: nobody can tell them
/// apart.
fn write_local(local: &str, quoted: bool, out: &mut String, case: Case) -> Option<()> {
    if !(1..=64).contains(&local.chars().count())
        || !local.chars().all(|c| may_stand_in_local(c) || (quoted && (c == ' ' || c == '@')))
        || !(quoted || dots_are_inside(local.as_bytes()))
    {
        return None;
    }
    // A quoted part that needs no quotes is the same mailbox without them (RFC 5321, 4.1.2).
    let keep_quotes = quoted && (local.contains([' ', '@']) || !dots_are_inside(local.as_bytes()));
    out.extend(keep_quotes.then_some('"'));
    write_folded(local, out, case);
    out.extend(keep_quotes.then_some('"'));
    Some(())
}

fn may_stand_in_local(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !matches!(c, '@' | '<' | '>' | '(' | ')' | '"' | ',' | ';' | ':' | '\\')
}

/// Lower case, NFC, look-alikes folded where they stand among Latin letters only.
fn write_folded(text: &str, out: &mut String, case: Case) {
    let latin = text.bytes().any(|byte| byte.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii() || look_alike(c).is_some());
    for c in text.nfc() {
        match look_alike(c) {
            Some(letter) if latin && case == Case::Kept && c.is_uppercase() => out.push(letter.to_ascii_uppercase()),
            Some(letter) if latin => out.push(letter),
            _ if case == Case::Kept => out.push(c),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// The Latin letter, in lower case, that a Cyrillic letter of the same case looks like.
fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'А' => 'a',
        'В' => 'b',
        'с' | 'С' => 'c',
        'е' | 'Е' => 'e',
        'Н' | 'һ' => 'h',
        'і' | 'І' => 'i',
        'ј' | 'Ј' => 'j',
        'К' | 'к' => 'k',
        'М' => 'm',
        'о' | 'О' => 'o',
        'р' | 'Р' => 'p',
        'ѕ' | 'Ѕ' => 's',
        'Т' => 't',
        'х' | 'Х' => 'x',
        'у' | 'У' => 'y',
        _ => return None,
    })
}

/// Host in lower case, as A-label where it is not ASCII.
fn write_host(host: &str, out: &mut String) -> Option<()> {
    let host = host.trim_end_matches('.');
    if host.is_ascii() {
        if !is_host(host.as_bytes()) {
            return None;
        }
        let start = out.len();
        out.push_str(host);
        out[start..].make_ascii_lowercase();
        return Some(());
    }
    // No registry sells a label of mixed scripts: such a label is a slip of the keyboard.
    let mut folded = String::with_capacity(host.len());
    for (i, label) in host.split('.').enumerate() {
        folded.extend((i > 0).then_some('.'));
        write_folded(label, &mut folded, Case::Lower);
    }
    let ascii = idna::domain_to_ascii(&folded).ok().filter(|ascii| is_host(ascii.as_bytes()))?;
    out.push_str(&ascii);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn spellings_of_one_address() {
        for raw in [
            "anna.m@example.kz",
            "Anna.M@Example.KZ",
            " anna.m@example.kz ",
            "mailto:anna.m@example.kz",
            "MAILTO:Anna.M@example.kz?subject=x",
            "<anna.m@example.kz>",
            "Анна Мысалова <anna.m@example.kz>",
            "\"Мысалова, Анна\" <anna.m@example.kz>",
            "anna.m@example.kz <anna.m@example.kz>",
            "anna.m@example.kz.",
            "anna.m@example.kz,",
            "(anna.m@example.kz)",
            "«anna.m@example.kz»",
            "\"anna.m@example.kz\"",
            "'anna.m@example.kz",
            "anna.m%40example.kz",
            "anna.m%2540example.kz",
            "anna.m＠example.kz",
            "anna.m@\u{200b}example.kz",
            "аnnа.m@example.kz",
            "АNNА.M@example.kz",
            "anna.m@exаmple.kz",
            "\"anna.m\"@example.kz",
            "\u{feff}anna.m@example.kz",
            "=\"anna.m@example.kz\"",
            "email: anna.m@example.kz",
            "anna.m@example.kz\u{a0}",
            "ａｎｎａ．ｍ＠ｅｘａｍｐｌｅ．ｋｚ",
            "𝖺𝗇𝗇𝖺.𝗆@example.kz",
            "anna.m&#64;example.kz",
            "anna.m\\u0040example.kz",
            "mailto://anna.m@example.kz",
            "anna.m@example.kz (Анна)",
            "[anna.m@example.kz]",
            "`anna.m@example.kz`",
            "эл. почта: anna.m@example.kz",
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok("anna.m@example.kz"), "{raw}");
        }
    }

    #[test]
    fn other_addresses() {
        for (raw, wanted) in [
            ("a+tag@gmail.com", "a+tag@gmail.com"),
            ("a@пример.рф", "a@xn--e1afmkfd.xn--p1ai"),
            ("a@XN--E1AFMKFD.xn--p1ai", "a@xn--e1afmkfd.xn--p1ai"),
            ("а@пример.қаз", "а@xn--e1afmkfd.xn--80ao21a"),
            ("Иван@пример.рф", "иван@xn--e1afmkfd.xn--p1ai"),
            ("сор@example.kz", "сор@example.kz"),
            ("и\u{306}од@example.kz", "йод@example.kz"),
            ("\"a b\"@example.kz", "\"a b\"@example.kz"),
            ("\"a..b\"@example.kz", "\"a..b\"@example.kz"),
            ("o'neil!x@example.kz", "o'neil!x@example.kz"),
            ("77710009998@c.us", "77710009998@c.us"),
            ("a@b.kz", "a@b.kz"),
            ("a/b=c@example.kz", "a/b=c@example.kz"),
            ("a@mail.example.kz", "a@mail.example.kz"),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
    }

    #[test]
    fn exact_addresses_and_mailboxes() {
        for (raw, exact, mailbox) in [
            ("Anna.M+x@Example.KZ", "Anna.M+x@example.kz", "anna.m@example.kz"),
            ("A.n.n.a+shop@GoogleMail.com", "A.n.n.a+shop@googlemail.com", "anna@gmail.com"),
            ("anna-m@ya.ru", "anna-m@ya.ru", "anna.m@yandex.ru"),
            ("anna.m@yandex.com.tr", "anna.m@yandex.com.tr", "anna.m@yandex.ru"),
            ("anna@bk.ru", "anna@bk.ru", "anna@bk.ru"),
            ("+x@example.kz", "+x@example.kz", "+x@example.kz"),
        ] {
            assert_eq!(outcome(&EXACT_FORM, raw).as_deref(), Ok(exact), "{raw}");
            assert_eq!(outcome(&MAILBOX_FORM, raw).as_deref(), Ok(mailbox), "{raw}");
        }
        assert_eq!(outcome(&MAILBOX_FORM, "a@b.kz, c@d.kz"), Err(Canonical::Withheld(Withheld::Several)));
    }

    #[test]
    fn lists_and_masks_are_withheld() {
        for raw in [
            "a@b.kz, c@d.kz",
            "a@b.kz;c@d.kz",
            "a@b.kz/c@d.kz",
            "a@b.kz c@d.kz",
            "a@b.kz\nc@d.kz",
            "a@b.kz и c@d.kz",
            "Анна <a@b.kz>, Вера <c@d.kz>",
            "c@d.kz <a@b.kz>",
        ] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Withheld(Withheld::Several)), "{raw}");
        }
        for raw in ["i***@mail.ru", "i***v@m***.ru", "***@***", "********", "an•••@mail.ru"] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Withheld(Withheld::Masked)), "{raw}");
        }
    }

    #[test]
    fn traps_are_unfit() {
        let long = format!("{}@b.kz", "a".repeat(65));
        for raw in [
            "a@b,kz",
            "a@b..kz",
            "a @b.kz",
            "a@@b.kz",
            "@@",
            "a@",
            "@b.kz",
            "a@b",
            "anna",
            "a@b.kz@c.kz",
            ".a@b.kz",
            "a.@b.kz",
            "a..b@b.kz",
            "a@-b.kz",
            "a@b-.kz",
            "a@b.1",
            "a@192.0.2.7",
            "a@b.k",
            "87710009998",
            "a(at)b.kz",
            "a собака b точка kz",
            "a@b_c.kz",
            "a\\b@c.kz",
            "Анна a@b.kz",
            &long,
            "a%40",
            "100%",
            "a@b.kz>x<",
        ] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
    }

    #[test]
    fn nothing_is_null() {
        for raw in [
            "",
            " ",
            "-",
            "нет",
            "NULL",
            "test@test.ru",
            "Test@Test.ru",
            "no@mail.ru",
            "mailto:no@mail.ru",
            "<test@test.ru>",
            "\"\"",
            "test",
            "(not set)",
        ] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Null), "{raw:?}");
        }
    }
}
