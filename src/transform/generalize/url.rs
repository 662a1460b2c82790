//! URLs to their host, or to host and path template; query, fragment and user info never leave.

use crate::canon::{Canonical, url};
use crate::column::{Fit, StrKernel};

/// What is left of a URL.
#[derive(Debug)]
pub(super) enum Url {
    Host,
    Template,
}

impl StrKernel for Url {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        let canonical = match self {
            Self::Host => url::host(value, out),
            Self::Template => url::template(value, out),
        };
        match canonical {
            Canonical::Written => Fit::Written,
            Canonical::Null => Fit::Null,
            Canonical::Unfit => Fit::Unfit,
            Canonical::Withheld(why) => Fit::Withheld(why),
        }
    }
}
