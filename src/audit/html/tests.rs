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
