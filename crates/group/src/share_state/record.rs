//! Records of `__share_group_state`.

use bytes::Bytes;
use moldau_wire::records::share::{ShareKey, ShareValue};
use moldau_wire::{EncodeError, EncodedFrame, Encoder};

use crate::RecordError;

/// Keys and values have one version.
const VERSION: i16 = 0;

/// One record: a key and its value, in Kafka's schemas; no value is a tombstone.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareStateRecord {
    /// What it is about.
    pub key: ShareKey,
    /// Of the same kind as the key; `None` is a tombstone.
    pub value: Option<ShareValue>,
}

impl ShareStateRecord {
    /// Reads a record's key and value as they lie in the log.
    pub fn decode(key: Bytes, value: Option<Bytes>) -> Result<Self, RecordError> {
        let head = moldau_wire::record_frame::decode_coordinator_head;
        let (kind, mut decoder) = head(key).map_err(RecordError::Decode)?;
        let key = ShareKey::decode(kind, &mut decoder, VERSION).map_err(RecordError::Decode)?;
        let value = value
            .map(|bytes| {
                let (version, mut decoder) = head(bytes).map_err(RecordError::Decode)?;
                ShareValue::decode(kind, &mut decoder, version).map_err(RecordError::Decode)
            })
            .transpose()?;
        Ok(Self { key, value })
    }

    /// Writes key and value.
    pub fn encode(&self) -> Result<(Bytes, Option<Bytes>), RecordError> {
        let key = prefixed(self.key.api_key(), |encoder| self.key.encode(encoder, VERSION))?;
        let Some(value) = &self.value else { return Ok((key, None)) };
        if value.api_key() != self.key.api_key() {
            return Err(RecordError::Mismatch);
        }
        let value = prefixed(VERSION, |encoder| value.encode(encoder, VERSION))?;
        Ok((key, Some(value)))
    }
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
