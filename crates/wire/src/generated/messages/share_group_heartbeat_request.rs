//! `ShareGroupHeartbeatRequest`, versions 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ShareGroupHeartbeatRequest`, versions 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupHeartbeatRequest {
    /// `string`, versions 1+.
    pub group_id: Str,
    /// `string`, versions 1+.
    pub member_id: Str,
    /// `int32`, versions 1+.
    pub member_epoch: i32,
    /// `string`, versions 1+, default `null`.
    pub rack_id: Option<Str>,
    /// `[]string`, versions 1+, default `null`.
    pub subscribed_topic_names: Option<Vec<Str>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ShareGroupHeartbeatRequest {
    const SIZE_MIN: usize = 8;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_id: Field::read(d, v)?,
            member_id: Field::read(d, v)?,
            member_epoch: Field::read(d, v)?,
            rack_id: Field::read(d, v)?,
            subscribed_topic_names: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        self.member_id.write(e, v)?;
        self.member_epoch.write(e, v)?;
        self.rack_id.write(e, v)?;
        self.subscribed_topic_names.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ShareGroupHeartbeatRequest {
    const NAME: &'static str = "ShareGroupHeartbeatRequest";
    const API_KEY: Option<i16> = Some(76);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(1);
}

impl Request for ShareGroupHeartbeatRequest {
    type Response = super::ShareGroupHeartbeatResponse;
}
