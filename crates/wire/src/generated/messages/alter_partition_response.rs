//! `AlterPartitionResponse`, versions 2 to 3. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `AlterPartitionResponse`, versions 2 to 3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterPartitionResponse {
    /// `int32`, versions 2+.
    pub throttle_time_ms: i32,
    /// `int16`, versions 2+.
    pub error_code: i16,
    /// `[]TopicData`, versions 2+.
    pub topics: Vec<TopicData>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for AlterPartitionResponse {
    const SIZE_MIN: usize = 7;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            topics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.error_code.write(e, v)?;
        self.topics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`AlterPartitionResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicData {
    /// `uuid`, versions 2+, ignorable.
    pub topic_id: Uuid,
    /// `[]PartitionData`, versions 2+.
    pub partitions: Vec<PartitionData>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TopicData {
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

/// Part of [`AlterPartitionResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionData {
    /// `int32`, versions 2+.
    pub partition_index: i32,
    /// `int16`, versions 2+.
    pub error_code: i16,
    /// `int32`, versions 2+.
    pub leader_id: i32,
    /// `int32`, versions 2+.
    pub leader_epoch: i32,
    /// `[]int32`, versions 2+.
    pub isr: Vec<i32>,
    /// `int8`, versions 2+, ignorable, default `0`.
    pub leader_recovery_state: i8,
    /// `int32`, versions 2+.
    pub partition_epoch: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for PartitionData {
    const SIZE_MIN: usize = 20;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            leader_id: Field::read(d, v)?,
            leader_epoch: Field::read(d, v)?,
            isr: Field::read(d, v)?,
            leader_recovery_state: Field::read(d, v)?,
            partition_epoch: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.error_code.write(e, v)?;
        self.leader_id.write(e, v)?;
        self.leader_epoch.write(e, v)?;
        self.isr.write(e, v)?;
        self.leader_recovery_state.write(e, v)?;
        self.partition_epoch.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for AlterPartitionResponse {
    const NAME: &'static str = "AlterPartitionResponse";
    const API_KEY: Option<i16> = Some(56);
    const VALID_VERSIONS: RangeInclusive<i16> = 2..=3;
    const FLEXIBLE_FROM: Option<i16> = Some(2);
}
