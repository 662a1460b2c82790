//! What a file is, by its content; and whether its name says something else.

use super::input::FileFormat;
use super::packed::Packing;
use super::signature::foreign;
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::message;
use std::path::Path;

/// The format of unpacked bytes; formats that are not read are named, with what to do. `format`: what the operator says it is.
///
/// # Errors
/// `Kind::Damaged` for what is not read.
pub(super) fn sniff(
    path: &Path,
    sample: &[u8],
    packing: Option<Packing>,
    format: Option<FileFormat>,
    shown: &Shown,
) -> Result<FileFormat> {
    let refuse = |what: &'static str, hint: &'static str| {
        let inside = packing.map_or("", |packing| match packing {
            Packing::Gzip => " inside gzip",
            Packing::Zstd => " inside zstd",
        });
        let message = message!("`{}` is {}{}, which is not read", shown, what, inside);
        Err(Error::new(Kind::Damaged, Diagnostic::new(Code::E402, message).hint(message!("{}", hint))))
    };
    let unpack = "unpack it first: `gunzip FILE.gz`, `zstd -d FILE.zst`; Parquet is packed inside already";
    match (format, sample) {
        (Some(FileFormat::Parquet), _) | (None, [b'P', b'A', b'R', b'1', ..]) if packing.is_some() => {
            refuse("a Parquet file", unpack)
        }
        (Some(format), _) => Ok(format),
        (None, [b'P', b'A', b'R', b'1', ..]) => Ok(FileFormat::Parquet),
        (None, magic) if packing.is_some() && magic.len() > 3 && Packing::of(magic).is_some() => {
            refuse("a packed file", "unpack it once: `gunzip FILE.gz`, `zstd -d FILE.zst`")
        }
        (None, []) => {
            let diagnostic = Diagnostic::new(Code::E403, message!("`{}` is empty", shown));
            Err(Error::new(
                Kind::Damaged,
                diagnostic.hint(message!("an export without rows still has a header; export it again")),
            ))
        }
        (None, _) => match (foreign(sample), Document::of(sample).or_else(|| Document::of_name(path))) {
            (Some(foreign), _) => refuse(foreign.name, foreign.hint),
            (None, Some(document)) => refuse(document.name(), document.hint()),
            (None, None) => Ok(FileFormat::Csv),
        },
    }
}

/// Texts that are no tables of rows, although they could be cut at commas.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Document {
    Json,
    /// An object a line.
    JsonLines,
    Xml,
    Html,
}

impl Document {
    /// By the first characters; a table whose first header is `[id]` or `<b>` is none.
    fn of(sample: &[u8]) -> Option<Self> {
        const LOOKED_AT: usize = 256;
        // UTF-16 has a zero beside each of these characters.
        let text: Vec<u8> = sample.iter().take(2 * LOOKED_AT).copied().filter(|&byte| byte != 0).collect();
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text);
        let text = text.strip_prefix(b"\xFF\xFE").or_else(|| text.strip_prefix(b"\xFE\xFF")).unwrap_or(text);
        let text = text.trim_ascii_start();
        match text.split_first()? {
            (b'{', _) => is_json(text).then_some(Self::JsonLines),
            (b'[', _) => is_json(text).then_some(Self::Json),
            (b'<', rest) => Self::of_markup(rest),
            _ => None,
        }
    }

    /// By the first tag, given what stands behind its `<`.
    fn of_markup(rest: &[u8]) -> Option<Self> {
        const PAGES: [&[u8]; 9] =
            [b"!doctype", b"html", b"table", b"head", b"body", b"meta", b"div", b"style", b"script"];
        let begins = |tag: &[u8]| {
            let (start, behind) = rest.split_at_checked(tag.len())?;
            let ends = behind.first().is_none_or(|byte| !byte.is_ascii_alphanumeric());
            (start.eq_ignore_ascii_case(tag) && ends).then_some(())
        };
        if begins(b"?xml").is_some() {
            return Some(Self::Xml);
        }
        if rest.starts_with(b"!--") || PAGES.iter().any(|tag| begins(tag).is_some()) {
            return Some(Self::Html);
        }
        None
    }

    /// By the file's name.
    fn of_name(path: &Path) -> Option<Self> {
        let mut name = Path::new(path.file_name()?);
        let extension = |name: &Path| name.extension().map(|text| text.to_string_lossy().to_ascii_lowercase());
        if extension(name).is_some_and(|text| Packing::of_extension(&text).is_some()) {
            name = Path::new(name.file_stem()?);
        }
        match extension(name)?.as_str() {
            "json" => Some(Self::Json),
            "ndjson" | "jsonl" => Some(Self::JsonLines),
            "xml" => Some(Self::Xml),
            "html" | "htm" => Some(Self::Html),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Json | Self::JsonLines => "JSON",
            Self::Xml => "XML",
            Self::Html => "HTML",
        }
    }

    const fn hint(self) -> &'static str {
        match self {
            Self::Json => {
                "export CSV or Parquet instead, or make it: `jq -r '.[] | [.id, .phone] | @csv' FILE`, with a header above"
            }
            Self::JsonLines => {
                "export CSV or Parquet instead, or make it: `jq -r '[.id, .phone] | @csv' FILE`, with a header above"
            }
            Self::Xml => "export CSV instead, or open it in a spreadsheet and save the sheet as CSV UTF-8",
            Self::Html => {
                "a web page, which some systems name like a table: open it in a spreadsheet, save it as CSV UTF-8"
            }
        }
    }
}

/// Whether a text that begins with a bracket is JSON: behind it stands what a value, a name or an end of JSON begins with.
fn is_json(text: &[u8]) -> bool {
    let behind = &text[1..];
    let next = behind.trim_ascii_start();
    let ended = behind.first().is_none_or(|byte| matches!(byte, b'\r' | b'\n'));
    match (text[0], next.first()) {
        (_, None) => true,
        (b'{', Some(next)) => matches!(next, b'"' | b'}'),
        (_, Some(b'{' | b'"' | b'[' | b'-' | b'0'..=b'9')) => true,
        (_, Some(b']')) => ended || next.len() == 1,
        _ => ended || [&b"true"[..], b"false", b"null"].iter().any(|word| next.starts_with(word)),
    }
}

/// A warning if the name of a file promises something else than its content holds; the content decides.
pub(super) fn contradiction(
    path: &Path,
    packing: Option<Packing>,
    found: FileFormat,
    format: Option<FileFormat>,
    shown: &Shown,
) -> Option<Diagnostic> {
    let name = Path::new(path.file_name()?);
    let extension = |name: &Path| name.extension().map(|text| text.to_string_lossy().to_ascii_lowercase());
    let packed_name = extension(name).and_then(|text| Packing::of_extension(&text));
    let inner = if packed_name.is_some() { Path::new(name.file_stem()?) } else { name };
    let promised = match extension(inner).as_deref() {
        Some("parquet" | "pq") => Some(FileFormat::Parquet),
        Some("csv" | "tsv" | "txt" | "tab") => Some(FileFormat::Csv),
        _ => None,
    };
    let holds = if packing != packed_name && (packing.is_some() || packed_name.is_some()) {
        match packing {
            Some(Packing::Gzip) => "gzip data",
            Some(Packing::Zstd) => "zstd data",
            None => "data that is not packed",
        }
    } else if format.is_none() && promised.is_some_and(|promised| promised != found) {
        match found {
            FileFormat::Csv => "delimited text",
            FileFormat::Parquet => "Parquet",
        }
    } else {
        return None;
    };
    let warning = Diagnostic::new(Code::W402, message!("`{}` holds {}, whatever its name says", shown, holds));
    Some(warning.hint(message!("its content decides; rename it so that others are not misled")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_from_tables() {
        use Document::{Html, Json, JsonLines, Xml};
        for (text, wanted) in [
            ("{\"a\":1}", JsonLines),
            (" {\n  \"a\": 1", JsonLines),
            ("{}", JsonLines),
            ("[{\"id\":1}]", Json),
            ("[\n  {", Json),
            ("[\r\n]", Json),
            ("[1, 2]", Json),
            ("[\"a\"]", Json),
            ("[]", Json),
            ("[null]", Json),
            ("\u{feff}{\"a\":1}", JsonLines),
            ("{\0\"\0a\0", JsonLines),
            ("<?xml version=\"1.0\"?>", Xml),
            ("\n<!DOCTYPE html>", Html),
            ("<HTML>", Html),
            ("<table border=0>", Html),
            ("<!-- made by 1C -->", Html),
        ] {
            assert_eq!(Document::of(text.as_bytes()), Some(wanted), "{text}");
        }
        for text in
            ["", "id,name", "[id];[name]", "<b>;<i>", "<tables>;x", "{id};{name}", "[name]\n1", "<xml>", "id;{\"a\":1}"]
        {
            assert_eq!(Document::of(text.as_bytes()), None, "{text}");
        }
        for (name, wanted) in [
            ("a.json", Some(Json)),
            ("a.NDJSON", Some(JsonLines)),
            ("a.jsonl.gz", Some(JsonLines)),
            ("a.xml.zst", Some(Xml)),
            ("a.htm", Some(Html)),
            ("json", None),
            ("a.json.csv", None),
            ("a.csv.gz", None),
        ] {
            assert_eq!(Document::of_name(Path::new(name)), wanted, "{name}");
        }
    }

    #[test]
    fn names_that_say_something_else_are_noticed() {
        use FileFormat::{Csv, Parquet};
        let (gzip, zstd) = (Some(Packing::Gzip), Some(Packing::Zstd));
        let says = |name: &str, packing, found| {
            let warning = contradiction(Path::new(name), packing, found, None, &Shown::name(name));
            warning.map(|warning| warning.message.to_string())
        };
        for (name, packing, found) in [
            ("a/users.csv", None, Csv),
            ("users.TSV.GZ", gzip, Csv),
            ("users.csv.zst", zstd, Csv),
            ("users.gz", gzip, Csv),
            ("users", None, Parquet),
            ("users.dat", None, Csv),
            ("users.parquet", None, Parquet),
        ] {
            assert_eq!(says(name, packing, found), None, "{name}");
        }
        for (name, packing, found, holds) in [
            ("users.csv", gzip, Csv, "gzip data"),
            ("users.csv.gz", None, Csv, "data that is not packed"),
            ("users.csv.gz", zstd, Csv, "zstd data"),
            ("users.csv", None, Parquet, "Parquet"),
            ("users.parquet", None, Csv, "delimited text"),
        ] {
            assert!(says(name, packing, found).is_some_and(|text| text.contains(holds)), "{name}");
        }
        let declared = contradiction(Path::new("users.csv"), None, Parquet, Some(Parquet), &Shown::name("users.csv"));
        assert_eq!(declared, None);
    }
}
