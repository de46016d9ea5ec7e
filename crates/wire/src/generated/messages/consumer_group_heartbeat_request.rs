//! `ConsumerGroupHeartbeatRequest`, versions 0 to 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ConsumerGroupHeartbeatRequest`, versions 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsumerGroupHeartbeatRequest {
    /// `string`, versions 0+.
    pub group_id: Str,
    /// `string`, versions 0+.
    pub member_id: Str,
    /// `int32`, versions 0+.
    pub member_epoch: i32,
    /// `string`, versions 0+, default `null`.
    pub instance_id: Option<Str>,
    /// `string`, versions 0+, default `null`.
    pub rack_id: Option<Str>,
    /// `int32`, versions 0+, default `-1`.
    pub rebalance_timeout_ms: i32,
    /// `[]string`, versions 0+, default `null`.
    pub subscribed_topic_names: Option<Vec<Str>>,
    /// `string`, versions 1+, default `null`.
    pub subscribed_topic_regex: Option<Str>,
    /// `string`, versions 0+, default `null`.
    pub server_assignor: Option<Str>,
    /// `[]TopicPartitions`, versions 0+, default `null`.
    pub topic_partitions: Option<Vec<TopicPartitions>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for ConsumerGroupHeartbeatRequest {
    fn default() -> Self {
        Self {
            group_id: Str::EMPTY,
            member_id: Str::EMPTY,
            member_epoch: 0,
            instance_id: None,
            rack_id: None,
            rebalance_timeout_ms: -1,
            subscribed_topic_names: None,
            subscribed_topic_regex: None,
            server_assignor: None,
            topic_partitions: None,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for ConsumerGroupHeartbeatRequest {
    const SIZE_MIN: usize = 15;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_id: Field::read(d, v)?,
            member_id: Field::read(d, v)?,
            member_epoch: Field::read(d, v)?,
            instance_id: Field::read(d, v)?,
            rack_id: Field::read(d, v)?,
            rebalance_timeout_ms: Field::read(d, v)?,
            subscribed_topic_names: Field::read(d, v)?,
            subscribed_topic_regex: if v == 1 { Field::read(d, v)? } else { None },
            server_assignor: Field::read(d, v)?,
            topic_partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        self.member_id.write(e, v)?;
        self.member_epoch.write(e, v)?;
        self.instance_id.write(e, v)?;
        self.rack_id.write(e, v)?;
        self.rebalance_timeout_ms.write(e, v)?;
        self.subscribed_topic_names.write(e, v)?;
        if v == 1 {
            self.subscribed_topic_regex.write(e, v)?;
        } else {
            only_if(
                self.subscribed_topic_regex.is_none(),
                "ConsumerGroupHeartbeatRequest.SubscribedTopicRegex",
                v,
            )?;
        }
        self.server_assignor.write(e, v)?;
        self.topic_partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ConsumerGroupHeartbeatRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartitions {
    /// `uuid`, versions 0+.
    pub topic_id: Uuid,
    /// `[]int32`, versions 0+.
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

impl Message for ConsumerGroupHeartbeatRequest {
    const NAME: &'static str = "ConsumerGroupHeartbeatRequest";
    const API_KEY: Option<i16> = Some(68);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for ConsumerGroupHeartbeatRequest {
    type Response = super::ConsumerGroupHeartbeatResponse;
}
