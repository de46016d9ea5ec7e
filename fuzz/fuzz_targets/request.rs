//! A frame from any client: header, then the request it names. What reads must mean the same written again.

#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use moldau_wire::header::RequestFrame;
use moldau_wire::{Encoder, RequestKind};

fuzz_target!(|data: &[u8]| {
    let Ok(mut frame) = RequestFrame::decode(Bytes::copy_from_slice(data)) else { return };
    let version = frame.header.request_api_version;
    let Ok(request) = RequestKind::decode(frame.api_key, &mut frame.body, version) else { return };
    let mut encoder = Encoder::new();
    request.encode(&mut encoder, version).expect("what was read can be written");
    let bytes = encoder.finish().expect("finished").into_bytes();
    let mut decoder = moldau_wire::Decoder::new(bytes);
    let again = RequestKind::decode(frame.api_key, &mut decoder, version).expect("and read again");
    assert_eq!(decoder.remaining(), 0);
    // By their text: a NaN is not equal to itself.
    assert_eq!(format!("{request:?}"), format!("{again:?}"));
});
