//! `LeaveGroupRequest`, versions 0 to 5. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `LeaveGroupRequest`, versions 0 to 5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaveGroupRequest {
    /// `string`, versions 0+.
    pub group_id: Str,
    /// `string`, versions 0-2.
    pub member_id: Str,
    /// `[]MemberIdentity`, versions 3+.
    pub members: Vec<MemberIdentity>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for LeaveGroupRequest {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_id: Field::read(d, v)?,
            member_id: if v <= 2 { Field::read(d, v)? } else { Str::EMPTY },
            members: if v >= 3 { Field::read(d, v)? } else { Vec::new() },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        if v <= 2 {
            self.member_id.write(e, v)?;
        } else {
            only_if(self.member_id.is_empty(), "LeaveGroupRequest.MemberId", v)?;
        }
        if v >= 3 {
            self.members.write(e, v)?;
        } else {
            only_if(self.members.is_empty(), "LeaveGroupRequest.Members", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`LeaveGroupRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MemberIdentity {
    /// `string`, versions 3+.
    pub member_id: Str,
    /// `string`, versions 3+, default `null`.
    pub group_instance_id: Option<Str>,
    /// `string`, versions 5+, ignorable, default `null`.
    pub reason: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for MemberIdentity {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            member_id: Field::read(d, v)?,
            group_instance_id: Field::read(d, v)?,
            reason: if v == 5 { Field::read(d, v)? } else { None },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.member_id.write(e, v)?;
        self.group_instance_id.write(e, v)?;
        if v == 5 {
            self.reason.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for LeaveGroupRequest {
    const NAME: &'static str = "LeaveGroupRequest";
    const API_KEY: Option<i16> = Some(13);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=5;
    const FLEXIBLE_FROM: Option<i16> = Some(4);
}

impl Request for LeaveGroupRequest {
    type Response = super::LeaveGroupResponse;
}
