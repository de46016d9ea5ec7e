//! `UpdateFeaturesRequest`, versions 0 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `UpdateFeaturesRequest`, versions 0 to 2.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateFeaturesRequest {
    /// `int32`, versions 0+, default `60000`.
    pub timeout_ms: i32,
    /// `[]FeatureUpdateKey`, versions 0+.
    pub feature_updates: Vec<FeatureUpdateKey>,
    /// `bool`, versions 1+, default `false`.
    pub validate_only: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for UpdateFeaturesRequest {
    fn default() -> Self {
        Self {
            timeout_ms: 60_000,
            feature_updates: Vec::new(),
            validate_only: false,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for UpdateFeaturesRequest {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            timeout_ms: Field::read(d, v)?,
            feature_updates: Field::read(d, v)?,
            validate_only: if v >= 1 { Field::read(d, v)? } else { false },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.timeout_ms.write(e, v)?;
        self.feature_updates.write(e, v)?;
        if v >= 1 {
            self.validate_only.write(e, v)?;
        } else {
            only_if(!self.validate_only, "UpdateFeaturesRequest.ValidateOnly", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`UpdateFeaturesRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureUpdateKey {
    /// `string`, versions 0+.
    pub feature: Str,
    /// `int16`, versions 0+.
    pub max_version_level: i16,
    /// `bool`, versions 0.
    pub allow_downgrade: bool,
    /// `int8`, versions 1+, default `1`.
    pub upgrade_type: i8,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for FeatureUpdateKey {
    fn default() -> Self {
        Self {
            feature: Str::EMPTY,
            max_version_level: 0,
            allow_downgrade: false,
            upgrade_type: 1,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for FeatureUpdateKey {
    const SIZE_MIN: usize = 3;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            feature: Field::read(d, v)?,
            max_version_level: Field::read(d, v)?,
            allow_downgrade: if v == 0 { Field::read(d, v)? } else { false },
            upgrade_type: if v >= 1 { Field::read(d, v)? } else { 1 },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.feature.write(e, v)?;
        self.max_version_level.write(e, v)?;
        if v == 0 {
            self.allow_downgrade.write(e, v)?;
        } else {
            only_if(!self.allow_downgrade, "FeatureUpdateKey.AllowDowngrade", v)?;
        }
        if v >= 1 {
            self.upgrade_type.write(e, v)?;
        } else {
            only_if(self.upgrade_type == 1, "FeatureUpdateKey.UpgradeType", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for UpdateFeaturesRequest {
    const NAME: &'static str = "UpdateFeaturesRequest";
    const API_KEY: Option<i16> = Some(57);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for UpdateFeaturesRequest {
    type Response = super::UpdateFeaturesResponse;
}
