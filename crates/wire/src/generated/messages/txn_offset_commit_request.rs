//! `TxnOffsetCommitRequest`, versions 0 to 5. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `TxnOffsetCommitRequest`, versions 0 to 5.
#[derive(Debug, Clone, PartialEq)]
pub struct TxnOffsetCommitRequest {
    /// `string`, versions 0+.
    pub transactional_id: Str,
    /// `string`, versions 0+.
    pub group_id: Str,
    /// `int64`, versions 0+.
    pub producer_id: i64,
    /// `int16`, versions 0+.
    pub producer_epoch: i16,
    /// `int32`, versions 3+, default `-1`.
    pub generation_id: i32,
    /// `string`, versions 3+.
    pub member_id: Str,
    /// `string`, versions 3+, default `null`.
    pub group_instance_id: Option<Str>,
    /// `[]TxnOffsetCommitRequestTopic`, versions 0+.
    pub topics: Vec<TxnOffsetCommitRequestTopic>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for TxnOffsetCommitRequest {
    fn default() -> Self {
        Self {
            transactional_id: Str::EMPTY,
            group_id: Str::EMPTY,
            producer_id: 0,
            producer_epoch: 0,
            generation_id: -1,
            member_id: Str::EMPTY,
            group_instance_id: None,
            topics: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for TxnOffsetCommitRequest {
    const SIZE_MIN: usize = 13;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            transactional_id: Field::read(d, v)?,
            group_id: Field::read(d, v)?,
            producer_id: Field::read(d, v)?,
            producer_epoch: Field::read(d, v)?,
            generation_id: if v >= 3 { Field::read(d, v)? } else { -1 },
            member_id: if v >= 3 { Field::read(d, v)? } else { Str::EMPTY },
            group_instance_id: if v >= 3 { Field::read(d, v)? } else { None },
            topics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.transactional_id.write(e, v)?;
        self.group_id.write(e, v)?;
        self.producer_id.write(e, v)?;
        self.producer_epoch.write(e, v)?;
        if v >= 3 {
            self.generation_id.write(e, v)?;
        } else {
            only_if(self.generation_id == -1, "TxnOffsetCommitRequest.GenerationId", v)?;
        }
        if v >= 3 {
            self.member_id.write(e, v)?;
        } else {
            only_if(self.member_id.is_empty(), "TxnOffsetCommitRequest.MemberId", v)?;
        }
        if v >= 3 {
            self.group_instance_id.write(e, v)?;
        } else {
            only_if(self.group_instance_id.is_none(), "TxnOffsetCommitRequest.GroupInstanceId", v)?;
        }
        self.topics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`TxnOffsetCommitRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TxnOffsetCommitRequestTopic {
    /// `string`, versions 0+.
    pub name: Str,
    /// `[]TxnOffsetCommitRequestPartition`, versions 0+.
    pub partitions: Vec<TxnOffsetCommitRequestPartition>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TxnOffsetCommitRequestTopic {
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

/// Part of [`TxnOffsetCommitRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct TxnOffsetCommitRequestPartition {
    /// `int32`, versions 0+.
    pub partition_index: i32,
    /// `int64`, versions 0+.
    pub committed_offset: i64,
    /// `int32`, versions 2+, ignorable, default `-1`.
    pub committed_leader_epoch: i32,
    /// `string`, versions 0+.
    pub committed_metadata: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for TxnOffsetCommitRequestPartition {
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

impl Field for TxnOffsetCommitRequestPartition {
    const SIZE_MIN: usize = 13;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            committed_offset: Field::read(d, v)?,
            committed_leader_epoch: if v >= 2 { Field::read(d, v)? } else { -1 },
            committed_metadata: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.committed_offset.write(e, v)?;
        if v >= 2 {
            self.committed_leader_epoch.write(e, v)?;
        }
        self.committed_metadata.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for TxnOffsetCommitRequest {
    const NAME: &'static str = "TxnOffsetCommitRequest";
    const API_KEY: Option<i16> = Some(28);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=5;
    const FLEXIBLE_FROM: Option<i16> = Some(3);
}

impl Request for TxnOffsetCommitRequest {
    type Response = super::TxnOffsetCommitResponse;
}
