use super::*;
use crate::messages::{ApiVersionsRequest, ApiVersionsResponse, MetadataRequest};
use crate::{RequestKind, Str};

#[test]
fn header_versions_follow_the_flexible_ones() {
    assert_eq!(request_header_version(ApiKey::Fetch, 11), 1);
    assert_eq!(request_header_version(ApiKey::Fetch, 12), 2);
    assert_eq!(response_header_version(ApiKey::Fetch, 11), 0);
    assert_eq!(response_header_version(ApiKey::Fetch, 12), 1);
    // Never flexible.
    assert_eq!(request_header_version(ApiKey::SaslHandshake, 1), 1);
    assert_eq!(request_header_version(ApiKey::OffsetDelete, 0), 1);
    // Flexible requests whose answers keep the old header, so that anyone can read them.
    assert_eq!(request_header_version(ApiKey::ApiVersions, 4), 2);
    assert_eq!(request_header_version(ApiKey::ApiVersions, 99), 2);
    assert_eq!(response_header_version(ApiKey::ApiVersions, 4), 0);
}

#[test]
fn a_request_is_read_as_it_was_written() {
    for (api_version, client_id) in [(8, Some(Str::from("me"))), (12, Some(Str::from("me"))), (12, None)] {
        let header = RequestHeader {
            request_api_key: ApiKey::Metadata.get(),
            request_api_version: api_version,
            correlation_id: 77,
            client_id,
            ..RequestHeader::default()
        };
        let frame = encode_request(ApiKey::Metadata, &header, &MetadataRequest::default()).expect("written");
        let mut read = RequestFrame::decode(frame.into_bytes().slice(4..)).expect("read");
        assert_eq!((read.api_key, &read.header), (ApiKey::Metadata, &header));
        let body = RequestKind::decode(read.api_key, &mut read.body, api_version);
        assert_eq!(body, Ok(RequestKind::Metadata(MetadataRequest::default())));
        assert_eq!(read.body.remaining(), 0);
    }
}

#[test]
fn the_header_of_a_version_to_come_can_be_read() {
    let header = RequestHeader { request_api_key: 18, request_api_version: 99, ..RequestHeader::default() };
    let mut encoder = Encoder::new();
    header.encode(&mut encoder, 2).expect("written");
    let bytes = encoder.finish().expect("finished").into_bytes();
    let read = RequestFrame::decode(bytes).expect("read");
    assert_eq!(read.header.request_api_version, 99);
    let refused = ApiVersionsRequest::decode(&mut read.body.clone(), 99);
    assert!(matches!(refused, Err(DecodeError::UnsupportedVersion { version: 99, .. })));
}

#[test]
fn unknown_apis_are_refused() {
    let frame = Bytes::from_static(&[0x03, 0xe7, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);
    assert_eq!(RequestFrame::decode(frame).map(drop), Err(DecodeError::UnknownKey { what: "API", key: 999 }));
}

#[test]
fn an_answer_starts_with_its_length_and_its_correlation() {
    let frame = encode_response(ApiKey::ApiVersions, 4, 9, &ApiVersionsResponse::default()).expect("written");
    let bytes = frame.into_bytes();
    // Length, correlation id, no tagged fields of a header: error code, no keys, throttle time, no tags.
    assert_eq!(&bytes[..], &[0, 0, 0, 12, 0, 0, 0, 9, 0, 0, 1, 0, 0, 0, 0, 0][..]);
}
