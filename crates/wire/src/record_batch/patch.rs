//! The few bytes of a batch that a broker may change, in place.
//!
//! Base offset and leader epoch are not covered by the CRC. The timestamps are: their change updates the CRC
//! from the header alone, without reading the records again. A slice that is shorter than a header stays as it
//! is.

use super::{Attributes, BatchHeader, HEADER_SIZE, TimestampType, crc32c};

/// Bytes of the header that the CRC covers.
const CRC_HEADER: std::ops::Range<usize> = super::CRC_START..HEADER_SIZE;

fn put<const N: usize>(batch: &mut [u8], place: usize, value: [u8; N]) {
    if let Some(slot) = batch.get_mut(place..).and_then(<[u8]>::first_chunk_mut::<N>) {
        *slot = value;
    }
}

/// Gives the batch its place in the log.
pub fn set_base_offset(batch: &mut [u8], base_offset: i64) {
    put(batch, 0, base_offset.to_be_bytes());
}

/// Says which leader appended it.
pub fn set_partition_leader_epoch(batch: &mut [u8], epoch: i32) {
    put(batch, 12, epoch.to_be_bytes());
}

/// Sets the timestamp type and the max timestamp of a whole batch, or of its header alone, and its CRC.
///
/// The length in the header says how long the batch is, so that a header that has been cut off its records can
/// be patched as well. The stored CRC must have been right.
pub fn set_max_timestamp(batch: &mut [u8], timestamp_type: TimestampType, max_timestamp: i64) {
    let Ok(header) = BatchHeader::parse(batch) else { return };
    let attributes = header.attributes.with_timestamp_type(timestamp_type);
    if attributes == header.attributes && header.max_timestamp == max_timestamp {
        return;
    }
    patch_crc_covered(batch, &header, |batch| {
        put_attributes(batch, attributes);
        put(batch, 35, max_timestamp.to_be_bytes());
    });
}

fn put_attributes(batch: &mut [u8], attributes: Attributes) {
    put(batch, 21, attributes.0.to_be_bytes());
}

/// Changes bytes of the header that the CRC covers, and the CRC with them.
///
/// A CRC is linear: changing the first part A of a message A|B to A' changes its CRC by
/// `shift(crc(A) ^ crc(A'), length of B)`, and `combine(a, b, n) = shift(a, n) ^ b`.
fn patch_crc_covered(batch: &mut [u8], header: &BatchHeader, change: impl FnOnce(&mut [u8])) {
    let before = crc32c(batch.get(CRC_HEADER).unwrap_or_default());
    change(batch);
    let after = crc32c(batch.get(CRC_HEADER).unwrap_or_default());
    let payload = (header.size() - HEADER_SIZE) as u64;
    let crc = header.crc ^ shift(before, payload) ^ shift(after, payload);
    put(batch, 17, crc.to_be_bytes());
}

fn shift(crc: u32, bytes: u64) -> u32 {
    if bytes == 0 {
        return crc;
    }
    let shifted = crc_fast::checksum_combine(crc_fast::CrcAlgorithm::Crc32Iscsi, u64::from(crc), 0, bytes);
    let [_, _, _, _, a, b, c, d] = shifted.to_be_bytes();
    u32::from_be_bytes([a, b, c, d])
}
