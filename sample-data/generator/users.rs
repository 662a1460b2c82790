//! `users.csv`: accounts, as the learning platform exports them (GetCourse's manner).

use crate::cells::{Cells, digits};
use crate::clock;
use crate::dice::{Dice, Stream};
use crate::goods::{CITIES, PROMO_CODES};
use crate::names::Manner;
use crate::people::{FAMILY, Person, World};
use crate::spelling::{self, given, known, surname};
use crate::table::{Column, Dialect, Escape, Kind, Table, text, typed};

pub(crate) const TABLE: Table = Table {
    file: "users.csv",
    dialect: Dialect { delimiter: b';', line: "\r\n", bom: true, escape: Escape::Quotes },
    columns: &COLUMNS,
    fill,
};

const COLUMNS: [Column; 14] = [
    typed("id", Kind::Integer),
    text("Email"),
    text("Имя"),
    text("Фамилия"),
    text("Отчество"),
    text("Телефон"),
    text("Дата рождения"),
    text("Город"),
    text("Создан"),
    text("Последняя активность"),
    text("_ym_uid"),
    text("Подписан"),
    text("Согласие отозвано"),
    text("Промокод"),
];

fn fill(world: &World, row: u64, cells: &mut Cells) {
    let dice = &mut world.dice(Stream::Users, row);
    let person = &world.person(row);
    cells.number(person.id);
    known(cells, dice, 250, |out, dice| spelling::email(out, person, dice));
    names(cells, person, dice);
    phone(cells, person, dice);
    birth_date(cells, person, dice);
    city(cells, person, dice);
    cells.with(|out| clock::dotted(out, person.joined));
    known(cells, dice, 150, |out, _| clock::dotted(out, person.active));
    known(cells, dice, 900, |out, dice| cookie(out, person, dice));
    cells.add(if dice.happens(6_200) { "Да" } else { "Нет" });
    withdrawn(cells, person, dice);
    promo_code(cells, row, person, dice);
}

/// Given name, surname and patronymic; now and then the whole name, a firm or an address landed in the first cell.
fn names(cells: &mut Cells, person: &Person, dice: &mut Dice) {
    match dice.weighted(&[9_500, 200, 100, 60, 40, 100]) {
        0 => cells.add(given(person)),
        1 => cells.with(|out| spelling::full_name(out, person, dice)),
        2 => cells.add(&person.naming.given.latin),
        3 => cells.with(|out| spelling::address(out, person)),
        4 => cells.add("🙂"),
        _ => spelling::missing(cells, dice),
    }
    known(cells, dice, 800, |out, _| out.push_str(surname(person)));
    if dice.happens(4_500) || person.naming.manner == Manner::KazakhBare {
        spelling::missing(cells, dice);
    } else {
        cells.with(|out| spelling::patronymic(out, person));
    }
}

/// The family's own phones are always there and legible, so that each of the two can be named by it.
fn phone(cells: &mut Cells, person: &Person, dice: &mut Dice) {
    if FAMILY.contains(&person.index) {
        cells.with(|out| spelling::phone_spelled(out, person.phone, dice));
    } else {
        known(cells, dice, 600, |out, dice| spelling::phone(out, person, person.phone, dice));
    }
}

fn birth_date(cells: &mut Cells, person: &Person, dice: &mut Dice) {
    match dice.weighted(&[6_800, 3_000, 150, 50]) {
        0 => cells.with(|out| clock::dotted_date(out, person.birth)),
        1 => spelling::missing(cells, dice),
        2 => cells.add("01.01.1900"),
        _ => cells.with(|out| digits(out, person.birth.0 as u64)),
    }
}

fn city(cells: &mut Cells, person: &Person, dice: &mut Dice) {
    let city = &CITIES[person.city];
    known(cells, dice, 700, |out, dice| {
        let other = dice.happens(1_800) && !city.others.is_empty();
        out.push_str(if other { dice.word(city.others) } else { city.russian });
    });
}

/// A spreadsheet keeps fifteen digits of a number and makes zeros of the others.
fn cookie(out: &mut String, person: &Person, dice: &mut Dice) {
    let zeroed = dice.happens(40);
    digits(out, if zeroed { person.cookie / 10_000 * 10_000 } else { person.cookie });
}

fn withdrawn(cells: &mut Cells, person: &Person, dice: &mut Dice) {
    match person.withdrawn {
        Some(instant) => cells.with(|out| clock::dotted_day(out, instant)),
        None if dice.happens(4_000) => cells.add("-"),
        None => cells.null(),
    }
}

/// Every third came with a code. In two rows of the file a manager typed a phone into the wrong field.
fn promo_code(cells: &mut Cells, row: u64, person: &Person, dice: &mut Dice) {
    if row == 500 || row == 1_700 {
        cells.with(|out| spelling::phone_spelled(out, person.phone, dice));
    } else if dice.happens(3_200) {
        cells.add(dice.word(&PROMO_CODES));
    } else {
        cells.null();
    }
}
