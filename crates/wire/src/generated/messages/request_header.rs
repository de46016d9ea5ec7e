//! `RequestHeader`, versions 1 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `RequestHeader`, versions 1 to 2.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestHeader {
    /// `int16`, versions 1+.
    pub request_api_key: i16,
    /// `int16`, versions 1+.
    pub request_api_version: i16,
    /// `int32`, versions 1+.
    pub correlation_id: i32,
    /// `string`, versions 1+.
    pub client_id: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for RequestHeader {
    fn default() -> Self {
        Self {
            request_api_key: 0,
            request_api_version: 0,
            correlation_id: 0,
            client_id: Some(Str::EMPTY),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for RequestHeader {
    const SIZE_MIN: usize = 9;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            request_api_key: Field::read(d, v)?,
            request_api_version: Field::read(d, v)?,
            correlation_id: Field::read(d, v)?,
            client_id: d.plain_nullable_string()?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.request_api_key.write(e, v)?;
        self.request_api_version.write(e, v)?;
        self.correlation_id.write(e, v)?;
        e.plain_nullable_string(self.client_id.as_deref())?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for RequestHeader {
    const NAME: &'static str = "RequestHeader";
    const API_KEY: Option<i16> = None;
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(2);
}
