//! Who may read a release.

use rustix::fs::Mode;

/// The mode of the files of a release. Its owner reads and writes it; others read it at most. Its directory lets in whoever may read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Access(u32);

impl Access {
    /// Its owner alone.
    pub const OWNER: Self = Self(0o600);

    /// Everybody.
    pub const EVERYBODY: Self = Self(0o644);

    /// A mode in octal digits: `600`, `640`, `604` or `644`, with a zero before it or not.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('0').unwrap_or(text);
        let mode = u32::from_str_radix(digits, 8).ok().filter(|_| digits.len() == 3)?;
        [0o600, 0o640, 0o604, 0o644].contains(&mode).then_some(Self(mode))
    }

    /// Of files.
    pub(super) fn file(self) -> Mode {
        Mode::from_raw_mode(self.0)
    }

    /// Of the directory: whoever may read files may come in and list them.
    pub(super) fn directory(self) -> Mode {
        Mode::from_raw_mode(self.0 | 0o100 | (self.0 & 0o044) >> 2)
    }
}

impl std::fmt::Display for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:o}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_else_may_ever_write() {
        for (text, file, directory) in
            [("600", 0o600, 0o700), ("0640", 0o640, 0o750), ("604", 0o604, 0o705), ("644", 0o644, 0o755)]
        {
            let access = Access::parse(text).expect("a mode");
            assert_eq!((access.file().as_raw_mode(), access.directory().as_raw_mode()), (file, directory), "{text}");
        }
        for text in ["", "0", "60", "660", "666", "755", "400", "00640", "u+r", "0o640", "+640", "-640"] {
            assert_eq!(Access::parse(text), None, "{text}");
        }
    }
}
