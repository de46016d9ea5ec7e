//! What always holds of a log, as checks that debug builds, the simulator and the verify tool share.

/// Where a log stands, for comparing with where it stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogBounds {
    /// The first offset.
    pub log_start: i64,
    /// What lies below is in synced segment files.
    pub recovery_point: i64,
    /// What lies below is on the disk.
    pub durable_end: i64,
    /// What lies below is with the kernel.
    pub written_end: i64,
    /// The next offset.
    pub log_end: i64,
    /// What lies below may be shown to readers.
    pub high_watermark: i64,
    /// What lies below may be shown to `read_committed` readers.
    pub last_stable: i64,
    /// Grows when records are taken back.
    pub generation: u32,
}

/// Panics if `now` can't be, by itself or after `before`.
pub fn check_bounds(before: Option<&LogBounds>, now: &LogBounds) {
    assert!(now.log_start <= now.log_end, "log start beyond the log end: {now:?}");
    assert!(now.recovery_point <= now.durable_end, "committed beyond what is durable: {now:?}");
    assert!(now.durable_end <= now.written_end, "durable beyond what is written: {now:?}");
    assert!(now.written_end <= now.log_end, "written beyond the log end: {now:?}");
    assert!(now.high_watermark <= now.log_end, "high watermark beyond the log end: {now:?}");
    assert!(now.last_stable <= now.high_watermark, "unstable records are visible: {now:?}");
    let Some(before) = before else { return };
    assert!(before.log_start <= now.log_start || before.generation < now.generation, "log start moved back");
    if before.generation == now.generation {
        assert!(before.log_end <= now.log_end, "records vanished: {before:?} {now:?}");
        assert!(before.durable_end <= now.durable_end, "durable records vanished: {before:?} {now:?}");
        assert!(before.written_end <= now.written_end, "written records vanished: {before:?} {now:?}");
    }
}
