//! `AddRaftVoterResponse`, versions 0 to 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `AddRaftVoterResponse`, versions 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct AddRaftVoterResponse {
    /// `int32`, versions 0+.
    pub throttle_time_ms: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `string`, versions 0+, ignorable.
    pub error_message: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for AddRaftVoterResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            error_message: Some(Str::EMPTY),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for AddRaftVoterResponse {
    const SIZE_MIN: usize = 7;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            error_message: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.error_code.write(e, v)?;
        self.error_message.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for AddRaftVoterResponse {
    const NAME: &'static str = "AddRaftVoterResponse";
    const API_KEY: Option<i16> = Some(80);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
