use moldau_ids::Uuid;
use moldau_wire::records::group as r;

use super::*;

fn offset_record(value: r::OffsetCommitValue) -> Record {
    let key = r::OffsetCommitKey { group: "g".into(), topic: "t".into(), partition: 7 };
    Record { key: GroupKey::OffsetCommit(key), value: Some(GroupValue::OffsetCommit(value)) }
}

#[test]
fn records_survive_a_round_trip_in_the_versions_of_kafka() {
    let plain = r::OffsetCommitValue { offset: 5, leader_epoch: 3, topic_id: Uuid(9), ..Default::default() };
    let expiring = r::OffsetCommitValue { offset: 5, expire_timestamp: 12, ..Default::default() };
    let group = Record {
        key: GroupKey::GroupMetadata(r::GroupMetadataKey { group: "g".into() }),
        value: Some(GroupValue::GroupMetadata(r::GroupMetadataValue {
            protocol_type: "consumer".into(),
            generation: 4,
            protocol: None,
            leader: None,
            ..Default::default()
        })),
    };
    for (record, key_type, version) in
        [(offset_record(plain), 1_i16, 4_i16), (offset_record(expiring), 1, 1), (group, 2, 3)]
    {
        let (key, value) = record.encode().unwrap();
        let value = value.unwrap();
        assert_eq!(&key[..2], key_type.to_be_bytes());
        assert_eq!(&value[..2], version.to_be_bytes());
        assert_eq!(Record::decode(key, Some(value)).unwrap(), record);
    }
}

#[test]
fn a_tombstone_has_no_value() {
    let record = Record { value: None, ..offset_record(r::OffsetCommitValue::default()) };
    let (key, value) = record.encode().unwrap();
    assert_eq!(value, None);
    assert_eq!(Record::decode(key, None).unwrap(), record);
}

#[test]
fn an_unknown_type_or_version_or_a_broken_record_is_an_error() {
    let (key, value) = offset_record(r::OffsetCommitValue::default()).encode().unwrap();
    let value = value.unwrap();
    for (key, value) in [
        (Bytes::from_static(&[0, 99, 0]), value.clone()),
        (key.clone(), Bytes::from_static(&[0, 9, 0])),
        (key.slice(..4), value.clone()),
        (key.clone(), value.slice(..6)),
        (Bytes::new(), value),
        (key, Bytes::new()),
    ] {
        assert!(matches!(Record::decode(key, Some(value)), Err(RecordError::Decode(_))));
    }
}

#[test]
fn a_value_under_a_key_of_another_kind_is_not_written() {
    let value = GroupValue::GroupMetadata(r::GroupMetadataValue::default());
    let record = Record { value: Some(value), ..offset_record(r::OffsetCommitValue::default()) };
    assert!(matches!(record.encode(), Err(RecordError::Mismatch)));
}
