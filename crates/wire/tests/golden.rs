//! Golden frames: what clients sent to Apache Kafka 4.3.1 and what it answered, byte for byte.
//!
//! Each frame is decoded to its last byte and encoded to the same bytes again. The frames were captured by
//! `make golden` through a recording proxy; `golden/index.json` says for each which API, version, direction and
//! client. Frames are without their length prefix.
//!
//! Seven real clients choose their versions themselves. Requests in the versions that none of them sends come from the
//! black-box tests' own codec (client `raw`), which is written in another language from the same schemas; the answers
//! are Kafka's in any case.
//!
//! `trailing` counts bytes that a client sent after the last field. librdkafka does so in Metadata 13, and Kafka
//! takes no offence; those bytes are the only ones that do not come back.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use moldau_wire::header::{RequestFrame, request_header_version, response_header_version};
use moldau_wire::messages::ResponseHeader;
use moldau_wire::{ApiKey, Decoder, Encoder, Message, RequestKind, ResponseKind};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn request_again(frame: &Bytes, version: i16, trailing: usize) -> Bytes {
    let mut request = RequestFrame::decode(frame.clone()).expect("header");
    let body = RequestKind::decode(request.api_key, &mut request.body, version).expect("body");
    assert_eq!(request.body.remaining(), trailing, "bytes left over after {body:?}");
    let mut encoder = Encoder::new();
    request.header.encode(&mut encoder, request_header_version(request.api_key, version)).expect("header");
    body.encode(&mut encoder, version).expect("body");
    encoder.finish().expect("finish").into_bytes()
}

fn response_again(frame: &Bytes, api_key: ApiKey, version: i16) -> Bytes {
    let mut decoder = Decoder::new(frame.clone());
    let header_version = response_header_version(api_key, version);
    let header = ResponseHeader::decode(&mut decoder, header_version).expect("header");
    let body = ResponseKind::decode(api_key, &mut decoder, version).expect("body");
    assert_eq!(decoder.remaining(), 0, "bytes left over after {body:?}");
    let mut encoder = Encoder::new();
    header.encode(&mut encoder, header_version).expect("header");
    body.encode(&mut encoder, version).expect("body");
    encoder.finish().expect("finish").into_bytes()
}

#[test]
fn every_golden_frame_decodes_and_encodes_to_the_same_bytes() {
    let index = std::fs::read(folder().join("index.json")).expect("index.json");
    let index: Vec<serde_json::Value> = serde_json::from_slice(&index).expect("index.json");
    assert!(index.len() > 200, "only {} golden frames", index.len());
    let mut differing = Vec::new();
    for entry in &index {
        let file = entry["file"].as_str().expect("file");
        let version = i16::try_from(entry["version"].as_i64().expect("version")).expect("version");
        let api_key = i16::try_from(entry["api_key"].as_i64().expect("api_key")).expect("api_key");
        let api_key = ApiKey::from_i16(api_key).expect("known");
        let frame = Bytes::from(std::fs::read(folder().join(file)).expect(file));
        let trailing = usize::try_from(entry["trailing"].as_u64().expect("trailing")).expect("trailing");
        let again = match entry["direction"].as_str() {
            Some("request") => request_again(&frame, version, trailing),
            Some("response") => response_again(&frame, api_key, version),
            other => panic!("direction {other:?} of {file}"),
        };
        if again != frame.slice(..frame.len() - trailing) {
            differing.push(format!("{file}:\n  {frame:02x?}\n  {again:02x?}"));
        }
    }
    assert!(differing.is_empty(), "{} frames differ:\n{}", differing.len(), differing.join("\n"));
    let count = |names: &[&str]| {
        let values = index.iter().map(|entry| {
            names.iter().map(|name| entry[*name].to_string().replace('"', "")).collect::<Vec<_>>().join(" ")
        });
        values.collect::<BTreeSet<String>>()
    };
    println!(
        "covered: {} golden frames (requests of clients, answers of Apache Kafka 4.3.1) of {} APIs in {} versions; \
         clients: {}",
        index.len(),
        count(&["api"]).len(),
        count(&["api", "version"]).len(),
        count(&["client"]).into_iter().collect::<Vec<_>>().join(", ")
    );
}
