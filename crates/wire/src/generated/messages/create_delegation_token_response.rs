//! `CreateDelegationTokenResponse`, versions 1 to 3. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `CreateDelegationTokenResponse`, versions 1 to 3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateDelegationTokenResponse {
    /// `int16`, versions 1+.
    pub error_code: i16,
    /// `string`, versions 1+.
    pub principal_type: Str,
    /// `string`, versions 1+.
    pub principal_name: Str,
    /// `string`, versions 3+.
    pub token_requester_principal_type: Str,
    /// `string`, versions 3+.
    pub token_requester_principal_name: Str,
    /// `int64`, versions 1+.
    pub issue_timestamp_ms: i64,
    /// `int64`, versions 1+.
    pub expiry_timestamp_ms: i64,
    /// `int64`, versions 1+.
    pub max_timestamp_ms: i64,
    /// `string`, versions 1+.
    pub token_id: Str,
    /// `bytes`, versions 1+.
    pub hmac: Bytes,
    /// `int32`, versions 1+.
    pub throttle_time_ms: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for CreateDelegationTokenResponse {
    const SIZE_MIN: usize = 34;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            error_code: Field::read(d, v)?,
            principal_type: Field::read(d, v)?,
            principal_name: Field::read(d, v)?,
            token_requester_principal_type: if v == 3 { Field::read(d, v)? } else { Str::EMPTY },
            token_requester_principal_name: if v == 3 { Field::read(d, v)? } else { Str::EMPTY },
            issue_timestamp_ms: Field::read(d, v)?,
            expiry_timestamp_ms: Field::read(d, v)?,
            max_timestamp_ms: Field::read(d, v)?,
            token_id: Field::read(d, v)?,
            hmac: Field::read(d, v)?,
            throttle_time_ms: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        self.principal_type.write(e, v)?;
        self.principal_name.write(e, v)?;
        if v == 3 {
            self.token_requester_principal_type.write(e, v)?;
        } else {
            only_if(
                self.token_requester_principal_type.is_empty(),
                "CreateDelegationTokenResponse.TokenRequesterPrincipalType",
                v,
            )?;
        }
        if v == 3 {
            self.token_requester_principal_name.write(e, v)?;
        } else {
            only_if(
                self.token_requester_principal_name.is_empty(),
                "CreateDelegationTokenResponse.TokenRequesterPrincipalName",
                v,
            )?;
        }
        self.issue_timestamp_ms.write(e, v)?;
        self.expiry_timestamp_ms.write(e, v)?;
        self.max_timestamp_ms.write(e, v)?;
        self.token_id.write(e, v)?;
        self.hmac.write(e, v)?;
        self.throttle_time_ms.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for CreateDelegationTokenResponse {
    const NAME: &'static str = "CreateDelegationTokenResponse";
    const API_KEY: Option<i16> = Some(38);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=3;
    const FLEXIBLE_FROM: Option<i16> = Some(2);
}
