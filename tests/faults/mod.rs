//! Broken files, broken disks, broken keys. One test a fault, by its number in the fault matrix. Whatever is wrong: the exit code and
//! the message are the same with one worker and with eight, no value is printed, and nothing is published.

mod bombs;
mod documents;
mod keys;
mod memory;
mod output;
mod packed;
mod parquet;
mod rotation;
mod spreadsheet;
mod text;
