//! `StreamsGroupHeartbeatRequest`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `StreamsGroupHeartbeatRequest`, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamsGroupHeartbeatRequest {
    /// `string`, versions 0+.
    pub group_id: Str,
    /// `string`, versions 0+.
    pub member_id: Str,
    /// `int32`, versions 0+.
    pub member_epoch: i32,
    /// `int32`, versions 0+.
    pub endpoint_information_epoch: i32,
    /// `string`, versions 0+, default `null`.
    pub instance_id: Option<Str>,
    /// `string`, versions 0+, default `null`.
    pub rack_id: Option<Str>,
    /// `int32`, versions 0+, default `-1`.
    pub rebalance_timeout_ms: i32,
    /// `Topology`, versions 0+, default `null`.
    pub topology: Option<Topology>,
    /// `[]TaskIds`, versions 0+, default `null`.
    pub active_tasks: Option<Vec<TaskIds>>,
    /// `[]TaskIds`, versions 0+, default `null`.
    pub standby_tasks: Option<Vec<TaskIds>>,
    /// `[]TaskIds`, versions 0+, default `null`.
    pub warmup_tasks: Option<Vec<TaskIds>>,
    /// `string`, versions 0+, default `null`.
    pub process_id: Option<Str>,
    /// `Endpoint`, versions 0+, default `null`.
    pub user_endpoint: Option<Endpoint>,
    /// `[]KeyValue`, versions 0+, default `null`.
    pub client_tags: Option<Vec<KeyValue>>,
    /// `[]TaskOffset`, versions 0+, default `null`.
    pub task_offsets: Option<Vec<TaskOffset>>,
    /// `[]TaskOffset`, versions 0+, default `null`.
    pub task_end_offsets: Option<Vec<TaskOffset>>,
    /// `bool`, versions 0+, default `false`.
    pub shutdown_application: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for StreamsGroupHeartbeatRequest {
    fn default() -> Self {
        Self {
            group_id: Str::EMPTY,
            member_id: Str::EMPTY,
            member_epoch: 0,
            endpoint_information_epoch: 0,
            instance_id: None,
            rack_id: None,
            rebalance_timeout_ms: -1,
            topology: None,
            active_tasks: None,
            standby_tasks: None,
            warmup_tasks: None,
            process_id: None,
            user_endpoint: None,
            client_tags: None,
            task_offsets: None,
            task_end_offsets: None,
            shutdown_application: false,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for StreamsGroupHeartbeatRequest {
    const SIZE_MIN: usize = 26;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_id: Field::read(d, v)?,
            member_id: Field::read(d, v)?,
            member_epoch: Field::read(d, v)?,
            endpoint_information_epoch: Field::read(d, v)?,
            instance_id: Field::read(d, v)?,
            rack_id: Field::read(d, v)?,
            rebalance_timeout_ms: Field::read(d, v)?,
            topology: Field::read(d, v)?,
            active_tasks: Field::read(d, v)?,
            standby_tasks: Field::read(d, v)?,
            warmup_tasks: Field::read(d, v)?,
            process_id: Field::read(d, v)?,
            user_endpoint: Field::read(d, v)?,
            client_tags: Field::read(d, v)?,
            task_offsets: Field::read(d, v)?,
            task_end_offsets: Field::read(d, v)?,
            shutdown_application: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        self.member_id.write(e, v)?;
        self.member_epoch.write(e, v)?;
        self.endpoint_information_epoch.write(e, v)?;
        self.instance_id.write(e, v)?;
        self.rack_id.write(e, v)?;
        self.rebalance_timeout_ms.write(e, v)?;
        self.topology.write(e, v)?;
        self.active_tasks.write(e, v)?;
        self.standby_tasks.write(e, v)?;
        self.warmup_tasks.write(e, v)?;
        self.process_id.write(e, v)?;
        self.user_endpoint.write(e, v)?;
        self.client_tags.write(e, v)?;
        self.task_offsets.write(e, v)?;
        self.task_end_offsets.write(e, v)?;
        self.shutdown_application.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupHeartbeatRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Topology {
    /// `int32`, versions 0+.
    pub epoch: i32,
    /// `[]Subtopology`, versions 0+.
    pub subtopologies: Vec<Subtopology>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Topology {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            epoch: Field::read(d, v)?,
            subtopologies: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.epoch.write(e, v)?;
        self.subtopologies.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupHeartbeatRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subtopology {
    /// `string`, versions 0+.
    pub subtopology_id: Str,
    /// `[]string`, versions 0+.
    pub source_topics: Vec<Str>,
    /// `[]string`, versions 0+.
    pub source_topic_regex: Vec<Str>,
    /// `[]TopicInfo`, versions 0+.
    pub state_changelog_topics: Vec<TopicInfo>,
    /// `[]string`, versions 0+.
    pub repartition_sink_topics: Vec<Str>,
    /// `[]TopicInfo`, versions 0+.
    pub repartition_source_topics: Vec<TopicInfo>,
    /// `[]CopartitionGroup`, versions 0+.
    pub copartition_groups: Vec<CopartitionGroup>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Subtopology {
    const SIZE_MIN: usize = 7;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            subtopology_id: Field::read(d, v)?,
            source_topics: Field::read(d, v)?,
            source_topic_regex: Field::read(d, v)?,
            state_changelog_topics: Field::read(d, v)?,
            repartition_sink_topics: Field::read(d, v)?,
            repartition_source_topics: Field::read(d, v)?,
            copartition_groups: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.subtopology_id.write(e, v)?;
        self.source_topics.write(e, v)?;
        self.source_topic_regex.write(e, v)?;
        self.state_changelog_topics.write(e, v)?;
        self.repartition_sink_topics.write(e, v)?;
        self.repartition_source_topics.write(e, v)?;
        self.copartition_groups.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupHeartbeatRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CopartitionGroup {
    /// `[]int16`, versions 0+.
    pub source_topics: Vec<i16>,
    /// `[]int16`, versions 0+.
    pub source_topic_regex: Vec<i16>,
    /// `[]int16`, versions 0+.
    pub repartition_source_topics: Vec<i16>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for CopartitionGroup {
    const SIZE_MIN: usize = 3;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            source_topics: Field::read(d, v)?,
            source_topic_regex: Field::read(d, v)?,
            repartition_source_topics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.source_topics.write(e, v)?;
        self.source_topic_regex.write(e, v)?;
        self.repartition_source_topics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupHeartbeatRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KeyValue {
    /// `string`, versions 0+.
    pub key: Str,
    /// `string`, versions 0+.
    pub value: Str,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for KeyValue {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            key: Field::read(d, v)?,
            value: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.key.write(e, v)?;
        self.value.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupHeartbeatRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicInfo {
    /// `string`, versions 0+.
    pub name: Str,
    /// `int32`, versions 0+.
    pub partitions: i32,
    /// `int16`, versions 0+.
    pub replication_factor: i16,
    /// `[]KeyValue`, versions 0+.
    pub topic_configs: Vec<KeyValue>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TopicInfo {
    const SIZE_MIN: usize = 8;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            replication_factor: Field::read(d, v)?,
            topic_configs: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.partitions.write(e, v)?;
        self.replication_factor.write(e, v)?;
        self.topic_configs.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupHeartbeatRequest`].
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

/// Part of [`StreamsGroupHeartbeatRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TaskOffset {
    /// `string`, versions 0+.
    pub subtopology_id: Str,
    /// `int32`, versions 0+.
    pub partition: i32,
    /// `int64`, versions 0+.
    pub offset: i64,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TaskOffset {
    const SIZE_MIN: usize = 13;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            subtopology_id: Field::read(d, v)?,
            partition: Field::read(d, v)?,
            offset: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.subtopology_id.write(e, v)?;
        self.partition.write(e, v)?;
        self.offset.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupHeartbeatRequest`].
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

impl Message for StreamsGroupHeartbeatRequest {
    const NAME: &'static str = "StreamsGroupHeartbeatRequest";
    const API_KEY: Option<i16> = Some(88);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for StreamsGroupHeartbeatRequest {
    type Response = super::StreamsGroupHeartbeatResponse;
}
