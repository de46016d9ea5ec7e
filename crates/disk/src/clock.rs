//! Time, as an argument: the machine's clocks, or one that a test moves by hand.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
    time::{Instant, SystemTime},
};

use moldau_ids::{MonotonicMs, Timestamp};

/// Two clocks in milliseconds.
pub trait Clock: Send + Sync + fmt::Debug {
    /// A clock that never goes back; its zero has no meaning.
    fn monotonic(&self) -> MonotonicMs;

    /// The same clock in microseconds, as far as it can tell them apart.
    fn monotonic_us(&self) -> u64 {
        self.monotonic().get().saturating_mul(1_000)
    }

    /// The time of day. May jump.
    fn wall(&self) -> Timestamp;
}

/// The machine's clocks.
#[derive(Debug)]
pub struct RealClock {
    start: Instant,
}

impl Default for RealClock {
    #[expect(clippy::disallowed_methods, reason = "this is where real time enters")]
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for RealClock {
    fn monotonic(&self) -> MonotonicMs {
        MonotonicMs(u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    fn monotonic_us(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    #[expect(clippy::disallowed_methods, reason = "this is where real time enters")]
    fn wall(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A clock that stands still until it is moved. The time of day starts at 2026-01-01T00:00:00Z.
#[derive(Debug, Default)]
pub struct ManualClock {
    elapsed_ms: AtomicU64,
}

impl ManualClock {
    /// The time of day at the beginning, in milliseconds since 1970.
    const EPOCH_MS: i64 = 1_767_225_600_000;

    /// Moves both clocks ahead.
    pub fn advance(&self, milliseconds: u64) {
        self.elapsed_ms.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn monotonic(&self) -> MonotonicMs {
        MonotonicMs(self.elapsed_ms.load(Ordering::SeqCst))
    }

    fn wall(&self) -> Timestamp {
        let elapsed = i64::try_from(self.elapsed_ms.load(Ordering::SeqCst)).unwrap_or(i64::MAX);
        Timestamp(Self::EPOCH_MS.saturating_add(elapsed))
    }
}
