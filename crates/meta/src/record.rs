//! Metadata records in Kafka's frame, which [`moldau_wire::record_frame`] knows.
//!
//! One metadata record is the value of one record in a batch of `__cluster_metadata-0`; its key is empty. Which
//! version of a record is written is the finalized `metadata.version`'s to say.

use bytes::Bytes;
use moldau_wire::record_frame::{decode_metadata, encode_metadata};
use moldau_wire::records::metadata::MetadataRecord;
use moldau_wire::{DecodeError, EncodeError};

use crate::MetadataVersion;

/// Any metadata record.
pub type Record = MetadataRecord;

/// A metadata record's bytes make no sense, or a record can't be written.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The bytes are broken, or of an unknown type or version.
    #[error("metadata record cannot be read")]
    Decode(#[source] DecodeError),
    /// The record says what its version has no words for.
    #[error("metadata record cannot be written")]
    Encode(#[source] EncodeError),
}

/// Reads one record's value.
pub fn decode_record(value: Bytes) -> Result<Record, RecordError> {
    decode_metadata(value).map(|(record, _version)| record).map_err(RecordError::Decode)
}

/// Writes one record's value, in the version that `metadata_version` asks for.
pub fn encode_record(record: &Record, metadata_version: MetadataVersion) -> Result<Bytes, RecordError> {
    encode_metadata(record, metadata_version.record_version(record)).map_err(RecordError::Encode)
}
