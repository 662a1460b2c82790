//! Asks the release for what its sources hold: once for a filter, once more to be certain.

use super::frame::Named;
use super::parquet;
use super::release::Release;
use super::report::{Code, Outcome};
use super::run::Audit;
use super::source::{Candidates, Confirmed, Filter, candidates, is_short};
use super::table::{CsvText, named};
use crate::error::{Kind, Result};
use crate::io::{MAX_MANIFEST, read_document};
use rayon::iter::{IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

impl Audit<'_> {
    /// The sources, if there are any.
    pub(super) fn sources(&mut self, release: &Release, cells: u64) -> Result<()> {
        if self.options.against.is_empty() {
            self.skip("source", "no-source");
            return Ok(());
        }
        let filter = Filter::new(cells);
        self.each_text(release, &|_, _, text, _, _| {
            // Short numbers are not filtered: there are a million at most.
            if !is_short(text) {
                filter.mark(text);
            }
        });
        let found = candidates(self.options.against, &filter, self.options.threads, self.interrupt)?;
        self.coverage.source_values = Some(found.asked);
        drop(filter);
        if !found.is_empty() {
            self.confirm(release, &found);
        }
        let codes = [
            Code::Leak,
            Code::LeakSpelling,
            Code::LeakInside,
            Code::LeakName,
            Code::LeakEncoded,
            Code::LeakDigest,
            Code::Word,
        ];
        self.check("source", "values", found.asked, &codes);
        if found.cut {
            let check = self.checks.last_mut().expect("just pushed");
            check.reason = Some("budget-reached");
            check.outcome = if check.outcome == Outcome::Failed { Outcome::Failed } else { Outcome::Incomplete };
        }
        Ok(())
    }

    fn confirm(&self, release: &Release, found: &Candidates) {
        let places: Mutex<HashMap<(String, String), Confirmed>> = Mutex::default();
        self.each_text(release, &|file, column, text, cells, row| {
            let mut here = Confirmed::default();
            here.look(found, text, cells, row);
            if here.is_empty() {
                return;
            }
            let mut places = places.lock().unwrap_or_else(PoisonError::into_inner);
            places.entry((file.to_owned(), column.to_owned())).or_default().merge(here);
        });
        for ((file, column), confirmed) in places.into_inner().unwrap_or_else(PoisonError::into_inner) {
            confirmed.note(&file, Some(column.as_str()).filter(|column| !column.is_empty()), found, &self.notes);
        }
    }

    /// Calls `see` with every text of the release once for each part and column: cells, column names, names of files, documents, footers;
    /// with how many cells have it and the first row.
    fn each_text(&self, release: &Release, see: &(dyn Fn(&str, &str, &str, u64, u64) + Sync)) {
        let root = self.options.release;
        see("", "", &release.subject.name, 1, 0);
        for name in ["manifest.json", "NOTICE.md"] {
            if let Ok(bytes) = read_document(&root.join(name), MAX_MANIFEST, Kind::Damaged) {
                String::from_utf8_lossy(&bytes).lines().for_each(|line| see(name, "", line, 1, 0));
            }
        }
        for file in &release.data {
            see(&file.name, "", &file.name, 1, 0);
            if file.is_parquet() {
                parquet::footer_texts(&file.path, &mut |text| see(&file.name, "", text, 1, 0));
                let Some(frame) = file.frame() else { continue };
                frame.slices().par_iter().for_each(|&slice| {
                    if self.interrupt.check().is_err() {
                        return;
                    }
                    // What cannot be read was noted when the cells were looked at.
                    let _ = frame.each_column(slice, &mut |column| {
                        each_value(&column, slice.first as u64, &|text, cells, row| {
                            see(&file.name, &column.name, text, cells, row);
                        });
                    });
                });
            } else if let Ok(mut csv) = CsvText::open(&file.path) {
                let header = csv.header.clone();
                header.iter().for_each(|name| see(&file.name, "", name, 1, 0));
                let mut first = 0;
                while let (Ok(()), Ok(Some(part))) = (self.interrupt.check(), csv.part()) {
                    let rows = part[0].len() as u64;
                    named(&header, part).into_par_iter().for_each(|column| {
                        each_value(&column, first, &|text, cells, row| see(&file.name, &column.name, text, cells, row));
                    });
                    first += rows;
                }
            }
        }
    }
}

/// Every different text of a column in a part, with how many cells have it and the first row, counted from 1.
fn each_value(column: &Named, first: u64, see: &dyn Fn(&str, u64, u64)) {
    let mut seen: HashMap<String, (u64, u64)> = HashMap::new();
    column.cells.each_text(&mut |row, text| {
        let row = if column.aligned { first + row as u64 + 1 } else { 0 };
        match seen.get_mut(text) {
            Some(known) => known.0 += 1,
            None => {
                seen.insert(text.to_owned(), (1, row));
            }
        }
    });
    seen.iter().for_each(|(text, (cells, row))| see(text, *cells, *row));
}
