//! `TransactionLogValue`, versions 0 to 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `TransactionLogValue`, versions 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct TransactionLogValue {
    /// `int64`, versions 0+.
    pub producer_id: i64,
    /// `int64`, versions 1+, tag 0, default `-1`.
    pub previous_producer_id: i64,
    /// `int64`, versions 1+, tag 1, default `-1`.
    pub next_producer_id: i64,
    /// `int16`, versions 0+.
    pub producer_epoch: i16,
    /// `int16`, versions 1+, tag 3, default `-1`.
    pub next_producer_epoch: i16,
    /// `int32`, versions 0+.
    pub transaction_timeout_ms: i32,
    /// `int8`, versions 0+.
    pub transaction_status: i8,
    /// `[]PartitionsSchema`, versions 0+.
    pub transaction_partitions: Option<Vec<PartitionsSchema>>,
    /// `int64`, versions 0+.
    pub transaction_last_update_timestamp_ms: i64,
    /// `int64`, versions 0+.
    pub transaction_start_timestamp_ms: i64,
    /// `int16`, versions 1+, tag 2, default `0`.
    pub client_transaction_version: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for TransactionLogValue {
    fn default() -> Self {
        Self {
            producer_id: 0,
            previous_producer_id: -1,
            next_producer_id: -1,
            producer_epoch: 0,
            next_producer_epoch: -1,
            transaction_timeout_ms: 0,
            transaction_status: 0,
            transaction_partitions: Some(Vec::new()),
            transaction_last_update_timestamp_ms: 0,
            transaction_start_timestamp_ms: 0,
            client_transaction_version: 0,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for TransactionLogValue {
    const SIZE_MIN: usize = 32;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            producer_id: Field::read(d, v)?,
            previous_producer_id: -1,
            next_producer_id: -1,
            producer_epoch: Field::read(d, v)?,
            next_producer_epoch: -1,
            transaction_timeout_ms: Field::read(d, v)?,
            transaction_status: Field::read(d, v)?,
            transaction_partitions: Field::read(d, v)?,
            transaction_last_update_timestamp_ms: Field::read(d, v)?,
            transaction_start_timestamp_ms: Field::read(d, v)?,
            client_transaction_version: 0,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.previous_producer_id = tags.read(d, v)?,
                1 => this.next_producer_id = tags.read(d, v)?,
                3 => this.next_producer_epoch = tags.read(d, v)?,
                2 => this.client_transaction_version = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.producer_id.write(e, v)?;
        self.producer_epoch.write(e, v)?;
        self.transaction_timeout_ms.write(e, v)?;
        self.transaction_status.write(e, v)?;
        self.transaction_partitions.write(e, v)?;
        self.transaction_last_update_timestamp_ms.write(e, v)?;
        self.transaction_start_timestamp_ms.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.previous_producer_id != -1 {
            only_if(v == 1, "TransactionLogValue.PreviousProducerId", v)?;
            tags.put(e, 0, &self.previous_producer_id, v)?;
        }
        if self.next_producer_id != -1 {
            only_if(v == 1, "TransactionLogValue.NextProducerId", v)?;
            tags.put(e, 1, &self.next_producer_id, v)?;
        }
        if self.client_transaction_version != 0 {
            only_if(v == 1, "TransactionLogValue.ClientTransactionVersion", v)?;
            tags.put(e, 2, &self.client_transaction_version, v)?;
        }
        if self.next_producer_epoch != -1 {
            only_if(v == 1, "TransactionLogValue.NextProducerEpoch", v)?;
            tags.put(e, 3, &self.next_producer_epoch, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`TransactionLogValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionsSchema {
    /// `string`, versions 0+.
    pub topic: Str,
    /// `[]int32`, versions 0+.
    pub partition_ids: Vec<i32>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for PartitionsSchema {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topic: Field::read(d, v)?,
            partition_ids: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.topic.write(e, v)?;
        self.partition_ids.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for TransactionLogValue {
    const NAME: &'static str = "TransactionLogValue";
    const API_KEY: Option<i16> = Some(0);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(1);
}
