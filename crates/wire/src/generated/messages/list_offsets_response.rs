//! `ListOffsetsResponse`, versions 1 to 11. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ListOffsetsResponse`, versions 1 to 11.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOffsetsResponse {
    /// `int32`, versions 2+, ignorable.
    pub throttle_time_ms: i32,
    /// `[]ListOffsetsTopicResponse`, versions 1+.
    pub topics: Vec<ListOffsetsTopicResponse>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ListOffsetsResponse {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: if v >= 2 { Field::read(d, v)? } else { 0 },
            topics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v >= 2 {
            self.throttle_time_ms.write(e, v)?;
        }
        self.topics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ListOffsetsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOffsetsTopicResponse {
    /// `string`, versions 1+.
    pub name: Str,
    /// `[]ListOffsetsPartitionResponse`, versions 1+.
    pub partitions: Vec<ListOffsetsPartitionResponse>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ListOffsetsTopicResponse {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ListOffsetsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct ListOffsetsPartitionResponse {
    /// `int32`, versions 1+.
    pub partition_index: i32,
    /// `int16`, versions 1+.
    pub error_code: i16,
    /// `int64`, versions 1+, default `-1`.
    pub timestamp: i64,
    /// `int64`, versions 1+, default `-1`.
    pub offset: i64,
    /// `int32`, versions 4+, default `-1`.
    pub leader_epoch: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for ListOffsetsPartitionResponse {
    fn default() -> Self {
        Self {
            partition_index: 0,
            error_code: 0,
            timestamp: -1,
            offset: -1,
            leader_epoch: -1,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for ListOffsetsPartitionResponse {
    const SIZE_MIN: usize = 22;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            timestamp: Field::read(d, v)?,
            offset: Field::read(d, v)?,
            leader_epoch: if v >= 4 { Field::read(d, v)? } else { -1 },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.error_code.write(e, v)?;
        self.timestamp.write(e, v)?;
        self.offset.write(e, v)?;
        if v >= 4 {
            self.leader_epoch.write(e, v)?;
        } else {
            only_if(self.leader_epoch == -1, "ListOffsetsPartitionResponse.LeaderEpoch", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ListOffsetsResponse {
    const NAME: &'static str = "ListOffsetsResponse";
    const API_KEY: Option<i16> = Some(2);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=11;
    const FLEXIBLE_FROM: Option<i16> = Some(6);
}
