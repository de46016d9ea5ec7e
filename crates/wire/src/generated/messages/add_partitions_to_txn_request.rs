//! `AddPartitionsToTxnRequest`, versions 0 to 5. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `AddPartitionsToTxnRequest`, versions 0 to 5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddPartitionsToTxnRequest {
    /// `[]AddPartitionsToTxnTransaction`, versions 4+.
    pub transactions: Vec<AddPartitionsToTxnTransaction>,
    /// `string`, versions 0-3.
    pub v3_and_below_transactional_id: Str,
    /// `int64`, versions 0-3.
    pub v3_and_below_producer_id: i64,
    /// `int16`, versions 0-3.
    pub v3_and_below_producer_epoch: i16,
    /// `[]AddPartitionsToTxnTopic`, versions 0-3.
    pub v3_and_below_topics: Vec<AddPartitionsToTxnTopic>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for AddPartitionsToTxnRequest {
    const SIZE_MIN: usize = 0;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            transactions: if v >= 4 { Field::read(d, v)? } else { Vec::new() },
            v3_and_below_transactional_id: if v <= 3 { Field::read(d, v)? } else { Str::EMPTY },
            v3_and_below_producer_id: if v <= 3 { Field::read(d, v)? } else { 0 },
            v3_and_below_producer_epoch: if v <= 3 { Field::read(d, v)? } else { 0 },
            v3_and_below_topics: if v <= 3 { Field::read(d, v)? } else { Vec::new() },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v >= 4 {
            self.transactions.write(e, v)?;
        } else {
            only_if(self.transactions.is_empty(), "AddPartitionsToTxnRequest.Transactions", v)?;
        }
        if v <= 3 {
            self.v3_and_below_transactional_id.write(e, v)?;
        } else {
            only_if(
                self.v3_and_below_transactional_id.is_empty(),
                "AddPartitionsToTxnRequest.V3AndBelowTransactionalId",
                v,
            )?;
        }
        if v <= 3 {
            self.v3_and_below_producer_id.write(e, v)?;
        } else {
            only_if(self.v3_and_below_producer_id == 0, "AddPartitionsToTxnRequest.V3AndBelowProducerId", v)?;
        }
        if v <= 3 {
            self.v3_and_below_producer_epoch.write(e, v)?;
        } else {
            only_if(
                self.v3_and_below_producer_epoch == 0,
                "AddPartitionsToTxnRequest.V3AndBelowProducerEpoch",
                v,
            )?;
        }
        if v <= 3 {
            self.v3_and_below_topics.write(e, v)?;
        } else {
            only_if(self.v3_and_below_topics.is_empty(), "AddPartitionsToTxnRequest.V3AndBelowTopics", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`AddPartitionsToTxnRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddPartitionsToTxnTransaction {
    /// `string`, versions 4+.
    pub transactional_id: Str,
    /// `int64`, versions 4+.
    pub producer_id: i64,
    /// `int16`, versions 4+.
    pub producer_epoch: i16,
    /// `bool`, versions 4+, default `false`.
    pub verify_only: bool,
    /// `[]AddPartitionsToTxnTopic`, versions 4+.
    pub topics: Vec<AddPartitionsToTxnTopic>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for AddPartitionsToTxnTransaction {
    const SIZE_MIN: usize = 13;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            transactional_id: Field::read(d, v)?,
            producer_id: Field::read(d, v)?,
            producer_epoch: Field::read(d, v)?,
            verify_only: Field::read(d, v)?,
            topics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.transactional_id.write(e, v)?;
        self.producer_id.write(e, v)?;
        self.producer_epoch.write(e, v)?;
        self.verify_only.write(e, v)?;
        self.topics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`AddPartitionsToTxnRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddPartitionsToTxnTopic {
    /// `string`, versions 0+.
    pub name: Str,
    /// `[]int32`, versions 0+.
    pub partitions: Vec<i32>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for AddPartitionsToTxnTopic {
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

impl Message for AddPartitionsToTxnRequest {
    const NAME: &'static str = "AddPartitionsToTxnRequest";
    const API_KEY: Option<i16> = Some(24);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=5;
    const FLEXIBLE_FROM: Option<i16> = Some(3);
}

impl Request for AddPartitionsToTxnRequest {
    type Response = super::AddPartitionsToTxnResponse;
}
