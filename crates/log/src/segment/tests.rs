use std::path::PathBuf;

use super::*;
use crate::files::PartitionDir;

fn segment_at(base: i64) -> Segment {
    let dir = Arc::new(PartitionDir::new(PathBuf::from("d")));
    Segment::empty(SegmentFiles::new(dir, base), 0)
}

fn batch(last_offset: i64, size: u64, max_timestamp: i64) -> AppendedBatch {
    AppendedBatch { last_offset, size, max_timestamp }
}

#[test]
fn an_entry_every_interval() {
    let mut segment = segment_at(100);
    assert_eq!(segment.append(batch(109, 60, 5), 100), 0);
    assert_eq!(segment.append(batch(119, 60, 4), 100), 60);
    assert!(segment.pending.is_empty());
    assert_eq!(segment.append(batch(129, 60, 3), 100), 120);
    assert_eq!(segment.pending.offsets, [OffsetEntry { relative_offset: 29, position: 120 }]);
    assert_eq!(segment.pending.times, [TimeEntry { timestamp: 5, relative_offset: 9 }]);
    assert_eq!((segment.size, segment.end), (180, 130));
    segment.note_time();
    assert_eq!(segment.pending.times.len(), 1, "nothing higher came");
}

#[test]
fn rolls_as_kafka_does() {
    let config =
        LogConfig { segment_bytes: 100, segment_ms: 50, segment_index_bytes: 24, ..LogConfig::default() };
    let mut segment = segment_at(0);
    assert!(!segment.should_roll(batch(0, 1_000, 0), &config, 0), "an empty segment takes any batch");
    assert!(segment.should_roll(batch(1 << 31, 1, 0), &config, 0), "but none that its index can't name");
    segment.append(batch(0, 60, 10), 0);
    assert!(!segment.should_roll(batch(1, 40, 10), &config, 0));
    assert!(segment.should_roll(batch(1, 41, 10), &config, 0), "size");
    assert!(!segment.should_roll(batch(1, 1, 60), &config, 0));
    assert!(segment.should_roll(batch(1, 1, 61), &config, 0), "age by record time");
    segment.append(batch(1, 1, 10), 0);
    assert!(segment.should_roll(batch(2, 1, 10), &config, 0), "time index full");
    let mut timeless = segment_at(0);
    timeless.append(batch(0, 1, -1), 4096);
    assert!(timeless.should_roll(batch(1, 1, -1), &config, 51), "age by the clock");
}
