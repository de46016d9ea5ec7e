//! `EndQuorumEpochResponse`, versions 0 to 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `EndQuorumEpochResponse`, versions 0 to 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EndQuorumEpochResponse {
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `[]TopicData`, versions 0+.
    pub topics: Vec<TopicData>,
    /// `[]NodeEndpoint`, versions 1+, tag 0.
    pub node_endpoints: Vec<NodeEndpoint>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for EndQuorumEpochResponse {
    const SIZE_MIN: usize = 3;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            error_code: Field::read(d, v)?,
            topics: Field::read(d, v)?,
            node_endpoints: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.node_endpoints = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        self.topics.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if !self.node_endpoints.is_empty() {
            only_if(v == 1, "EndQuorumEpochResponse.NodeEndpoints", v)?;
            tags.put(e, 0, &self.node_endpoints, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`EndQuorumEpochResponse`].
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

/// Part of [`EndQuorumEpochResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionData {
    /// `int32`, versions 0+.
    pub partition_index: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `int32`, versions 0+.
    pub leader_id: i32,
    /// `int32`, versions 0+.
    pub leader_epoch: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for PartitionData {
    const SIZE_MIN: usize = 14;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            leader_id: Field::read(d, v)?,
            leader_epoch: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.error_code.write(e, v)?;
        self.leader_id.write(e, v)?;
        self.leader_epoch.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`EndQuorumEpochResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NodeEndpoint {
    /// `int32`, versions 1+.
    pub node_id: i32,
    /// `string`, versions 1+.
    pub host: Str,
    /// `uint16`, versions 1+.
    pub port: u16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for NodeEndpoint {
    const SIZE_MIN: usize = 7;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            node_id: Field::read(d, v)?,
            host: Field::read(d, v)?,
            port: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.node_id.write(e, v)?;
        self.host.write(e, v)?;
        self.port.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for EndQuorumEpochResponse {
    const NAME: &'static str = "EndQuorumEpochResponse";
    const API_KEY: Option<i16> = Some(54);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(1);
}
