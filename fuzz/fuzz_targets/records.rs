//! Keys and values of Kafka's own topics, and every schema record by itself.

#![no_main]

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use moldau_wire::Message;
use moldau_wire::record_batch::control::{ControlType, EndTransactionMarker};
use moldau_wire::record_frame::{decode_coordinator_head, decode_metadata, encode_metadata};
use moldau_wire::records::group::{GroupKey, GroupValue};
use moldau_wire::testing::{Sample, Visitor, visit_all};

/// Reads the bytes as the message whose turn it is, in one of its versions.
struct Pick {
    left: u16,
    version: u8,
    bytes: Bytes,
}

impl Visitor for Pick {
    fn visit<M: Message + Sample>(&mut self) {
        let turn = self.left == 0;
        self.left = self.left.wrapping_sub(1);
        if !turn {
            return;
        }
        let (low, high) = (*M::VALID_VERSIONS.start(), *M::VALID_VERSIONS.end());
        let version = low + i16::from(self.version) % (high - low + 1);
        if let Ok(message) = M::decode_exact(self.bytes.clone(), version) {
            let again = message.encode_to_bytes(version).expect("what was read can be written");
            let again = M::decode_exact(again, version).expect("and read again");
            // By their text: a NaN is not equal to itself.
            assert_eq!(format!("{message:?}"), format!("{again:?}"));
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let bytes = Bytes::copy_from_slice(data);
    if let Ok((record, version)) = decode_metadata(bytes.clone()) {
        let again = encode_metadata(&record, version).expect("what was read can be written");
        assert_eq!(decode_metadata(again), Ok((record, version)));
    }
    if let Ok((number, rest)) = decode_coordinator_head(bytes.clone()) {
        drop(GroupKey::decode(number, &mut rest.clone(), 0));
        drop(GroupValue::decode(number, &mut rest.clone(), 0));
    }
    drop(ControlType::from_key(data));
    drop(EndTransactionMarker::from_value(data));
    if let Some((&[a, b, version], rest)) = data.split_first_chunk::<3>() {
        let left = u16::from_be_bytes([a, b]) % 280;
        visit_all(&mut Pick { left, version, bytes: Bytes::copy_from_slice(rest) });
    }
});
