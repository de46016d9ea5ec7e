//! How many bytes large requests may hold together.
//!
//! A request above [`FREE_FRAME_SIZE_MAX`] takes its whole size from the budget before its body is read and
//! gives it back when it has been handled. Waiters are served in the order they came, so a large one is not
//! starved by small ones. Smaller requests take nothing: they are bounded by the number of connections.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use moldau_telemetry::{Counter, Gauge, Registry, names};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Requests up to this size, their length prefix not included, take nothing from the budget.
pub(crate) const FREE_FRAME_SIZE_MAX: usize = 64 * 1024;

/// The budget. Clones are the same budget.
#[derive(Debug, Clone)]
pub(crate) struct Budget(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    semaphore: Arc<Semaphore>,
    waiting: AtomicUsize,
    used: Gauge,
    left: Gauge,
    waits: Counter,
}

/// Bytes taken from the budget, given back when dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    budget: Budget,
    bytes: u32,
    _semaphore: OwnedSemaphorePermit,
}

/// Counts a waiter for as long as it lives.
struct Waiting<'a>(&'a AtomicUsize);

impl Budget {
    /// A budget of `capacity` bytes, at most 4 GiB - 1.
    pub(crate) fn new(capacity: u32, registry: &Registry) -> Self {
        let inner = Inner {
            semaphore: Arc::new(Semaphore::new(usize::try_from(capacity).unwrap_or(usize::MAX))),
            waiting: AtomicUsize::new(0),
            used: registry.gauge(names::IN_FLIGHT_BYTES),
            left: registry.gauge(names::IN_FLIGHT_BYTES_LEFT),
            waits: registry.counter(names::IN_FLIGHT_WAITS),
        };
        inner.left.set(i64::from(capacity));
        Self(Arc::new(inner))
    }

    /// Takes `bytes`, waiting until they are there. `bytes` is at most the capacity, or this waits for ever.
    pub(crate) async fn take(&self, bytes: u32) -> Permit {
        let semaphore = Arc::clone(&self.0.semaphore);
        let permit = match Arc::clone(&semaphore).try_acquire_many_owned(bytes) {
            Ok(permit) => permit,
            Err(_not_now) => {
                self.0.waits.inc();
                let _waiting = Waiting::new(&self.0.waiting);
                semaphore.acquire_many_owned(bytes).await.expect("the semaphore is never closed")
            }
        };
        self.0.used.inc_by(i64::from(bytes));
        self.0.left.dec_by(i64::from(bytes));
        Permit { budget: self.clone(), bytes, _semaphore: permit }
    }

    /// Somebody waits for bytes that others hold.
    pub(crate) fn is_short(&self) -> bool {
        self.0.waiting.load(Ordering::Relaxed) > 0
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.budget.0.used.dec_by(i64::from(self.bytes));
        self.budget.0.left.inc_by(i64::from(self.bytes));
    }
}

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
