//! `MetadataResponse`, versions 0 to 13. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `MetadataResponse`, versions 0 to 13.
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataResponse {
    /// `int32`, versions 3+, ignorable.
    pub throttle_time_ms: i32,
    /// `[]MetadataResponseBroker`, versions 0+.
    pub brokers: Vec<MetadataResponseBroker>,
    /// `string`, versions 2+, ignorable, default `null`.
    pub cluster_id: Option<Str>,
    /// `int32`, versions 1+, ignorable, default `-1`.
    pub controller_id: i32,
    /// `[]MetadataResponseTopic`, versions 0+.
    pub topics: Vec<MetadataResponseTopic>,
    /// `int32`, versions 8-10, default `-2147483648`.
    pub cluster_authorized_operations: i32,
    /// `int16`, versions 13+, ignorable.
    pub error_code: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for MetadataResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            brokers: Vec::new(),
            cluster_id: None,
            controller_id: -1,
            topics: Vec::new(),
            cluster_authorized_operations: -2_147_483_648,
            error_code: 0,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for MetadataResponse {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: if v >= 3 { Field::read(d, v)? } else { 0 },
            brokers: Field::read(d, v)?,
            cluster_id: if v >= 2 { Field::read(d, v)? } else { None },
            controller_id: if v >= 1 { Field::read(d, v)? } else { -1 },
            topics: Field::read(d, v)?,
            cluster_authorized_operations: if (8..=10).contains(&v) {
                Field::read(d, v)?
            } else {
                -2_147_483_648
            },
            error_code: if v == 13 { Field::read(d, v)? } else { 0 },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v >= 3 {
            self.throttle_time_ms.write(e, v)?;
        }
        self.brokers.write(e, v)?;
        if v >= 2 {
            self.cluster_id.write(e, v)?;
        }
        if v >= 1 {
            self.controller_id.write(e, v)?;
        }
        self.topics.write(e, v)?;
        if (8..=10).contains(&v) {
            self.cluster_authorized_operations.write(e, v)?;
        } else {
            only_if(
                self.cluster_authorized_operations == -2_147_483_648,
                "MetadataResponse.ClusterAuthorizedOperations",
                v,
            )?;
        }
        if v == 13 {
            self.error_code.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`MetadataResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MetadataResponseBroker {
    /// `int32`, versions 0+.
    pub node_id: i32,
    /// `string`, versions 0+.
    pub host: Str,
    /// `int32`, versions 0+.
    pub port: i32,
    /// `string`, versions 1+, ignorable, default `null`.
    pub rack: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for MetadataResponseBroker {
    const SIZE_MIN: usize = 9;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            node_id: Field::read(d, v)?,
            host: Field::read(d, v)?,
            port: Field::read(d, v)?,
            rack: if v >= 1 { Field::read(d, v)? } else { None },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.node_id.write(e, v)?;
        self.host.write(e, v)?;
        self.port.write(e, v)?;
        if v >= 1 {
            self.rack.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`MetadataResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataResponseTopic {
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `string`, versions 0+, nullable 12+.
    pub name: Option<Str>,
    /// `uuid`, versions 10+, ignorable.
    pub topic_id: Uuid,
    /// `bool`, versions 1+, ignorable, default `false`.
    pub is_internal: bool,
    /// `[]MetadataResponsePartition`, versions 0+.
    pub partitions: Vec<MetadataResponsePartition>,
    /// `int32`, versions 8+, default `-2147483648`.
    pub topic_authorized_operations: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for MetadataResponseTopic {
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

impl Field for MetadataResponseTopic {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            error_code: Field::read(d, v)?,
            name: if v >= 12 { Field::read(d, v)? } else { Some(Field::read(d, v)?) },
            topic_id: if v >= 10 { Field::read(d, v)? } else { Uuid::ZERO },
            is_internal: if v >= 1 { Field::read(d, v)? } else { false },
            partitions: Field::read(d, v)?,
            topic_authorized_operations: if v >= 8 { Field::read(d, v)? } else { -2_147_483_648 },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        if v >= 12 {
            self.name.write(e, v)?;
        } else {
            e.not_null(self.name.as_ref(), "MetadataResponseTopic.Name", v)?;
        }
        if v >= 10 {
            self.topic_id.write(e, v)?;
        }
        if v >= 1 {
            self.is_internal.write(e, v)?;
        }
        self.partitions.write(e, v)?;
        if v >= 8 {
            self.topic_authorized_operations.write(e, v)?;
        } else {
            only_if(
                self.topic_authorized_operations == -2_147_483_648,
                "MetadataResponseTopic.TopicAuthorizedOperations",
                v,
            )?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`MetadataResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataResponsePartition {
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `int32`, versions 0+.
    pub partition_index: i32,
    /// `int32`, versions 0+.
    pub leader_id: i32,
    /// `int32`, versions 7+, ignorable, default `-1`.
    pub leader_epoch: i32,
    /// `[]int32`, versions 0+.
    pub replica_nodes: Vec<i32>,
    /// `[]int32`, versions 0+.
    pub isr_nodes: Vec<i32>,
    /// `[]int32`, versions 5+, ignorable.
    pub offline_replicas: Vec<i32>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for MetadataResponsePartition {
    fn default() -> Self {
        Self {
            error_code: 0,
            partition_index: 0,
            leader_id: 0,
            leader_epoch: -1,
            replica_nodes: Vec::new(),
            isr_nodes: Vec::new(),
            offline_replicas: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for MetadataResponsePartition {
    const SIZE_MIN: usize = 12;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            error_code: Field::read(d, v)?,
            partition_index: Field::read(d, v)?,
            leader_id: Field::read(d, v)?,
            leader_epoch: if v >= 7 { Field::read(d, v)? } else { -1 },
            replica_nodes: Field::read(d, v)?,
            isr_nodes: Field::read(d, v)?,
            offline_replicas: if v >= 5 { Field::read(d, v)? } else { Vec::new() },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        self.partition_index.write(e, v)?;
        self.leader_id.write(e, v)?;
        if v >= 7 {
            self.leader_epoch.write(e, v)?;
        }
        self.replica_nodes.write(e, v)?;
        self.isr_nodes.write(e, v)?;
        if v >= 5 {
            self.offline_replicas.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for MetadataResponse {
    const NAME: &'static str = "MetadataResponse";
    const API_KEY: Option<i16> = Some(3);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=13;
    const FLEXIBLE_FROM: Option<i16> = Some(9);
}
