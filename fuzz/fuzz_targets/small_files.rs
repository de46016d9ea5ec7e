//! The small files of a log directory and the operator's configuration: what reads means the same written again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use moldau_log::format::{
    checkpoint, clean_shutdown,
    index::{AbortedTxn, OffsetEntry, TimeEntry, valid_offset_entries, valid_time_entries},
    names,
    properties::{MetaProperties, decode_partition_metadata, encode_partition_metadata},
    snapshot,
};
use moldau_settings::{BrokerConfig, Properties, write_property};

fn checkpoints(data: &[u8]) {
    if let Ok(offsets) = checkpoint::decode_offsets(data) {
        let text = checkpoint::encode_offsets(offsets.iter().map(|(partition, offset)| (partition, *offset)));
        assert_eq!(checkpoint::decode_offsets(text.as_bytes()), Ok(offsets));
    }
    if let Ok(epochs) = checkpoint::decode_epochs(data) {
        assert_eq!(checkpoint::decode_epochs(checkpoint::encode_epochs(&epochs).as_bytes()), Ok(epochs));
    }
    drop(clean_shutdown::decode(data));
}

fn binary(data: &[u8]) {
    let mut sealed = data.to_vec();
    let len = sealed.len();
    moldau_fuzz::seal(&mut sealed, 2, 6.min(len)..len);
    if let Ok(entries) = snapshot::decode(&sealed) {
        assert_eq!(snapshot::encode(&entries), sealed);
    }
    if let Ok(entry) = AbortedTxn::decode(data) {
        assert_eq!(&entry.encode()[..], &data[..AbortedTxn::SIZE]);
    }
    for size in [0, 100, u64::MAX] {
        assert!(valid_offset_entries(data, size) <= data.len() / OffsetEntry::SIZE);
    }
    assert!(valid_time_entries(data, 1 << 20) <= data.len() / TimeEntry::SIZE);
}

fn properties(data: &[u8]) {
    if let Ok(properties) = MetaProperties::decode(data) {
        assert_eq!(MetaProperties::decode(properties.encode().as_bytes()), Ok(properties));
    }
    if let Ok(id) = decode_partition_metadata(data) {
        assert_eq!(decode_partition_metadata(encode_partition_metadata(id).as_bytes()), Ok(id));
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    drop(names::parse_directory(text));
    drop(names::parse_segment_file(text, names::LOG_SUFFIX));
    let Ok(properties) = Properties::parse(text) else { return };
    let lines: Vec<String> =
        properties.entries.iter().map(|property| write_property(&property.key, &property.value)).collect();
    let again = Properties::parse(&lines.join("\n")).expect("what was written can be read");
    let pairs = |properties: &Properties| -> Vec<(String, String)> {
        properties.entries.iter().map(|entry| (entry.key.clone(), entry.value.clone())).collect()
    };
    assert_eq!(pairs(&properties), pairs(&again));
    drop(BrokerConfig::load(&properties, &[]));
    // Its values over a node that would start: more of them are looked at.
    drop(BrokerConfig::standalone(&pairs(&properties)));
}

fuzz_target!(|data: &[u8]| {
    checkpoints(data);
    binary(data);
    properties(data);
});
