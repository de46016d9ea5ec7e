//! `DescribeProducersResponse`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DescribeProducersResponse`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeProducersResponse {
    /// `int32`, versions 0+.
    pub throttle_time_ms: i32,
    /// `[]TopicResponse`, versions 0+.
    pub topics: Vec<TopicResponse>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DescribeProducersResponse {
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

/// Part of [`DescribeProducersResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicResponse {
    /// `string`, versions 0+.
    pub name: Str,
    /// `[]PartitionResponse`, versions 0+.
    pub partitions: Vec<PartitionResponse>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TopicResponse {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeProducersResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionResponse {
    /// `int32`, versions 0+.
    pub partition_index: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `string`, versions 0+, default `null`.
    pub error_message: Option<Str>,
    /// `[]ProducerState`, versions 0+.
    pub active_producers: Vec<ProducerState>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for PartitionResponse {
    const SIZE_MIN: usize = 8;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            error_message: Field::read(d, v)?,
            active_producers: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.error_code.write(e, v)?;
        self.error_message.write(e, v)?;
        self.active_producers.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeProducersResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct ProducerState {
    /// `int64`, versions 0+.
    pub producer_id: i64,
    /// `int32`, versions 0+.
    pub producer_epoch: i32,
    /// `int32`, versions 0+, default `-1`.
    pub last_sequence: i32,
    /// `int64`, versions 0+, default `-1`.
    pub last_timestamp: i64,
    /// `int32`, versions 0+.
    pub coordinator_epoch: i32,
    /// `int64`, versions 0+, default `-1`.
    pub current_txn_start_offset: i64,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for ProducerState {
    fn default() -> Self {
        Self {
            producer_id: 0,
            producer_epoch: 0,
            last_sequence: -1,
            last_timestamp: -1,
            coordinator_epoch: 0,
            current_txn_start_offset: -1,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for ProducerState {
    const SIZE_MIN: usize = 36;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            producer_id: Field::read(d, v)?,
            producer_epoch: Field::read(d, v)?,
            last_sequence: Field::read(d, v)?,
            last_timestamp: Field::read(d, v)?,
            coordinator_epoch: Field::read(d, v)?,
            current_txn_start_offset: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.producer_id.write(e, v)?;
        self.producer_epoch.write(e, v)?;
        self.last_sequence.write(e, v)?;
        self.last_timestamp.write(e, v)?;
        self.coordinator_epoch.write(e, v)?;
        self.current_txn_start_offset.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for DescribeProducersResponse {
    const NAME: &'static str = "DescribeProducersResponse";
    const API_KEY: Option<i16> = Some(61);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
