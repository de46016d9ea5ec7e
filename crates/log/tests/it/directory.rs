//! A log directory on the machine's disk: append, read, write back, stop and start.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use crate::support::{
    TOPIC_ID, append, batch, compressed, config, format, open, partition, run_rounds, settle,
};
use moldau_disk::{Disk, ManualClock, RealDisk, SimDisk, SimFault};
use moldau_ids::{LeaderEpoch, Offset, Timestamp, Uuid};
use moldau_log::format::names::{LOG_SUFFIX, parse_segment_file};
use moldau_log::{
    AppendError, Durability, Failure, LogConfig, OpenError, Opened, PartitionLog, ReadError, ReadSlice,
    StartMode, StepOutcome, prepare, producers::AppendOrigin, tools,
};
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

/// What `DeleteRecords` answers must not come back, so nobody may be told before the note is on the disk.
#[test]
fn a_new_log_start_is_told_once_the_journal_has_it() {
    let clock = Arc::new(ManualClock::default());
    let sim = SimDisk::new(5, clock.clone());
    let shared: Arc<dyn Disk> = Arc::new(sim.clone());
    let path = Path::new("/logs");
    format(&*shared, path);
    sim.sync_dir(Path::new("/")).expect("synced");
    let mut opened = open(&shared, &clock, path, 1);
    let log = opened.directory.create(&partition(0), TOPIC_ID, config()).expect("made");
    log.become_leader(LeaderEpoch(3)).expect("leads");
    fill(&log, 20, 0);
    run_rounds(&mut opened);
    log.set_high_watermark(offset(20));

    let told = Arc::new(Mutex::new(Vec::new()));
    let wait = |what: &'static str, to: i64| {
        let deleted = log.delete_records(offset(to)).expect("deleted");
        assert_eq!(deleted.log_start, offset(to.max(7)));
        let told = Arc::clone(&told);
        log.when_durable(deleted.round, move |outcome| {
            told.lock().expect("not poisoned").push((what, outcome.is_ok()));
        });
    };
    let heard = || std::mem::take(&mut *told.lock().expect("not poisoned"));
    wait("first", 7);
    wait("the same again", 7);
    wait("less", 5);
    assert_eq!(heard(), [], "the note is only in memory");
    run_rounds(&mut opened);
    assert_eq!(heard(), [("first", true), ("the same again", true), ("less", true)]);
    wait("known to be durable", 7);
    assert_eq!(heard(), [("known to be durable", true)]);
    wait("cut off", 9);
    log.fail(Failure::Panicked);
    assert_eq!(heard(), [("cut off", false)]);

    drop((log, opened));
    sim.lose_power();
    let opened = open(&shared, &clock, path, 2);
    let log = opened.directory.load(&partition(0), config()).expect("loaded");
    assert_eq!(log.log_start_offset(), offset(7));
}

/// `flush.ms` of a relaxed log also where nobody appends any more.
#[test]
fn what_waited_for_flush_ms_is_synced_in_an_idle_log() {
    let clock = Arc::new(ManualClock::default());
    let shared: Arc<dyn Disk> = Arc::new(SimDisk::new(6, clock.clone()));
    let path = Path::new("/logs");
    format(&*shared, path);
    let mut opened = open(&shared, &clock, path, 1);
    let relaxed =
        LogConfig { durability: Durability::Relaxed, flush_ms: 1_000, ..LogConfig::clone(&config()) };
    let log = opened.directory.create(&partition(0), TOPIC_ID, Arc::new(relaxed)).expect("made");
    log.become_leader(LeaderEpoch(3)).expect("leads");
    let begun = 1_767_225_600_000;
    fill(&log, 1, 0);
    run_rounds(&mut opened);
    let first = log.ends();
    fill(&log, 5, 1);
    run_rounds(&mut opened);
    let ends = log.ends();
    assert_eq!((ends.written_end, ends.durable_end), (offset(6), first.durable_end));

    opened.directory.sync_what_is_due(Timestamp(begun + 999));
    run_rounds(&mut opened);
    assert_eq!(log.ends().durable_end, first.durable_end, "not yet");
    opened.directory.sync_what_is_due(Timestamp(begun + 1_000));
    run_rounds(&mut opened);
    assert_eq!(log.ends().durable_end, offset(6));
}

/// Without room for another journal file, appends are refused at once: one that is taken could only time out.
#[test]
fn appends_are_refused_while_the_journal_has_no_room() {
    let clock = Arc::new(ManualClock::default());
    let sim = SimDisk::new(8, clock.clone());
    let shared: Arc<dyn Disk> = Arc::new(sim.clone());
    let path = Path::new("/logs");
    format(&*shared, path);
    let mut opened = open(&shared, &clock, path, 1);
    let log = opened.directory.create(&partition(0), TOPIC_ID, config()).expect("made");
    log.become_leader(LeaderEpoch(3)).expect("leads");
    sim.set_capacity(64 << 10);
    let value = vec![b'x'; 8 << 10];
    let try_append = |log: &Arc<PartitionLog>| {
        let (now, config) = (Timestamp(1_767_225_600_000), log.config());
        let batch = batch(&[&value], 1_000);
        let prepared = prepare(&batch, &config, AppendOrigin::Client, now).expect("a good batch");
        log.append_as_leader(&prepared, LeaderEpoch(3), now)
    };
    let refused = (0..100).find_map(|_| {
        let refused = try_append(&log).err();
        opened.journal.run_round().expect("no failure");
        refused
    });
    assert!(matches!(refused, Some(AppendError::NoRoom)), "{refused:?}");
    sim.set_capacity(64 << 20);
    run_rounds(&mut opened);
    assert!(try_append(&log).is_ok());
    run_rounds(&mut opened);
    assert_eq!(log.ends().durable_end, log.ends().log_end);
}

/// A write-back whose disk does not answer is seen by its age, whatever the journal does.
#[test]
fn a_hung_write_back_grows_old() {
    let clock = Arc::new(ManualClock::default());
    let sim = SimDisk::new(7, clock.clone());
    let shared: Arc<dyn Disk> = Arc::new(sim.clone());
    let path = Path::new("/logs");
    format(&*shared, path);
    let mut opened = open(&shared, &clock, path, 1);
    let log = opened.directory.create(&partition(0), TOPIC_ID, config()).expect("made");
    log.become_leader(LeaderEpoch(3)).expect("leads");
    fill(&log, 50, 0);
    run_rounds(&mut opened);
    assert_eq!(opened.directory.write_back_age(), None);
    sim.plan(sim.io_count() + 1, SimFault::Hang);
    let mut hangs = || (0..100).any(|_| opened.write_back.step().expect("no failure") == StepOutcome::Hung);
    assert!(hangs(), "write-back comes to the disk");
    // By then a commit is due, whose beginning is no work for the disk.
    clock.advance(2_000);
    assert!(hangs());
    clock.advance(7_000);
    assert!(hangs());
    assert_eq!(opened.directory.write_back_age(), Some(Duration::from_secs(7)));
    assert_eq!(opened.directory.oldest_round_age(), None, "the journal waits for nothing");
}

/// The index files of all segments, by name.
fn indexes(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(path).expect("listed").map(|entry| entry.expect("an entry").path());
    let is_index =
        |file: &std::path::PathBuf| file.extension().is_some_and(|ext| ext == "index" || ext == "timeindex");
    let read = |file: std::path::PathBuf| {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read(&file).expect("read"))
    };
    entries.filter(is_index).map(read).collect()
}

#[test]
fn damaged_indexes_of_old_segments_are_made_again() {
    let temp = tempfile::tempdir().expect("a directory");
    let path = temp.path().join("logs");
    format(&RealDisk, &path);
    let (mut opened, _clock) = start(&path, 1);
    let log = opened.directory.create(&partition(0), TOPIC_ID, config()).expect("made");
    log.become_leader(LeaderEpoch(3)).expect("leads");
    let expected = fill(&log, 800, 0);
    run_rounds(&mut opened);
    settle(&mut opened);
    opened.directory.close(&mut opened.journal, &mut opened.write_back, 7).expect("stopped");
    drop((log, opened));
    let inside = path.join("topic-0");
    let good = indexes(&inside);
    let names = |suffix: &str| good.keys().filter(|name| name.ends_with(suffix)).cloned().collect::<Vec<_>>();
    let (offsets, times) = (names(".index"), names(".timeindex"));
    assert!(4 < offsets.len() && 16 < good[&offsets[3]].len(), "{good:?}");

    // One is gone, one is cut within an entry: seen when the log is loaded.
    std::fs::remove_file(inside.join(&offsets[0])).expect("removed");
    let cut = &good[&times[1]];
    std::fs::write(inside.join(&times[1]), &cut[..cut.len() - 5]).expect("cut");
    // Two are nonsense of the right length: seen by who looks something up.
    let nonsense = |name: &String| vec![0x11; good[name].len()];
    std::fs::write(inside.join(&offsets[2]), nonsense(&offsets[2])).expect("written");
    let mut wrong = good[&offsets[3]].clone();
    wrong.iter_mut().skip(7).step_by(8).for_each(|byte| *byte ^= 3);
    std::fs::write(inside.join(&offsets[3]), wrong).expect("written");
    std::fs::write(inside.join(&times[2]), nonsense(&times[2])).expect("written");

    let (mut opened, _clock) = start(&path, 2);
    let log = opened.directory.load(&partition(0), config()).expect("loaded");
    settle(&mut opened);
    let after = indexes(&inside);
    for name in [&offsets[0], &times[1]] {
        assert!(after[name] == good[name], "{name}");
    }
    for from in (0..800).rev().step_by(3) {
        let plan = log.read(offset(from), 1, true, Offset::MAX).expect("readable");
        assert_eq!(plan.slices.len(), 1, "offset {from}");
        let found = log.offset_for_timestamp(Timestamp(1_000 + from)).expect("readable").expect("found");
        assert_eq!(found.offset, offset(from));
    }
    assert_eq!(values(&log, 0), expected);
    log.apply_retention(Timestamp(2_000)).expect("retention");
    settle(&mut opened);
    for (name, bytes) in indexes(&inside) {
        assert!(bytes == good[&name], "{name}");
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

/// A formatted directory on a simulated disk.
fn simulated(seed: u64) -> (SimDisk, Arc<dyn Disk>, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::default());
    let sim = SimDisk::new(seed, Arc::clone(&clock) as _);
    let disk: Arc<dyn Disk> = Arc::new(sim.clone());
    format(&*disk, Path::new("/logs"));
    disk.sync_dir(Path::new("/")).expect("synced");
    (sim, disk, clock)
}

#[test]
fn a_partition_whose_making_was_cut_short_by_a_kill_survives_a_later_loss_of_power() {
    let path = Path::new("/logs");
    for (seed, at) in (0..16).flat_map(|seed| (1..24).map(move |at| (seed, at))) {
        let (sim, disk, clock) = simulated(seed);
        let opened = open(&disk, &clock, path, 1);
        sim.plan(sim.io_count() + at, SimFault::Crash);
        drop(opened.directory.create(&partition(0), TOPIC_ID, config()));
        drop(opened);
        sim.kill();

        let mut opened = open(&disk, &clock, path, 2);
        let log = opened.directory.create(&partition(0), TOPIC_ID, config()).expect("made");
        log.become_leader(LeaderEpoch(3)).expect("leads");
        append(&log, &batch(&[b"kept"], 1), 3);
        run_rounds(&mut opened);
        assert_eq!(log.ends().durable_end, offset(1));
        drop((log, opened));
        sim.lose_power();

        let opened = open(&disk, &clock, path, 3);
        let log = opened.directory.load(&partition(0), config());
        let log = log.unwrap_or_else(|error| panic!("seed {seed}, I/O {at}: {error}"));
        assert_eq!(values(&log, 0), [(0, b"kept".to_vec())], "seed {seed}, I/O {at}");
    }
}

#[test]
fn a_partition_made_again_under_its_name_has_nothing_of_the_one_before() {
    let path = Path::new("/logs");
    let (other, unique) = (Uuid(0x99), Uuid(0x55));
    for seed in 0..16 {
        let (sim, disk, clock) = simulated(seed);
        let mut opened = open(&disk, &clock, path, 1);
        {
            let log = opened.directory.create(&partition(0), TOPIC_ID, config()).expect("made");
            log.become_leader(LeaderEpoch(3)).expect("leads");
            fill(&log, 100, 0);
        }
        run_rounds(&mut opened);
        opened.write_back.flush().expect("flushed");
        opened.directory.delete(&partition(0), other, unique).expect("not that one");
        assert!(opened.directory.contains(&partition(0)));
        opened.directory.delete(&partition(0), TOPIC_ID, unique).expect("deleted");
        if seed % 2 == 0 {
            // Before the checkpoints were written again.
            drop(opened);
            sim.lose_power();
            opened = open(&disk, &clock, path, 3);
            assert!(opened.directory.finish_recovery().expect("recovered"), "seed {seed}");
        }
        let log = opened.directory.create(&partition(0), other, config()).expect("made again");
        log.become_leader(LeaderEpoch(0)).expect("leads");
        append(&log, &batch(&[b"new"], 1), 0);
        run_rounds(&mut opened);
        drop((log, opened));
        sim.lose_power();

        let opened = open(&disk, &clock, path, 2);
        let log = opened.directory.create(&partition(0), other, config()).expect("there");
        assert_eq!(values(&log, 0), [(0, b"new".to_vec())], "seed {seed}");
        assert!(opened.directory.finish_recovery().expect("recovered"), "seed {seed}");
    }
}

#[test]
fn a_stop_that_is_cut_short_anywhere_leaves_a_directory_that_opens() {
    let path = Path::new("/logs");
    for (seed, at) in (0..2).flat_map(|seed| (1..90).map(move |at| (seed, at))) {
        let (sim, disk, clock) = simulated(seed);
        let mut opened = open(&disk, &clock, path, 1);
        let log = opened.directory.create(&partition(0), TOPIC_ID, config()).expect("made");
        log.become_leader(LeaderEpoch(3)).expect("leads");
        let mut expected = Vec::new();
        for round in 0..4 {
            // More than one file of the journal.
            expected.extend(fill(&log, 200, round * 200));
            run_rounds(&mut opened);
        }
        sim.plan(sim.io_count() + at, SimFault::Crash);
        let closed = opened.directory.close(&mut opened.journal, &mut opened.write_back, 7);
        drop((log, opened));
        sim.lose_power();

        let opened = open(&disk, &clock, path, 2);
        let log = opened.directory.load(&partition(0), config()).expect("there");
        assert_eq!(values(&log, 0), expected, "seed {seed}, I/O {at}, closed {closed:?}");
    }
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
