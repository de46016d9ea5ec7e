//! `DescribeConfigsResponse`, versions 1 to 4. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DescribeConfigsResponse`, versions 1 to 4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeConfigsResponse {
    /// `int32`, versions 1+.
    pub throttle_time_ms: i32,
    /// `[]DescribeConfigsResult`, versions 1+.
    pub results: Vec<DescribeConfigsResult>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DescribeConfigsResponse {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            results: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.results.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeConfigsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeConfigsResult {
    /// `int16`, versions 1+.
    pub error_code: i16,
    /// `string`, versions 1+.
    pub error_message: Option<Str>,
    /// `int8`, versions 1+.
    pub resource_type: i8,
    /// `string`, versions 1+.
    pub resource_name: Str,
    /// `[]DescribeConfigsResourceResult`, versions 1+.
    pub configs: Vec<DescribeConfigsResourceResult>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DescribeConfigsResult {
    fn default() -> Self {
        Self {
            error_code: 0,
            error_message: Some(Str::EMPTY),
            resource_type: 0,
            resource_name: Str::EMPTY,
            configs: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DescribeConfigsResult {
    const SIZE_MIN: usize = 6;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            error_code: Field::read(d, v)?,
            error_message: Field::read(d, v)?,
            resource_type: Field::read(d, v)?,
            resource_name: Field::read(d, v)?,
            configs: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        self.error_message.write(e, v)?;
        self.resource_type.write(e, v)?;
        self.resource_name.write(e, v)?;
        self.configs.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeConfigsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeConfigsResourceResult {
    /// `string`, versions 1+.
    pub name: Str,
    /// `string`, versions 1+.
    pub value: Option<Str>,
    /// `bool`, versions 1+.
    pub read_only: bool,
    /// `int8`, versions 1+, ignorable, default `-1`.
    pub config_source: i8,
    /// `bool`, versions 1+.
    pub is_sensitive: bool,
    /// `[]DescribeConfigsSynonym`, versions 1+, ignorable.
    pub synonyms: Vec<DescribeConfigsSynonym>,
    /// `int8`, versions 3+, ignorable, default `0`.
    pub config_type: i8,
    /// `string`, versions 3+, ignorable.
    pub documentation: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DescribeConfigsResourceResult {
    fn default() -> Self {
        Self {
            name: Str::EMPTY,
            value: Some(Str::EMPTY),
            read_only: false,
            config_source: -1,
            is_sensitive: false,
            synonyms: Vec::new(),
            config_type: 0,
            documentation: Some(Str::EMPTY),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DescribeConfigsResourceResult {
    const SIZE_MIN: usize = 6;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            value: Field::read(d, v)?,
            read_only: Field::read(d, v)?,
            config_source: Field::read(d, v)?,
            is_sensitive: Field::read(d, v)?,
            synonyms: Field::read(d, v)?,
            config_type: if v >= 3 { Field::read(d, v)? } else { 0 },
            documentation: if v >= 3 { Field::read(d, v)? } else { Some(Str::EMPTY) },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.value.write(e, v)?;
        self.read_only.write(e, v)?;
        self.config_source.write(e, v)?;
        self.is_sensitive.write(e, v)?;
        self.synonyms.write(e, v)?;
        if v >= 3 {
            self.config_type.write(e, v)?;
        }
        if v >= 3 {
            self.documentation.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeConfigsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeConfigsSynonym {
    /// `string`, versions 1+.
    pub name: Str,
    /// `string`, versions 1+.
    pub value: Option<Str>,
    /// `int8`, versions 1+.
    pub source: i8,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DescribeConfigsSynonym {
    fn default() -> Self {
        Self {
            name: Str::EMPTY,
            value: Some(Str::EMPTY),
            source: 0,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DescribeConfigsSynonym {
    const SIZE_MIN: usize = 3;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            value: Field::read(d, v)?,
            source: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.value.write(e, v)?;
        self.source.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for DescribeConfigsResponse {
    const NAME: &'static str = "DescribeConfigsResponse";
    const API_KEY: Option<i16> = Some(32);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=4;
    const FLEXIBLE_FROM: Option<i16> = Some(4);
}
