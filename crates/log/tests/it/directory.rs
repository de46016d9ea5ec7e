//! A log directory on the machine's disk: append, read, write back, stop and start.

use std::{path::Path, sync::Arc};

use crate::support::{
    TOPIC_ID, append, batch, compressed, config, format, open, partition, run_rounds, settle,
};
use moldau_disk::{Disk, ManualClock, RealDisk};
use moldau_ids::{LeaderEpoch, Offset, Timestamp};
use moldau_log::format::names::{LOG_SUFFIX, parse_segment_file};
use moldau_log::{OpenError, Opened, PartitionLog, ReadError, ReadSlice, StartMode, tools};
use moldau_wire::record_batch::{Compression, batches};

fn disk() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

fn offset(raw: i64) -> Offset {
    Offset::new(raw).expect("positive")
}

/// All records' values from `from` on.
fn values(log: &PartitionLog, from: i64) -> Vec<(i64, Vec<u8>)> {
    let mut at = from;
    let mut found = Vec::new();
    loop {
        let plan = log.read(offset(at), 3_000, true, Offset::MAX).expect("readable");
        if plan.slices.is_empty() {
            return found;
        }
        for slice in plan.slices {
            let bytes = match slice {
                ReadSlice::Memory(bytes) => bytes,
                ReadSlice::File(file) => file.read().expect("readable"),
            };
            assert!(!bytes.is_empty());
            for batch in batches(&bytes) {
                let batch = batch.expect("whole");
                batch.verify_crc().expect("right");
                for record in &batch.records(1 << 20).expect("records") {
                    let record = record.expect("a record");
                    found.push((record.offset, record.value.unwrap_or_default().to_vec()));
                }
                at = batch.header().next_offset();
            }
        }
    }
}

fn fill(log: &Arc<PartitionLog>, count: i64, from: i64) -> Vec<(i64, Vec<u8>)> {
    let mut expected = Vec::new();
    for number in from..from + count {
        let value = format!("value {number} {}", "x".repeat(usize::try_from(number % 97).expect("small")));
        let appended = append(log, &batch(&[value.as_bytes()], 1_000 + number), 3);
        assert_eq!(appended.base_offset.get(), number);
        expected.push((number, value.into_bytes()));
    }
    expected
}

fn start(path: &Path, nonce: u64) -> (Opened, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::default());
    let opened = open(&disk(), &clock, path, nonce);
    (opened, clock)
}

#[test]
fn what_is_appended_is_read_before_and_after_write_back_and_a_clean_stop() {
    let temp = tempfile::tempdir().expect("a directory");
    let path = temp.path().join("logs");
    format(&RealDisk, &path);
    let (mut opened, _clock) = start(&path, 1);
    let log = opened.directory.create(&partition(0), TOPIC_ID, config()).expect("made");
    log.become_leader(LeaderEpoch(3)).expect("leads");
    let mut expected = fill(&log, 300, 0);
    assert_eq!(log.ends().durable_end, offset(0));
    assert_eq!(values(&log, 0), expected);
    run_rounds(&mut opened);
    assert_eq!(log.ends().durable_end, offset(300));
    settle(&mut opened);
    assert_eq!(values(&log, 0), expected);
    expected.extend(fill(&log, 100, 300));
    assert_eq!(values(&log, 0), expected);
    assert_eq!(values(&log, 250), expected[250..]);
    assert!(1 < log.segment_count());
    log.set_high_watermark(offset(400));
    log.check_invariants();
    let producers = log.producer_snapshot();

    opened.directory.close(&mut opened.journal, &mut opened.write_back, 7).expect("stopped");
    drop((log, opened));
    let reports = tools::verify_partition(&RealDisk, &path.join("topic-0"), true).expect("readable");
    assert!(1 < reports.len());
    for (name, report) in &reports {
        assert_eq!(report.problems, [], "{name}");
    }
    assert_eq!(reports.iter().map(|(_, report)| report.records).sum::<u64>(), 400);
    let (opened, _clock) = start(&path, 2);
    assert_eq!(opened.report.mode, StartMode::Clean);
    assert_eq!(opened.report.clean_broker_epoch, Some(7));
    let log = opened.directory.load(&partition(0), config()).expect("loaded");
    assert_eq!(log.log_end_offset(), offset(400));
    assert_eq!(log.ends().high_watermark, offset(400));
    assert_eq!(values(&log, 0), expected);
    assert_eq!(log.producer_snapshot(), producers);
    assert_eq!(log.latest_epoch(), Some(LeaderEpoch(3)));
}

#[test]
fn the_journal_completes_what_write_back_had_not_done() {
    let temp = tempfile::tempdir().expect("a directory");
    let path = temp.path().join("logs");
    format(&RealDisk, &path);
    let mut expected = Vec::new();
    for round in 0..4_i64 {
        let (mut opened, _clock) = start(&path, u64::try_from(round).expect("small") + 1);
        assert_eq!(opened.report.mode, StartMode::Journal);
        let log = opened.directory.create(&partition(0), TOPIC_ID, config()).expect("made");
        assert_eq!(values(&log, 0), expected);
        assert!(opened.directory.finish_recovery().expect("finished"));
        log.become_leader(LeaderEpoch(3)).expect("leads");
        expected.extend(fill(&log, 150, round * 200));
        run_rounds(&mut opened);
        settle(&mut opened);
        expected.extend(fill(&log, 50, round * 200 + 150));
        run_rounds(&mut opened);
        // Dropped without a stop, as if the process had been killed.
    }
}

#[test]
fn times_find_offsets_exactly() {
    let temp = tempfile::tempdir().expect("a directory");
    let path = temp.path().join("logs");
    format(&RealDisk, &path);
    let (mut opened, _clock) = start(&path, 1);
    let log = opened.directory.create(&partition(0), TOPIC_ID, config()).expect("made");
    log.become_leader(LeaderEpoch(3)).expect("leads");
    assert_eq!(log.max_timestamp().expect("readable"), None);
    for number in 0..200_i64 {
        let compression = if number % 2 == 0 { Compression::Lz4 } else { Compression::None };
        append(&log, &compressed(&[b"a", b"b", b"c"], number * 10, compression), 3);
        if number == 150 {
            run_rounds(&mut opened);
            settle(&mut opened);
        }
    }
    let find = |timestamp| {
        let found = log.offset_for_timestamp(Timestamp(timestamp)).expect("readable");
        found.map(|found| (found.timestamp.get(), found.offset.get()))
    };
    for (timestamp, expected) in [
        (-1, Some((0, 0))),
        (0, Some((0, 0))),
        (1, Some((1, 1))),
        (3, Some((10, 3))),
        (1_002, Some((1_002, 302))),
        (1_003, Some((1_010, 303))),
        (1_991, Some((1_991, 598))),
        (1_993, None),
    ] {
        assert_eq!(find(timestamp), expected, "timestamp {timestamp}");
    }
    let max = log.max_timestamp().expect("readable").expect("there is one");
    assert_eq!((max.timestamp.get(), max.offset.get()), (1_992, 599));
}

#[test]
fn damage_below_the_recovery_point_takes_one_partition_offline_and_is_named() {
    let temp = tempfile::tempdir().expect("a directory");
    let path = temp.path().join("logs");
    format(&RealDisk, &path);
    let (mut opened, _clock) = start(&path, 1);
    for number in 0..2 {
        let log = opened.directory.create(&partition(number), TOPIC_ID, config()).expect("made");
        log.become_leader(LeaderEpoch(3)).expect("leads");
        fill(&log, 300, 0);
    }
    run_rounds(&mut opened);
    opened.write_back.flush().expect("flushed");
    drop(opened);
    // The end of the last segment of partition 0 decays.
    let dir = path.join("topic-0");
    let mut logs: Vec<_> = RealDisk
        .list(&dir)
        .expect("there")
        .into_iter()
        .filter(|file| parse_segment_file(&file.name, LOG_SUFFIX).is_some())
        .collect();
    logs.sort_by(|left, right| left.name.cmp(&right.name));
    let last = dir.join(&logs.last().expect("one").name);
    let bytes = std::fs::read(&last).expect("readable");
    std::fs::write(&last, &bytes[..bytes.len() - 10]).expect("written");
    let report = tools::verify_segment(&RealDisk, &last, true).expect("readable");
    assert!(report.problems.iter().any(|problem| problem.what.contains("a batch of")), "{report:?}");

    let (opened, _clock) = start(&path, 2);
    let error = opened.directory.load(&partition(0), config()).expect_err("damaged");
    assert!(matches!(error, OpenError::Corrupt { .. }), "{error:?}");
    let again = opened.directory.load(&partition(0), config()).expect_err("stays offline");
    assert!(matches!(again, OpenError::Failed(_)), "{again:?}");
    let log = opened.directory.load(&partition(1), config()).expect("not concerned");
    assert_eq!(values(&log, 0).len(), 300);
}

#[test]
fn a_stop_keeps_the_journal_of_a_damaged_partition() {
    let temp = tempfile::tempdir().expect("a directory");
    let path = temp.path().join("logs");
    format(&RealDisk, &path);
    let (mut opened, _clock) = start(&path, 1);
    let log = opened.directory.create(&partition(0), TOPIC_ID, config()).expect("made");
    log.become_leader(LeaderEpoch(3)).expect("leads");
    let mut expected = fill(&log, 50, 0);
    run_rounds(&mut opened);
    opened.write_back.flush().expect("flushed");
    expected.extend(fill(&log, 50, 50));
    run_rounds(&mut opened);
    drop((log, opened));

    let segment = path.join("topic-0").join("00000000000000000000.log");
    let whole = std::fs::read(&segment).expect("readable");
    std::fs::write(&segment, &whole[..whole.len() - 10]).expect("cut");
    let (mut opened, _clock) = start(&path, 2);
    let damaged = opened.directory.load(&partition(0), config());
    assert!(matches!(damaged, Err(OpenError::Corrupt { .. })), "{damaged:?}");
    opened.directory.close(&mut opened.journal, &mut opened.write_back, 7).expect("stopped");
    drop(opened);

    std::fs::write(&segment, &whole).expect("mended");
    let (opened, _clock) = start(&path, 3);
    assert_eq!((opened.report.mode, opened.report.frames), (StartMode::Journal, 50));
    let log = opened.directory.load(&partition(0), config()).expect("loaded");
    assert_eq!(values(&log, 0), expected);
}

#[test]
fn a_batch_whose_offset_has_decayed_is_not_served() {
    let temp = tempfile::tempdir().expect("a directory");
    let path = temp.path().join("logs");
    format(&RealDisk, &path);
    let (mut opened, _clock) = start(&path, 1);
    let log = opened.directory.create(&partition(0), TOPIC_ID, config()).expect("made");
    log.become_leader(LeaderEpoch(3)).expect("leads");
    fill(&log, 3, 0);
    opened.directory.close(&mut opened.journal, &mut opened.write_back, 7).expect("stopped");
    drop((log, opened));

    let (opened, _clock) = start(&path, 2);
    let log = opened.directory.load(&partition(0), config()).expect("loaded");
    let segment = path.join("topic-0").join("00000000000000000000.log");
    let mut bytes = std::fs::read(&segment).expect("readable");
    let second = batches(&bytes.clone().into()).next().expect("one").expect("whole").header().size();
    bytes[second] |= 0x80;
    std::fs::write(&segment, &bytes).expect("damaged");
    let plan = log.read(offset(0), 1 << 20, true, Offset::MAX).expect("planned");
    let [ReadSlice::File(file)] = plan.slices.as_slice() else { panic!("{plan:?}") };
    let read = file.read();
    assert!(matches!(read, Err(ReadError::Corrupt { .. })), "{read:?}");
}
