//! How the values of one column are read, as far as its schema says: what a text alone leaves open.

use super::time::{Moment, Zone};
use chrono::{NaiveDate, NaiveDateTime};

/// What a schema says of a column whose spellings could mean two things, and what is known besides.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Reading {
    /// Zone of times without one.
    pub zone: Zone,
    /// Zone in which times leave.
    pub leaves: Zone,
    /// What the clock of times with a zone, and of those without, shows.
    pub clock: Clock,
    /// Which of two numbers before a year is the month, where both could be.
    pub order: Option<Order>,
    /// The last year that two digits can mean.
    pub pivot: Option<u16>,
    /// Whether the dates are days of birth.
    pub birth: bool,
    /// Today: nobody is born later.
    pub today: Option<NaiveDate>,
    /// The decimal mark of numbers.
    pub decimal: Option<Mark>,
}

/// Whose clock times show.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Clock {
    /// Times with a zone or an offset are instants, those without show the clock of the schema's zone.
    #[default]
    Told,
    /// All of them show the clock of the schema's zone, whatever zone a file or an offset states.
    Local,
    /// Those without a zone show the clock of UTC.
    Utc,
}

/// Which number of `03/04/2023` is the month.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Order {
    /// The second.
    DayFirst,
    /// The first.
    MonthFirst,
    /// Behind the year, of two digits.
    YearFirst,
}

impl Order {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::DayFirst, Self::MonthFirst, Self::YearFirst];

    /// Its word in schemas.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
            Self::YearFirst => "year-first",
        }
    }
}

/// What stands between whole and part of a number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mark {
    /// `1.000,50`.
    Comma,
    /// `1,000.50`.
    Point,
}

/// What keeps a text from being read, and a schema can say.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Open {
    /// Which number is the month.
    Order,
    /// Which century two digits are of.
    Century,
    /// Whether a mark is the decimal one or stands between thousands.
    Mark,
}

impl Mark {
    pub(super) const fn char(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Point => '.',
        }
    }
}

/// The first year of birth that is taken for one: nobody older buys courses, and 1900 stands for no date in spreadsheets.
const FIRST_BIRTH: i32 = 1900;

impl Reading {
    /// Nothing but a zone is known.
    #[must_use]
    pub const fn of(zone: Zone) -> Self {
        Self {
            zone,
            leaves: zone,
            clock: Clock::Told,
            order: None,
            pivot: None,
            birth: false,
            today: None,
            decimal: None,
        }
    }

    /// The clock time at which a moment leaves; `None` for what cannot be one in this column: a birth in the future, say, or an hour that
    /// the clocks left out.
    #[must_use]
    pub fn local(&self, moment: Moment) -> Option<NaiveDateTime> {
        let moment = match (self.clock, moment) {
            (Clock::Local, Moment::Utc(at)) => Moment::Local(at),
            (Clock::Utc, Moment::Local(at)) => Moment::Utc(at),
            (_, moment) => moment,
        };
        let local = match moment {
            Moment::Local(at) if self.leaves != self.zone => self.leaves.local(Moment::Utc(self.zone.utc(at)?)),
            moment => self.leaves.local(moment),
        };
        (!self.birth || self.is_birth(local.date())).then_some(local)
    }

    fn is_birth(&self, date: NaiveDate) -> bool {
        use chrono::Datelike as _;
        date.year() >= FIRST_BIRTH && self.today.is_none_or(|today| date <= today)
    }

    /// The year that two digits mean, and whether the schema's pivot decided. `None` where nothing does: a century is never guessed.
    ///
    /// Of other times than births those before 1970 are none that a computer wrote down.
    pub(super) fn year(&self, digits: u16) -> Option<(u16, bool)> {
        if let Some(pivot) = self.pivot {
            let year = pivot - pivot % 100 + digits;
            return Some((if year > pivot { year.checked_sub(100)? } else { year }, true));
        }
        if !self.birth {
            return Some((digits + if digits < 70 { 2000 } else { 1900 }, false));
        }
        // A day of this century that is yet to come was one of the last century. Whoever could be born in either is not guessed.
        use chrono::Datelike as _;
        let this_year = self.today?.year();
        (2000 + i32::from(digits) > this_year).then_some((1900 + digits, false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn birth() -> Reading {
        let today = NaiveDate::from_ymd_opt(2026, 11, 30);
        Reading { birth: true, today, ..Reading::of(Zone::ALMATY) }
    }

    #[test]
    fn a_century_is_known_or_declared() {
        assert_eq!(birth().year(68), Some((1968, false)));
        assert_eq!(birth().year(27), Some((1927, false)));
        assert_eq!(birth().year(26), None);
        assert_eq!(birth().year(5), None);
        assert_eq!(Reading { today: None, ..birth() }.year(68), None);
        let pivot = Reading { pivot: Some(2010), ..birth() };
        assert_eq!([10, 11, 99, 0].map(|yy| pivot.year(yy)), [2010, 1911, 1999, 2000].map(|year| Some((year, true))));
        assert_eq!(Reading::of(Zone::ALMATY).year(24), Some((2024, false)));
        assert_eq!(Reading::of(Zone::ALMATY).year(99), Some((1999, false)));
    }

    #[test]
    fn births_lie_between_1900_and_today() {
        let at = |year| Moment::Local(NaiveDate::from_ymd_opt(year, 12, 1).expect("a day").into());
        assert!(birth().local(at(1900)).is_some() && birth().local(at(2025)).is_some());
        assert!(birth().local(at(1899)).is_none() && birth().local(at(2026)).is_none());
        assert!(Reading { birth: false, ..birth() }.local(at(2030)).is_some());
    }

    #[test]
    fn whose_clock_it_is() {
        let midnight = NaiveDate::from_ymd_opt(2026, 11, 18).expect("a day").and_hms_opt(20, 0, 0).expect("a time");
        let almaty = Reading::of(Zone::ALMATY);
        let hour = |reading: Reading, moment| reading.local(moment).map(|at| at.to_string());
        assert_eq!(hour(almaty, Moment::Utc(midnight)).as_deref(), Some("2026-11-19 01:00:00"));
        assert_eq!(hour(almaty, Moment::Local(midnight)).as_deref(), Some("2026-11-18 20:00:00"));
        let local = Reading { clock: Clock::Local, ..almaty };
        assert_eq!(hour(local, Moment::Utc(midnight)).as_deref(), Some("2026-11-18 20:00:00"));
        let utc = Reading { clock: Clock::Utc, ..almaty };
        assert_eq!(hour(utc, Moment::Local(midnight)).as_deref(), Some("2026-11-19 01:00:00"));
        let stays = Reading { leaves: Zone::UTC, ..almaty };
        assert_eq!(hour(stays, Moment::Utc(midnight)).as_deref(), Some("2026-11-18 20:00:00"));
        assert_eq!(hour(stays, Moment::Local(midnight)).as_deref(), Some("2026-11-18 15:00:00"));
    }
}
