//! `ProduceResponse`, versions 3 to 13. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ProduceResponse`, versions 3 to 13.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProduceResponse {
    /// `[]TopicProduceResponse`, versions 3+.
    pub responses: Vec<TopicProduceResponse>,
    /// `int32`, versions 3+, ignorable, default `0`.
    pub throttle_time_ms: i32,
    /// `[]NodeEndpoint`, versions 10+, tag 0.
    pub node_endpoints: Vec<NodeEndpoint>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ProduceResponse {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            responses: Field::read(d, v)?,
            throttle_time_ms: Field::read(d, v)?,
            node_endpoints: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 if v >= 10 => this.node_endpoints = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.responses.write(e, v)?;
        self.throttle_time_ms.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if !self.node_endpoints.is_empty() {
            only_if(v >= 10, "ProduceResponse.NodeEndpoints", v)?;
            tags.put(e, 0, &self.node_endpoints, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`ProduceResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicProduceResponse {
    /// `string`, versions 3-12, ignorable.
    pub name: Str,
    /// `uuid`, versions 13+, ignorable.
    pub topic_id: Uuid,
    /// `[]PartitionProduceResponse`, versions 3+.
    pub partition_responses: Vec<PartitionProduceResponse>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TopicProduceResponse {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: if v <= 12 { Field::read(d, v)? } else { Str::EMPTY },
            topic_id: if v == 13 { Field::read(d, v)? } else { Uuid::ZERO },
            partition_responses: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v <= 12 {
            self.name.write(e, v)?;
        }
        if v == 13 {
            self.topic_id.write(e, v)?;
        }
        self.partition_responses.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ProduceResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionProduceResponse {
    /// `int32`, versions 3+.
    pub index: i32,
    /// `int16`, versions 3+.
    pub error_code: i16,
    /// `int64`, versions 3+.
    pub base_offset: i64,
    /// `int64`, versions 3+, ignorable, default `-1`.
    pub log_append_time_ms: i64,
    /// `int64`, versions 5+, ignorable, default `-1`.
    pub log_start_offset: i64,
    /// `[]BatchIndexAndErrorMessage`, versions 8+, ignorable.
    pub record_errors: Vec<BatchIndexAndErrorMessage>,
    /// `string`, versions 8+, ignorable, default `null`.
    pub error_message: Option<Str>,
    /// `LeaderIdAndEpoch`, versions 10+, tag 0.
    pub current_leader: LeaderIdAndEpoch,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for PartitionProduceResponse {
    fn default() -> Self {
        Self {
            index: 0,
            error_code: 0,
            base_offset: 0,
            log_append_time_ms: -1,
            log_start_offset: -1,
            record_errors: Vec::new(),
            error_message: None,
            current_leader: LeaderIdAndEpoch::default(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for PartitionProduceResponse {
    const SIZE_MIN: usize = 22;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            index: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            base_offset: Field::read(d, v)?,
            log_append_time_ms: Field::read(d, v)?,
            log_start_offset: if v >= 5 { Field::read(d, v)? } else { -1 },
            record_errors: if v >= 8 { Field::read(d, v)? } else { Vec::new() },
            error_message: if v >= 8 { Field::read(d, v)? } else { None },
            current_leader: LeaderIdAndEpoch::default(),
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 if v >= 10 => this.current_leader = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.index.write(e, v)?;
        self.error_code.write(e, v)?;
        self.base_offset.write(e, v)?;
        self.log_append_time_ms.write(e, v)?;
        if v >= 5 {
            self.log_start_offset.write(e, v)?;
        }
        if v >= 8 {
            self.record_errors.write(e, v)?;
        }
        if v >= 8 {
            self.error_message.write(e, v)?;
        }
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.current_leader != LeaderIdAndEpoch::default() {
            only_if(v >= 10, "PartitionProduceResponse.CurrentLeader", v)?;
            tags.put(e, 0, &self.current_leader, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`ProduceResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BatchIndexAndErrorMessage {
    /// `int32`, versions 8+.
    pub batch_index: i32,
    /// `string`, versions 8+, default `null`.
    pub batch_index_error_message: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for BatchIndexAndErrorMessage {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            batch_index: Field::read(d, v)?,
            batch_index_error_message: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.batch_index.write(e, v)?;
        self.batch_index_error_message.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ProduceResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct LeaderIdAndEpoch {
    /// `int32`, versions 10+, default `-1`.
    pub leader_id: i32,
    /// `int32`, versions 10+, default `-1`.
    pub leader_epoch: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for LeaderIdAndEpoch {
    fn default() -> Self {
        Self { leader_id: -1, leader_epoch: -1, unknown_tagged_fields: UnknownTags::default() }
    }
}

impl Field for LeaderIdAndEpoch {
    const SIZE_MIN: usize = 8;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            leader_id: Field::read(d, v)?,
            leader_epoch: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.leader_id.write(e, v)?;
        self.leader_epoch.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ProduceResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NodeEndpoint {
    /// `int32`, versions 10+.
    pub node_id: i32,
    /// `string`, versions 10+.
    pub host: Str,
    /// `int32`, versions 10+.
    pub port: i32,
    /// `string`, versions 10+, default `null`.
    pub rack: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for NodeEndpoint {
    const SIZE_MIN: usize = 10;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            node_id: Field::read(d, v)?,
            host: Field::read(d, v)?,
            port: Field::read(d, v)?,
            rack: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.node_id.write(e, v)?;
        self.host.write(e, v)?;
        self.port.write(e, v)?;
        self.rack.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ProduceResponse {
    const NAME: &'static str = "ProduceResponse";
    const API_KEY: Option<i16> = Some(0);
    const VALID_VERSIONS: RangeInclusive<i16> = 3..=13;
    const FLEXIBLE_FROM: Option<i16> = Some(9);
}
