//! `DescribeGroupsResponse`, versions 0 to 6. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DescribeGroupsResponse`, versions 0 to 6.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeGroupsResponse {
    /// `int32`, versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// `[]DescribedGroup`, versions 0+.
    pub groups: Vec<DescribedGroup>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DescribeGroupsResponse {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: if v >= 1 { Field::read(d, v)? } else { 0 },
            groups: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v >= 1 {
            self.throttle_time_ms.write(e, v)?;
        }
        self.groups.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeGroupsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribedGroup {
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `string`, versions 6+, default `null`.
    pub error_message: Option<Str>,
    /// `string`, versions 0+.
    pub group_id: Str,
    /// `string`, versions 0+.
    pub group_state: Str,
    /// `string`, versions 0+.
    pub protocol_type: Str,
    /// `string`, versions 0+.
    pub protocol_data: Str,
    /// `[]DescribedGroupMember`, versions 0+.
    pub members: Vec<DescribedGroupMember>,
    /// `int32`, versions 3+, default `-2147483648`.
    pub authorized_operations: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DescribedGroup {
    fn default() -> Self {
        Self {
            error_code: 0,
            error_message: None,
            group_id: Str::EMPTY,
            group_state: Str::EMPTY,
            protocol_type: Str::EMPTY,
            protocol_data: Str::EMPTY,
            members: Vec::new(),
            authorized_operations: -2_147_483_648,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DescribedGroup {
    const SIZE_MIN: usize = 7;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            error_code: Field::read(d, v)?,
            error_message: if v == 6 { Field::read(d, v)? } else { None },
            group_id: Field::read(d, v)?,
            group_state: Field::read(d, v)?,
            protocol_type: Field::read(d, v)?,
            protocol_data: Field::read(d, v)?,
            members: Field::read(d, v)?,
            authorized_operations: if v >= 3 { Field::read(d, v)? } else { -2_147_483_648 },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        if v == 6 {
            self.error_message.write(e, v)?;
        } else {
            only_if(self.error_message.is_none(), "DescribedGroup.ErrorMessage", v)?;
        }
        self.group_id.write(e, v)?;
        self.group_state.write(e, v)?;
        self.protocol_type.write(e, v)?;
        self.protocol_data.write(e, v)?;
        self.members.write(e, v)?;
        if v >= 3 {
            self.authorized_operations.write(e, v)?;
        } else {
            only_if(self.authorized_operations == -2_147_483_648, "DescribedGroup.AuthorizedOperations", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeGroupsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribedGroupMember {
    /// `string`, versions 0+.
    pub member_id: Str,
    /// `string`, versions 4+, ignorable, default `null`.
    pub group_instance_id: Option<Str>,
    /// `string`, versions 0+.
    pub client_id: Str,
    /// `string`, versions 0+.
    pub client_host: Str,
    /// `bytes`, versions 0+.
    pub member_metadata: Bytes,
    /// `bytes`, versions 0+.
    pub member_assignment: Bytes,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DescribedGroupMember {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            member_id: Field::read(d, v)?,
            group_instance_id: if v >= 4 { Field::read(d, v)? } else { None },
            client_id: Field::read(d, v)?,
            client_host: Field::read(d, v)?,
            member_metadata: Field::read(d, v)?,
            member_assignment: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.member_id.write(e, v)?;
        if v >= 4 {
            self.group_instance_id.write(e, v)?;
        }
        self.client_id.write(e, v)?;
        self.client_host.write(e, v)?;
        self.member_metadata.write(e, v)?;
        self.member_assignment.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for DescribeGroupsResponse {
    const NAME: &'static str = "DescribeGroupsResponse";
    const API_KEY: Option<i16> = Some(15);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=6;
    const FLEXIBLE_FROM: Option<i16> = Some(5);
}
