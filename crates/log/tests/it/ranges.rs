//! Ranges of segment files: the same bytes that reading gives, as long as the file has them.

use std::{os::unix::fs::FileExt, sync::Arc};

use crate::support::{TOPIC_ID, append, batch, format, open, partition, run_rounds, settle};
use bytes::Bytes;
use moldau_disk::{Disk, ManualClock, RealDisk, SimDisk};
use moldau_ids::{LeaderEpoch, Offset};
use moldau_log::{FileRange, FileRead, Located, LogConfig, Opened, PartitionLog, ReadSlice};
use proptest::prelude::*;

fn offset(raw: i64) -> Offset {
    Offset::new(raw).expect("positive")
}

fn real() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

fn config(segment_bytes: u32, index_interval_bytes: u32) -> Arc<LogConfig> {
    Arc::new(LogConfig {
        segment_bytes,
        index_interval_bytes,
        timestamp_after_max_ms: i64::MAX,
        file_delete_delay_ms: 0,
        ..LogConfig::default()
    })
}

/// A log with batches of these sizes, all but the tail in its files.
fn filled(
    disk: &Arc<dyn Disk>,
    path: &std::path::Path,
    config: Arc<LogConfig>,
    sizes: &[usize],
) -> (Opened, Arc<PartitionLog>) {
    format(&**disk, path);
    let mut opened = open(disk, &Arc::new(ManualClock::default()), path, 1);
    let log = opened.directory.create(&partition(0), TOPIC_ID, config).expect("created");
    log.become_leader(LeaderEpoch(0)).expect("leads");
    for (number, size) in sizes.iter().enumerate() {
        let values = vec![vec![number.to_le_bytes()[0]; size / 3]; 3];
        let values: Vec<&[u8]> = values.iter().map(Vec::as_slice).collect();
        append(&log, &batch(&values, 1_767_225_600_000), 0);
        if number % 16 == 15 {
            run_rounds(&mut opened);
        }
    }
    run_rounds(&mut opened);
    settle(&mut opened);
    (opened, log)
}

fn planned(
    log: &PartitionLog,
    from: i64,
    bytes_max: usize,
    at_least_one: bool,
    up_to: i64,
) -> Option<FileRead> {
    let plan = log.read(offset(from), bytes_max, at_least_one, offset(up_to)).expect("readable");
    plan.slices.into_iter().find_map(|slice| match slice {
        ReadSlice::File(file) => Some(file),
        ReadSlice::Memory(_) => None,
    })
}

/// What the kernel would send, in pieces of `step` bytes.
fn sent(range: &FileRange, step: usize) -> Vec<u8> {
    let mut all = Vec::new();
    while all.len() < range.len() {
        let Some(piece) = range.cached(all.len(), step).expect("readable") else {
            let read = range.read(all.len(), step, true).expect("readable").expect("it waits");
            all.extend_from_slice(&read);
            continue;
        };
        let file = std::fs::File::from(piece.file.try_clone_to_owned().expect("cloned"));
        let mut bytes = vec![0; piece.len];
        file.read_exact_at(&mut bytes, piece.position).expect("there");
        all.extend_from_slice(&bytes);
    }
    all
}

/// What is found once it has been read. `None` if the file system can't tell what is in the page cache.
fn located(file: &FileRead) -> Option<Located> {
    // What was read may be dropped again at once, if others need the memory.
    (0..100).find_map(|_try| {
        file.read().expect("readable");
        file.locate_nowait().expect("found")
    })
}

fn range(file: &FileRead) -> Option<FileRange> {
    located(file).map(|located| match located {
        Located::Range(range) => range,
        Located::Memory(bytes) => panic!("{} bytes were read", bytes.len()),
    })
}

fn cases() -> u32 {
    std::env::var("MOLDAU_RANGE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_range_has_the_bytes_that_reading_gives(
        sizes in prop::collection::vec(prop_oneof![100..900_usize, 9_000..12_000_usize, 35_000..50_000_usize], 30..90),
        segment_bytes in prop_oneof![Just(120_000_u32), Just(2_000_000)],
        index_interval_bytes in prop_oneof![Just(0_u32), Just(4_096), Just(100_000)],
        asked in prop::collection::vec((0.0..1.0_f64, 0..400_000_usize, any::<bool>(), 0.0..1.3_f64), 40),
    ) {
        let directory = tempfile::tempdir().expect("a directory");
        let config = config(segment_bytes, index_interval_bytes);
        let (_opened, log) = filled(&real(), directory.path(), config, &sizes);
        let end = i64::try_from(3 * sizes.len()).expect("few");
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "small")]
        let part = |of: f64, whole: i64| (of * whole as f64) as i64;
        for (from, bytes_max, at_least_one, up_to) in asked {
            let from = part(from, end);
            let up_to = (from + part(up_to, end - from)).min(end);
            let Some(file) = planned(&log, from, bytes_max, at_least_one, up_to) else { continue };
            let expected = file.read().expect("readable");
            match located(&file) {
                Some(Located::Memory(bytes)) => prop_assert_eq!(&bytes, &expected),
                Some(Located::Range(range)) => {
                    prop_assert_eq!(range.len(), expected.len());
                    prop_assert!(sent(&range, 70_001) == expected, "{} bytes from {}", range.len(), from);
                }
                None => {}
            }
        }
    }
}

#[test]
fn large_and_small_batches_are_ranges_and_few_bytes_are_read() {
    for (size, interval) in [(40_000, 4_096), (10_000, 4_096), (600, 4_096), (60, 4_096)] {
        let directory = tempfile::tempdir().expect("a directory");
        let sizes = vec![size; 600_000 / size];
        let (_opened, log) = filled(&real(), directory.path(), config(4_000_000, interval), &sizes);
        let file = planned(&log, 0, 300_000, true, 1_000_000).expect("in a file");
        assert!(range(&file).is_none_or(|range| 200_000 < range.len()), "{size}");
        let few = planned(&log, 0, 20_000, true, 1_000_000).expect("in a file");
        if let Some(found) = located(&few) {
            assert_eq!(matches!(found, Located::Memory(_)), size < 32 << 10, "{size}");
        }
    }
}

#[test]
fn a_disk_without_descriptors_is_read() {
    let clock = Arc::new(ManualClock::default());
    let disk: Arc<dyn Disk> = Arc::new(SimDisk::new(1, clock));
    let (_opened, log) = filled(&disk, std::path::Path::new("/d"), config(4_000_000, 4_096), &[40_000; 12]);
    let file = planned(&log, 0, 300_000, true, 1_000_000).expect("in a file");
    // The simulated page cache has each read's bytes or has not, as the seed will.
    let found = (0..10_000).find_map(|_try| file.locate_nowait().expect("found"));
    let Some(Located::Memory(bytes)) = found else { panic!("{found:?}") };
    assert_eq!(bytes, file.read().expect("read"));
}

#[test]
fn an_index_that_lies_changes_no_bytes() {
    for position in [1_u32, 5_000, 150_000, 290_000, u32::MAX] {
        let directory = tempfile::tempdir().expect("a directory");
        let (_opened, log) = filled(&real(), directory.path(), config(4_000_000, 4_096), &[600; 1_000]);
        let index = directory.path().join("topic-0/00000000000000000000.index");
        let entry = [300_u32.to_be_bytes(), position.to_be_bytes()].concat();
        std::fs::OpenOptions::new()
            .write(true)
            .open(index)
            .expect("there")
            .write_all_at(&entry.repeat(5), 0)
            .expect("damaged");
        let file = planned(&log, 0, 300_000, true, 1_000_000).expect("in a file");
        let expected = file.read().expect("read");
        match located(&file) {
            Some(Located::Memory(bytes)) => assert_eq!(bytes, expected),
            Some(Located::Range(range)) => assert!(sent(&range, 1 << 20) == expected, "{position}"),
            None => {}
        }
    }
}

#[test]
fn a_range_outlives_the_deletion_of_its_file() {
    let directory = tempfile::tempdir().expect("a directory");
    let (mut opened, log) = filled(&real(), directory.path(), config(150_000, 4_096), &[40_000; 20]);
    let file = planned(&log, 0, 100_000, true, 1_000_000).expect("in a file");
    let expected: Bytes = file.read().expect("read");
    let Some(range) = range(&file) else { return };
    opened.directory.delete(&partition(0), TOPIC_ID, moldau_ids::Uuid(5)).expect("deleted");
    run_rounds(&mut opened);
    settle(&mut opened);
    assert!(!directory.path().join("topic-0/00000000000000000000.log").exists());
    assert!(sent(&range, 1 << 20) == expected);
}

#[test]
fn a_range_of_a_file_that_is_cut_gives_nothing() {
    let directory = tempfile::tempdir().expect("a directory");
    let (mut opened, log) = filled(&real(), directory.path(), config(4_000_000, 4_096), &[40_000; 20]);
    let file = planned(&log, 0, 100_000, true, 1_000_000).expect("in a file");
    let Some(range) = range(&file) else { return };
    assert!(range.cached(0, 10).is_ok() && range.read(0, 10, true).is_ok());
    log.become_follower();
    log.truncate_to(offset(3)).expect("cut");
    run_rounds(&mut opened);
    settle(&mut opened);
    assert!(range.cached(0, 10).is_err());
    assert!(range.read(0, 10, true).is_err());
}
