//! Compaction against a model: random keyed workloads with tombstones, idempotent producers and transactions, cleaned
//! again and again while time passes, with the power failing at any I/O.
//!
//! Whatever happens: a `read_committed` reader ends with the newest value of each key; what is left is what was
//! written, at its offset; a reader that begins anywhere sees what a reader of the whole log sees from there on; and
//! the producers are known as if nothing had been cleaned.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use bytes::Bytes;
use moldau_disk::{Clock, Disk, ManualClock, RoundOutcome, SimDisk, SimFault};
use moldau_ids::{LeaderEpoch, Offset, Timestamp};
use moldau_log::{
    CleanerConfig, CleanerDriver, CleanerStep, Failure, FileRead, LogCleaner, LogConfig, LogDirectory,
    LogProgress, Opened, PartitionLog, ReadSlice, StepOutcome,
    format::names,
    prepare,
    producers::{AppendOrigin, EndMarker, ProducerBatch, ProducerStates},
    tools::verify_partition,
};
use moldau_wire::record_batch::{
    BatchBuilder, BatchHeader, BatchOptions, Compression, RecordBatch, batches,
    control::{ControlType, EndTransactionMarker},
    patch,
};

use crate::support::{TOPIC_ID, append, format, options, partition, run_rounds, settle};

const ROOT: &str = "/logs";
const NOW: Timestamp = Timestamp(1_767_225_600_000);
const KEYS: u64 = 7;
/// 0 writes without an id, 1 and 2 are idempotent, 3 and 4 write in transactions.
const PRODUCERS: i64 = 5;

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn small(&mut self, bound: u64) -> i64 {
        i64::try_from(self.below(bound)).expect("small")
    }
}

#[derive(Debug, Default)]
struct Reported(AtomicI64);

impl LogProgress for Reported {
    fn written(&self, _end: Offset) {}
    fn durable(&self, end: Offset) {
        self.0.fetch_max(end.get(), Ordering::SeqCst);
    }
    fn failed(&self, _failure: &Failure) {}
}

type Key = Vec<u8>;
/// The newest value of each key and its offset.
type Newest = BTreeMap<Key, (i64, Vec<u8>)>;
type Records = Vec<(i64, Option<Key>, Option<Vec<u8>>)>;

fn records(batch: &RecordBatch) -> Records {
    let records = batch.records(1 << 20).expect("readable");
    let owned = |bytes: Option<&[u8]>| bytes.map(<[u8]>::to_vec);
    records
        .iter()
        .map(|record| record.expect("a record"))
        .map(|record| (record.offset, owned(record.key), owned(record.value)))
        .collect()
}

fn marker(batch: &RecordBatch) -> Option<bool> {
    let found = records(batch);
    let (_, key, _) = found.first().filter(|_| batch.header().attributes.is_control())?;
    Some(ControlType::from_key(key.as_deref()?).expect("a type") == ControlType::Commit)
}

/// What was written, batch by batch.
#[derive(Debug, Default)]
struct Model {
    batches: Vec<RecordBatch>,
    durable: i64,
    producers: ProducerStates,
    /// What a truncation has taken back that is not durable yet.
    taken_back: Vec<RecordBatch>,
}

impl Model {
    fn end(&self) -> i64 {
        self.batches.last().map_or(0, |batch| batch.header().next_offset())
    }

    fn has_open_transaction(&self, producer: i64) -> bool {
        self.producers.get(producer).is_some_and(|entry| entry.current_txn_first_offset().is_some())
    }

    fn push(&mut self, batch: RecordBatch) {
        let header = *batch.header();
        let found = ProducerBatch {
            producer_id: header.producer_id,
            producer_epoch: header.producer_epoch,
            base_sequence: header.base_sequence,
            last_sequence: header.last_sequence(),
            is_transactional: header.attributes.is_transactional(),
            marker: marker(&batch).map(|commit| EndMarker { commit, coordinator_epoch: 4 }),
            max_timestamp: header.max_timestamp,
        };
        self.producers.apply(&found, header.base_offset, header.last_offset());
        self.batches.push(batch);
    }

    /// Forgets what lies at or beyond `end`.
    fn cut(&mut self, end: i64) {
        if end < self.end() {
            self.producers = ProducerStates::default();
            for batch in std::mem::take(&mut self.batches) {
                if batch.header().base_offset < end {
                    self.push(batch);
                }
            }
        }
    }

    /// The newest value of each key below `limit`, by what was committed.
    fn newest(&self, limit: i64) -> Newest {
        let mut map = BTreeMap::new();
        let mut aborted = BTreeSet::new();
        let mut ended: BTreeMap<i64, bool> = BTreeMap::new();
        for batch in self.batches.iter().rev() {
            let header = batch.header();
            if let Some(commit) = marker(batch) {
                ended.insert(header.producer_id, commit);
            } else if header.attributes.is_transactional() && ended.get(&header.producer_id) == Some(&false) {
                aborted.insert(header.base_offset);
            }
        }
        for batch in self.batches.iter().filter(|batch| !batch.header().attributes.is_control()) {
            let header = batch.header();
            if limit <= header.base_offset || aborted.contains(&header.base_offset) {
                continue;
            }
            for (offset, key, value) in records(batch) {
                let key = key.expect("keyed");
                match value {
                    Some(value) => map.insert(key, (offset, value)),
                    None => map.remove(&key),
                };
            }
        }
        map
    }

    fn next_sequence(&self, producer: i64) -> i32 {
        self.producers.get(producer).map_or(0, |entry| entry.last_sequence() + 1)
    }

    /// The batch as it was written that `left` is of.
    fn original(&self, left: &BatchHeader) -> &RecordBatch {
        let found = self.batches.binary_search_by_key(&left.base_offset, |batch| batch.header().base_offset);
        self.batches.get(found.expect("a batch keeps its base offset")).expect("found")
    }
}

struct World {
    disk: SimDisk,
    clock: Arc<ManualClock>,
    random: Random,
    model: Model,
    lives: i32,
    /// The power fails, and what is not replicated is taken back.
    is_rough: bool,
    cleanings: u64,
    interrupted: u64,
    bytes: (u64, u64),
}

struct Life {
    opened: Opened,
    log: Arc<PartitionLog>,
    reported: Arc<Reported>,
    cleaner: Arc<LogCleaner>,
    driver: CleanerDriver,
    held: Vec<FileRead>,
}

#[derive(Debug)]
struct Crashed;

fn crashed<E: std::fmt::Debug>(disk: &SimDisk, error: &E) -> Crashed {
    assert!(disk.is_crashed(), "failed without a crash: {error:?}");
    Crashed
}

impl World {
    fn new(seed: u64) -> Self {
        let clock = Arc::new(ManualClock::default());
        let disk = SimDisk::new(seed, Arc::clone(&clock) as Arc<dyn Clock>);
        disk.create_dir_all(Path::new(ROOT)).expect("made");
        disk.sync_dir(Path::new("/")).expect("synced");
        format(&disk, Path::new(ROOT));
        Self {
            disk,
            clock,
            random: Random(seed),
            model: Model::default(),
            lives: 0,
            is_rough: !seed.is_multiple_of(5),
            cleanings: 0,
            interrupted: 0,
            bytes: (0, 0),
        }
    }

    fn dir() -> PathBuf {
        Path::new(ROOT).join("topic-0")
    }

    fn config(&mut self) -> LogConfig {
        LogConfig {
            segment_bytes: 900 + u32::try_from(self.random.below(600)).expect("small"),
            index_interval_bytes: 150,
            segment_index_bytes: 400,
            retention_ms: -1,
            cleanup_delete: false,
            cleanup_compact: true,
            min_cleanable_dirty_ratio: 0.1,
            delete_retention_ms: 200,
            file_delete_delay_ms: self.random.small(2) * 50,
            timestamp_after_max_ms: i64::MAX,
            ..LogConfig::default()
        }
    }

    fn start(&mut self) -> Result<Life, Crashed> {
        self.lives += 1;
        let left = self.disk.list(&Self::dir()).unwrap_or_default();
        self.interrupted += u64::from(left.iter().any(|entry| entry.name.ends_with(names::SWAP_SUFFIX)));
        let mut options = options(u64::try_from(self.lives).expect("positive"));
        options.config.commit_bytes = 1_500;
        options.config.step_bytes = 700;
        options.config.commit_after_ms = 50;
        options.config.snapshot_bytes = 2_000;
        options.config.drain_after_ms = 3;
        options.journal.file_bytes = 32 << 10;
        options.journal.first_file_bytes = 16 << 10;
        options.journal.chunk_bytes = 8 << 10;
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let clock: Arc<dyn Clock> = self.clock.clone();
        let failed = |error| crashed(&self.disk, &error);
        let opened = LogDirectory::open(disk, clock, ROOT, options).map_err(failed)?;
        let config = Arc::new(self.config());
        let failed = |error| crashed(&self.disk, &error);
        let log = opened.directory.create(&partition(0), TOPIC_ID, config).map_err(failed)?;
        let reported = Arc::new(Reported::default());
        let progress: Arc<dyn LogProgress> = reported.clone();
        log.set_progress(Some(&progress));
        assert!(opened.directory.finish_recovery().map_err(failed)?);
        let config = CleanerConfig {
            dedupe_buffer_bytes: 24 * (12 + self.random.below(60)),
            io_buffer_bytes: 1_024 + self.random.below(8_000),
            backoff_ms: 5,
            ..CleanerConfig::default()
        };
        let cleaner = LogCleaner::new(vec![Arc::clone(&opened.directory)], config);
        let driver = cleaner.driver();
        log.set_high_watermark(log.log_end_offset());
        let life = Life { opened, log, reported, cleaner, driver, held: Vec::new() };
        self.check(&life)?;
        life.log.become_leader(LeaderEpoch(self.lives)).expect("leads");
        Ok(life)
    }

    /// All batches from an offset on.
    fn read(&self, log: &PartitionLog, from: i64) -> Result<Vec<RecordBatch>, Crashed> {
        let end = log.log_end_offset().get();
        let mut found: Vec<RecordBatch> = Vec::new();
        let mut at = from;
        while at < end {
            let plan = log.read(Offset::new(at).expect("positive"), 700, true, Offset::MAX);
            let plan = plan.map_err(|error| crashed(&self.disk, &error))?;
            let before = at;
            for slice in plan.slices {
                let bytes = match slice {
                    ReadSlice::Memory(bytes) => bytes,
                    ReadSlice::File(file) => file.read().map_err(|error| crashed(&self.disk, &error))?,
                };
                for batch in batches(&bytes) {
                    let batch = batch.expect("whole");
                    batch.verify_crc().expect("right");
                    assert!(at <= batch.header().last_offset(), "offsets rise");
                    at = batch.header().next_offset();
                    found.push(batch);
                }
            }
            assert!(before < at, "a read at {before} returns nothing; the log ends at {end}: {log:#?}");
        }
        Ok(found)
    }

    /// The newest value of each key as a `read_committed` reader finds it.
    fn newest(&self, log: &PartitionLog, all: &[RecordBatch]) -> Result<Newest, Crashed> {
        let limit = log.ends().last_stable_offset;
        let aborted = log.aborted_transactions(Offset::ZERO, limit);
        let mut aborted = aborted.map_err(|error| crashed(&self.disk, &error))?;
        aborted.sort_by_key(|entry| entry.first_offset);
        let mut aborted = aborted.into_iter().peekable();
        let mut active = BTreeSet::new();
        let mut map = BTreeMap::new();
        for batch in all.iter().take_while(|batch| batch.header().base_offset < limit.get()) {
            let header = batch.header();
            while let Some(entry) = aborted.next_if(|entry| entry.first_offset <= header.last_offset()) {
                active.insert(entry.producer_id);
            }
            if header.attributes.is_control() {
                if marker(batch) == Some(false) {
                    active.remove(&header.producer_id);
                }
                continue;
            }
            if header.attributes.is_transactional() && active.contains(&header.producer_id) {
                continue;
            }
            for (offset, key, value) in records(batch) {
                match value {
                    Some(value) => map.insert(key.expect("keyed"), (offset, value)),
                    None => map.remove(&key.expect("keyed")),
                };
            }
        }
        Ok(map)
    }

    /// Everything that must hold at any time.
    fn check(&mut self, life: &Life) -> Result<(), Crashed> {
        let log = &life.log;
        log.check_invariants();
        let ends = log.ends();
        let end = ends.log_end.get();
        assert!(self.model.durable <= end, "durable to {} and found {end}", self.model.durable);
        if self.model.end() < end {
            // The truncation was lost.
            for batch in std::mem::take(&mut self.model.taken_back) {
                self.model.push(batch);
            }
        }
        self.model.taken_back.clear();
        self.model.cut(end);
        assert_eq!(self.model.end(), end, "the log ends where a batch does");
        assert_eq!(ends.log_start.get(), 0);

        let all = self.read(log, 0)?;
        for batch in &all {
            let (left, header) = (records(batch), batch.header());
            let original = self.model.original(header);
            let before = original.header();
            assert_eq!(
                (header.last_offset(), header.producer_id, header.producer_epoch, header.base_sequence),
                (before.last_offset(), before.producer_id, before.producer_epoch, before.base_sequence)
            );
            let written = records(original);
            assert!(left.iter().all(|record| written.contains(record)), "{left:?} of {written:?}");
        }
        let (found, expected) = (self.newest(log, &all)?, self.model.newest(ends.last_stable_offset.get()));
        let different: Vec<_> = expected
            .iter()
            .filter(|(key, newest)| found.get(*key) != Some(newest))
            .map(|(key, (offset, _))| (key, offset, found.get(key).map(|(offset, _)| *offset)))
            .collect();
        assert!(found == expected, "{different:?} in {ends:?}, {} for {}", found.len(), expected.len());
        assert_eq!(log.producer_snapshot(), self.model.producers.to_snapshot());

        let from = self.random.small(u64::try_from(end + 1).expect("positive"));
        let part = self.read(log, from)?;
        let expected: Vec<_> = all.iter().filter(|batch| from <= batch.header().last_offset()).collect();
        assert!(part.iter().eq(expected), "reading from {from}");
        Ok(())
    }

    fn append(&mut self, life: &Life) -> Result<(), Crashed> {
        let producer = self.random.small(PRODUCERS.unsigned_abs());
        let mut options = BatchOptions::default();
        if 0 < producer {
            options.producer_id = producer;
            options.producer_epoch = 2;
            options.base_sequence = self.model.next_sequence(producer);
            options.transactional = 3 <= producer;
        }
        if self.random.below(4) == 0 {
            options.compression = Compression::Lz4;
        }
        let is_open = self.model.has_open_transaction(producer);
        if is_open && self.random.below(2) == 0 {
            let commit = self.random.below(2) == 0;
            return self.end_transaction(life, &options, commit);
        }
        let mut builder = BatchBuilder::new(options);
        for _ in 0..=self.random.below(3) {
            let key = [b'k', b'0' + u8::try_from(self.random.below(KEYS)).expect("small")];
            let value = format!("{}", self.random.next())
                .repeat(1 + usize::try_from(self.random.below(4)).expect("small"));
            let value = (self.random.below(4) != 0).then_some(value);
            let time = NOW.get() + self.random.small(1_000);
            builder.append(time, Some(&key), value.as_deref().map(str::as_bytes), &[("h", Some(b"v"))]);
        }
        self.put(life, &builder.finish().expect("built"), AppendOrigin::Client)
    }

    fn end_transaction(&mut self, life: &Life, options: &BatchOptions, commit: bool) -> Result<(), Crashed> {
        let options = BatchOptions {
            base_sequence: -1,
            control: true,
            compression: Compression::None,
            ..options.clone()
        };
        let mut builder = BatchBuilder::new(options);
        let kind = if commit { ControlType::Commit } else { ControlType::Abort };
        let value = EndTransactionMarker { coordinator_epoch: 4 };
        builder.append(NOW.get(), Some(&kind.to_key()), Some(&value.to_value()), &[]);
        self.put(life, &builder.finish().expect("built"), AppendOrigin::Coordinator)
    }

    fn put(&mut self, life: &Life, bytes: &Bytes, origin: AppendOrigin) -> Result<(), Crashed> {
        let batch = prepare(bytes, &life.log.config(), origin, NOW).expect("good");
        let appended = life.log.append_as_leader(&batch, LeaderEpoch(self.lives), NOW);
        let appended = appended.map_err(|error| crashed(&self.disk, &error))?;
        assert!(!appended.duplicate);
        let mut stored = bytes.to_vec();
        patch::set_base_offset(&mut stored, appended.base_offset.get());
        patch::set_partition_leader_epoch(&mut stored, self.lives);
        self.model.push(RecordBatch::parse(&stored.into()).expect("a batch"));
        Ok(())
    }

    fn round(&mut self, life: &mut Life) -> Result<(), Crashed> {
        let outcome = life.opened.journal.run_round().map_err(|error| crashed(&self.disk, &error))?;
        assert!(!matches!(outcome, RoundOutcome::NoRoom | RoundOutcome::Hung));
        self.model.durable = self.model.durable.max(life.reported.0.load(Ordering::SeqCst));
        self.model.taken_back.clear();
        let ends = life.log.ends();
        let (low, high) = (ends.high_watermark.get(), ends.durable_end.get());
        let moved = if self.random.below(6) == 0 {
            low + self.random.small(u64::try_from(high - low + 1).expect("positive"))
        } else {
            high
        };
        life.log.set_high_watermark(Offset::new(moved).expect("positive"));
        Ok(())
    }

    /// Takes back what lies above the high watermark, as a follower may have to.
    fn truncate(&mut self, life: &mut Life) -> Result<(), Crashed> {
        // Who reads what is taken back meets the end of a file.
        life.held.clear();
        let ends = life.log.ends();
        let to = ends.high_watermark.get().max(ends.log_end.get() - self.random.small(12));
        let before = std::mem::take(&mut self.model.taken_back);
        let end = life.log.truncate_to(Offset::new(to).expect("positive"));
        let end = end.map_err(|error| crashed(&self.disk, &error))?.get();
        let at = self.model.batches.partition_point(|batch| batch.header().base_offset < end);
        let taken: Vec<_> = self.model.batches.iter().skip(at).chain(&before).cloned().collect();
        self.model.cut(end);
        assert_eq!(self.model.end(), end);
        self.model.durable = self.model.durable.min(end);
        life.reported.0.fetch_min(end, Ordering::SeqCst);
        self.model.taken_back = taken;
        self.round(life)
    }

    fn clean(&mut self, life: &mut Life) -> Result<(), Crashed> {
        let before = life.cleaner.report();
        let step = life.driver.step();
        if self.disk.is_crashed() {
            return Err(Crashed);
        }
        assert!(matches!(step, CleanerStep::Worked | CleanerStep::Wait(_)));
        let report = life.cleaner.report();
        assert!(report.uncleanable.is_empty(), "{report:?}");
        if before.cleanings < report.cleanings {
            self.cleanings += 1;
            self.bytes.0 += report.bytes_read - before.bytes_read;
            self.bytes.1 += report.bytes_written - before.bytes_written;
            self.check(life)?;
        }
        Ok(())
    }

    /// A reader that has planned its read reads on, whatever became of the segment.
    fn hold(&mut self, life: &mut Life) -> Result<(), Crashed> {
        let ends = life.log.ends();
        let from = self.random.small(u64::try_from(ends.log_end.get() + 1).expect("positive"));
        let plan = life.log.read(Offset::new(from).expect("positive"), 700, true, Offset::MAX);
        let plan = plan.map_err(|error| crashed(&self.disk, &error))?;
        life.held.extend(plan.slices.into_iter().filter_map(|slice| match slice {
            ReadSlice::File(file) => Some(file),
            ReadSlice::Memory(_) => None,
        }));
        if 3 < life.held.len() {
            let bytes = life.held.remove(0).read().map_err(|error| crashed(&self.disk, &error))?;
            assert!(!bytes.is_empty(), "the files are still there");
            for batch in batches(&bytes) {
                let batch = batch.expect("whole");
                batch.verify_crc().expect("right");
                let written = records(self.model.original(batch.header()));
                assert!(records(&batch).iter().all(|record| written.contains(record)));
            }
        }
        Ok(())
    }

    fn work(&mut self, life: &mut Life) -> Result<(), Crashed> {
        for _ in 0..350 {
            match self.random.below(40) {
                0..=8 => self.append(life)?,
                9..=12 => self.round(life)?,
                13..=21 => match life.opened.write_back.step() {
                    Ok(StepOutcome::Worked | StepOutcome::Idle { .. }) => {}
                    Ok(other) => panic!("{other:?}"),
                    Err(failure) => return Err(crashed(&self.disk, &failure)),
                },
                22..=34 => self.clean(life)?,
                35 => {
                    life.log.roll().map_err(|failure| crashed(&self.disk, &failure))?;
                }
                36 => self.hold(life)?,
                37 if self.is_rough && self.random.below(4) == 0 => self.truncate(life)?,
                _ => self.clock.advance(self.random.below(60)),
            }
            life.log.check_invariants();
        }
        self.check(life)
    }

    /// A stop in order, after which the files are as they must be.
    fn stop(&mut self, mut life: Life) -> Result<(), Crashed> {
        drop(life.driver);
        let opened = &mut life.opened;
        let closed = opened.directory.close(&mut opened.journal, &mut opened.write_back, -1);
        closed.map_err(|error| crashed(&self.disk, &error))?;
        self.model.durable = self.model.end();
        let reports =
            verify_partition(&self.disk, &Self::dir(), true).map_err(|error| crashed(&self.disk, &error))?;
        for (name, mut report) in reports {
            // What a crash or a truncation leaves in an index, look-ups find and have made again.
            report.problems.retain(|problem| !self.is_rough || problem.file.ends_with(names::LOG_SUFFIX));
            assert!(report.problems.is_empty(), "{name}: {:?}", report.problems);
        }
        for entry in self.disk.list(&Self::dir()).map_err(|error| crashed(&self.disk, &error))? {
            let leftover = [names::CLEANED_SUFFIX, names::SWAP_SUFFIX, names::DELETED_SUFFIX];
            assert!(!leftover.iter().any(|suffix| entry.name.ends_with(suffix)), "{}", entry.name);
        }
        Ok(())
    }

    fn live(&mut self, in_order: bool) -> Result<(), Crashed> {
        let mut life = self.start()?;
        self.work(&mut life)?;
        if in_order { self.stop(life) } else { Ok(()) }
    }
}

/// Lives of one seed. Returns how many cleanings there were, and how many swaps were interrupted.
fn run_seed(seed: u64) -> (u64, u64, (u64, u64)) {
    let mut world = World::new(seed);
    for _ in 0..6 {
        let crash_after = 1 + world.random.below(600);
        let end = if world.is_rough { world.random.below(5) } else { 0 };
        if end != 0 {
            world.disk.plan(world.disk.io_count() + crash_after, SimFault::Crash);
        }
        let in_order = end <= 1;
        let result = world.live(in_order);
        world.disk.clear_plan();
        if !(result.is_ok() && in_order) {
            if world.random.below(4) == 0 {
                world.disk.kill();
            } else {
                world.disk.lose_power();
            }
        }
    }
    let life = world.start().expect("no fault is planned");
    world.stop(life).expect("no fault is planned");
    (world.cleanings, world.interrupted, world.bytes)
}

#[test]
fn what_counts_stays_through_cleanings_and_crashes() {
    let seeds: u64 = std::env::var("MOLDAU_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(25);
    let first: u64 = std::env::var("MOLDAU_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let (mut cleanings, mut interrupted, mut bytes) = (0, 0, (0, 0));
    for seed in first..first + seeds {
        match std::panic::catch_unwind(|| run_seed(seed)) {
            Ok((cleaned, swaps, (read, written))) => {
                cleanings += cleaned;
                interrupted += swaps;
                bytes = (bytes.0 + read, bytes.1 + written);
            }
            Err(panic) => {
                println!(
                    "seed {seed} fails: MOLDAU_SEED={seed} MOLDAU_SEEDS=1 cargo test -p moldau-log --test it cleaning"
                );
                std::panic::resume_unwind(panic);
            }
        }
    }
    println!("{cleanings} cleanings, {interrupted} interrupted swaps, {bytes:?} bytes read and written");
    if 25 <= seeds {
        assert!(0 < cleanings && 0 < interrupted && bytes.1 < bytes.0);
    }
}

/// Nothing but the cleaner asks for an anchor here: the log is small, and nobody appends any more.
#[test]
fn a_log_that_nobody_writes_to_is_cleaned() {
    let clock = Arc::new(ManualClock::default());
    let disk: Arc<dyn Disk> = Arc::new(SimDisk::new(7, Arc::clone(&clock) as _));
    format(&*disk, Path::new(ROOT));
    let mut options = options(1);
    options.config.snapshot_bytes = u64::MAX;
    let mut opened =
        LogDirectory::open(disk, Arc::clone(&clock) as Arc<dyn Clock>, ROOT, options).expect("opened");
    let config = LogConfig {
        segment_bytes: 1_000,
        cleanup_delete: false,
        cleanup_compact: true,
        timestamp_after_max_ms: i64::MAX,
        ..LogConfig::default()
    };
    let log = opened.directory.create(&partition(0), TOPIC_ID, Arc::new(config)).expect("made");
    assert!(opened.directory.finish_recovery().expect("recovered"));
    log.become_leader(LeaderEpoch(0)).expect("leads");
    for number in 0..40_u8 {
        let mut builder = BatchBuilder::new(BatchOptions::default());
        builder.append(i64::from(number), Some(&[number % 3]), Some(&[number; 50]), &[]);
        append(&log, &builder.finish().expect("built"), 0);
    }
    run_rounds(&mut opened);
    log.set_high_watermark(log.log_end_offset());
    let cleaner = LogCleaner::new(vec![Arc::clone(&opened.directory)], CleanerConfig::default());
    let mut driver = cleaner.driver();
    for _ in 0..1_000 {
        clock.advance(100);
        settle(&mut opened);
        driver.step();
        if 0 < cleaner.report().cleanings {
            return;
        }
    }
    panic!("not cleaned: {:?}", cleaner.report());
}
