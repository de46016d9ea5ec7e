//! `UpdateFeaturesResponse`, versions 0 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `UpdateFeaturesResponse`, versions 0 to 2.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateFeaturesResponse {
    /// `int32`, versions 0+.
    pub throttle_time_ms: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `string`, versions 0+.
    pub error_message: Option<Str>,
    /// `[]UpdatableFeatureResult`, versions 0-1, ignorable.
    pub results: Vec<UpdatableFeatureResult>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for UpdateFeaturesResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            error_message: Some(Str::EMPTY),
            results: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for UpdateFeaturesResponse {
    const SIZE_MIN: usize = 7;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            error_message: Field::read(d, v)?,
            results: if v <= 1 { Field::read(d, v)? } else { Vec::new() },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.error_code.write(e, v)?;
        self.error_message.write(e, v)?;
        if v <= 1 {
            self.results.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`UpdateFeaturesResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct UpdatableFeatureResult {
    /// `string`, versions 0+.
    pub feature: Str,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `string`, versions 0+.
    pub error_message: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for UpdatableFeatureResult {
    fn default() -> Self {
        Self {
            feature: Str::EMPTY,
            error_code: 0,
            error_message: Some(Str::EMPTY),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for UpdatableFeatureResult {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            feature: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            error_message: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.feature.write(e, v)?;
        self.error_code.write(e, v)?;
        self.error_message.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for UpdateFeaturesResponse {
    const NAME: &'static str = "UpdateFeaturesResponse";
    const API_KEY: Option<i16> = Some(57);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
