//! What the rows of a release give away of people as classes, and its datasets for the report.

use super::column::Column;
use super::notes::Note;
use super::recount::least_people;
use super::release::{DataFile, Release, StatedColumn};
use super::report::{self, Code, Dataset, Outcome, Severity};
use super::run::Audit;
use super::scan::Scanned;
use crate::number::parts;
use crate::pipeline::Whose;
use crate::vocabulary::{Diversity, Role};

impl Audit<'_> {
    /// Datasets for the report, and what their classes give away.
    pub(super) fn datasets(&mut self, release: &Release, scanned: &[Option<Scanned>]) -> Vec<Dataset> {
        let mut datasets = Vec::new();
        let (mut rows_counted, mut alone) = (0, 0);
        let (mut combinations, mut any, mut cut, mut sensitive, mut linked, mut claimed) = (0, false, false, 0, 0, 0);
        for (file, scanned) in release.data.iter().zip(scanned) {
            let Some(scanned) = scanned else { continue };
            let counter = &scanned.counter;
            let classes = counter.classes();
            if let Some(alone) = counter.linked() {
                linked += scanned.rows;
                let note = Note::new(Code::Linkage, &file.name).count(alone).of(scanned.rows);
                if alone > 0 {
                    self.notes.put(if release.is_outside() { note.severity(Severity::Finding) } else { note });
                }
            }
            combinations += counter.combinations();
            cut |= counter.cut;
            claimed += u64::from(self.claimed(file));
            if let Some(classes) = &classes {
                any = true;
                let note = Note::new(Code::Unique, &file.name).count(classes.unique_rows).of(scanned.rows);
                rows_counted += scanned.rows;
                alone += classes.unique_rows;
                if classes.unique_rows > 0 {
                    let severity = match (file.stated.is_some(), release.is_anonymous()) {
                        (true, false) => Severity::Note,
                        // Nobody says that these people were thought of. A few who are alone may be told apart by a slip of the keyboard.
                        // Nor is it a finding where only whoever knows a column would find them of which nobody knows what it is.
                        (false, _) if scanned.unsure || classes.unique_rows * 20 <= scanned.rows => Severity::Gap,
                        _ => Severity::Finding,
                    };
                    self.notes.put(note.severity(severity));
                }
                if release.is_anonymous() && classes.smallest < 10 {
                    self.notes.put(Note::new(Code::Models, &file.name).kind("k").count(classes.smallest).of(10));
                }
                for (column, guessed) in scanned.sensitive.iter().zip(counter.guesses()) {
                    sensitive += 1;
                    let at = |code| Note::new(code, &file.name).column(column).of(guessed.rows);
                    let worse =
                        |note: Note| if release.is_anonymous() { note.severity(Severity::Finding) } else { note };
                    if guessed.homogeneous > 0 {
                        self.notes.put(worse(at(Code::Homogeneous).count(guessed.homogeneous)));
                    }
                    // A gain of less than a hundredth is none.
                    if guessed.with > guessed.without + 100 {
                        let gain = u64::from(guessed.with - guessed.without) * guessed.rows / 10_000;
                        self.notes.put(worse(at(Code::Inference).count(gain)));
                    }
                }
            }
            datasets.push(self.dataset(file, scanned, classes));
        }
        if any {
            let rows = scanned.iter().flatten().map(|file| file.rows).sum();
            self.check("singling-out", "combinations", combinations, &[Code::Unique]);
            let check = self.checks.last_mut().expect("just pushed");
            if check.outcome == Outcome::Incomplete {
                check.reason = Some("people-alone");
            } else if cut {
                check.reason = Some("too-many-combinations");
            }
            (self.people.rows, self.people.alone) = (Some(rows_counted), Some(alone));
            if sensitive > 0 {
                self.check("homogeneity", "rows", rows, &[Code::Homogeneous]);
                self.check("inference", "rows", rows, &[Code::Inference]);
            } else {
                ["homogeneity", "inference"].iter().for_each(|name| self.skip(name, "no-sensitive-columns"));
            }
        } else {
            ["singling-out", "homogeneity", "inference"]
                .iter()
                .for_each(|name| self.skip(name, "no-quasi-identifiers"));
        }
        if linked > 0 {
            self.check("time-and-sum", "rows", linked, &[Code::Linkage]);
        } else {
            self.skip("time-and-sum", "no-exact-times-and-sums");
        }
        if release.is_anonymous() || claimed > 0 {
            let files = if claimed > 0 { claimed } else { datasets.len() as u64 };
            self.check("models", "files", files, &[Code::Models, Code::Uncounted]);
        } else {
            self.skip("models", "not-claimed");
        }
        datasets
    }

    /// Counts the classes of a file that is said to have none of fewer than k people; whether it is said.
    fn claimed(&self, file: &DataFile) -> bool {
        let Some(stated) = &file.stated else { return false };
        let Some(models) = &stated.models else { return false };
        let mut quasi: Vec<String> = models.quasi_identifiers.iter().map(|column| column.name.clone()).collect();
        // What the columns call a quasi-identifier is one, whatever the models leave out.
        let moves = |column: &StatedColumn| models.moved.contains(&column.name) && column.is_moved();
        let left_out = stated.columns.iter().filter(|column| {
            column.released && column.token.is_none() && column.role == Role::QuasiIdentifier.name() && !moves(column)
        });
        let left_out: Vec<String> =
            left_out.map(|column| column.name.clone()).filter(|name| !quasi.contains(name)).collect();
        quasi.extend(left_out);
        let note = Note::new(Code::Models, &file.name).kind("k").of(models.k);
        let whose = models.subject.as_deref().map_or(Whose::Rows, Whose::Column);
        if let Some(Diversity::Distinct(l)) = models.asked.l.filter(|_| models.classes > 0) {
            for column in &models.sensitive {
                let note = Note::new(Code::Models, &file.name).column(column).kind("l").of(u64::from(l));
                match least_people(&file.path, &quasi, Whose::Values(column)) {
                    Some(least) if least >= u64::from(l) => {}
                    Some(least) => self.notes.put(note.count(least).severity(Severity::Finding)),
                    None => self.notes.put(note.severity(Severity::Gap)),
                }
            }
        }
        match least_people(&file.path, &quasi, whose) {
            // Rows are at least as many as people: where those cannot be told apart, too few rows are too few people, and enough prove nothing.
            Some(least) if least >= models.k && models.subject.is_none() && models.people == "subjects" => {
                self.notes.put(Note::new(Code::Uncounted, &file.name).count(least).of(models.k));
            }
            Some(least) if least >= models.k => {}
            Some(least) => self.notes.put(note.count(least).severity(Severity::Finding)),
            None => self.notes.put(note.severity(Severity::Gap)),
        }
        true
    }

    fn dataset(&self, file: &DataFile, scanned: &Scanned, classes: Option<report::Classes>) -> Dataset {
        let stated = file.stated.as_ref();
        let mut columns: Vec<report::Column> = scanned.columns.iter().map(|column| self.column(file, column)).collect();
        for dropped in stated.iter().flat_map(|dataset| &dataset.columns).filter(|column| !column.released) {
            columns.push(described(&dropped.name, Some(dropped)));
        }
        Dataset {
            name: stated.map_or_else(
                || file.name.split('.').next().unwrap_or_default().to_owned(),
                |stated| stated.name.clone(),
            ),
            file: file.name.clone(),
            format: if file.is_parquet() { "parquet" } else { "csv" },
            bytes: file.bytes,
            sha256: file.sha256.clone(),
            rows: scanned.rows,
            columns,
            quasi_identifiers: scanned.quasi.clone(),
            singling_out: if classes.is_some() { scanned.counter.singling_out(&scanned.quasi) } else { Vec::new() },
            classes,
        }
    }

    fn column(&self, file: &DataFile, column: &Column) -> report::Column {
        let stated = file.stated.iter().flat_map(|dataset| &dataset.columns).find(|stated| stated.name == column.name);
        let (notes, findings) = self.notes.at_column(&file.name, &column.name);
        let top_share = column.top().1;
        let models = file.stated.iter().filter_map(|dataset| dataset.models.as_ref());
        let levels = models.flat_map(|models| &models.quasi_identifiers).find(|quasi| quasi.name == column.name);
        let share = |at: &str| levels.and_then(|quasi| Some(quasi.levels.iter().find(|level| level.name == at)?.share));
        report::Column {
            coarsened: share("value").map(|as_it_was| parts(1.0 - as_it_was)),
            withheld: share("all").map(parts),
            cells: column.cells,
            nulls: column.nulls,
            top_share,
            distinct: column.exact_distinct(),
            findings,
            notes,
            ..described(&column.name, stated)
        }
    }
}

/// A column of the report from what the manifest says.
fn described(name: &str, stated: Option<&StatedColumn>) -> report::Column {
    report::Column {
        name: name.to_owned(),
        is: stated.map(|stated| stated.is.clone()),
        role: stated.map(|stated| stated.role.clone()),
        released: stated.is_none_or(|stated| stated.released),
        technique: stated.map(|stated| stated.technique.clone()),
        parameters: stated.and_then(|stated| stated.parameters.clone()),
        coarsened: None,
        withheld: None,
        acknowledged: stated.and_then(|stated| stated.leaves_by_word().map(str::to_owned)),
        dropped: stated.and_then(|stated| stated.dropped.clone()),
        cells: 0,
        nulls: 0,
        top_share: None,
        distinct: None,
        findings: 0,
        notes: 0,
    }
}

/// Places of times finer than a day and of sums as they came, if there are both.
pub(super) fn exact(stated: &[&StatedColumn], quasi: &[String], sensitive: &[String]) -> Vec<usize> {
    let find = |wanted: &dyn Fn(&StatedColumn) -> bool| -> Vec<usize> {
        let names = quasi.iter().chain(sensitive).enumerate();
        let is = |name: &String| stated.iter().any(|column| column.name == *name && wanted(column));
        names.filter(|(_, name)| is(name)).map(|(place, _)| place).collect()
    };
    let hour = Some("\"hour\"");
    let times = find(&|column| {
        (column.is.ends_with("-time") || column.is == "last-active")
            && (column.technique == "keep" || column.parameters.as_deref() == hour)
    });
    let sums = find(&|column| column.is == "amount" && column.technique == "keep");
    if times.is_empty() || sums.is_empty() { Vec::new() } else { [times, sums].concat() }
}
