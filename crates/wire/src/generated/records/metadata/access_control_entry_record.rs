//! `AccessControlEntryRecord`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `AccessControlEntryRecord`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AccessControlEntryRecord {
    /// `uuid`, versions 0+.
    pub id: Uuid,
    /// `int8`, versions 0+.
    pub resource_type: i8,
    /// `string`, versions 0+.
    pub resource_name: Str,
    /// `int8`, versions 0+.
    pub pattern_type: i8,
    /// `string`, versions 0+.
    pub principal: Str,
    /// `string`, versions 0+.
    pub host: Str,
    /// `int8`, versions 0+.
    pub operation: i8,
    /// `int8`, versions 0+.
    pub permission_type: i8,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for AccessControlEntryRecord {
    const SIZE_MIN: usize = 23;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            id: Field::read(d, v)?,
            resource_type: Field::read(d, v)?,
            resource_name: Field::read(d, v)?,
            pattern_type: Field::read(d, v)?,
            principal: Field::read(d, v)?,
            host: Field::read(d, v)?,
            operation: Field::read(d, v)?,
            permission_type: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.id.write(e, v)?;
        self.resource_type.write(e, v)?;
        self.resource_name.write(e, v)?;
        self.pattern_type.write(e, v)?;
        self.principal.write(e, v)?;
        self.host.write(e, v)?;
        self.operation.write(e, v)?;
        self.permission_type.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for AccessControlEntryRecord {
    const NAME: &'static str = "AccessControlEntryRecord";
    const API_KEY: Option<i16> = Some(18);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
