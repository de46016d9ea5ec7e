//! `ConsumerGroupDescribeResponse`, versions 0 to 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ConsumerGroupDescribeResponse`, versions 0 to 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupDescribeResponse {
    /// `int32`, versions 0+.
    pub throttle_time_ms: i32,
    /// `[]DescribedGroup`, versions 0+.
    pub groups: Vec<DescribedGroup>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ConsumerGroupDescribeResponse {
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

/// Part of [`ConsumerGroupDescribeResponse`].
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
    /// `string`, versions 0+.
    pub assignor_name: Str,
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
            assignor_name: Str::EMPTY,
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
            assignor_name: Field::read(d, v)?,
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
        self.assignor_name.write(e, v)?;
        self.members.write(e, v)?;
        self.authorized_operations.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ConsumerGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// `string`, versions 0+.
    pub member_id: Str,
    /// `string`, versions 0+, default `null`.
    pub instance_id: Option<Str>,
    /// `string`, versions 0+, default `null`.
    pub rack_id: Option<Str>,
    /// `int32`, versions 0+.
    pub member_epoch: i32,
    /// `string`, versions 0+.
    pub client_id: Str,
    /// `string`, versions 0+.
    pub client_host: Str,
    /// `[]string`, versions 0+.
    pub subscribed_topic_names: Vec<Str>,
    /// `string`, versions 0+, default `null`.
    pub subscribed_topic_regex: Option<Str>,
    /// `Assignment`, versions 0+.
    pub assignment: Assignment,
    /// `Assignment`, versions 0+.
    pub target_assignment: Assignment,
    /// `int8`, versions 1+, ignorable, default `-1`.
    pub member_type: i8,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for Member {
    fn default() -> Self {
        Self {
            member_id: Str::EMPTY,
            instance_id: None,
            rack_id: None,
            member_epoch: 0,
            client_id: Str::EMPTY,
            client_host: Str::EMPTY,
            subscribed_topic_names: Vec::new(),
            subscribed_topic_regex: None,
            assignment: Assignment::default(),
            target_assignment: Assignment::default(),
            member_type: -1,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for Member {
    const SIZE_MIN: usize = 11 + Assignment::SIZE_MIN + Assignment::SIZE_MIN;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            member_id: Field::read(d, v)?,
            instance_id: Field::read(d, v)?,
            rack_id: Field::read(d, v)?,
            member_epoch: Field::read(d, v)?,
            client_id: Field::read(d, v)?,
            client_host: Field::read(d, v)?,
            subscribed_topic_names: Field::read(d, v)?,
            subscribed_topic_regex: Field::read(d, v)?,
            assignment: Field::read(d, v)?,
            target_assignment: Field::read(d, v)?,
            member_type: if v == 1 { Field::read(d, v)? } else { -1 },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.member_id.write(e, v)?;
        self.instance_id.write(e, v)?;
        self.rack_id.write(e, v)?;
        self.member_epoch.write(e, v)?;
        self.client_id.write(e, v)?;
        self.client_host.write(e, v)?;
        self.subscribed_topic_names.write(e, v)?;
        self.subscribed_topic_regex.write(e, v)?;
        self.assignment.write(e, v)?;
        self.target_assignment.write(e, v)?;
        if v == 1 {
            self.member_type.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ConsumerGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartitions {
    /// `uuid`, versions 0+.
    pub topic_id: Uuid,
    /// `string`, versions 0+.
    pub topic_name: Str,
    /// `[]int32`, versions 0+.
    pub partitions: Vec<i32>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TopicPartitions {
    const SIZE_MIN: usize = 18;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topic_id: Field::read(d, v)?,
            topic_name: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.topic_id.write(e, v)?;
        self.topic_name.write(e, v)?;
        self.partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ConsumerGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assignment {
    /// `[]TopicPartitions`, versions 0+.
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

impl Message for ConsumerGroupDescribeResponse {
    const NAME: &'static str = "ConsumerGroupDescribeResponse";
    const API_KEY: Option<i16> = Some(69);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
