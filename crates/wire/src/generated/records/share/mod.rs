//! Kafka's schemas in `share`. Written by `cargo xtask codegen`. Do not edit.

pub mod share_snapshot_key;
pub mod share_snapshot_value;
pub mod share_update_key;
pub mod share_update_value;

pub use share_snapshot_key::ShareSnapshotKey;
pub use share_snapshot_value::ShareSnapshotValue;
pub use share_update_key::ShareUpdateKey;
pub use share_update_value::ShareUpdateValue;

use crate::codec::{DecodeError, Decoder, EncodeError, Encoder, Message};

/// Any share record's key.
#[derive(Debug, Clone, PartialEq)]
pub enum ShareKey {
    /// Key 0.
    ShareSnapshot(ShareSnapshotKey),
    /// Key 1.
    ShareUpdate(ShareUpdateKey),
}

impl ShareKey {
    /// Which one it is.
    pub const fn api_key(&self) -> i16 {
        match self {
            Self::ShareSnapshot(_) => 0,
            Self::ShareUpdate(_) => 1,
        }
    }

    /// Reads the message with this key.
    pub fn decode(api_key: i16, d: &mut Decoder, version: i16) -> Result<Self, DecodeError> {
        match api_key {
            0 => Message::decode(d, version).map(Self::ShareSnapshot),
            1 => Message::decode(d, version).map(Self::ShareUpdate),
            key => Err(DecodeError::UnknownKey { what: "record type", key }),
        }
    }

    /// Writes the message, without its key.
    pub fn encode(&self, e: &mut Encoder, version: i16) -> Result<(), EncodeError> {
        match self {
            Self::ShareSnapshot(message) => message.encode(e, version),
            Self::ShareUpdate(message) => message.encode(e, version),
        }
    }
}

/// Any share record's value.
#[derive(Debug, Clone, PartialEq)]
pub enum ShareValue {
    /// Key 0.
    ShareSnapshot(ShareSnapshotValue),
    /// Key 1.
    ShareUpdate(ShareUpdateValue),
}

impl ShareValue {
    /// Which one it is.
    pub const fn api_key(&self) -> i16 {
        match self {
            Self::ShareSnapshot(_) => 0,
            Self::ShareUpdate(_) => 1,
        }
    }

    /// Reads the message with this key.
    pub fn decode(api_key: i16, d: &mut Decoder, version: i16) -> Result<Self, DecodeError> {
        match api_key {
            0 => Message::decode(d, version).map(Self::ShareSnapshot),
            1 => Message::decode(d, version).map(Self::ShareUpdate),
            key => Err(DecodeError::UnknownKey { what: "record type", key }),
        }
    }

    /// Writes the message, without its key.
    pub fn encode(&self, e: &mut Encoder, version: i16) -> Result<(), EncodeError> {
        match self {
            Self::ShareSnapshot(message) => message.encode(e, version),
            Self::ShareUpdate(message) => message.encode(e, version),
        }
    }
}
