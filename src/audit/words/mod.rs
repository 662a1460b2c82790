//! What codes, checks and reasons mean, for people; in three languages.
//!
//! Every text stands beside its translations in one array of three, so that a missing one does not compile. The umbrella word
//! (depersonalised, обезличено, иесіздендірілген) is never said alone: it says nothing about whether the data are still personal.

mod findings;
mod headline;
mod phrases;
mod tables;
pub mod terminal;

pub use crate::words::{Lang, Text, audience, kind, parameters, role, status, technique};
pub use headline::{headline, singled};
pub use phrases::{law, particular, storage};
pub(super) use tables::{CHECKS, LIMITS, NOT_CHECKED, REASONS};

use super::report::{Code, Outcome, Severity, Sure, Verdict};
use crate::words::{Table, look_up};
use findings::meaning;
use tables::{DROPPED, EXCUSES, LEFT_OPEN, REQUIREMENTS, UNITS};

/// What a code is called.
#[must_use]
pub const fn title(code: Code, lang: Lang) -> &'static str {
    lang.of(meaning(code).title)
}

/// Why it matters.
#[must_use]
pub const fn why(code: Code, lang: Lang) -> &'static str {
    lang.of(meaning(code).why)
}

/// What to do about it.
#[must_use]
pub const fn todo(code: Code, lang: Lang) -> &'static str {
    lang.of(meaning(code).todo)
}

/// The verdict, as a headline.
#[must_use]
pub const fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    lang.of(match verdict {
        Verdict::Pass => ["Passed", "Аудит пройден", "Аудиттен өтті"],
        Verdict::Fail => ["Failed", "Аудит не пройден", "Аудиттен өтпеді"],
        Verdict::Incomplete => ["Incomplete", "Аудит неполный", "Аудит толық емес"],
    })
}

/// What a finding is to the verdict.
#[must_use]
pub const fn severity(severity: Severity, lang: Lang) -> &'static str {
    lang.of(match severity {
        Severity::Mismatch => ["Mismatches", "Расхождения", "Сәйкессіздіктер"],
        Severity::Finding => ["Findings", "Находки", "Табылғандар"],
        Severity::Gap => ["Gaps", "Пробелы проверки", "Тексерілмей қалғандар"],
        Severity::Note => ["Notes", "Замечания", "Ескертпелер"],
    })
}

/// What a severity does to the verdict, in one sentence.
#[must_use]
pub const fn consequence(severity: Severity, lang: Lang) -> &'static str {
    lang.of(match severity {
        Severity::Mismatch => [
            "The release is not what it says it is: it fails.",
            "Выпуск не соответствует тому, что о себе сообщает: аудит не пройден.",
            "Шығарылым өзі туралы айтқанына сәйкес емес: ол аудиттен өтпейді.",
        ],
        Severity::Finding => [
            "A person may be found by it: the release fails.",
            "По этому можно найти человека: аудит не пройден.",
            "Бұл арқылы адамды табуға болады: шығарылым аудиттен өтпейді.",
        ],
        Severity::Gap => [
            "This part was not looked at: the release cannot pass.",
            "Эта часть не проверена: аудит не может быть пройден.",
            "Бұл бөлік тексерілмеген: шығарылым аудиттен өте алмайды.",
        ],
        Severity::Note => [
            "Worth knowing; a release may pass with it.",
            "Это следует знать; с этим аудит может быть пройден.",
            "Мұны білген жөн; шығарылым бұған қарамастан аудиттен өте алады.",
        ],
    })
}

/// How sure something is.
#[must_use]
pub const fn sure(sure: Sure, lang: Lang) -> &'static str {
    lang.of(match sure {
        Sure::Certain => ["certain", "точно", "анық"],
        Sure::Likely => ["likely", "вероятно", "ықтимал"],
        Sure::Possible => ["possible", "возможно", "мүмкін"],
    })
}

/// What became of a check.
#[must_use]
pub const fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    lang.of(match outcome {
        Outcome::Passed => ["clean", "без замечаний", "ескертпесіз"],
        Outcome::Noted => ["notes only", "только замечания", "тек ескертпелер"],
        Outcome::Failed => ["something found", "есть находки", "табылғандар бар"],
        Outcome::Incomplete => ["not finished", "не завершено", "аяқталмады"],
        Outcome::NotChecked => ["NOT CHECKED", "НЕ ПРОВЕРЕНО", "ТЕКСЕРІЛМЕГЕН"],
        Outcome::NotApplicable => ["does not apply", "не применимо", "қолданылмайды"],
    })
}

/// What a check looks at; a name that nobody knows stands for itself.
#[must_use]
pub fn check(name: &'static str, lang: Lang) -> &'static str {
    look_up(CHECKS, name, lang).unwrap_or(name)
}

/// Why a check does not apply, or how far it came; a name that nobody knows stands for itself.
#[must_use]
pub fn reason(name: &'static str, lang: Lang) -> &'static str {
    look_up(REASONS, name, lang).unwrap_or(name)
}

/// What an audit cannot see; a name that nobody knows stands for itself.
#[must_use]
pub fn limit(name: &'static str, lang: Lang) -> &'static str {
    look_up(LIMITS, name, lang).unwrap_or(name)
}

/// What was not checked; a name that nobody knows stands for itself.
#[must_use]
pub fn not_checked(name: &'static str, lang: Lang) -> &'static str {
    look_up(NOT_CHECKED, name, lang).unwrap_or(name)
}

/// What nobody knows where this was not checked, and the way to know it.
#[must_use]
pub fn left_open(name: &'static str, lang: Lang) -> &'static str {
    look_up(LEFT_OPEN, name, lang).unwrap_or_default()
}

/// A unit as it stands alone, or after a number that nobody looks at; a name that nobody knows stands for itself.
#[must_use]
pub fn unit(name: &'static str, lang: Lang) -> &'static str {
    counted(0, name, lang)
}

/// A unit as it stands after this number: 1 строка, 2 строки, 5 строк.
#[must_use]
pub fn counted(count: u64, name: &'static str, lang: Lang) -> &'static str {
    let forms = UNITS.iter().find(|(unit, _)| *unit == name).map(|(_, forms)| forms);
    forms.map_or(name, |forms| lang.of(forms[form(count, lang)]))
}

/// Why a column was dropped.
#[must_use]
pub fn dropped(name: &str, lang: Lang) -> Option<String> {
    look_up(DROPPED, name, lang).map(str::to_owned).or_else(|| phrases::not_done(name, lang))
}

/// A requirement that a release says nobody enforced, as its manifest words it in English.
#[must_use]
pub fn requirement(what: &str, lang: Lang) -> Option<String> {
    // Where a policy asks for it stands behind it, in parentheses.
    if let Some((what, clause)) = what.strip_suffix(')').and_then(|what| what.split_once(" (")) {
        let clause = clause.replacen("policy ", lang.of(["policy ", "политика, ", "саясат, "]), 1);
        return Some(format!("{} ({clause})", requirement(what, lang)?));
    }
    let (start, text) = REQUIREMENTS.iter().find(|(start, _)| what.starts_with(start))?;
    let rest = &what[start.len()..];
    // Only what ends here or with a number is understood whole.
    let number = rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (number && rest.is_empty() != start.ends_with(' ')).then(|| format!("{}{rest}", lang.of(*text)))
}

/// A technique that a column did not get, as a manifest words it in English: what, and the column.
#[must_use]
pub fn dropped_instead(what: &str, lang: Lang) -> Option<(String, String)> {
    phrases::dropped_instead(what, lang)
}

/// Why nobody enforced it, as a manifest words it in English.
#[must_use]
pub fn excuse(why: &str, lang: Lang) -> Option<&'static str> {
    look_up(EXCUSES, why, lang)
}

/// Which of three forms a noun has after a number: CLDR's one, few, many. A Kazakh noun stays as it is after any number.
const fn form(count: u64, lang: Lang) -> usize {
    match lang {
        Lang::En if count == 1 => 0,
        Lang::En | Lang::Kk => 2,
        Lang::Ru => match (count % 10, count % 100) {
            (_, 11..=14) => 2,
            (1, _) => 0,
            (2..=4, _) => 1,
            _ => 2,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text of every table.
    fn texts() -> Vec<Text> {
        let tables = [CHECKS, REASONS, LIMITS, NOT_CHECKED, LEFT_OPEN, DROPPED, EXCUSES];
        let codes = Code::ALL.iter().map(|&code| meaning(code)).flat_map(|says| [says.title, says.why, says.todo]);
        tables
            .iter()
            .chain(crate::words::TABLES)
            .flat_map(|table| table.iter().map(|(_, text)| *text))
            .chain(codes)
            .collect()
    }

    #[test]
    fn every_text_is_said_in_every_language_and_in_its_script() {
        let cyrillic = |c: char| ('\u{400}'..='\u{4ff}').contains(&c);
        for text in texts() {
            assert!(text.iter().all(|said| !said.is_empty() && said.trim() == *said), "{text:?}");
            assert!(!text[0].contains(cyrillic) || text[0].contains("8.4(а)"), "{text:?}");
            assert!(!text[1].contains(|c| "әғқңөұүһіӘҒҚҢӨҰҮҺІ".contains(c)), "{text:?}");
            // What is not a letter of Kazakhstan's alphabet would be a slip of the keyboard: і of Ukrainian is shared, ї and є are not.
            assert!(!text.iter().any(|said| said.contains(|c| "їєґў".contains(c))), "{text:?}");
        }
    }

    #[test]
    fn no_word_mixes_scripts() {
        let cyrillic = |c: char| ('\u{400}'..='\u{4ff}').contains(&c);
        for text in texts() {
            for word in text.iter().flat_map(|said| said.split(|c: char| !c.is_alphabetic())) {
                let mixed = word.contains(cyrillic) && word.contains(|c: char| c.is_ascii_alphabetic());
                assert!(!mixed, "{word:?} in {text:?}");
            }
        }
    }

    #[test]
    fn titles_differ_and_sentences_end() {
        for &lang in Lang::ALL {
            let mut titles: Vec<&str> = Code::ALL.iter().map(|&code| title(code, lang)).collect();
            titles.sort_unstable();
            titles.dedup();
            assert_eq!(titles.len(), Code::ALL.len());
            for &code in Code::ALL {
                assert!(why(code, lang).ends_with('.') && todo(code, lang).ends_with('.'), "{code:?} {lang:?}");
                assert!(!title(code, lang).ends_with('.'), "{code:?} {lang:?}");
            }
        }
    }

    #[test]
    fn nouns_follow_their_numbers() {
        let said = |count, lang| counted(count, "rows", lang);
        assert_eq!(
            [1, 2, 5, 11, 21, 112, 0].map(|n| said(n, Lang::Ru)).join(" "),
            "строка строки строк строк строка строк строк"
        );
        assert_eq!([1, 2].map(|n| said(n, Lang::En)).join(" "), "row rows");
        assert_eq!(unit("rows", Lang::Kk), "жол");
        assert_eq!(unit("parsecs", Lang::En), "parsecs");
    }

    #[test]
    fn requirements_are_understood_whole_or_not_at_all() {
        assert_eq!(requirement("k-anonymity with k = 10", Lang::Ru).as_deref(), Some("k-анонимность, k = 10"));
        assert_eq!(requirement("t-closeness with t = 0.2", Lang::En).as_deref(), Some("t-closeness with t = 0.2"));
        assert!(requirement("expiry date of the release", Lang::Kk).is_some());
        for other in
            ["k-anonymity with k = ", "expiry date of the release 7", "k-anonymity with k = <b>", "geoip for a.b"]
        {
            assert_eq!(requirement(other, Lang::Ru), None, "{other}");
        }
    }

    #[test]
    fn languages_parse() {
        assert!(Lang::ALL.iter().all(|&lang| Lang::parse(lang.code()) == Some(lang)));
        assert_eq!(Lang::parse("de"), None);
    }
}
