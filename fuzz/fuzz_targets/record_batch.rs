//! Batches as they come: cut, checked, decompressed, iterated, patched. The CRC is made right first, or nothing
//! beyond it would be reached.

#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use moldau_wire::record_batch::{
    BatchHeader, RecordBatch, TimestampType, ValidationRules, batch_size, batches, patch, validate,
};

const DECOMPRESSED_MAX: usize = 1 << 20;

fn walk(bytes: &Bytes) {
    for batch in batches(bytes).map_while(Result::ok) {
        drop(batch.verify_crc());
        check(&batch);
    }
}

fn check(batch: &RecordBatch) {
    let rules = ValidationRules {
        compacted: false,
        timestamp_type: TimestampType::CreateTime,
        now_ms: 1_700_000_000_000,
        timestamp_before_max_ms: i64::MAX,
        timestamp_after_max_ms: i64::MAX,
        from_client: false,
        decompressed_max: DECOMPRESSED_MAX,
    };
    let valid = validate(batch, &rules);
    let records = batch.records(DECOMPRESSED_MAX);
    if let Ok(records) = &records {
        for view in records.iter().map_while(Result::ok) {
            assert_eq!(view.headers().count(), view.header_count());
        }
    }
    if let Ok(valid) = valid {
        let count = records.expect("readable").iter().map(|view| view.expect("a record")).count();
        assert_eq!(usize::try_from(valid.record_count), Ok(count));
    }
}

fuzz_target!(|data: &[u8]| {
    walk(&Bytes::copy_from_slice(data));
    drop(batch_size(data));
    let mut bytes = data.to_vec();
    // Make length, magic and CRC right, so that the fuzzer need not find them.
    let Some(length) = bytes.len().checked_sub(12).and_then(|length| i32::try_from(length).ok()) else {
        return;
    };
    bytes[8..12].copy_from_slice(&length.to_be_bytes());
    if let Some(magic) = bytes.get_mut(16) {
        *magic = 2;
    }
    let Ok(header) = BatchHeader::parse(&bytes) else { return };
    header.seal(&mut bytes);
    walk(&Bytes::copy_from_slice(&bytes));
    patch::set_max_timestamp(&mut bytes, TimestampType::LogAppendTime, 7);
    let patched = RecordBatch::parse(&Bytes::from(bytes)).expect("still a batch");
    patched.verify_crc().expect("a CRC that was mended");
});
