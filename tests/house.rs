//! The sources themselves: imports go down the floors, one room prints, the cellar knows no arrow.

use crate::util::root;
use std::collections::{BTreeMap, BTreeSet};
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

/// Code without its comments and without its tests, which may look anywhere. An item for tests ends, as the formatter writes it, with the first
/// line as far to the left as it begins that closes it.
fn code(text: &str) -> String {
    let mut kept = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim_start() == "#[cfg(test)]" {
            let left = line.len() - line.trim_start().len();
            let ends = |line: &str| {
                let bare = line.trim_start();
                line.len() - bare.len() == left
                    && !bare.starts_with('#')
                    && (bare.starts_with('}') || bare.ends_with([';', ',', '}']))
            };
            lines.by_ref().find(|line| ends(line));
        } else if !line.trim_start().starts_with("//") {
            kept.push(line);
        }
    }
    kept.join("\n")
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

/// Circles of files that are left, each by its first file, with how many files it ties together: they may only become fewer.
const CIRCLES: &[(&str, usize)] = &[
    ("audit/cells", 6),
    ("audit/people", 3),
    ("canon/null", 2),
    ("canon/reading", 2),
    ("cli/args", 2),
    ("error", 2),
    ("io/csv/cut", 16),
    ("io/gate", 3),
    ("measure/accounts", 6),
    ("pipeline/apply", 9),
    ("plan/compile", 7),
    ("recognize/column", 4),
    ("recognize/decode", 2),
    ("recognize/features", 2),
    ("scan/advice", 6),
    ("words", 2),
];

type Modules = BTreeMap<Vec<String>, Module>;

/// A file: what it imports, what it names by a whole path, and what it hands on.
#[derive(Default)]
struct Module {
    named: Vec<Vec<String>>,
    handed_on: Vec<Vec<String>>,
    is_folder: bool,
}

/// The paths of `use` trees and of names that begin at a module.
fn module(code: &str, is_folder: bool) -> Module {
    let mut module = Module { is_folder, ..Module::default() };
    let split = |path: &str| path.split("::").map(|part| part.trim().to_owned()).collect::<Vec<_>>();
    for (at, found) in code.match_indices("use ") {
        let line = code[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = code[line..at].trim();
        if !before.is_empty() && !before.starts_with("pub") {
            continue;
        }
        let tree = &code[at + found.len()..];
        let tree = &tree[..tree.find(';').unwrap_or(0)];
        let paths = expanded(tree).into_iter().map(|path| split(path.split(" as ").next().unwrap_or(&path)));
        if before.is_empty() { module.named.extend(paths) } else { module.handed_on.extend(paths) }
    }
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in code
            .match_indices(start)
            .filter(|(at, _)| !code[..*at].ends_with(|c: char| c == ':' || c == '_' || c.is_alphanumeric()))
        {
            let path: String =
                code[at..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect();
            module.named.push(split(path.trim_end_matches(':')));
        }
    }
    module
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`.
fn expanded(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((front, rest)) = tree.split_once('{') else { return vec![tree.to_owned()] };
    let inner = rest.strip_suffix('}').unwrap_or(rest);
    let (mut depth, mut part, mut parts) = (0, String::new(), Vec::new());
    for c in inner.chars().chain([',']) {
        match c {
            ',' if depth == 0 => parts.push(std::mem::take(&mut part)),
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if c != ',' || depth > 0 {
            part.push(c);
        }
    }
    parts
        .iter()
        .filter(|part| !part.trim().is_empty())
        .flat_map(|part| expanded(part))
        .map(|path| format!("{front}{path}"))
        .collect()
}

/// From the root of the crate, if it is a path of ours.
fn absolute(from: &[String], path: &[String], modules: &Modules) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some([from, rest].concat()),
        "super" => {
            let up = path.iter().take_while(|part| *part == "super").count();
            Some([&from[..from.len().checked_sub(up)?], &path[up..]].concat())
        }
        _ => {
            let below = [from, path].concat();
            modules.contains_key(&below[..=from.len()]).then_some(below)
        }
    }
}

/// The file in which a name is made: what a folder hands on is its file's.
fn made_in(path: &[String], modules: &Modules, depth: u8) -> Option<Vec<String>> {
    let at = (1..=path.len()).rev().find(|&at| modules.contains_key(&path[..at]))?;
    let (file, rest) = path.split_at(at);
    let module = &modules[file];
    let handed = rest
        .first()
        .filter(|_| depth < 8)
        .and_then(|name| module.handed_on.iter().find(|path| path.last() == Some(name)));
    match handed.and_then(|handed| absolute(file, handed, modules)) {
        Some(handed) => made_in(&handed, modules, depth + 1),
        None => Some(file.to_vec()),
    }
}

/// Files that reach each other by their imports.
fn circles(modules: &Modules) -> Vec<Vec<String>> {
    let edges = |from: &Vec<String>| -> BTreeSet<Vec<String>> {
        let reached = |path: &Vec<String>| made_in(&absolute(from, path, modules)?, modules, 0);
        let handed: BTreeSet<_> =
            modules[from].handed_on.iter().filter_map(reached).filter(|_| modules[from].is_folder).collect();
        let named = modules[from].named.iter().chain(&modules[from].handed_on).filter_map(reached);
        named.filter(|to| to != from && !handed.contains(to)).collect()
    };
    let edges: BTreeMap<_, _> = modules.keys().map(|from| (from.clone(), edges(from))).collect();
    let reach = |from: &Vec<String>| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(at) = open.pop() {
            open.extend(edges[&at].iter().filter(|to| seen.insert((*to).clone())).cloned());
        }
        seen
    };
    let reached: BTreeMap<_, _> = modules.keys().map(|from| (from.clone(), reach(from))).collect();
    let mut found = BTreeSet::new();
    for (from, to) in &reached {
        let circle: Vec<String> =
            to.iter().filter(|other| reached[*other].contains(from)).map(|file| file.join("/")).collect();
        if circle.len() > 1 {
            found.insert(circle);
        }
    }
    found.into_iter().collect()
}

fn modules() -> Modules {
    let of = |(path, text): (PathBuf, String)| {
        let below = path.strip_prefix(root().join("src")).expect("below src").with_extension("");
        let mut parts: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let is_folder = parts.last().is_some_and(|part| part == "mod");
        if is_folder {
            parts.pop();
        }
        (parts, module(&code(&text), is_folder))
    };
    sources().into_iter().map(of).filter(|(parts, _)| parts[0] != "lib" && parts[0] != "main").collect()
}

#[test]
fn circles_of_files_only_become_fewer() {
    let found: Vec<(String, usize)> =
        circles(&modules()).into_iter().map(|circle| (circle[0].clone(), circle.len())).collect();
    let known: Vec<(String, usize)> = CIRCLES.iter().map(|(first, files)| ((*first).to_owned(), *files)).collect();
    assert_eq!(found, known, "a file that needs another, which needs it, cannot be read alone");
}

#[test]
fn a_circle_would_be_seen() {
    let file =
        |path: &str, code: &str| (path.split('/').map(str::to_owned).collect::<Vec<_>>(), module(code, path == "a"));
    let modules: Modules = [
        file("a", "mod b;\nmod c;\npub use b::{B, Other};"),
        file("a/b", "use super::c::{C, more};\npub struct B;"),
        file("a/c", "fn f() { crate::a::B; }"),
        file("d", "use crate::a::B;"),
    ]
    .into();
    assert_eq!(circles(&modules), [["a/b", "a/c"]]);
    assert_eq!(code("a\n#[cfg(test)]\nuse x;\nb\n    #[cfg(test)]\n    fn f() {\n        c\n    }\nd"), "a\nb\nd");
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
