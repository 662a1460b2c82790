//! A file that many threads read at their own offsets.

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

/// One descriptor, read with positioned reads: cloned descriptors share an offset, and two threads would move it under each other.
#[derive(Clone, Debug)]
pub(super) struct SharedFile {
    file: Arc<File>,
    len: u64,
    /// Size and time of the last change when it was opened.
    stamp: (u64, i64, i64),
}

impl SharedFile {
    pub(super) fn new(file: File) -> io::Result<Self> {
        let stamp = stamp(&file)?;
        Ok(Self { file: Arc::new(file), len: stamp.0, stamp })
    }

    /// Whether the file is still the one that was opened.
    pub(super) fn is_unchanged(&self) -> bool {
        stamp(&self.file).is_ok_and(|now| now == self.stamp)
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// A reader of its own, from an offset.
    pub(super) fn reader(&self, start: u64) -> Cursor {
        Cursor { file: Arc::clone(&self.file), at: start }
    }
}

fn stamp(file: &File) -> io::Result<(u64, i64, i64)> {
    use std::os::unix::fs::MetadataExt as _;
    let meta = file.metadata()?;
    Ok((meta.len(), meta.mtime(), meta.mtime_nsec()))
}

/// A reader with its own offset.
#[derive(Debug)]
pub(super) struct Cursor {
    file: Arc<File>,
    at: u64,
}

impl Cursor {
    /// Offset of the next byte.
    pub(super) fn position(&self) -> u64 {
        self.at
    }
}

impl Read for Cursor {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(out, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Length for SharedFile {
    fn len(&self) -> u64 {
        self.len
    }
}

impl ChunkReader for SharedFile {
    type T = BufReader<Cursor>;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        Ok(BufReader::new(self.reader(start)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<Bytes> {
        // A damaged file may ask for more than there is; the allocation waits until the request is known to be in range.
        let end = start.checked_add(length as u64).filter(|&end| end <= self.len);
        if end.is_none() {
            return Err(ParquetError::EOF("a range lies outside the file".to_owned()));
        }
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, start).map_err(|e| ParquetError::External(Box::new(e)))?;
        Ok(bytes.into())
    }
}
