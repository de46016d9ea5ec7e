use bytes::Bytes;

use super::*;
use crate::messages::fetch_request::ReplicaState;
use crate::messages::fetch_response::{FetchableTopicResponse, PartitionData};
use crate::messages::metadata_request::MetadataRequestTopic;
use crate::messages::{ApiVersionsRequest, FetchRequest, FetchResponse, MetadataRequest, ProduceRequest};
use crate::{Chunk, Records, Str};

fn decoder(bytes: &'static [u8], flexible: bool) -> Decoder {
    let mut decoder = Decoder::new(Bytes::from_static(bytes));
    decoder.set_flexible(flexible);
    decoder
}

#[test]
fn unsigned_varints_end_within_five_bytes() {
    let read = |bytes| decoder(bytes, true).unsigned_varint();
    assert_eq!(read(&[0x00]), Ok(0));
    assert_eq!(read(&[0x80, 0x01]), Ok(128));
    assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0x0f]), Ok(u32::MAX));
    // Leading zero groups, as Kafka reads them.
    assert_eq!(read(&[0x81, 0x80, 0x00]), Ok(1));
    assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0x1f]), Err(DecodeError::VarintTooLong));
    assert_eq!(read(&[0x80, 0x80, 0x80, 0x80, 0x80, 0x00]), Err(DecodeError::VarintTooLong));
    assert_eq!(read(&[0x80]), Err(DecodeError::Truncated { needed: 1, remaining: 0 }));
}

#[test]
fn counts_are_held_against_the_bytes_left() {
    let read = |bytes, flexible| Vec::<i32>::read(&mut decoder(bytes, flexible), 0);
    assert_eq!(read(&[0, 0, 0, 1, 0, 0, 0, 7], false), Ok(vec![7]));
    assert_eq!(read(&[2, 0, 0, 0, 7], true), Ok(vec![7]));
    assert_eq!(
        read(&[0, 0, 0, 2, 0, 0, 0, 7], false),
        Err(DecodeError::Truncated { needed: 8, remaining: 4 })
    );
    assert!(matches!(read(&[0, 0x10, 0, 0], false), Err(DecodeError::TooLong { length: 0x0010_0000, .. })));
    assert!(matches!(read(&[0x7f, 0xff, 0xff, 0xff], false), Err(DecodeError::TooLong { .. })));
    assert_eq!(read(&[0xff, 0xff, 0xff, 0xff], false), Err(DecodeError::Null("array")));
    assert_eq!(read(&[0], true), Err(DecodeError::Null("array")));
    assert_eq!(Option::<Vec<i32>>::read(&mut decoder(&[0], true), 0), Ok(None));
}

#[test]
fn text_is_utf8_of_a_length_that_fits() {
    let read = |bytes, flexible| Option::<Str>::read(&mut decoder(bytes, flexible), 0);
    assert_eq!(read(&[0, 2, b'h', b'i'], false), Ok(Some(Str::from("hi"))));
    assert_eq!(read(&[3, b'h', b'i'], true), Ok(Some(Str::from("hi"))));
    assert_eq!(read(&[0xff, 0xff], false), Ok(None));
    assert_eq!(read(&[0, 1, 0xff], false), Err(DecodeError::NotUtf8));
    // 0x8000 bytes: one more than any string may have.
    assert!(matches!(read(&[0x81, 0x80, 0x02], true), Err(DecodeError::TooLong { length: 0x8000, .. })));
    let long = Str::from("x".repeat(STRING_LENGTH_MAX + 1));
    for flexible in [false, true] {
        let mut encoder = Encoder::new();
        encoder.set_flexible(flexible);
        assert!(matches!(long.write(&mut encoder, 0), Err(EncodeError::TooLong { .. })));
    }
}

#[test]
fn decoded_text_and_records_are_slices_of_the_frame() {
    let frame = Bytes::from_static(&[3, b'h', b'i', 4, 1, 2, 3]);
    let mut decoder = Decoder::new(frame.clone());
    decoder.set_flexible(true);
    let text = Str::read(&mut decoder, 0).expect("text");
    let records = Records::read(&mut decoder, 0).expect("records");
    assert!(frame.as_ptr_range().contains(&text.as_ptr()));
    assert!(frame.as_ptr_range().contains(&records.to_bytes().as_ptr()));
    assert!(!frame.as_ptr_range().contains(&text.detach().as_ptr()));
}

/// Reads an `ApiVersionsRequest` 3: two strings, then tagged fields.
fn with_tags(tags: &'static [u8]) -> Result<ApiVersionsRequest, DecodeError> {
    let bytes = [&[1, 1][..], tags].concat();
    ApiVersionsRequest::decode_exact(Bytes::from(bytes), 3)
}

#[test]
fn unknown_tags_are_kept_and_must_grow() {
    let message = with_tags(&[2, 5, 1, 0xaa, 9, 0]).expect("two tagged fields");
    let tags: Vec<_> = message.unknown_tagged_fields.as_slice().iter().map(|field| field.tag).collect();
    assert_eq!(tags, [5, 9]);
    assert_eq!(message.encode_to_bytes(3).expect("written"), &[1, 1, 2, 5, 1, 0xaa, 9, 0][..]);
    assert_eq!(message.encode_to_bytes(2), Err(EncodeError::UnknownTags));

    assert_eq!(with_tags(&[2, 5, 0, 5, 0]), Err(DecodeError::TagOrder { previous: 5, tag: 5 }));
    assert_eq!(with_tags(&[2, 5, 0, 4, 0]), Err(DecodeError::TagOrder { previous: 5, tag: 4 }));
    assert!(matches!(with_tags(&[1, 5, 9]), Err(DecodeError::Truncated { needed: 9, .. })));
    assert!(matches!(with_tags(&[0x91, 0x4e]), Err(DecodeError::TooLong { length: 10_001, .. })));
}

#[test]
fn a_known_tagged_field_fills_its_size() {
    let request = FetchRequest { cluster_id: Some(Str::from("c")), ..FetchRequest::default() };
    let good = request.encode_to_bytes(12).expect("written");
    assert_eq!(FetchRequest::decode_exact(good.clone(), 12).as_ref(), Ok(&request));
    // It ends in: one tagged field, tag 0, size 2, a string of one byte.
    let (head, tail) = good.split_at(good.len() - 5);
    assert_eq!(tail, [1, 0, 2, 2, b'c']);
    let read = |tail: &[u8]| FetchRequest::decode_exact(Bytes::from([head, tail].concat()), 12);
    assert_eq!(read(&[1, 0, 3, 2, b'c', 0]), Err(DecodeError::TagSize { tag: 0, excess: 1 }));
    assert!(matches!(read(&[1, 0, 1, 2, b'c']), Err(DecodeError::Truncated { .. })));
}

#[test]
fn a_long_tagged_field_moves_what_follows() {
    let cluster_id = Some(Str::from("c".repeat(20_000)));
    let mut request = FetchRequest { cluster_id, ..FetchRequest::default() };
    request.unknown_tagged_fields.push(RawTaggedField { tag: 7, data: Bytes::from(vec![1; 300]) });
    let bytes = request.encode_to_bytes(14).expect("written");
    assert_eq!(FetchRequest::decode_exact(bytes, 14), Ok(request));
}

#[test]
fn what_a_version_cannot_say_is_refused_or_dropped() {
    let replica_state = ReplicaState { replica_id: 3, ..ReplicaState::default() };
    let request = FetchRequest { replica_state, ..FetchRequest::default() };
    assert!(request.encode_to_bytes(15).is_ok());
    let field = "FetchRequest.ReplicaState";
    assert_eq!(request.encode_to_bytes(14), Err(EncodeError::FieldNotInVersion { field, version: 14 }));

    // Ignorable: dropped.
    let request = FetchRequest { rack_id: Str::from("a"), ..FetchRequest::default() };
    let read = FetchRequest::decode_exact(request.encode_to_bytes(10).expect("written"), 10);
    assert_eq!(read, Ok(FetchRequest::default()));

    // Null only from version 1 on.
    let all_topics = MetadataRequest { topics: None, ..MetadataRequest::default() };
    assert_eq!(all_topics.encode_to_bytes(0), Err(EncodeError::Null("MetadataRequest.Topics")));
    assert!(all_topics.encode_to_bytes(1).is_ok());
    let topics = Some(vec![MetadataRequestTopic { name: None, ..MetadataRequestTopic::default() }]);
    let unnamed = MetadataRequest { topics, ..MetadataRequest::default() };
    assert_eq!(unnamed.encode_to_bytes(9), Err(EncodeError::Null("MetadataRequestTopic.Name")));
}

#[test]
fn defaults_are_kafkas() {
    let fetch = FetchRequest::default();
    assert_eq!((fetch.replica_id, fetch.session_epoch, fetch.max_bytes), (-1, -1, i32::MAX));
    assert_eq!(MetadataRequest::default().topics, Some(Vec::new()));
    assert!(MetadataRequest::default().allow_auto_topic_creation);
    assert_eq!(ProduceRequest::default().transactional_id, None);
}

#[test]
fn records_are_passed_on_without_a_copy() {
    let chunks = [Bytes::from(vec![1; 5_000]), Bytes::from(vec![2; 3]), Bytes::from(vec![3; 7_000])];
    let partition =
        PartitionData { records: Some(chunks.iter().cloned().collect()), ..PartitionData::default() };
    let topic =
        FetchableTopicResponse { partitions: vec![partition; 2], ..FetchableTopicResponse::default() };
    let response = FetchResponse { responses: vec![topic], ..FetchResponse::default() };
    for version in FetchResponse::VALID_VERSIONS {
        let mut encoder = Encoder::framed(64);
        response.encode(&mut encoder, version).expect("written");
        let frame = encoder.finish().expect("a frame");
        assert_eq!(frame.len(), frame.chunks().iter().map(Chunk::len).sum::<usize>());
        for chunk in [&chunks[0], &chunks[2]] {
            let passed_on = frame.slices().filter(|slice| slice.as_ptr() == chunk.as_ptr());
            assert_eq!(passed_on.count(), 2);
        }
        let whole = frame.into_bytes();
        let size = i32::try_from(whole.len() - 4).expect("small");
        assert_eq!(whole.first_chunk(), Some(&size.to_be_bytes()));
        assert_eq!(FetchResponse::decode_exact(whole.slice(4..), version).as_ref(), Ok(&response));
    }
}
