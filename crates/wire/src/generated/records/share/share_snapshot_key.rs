//! `ShareSnapshotKey`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ShareSnapshotKey`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareSnapshotKey {
    /// `string`, versions 0+.
    pub group_id: Str,
    /// `uuid`, versions 0+.
    pub topic_id: Uuid,
    /// `int32`, versions 0+.
    pub partition: i32,
}

impl Field for ShareSnapshotKey {
    const SIZE_MIN: usize = 21;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { group_id: Field::read(d, v)?, topic_id: Field::read(d, v)?, partition: Field::read(d, v)? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        self.topic_id.write(e, v)?;
        self.partition.write(e, v)?;
        Ok(())
    }
}

impl Message for ShareSnapshotKey {
    const NAME: &'static str = "ShareSnapshotKey";
    const API_KEY: Option<i16> = Some(0);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = None;
}
