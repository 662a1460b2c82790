//! Whether the first record of a file is its header, what may be shown of it, and whether another line goes on with it.

use crate::error::{Code, Diagnostic, Shown};
use crate::io::{HeadRecord, Input};
use crate::message;
use crate::recognize::headers::{hint, is_value, looks_like_somebody, looks_personal};

/// The columns of a file by name, as far as names may be shown.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// For each column its name, or `None` where the cell may be somebody's.
    pub(super) names: Vec<Option<Shown>>,
    /// Whether the first record looks like a row: then no name is shown.
    pub(super) is_data: bool,
    /// Positions of columns whose name another column has too.
    pub(super) repeated: Vec<usize>,
    /// Positions of columns without a name.
    pub(super) unnamed: Vec<usize>,
}

/// Why names do not tell columns apart, so that `plan` refuses them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unclear {
    code: Code,
    columns: usize,
    first: usize,
    /// What is wrong with one of them, and with several.
    what: [&'static str; 2],
}

impl Unclear {
    /// The warning for whoever reads a scan.
    pub(super) fn warning(&self, shown: &Shown) -> Diagnostic {
        let [one, many] = self.what;
        let message = if self.columns == 1 {
            message!("1 column of `{}` {}", shown, one)
        } else {
            message!("{} columns of `{}` {}", self.columns, shown, many)
        };
        let (which, they) = if self.columns == 1 { ("it", "it has") } else { ("the first", "each has") };
        let hint = message!(
            "{} is column {}; the draft calls such columns `column_N`, as `header` in `[dialect]` of a schema can, until {} a name of its own",
            which,
            self.first + 1,
            they
        );
        Diagnostic::new(self.code, message).hint(hint)
    }
}

impl Header {
    /// Looks at the first record of a file. Headers of Parquet files are headers whatever they look like, but identifiers stay hidden.
    pub(super) fn of(input: &Input) -> Self {
        let cells = &input.header;
        let personal: Vec<bool> = cells.iter().map(|cell| looks_like_somebody(cell)).collect();
        let is_data = input.text_form().is_some() && is_row(cells, &personal);
        let name = |(cell, personal): (&String, &bool)| (!is_data && !personal).then(|| Shown::name(cell.trim()));
        let folded: Vec<String> = cells.iter().map(|cell| crate::schema::fold_name(cell)).collect();
        let named = |at: &usize| !folded[*at].is_empty();
        let repeated = |at: &usize| {
            named(at) && folded.iter().enumerate().any(|(other, name)| other != *at && *name == folded[*at])
        };
        Self {
            names: cells.iter().zip(&personal).map(name).collect(),
            is_data,
            repeated: (0..cells.len()).filter(repeated).collect(),
            unnamed: (0..cells.len()).filter(|at| !named(at)).collect(),
        }
    }

    /// Of a file whose columns were given names.
    pub(super) fn named(input: &Input) -> Self {
        let names = input.header.iter().map(|name| Some(Shown::name(name))).collect();
        Self { names, is_data: false, repeated: Vec::new(), unnamed: Vec::new() }
    }

    /// What is wrong with the names of columns: `plan` takes no two of one name, and the empty one is a name as well.
    pub(super) fn unclear_names(&self) -> impl Iterator<Item = Unclear> {
        let unclear = |code, columns: &[usize], least, what| {
            let first = columns.first().copied().filter(|_| columns.len() >= least)?;
            Some(Unclear { code, columns: columns.len(), first, what })
        };
        let repeated =
            unclear(Code::W742, &self.repeated, 1, ["shares its name with another", "share their names with others"]);
        let unnamed = unclear(Code::W746, &self.unnamed, 2, ["has no name", "have no names"]);
        [repeated, unnamed].into_iter().flatten()
    }
}

/// Whether the record is a row: somebody stands in it, or values do, and less than half of it is known as names of columns.
fn is_row(cells: &[String], personal: &[bool]) -> bool {
    let filled: Vec<usize> = (0..cells.len()).filter(|&at| !cells[at].trim().is_empty()).collect();
    let known = filled.iter().filter(|&&at| !personal[at] && hint(&cells[at]).is_some()).count();
    let somebody = filled.iter().any(|&at| personal[at]);
    let values = filled.iter().filter(|&&at| personal[at] || is_value(&cells[at])).count();
    let row = (somebody && 2 * known < filled.len()) || (known == 0 && 2 * values >= filled.len());
    row && !filled.is_empty()
}

/// Whether a line goes on with the header above it: below names that are empty or there twice, as merged cells of a spreadsheet leave them, it
/// has names of columns.
pub(super) fn goes_on_below(first: &HeadRecord, second: &HeadRecord) -> bool {
    let names: Vec<String> = first.cells.iter().map(|cell| crate::schema::fold_name(cell)).collect();
    let merged = |at: usize| names[at].is_empty() || names.iter().filter(|name| **name == names[at]).count() > 1;
    let filled: Vec<(usize, &String)> =
        second.cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).collect();
    let is_name = |cell: &str| hint(cell).is_some() && !is_value(cell);
    let known = filled.iter().filter(|(_, cell)| is_name(cell)).count();
    let below = filled.iter().any(|(at, cell)| *at < names.len() && merged(*at) && is_name(cell));
    let somebody = filled.iter().any(|(_, cell)| looks_personal(cell));
    below && known >= 2 && 2 * known > filled.len() && !somebody
}
