//! The one error of the crate, made so that no cell value fits into it.
//!
//! Messages are built with [`message!`](crate::message) from literals, numbers, closed words and [`Shown`] names; a `String` taken
//! from data is none of these, so it does not compile into a message. Errors of the libraries below us quote cells and whole rows
//! (arrow-csv, arrow-cast, serde): they are mapped to a code and a place, never displayed, never chained.

mod codes;

pub use codes::Code;

use crate::place::Place;
use std::fmt;

/// What kind of failure it is; decides the exit code.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Kind {
    /// A bug of ours.
    Internal,
    /// Arguments, schema or profile are not valid.
    Usage,
    /// An input is damaged or not of its declared format.
    Damaged,
    /// More broken rows than allowed.
    TooManyBad,
    /// Writing failed.
    Output,
    /// A rule forbids the release.
    Policy,
    /// A release holds identifiers.
    Found,
    /// The key is missing, unsafe or the wrong one.
    Key,
    /// A limit on size or depth was reached.
    Resource,
    /// The output exists, or another run holds it.
    Exists,
    /// A digest, manifest or token does not match.
    Mismatch,
    /// A signal stopped the run.
    Interrupted(Signal),
}

/// The signals that stop a run cleanly.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Signal {
    /// Ctrl-C.
    Int,
    /// A polite kill.
    Term,
    /// The terminal went away.
    Hup,
}

/// A name that the user or a header supplied, made fit for a terminal: control and direction marks escaped, cut to a length.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct Shown(String);

/// Longest name that a message shows, in characters.
const SHOWN_CHARS: usize = 120;

impl Shown {
    /// Prepares a name of a document, file or column. Never call it with a cell value.
    #[must_use]
    pub fn name(name: &str) -> Self {
        let mut text = String::with_capacity(name.len());
        for (at, c) in name.chars().enumerate() {
            if at == SHOWN_CHARS {
                text.push('…');
                break;
            }
            match c {
                c if is_unsafe_for_terminal(c) => text.extend(c.escape_unicode()),
                c => text.push(c),
            }
        }
        Self(text)
    }

    /// Prepares a path.
    #[must_use]
    pub fn path(path: &std::path::Path) -> Self {
        Self::name(&path.to_string_lossy())
    }

    /// The escaped text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Characters that move the cursor, hide text or turn its direction.
fn is_unsafe_for_terminal(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// What may stand in a message.
pub trait Safe: fmt::Display {}

macro_rules! safe { ($($t:ty),+ $(,)?) => { $(impl Safe for $t {})+ } }
safe!(&'static str, Shown, &Shown, Message, Place, char, i32, i64, u8, u16, u32, u64, usize, f64);
safe!(crate::vocabulary::SemanticType, crate::vocabulary::Role, crate::vocabulary::Status, crate::vocabulary::Audience);

/// Text for people that holds no data; made by [`message!`](crate::message).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Message(String);

impl Message {
    /// Puts the arguments where the template has `{}`.
    #[doc(hidden)]
    #[must_use]
    pub fn fill(template: &'static str, arguments: &[&dyn Safe]) -> Self {
        use fmt::Write as _;
        let mut text = String::with_capacity(template.len() + 16 * arguments.len());
        let mut arguments = arguments.iter();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{}") {
            text.push_str(before);
            if let Some(argument) = arguments.next() {
                let _ = write!(text, "{argument}");
            }
            rest = after;
        }
        text.push_str(rest);
        Self(text)
    }

    /// Messages one behind another, with a separator between them.
    #[must_use]
    pub fn joined(parts: impl IntoIterator<Item = Self>, separator: &'static str) -> Self {
        let parts: Vec<String> = parts.into_iter().map(|part| part.0).collect();
        Self(parts.join(separator))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Builds a [`Message`] from a literal with `{}` and arguments that cannot be cell values.
#[macro_export]
macro_rules! message {
    ($template:literal $(, $argument:expr)* $(,)?) => {
        $crate::error::Message::fill($template, &[$(&$argument as &dyn $crate::error::Safe),*])
    };
}

/// Line and column in a document, from 1.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DocumentPlace {
    /// The document as the user named it.
    pub document: Shown,
    /// Line, from 1; 0 when the whole document is meant.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One thing that is wrong: where, what, and what to do about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Diagnostic {
    /// Stable, for scripts and search.
    pub code: Code,
    /// Where in a document, if one is at fault.
    pub document: Option<DocumentPlace>,
    /// Where in the data, if an input is at fault.
    pub place: Option<Place>,
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub hint: Option<Message>,
}

impl Diagnostic {
    /// A problem without a place.
    #[must_use]
    pub fn new(code: Code, message: Message) -> Self {
        Self { code, document: None, place: None, message, hint: None }
    }

    /// The same problem, in this document.
    #[must_use]
    pub fn document(mut self, document: DocumentPlace) -> Self {
        self.document = Some(document);
        self
    }

    /// The same problem, at this place of the data.
    #[must_use]
    pub fn place(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same problem, with advice.
    #[must_use]
    pub fn hint(mut self, hint: Message) -> Self {
        self.hint = Some(hint);
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.document, &self.place) {
            (Some(at), _) if at.line > 0 => write!(f, "{}:{}:{}: ", at.document, at.line, at.column)?,
            (Some(at), _) => write!(f, "{}: ", at.document)?,
            (None, Some(place)) => write!(f, "{place}: ")?,
            (None, None) => {}
        }
        write!(f, "{} [{}]", self.message, self.code)?;
        match &self.hint {
            Some(hint) => write!(f, "\n  hint: {hint}"),
            None => Ok(()),
        }
    }
}

/// Why an operation did not succeed: a kind and everything that is wrong, all at once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Error {
    kind: Kind,
    diagnostics: Vec<Diagnostic>,
}

/// Result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// One problem.
    #[must_use]
    pub fn new(kind: Kind, diagnostic: Diagnostic) -> Self {
        Self { kind, diagnostics: vec![diagnostic] }
    }

    /// Several problems of one kind.
    #[must_use]
    pub fn many(kind: Kind, diagnostics: Vec<Diagnostic>) -> Self {
        Self { kind, diagnostics }
    }

    /// A state that the code rules out.
    #[must_use]
    pub fn internal(message: Message) -> Self {
        Self::new(
            Kind::Internal,
            Diagnostic::new(Code::E100, message)
                .hint(message!("this is a bug in iesiz; please report it with the command line")),
        )
    }

    /// A failed read or write, reduced to the kind of failure: the system's own text may quote paths, never data, but stays out too.
    #[must_use]
    pub fn io(kind: Kind, what: Message, error: &std::io::Error) -> Self {
        let (reason, hint) = io_reason(error);
        Self::new(kind, Diagnostic::new(Code::E600, message!("{}: {}", what, reason)).hint(message!("{}", hint)))
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Everything that is wrong.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The same problems, each with a place unless it has one.
    #[must_use]
    pub fn at(mut self, place: &Place) -> Self {
        for diagnostic in &mut self.diagnostics {
            diagnostic.place.get_or_insert_with(|| place.clone());
        }
        self
    }
}

/// The usual failures of files in words, with what to do.
fn io_reason(error: &std::io::Error) -> (&'static str, &'static str) {
    use std::io::ErrorKind as K;
    match error.kind() {
        K::NotFound => ("no such file or directory", "check the path"),
        K::PermissionDenied => ("permission denied", "check who may read or write there"),
        K::AlreadyExists => ("it exists already", "choose another name"),
        K::StorageFull | K::QuotaExceeded => {
            ("no space left", "free space on the device that is written to, or choose another")
        }
        K::FileTooLarge => ("the file grew over the limit of the system", "raise the limit or split the input"),
        K::BrokenPipe => ("the reader of the output went away", "run it without the pipe"),
        K::ReadOnlyFilesystem => ("the file system is read-only", "choose another directory"),
        K::IsADirectory => ("it is a directory", "name a file"),
        K::NotADirectory => ("a part of the path is not a directory", "check the path"),
        K::Unsupported => ("the file system cannot do that", "choose a directory on another file system"),
        K::UnexpectedEof => ("it ends too early", "the file is cut off; export it again"),
        K::Interrupted => ("interrupted", "run it again"),
        K::CrossesDevices => ("it is on another device", "name a place on the device of the release"),
        K::InvalidFilename => ("the name is too long", "choose a shorter name"),
        K::WouldBlock => ("the system has nothing left to give just now", "run it again, with fewer `--threads`"),
        K::OutOfMemory => ("out of memory", "give it more memory, or lower `--threads`"),
        K::InvalidInput => ("it is not a plain file", "name a file"),
        _ => match error.raw_os_error() {
            Some(EMFILE) => {
                ("this process has too many files open", "raise `ulimit -n`, or give fewer files at a time")
            }
            Some(ENFILE) => {
                ("the system has too many files open", "close other programs, or give fewer files at a time")
            }
            Some(ELOOP) => ("it is a symbolic link, or one in a circle", "name the file itself"),
            Some(EIO) => ("the device failed", "check the device and its logs"),
            _ => ("the system reported a failure", "check the device and its logs"),
        },
    }
}

/// Failures that have no name in the standard library, by their numbers on Linux.
const EIO: i32 = 5;
const ENFILE: i32 = 23;
const EMFILE: i32 = 24;
const ELOOP: i32 = 40;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, diagnostic) in self.diagnostics.iter().enumerate() {
            if at > 0 {
                writeln!(f)?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_and_cut() {
        let shown = Shown::name("a\u{1b}[31m\r\n\u{202e}b");
        assert_eq!(shown.as_str(), "a\\u{1b}[31m\\u{d}\\u{a}\\u{202e}b");
        assert_eq!(Shown::name(&"я".repeat(500)).as_str().chars().count(), SHOWN_CHARS + 1);
    }

    #[test]
    fn a_message_fills_in_order() {
        assert_eq!(message!("row {} of {}", 3_u64, Shown::name("f.csv")).as_str(), "row 3 of f.csv");
    }

    #[test]
    fn an_error_shows_place_code_and_hint() {
        let place = Place::input(Shown::name("p.csv")).row(7).byte(90);
        let error = Error::new(
            Kind::Damaged,
            Diagnostic::new(Code::E443, message!("short row")).place(place).hint(message!("export it again")),
        );
        assert_eq!(error.to_string(), "p.csv, row 7, byte 90: short row [E443]\n  hint: export it again");
    }
}
