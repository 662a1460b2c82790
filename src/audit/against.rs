//! Asks the release for what its sources hold: once for a filter, once more to be certain.

use super::cells::{Cells, Texts};
use super::counts::OwnCounts;
use super::cut::BESIDE;
use super::frame::Named;
use super::parquet;
use super::parts::Columns;
use super::release::Release;
use super::report::{Code, Outcome};
use super::run::Audit;
use super::source::{Asked, Candidates, Confirmed, Filter, candidates, is_short};
use super::table::{CsvText, named};
use super::token::is_token;
use crate::error::{Kind, Result};
use crate::io::{MAX_MANIFEST, ReleaseNames, read_document};
use rayon::iter::{IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

impl Audit<'_> {
    /// The sources, if there are any.
    pub(super) fn sources(&mut self, release: &Release, cells: u64, rows: &HashMap<String, u64>) -> Result<()> {
        if self.options.against.is_empty() {
            self.skip("source", "no-source");
            return Ok(());
        }
        let filter = Filter::new(cells);
        let columns: Mutex<Columns> = Mutex::default();
        let manifest = read_document(&self.options.release.join(release.names.manifest), MAX_MANIFEST, Kind::Damaged);
        let own = OwnCounts::of(&manifest.unwrap_or_default(), rows.values().sum());
        self.each_text(release, &own, &|file, column, text, _, _| {
            // Short numbers are not filtered: there are a million at most.
            if !is_short(text) {
                filter.mark(text);
            }
            if !is_token(text) && !column.contains(BESIDE) {
                columns.lock().unwrap_or_else(PoisonError::into_inner).add(file, column, text);
            }
        });
        let mut columns = columns.into_inner().unwrap_or_else(PoisonError::into_inner);
        columns.settle();
        let asked = Asked { filter: &filter, columns: &columns };
        let found = candidates(self.options.against, asked, self.options.threads, self.interrupt)?;
        self.coverage.source_values = Some(found.asked);
        columns.judge(&found.hits, &self.notes);
        drop(filter);
        if !found.is_empty() {
            self.confirm(release, &own, &found, rows);
        }
        let codes = [
            Code::Leak,
            Code::LeakSpelling,
            Code::LeakInside,
            Code::LeakName,
            Code::LeakEncoded,
            Code::LeakDigest,
            Code::LeakPart,
            Code::Word,
        ];
        self.check("source", "values", found.asked, &codes);
        // A file that holds nobody is no source: a slip of the keyboard must not switch the check off.
        if found.cut || found.asked == 0 || found.headless {
            let check = self.checks.last_mut().expect("just pushed");
            check.reason = Some(match (found.cut, found.headless) {
                (true, _) => "budget-reached",
                (_, true) => "source-without-header",
                _ => "source-without-values",
            });
            check.outcome = if check.outcome == Outcome::Failed { Outcome::Failed } else { Outcome::Incomplete };
        }
        Ok(())
    }

    fn confirm(&self, release: &Release, own: &OwnCounts, found: &Candidates, rows: &HashMap<String, u64>) {
        let places: Mutex<HashMap<(String, String), Confirmed>> = Mutex::default();
        self.each_text(release, own, &|file, column, text, cells, row| {
            let mut here = Confirmed::default();
            let prose = column.is_empty() && [".md", ".json"].iter().any(|end| file.ends_with(end));
            here.look(found, text, cells, row, prose);
            if here.is_empty() {
                return;
            }
            let mut places = places.lock().unwrap_or_else(PoisonError::into_inner);
            places.entry((file.to_owned(), column.to_owned())).or_default().merge(here);
        });
        for ((file, column), confirmed) in places.into_inner().unwrap_or_else(PoisonError::into_inner) {
            // Two columns of numbers make a number of somebody now and then.
            let rows = release
                .data
                .iter()
                .find(|data| data.name == file)
                .map_or(0, |data| rows.get(&data.name).copied().unwrap_or(0));
            if column.contains(BESIDE) && confirmed.cells() * SPLIT < rows.max(SPLIT * 3) {
                continue;
            }
            confirmed.note(&file, Some(column.as_str()).filter(|column| !column.is_empty()), found, &self.notes);
        }
    }

    /// Calls `see` with every text of the release once for each part and column: cells, column names, names of files, documents, footers;
    /// with how many cells have it and the first row. Documents without the release's own counts.
    fn each_text(&self, release: &Release, own: &OwnCounts, see: &(dyn Fn(&str, &str, &str, u64, u64) + Sync)) {
        let root = self.options.release;
        see("", "", &release.subject.name, 1, 0);
        let names = ReleaseNames::of(root);
        for name in [names.manifest, names.notice, names.dictionary] {
            if let Ok(bytes) = read_document(&root.join(name), MAX_MANIFEST, Kind::Damaged) {
                String::from_utf8_lossy(&bytes).lines().for_each(|line| see(name, "", &own.hidden_in(line), 1, 0));
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
                    let mut before: Option<Named> = None;
                    let _ = frame.each_column(slice, &mut |column| {
                        each_value(&column, slice.first as u64, &|text, cells, row| {
                            see(&file.name, &column.name, text, cells, row);
                        });
                        if let Some(pair) = before.as_ref().and_then(|before| beside(before, &column)) {
                            each_value(&pair, slice.first as u64, &|text, cells, row| {
                                see(&file.name, &pair.name, text, cells, row);
                            });
                        }
                        before = Some(column);
                    });
                });
            } else if let Ok(mut csv) = CsvText::open(&file.path) {
                let header = csv.header.clone();
                header.iter().for_each(|name| see(&file.name, "", name, 1, 0));
                let mut first = 0;
                while let (Ok(()), Ok(Some(part))) = (self.interrupt.check(), csv.part()) {
                    let rows = part[0].len() as u64;
                    let columns = named(&header, part);
                    let pairs = columns.windows(2).filter_map(|pair| beside(&pair[0], &pair[1])).collect::<Vec<_>>();
                    columns.into_par_iter().chain(pairs).for_each(|column| {
                        each_value(&column, first, &|text, cells, row| see(&file.name, &column.name, text, cells, row));
                    });
                    first += rows;
                }
            }
        }
    }
}

/// One row in so many, and three at least, in which two columns together are a value of the source.
const SPLIT: u64 = 20;
/// Fewest digits of a number that is split.
const DIGITS: usize = 9;

/// Two columns beside each other as one, where a number or an address may have been cut in two: digits and digits, a name and a host. Most
/// columns are neither, and then there is nothing.
fn beside(one: &Named, two: &Named) -> Option<Named> {
    if !one.aligned || !two.aligned || one.cells.len() != two.cells.len() {
        return None;
    }
    let read = |column: &Named| {
        let mut texts = vec![String::new(); column.cells.len()];
        column.cells.each_text(&mut |row, text| {
            if text.len() <= 48 {
                text.trim().clone_into(&mut texts[row]);
            }
        });
        texts
    };
    let (fronts, backs) = (read(one), read(two));
    let mut joined = Texts::default();
    let mut any = false;
    for (front, back) in fronts.iter().zip(&backs) {
        let text = joined_cells(front, back);
        any |= text.is_some();
        joined.push(text.as_deref());
    }
    let name = format!("{}{BESIDE}{}", one.name, two.name);
    any.then_some(Named { name, cells: Cells::Texts(joined), aligned: true })
}

fn joined_cells(front: &str, back: &str) -> Option<String> {
    let number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || " ()+-".contains(c));
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    if number(front) && number(back) {
        let whole = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let enough = digits(front) > 0 && digits(back) > 0 && (DIGITS..=16).contains(&(digits(front) + digits(back)));
        return enough.then(|| whole(front) + &whole(back));
    }
    let host = back.strip_prefix('@').unwrap_or(back);
    let is_host = host.split_once('.').is_some_and(|(name, end)| !name.is_empty() && end.len() >= 2)
        && host.chars().all(|c| c.is_alphanumeric() || ".-".contains(c));
    let name = front.strip_suffix('@').unwrap_or(front);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "._+-".contains(c));
    (is_host && is_name && !number(host)).then(|| format!("{name}@{host}"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cut_in_two_is_put_together() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(joined_cells("+7 771 000", "99 98"), some("77710009998"));
        assert_eq!(joined_cells("850315", "100016"), some("850315100016"));
        assert_eq!(joined_cells("anna", "@example.kz"), some("anna@example.kz"));
        assert_eq!(joined_cells("anna@", "example.kz"), some("anna@example.kz"));
        for (front, back) in
            [("45000", "12"), ("Python", "Дизайн"), ("", "77710009998"), ("2024-03-01", "Python"), ("5.5", "1.5")]
        {
            assert_eq!(joined_cells(front, back), None, "{front} {back}");
        }
    }
}
