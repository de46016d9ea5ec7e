//! `LegacyOffsetCommitKey`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `LegacyOffsetCommitKey`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LegacyOffsetCommitKey {
    /// `string`, versions 0+.
    pub group: Str,
    /// `string`, versions 0+.
    pub topic: Str,
    /// `int32`, versions 0+.
    pub partition: i32,
}

impl Field for LegacyOffsetCommitKey {
    const SIZE_MIN: usize = 6;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { group: Field::read(d, v)?, topic: Field::read(d, v)?, partition: Field::read(d, v)? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group.write(e, v)?;
        self.topic.write(e, v)?;
        self.partition.write(e, v)?;
        Ok(())
    }
}

impl Message for LegacyOffsetCommitKey {
    const NAME: &'static str = "LegacyOffsetCommitKey";
    const API_KEY: Option<i16> = Some(0);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = None;
}
