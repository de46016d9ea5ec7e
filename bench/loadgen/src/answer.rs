//! Reading answers.

use anyhow::{Context, Result};
use bytes::Bytes;
use moldau_wire::{
    ApiKey, Decoder, Message, Request, header::response_header_version, messages::ResponseHeader,
};

/// An answer's correlation id and body.
pub(crate) fn decode<R: Request>(frame: Bytes, version: i16) -> Result<(i32, R::Response)> {
    let api_key = R::API_KEY.and_then(ApiKey::from_i16).context("a message without a key")?;
    let mut decoder = Decoder::new(frame);
    let header = ResponseHeader::decode(&mut decoder, response_header_version(api_key, version))?;
    let body =
        R::Response::decode(&mut decoder, version).with_context(|| format!("answer to {}", R::NAME))?;
    Ok((header.correlation_id, body))
}
