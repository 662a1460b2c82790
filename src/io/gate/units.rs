//! Rows of a file cut into units: by their number and, where few bytes of the file stand for many, by their bytes.

use super::{Gate, MARK, Refusal};

/// Most cells of a unit: each has some bytes in memory, whatever it has in the file.
const CELLS: u64 = 1 << 23;

/// Rows one behind the other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::io) struct Range {
    pub(in crate::io) first: usize,
    pub(in crate::io) rows: usize,
    /// Mebibytes that end in them, by what they are in memory as texts.
    pub(in crate::io) mebibytes: usize,
    /// Bytes of the largest pages that are open to read them.
    pub(in crate::io) open: u64,
}

/// Iterates over the rows of a file.
#[derive(Debug)]
pub(in crate::io) struct Ranges<'a> {
    gate: &'a Gate,
    /// The next row, and the row group that it is in with its first row.
    next: u64,
    group: usize,
    group_first: u64,
    total: u64,
    rows: u64,
    marks: usize,
    failed: bool,
}

impl<'a> Ranges<'a> {
    /// Ranges of so many rows, of fewer where they would have more than so many bytes.
    pub(in crate::io) fn new(gate: &'a Gate, rows: usize, bytes: usize) -> Self {
        let rows = (rows as u64).min(CELLS / gate.leaves().max(1) as u64).max(1);
        let total = (0..gate.groups.len()).map(|nth| gate.rows(nth)).sum();
        let marks = usize::try_from(bytes as u64 / MARK).unwrap_or(usize::MAX).max(1);
        Self { gate, next: 0, group: 0, group_first: 0, total, rows, marks, failed: false }
    }

    fn cut(&mut self) -> Result<Option<Range>, Refusal> {
        while self.group < self.gate.groups.len() && self.next >= self.group_first + self.gate.rows(self.group) {
            self.group_first += self.gate.rows(self.group);
            self.group += 1;
        }
        if self.next >= self.total {
            return Ok(None);
        }
        let (first, mut end) = (self.next, self.total.min(self.next + self.rows));
        let (mut marks, mut open) = (0, 0u64);
        let (mut group, mut group_first) = (self.group, self.group_first);
        while group < self.gate.groups.len() && group_first < end {
            let known = self.gate.group(group)?;
            open = open.max(known.open);
            let from = known.marks.partition_point(|&mark| group_first + mark < first);
            let to = known.marks.partition_point(|&mark| group_first + mark < end);
            // The range ends before the row that would be too much, unless it is its first.
            if marks + (to - from) > self.marks {
                let full = group_first + known.marks[from + self.marks - marks];
                end = full.max(first + 1);
                let to = known.marks.partition_point(|&mark| group_first + mark < end);
                marks += to.saturating_sub(from);
                break;
            }
            marks += to - from;
            group_first += self.gate.rows(group);
            group += 1;
        }
        self.next = end;
        let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        Ok(Some(Range { first: number(first), rows: number(end - first), mebibytes: marks, open }))
    }
}

impl Iterator for Ranges<'_> {
    type Item = Result<Range, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let cut = self.cut().transpose();
        self.failed = matches!(cut, Some(Err(_)));
        cut
    }
}
