//! `FetchSnapshotRequest`, versions 0 to 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `FetchSnapshotRequest`, versions 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct FetchSnapshotRequest {
    /// `string`, versions 0+, tag 0, default `null`.
    pub cluster_id: Option<Str>,
    /// `int32`, versions 0+, default `-1`.
    pub replica_id: i32,
    /// `int32`, versions 0+, default `0x7fffffff`.
    pub max_bytes: i32,
    /// `[]TopicSnapshot`, versions 0+.
    pub topics: Vec<TopicSnapshot>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for FetchSnapshotRequest {
    fn default() -> Self {
        Self {
            cluster_id: None,
            replica_id: -1,
            max_bytes: 2_147_483_647,
            topics: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for FetchSnapshotRequest {
    const SIZE_MIN: usize = 9;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            cluster_id: None,
            replica_id: Field::read(d, v)?,
            max_bytes: Field::read(d, v)?,
            topics: Field::read(d, v)?,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.cluster_id = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.replica_id.write(e, v)?;
        self.max_bytes.write(e, v)?;
        self.topics.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.cluster_id.is_some() {
            tags.put(e, 0, &self.cluster_id, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`FetchSnapshotRequest`].
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

/// Part of [`FetchSnapshotRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionSnapshot {
    /// `int32`, versions 0+.
    pub partition: i32,
    /// `int32`, versions 0+.
    pub current_leader_epoch: i32,
    /// `SnapshotId`, versions 0+.
    pub snapshot_id: SnapshotId,
    /// `int64`, versions 0+.
    pub position: i64,
    /// `uuid`, versions 1+, tag 0, ignorable.
    pub replica_directory_id: Uuid,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for PartitionSnapshot {
    const SIZE_MIN: usize = 16 + SnapshotId::SIZE_MIN;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            partition: Field::read(d, v)?,
            current_leader_epoch: Field::read(d, v)?,
            snapshot_id: Field::read(d, v)?,
            position: Field::read(d, v)?,
            replica_directory_id: Uuid::ZERO,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 if v == 1 => this.replica_directory_id = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition.write(e, v)?;
        self.current_leader_epoch.write(e, v)?;
        self.snapshot_id.write(e, v)?;
        self.position.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if v == 1 && self.replica_directory_id != Uuid::ZERO {
            tags.put(e, 0, &self.replica_directory_id, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`FetchSnapshotRequest`].
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

impl Message for FetchSnapshotRequest {
    const NAME: &'static str = "FetchSnapshotRequest";
    const API_KEY: Option<i16> = Some(59);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for FetchSnapshotRequest {
    type Response = super::FetchSnapshotResponse;
}
