//! `ExpireDelegationTokenResponse`, versions 1 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ExpireDelegationTokenResponse`, versions 1 to 2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExpireDelegationTokenResponse {
    /// `int16`, versions 1+.
    pub error_code: i16,
    /// `int64`, versions 1+.
    pub expiry_timestamp_ms: i64,
    /// `int32`, versions 1+.
    pub throttle_time_ms: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ExpireDelegationTokenResponse {
    const SIZE_MIN: usize = 14;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            error_code: Field::read(d, v)?,
            expiry_timestamp_ms: Field::read(d, v)?,
            throttle_time_ms: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        self.expiry_timestamp_ms.write(e, v)?;
        self.throttle_time_ms.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ExpireDelegationTokenResponse {
    const NAME: &'static str = "ExpireDelegationTokenResponse";
    const API_KEY: Option<i16> = Some(40);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(2);
}
