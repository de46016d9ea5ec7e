//! Headers: what precedes each request and response, and which version of it each API uses.
//!
//! A request's header has version 2 where the request is flexible, else 1 (version 0 belonged to
//! `ControlledShutdown` 0 and is gone). A response's header has version 1 where the response is flexible, else
//! 0, except that an `ApiVersions` response always has 0, so that a client that guessed the version too high
//! can read the answer (KIP-511).
//!
//! A version of a known API that is above what we know still has a header that can be read: flexible versions
//! stay flexible.

use bytes::Bytes;

use crate::api::ApiKey;
use crate::codec::{DecodeError, Decoder, EncodeError, EncodedFrame, Encoder, Field, Message};
use crate::messages::{RequestHeader, ResponseHeader};

/// The version of the header before a request: 1 or 2.
pub fn request_header_version(api_key: ApiKey, api_version: i16) -> i16 {
    let flexible = api_key.info().request_flexible_from.is_some_and(|from| api_version >= from);
    if flexible { 2 } else { 1 }
}

/// The version of the header before a response: 0 or 1.
pub fn response_header_version(api_key: ApiKey, api_version: i16) -> i16 {
    let flexible = api_key.info().response_flexible_from.is_some_and(|from| api_version >= from);
    i16::from(flexible && api_key != ApiKey::ApiVersions)
}

/// A request whose header has been read and whose body has not.
#[derive(Debug, Clone)]
pub struct RequestFrame {
    /// The API.
    pub api_key: ApiKey,
    /// The header. `header.request_api_version` may be a version that the API does not have.
    pub header: RequestHeader,
    /// Stands at the first byte of the body.
    pub body: Decoder,
}

impl RequestFrame {
    /// Reads the header of a frame (without its length).
    ///
    /// # Errors
    /// The API is unknown, or the header is broken: Kafka closes the connection for both.
    pub fn decode(frame: Bytes) -> Result<Self, DecodeError> {
        let mut start = Decoder::new(frame.clone());
        let raw = i16::read(&mut start, 0)?;
        let api_version = i16::read(&mut start, 0)?;
        let api_key = ApiKey::from_i16(raw).ok_or(DecodeError::UnknownKey { what: "API", key: raw })?;
        let mut body = Decoder::new(frame);
        let header = RequestHeader::decode(&mut body, request_header_version(api_key, api_version))?;
        Ok(Self { api_key, header, body })
    }
}

/// Writes a whole request: length, header, body.
pub fn encode_request<M: Message>(
    api_key: ApiKey,
    header: &RequestHeader,
    body: &M,
) -> Result<EncodedFrame, EncodeError> {
    let mut encoder = Encoder::framed(256);
    let version = header.request_api_version;
    header.encode(&mut encoder, request_header_version(api_key, version))?;
    body.encode(&mut encoder, version)?;
    encoder.finish()
}

/// Writes a whole response: length, header, body.
pub fn encode_response<M: Message>(
    api_key: ApiKey,
    api_version: i16,
    correlation_id: i32,
    body: &M,
) -> Result<EncodedFrame, EncodeError> {
    let mut encoder = Encoder::framed(256);
    let header = ResponseHeader { correlation_id, ..ResponseHeader::default() };
    header.encode(&mut encoder, response_header_version(api_key, api_version))?;
    body.encode(&mut encoder, api_version)?;
    encoder.finish()
}

#[cfg(test)]
mod tests;
