use std::path::PathBuf;

use super::*;
use crate::{
    files::{PartitionDir, SegmentFiles},
    segment::{AppendedBatch, Highest},
};

/// Segments of 100 bytes and ten records each, the last one active; timestamps are those given.
fn state(timestamps: &[i64], config: LogConfig) -> LogState {
    let dir = Arc::new(PartitionDir::new(PathBuf::from("d")));
    let mut segments = (0..).zip(timestamps).map(|(index, timestamp)| {
        let mut segment = Segment::empty(SegmentFiles::new(Arc::clone(&dir), index * 10), 0);
        let batch = AppendedBatch { last_offset: index * 10 + 9, size: 100, max_timestamp: *timestamp };
        segment.append(batch, 4096);
        segment
    });
    let mut state = LogState::new(Arc::new(config), segments.next().expect("one at least"), 0);
    state.segments.extend(segments);
    state.log_end = state.segments.back().map_or(0, |segment| segment.end);
    state.high_watermark = state.log_end;
    state
}

fn deleted(state: &LogState, now: i64) -> (usize, bool) {
    let decision = decide(state, &state.config, Timestamp(now));
    (decision.delete, decision.roll_first)
}

#[test]
fn by_size() {
    for (retention_bytes, expected) in [(-1, 0), (1_000, 0), (300, 0), (299, 0), (200, 1), (100, 2), (0, 3)] {
        let config = LogConfig { retention_bytes, retention_ms: -1, ..LogConfig::default() };
        let roll = expected == 3;
        assert_eq!(deleted(&state(&[1, 2, 3], config), 0), (expected, roll), "{retention_bytes}");
    }
}

#[test]
fn by_time_up_to_the_first_that_stays() {
    let config = LogConfig { retention_ms: 100, ..LogConfig::default() };
    let log = state(&[50, 500, 60], config.clone());
    assert_eq!(deleted(&log, 150), (0, false));
    assert_eq!(deleted(&log, 151), (1, false));
    assert_eq!(deleted(&log, 600), (1, false));
    assert_eq!(deleted(&log, 601), (3, true));
    let mut log = state(&[50, 60, 70], config);
    log.high_watermark = 15;
    assert_eq!(deleted(&log, 1_000), (1, false), "nothing above the high watermark");
    log.segments[0].highest = HighestTimestamp::Unread;
    assert_eq!(deleted(&log, 1_000), (0, false));
    assert!(first_unread(&log, &log.config, Timestamp(1_000)).is_none(), "not yet in the file");
    log.segments[0].written = 100;
    assert!(first_unread(&log, &log.config, Timestamp(1_000)).is_some());
    log.segments[0].highest = HighestTimestamp::Known(Highest { timestamp: 50, offset: 9 });
    assert!(first_unread(&log, &log.config, Timestamp(1_000)).is_none());
}

#[test]
fn compacted_logs_only_lose_what_lies_below_the_log_start() {
    let config = LogConfig {
        cleanup_delete: false,
        cleanup_compact: true,
        retention_ms: 1,
        retention_bytes: 0,
        ..LogConfig::default()
    };
    let mut log = state(&[1, 2, 3], config);
    assert_eq!(deleted(&log, 1_000), (0, false));
    log.log_start = 19;
    assert_eq!(deleted(&log, 1_000), (1, false));
    log.log_start = 20;
    assert_eq!(deleted(&log, 1_000), (2, false));
}

#[test]
fn both_policies_or_neither() {
    let deletes = |cleanup_delete, cleanup_compact| {
        let config = LogConfig { cleanup_delete, cleanup_compact, retention_ms: 1, ..LogConfig::default() };
        deleted(&state(&[1, 2, 3], config), 1_000).0
    };
    assert_eq!(deletes(true, true), deletes(true, false));
    assert!(0 < deletes(true, true), "what is compacted grows old as well");
    assert_eq!((deletes(false, true), deletes(false, false)), (0, 0));
}
