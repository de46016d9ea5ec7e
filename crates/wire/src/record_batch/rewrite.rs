//! Writing a batch again with fewer records, as compaction does.
//!
//! What a batch says of its place, its producer and its sequence stays: base offset, last offset delta, producer id,
//! epoch, base sequence, leader epoch and flags. Keys, values and headers of the records that are kept stay byte for
//! byte.

use bytes::{BufMut, Bytes};

use super::{
    BatchHeader, HEADER_SIZE, LOG_OVERHEAD, NONE, RecordError, RecordView, TimestampType, compress, varint,
};

/// A batch like the one of `header` with these of its records, compressed with its codec.
///
/// With `delete_horizon` the base timestamp is that time and says so (bit 6); else it is that of the first record and
/// the bit is off. The max timestamp is the records' highest, or stays where it is the time of the append.
pub fn rewrite(
    header: &BatchHeader,
    records: &[RecordView<'_>],
    delete_horizon: Option<i64>,
) -> Result<Bytes, RecordError> {
    let first = records.first().map_or(i64::from(NONE), |record| record.timestamp);
    let base_timestamp = delete_horizon.unwrap_or(first);
    let mut plain = Vec::new();
    let mut body = Vec::new();
    for record in records {
        put_record(&mut plain, &mut body, record, header.base_offset, base_timestamp);
    }
    let mut bytes = vec![0; HEADER_SIZE];
    compress(header.attributes.compression()?, None, &plain, &mut bytes)?;
    let too_long = |_| RecordError::Malformed("a batch beyond 2 GiB");
    let mut header = *header;
    header.batch_length = i32::try_from(bytes.len().saturating_sub(LOG_OVERHEAD)).map_err(too_long)?;
    header.record_count = i32::try_from(records.len()).map_err(too_long)?;
    header.attributes = header.attributes.with_delete_horizon(delete_horizon.is_some());
    header.base_timestamp = base_timestamp;
    if header.attributes.timestamp_type() == TimestampType::CreateTime {
        let highest = records.iter().map(|record| record.timestamp).max();
        header.max_timestamp = highest.unwrap_or(i64::from(NONE));
    }
    header.seal(&mut bytes);
    Ok(Bytes::from(bytes))
}

/// A batch like the one of `header` without records: it keeps its offsets, its max timestamp and its producer's place.
pub fn without_records(header: &BatchHeader) -> Bytes {
    let mut bytes = vec![0; HEADER_SIZE];
    let mut header = *header;
    header.batch_length = i32::try_from(HEADER_SIZE - LOG_OVERHEAD).unwrap_or_default();
    header.record_count = 0;
    header.base_timestamp = i64::from(NONE);
    header.attributes =
        header.attributes.with_compression(super::Compression::None).with_delete_horizon(false);
    header.seal(&mut bytes);
    Bytes::from(bytes)
}

/// `body` is memory that is used again.
fn put_record(
    target: &mut Vec<u8>,
    body: &mut Vec<u8>,
    record: &RecordView<'_>,
    base_offset: i64,
    base_timestamp: i64,
) {
    body.clear();
    body.put_u8(0);
    varint::put(body, record.timestamp.wrapping_sub(base_timestamp));
    varint::put(body, record.offset.wrapping_sub(base_offset));
    put_nullable(body, record.key);
    put_nullable(body, record.value);
    varint::put(body, signed(record.header_count()));
    for (name, value) in record.headers() {
        put_nullable(body, Some(name));
        put_nullable(body, value);
    }
    varint::put(target, signed(body.len()));
    target.extend_from_slice(body);
}

fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn put_nullable(target: &mut Vec<u8>, bytes: Option<&[u8]>) {
    varint::put(target, bytes.map_or(-1, |bytes| signed(bytes.len())));
    target.extend_from_slice(bytes.unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record_batch::{BatchBuilder, BatchOptions, Compression, RecordBatch};

    fn batch(compression: Compression) -> RecordBatch {
        let options = BatchOptions {
            compression,
            base_offset: 70,
            partition_leader_epoch: 3,
            producer_id: 9,
            producer_epoch: 1,
            base_sequence: 40,
            ..BatchOptions::default()
        };
        let mut builder = BatchBuilder::new(options);
        builder.append(1_000, Some(b"a"), Some(b"first"), &[("name", Some(b"x")), ("none", None)]);
        builder.append(3_000, Some(b"b"), None, &[]);
        builder.append(2_000, Some(b"c"), Some(b"third"), &[]);
        RecordBatch::parse(&builder.finish().expect("built")).expect("a batch")
    }

    #[test]
    fn what_is_kept_stays_as_it_was() {
        for compression in [Compression::None, Compression::Gzip, Compression::Lz4, Compression::Zstd] {
            for horizon in [None, Some(5_000)] {
                let before = batch(compression);
                let records = before.records(1 << 20).expect("readable");
                let all: Vec<_> = records.iter().map(|record| record.expect("a record")).collect();
                let kept = [all[0], all[2]];
                let bytes = rewrite(before.header(), &kept, horizon).expect("written");
                let after = RecordBatch::parse(&bytes).expect("a batch");
                after.verify_crc().expect("right");
                let records = after.records(1 << 20).expect("readable");
                let found: Vec<_> = records.iter().map(|record| record.expect("a record")).collect();
                assert_eq!(found.len(), 2);
                for (before, after) in kept.iter().zip(&found) {
                    assert_eq!(
                        (before.offset, before.timestamp, before.key, before.value),
                        (after.offset, after.timestamp, after.key, after.value)
                    );
                    assert!(before.headers().eq(after.headers()));
                }
                let header = after.header();
                assert_eq!((header.last_offset(), header.last_sequence()), (72, 42));
                assert_eq!(header.attributes.has_delete_horizon(), horizon.is_some());
                assert_eq!(header.base_timestamp, horizon.unwrap_or(1_000));
                assert_eq!((header.max_timestamp, header.partition_leader_epoch), (2_000, 3));
            }
        }
    }

    #[test]
    fn an_empty_batch_keeps_its_place() {
        let before = batch(Compression::Zstd);
        let after = RecordBatch::parse(&without_records(before.header())).expect("a batch");
        after.verify_crc().expect("right");
        let header = after.header();
        assert_eq!((header.size(), header.record_count, header.max_timestamp), (HEADER_SIZE, 0, 3_000));
        assert_eq!((header.base_offset, header.last_offset(), header.last_sequence()), (70, 72, 42));
        assert!(after.records(1 << 20).expect("readable").iter().next().is_none());
    }
}
