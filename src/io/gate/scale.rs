//! How many bytes of pages are open at once in all threads: large pages wait for each other, usual ones never do.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Bytes that may be open.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    most: u64,
    open: Arc<(Mutex<u64>, Condvar)>,
}

/// Bytes that are open until it is dropped.
#[derive(Debug)]
pub(in crate::io) struct Weight {
    scale: Scale,
    bytes: u64,
}

impl Scale {
    pub(super) fn new(most: u64) -> Self {
        Self { most, open: Arc::default() }
    }

    /// Waits until so many bytes fit. Whoever asks for more than there is has it alone.
    pub(super) fn weigh(&self, bytes: u64) -> Weight {
        let bytes = bytes.min(self.most);
        let (open, changed) = &*self.open;
        let mut held = open.lock().unwrap_or_else(PoisonError::into_inner);
        while *held + bytes > self.most {
            held = changed.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
        *held += bytes;
        Weight { scale: self.clone(), bytes }
    }
}

impl Drop for Weight {
    fn drop(&mut self) {
        let (open, changed) = &*self.scale.open;
        *open.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn what_does_not_fit_waits() {
        let scale = Scale::new(10);
        let first = scale.weigh(6);
        drop(scale.weigh(4));
        let is_open = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let _all = scale.weigh(50);
                is_open.store(true, Ordering::SeqCst);
            });
            std::thread::sleep(std::time::Duration::from_millis(20));
            assert!(!is_open.load(Ordering::SeqCst), "it does not wait");
            drop(first);
        });
        assert!(is_open.load(Ordering::SeqCst));
    }
}
