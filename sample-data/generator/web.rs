//! Networks, devices and addresses of pages.

use crate::cells::{digits, padded};
use crate::dice::Dice;
use crate::goods::COURSES;
use crate::people::{Person, World};
use crate::spelling;

/// First two bytes of networks that look like those of providers in Kazakhstan.
static NETWORKS: [[u8; 2]; 20] = [
    [2, 132],
    [2, 134],
    [5, 34],
    [5, 251],
    [31, 171],
    [37, 99],
    [37, 150],
    [46, 34],
    [77, 240],
    [79, 143],
    [85, 117],
    [88, 204],
    [89, 218],
    [92, 46],
    [92, 47],
    [95, 56],
    [95, 57],
    [145, 249],
    [178, 88],
    [178, 90],
];

/// Where a person's home network starts: three bytes of an IPv4 address.
pub(crate) fn network(dice: &mut Dice) -> u32 {
    let [a, b] = *dice.pick(&NETWORKS);
    u32::from_be_bytes([0, a, b, dice.below(256) as u8])
}

/// An address of the person: mostly at home, sometimes on the move, sometimes IPv6.
///
/// The last byte of IPv4 is 1 to 254, as hosts have it: the host bits of a real address are never all zero.
pub(crate) fn ip(out: &mut String, person: &Person, dice: &mut Dice) {
    let [_, a, b, home] = person.network.to_be_bytes();
    let third = if dice.happens(2_500) { dice.below(256) as u8 } else { home };
    match dice.weighted(&[9_300, 60, 640]) {
        0 => ipv4(out, [a, b, third], dice),
        1 => {
            out.push_str("::ffff:");
            ipv4(out, [a, b, third], dice);
        }
        _ => ipv6(out, person.network, dice),
    }
}

fn ipv4(out: &mut String, start: [u8; 3], dice: &mut Dice) {
    for byte in start {
        digits(out, byte.into());
        out.push('.');
    }
    digits(out, u64::from(1 + dice.below(254)));
}

fn ipv6(out: &mut String, network: u32, dice: &mut Dice) {
    out.push_str("2a03:32c0:");
    for group in [u64::from(network & 0xff_ffff) >> 8, u64::from(network & 0xff) << 8] {
        hex(out, group.max(1));
        out.push(':');
    }
    for position in 0..4 {
        hex(out, dice.below_u64(0xffff) + 1);
        if position < 3 {
            out.push(':');
        }
    }
}

/// Lower-case, without zeros in front.
fn hex(out: &mut String, number: u64) {
    let digits = (0..16).rev().map(|place| number >> (4 * place) & 15).skip_while(|&digit| digit == 0);
    out.extend(digits.map(|digit| char::from_digit(digit as u32, 16).unwrap_or('0')));
}

/// Hex digits of a fixed number.
fn hex_block(out: &mut String, number: u64, width: u32) {
    let digits = (0..width).rev().map(|place| number >> (4 * place) & 15);
    out.extend(digits.map(|digit| char::from_digit(digit as u32, 16).unwrap_or('0')));
}

/// A random UUID, version 4.
pub(crate) fn uuid(out: &mut String, dice: &mut Dice) {
    let (high, low) = (dice.bits(), dice.bits());
    hex_block(out, high >> 32, 8);
    out.push('-');
    hex_block(out, high >> 16, 4);
    out.push_str("-4");
    hex_block(out, high, 3);
    out.push('-');
    hex_block(out, 0x8000 | low >> 50, 4);
    out.push('-');
    hex_block(out, low, 12);
}

/// Which browser a person uses, as a position in [`AGENTS`].
pub(crate) fn device(dice: &mut Dice) -> usize {
    dice.weighted_by(&AGENTS, |(weight, _)| *weight)
}

pub(crate) fn agent(device: usize) -> &'static str {
    AGENTS[device].1
}

/// Browsers of desktops and phones, pages inside apps (these carry ids of their own) and two robots.
static AGENTS: [(u32, &str); 26] = [
    (
        140,
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    ),
    (
        60,
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    ),
    (
        8,
        "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36",
    ),
    (
        90,
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 YaBrowser/25.10.0.0 Safari/537.36",
    ),
    (
        24,
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 OPR/123.0.0.0",
    ),
    (
        30,
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
    ),
    (26, "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0"),
    (6, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    (
        40,
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    ),
    (
        36,
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
    ),
    (
        180,
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    ),
    (
        60,
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36",
    ),
    (
        40,
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
    ),
    (
        36,
        "Mozilla/5.0 (Linux; arm_64; Android 14; 23053RN02Y) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 YaBrowser/25.8.0.0 Mobile Safari/537.36",
    ),
    (
        120,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    ),
    (
        40,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
    ),
    (
        20,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0.0.0 Mobile/15E148 Safari/604.1",
    ),
    (
        10,
        "Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.7 Mobile/15E148 Safari/604.1",
    ),
    (
        40,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 390.0.0.28.85 (iPhone14,5; iOS 18_5; ru_KZ; ru; scale=3.00; 1170x2532; IABMV/1; 772213987) Safari/604.1",
    ),
    (
        24,
        "Mozilla/5.0 (Linux; Android 14; SM-A546E Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/141.0.0.0 Mobile Safari/537.36 Instagram 402.0.0.49.66 Android (34/14; 450dpi; 1080x2340; samsung; SM-A546E; a54x; s5e8835; ru_KZ; 799211032; IABMV/1)",
    ),
    (
        10,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21G93 [FBAN/FBIOS;FBAV/512.0.0.37.97;FBBV/736482119;FBDV/iPhone13,2;FBMD/iPhone;FBSN/iOS;FBSV/17.6;FBSS/3;FBCR/;FBID/phone;FBLC/ru_RU;FBOP/80]",
    ),
    (
        18,
        "Mozilla/5.0 (Linux; Android 13; 2201117TG Build/TKQ1.221114.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36 YaApp_Android/25.95.1 YaSearchBrowser/25.95.1 BroPP/1.0 webOmni SA/3",
    ),
    (
        16,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/392.0.811331708 Mobile/15E148 Safari/604.1",
    ),
    (
        12,
        "Mozilla/5.0 (Linux; Android 12; M2101K6G Build/SKQ1.210908.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/138.0.0.0 Mobile Safari/537.36 trill_420503 BytedanceWebview/d8a21c6",
    ),
    (4, "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)"),
    (4, "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
];

/// The page a visit started on. Forms and mailings put people into addresses: about one in five names somebody.
pub(crate) fn page(out: &mut String, world: &World, person: &Person, dice: &mut Dice) {
    let course = dice.pick(&COURSES);
    match dice.weighted(&[330, 330, 60, 40, 30, 26, 22, 16, 12, 6, 6, 4]) {
        0 => out.push_str("https://skillbox.kz/"),
        1 => {
            at(out, "https://skillbox.kz/course/", course.slug, "/");
            campaign(out, dice);
        }
        2 => at(out, "https://go.skillbox.kz/user/", &person.id.to_string(), "/lessons"),
        3 => {
            out.push_str("https://skillbox.kz/checkout/?course=");
            out.push_str(course.slug);
            out.push_str("&email=");
            percent(out, &address(person), 1);
            parameter(out, dice, "&phone=", &phone(person));
        }
        4 => {
            out.push_str("https://skillbox.kz/unsubscribe?email=");
            percent(out, &address(person), 1);
            token(out, dice, "&token=");
        }
        5 => {
            out.push_str("https://skillbox.kz/certificate/");
            uuid(out, dice);
        }
        6 => {
            out.push_str("https://skillbox.kz/lead/?name=");
            percent(out, &person.naming.given.native, 1);
            parameter(out, dice, "&tel=", &phone(person));
            campaign_tail(out, dice, '&');
        }
        7 => {
            // A redirect encodes what was encoded already.
            out.push_str("https://skillbox.kz/login?next=%2Fcabinet%3Femail%3D");
            percent(out, &address(person), 2);
        }
        8 => {
            at(out, "https://skillbox.kz/course/", course.slug, "/");
            out.push_str("#form-phone=");
            out.push_str(&phone(person));
        }
        9 => {
            at(out, "https://skillbox.kz/order/", &dice.below(9_000_000).to_string(), "/thanks?uid=");
            digits(out, person.id);
        }
        10 => {
            let friend = world.somebody(dice);
            at(out, "https://skillbox.kz/invite/", &friend.id.to_string(), "?utm_source=friend");
        }
        _ => {
            // Typed by hand into an address: quotes and backslashes that the export has to escape.
            at(
                out,
                "https://skillbox.kz/search?q=",
                dice.word(&["kids'+python", r"c:\users", "дизайн'", "«excel»"]),
                "",
            );
        }
    }
}

/// Where the visitor came from; often from nowhere.
pub(crate) fn referrer(out: &mut String, person: &Person, dice: &mut Dice) {
    match dice.weighted(&[420, 150, 130, 80, 60, 40, 40, 20, 16, 14, 8, 6]) {
        0 => (),
        1 => out.push_str("https://www.google.com/"),
        2 => out.push_str("https://yandex.kz/"),
        3 => out.push_str("https://l.instagram.com/"),
        4 => out.push_str("https://skillbox.kz/"),
        5 => token(out, dice, "https://yandex.kz/clck/jsredir?from=yandex.kz;search;web&etext="),
        6 => out.push_str("https://go.skillbox.kz/"),
        7 => at(out, "https://go.skillbox.kz/profile/", &person.id.to_string(), ""),
        8 => out.push_str("android-app://com.google.android.gm/"),
        9 => {
            out.push_str("https://skillbox.kz/webinar/?email=");
            percent(out, &address(person), 1);
        }
        10 => at(out, "https://wa.me/7", &person.phone.to_string(), ""),
        _ => {
            out.push_str("https://e.mail.ru/search/?q_query=");
            percent(out, &address(person), 1);
        }
    }
}

fn at(out: &mut String, before: &str, middle: &str, after: &str) {
    out.push_str(before);
    out.push_str(middle);
    out.push_str(after);
}

fn address(person: &Person) -> String {
    let mut address = String::with_capacity(48);
    spelling::address(&mut address, person);
    address
}

fn phone(person: &Person) -> String {
    format!("+7{}", person.phone)
}

/// A parameter that is there in two of three cases.
fn parameter(out: &mut String, dice: &mut Dice, name: &str, value: &str) {
    if dice.happens(6_600) {
        out.push_str(name);
        percent(out, value, 1);
    }
}

fn campaign(out: &mut String, dice: &mut Dice) {
    if dice.happens(5_500) {
        campaign_tail(out, dice, '?');
    }
}

fn campaign_tail(out: &mut String, dice: &mut Dice, mark: char) {
    let sources = [
        "utm_source=yandex&utm_medium=cpc&utm_campaign=search_kz",
        "utm_source=instagram&utm_medium=stories",
        "utm_source=google&utm_medium=cpc",
        "utm_source=email&utm_medium=digest",
        "utm_source=kaspi&utm_medium=banner",
    ];
    out.push(mark);
    out.push_str(dice.word(&sources));
    if dice.happens(2_500) {
        out.push_str("&utm_term=");
        percent(out, dice.word(&["курсы дизайна", "it курс алматы", "онлайн оқу", "python с нуля"]), 1);
    }
    match dice.weighted(&[40, 35, 15, 10]) {
        0 => (),
        1 => {
            out.push_str("&yclid=");
            padded(out, 10_000_000_000_000_000 + dice.below_u64(9_000_000_000_000_000), 17);
        }
        2 => token(out, dice, "&gclid=Cj0KCQ"),
        _ => token(out, dice, "&fbclid=IwAR"),
    }
}

/// Letters and digits that mean nothing to anybody but a machine.
fn token(out: &mut String, dice: &mut Dice, before: &str) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    out.push_str(before);
    for mut bits in [dice.bits(), dice.bits(), dice.bits()] {
        for _ in 0..10 {
            out.push(char::from(LETTERS[(bits & 63) as usize]));
            bits >>= 6;
        }
    }
}

/// Percent-encodes a value, once or again.
fn percent(out: &mut String, value: &str, times: u32) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            out.push(char::from(byte));
            continue;
        }
        out.push('%');
        (1..times).for_each(|_| out.push_str("25"));
        out.push(char::from(HEX[usize::from(byte >> 4)]));
        out.push(char::from(HEX[usize::from(byte & 15)]));
    }
}
