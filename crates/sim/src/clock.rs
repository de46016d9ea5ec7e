//! The disk's clock, in step with the runtime's paused time, over all lives of a node.

use std::sync::atomic::{AtomicU64, Ordering};

use moldau_disk::Clock;
use moldau_ids::{MonotonicMs, Timestamp};
use parking_lot::Mutex;
use tokio::{runtime::Handle, time::Instant};

/// 2026-01-01T00:00:00Z.
const EPOCH_MS: i64 = 1_767_225_600_000;

/// So often nobody looks at the clock in one instant, unless something goes round in circles.
const LOOKS_MAX: u64 = 1_000_000;

/// Time that the runtimes of a world's lives make, one after the other.
#[derive(Debug, Default)]
pub(crate) struct SimClock {
    /// When the present life began, by its runtime's time.
    began: Mutex<Option<Instant>>,
    /// Microseconds of the lives before, then the latest time that was told.
    before_us: AtomicU64,
    last_us: AtomicU64,
    /// How often somebody has looked since time last passed.
    looks: AtomicU64,
}

impl SimClock {
    /// A life begins, on the runtime that calls.
    pub(crate) fn begin_life(&self) {
        self.before_us.store(self.last_us.load(Ordering::Relaxed), Ordering::Relaxed);
        *self.began.lock() = Some(Instant::now());
    }

    /// A life ends: time stands still until the next begins.
    pub(crate) fn end_life(&self) {
        self.now_us();
        *self.began.lock() = None;
    }

    /// # Panics
    /// If time does not pass however often it is looked at: the world would never end.
    pub(crate) fn now_us(&self) -> u64 {
        let began = *self.began.lock();
        // Outside of a runtime tokio's time is the machine's.
        let Some(began) = began.filter(|_| Handle::try_current().is_ok()) else {
            return self.last_us.load(Ordering::Relaxed);
        };
        let elapsed = u64::try_from((Instant::now() - began).as_micros()).unwrap_or(u64::MAX);
        let now = self.before_us.load(Ordering::Relaxed).saturating_add(elapsed);
        let last = self.last_us.fetch_max(now, Ordering::Relaxed);
        if last < now {
            self.looks.store(0, Ordering::Relaxed);
        } else {
            let looks = self.looks.fetch_add(1, Ordering::Relaxed);
            assert!(looks < LOOKS_MAX, "the clock was looked at {looks} times without time passing");
        }
        last.max(now)
    }
}

impl Clock for SimClock {
    fn monotonic(&self) -> MonotonicMs {
        MonotonicMs(self.now_us() / 1_000)
    }

    fn monotonic_us(&self) -> u64 {
        self.now_us()
    }

    fn wall(&self) -> Timestamp {
        Timestamp(EPOCH_MS.saturating_add_unsigned(self.now_us() / 1_000))
    }
}
