//! `DeleteAclsRequest`, versions 1 to 3. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DeleteAclsRequest`, versions 1 to 3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteAclsRequest {
    /// `[]DeleteAclsFilter`, versions 1+.
    pub filters: Vec<DeleteAclsFilter>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DeleteAclsRequest {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { filters: Field::read(d, v)?, unknown_tagged_fields: d.unknown_tags()? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.filters.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DeleteAclsRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct DeleteAclsFilter {
    /// `int8`, versions 1+.
    pub resource_type_filter: i8,
    /// `string`, versions 1+.
    pub resource_name_filter: Option<Str>,
    /// `int8`, versions 1+, default `3`.
    pub pattern_type_filter: i8,
    /// `string`, versions 1+.
    pub principal_filter: Option<Str>,
    /// `string`, versions 1+.
    pub host_filter: Option<Str>,
    /// `int8`, versions 1+.
    pub operation: i8,
    /// `int8`, versions 1+.
    pub permission_type: i8,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DeleteAclsFilter {
    fn default() -> Self {
        Self {
            resource_type_filter: 0,
            resource_name_filter: Some(Str::EMPTY),
            pattern_type_filter: 3,
            principal_filter: Some(Str::EMPTY),
            host_filter: Some(Str::EMPTY),
            operation: 0,
            permission_type: 0,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DeleteAclsFilter {
    const SIZE_MIN: usize = 7;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            resource_type_filter: Field::read(d, v)?,
            resource_name_filter: Field::read(d, v)?,
            pattern_type_filter: Field::read(d, v)?,
            principal_filter: Field::read(d, v)?,
            host_filter: Field::read(d, v)?,
            operation: Field::read(d, v)?,
            permission_type: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.resource_type_filter.write(e, v)?;
        self.resource_name_filter.write(e, v)?;
        self.pattern_type_filter.write(e, v)?;
        self.principal_filter.write(e, v)?;
        self.host_filter.write(e, v)?;
        self.operation.write(e, v)?;
        self.permission_type.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for DeleteAclsRequest {
    const NAME: &'static str = "DeleteAclsRequest";
    const API_KEY: Option<i16> = Some(31);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=3;
    const FLEXIBLE_FROM: Option<i16> = Some(2);
}

impl Request for DeleteAclsRequest {
    type Response = super::DeleteAclsResponse;
}
