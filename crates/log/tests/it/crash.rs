//! The power fails at any I/O of a random workload, perhaps again while recovering: what was reported durable is
//! there, and the log is what it was after some number of the things that were done to it, in their order.
//!
//! Each partition has a history of events. The journal keeps order, so what is found after a crash must be the state
//! after a beginning of that history, no shorter than what had been reported durable.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use bytes::Bytes;
use moldau_disk::{Clock, Disk, ManualClock, RoundOutcome, SimDisk, SimFault};
use moldau_ids::{LeaderEpoch, Offset, Timestamp};
use moldau_log::{
    AppendError, ChangeError, Failure, LogConfig, LogDirectory, LogProgress, OpenError, Opened, PartitionLog,
    ReadError, ReadSlice, StepOutcome, prepare, producers::AppendOrigin,
};
use moldau_wire::record_batch::{BatchBuilder, BatchHeader, BatchOptions, batches, patch};

use crate::support::{TOPIC_ID, format, options, partition};

const PARTITIONS: i32 = 2;
const NOW: Timestamp = Timestamp(1_767_225_600_000);

/// `SplitMix64`: the same seed gives the same workload.
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

    fn up_to(&mut self, bound: i64) -> i64 {
        let bound = u64::try_from(bound).expect("not negative") + 1;
        i64::try_from(self.below(bound)).expect("small")
    }
}

/// One batch as it is stored.
#[derive(Clone, PartialEq, Eq)]
struct Stored {
    base: i64,
    last: i64,
    bytes: Bytes,
}

impl std::fmt::Debug for Stored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..={}:{}", self.base, self.last, self.bytes.len())
    }
}

#[derive(Debug, Clone)]
enum Event {
    Append(Stored),
    Truncate(i64),
    Restart(i64),
    LogStart(i64),
}

#[derive(Debug, Default)]
struct Reported {
    durable: AtomicI64,
}

impl LogProgress for Reported {
    fn written(&self, _end: Offset) {}
    fn durable(&self, end: Offset) {
        self.durable.fetch_max(end.get(), Ordering::SeqCst);
    }
    fn failed(&self, _failure: &Failure) {}
}

/// What the test knows of one partition.
#[derive(Debug, Default)]
struct Model {
    events: Vec<Event>,
    /// So many events must be found again.
    durable_events: usize,
    /// Sequence numbers of its one idempotent producer.
    sequence: i32,
    epoch: i32,
    /// Records may have been deleted from the beginning by retention up to here.
    retention: i64,
}

/// What a beginning of the history leaves: batches, log start, end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct View {
    batches: Vec<Stored>,
    start: i64,
    end: i64,
}

impl Model {
    fn view(&self, events: usize) -> View {
        let mut view = View::default();
        for event in self.events.iter().take(events) {
            match event {
                Event::Append(stored) => {
                    view.end = stored.last + 1;
                    view.batches.push(stored.clone());
                }
                Event::Truncate(to) => {
                    view.batches.retain(|batch| batch.base < *to);
                    view.end = view.end.min(*to);
                }
                Event::Restart(at) => view = View { batches: Vec::new(), start: *at, end: *at },
                Event::LogStart(to) => view.start = view.start.max(*to),
            }
        }
        view
    }

    /// The producer's next sequence after the whole history, if nothing was ever taken back in it.
    fn replayed_sequence(&self) -> Option<i32> {
        let mut next = 0;
        for event in &self.events {
            match event {
                Event::Append(stored) => {
                    let header = BatchHeader::parse(&stored.bytes).expect("a batch");
                    if header.has_producer_id() {
                        next = header.last_sequence() + 1;
                    }
                }
                Event::LogStart(_) => {}
                Event::Truncate(_) | Event::Restart(_) => return None,
            }
        }
        Some(next)
    }

    fn matches(&self, found: &View, events: usize) -> bool {
        let expected = self.view(events);
        let start = found.start;
        let visible = |view: &View| -> Vec<Stored> {
            view.batches.iter().filter(|batch| start <= batch.last).cloned().collect()
        };
        // The start may lag behind the history's, or run ahead as far as anybody asked for (a checkpoint can be faster
        // than the journal): never further.
        let asked = (0..=self.events.len()).map(|events| self.view(events).start).max().unwrap_or(0);
        found.end == expected.end
            && start <= asked.max(self.retention)
            && visible(found) == visible(&expected)
    }
}

type Logs = Vec<(i32, Arc<PartitionLog>, Arc<Reported>)>;

struct World {
    disk: SimDisk,
    clock: Arc<ManualClock>,
    random: Random,
    models: BTreeMap<i32, Model>,
    nonce: u64,
}

/// Why a workload stopped.
#[derive(Debug)]
enum Stop {
    Crashed,
}

type Run<T> = Result<T, Stop>;

fn crashed<E: std::fmt::Debug>(disk: &SimDisk, error: &E) -> Stop {
    assert!(disk.is_crashed(), "failed without a crash: {error:?}");
    Stop::Crashed
}

const ROOT: &str = "/logs";

impl World {
    fn new(seed: u64) -> Self {
        let clock = Arc::new(ManualClock::default());
        let disk = SimDisk::new(seed, Arc::clone(&clock) as Arc<dyn Clock>);
        disk.create_dir_all(Path::new(ROOT)).expect("made");
        disk.sync_dir(Path::new("/")).expect("synced");
        format(&disk, Path::new(ROOT));
        let models = (0..PARTITIONS).map(|number| (number, Model { epoch: 1, ..Model::default() })).collect();
        Self { disk, clock, random: Random(seed), models, nonce: 0 }
    }

    fn config(&mut self) -> Arc<LogConfig> {
        Arc::new(LogConfig {
            segment_bytes: 1_500,
            index_interval_bytes: 200,
            segment_index_bytes: 400,
            retention_bytes: 6_000,
            file_delete_delay_ms: 5,
            preallocate: self.random.below(8) == 0,
            ..LogConfig::default()
        })
    }

    fn open(&mut self) -> Run<Opened> {
        self.nonce += 1;
        let mut options = options(self.nonce);
        options.config.commit_bytes = 1_500;
        options.config.step_bytes = 700;
        options.config.snapshot_bytes = 1_000;
        options.config.drain_after_ms = 3;
        options.journal.file_bytes = 32 << 10;
        options.journal.first_file_bytes = 16 << 10;
        options.journal.chunk_bytes = 8 << 10;
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let clock: Arc<dyn Clock> = self.clock.clone();
        LogDirectory::open(disk, clock, ROOT, options).map_err(|error| crashed(&self.disk, &error))
    }

    /// Opens the directory and all its partitions.
    fn start(&mut self) -> Run<(Opened, Logs)> {
        let opened = self.open()?;
        let mut logs = Vec::new();
        for number in 0..PARTITIONS {
            let config = self.config();
            let log = opened
                .directory
                .create(&partition(number), TOPIC_ID, config)
                .map_err(|error: OpenError| crashed(&self.disk, &error))?;
            let reported = Arc::new(Reported::default());
            let progress: Arc<dyn LogProgress> = Arc::clone(&reported) as _;
            log.set_progress(Some(&progress));
            logs.push((number, log, reported));
        }
        let finished = opened.directory.finish_recovery().map_err(|error| crashed(&self.disk, &error))?;
        assert!(finished);
        Ok((opened, logs))
    }

    /// What a log holds.
    fn look(&self, log: &PartitionLog) -> Run<View> {
        log.check_invariants();
        let ends = log.ends();
        let mut view = View { start: ends.log_start.get(), end: ends.log_end.get(), batches: Vec::new() };
        let mut at = view.start;
        while at < view.end {
            let plan = log.read(Offset::new(at).expect("positive"), 900, true, Offset::MAX);
            let plan = plan.map_err(|error| crashed(&self.disk, &error))?;
            let before = at;
            for slice in plan.slices {
                let bytes = match slice {
                    ReadSlice::Memory(bytes) => bytes,
                    ReadSlice::File(file) => {
                        file.read().map_err(|error: ReadError| crashed(&self.disk, &error))?
                    }
                };
                for batch in batches(&bytes) {
                    let batch = batch.expect("whole");
                    batch.verify_crc().expect("right");
                    let header = *batch.header();
                    view.batches.push(Stored {
                        base: header.base_offset,
                        last: header.last_offset(),
                        bytes: batch.into_bytes(),
                    });
                    at = header.next_offset();
                }
            }
            assert!(before < at, "a read at {before} of {ends:?} returns nothing: {log:#?}");
        }
        Ok(view)
    }

    /// After a start: each log is what a beginning of its history left. What follows is forgotten, as it is lost.
    fn check(&mut self, logs: &Logs) -> Run<()> {
        for (number, log, _) in logs {
            let found = self.look(log)?;
            let model = self.models.get_mut(number).expect("there");
            let candidates = model.durable_events..=model.events.len();
            let kept = candidates.clone().rev().find(|events| model.matches(&found, *events));
            let Some(kept) = kept else {
                panic!(
                    "partition {number}: {found:?}\nis no beginning in {candidates:?} of {:?}\nretention {}, last: {:?}",
                    model.events,
                    model.retention,
                    model.view(model.events.len())
                );
            };
            model.events.truncate(kept);
            model.retention = model.retention.max(found.start);
            // What was found is durable, and a new leader begins.
            model.durable_events = kept;
            model.epoch += 1;
            model.sequence = next_sequence(log);
            if let Some(expected) = model.replayed_sequence() {
                assert_eq!(
                    model.sequence, expected,
                    "partition {number}: the producer's state is not its history's"
                );
            }
            log.become_leader(LeaderEpoch(model.epoch)).expect("working");
        }
        Ok(())
    }

    fn append(&mut self, number: i32, log: &Arc<PartitionLog>) -> Run<()> {
        let records = 1 + self.random.up_to(3);
        let size = 20 + self.random.up_to(150);
        let model = self.models.get_mut(&number).expect("there");
        let mut options = BatchOptions::default();
        if self.random.below(2) == 0 {
            options.producer_id = 9;
            options.producer_epoch = 0;
            options.base_sequence = model.sequence;
        }
        let idempotent = 0 <= options.producer_id;
        let mut builder = BatchBuilder::new(options);
        for _ in 0..records {
            let value = vec![
                b'a' + u8::try_from(self.random.below(26)).expect("small");
                usize::try_from(size).expect("small")
            ];
            builder.append(NOW.get() + self.random.up_to(1_000), None, Some(&value), &[]);
        }
        let bytes = builder.finish().expect("built");
        let batch = prepare(&bytes, &log.config(), AppendOrigin::Client, NOW).expect("good");
        match log.append_as_leader(&batch, LeaderEpoch(model.epoch), NOW) {
            Ok(appended) => {
                assert!(!appended.duplicate);
                let base = appended.base_offset.get();
                let mut stored = bytes.to_vec();
                patch::set_base_offset(&mut stored, base);
                patch::set_partition_leader_epoch(&mut stored, model.epoch);
                let last = appended.last_offset.get();
                model.events.push(Event::Append(Stored { base, last, bytes: stored.into() }));
                if idempotent {
                    model.sequence += i32::try_from(records).expect("few");
                }
                Ok(())
            }
            Err(AppendError::Failed(failure)) => Err(crashed(&self.disk, &failure)),
            Err(error) => panic!("{error:?}"),
        }
    }

    fn change(&mut self, number: i32, log: &Arc<PartitionLog>) -> Run<()> {
        let ends = log.ends();
        let (start, end) = (ends.log_start.get(), ends.log_end.get());
        let choice = self.random.below(4);
        let back = self.random.up_to(12);
        let model = self.models.get_mut(&number).expect("there");
        let result: Result<(), ChangeError> = match choice {
            0 => log.truncate_to(Offset::new((end - back).max(start)).expect("positive")).map(|cut| {
                if cut.get() < end {
                    let restart = cut.get() == start;
                    model.events.push(if restart {
                        Event::Restart(start)
                    } else {
                        Event::Truncate(cut.get())
                    });
                }
                model.sequence = next_sequence(log);
            }),
            1 if back == 0 => {
                log.truncate_fully_and_start_at(Offset::new(end + 5).expect("positive")).map(|()| {
                    model.events.push(Event::Restart(end + 5));
                    model.sequence = 0;
                })
            }
            1 | 2 => {
                // A high watermark never runs ahead of what is durable.
                log.set_high_watermark(ends.durable_end);
                let to = (start + back).min(ends.durable_end.get());
                log.delete_records(Offset::new(to).expect("positive")).map(|_moved| {
                    if start < to {
                        model.events.push(Event::LogStart(to));
                    }
                })
            }
            _ => {
                log.set_high_watermark(ends.durable_end);
                log.apply_retention(NOW).map_err(ChangeError::Read).map(|_| {
                    model.retention = model.retention.max(log.log_start_offset().get());
                })
            }
        };
        result.map_err(|error| crashed(&self.disk, &error))
    }

    fn round(&mut self, opened: &mut Opened, logs: &Logs) -> Run<()> {
        let outcome = opened.journal.run_round().map_err(|error| crashed(&self.disk, &error))?;
        assert!(!matches!(outcome, RoundOutcome::NoRoom | RoundOutcome::Hung));
        for (number, log, reported) in logs {
            let model = self.models.get_mut(number).expect("there");
            // A round takes everything that was appended before it: all events are durable now.
            if reported.durable.swap(-1, Ordering::SeqCst) == log.ends().log_end.get() {
                model.durable_events = model.events.len();
            }
        }
        Ok(())
    }

    /// Does random things until the power fails or enough has been done.
    fn work(&mut self, opened: &mut Opened, logs: &Logs) -> Run<()> {
        for _ in 0..60 {
            let which = usize::try_from(self.random.below(logs.len() as u64)).expect("small");
            let (number, log, _) = logs.get(which).expect("below the length");
            match self.random.below(20) {
                0..=8 => self.append(*number, log)?,
                9..=12 => self.round(opened, logs)?,
                13..=16 => match opened.write_back.step() {
                    Ok(StepOutcome::Worked | StepOutcome::Idle { .. }) => {}
                    Ok(other) => panic!("{other:?}"),
                    Err(failure) => return Err(crashed(&self.disk, &failure)),
                },
                17 => self.change(*number, log)?,
                18 => {
                    log.roll().map_err(|failure| crashed(&self.disk, &failure))?;
                }
                _ => self.clock.advance(self.random.below(400)),
            }
            log.check_invariants();
        }
        Ok(())
    }

    fn stop(&mut self, opened: &mut Opened) -> Run<()> {
        let closed = opened.directory.close(&mut opened.journal, &mut opened.write_back, -1);
        closed.map_err(|error| crashed(&self.disk, &error))?;
        for model in self.models.values_mut() {
            model.durable_events = model.events.len();
        }
        Ok(())
    }

    /// One life: start, check, work, perhaps stop in order.
    fn live(&mut self, in_order: bool) -> Run<()> {
        let (mut opened, logs) = self.start()?;
        self.check(&logs)?;
        self.work(&mut opened, &logs)?;
        if in_order { self.stop(&mut opened) } else { Ok(()) }
    }
}

fn next_sequence(log: &PartitionLog) -> i32 {
    log.producer_snapshot()
        .iter()
        .find(|entry| entry.producer_id == 9)
        .map_or(0, |entry| entry.last_sequence + 1)
}

/// Lives of one seed, each ended at a random I/O, or by a kill, or in order.
fn run_seed(seed: u64) {
    let mut world = World::new(seed);
    for _ in 0..6 {
        let crash_after = 1 + world.random.below(160);
        let end = world.random.below(4);
        if end != 0 {
            world.disk.plan(world.disk.io_count() + crash_after, SimFault::Crash);
        }
        let in_order = end <= 1;
        let result = world.live(in_order);
        world.disk.clear_plan();
        match result {
            Ok(()) if in_order => {}
            Ok(()) | Err(Stop::Crashed) => {
                if world.random.below(4) == 0 {
                    world.disk.kill();
                } else {
                    world.disk.lose_power();
                }
            }
        }
    }
    // At last it starts without a fault, and everything is as it should be.
    let (_opened, logs) = world.start().expect("no fault is planned");
    world.check(&logs).expect("no fault is planned");
}

#[test]
fn whatever_was_durable_is_there_after_a_crash_at_any_io() {
    let seeds: u64 = std::env::var("MOLDAU_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(150);
    let first: u64 = std::env::var("MOLDAU_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    for seed in first..first + seeds {
        let outcome = std::panic::catch_unwind(|| run_seed(seed));
        if let Err(panic) = outcome {
            println!(
                "seed {seed} fails: MOLDAU_SEED={seed} MOLDAU_SEEDS=1 cargo test -p moldau-log --test it crash"
            );
            std::panic::resume_unwind(panic);
        }
    }
}
