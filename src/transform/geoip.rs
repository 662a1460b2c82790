//! Countries of addresses, from a database in MaxMind's format that the operator brings.

use crate::canon::place::country_code;
use maxminddb::{PathElement, Reader};
use std::fmt;
use std::net::IpAddr;

/// A database of networks and their countries, held in memory.
pub struct GeoIp {
    reader: Reader<Vec<u8>>,
}

/// Longest name of a kind of database that is passed on.
const LONGEST_TYPE: usize = 64;

impl GeoIp {
    /// Reads a database; `None` for bytes that are none.
    #[must_use]
    pub fn parse(bytes: Vec<u8>) -> Option<Self> {
        // What the library says of a damaged file is not passed on.
        Reader::from_source(bytes).ok().map(|reader| Self { reader })
    }

    /// Two letters of ISO 3166-1 for the country that an address is used in, else for the one that it is registered in; `None` where the
    /// database knows neither.
    #[must_use]
    pub fn country(&self, address: IpAddr) -> Option<&'static str> {
        let found = self.reader.lookup(address).ok()?;
        let code =
            |key| found.decode_path::<&str>(&[PathElement::Key(key), PathElement::Key("iso_code")]).ok().flatten();
        country_code(code("country").or_else(|| code("registered_country"))?)
    }

    /// What kind of database it says it is; `unknown` for a text that is no plain name.
    #[must_use]
    pub fn database_type(&self) -> &str {
        let name = self.reader.metadata().database_type.as_str();
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b' ' | b'(' | b')');
        if (1..=LONGEST_TYPE).contains(&name.len()) && name.bytes().all(plain) { name } else { "unknown" }
    }

    /// When it was built, in seconds since 1970.
    #[must_use]
    pub fn build_epoch(&self) -> u64 {
        self.reader.metadata().build_epoch
    }
}

impl fmt::Debug for GeoIp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GeoIp").field("build_epoch", &self.build_epoch()).finish_non_exhaustive()
    }
}
