//! Records of `__consumer_offsets`.

use bytes::Bytes;
use moldau_wire::records::group::{GroupKey, GroupValue};
use moldau_wire::{DecodeError, Decoder, EncodeError, EncodedFrame, Encoder};

/// Keys have one version; what is written before them is their type.
const KEY_VERSION: i16 = 0;
/// Classic groups are written without tagged fields, as Kafka does.
const GROUP_METADATA_VERSION: i16 = 3;
/// An offset with its topic's id.
const OFFSET_COMMIT_VERSION: i16 = 4;
/// The only version with a time to expire at.
const OFFSET_COMMIT_EXPIRING_VERSION: i16 = 1;

/// One record: a key and its value, in Kafka's schemas; no value is a tombstone.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What it is about.
    pub key: GroupKey,
    /// Of the same kind as the key; `None` is a tombstone.
    pub value: Option<GroupValue>,
}

/// A record's bytes make no sense, or it can't be written.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The bytes are broken, or of an unknown type or version.
    #[error("group record cannot be read")]
    Decode(#[source] DecodeError),
    /// The record says what its version has no words for.
    #[error("group record cannot be written")]
    Encode(#[source] EncodeError),
    /// A value of one kind under a key of another.
    #[error("group record's value is not of its key's kind")]
    Mismatch,
}

impl Record {
    /// Reads a record's key and value as they lie in the log. A type that is not known is an error of its own record
    /// only: whoever replays a log skips it.
    pub fn decode(key: Bytes, value: Option<Bytes>) -> Result<Self, RecordError> {
        let (kind, mut decoder) = head(key)?;
        let key = GroupKey::decode(kind, &mut decoder, KEY_VERSION).map_err(RecordError::Decode)?;
        let value = value
            .map(|bytes| {
                let (version, mut decoder) = head(bytes)?;
                GroupValue::decode(kind, &mut decoder, version).map_err(RecordError::Decode)
            })
            .transpose()?;
        Ok(Self { key, value })
    }

    /// Writes key and value, in the versions that Kafka 4.3 writes.
    pub fn encode(&self) -> Result<(Bytes, Option<Bytes>), RecordError> {
        let key = prefixed(self.key.api_key(), |encoder| self.key.encode(encoder, KEY_VERSION))?;
        let Some(value) = &self.value else {
            return Ok((key, None));
        };
        if value.api_key() != self.key.api_key() {
            return Err(RecordError::Mismatch);
        }
        let version = value_version(value);
        let value = prefixed(version, |encoder| value.encode(encoder, version))?;
        Ok((key, Some(value)))
    }
}

fn head(bytes: Bytes) -> Result<(i16, Decoder), RecordError> {
    moldau_wire::record_frame::decode_coordinator_head(bytes).map_err(RecordError::Decode)
}

fn prefixed(
    prefix: i16,
    write: impl FnOnce(&mut Encoder) -> Result<(), EncodeError>,
) -> Result<Bytes, RecordError> {
    let mut encoder = Encoder::new();
    encoder.put(&prefix.to_be_bytes());
    write(&mut encoder).map_err(RecordError::Encode)?;
    encoder.finish().map(EncodedFrame::into_bytes).map_err(RecordError::Encode)
}

fn value_version(value: &GroupValue) -> i16 {
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other kind has one version so far")]
    match value {
        GroupValue::OffsetCommit(offset) if offset.expire_timestamp != -1 => OFFSET_COMMIT_EXPIRING_VERSION,
        GroupValue::OffsetCommit(_) => OFFSET_COMMIT_VERSION,
        GroupValue::GroupMetadata(_) => GROUP_METADATA_VERSION,
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
