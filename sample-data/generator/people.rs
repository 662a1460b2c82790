//! The invented people.
//!
//! A person is a pure function of the seed and an index. Nothing about one is possible outside these files: the IIN has a
//! century that nobody lives in, the mailbox breaks its provider's rules, the phone is in a block of zeros.

use crate::clock::{DAY, EXPORT, OPENING};
use crate::dice::{Cup, Dice, Stream};
use crate::goods::CITIES;
use crate::names::{NAMES, Naming};
use crate::web;

/// Two people who share a phone, besides having one each: a mother and her son, say.
pub(crate) const FAMILY: [u64; 2] = [17, 18];
/// The phone that they share. Phones are dealt from block 000 upwards and never get this far.
pub(crate) const FAMILY_PHONE: u64 = 7_479_990_077;

/// Everything that rows are made from.
pub(crate) struct World {
    cup: Cup,
    /// How many people have an account.
    pub(crate) users: u64,
}

/// One invented person.
#[derive(Clone, Copy)]
pub(crate) struct Person {
    pub(crate) index: u64,
    pub(crate) id: u64,
    pub(crate) female: bool,
    pub(crate) naming: Naming,
    /// Whether the person types Kazakh letters or what a Russian keyboard has instead.
    pub(crate) kazakh_letters: bool,
    pub(crate) birth: (i32, u32, u32),
    pub(crate) iin: u64,
    /// Ten digits, without the country code.
    pub(crate) phone: u64,
    pub(crate) mailbox: Mailbox,
    pub(crate) city: usize,
    pub(crate) seen: i64,
    pub(crate) joined: i64,
    pub(crate) active: i64,
    /// When consent was withdrawn.
    pub(crate) withdrawn: Option<i64>,
    pub(crate) cookie: u64,
    /// Where the person's home network starts.
    pub(crate) network: u32,
    pub(crate) devices: [usize; 2],
    pub(crate) card: Option<(u32, u32)>,
}

/// What an address is made of; the spelling is put together where it is written.
#[derive(Clone, Copy)]
pub(crate) struct Mailbox {
    pub(crate) pattern: u32,
    /// Different for every person, so that no two share a mailbox by accident.
    pub(crate) number: u64,
    pub(crate) host: &'static str,
}

/// Providers and invented firms, the most common first.
const HOSTS: [&str; 10] = [
    "gmail.com",
    "mail.ru",
    "yandex.kz",
    "yandex.ru",
    "inbox.ru",
    "bk.ru",
    "list.ru",
    "poshta.example",
    "temir-zavod.example",
    "mektep.kz.example",
];

/// What mobile numbers start with in Kazakhstan.
const PREFIXES: [u64; 17] = [700, 701, 702, 705, 706, 707, 708, 747, 760, 761, 762, 771, 775, 776, 777, 778, 785];

impl World {
    pub(crate) fn new(seed: u64, users: u64) -> Self {
        Self { cup: Cup::new(seed), users }
    }

    pub(crate) fn dice(&self, stream: Stream, row: u64) -> Dice {
        self.cup.dice(stream, row)
    }

    /// Somebody with an account; a few people do most things, as everywhere.
    pub(crate) fn somebody(&self, dice: &mut Dice) -> Person {
        let (a, b) = (dice.below_u64(self.users), dice.below_u64(self.users));
        self.person(if dice.happens(6_000) { a.min(b) } else { a })
    }

    /// Somebody without an account: an index that `users` does not list.
    pub(crate) fn stranger(&self, dice: &mut Dice) -> Person {
        self.person(self.users + dice.below_u64(self.users))
    }

    pub(crate) fn person(&self, index: u64) -> Person {
        // The order of the throws is part of the format of the samples: new ones go to the end.
        let dice = &mut self.dice(Stream::People, index);
        let id = 1_001 + index * 3 + u64::from(dice.below(3));
        let female = dice.happens(5_500);
        let naming = NAMES.draw(dice, female);
        let kazakh_letters = dice.happens(6_500);
        let birth = (1_960 + age_skew(dice), 1 + dice.below(12), 1 + dice.below(28));
        let iin = iin(birth, female, dice);
        let mailbox = mailbox(index, dice);
        let city = dice.weighted_by(&CITIES, |city| city.weight);
        let joined = dice.between(OPENING, EXPORT - 5 * DAY);
        let seen = joined - dice.between(0, 40 * DAY);
        let active = dice.between(joined, EXPORT);
        let withdrawn = dice.happens(60).then(|| active + dice.between(0, EXPORT - active));
        Person {
            index,
            id,
            female,
            naming,
            kazakh_letters,
            birth,
            iin,
            phone: phone(index),
            mailbox,
            city,
            seen,
            joined,
            active,
            withdrawn: withdrawn.filter(|_| !FAMILY.contains(&index)),
            cookie: cookie(seen, dice),
            network: web::network(dice),
            devices: [web::device(dice), web::device(dice)],
            card: dice.happens(7_500).then(|| (test_card(dice), dice.below(10_000))),
        }
    }
}

/// Years after 1960. Students are young: a third was born in this century, and those have the IINs that lose zeros.
fn age_skew(dice: &mut Dice) -> i32 {
    49 - dice.below(50).min(dice.below(50)) as i32
}

/// Prefixes that test cards have.
fn test_card(dice: &mut Dice) -> u32 {
    *dice.pick(&[400_000, 400_000, 520_000, 220_000])
}

/// Deals mobile numbers: every person gets another one, the first 170,000 people from block 000.
fn phone(index: u64) -> u64 {
    let slots = PREFIXES.len() as u64 * 10_000;
    // 77,773 shares no factor with the slots, so that this visits each once and neighbours look unlike.
    let slot = (index % slots * 77_773 + 9_998) % slots;
    PREFIXES[(slot / 10_000) as usize] * 10_000_000 + index / slots * 10_000 + slot % 10_000
}

fn mailbox(index: u64, dice: &mut Dice) -> Mailbox {
    let number = index / 10_000 * 10_000 + (index % 10_000 * 7_351 + 4_117) % 10_000;
    Mailbox { pattern: dice.below(5), number, host: HOSTS[dice.weighted(&[36, 24, 9, 6, 5, 4, 3, 6, 4, 3])] }
}

/// `_ym_uid`: the second of the first visit, then eight or nine digits.
pub(crate) fn cookie(seen: i64, dice: &mut Dice) -> u64 {
    let tail = u64::from(dice.below(1_000_000_000)).max(10_000_000);
    seen as u64 * if tail < 100_000_000 { 100_000_000 } else { 1_000_000_000 } + tail
}

/// A number with the right check digit that nobody has: of the 19th century, or of somebody not yet born.
fn iin((year, month, day): (i32, u32, u32), female: bool, dice: &mut Dice) -> u64 {
    let short = (year % 100) as u64;
    let unborn = short >= 60 && dice.happens(300);
    let century = if unborn { 5 } else { 1 } + u64::from(female);
    let head = ((short * 100 + u64::from(month)) * 100 + u64::from(day)) * 10 + century;
    let mut serial = u64::from(dice.below(9_000));
    loop {
        let body = head * 10_000 + serial;
        if let Some(check) = check_digit(body) {
            return body * 10 + check;
        }
        serial += 1;
    }
}

/// Check digit of the first eleven digits; some have none and are never issued.
fn check_digit(body: u64) -> Option<u64> {
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]]
        .map(|weights: [u64; 11]| {
            let digits = (0..11).map(|place| body / 10_u64.pow(10 - place) % 10);
            digits.zip(weights).map(|(digit, weight)| digit * weight).sum::<u64>() % 11
        })
        .into_iter()
        .find(|&rest| rest < 10)
}
