//! Folders of people on their computers: `C:\Users\Aigul.Testova\cv.docx`, `/home/aigul_t/`.

use super::account::is_name;
use super::name::Word;
use super::{Evidence, Features, Kind, Recognizer, Span};

/// The name of an account in the path of its folder.
///
/// Strong: behind `\Users\` of a drive a name with a point, an underscore or digits, or a given name or a surname; behind `/Users/` or `/home/` at the
/// beginning of a path, where pages of sites stand too (`/users/sign_in`), names only. `Admin`, `Public` and `student` are nobody's.
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
            let drive = is_drive(&text[..at]) && !text[at..].starts_with("//");
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

/// Whether the letter of a drive and its colon end the text: `C:`, and not `path:`.
fn is_drive(before: &str) -> bool {
    let Some(before) = before.strip_suffix(':') else { return false };
    before.ends_with(|c: char| c.is_ascii_alphabetic()) && !before[..before.len() - 1].ends_with(char::is_alphanumeric)
}

/// Accounts that belong to a program, a class or everybody.
const GENERAL: &[&str] = &[
    "acer",
    "admin",
    "administrator",
    "all",
    "app",
    "asus",
    "build",
    "class",
    "default",
    "dell",
    "deploy",
    "desktop",
    "dev",
    "documents",
    "downloads",
    "guest",
    "home",
    "hp",
    "html",
    "huawei",
    "index",
    "jenkins",
    "lab",
    "laptop",
    "lenovo",
    "local",
    "macbook",
    "notebook",
    "office",
    "owner",
    "php",
    "postgres",
    "public",
    "root",
    "runner",
    "runneradmin",
    "samsung",
    "school",
    "server",
    "service",
    "student",
    "students",
    "svc",
    "teacher",
    "temp",
    "test",
    "tester",
    "ubuntu",
    "user",
    "users",
    "web",
    "windows",
    "work",
    "админ",
    "администратор",
    "гость",
    "класс",
    "общая",
    "общие",
    "оқушы",
    "пользователь",
    "студент",
    "учебный",
    "ученик",
    "учитель",
];

/// Whether the account is a person's.
fn is_somebody(name: &str, drive: bool) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let mut words = name.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= 3).peekable();
    let host = psl::domain(name.as_bytes()).is_some_and(|host| host.suffix().is_known());
    if letters < 3 || host || words.peek().is_none() {
        return false;
    }
    if !drive {
        // A page may have a name among other words: `/home/roman-empire`.
        return words.all(is_name);
    }
    let mut named = false;
    let mut general = true;
    for word in words {
        named |= is_name(word) || Word::of(word).surname;
        general &= GENERAL.contains(&word.to_lowercase().as_str());
    }
    let signed = name.trim_matches(['.', '_']).contains(['.', '_']) && !name.contains(' ');
    let digits = name.bytes().rev().take_while(u8::is_ascii_digit).count();
    !general && (named || signed || digits >= 2)
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
            "/users/sign_in",
            "/home/landing_page",
            "/home/web_dev/x",
            "path:/users/sign_in",
            "url: /home/roman-empire",
            "C:\\Users\\student_12\\x",
            "C:\\Program Files\\Git",
            "users/home",
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }
}
