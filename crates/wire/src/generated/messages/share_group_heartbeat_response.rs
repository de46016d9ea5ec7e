//! `ShareGroupHeartbeatResponse`, versions 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ShareGroupHeartbeatResponse`, versions 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupHeartbeatResponse {
    /// `int32`, versions 1+.
    pub throttle_time_ms: i32,
    /// `int16`, versions 1+.
    pub error_code: i16,
    /// `string`, versions 1+, default `null`.
    pub error_message: Option<Str>,
    /// `string`, versions 1+, default `null`.
    pub member_id: Option<Str>,
    /// `int32`, versions 1+.
    pub member_epoch: i32,
    /// `int32`, versions 1+.
    pub heartbeat_interval_ms: i32,
    /// `Assignment`, versions 1+, default `null`.
    pub assignment: Option<Assignment>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ShareGroupHeartbeatResponse {
    const SIZE_MIN: usize = 17;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            error_message: Field::read(d, v)?,
            member_id: Field::read(d, v)?,
            member_epoch: Field::read(d, v)?,
            heartbeat_interval_ms: Field::read(d, v)?,
            assignment: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.error_code.write(e, v)?;
        self.error_message.write(e, v)?;
        self.member_id.write(e, v)?;
        self.member_epoch.write(e, v)?;
        self.heartbeat_interval_ms.write(e, v)?;
        self.assignment.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ShareGroupHeartbeatResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assignment {
    /// `[]TopicPartitions`, versions 1+.
    pub topic_partitions: Vec<TopicPartitions>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Assignment {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { topic_partitions: Field::read(d, v)?, unknown_tagged_fields: d.unknown_tags()? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.topic_partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ShareGroupHeartbeatResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartitions {
    /// `uuid`, versions 1+.
    pub topic_id: Uuid,
    /// `[]int32`, versions 1+.
    pub partitions: Vec<i32>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TopicPartitions {
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

impl Message for ShareGroupHeartbeatResponse {
    const NAME: &'static str = "ShareGroupHeartbeatResponse";
    const API_KEY: Option<i16> = Some(76);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(1);
}
