//! A crash at every I/O of random workloads, several in a row, against a model of what may be read back.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, atomic::Ordering},
};

use super::{Told, batch, header, small};
use crate::{
    Clock, Disk, Durability, FrameKind, Journal, JournalDriver, JournalError, ManualClock, Prepared,
    RoundMember, RoundOutcome, SimDisk, SimFault,
};

const DIRECTORY: &str = "/d";
const MEMBERS: usize = 3;

/// splitmix64.
#[derive(Debug, Clone)]
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// What the journal must and may give back.
#[derive(Debug, Default)]
struct Model {
    /// Frames that are not known lost, in order: body's seed and length.
    frames: Vec<(i64, u64, usize, u64)>,
    /// How many frames were appended in all: the next offset.
    appended: i64,
    /// Frames below this offset were acknowledged as durable, or given back by an opening.
    durable: i64,
    /// Frames below this offset are released: they need not come back.
    released: i64,
    /// The last round released.
    released_round: u64,
    crashes: u64,
}

struct Run {
    disk: SimDisk,
    clock: Arc<dyn Clock>,
    random: Random,
    model: Model,
    opening: u64,
    relaxed_of_10: u64,
    dropped: usize,
    has_one_len: bool,
}

struct Open {
    journal: Journal,
    driver: JournalDriver,
    members: Vec<(Arc<Told>, Arc<dyn RoundMember>)>,
    /// Last offset of each round of this opening.
    rounds: BTreeMap<u64, i64>,
}

impl Run {
    fn new(seed: u64) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::default());
        let disk = SimDisk::new(seed, Arc::clone(&clock));
        disk.create_dir_all(Path::new(DIRECTORY)).unwrap();
        disk.sync_dir(Path::new("/")).unwrap();
        Self {
            disk,
            clock,
            random: Random(seed),
            model: Model::default(),
            opening: 0,
            relaxed_of_10: 3,
            dropped: 0,
            has_one_len: seed % 2 == 1,
        }
    }

    /// Opens and checks what is read back; `None` if the disk crashed meanwhile.
    fn open(&mut self) -> Option<Open> {
        self.opening += 1;
        let options = small(Path::new(DIRECTORY), self.random.below(u64::MAX));
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let (journal, driver, mut recovered) = match Journal::open(disk, Arc::clone(&self.clock), options) {
            Ok(opened) => opened,
            Err(error) => {
                let is_planned = self.disk.is_crashed() || matches!(error, JournalError::Io { .. });
                assert!(is_planned, "{error} {:?}", self.model);
                return None;
            }
        };
        self.dropped += recovered.rounds_dropped();
        let mut found = Vec::new();
        while let Some(frame) = recovered.next_frame().unwrap() {
            let FrameKind::Data { base_offset, .. } = frame.header.kind else { panic!("{frame:?}") };
            found.push((base_offset.get(), frame));
        }
        self.check(&found);
        let members = (0..MEMBERS).map(|_| {
            let told = Arc::new(Told::default());
            (Arc::clone(&told), told as Arc<dyn RoundMember>)
        });
        Some(Open { journal, driver, members: members.collect(), rounds: BTreeMap::new() })
    }

    fn check(&mut self, found: &[(i64, super::RecoveredFrame)]) {
        let model = &mut self.model;
        let first = found.first().map_or(model.durable, |(offset, _)| *offset);
        assert!(first <= model.released.max(first.min(model.durable)), "frames from {first} on: {model:?}");
        assert!(found.is_empty() || first <= model.released, "frames up to {first} are missing: {model:?}");
        if found.is_empty() {
            assert!(model.durable <= model.released, "all is gone: {model:?}");
        }
        for (at, (offset, frame)) in found.iter().enumerate() {
            assert_eq!(*offset, first + i64::try_from(at).unwrap(), "{model:?}");
            let known = model.frames.iter().rev().find(|known| known.0 == *offset);
            let &(_, seed, len, round) = known.expect("nothing is invented");
            assert_eq!(frame.body, batch(seed, len), "offset {offset} is of an older opening: {model:?}");
            assert!(round <= frame.round);
        }
        let end = found.last().map_or(model.released.max(model.durable), |(offset, _)| offset + 1);
        assert!(model.durable <= end, "durable frames from {end} on are gone: {model:?}");
        // What was not given back is gone for ever; what was is durable from now on.
        model.frames.retain(|known| known.0 < end);
        model.appended = end;
        model.durable = end;
    }

    /// One random step. `false` if the journal or the disk has failed.
    fn step(&mut self, open: &mut Open) -> bool {
        match self.random.below(20) {
            0..9 => return self.append(open),
            9..16 => match open.driver.run_round() {
                Ok(RoundOutcome::NoRoom | RoundOutcome::Hung) => {}
                Ok(outcome) => self.note_durable(open, outcome),
                Err(_) => {
                    assert!(
                        open.journal
                            .append(&header(0, 0, Durability::Durable), [&[], &[]], &open.members[0].1)
                            .is_err()
                    );
                    return false;
                }
            },
            16..18 => return open.journal.prepare_step().is_ok(),
            18 => open.journal.request_sync(),
            _ => {
                // Everything durable up to a round is in segments.
                let through = open.rounds.iter().rfind(|(_, end)| **end <= self.model.durable);
                if let Some((&round, &end)) = through
                    && self.random.below(3) == 0
                {
                    open.journal.release(round);
                    self.model.released = self.model.released.max(end);
                    self.model.released_round = round;
                }
            }
        }
        true
    }

    fn append(&mut self, open: &mut Open) -> bool {
        let seed = self.random.below(1 << 40);
        let len = 61
            + usize::try_from(self.random.below([100, 1_000, 9_000][usize::try_from(seed % 3).unwrap()]))
                .unwrap();
        // Frames of one length: those of old rounds lie exactly where those of new ones belong, and the first of a
        // round ends where a sector does.
        let len = if self.has_one_len { 368 } else { len };
        let len = if self.random.below(60) == 0 { len + 70_000 } else { len };
        let durability = if self.random.below(10) < self.relaxed_of_10 {
            Durability::Relaxed
        } else {
            Durability::Durable
        };
        let offset = self.model.appended;
        let at = usize::try_from(self.random.below(MEMBERS as u64)).unwrap();
        let bytes = batch(seed, len);
        let frame = header(i32::try_from(at).unwrap(), offset, durability);
        let Ok(placed) = open.journal.append(&frame, [&bytes[..61], &bytes[61..]], &open.members[at].1)
        else {
            return false;
        };
        self.model.frames.push((offset, seed, len, placed.round));
        self.model.appended += 1;
        open.rounds.insert(placed.round, self.model.appended);
        true
    }

    /// Takes over what the members were told.
    fn note_durable(&mut self, open: &Open, outcome: RoundOutcome) {
        if let RoundOutcome::Written(report) = outcome {
            assert!(report.rounds == 0 || 0 < report.members || !report.synced);
        }
        let told =
            open.members.iter().map(|(told, _)| told.durable.load(Ordering::SeqCst)).max().unwrap_or(0);
        if let Some((_, &end)) = open.rounds.range(..=told).next_back() {
            self.model.durable = self.model.durable.max(end);
        }
    }

    /// Runs until the disk crashes at `crash_at` more I/Os (or `steps` are done), then brings it back.
    fn live(&mut self, crash_at: u64, steps: u64, fault: SimFault) -> bool {
        self.disk.plan(self.disk.io_count() + crash_at, fault);
        self.relaxed_of_10 = [0, 3, 9, 10][usize::try_from(self.random.below(4)).unwrap()];
        if let Some(mut open) = self.open() {
            for _ in 0..steps {
                if !self.step(&mut open) {
                    break;
                }
            }
            for (told, _) in &open.members {
                let durable = told.durable.load(Ordering::SeqCst);
                let end = open.rounds.range(..=durable).next_back().map_or(0, |(_, &end)| end);
                assert!(end <= self.model.appended);
                self.model.durable = self.model.durable.max(end);
            }
        }
        let crashed = self.disk.is_crashed();
        if self.random.below(4) == 0 {
            self.disk.kill();
        } else {
            self.disk.lose_power();
        }
        self.model.crashes += 1;
        crashed
    }
}

#[test]
fn a_crash_at_every_io_loses_nothing_durable() {
    for seed in 0..6 {
        for crash_at in 1.. {
            let mut run = Run::new(seed);
            let crashed = run.live(crash_at, 60, SimFault::Crash);
            // The second life crashes while it opens, or soon after.
            run.live(1 + crash_at % 7, 20, SimFault::Crash);
            run.live(1 + crash_at % 5, 5, SimFault::Crash);
            assert!(run.open().is_some(), "seed {seed}, crash at {crash_at}");
            if !crashed {
                break;
            }
        }
    }
}

#[test]
fn many_crashes_in_a_row_lose_nothing_durable() {
    let mut dropped = 0;
    for seed in 100..160 {
        let mut run = Run::new(seed);
        let mut released = 0;
        for _ in 0..25 {
            let crash_at = 1 + run.random.below(80);
            let fault = [SimFault::Crash, SimFault::WriteFails, SimFault::SyncFails, SimFault::Crash]
                [usize::try_from(run.random.below(4)).unwrap()];
            let steps = 1 + run.random.below(300);
            run.live(crash_at, steps, fault);
            released = released.max(run.model.released);
        }
        assert!(run.open().is_some(), "seed {seed}");
        assert!(0 < released, "seed {seed} released nothing");
        dropped += run.dropped;
    }
    assert!(0 < dropped, "no round was ever lost before a whole one");
}

#[test]
fn files_are_used_again_and_stay_within_their_bound() {
    let mut run = Run::new(7);
    let mut open = run.open().unwrap();
    let mut files = 0;
    for _ in 0..400 {
        run.append(&mut open);
        let outcome = open.driver.run_round().unwrap();
        run.note_durable(&open, outcome);
        open.journal.release(open.journal.next_round());
        while open.journal.prepare_step().unwrap() == Prepared::Progress {}
        files = files.max(run.disk.list(Path::new(DIRECTORY)).unwrap().len());
    }
    assert!(files <= 6, "{files} files");
    assert!(open.journal.dirty_bytes() < 100 << 10);
}
