//! `NoOpRecord`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `NoOpRecord`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NoOpRecord {
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for NoOpRecord {
    const SIZE_MIN: usize = 0;

    fn read(d: &mut Decoder, _v: i16) -> Result<Self, DecodeError> {
        Ok(Self { unknown_tagged_fields: d.unknown_tags()? })
    }

    fn write(&self, e: &mut Encoder, _v: i16) -> Result<(), EncodeError> {
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for NoOpRecord {
    const NAME: &'static str = "NoOpRecord";
    const API_KEY: Option<i16> = Some(20);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
