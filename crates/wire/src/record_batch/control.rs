//! Control records: what coordinators and the quorum write into logs.
//!
//! A key is a version (i16, 0) and a type (i16). The value of a transaction's end is a version (i16, 0) and the
//! coordinator's epoch (i32); the other values are messages of their own (`LeaderChangeMessage`, ...).

use bytes::Bytes;

use crate::codec::{DecodeError, Decoder, Field};

/// What a control record says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ControlType {
    /// The transaction is aborted.
    Abort,
    /// The transaction is committed.
    Commit,
    /// The quorum has a new leader: `LeaderChangeMessage`.
    LeaderChange,
    /// A snapshot begins: `SnapshotHeaderRecord`.
    SnapshotHeader,
    /// A snapshot ends: `SnapshotFooterRecord`.
    SnapshotFooter,
    /// The quorum's protocol level: `KRaftVersionRecord`.
    KraftVersion,
    /// The quorum's voters: `VotersRecord`.
    KraftVoters,
    /// A type of a later Kafka, kept and not understood.
    Unknown(i16),
}

const TYPES: [ControlType; 7] = [
    ControlType::Abort,
    ControlType::Commit,
    ControlType::LeaderChange,
    ControlType::SnapshotHeader,
    ControlType::SnapshotFooter,
    ControlType::KraftVersion,
    ControlType::KraftVoters,
];

impl ControlType {
    /// From the number on the wire.
    pub fn from_i16(raw: i16) -> Self {
        let known = usize::try_from(raw).ok().and_then(|index| TYPES.get(index).copied());
        known.unwrap_or(Self::Unknown(raw))
    }

    /// The number on the wire.
    pub const fn to_i16(self) -> i16 {
        match self {
            Self::Abort => 0,
            Self::Commit => 1,
            Self::LeaderChange => 2,
            Self::SnapshotHeader => 3,
            Self::SnapshotFooter => 4,
            Self::KraftVersion => 5,
            Self::KraftVoters => 6,
            Self::Unknown(raw) => raw,
        }
    }

    /// The key of such a record.
    pub const fn to_key(self) -> [u8; 4] {
        let [high, low] = self.to_i16().to_be_bytes();
        [0, 0, high, low]
    }

    /// Reads a key. Keys of later versions may be longer: their type is read all the same, as in Kafka.
    pub fn from_key(key: &[u8]) -> Result<Self, DecodeError> {
        let truncated = DecodeError::Truncated { needed: 4, remaining: key.len() };
        let [version_high, version_low, high, low] = *key.first_chunk().ok_or(truncated)?;
        let version = i16::from_be_bytes([version_high, version_low]);
        if version < 0 {
            return Err(DecodeError::UnsupportedVersion { message: "ControlRecordType", version });
        }
        Ok(Self::from_i16(i16::from_be_bytes([high, low])))
    }
}

/// The value of a control record that ends a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndTransactionMarker {
    /// The epoch of the coordinator that wrote it.
    pub coordinator_epoch: i32,
}

impl EndTransactionMarker {
    /// The value's six bytes.
    pub const fn to_value(self) -> [u8; 6] {
        let [a, b, c, d] = self.coordinator_epoch.to_be_bytes();
        [0, 0, a, b, c, d]
    }

    /// Reads a value. What later versions append is ignored, as in Kafka.
    pub fn from_value(value: &[u8]) -> Result<Self, DecodeError> {
        let mut decoder = Decoder::new(Bytes::copy_from_slice(value.get(..6).unwrap_or(value)));
        let version = i16::read(&mut decoder, 0)?;
        if version < 0 {
            return Err(DecodeError::UnsupportedVersion { message: "EndTxnMarker", version });
        }
        Ok(Self { coordinator_epoch: i32::read(&mut decoder, 0)? })
    }
}
