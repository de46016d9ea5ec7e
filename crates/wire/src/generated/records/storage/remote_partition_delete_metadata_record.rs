//! `RemotePartitionDeleteMetadataRecord`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `RemotePartitionDeleteMetadataRecord`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemotePartitionDeleteMetadataRecord {
    /// `TopicIdPartitionEntry`, versions 0+.
    pub topic_id_partition: TopicIdPartitionEntry,
    /// `int32`, versions 0+.
    pub broker_id: i32,
    /// `int64`, versions 0+.
    pub event_timestamp_ms: i64,
    /// `int8`, versions 0+.
    pub remote_partition_delete_state: i8,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for RemotePartitionDeleteMetadataRecord {
    const SIZE_MIN: usize = 13 + TopicIdPartitionEntry::SIZE_MIN;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topic_id_partition: Field::read(d, v)?,
            broker_id: Field::read(d, v)?,
            event_timestamp_ms: Field::read(d, v)?,
            remote_partition_delete_state: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.topic_id_partition.write(e, v)?;
        self.broker_id.write(e, v)?;
        self.event_timestamp_ms.write(e, v)?;
        self.remote_partition_delete_state.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`RemotePartitionDeleteMetadataRecord`].
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

impl Message for RemotePartitionDeleteMetadataRecord {
    const NAME: &'static str = "RemotePartitionDeleteMetadataRecord";
    const API_KEY: Option<i16> = Some(2);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
