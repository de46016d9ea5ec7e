//! Counts down what an answer waits for; the last report wakes the connection that owes the answer.
//!
//! Promise: who looks at [`Countdown::is_over`] after every wake, and sleeps only after `poll_woken` was pending, sees the
//! end and all that the reporters did before. A kernel that loom explores (`tests/loom`).

#[cfg(loom)]
use loom::sync::atomic::{AtomicUsize, Ordering};
#[cfg(not(loom))]
use std::sync::atomic::{AtomicUsize, Ordering};

use super::waker::ConnectionWaker;

/// What is still to come, and whom its end wakes.
#[derive(Debug)]
pub(crate) struct Countdown {
    left: AtomicUsize,
    waker: ConnectionWaker,
}

impl Countdown {
    /// So many reports are to come.
    pub(crate) fn new(reports: usize, waker: ConnectionWaker) -> Self {
        Self { left: AtomicUsize::new(reports), waker }
    }

    /// One report.
    pub(crate) fn report(&self) {
        let before = self.left.fetch_sub(1, Ordering::AcqRel);
        assert!(0 < before, "reported more often than was announced");
        if before == 1 {
            self.waker.wake();
        }
    }

    /// Whether all have reported.
    pub(crate) fn is_over(&self) -> bool {
        self.left.load(Ordering::Acquire) == 0
    }
}
