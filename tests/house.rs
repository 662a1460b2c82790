//! The sources themselves: imports go down the floors, one room prints, the cellar knows no arrow.

use crate::util::root;
use std::fs;
use std::path::{Path, PathBuf};

/// Floors, as in the crate's documentation.
const FLOORS: &[(&str, u8)] = &[
    ("cli", 9),
    ("audit", 8),
    ("measure", 8),
    ("scan", 8),
    ("pipeline", 7),
    ("io", 6),
    ("plan", 5),
    ("transform", 4),
    ("recognize", 4),
    ("select", 4),
    ("privacy", 4),
    ("column", 3),
    ("schema", 2),
    ("keys", 1),
    ("crypto", 1),
    ("canon", 1),
    ("checksum", 1),
    ("vocabulary", 0),
    ("words", 0),
    ("secret", 0),
    ("place", 0),
    ("error", 0),
    ("hash", 0),
    ("number", 0),
    ("panics", 0),
];
/// Rooms of one floor that may import each other.
const DOORS: &[(&str, &str)] = &[
    ("keys", "crypto"),
    ("canon", "checksum"),
    ("transform", "recognize"),
    ("select", "recognize"),
    ("audit", "scan"),
    ("measure", "scan"),
    ("error", "place"),
    ("place", "error"),
    ("error", "vocabulary"),
];

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).expect("a source folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    found.sort();
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).expect("UTF-8"))).collect()
}

/// The room of a file: the first folder or file below `src`.
fn room(path: &Path) -> String {
    let below = path.strip_prefix(root().join("src")).expect("below src");
    below.components().next().expect("a name").as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

/// Code without its comments and without its tests, which may look anywhere.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Rooms named after `crate::`, alone or in braces.
fn imports(code: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    code.match_indices("crate::")
        .map(|(at, found)| word(&code[at + found.len()..]))
        .filter(|name| floor(name).is_some())
        .collect()
}

fn climbs(from: &str, to: &str) -> bool {
    let (Some(here), Some(there)) = (floor(from), floor(to)) else { return false };
    from != to && there >= here && !DOORS.contains(&(from, to))
}

#[test]
fn imports_only_go_down() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let from = room(&path);
        if from == "lib" || from == "main" {
            continue;
        }
        assert!(floor(&from).is_some(), "{from} stands on no floor");
        wrong.extend(
            imports(&code(&text))
                .into_iter()
                .filter(|to| climbs(&from, to))
                .map(|to| format!("{} imports {to}", path.display())),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_climbing_import_would_be_seen() {
    assert_eq!(imports("use crate::plan::Released;\nlet x = crate::io::UNIT;"), ["plan", "io"]);
    assert!(climbs("schema", "plan") && climbs("canon", "keys") && climbs("recognize", "transform"));
    assert!(!climbs("transform", "recognize") && !climbs("cli", "error"));
}

#[test]
fn only_one_room_prints_and_nothing_is_unsafe() {
    for (path, text) in sources() {
        let code = code(&text);
        for word in ["println!", "print!(", "dbg!(", "todo!(", "unimplemented!("] {
            assert!(!code.contains(word), "{} has {word}", path.display());
        }
        // One call, of code that only some processors can run.
        let unsafe_words = code.matches("unsafe ").count();
        let allowed = usize::from(path.ends_with("crypto/sha256.rs"));
        assert!(unsafe_words <= allowed, "{} is unsafe", path.display());
        let prints = code.contains("stdout()") || code.contains("stderr()");
        let may = ["say.rs", "panics.rs"].iter().any(|name| path.ends_with(name));
        assert!(may || !prints, "{} prints", path.display());
    }
}

#[test]
fn the_cellar_knows_no_arrow_and_only_plan_makes_released_batches() {
    for (path, text) in sources() {
        let (room, code) = (room(&path), code(&text));
        if floor(&room).is_some_and(|floor| floor <= 2) {
            assert!(!code.contains("arrow::") && !code.contains("parquet::"), "{} knows arrow", path.display());
        }
        if !path.ends_with("plan/released.rs") {
            let code = code.replace("impl Released {", "");
            assert!(!code.contains("Released {"), "{} makes a released batch", path.display());
        }
    }
}

#[test]
fn nothing_below_the_doors_reads_the_clock_or_the_systems_randomness() {
    for (path, text) in sources() {
        let code = code(&text);
        let clock = ["Instant::now", "SystemTime", "Utc::now", "Local::now"].iter().any(|word| code.contains(word));
        assert!(!clock || room(&path) == "cli", "{} reads the clock", path.display());
        let random = code.contains("rand::") || code.contains("getrandom");
        assert!(!random || room(&path) == "keys", "{} is random", path.display());
    }
}

#[test]
fn every_code_is_used_and_said_in_the_registry_alone() {
    let sources = sources();
    let is_registry = |path: &Path| path.ends_with("error/codes.rs");
    let others: Vec<(&PathBuf, String)> =
        sources.iter().filter(|(path, _)| !is_registry(path)).map(|(path, text)| (path, code(text))).collect();
    let all: std::collections::HashSet<&str> = others
        .iter()
        .flat_map(|(_, code)| {
            code.match_indices("Code::").map(|(at, _)| {
                let rest = &code[at + 6..];
                &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())]
            })
        })
        .collect();
    let unused: Vec<_> = iesiz::error::Code::ALL.iter().filter(|code| !all.contains(code.name())).collect();
    assert!(unused.is_empty(), "no place makes these: {unused:?}");
    // A code in quotes would be one that the registry does not know of.
    for (path, code) in &others {
        let literal = code.match_indices('"').map(|(at, _)| &code[at + 1..]).find(|rest| {
            let digits = rest.strip_prefix(['E', 'W']).unwrap_or("").bytes().take_while(u8::is_ascii_digit).count();
            (3..=4).contains(&digits) && rest[1 + digits..].starts_with('"')
        });
        assert!(literal.is_none(), "{} has a code as a text", path.display());
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let mut section = "";
    let mut reason = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
            reason = false;
        } else if line.starts_with('#') {
            reason = true;
        } else if section.ends_with("dependencies]") && line.contains('=') {
            assert!(reason, "no comment stands above: {line}");
        }
    }
}
