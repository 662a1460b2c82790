//! Makes four exports about the same invented people: users, payments, visits and feedback of an online school.
//!
//! The same seed gives the same bytes, for ever and on any number of threads: every row has its own stream of dice, and a
//! person is a pure function of the seed and an index, so that no table needs to know another one.
//! `sample-data/README.md` says what mess is in the files and how often.

mod cells;
mod clock;
mod columnar;
mod delimited;
mod dice;
mod feedback;
mod goods;
mod names;
mod payments;
mod people;
mod spelling;
mod table;
mod users;
mod visits;
mod web;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, ValueEnum};

use crate::people::World;
use crate::table::Table;

/// Makes sample exports of an online school about people who do not exist.
#[derive(Parser)]
struct Options {
    /// Folder that receives the files; existing files are replaced.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Decides every byte.
    #[arg(long, default_value_t = 2023)]
    seed: u64,
    /// Rows of `users`, and how many people the other tables speak of.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u64).range(100..=100_000_000))]
    users: u64,
    /// Rows of `payments`.
    #[arg(long, default_value_t = 5_000)]
    payments: u64,
    /// Rows of `visits`.
    #[arg(long, default_value_t = 10_000)]
    visits: u64,
    /// Rows of `feedback`.
    #[arg(long, default_value_t = 500)]
    messages: u64,
    /// Text in the manner of each vendor, or Parquet.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Tables to make, with commas between them; all by default.
    #[arg(long, value_delimiter = ',', value_name = "TABLE")]
    only: Vec<Name>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    Csv,
    Parquet,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Name {
    Users,
    Payments,
    Visits,
    Feedback,
}

impl Options {
    /// The tables asked for, each with its number of rows.
    fn tables(&self) -> Vec<(&'static Table, u64)> {
        let all = [
            (Name::Users, &users::TABLE, self.users),
            (Name::Payments, &payments::TABLE, self.payments),
            (Name::Visits, &visits::TABLE, self.visits),
            (Name::Feedback, &feedback::TABLE, self.messages),
        ];
        let wanted = |name| self.only.is_empty() || self.only.contains(&name);
        all.into_iter().filter(|(name, ..)| wanted(*name)).map(|(_, table, rows)| (table, rows)).collect()
    }
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If stderr is gone too, the exit code is all that is left to say.
            _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> io::Result<()> {
    std::fs::create_dir_all(&options.out)?;
    let world = World::new(options.seed, options.users);
    for (table, rows) in options.tables() {
        let start = Instant::now();
        let path = write(table, &world, rows, options)?;
        report(&path, rows, start)?;
    }
    Ok(())
}

fn write(table: &Table, world: &World, rows: u64, options: &Options) -> io::Result<PathBuf> {
    match options.format {
        Format::Csv => {
            let path = options.out.join(table.file);
            delimited::write(table, world, rows, &path).map(|()| path)
        }
        Format::Parquet => {
            let path = options.out.join(table.file).with_extension("parquet");
            columnar::write(table, world, rows, &path).map(|()| path)
        }
    }
}

fn report(path: &Path, rows: u64, start: Instant) -> io::Result<()> {
    let seconds = start.elapsed().as_secs_f64();
    let bytes = std::fs::metadata(path)?.len();
    let rate = rows as f64 / seconds.max(1e-9);
    writeln!(io::stderr(), "{}: {rows} rows, {bytes} bytes, {seconds:.2} s, {rate:.0} rows/s", path.display())
}
