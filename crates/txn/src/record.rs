//! Records of `__transaction_state`.

use bytes::Bytes;
use moldau_wire::codec::Message as _;
use moldau_wire::records::transaction::{TransactionLogKey, TransactionLogValue};
use moldau_wire::{DecodeError, EncodeError, Str, record_frame};

/// One record: what is known of one transactional id, in Kafka's schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Whose.
    pub transactional_id: Str,
    /// `None` is a tombstone: the id has expired.
    pub value: Option<TransactionLogValue>,
    /// The version of the value's schema: 0 below `transaction.version` 1, else 1.
    pub value_version: i16,
}

/// A record's bytes make no sense, or it can't be written.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The bytes are broken, or of an unknown version.
    #[error("transaction record cannot be read")]
    Decode(#[source] DecodeError),
    /// The record says what its version has no words for.
    #[error("transaction record cannot be written")]
    Encode(#[source] EncodeError),
    /// A key of a type that Kafka 4.3 does not write.
    #[error("transaction record has a key of unknown type {0}")]
    UnknownKey(i16),
}

impl Record {
    /// Reads a record's key and value as they lie in the log.
    pub fn decode(key: Bytes, value: Option<Bytes>) -> Result<Self, RecordError> {
        let (kind, mut decoder) = record_frame::decode_coordinator_head(key).map_err(RecordError::Decode)?;
        if Some(kind) != TransactionLogKey::API_KEY {
            return Err(RecordError::UnknownKey(kind));
        }
        let key = TransactionLogKey::decode(&mut decoder, 0).map_err(RecordError::Decode)?;
        let transactional_id = key.transactional_id;
        let Some(value) = value else {
            return Ok(Self { transactional_id, value: None, value_version: 0 });
        };
        let (value, value_version) =
            record_frame::decode_coordinator_value(value).map_err(RecordError::Decode)?;
        Ok(Self { transactional_id, value: Some(value), value_version })
    }

    /// Writes key and value.
    pub fn encode(&self) -> Result<(Bytes, Option<Bytes>), RecordError> {
        let key = TransactionLogKey { transactional_id: self.transactional_id.clone() };
        let key = record_frame::encode_coordinator_key(&key).map_err(RecordError::Encode)?;
        let Some(value) = &self.value else { return Ok((key, None)) };
        let value =
            record_frame::encode_coordinator_value(value, self.value_version).map_err(RecordError::Encode)?;
        Ok((key, Some(value)))
    }
}
