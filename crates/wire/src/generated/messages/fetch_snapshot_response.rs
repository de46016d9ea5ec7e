//! `FetchSnapshotResponse`, versions 0 to 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `FetchSnapshotResponse`, versions 0 to 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FetchSnapshotResponse {
    /// `int32`, versions 0+, ignorable.
    pub throttle_time_ms: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `[]TopicSnapshot`, versions 0+.
    pub topics: Vec<TopicSnapshot>,
    /// `[]NodeEndpoint`, versions 1+, tag 0.
    pub node_endpoints: Vec<NodeEndpoint>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for FetchSnapshotResponse {
    const SIZE_MIN: usize = 7;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            throttle_time_ms: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            topics: Field::read(d, v)?,
            node_endpoints: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 if v == 1 => this.node_endpoints = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.error_code.write(e, v)?;
        self.topics.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if !self.node_endpoints.is_empty() {
            only_if(v == 1, "FetchSnapshotResponse.NodeEndpoints", v)?;
            tags.put(e, 0, &self.node_endpoints, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`FetchSnapshotResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicSnapshot {
    /// `string`, versions 0+.
    pub name: Str,
    /// `[]PartitionSnapshot`, versions 0+.
    pub partitions: Vec<PartitionSnapshot>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TopicSnapshot {
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

/// Part of [`FetchSnapshotResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionSnapshot {
    /// `int32`, versions 0+.
    pub index: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `SnapshotId`, versions 0+.
    pub snapshot_id: SnapshotId,
    /// `LeaderIdAndEpoch`, versions 0+, tag 0.
    pub current_leader: LeaderIdAndEpoch,
    /// `int64`, versions 0+.
    pub size: i64,
    /// `int64`, versions 0+.
    pub position: i64,
    /// `records`, versions 0+.
    pub unaligned_records: Records,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for PartitionSnapshot {
    const SIZE_MIN: usize = 23 + SnapshotId::SIZE_MIN;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            index: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            snapshot_id: Field::read(d, v)?,
            current_leader: LeaderIdAndEpoch::default(),
            size: Field::read(d, v)?,
            position: Field::read(d, v)?,
            unaligned_records: Field::read(d, v)?,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.current_leader = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.index.write(e, v)?;
        self.error_code.write(e, v)?;
        self.snapshot_id.write(e, v)?;
        self.size.write(e, v)?;
        self.position.write(e, v)?;
        self.unaligned_records.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.current_leader != LeaderIdAndEpoch::default() {
            tags.put(e, 0, &self.current_leader, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`FetchSnapshotResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SnapshotId {
    /// `int64`, versions 0+.
    pub end_offset: i64,
    /// `int32`, versions 0+.
    pub epoch: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for SnapshotId {
    const SIZE_MIN: usize = 12;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            end_offset: Field::read(d, v)?,
            epoch: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.end_offset.write(e, v)?;
        self.epoch.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`FetchSnapshotResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaderIdAndEpoch {
    /// `int32`, versions 0+.
    pub leader_id: i32,
    /// `int32`, versions 0+.
    pub leader_epoch: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for LeaderIdAndEpoch {
    const SIZE_MIN: usize = 8;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            leader_id: Field::read(d, v)?,
            leader_epoch: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.leader_id.write(e, v)?;
        self.leader_epoch.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`FetchSnapshotResponse`].
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

impl Message for FetchSnapshotResponse {
    const NAME: &'static str = "FetchSnapshotResponse";
    const API_KEY: Option<i16> = Some(59);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
