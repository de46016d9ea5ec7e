//! `OffsetDeleteResponse`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `OffsetDeleteResponse`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetDeleteResponse {
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `int32`, versions 0+, ignorable.
    pub throttle_time_ms: i32,
    /// `[]OffsetDeleteResponseTopic`, versions 0+.
    pub topics: Vec<OffsetDeleteResponseTopic>,
}

impl Field for OffsetDeleteResponse {
    const SIZE_MIN: usize = 7;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            error_code: Field::read(d, v)?,
            throttle_time_ms: Field::read(d, v)?,
            topics: Field::read(d, v)?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        self.throttle_time_ms.write(e, v)?;
        self.topics.write(e, v)?;
        Ok(())
    }
}

/// Part of [`OffsetDeleteResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetDeleteResponseTopic {
    /// `string`, versions 0+.
    pub name: Str,
    /// `[]OffsetDeleteResponsePartition`, versions 0+.
    pub partitions: Vec<OffsetDeleteResponsePartition>,
}

impl Field for OffsetDeleteResponseTopic {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { name: Field::read(d, v)?, partitions: Field::read(d, v)? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.partitions.write(e, v)?;
        Ok(())
    }
}

/// Part of [`OffsetDeleteResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetDeleteResponsePartition {
    /// `int32`, versions 0+.
    pub partition_index: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
}

impl Field for OffsetDeleteResponsePartition {
    const SIZE_MIN: usize = 6;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { partition_index: Field::read(d, v)?, error_code: Field::read(d, v)? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.error_code.write(e, v)?;
        Ok(())
    }
}

impl Message for OffsetDeleteResponse {
    const NAME: &'static str = "OffsetDeleteResponse";
    const API_KEY: Option<i16> = Some(47);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = None;
}
