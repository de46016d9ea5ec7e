//! `DelegationTokenRecord`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DelegationTokenRecord`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DelegationTokenRecord {
    /// `string`, versions 0+.
    pub owner: Str,
    /// `string`, versions 0+.
    pub requester: Str,
    /// `[]string`, versions 0+.
    pub renewers: Vec<Str>,
    /// `int64`, versions 0+.
    pub issue_timestamp: i64,
    /// `int64`, versions 0+.
    pub max_timestamp: i64,
    /// `int64`, versions 0+.
    pub expiration_timestamp: i64,
    /// `string`, versions 0+.
    pub token_id: Str,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DelegationTokenRecord {
    const SIZE_MIN: usize = 28;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            owner: Field::read(d, v)?,
            requester: Field::read(d, v)?,
            renewers: Field::read(d, v)?,
            issue_timestamp: Field::read(d, v)?,
            max_timestamp: Field::read(d, v)?,
            expiration_timestamp: Field::read(d, v)?,
            token_id: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.owner.write(e, v)?;
        self.requester.write(e, v)?;
        self.renewers.write(e, v)?;
        self.issue_timestamp.write(e, v)?;
        self.max_timestamp.write(e, v)?;
        self.expiration_timestamp.write(e, v)?;
        self.token_id.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for DelegationTokenRecord {
    const NAME: &'static str = "DelegationTokenRecord";
    const API_KEY: Option<i16> = Some(10);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
