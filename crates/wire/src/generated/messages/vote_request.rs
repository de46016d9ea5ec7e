//! `VoteRequest`, versions 0 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `VoteRequest`, versions 0 to 2.
#[derive(Debug, Clone, PartialEq)]
pub struct VoteRequest {
    /// `string`, versions 0+, default `null`.
    pub cluster_id: Option<Str>,
    /// `int32`, versions 1+, ignorable, default `-1`.
    pub voter_id: i32,
    /// `[]TopicData`, versions 0+.
    pub topics: Vec<TopicData>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for VoteRequest {
    fn default() -> Self {
        Self {
            cluster_id: None,
            voter_id: -1,
            topics: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for VoteRequest {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            cluster_id: Field::read(d, v)?,
            voter_id: if v >= 1 { Field::read(d, v)? } else { -1 },
            topics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.cluster_id.write(e, v)?;
        if v >= 1 {
            self.voter_id.write(e, v)?;
        }
        self.topics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`VoteRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicData {
    /// `string`, versions 0+.
    pub topic_name: Str,
    /// `[]PartitionData`, versions 0+.
    pub partitions: Vec<PartitionData>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TopicData {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topic_name: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.topic_name.write(e, v)?;
        self.partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`VoteRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionData {
    /// `int32`, versions 0+.
    pub partition_index: i32,
    /// `int32`, versions 0+.
    pub replica_epoch: i32,
    /// `int32`, versions 0+.
    pub replica_id: i32,
    /// `uuid`, versions 1+, ignorable.
    pub replica_directory_id: Uuid,
    /// `uuid`, versions 1+, ignorable.
    pub voter_directory_id: Uuid,
    /// `int32`, versions 0+.
    pub last_offset_epoch: i32,
    /// `int64`, versions 0+.
    pub last_offset: i64,
    /// `bool`, versions 2+.
    pub pre_vote: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for PartitionData {
    const SIZE_MIN: usize = 24;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            replica_epoch: Field::read(d, v)?,
            replica_id: Field::read(d, v)?,
            replica_directory_id: if v >= 1 { Field::read(d, v)? } else { Uuid::ZERO },
            voter_directory_id: if v >= 1 { Field::read(d, v)? } else { Uuid::ZERO },
            last_offset_epoch: Field::read(d, v)?,
            last_offset: Field::read(d, v)?,
            pre_vote: if v == 2 { Field::read(d, v)? } else { false },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.replica_epoch.write(e, v)?;
        self.replica_id.write(e, v)?;
        if v >= 1 {
            self.replica_directory_id.write(e, v)?;
        }
        if v >= 1 {
            self.voter_directory_id.write(e, v)?;
        }
        self.last_offset_epoch.write(e, v)?;
        self.last_offset.write(e, v)?;
        if v == 2 {
            self.pre_vote.write(e, v)?;
        } else {
            only_if(!self.pre_vote, "PartitionData.PreVote", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for VoteRequest {
    const NAME: &'static str = "VoteRequest";
    const API_KEY: Option<i16> = Some(52);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for VoteRequest {
    type Response = super::VoteResponse;
}
