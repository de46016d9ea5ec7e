//! Holds back Produce requests while a log directory has too many dirty bytes.
//!
//! A closed gate makes connections wait before they handle a Produce request, so they stop reading, so that
//! producers feel it as back-pressure. Everything else goes on. Several may hold the gate closed at once; it is
//! open when nobody does.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::Notify;

/// The gate. Clones are the same gate.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReadGate(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    closed_by: AtomicUsize,
    opened: Notify,
}

/// Keeps the gate closed until it is dropped.
#[derive(Debug)]
pub(crate) struct Closed(ReadGate);

impl ReadGate {
    /// Closes the gate until the answer is dropped.
    #[must_use]
    pub(crate) fn close(&self) -> Closed {
        self.0.closed_by.fetch_add(1, Ordering::AcqRel);
        Closed(self.clone())
    }

    /// Nobody holds it closed.
    pub(crate) fn is_open(&self) -> bool {
        self.0.closed_by.load(Ordering::Acquire) == 0
    }

    /// Waits until the gate is open.
    pub(crate) async fn open(&self) {
        loop {
            let opened = self.0.opened.notified();
            if self.is_open() {
                return;
            }
            opened.await;
        }
    }
}

impl Drop for Closed {
    fn drop(&mut self) {
        if self.0.0.closed_by.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.0.opened.notify_waiters();
        }
    }
}
