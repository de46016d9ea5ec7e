//! `ProduceRequest`, versions 3 to 13. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ProduceRequest`, versions 3 to 13.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProduceRequest {
    /// `string`, versions 3+, default `null`.
    pub transactional_id: Option<Str>,
    /// `int16`, versions 3+.
    pub acks: i16,
    /// `int32`, versions 3+.
    pub timeout_ms: i32,
    /// `[]TopicProduceData`, versions 3+.
    pub topic_data: Vec<TopicProduceData>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ProduceRequest {
    const SIZE_MIN: usize = 8;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            transactional_id: Field::read(d, v)?,
            acks: Field::read(d, v)?,
            timeout_ms: Field::read(d, v)?,
            topic_data: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.transactional_id.write(e, v)?;
        self.acks.write(e, v)?;
        self.timeout_ms.write(e, v)?;
        self.topic_data.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ProduceRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicProduceData {
    /// `string`, versions 3-12, ignorable.
    pub name: Str,
    /// `uuid`, versions 13+, ignorable.
    pub topic_id: Uuid,
    /// `[]PartitionProduceData`, versions 3+.
    pub partition_data: Vec<PartitionProduceData>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TopicProduceData {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: if v <= 12 { Field::read(d, v)? } else { Str::EMPTY },
            topic_id: if v == 13 { Field::read(d, v)? } else { Uuid::ZERO },
            partition_data: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v <= 12 {
            self.name.write(e, v)?;
        }
        if v == 13 {
            self.topic_id.write(e, v)?;
        }
        self.partition_data.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ProduceRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionProduceData {
    /// `int32`, versions 3+.
    pub index: i32,
    /// `records`, versions 3+.
    pub records: Option<Records>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for PartitionProduceData {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            index: Field::read(d, v)?,
            records: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.index.write(e, v)?;
        self.records.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ProduceRequest {
    const NAME: &'static str = "ProduceRequest";
    const API_KEY: Option<i16> = Some(0);
    const VALID_VERSIONS: RangeInclusive<i16> = 3..=13;
    const FLEXIBLE_FROM: Option<i16> = Some(9);
}

impl Request for ProduceRequest {
    type Response = super::ProduceResponse;
}
