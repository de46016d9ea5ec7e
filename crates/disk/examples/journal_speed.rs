//! Measures a journal on the machine's disk: small rounds one after the other, then large batches from several threads.
//!
//! `cargo run --release -p moldau-disk --example journal_speed [directory]` prints one line of JSON.

use std::{
    io::{self, Write as _},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use moldau_disk::{
    Clock, Disk, Durability, FrameHeader, FrameKind, Journal, JournalDriver, JournalFailed, JournalOptions,
    Prepared, RealClock, RealDisk, RoundMember, RoundTicket,
};
use moldau_ids::{LeaderEpoch, Offset, PartitionIndex, TopicId, TopicIdPartition};

const SMALL_ROUNDS: u64 = 5_000;
const LARGE_BATCHES: u64 = 24_000;
const LARGE_BYTES: usize = 64 << 10;
/// As the callers of the journal bound it.
const DIRTY_BYTES_MAX: u64 = 128 << 20;

#[derive(Default)]
struct Member {
    ticket: RoundTicket,
    durable: AtomicU64,
}

impl RoundMember for Member {
    fn ticket(&self) -> &RoundTicket {
        &self.ticket
    }

    fn round_written(&self, _round: u64) {}

    fn round_durable(&self, round: u64) {
        self.durable.store(round, Ordering::Release);
    }

    fn round_failed(&self) {}
}

fn frame() -> FrameHeader {
    FrameHeader {
        partition: TopicIdPartition { topic_id: TopicId::ONE, partition: PartitionIndex(0) },
        generation: 0,
        leader_epoch: LeaderEpoch(0),
        kind: FrameKind::Data { base_offset: Offset::ZERO, last_offset: Offset::ZERO },
        durability: Durability::Durable,
    }
}

fn batch(len: usize) -> Vec<u8> {
    let mut bytes = vec![7; len];
    let (head, covered) = bytes.split_at_mut(21);
    if let Some(crc) = head.get_mut(17..) {
        crc.copy_from_slice(&crc_fast::crc32_iscsi(covered).to_be_bytes());
    }
    bytes
}

/// How long each of many rounds of one small batch took, in order of length.
fn small_rounds(
    journal: &Journal,
    driver: &mut JournalDriver,
    member: &Arc<dyn RoundMember>,
    clock: &dyn Clock,
) -> Result<Vec<u64>, JournalFailed> {
    let small = batch(1_024);
    let mut round_us = Vec::new();
    for _ in 0..SMALL_ROUNDS {
        let begun_us = clock.monotonic_us();
        journal.append(&frame(), [&small, &[]], member)?;
        driver.run_round()?;
        round_us.push(clock.monotonic_us() - begun_us);
    }
    round_us.sort_unstable();
    Ok(round_us)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let directory = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("journal-speed"), PathBuf::from);
    std::fs::create_dir_all(&directory)?;
    let clock: Arc<dyn Clock> = Arc::new(RealClock::default());
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let (journal, mut driver, _) = Journal::open(
        disk,
        Arc::clone(&clock),
        JournalOptions::new(&directory, clock.wall().get().unsigned_abs()),
    )?;
    let first = Arc::new(Member::default());
    let member: Arc<dyn RoundMember> = first.clone();
    let small = batch(1_024);
    journal.append(&frame(), [&small, &[]], &member)?;
    driver.run_round()?;
    let first_ack_us = clock.monotonic_us();
    while journal.prepare_step()? == Prepared::Progress {}

    let round_us = small_rounds(&journal, &mut driver, &member, &*clock)?;
    let at = |share: usize| round_us.get(round_us.len() * share / 1_000).copied().unwrap_or_default();
    journal.release(journal.next_round());

    let large = batch(LARGE_BYTES);
    let stop = AtomicBool::new(false);
    let begun_us = clock.monotonic_us();
    std::thread::scope(|scope| -> Result<(), Box<dyn std::error::Error>> {
        let writer = scope.spawn(|| {
            while !stop.load(Ordering::Acquire) {
                if driver.wait_for_work(Duration::from_millis(10)) && driver.run_round().is_err() {
                    return false;
                }
            }
            driver.run_round().is_ok()
        });
        // In place of write-back: releases what is durable, and prepares files.
        scope.spawn(|| {
            while !stop.load(Ordering::Acquire) {
                journal.release(first.durable.load(Ordering::Acquire));
                if !matches!(journal.prepare_step(), Ok(Prepared::Progress)) {
                    std::thread::yield_now();
                }
            }
        });
        for _ in 0..LARGE_BATCHES {
            while DIRTY_BYTES_MAX < journal.dirty_bytes() {
                std::thread::yield_now();
            }
            journal.append(
                &frame(),
                [large.get(..61).unwrap_or_default(), large.get(61..).unwrap_or_default()],
                &member,
            )?;
        }
        stop.store(true, Ordering::Release);
        if writer.join().is_ok_and(|whole| whole) { Ok(()) } else { Err("the journal has failed".into()) }
    })?;
    let large_us = clock.monotonic_us() - begun_us;
    let large_mb = LARGE_BATCHES * LARGE_BYTES as u64 / 1_000_000;
    writeln!(
        io::stdout(),
        r#"{{"first_ack_us":{first_ack_us},"small_rounds":{SMALL_ROUNDS},"round_p50_us":{},"round_p99_us":{},"round_p999_us":{},"large_mb":{large_mb},"large_mb_per_second":{},"journal_file_bytes":{}}}"#,
        at(500),
        at(990),
        at(999),
        large_mb * 1_000_000 / large_us.max(1),
        journal.file_bytes(),
    )?;
    Ok(())
}
