//! A file that many threads read at their own offsets.

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use rustix::fs::{Mode, OFlags};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// One descriptor, read with positioned reads: cloned descriptors share an offset, and two threads would move it under each other.
///
/// An export may have more parts than a process may have files open, so only those are open that were read last; one that is opened again must
/// be the one that it was.
#[derive(Clone, Debug)]
pub(super) struct SharedFile {
    path: Arc<Path>,
    /// Its number among all of the process.
    number: u64,
    len: u64,
    /// What it was when it was opened.
    stamp: Stamp,
}

impl SharedFile {
    pub(super) fn new(path: &Path, file: File) -> io::Result<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let stamp = stamp(&file)?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        keep(number, &Arc::new(file));
        Ok(Self { path: path.into(), number, len: stamp.len, stamp })
    }

    /// The open file.
    fn file(&self) -> io::Result<Arc<File>> {
        let known = opened().iter().rev().find(|(number, _)| *number == self.number).map(|(_, file)| Arc::clone(file));
        if let Some(file) = known {
            return Ok(file);
        }
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = Arc::new(File::from(rustix::fs::open(&*self.path, flags, Mode::empty())?));
        if stamp(&file)? != self.stamp {
            return Err(io::Error::other("another file"));
        }
        keep(self.number, &file);
        Ok(file)
    }

    /// Whether the file is still the one that was opened.
    pub(super) fn is_unchanged(&self) -> bool {
        self.file().and_then(|file| stamp(&file)).is_ok_and(|now| now == self.stamp)
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// A reader of its own, from an offset.
    pub(super) fn reader(&self, start: u64) -> Cursor {
        Cursor { file: self.file(), at: start }
    }
}

/// Which file it is, its size, and the times of its last changes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Stamp {
    id: (u64, u64),
    len: u64,
    content: (i64, i64),
    /// Of what is known of it: the time of its content can be put back, this one cannot.
    record: (i64, i64),
}

fn stamp(file: &File) -> io::Result<Stamp> {
    use std::os::unix::fs::MetadataExt as _;
    let meta = file.metadata()?;
    Ok(Stamp {
        id: (meta.dev(), meta.ino()),
        len: meta.len(),
        content: (meta.mtime(), meta.mtime_nsec()),
        record: (meta.ctime(), meta.ctime_nsec()),
    })
}

/// Inputs that are open at once.
const OPEN: usize = 256;

type Opened = VecDeque<(u64, Arc<File>)>;

/// Inputs that are open, by their numbers, the last opened last.
fn opened() -> MutexGuard<'static, Opened> {
    static OPENED: Mutex<Opened> = Mutex::new(VecDeque::new());
    OPENED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps a file open, and closes the one that was opened first when there are too many; whoever reads it holds it nevertheless.
fn keep(number: u64, file: &Arc<File>) {
    let mut opened = opened();
    if opened.len() >= OPEN {
        opened.pop_front();
    }
    opened.push_back((number, Arc::clone(file)));
}

/// A reader with its own offset.
#[derive(Debug)]
pub(super) struct Cursor {
    file: io::Result<Arc<File>>,
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
        let file = self
            .file
            .as_ref()
            .map_err(|e| e.raw_os_error().map_or_else(|| e.kind().into(), io::Error::from_raw_os_error))?;
        let read = file.read_at(out, self.at)?;
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
        let read = self.file().and_then(|file| file.read_exact_at(&mut bytes, start));
        read.map_err(|e| ParquetError::External(Box::new(e)))?;
        Ok(bytes.into())
    }
}
