//! Metadata records in Kafka's frame: frame version, record key, record version, then the record.
//!
//! The first three are unsigned varints (`MetadataRecordSerde`). One metadata record is the value of one record in a
//! batch of `__cluster_metadata-0`; its key is empty.

use bytes::Bytes;
use moldau_wire::records::metadata::MetadataRecord;
use moldau_wire::{DecodeError, Decoder, EncodeError, Encoder};

use crate::MetadataVersion;

/// Any metadata record.
pub type Record = MetadataRecord;

/// The only frame version there is.
const FRAME_VERSION: u32 = 1;

/// A metadata record's bytes make no sense, or a record can't be written.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Written by something newer.
    #[error("metadata record frame has version {0}; only 1 is known")]
    FrameVersion(u32),
    /// The key or version does not fit its type.
    #[error("metadata record has the {what} {value}, which is beyond the range")]
    OutOfRange {
        /// `type` or `version`.
        what: &'static str,
        /// What stood there.
        value: u32,
    },
    /// The body is broken, or of an unknown type or version.
    #[error("metadata record cannot be read")]
    Decode(#[source] DecodeError),
    /// Bytes after the record's last field.
    #[error("metadata record is followed by {0} bytes")]
    TrailingBytes(usize),
    /// The record says what its version has no words for.
    #[error("metadata record cannot be written")]
    Encode(#[source] EncodeError),
}

/// Reads one record's value.
pub fn decode_record(value: Bytes) -> Result<Record, RecordError> {
    let mut decoder = Decoder::new(value);
    let frame_version = decoder.unsigned_varint().map_err(RecordError::Decode)?;
    if frame_version != FRAME_VERSION {
        return Err(RecordError::FrameVersion(frame_version));
    }
    let key = small(&mut decoder, "type")?;
    let version = small(&mut decoder, "version")?;
    let record = Record::decode(key, &mut decoder, version).map_err(RecordError::Decode)?;
    match decoder.remaining() {
        0 => Ok(record),
        excess => Err(RecordError::TrailingBytes(excess)),
    }
}

/// Writes one record's value, in the version that `metadata_version` asks for.
pub fn encode_record(record: &Record, metadata_version: MetadataVersion) -> Result<Bytes, RecordError> {
    let version = metadata_version.record_version(record);
    let mut encoder = Encoder::new();
    encoder.unsigned_varint(FRAME_VERSION);
    encoder.unsigned_varint(u32::from(record.api_key().unsigned_abs()));
    encoder.unsigned_varint(u32::from(version.unsigned_abs()));
    record.encode(&mut encoder, version).map_err(RecordError::Encode)?;
    encoder.finish().map(moldau_wire::EncodedFrame::into_bytes).map_err(RecordError::Encode)
}

fn small(decoder: &mut Decoder, what: &'static str) -> Result<i16, RecordError> {
    let value = decoder.unsigned_varint().map_err(RecordError::Decode)?;
    i16::try_from(value).map_err(|_| RecordError::OutOfRange { what, value })
}
