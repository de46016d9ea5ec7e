//! `ConfigRecord`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ConfigRecord`, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigRecord {
    /// `int8`, versions 0+.
    pub resource_type: i8,
    /// `string`, versions 0+.
    pub resource_name: Str,
    /// `string`, versions 0+.
    pub name: Str,
    /// `string`, versions 0+.
    pub value: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for ConfigRecord {
    fn default() -> Self {
        Self {
            resource_type: 0,
            resource_name: Str::EMPTY,
            name: Str::EMPTY,
            value: Some(Str::EMPTY),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for ConfigRecord {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            resource_type: Field::read(d, v)?,
            resource_name: Field::read(d, v)?,
            name: Field::read(d, v)?,
            value: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.resource_type.write(e, v)?;
        self.resource_name.write(e, v)?;
        self.name.write(e, v)?;
        self.value.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ConfigRecord {
    const NAME: &'static str = "ConfigRecord";
    const API_KEY: Option<i16> = Some(4);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
