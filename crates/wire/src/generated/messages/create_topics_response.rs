//! `CreateTopicsResponse`, versions 2 to 7. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `CreateTopicsResponse`, versions 2 to 7.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateTopicsResponse {
    /// `int32`, versions 2+, ignorable.
    pub throttle_time_ms: i32,
    /// `[]CreatableTopicResult`, versions 2+.
    pub topics: Vec<CreatableTopicResult>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for CreateTopicsResponse {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            topics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.topics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`CreateTopicsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct CreatableTopicResult {
    /// `string`, versions 2+.
    pub name: Str,
    /// `uuid`, versions 7+, ignorable.
    pub topic_id: Uuid,
    /// `int16`, versions 2+.
    pub error_code: i16,
    /// `string`, versions 2+, ignorable.
    pub error_message: Option<Str>,
    /// `int16`, versions 5+, tag 0, ignorable.
    pub topic_config_error_code: i16,
    /// `int32`, versions 5+, ignorable, default `-1`.
    pub num_partitions: i32,
    /// `int16`, versions 5+, ignorable, default `-1`.
    pub replication_factor: i16,
    /// `[]CreatableTopicConfigs`, versions 5+, ignorable.
    pub configs: Option<Vec<CreatableTopicConfigs>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for CreatableTopicResult {
    fn default() -> Self {
        Self {
            name: Str::EMPTY,
            topic_id: Uuid::ZERO,
            error_code: 0,
            error_message: Some(Str::EMPTY),
            topic_config_error_code: 0,
            num_partitions: -1,
            replication_factor: -1,
            configs: Some(Vec::new()),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for CreatableTopicResult {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            name: Field::read(d, v)?,
            topic_id: if v == 7 { Field::read(d, v)? } else { Uuid::ZERO },
            error_code: Field::read(d, v)?,
            error_message: Field::read(d, v)?,
            topic_config_error_code: 0,
            num_partitions: if v >= 5 { Field::read(d, v)? } else { -1 },
            replication_factor: if v >= 5 { Field::read(d, v)? } else { -1 },
            configs: if v >= 5 { Field::read(d, v)? } else { Some(Vec::new()) },
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.topic_config_error_code = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        if v == 7 {
            self.topic_id.write(e, v)?;
        }
        self.error_code.write(e, v)?;
        self.error_message.write(e, v)?;
        if v >= 5 {
            self.num_partitions.write(e, v)?;
        }
        if v >= 5 {
            self.replication_factor.write(e, v)?;
        }
        if v >= 5 {
            self.configs.write(e, v)?;
        }
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if v >= 5 && self.topic_config_error_code != 0 {
            tags.put(e, 0, &self.topic_config_error_code, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`CreateTopicsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct CreatableTopicConfigs {
    /// `string`, versions 5+.
    pub name: Str,
    /// `string`, versions 5+.
    pub value: Option<Str>,
    /// `bool`, versions 5+.
    pub read_only: bool,
    /// `int8`, versions 5+, ignorable, default `-1`.
    pub config_source: i8,
    /// `bool`, versions 5+.
    pub is_sensitive: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for CreatableTopicConfigs {
    fn default() -> Self {
        Self {
            name: Str::EMPTY,
            value: Some(Str::EMPTY),
            read_only: false,
            config_source: -1,
            is_sensitive: false,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for CreatableTopicConfigs {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            value: Field::read(d, v)?,
            read_only: Field::read(d, v)?,
            config_source: Field::read(d, v)?,
            is_sensitive: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.value.write(e, v)?;
        self.read_only.write(e, v)?;
        self.config_source.write(e, v)?;
        self.is_sensitive.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for CreateTopicsResponse {
    const NAME: &'static str = "CreateTopicsResponse";
    const API_KEY: Option<i16> = Some(19);
    const VALID_VERSIONS: RangeInclusive<i16> = 2..=7;
    const FLEXIBLE_FROM: Option<i16> = Some(5);
}
