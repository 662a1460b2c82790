//! A file that is digested as it is written, by a thread of its own: whoever appends what the workers made is the one part of a run that
//! no second thread helps, and half of its time would go into SHA-256.

use crate::number::hex;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{Error, Write};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

/// Bytes that are written and digested at a time.
const CHUNK: usize = 256 << 10;
/// Chunks that may wait for their digest.
const WAITING: usize = 4;

/// Writes to a file and digests what it wrote.
pub(super) struct Digesting {
    file: File,
    /// What was not written yet: less than a chunk.
    chunk: Vec<u8>,
    bytes: u64,
    /// Where written chunks go, and where their memory comes back from.
    send: SyncSender<Vec<u8>>,
    used: Receiver<Vec<u8>>,
    thread: JoinHandle<Sha256>,
}

impl Digesting {
    /// # Errors
    /// When the system has no thread to give.
    pub(super) fn new(file: File) -> std::io::Result<Self> {
        let (send, chunks) = sync_channel::<Vec<u8>>(WAITING);
        let (give, used) = channel();
        let thread = std::thread::Builder::new().name("digest-out".to_owned()).spawn(move || {
            let mut digest = Sha256::new();
            for chunk in chunks {
                digest.update(&chunk);
                // Nobody takes the memory back after the last chunk.
                let _ = give.send(chunk);
            }
            digest
        })?;
        Ok(Self { file, chunk: Vec::with_capacity(CHUNK), bytes: 0, send, used, thread })
    }

    fn write_chunk(&mut self) -> std::io::Result<()> {
        self.file.write_all(&self.chunk)?;
        self.bytes += self.chunk.len() as u64;
        let mut next = self.used.try_recv().unwrap_or_else(|_| Vec::with_capacity(CHUNK));
        next.clear();
        let chunk = std::mem::replace(&mut self.chunk, next);
        self.send.send(chunk).map_err(|_| stopped())
    }

    /// Writes the rest, syncs, and gives the number of bytes and their digest in hex.
    ///
    /// # Errors
    /// A failed fsync is not tried again, since the system may have thrown the pages away.
    pub(super) fn finish(mut self) -> std::io::Result<(u64, String)> {
        self.write_chunk()?;
        self.file.sync_all()?;
        drop(self.send);
        let digest = self.thread.join().map_err(|_| stopped())?;
        Ok((self.bytes, hex(digest.finalize())))
    }
}

/// The digest's thread is gone, which only a panic explains: what cannot be digested is not published.
fn stopped() -> Error {
    Error::other("")
}

impl Write for Digesting {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let taken = bytes.len().min(CHUNK - self.chunk.len());
        self.chunk.extend_from_slice(&bytes[..taken]);
        if self.chunk.len() == CHUNK {
            self.write_chunk()?;
        }
        Ok(taken)
    }

    /// Only [`Digesting::finish`] writes less than a chunk.
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read as _, Seek as _};

    #[test]
    fn what_is_written_is_digested() {
        for len in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 7 * CHUNK + 12_345] {
            let content: Vec<u8> = (0..len).map(|at| (at % 251) as u8).collect();
            let mut file = tempfile::tempfile().expect("a temporary file");
            let mut out = Digesting::new(file.try_clone().expect("the same file")).expect("a thread");
            content.chunks(70_001).for_each(|piece| out.write_all(piece).expect("room"));
            let (bytes, digest) = out.finish().expect("room");
            let mut written = Vec::new();
            file.rewind().expect("the beginning");
            file.read_to_end(&mut written).expect("the file");
            assert!(written == content && bytes == len as u64, "{len} bytes");
            assert_eq!(digest, hex(Sha256::digest(&content)), "{len} bytes");
        }
    }

    #[test]
    fn a_file_that_cannot_be_written_is_an_error() {
        let file = File::open("/dev/null").expect("a file to read");
        let mut out = Digesting::new(file).expect("a thread");
        out.write_all(b"x").expect("room in the chunk");
        assert!(out.finish().is_err());
    }
}
