//! Time: a monotonic count of nanoseconds, the calendar's, and the processor time of this process.

use std::{
    sync::OnceLock,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use rustix::time::{ClockId, clock_gettime};

static START: OnceLock<Instant> = OnceLock::new();

/// Nanoseconds since the first call in this process.
#[expect(clippy::disallowed_methods, reason = "a load generator measures the machine's own time")]
pub(crate) fn now_ns() -> u64 {
    let start = *START.get_or_init(Instant::now);
    nanoseconds(start.elapsed())
}

/// Nanoseconds since 1970, to compare with other processes of this machine.
#[expect(clippy::disallowed_methods, reason = "a load generator measures the machine's own time")]
pub(crate) fn wall_ns() -> u64 {
    nanoseconds(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

/// Processor seconds of this process so far, all threads.
pub(crate) fn cpu_seconds() -> f64 {
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(
        u64::try_from(spent.tv_sec).unwrap_or_default(),
        u32::try_from(spent.tv_nsec).unwrap_or_default(),
    )
    .as_secs_f64()
}

/// A duration in nanoseconds.
pub(crate) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// Nanoseconds as seconds.
pub(crate) fn seconds(nanoseconds: u64) -> f64 {
    Duration::from_nanos(nanoseconds).as_secs_f64()
}
