//! What goes wrong one at a time: damage, failed and hanging calls, a full disk, what an opening declared lost.

use std::{
    path::Path,
    sync::{Arc, atomic::Ordering},
};

use moldau_ids::Offset;

use super::{Told, batch, header, read_all, small};
use crate::{
    Clock, Disk, Durability, FrameKind, Journal, JournalDriver, JournalError, JournalOptions, ManualClock,
    RecoveredJournal, RoundMember, RoundOutcome, SimDisk, SimFault,
};

const DIRECTORY: &str = "/d";

struct Rig {
    disk: SimDisk,
    clock: Arc<ManualClock>,
    told: Arc<Told>,
    member: Arc<dyn RoundMember>,
    nonce: u64,
}

type Opened = Result<(Journal, JournalDriver, RecoveredJournal), JournalError>;

impl Rig {
    fn new() -> Self {
        let clock = Arc::new(ManualClock::default());
        let disk = SimDisk::new(1, clock.clone());
        disk.create_dir_all(Path::new(DIRECTORY)).unwrap();
        disk.sync_dir(Path::new("/")).unwrap();
        let told = Arc::new(Told::default());
        Self { disk, clock, member: told.clone(), told, nonce: 0 }
    }

    fn open_with(&mut self, change: impl FnOnce(&mut JournalOptions)) -> Opened {
        self.nonce += 1;
        let mut options = small(Path::new(DIRECTORY), self.nonce);
        change(&mut options);
        let clock: Arc<dyn Clock> = self.clock.clone();
        Journal::open(Arc::new(self.disk.clone()), clock, options)
    }

    fn open(&mut self) -> Opened {
        self.open_with(|_| {})
    }

    fn append(&self, journal: &Journal, offset: i64, durability: Durability) -> u64 {
        let bytes = batch(offset.unsigned_abs(), 300);
        journal.append(&header(0, offset, durability), [&bytes, &[]], &self.member).unwrap().round
    }

    fn write_rounds(
        &self,
        journal: &Journal,
        driver: &mut JournalDriver,
        offsets: std::ops::Range<i64>,
        how: Durability,
    ) {
        for offset in offsets {
            self.append(journal, offset, how);
            assert!(matches!(driver.run_round().unwrap(), RoundOutcome::Written(_)));
        }
    }
}

fn offsets(recovered: &mut RecoveredJournal) -> Vec<i64> {
    let offset = |kind| match kind {
        FrameKind::Data { base_offset, .. } => base_offset.get(),
        FrameKind::Truncate { .. }
        | FrameKind::StartAt { .. }
        | FrameKind::Delete
        | FrameKind::Note { .. } => {
            panic!("{kind:?}")
        }
    };
    read_all(recovered).into_iter().map(|frame| offset(frame.header.kind)).collect()
}

/// Where the body of the n-th round of the first file lies, if all rounds are one block. Round 0 is the opening.
fn in_round(number: u64) -> u64 {
    4096 * (1 + number) + 200
}

#[test]
fn a_broken_round_that_was_durable_is_damage() {
    let mut rig = Rig::new();
    let (journal, mut driver, _) = rig.open().unwrap();
    rig.write_rounds(&journal, &mut driver, 0..4, Durability::Durable);
    rig.disk.kill();
    let file = Path::new("/d/moldau-journal-0000000001");
    for (broken, position) in [("frame", in_round(2)), ("header", 4096 * 3 + 20), ("opening", 4096 + 20)] {
        rig.disk.corrupt(file, position, &[1]);
        let error = rig.open().map(|_| ()).unwrap_err();
        assert!(matches!(error, JournalError::Damaged { .. }), "{broken}: {error}");
        rig.disk.corrupt(file, position, &[1]);
    }
    rig.disk.corrupt(file, 20, &[1]);
    assert!(matches!(rig.open(), Err(JournalError::Damaged { .. })), "the format page");
    rig.disk.corrupt(file, 20, &[1]);
    assert_eq!(offsets(&mut rig.open().unwrap().2), [0, 1, 2, 3]);
}

#[test]
fn what_an_opening_declared_lost_stays_lost() {
    let mut rig = Rig::new();
    let (journal, mut driver, _) = rig.open().unwrap();
    rig.write_rounds(&journal, &mut driver, 0..5, Durability::Relaxed);
    rig.disk.kill();
    let file = Path::new("/d/moldau-journal-0000000001");
    rig.disk.corrupt(file, in_round(2), &[1]);
    let (journal, mut driver, mut recovered) = rig.open().unwrap();
    assert_eq!((offsets(&mut recovered), recovered.rounds_dropped()), (vec![0], 4));
    rig.told = Arc::new(Told::default());
    rig.member = rig.told.clone();
    rig.write_rounds(&journal, &mut driver, 1..2, Durability::Durable);
    rig.disk.kill();
    // Even if the torn round turns out to be whole.
    rig.disk.corrupt(file, in_round(2), &[1]);
    let (_, _, mut recovered) = rig.open().unwrap();
    let found = read_all(&mut recovered);
    assert_eq!(found.iter().map(|frame| frame.round).collect::<Vec<_>>(), [2, 4]);
    assert_eq!(found.last().unwrap().body, batch(1, 300));
}

#[test]
fn relaxed_rounds_are_told_as_written_and_synced_on_request() {
    let mut rig = Rig::new();
    let (journal, mut driver, _) = rig.open().unwrap();
    let round = rig.append(&journal, 0, Durability::Relaxed);
    driver.run_round().unwrap();
    assert_eq!(rig.told.written.load(Ordering::SeqCst), round);
    assert_eq!(rig.told.durable.load(Ordering::SeqCst), 0);
    assert_eq!(journal.oldest_round_started_us(), None);
    assert_eq!(driver.run_round().unwrap(), RoundOutcome::Idle);
    journal.request_sync();
    driver.run_round().unwrap();
    assert_eq!(rig.told.durable.load(Ordering::SeqCst), round);
    assert_eq!(rig.told.calls.load(Ordering::SeqCst), 2);
}

#[test]
fn a_failed_write_or_sync_is_the_end() {
    for fault in [SimFault::WriteFails, SimFault::SyncFails] {
        let mut rig = Rig::new();
        let (journal, mut driver, _) = rig.open().unwrap();
        rig.append(&journal, 0, Durability::Durable);
        rig.disk.plan(rig.disk.io_count() + 1, fault);
        let failed = driver.run_round().unwrap_err();
        assert!(std::error::Error::source(&failed).is_some());
        assert!(driver.run_round().is_err(), "never retried");
        let delete = crate::FrameHeader { kind: FrameKind::Delete, ..header(0, 0, Durability::Durable) };
        assert!(journal.append(&delete, [&[], &[]], &rig.member).is_err());
        assert_eq!(rig.told.durable.load(Ordering::SeqCst), 0);
        assert_eq!(rig.told.failed.load(Ordering::SeqCst), 1);
    }
}

#[test]
fn a_hanging_disk_is_seen_and_can_be_given_up() {
    let mut rig = Rig::new();
    let (journal, mut driver, _) = rig.open().unwrap();
    rig.clock.advance(5);
    for hang_at in 1..3 {
        let round = rig.append(&journal, 0, Durability::Durable);
        rig.disk.plan(rig.disk.io_count() + hang_at, SimFault::Hang);
        assert_eq!(driver.run_round().unwrap(), RoundOutcome::Hung);
        assert_eq!(driver.run_round().unwrap(), RoundOutcome::Hung);
        assert_eq!(journal.oldest_round_started_us(), Some(5_000));
        rig.disk.unhang();
        driver.run_round().unwrap();
        assert_eq!(rig.told.durable.load(Ordering::SeqCst), round);
    }
    rig.append(&journal, 0, Durability::Durable);
    rig.disk.plan(rig.disk.io_count() + 1, SimFault::Hang);
    driver.run_round().unwrap();
    journal.fail("the disk hangs");
    assert_eq!(rig.told.failed.load(Ordering::SeqCst), 1);
    rig.disk.unhang();
    assert!(driver.run_round().is_err());
}

#[test]
fn a_full_disk_delays_and_fails_nothing() {
    let mut rig = Rig::new();
    let (journal, mut driver, _) = rig.open().unwrap();
    rig.disk.set_capacity(40 << 10);
    rig.write_rounds(&journal, &mut driver, 0..6, Durability::Durable);
    let last = rig.append(&journal, 6, Durability::Durable);
    assert_eq!(driver.run_round().unwrap(), RoundOutcome::NoRoom);
    assert!(!journal.has_room() && journal.failed().is_none());
    assert!(journal.prepare_step().is_err() && journal.failed().is_none());
    rig.disk.set_capacity(1 << 20);
    assert!(matches!(driver.run_round().unwrap(), RoundOutcome::Written(_)));
    assert!(journal.has_room());
    assert_eq!(rig.told.durable.load(Ordering::SeqCst), last);
    rig.disk.lose_power();
    assert_eq!(offsets(&mut rig.open().unwrap().2), [0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_round_longer_than_a_file_gets_a_file_of_its_own() {
    let mut rig = Rig::new();
    let (journal, mut driver, _) = rig.open().unwrap();
    let bytes = batch(9, 300_000);
    rig.append(&journal, 0, Durability::Durable);
    let placed = journal.append(&header(0, 1, Durability::Durable), [&bytes, &[]], &rig.member).unwrap();
    rig.append(&journal, 2, Durability::Durable);
    driver.run_round().unwrap();
    assert_eq!(placed.bytes, bytes);
    rig.disk.lose_power();
    let found = read_all(&mut rig.open().unwrap().2);
    assert_eq!(found.len(), 3);
    assert_eq!(found[1].body, bytes);
}

#[test]
fn every_kind_of_frame_comes_back() {
    let mut rig = Rig::new();
    let (journal, mut driver, _) = rig.open().unwrap();
    let offset = Offset::new(77).unwrap();
    let kinds = [
        FrameKind::Truncate { to: offset },
        FrameKind::StartAt { offset },
        FrameKind::Delete,
        FrameKind::Note { tag: -5 },
    ];
    for kind in kinds {
        let frame = crate::FrameHeader { kind, ..header(4, 0, Durability::Relaxed) };
        let body: &[u8] = if matches!(kind, FrameKind::Note { .. }) { &[1, 2, 3] } else { &[] };
        journal.append(&frame, [&[], body], &rig.member).unwrap();
    }
    journal.request_sync();
    driver.run_round().unwrap();
    rig.disk.lose_power();
    let found = read_all(&mut rig.open().unwrap().2);
    assert_eq!(found.iter().map(|frame| frame.header.kind).collect::<Vec<_>>(), kinds);
    assert_eq!(found[3].body, [1, 2, 3][..]);
    assert_eq!(found[0].header, crate::FrameHeader { kind: kinds[0], ..header(4, 0, Durability::Relaxed) });
}

#[test]
fn an_unknown_version_is_refused() {
    let mut rig = Rig::new();
    drop(rig.open().unwrap());
    rig.disk.kill();
    let file = Path::new("/d/moldau-journal-0000000001");
    let mut page = [0; 48];
    crate::read_exact_at(&*rig.disk.open(file, crate::OpenMode::Read).unwrap(), &mut page, 0).unwrap();
    let mut newer = page;
    newer[15] = 2;
    let crc = crc_fast::crc32_iscsi(&newer[12..]);
    newer[8..12].copy_from_slice(&crc.to_be_bytes());
    let flip: Vec<u8> = page.iter().zip(newer).map(|(old, new)| old ^ new).collect();
    rig.disk.corrupt(file, 0, &flip);
    assert!(matches!(rig.open(), Err(JournalError::Unsupported { version: 2, .. })));
}
