//! `ShareGroupTargetAssignmentMetadataValue`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ShareGroupTargetAssignmentMetadataValue`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupTargetAssignmentMetadataValue {
    /// `int32`, versions 0+.
    pub assignment_epoch: i32,
    /// `int64`, versions 0+, tag 0, ignorable, default `0`.
    pub assignment_timestamp: i64,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ShareGroupTargetAssignmentMetadataValue {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            assignment_epoch: Field::read(d, v)?,
            assignment_timestamp: 0,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.assignment_timestamp = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.assignment_epoch.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.assignment_timestamp != 0 {
            tags.put(e, 0, &self.assignment_timestamp, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

impl Message for ShareGroupTargetAssignmentMetadataValue {
    const NAME: &'static str = "ShareGroupTargetAssignmentMetadataValue";
    const API_KEY: Option<i16> = Some(12);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
