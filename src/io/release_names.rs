//! What the documents of a release are called.

use std::path::Path;

/// Names of the documents beside the rows. They begin with an underscore, so that a program that reads a folder of Parquet files (Spark, Arrow,
/// pandas, DuckDB) reads the rows and passes the rest over. Releases of the first version lack it, and are read all the same.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ReleaseNames {
    /// What was done to every column.
    pub manifest: &'static str,
    /// The same in words for whoever receives it.
    pub notice: &'static str,
    /// What every column is and how it reads; releases of the first version have none.
    pub dictionary: &'static str,
    /// Digests of all files.
    pub sums: &'static str,
    /// The signature of the manifest, if somebody signed.
    pub signature: &'static str,
}

impl ReleaseNames {
    /// What is written.
    pub const CURRENT: Self = Self {
        manifest: "_manifest.json",
        notice: "_NOTICE.md",
        dictionary: "_DICTIONARY.md",
        sums: "_SHA256SUMS",
        signature: "_manifest.json.minisig",
    };
    /// What was written before.
    const EARLIER: Self = Self {
        manifest: "manifest.json",
        notice: "NOTICE.md",
        dictionary: "DICTIONARY.md",
        sums: "SHA256SUMS",
        signature: "manifest.json.minisig",
    };

    /// The names in a folder of these files: the earlier ones only where a manifest has the earlier name and none has today's.
    pub fn among(has: impl Fn(&str) -> bool) -> Self {
        let is_earlier = has(Self::EARLIER.manifest) && !has(Self::CURRENT.manifest);
        if is_earlier { Self::EARLIER } else { Self::CURRENT }
    }

    /// The names in a directory.
    #[must_use]
    pub fn of(directory: &Path) -> Self {
        Self::among(|name| directory.join(name).symlink_metadata().is_ok())
    }

    /// All of them.
    #[must_use]
    pub const fn all(self) -> [&'static str; 5] {
        [self.manifest, self.notice, self.dictionary, self.sums, self.signature]
    }
}

impl Default for ReleaseNames {
    fn default() -> Self {
        Self::CURRENT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_names_are_known_where_nothing_has_todays() {
        let earlier = ReleaseNames::among(|name| ["manifest.json", "users.parquet"].contains(&name));
        assert_eq!(
            earlier.all(),
            ["manifest.json", "NOTICE.md", "DICTIONARY.md", "SHA256SUMS", "manifest.json.minisig"]
        );
        // Whoever puts a manifest of their own beside ours does not make it the one that is read.
        let both = ReleaseNames::among(|name| ["manifest.json", "_manifest.json"].contains(&name));
        assert_eq!((both, ReleaseNames::among(|_| false)), (ReleaseNames::CURRENT, ReleaseNames::CURRENT));
        assert!(ReleaseNames::CURRENT.all().iter().all(|name| name.starts_with('_')), "folders are read without them");
    }
}
