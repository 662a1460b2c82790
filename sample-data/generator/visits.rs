//! `visits.tsv`: visits to the site, as the Logs API of Yandex Metrika returns them.

use crate::cells::{Cells, digits};
use crate::clock;
use crate::dice::{Dice, Stream};
use crate::goods::CITIES;
use crate::people::{Person, World, cookie};
use crate::table::{Column, Dialect, Escape, Kind, Table, text, typed};
use crate::web;

pub(crate) const TABLE: Table = Table {
    file: "visits.tsv",
    dialect: Dialect { delimiter: b'\t', line: "\n", bom: false, escape: Escape::Backslashes },
    columns: &COLUMNS,
    fill,
};

const COLUMNS: [Column; 12] = [
    typed("ym:s:visitID", Kind::Unsigned),
    typed("ym:s:clientID", Kind::Unsigned),
    typed("ym:s:dateTime", Kind::Time),
    typed("ym:s:dateTimeUTC", Kind::Time),
    text("ym:s:ipAddress"),
    text("ym:s:startURL"),
    text("ym:s:referer"),
    text("ym:s:regionCity"),
    text("ym:s:userAgent"),
    typed("ym:s:pageViews", Kind::Integer),
    typed("ym:s:isNewUser", Kind::Integer),
    text("ym:s:goalsID"),
];

/// Despite its name, `dateTimeUTC` is on the clock of Moscow.
const MOSCOW: i64 = 3;

fn fill(world: &World, row: u64, cells: &mut Cells) {
    let dice = &mut world.dice(Stream::Visits, row);
    let person = &if dice.happens(1_500) { world.stranger(dice) } else { world.somebody(dice) };
    let first = dice.happens(1_800);
    let second = dice.happens(1_200);
    let instant = if first { person.seen } else { dice.between(person.seen, person.active) };
    cells.number(visit_id(instant, row));
    cells.number(if second { second_browser(person, dice) } else { person.cookie });
    cells.with(|out| clock::iso(out, instant, clock::almaty(instant), ' '));
    cells.with(|out| clock::iso(out, instant, MOSCOW, ' '));
    cells.with(|out| web::ip(out, person, dice));
    cells.with(|out| web::page(out, world, person, dice));
    cells.with(|out| web::referrer(out, person, dice));
    city(cells, person, dice);
    cells.add(web::agent(person.devices[usize::from(second)]));
    cells.number(u64::from(1 + dice.below(6) * dice.below(4)));
    cells.number(first.into());
    goals(cells, dice);
}

/// The second, then nine digits that repeat only after a thousand million rows.
fn visit_id(instant: i64, row: u64) -> u64 {
    instant as u64 * 1_000_000_000 + (row * 387_420_489 + 271_828_183) % 1_000_000_000
}

/// Another browser, or one whose cookies were cleared: an id of its own, which no account lists.
fn second_browser(person: &Person, dice: &mut Dice) -> u64 {
    cookie(person.joined, dice)
}

/// Where the network is thought to be, which is not always where the account says.
fn city(cells: &mut Cells, person: &Person, dice: &mut Dice) {
    match dice.weighted(&[8_600, 1_000, 400]) {
        0 => cells.add(CITIES[person.city].russian),
        1 => cells.add(CITIES[dice.weighted_by(&CITIES, |city| city.weight)].russian),
        _ => cells.null(),
    }
}

fn goals(cells: &mut Cells, dice: &mut Dice) {
    const GOALS: [u64; 6] = [30_103_391, 30_103_394, 41_570_002, 41_570_011, 205_113_877, 310_000_555];
    let count = dice.weighted(&[60, 25, 10, 5]);
    cells.with(|out| {
        out.push('[');
        for position in 0..count {
            if position > 0 {
                out.push(',');
            }
            digits(out, *dice.pick(&GOALS));
        }
        out.push(']');
    });
}
