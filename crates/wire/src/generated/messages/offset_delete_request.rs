//! `OffsetDeleteRequest`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `OffsetDeleteRequest`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetDeleteRequest {
    /// `string`, versions 0+.
    pub group_id: Str,
    /// `[]OffsetDeleteRequestTopic`, versions 0+.
    pub topics: Vec<OffsetDeleteRequestTopic>,
}

impl Field for OffsetDeleteRequest {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { group_id: Field::read(d, v)?, topics: Field::read(d, v)? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        self.topics.write(e, v)?;
        Ok(())
    }
}

/// Part of [`OffsetDeleteRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetDeleteRequestTopic {
    /// `string`, versions 0+.
    pub name: Str,
    /// `[]OffsetDeleteRequestPartition`, versions 0+.
    pub partitions: Vec<OffsetDeleteRequestPartition>,
}

impl Field for OffsetDeleteRequestTopic {
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

/// Part of [`OffsetDeleteRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetDeleteRequestPartition {
    /// `int32`, versions 0+.
    pub partition_index: i32,
}

impl Field for OffsetDeleteRequestPartition {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { partition_index: Field::read(d, v)? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        Ok(())
    }
}

impl Message for OffsetDeleteRequest {
    const NAME: &'static str = "OffsetDeleteRequest";
    const API_KEY: Option<i16> = Some(47);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = None;
}

impl Request for OffsetDeleteRequest {
    type Response = super::OffsetDeleteResponse;
}
