//! `ShareUpdateValue`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ShareUpdateValue`, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareUpdateValue {
    /// `int32`, versions 0+.
    pub snapshot_epoch: i32,
    /// `int32`, versions 0+.
    pub leader_epoch: i32,
    /// `int64`, versions 0+.
    pub start_offset: i64,
    /// `int32`, versions 0+, tag 0, default `-1`.
    pub delivery_complete_count: i32,
    /// `[]StateBatch`, versions 0+.
    pub state_batches: Vec<StateBatch>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for ShareUpdateValue {
    fn default() -> Self {
        Self {
            snapshot_epoch: 0,
            leader_epoch: 0,
            start_offset: 0,
            delivery_complete_count: -1,
            state_batches: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for ShareUpdateValue {
    const SIZE_MIN: usize = 17;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            snapshot_epoch: Field::read(d, v)?,
            leader_epoch: Field::read(d, v)?,
            start_offset: Field::read(d, v)?,
            delivery_complete_count: -1,
            state_batches: Field::read(d, v)?,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.delivery_complete_count = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.snapshot_epoch.write(e, v)?;
        self.leader_epoch.write(e, v)?;
        self.start_offset.write(e, v)?;
        self.state_batches.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.delivery_complete_count != -1 {
            tags.put(e, 0, &self.delivery_complete_count, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`ShareUpdateValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StateBatch {
    /// `int64`, versions 0+.
    pub first_offset: i64,
    /// `int64`, versions 0+.
    pub last_offset: i64,
    /// `int8`, versions 0+.
    pub delivery_state: i8,
    /// `int16`, versions 0+.
    pub delivery_count: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for StateBatch {
    const SIZE_MIN: usize = 19;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            first_offset: Field::read(d, v)?,
            last_offset: Field::read(d, v)?,
            delivery_state: Field::read(d, v)?,
            delivery_count: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.first_offset.write(e, v)?;
        self.last_offset.write(e, v)?;
        self.delivery_state.write(e, v)?;
        self.delivery_count.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ShareUpdateValue {
    const NAME: &'static str = "ShareUpdateValue";
    const API_KEY: Option<i16> = Some(1);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
