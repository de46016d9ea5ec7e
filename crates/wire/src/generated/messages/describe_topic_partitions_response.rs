//! `DescribeTopicPartitionsResponse`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DescribeTopicPartitionsResponse`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeTopicPartitionsResponse {
    /// `int32`, versions 0+, ignorable.
    pub throttle_time_ms: i32,
    /// `[]DescribeTopicPartitionsResponseTopic`, versions 0+.
    pub topics: Vec<DescribeTopicPartitionsResponseTopic>,
    /// `Cursor`, versions 0+, default `null`.
    pub next_cursor: Option<Cursor>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DescribeTopicPartitionsResponse {
    const SIZE_MIN: usize = 6;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            topics: Field::read(d, v)?,
            next_cursor: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.topics.write(e, v)?;
        self.next_cursor.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeTopicPartitionsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeTopicPartitionsResponseTopic {
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `string`, versions 0+.
    pub name: Option<Str>,
    /// `uuid`, versions 0+, ignorable.
    pub topic_id: Uuid,
    /// `bool`, versions 0+, ignorable, default `false`.
    pub is_internal: bool,
    /// `[]DescribeTopicPartitionsResponsePartition`, versions 0+.
    pub partitions: Vec<DescribeTopicPartitionsResponsePartition>,
    /// `int32`, versions 0+, default `-2147483648`.
    pub topic_authorized_operations: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DescribeTopicPartitionsResponseTopic {
    fn default() -> Self {
        Self {
            error_code: 0,
            name: Some(Str::EMPTY),
            topic_id: Uuid::ZERO,
            is_internal: false,
            partitions: Vec::new(),
            topic_authorized_operations: -2_147_483_648,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DescribeTopicPartitionsResponseTopic {
    const SIZE_MIN: usize = 25;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            error_code: Field::read(d, v)?,
            name: Field::read(d, v)?,
            topic_id: Field::read(d, v)?,
            is_internal: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            topic_authorized_operations: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        self.name.write(e, v)?;
        self.topic_id.write(e, v)?;
        self.is_internal.write(e, v)?;
        self.partitions.write(e, v)?;
        self.topic_authorized_operations.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeTopicPartitionsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeTopicPartitionsResponsePartition {
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `int32`, versions 0+.
    pub partition_index: i32,
    /// `int32`, versions 0+.
    pub leader_id: i32,
    /// `int32`, versions 0+, ignorable, default `-1`.
    pub leader_epoch: i32,
    /// `[]int32`, versions 0+.
    pub replica_nodes: Vec<i32>,
    /// `[]int32`, versions 0+.
    pub isr_nodes: Vec<i32>,
    /// `[]int32`, versions 0+, default `null`.
    pub eligible_leader_replicas: Option<Vec<i32>>,
    /// `[]int32`, versions 0+, default `null`.
    pub last_known_elr: Option<Vec<i32>>,
    /// `[]int32`, versions 0+, ignorable.
    pub offline_replicas: Vec<i32>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DescribeTopicPartitionsResponsePartition {
    fn default() -> Self {
        Self {
            error_code: 0,
            partition_index: 0,
            leader_id: 0,
            leader_epoch: -1,
            replica_nodes: Vec::new(),
            isr_nodes: Vec::new(),
            eligible_leader_replicas: None,
            last_known_elr: None,
            offline_replicas: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DescribeTopicPartitionsResponsePartition {
    const SIZE_MIN: usize = 19;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            error_code: Field::read(d, v)?,
            partition_index: Field::read(d, v)?,
            leader_id: Field::read(d, v)?,
            leader_epoch: Field::read(d, v)?,
            replica_nodes: Field::read(d, v)?,
            isr_nodes: Field::read(d, v)?,
            eligible_leader_replicas: Field::read(d, v)?,
            last_known_elr: Field::read(d, v)?,
            offline_replicas: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        self.partition_index.write(e, v)?;
        self.leader_id.write(e, v)?;
        self.leader_epoch.write(e, v)?;
        self.replica_nodes.write(e, v)?;
        self.isr_nodes.write(e, v)?;
        self.eligible_leader_replicas.write(e, v)?;
        self.last_known_elr.write(e, v)?;
        self.offline_replicas.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeTopicPartitionsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cursor {
    /// `string`, versions 0+.
    pub topic_name: Str,
    /// `int32`, versions 0+.
    pub partition_index: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Cursor {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topic_name: Field::read(d, v)?,
            partition_index: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.topic_name.write(e, v)?;
        self.partition_index.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for DescribeTopicPartitionsResponse {
    const NAME: &'static str = "DescribeTopicPartitionsResponse";
    const API_KEY: Option<i16> = Some(75);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
