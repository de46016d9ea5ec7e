//! `StreamsGroupCurrentMemberAssignmentValue`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `StreamsGroupCurrentMemberAssignmentValue`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupCurrentMemberAssignmentValue {
    /// `int32`, versions 0+.
    pub member_epoch: i32,
    /// `int32`, versions 0+.
    pub previous_member_epoch: i32,
    /// `int8`, versions 0+.
    pub state: i8,
    /// `[]TaskIds`, versions 0+.
    pub active_tasks: Vec<TaskIds>,
    /// `[]TaskIds`, versions 0+.
    pub standby_tasks: Vec<TaskIds>,
    /// `[]TaskIds`, versions 0+.
    pub warmup_tasks: Vec<TaskIds>,
    /// `[]TaskIds`, versions 0+.
    pub active_tasks_pending_revocation: Vec<TaskIds>,
    /// `[]TaskIds`, versions 0+.
    pub standby_tasks_pending_revocation: Vec<TaskIds>,
    /// `[]TaskIds`, versions 0+.
    pub warmup_tasks_pending_revocation: Vec<TaskIds>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for StreamsGroupCurrentMemberAssignmentValue {
    const SIZE_MIN: usize = 15;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            member_epoch: Field::read(d, v)?,
            previous_member_epoch: Field::read(d, v)?,
            state: Field::read(d, v)?,
            active_tasks: Field::read(d, v)?,
            standby_tasks: Field::read(d, v)?,
            warmup_tasks: Field::read(d, v)?,
            active_tasks_pending_revocation: Field::read(d, v)?,
            standby_tasks_pending_revocation: Field::read(d, v)?,
            warmup_tasks_pending_revocation: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.member_epoch.write(e, v)?;
        self.previous_member_epoch.write(e, v)?;
        self.state.write(e, v)?;
        self.active_tasks.write(e, v)?;
        self.standby_tasks.write(e, v)?;
        self.warmup_tasks.write(e, v)?;
        self.active_tasks_pending_revocation.write(e, v)?;
        self.standby_tasks_pending_revocation.write(e, v)?;
        self.warmup_tasks_pending_revocation.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupCurrentMemberAssignmentValue`].
#[derive(Debug, Clone, PartialEq)]
pub struct TaskIds {
    /// `string`, versions 0+.
    pub subtopology_id: Str,
    /// `[]int32`, versions 0+.
    pub partitions: Vec<i32>,
    /// `[]int32`, versions 0+, tag 0.
    pub assignment_epochs: Option<Vec<i32>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for TaskIds {
    fn default() -> Self {
        Self {
            subtopology_id: Str::EMPTY,
            partitions: Vec::new(),
            assignment_epochs: Some(Vec::new()),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for TaskIds {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            subtopology_id: Field::read(d, v)?,
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
        self.subtopology_id.write(e, v)?;
        self.partitions.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.assignment_epochs.as_ref().is_none_or(|value| !value.is_empty()) {
            tags.put(e, 0, &self.assignment_epochs, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

impl Message for StreamsGroupCurrentMemberAssignmentValue {
    const NAME: &'static str = "StreamsGroupCurrentMemberAssignmentValue";
    const API_KEY: Option<i16> = Some(22);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
