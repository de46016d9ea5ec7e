//! `AddPartitionsToTxnResponse`, versions 0 to 5. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `AddPartitionsToTxnResponse`, versions 0 to 5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddPartitionsToTxnResponse {
    /// `int32`, versions 0+.
    pub throttle_time_ms: i32,
    /// `int16`, versions 4+, ignorable.
    pub error_code: i16,
    /// `[]AddPartitionsToTxnResult`, versions 4+.
    pub results_by_transaction: Vec<AddPartitionsToTxnResult>,
    /// `[]AddPartitionsToTxnTopicResult`, versions 0-3.
    pub results_by_topic_v3_and_below: Vec<AddPartitionsToTxnTopicResult>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for AddPartitionsToTxnResponse {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            error_code: if v >= 4 { Field::read(d, v)? } else { 0 },
            results_by_transaction: if v >= 4 { Field::read(d, v)? } else { Vec::new() },
            results_by_topic_v3_and_below: if v <= 3 { Field::read(d, v)? } else { Vec::new() },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        if v >= 4 {
            self.error_code.write(e, v)?;
        }
        if v >= 4 {
            self.results_by_transaction.write(e, v)?;
        } else {
            only_if(
                self.results_by_transaction.is_empty(),
                "AddPartitionsToTxnResponse.ResultsByTransaction",
                v,
            )?;
        }
        if v <= 3 {
            self.results_by_topic_v3_and_below.write(e, v)?;
        } else {
            only_if(
                self.results_by_topic_v3_and_below.is_empty(),
                "AddPartitionsToTxnResponse.ResultsByTopicV3AndBelow",
                v,
            )?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`AddPartitionsToTxnResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddPartitionsToTxnResult {
    /// `string`, versions 4+.
    pub transactional_id: Str,
    /// `[]AddPartitionsToTxnTopicResult`, versions 4+.
    pub topic_results: Vec<AddPartitionsToTxnTopicResult>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for AddPartitionsToTxnResult {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            transactional_id: Field::read(d, v)?,
            topic_results: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.transactional_id.write(e, v)?;
        self.topic_results.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`AddPartitionsToTxnResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddPartitionsToTxnTopicResult {
    /// `string`, versions 0+.
    pub name: Str,
    /// `[]AddPartitionsToTxnPartitionResult`, versions 0+.
    pub results_by_partition: Vec<AddPartitionsToTxnPartitionResult>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for AddPartitionsToTxnTopicResult {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            results_by_partition: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.results_by_partition.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`AddPartitionsToTxnResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddPartitionsToTxnPartitionResult {
    /// `int32`, versions 0+.
    pub partition_index: i32,
    /// `int16`, versions 0+.
    pub partition_error_code: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for AddPartitionsToTxnPartitionResult {
    const SIZE_MIN: usize = 6;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            partition_error_code: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.partition_error_code.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for AddPartitionsToTxnResponse {
    const NAME: &'static str = "AddPartitionsToTxnResponse";
    const API_KEY: Option<i16> = Some(24);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=5;
    const FLEXIBLE_FROM: Option<i16> = Some(3);
}
