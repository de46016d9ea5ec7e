use super::*;
use crate::Str;
use crate::records::group::{GroupKey, OffsetCommitKey, OffsetCommitValue};
use crate::records::metadata::{NoOpRecord, TopicRecord};
use moldau_ids::Uuid;

#[test]
fn metadata_records_are_framed_as_kafka_does() {
    let topic = TopicRecord { name: Str::from("t"), topic_id: Uuid(7), ..TopicRecord::default() };
    let record = MetadataRecord::Topic(topic.clone());
    let bytes = encode_metadata(&record, 0).expect("written");
    // Frame version 1, type 2, version 0, then the message.
    assert_eq!(bytes.get(..5), Some(&[1, 2, 0, 2, b't'][..]));
    assert_eq!(encode_metadata_message(&topic, 0).as_ref(), Ok(&bytes));
    assert_eq!(decode_metadata(bytes), Ok((record, 0)));
}

#[test]
fn broken_metadata_records_are_refused() {
    let no_op = encode_metadata(&MetadataRecord::NoOp(NoOpRecord::default()), 0).expect("written");
    assert_eq!(&no_op[..], &[1, 20, 0, 0]);
    let decode = |bytes: &'static [u8]| decode_metadata(Bytes::from_static(bytes));
    assert!(matches!(decode(&[2, 20, 0, 0]), Err(DecodeError::UnsupportedVersion { version: 2, .. })));
    assert!(matches!(decode(&[1, 99, 0, 0]), Err(DecodeError::UnknownKey { key: 99, .. })));
    assert!(matches!(decode(&[1, 20, 9, 0]), Err(DecodeError::UnsupportedVersion { version: 9, .. })));
    assert_eq!(decode(&[1, 20, 0, 0, 0]), Err(DecodeError::TrailingBytes(1)));
    assert_eq!(decode(&[1, 0xff, 0xff, 0xff, 0x0f]), Err(DecodeError::VarintTooLong));
    assert!(decode(&[]).is_err());
}

#[test]
fn coordinator_records_begin_with_their_number() {
    let key = OffsetCommitKey { group: Str::from("g"), topic: Str::from("t"), partition: 3 };
    let bytes = encode_coordinator_key(&key).expect("written");
    assert_eq!(&bytes[..], &[0, 1, 0, 1, b'g', 0, 1, b't', 0, 0, 0, 3]);
    let (record_type, mut rest) = decode_coordinator_head(bytes).expect("read");
    assert_eq!(GroupKey::decode(record_type, &mut rest, 0), Ok(GroupKey::OffsetCommit(key)));

    let value = OffsetCommitValue { offset: 5, ..OffsetCommitValue::default() };
    let bytes = encode_coordinator_value(&value, 3).expect("written");
    assert_eq!(bytes.get(..2), Some(&[0, 3][..]));
    assert_eq!(decode_coordinator_value(bytes), Ok((value, 3)));
}
