//! `.snapshot`: what a partition knows about its producers at the offset in the file's name.
//!
//! Version 1: int16 version, uint32 CRC-32C of the rest, int32 count, then 46 bytes an entry
//! (ProducerSnapshot.json). Only the last batch of a producer is kept; the window of five fills again.

use super::{FormatError, array_at};

const WHAT: &str = "producer snapshot";
const VERSION: i16 = 1;
const HEADER: usize = 2 + 4;
const ENTRY: usize = 46;

/// One producer's line in a snapshot. -1 stands for "none", as in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnapshotEntry {
    /// Whose.
    pub producer_id: i64,
    /// Its epoch.
    pub producer_epoch: i16,
    /// The last sequence number of its last data batch.
    pub last_sequence: i32,
    /// The last offset of its last data batch.
    pub last_offset: i64,
    /// Last offset minus first offset of that batch.
    pub offset_delta: i32,
    /// The highest timestamp of its last batch or marker.
    pub timestamp: i64,
    /// The epoch of the transaction coordinator that wrote its last marker.
    pub coordinator_epoch: i32,
    /// Where its open transaction began.
    pub current_txn_first_offset: i64,
}

/// The file's bytes.
pub fn encode(entries: &[SnapshotEntry]) -> Vec<u8> {
    let mut body = Vec::with_capacity(4 + entries.len() * ENTRY);
    // More producers than 2^31 do not fit into memory.
    body.extend(i32::try_from(entries.len()).unwrap_or(i32::MAX).to_be_bytes());
    for entry in entries {
        body.extend(entry.producer_id.to_be_bytes());
        body.extend(entry.producer_epoch.to_be_bytes());
        body.extend(entry.last_sequence.to_be_bytes());
        body.extend(entry.last_offset.to_be_bytes());
        body.extend(entry.offset_delta.to_be_bytes());
        body.extend(entry.timestamp.to_be_bytes());
        body.extend(entry.coordinator_epoch.to_be_bytes());
        body.extend(entry.current_txn_first_offset.to_be_bytes());
    }
    let mut bytes = Vec::with_capacity(HEADER + body.len());
    bytes.extend(VERSION.to_be_bytes());
    bytes.extend(crate::crc::crc32c(&body).to_be_bytes());
    bytes.extend(body);
    bytes
}

/// Reads a snapshot; refuses another version, a wrong CRC, and a count that the bytes do not hold.
pub fn decode(bytes: &[u8]) -> Result<Vec<SnapshotEntry>, FormatError> {
    let short = || FormatError::new(WHAT, "cut off");
    let version = i16::from_be_bytes(array_at(bytes, 0).ok_or_else(short)?);
    if version != VERSION {
        return Err(FormatError::new(WHAT, format!("unknown version {version}")));
    }
    let crc = u32::from_be_bytes(array_at(bytes, 2).ok_or_else(short)?);
    let body = bytes.get(HEADER..).ok_or_else(short)?;
    if crate::crc::crc32c(body) != crc {
        return Err(FormatError::new(WHAT, "the CRC does not match"));
    }
    let count = i32::from_be_bytes(array_at(body, 0).ok_or_else(short)?);
    let entries = body.get(4..).ok_or_else(short)?;
    if usize::try_from(count).ok().and_then(|count| count.checked_mul(ENTRY)) != Some(entries.len()) {
        return Err(FormatError::new(WHAT, format!("{count} entries do not fit {} bytes", entries.len())));
    }
    entries.chunks_exact(ENTRY).map(|chunk| decode_entry(chunk).ok_or_else(short)).collect()
}

fn decode_entry(bytes: &[u8]) -> Option<SnapshotEntry> {
    Some(SnapshotEntry {
        producer_id: i64::from_be_bytes(array_at(bytes, 0)?),
        producer_epoch: i16::from_be_bytes(array_at(bytes, 8)?),
        last_sequence: i32::from_be_bytes(array_at(bytes, 10)?),
        last_offset: i64::from_be_bytes(array_at(bytes, 14)?),
        offset_delta: i32::from_be_bytes(array_at(bytes, 22)?),
        timestamp: i64::from_be_bytes(array_at(bytes, 26)?),
        coordinator_epoch: i32::from_be_bytes(array_at(bytes, 34)?),
        current_txn_first_offset: i64::from_be_bytes(array_at(bytes, 38)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> SnapshotEntry {
        SnapshotEntry {
            producer_id: 1,
            producer_epoch: 2,
            last_sequence: 3,
            last_offset: 4,
            offset_delta: 1,
            timestamp: 5,
            coordinator_epoch: -1,
            current_txn_first_offset: -1,
        }
    }

    #[test]
    fn golden_bytes() {
        // An empty snapshot, as Kafka 4.3.1 writes it when an idle partition's log is rolled.
        assert_eq!(encode(&[]), [0, 1, 0x48, 0x67, 0x4b, 0xc7, 0, 0, 0, 0]);
        let bytes = encode(&[entry()]);
        assert_eq!(bytes.len(), 6 + 4 + 46);
        assert_eq!(bytes[10..20], [0, 0, 0, 0, 0, 0, 0, 1, 0, 2]);
        assert_eq!(decode(&bytes), Ok(vec![entry()]));
    }

    #[test]
    fn damage_is_seen() {
        let good = encode(&[entry(), entry()]);
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x40;
            assert!(decode(&bad).is_err(), "byte {at}");
            assert!(decode(&good[..at]).is_err(), "cut at {at}");
        }
    }
}
