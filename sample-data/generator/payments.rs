//! `payments.csv`: what the payment page and the accountants know.

use crate::cells::{Cells, digits, padded};
use crate::clock;
use crate::dice::{Dice, Stream};
use crate::goods::{COURSES, Course};
use crate::names::NAMES;
use crate::people::{FAMILY, FAMILY_PHONE, Person, World};
use crate::spelling::{self, known};
use crate::table::{Column, Dialect, Escape, Kind, Table, text, typed};
use crate::web;

pub(crate) const TABLE: Table = Table {
    file: "payments.csv",
    dialect: Dialect { delimiter: b',', line: "\n", bom: false, escape: Escape::Quotes },
    columns: &COLUMNS,
    fill,
};

const COLUMNS: [Column; 14] = [
    typed("payment_id", Kind::Integer),
    text("created_at"),
    text("user_id"),
    text("full_name"),
    text("email"),
    text("phone"),
    text("ИИН плательщика"),
    text("amount"),
    text("currency"),
    text("status"),
    text("card_mask"),
    text("course"),
    text("ip"),
    text("comment"),
];

fn fill(world: &World, row: u64, cells: &mut Cells) {
    let dice = &mut world.dice(Stream::Payments, row);
    let family = planted(row);
    let person = &family.map_or_else(|| world.somebody(dice), |index| world.person(index));
    let course = dice.pick(&COURSES);
    let status = STATUSES[dice.weighted(&[8_300, 700, 450, 350, 170, 30])];
    cells.number(payment_id(row));
    created_at(cells, person, dice);
    if family.is_some() {
        planted_identity(cells, person, dice);
    } else {
        identity(cells, person, dice);
    }
    known(cells, dice, 3_000, |out, dice| spelling::iin(out, person.iin, dice));
    let currency = dice.weighted(&[9_550, 300, 100, 50]);
    cells.with(|out| amount(out, course, currency, status == "refunded", dice));
    cells.add(["KZT", "RUB", "USD", "kzt"][currency]);
    cells.add(status);
    card_mask(cells, person, dice);
    product(cells, row, course, person);
    known(cells, dice, 200, |out, dice| web::ip(out, person, dice));
    comment(cells, world, person, course, dice);
}

const STATUSES: [&str; 6] = ["paid", "failed", "refunded", "pending", "cancelled", "Оплачено"];

/// The rows where the two of the family pay with the phone that they share: twenty of the first five thousand.
fn planted(row: u64) -> Option<u64> {
    (row < 5_000 && row % 250 == 5).then(|| FAMILY[(row / 250 % 2) as usize])
}

/// Eighteen digits, another one for every row: the factor shares none with the number of ids.
fn payment_id(row: u64) -> u64 {
    const FIRST: u64 = 100_000_000_000_000_000;
    const COUNT: u64 = 900_000_000_000_000_000;
    let scattered = u128::from(row) * 612_345_678_912_345_677 + 402_771_000_999_831;
    FIRST + (scattered % u128::from(COUNT)) as u64
}

/// Mostly naive local time; one in six says its offset, which moved with the country in 2024.
fn created_at(cells: &mut Cells, person: &Person, dice: &mut Dice) {
    let instant = dice.between(person.joined, person.active.max(person.joined + 1));
    let local = clock::almaty(instant);
    cells.with(|out| match dice.weighted(&[7_400, 1_000, 1_000, 200, 380, 20]) {
        0 => clock::iso(out, instant, local, ' '),
        1 => clock::iso(out, instant, local, 'T'),
        2 => offset(out, instant, local),
        // The west of the country had +05:00 all along.
        3 => offset(out, instant, 5),
        4 => {
            clock::iso(out, instant, 0, 'T');
            out.push('Z');
        }
        _ => out.push_str("0000-00-00"),
    });
}

fn offset(out: &mut String, instant: i64, hours: i64) {
    clock::iso(out, instant, hours, 'T');
    out.push_str(if hours == 6 { "+06:00" } else { "+05:00" });
}

/// Account, name, email and phone, each as somebody typed it on that day; 3 % pay without an account.
fn identity(cells: &mut Cells, person: &Person, dice: &mut Dice) {
    known(cells, dice, 300, |out, dice| spelling::user_id(out, person, dice));
    known(cells, dice, 300, |out, dice| spelling::full_name(out, person, dice));
    known(cells, dice, 700, |out, dice| spelling::email(out, person, dice));
    known(cells, dice, 500, |out, dice| spelling::phone(out, person, person.phone, dice));
}

fn planted_identity(cells: &mut Cells, person: &Person, dice: &mut Dice) {
    cells.number(person.id);
    cells.with(|out| spelling::full_name(out, person, dice));
    cells.with(|out| spelling::address(out, person));
    cells.with(|out| spelling::phone_spelled(out, FAMILY_PHONE, dice));
}

fn amount(out: &mut String, course: &Course, currency: usize, refund: bool, dice: &mut Dice) {
    // An instalment, a discount or the whole price.
    let share = *dice.pick(&[100, 100, 100, 90, 85, 50, 25]);
    let tenge = course.price * share / 100;
    let sum = match currency {
        1 => tenge / 5,
        2 => tenge / 480,
        _ => tenge,
    };
    if refund {
        out.push('-');
    }
    match dice.weighted(&[6_900, 1_300, 600, 800, 200, 170, 30]) {
        0 => decimals(out, sum, '.'),
        1 => thousands(out, sum, ' '),
        2 => thousands(out, sum, '\u{a0}'),
        3 => digits(out, sum),
        4 => decimals(out, sum, ','),
        5 => {
            digits(out, sum);
            out.push_str(".5");
        }
        _ => {
            thousands(out, sum, ' ');
            out.push_str(" тг");
        }
    }
}

fn decimals(out: &mut String, sum: u64, point: char) {
    digits(out, sum);
    out.push(point);
    out.push_str("00");
}

/// `45 000,00`: the comma makes the cell need quotes.
fn thousands(out: &mut String, sum: u64, mark: char) {
    if sum >= 1_000 {
        digits(out, sum / 1_000);
        out.push(mark);
        padded(out, sum % 1_000, 3);
    } else {
        digits(out, sum);
    }
    out.push_str(",00");
}

/// First six and last four digits, over numbers that card networks keep for tests.
fn card_mask(cells: &mut Cells, person: &Person, dice: &mut Dice) {
    let Some((first, last)) = person.card.filter(|_| dice.happens(9_000)) else {
        return cells.null();
    };
    cells.with(|out| match dice.weighted(&[8_800, 700, 500]) {
        0 => masked(out, first.into(), "******", last.into()),
        1 => {
            padded(out, u64::from(first) / 100, 4);
            out.push_str(" 00XX XXXX ");
            padded(out, last.into(), 4);
        }
        _ => {
            out.push('*');
            padded(out, last.into(), 4);
        }
    });
}

fn masked(out: &mut String, first: u64, hidden: &str, last: u64) {
    padded(out, first, 6);
    out.push_str(hidden);
    padded(out, last, 4);
}

/// The course; in every 1,700th row somebody pasted an address behind it, where nobody looks for one.
fn product(cells: &mut Cells, row: u64, course: &Course, person: &Person) {
    cells.with(|out| {
        out.push_str(course.title);
        if row % 1_700 == 850 {
            out.push(' ');
            spelling::address(out, person);
        }
    });
}

const PLAIN_COMMENTS: [&str; 4] = ["рассрочка Kaspi 0-0-12", "жеңілдік 15%", "повторный платёж", "счёт для юрлица"];

/// Most say nothing; half of the others name somebody.
fn comment(cells: &mut Cells, world: &World, person: &Person, course: &Course, dice: &mut Dice) {
    let kind = dice.weighted(&[6_700, 800, 500, 500, 450, 350, 300, 200, 150, 50]);
    if kind == 0 {
        return cells.null();
    }
    cells.with(|out| match kind {
        1 => out.push_str(dice.word(&PLAIN_COMMENTS)),
        2 => {
            out.push_str("оплата за курс «");
            out.push_str(course.title);
            out.push('»');
        }
        3 => {
            out.push_str("перезвонить ");
            spelling::phone_spelled(out, person.phone, dice);
        }
        4 => {
            out.push_str("чек на ");
            spelling::address(out, person);
        }
        5 => {
            out.push_str("платит мама, ");
            out.push_str(&NAMES.somebody(dice).native);
        }
        6 => {
            out.push_str("WhatsApp ");
            digits(out, 70_000_000_000 + person.phone);
            out.push_str("@c.us, куратор ");
            let curator = world.person(3);
            out.push_str(spelling::given(&curator));
        }
        7 => {
            out.push_str("возврат: ");
            spelling::full_name(out, person, dice);
            out.push_str(", ИИН ");
            padded(out, person.iin, 12);
        }
        8 => {
            out.push_str("қайтару керек,\nхабарласыңыз: ");
            spelling::phone_spelled(out, person.phone, dice);
        }
        _ => out.push_str("не проходит карта 4000 0000 0000 1232, 12/29"),
    });
}
