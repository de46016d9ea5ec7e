//! Records of `__consumer_offsets`.

use bytes::Bytes;
use moldau_wire::records::group::{GroupKey, GroupValue};
use moldau_wire::{DecodeError, EncodeError};

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
    /// Reads a record's key and value as they lie in the log.
    pub fn decode(key: Bytes, value: Option<Bytes>) -> Result<Self, RecordError> {
        let _ = (key, value);
        todo!("groups: see moldau_wire::record_frame")
    }

    /// Writes key and value, in the newest versions of 4.3.
    pub fn encode(&self) -> Result<(Bytes, Option<Bytes>), RecordError> {
        todo!("groups")
    }
}
