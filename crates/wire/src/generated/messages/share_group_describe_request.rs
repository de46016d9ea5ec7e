//! `ShareGroupDescribeRequest`, versions 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ShareGroupDescribeRequest`, versions 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupDescribeRequest {
    /// `[]string`, versions 1+.
    pub group_ids: Vec<Str>,
    /// `bool`, versions 1+.
    pub include_authorized_operations: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ShareGroupDescribeRequest {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_ids: Field::read(d, v)?,
            include_authorized_operations: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_ids.write(e, v)?;
        self.include_authorized_operations.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ShareGroupDescribeRequest {
    const NAME: &'static str = "ShareGroupDescribeRequest";
    const API_KEY: Option<i16> = Some(77);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(1);
}

impl Request for ShareGroupDescribeRequest {
    type Response = super::ShareGroupDescribeResponse;
}
