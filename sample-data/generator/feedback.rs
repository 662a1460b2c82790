//! `feedback.csv`: what people write to the school, in three languages, on several lines.

use crate::cells::{Cells, digits, padded};
use crate::clock;
use crate::dice::{Dice, Stream};
use crate::goods::{CITIES, COURSES, Course};
use crate::names::{Manner, NAMES};
use crate::people::{FAMILY, FAMILY_PHONE, Person, World};
use crate::spelling::{self, known};
use crate::table::{Column, Dialect, Escape, Kind, Table, text, typed};
use crate::web;

pub(crate) const TABLE: Table = Table {
    file: "feedback.csv",
    dialect: Dialect { delimiter: b',', line: "\n", bom: false, escape: Escape::Quotes },
    columns: &COLUMNS,
    fill,
};

const COLUMNS: [Column; 9] = [
    text("id"),
    typed("created", Kind::Time),
    text("user_id"),
    text("email"),
    text("phone"),
    text("lang"),
    text("topic"),
    typed("rating", Kind::Integer),
    text("text"),
];

fn fill(world: &World, row: u64, cells: &mut Cells) {
    let dice = &mut world.dice(Stream::Feedback, row);
    let family = planted(row);
    let person = &family.map_or_else(|| world.somebody(dice), |index| world.person(index));
    let course = dice.pick(&COURSES);
    let language = language(person, dice);
    cells.with(|out| web::uuid(out, dice));
    let instant = dice.between(person.joined, person.active.max(person.joined + 1));
    cells.with(|out| clock::iso(out, instant, clock::almaty(instant), ' '));
    identity(cells, person, family.is_some(), dice);
    cells.add(language.code(dice));
    cells.add(course.title);
    rating(cells, dice);
    message(cells, person, course, language, dice);
}

fn identity(cells: &mut Cells, person: &Person, planted: bool, dice: &mut Dice) {
    if planted {
        cells.number(person.id);
        cells.with(|out| spelling::address(out, person));
        cells.with(|out| spelling::phone_spelled(out, FAMILY_PHONE, dice));
    } else {
        known(cells, dice, 900, |out, dice| spelling::user_id(out, person, dice));
        known(cells, dice, 1_200, |out, dice| spelling::email(out, person, dice));
        known(cells, dice, 3_000, |out, dice| spelling::phone(out, person, person.phone, dice));
    }
}

/// Five more often than one; every seventh gives none.
fn rating(cells: &mut Cells, dice: &mut Dice) {
    if dice.happens(1_500) {
        cells.null();
    } else {
        cells.number(5 - u64::from(dice.below(5).min(dice.below(5))));
    }
}

/// The rows where the two of the family write and leave the phone that they share: ten of the first five hundred.
fn planted(row: u64) -> Option<u64> {
    (row < 500 && row % 50 == 5).then(|| FAMILY[(row / 50 % 2) as usize])
}

#[derive(Clone, Copy)]
enum Language {
    Russian,
    Kazakh,
    English,
}

impl Language {
    /// The school's own code for Kazakh was `kz` once.
    fn code(self, dice: &mut Dice) -> &'static str {
        match self {
            Self::Russian => "ru",
            Self::Kazakh if dice.happens(400) => "kz",
            Self::Kazakh => "kk",
            Self::English => "en",
        }
    }

    fn phrases(self) -> &'static Phrases {
        match self {
            Self::Russian => &RUSSIAN,
            Self::Kazakh => &KAZAKH,
            Self::English => &ENGLISH,
        }
    }
}

fn language(person: &Person, dice: &mut Dice) -> Language {
    let weights = if person.naming.manner == Manner::Russian { [90, 4, 6] } else { [42, 52, 6] };
    [Language::Russian, Language::Kazakh, Language::English][dice.weighted(&weights)]
}

/// What a message is put together from; `{…}` is filled in.
struct Phrases {
    greetings: &'static [&'static str],
    bodies: &'static [&'static str],
    contacts: &'static [&'static str],
    farewells: &'static [&'static str],
}

fn message(cells: &mut Cells, person: &Person, course: &Course, language: Language, dice: &mut Dice) {
    // Browsers send CRLF from a text area, the mobile application LF.
    let line = if dice.happens(4_000) { "\r\n" } else { "\n" };
    let phrases = language.phrases();
    let mut parts = vec![dice.word(phrases.greetings), dice.word(phrases.bodies)];
    if dice.happens(3_500) {
        parts.push(dice.word(phrases.bodies));
    }
    if dice.happens(5_500) {
        parts.push(dice.word(phrases.contacts));
    }
    if dice.happens(6_000) {
        parts.push(dice.word(phrases.farewells));
    }
    let first = usize::from(dice.happens(1_500));
    cells.with(|out| {
        for (position, part) in parts[first..].iter().enumerate() {
            if position > 0 {
                out.push_str(if dice.happens(6_500) { line } else { " " });
            }
            fill_in(out, part, person, course, line, dice);
        }
    });
}

/// Writes a phrase; `{|}` is a line break.
fn fill_in(out: &mut String, phrase: &str, person: &Person, course: &Course, line: &str, dice: &mut Dice) {
    for (position, piece) in phrase.split(['{', '}']).enumerate() {
        // Every other piece stands between braces.
        if position % 2 == 0 { out.push_str(piece) } else { blank(out, piece, person, course, line, dice) }
    }
}

fn blank(out: &mut String, name: &str, person: &Person, course: &Course, line: &str, dice: &mut Dice) {
    match name {
        "given" => out.push_str(spelling::given(person)),
        "full" => spelling::full_name(out, person, dice),
        "latin" => out.push_str(&person.naming.given.latin),
        "other" => out.push_str(&NAMES.somebody(dice).native),
        "phone" => spelling::phone_spelled(out, person.phone, dice),
        "email" => spelling::address(out, person),
        "id" => digits(out, person.id),
        "iin" => padded(out, person.iin, 12),
        "city" => out.push_str(CITIES[person.city].russian),
        "course" => out.push_str(course.title),
        _ => out.push_str(line),
    }
}

const RUSSIAN: Phrases = Phrases {
    greetings: &[
        "Здравствуйте!",
        "Добрый день.",
        "Здравствуйте, меня зовут {full}.",
        "Доброго времени суток!",
        "Привет 🙂",
        "Добрый вечер, это {given}, ученик курса «{course}».",
    ],
    bodies: &[
        "Не могу войти в личный кабинет: пишет \"неверный пароль\", хотя я его не меняла.",
        "Оплатила курс «{course}» ещё вчера, а доступ так и не открыли.",
        "Курс хороший, но домашние задания проверяют по две недели. Куратор {other} отвечает через раз.",
        "Спасибо большое преподавателю, очень понятно объясняет! Ставлю \"пять\" и всем советую.",
        "Прошу вернуть деньги за курс. Мой ИИН {iin}, платила с карты мужа.",
        "Из-за беременности не успеваю, можно ли перенести поток на осень?",
        "Видео в третьем модуле не грузится ни с телефона, ни с ноутбука; у нас ({city}) интернет нормальный.",
        "Когда придёт сертификат? В нём ошибка в имени: надо {full}.",
        "Менеджер обещал \"скидку 40%, только сегодня\", а списали полную стоимость.",
        "Удалите, пожалуйста, мой второй аккаунт {id}, почта {email}.",
    ],
    contacts: &[
        "Мой телефон {phone}, лучше писать в WhatsApp.",
        "Позвоните мне: {phone}.",
        "Почта для ответа: {email}",
        "Контакты:{|}тел. {phone}{|}почта {email}",
        "Звонить после 18:00 на {phone}, спросить {other}.",
    ],
    farewells: &["С уважением, {full}", "Спасибо.{|}{given}", "Заранее благодарю!", "{full}, г. {city}"],
};

const KAZAKH: Phrases = Phrases {
    greetings: &[
        "Сәлеметсіз бе!",
        "Қайырлы күн, менің атым {given}.",
        "Ассалаумағалейкум!",
        "Сәлем, мен {given}мын.",
        "Құрметті {other} апай!",
    ],
    bodies: &[
        "Курсқа төлем жасадым, бірақ жеке кабинетім әлі ашылған жоқ.",
        "«{course}» курсы маған қатты ұнады, мұғалімге үлкен рахмет! Бәрі \"өте түсінікті\" болды.",
        "Үй тапсырмасын тексеруді бір аптадан бері күтіп отырмын, куратор {other} жауап бермейді.",
        "Ақшамды қайтаруыңызды сұраймын. ЖСН: {iin}, төлемді әкем жасаған.",
        "Сертификатта аты-жөнім қате жазылған, дұрысы: {full}.",
        "Сабақтың қаһарман бейнежазбасы ашылмайды, бізде ({city}) интернет жақсы ғой.",
        "Жеңілдік туралы хабарлама келді, бірақ толық бағасы ұсталды. Түсіндіріп беріңізші, өтінемін.",
        "Екінші аккаунтымды ({id}) өшіріп беріңіздер, поштасы {email}.",
    ],
    contacts: &[
        "Нөмірім: {phone}, хабарласыңыз.",
        "Маған {phone} нөміріне қоңырау шалыңыз.",
        "Поштам {email}",
        "Байланыс:{|}ұялы {phone}{|}пошта {email}",
    ],
    farewells: &["Құрметпен, {full}", "Рахмет!{|}{given}", "Алдын ала рақмет.", "{full}, {city} қ."],
};

const ENGLISH: Phrases = Phrases {
    greetings: &["Hello,", "Hi there!", "Dear support, my name is {latin}.", "Good afternoon"],
    bodies: &[
        "I paid for \"{course}\" but still have no access to the lessons.",
        "The course is great, although the mentor ({other}) answers once a week.",
        "Please cancel my subscription and refund the last payment, account {id}.",
        "My certificate says \"no name\"; it should be {full}.",
        "The video player shows \"Error 403\" since Monday.",
    ],
    contacts: &["Call me: {phone}", "Reach me at {email}, please.", "WhatsApp {phone}{|}email {email}"],
    farewells: &["Best regards,{|}{latin}", "Thanks, {full}", "Cheers!"],
};
