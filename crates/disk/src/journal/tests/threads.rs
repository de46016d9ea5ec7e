//! Several threads append while one writes: every batch is read back, each thread's in its order.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use super::{Told, batch, header, read_all, small};
use crate::{Clock, Disk, Durability, FrameKind, Journal, Prepared, RealClock, RealDisk, RoundMember};

const THREADS: i32 = 4;
const APPENDS: i64 = 400;

#[test]
fn threads_append_while_one_writes() {
    let directory = tempfile::tempdir().unwrap();
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let clock: Arc<dyn Clock> = Arc::new(RealClock::default());
    let open =
        |nonce| Journal::open(Arc::clone(&disk), Arc::clone(&clock), small(directory.path(), nonce)).unwrap();
    let (journal, mut driver, _) = open(1);
    let stop = AtomicBool::new(false);
    let len = |at: i64| 61 + usize::try_from(at * 37 % 3_000).unwrap();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            while !stop.load(Ordering::Acquire) {
                if driver.wait_for_work(Duration::from_millis(20)) {
                    driver.run_round().unwrap();
                }
                while journal.prepare_step().unwrap() == Prepared::Progress {}
            }
            driver.run_round().unwrap();
        });
        let appenders: Vec<_> = (0..THREADS)
            .map(|partition| {
                let journal = journal.clone();
                scope.spawn(move || {
                    let told = Arc::new(Told::default());
                    let member: Arc<dyn RoundMember> = told.clone();
                    let mut held = Vec::new();
                    for at in 0..APPENDS {
                        let bytes = batch(at.unsigned_abs(), len(at));
                        let frame = header(partition, at, Durability::Durable);
                        let placed = journal.append(&frame, [&bytes[..61], &bytes[61..]], &member).unwrap();
                        held.push((placed, bytes));
                    }
                    // Memory is not used again as long as somebody holds it.
                    assert!(held.iter().all(|(placed, bytes)| placed.bytes == bytes));
                    (told, held.last().unwrap().0.round)
                })
            })
            .collect();
        let appended: Vec<_> = appenders.into_iter().map(|appender| appender.join().unwrap()).collect();
        stop.store(true, Ordering::Release);
        writer.join().unwrap();
        for (told, last) in appended {
            assert_eq!(told.durable.load(Ordering::SeqCst), last);
        }
    });
    drop((journal, driver));

    let (_, _, mut recovered) = open(2);
    let mut next: BTreeMap<i32, i64> = BTreeMap::new();
    for frame in read_all(&mut recovered) {
        let FrameKind::Data { base_offset, .. } = frame.header.kind else { panic!("{frame:?}") };
        let at = next.entry(frame.header.partition.partition.get()).or_default();
        assert_eq!(base_offset.get(), *at);
        assert_eq!(frame.body, batch(at.unsigned_abs(), len(*at)));
        *at += 1;
    }
    assert_eq!(next, (0..THREADS).map(|partition| (partition, APPENDS)).collect());
}
