//! The cells of one row, as text, before any dialect.

/// Cells in the order of the columns; kept between rows, so that a row allocates nothing.
#[derive(Default)]
pub(crate) struct Cells {
    text: String,
    ends: Vec<(usize, bool)>,
}

impl Cells {
    /// Forgets the row.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Adds a cell that `write` appends to.
    pub(crate) fn with(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        self.ends.push((self.text.len(), false));
    }

    /// Adds a cell.
    pub(crate) fn add(&mut self, text: &str) {
        self.with(|out| out.push_str(text));
    }

    /// Adds a cell that holds an integer.
    pub(crate) fn number(&mut self, number: u64) {
        self.with(|out| digits(out, number));
    }

    /// Adds a cell without a value: each dialect writes it its own way.
    pub(crate) fn null(&mut self) {
        self.ends.push((self.text.len(), true));
    }

    /// The cells; `None` is a cell without a value.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        let mut start = 0;
        self.ends.iter().map(move |&(end, null)| {
            let cell = &self.text[start..end];
            start = end;
            (!null).then_some(cell)
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}

/// Appends an integer without a formatter: most cells hold one.
pub(crate) fn digits(out: &mut String, number: u64) {
    padded(out, number, 1);
}

/// Appends an integer with zeros in front, up to a width.
pub(crate) fn padded(out: &mut String, mut number: u64, width: usize) {
    let mut buffer = [b'0'; 20];
    let mut start = buffer.len();
    while number > 0 || buffer.len() - start < width {
        start -= 1;
        buffer[start] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    out.extend(buffer[start..].iter().map(|&digit| char::from(digit)));
}
