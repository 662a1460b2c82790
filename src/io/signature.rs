//! Files of other formats, by what they begin with: each is named by its own name, with the way to something that is read.

/// What a file is, and what to do with it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Foreign {
    pub(super) name: &'static str,
    pub(super) hint: &'static str,
}

/// Beginnings in bytes. Sources: each format's own specification, and the list of magic numbers of `file`(1).
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (b"PARE", "an encrypted Parquet file", "decrypt it first: write it again with the keys that it was made with"),
    (
        b"PK\x03\x04",
        "a ZIP or Excel file",
        "save the sheet as CSV UTF-8; of an archive, unpack the files: `unzip FILE`",
    ),
    (b"PK\x05\x06", "an empty ZIP file", "pack it again, or export the table"),
    (b"\xD0\xCF\x11\xE0", "an old Excel file", "save the sheet as CSV UTF-8"),
    (
        b"ARROW1",
        "an Arrow file (Feather)",
        "write it as Parquet: `pyarrow.feather.read_table`, then `pyarrow.parquet.write_table`",
    ),
    (b"FEA1", "an old Feather file", "write it as Parquet with pandas"),
    (b"BZh", "bzip2 data", "unpack it first: `bunzip2 FILE`"),
    (b"\xFD7zXZ\0", "xz data", "unpack it first: `unxz FILE`"),
    (b"\x5D\0\0", "LZMA data", "unpack it first: `unlzma FILE`"),
    (b"LZIP", "lzip data", "unpack it first: `lzip -d FILE`"),
    (b"\x04\x22\x4D\x18", "LZ4 data", "unpack it first: `lz4 -d FILE`"),
    (b"\x02\x21\x4C\x18", "LZ4 data of the old kind", "unpack it first: `lz4 -d FILE`"),
    (b"\xFF\x06\0\0sNaPpY", "Snappy data", "unpack it first, or write the table as Parquet"),
    (b"\x1F\x9D", "data of `compress`", "unpack it first: `uncompress FILE.Z` or `gzip -d FILE.Z`"),
    (b"\x1F\xA0", "data of `compress`", "unpack it first: `uncompress FILE.Z` or `gzip -d FILE.Z`"),
    (b"\x89LZO\0", "LZO data", "unpack it first: `lzop -d FILE`"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", "unpack it first: `7z x FILE`"),
    (b"Rar!\x1A\x07", "a RAR archive", "unpack it first: `unrar x FILE`"),
    (
        b"ORC",
        "an ORC file",
        "write it as Parquet: `pyarrow.orc.read_table`, then `pyarrow.parquet.write_table`, or in Spark",
    ),
    (b"Obj\x01", "an Avro file", "write it as Parquet, for example in Spark or with `fastavro` and pyarrow"),
    (b"SEQ\x06", "a Hadoop sequence file", "write it as Parquet in Spark"),
    (b"RCF\x01", "an RCFile of Hive", "write it as Parquet in Hive or Spark"),
    (b"SQLite format 3\0", "an SQLite database", "export the table: `sqlite3 -header -csv FILE 'select * from NAME'`"),
    (b"PGDMP", "a dump of PostgreSQL", "restore it and export the table: `psql -c \"copy NAME to stdout csv header\"`"),
    (b"\0\x01\0\0Standard ", "an Access database", "export the table from Access as text, or with `mdb-export`"),
    (b"\x89HDF\r\n\x1A\n", "an HDF5 file", "write the table as Parquet: `pandas.read_hdf(...).to_parquet(...)`"),
    (b"$FL2", "an SPSS file", "write it as Parquet: `pandas.read_spss(...).to_parquet(...)`"),
    (b"<stata_dta>", "a Stata file", "write it as Parquet: `pandas.read_stata(...).to_parquet(...)`"),
    (b"RDX", "an R data file", "write it as CSV or Parquet in R: `arrow::write_parquet`"),
    (b"\x80\x04\x95", "a Python pickle", "write the table as Parquet: `to_parquet`"),
    (b"\x80\x05\x95", "a Python pickle", "write the table as Parquet: `to_parquet`"),
    (b"MOXCEL", "a table document of 1C", "open it in 1C and save it as a table (CSV UTF-8 or xlsx)"),
    (b"\x89PNG", "a picture", "ask for the table as CSV or Parquet"),
    (b"\xFF\xD8\xFF", "a picture", "ask for the table as CSV or Parquet"),
    (b"GIF8", "a picture", "ask for the table as CSV or Parquet"),
];
/// The same of formats that are text.
const TEXTS: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF file", "ask for the table as CSV or Parquet"),
    (b"{\\rtf", "an RTF document", "save the table as CSV UTF-8"),
    (
        b"1CClientBankExchange",
        "a bank statement in 1C's exchange format",
        "load it in 1C or the bank's client and save the list as CSV UTF-8",
    ),
    (b"BEGIN:VCARD", "a vCard address book", "export the contacts as CSV"),
    (b"BEGIN:VCALENDAR", "a calendar", "export the events as CSV"),
    (b"-- MySQL dump", "a dump of MySQL", SQL),
    (b"-- MariaDB dump", "a dump of MariaDB", SQL),
    (b"-- PostgreSQL database dump", "a dump of PostgreSQL", SQL),
    (b"--\n-- PostgreSQL database dump", "a dump of PostgreSQL", SQL),
    (b"-- phpMyAdmin SQL Dump", "a dump of MySQL", SQL),
];

const SQL: &str =
    "restore it and export the table as CSV: `copy NAME to stdout csv header` (PostgreSQL), `mysql --batch` (MySQL)";

/// Statements with which scripts begin, in capitals.
const STATEMENTS: &[&str] =
    &["INSERT INTO ", "CREATE TABLE ", "DROP TABLE ", "SET SQL_MODE", "PRAGMA ", "BEGIN TRANSACTION;"];

/// The foreign format of bytes; `None` for what may be a table.
pub(super) fn foreign(sample: &[u8]) -> Option<Foreign> {
    let bare = sample.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(sample);
    // A header may begin with the letters of a signature; a table has no bytes that are no text.
    let start = &sample[..sample.len().min(512)];
    let is_binary = start.contains(&0) || std::str::from_utf8(start).is_err_and(|error| error.error_len().is_some());
    let is_sure =
        |signature: &[u8]| is_binary || !signature.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
    let all = SIGNATURES.iter().filter(|(signature, ..)| is_sure(signature)).chain(TEXTS);
    if let Some((_, name, hint)) = all.into_iter().find(|(signature, ..)| bare.starts_with(signature)) {
        return Some(Foreign { name, hint });
    }
    let at = |from: usize, bytes: &[u8]| sample.get(from..).is_some_and(|rest| rest.starts_with(bytes));
    if at(257, b"ustar") {
        return Some(Foreign { name: "a tar archive", hint: "unpack it first: `tar -xf FILE`" });
    }
    if at(8, b"DUCK") {
        let hint = "export the table: `duckdb FILE -c \"copy NAME to 'NAME.parquet'\"`";
        return Some(Foreign { name: "a DuckDB database", hint });
    }
    if is_dbase(sample) {
        let hint = "open it in a spreadsheet and save it as CSV UTF-8 (LibreOffice asks for its encoding)";
        return Some(Foreign { name: "a dBase table", hint });
    }
    let line = bare.split(|&byte| byte == b'\n' || byte == b'\r').find(|line| !line.trim_ascii().is_empty())?;
    let start: String = line.iter().take(32).map(|&byte| char::from(byte.to_ascii_uppercase())).collect();
    if STATEMENTS.iter().any(|statement| start.trim_start().starts_with(statement)) {
        return Some(Foreign { name: "a script of SQL", hint: SQL });
    }
    is_access_log(line).then_some(Foreign {
        name: "a log of a web server",
        hint: "take its fields apart into columns first; a table of them is read",
    })
}

/// The header of dBase III to IV and FoxPro: a version, a date, and a header whose length fits its fields of 32 bytes.
fn is_dbase(sample: &[u8]) -> bool {
    let [version, _, month, day, ..] = *sample else { return false };
    let length = sample.get(8..10).map_or(0, |bytes| usize::from(u16::from_le_bytes([bytes[0], bytes[1]])));
    matches!(version, 0x03 | 0x30 | 0x31 | 0x43 | 0x83 | 0x8B | 0xF5)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && length > 32
        && sample[4..8].contains(&0)
        && matches!(length % 32, 1 | 8 | 24 | 0)
}

/// `203.0.113.7 - - [31/Aug/2023:18:00:00 +0600] "GET / HTTP/1.1" 200 …`, as nginx and Apache write it.
fn is_access_log(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line);
    let mut words = text.split(' ');
    let host = words.next().is_some_and(|host| host.contains(['.', ':']) && !host.contains([',', ';', '\t']));
    let (_, _, time) = (words.next(), words.next(), words.next().unwrap_or_default());
    let stamped = time.starts_with('[') && time.matches('/').count() == 2 && time.matches(':').count() == 3;
    host && stamped && text.contains("] \"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_named() {
        let mut tar = vec![b'x'; 300];
        tar[257..262].copy_from_slice(b"ustar");
        for (sample, name) in [
            (b"BZh91AY\xff".as_slice(), "bzip2 data"),
            (b"\xFD7zXZ\0\0\x04", "xz data"),
            (b"7z\xBC\xAF\x27\x1C\0\0", "a 7-Zip archive"),
            (b"ORC\n\x06\0", "an ORC file"),
            (b"SQLite format 3\0", "an SQLite database"),
            (&tar, "a tar archive"),
            (b"-- MySQL dump\nINSERT", "a dump of MySQL"),
            (b"\xEF\xBB\xBFinsert into users values", "a script of SQL"),
            (b"203.0.113.7 - - [31/Aug/2023:18:00:00 +0600] \"GET / HTTP/1.1\" 200 1\n", "a log of a web server"),
            (b"\x03\x18\x03\x0e\x02\0\0\0\x61\0\x1f\0\0\0", "a dBase table"),
            (b"BEGIN:VCARD\nVERSION:3.0", "a vCard address book"),
        ] {
            assert_eq!(foreign(sample).map(|foreign| foreign.name), Some(name));
        }
    }

    #[test]
    fn tables_are_none() {
        for text in [
            "id;name\n1;x\n",
            "ORCID,id\n",
            "GIF89a;PGDMP\n",
            "id\tname\n",
            "BZ,id\n",
            "insert;update\n1;2\n",
            "ip - - [x]\n",
            "",
            "\u{feff}id,name",
        ] {
            assert_eq!(foreign(text.as_bytes()), None, "{text}");
        }
    }
}
