//! Values that must not be seen.

use std::fmt;
use zeroize::Zeroize;

/// A value that is wiped from memory when dropped and whose `Debug` says nothing about it.
///
/// There is no `Clone`: a secret has one place in memory.
pub struct Secret<T: Zeroize>(Box<T>);

impl<T: Zeroize> Secret<T> {
    /// Takes a value into custody. The caller's own copy, if any, is the caller's to wipe.
    pub fn new(value: T) -> Self {
        Self(Box::new(value))
    }

    /// Looks at the value; every call site is a place to review.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// The value in its place, to be filled there: what is made elsewhere and moved in leaves a copy behind.
    pub fn expose_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret<{}>", std::any::type_name::<T>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_prints_the_type_only() {
        assert_eq!(format!("{:?}", Secret::new([7_u8; 32])), "Secret<[u8; 32]>");
    }
}
