//! Folders of people on their computers: `C:\Users\Aigul.Testova\cv.docx`, `/home/aigul_t/`.

use super::name::Word;
use super::{Evidence, Features, Kind, Recognizer, Span};

/// The name of an account in the path of its folder.
///
/// Strong: behind `\Users\` of a drive, `/Users/` or `/home/` at the beginning of a path a name with a point, an underscore or digits, or a given
/// name. `Admin`, `Public` and `user` are nobody's.
pub struct Folders;

impl Recognizer for Folders {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Social]
    }

    fn name(&self) -> &'static str {
        "home-folder"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        for at in memchr::memchr2_iter(b'\\', b'/', bytes) {
            let drive = text[..at].ends_with(':') && !text[at..].starts_with("//");
            let root =
                bytes[at] == b'/' && !text[..at].ends_with(|c: char| c.is_alphanumeric() || "/.-_~%\\".contains(c));
            if !(drive || root) {
                continue;
            }
            let rest = text[at..].trim_start_matches(['\\', '/']);
            let folder = ["users", "home", "пользователи"].iter().find_map(|known| {
                let folder = rest.get(..known.len())?;
                (folder.to_lowercase() == *known).then(|| &rest[known.len()..])
            });
            let Some(behind) = folder.filter(|rest| rest.starts_with(['\\', '/'])) else { continue };
            let behind = behind.trim_start_matches(['\\', '/']);
            let start = text.len() - behind.len();
            let name = behind
                .chars()
                .take(40)
                .take_while(|c| !matches!(c, '\\' | '/' | '"' | '<' | '>' | '|' | '\n' | '?' | '&'));
            let name = &behind[..name.map(char::len_utf8).sum()];
            if is_somebody(name, drive) {
                found.push(Span { start, end: start + name.len(), kind: Kind::Social, evidence: Evidence::Strong });
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.letters && features.len >= 10 && (features.slash || features.colons > 0)
    }

    fn examples(&self) -> &'static [&'static str] {
        &["C:\\Users\\Aigul.Testova\\cv.docx", "/home/aigul_t/data.csv"]
    }
}

/// Whether the account is a person's.
fn is_somebody(name: &str, drive: bool) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let words = || name.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= 3);
    let named = words().any(|word| {
        let known = Word::of(word);
        known.given || known.ambiguous || (drive && known.surname)
    });
    let signed = name.trim_matches(['.', '_']).contains(['.', '_']) && !name.contains(' ');
    let digits = name.bytes().rev().take_while(u8::is_ascii_digit).count();
    let host = psl::domain(name.as_bytes()).is_some_and(|host| host.suffix().is_known());
    let general = words().all(|word| {
        ["admin", "user", "users", "public", "default", "test", "app", "index", "html", "php", "windows"]
            .contains(&word.to_lowercase().as_str())
    });
    letters >= 3
        && !host
        && !general
        && (named || (signed && drive) || (digits >= 2 && drive) || (name.contains('_') && !drive))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        Folders.find(text, &mut found);
        found.iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn folders_of_people() {
        for (text, wanted) in [
            ("C:\\Users\\Aigul.Testova\\cv.docx", "Aigul.Testova"),
            ("C:\\\\Users\\\\Aigul.Testova\\\\cv.docx", "Aigul.Testova"),
            ("D:/Users/ivanov77/x", "ivanov77"),
            ("файл /home/aigul_t/data.csv", "aigul_t"),
            ("C:\\Пользователи\\Айгуль\\x", "Айгуль"),
            ("file:///Users/marat/x", "marat"),
        ] {
            assert_eq!(found(text), [wanted], "{text}");
        }
        for text in [
            "C:\\Users\\Admin\\file.txt",
            "C:\\Users\\Public\\x",
            "/home/user/x",
            "/home/index.html",
            "https://skillbox.kz/users/course_1",
            "/users/",
            "/home/page",
            "C:\\Program Files\\Git",
            "users/home",
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }
}
