//! From signs and a header to a type: what is proven, what is said, and how sure that is.

use super::ColumnVote;
use super::signs::Sign as S;
use super::support::{GUESSED, PROVABLE, is_refinement, is_strict};
use crate::canon::reading::Order;
use crate::number::share;
use crate::recognize::headers::{Certainty, Hint};
use crate::vocabulary::{Role, SemanticType as T};

/// How sure a verdict is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Confidence {
    /// Somebody must look at the column.
    Unsure,
    /// Header or values say so, and nothing speaks against it.
    Likely,
    /// Header and values say so, or the values prove it.
    Sure,
}

impl Confidence {
    /// Its word in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unsure => "unsure",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }
}

/// Where what a header says comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Source {
    /// The column list of a known export.
    Export,
    /// The dictionary, the whole header.
    Header,
    /// The dictionary, a part of the header.
    PartOfHeader,
}

/// What is said of a column from outside.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Says {
    /// The types that may be meant, the likeliest first; never empty.
    pub types: &'static [T],
    /// Who says so.
    pub source: Source,
}

impl From<Hint> for Says {
    fn from(hint: Hint) -> Self {
        let source = match hint.certainty {
            Certainty::Whole => Source::Header,
            Certainty::Part => Source::PartOfHeader,
        };
        Self { types: hint.types, source }
    }
}

/// What is known of a column besides its signs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    /// Different values, or an estimate of their number.
    pub distinct: u64,
    /// Cells that hold something.
    pub filled: u64,
    /// Whether the header names people, so that no value makes a product or a code of the column.
    pub people: bool,
    /// Whether the values are the numbers of the rows: 1, 2, 3 and so on, each once.
    pub numbered: bool,
    /// The latest year of any date in the file.
    pub latest_year: Option<i32>,
}

impl Facts {
    /// Share of different values among the filled cells.
    pub(super) fn variety(self) -> f64 {
        share(self.distinct, self.filled)
    }
}

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The type.
    pub semantic: T,
    /// How sure that is.
    pub confidence: Confidence,
    /// Who said so from outside, where that and the verdict agree.
    pub said: Option<Source>,
    /// What was said otherwise.
    pub overruled: Option<T>,
    /// Share of the values that are of the type, where that can be told.
    pub share: Option<f64>,
    /// The type that comes next, and the share of values that speak for it.
    pub second: Option<(T, f64)>,
    /// What the values look like, where nothing better is known.
    pub shape: Option<&'static str>,
}

/// Share of fitting values below which a header alone says little.
const MISFIT: f64 = 0.3;

/// What `№` and «Номер» may mean.
const NUMBER: &[T] = &[T::Phone, T::TransactionId];

/// Numbers of rows under a header that says no more than that they are numbers.
fn numbers_of_rows(verdict: Verdict) -> Verdict {
    Verdict {
        semantic: T::Code,
        confidence: Confidence::Likely,
        overruled: Some(verdict.semantic),
        said: None,
        shape: Some(ROWS),
        ..verdict
    }
}

/// What is said of them.
pub(super) const ROWS: &str = "numbers of rows, from 1 up";

/// Values from which a share means something.
const ENOUGH: u64 = 20;

impl ColumnVote {
    /// What the column is.
    ///
    /// Null rule: only cells that hold something vote. An empty column is what its header says, and unsure: nothing proves that it will stay
    /// empty.
    #[must_use]
    pub fn verdict(&self, says: Option<Says>, facts: Facts) -> Verdict {
        let evident = self.evident();
        let mut verdict = match says {
            Some(says) => self.with_header(says, evident),
            None => self.without_header(evident, facts),
        };
        if self.judged < 3 && says.is_none() {
            verdict.confidence = Confidence::Unsure;
        }
        verdict.second = self.second(&verdict, says);
        if facts.numbered && says.is_some_and(|says| says.types.starts_with(NUMBER) && says.source == Source::Header) {
            verdict = numbers_of_rows(verdict);
        }
        self.careful(self.born(verdict, says, facts), says, facts)
    }

    fn with_header(&self, says: Says, evident: Option<(T, f64)>) -> Verdict {
        let meant = self.choose(says.types);
        let support = self.support(meant);
        if let Some((kind, share)) = evident.filter(|&evident| self.overrules(evident, says, meant)) {
            let agrees = says.types.contains(&kind);
            return Verdict {
                semantic: kind,
                confidence: self.of_values(share),
                said: agrees.then_some(says.source),
                overruled: (!agrees).then_some(meant),
                share: Some(share),
                second: None,
                shape: None,
            };
        }
        Verdict {
            semantic: meant,
            confidence: self.of_header(says.source, meant, support),
            said: Some(says.source),
            overruled: None,
            share: self.fit(meant).filter(|&fit| self.judged > 0 && (is_strict(meant) || fit < MISFIT)),
            second: None,
            shape: if self.judged == 0 { Some("no values") } else { self.shape_of_times().filter(|_| meant.is_time()) },
        }
    }

    /// What is said of a column of times without dates: no type holds them, so somebody must put date and time together.
    pub(super) fn times_of_day(&self) -> Option<&'static str> {
        (self.share(S::TimeOfDay) >= 0.8).then_some("times of day without a date")
    }

    /// What is said of times that are written so that no type holds all of them.
    fn shape_of_times(&self) -> Option<&'static str> {
        self.times_of_day()
            .or_else(|| (self.order_of_days() == Some(Order::MonthFirst)).then_some("days behind their months"))
    }

    /// Which of day and month comes first between slashes, as far as those tell that can be read one way only: days up to the twelfth could be meant
    /// either way.
    #[must_use]
    pub fn order_of_days(&self) -> Option<Order> {
        let (day, month) = (self.share(S::DayFirst), self.share(S::MonthFirst));
        match (self.share(S::SixDayFirst), self.share(S::SixYearFirst)) {
            (..0.9, 0.95..) => return Some(Order::YearFirst),
            (0.95.., ..0.9) => return Some(Order::DayFirst),
            _ => {}
        }
        match (day, month) {
            (..0.05, 0.2..) => Some(Order::MonthFirst),
            (0.2.., ..0.05) => Some(Order::DayFirst),
            _ => None,
        }
    }

    /// Share of the values that the form of a type takes, as far as signs tell; `None` for types that take any text.
    fn fit(&self, kind: T) -> Option<f64> {
        let share = |sign| self.share(sign);
        match kind {
            kind if is_strict(kind) => Some(self.support(kind)),
            kind if kind.is_name() => Some(1.0 - share(S::Nameless)),
            T::Country => Some(1.0 - share(S::Nameless)),
            T::City | T::Region | T::Address => Some(share(S::Letters)),
            // Networks number their users.
            T::SocialHandle => Some((share(S::Letters) + share(S::LongInteger) + share(S::Handle)).min(1.0)),
            _ => None,
        }
    }

    /// Whether what the values prove counts for more than what the header says.
    fn overrules(&self, (kind, share): (T, f64), says: Says, meant: T) -> bool {
        if kind == meant || self.judged == 0 {
            return false;
        }
        if says.types.contains(&kind) {
            return share >= 0.5 && (share > self.support(meant) || !is_strict(meant));
        }
        // `Повторная сделка` is answered by yes and no: a part of a header says what it is about, not what stands there.
        let part = says.source == Source::PartOfHeader && meant.role() != Role::DirectIdentifier;
        if kind == T::Flag && part && share >= 0.9 {
            return true;
        }
        if is_refinement(meant, kind) {
            return false;
        }
        // What has no form of its own holds everything, and is refuted by whatever is proven.
        let support = if is_strict(meant) || meant.is_name() { self.support(meant) } else { 0.0 };
        match (meant.role() == Role::DirectIdentifier, kind.role() == Role::DirectIdentifier) {
            // What names a person stays so unless hardly a value could.
            (true, false) => share >= 0.8 && support < 0.1 && self.judged >= 3,
            // Addresses in a column of emails are emails and addresses; both leave in no clear form.
            (true, true) => share >= 0.5 && support < 0.2,
            (false, _) => share >= 0.6 && support < 0.5,
        }
    }

    fn of_values(&self, share: f64) -> Confidence {
        if share >= 0.9 && self.judged >= ENOUGH { Confidence::Sure } else { Confidence::Likely }
    }

    fn of_header(&self, source: Source, kind: T, support: f64) -> Confidence {
        let part = source == Source::PartOfHeader;
        if self.judged == 0 {
            return Confidence::Unsure;
        }
        // A header makes an IIN of any twelve digits, since registers hold wrong ones; but they are no proof.
        let unproven = matches!(kind, T::Iin | T::Bin) && self.share(S::IinProven) + self.share(S::BinProven) < 0.3;
        let confidence = match (is_strict(kind), support) {
            (true, 0.8..) if unproven => Confidence::Likely,
            (true, 0.8..) => Confidence::Sure,
            (true, MISFIT..) => Confidence::Likely,
            (true, _) => Confidence::Unsure,
            (false, _) if self.fit(kind).is_some_and(|fit| fit < MISFIT) => Confidence::Unsure,
            (false, _) if kind.is_name() && self.judged >= ENOUGH && support < 0.3 => Confidence::Likely,
            (false, _) => Confidence::Sure,
        };
        if part { confidence.min(Confidence::Likely) } else { confidence }
    }

    /// Which of the types that a header may mean the values speak for; the first unless they say another.
    fn choose(&self, types: &'static [T]) -> T {
        let first = types[0];
        if types.len() == 1 && first != T::Iin && first != T::Bin {
            return first;
        }
        // Payment systems call the first digits of a card `iin` and `bin`; sole entrepreneurs are firms of one person.
        let identity = types.iter().any(|kind| matches!(kind, T::Iin | T::Bin | T::TaxId));
        if identity && self.judged > 0 {
            return self.choose_identity(types);
        }
        let refuted = match first {
            T::PaymentStatus => self.share(S::Status) < 0.1,
            T::EventTime => self.share(S::Date) >= 0.5 && self.share(S::Moment) < 0.05,
            _ => false,
        };
        if refuted && self.judged > 0 {
            return types[1];
        }
        let weigh = |kind: T| if is_strict(kind) { self.support(kind) } else { self.own_share(kind) };
        let found = types.iter().copied().find(|&kind| weigh(kind) >= 0.5);
        found
            .or_else(|| types[1..].iter().copied().find(|&kind| weigh(kind) >= 0.2 && weigh(first) < 0.05))
            .unwrap_or_else(
                || if types.starts_with(&[T::GivenName, T::FullName]) { self.whole_or_given() } else { first },
            )
    }

    fn choose_identity(&self, types: &'static [T]) -> T {
        let share = |sign| self.share(sign);
        let (twelve, ten) = (share(S::Twelve), share(S::TaxTen));
        if twelve + share(S::IinLost) < 0.2 && share(S::CardEnd) >= 0.5 {
            return T::Card;
        }
        if types.contains(&T::IdDocument) && twelve < 0.2 && share(S::Document) + share(S::Nine) >= 0.5 {
            return T::IdDocument;
        }
        if share(S::IinProven) >= 0.2 {
            return T::Iin;
        }
        let taxes = types.contains(&T::TaxId) && (ten >= 0.5 && twelve < 0.5 || share(S::TaxTwelve) >= 0.5);
        if taxes {
            return T::TaxId;
        }
        if share(S::BinProven) >= 0.5 && (types.contains(&T::Bin)) {
            return T::Bin;
        }
        types[0]
    }

    /// What a column without a known header is.
    fn without_header(&self, evident: Option<(T, f64)>, facts: Facts) -> Verdict {
        let verdict = |semantic, confidence, share, shape| Verdict {
            semantic,
            confidence,
            said: None,
            overruled: None,
            share,
            second: None,
            shape,
        };
        match evident {
            Some((kind, share)) => {
                let confidence = if GUESSED.contains(&kind) {
                    self.of_values(share).min(Confidence::Likely)
                } else {
                    self.of_values(share)
                };
                verdict(kind, confidence, Some(share), None)
            }
            None => {
                let (kind, shape) = self.guess(facts);
                verdict(kind, Confidence::Unsure, None, Some(shape))
            }
        }
    }

    /// The next best reading, if there is one worth naming.
    fn second(&self, verdict: &Verdict, says: Option<Says>) -> Option<(T, f64)> {
        // One whole number in ten has some check digit.
        let least = if self.is_of_digits() { 0.3 } else { 0.1 };
        let other = |kind: T| kind != verdict.semantic && !is_refinement(verdict.semantic, kind);
        let proven = self.proofs().into_iter().find(|&(kind, share)| other(kind) && share >= least);
        // What is provable and not proven is no reading, however many of the values may be it.
        let open = |kind: T| is_strict(kind) && PROVABLE.iter().all(|(provable, _)| *provable != kind);
        let said = says.and_then(|says| says.types.iter().copied().find(|&kind| open(kind) && other(kind)));
        proven.or(said.map(|kind| (kind, self.support(kind))).filter(|(_, share)| *share >= least))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognize::headers::hint;

    fn vote(values: &[&str]) -> ColumnVote {
        let mut vote = ColumnVote::default();
        values.iter().for_each(|value| vote.add(value, 1));
        vote
    }

    fn facts(values: &[&str]) -> Facts {
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        Facts { distinct: sorted.len() as u64, filled: values.len() as u64, ..Facts::default() }
    }

    fn verdict(header: &str, values: &[&str]) -> Verdict {
        vote(values).verdict(hint(header).map(Says::from), facts(values))
    }

    /// The values, so often that a share means something.
    fn often<'a>(values: &[&'a str]) -> Vec<&'a str> {
        values.iter().copied().cycle().take(20 * values.len()).collect()
    }

    #[test]
    fn values_alone() {
        let mut wrong = Vec::new();
        for (wanted, values) in [
            (T::Email, ["anna@example.kz", " Ivan@MAIL.ru", "Анна <a@example.kz>"].as_slice()),
            (T::Phone, &["+7 (771) 000-99-98", "8 701 000 99 98", "77750009998", "7770009998"]),
            (T::Phone, &["77710009998@c.us", "77010009998@s.whatsapp.net"]),
            (T::Phone, &["7.7710009998E10", "87010009998", "77750009998.0"]),
            (T::Iin, &["850315100016", "850315200012", "50915100070", "8.50315100016E11"]),
            (T::Iin, &["850315 100 016", "850315-200012", "850315100704"]),
            (T::Bin, &["210140019844", "351240000010", "351251000010"]),
            (T::TaxId, &["7830002293", "7707083893", "7736050003"]),
            (T::Card, &["4000000000001232", "5200000000009875", "2200000000004568"]),
            (T::Card, &["400000******1232", "4000 00XX XXXX 1232"]),
            (T::Iban, &["KZ60999KZT0000000001", "KZ73 9990 0000 0000 0123", "кz59999a1b2c3d4e5f6g"]),
            (T::IdDocument, &["N12345678", "N02345678", "№ 12345679"]),
            (T::Mrz, &["P<KAZMYSALOVA<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<"]),
            (T::Ip, &["192.0.2.7", "198.51.100.23:443", "2001:db8::7"]),
            (T::Mac, &["00:00:5E:00:53:01", "00-00-5E-00-53-02", "0000.5e00.5303"]),
            (T::Uuid, &["f81d4fae-7dec-41d0-a765-00a0c91e6bf6", "{F81D4FAE-7DEC-41D0-A765-00A0C91E6BF6}"]),
            (T::Digest, &["d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709"]),
            (T::SessionToken, &["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJlLW9mLXNvbWVib2R5"]),
            (T::SessionToken, &["ghp_0123456789abcdefghijABCDEFGHIJ012345"]),
            (T::CookieId, &["1700000000123456789", "1664686983352054548"]),
            (T::CookieId, &["1234567890.1700000000", "GA1.2.1234567890.1700000000"]),
            (T::Cookies, &["_ym_uid=1700000000123456789; theme=dark", "a=1; b=2"]),
            (T::Url, &["https://skillbox.kz/a?b=1", "skillbox.kz/course/", "/cabinet/lessons?x=1"]),
            (T::UserAgent, &["Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0", "okhttp/4.9.0"]),
            (T::SocialHandle, &["@anna_m_77", "https://t.me/anna_m", "vk.com/id12345678"]),
            (T::Plate, &["123ABC02", "123 АВС 05", "456 DEF 01"]),
            (T::Address, &["ул. Тимирязева, д. 28В", "Тимирязев көшесі, 28 үй", "мкр. Орбита-1, дом 7, кв. 15"]),
            (T::Postcode, &["A15T0G9", "А15TOG9", "Z05H0B4"]),
            (T::Coordinates, &["43.238949, 76.889709", "51.160500 71.470400"]),
            (T::City, &["Алматы", "г. Астана", "Қарағанды", "Москва", "Shymkent"]),
            (T::Region, &["Алматинская область", "Қарағанды облысы", "Abay Region"]),
            (T::Country, &["Казахстан", "Қазақстан", "Россия", "Kyrgyzstan"]),
            (T::FullName, &["Мысалова Анна Сергеевна", "Нұрлан Мысалбаев", "Мысалбаев Н.С.", "Mysalbayeva Assel"]),
            (T::FullName, &["Сынақ Әсел Мысалқызы", "Әсел М.", "MYSALBAYEV NURLAN"]),
            (T::GivenName, &["Анна", "Нұрлан", "Айгерім", "Сергей"]),
            (T::GivenName, &["Anna", "Nurlan", "Aigerim", "Sergey"]),
            (T::Surname, &["Мысалова", "Мысалбаев", "Ковальский", "Шевченко"]),
            (T::Patronymic, &["Сергеевна", "Нурланович", "Мысалқызы", "Серікұлы"]),
            (T::EventTime, &["2024-03-28T11:35:43Z", "28.03.2024 11:35", "31 августа 2023 г. 12:00"]),
            (T::EventTime, &["31/Aug/2023:18:00:00 +0600"]),
            (T::Date, &["2024-03-28", "28.03.2024", "31 тамыз 2023 ж."]),
            (T::BirthDate, &["1985-03-15", "01.02.1990", "15.07.2001"]),
            (T::Currency, &["KZT", "USD", "₸", "тенге"]),
            (T::PaymentStatus, &["paid", "refunded", "Оплачен", "төленді"]),
            (T::Sex, &["ж", "м", "Жен.", "ер"]),
            (T::Flag, &["Да", "Иә", "yes", "true"]),
            (T::Flag, &["0", "1"]),
            (T::Age, &["34 года", "21 год", "18 жас"]),
            (T::Amount, &["1 234,50 ₸", "45 000 тг", "12 KZT"]),
            (T::Amount, &["1234.50", "45 000,00", "12"]),
            (T::Latitude, &["43.238949", "51.160523"]),
            (T::Longitude, &["76.889709", "71.470356"]),
            (
                T::FreeText,
                &["Спасибо за урок, всё понятно и очень интересно.", "Когда начнётся новый поток курса? Жду ответа."],
            ),
            (T::FreeText, &["{\"a\": 1, \"b\": [2]}", "[\"x\", \"y\"]"]),
            (T::EventTime, &["1693483200", "1700000000"]),
            (T::Code, &["STUDENT", "PROMO10", "friend"]),
            (T::Product, &["Графический дизайнер с нуля", "Бухгалтер: 1С и налоги РК"]),
        ] {
            let found = verdict("c1", &often(values));
            if found.semantic != wanted {
                wrong.push((wanted, found.semantic, values[0]));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn headers_and_values() {
        use Confidence::{Likely, Sure, Unsure};
        let phones = ["+7 (771) 000-99-98", "8 701 000 99 98", "87750009998"];
        let emails = ["anna@example.kz", "ivan@example.com"];
        let mixed = ["anna@example.kz", "ivan@example.com", "https://example.kz/u/7"];
        let urls = ["https://example.kz/u/7", "https://example.kz/u/8", "anna@example.kz"];
        let iins = ["850315100016", "850315200012", "850315100704"];
        let orders = ["123456789012", "555000111222", "909090909091"];
        let courses = ["Графический дизайнер с нуля", "Бухгалтер: 1С и налоги РК", "Мобилография"];
        let prose = ["Спасибо за урок, всё понятно.", "Когда начнётся новый поток курса, подскажите"];
        let names = ["Мысалова Анна Сергеевна", "Нұрлан Мысалбаев", "Сынақ Әсел Мысалқызы"];
        let none: [&str; 0] = [];
        let mut wrong = Vec::new();
        for (header, values, wanted, confidence) in [
            ("Телефон", phones.as_slice(), T::Phone, Sure),
            ("Комментарий", &phones, T::Phone, Sure),
            ("Поле 7", &phones, T::Phone, Sure),
            ("Email", &emails, T::Email, Sure),
            ("Email", &mixed, T::Email, Likely),
            ("Email", &urls, T::Email, Likely),
            ("Ссылка", &urls, T::Url, Likely),
            ("ИИН", &iins, T::Iin, Sure),
            ("ИИН", &orders, T::Iin, Likely),
            ("Номер заказа", &orders, T::TransactionId, Sure),
            ("Номер заказа", &iins, T::Iin, Sure),
            ("Поле 7", &iins, T::Iin, Sure),
            ("Поле 7", &orders, T::TransactionId, Unsure),
            ("ИНН", &["7830002293", "7707083893"], T::TaxId, Sure),
            ("ИНН", &iins, T::Iin, Sure),
            ("inn", &["500100732259", "773370857141"], T::TaxId, Sure),
            ("bin", &["210140019844", "351240000010"], T::Bin, Sure),
            ("БИН", &["210140019844", "850315100016", "850315200012"], T::Iin, Sure),
            ("bin", &["400000", "520000", "220000"], T::Card, Sure),
            ("iin", &["400000", "52000012"], T::Card, Sure),
            ("id", &["1", "2", "3"], T::UserId, Sure),
            ("id", &emails, T::Email, Sure),
            ("login", &emails, T::Email, Sure),
            ("Логин", &phones, T::Phone, Sure),
            ("Номер", &phones, T::Phone, Sure),
            ("Номер", &["10", "11", "12"], T::TransactionId, Sure),
            ("client_id", &["1700000000123456789"], T::CookieId, Sure),
            ("client_id", &["104", "105"], T::UserId, Sure),
            ("Статус", &["Оплачен", "Возврат"], T::PaymentStatus, Sure),
            ("Статус", &["Новый лид", "Горячий лид"], T::Code, Sure),
            ("Дата", &["28.03.2024", "29.03.2024"], T::Date, Sure),
            ("Дата", &["28.03.2024 10:00", "29.03.2024 11:30"], T::EventTime, Sure),
            ("Дата рождения", &["15.03.1985", "01.02.1990"], T::BirthDate, Sure),
            ("Возраст", &["34", "21"], T::Age, Sure),
            ("Имя", &names, T::FullName, Sure),
            ("Имя", &["Анна", "Нұрлан"], T::GivenName, Sure),
            ("Курс", &courses, T::Product, Sure),
            ("Курс", &names, T::FullName, Sure),
            ("Город", &["Алматы", "Астана"], T::City, Sure),
            ("Комментарий", &prose, T::FreeText, Sure),
            ("Клиент", &prose, T::FullName, Likely),
            ("Сумма", &["1 234,50", "45000"], T::Amount, Sure),
            ("Сумма", &["72000,5", "45123,50"], T::Amount, Sure),
            ("Дата", &["45123.479166667", "45124.604166667"], T::EventTime, Sure),
            ("Сумма", &phones, T::Phone, Sure),
            ("Промокод", &["STUDENT", "-5%"], T::Code, Sure),
            ("lang", &["kk", "ru", "en"], T::Code, Sure),
            ("Карта", &["400000******1232", "520000******9875"], T::Card, Sure),
            ("CardLastFour", &["1232", "9875"], T::Card, Sure),
            ("Согласие", &["Да", "Нет"], T::Flag, Sure),
            ("geo.region", &["Almaty Region", "Abay Region"], T::Region, Sure),
            ("transaction_id", &["T1", "T5", "T12"], T::TransactionId, Sure),
            ("Клиент ИД", &["1000.0", "1001.0"], T::UserId, Sure),
            ("CardHash", &["d41d8cd98f00b204e9800998ecf8427e"], T::Card, Sure),
            ("Card Exp Month", &["4", "11"], T::Card, Sure),
            ("Card Fingerprint", &["CBda7F8eF9DA7F57"], T::Card, Sure),
            ("Сколько вам лет?", &["34", "21"], T::Age, Sure),
            ("Уақыты", &["18:47", "9:05:10"], T::EventTime, Unsure),
            ("Согласие", &["1", "0"], T::Flag, Sure),
            ("IP", &["192.0.2.7", "198.51.100.1"], T::Ip, Sure),
            ("Телефон", &none, T::Phone, Unsure),
            ("Поле 7", &none, T::FreeText, Unsure),
            ("Поле 7", &["7"], T::Count, Unsure),
            ("Телефон клиента", &["нет звонить", "перезвонить", "занято"], T::Phone, Unsure),
            // A header with which hardly a value goes is a guess.
            ("Country Code", &["7", "7", "996"], T::Country, Unsure),
            ("Страна", &["Казахстан", "Лесото", "KZ"], T::Country, Sure),
            ("тг", &["584000", "620000", "450000"], T::SocialHandle, Unsure),
            ("тг", &["@anna_m", "nurlan_77", "123456789"], T::SocialHandle, Sure),
            ("Город", &["7", "12", "3"], T::City, Unsure),
            ("Адрес", &["7", "12", "3"], T::Address, Unsure),
            ("ФИО", &["A-7", "B-12", "C-3"], T::FullName, Unsure),
            ("Имя пользователя", &["Анна Мысалова", "Нұрлан Мысалбаев"], T::FullName, Sure),
            ("Имя пользователя", &["anna_m", "nurlan77"], T::UserId, Sure),
        ] {
            let found = verdict(header, &often(values));
            if (found.semantic, found.confidence) != (wanted, confidence) {
                wrong.push((
                    header,
                    values.first().copied(),
                    found.semantic,
                    found.confidence,
                    "wanted",
                    wanted,
                    confidence,
                ));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn numbers_of_ten_and_twelve_digits() {
        let mut state = 7_u64;
        let mut random = |digits: u32| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            format!("{:0width$}", (state >> 20) % 10_u64.pow(digits), width = digits as usize)
        };
        for digits in 4..=19 {
            let values: Vec<String> = (0..500).map(|_| random(digits)).collect();
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let found = verdict("c1", &values);
            assert_eq!(found.confidence, Confidence::Unsure, "{digits} digits: {}", found.semantic);
            assert!(
                !matches!(found.semantic, T::Iin | T::Bin | T::Phone | T::TaxId | T::Card),
                "{digits}: {}",
                found.semantic
            );
        }
        let phones: Vec<String> = (0..100).map(|n| format!("7771{n:06}")).collect();
        let epochs: Vec<String> = (0..100).map(|n| format!("17000{n:05}")).collect();
        let ids: Vec<String> = (0..100).map(|n| format!("40200{n:05}")).collect();
        for (values, wanted) in [(phones, T::Phone), (epochs, T::EventTime), (ids, T::UserId)] {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            assert_eq!(verdict("c1", &values).semantic, wanted, "{}", values[0]);
        }
    }

    #[test]
    fn a_verdict_names_what_comes_next_and_what_it_overrules() {
        let found = verdict("Email", &often(&["anna@example.kz", "ivan@example.com", "https://example.kz/u/7"]));
        assert_eq!(found.second.map(|(kind, share)| (kind, (share * 100.0).round())), Some((T::Url, 33.0)));
        let found = verdict("Комментарий", &often(&["+7 771 000 99 98"]));
        assert_eq!((found.overruled, found.said, found.share), (Some(T::FreeText), None, Some(1.0)));
        assert_eq!(verdict("Логин", &often(&["a@example.kz"])).said, Some(Source::Header));
    }

    #[test]
    fn numbers_of_rows_are_no_transactions() {
        let values: Vec<String> = (1..=60).map(|n: u32| n.to_string()).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let facts = Facts { numbered: true, ..facts(&values) };
        for (header, wanted, confidence) in [
            ("№", T::Code, Confidence::Likely),
            ("Номер", T::Code, Confidence::Likely),
            ("#", T::Code, Confidence::Unsure),
            ("Номер заказа", T::TransactionId, Confidence::Sure),
            ("id", T::UserId, Confidence::Sure),
        ] {
            let found = vote(&values).verdict(hint(header).map(Says::from), facts);
            assert_eq!((found.semantic, found.confidence), (wanted, confidence), "{header}");
            assert_eq!(found.shape == Some(ROWS), wanted == T::Code, "{header}");
        }
    }

    #[test]
    fn months_before_days_are_noticed() {
        let seen = |values: &[&str]| vote(values).order_of_days() == Some(Order::MonthFirst);
        assert!(seen(&["03/25/2024", "11/30/2023", "04/05/2024"]));
        assert!(!seen(&["25/03/2024", "30/11/2023", "04/05/2024"]));
        assert!(!seen(&["2024-03-25", "25.03.2024", "1/2", "30/31/x"]));
    }

    #[test]
    fn parts_of_a_column_add_up() {
        let values = ["anna@example.kz", "+7 771 000 99 98", "7"];
        let mut merged = vote(&values[..1]);
        merged.merge(&vote(&values[1..]));
        assert_eq!(merged, vote(&values));
        assert_eq!(merged.judged(), 3);
    }
}
