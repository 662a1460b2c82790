//! What one value looks like: everything that speaks for one type or another. A value may have several signs; a column decides.

use super::{numbers, words};
use crate::canon::text::{asciify, unguard};
use crate::canon::time::{Parsed, parse};
use crate::canon::{Canonical, Withheld, cookie, form_of, iban, social, time};
use crate::recognize::{Evidence, Recognizer as _, card, mac, mrz, secret, url as urls, user_agent};
use crate::vocabulary::SemanticType as T;
use chrono::{Datelike as _, NaiveDateTime, NaiveTime};

/// Declares [`Sign`].
macro_rules! signs {
    ($($(#[$doc:meta])* $sign:ident,)+) => {
        /// Something that a value shows.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub(super) enum Sign { $($(#[$doc])* $sign,)+ }

        impl Sign {
            /// How many there are.
            pub(super) const COUNT: usize = [$(Self::$sign),+].len();
        }
    };
}

signs! {
    /// An email address, or several.
    Email,
    /// A telephone number with a plus, brackets or groups, or in a messenger's id.
    PhoneStrong,
    /// Eleven or ten digits of the mobile plans of Kazakhstan or Russia.
    PhoneBare,
    /// Anything that the form of phones takes, masked and shortened numbers included.
    PhoneFit,
    /// Twelve digits with a check digit and a day of birth.
    IinProven,
    /// Nine to eleven digits that are an IIN with their zeros back.
    IinLost,
    /// Twelve digits with a check digit and the shape of a BIN.
    BinProven,
    /// Twelve digits.
    Twelve,
    /// Anything that the form of IINs takes or withholds.
    IinFit,
    /// Ten digits with the check digit of a Russian firm.
    TaxTen,
    /// Twelve digits with the check digits of a Russian person.
    TaxTwelve,
    /// A card's prefix, length and check digit.
    CardProven,
    /// A masked card.
    CardMasked,
    /// Four or six to eight digits: the ends of a card, if the header says so.
    CardEnd,
    /// `07/27`.
    Expiry,
    /// An account number with its check digits.
    Iban,
    /// An IP address.
    Ip,
    /// A hardware address.
    Mac,
    /// A UUID.
    Uuid,
    /// Hexadecimal digits as many as a digest has.
    Digest,
    /// A web token or a key with its issuer's mark.
    Secret,
    /// Metrika's ClientID, `_ga`, `_fbp`.
    CookieId,
    /// A `Cookie` header.
    Cookies,
    /// A web address, with or without its scheme, or a path of one.
    Url,
    /// A browser's header.
    UserAgent,
    /// A number plate.
    Plate,
    /// One or two letters and six to nine digits.
    Document,
    /// Nine digits.
    Nine,
    /// A machine-readable line.
    Mrz,
    /// Latitude and longitude.
    Pair,
    /// A number with three decimals or more, within 180 either way.
    Degrees,
    /// Degrees between the south and the north of Kazakhstan.
    InLatitude,
    /// Degrees between the west and the east of Kazakhstan.
    InLongitude,
    /// A calendar date without a time.
    Date,
    /// A date with a time of day.
    Moment,
    /// Begins with a month and a day behind it that is none, as in `03/25/2024`.
    MonthFirst,
    /// Begins with a day that is no month, and a month behind it, with the same marks.
    DayFirst,
    /// Six digits that are a year, a month and a day.
    SixYearFirst,
    /// Six digits that are a day, a month and a year.
    SixDayFirst,
    /// A time of day without a date.
    TimeOfDay,
    /// A day as a spreadsheet counts it.
    ExcelDay,
    /// Seconds, milliseconds or microseconds since 1970, of this century.
    Epoch,
    /// A date from 1925 to 2015: whole columns of them are of births.
    Born,
    /// A name of two to four words.
    FullName,
    /// One word that is a known given name.
    GivenName,
    /// One word with a surname's ending.
    Surname,
    /// One word with a patronymic's ending.
    Patronymic,
    /// One to four words of letters that begin with capitals.
    NameShape,
    /// The same of two words and more.
    NameWords,
    /// Holds something that may be a name of a person, however little speaks for it.
    NameTrace,
    /// Has a digit or no letter, so that it is no name.
    Nameless,
    /// A town or district of Kazakhstan, or a large town elsewhere.
    City,
    /// A region that says that it is one, or a code of one.
    Region,
    /// A country by its name.
    Country,
    /// Two or three letters that are the code of a country.
    CountryCode,
    /// A street address.
    Address,
    /// A postcode of seven characters.
    PostcodeNew,
    /// Six digits of a postal region, or five that lost their zero.
    PostcodeOld,
    /// A currency.
    Currency,
    /// A known word for what became of a payment.
    Status,
    /// A word or letter for a sex.
    Sex,
    /// Yes or no in words.
    FlagWord,
    /// `0` or `1`.
    FlagDigit,
    /// A whole number from 0 to 130.
    Small,
    /// `34 года`.
    AgeWord,
    /// A whole number.
    Integer,
    /// A whole number of seven digits or more.
    LongInteger,
    /// A number with decimals or groups of thousands.
    Decimal,
    /// A number with the mark of a currency.
    Money,
    /// A year from 1900 to 2100.
    Year,
    /// Sixteen or more characters without a space, letters and digits among them.
    Opaque,
    /// Up to 32 letters, digits and marks without a space.
    CodeShape,
    /// Words of people: many, or with the marks of sentences.
    Sentence,
    /// JSON, an array, markup.
    Structured,
    /// `@name`, or a link to a person of a network.
    Handle,
    /// Has a letter.
    Letters,
}

/// Bytes of the longest date that is looked at: `28-го сентября 2024 года в 14:05:33`.
const LONGEST_MOMENT: usize = 72;

/// Calls `see` with every sign of a value. Spellings of nothing are the caller's to leave out.
pub(super) fn signs(value: &str, see: &mut dyn FnMut(Sign)) {
    let mut buffer = String::new();
    let bare = unguard(value);
    let text = asciify(bare, &mut buffer);
    if text.is_empty() {
        return;
    }
    let letters = text.chars().any(|c| c.is_alphabetic() || c == '№');
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    if letters {
        see(Sign::Letters);
    }
    if digits || !letters {
        see(Sign::Nameless);
    }
    if let Some(sign) = order_of_day(text) {
        see(sign);
    }
    if digits && (!letters || numbers::is_float(text)) {
        return numbers::signs(text, see);
    }
    if digits && text.len() <= LONGEST_MOMENT && moment(text, see) {
        return;
    }
    if text.contains('@') && addressed(text, see) {
        return;
    }
    if linked(text, see) || (!text.contains(char::is_whitespace) && token(text, digits, see)) {
        return;
    }
    written(text, digits, see);
}

/// A date or a time; whether it is one.
pub(super) fn moment(text: &str, see: &mut dyn FnMut(Sign)) -> bool {
    let Parsed::At(moment) = parse(text) else { return false };
    let (time::Moment::Local(at) | time::Moment::Utc(at)) = moment;
    dated(at, text.contains(':'), see);
    true
}

/// The signs of a day, and of a time of day if there is one.
pub(super) fn dated(at: NaiveDateTime, timed: bool, see: &mut dyn FnMut(Sign)) {
    see(if timed || at.time() != NaiveTime::MIN { Sign::Moment } else { Sign::Date });
    if (1925..=2015).contains(&at.year()) {
        see(Sign::Born);
    }
}

/// Which of day and month comes first, where slashes stand between them and only one of the two can be a month.
fn order_of_day(text: &str) -> Option<Sign> {
    let mut parts = text.splitn(3, '/');
    let mut two = || parts.next().filter(|part| part.len() <= 2).and_then(|part| part.parse::<u8>().ok());
    let (first, second) = (two()?, two()?);
    let year = parts.next()?.as_bytes();
    if !year.first_chunk::<2>()?.iter().all(u8::is_ascii_digit) {
        return None;
    }
    match (first, second) {
        (1..=12, 13..=31) => Some(Sign::MonthFirst),
        (13..=31, 1..=12) => Some(Sign::DayFirst),
        _ => None,
    }
}

/// Whether a value is one of a type: written, or withheld because it is masked, shortened or several.
pub(super) fn fits(kind: T, text: &str) -> bool {
    matches!(form_of(kind).write(text, &mut String::new()), Canonical::Written | Canonical::Withheld(_))
}

/// What has an `@`; whether that settles it.
fn addressed(text: &str, see: &mut dyn FnMut(Sign)) -> bool {
    // Ids of WhatsApp look like addresses.
    if text.len() < 64 && fits(T::Phone, text) {
        see(Sign::PhoneStrong);
        see(Sign::PhoneFit);
        return true;
    }
    match form_of(T::Email).write(text, &mut String::new()) {
        Canonical::Written | Canonical::Withheld(Withheld::Several | Withheld::Masked) => {
            see(Sign::Email);
            return true;
        }
        _ => {}
    }
    let handle = text.starts_with('@') && !text.contains(char::is_whitespace) && fits(T::SocialHandle, text);
    if handle {
        see(Sign::Handle);
    }
    handle
}

/// Web addresses, links to people, browsers' headers; whether it is one.
fn linked(text: &str, see: &mut dyn FnMut(Sign)) -> bool {
    if !text.contains('/') {
        return false;
    }
    if user_agent::UserAgents.judge(text) != Evidence::Refuted && !text.starts_with("http") {
        see(Sign::UserAgent);
        return true;
    }
    if text.contains(char::is_whitespace) {
        return false;
    }
    if social::of_link(text).is_some() {
        see(Sign::Handle);
        return true;
    }
    let path = text.starts_with('/') && !text.starts_with("//") && text.len() > 1;
    let address = text.contains("://") && fits(T::Url, text);
    let found = path || address || urls::Urls.judge(text) != Evidence::Refuted;
    if found {
        see(Sign::Url);
    }
    found
}

/// What stands in one piece: ids, codes, keys; whether that settles it.
fn token(text: &str, digits: bool, see: &mut dyn FnMut(Sign)) -> bool {
    let settled = named_token(text, digits);
    if let Some(sign) = settled {
        see(sign);
        return !matches!(sign, Sign::Plate | Sign::Document);
    }
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/' | '+' | '=');
    if text.len() >= 16 && digits && text.chars().all(plain) {
        see(Sign::Opaque);
    } else if text.chars().count() <= 32 && text.chars().all(plain) {
        see(Sign::CodeShape);
    }
    false
}

/// The sign of a token of a known shape.
fn named_token(text: &str, digits: bool) -> Option<Sign> {
    let cookie =
        || text.starts_with("GA1.") || text.starts_with("GS1.") || text.starts_with("GS2.") || text.starts_with("fb.");
    let is_digest = |sign: &str| sign.len() >= 32 && fits(T::Digest, sign);
    match text.len() {
        32..=45 if digits && text.contains('-') && fits(T::Uuid, text) => Some(Sign::Uuid),
        32.. if digits && is_digest(text) => Some(Sign::Digest),
        20.. if text.starts_with("eyJ") || secret::Secrets.judge(text) == Evidence::Strong => Some(Sign::Secret),
        _ if cookie() && cookie::ga_client(text).is_some() | digits => Some(Sign::CookieId),
        30.. if text.contains('<') && mrz::MrzLines.judge(text) == Evidence::Strong => Some(Sign::Mrz),
        15..=34 if digits && is_iban(text) => Some(Sign::Iban),
        12..=17 if mac::Macs.judge(text) == Evidence::Strong || (text.contains(':') && fits(T::Mac, text)) => {
            Some(Sign::Mac)
        }
        2..=45 if text.contains(':') && fits(T::Ip, text) => Some(Sign::Ip),
        7..=14 if digits && is_new_postcode(text) => Some(Sign::PostcodeNew),
        6..=16 if digits && fits(T::Plate, text) => Some(Sign::Plate),
        7..=14 if digits && is_document(text) => Some(Sign::Document),
        _ if text.contains('=') && text.contains(';') && fits(T::Cookies, text) => Some(Sign::Cookies),
        _ => None,
    }
}

fn is_iban(text: &str) -> bool {
    let mut out = String::new();
    let form = form_of(T::Iban);
    form.write(text, &mut out) == Canonical::Written && !form.is_doubtful(&out) && iban::length_of(&out[..2]).is_some()
}

/// A postcode of a building, of which three digits are digits as written: `CООLЗАЯ` is a word.
fn is_new_postcode(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 3 && text.chars().count() == 7 && fits(T::Postcode, text)
}

/// Letters before digits, as passports and licences have them.
fn is_document(text: &str) -> bool {
    let letters = text.chars().take_while(|c| c.is_alphabetic() || *c == '№').count();
    let digits = text.chars().skip(letters).collect::<String>();
    matches!(letters, 1 | 2) && matches!(digits.len(), 6..=9) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// What people write: names, places, words of lists, prose.
fn written(text: &str, digits: bool, see: &mut dyn FnMut(Sign)) {
    let count = text.split_whitespace().count();
    let chars = text.chars().count();
    if text.starts_with(['{', '[', '<']) && text.len() > 2 {
        see(Sign::Structured);
    }
    if text.contains("; ") && text.contains('=') && fits(T::Cookies, text) {
        return see(Sign::Cookies);
    }
    if digits && count > 1 && spaced(text, see) {
        return;
    }
    let ends = text.ends_with(['.', '!', '?', '…'])
        || text.contains(['\n', '\r'])
        || text.contains(". ")
        || text.contains(", ");
    if count >= 7 || chars > 100 || (count >= 3 && ends) {
        see(Sign::Sentence);
    }
    if chars <= 100 {
        words::signs(text, count, digits, see);
    }
}

/// Identifiers that are written with spaces; whether it is one.
fn spaced(text: &str, see: &mut dyn FnMut(Sign)) -> bool {
    if text.len() <= 48 && card::Cards.judge(text) == Evidence::Strong {
        see(Sign::CardMasked);
        return true;
    }
    if text.len() <= 48 && fits(T::Phone, text) {
        see(Sign::PhoneStrong);
        see(Sign::PhoneFit);
        return true;
    }
    let sign = match text.len() {
        18..=42 if is_iban(text) => Sign::Iban,
        8..=16 if is_document(&text.replace(' ', "")) => Sign::Document,
        7..=20 if fits(T::Plate, text) => Sign::Plate,
        30.. if text.contains('<') && mrz::MrzLines.judge(text) == Evidence::Strong => Sign::Mrz,
        _ => return numbers::money(text, see),
    };
    see(sign);
    !matches!(sign, Sign::Plate | Sign::Document)
}
