//! `LeaveGroupResponse`, versions 0 to 5. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `LeaveGroupResponse`, versions 0 to 5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaveGroupResponse {
    /// `int32`, versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `[]MemberResponse`, versions 3+.
    pub members: Vec<MemberResponse>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for LeaveGroupResponse {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: if v >= 1 { Field::read(d, v)? } else { 0 },
            error_code: Field::read(d, v)?,
            members: if v >= 3 { Field::read(d, v)? } else { Vec::new() },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v >= 1 {
            self.throttle_time_ms.write(e, v)?;
        }
        self.error_code.write(e, v)?;
        if v >= 3 {
            self.members.write(e, v)?;
        } else {
            only_if(self.members.is_empty(), "LeaveGroupResponse.Members", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`LeaveGroupResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct MemberResponse {
    /// `string`, versions 3+.
    pub member_id: Str,
    /// `string`, versions 3+.
    pub group_instance_id: Option<Str>,
    /// `int16`, versions 3+.
    pub error_code: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for MemberResponse {
    fn default() -> Self {
        Self {
            member_id: Str::EMPTY,
            group_instance_id: Some(Str::EMPTY),
            error_code: 0,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for MemberResponse {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            member_id: Field::read(d, v)?,
            group_instance_id: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.member_id.write(e, v)?;
        self.group_instance_id.write(e, v)?;
        self.error_code.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for LeaveGroupResponse {
    const NAME: &'static str = "LeaveGroupResponse";
    const API_KEY: Option<i16> = Some(13);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=5;
    const FLEXIBLE_FROM: Option<i16> = Some(4);
}
