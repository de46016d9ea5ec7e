//! `DeleteTopicsRequest`, versions 1 to 6. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DeleteTopicsRequest`, versions 1 to 6.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteTopicsRequest {
    /// `[]DeleteTopicState`, versions 6+.
    pub topics: Vec<DeleteTopicState>,
    /// `[]string`, versions 1-5, ignorable.
    pub topic_names: Vec<Str>,
    /// `int32`, versions 1+.
    pub timeout_ms: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DeleteTopicsRequest {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topics: if v == 6 { Field::read(d, v)? } else { Vec::new() },
            topic_names: if v <= 5 { Field::read(d, v)? } else { Vec::new() },
            timeout_ms: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v == 6 {
            self.topics.write(e, v)?;
        } else {
            only_if(self.topics.is_empty(), "DeleteTopicsRequest.Topics", v)?;
        }
        if v <= 5 {
            self.topic_names.write(e, v)?;
        }
        self.timeout_ms.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DeleteTopicsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteTopicState {
    /// `string`, versions 6+, default `null`.
    pub name: Option<Str>,
    /// `uuid`, versions 6+.
    pub topic_id: Uuid,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DeleteTopicState {
    const SIZE_MIN: usize = 17;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            topic_id: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.topic_id.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for DeleteTopicsRequest {
    const NAME: &'static str = "DeleteTopicsRequest";
    const API_KEY: Option<i16> = Some(20);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=6;
    const FLEXIBLE_FROM: Option<i16> = Some(4);
}

impl Request for DeleteTopicsRequest {
    type Response = super::DeleteTopicsResponse;
}
