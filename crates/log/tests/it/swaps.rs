//! What Apache Kafka's cleaner leaves when it is interrupted, and what becomes of it at a start.

use std::{path::Path, sync::Arc};

use moldau_disk::{Disk, ManualClock, SimDisk};
use moldau_ids::{LeaderEpoch, Offset};
use moldau_log::{Opened, PartitionLog, ReadSlice, StartMode, format::names};
use moldau_wire::record_batch::batches;

use crate::support::{TOPIC_ID, append, batch, config, format, open, partition, run_rounds};

const ROOT: &str = "/logs";

/// A directory as Kafka leaves it without power: three segments, of two batches each, and no marker.
fn kafkas() -> (Arc<dyn Disk>, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::default());
    let disk: Arc<dyn Disk> = Arc::new(SimDisk::new(1, Arc::clone(&clock) as _));
    format(&*disk, Path::new(ROOT));
    let (mut opened, log) = start(&disk, &clock, 1);
    log.become_leader(LeaderEpoch(0)).expect("leads");
    for number in 0..6_u8 {
        if number != 0 && number % 2 == 0 {
            log.roll().expect("rolled");
        }
        append(&log, &batch(&[&[number; 50], &[number; 60]], i64::from(number)), 0);
    }
    run_rounds(&mut opened);
    opened.directory.close(&mut opened.journal, &mut opened.write_back, -1).expect("closed");
    disk.remove_file(&Path::new(ROOT).join(names::CLEAN_SHUTDOWN)).expect("removed");
    (disk, clock)
}

fn start(disk: &Arc<dyn Disk>, clock: &Arc<ManualClock>, nonce: u64) -> (Opened, Arc<PartitionLog>) {
    let opened = open(disk, clock, Path::new(ROOT), nonce);
    let log = opened.directory.create(&partition(0), TOPIC_ID, config()).expect("there");
    (opened, log)
}

fn rename(disk: &Arc<dyn Disk>, from: &str, to: &str) {
    let dir = Path::new(ROOT).join("topic-0");
    disk.rename(&dir.join(from), &dir.join(to)).expect("renamed");
}

/// Puts the records of several segments into one file.
fn merge(disk: &Arc<dyn Disk>, from: &[&str], to: &str) {
    let dir = Path::new(ROOT).join("topic-0");
    let mut whole = Vec::new();
    for name in from {
        whole.extend(disk.read_small(&dir.join(name), 1 << 20).expect("readable").expect("there"));
    }
    disk.write_atomic(&dir.join(to), &whole).expect("written");
}

/// The first offsets of the batches, and of the segments.
fn found(disk: &Arc<dyn Disk>, clock: &Arc<ManualClock>) -> (Vec<i64>, Vec<i64>) {
    let (opened, log) = start(disk, clock, 2);
    assert_eq!(opened.report.mode, StartMode::Scan);
    let mut offsets = Vec::new();
    let mut at = 0;
    while at < log.log_end_offset().get() {
        let plan =
            log.read(Offset::new(at).expect("positive"), 1 << 20, true, Offset::MAX).expect("readable");
        for slice in plan.slices {
            let bytes = match slice {
                ReadSlice::Memory(bytes) => bytes,
                ReadSlice::File(file) => file.read().expect("readable"),
            };
            for batch in batches(&bytes) {
                let header = *batch.expect("whole").header();
                offsets.push(header.base_offset);
                at = header.next_offset();
            }
        }
    }
    let entries = disk.list(&Path::new(ROOT).join("topic-0")).expect("listed");
    for entry in &entries {
        let ending = [names::SWAP_SUFFIX, names::CLEANED_SUFFIX, names::DELETED_SUFFIX];
        assert!(!ending.iter().any(|ending| entry.name.ends_with(ending)), "{}", entry.name);
    }
    let base = |name: &str| names::parse_segment_file(name, names::LOG_SUFFIX);
    let mut bases: Vec<i64> = entries.iter().filter_map(|entry| base(&entry.name)).collect();
    bases.sort_unstable();
    (offsets, bases)
}

const FIRST: &str = "00000000000000000000";
const SECOND: &str = "00000000000000000004";
const ALL: [i64; 6] = [0, 2, 4, 6, 8, 10];

#[test]
fn a_finished_segment_replaces_all_that_it_was_made_of() {
    let (disk, clock) = kafkas();
    merge(&disk, &[&format!("{FIRST}.log"), &format!("{SECOND}.log")], &format!("{FIRST}.log.swap"));
    assert_eq!(found(&disk, &clock), (ALL.to_vec(), vec![0, 8]));
}

#[test]
fn its_indexes_may_have_their_last_names_later_than_it() {
    let (disk, clock) = kafkas();
    for suffix in ["index", "timeindex"] {
        rename(&disk, &format!("{FIRST}.{suffix}"), &format!("{FIRST}.{suffix}.swap"));
    }
    assert_eq!(found(&disk, &clock), (ALL.to_vec(), vec![0, 4, 8]));
}

#[test]
fn an_unfinished_one_is_thrown_away() {
    let (disk, clock) = kafkas();
    merge(&disk, &[&format!("{FIRST}.log")], &format!("{FIRST}.log.cleaned"));
    assert_eq!(found(&disk, &clock), (ALL.to_vec(), vec![0, 4, 8]));
}

#[test]
fn a_split_of_which_one_part_is_unfinished_is_undone() {
    let (disk, clock) = kafkas();
    merge(&disk, &[&format!("{FIRST}.log")], &format!("{FIRST}.log.cleaned"));
    merge(&disk, &[&format!("{FIRST}.log")], "00000000000000000002.log.swap");
    assert_eq!(found(&disk, &clock), (ALL.to_vec(), vec![0, 4, 8]));
}
