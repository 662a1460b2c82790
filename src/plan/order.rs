//! The order in which rows leave: for an audience outside, one of its own for every recipient, so that two of them cannot join by row number.
//!
//! Blocks of permuted columns have orders of their own: their values leave with other rows than they came with.

use super::compile::Release;
use crate::crypto::keystream::RowOrder;
use crate::keys::{Domain, Keyset, Purpose, derive};
use crate::secret::Secret;

/// Columns that leave in one order.
#[derive(Debug)]
pub struct Stream {
    /// Positions in the output.
    pub columns: Vec<usize>,
    order: RowOrder,
}

impl Stream {
    /// The place of a row among all rows: the row of a part, counted as in its input. Different rows have different places.
    #[must_use]
    pub fn rank(&self, part: u64, row: u64) -> u128 {
        self.order.rank(part, row)
    }
}

/// Whose order it is.
pub(super) struct OrderKey<'a> {
    pub(super) keys: &'a Keyset,
    pub(super) profile: &'a str,
    pub(super) recipient: &'a str,
    pub(super) site: &'a str,
    pub(super) dataset: &'a str,
}

/// The streams of a dataset: the columns that stay together, then each block. Columns of no block may be none at all.
pub(super) fn streams<'a>(releases: impl Iterator<Item = &'a Release>, key: &OrderKey<'_>) -> Vec<Stream> {
    let mut blocks: Vec<(Option<&str>, Vec<usize>)> = vec![(None, Vec::new())];
    for (at, release) in releases.enumerate() {
        let block = release.transform.block();
        match blocks.iter_mut().find(|(known, _)| *known == block) {
            Some((_, columns)) => columns.push(at),
            None => blocks.push((block, vec![at])),
        }
    }
    let order = |purpose, form: &str| {
        let OrderKey { keys, profile, recipient, site, dataset } = *key;
        let domain = Domain { profile, recipient, site, domain: dataset, form };
        let secret: Secret<[u8; 32]> = derive(keys, purpose, domain);
        RowOrder::new(secret.expose())
    };
    blocks
        .into_iter()
        .filter(|(_, columns)| !columns.is_empty())
        .map(|(block, columns)| Stream {
            columns,
            order: match block {
                None => order(Purpose::Order, "order/1"),
                Some(name) => order(Purpose::Permutation, name),
            },
        })
        .collect()
}
