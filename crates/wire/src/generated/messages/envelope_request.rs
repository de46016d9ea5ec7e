//! `EnvelopeRequest`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `EnvelopeRequest`, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct EnvelopeRequest {
    /// `bytes`, versions 0+.
    pub request_data: Bytes,
    /// `bytes`, versions 0+.
    pub request_principal: Option<Bytes>,
    /// `bytes`, versions 0+.
    pub client_host_address: Bytes,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for EnvelopeRequest {
    fn default() -> Self {
        Self {
            request_data: Bytes::new(),
            request_principal: Some(Bytes::new()),
            client_host_address: Bytes::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for EnvelopeRequest {
    const SIZE_MIN: usize = 3;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            request_data: Field::read(d, v)?,
            request_principal: Field::read(d, v)?,
            client_host_address: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.request_data.write(e, v)?;
        self.request_principal.write(e, v)?;
        self.client_host_address.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for EnvelopeRequest {
    const NAME: &'static str = "EnvelopeRequest";
    const API_KEY: Option<i16> = Some(58);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for EnvelopeRequest {
    type Response = super::EnvelopeResponse;
}
