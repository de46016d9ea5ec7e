//! Producers whose last batches retention takes away: a crash does not make them forget where they were.

use std::{path::Path, sync::Arc};

use bytes::Bytes;
use moldau_disk::{Disk, ManualClock, SimDisk, SimFault};
use moldau_ids::{LeaderEpoch, Timestamp};
use moldau_log::{LogConfig, LogDirectory, Opened, PartitionLog, StepOutcome, format::names};
use moldau_wire::record_batch::{BatchBuilder, BatchOptions};

use crate::support::{TOPIC_ID, append, batch, config, format, options, partition, run_rounds};

const ROOT: &str = "/logs";
const PRODUCER: i64 = 9;
/// Longer than any commit waits.
const COMMIT_MS: u64 = 2_000;

struct World {
    sim: SimDisk,
    disk: Arc<dyn Disk>,
    clock: Arc<ManualClock>,
    lives: i32,
}

impl World {
    fn new(seed: u64) -> Self {
        let clock = Arc::new(ManualClock::default());
        let sim = SimDisk::new(seed, Arc::clone(&clock) as _);
        let disk: Arc<dyn Disk> = Arc::new(sim.clone());
        format(&*disk, Path::new(ROOT));
        disk.sync_dir(Path::new("/")).expect("synced");
        Self { sim, disk, clock, lives: 0 }
    }

    /// A life whose commits set anchors only where they must.
    fn start(&mut self) -> (Opened, Arc<PartitionLog>) {
        self.lives += 1;
        let mut options = options(u64::try_from(self.lives).expect("positive"));
        options.config.snapshot_bytes = u64::MAX;
        let opened = LogDirectory::open(Arc::clone(&self.disk), self.clock.clone() as _, ROOT, options);
        let opened = opened.expect("opened");
        let small = LogConfig {
            segment_bytes: 600,
            retention_ms: -1,
            retention_bytes: 1_200,
            ..LogConfig::clone(&config())
        };
        let log = opened.directory.create(&partition(0), TOPIC_ID, Arc::new(small)).expect("there");
        assert!(opened.directory.finish_recovery().expect("recovered"));
        log.become_leader(LeaderEpoch(self.lives)).expect("leads");
        (opened, log)
    }

    /// Everything that is due, commits too, until it is done or the disk is dead.
    fn work(&self, opened: &mut Opened) {
        self.clock.advance(COMMIT_MS);
        for _ in 0..1_000 {
            if !matches!(opened.write_back.step(), Ok(StepOutcome::Worked)) {
                return;
            }
        }
        panic!("write-back does not come to an end");
    }

    /// The producer sends 0 and stops in order; then 1, and so much after it that retention takes both.
    fn until_retention(&mut self, is_written: bool) -> (Opened, Arc<PartitionLog>) {
        let (mut opened, log) = self.start();
        append(&log, &numbered(0), self.lives);
        run_rounds(&mut opened);
        opened.directory.close(&mut opened.journal, &mut opened.write_back, -1).expect("closed");

        let (mut opened, log) = self.start();
        assert_eq!(last_sequence(&log), Some(0));
        append(&log, &numbered(1), self.lives);
        for _ in 0..40 {
            append(&log, &batch(&[&[b'x'; 100]], 1), self.lives);
        }
        run_rounds(&mut opened);
        if is_written {
            self.work(&mut opened);
        }
        log.set_high_watermark(log.ends().durable_end);
        assert!(1 < log.apply_retention(Timestamp(2)).expect("decided"));
        assert!(2 < log.log_start_offset().get());
        (opened, log)
    }

    fn segment_files(&self) -> usize {
        let entries = self.disk.list(&Path::new(ROOT).join("topic-0")).expect("listed");
        let is_log = |name: &str| names::parse_segment_file(name, names::LOG_SUFFIX).is_some();
        entries.iter().filter(|entry| is_log(&entry.name)).count()
    }
}

fn numbered(base_sequence: i32) -> Bytes {
    let options =
        BatchOptions { producer_id: PRODUCER, producer_epoch: 0, base_sequence, ..BatchOptions::default() };
    let mut builder = BatchBuilder::new(options);
    builder.append(1, None, Some(b"numbered"), &[]);
    builder.finish().expect("built")
}

fn last_sequence(log: &PartitionLog) -> Option<i32> {
    let producers = log.producer_snapshot();
    producers.iter().find(|entry| entry.producer_id == PRODUCER).map(|entry| entry.last_sequence)
}

#[test]
fn a_producer_whose_batches_were_deleted_is_known_after_a_crash_anywhere() {
    for (seed, at) in (0..4).flat_map(|seed| (1..80).map(move |at| (seed, at))) {
        let is_written = seed % 2 == 0;
        let mut world = World::new(seed);
        let (mut opened, log) = world.until_retention(is_written);
        world.sim.plan(world.sim.io_count() + at, SimFault::Crash);
        world.work(&mut opened);
        drop((log, opened));
        world.sim.clear_plan();
        world.sim.lose_power();

        let (mut opened, log) = world.start();
        assert_eq!(last_sequence(&log), Some(1), "seed {seed}, I/O {at}");
        append(&log, &numbered(2), world.lives);
        run_rounds(&mut opened);
        world.work(&mut opened);
        drop((log, opened));
        world.sim.lose_power();

        let (_opened, log) = world.start();
        assert_eq!(last_sequence(&log), Some(2), "seed {seed}, I/O {at}, second crash");
    }
}

#[test]
fn deleted_segments_go_with_the_next_commit() {
    let mut world = World::new(1);
    let (mut opened, log) = world.until_retention(true);
    assert!(log.segment_count() + 2 < world.segment_files(), "they wait for a snapshot of the producers");
    world.work(&mut opened);
    assert!(world.segment_files() <= log.segment_count());
}
