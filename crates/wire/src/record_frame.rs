//! How schema records lie in the keys and values of Kafka's own topics.
//!
//! In `__cluster_metadata` a value is a frame version (unsigned varint, 1), the record type and its version
//! (unsigned varints), then the message. In the coordinators' topics a key is its record type (i16) and the
//! message in version 0; a value is its version (i16) and the message. A null value is a tombstone, which is
//! for the caller to know.

use bytes::Bytes;

use crate::codec::{DecodeError, Decoder, EncodeError, EncodedFrame, Encoder, Field, Message};
use crate::records::metadata::MetadataRecord;

/// The only frame version.
const METADATA_FRAME_VERSION: u32 = 1;

/// Writes a metadata record's value.
pub fn encode_metadata(record: &MetadataRecord, version: i16) -> Result<Bytes, EncodeError> {
    let mut encoder = Encoder::new();
    encode_metadata_head(&mut encoder, record.api_key(), version)?;
    record.encode(&mut encoder, version)?;
    encoder.finish().map(EncodedFrame::into_bytes)
}

/// Writes the value of a record of one type, also of another log than the metadata (remote storage uses the
/// same framing).
pub fn encode_metadata_message<M: Message>(record: &M, version: i16) -> Result<Bytes, EncodeError> {
    let mut encoder = Encoder::new();
    let unsupported = EncodeError::UnsupportedVersion { message: M::NAME, version };
    encode_metadata_head(&mut encoder, M::API_KEY.ok_or(unsupported)?, version)?;
    record.encode(&mut encoder, version)?;
    encoder.finish().map(EncodedFrame::into_bytes)
}

fn encode_metadata_head(encoder: &mut Encoder, api_key: i16, version: i16) -> Result<(), EncodeError> {
    encoder.unsigned_varint(METADATA_FRAME_VERSION);
    for (what, number) in [("record type", api_key), ("record version", version)] {
        let raw = u32::try_from(number).map_err(|_| EncodeError::TooLong { what, length: 0 })?;
        encoder.unsigned_varint(raw);
    }
    Ok(())
}

/// Reads the framing of a metadata record's value: the record type, its version, and the message's bytes.
pub fn decode_metadata_head(value: Bytes) -> Result<(i16, i16, Decoder), DecodeError> {
    let mut decoder = Decoder::new(value);
    let frame_version = decoder.unsigned_varint()?;
    if frame_version != METADATA_FRAME_VERSION {
        let version = i16::try_from(frame_version).unwrap_or(i16::MAX);
        return Err(DecodeError::UnsupportedVersion { message: "metadata record frame", version });
    }
    let api_key = small(decoder.unsigned_varint()?)?;
    let version = small(decoder.unsigned_varint()?)?;
    Ok((api_key, version, decoder))
}

fn small(raw: u32) -> Result<i16, DecodeError> {
    i16::try_from(raw).map_err(|_| DecodeError::VarintTooLong)
}

/// Reads a metadata record and its version. Bytes after it are an error, as in Kafka.
pub fn decode_metadata(value: Bytes) -> Result<(MetadataRecord, i16), DecodeError> {
    let (api_key, version, mut decoder) = decode_metadata_head(value)?;
    let record = MetadataRecord::decode(api_key, &mut decoder, version)?;
    match decoder.remaining() {
        0 => Ok((record, version)),
        excess => Err(DecodeError::TrailingBytes(excess)),
    }
}

/// Writes a coordinator record's key: its type, then the message in version 0.
pub fn encode_coordinator_key<M: Message>(key: &M) -> Result<Bytes, EncodeError> {
    let version = *M::VALID_VERSIONS.start();
    let unsupported = EncodeError::UnsupportedVersion { message: M::NAME, version };
    encode_prefixed(M::API_KEY.ok_or(unsupported)?, key, version)
}

/// Writes a coordinator record's value: its version, then the message.
pub fn encode_coordinator_value<M: Message>(value: &M, version: i16) -> Result<Bytes, EncodeError> {
    encode_prefixed(version, value, version)
}

fn encode_prefixed<M: Message>(prefix: i16, message: &M, version: i16) -> Result<Bytes, EncodeError> {
    let mut encoder = Encoder::new();
    prefix.write(&mut encoder, 0)?;
    message.encode(&mut encoder, version)?;
    encoder.finish().map(EncodedFrame::into_bytes)
}

/// Reads the number before a coordinator record's key (its type) or value (its version). What follows is for
/// [`Message::decode`], or for the enums in [`crate::records`].
pub fn decode_coordinator_head(bytes: Bytes) -> Result<(i16, Decoder), DecodeError> {
    let mut decoder = Decoder::new(bytes);
    let number = i16::read(&mut decoder, 0)?;
    Ok((number, decoder))
}

/// Reads a coordinator record's value and its version.
pub fn decode_coordinator_value<M: Message>(value: Bytes) -> Result<(M, i16), DecodeError> {
    let (version, mut decoder) = decode_coordinator_head(value)?;
    Ok((M::decode(&mut decoder, version)?, version))
}

#[cfg(test)]
mod tests;
