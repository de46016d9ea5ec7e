//! `UserScramCredentialRecord`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `UserScramCredentialRecord`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UserScramCredentialRecord {
    /// `string`, versions 0+.
    pub name: Str,
    /// `int8`, versions 0+.
    pub mechanism: i8,
    /// `bytes`, versions 0+.
    pub salt: Bytes,
    /// `bytes`, versions 0+.
    pub stored_key: Bytes,
    /// `bytes`, versions 0+.
    pub server_key: Bytes,
    /// `int32`, versions 0+.
    pub iterations: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for UserScramCredentialRecord {
    const SIZE_MIN: usize = 9;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            mechanism: Field::read(d, v)?,
            salt: Field::read(d, v)?,
            stored_key: Field::read(d, v)?,
            server_key: Field::read(d, v)?,
            iterations: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.mechanism.write(e, v)?;
        self.salt.write(e, v)?;
        self.stored_key.write(e, v)?;
        self.server_key.write(e, v)?;
        self.iterations.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for UserScramCredentialRecord {
    const NAME: &'static str = "UserScramCredentialRecord";
    const API_KEY: Option<i16> = Some(11);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
