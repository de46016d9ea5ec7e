//! `EndQuorumEpochRequest`, versions 0 to 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `EndQuorumEpochRequest`, versions 0 to 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EndQuorumEpochRequest {
    /// `string`, versions 0+, default `null`.
    pub cluster_id: Option<Str>,
    /// `[]TopicData`, versions 0+.
    pub topics: Vec<TopicData>,
    /// `[]LeaderEndpoint`, versions 1+, ignorable.
    pub leader_endpoints: Vec<LeaderEndpoint>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for EndQuorumEpochRequest {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            cluster_id: Field::read(d, v)?,
            topics: Field::read(d, v)?,
            leader_endpoints: if v == 1 { Field::read(d, v)? } else { Vec::new() },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.cluster_id.write(e, v)?;
        self.topics.write(e, v)?;
        if v == 1 {
            self.leader_endpoints.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`EndQuorumEpochRequest`].
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

/// Part of [`EndQuorumEpochRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionData {
    /// `int32`, versions 0+.
    pub partition_index: i32,
    /// `int32`, versions 0+.
    pub leader_id: i32,
    /// `int32`, versions 0+.
    pub leader_epoch: i32,
    /// `[]int32`, versions 0, ignorable.
    pub preferred_successors: Vec<i32>,
    /// `[]ReplicaInfo`, versions 1+, ignorable.
    pub preferred_candidates: Vec<ReplicaInfo>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for PartitionData {
    const SIZE_MIN: usize = 12;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            leader_id: Field::read(d, v)?,
            leader_epoch: Field::read(d, v)?,
            preferred_successors: if v == 0 { Field::read(d, v)? } else { Vec::new() },
            preferred_candidates: if v == 1 { Field::read(d, v)? } else { Vec::new() },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.leader_id.write(e, v)?;
        self.leader_epoch.write(e, v)?;
        if v == 0 {
            self.preferred_successors.write(e, v)?;
        }
        if v == 1 {
            self.preferred_candidates.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`EndQuorumEpochRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReplicaInfo {
    /// `int32`, versions 1+.
    pub candidate_id: i32,
    /// `uuid`, versions 1+.
    pub candidate_directory_id: Uuid,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ReplicaInfo {
    const SIZE_MIN: usize = 20;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            candidate_id: Field::read(d, v)?,
            candidate_directory_id: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.candidate_id.write(e, v)?;
        self.candidate_directory_id.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`EndQuorumEpochRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaderEndpoint {
    /// `string`, versions 1+.
    pub name: Str,
    /// `string`, versions 1+.
    pub host: Str,
    /// `uint16`, versions 1+.
    pub port: u16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for LeaderEndpoint {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            host: Field::read(d, v)?,
            port: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.host.write(e, v)?;
        self.port.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for EndQuorumEpochRequest {
    const NAME: &'static str = "EndQuorumEpochRequest";
    const API_KEY: Option<i16> = Some(54);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(1);
}

impl Request for EndQuorumEpochRequest {
    type Response = super::EndQuorumEpochResponse;
}
