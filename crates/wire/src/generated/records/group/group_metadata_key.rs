//! `GroupMetadataKey`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `GroupMetadataKey`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GroupMetadataKey {
    /// `string`, versions 0+.
    pub group: Str,
}

impl Field for GroupMetadataKey {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { group: Field::read(d, v)? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group.write(e, v)?;
        Ok(())
    }
}

impl Message for GroupMetadataKey {
    const NAME: &'static str = "GroupMetadataKey";
    const API_KEY: Option<i16> = Some(2);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = None;
}
