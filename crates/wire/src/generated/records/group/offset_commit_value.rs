//! `OffsetCommitValue`, versions 0 to 4. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `OffsetCommitValue`, versions 0 to 4.
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetCommitValue {
    /// `int64`, versions 0+.
    pub offset: i64,
    /// `int32`, versions 3+, ignorable, default `-1`.
    pub leader_epoch: i32,
    /// `string`, versions 0+.
    pub metadata: Str,
    /// `int64`, versions 0+.
    pub commit_timestamp: i64,
    /// `int64`, versions 1, ignorable, default `-1`.
    pub expire_timestamp: i64,
    /// `uuid`, versions 4+, tag 0, ignorable.
    pub topic_id: Uuid,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for OffsetCommitValue {
    fn default() -> Self {
        Self {
            offset: 0,
            leader_epoch: -1,
            metadata: Str::EMPTY,
            commit_timestamp: 0,
            expire_timestamp: -1,
            topic_id: Uuid::ZERO,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for OffsetCommitValue {
    const SIZE_MIN: usize = 17;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            offset: Field::read(d, v)?,
            leader_epoch: if v >= 3 { Field::read(d, v)? } else { -1 },
            metadata: Field::read(d, v)?,
            commit_timestamp: Field::read(d, v)?,
            expire_timestamp: if v == 1 { Field::read(d, v)? } else { -1 },
            topic_id: Uuid::ZERO,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.topic_id = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.offset.write(e, v)?;
        if v >= 3 {
            self.leader_epoch.write(e, v)?;
        }
        self.metadata.write(e, v)?;
        self.commit_timestamp.write(e, v)?;
        if v == 1 {
            self.expire_timestamp.write(e, v)?;
        }
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if v == 4 && self.topic_id != Uuid::ZERO {
            tags.put(e, 0, &self.topic_id, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

impl Message for OffsetCommitValue {
    const NAME: &'static str = "OffsetCommitValue";
    const API_KEY: Option<i16> = Some(1);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=4;
    const FLEXIBLE_FROM: Option<i16> = Some(4);
}
