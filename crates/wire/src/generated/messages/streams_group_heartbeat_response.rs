//! `StreamsGroupHeartbeatResponse`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `StreamsGroupHeartbeatResponse`, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamsGroupHeartbeatResponse {
    /// `int32`, versions 0+.
    pub throttle_time_ms: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `string`, versions 0+, default `null`.
    pub error_message: Option<Str>,
    /// `string`, versions 0+.
    pub member_id: Str,
    /// `int32`, versions 0+.
    pub member_epoch: i32,
    /// `int32`, versions 0+.
    pub heartbeat_interval_ms: i32,
    /// `int32`, versions 0+.
    pub acceptable_recovery_lag: i32,
    /// `int32`, versions 0+.
    pub task_offset_interval_ms: i32,
    /// `[]Status`, versions 0+.
    pub status: Option<Vec<Status>>,
    /// `[]TaskIds`, versions 0+, default `null`.
    pub active_tasks: Option<Vec<TaskIds>>,
    /// `[]TaskIds`, versions 0+, default `null`.
    pub standby_tasks: Option<Vec<TaskIds>>,
    /// `[]TaskIds`, versions 0+, default `null`.
    pub warmup_tasks: Option<Vec<TaskIds>>,
    /// `int32`, versions 0+.
    pub endpoint_information_epoch: i32,
    /// `[]EndpointToPartitions`, versions 0+, default `null`.
    pub partitions_by_user_endpoint: Option<Vec<EndpointToPartitions>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for StreamsGroupHeartbeatResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            error_message: None,
            member_id: Str::EMPTY,
            member_epoch: 0,
            heartbeat_interval_ms: 0,
            acceptable_recovery_lag: 0,
            task_offset_interval_ms: 0,
            status: Some(Vec::new()),
            active_tasks: None,
            standby_tasks: None,
            warmup_tasks: None,
            endpoint_information_epoch: 0,
            partitions_by_user_endpoint: None,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for StreamsGroupHeartbeatResponse {
    const SIZE_MIN: usize = 33;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            error_message: Field::read(d, v)?,
            member_id: Field::read(d, v)?,
            member_epoch: Field::read(d, v)?,
            heartbeat_interval_ms: Field::read(d, v)?,
            acceptable_recovery_lag: Field::read(d, v)?,
            task_offset_interval_ms: Field::read(d, v)?,
            status: Field::read(d, v)?,
            active_tasks: Field::read(d, v)?,
            standby_tasks: Field::read(d, v)?,
            warmup_tasks: Field::read(d, v)?,
            endpoint_information_epoch: Field::read(d, v)?,
            partitions_by_user_endpoint: Field::read(d, v)?,
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
        self.acceptable_recovery_lag.write(e, v)?;
        self.task_offset_interval_ms.write(e, v)?;
        self.status.write(e, v)?;
        self.active_tasks.write(e, v)?;
        self.standby_tasks.write(e, v)?;
        self.warmup_tasks.write(e, v)?;
        self.endpoint_information_epoch.write(e, v)?;
        self.partitions_by_user_endpoint.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupHeartbeatResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EndpointToPartitions {
    /// `Endpoint`, versions 0+.
    pub user_endpoint: Endpoint,
    /// `[]TopicPartition`, versions 0+.
    pub active_partitions: Vec<TopicPartition>,
    /// `[]TopicPartition`, versions 0+.
    pub standby_partitions: Vec<TopicPartition>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for EndpointToPartitions {
    const SIZE_MIN: usize = 2 + Endpoint::SIZE_MIN;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            user_endpoint: Field::read(d, v)?,
            active_partitions: Field::read(d, v)?,
            standby_partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.user_endpoint.write(e, v)?;
        self.active_partitions.write(e, v)?;
        self.standby_partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupHeartbeatResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Status {
    /// `int8`, versions 0+.
    pub status_code: i8,
    /// `string`, versions 0+.
    pub status_detail: Str,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Status {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            status_code: Field::read(d, v)?,
            status_detail: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.status_code.write(e, v)?;
        self.status_detail.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupHeartbeatResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartition {
    /// `string`, versions 0+.
    pub topic: Str,
    /// `[]int32`, versions 0+.
    pub partitions: Vec<i32>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TopicPartition {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topic: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.topic.write(e, v)?;
        self.partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupHeartbeatResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TaskIds {
    /// `string`, versions 0+.
    pub subtopology_id: Str,
    /// `[]int32`, versions 0+.
    pub partitions: Vec<i32>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TaskIds {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            subtopology_id: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.subtopology_id.write(e, v)?;
        self.partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupHeartbeatResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Endpoint {
    /// `string`, versions 0+.
    pub host: Str,
    /// `uint16`, versions 0+.
    pub port: u16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Endpoint {
    const SIZE_MIN: usize = 3;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            host: Field::read(d, v)?,
            port: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.host.write(e, v)?;
        self.port.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for StreamsGroupHeartbeatResponse {
    const NAME: &'static str = "StreamsGroupHeartbeatResponse";
    const API_KEY: Option<i16> = Some(88);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
