//! One value, many spellings: what people type, and what Excel and exports make of it.
//!
//! Weights are in ten thousandths where they are rates, and `sample-data/README.md` repeats them.

use std::fmt::Write;

use crate::cells::{Cells, digits, padded};
use crate::dice::Dice;
use crate::names::{Manner, Name};
use crate::people::Person;

/// What stands where a value is missing, the most common first; an empty cell is the dialect's.
pub(crate) const MISSING: [&str; 10] = ["", "", "", "-", "NULL", "нет", r"\N", "не указан", "жоқ", "#Н/Д"];

/// Adds a cell that says in one of many ways that nothing is known.
pub(crate) fn missing(cells: &mut Cells, dice: &mut Dice) {
    match dice.word(&MISSING) {
        "" => cells.null(),
        spelled => cells.add(spelled),
    }
}

/// Adds a cell that `write` makes, or a missing one so often in ten thousand.
pub(crate) fn known(cells: &mut Cells, dice: &mut Dice, missing_rate: u32, write: impl FnOnce(&mut String, &mut Dice)) {
    if dice.happens(missing_rate) {
        missing(cells, dice);
    } else {
        cells.with(|out| write(out, dice));
    }
}

/// The spelling that a person uses.
pub(crate) fn own<'a>(person: &Person, name: &'a Name) -> &'a str {
    if person.kazakh_letters { &name.native } else { &name.russian }
}

pub(crate) fn given(person: &Person) -> &'static str {
    own(person, person.naming.given)
}

pub(crate) fn surname(person: &Person) -> &'static str {
    own(person, person.naming.surname.form(person.female))
}

/// Appends the patronymic; people named the Kazakh way without suffixes have none.
pub(crate) fn patronymic(out: &mut String, person: &Person) {
    let father = own(person, person.naming.father);
    let ending = match (person.naming.manner, person.female, person.kazakh_letters) {
        (Manner::KazakhBare, ..) => return,
        (Manner::Russian, false, _) => "ич",
        (Manner::Russian, true, _) => "на",
        (Manner::KazakhOv, false, _) => "ович",
        (Manner::KazakhOv, true, _) => "овна",
        (Manner::KazakhUly, false, true) => "ұлы",
        (Manner::KazakhUly, false, false) => "улы",
        (Manner::KazakhUly, true, true) => "қызы",
        (Manner::KazakhUly, true, false) => "кызы",
    };
    out.push_str(father);
    out.push_str(ending);
}

/// A name in one cell, as payment pages collect it.
pub(crate) fn full_name(out: &mut String, person: &Person, dice: &mut Dice) {
    let names = &person.naming;
    match dice.weighted(&[3_200, 2_600, 1_800, 900, 500, 400, 300, 150, 60, 40, 30, 20]) {
        0 => words(out, &[surname(person), given(person)]),
        1 => {
            words(out, &[surname(person), given(person), ""]);
            patronymic(out, person);
        }
        2 => words(out, &[given(person), surname(person)]),
        3 => {
            let card = [&names.given.latin, &names.surname.form(person.female).latin].map(|name| name.to_uppercase());
            words(out, &[&card[0], &card[1]]);
        }
        4 => {
            words(out, &[given(person), ""]);
            patronymic(out, person);
        }
        5 => out.push_str(given(person)),
        6 => initials(out, person),
        7 => words(out, &["", given(person), "", surname(person), ""]),
        8 => words(out, &[&surname(person).to_uppercase(), &given(person).to_uppercase()]),
        9 => out.push_str(r#"ТОО "Мысал Трейд""#),
        10 => address(out, person),
        _ => out.push('🙂'),
    }
}

/// `Мысалова А.С.`, as in bank statements.
fn initials(out: &mut String, person: &Person) {
    words(out, &[surname(person), ""]);
    out.extend(given(person).chars().next());
    out.push('.');
    if person.naming.manner != Manner::KazakhBare {
        out.extend(own(person, person.naming.father).chars().next());
        out.push('.');
    }
}

fn words(out: &mut String, words: &[&str]) {
    for (position, word) in words.iter().enumerate() {
        if position > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}

/// The person's address, as the mail server knows it.
///
/// Two low lines in a row stand in every local part: neither mail.ru nor Google nor Yandex gives such a name to anybody.
pub(crate) fn address(out: &mut String, person: &Person) {
    let given = &person.naming.given.latin;
    let surname = &person.naming.surname.form(person.female).latin;
    match person.mailbox.pattern {
        0 => lower(out, &[given, "__", surname]),
        1 => lower(out, &[surname, "__", given]),
        2 => lower(out, &[&given[..1], "__", surname]),
        3 => lower(out, &[given, "__"]),
        _ => lower(out, &[surname, ".", &given[..1], "__"]),
    }
    padded(out, person.mailbox.number, 4);
    out.push('@');
    out.push_str(person.mailbox.host);
}

fn lower(out: &mut String, parts: &[&str]) {
    out.extend(parts.iter().flat_map(|part| part.bytes()).map(|byte| char::from(byte.to_ascii_lowercase())));
}

/// An email cell that holds an address in one spelling or another, or (1.7 %) something that is none or more than one.
pub(crate) fn email(out: &mut String, person: &Person, dice: &mut Dice) {
    let start = out.len();
    match dice.weighted(&[7_900, 500, 400, 250, 200, 200, 150, 100, 80, 50, 40, 60, 40, 30]) {
        0 => address(out, person),
        1 => {
            address(out, person);
            out[start..].make_ascii_uppercase();
        }
        2 => {
            // A phone's keyboard starts every field with a capital letter.
            address(out, person);
            out[start..=start].make_ascii_uppercase();
            let host = start + out[start..].find('@').unwrap_or_default();
            out[host..].make_ascii_uppercase();
        }
        3 => padded_by(out, " ", "", person),
        4 => padded_by(out, "", " ", person),
        5 => padded_by(out, " ", " ", person),
        6 => padded_by(out, "mailto:", "", person),
        7 => {
            words(out, &[given(person), surname(person), "<"]);
            padded_by(out, "", ">", person);
        }
        8 => padded_by(out, "\u{a0}", "", person),
        9 => padded_by(out, "<", ">", person),
        10 => {
            padded_by(out, "", ", second_", person);
            address(out, person);
        }
        11 => out.push_str(dice.word(&["asdf", "aaa", "почты нет", "qwerty@", "-@-"])),
        12 => out.push_str(given(person)),
        _ => phone_spelled(out, person.phone, dice),
    }
}

fn padded_by(out: &mut String, before: &str, after: &str, person: &Person) {
    out.push_str(before);
    address(out, person);
    out.push_str(after);
}

/// A phone cell: the number in one spelling or another, or (3.4 %) something that cannot be joined.
pub(crate) fn phone(out: &mut String, person: &Person, number: u64, dice: &mut Dice) {
    match dice.weighted(&[9_660, 80, 110, 40, 60, 50]) {
        0 => phone_spelled(out, number, dice),
        1 => masked(out, number),
        2 => {
            phone_spelled(out, number, dice);
            out.push_str(dice.word(&[", ", " / ", "; ", " и "]));
            landline(out, number);
        }
        3 => lossy(out, number),
        4 => words(out, &[given(person), surname(person)]),
        _ => out.push_str(dice.word(&["позвоните маме", "номера нет", "whatsapp", "123", "см. почту"])),
    }
}

/// One number, spelled so that it can still be told.
pub(crate) fn phone_spelled(out: &mut String, number: u64, dice: &mut Dice) {
    match dice
        .weighted(&[1_700, 1_500, 1_000, 1_500, 1_300, 1_100, 500, 400, 260, 160, 140, 120, 60, 80, 50, 40, 50, 20, 20])
    {
        0 => grouped(out, "+7 ", number, [" ", " ", " "]),
        1 => grouped(out, "+7 (", number, [") ", "-", "-"]),
        2 => grouped(out, "8 ", number, [" ", " ", " "]),
        3 => plain(out, "8", number, ""),
        4 => plain(out, "7", number, ""),
        5 => plain(out, "+7", number, ""),
        6 => plain(out, "", number, ""),
        7 => grouped(out, "8 (", number, [") ", "-", "-"]),
        8 => grouped(out, "+7-", number, ["-", "-", "-"]),
        9 => grouped(out, "+7\u{a0}", number, ["\u{a0}", "\u{a0}", "\u{a0}"]),
        10 => float(out, number, '.', "E10"),
        11 => plain(out, "7", number, ".0"),
        12 => full_float(out, number),
        13 => grouped(out, "8-", number, ["-", "", ""]),
        14 => plain(out, "tel:+7", number, ""),
        15 => plain(out, "'7", number, ""),
        16 => grouped(out, "+7 ", number, [" ", "\u{2011}", "\u{2011}"]),
        17 => plain(out, r#"="7"#, number, r#"""#),
        _ => plain(out, "", 70_000_000_000 + number, "@c.us"),
    }
}

/// Splits ten digits as 3-3-2-2.
fn grouped(out: &mut String, before: &str, number: u64, marks: [&str; 3]) {
    out.push_str(before);
    digits(out, number / 10_000_000);
    out.push_str(marks[0]);
    padded(out, number / 10_000 % 1_000, 3);
    out.push_str(marks[1]);
    padded(out, number / 100 % 100, 2);
    out.push_str(marks[2]);
    padded(out, number % 100, 2);
}

fn plain(out: &mut String, before: &str, number: u64, after: &str) {
    out.push_str(before);
    digits(out, number);
    out.push_str(after);
}

/// `7.7710009998E10`: Java and JSON drop the zeros at the end, and the value is still exact.
fn float(out: &mut String, number: u64, point: char, exponent: &str) {
    out.push('7');
    out.push(point);
    let start = out.len();
    digits(out, number);
    out.truncate(start + out[start..].trim_end_matches('0').len());
    out.push_str(exponent);
}

/// `7,7710009998E+10`: a spreadsheet that was told to show ten decimals.
fn full_float(out: &mut String, number: u64) {
    plain(out, "7,", number, "E+10");
}

/// `7,77100E+10`: what a spreadsheet's narrow column leaves of a number.
fn lossy(out: &mut String, number: u64) {
    out.push_str("7,");
    padded(out, number / 100_000, 5);
    out.push_str("E+10");
}

fn masked(out: &mut String, number: u64) {
    out.push_str("+7 (");
    digits(out, number / 10_000_000);
    out.push_str(") ***-**-");
    padded(out, number % 100, 2);
}

/// A number at home, beside the mobile one.
fn landline(out: &mut String, number: u64) {
    out.push_str("8 (7172) 00-");
    padded(out, number / 100 % 100, 2);
    out.push('-');
    padded(out, number % 100, 2);
}

/// An account number as payment pages store it: now and then a spreadsheet made a float of it.
pub(crate) fn user_id(out: &mut String, person: &Person, dice: &mut Dice) {
    match dice.weighted(&[9_500, 250, 200, 50]) {
        0 => digits(out, person.id),
        1 => plain(out, " ", person.id, " "),
        2 => plain(out, "", person.id, ".0"),
        _ => plain(out, "", person.id, " "),
    }
}

/// An IIN: two thirds as it should be, the others as spreadsheets and people leave it.
pub(crate) fn iin(out: &mut String, number: u64, dice: &mut Dice) {
    match dice.weighted(&[6_730, 1_700, 400, 250, 150, 300, 150, 60, 60, 120, 30, 50]) {
        0 => padded(out, number, 12),
        // Read as a number: births from 2000 to 2009 lose the zeros in front, others look as they should.
        1 => digits(out, number),
        2 => grouped_iin(out, number, &[6, 6], " "),
        3 => grouped_iin(out, number, &[3, 3, 3, 3], " "),
        4 => grouped_iin(out, number, &[6, 6], "-"),
        5 => iin_float(out, number),
        6 => plain(out, "", number, ".0"),
        7 => guarded_iin(out, "'", number, ""),
        8 => guarded_iin(out, r#"=""#, number, r#"""#),
        // Typed wrong at the end.
        9 => padded(out, number / 100 * 100 + (number + 37) % 100, 12),
        10 => iin_lossy(out, number),
        // A sole trader's or a firm's number; these have a date that is still to come.
        _ => out.push_str(dice.word(&["351240000010", "351251000010", "351260000012"])),
    }
}

fn guarded_iin(out: &mut String, before: &str, number: u64, after: &str) {
    out.push_str(before);
    padded(out, number, 12);
    out.push_str(after);
}

fn grouped_iin(out: &mut String, number: u64, widths: &[usize], mark: &str) {
    let mut text = String::with_capacity(12);
    padded(&mut text, number, 12);
    let mut start = 0;
    for &width in widths {
        if start > 0 {
            out.push_str(mark);
        }
        out.push_str(&text[start..start + width]);
        start += width;
    }
}

/// `8.50315100016E11`: exact, since Java and JSON write every digit that is there.
fn iin_float(out: &mut String, number: u64) {
    let mut text = String::with_capacity(12);
    digits(&mut text, number);
    out.push_str(&text[..1]);
    out.push('.');
    out.push_str(text[1..].trim_end_matches('0'));
    // Writing to a `String` cannot fail.
    _ = write!(out, "E{}", text.len() - 1);
}

/// `8,50315E+11`: six digits are left, and nobody can tell the others.
fn iin_lossy(out: &mut String, number: u64) {
    let mut text = String::with_capacity(12);
    digits(&mut text, number);
    out.push_str(&text[..1]);
    out.push(',');
    out.push_str(&text[1..6]);
    _ = write!(out, "E+{}", text.len() - 1);
}
