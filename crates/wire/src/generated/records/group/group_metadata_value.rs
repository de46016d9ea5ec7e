//! `GroupMetadataValue`, versions 0 to 4. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `GroupMetadataValue`, versions 0 to 4.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupMetadataValue {
    /// `string`, versions 0+.
    pub protocol_type: Str,
    /// `int32`, versions 0+.
    pub generation: i32,
    /// `string`, versions 0+.
    pub protocol: Option<Str>,
    /// `string`, versions 0+.
    pub leader: Option<Str>,
    /// `int64`, versions 2+, ignorable, default `-1`.
    pub current_state_timestamp: i64,
    /// `[]MemberMetadata`, versions 0+.
    pub members: Vec<MemberMetadata>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for GroupMetadataValue {
    fn default() -> Self {
        Self {
            protocol_type: Str::EMPTY,
            generation: 0,
            protocol: Some(Str::EMPTY),
            leader: Some(Str::EMPTY),
            current_state_timestamp: -1,
            members: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for GroupMetadataValue {
    const SIZE_MIN: usize = 8;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            protocol_type: Field::read(d, v)?,
            generation: Field::read(d, v)?,
            protocol: Field::read(d, v)?,
            leader: Field::read(d, v)?,
            current_state_timestamp: if v >= 2 { Field::read(d, v)? } else { -1 },
            members: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.protocol_type.write(e, v)?;
        self.generation.write(e, v)?;
        self.protocol.write(e, v)?;
        self.leader.write(e, v)?;
        if v >= 2 {
            self.current_state_timestamp.write(e, v)?;
        }
        self.members.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`GroupMetadataValue`].
#[derive(Debug, Clone, PartialEq)]
pub struct MemberMetadata {
    /// `string`, versions 0+.
    pub member_id: Str,
    /// `string`, versions 3+, ignorable, default `null`.
    pub group_instance_id: Option<Str>,
    /// `string`, versions 0+.
    pub client_id: Str,
    /// `string`, versions 0+.
    pub client_host: Str,
    /// `int32`, versions 1+, ignorable, default `-1`.
    pub rebalance_timeout: i32,
    /// `int32`, versions 0+.
    pub session_timeout: i32,
    /// `bytes`, versions 0+.
    pub subscription: Bytes,
    /// `bytes`, versions 0+.
    pub assignment: Bytes,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for MemberMetadata {
    fn default() -> Self {
        Self {
            member_id: Str::EMPTY,
            group_instance_id: None,
            client_id: Str::EMPTY,
            client_host: Str::EMPTY,
            rebalance_timeout: -1,
            session_timeout: 0,
            subscription: Bytes::new(),
            assignment: Bytes::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for MemberMetadata {
    const SIZE_MIN: usize = 9;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            member_id: Field::read(d, v)?,
            group_instance_id: if v >= 3 { Field::read(d, v)? } else { None },
            client_id: Field::read(d, v)?,
            client_host: Field::read(d, v)?,
            rebalance_timeout: if v >= 1 { Field::read(d, v)? } else { -1 },
            session_timeout: Field::read(d, v)?,
            subscription: Field::read(d, v)?,
            assignment: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.member_id.write(e, v)?;
        if v >= 3 {
            self.group_instance_id.write(e, v)?;
        }
        self.client_id.write(e, v)?;
        self.client_host.write(e, v)?;
        if v >= 1 {
            self.rebalance_timeout.write(e, v)?;
        }
        self.session_timeout.write(e, v)?;
        self.subscription.write(e, v)?;
        self.assignment.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for GroupMetadataValue {
    const NAME: &'static str = "GroupMetadataValue";
    const API_KEY: Option<i16> = Some(2);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=4;
    const FLEXIBLE_FROM: Option<i16> = Some(4);
}
