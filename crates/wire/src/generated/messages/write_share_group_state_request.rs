//! `WriteShareGroupStateRequest`, versions 0 to 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `WriteShareGroupStateRequest`, versions 0 to 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WriteShareGroupStateRequest {
    /// `string`, versions 0+.
    pub group_id: Str,
    /// `[]WriteStateData`, versions 0+.
    pub topics: Vec<WriteStateData>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for WriteShareGroupStateRequest {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_id: Field::read(d, v)?,
            topics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        self.topics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`WriteShareGroupStateRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WriteStateData {
    /// `uuid`, versions 0+.
    pub topic_id: Uuid,
    /// `[]PartitionData`, versions 0+.
    pub partitions: Vec<PartitionData>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for WriteStateData {
    const SIZE_MIN: usize = 17;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topic_id: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.topic_id.write(e, v)?;
        self.partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`WriteShareGroupStateRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionData {
    /// `int32`, versions 0+.
    pub partition: i32,
    /// `int32`, versions 0+.
    pub state_epoch: i32,
    /// `int32`, versions 0+.
    pub leader_epoch: i32,
    /// `int64`, versions 0+.
    pub start_offset: i64,
    /// `int32`, versions 1+, ignorable, default `-1`.
    pub delivery_complete_count: i32,
    /// `[]StateBatch`, versions 0+.
    pub state_batches: Vec<StateBatch>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for PartitionData {
    fn default() -> Self {
        Self {
            partition: 0,
            state_epoch: 0,
            leader_epoch: 0,
            start_offset: 0,
            delivery_complete_count: -1,
            state_batches: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for PartitionData {
    const SIZE_MIN: usize = 21;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition: Field::read(d, v)?,
            state_epoch: Field::read(d, v)?,
            leader_epoch: Field::read(d, v)?,
            start_offset: Field::read(d, v)?,
            delivery_complete_count: if v == 1 { Field::read(d, v)? } else { -1 },
            state_batches: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition.write(e, v)?;
        self.state_epoch.write(e, v)?;
        self.leader_epoch.write(e, v)?;
        self.start_offset.write(e, v)?;
        if v == 1 {
            self.delivery_complete_count.write(e, v)?;
        }
        self.state_batches.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`WriteShareGroupStateRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StateBatch {
    /// `int64`, versions 0+.
    pub first_offset: i64,
    /// `int64`, versions 0+.
    pub last_offset: i64,
    /// `int8`, versions 0+.
    pub delivery_state: i8,
    /// `int16`, versions 0+.
    pub delivery_count: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for StateBatch {
    const SIZE_MIN: usize = 19;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            first_offset: Field::read(d, v)?,
            last_offset: Field::read(d, v)?,
            delivery_state: Field::read(d, v)?,
            delivery_count: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.first_offset.write(e, v)?;
        self.last_offset.write(e, v)?;
        self.delivery_state.write(e, v)?;
        self.delivery_count.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for WriteShareGroupStateRequest {
    const NAME: &'static str = "WriteShareGroupStateRequest";
    const API_KEY: Option<i16> = Some(85);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for WriteShareGroupStateRequest {
    type Response = super::WriteShareGroupStateResponse;
}
