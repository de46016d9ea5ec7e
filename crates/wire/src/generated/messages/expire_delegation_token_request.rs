//! `ExpireDelegationTokenRequest`, versions 1 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ExpireDelegationTokenRequest`, versions 1 to 2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExpireDelegationTokenRequest {
    /// `bytes`, versions 1+.
    pub hmac: Bytes,
    /// `int64`, versions 1+.
    pub expiry_time_period_ms: i64,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ExpireDelegationTokenRequest {
    const SIZE_MIN: usize = 9;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            hmac: Field::read(d, v)?,
            expiry_time_period_ms: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.hmac.write(e, v)?;
        self.expiry_time_period_ms.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ExpireDelegationTokenRequest {
    const NAME: &'static str = "ExpireDelegationTokenRequest";
    const API_KEY: Option<i16> = Some(40);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(2);
}

impl Request for ExpireDelegationTokenRequest {
    type Response = super::ExpireDelegationTokenResponse;
}
