//! `CreateDelegationTokenRequest`, versions 1 to 3. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `CreateDelegationTokenRequest`, versions 1 to 3.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateDelegationTokenRequest {
    /// `string`, versions 3+.
    pub owner_principal_type: Option<Str>,
    /// `string`, versions 3+.
    pub owner_principal_name: Option<Str>,
    /// `[]CreatableRenewers`, versions 1+.
    pub renewers: Vec<CreatableRenewers>,
    /// `int64`, versions 1+.
    pub max_lifetime_ms: i64,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for CreateDelegationTokenRequest {
    fn default() -> Self {
        Self {
            owner_principal_type: Some(Str::EMPTY),
            owner_principal_name: Some(Str::EMPTY),
            renewers: Vec::new(),
            max_lifetime_ms: 0,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for CreateDelegationTokenRequest {
    const SIZE_MIN: usize = 9;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            owner_principal_type: if v == 3 { Field::read(d, v)? } else { Some(Str::EMPTY) },
            owner_principal_name: if v == 3 { Field::read(d, v)? } else { Some(Str::EMPTY) },
            renewers: Field::read(d, v)?,
            max_lifetime_ms: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v == 3 {
            self.owner_principal_type.write(e, v)?;
        } else {
            only_if(
                self.owner_principal_type.as_deref() == Some(""),
                "CreateDelegationTokenRequest.OwnerPrincipalType",
                v,
            )?;
        }
        if v == 3 {
            self.owner_principal_name.write(e, v)?;
        } else {
            only_if(
                self.owner_principal_name.as_deref() == Some(""),
                "CreateDelegationTokenRequest.OwnerPrincipalName",
                v,
            )?;
        }
        self.renewers.write(e, v)?;
        self.max_lifetime_ms.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`CreateDelegationTokenRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreatableRenewers {
    /// `string`, versions 1+.
    pub principal_type: Str,
    /// `string`, versions 1+.
    pub principal_name: Str,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for CreatableRenewers {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            principal_type: Field::read(d, v)?,
            principal_name: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.principal_type.write(e, v)?;
        self.principal_name.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for CreateDelegationTokenRequest {
    const NAME: &'static str = "CreateDelegationTokenRequest";
    const API_KEY: Option<i16> = Some(38);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=3;
    const FLEXIBLE_FROM: Option<i16> = Some(2);
}

impl Request for CreateDelegationTokenRequest {
    type Response = super::CreateDelegationTokenResponse;
}
