//! URLs to their host, or to host and path template; query, fragment and user info never leave.

use crate::canon::url;
use crate::column::{Fit, StrKernel};

/// What is left of a URL.
#[derive(Debug)]
pub(super) enum Url {
    Host,
    Template,
}

impl StrKernel for Url {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        Fit::from(match self {
            Self::Host => url::host(value, out),
            Self::Template => url::template(value, out),
        })
    }

    fn essence<'v>(&self, value: &'v str) -> &'v str {
        url::before_query(value)
    }
}
