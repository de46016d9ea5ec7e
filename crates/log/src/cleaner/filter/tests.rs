use moldau_wire::record_batch::{
    BatchBuilder, BatchOptions, Compression,
    control::{ControlType, EndTransactionMarker},
};

use super::*;

const NOW: i64 = 10_000;
const RETENTION: i64 = 500;

/// Letters are keys in lower case; a value follows, `-` is a tombstone, `!` a record without a key.
fn data(base: i64, records: &str, options: &BatchOptions) -> RecordBatch {
    let mut builder = BatchBuilder::new(BatchOptions { base_offset: base, ..options.clone() });
    for record in records.split_whitespace() {
        let (key, value) = record.split_at(1);
        let key = (key != "!").then_some(key.as_bytes());
        let value = (value != "-").then_some(value.as_bytes());
        builder.append(1_000, key, value, &[]);
    }
    RecordBatch::parse(&builder.finish().expect("built")).expect("a batch")
}

fn plain(base: i64, records: &str) -> RecordBatch {
    data(base, records, &BatchOptions::default())
}

fn producer(producer_id: i64, transactional: bool) -> BatchOptions {
    BatchOptions {
        producer_id,
        producer_epoch: 3,
        base_sequence: 0,
        transactional,
        ..BatchOptions::default()
    }
}

fn marker(base: i64, producer_id: i64, commit: bool) -> RecordBatch {
    let options =
        BatchOptions { base_sequence: -1, control: true, base_offset: base, ..producer(producer_id, true) };
    let mut builder = BatchBuilder::new(options);
    let kind = if commit { ControlType::Commit } else { ControlType::Abort };
    let value = EndTransactionMarker { coordinator_epoch: 7 };
    builder.append(1_000, Some(&kind.to_key()), Some(&value.to_value()), &[]);
    RecordBatch::parse(&builder.finish().expect("built")).expect("a batch")
}

/// A cleaning with this map, of everything below offset 1000.
struct Cleaning {
    map: OffsetMap,
    last: LastBatches,
    transactions: Transactions,
    now: i64,
}

impl Cleaning {
    fn new(latest: &[(&str, i64)], reached: i64) -> Self {
        let mut map = OffsetMap::new(10_000, 0.9, 100);
        for (key, offset) in latest {
            assert!(map.put(key.as_bytes(), *offset));
        }
        map.reached(reached);
        Self { map, last: LastBatches::default(), transactions: Transactions::default(), now: NOW }
    }

    fn run(&mut self, batch: &RecordBatch) -> Filtered {
        let rules = Rules {
            map: &self.map,
            last_batches: &self.last,
            now_ms: self.now,
            delete_retention_ms: RETENTION,
            end: 1_000,
        };
        filter(batch, false, &rules, &mut self.transactions).expect("readable")
    }

    /// What is left of a batch: offset, key and value, `None` if the batch is gone.
    fn left(&mut self, batch: &RecordBatch) -> Option<Vec<(i64, String)>> {
        let left = RecordBatch::parse(&self.run(batch).batch?).expect("a batch");
        left.verify_crc().expect("right");
        assert_eq!(left.header().last_offset(), batch.header().last_offset());
        assert_eq!(left.header().base_offset, batch.header().base_offset);
        let records = left.records(1 << 20).expect("readable");
        let text =
            |bytes: Option<&[u8]>| bytes.map_or("-".to_owned(), |bytes| bytes.escape_ascii().to_string());
        Some(
            records
                .iter()
                .map(|record| record.expect("a record"))
                .map(|record| (record.offset, text(record.key) + &text(record.value)))
                .collect(),
        )
    }
}

fn owned(records: &[(i64, &str)]) -> Vec<(i64, String)> {
    records.iter().map(|(offset, text)| (*offset, (*text).to_owned())).collect()
}

#[test]
fn the_newest_of_each_key_stays() {
    let mut cleaning = Cleaning::new(&[("a", 12), ("b", 11)], 99);
    assert_eq!(cleaning.left(&plain(10, "a1 b2 a3 c4")), Some(owned(&[(11, "b2"), (12, "a3"), (13, "c4")])));
    assert_eq!(cleaning.left(&plain(5, "a1 b2")), None, "nothing is left");
    let whole = plain(20, "a5 d6");
    assert_eq!(cleaning.run(&whole).batch.as_ref(), Some(whole.bytes()), "not a byte changes");
    let compressed =
        data(10, "a1 a1 a3", &BatchOptions { compression: Compression::Zstd, ..BatchOptions::default() });
    let left = RecordBatch::parse(&cleaning.run(&compressed).batch.expect("left")).expect("a batch");
    assert_eq!(left.header().attributes.compression(), Ok(Compression::Zstd));
}

#[test]
fn what_lies_beyond_the_map_stays() {
    let mut cleaning = Cleaning::new(&[("a", 10)], 10);
    assert_eq!(cleaning.left(&plain(9, "!x a1 a2 !y")), Some(owned(&[(10, "a1"), (11, "a2"), (12, "-y")])));
    assert_eq!(cleaning.run(&plain(9, "!x !y")).without_key, 2);
}

#[test]
fn tombstones_go_once_their_horizon_has_passed() {
    let mut cleaning = Cleaning::new(&[("a", 1)], 99);
    let first = cleaning.run(&plain(0, "b1 a-")).batch.expect("left");
    let first = RecordBatch::parse(&first).expect("a batch");
    assert!(first.header().attributes.has_delete_horizon());
    assert_eq!(first.header().base_timestamp, NOW + RETENTION);
    cleaning.now = NOW + RETENTION - 1;
    assert_eq!(cleaning.run(&first).batch.as_ref(), Some(first.bytes()), "its horizon is not moved");
    cleaning.now = NOW + RETENTION;
    assert_eq!(cleaning.left(&first), Some(owned(&[(0, "b1")])));
}

#[test]
fn nothing_of_an_aborted_transaction_stays_and_its_marker_later_goes() {
    let entry = AbortedTxn { producer_id: 5, first_offset: 0, last_offset: 2, last_stable_offset: 3 };
    let batches = [
        data(0, "a1 b2", &producer(5, true)),
        marker(2, 5, false),
        data(3, "a3", &producer(5, true)),
        marker(4, 5, true),
    ];
    let mut cleaning = Cleaning::new(&[("a", 3)], 99);
    cleaning.transactions = Transactions::new(vec![entry]);
    assert!(cleaning.run(&batches[0]).batch.is_none());
    let kept = cleaning.run(&batches[1]);
    assert_eq!((kept.aborted, kept.batch.as_ref()), (Some(entry), Some(batches[1].bytes())));
    assert_eq!(cleaning.left(&batches[2]), Some(owned(&[(3, "a3")])));
    assert_eq!(cleaning.run(&batches[3]).batch.as_ref(), Some(batches[3].bytes()), "its records are there");

    // The next time the records are gone: the marker notes its horizon, and its index entry is needed no more.
    cleaning.transactions = Transactions::new(vec![entry]);
    let noted = cleaning.run(&batches[1]);
    assert_eq!(noted.aborted, None);
    let noted = RecordBatch::parse(&noted.batch.expect("left")).expect("a batch");
    assert_eq!(noted.header().base_timestamp, NOW + RETENTION);
    assert!(producer_batch(noted.header(), noted.bytes()).marker.is_some());
    cleaning.now += RETENTION;
    assert!(cleaning.run(&noted).batch.is_none());
}

#[test]
fn a_commit_marker_goes_after_its_records() {
    let mut cleaning = Cleaning::new(&[("a", 50)], 99);
    assert!(cleaning.left(&data(0, "a1", &producer(5, true))).is_none());
    let end = marker(1, 5, true);
    assert_eq!(cleaning.run(&end).batch.as_ref(), Some(end.bytes()), "its records were there this time");
    let noted = RecordBatch::parse(&cleaning.run(&end).batch.expect("left")).expect("a batch");
    assert!(noted.header().attributes.has_delete_horizon());
    cleaning.now += RETENTION;
    assert!(cleaning.run(&noted).batch.is_none());
}

fn known(producer_id: i64, last_offset: i64) -> SnapshotEntry {
    SnapshotEntry {
        producer_id,
        producer_epoch: 3,
        last_sequence: 0,
        last_offset,
        offset_delta: 0,
        timestamp: 1,
        coordinator_epoch: 7,
        current_txn_first_offset: -1,
    }
}

#[test]
fn a_producers_last_batch_keeps_its_place() {
    let mut cleaning = Cleaning::new(&[("a", 50)], 99);
    cleaning.last = LastBatches::new(&[known(5, 3), known(6, -1)]);
    assert_eq!(cleaning.left(&data(0, "a1", &producer(5, false))), None);
    assert_eq!(cleaning.left(&data(2, "a1 a2", &producer(5, false))), Some(owned(&[])));
    // All that is known of producer 6 is its marker, with its record.
    let end = marker(1, 6, true);
    let noted = RecordBatch::parse(&cleaning.run(&end).batch.expect("left")).expect("a batch");
    cleaning.now += RETENTION;
    assert_eq!(cleaning.run(&noted).batch.as_ref(), Some(noted.bytes()));
}

#[test]
fn the_last_batch_of_all_keeps_its_place() {
    let mut cleaning = Cleaning::new(&[("a", 1_500)], 2_000);
    assert_eq!(cleaning.left(&plain(998, "a1 a2")), Some(owned(&[])));
    assert_eq!(cleaning.left(&plain(997, "a1 a2")), None);
    let rules = Rules {
        map: &cleaning.map,
        last_batches: &cleaning.last,
        now_ms: NOW,
        delete_retention_ms: 0,
        end: 1_000,
    };
    let last = filter(&plain(5, "a1"), true, &rules, &mut cleaning.transactions).expect("readable");
    assert!(last.batch.is_some(), "before a gap too");
}

#[test]
fn an_empty_batch_is_left_out_when_it_is_needed_no_more() {
    let mut cleaning = Cleaning::new(&[], 99);
    for batch in [data(0, "a1", &producer(5, true)), marker(1, 5, true)] {
        let empty = RecordBatch::parse(&without_records(batch.header())).expect("a batch");
        assert!(cleaning.run(&empty).batch.is_none());
    }
}
