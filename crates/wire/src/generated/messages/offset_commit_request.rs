//! `OffsetCommitRequest`, versions 2 to 10. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `OffsetCommitRequest`, versions 2 to 10.
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetCommitRequest {
    /// `string`, versions 2+.
    pub group_id: Str,
    /// `int32`, versions 2+, ignorable, default `-1`.
    pub generation_id_or_member_epoch: i32,
    /// `string`, versions 2+, ignorable.
    pub member_id: Str,
    /// `string`, versions 7+, default `null`.
    pub group_instance_id: Option<Str>,
    /// `int64`, versions 2-4, ignorable, default `-1`.
    pub retention_time_ms: i64,
    /// `[]OffsetCommitRequestTopic`, versions 2+.
    pub topics: Vec<OffsetCommitRequestTopic>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for OffsetCommitRequest {
    fn default() -> Self {
        Self {
            group_id: Str::EMPTY,
            generation_id_or_member_epoch: -1,
            member_id: Str::EMPTY,
            group_instance_id: None,
            retention_time_ms: -1,
            topics: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for OffsetCommitRequest {
    const SIZE_MIN: usize = 7;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_id: Field::read(d, v)?,
            generation_id_or_member_epoch: Field::read(d, v)?,
            member_id: Field::read(d, v)?,
            group_instance_id: if v >= 7 { Field::read(d, v)? } else { None },
            retention_time_ms: if v <= 4 { Field::read(d, v)? } else { -1 },
            topics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        self.generation_id_or_member_epoch.write(e, v)?;
        self.member_id.write(e, v)?;
        if v >= 7 {
            self.group_instance_id.write(e, v)?;
        } else {
            only_if(self.group_instance_id.is_none(), "OffsetCommitRequest.GroupInstanceId", v)?;
        }
        if v <= 4 {
            self.retention_time_ms.write(e, v)?;
        }
        self.topics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`OffsetCommitRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetCommitRequestTopic {
    /// `string`, versions 2-9, ignorable.
    pub name: Str,
    /// `uuid`, versions 10+, ignorable.
    pub topic_id: Uuid,
    /// `[]OffsetCommitRequestPartition`, versions 2+.
    pub partitions: Vec<OffsetCommitRequestPartition>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for OffsetCommitRequestTopic {
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

/// Part of [`OffsetCommitRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetCommitRequestPartition {
    /// `int32`, versions 2+.
    pub partition_index: i32,
    /// `int64`, versions 2+.
    pub committed_offset: i64,
    /// `int32`, versions 6+, ignorable, default `-1`.
    pub committed_leader_epoch: i32,
    /// `string`, versions 2+.
    pub committed_metadata: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for OffsetCommitRequestPartition {
    fn default() -> Self {
        Self {
            partition_index: 0,
            committed_offset: 0,
            committed_leader_epoch: -1,
            committed_metadata: Some(Str::EMPTY),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for OffsetCommitRequestPartition {
    const SIZE_MIN: usize = 13;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            committed_offset: Field::read(d, v)?,
            committed_leader_epoch: if v >= 6 { Field::read(d, v)? } else { -1 },
            committed_metadata: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.committed_offset.write(e, v)?;
        if v >= 6 {
            self.committed_leader_epoch.write(e, v)?;
        }
        self.committed_metadata.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for OffsetCommitRequest {
    const NAME: &'static str = "OffsetCommitRequest";
    const API_KEY: Option<i16> = Some(8);
    const VALID_VERSIONS: RangeInclusive<i16> = 2..=10;
    const FLEXIBLE_FROM: Option<i16> = Some(8);
}

impl Request for OffsetCommitRequest {
    type Response = super::OffsetCommitResponse;
}
