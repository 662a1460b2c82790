//! Dice whose throws never change.
//!
//! Sampling is written out here, because the distributions of `rand` may change their streams between releases, while
//! ChaCha8 is fixed by its name.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a stream of dice is thrown for; each gets a key of its own.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    People,
    Users,
    Payments,
    Visits,
    Feedback,
}

/// Dice of one row or one person.
pub(crate) struct Dice(ChaCha8Rng);

/// The generators that rows are streams of.
pub(crate) struct Cup([ChaCha8Rng; 5]);

impl Cup {
    pub(crate) fn new(seed: u64) -> Self {
        use Stream::{Feedback, Payments, People, Users, Visits};
        Self([People, Users, Payments, Visits, Feedback].map(|stream| generator(seed, stream)))
    }

    /// The dice of a row: ChaCha's 64-bit stream number is the row number, so that rows can be made in any order.
    pub(crate) fn dice(&self, stream: Stream, row: u64) -> Dice {
        let mut generator = self.0[stream as usize].clone();
        generator.set_stream(row);
        Dice(generator)
    }
}

fn generator(seed: u64, stream: Stream) -> ChaCha8Rng {
    let mut key = *b"iesiz sample data/1 ............";
    key[20..28].copy_from_slice(&seed.to_le_bytes());
    key[28] = stream as u8;
    ChaCha8Rng::from_seed(key)
}

impl Dice {
    /// A number below `n`. The bias of at most n / 2^32 does not matter here.
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(n)) >> 32) as u32
    }

    /// A number below `n`, for ranges beyond 32 bits.
    pub(crate) fn below_u64(&mut self, n: u64) -> u64 {
        ((u128::from(self.0.next_u64()) * u128::from(n)) >> 64) as u64
    }

    /// An instant between two others.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.below_u64((to - from).max(1) as u64) as i64
    }

    /// Whether something happens that happens so often in ten thousand.
    pub(crate) fn happens(&mut self, in_ten_thousand: u32) -> bool {
        self.below(10_000) < in_ten_thousand
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u32) as usize]
    }

    /// [`Dice::pick`] for text, which coerces where a reference to a reference would not.
    pub(crate) fn word<'a>(&mut self, from: &[&'a str]) -> &'a str {
        self.pick::<&str>(from)
    }

    /// The position in a list of weights.
    pub(crate) fn weighted(&mut self, weights: &[u32]) -> usize {
        self.weighted_by(weights, |&weight| weight)
    }

    /// The position in a list of things that have weights.
    pub(crate) fn weighted_by<T>(&mut self, things: &[T], weight: impl Fn(&T) -> u32) -> usize {
        let mut left = self.below(things.iter().map(&weight).sum());
        for (position, thing) in things.iter().enumerate() {
            match left.checked_sub(weight(thing)) {
                Some(rest) => left = rest,
                None => return position,
            }
        }
        0
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }
}
