//! `OffsetFetchResponse`, versions 1 to 10. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `OffsetFetchResponse`, versions 1 to 10.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchResponse {
    /// `int32`, versions 3+, ignorable.
    pub throttle_time_ms: i32,
    /// `[]OffsetFetchResponseTopic`, versions 1-7.
    pub topics: Vec<OffsetFetchResponseTopic>,
    /// `int16`, versions 2-7, ignorable, default `0`.
    pub error_code: i16,
    /// `[]OffsetFetchResponseGroup`, versions 8+.
    pub groups: Vec<OffsetFetchResponseGroup>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for OffsetFetchResponse {
    const SIZE_MIN: usize = 0;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: if v >= 3 { Field::read(d, v)? } else { 0 },
            topics: if v <= 7 { Field::read(d, v)? } else { Vec::new() },
            error_code: if (2..=7).contains(&v) { Field::read(d, v)? } else { 0 },
            groups: if v >= 8 { Field::read(d, v)? } else { Vec::new() },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v >= 3 {
            self.throttle_time_ms.write(e, v)?;
        }
        if v <= 7 {
            self.topics.write(e, v)?;
        } else {
            only_if(self.topics.is_empty(), "OffsetFetchResponse.Topics", v)?;
        }
        if (2..=7).contains(&v) {
            self.error_code.write(e, v)?;
        }
        if v >= 8 {
            self.groups.write(e, v)?;
        } else {
            only_if(self.groups.is_empty(), "OffsetFetchResponse.Groups", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`OffsetFetchResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchResponseTopic {
    /// `string`, versions 1-7.
    pub name: Str,
    /// `[]OffsetFetchResponsePartition`, versions 1-7.
    pub partitions: Vec<OffsetFetchResponsePartition>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for OffsetFetchResponseTopic {
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

/// Part of [`OffsetFetchResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetFetchResponsePartition {
    /// `int32`, versions 1-7.
    pub partition_index: i32,
    /// `int64`, versions 1-7.
    pub committed_offset: i64,
    /// `int32`, versions 5-7, ignorable, default `-1`.
    pub committed_leader_epoch: i32,
    /// `string`, versions 1-7.
    pub metadata: Option<Str>,
    /// `int16`, versions 1-7.
    pub error_code: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for OffsetFetchResponsePartition {
    fn default() -> Self {
        Self {
            partition_index: 0,
            committed_offset: 0,
            committed_leader_epoch: -1,
            metadata: Some(Str::EMPTY),
            error_code: 0,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for OffsetFetchResponsePartition {
    const SIZE_MIN: usize = 15;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            committed_offset: Field::read(d, v)?,
            committed_leader_epoch: if v >= 5 { Field::read(d, v)? } else { -1 },
            metadata: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.committed_offset.write(e, v)?;
        if v >= 5 {
            self.committed_leader_epoch.write(e, v)?;
        }
        self.metadata.write(e, v)?;
        self.error_code.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`OffsetFetchResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchResponseGroup {
    /// `string`, versions 8+.
    pub group_id: Str,
    /// `[]OffsetFetchResponseTopics`, versions 8+.
    pub topics: Vec<OffsetFetchResponseTopics>,
    /// `int16`, versions 8+, default `0`.
    pub error_code: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for OffsetFetchResponseGroup {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_id: Field::read(d, v)?,
            topics: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        self.topics.write(e, v)?;
        self.error_code.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`OffsetFetchResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchResponseTopics {
    /// `string`, versions 8-9, ignorable.
    pub name: Str,
    /// `uuid`, versions 10+, ignorable.
    pub topic_id: Uuid,
    /// `[]OffsetFetchResponsePartitions`, versions 8+.
    pub partitions: Vec<OffsetFetchResponsePartitions>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for OffsetFetchResponseTopics {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: if v <= 9 { Field::read(d, v)? } else { Str::EMPTY },
            topic_id: if v == 10 { Field::read(d, v)? } else { Uuid::ZERO },
            partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v <= 9 {
            self.name.write(e, v)?;
        }
        if v == 10 {
            self.topic_id.write(e, v)?;
        }
        self.partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`OffsetFetchResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetFetchResponsePartitions {
    /// `int32`, versions 8+.
    pub partition_index: i32,
    /// `int64`, versions 8+.
    pub committed_offset: i64,
    /// `int32`, versions 8+, ignorable, default `-1`.
    pub committed_leader_epoch: i32,
    /// `string`, versions 8+.
    pub metadata: Option<Str>,
    /// `int16`, versions 8+.
    pub error_code: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for OffsetFetchResponsePartitions {
    fn default() -> Self {
        Self {
            partition_index: 0,
            committed_offset: 0,
            committed_leader_epoch: -1,
            metadata: Some(Str::EMPTY),
            error_code: 0,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for OffsetFetchResponsePartitions {
    const SIZE_MIN: usize = 19;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            committed_offset: Field::read(d, v)?,
            committed_leader_epoch: Field::read(d, v)?,
            metadata: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.committed_offset.write(e, v)?;
        self.committed_leader_epoch.write(e, v)?;
        self.metadata.write(e, v)?;
        self.error_code.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for OffsetFetchResponse {
    const NAME: &'static str = "OffsetFetchResponse";
    const API_KEY: Option<i16> = Some(9);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=10;
    const FLEXIBLE_FROM: Option<i16> = Some(6);
}
