//! `DescribeConfigsRequest`, versions 1 to 4. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DescribeConfigsRequest`, versions 1 to 4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeConfigsRequest {
    /// `[]DescribeConfigsResource`, versions 1+.
    pub resources: Vec<DescribeConfigsResource>,
    /// `bool`, versions 1+, default `false`.
    pub include_synonyms: bool,
    /// `bool`, versions 3+, default `false`.
    pub include_documentation: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DescribeConfigsRequest {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            resources: Field::read(d, v)?,
            include_synonyms: Field::read(d, v)?,
            include_documentation: if v >= 3 { Field::read(d, v)? } else { false },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.resources.write(e, v)?;
        self.include_synonyms.write(e, v)?;
        if v >= 3 {
            self.include_documentation.write(e, v)?;
        } else {
            only_if(!self.include_documentation, "DescribeConfigsRequest.IncludeDocumentation", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeConfigsRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeConfigsResource {
    /// `int8`, versions 1+.
    pub resource_type: i8,
    /// `string`, versions 1+.
    pub resource_name: Str,
    /// `[]string`, versions 1+.
    pub configuration_keys: Option<Vec<Str>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DescribeConfigsResource {
    fn default() -> Self {
        Self {
            resource_type: 0,
            resource_name: Str::EMPTY,
            configuration_keys: Some(Vec::new()),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DescribeConfigsResource {
    const SIZE_MIN: usize = 3;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            resource_type: Field::read(d, v)?,
            resource_name: Field::read(d, v)?,
            configuration_keys: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.resource_type.write(e, v)?;
        self.resource_name.write(e, v)?;
        self.configuration_keys.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for DescribeConfigsRequest {
    const NAME: &'static str = "DescribeConfigsRequest";
    const API_KEY: Option<i16> = Some(32);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=4;
    const FLEXIBLE_FROM: Option<i16> = Some(4);
}

impl Request for DescribeConfigsRequest {
    type Response = super::DescribeConfigsResponse;
}
