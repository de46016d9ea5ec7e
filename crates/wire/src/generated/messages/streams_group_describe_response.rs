//! `StreamsGroupDescribeResponse`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `StreamsGroupDescribeResponse`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupDescribeResponse {
    /// `int32`, versions 0+.
    pub throttle_time_ms: i32,
    /// `[]DescribedGroup`, versions 0+.
    pub groups: Vec<DescribedGroup>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for StreamsGroupDescribeResponse {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            groups: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.groups.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribedGroup {
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `string`, versions 0+, default `null`.
    pub error_message: Option<Str>,
    /// `string`, versions 0+.
    pub group_id: Str,
    /// `string`, versions 0+.
    pub group_state: Str,
    /// `int32`, versions 0+.
    pub group_epoch: i32,
    /// `int32`, versions 0+.
    pub assignment_epoch: i32,
    /// `Topology`, versions 0+, default `null`.
    pub topology: Option<Topology>,
    /// `[]Member`, versions 0+.
    pub members: Vec<Member>,
    /// `int32`, versions 0+, default `-2147483648`.
    pub authorized_operations: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DescribedGroup {
    fn default() -> Self {
        Self {
            error_code: 0,
            error_message: None,
            group_id: Str::EMPTY,
            group_state: Str::EMPTY,
            group_epoch: 0,
            assignment_epoch: 0,
            topology: None,
            members: Vec::new(),
            authorized_operations: -2_147_483_648,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DescribedGroup {
    const SIZE_MIN: usize = 19;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            error_code: Field::read(d, v)?,
            error_message: Field::read(d, v)?,
            group_id: Field::read(d, v)?,
            group_state: Field::read(d, v)?,
            group_epoch: Field::read(d, v)?,
            assignment_epoch: Field::read(d, v)?,
            topology: Field::read(d, v)?,
            members: Field::read(d, v)?,
            authorized_operations: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        self.error_message.write(e, v)?;
        self.group_id.write(e, v)?;
        self.group_state.write(e, v)?;
        self.group_epoch.write(e, v)?;
        self.assignment_epoch.write(e, v)?;
        self.topology.write(e, v)?;
        self.members.write(e, v)?;
        self.authorized_operations.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Topology {
    /// `int32`, versions 0+.
    pub epoch: i32,
    /// `[]Subtopology`, versions 0+, default `null`.
    pub subtopologies: Option<Vec<Subtopology>>,
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

/// Part of [`StreamsGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subtopology {
    /// `string`, versions 0+.
    pub subtopology_id: Str,
    /// `[]string`, versions 0+.
    pub source_topics: Vec<Str>,
    /// `[]string`, versions 0+.
    pub repartition_sink_topics: Vec<Str>,
    /// `[]TopicInfo`, versions 0+.
    pub state_changelog_topics: Vec<TopicInfo>,
    /// `[]TopicInfo`, versions 0+.
    pub repartition_source_topics: Vec<TopicInfo>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Subtopology {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            subtopology_id: Field::read(d, v)?,
            source_topics: Field::read(d, v)?,
            repartition_sink_topics: Field::read(d, v)?,
            state_changelog_topics: Field::read(d, v)?,
            repartition_source_topics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.subtopology_id.write(e, v)?;
        self.source_topics.write(e, v)?;
        self.repartition_sink_topics.write(e, v)?;
        self.state_changelog_topics.write(e, v)?;
        self.repartition_source_topics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Member {
    /// `string`, versions 0+.
    pub member_id: Str,
    /// `int32`, versions 0+.
    pub member_epoch: i32,
    /// `string`, versions 0+, default `null`.
    pub instance_id: Option<Str>,
    /// `string`, versions 0+, default `null`.
    pub rack_id: Option<Str>,
    /// `string`, versions 0+.
    pub client_id: Str,
    /// `string`, versions 0+.
    pub client_host: Str,
    /// `int32`, versions 0+.
    pub topology_epoch: i32,
    /// `string`, versions 0+.
    pub process_id: Str,
    /// `Endpoint`, versions 0+, default `null`.
    pub user_endpoint: Option<Endpoint>,
    /// `[]KeyValue`, versions 0+.
    pub client_tags: Vec<KeyValue>,
    /// `[]TaskOffset`, versions 0+.
    pub task_offsets: Vec<TaskOffset>,
    /// `[]TaskOffset`, versions 0+.
    pub task_end_offsets: Vec<TaskOffset>,
    /// `Assignment`, versions 0+.
    pub assignment: Assignment,
    /// `Assignment`, versions 0+.
    pub target_assignment: Assignment,
    /// `bool`, versions 0+.
    pub is_classic: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Member {
    const SIZE_MIN: usize = 19 + Assignment::SIZE_MIN + Assignment::SIZE_MIN;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            member_id: Field::read(d, v)?,
            member_epoch: Field::read(d, v)?,
            instance_id: Field::read(d, v)?,
            rack_id: Field::read(d, v)?,
            client_id: Field::read(d, v)?,
            client_host: Field::read(d, v)?,
            topology_epoch: Field::read(d, v)?,
            process_id: Field::read(d, v)?,
            user_endpoint: Field::read(d, v)?,
            client_tags: Field::read(d, v)?,
            task_offsets: Field::read(d, v)?,
            task_end_offsets: Field::read(d, v)?,
            assignment: Field::read(d, v)?,
            target_assignment: Field::read(d, v)?,
            is_classic: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.member_id.write(e, v)?;
        self.member_epoch.write(e, v)?;
        self.instance_id.write(e, v)?;
        self.rack_id.write(e, v)?;
        self.client_id.write(e, v)?;
        self.client_host.write(e, v)?;
        self.topology_epoch.write(e, v)?;
        self.process_id.write(e, v)?;
        self.user_endpoint.write(e, v)?;
        self.client_tags.write(e, v)?;
        self.task_offsets.write(e, v)?;
        self.task_end_offsets.write(e, v)?;
        self.assignment.write(e, v)?;
        self.target_assignment.write(e, v)?;
        self.is_classic.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupDescribeResponse`].
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

/// Part of [`StreamsGroupDescribeResponse`].
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

/// Part of [`StreamsGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assignment {
    /// `[]TaskIds`, versions 0+.
    pub active_tasks: Vec<TaskIds>,
    /// `[]TaskIds`, versions 0+.
    pub standby_tasks: Vec<TaskIds>,
    /// `[]TaskIds`, versions 0+.
    pub warmup_tasks: Vec<TaskIds>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Assignment {
    const SIZE_MIN: usize = 3;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            active_tasks: Field::read(d, v)?,
            standby_tasks: Field::read(d, v)?,
            warmup_tasks: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.active_tasks.write(e, v)?;
        self.standby_tasks.write(e, v)?;
        self.warmup_tasks.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupDescribeResponse`].
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

/// Part of [`StreamsGroupDescribeResponse`].
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

/// Part of [`StreamsGroupDescribeResponse`].
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

impl Message for StreamsGroupDescribeResponse {
    const NAME: &'static str = "StreamsGroupDescribeResponse";
    const API_KEY: Option<i16> = Some(89);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
