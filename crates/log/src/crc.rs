//! CRC-32C (Castagnoli), which Kafka's batches and snapshots carry.

/// The checksum of `bytes`.
pub(crate) fn crc32c(bytes: &[u8]) -> u32 {
    // CRC-32C is 32 bits wide; the library hands every width out as 64.
    u32::try_from(crc_fast::checksum(crc_fast::CrcAlgorithm::Crc32Iscsi, bytes)).unwrap_or_default()
}
