//! `ConsumerGroupCurrentMemberAssignmentValue`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ConsumerGroupCurrentMemberAssignmentValue`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupCurrentMemberAssignmentValue {
    /// `int32`, versions 0+.
    pub member_epoch: i32,
    /// `int32`, versions 0+.
    pub previous_member_epoch: i32,
    /// `int8`, versions 0+.
    pub state: i8,
    /// `[]TopicPartitions`, versions 0+.
    pub assigned_partitions: Vec<TopicPartitions>,
    /// `[]TopicPartitions`, versions 0+.
    pub partitions_pending_revocation: Vec<TopicPartitions>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ConsumerGroupCurrentMemberAssignmentValue {
    const SIZE_MIN: usize = 11;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            member_epoch: Field::read(d, v)?,
            previous_member_epoch: Field::read(d, v)?,
            state: Field::read(d, v)?,
            assigned_partitions: Field::read(d, v)?,
            partitions_pending_revocation: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.member_epoch.write(e, v)?;
        self.previous_member_epoch.write(e, v)?;
        self.state.write(e, v)?;
        self.assigned_partitions.write(e, v)?;
        self.partitions_pending_revocation.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ConsumerGroupCurrentMemberAssignmentValue`].
#[derive(Debug, Clone, PartialEq)]
pub struct TopicPartitions {
    /// `uuid`, versions 0+.
    pub topic_id: Uuid,
    /// `[]int32`, versions 0+.
    pub partitions: Vec<i32>,
    /// `[]int32`, versions 0+, tag 0.
    pub assignment_epochs: Option<Vec<i32>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for TopicPartitions {
    fn default() -> Self {
        Self {
            topic_id: Uuid::ZERO,
            partitions: Vec::new(),
            assignment_epochs: Some(Vec::new()),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for TopicPartitions {
    const SIZE_MIN: usize = 17;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            topic_id: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            assignment_epochs: Some(Vec::new()),
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.assignment_epochs = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.topic_id.write(e, v)?;
        self.partitions.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.assignment_epochs.as_ref().is_none_or(|value| !value.is_empty()) {
            tags.put(e, 0, &self.assignment_epochs, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

impl Message for ConsumerGroupCurrentMemberAssignmentValue {
    const NAME: &'static str = "ConsumerGroupCurrentMemberAssignmentValue";
    const API_KEY: Option<i16> = Some(8);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
