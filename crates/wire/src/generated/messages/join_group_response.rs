//! `JoinGroupResponse`, versions 0 to 9. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `JoinGroupResponse`, versions 0 to 9.
#[derive(Debug, Clone, PartialEq)]
pub struct JoinGroupResponse {
    /// `int32`, versions 2+, ignorable.
    pub throttle_time_ms: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `int32`, versions 0+, default `-1`.
    pub generation_id: i32,
    /// `string`, versions 7+, ignorable, default `null`.
    pub protocol_type: Option<Str>,
    /// `string`, versions 0+, nullable 7+.
    pub protocol_name: Option<Str>,
    /// `string`, versions 0+.
    pub leader: Str,
    /// `bool`, versions 9+, default `false`.
    pub skip_assignment: bool,
    /// `string`, versions 0+.
    pub member_id: Str,
    /// `[]JoinGroupResponseMember`, versions 0+.
    pub members: Vec<JoinGroupResponseMember>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for JoinGroupResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            generation_id: -1,
            protocol_type: None,
            protocol_name: Some(Str::EMPTY),
            leader: Str::EMPTY,
            skip_assignment: false,
            member_id: Str::EMPTY,
            members: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for JoinGroupResponse {
    const SIZE_MIN: usize = 10;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: if v >= 2 { Field::read(d, v)? } else { 0 },
            error_code: Field::read(d, v)?,
            generation_id: Field::read(d, v)?,
            protocol_type: if v >= 7 { Field::read(d, v)? } else { None },
            protocol_name: if v >= 7 { Field::read(d, v)? } else { Some(Field::read(d, v)?) },
            leader: Field::read(d, v)?,
            skip_assignment: if v == 9 { Field::read(d, v)? } else { false },
            member_id: Field::read(d, v)?,
            members: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v >= 2 {
            self.throttle_time_ms.write(e, v)?;
        }
        self.error_code.write(e, v)?;
        self.generation_id.write(e, v)?;
        if v >= 7 {
            self.protocol_type.write(e, v)?;
        }
        if v >= 7 {
            self.protocol_name.write(e, v)?;
        } else {
            e.not_null(self.protocol_name.as_ref(), "JoinGroupResponse.ProtocolName", v)?;
        }
        self.leader.write(e, v)?;
        if v == 9 {
            self.skip_assignment.write(e, v)?;
        } else {
            only_if(!self.skip_assignment, "JoinGroupResponse.SkipAssignment", v)?;
        }
        self.member_id.write(e, v)?;
        self.members.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`JoinGroupResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct JoinGroupResponseMember {
    /// `string`, versions 0+.
    pub member_id: Str,
    /// `string`, versions 5+, ignorable, default `null`.
    pub group_instance_id: Option<Str>,
    /// `bytes`, versions 0+.
    pub metadata: Bytes,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for JoinGroupResponseMember {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            member_id: Field::read(d, v)?,
            group_instance_id: if v >= 5 { Field::read(d, v)? } else { None },
            metadata: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.member_id.write(e, v)?;
        if v >= 5 {
            self.group_instance_id.write(e, v)?;
        }
        self.metadata.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for JoinGroupResponse {
    const NAME: &'static str = "JoinGroupResponse";
    const API_KEY: Option<i16> = Some(11);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=9;
    const FLEXIBLE_FROM: Option<i16> = Some(6);
}
