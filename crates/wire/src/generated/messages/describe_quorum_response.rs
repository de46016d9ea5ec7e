//! `DescribeQuorumResponse`, versions 0 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DescribeQuorumResponse`, versions 0 to 2.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeQuorumResponse {
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `string`, versions 2+, ignorable.
    pub error_message: Option<Str>,
    /// `[]TopicData`, versions 0+.
    pub topics: Vec<TopicData>,
    /// `[]Node`, versions 2+.
    pub nodes: Vec<Node>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DescribeQuorumResponse {
    fn default() -> Self {
        Self {
            error_code: 0,
            error_message: Some(Str::EMPTY),
            topics: Vec::new(),
            nodes: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DescribeQuorumResponse {
    const SIZE_MIN: usize = 3;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            error_code: Field::read(d, v)?,
            error_message: if v == 2 { Field::read(d, v)? } else { Some(Str::EMPTY) },
            topics: Field::read(d, v)?,
            nodes: if v == 2 { Field::read(d, v)? } else { Vec::new() },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        if v == 2 {
            self.error_message.write(e, v)?;
        }
        self.topics.write(e, v)?;
        if v == 2 {
            self.nodes.write(e, v)?;
        } else {
            only_if(self.nodes.is_empty(), "DescribeQuorumResponse.Nodes", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeQuorumResponse`].
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

/// Part of [`DescribeQuorumResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionData {
    /// `int32`, versions 0+.
    pub partition_index: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `string`, versions 2+, ignorable.
    pub error_message: Option<Str>,
    /// `int32`, versions 0+.
    pub leader_id: i32,
    /// `int32`, versions 0+.
    pub leader_epoch: i32,
    /// `int64`, versions 0+.
    pub high_watermark: i64,
    /// `[]ReplicaState`, versions 0+.
    pub current_voters: Vec<ReplicaState>,
    /// `[]ReplicaState`, versions 0+.
    pub observers: Vec<ReplicaState>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for PartitionData {
    fn default() -> Self {
        Self {
            partition_index: 0,
            error_code: 0,
            error_message: Some(Str::EMPTY),
            leader_id: 0,
            leader_epoch: 0,
            high_watermark: 0,
            current_voters: Vec::new(),
            observers: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for PartitionData {
    const SIZE_MIN: usize = 24;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            error_message: if v == 2 { Field::read(d, v)? } else { Some(Str::EMPTY) },
            leader_id: Field::read(d, v)?,
            leader_epoch: Field::read(d, v)?,
            high_watermark: Field::read(d, v)?,
            current_voters: Field::read(d, v)?,
            observers: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.error_code.write(e, v)?;
        if v == 2 {
            self.error_message.write(e, v)?;
        }
        self.leader_id.write(e, v)?;
        self.leader_epoch.write(e, v)?;
        self.high_watermark.write(e, v)?;
        self.current_voters.write(e, v)?;
        self.observers.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeQuorumResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// `int32`, versions 2+.
    pub node_id: i32,
    /// `[]Listener`, versions 2+.
    pub listeners: Vec<Listener>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Node {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            node_id: Field::read(d, v)?,
            listeners: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.node_id.write(e, v)?;
        self.listeners.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeQuorumResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listener {
    /// `string`, versions 2+.
    pub name: Str,
    /// `string`, versions 2+.
    pub host: Str,
    /// `uint16`, versions 2+.
    pub port: u16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Listener {
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

/// Part of [`DescribeQuorumResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicaState {
    /// `int32`, versions 0+.
    pub replica_id: i32,
    /// `uuid`, versions 2+.
    pub replica_directory_id: Uuid,
    /// `int64`, versions 0+.
    pub log_end_offset: i64,
    /// `int64`, versions 1+, ignorable, default `-1`.
    pub last_fetch_timestamp: i64,
    /// `int64`, versions 1+, ignorable, default `-1`.
    pub last_caught_up_timestamp: i64,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for ReplicaState {
    fn default() -> Self {
        Self {
            replica_id: 0,
            replica_directory_id: Uuid::ZERO,
            log_end_offset: 0,
            last_fetch_timestamp: -1,
            last_caught_up_timestamp: -1,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for ReplicaState {
    const SIZE_MIN: usize = 12;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            replica_id: Field::read(d, v)?,
            replica_directory_id: if v == 2 { Field::read(d, v)? } else { Uuid::ZERO },
            log_end_offset: Field::read(d, v)?,
            last_fetch_timestamp: if v >= 1 { Field::read(d, v)? } else { -1 },
            last_caught_up_timestamp: if v >= 1 { Field::read(d, v)? } else { -1 },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.replica_id.write(e, v)?;
        if v == 2 {
            self.replica_directory_id.write(e, v)?;
        } else {
            only_if(self.replica_directory_id == Uuid::ZERO, "ReplicaState.ReplicaDirectoryId", v)?;
        }
        self.log_end_offset.write(e, v)?;
        if v >= 1 {
            self.last_fetch_timestamp.write(e, v)?;
        }
        if v >= 1 {
            self.last_caught_up_timestamp.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for DescribeQuorumResponse {
    const NAME: &'static str = "DescribeQuorumResponse";
    const API_KEY: Option<i16> = Some(55);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
