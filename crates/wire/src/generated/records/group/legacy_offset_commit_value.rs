//! `LegacyOffsetCommitValue`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `LegacyOffsetCommitValue`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LegacyOffsetCommitValue {
    /// `int64`, versions 0+.
    pub offset: i64,
    /// `string`, versions 0+.
    pub metadata: Str,
    /// `int64`, versions 0+.
    pub commit_timestamp: i64,
}

impl Field for LegacyOffsetCommitValue {
    const SIZE_MIN: usize = 17;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            offset: Field::read(d, v)?,
            metadata: Field::read(d, v)?,
            commit_timestamp: Field::read(d, v)?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.offset.write(e, v)?;
        self.metadata.write(e, v)?;
        self.commit_timestamp.write(e, v)?;
        Ok(())
    }
}

impl Message for LegacyOffsetCommitValue {
    const NAME: &'static str = "LegacyOffsetCommitValue";
    const API_KEY: Option<i16> = Some(0);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = None;
}
