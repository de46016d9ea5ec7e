//! `HeartbeatRequest`, versions 0 to 4. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `HeartbeatRequest`, versions 0 to 4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeartbeatRequest {
    /// `string`, versions 0+.
    pub group_id: Str,
    /// `int32`, versions 0+.
    pub generation_id: i32,
    /// `string`, versions 0+.
    pub member_id: Str,
    /// `string`, versions 3+, default `null`.
    pub group_instance_id: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for HeartbeatRequest {
    const SIZE_MIN: usize = 6;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_id: Field::read(d, v)?,
            generation_id: Field::read(d, v)?,
            member_id: Field::read(d, v)?,
            group_instance_id: if v >= 3 { Field::read(d, v)? } else { None },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        self.generation_id.write(e, v)?;
        self.member_id.write(e, v)?;
        if v >= 3 {
            self.group_instance_id.write(e, v)?;
        } else {
            only_if(self.group_instance_id.is_none(), "HeartbeatRequest.GroupInstanceId", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for HeartbeatRequest {
    const NAME: &'static str = "HeartbeatRequest";
    const API_KEY: Option<i16> = Some(12);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=4;
    const FLEXIBLE_FROM: Option<i16> = Some(4);
}

impl Request for HeartbeatRequest {
    type Response = super::HeartbeatResponse;
}
