//! Side by side with Apache Kafka, by hand: these run only when they are asked for.
//!
//! `MOLDAU_KAFKA_OUT=<dir>` names a directory into which one of ours is written, for `kafka-dump-log` to judge;
//! `MOLDAU_KAFKA_IN=<dir>` a log directory of Apache Kafka (a copy: it is changed), of which every partition is opened
//! and read to its end.

use std::{path::PathBuf, sync::Arc};

use moldau_disk::{Disk, ManualClock, RealDisk};
use moldau_ids::{LeaderEpoch, Offset, Timestamp};
use moldau_log::{
    CleanerConfig, LogCleaner, LogConfig, ReadSlice, prepare, producers::AppendOrigin,
    tools::verify_partition,
};
use moldau_wire::record_batch::{
    BatchBuilder, BatchOptions, Compression, batches,
    control::{ControlType, EndTransactionMarker},
};

use crate::support::{TOPIC_ID, append, compressed, format, open, partition, run_rounds, settle};

fn out(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from)
}

/// A transaction of three records and its end.
fn transaction(sequence: i32, commit: bool) -> Vec<(bytes::Bytes, AppendOrigin)> {
    let options = BatchOptions {
        producer_id: 77,
        producer_epoch: 1,
        base_sequence: sequence,
        transactional: true,
        ..BatchOptions::default()
    };
    let mut builder = BatchBuilder::new(options.clone());
    for _ in 0..3 {
        builder.append(1_000, Some(b"key"), Some(b"in a transaction"), &[("header", Some(b"value"))]);
    }
    let data = builder.finish().expect("built");
    let kind = if commit { ControlType::Commit } else { ControlType::Abort };
    let mut builder = BatchBuilder::new(BatchOptions { base_sequence: -1, control: true, ..options });
    let marker = EndTransactionMarker { coordinator_epoch: 2 };
    builder.append(1_001, Some(&kind.to_key()), Some(&marker.to_value()), &[]);
    let end = builder.finish().expect("built");
    vec![(data, AppendOrigin::Client), (end, AppendOrigin::Coordinator)]
}

#[test]
#[ignore = "writes a directory for Apache Kafka's tools; see the module's text"]
fn write_for_kafka() {
    let path = out("MOLDAU_KAFKA_OUT").expect("MOLDAU_KAFKA_OUT names a directory");
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let clock = Arc::new(ManualClock::default());
    format(&RealDisk, &path);
    let mut opened = open(&disk, &clock, &path, 1);
    let config = Arc::new(LogConfig {
        segment_bytes: 100 << 10,
        timestamp_after_max_ms: i64::MAX,
        ..LogConfig::default()
    });
    let log = opened.directory.create(&partition(0), TOPIC_ID, config).expect("made");
    log.become_leader(LeaderEpoch(0)).expect("leads");
    let codecs =
        [Compression::None, Compression::Gzip, Compression::Snappy, Compression::Lz4, Compression::Zstd];
    for number in 0..2_000_i64 {
        let index = usize::try_from(number).expect("small");
        let value = vec![b'v'; 50 + index % 300];
        let timestamp = 1_700_000_000_000 + number * 10 - (number % 7) * 25;
        append(
            &log,
            &compressed(&[&value, &value], timestamp, codecs[index % codecs.len()]),
            number.try_into().map_or(0, |n: i32| n / 700),
        );
        if number % 700 == 699 {
            log.become_leader(LeaderEpoch(i32::try_from(number / 700).expect("small") + 1)).expect("leads");
        }
        if number % 100 == 0 {
            let epoch = log.latest_epoch().expect("one");
            let sequence = i32::try_from(number / 100).expect("small") * 3;
            for (bytes, origin) in transaction(sequence, number % 200 == 0) {
                let prepared = prepare(&bytes, &log.config(), origin, Timestamp(1_001)).expect("good");
                log.append_as_leader(&prepared, epoch, Timestamp(1_001)).expect("appended");
            }
        }
        if number % 300 == 0 {
            run_rounds(&mut opened);
            settle(&mut opened);
        }
    }
    log.set_high_watermark(log.log_end_offset());
    opened.directory.close(&mut opened.journal, &mut opened.write_back, -1).expect("stopped");
}

/// One batch of `count` records, each with one of a few keys.
fn keyed(number: usize, codec: Compression, timestamp: i64) -> bytes::Bytes {
    let mut builder = BatchBuilder::new(BatchOptions { compression: codec, ..BatchOptions::default() });
    for record in 0..4 {
        let key = format!("key {}", (number * 7 + record * 3) % 97);
        let value = vec![b'v'; 20 + number % 200];
        let value = (number % 11 != record).then_some(value.as_slice());
        builder.append(timestamp + 1, Some(key.as_bytes()), value, &[("header", Some(b"value"))]);
    }
    builder.finish().expect("built")
}

#[test]
#[ignore = "writes a directory for Apache Kafka's tools; see the module's text"]
fn write_cleaned_for_kafka() {
    let path = out("MOLDAU_KAFKA_OUT").expect("MOLDAU_KAFKA_OUT names a directory");
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let clock = Arc::new(ManualClock::default());
    format(&RealDisk, &path);
    let mut opened = open(&disk, &clock, &path, 1);
    let config = Arc::new(LogConfig {
        segment_bytes: 100 << 10,
        timestamp_after_max_ms: i64::MAX,
        cleanup_compact: true,
        cleanup_delete: false,
        min_cleanable_dirty_ratio: 0.01,
        delete_retention_ms: 1_000,
        ..LogConfig::default()
    });
    let log = opened.directory.create(&partition(0), TOPIC_ID, config).expect("made");
    log.become_leader(LeaderEpoch(0)).expect("leads");
    let cleaner = LogCleaner::new(vec![Arc::clone(&opened.directory)], CleanerConfig::default());
    let mut driver = cleaner.driver();
    let codecs =
        [Compression::None, Compression::Gzip, Compression::Snappy, Compression::Lz4, Compression::Zstd];
    for number in 0..6_000_usize {
        let timestamp = 1_700_000_000_000 + i64::try_from(number).expect("small") * 10;
        append(&log, &keyed(number, codecs[number % codecs.len()], timestamp), 0);
        if number % 100 == 0 {
            let sequence = i32::try_from(number / 100).expect("small") * 3;
            for (bytes, origin) in transaction(sequence, number % 200 == 0) {
                let prepared = prepare(&bytes, &log.config(), origin, Timestamp(1_001)).expect("good");
                log.append_as_leader(&prepared, LeaderEpoch(0), Timestamp(1_001)).expect("appended");
            }
        }
        if number % 50 == 0 {
            run_rounds(&mut opened);
            log.set_high_watermark(log.log_end_offset());
            clock.advance(1_100);
            settle(&mut opened);
            let _step = driver.step();
        }
    }
    for _ in 0..2_000 {
        clock.advance(100);
        run_rounds(&mut opened);
        settle(&mut opened);
        let _step = driver.step();
    }
    let report = cleaner.report();
    assert!(2 < report.cleanings && report.uncleanable.is_empty(), "{report:?}");
    drop(driver);
    opened.directory.close(&mut opened.journal, &mut opened.write_back, -1).expect("stopped");
    for (name, report) in verify_partition(&RealDisk, &path.join("topic-0"), true).expect("readable") {
        assert!(report.problems.is_empty(), "{name}: {:?}", report.problems);
    }
}

#[test]
#[ignore = "opens a directory that Apache Kafka wrote; see the module's text"]
fn read_from_kafka() {
    let path = out("MOLDAU_KAFKA_IN").expect("MOLDAU_KAFKA_IN names a directory");
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let clock = Arc::new(ManualClock::default());
    let mut opened = open(&disk, &clock, &path, 1);
    assert!(opened.report.unknown.is_empty(), "{:?}", opened.report);
    for partition in opened.directory.partitions() {
        let log = opened.directory.load(&partition, Arc::new(LogConfig::default())).expect("loaded");
        let ends = log.ends();
        let (mut at, mut records) = (ends.log_start, 0);
        while at < ends.log_end {
            let plan = log.read(at, 1 << 20, true, Offset::MAX).expect("readable");
            assert!(!plan.slices.is_empty(), "{partition} at {at}");
            for slice in plan.slices {
                let bytes = match slice {
                    ReadSlice::Memory(bytes) => bytes,
                    ReadSlice::File(file) => file.read().expect("readable"),
                };
                for batch in batches(&bytes) {
                    let batch = batch.expect("whole");
                    batch.verify_crc().expect("right");
                    records += batch.header().record_count;
                    at = Offset::new(batch.header().next_offset()).expect("positive");
                }
            }
        }
        let found = format!(
            "{partition} {}..{} high watermark {}: {records} records, {} segments, epoch {:?}, {} producers, max {:?}\n",
            ends.log_start,
            ends.log_end,
            ends.high_watermark,
            log.segment_count(),
            log.latest_epoch(),
            log.producer_snapshot().len(),
            log.max_timestamp().expect("readable"),
        );
        std::io::Write::write_all(&mut std::io::stderr(), found.as_bytes()).expect("written");
    }
    assert!(opened.directory.finish_recovery().expect("finished"));
    opened.directory.close(&mut opened.journal, &mut opened.write_back, -1).expect("stopped");
}
