//! `JoinGroupRequest`, versions 0 to 9. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `JoinGroupRequest`, versions 0 to 9.
#[derive(Debug, Clone, PartialEq)]
pub struct JoinGroupRequest {
    /// `string`, versions 0+.
    pub group_id: Str,
    /// `int32`, versions 0+.
    pub session_timeout_ms: i32,
    /// `int32`, versions 1+, ignorable, default `-1`.
    pub rebalance_timeout_ms: i32,
    /// `string`, versions 0+.
    pub member_id: Str,
    /// `string`, versions 5+, default `null`.
    pub group_instance_id: Option<Str>,
    /// `string`, versions 0+.
    pub protocol_type: Str,
    /// `[]JoinGroupRequestProtocol`, versions 0+.
    pub protocols: Vec<JoinGroupRequestProtocol>,
    /// `string`, versions 8+, ignorable, default `null`.
    pub reason: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for JoinGroupRequest {
    fn default() -> Self {
        Self {
            group_id: Str::EMPTY,
            session_timeout_ms: 0,
            rebalance_timeout_ms: -1,
            member_id: Str::EMPTY,
            group_instance_id: None,
            protocol_type: Str::EMPTY,
            protocols: Vec::new(),
            reason: None,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for JoinGroupRequest {
    const SIZE_MIN: usize = 8;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_id: Field::read(d, v)?,
            session_timeout_ms: Field::read(d, v)?,
            rebalance_timeout_ms: if v >= 1 { Field::read(d, v)? } else { -1 },
            member_id: Field::read(d, v)?,
            group_instance_id: if v >= 5 { Field::read(d, v)? } else { None },
            protocol_type: Field::read(d, v)?,
            protocols: Field::read(d, v)?,
            reason: if v >= 8 { Field::read(d, v)? } else { None },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        self.session_timeout_ms.write(e, v)?;
        if v >= 1 {
            self.rebalance_timeout_ms.write(e, v)?;
        }
        self.member_id.write(e, v)?;
        if v >= 5 {
            self.group_instance_id.write(e, v)?;
        } else {
            only_if(self.group_instance_id.is_none(), "JoinGroupRequest.GroupInstanceId", v)?;
        }
        self.protocol_type.write(e, v)?;
        self.protocols.write(e, v)?;
        if v >= 8 {
            self.reason.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`JoinGroupRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct JoinGroupRequestProtocol {
    /// `string`, versions 0+.
    pub name: Str,
    /// `bytes`, versions 0+.
    pub metadata: Bytes,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for JoinGroupRequestProtocol {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            metadata: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.metadata.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for JoinGroupRequest {
    const NAME: &'static str = "JoinGroupRequest";
    const API_KEY: Option<i16> = Some(11);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=9;
    const FLEXIBLE_FROM: Option<i16> = Some(6);
}

impl Request for JoinGroupRequest {
    type Response = super::JoinGroupResponse;
}
