//! `FindCoordinatorRequest`, versions 0 to 6. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `FindCoordinatorRequest`, versions 0 to 6.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FindCoordinatorRequest {
    /// `string`, versions 0-3.
    pub key: Str,
    /// `int8`, versions 1+, default `0`.
    pub key_type: i8,
    /// `[]string`, versions 4+.
    pub coordinator_keys: Vec<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for FindCoordinatorRequest {
    const SIZE_MIN: usize = 0;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            key: if v <= 3 { Field::read(d, v)? } else { Str::EMPTY },
            key_type: if v >= 1 { Field::read(d, v)? } else { 0 },
            coordinator_keys: if v >= 4 { Field::read(d, v)? } else { Vec::new() },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v <= 3 {
            self.key.write(e, v)?;
        } else {
            only_if(self.key.is_empty(), "FindCoordinatorRequest.Key", v)?;
        }
        if v >= 1 {
            self.key_type.write(e, v)?;
        } else {
            only_if(self.key_type == 0, "FindCoordinatorRequest.KeyType", v)?;
        }
        if v >= 4 {
            self.coordinator_keys.write(e, v)?;
        } else {
            only_if(self.coordinator_keys.is_empty(), "FindCoordinatorRequest.CoordinatorKeys", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for FindCoordinatorRequest {
    const NAME: &'static str = "FindCoordinatorRequest";
    const API_KEY: Option<i16> = Some(10);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=6;
    const FLEXIBLE_FROM: Option<i16> = Some(3);
}

impl Request for FindCoordinatorRequest {
    type Response = super::FindCoordinatorResponse;
}
