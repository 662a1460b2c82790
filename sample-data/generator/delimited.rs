//! Text files.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use crate::people::World;
use crate::table::{Dialect, Escape, Table, blocks};

/// A few megabytes a block: large enough that cores do not wait for each other, small enough for flat memory.
const ROWS_PER_BLOCK: u64 = 8_192;
const BLOCKS_PER_CORE: u64 = 4;

pub(crate) fn write(table: &Table, world: &World, rows: u64, path: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(&header(table))?;
    let encode = |_, range| {
        let mut bytes = Vec::with_capacity(1 << 21);
        table.rows(world, range, |cells| line(&mut bytes, &table.dialect, cells.iter()));
        Ok(bytes)
    };
    blocks(rows, ROWS_PER_BLOCK, BLOCKS_PER_CORE, encode, |bytes| file.write_all(&bytes))
}

fn header(table: &Table) -> Vec<u8> {
    let mut bytes = if table.dialect.bom { "\u{feff}".into() } else { Vec::new() };
    line(&mut bytes, &table.dialect, table.columns.iter().map(|column| Some(column.name)));
    bytes
}

fn line<'a>(out: &mut Vec<u8>, dialect: &Dialect, cells: impl Iterator<Item = Option<&'a str>>) {
    for (position, cell) in cells.enumerate() {
        if position > 0 {
            out.push(dialect.delimiter);
        }
        match (cell, dialect.escape) {
            (Some(text), Escape::Quotes) => quoted(out, text, dialect.delimiter),
            (Some(text), Escape::Backslashes) => escaped(out, text),
            (None, Escape::Quotes) => (),
            (None, Escape::Backslashes) => out.extend_from_slice(br"\N"),
        }
    }
    out.extend_from_slice(dialect.line.as_bytes());
}

fn quoted(out: &mut Vec<u8>, text: &str, delimiter: u8) {
    if !text.bytes().any(|byte| byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n')) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    // Every piece but the last ends with its quote, and the next one starts with the double of it.
    for piece in text.split_inclusive('"') {
        out.push(b'"');
        out.extend_from_slice(piece.as_bytes());
    }
    if text.ends_with('"') {
        out.push(b'"');
    }
    out.push(b'"');
}

/// ClickHouse escapes the quote as well, although nothing needs it.
fn escaped(out: &mut Vec<u8>, text: &str) {
    if !text.bytes().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b'\\' | b'\'')) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    for byte in text.bytes() {
        match byte {
            b'\t' => out.extend_from_slice(br"\t"),
            b'\n' => out.extend_from_slice(br"\n"),
            b'\r' => out.extend_from_slice(br"\r"),
            b'\\' | b'\'' => out.extend_from_slice(&[b'\\', byte]),
            _ => out.push(byte),
        }
    }
}
