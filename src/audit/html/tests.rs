use super::super::report::{Code, Report};
use super::super::words::{self, Lang};
use super::findings::MOST_ROWS;
use super::{fixtures, render};

const ALL: [fn() -> Report; 6] =
    [fixtures::pass, fixtures::fail, fixtures::incomplete, fixtures::bare, fixtures::hostile, fixtures::every_code];

/// Every fixture in every language.
fn pages() -> impl Iterator<Item = (Report, Lang, String)> {
    ALL.into_iter().flat_map(|make| Lang::ALL.iter().map(move |&lang| (make(), lang, render(&make(), lang))))
}

/// What stands in the page, without its style.
fn body(page: &str) -> &str {
    page.split_once("<main>").expect("a page has a main part").1
}

#[test]
fn nothing_is_run_and_nothing_is_fetched() {
    for (_, lang, page) in pages() {
        for never in [
            "<script",
            "http",
            "url(",
            "@import",
            "<img",
            "<link",
            "<a ",
            "src=",
            "href=",
            "<iframe",
            "javascript",
            "onload",
        ] {
            assert!(!page.to_lowercase().contains(never), "{never} in {lang:?}");
        }
    }
}

#[test]
fn hostile_names_are_text() {
    let page = render(&fixtures::hostile(), Lang::Kk);
    assert!(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;\\u{202e}gnp.exe"));
    assert!(!page.contains(['\u{202e}', '\u{200b}', '\0']));
    let longest = body(&page).split(['<', '>']).flat_map(str::split_whitespace).map(|word| word.chars().count()).max();
    assert!(longest <= Some(401), "{longest:?}");
}

/// A light parser: what is opened is closed, in order, whatever the names are.
#[test]
fn elements_nest() {
    const VOID: [&str; 5] = ["br", "meta", "path", "rect", "circle"];
    for (_, lang, page) in pages() {
        let mut open = Vec::new();
        let (before, rest) = page.split_once("<style>").expect("a style");
        let page = [before, rest.split_once("</style>").expect("its end").1].concat();
        for tag in page.split('<').skip(2) {
            let (tag, text) = tag.split_once('>').expect("a tag ends");
            assert!(!text.contains('>') && tag.matches('"').count().is_multiple_of(2), "{tag}");
            match tag.strip_prefix('/') {
                Some(end) => assert_eq!(open.pop(), Some(end), "{lang:?}"),
                None => open.push(tag.split([' ', '/']).next().expect("a name")),
            }
            if open.last().is_some_and(|last| VOID.contains(last)) {
                open.pop();
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}

#[test]
fn every_code_is_explained_in_every_language() {
    for &lang in Lang::ALL {
        let page = render(&fixtures::every_code(), lang);
        for &code in Code::ALL {
            for said in [words::title(code, lang), words::why(code, lang), words::todo(code, lang), code.name()] {
                assert!(page.contains(said), "{code:?} {lang:?}: {said}");
            }
        }
    }
}

#[test]
fn the_verdict_is_first() {
    for (report, lang, page) in pages() {
        let first = body(&page)
            .split('>')
            .find_map(|part| part.split_once('<').map(|(text, _)| text.trim()).filter(|text| !text.is_empty()));
        assert_eq!(first, Some(words::verdict(report.verdict, lang)));
    }
}

#[test]
fn equal_reports_give_equal_bytes() {
    for (report, lang, page) in pages() {
        assert_eq!(render(&report, lang), page);
    }
}

#[test]
fn long_lists_end_and_say_so() {
    let report = fixtures::hostile();
    let page = render(&report, Lang::En);
    let hidden = report.findings.len() - MOST_ROWS;
    assert_eq!(page.matches("data-label=\"How sure\"").count(), MOST_ROWS);
    let said: usize = page
        .split(" more in the JSON report")
        .filter_map(|before| before.rsplit('>').next()?.parse::<usize>().ok())
        .sum();
    assert_eq!(said, hidden);
}

#[test]
fn numbers_and_words_are_the_languages_own() {
    let report = fixtures::pass();
    let [english, russian, kazakh] = [Lang::En, Lang::Ru, Lang::Kk].map(|lang| render(&report, lang));
    assert!(english.contains("1,834,562") && english.contains("36 of 36 columns, 100\u{a0}% of cells, 0 skipped"));
    assert!(russian.contains("1\u{202f}834\u{202f}562") && russian.contains("<html lang=\"ru\">"));
    assert!(russian.contains("k-анонимность, k = 10") && russian.contains("псевдонимизированные данные"));
    assert!(kazakh.contains("<html lang=\"kk\">") && kazakh.contains("бүркеншіктелген (псевдонимделген)"));
}

#[test]
fn no_text_of_ours_is_markup() {
    for (text, lang) in Code::ALL.iter().flat_map(|&code| Lang::ALL.iter().map(move |&lang| (code, lang))) {
        for said in [words::title(text, lang), words::why(text, lang), words::todo(text, lang)] {
            assert!(!said.contains(['<', '>', '&', '"']), "{said}");
        }
    }
    assert!(!include_str!("labels.rs").contains(['<', '>', '&']));
}

#[test]
fn what_is_not_there_is_not_said() {
    let page = render(&fixtures::bare(), Lang::Ru);
    assert!(page.contains("Манифеста нет"));
    assert!(!page.contains("id=\"not-enforced\"") && !page.contains("Ключ, эпоха"));
}

/// Words in Latin letters that a reader of Russian or Kazakh meets in any office, and commands that nobody should translate.
const LATIN: [&str; 18] = [
    // The number of the law.
    "v", "null", "sha", "json", "csv", "parquet", "uuid", "iban", "mac", "ip", "cookie", "base64", "md5", "k", "l", "t",
    "utf", "iesiz",
];

/// What people read of a page: no style, no names, no code, no attributes.
fn read_aloud(page: &str) -> String {
    let mut rest = body(page);
    let mut out = String::new();
    while let Some((text, tag)) = rest.split_once('<') {
        out.push_str(text);
        let end = ["bdi", "code"].into_iter().find(|name| tag.starts_with(name)).map(|name| format!("</{name}>"));
        rest = match end.and_then(|end| tag.split_once(end.as_str())) {
            Some((_, after)) => after,
            None => tag.split_once('>').expect("a tag ends").1,
        };
        out.push(' ');
    }
    ["&lt;", "&gt;", "&amp;", "&quot;", "&#39;"].iter().fold(out, |out, entity| out.replace(entity, " "))
}

fn latin_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| !word.starts_with("--"));
    let latin = words.flat_map(|word| word.split('-')).filter(|word| word.contains(|c: char| c.is_ascii_alphabetic()));
    let known = |word: &str| LATIN.contains(&word) || word.starts_with("sha");
    latin.map(str::to_lowercase).filter(|word| !known(word)).collect()
}

#[test]
fn a_russian_or_kazakh_page_has_no_english_in_it() {
    let makes: [fn() -> Report; 5] =
        [fixtures::pass, fixtures::fail, fixtures::incomplete, fixtures::bare, fixtures::every_code];
    for make in makes {
        let mut report = make();
        // Names of the release's own are not ours to translate.
        report.tool = "iesiz 0.1.0".into();
        for lang in [Lang::Ru, Lang::Kk] {
            assert_eq!(latin_words(&read_aloud(&render(&report, lang))), Vec::<String>::new(), "{lang:?}");
        }
    }
    assert!(latin_words(&read_aloud(&render(&fixtures::pass(), Lang::En))).len() > 500, "the test sees nothing");
}

#[test]
fn the_first_page_says_who_when_how_many_and_what_not() {
    let first =
        |report: &Report, lang| render(report, lang).split_once("</header>").expect("a first page").0.to_owned();
    let mut report = fixtures::pass();
    let page = first(&report, Lang::Ru);
    for said in [
        "<b>214</b> единственных строк из 17\u{202f}000",
        "Чего этот вердикт не говорит",
        "Это по-прежнему персональные данные",
        "Не проверено: подпись – кто сделал выпуск",
        "5d41402abc4b2a76</bdi></code>, подпись не проверена",
        "2026-02-11",
        "Закон РК № 94-V, редакция от <span class=\"day\">2026-10-02</span>",
        "Казахстан",
        "Номер выпуска",
        "не передавать",
    ] {
        assert!(page.contains(said), "{said}");
    }
    report.as_of = None;
    report.subject.signature = Some(super::super::report::Signature::Checked);
    let page = first(&report, Lang::Kk);
    assert!(page.contains("көрсетілмеген (--as-of)") && page.contains("қолтаңба дұрыс"));
    report.subject.signature = Some(super::super::report::Signature::None);
    report.people.alone = None;
    let page = first(&report, Lang::En);
    assert!(page.contains("nobody signed it") && page.contains("Not counted: no column is known"));
}

#[test]
fn every_printed_page_names_its_release_and_the_digest() {
    let style = |report: &Report| {
        let page = render(report, Lang::Ru);
        page.split_once("</style>").expect("a style").0.split_once("@top-left").expect("margins").1.to_owned()
    };
    let pass = style(&fixtures::pass());
    assert!(pass.contains("release\\2d 2026\\2d 02") && pass.contains("9f2c1d7e4ab05836c2f7d1e09b6a4c33"), "{pass}");
    let bare = style(&fixtures::bare());
    assert!(bare.contains(&"0123456789abcdef".repeat(4)), "a lone file has a digest too: {bare}");
    let mut report = fixtures::pass();
    report.subject.name = fixtures::HOSTILE.into();
    let hostile = style(&report);
    assert!(!hostile.contains(['<', '>', '&', '\u{202e}']) && hostile.matches('"').count() == 6, "{hostile}");
}

#[test]
fn what_did_not_leave_and_what_is_empty_is_folded_away() {
    let report = fixtures::pass();
    let page = render(&report, Lang::Ru);
    assert_eq!(page.matches("Столбцы, которые не вышли: 2").count(), 3);
    assert!(page.contains("этого типа нет в профиле") && !page.contains("удалён<br>"));
    assert!(page.contains("17\u{a0}строк, ") && !page.contains("0\u{a0}строк, 0\u{a0}классов"));
    assert!(page.contains("Не применимо: Заявленные k и l (выпуск этого не заявляет)."));
    // A column in which something was found is never folded.
    let page = render(&fixtures::fail(), Lang::Ru);
    assert_eq!(page.matches("Столбцы, которые не вышли: 1<").count(), 1);
}
