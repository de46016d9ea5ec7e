//! A log directory of segments, indexes, snapshots and checkpoints as a crash, a decaying disk or a stranger left it.
//! A partition loads or says why not; what loads can be read, searched, appended to, closed and loaded again.

#![no_main]

use std::{
    path::Path,
    sync::{Arc, LazyLock},
};

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use moldau_disk::{Clock, Disk, JournalOptions, ManualClock, RoundOutcome, SimDisk};
use moldau_fuzz::{Files, Script, read_files, seal, write_files};
use moldau_ids::{LeaderEpoch, Offset, PartitionIndex, Timestamp, TopicId, TopicPartition};
use moldau_log::{
    DirectoryConfig, LogConfig, LogDirectory, OpenOptions, Opened, PartitionLog, ReadSlice, StepOutcome,
    format::properties::MetaProperties, prepare, producers::AppendOrigin, tools,
};
use moldau_wire::record_batch::{BatchBuilder, BatchHeader, BatchOptions, HEADER_SIZE};

const NOW: Timestamp = Timestamp(1_767_225_600_000);
const TOPIC_ID: TopicId = moldau_ids::Uuid(0x1234_5678_9abc_def0_0fed_cba9_8765_4321);

fn options(nonce: u64) -> OpenOptions {
    let mut journal = JournalOptions::new("", nonce);
    journal.chunk_bytes = 16 << 10;
    journal.file_bytes = 32 << 10;
    journal.first_file_bytes = 32 << 10;
    let config = DirectoryConfig { drain_after_ms: 0, snapshot_bytes: 1 << 10, ..DirectoryConfig::default() };
    OpenOptions { config, journal }
}

fn config() -> Arc<LogConfig> {
    Arc::new(LogConfig {
        segment_bytes: 2 << 10,
        index_interval_bytes: 128,
        timestamp_after_max_ms: i64::MAX,
        file_delete_delay_ms: 0,
        ..LogConfig::default()
    })
}

fn partition() -> TopicPartition {
    TopicPartition::new("topic", PartitionIndex(0))
}

fn batch(producer_id: i64, sequence: i32, transactional: bool) -> Bytes {
    let mut builder = BatchBuilder::new(BatchOptions {
        producer_id,
        producer_epoch: if producer_id < 0 { -1 } else { 3 },
        base_sequence: sequence,
        transactional,
        ..BatchOptions::default()
    });
    for number in 0..3 {
        builder.append(NOW.get() + i64::from(sequence) + number, Some(b"key"), Some(&[b'v'; 40]), &[]);
    }
    builder.finish().expect("built")
}

fn append(log: &Arc<PartitionLog>, bytes: &Bytes) {
    let prepared = prepare(bytes, &log.config(), AppendOrigin::Client, NOW).expect("good");
    // A log that was edited may know this producer otherwise.
    drop(log.append_as_leader(&prepared, log.latest_epoch().unwrap_or(LeaderEpoch(0)), NOW));
}

/// Everything into its files; the clean end of a directory.
fn close(mut opened: Opened) {
    while let RoundOutcome::Written(_) = opened.journal.run_round().expect("the journal works") {}
    while opened.write_back.step().expect("write-back works") == StepOutcome::Worked {}
    opened.directory.close(&mut opened.journal, &mut opened.write_back, 1).expect("closed");
}

/// Three segments of a partition with two producers, one of them in a transaction; closed in order.
static GOOD: LazyLock<Files> = LazyLock::new(|| {
    let (_, disk, clock) = disk();
    let path = Path::new("/data");
    let properties = MetaProperties {
        cluster_id: "5L6g3nShT-eMCtK--X86sw".to_owned(),
        node_id: 1,
        directory_id: Some(moldau_ids::Uuid(0x77)),
    };
    LogDirectory::format(&*disk, path, &properties).expect("formatted");
    let opened = LogDirectory::open(disk.clone(), clock, path, options(1)).expect("opened");
    let log = opened.directory.create(&partition(), TOPIC_ID, config()).expect("made");
    for round in 0..8 {
        if round % 3 == 0 {
            log.become_leader(LeaderEpoch(round)).expect("leads");
        }
        append(&log, &batch(-1, -1, false));
        append(&log, &batch(7, round * 3, false));
        append(&log, &batch(8, round * 3, true));
    }
    log.set_high_watermark(log.log_end_offset());
    assert!(2 < log.segment_count());
    close(opened);
    let files = read_files(&*disk, path);
    assert!(files.keys().any(|name| name.ends_with(".snapshot")));
    files
});

fn disk() -> (SimDisk, Arc<dyn Disk>, Arc<dyn Clock>) {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::default());
    let disk = SimDisk::new(1, Arc::clone(&clock));
    (disk.clone(), Arc::new(disk), clock)
}

/// Makes every checksum right that has a place: of batches and snapshots.
fn mend(files: &mut Files) {
    for (name, bytes) in files {
        if name.ends_with(".snapshot") {
            let len = bytes.len();
            seal(bytes, 2, 6..len);
        } else if name.ends_with(".log") {
            let mut at = 0;
            while let Some(rest) = bytes.get_mut(at..).filter(|rest| HEADER_SIZE <= rest.len()) {
                let Ok(header) = BatchHeader::parse(rest) else { break };
                let size = header.size();
                let Some(batch) = rest.get_mut(..size) else { break };
                header.seal(batch);
                at += size;
            }
        }
    }
}

/// Reads the whole log, as far as it can be read.
fn read_all(log: &PartitionLog) {
    let mut from = log.log_start_offset();
    let end = log.log_end_offset();
    while from < end {
        let Ok(plan) = log.read(from, 4 << 10, true, end) else { return };
        let mut next = from;
        for slice in plan.slices {
            let bytes = match slice {
                ReadSlice::Memory(bytes) => bytes,
                ReadSlice::File(read) => match read.read() {
                    Ok(bytes) => bytes,
                    Err(_damaged) => return,
                },
            };
            for batch in moldau_wire::record_batch::batches(&bytes) {
                next = Offset::new(batch.expect("whole batches").header().next_offset()).expect("an offset");
            }
        }
        if next <= from {
            return;
        }
        from = next;
    }
}

fn use_log(log: &Arc<PartitionLog>) {
    log.check_invariants();
    read_all(log);
    for timestamp in [0, NOW.get(), NOW.get() + 10, i64::MAX] {
        drop(log.offset_for_timestamp(Timestamp(timestamp)));
    }
    drop(log.max_timestamp());
    drop(log.aborted_transactions(log.log_start_offset(), log.log_end_offset()));
    drop(log.describe_producers(10));
}

fuzz_target!(|data: &[u8]| {
    let mut script = Script(data);
    let flags = script.byte();
    let mut files = GOOD.clone();
    if flags & 1 != 0 {
        files.remove(".kafka_cleanshutdown");
    }
    if flags & 2 != 0 {
        files.remove("recovery-point-offset-checkpoint");
    }
    script.edit(&mut files);
    if flags & 4 == 0 {
        mend(&mut files);
    }
    let (power, disk, clock) = disk();
    let path = Path::new("/data");
    write_files(&*disk, path, &files);
    if disk.stat(&path.join("topic-0")).is_ok_and(|entry| entry.is_some()) {
        drop(tools::verify_partition(&*disk, &path.join("topic-0"), true));
    }
    let Ok(opened) = LogDirectory::open(disk.clone(), clock.clone(), path, options(2)) else { return };
    let Ok(log) = opened.directory.load(&partition(), config()) else { return };
    use_log(&log);
    drop((log, opened));
    // Once more: recovery may be interrupted anywhere.
    power.lose_power();
    let Ok(opened) = LogDirectory::open(disk.clone(), clock.clone(), path, options(3)) else { return };
    let Ok(log) = opened.directory.load(&partition(), config()) else { return };
    use_log(&log);
    let next = log.latest_epoch().map_or(0, |epoch| epoch.get());
    let Some(next) = next.checked_add(1) else { return };
    if log.become_leader(LeaderEpoch(next)).is_err() || i64::MAX - 100 < log.log_end_offset().get() {
        return;
    }
    append(&log, &batch(-1, -1, false));
    read_all(&log);
    let ends = log.ends();
    drop(log);
    close(opened);
    let opened = LogDirectory::open(disk, clock, path, options(4)).expect("closed in order");
    let log = opened.directory.load(&partition(), config()).expect("closed in order");
    assert_eq!(log.ends().log_end, ends.log_end);
    use_log(&log);
});
