//! `RemoteLogSegmentMetadataRecord`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `RemoteLogSegmentMetadataRecord`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemoteLogSegmentMetadataRecord {
    /// `RemoteLogSegmentIdEntry`, versions 0+.
    pub remote_log_segment_id: RemoteLogSegmentIdEntry,
    /// `int64`, versions 0+.
    pub start_offset: i64,
    /// `int64`, versions 0+.
    pub end_offset: i64,
    /// `int32`, versions 0+.
    pub broker_id: i32,
    /// `int64`, versions 0+.
    pub max_timestamp_ms: i64,
    /// `int64`, versions 0+.
    pub event_timestamp_ms: i64,
    /// `[]SegmentLeaderEpochEntry`, versions 0+.
    pub segment_leader_epochs: Vec<SegmentLeaderEpochEntry>,
    /// `int32`, versions 0+.
    pub segment_size_in_bytes: i32,
    /// `bytes`, versions 0+, default `null`.
    pub custom_metadata: Option<Bytes>,
    /// `int8`, versions 0+.
    pub remote_log_segment_state: i8,
    /// `bool`, versions 0+, tag 0.
    pub txn_index_empty: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for RemoteLogSegmentMetadataRecord {
    const SIZE_MIN: usize = 43 + RemoteLogSegmentIdEntry::SIZE_MIN;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            remote_log_segment_id: Field::read(d, v)?,
            start_offset: Field::read(d, v)?,
            end_offset: Field::read(d, v)?,
            broker_id: Field::read(d, v)?,
            max_timestamp_ms: Field::read(d, v)?,
            event_timestamp_ms: Field::read(d, v)?,
            segment_leader_epochs: Field::read(d, v)?,
            segment_size_in_bytes: Field::read(d, v)?,
            custom_metadata: Field::read(d, v)?,
            remote_log_segment_state: Field::read(d, v)?,
            txn_index_empty: false,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.txn_index_empty = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.remote_log_segment_id.write(e, v)?;
        self.start_offset.write(e, v)?;
        self.end_offset.write(e, v)?;
        self.broker_id.write(e, v)?;
        self.max_timestamp_ms.write(e, v)?;
        self.event_timestamp_ms.write(e, v)?;
        self.segment_leader_epochs.write(e, v)?;
        self.segment_size_in_bytes.write(e, v)?;
        self.custom_metadata.write(e, v)?;
        self.remote_log_segment_state.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.txn_index_empty {
            tags.put(e, 0, &self.txn_index_empty, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`RemoteLogSegmentMetadataRecord`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemoteLogSegmentIdEntry {
    /// `TopicIdPartitionEntry`, versions 0+.
    pub topic_id_partition: TopicIdPartitionEntry,
    /// `uuid`, versions 0+.
    pub id: Uuid,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for RemoteLogSegmentIdEntry {
    const SIZE_MIN: usize = 16 + TopicIdPartitionEntry::SIZE_MIN;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topic_id_partition: Field::read(d, v)?,
            id: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.topic_id_partition.write(e, v)?;
        self.id.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`RemoteLogSegmentMetadataRecord`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicIdPartitionEntry {
    /// `string`, versions 0+.
    pub name: Str,
    /// `uuid`, versions 0+.
    pub id: Uuid,
    /// `int32`, versions 0+.
    pub partition: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TopicIdPartitionEntry {
    const SIZE_MIN: usize = 21;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            id: Field::read(d, v)?,
            partition: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.id.write(e, v)?;
        self.partition.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`RemoteLogSegmentMetadataRecord`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SegmentLeaderEpochEntry {
    /// `int32`, versions 0+.
    pub leader_epoch: i32,
    /// `int64`, versions 0+.
    pub offset: i64,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for SegmentLeaderEpochEntry {
    const SIZE_MIN: usize = 12;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            leader_epoch: Field::read(d, v)?,
            offset: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.leader_epoch.write(e, v)?;
        self.offset.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for RemoteLogSegmentMetadataRecord {
    const NAME: &'static str = "RemoteLogSegmentMetadataRecord";
    const API_KEY: Option<i16> = Some(0);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
