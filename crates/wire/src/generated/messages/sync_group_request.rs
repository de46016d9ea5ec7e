//! `SyncGroupRequest`, versions 0 to 5. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `SyncGroupRequest`, versions 0 to 5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SyncGroupRequest {
    /// `string`, versions 0+.
    pub group_id: Str,
    /// `int32`, versions 0+.
    pub generation_id: i32,
    /// `string`, versions 0+.
    pub member_id: Str,
    /// `string`, versions 3+, default `null`.
    pub group_instance_id: Option<Str>,
    /// `string`, versions 5+, ignorable, default `null`.
    pub protocol_type: Option<Str>,
    /// `string`, versions 5+, ignorable, default `null`.
    pub protocol_name: Option<Str>,
    /// `[]SyncGroupRequestAssignment`, versions 0+.
    pub assignments: Vec<SyncGroupRequestAssignment>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for SyncGroupRequest {
    const SIZE_MIN: usize = 7;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_id: Field::read(d, v)?,
            generation_id: Field::read(d, v)?,
            member_id: Field::read(d, v)?,
            group_instance_id: if v >= 3 { Field::read(d, v)? } else { None },
            protocol_type: if v == 5 { Field::read(d, v)? } else { None },
            protocol_name: if v == 5 { Field::read(d, v)? } else { None },
            assignments: Field::read(d, v)?,
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
            only_if(self.group_instance_id.is_none(), "SyncGroupRequest.GroupInstanceId", v)?;
        }
        if v == 5 {
            self.protocol_type.write(e, v)?;
        }
        if v == 5 {
            self.protocol_name.write(e, v)?;
        }
        self.assignments.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`SyncGroupRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SyncGroupRequestAssignment {
    /// `string`, versions 0+.
    pub member_id: Str,
    /// `bytes`, versions 0+.
    pub assignment: Bytes,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for SyncGroupRequestAssignment {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            member_id: Field::read(d, v)?,
            assignment: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.member_id.write(e, v)?;
        self.assignment.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for SyncGroupRequest {
    const NAME: &'static str = "SyncGroupRequest";
    const API_KEY: Option<i16> = Some(14);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=5;
    const FLEXIBLE_FROM: Option<i16> = Some(4);
}

impl Request for SyncGroupRequest {
    type Response = super::SyncGroupResponse;
}
