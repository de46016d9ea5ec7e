//! Kafka's schemas in `storage`. Written by `cargo xtask codegen`. Do not edit.

pub mod producer_snapshot;
pub mod remote_log_segment_metadata_record;
pub mod remote_log_segment_metadata_snapshot_record;
pub mod remote_log_segment_metadata_update_record;
pub mod remote_partition_delete_metadata_record;

pub use producer_snapshot::ProducerSnapshot;
pub use remote_log_segment_metadata_record::RemoteLogSegmentMetadataRecord;
pub use remote_log_segment_metadata_snapshot_record::RemoteLogSegmentMetadataSnapshotRecord;
pub use remote_log_segment_metadata_update_record::RemoteLogSegmentMetadataUpdateRecord;
pub use remote_partition_delete_metadata_record::RemotePartitionDeleteMetadataRecord;

use crate::codec::{DecodeError, Decoder, EncodeError, Encoder, Message};

/// Any storage record.
#[derive(Debug, Clone, PartialEq)]
pub enum StorageRecord {
    /// Key 0.
    RemoteLogSegmentMetadata(RemoteLogSegmentMetadataRecord),
    /// Key 1.
    RemoteLogSegmentMetadataUpdate(RemoteLogSegmentMetadataUpdateRecord),
    /// Key 2.
    RemotePartitionDeleteMetadata(RemotePartitionDeleteMetadataRecord),
    /// Key 3.
    RemoteLogSegmentMetadataSnapshot(RemoteLogSegmentMetadataSnapshotRecord),
}

impl StorageRecord {
    /// Which one it is.
    pub const fn api_key(&self) -> i16 {
        match self {
            Self::RemoteLogSegmentMetadata(_) => 0,
            Self::RemoteLogSegmentMetadataUpdate(_) => 1,
            Self::RemotePartitionDeleteMetadata(_) => 2,
            Self::RemoteLogSegmentMetadataSnapshot(_) => 3,
        }
    }

    /// Reads the message with this key.
    pub fn decode(api_key: i16, d: &mut Decoder, version: i16) -> Result<Self, DecodeError> {
        match api_key {
            0 => Message::decode(d, version).map(Self::RemoteLogSegmentMetadata),
            1 => Message::decode(d, version).map(Self::RemoteLogSegmentMetadataUpdate),
            2 => Message::decode(d, version).map(Self::RemotePartitionDeleteMetadata),
            3 => Message::decode(d, version).map(Self::RemoteLogSegmentMetadataSnapshot),
            key => Err(DecodeError::UnknownKey { what: "record type", key }),
        }
    }

    /// Writes the message, without its key.
    pub fn encode(&self, e: &mut Encoder, version: i16) -> Result<(), EncodeError> {
        match self {
            Self::RemoteLogSegmentMetadata(message) => message.encode(e, version),
            Self::RemoteLogSegmentMetadataUpdate(message) => message.encode(e, version),
            Self::RemotePartitionDeleteMetadata(message) => message.encode(e, version),
            Self::RemoteLogSegmentMetadataSnapshot(message) => message.encode(e, version),
        }
    }
}
