//! What a file is, by its content; and whether its name says something else.

use super::input::FileFormat;
use super::packed::Packing;
use crate::error::{Diagnostic, Error, Kind, Result, Shown};
use crate::message;
use std::path::Path;

/// The format of unpacked bytes; formats that are not read are named, with what to do. `format`: what the operator says it is.
///
/// # Errors
/// `Kind::Damaged` for what is not read.
pub(super) fn sniff(
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
        Err(Error::new(Kind::Damaged, Diagnostic::new("E402", message).hint(message!("{}", hint))))
    };
    let unpack = "unpack it first: `gunzip FILE.gz`, `zstd -d FILE.zst`; Parquet is packed inside already";
    match (format, sample) {
        (Some(FileFormat::Parquet), _) | (None, [b'P', b'A', b'R', b'1', ..]) if packing.is_some() => {
            refuse("a Parquet file", unpack)
        }
        (Some(format), _) => Ok(format),
        (None, [b'P', b'A', b'R', b'1', ..]) => Ok(FileFormat::Parquet),
        (None, [b'P', b'A', b'R', b'E', ..]) => refuse("an encrypted Parquet file", "decrypt it first"),
        (None, [b'P', b'K', 3, 4, ..]) => refuse("a ZIP or Excel file", "save the sheet as CSV UTF-8"),
        (None, [0xD0, 0xCF, 0x11, 0xE0, ..]) => refuse("an old Excel file", "save the sheet as CSV UTF-8"),
        (None, [b'A', b'R', b'R', b'O', b'W', b'1', ..]) => refuse("an Arrow file", "write it as Parquet"),
        (None, magic) if packing.is_some() && magic.len() > 3 && Packing::of(magic).is_some() => {
            refuse("a packed file", "unpack it once: `gunzip FILE.gz`, `zstd -d FILE.zst`")
        }
        (None, []) => {
            let diagnostic = Diagnostic::new("E403", message!("`{}` is empty", shown));
            Err(Error::new(
                Kind::Damaged,
                diagnostic.hint(message!("an export without rows still has a header; export it again")),
            ))
        }
        (None, _) => Ok(FileFormat::Csv),
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
    let warning = Diagnostic::new("W402", message!("`{}` holds {}, whatever its name says", shown, holds));
    Some(warning.hint(message!("its content decides; rename it so that others are not misled")))
}

#[cfg(test)]
mod tests {
    use super::*;

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
