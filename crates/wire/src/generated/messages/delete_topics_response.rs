//! `DeleteTopicsResponse`, versions 1 to 6. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DeleteTopicsResponse`, versions 1 to 6.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteTopicsResponse {
    /// `int32`, versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// `[]DeletableTopicResult`, versions 1+.
    pub responses: Vec<DeletableTopicResult>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DeleteTopicsResponse {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            responses: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.responses.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DeleteTopicsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DeletableTopicResult {
    /// `string`, versions 1+, nullable 6+.
    pub name: Option<Str>,
    /// `uuid`, versions 6+, ignorable.
    pub topic_id: Uuid,
    /// `int16`, versions 1+.
    pub error_code: i16,
    /// `string`, versions 5+, ignorable, default `null`.
    pub error_message: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DeletableTopicResult {
    fn default() -> Self {
        Self {
            name: Some(Str::EMPTY),
            topic_id: Uuid::ZERO,
            error_code: 0,
            error_message: None,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DeletableTopicResult {
    const SIZE_MIN: usize = 3;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: if v == 6 { Field::read(d, v)? } else { Some(Field::read(d, v)?) },
            topic_id: if v == 6 { Field::read(d, v)? } else { Uuid::ZERO },
            error_code: Field::read(d, v)?,
            error_message: if v >= 5 { Field::read(d, v)? } else { None },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v == 6 {
            self.name.write(e, v)?;
        } else {
            e.not_null(self.name.as_ref(), "DeletableTopicResult.Name", v)?;
        }
        if v == 6 {
            self.topic_id.write(e, v)?;
        }
        self.error_code.write(e, v)?;
        if v >= 5 {
            self.error_message.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for DeleteTopicsResponse {
    const NAME: &'static str = "DeleteTopicsResponse";
    const API_KEY: Option<i16> = Some(20);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=6;
    const FLEXIBLE_FROM: Option<i16> = Some(4);
}
