//! `ApiVersionsResponse`, versions 0 to 4. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ApiVersionsResponse`, versions 0 to 4.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiVersionsResponse {
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `[]ApiVersion`, versions 0+.
    pub api_keys: Vec<ApiVersion>,
    /// `int32`, versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// `[]SupportedFeatureKey`, versions 3+, tag 0, ignorable.
    pub supported_features: Vec<SupportedFeatureKey>,
    /// `int64`, versions 3+, tag 1, ignorable, default `-1`.
    pub finalized_features_epoch: i64,
    /// `[]FinalizedFeatureKey`, versions 3+, tag 2, ignorable.
    pub finalized_features: Vec<FinalizedFeatureKey>,
    /// `bool`, versions 3+, tag 3, ignorable, default `false`.
    pub zk_migration_ready: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for ApiVersionsResponse {
    fn default() -> Self {
        Self {
            error_code: 0,
            api_keys: Vec::new(),
            throttle_time_ms: 0,
            supported_features: Vec::new(),
            finalized_features_epoch: -1,
            finalized_features: Vec::new(),
            zk_migration_ready: false,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for ApiVersionsResponse {
    const SIZE_MIN: usize = 3;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            error_code: Field::read(d, v)?,
            api_keys: Field::read(d, v)?,
            throttle_time_ms: if v >= 1 { Field::read(d, v)? } else { 0 },
            supported_features: Vec::new(),
            finalized_features_epoch: -1,
            finalized_features: Vec::new(),
            zk_migration_ready: false,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.supported_features = tags.read(d, v)?,
                1 => this.finalized_features_epoch = tags.read(d, v)?,
                2 => this.finalized_features = tags.read(d, v)?,
                3 => this.zk_migration_ready = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.error_code.write(e, v)?;
        self.api_keys.write(e, v)?;
        if v >= 1 {
            self.throttle_time_ms.write(e, v)?;
        }
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if v >= 3 && !self.supported_features.is_empty() {
            tags.put(e, 0, &self.supported_features, v)?;
        }
        if v >= 3 && self.finalized_features_epoch != -1 {
            tags.put(e, 1, &self.finalized_features_epoch, v)?;
        }
        if v >= 3 && !self.finalized_features.is_empty() {
            tags.put(e, 2, &self.finalized_features, v)?;
        }
        if v >= 3 && self.zk_migration_ready {
            tags.put(e, 3, &self.zk_migration_ready, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`ApiVersionsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ApiVersion {
    /// `int16`, versions 0+.
    pub api_key: i16,
    /// `int16`, versions 0+.
    pub min_version: i16,
    /// `int16`, versions 0+.
    pub max_version: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ApiVersion {
    const SIZE_MIN: usize = 6;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            api_key: Field::read(d, v)?,
            min_version: Field::read(d, v)?,
            max_version: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.api_key.write(e, v)?;
        self.min_version.write(e, v)?;
        self.max_version.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ApiVersionsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SupportedFeatureKey {
    /// `string`, versions 3+.
    pub name: Str,
    /// `int16`, versions 3+.
    pub min_version: i16,
    /// `int16`, versions 3+.
    pub max_version: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for SupportedFeatureKey {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            min_version: Field::read(d, v)?,
            max_version: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.min_version.write(e, v)?;
        self.max_version.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ApiVersionsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FinalizedFeatureKey {
    /// `string`, versions 3+.
    pub name: Str,
    /// `int16`, versions 3+.
    pub max_version_level: i16,
    /// `int16`, versions 3+.
    pub min_version_level: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for FinalizedFeatureKey {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            max_version_level: Field::read(d, v)?,
            min_version_level: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.max_version_level.write(e, v)?;
        self.min_version_level.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ApiVersionsResponse {
    const NAME: &'static str = "ApiVersionsResponse";
    const API_KEY: Option<i16> = Some(18);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=4;
    const FLEXIBLE_FROM: Option<i16> = Some(3);
}
