//! Names to draw from, and their spellings: Kazakh letters, the same on a Russian keyboard, Latin.
//!
//! The lists are common names, so a drawn name alone may well be somebody's; nothing that stands beside it is.

use std::sync::LazyLock;

use crate::dice::Dice;

/// One name in the three spellings that exports mix.
pub(crate) struct Name {
    /// As its owner spells it: `Нұрғалиев`.
    pub(crate) native: String,
    /// On a Russian keyboard: `Нургалиев`.
    pub(crate) russian: String,
    /// As on a bank card: `Nurgaliyev`.
    pub(crate) latin: String,
}

/// Men's and women's form of a surname.
pub(crate) struct Surname {
    pub(crate) of_men: Name,
    pub(crate) of_women: Name,
}

impl Surname {
    pub(crate) fn form(&self, female: bool) -> &Name {
        if female { &self.of_women } else { &self.of_men }
    }
}

/// All names, each spelled once.
pub(crate) struct Names {
    russian: [Vec<Name>; 2],
    kazakh: [Vec<Name>; 2],
    fathers: Vec<Name>,
    russian_surnames: Vec<Surname>,
    kazakh_surnames: Vec<Surname>,
    bare_surnames: Vec<Surname>,
}

pub(crate) static NAMES: LazyLock<Names> = LazyLock::new(|| Names {
    russian: [RUSSIAN_MEN, RUSSIAN_WOMEN].map(spelled),
    kazakh: [KAZAKH_MEN, KAZAKH_WOMEN].map(spelled),
    fathers: spelled(RUSSIAN_FATHERS),
    russian_surnames: surnames(RUSSIAN_SURNAMES),
    kazakh_surnames: surnames(KAZAKH_SURNAMES),
    bare_surnames: surnames(BARE_SURNAMES),
});

/// How a person is named; Kazakhstan has all of these side by side.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Manner {
    /// Мысалова Анна Сергеевна.
    Russian,
    /// Мысалбаев Нұрлан Серікович.
    KazakhOv,
    /// Мысалбаев Нұрлан Серікұлы.
    KazakhUly,
    /// Мысал Нұрлан: the surname is the father's name, and there is no patronymic.
    KazakhBare,
}

/// The names of one person.
#[derive(Clone, Copy)]
pub(crate) struct Naming {
    pub(crate) manner: Manner,
    pub(crate) given: &'static Name,
    pub(crate) surname: &'static Surname,
    pub(crate) father: &'static Name,
}

impl Names {
    pub(crate) fn draw(&'static self, dice: &mut Dice, female: bool) -> Naming {
        let manners = [Manner::Russian, Manner::KazakhOv, Manner::KazakhUly, Manner::KazakhBare];
        let manner = manners[dice.weighted(&[30, 46, 12, 12])];
        let sex = usize::from(female);
        let (given, surnames, fathers) = match manner {
            Manner::Russian => (&self.russian[sex], &self.russian_surnames, &self.fathers),
            Manner::KazakhBare => (&self.kazakh[sex], &self.bare_surnames, &self.kazakh[0]),
            Manner::KazakhOv | Manner::KazakhUly => (&self.kazakh[sex], &self.kazakh_surnames, &self.kazakh[0]),
        };
        Naming { manner, given: dice.pick(given), surname: dice.pick(surnames), father: dice.pick(fathers) }
    }

    /// Some given name: of a person who is only spoken of.
    pub(crate) fn somebody(&self, dice: &mut Dice) -> &Name {
        dice.pick(&self.kazakh[1])
    }
}

const RUSSIAN_MEN: &str = "\
    Александр Дмитрий Максим Сергей Андрей Алексей Артём Илья Кирилл Михаил Никита Матвей Роман Егор Арсений \
    Иван Денис Евгений Тимофей Владислав Игорь Владимир Павел Руслан Марк Константин Тимур Олег Ярослав Антон";

const RUSSIAN_WOMEN: &str = "\
    Анна Мария Елена Дарья Алина Ирина Екатерина Арина Полина Ольга Юлия Татьяна Наталья Виктория Елизавета \
    Ксения Милана Вероника Алиса Валерия Александра Ульяна Кристина София Марина Светлана Варвара Софья Диана \
    Яна";

const KAZAKH_MEN: &str = "\
    Нұрлан Ерлан Серік Бауыржан Дәурен Асқар Арман Азамат Ержан Қанат Мұрат Марат Руслан Талғат Болат Әлихан \
    Нұрсұлтан Бекзат Данияр Олжас Ғалым Жандос Қайрат Мейрамбек Рахат Самат Темірлан Ұлан Шыңғыс Ілияс Өркен \
    Санжар Айдар Рүстем Жәнібек";

const KAZAKH_WOMEN: &str = "\
    Айгерім Әсел Динара Гүлнар Жанар Мәдина Аружан Айжан Сәуле Қарлығаш Назерке Ботагөз Ақмарал Жұлдыз Меруерт \
    Нұргүл Томирис Ұлжан Шолпан Індира Гүлмира Әйгерім Камила Айнұр Сабина Толғанай Раушан Перизат Ләззат Қымбат \
    Әлия Жібек Балнұр Бақытгүл Інжу";

/// Without the ending: `-ич` and `-на` are added.
const RUSSIAN_FATHERS: &str = "\
    Александров Сергеев Дмитриев Иванов Петров Андреев Николаев Владимиров Викторов Олегов Юрьев Евгеньев \
    Алексеев Михайлов Игорев Павлов Анатольев Борисов Геннадьев Васильев";

const RUSSIAN_SURNAMES: &str = "\
    Иванов Смирнов Кузнецов Попов Васильев Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев \
    Семёнов Егоров Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов \
    Яковлев Григорьев Романов Воробьёв Сергеев Кузьмин Ковальский Островский Шевченко Бондаренко Ткаченко Ким \
    Цой Пак Савельев Тихонов Черных Шмидт Гаврилюк Ефимов Белоусов Дроздов";

const KAZAKH_SURNAMES: &str = "\
    Ахметов Оспанов Нұрғалиев Сәрсенбаев Жұмабаев Қасымов Ибраимов Мұхамеджанов Тілеубердин Бекмұратов \
    Әбдірахманов Қалиев Сүлейменов Искаков Досжанов Есенов Байжанов Кәрімов Өтегенов Төлегенов Рахымбаев \
    Сейітқалиев Құнанбаев Әлімбеков Жақсыбеков Мырзахметов Назарбеков Омаров Сатыбалдиев Смағұлов Тұрсынов \
    Хамитов Шәріпов Ысқақов Байтұрсынов Дүйсенов Ермеков Жанғалиев Қожахметов Молдағалиев Нүсіпов Оразбаев \
    Сағынтаев Үсенов";

const BARE_SURNAMES: &str = "\
    Әбілқасым Бейсенбай Ғабит Дәулетхан Ерғали Жұмағұл Зейнолла Кенжебек Қуаныш Марқабай Нұрпейіс Оңғарбек \
    Өмірзақ Сламбек Тоқтарбай Ұзақбай Шәкәрім Ыбырай Мысал Айтбай";

fn spelled(names: &str) -> Vec<Name> {
    names.split_whitespace().map(spell).collect()
}

fn surnames(names: &str) -> Vec<Surname> {
    names.split_whitespace().map(|name| Surname { of_men: spell(name), of_women: spell(&of_women(name)) }).collect()
}

fn spell(native: &str) -> Name {
    Name { native: native.into(), russian: native.chars().map(russian_letter).collect(), latin: latin(native) }
}

fn of_women(surname: &str) -> String {
    if let Some(stem) = surname.strip_suffix("ий") {
        return format!("{stem}ая");
    }
    let inflected = ["ов", "ев", "ёв", "ин"].iter().any(|ending| surname.ends_with(ending));
    if inflected { format!("{surname}а") } else { surname.into() }
}

/// What people type for a Kazakh letter that their keyboard lacks.
fn russian_letter(letter: char) -> char {
    match letter {
        'ә' => 'а',
        'ғ' => 'г',
        'қ' => 'к',
        'ң' => 'н',
        'ө' => 'о',
        'ұ' | 'ү' => 'у',
        'һ' => 'х',
        'і' => 'и',
        'Ә' => 'А',
        'Ғ' => 'Г',
        'Қ' => 'К',
        'Ң' => 'Н',
        'Ө' => 'О',
        'Ұ' | 'Ү' => 'У',
        'Һ' => 'Х',
        'І' => 'И',
        other => other,
    }
}

/// Spells a name in the letters of a bank card.
fn latin(native: &str) -> String {
    let mut out = String::with_capacity(native.len());
    for letter in native.chars() {
        let small = letter.to_lowercase().next().unwrap_or(letter);
        let sound = latin_sound(small);
        if letter == small {
            out.push_str(sound);
        } else {
            let mut letters = sound.chars();
            out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
            out.push_str(letters.as_str());
        }
    }
    out
}

fn latin_sound(letter: char) -> &'static str {
    match letter {
        'а' | 'ә' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ғ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ё' => "yo",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'й' | 'ы' => "y",
        'к' | 'қ' => "k",
        'л' => "l",
        'м' => "m",
        'н' | 'ң' => "n",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ұ' | 'ү' => "u",
        'ф' => "f",
        'х' | 'һ' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        _ => "",
    }
}
