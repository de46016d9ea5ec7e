//! The journal on the machine's disk and on the simulated one.

mod crashes;
mod faults;
mod golden;
mod threads;

use std::sync::{Arc, atomic::AtomicU64, atomic::Ordering};

use moldau_ids::{LeaderEpoch, Offset, PartitionIndex, TopicId, TopicIdPartition};

use super::*;
use crate::{Clock, Disk, ManualClock, RealDisk};

/// A member that remembers what it was told.
#[derive(Debug, Default)]
pub(super) struct Told {
    ticket: RoundTicket,
    pub(super) written: AtomicU64,
    pub(super) durable: AtomicU64,
    pub(super) failed: AtomicU64,
    pub(super) calls: AtomicU64,
}

impl RoundMember for Told {
    fn ticket(&self) -> &RoundTicket {
        &self.ticket
    }

    fn round_written(&self, round: u64) {
        self.calls.fetch_add(1, Ordering::SeqCst);
        assert!(self.written.swap(round, Ordering::SeqCst) < round);
    }

    fn round_durable(&self, round: u64) {
        self.calls.fetch_add(1, Ordering::SeqCst);
        assert!(self.durable.swap(round, Ordering::SeqCst) < round);
    }

    fn round_failed(&self) {
        self.failed.fetch_add(1, Ordering::SeqCst);
    }
}

/// A record batch as far as the journal looks: its checksum is right.
pub(super) fn batch(seed: u64, len: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..len as u64)
        .map(|at| (seed.wrapping_mul(31).wrapping_add(at * 7) >> 2).to_le_bytes()[0])
        .collect();
    let crc = crc_fast::crc32_iscsi(&bytes[21..]);
    bytes[17..21].copy_from_slice(&crc.to_be_bytes());
    bytes
}

pub(super) fn header(partition: i32, offset: i64, durability: Durability) -> FrameHeader {
    let offset = Offset::new(offset).expect("not negative");
    FrameHeader {
        partition: TopicIdPartition { topic_id: TopicId::ONE, partition: PartitionIndex(partition) },
        generation: 3,
        leader_epoch: LeaderEpoch(7),
        kind: FrameKind::Data { base_offset: offset, last_offset: offset },
        durability,
    }
}

pub(super) fn small(directory: &std::path::Path, nonce: u64) -> JournalOptions {
    JournalOptions {
        chunk_bytes: 16 << 10,
        file_bytes: 64 << 10,
        first_file_bytes: 32 << 10,
        bytes_max: 256 << 10,
        unsynced_bytes_max: 32 << 10,
        ..JournalOptions::new(directory, nonce)
    }
}

fn read_all(recovered: &mut RecoveredJournal) -> Vec<RecoveredFrame> {
    std::iter::from_fn(|| recovered.next_frame().unwrap()).collect()
}

#[test]
fn what_was_appended_is_read_back_from_the_real_disk() {
    let directory = tempfile::tempdir().unwrap();
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::default());
    let mut expected = Vec::new();
    for opening in 0..5 {
        let options = small(directory.path(), 1_000 + opening);
        let (journal, mut driver, mut recovered) =
            Journal::open(Arc::clone(&disk), Arc::clone(&clock), options).unwrap();
        let found: Vec<_> = read_all(&mut recovered).into_iter().map(|frame| frame.body.to_vec()).collect();
        assert_eq!(found, expected, "opening {opening}");
        let told = Arc::new(Told::default());
        let member: Arc<dyn RoundMember> = told.clone();
        for offset in 0..40_u64 {
            let bytes = batch(opening * 100 + offset, 61 + usize::try_from(offset * offset * 9).unwrap());
            let frame = header(0, i64::try_from(offset).unwrap(), Durability::Durable);
            let placed = journal.append(&frame, [&bytes[..61], &bytes[61..]], &member).unwrap();
            assert_eq!(placed.bytes, bytes);
            expected.push(bytes);
            if offset % 3 == 0 {
                assert!(matches!(driver.run_round().unwrap(), RoundOutcome::Written(_)));
                assert_eq!(told.durable.load(Ordering::SeqCst), placed.round);
                while journal.prepare_step().unwrap() == Prepared::Progress {}
            }
        }
        driver.run_round().unwrap();
        assert_eq!(driver.run_round().unwrap(), RoundOutcome::Idle);
    }
}
