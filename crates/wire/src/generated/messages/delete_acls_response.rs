//! `DeleteAclsResponse`, versions 1 to 3. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DeleteAclsResponse`, versions 1 to 3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteAclsResponse {
    /// `int32`, versions 1+.
    pub throttle_time_ms: i32,
    /// `[]DeleteAclsFilterResult`, versions 1+.
    pub filter_results: Vec<DeleteAclsFilterResult>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DeleteAclsResponse {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            filter_results: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.filter_results.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DeleteAclsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DeleteAclsFilterResult {
    /// `int16`, versions 1+.
    pub error_code: i16,
    /// `string`, versions 1+.
    pub error_message: Option<Str>,
    /// `[]DeleteAclsMatchingAcl`, versions 1+.
    pub matching_acls: Vec<DeleteAclsMatchingAcl>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DeleteAclsFilterResult {
    fn default() -> Self {
        Self {
            error_code: 0,
            error_message: Some(Str::EMPTY),
            matching_acls: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DeleteAclsFilterResult {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            error_code: Field::read(d, v)?,
            error_message: Field::read(d, v)?,
            matching_acls: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        self.error_message.write(e, v)?;
        self.matching_acls.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DeleteAclsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DeleteAclsMatchingAcl {
    /// `int16`, versions 1+.
    pub error_code: i16,
    /// `string`, versions 1+.
    pub error_message: Option<Str>,
    /// `int8`, versions 1+.
    pub resource_type: i8,
    /// `string`, versions 1+.
    pub resource_name: Str,
    /// `int8`, versions 1+, default `3`.
    pub pattern_type: i8,
    /// `string`, versions 1+.
    pub principal: Str,
    /// `string`, versions 1+.
    pub host: Str,
    /// `int8`, versions 1+.
    pub operation: i8,
    /// `int8`, versions 1+.
    pub permission_type: i8,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DeleteAclsMatchingAcl {
    fn default() -> Self {
        Self {
            error_code: 0,
            error_message: Some(Str::EMPTY),
            resource_type: 0,
            resource_name: Str::EMPTY,
            pattern_type: 3,
            principal: Str::EMPTY,
            host: Str::EMPTY,
            operation: 0,
            permission_type: 0,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DeleteAclsMatchingAcl {
    const SIZE_MIN: usize = 10;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            error_code: Field::read(d, v)?,
            error_message: Field::read(d, v)?,
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
        self.error_code.write(e, v)?;
        self.error_message.write(e, v)?;
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

impl Message for DeleteAclsResponse {
    const NAME: &'static str = "DeleteAclsResponse";
    const API_KEY: Option<i16> = Some(31);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=3;
    const FLEXIBLE_FROM: Option<i16> = Some(2);
}
