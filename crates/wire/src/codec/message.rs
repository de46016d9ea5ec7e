//! [`Message`] and [`Request`].

use std::fmt::Debug;
use std::ops::RangeInclusive;

use bytes::Bytes;

use super::{DecodeError, Decoder, EncodeError, Encoder, Field};

/// A message of the protocol, or a record with a schema. `Default` gives Kafka's defaults.
pub trait Message: Field + Default + Clone + PartialEq + Debug {
    /// Kafka's name, such as `FetchRequest`.
    const NAME: &'static str;
    /// The API's key; for records, the number of the record type. `None` for headers and bare data.
    const API_KEY: Option<i16>;
    /// The versions that can be read and written.
    const VALID_VERSIONS: RangeInclusive<i16>;
    /// The first flexible version (KIP-482), if any is.
    const FLEXIBLE_FROM: Option<i16>;

    /// Whether this version has compact lengths and tagged fields.
    fn is_flexible(version: i16) -> bool {
        Self::FLEXIBLE_FROM.is_some_and(|from| version >= from)
    }

    /// Reads a message. Bytes after its last field are left where they are: Kafka ignores them too.
    fn decode(decoder: &mut Decoder, version: i16) -> Result<Self, DecodeError> {
        if !Self::VALID_VERSIONS.contains(&version) {
            return Err(DecodeError::UnsupportedVersion { message: Self::NAME, version });
        }
        decoder.set_flexible(Self::is_flexible(version));
        Self::read(decoder, version)
    }

    /// Reads a message that must fill `bytes`.
    fn decode_exact(bytes: Bytes, version: i16) -> Result<Self, DecodeError> {
        let mut decoder = Decoder::new(bytes);
        let message = Self::decode(&mut decoder, version)?;
        match decoder.remaining() {
            0 => Ok(message),
            excess => Err(DecodeError::TrailingBytes(excess)),
        }
    }

    /// Writes a message.
    ///
    /// # Errors
    /// No such version, or the message says what this version has no words for.
    fn encode(&self, encoder: &mut Encoder, version: i16) -> Result<(), EncodeError> {
        if !Self::VALID_VERSIONS.contains(&version) {
            return Err(EncodeError::UnsupportedVersion { message: Self::NAME, version });
        }
        encoder.set_flexible(Self::is_flexible(version));
        self.write(encoder, version)
    }

    /// Writes a message alone, into memory of its own.
    fn encode_to_bytes(&self, version: i16) -> Result<Bytes, EncodeError> {
        let mut encoder = Encoder::new();
        self.encode(&mut encoder, version)?;
        encoder.finish().map(super::EncodedFrame::into_bytes)
    }
}

/// A request and what answers it.
pub trait Request: Message {
    /// The answer, in the same version.
    type Response: Message;
}
