//! An answer from any broker: two bytes pick the API, two the version, the rest is the response.

#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use moldau_wire::{ApiKey, Decoder, Encoder, ResponseKind};

fuzz_target!(|data: &[u8]| {
    let Some((&[a, b, c, d], body)) = data.split_first_chunk::<4>() else { return };
    let Some(api_key) = ApiKey::from_i16(i16::from_be_bytes([a, b])) else { return };
    let version = i16::from_be_bytes([c, d]);
    let mut decoder = Decoder::new(Bytes::copy_from_slice(body));
    let Ok(response) = ResponseKind::decode(api_key, &mut decoder, version) else { return };
    let mut encoder = Encoder::framed(0);
    response.encode(&mut encoder, version).expect("what was read can be written");
    let bytes = encoder.finish().expect("finished").into_bytes();
    let mut decoder = Decoder::new(bytes.slice(4..));
    let again = ResponseKind::decode(api_key, &mut decoder, version).expect("and read again");
    assert_eq!(decoder.remaining(), 0);
    // By their text: a NaN is not equal to itself.
    assert_eq!(format!("{response:?}"), format!("{again:?}"));
});
