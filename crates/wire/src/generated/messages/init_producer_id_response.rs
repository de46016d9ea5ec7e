//! `InitProducerIdResponse`, versions 0 to 6. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `InitProducerIdResponse`, versions 0 to 6.
#[derive(Debug, Clone, PartialEq)]
pub struct InitProducerIdResponse {
    /// `int32`, versions 0+, ignorable.
    pub throttle_time_ms: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `int64`, versions 0+, default `-1`.
    pub producer_id: i64,
    /// `int16`, versions 0+.
    pub producer_epoch: i16,
    /// `int64`, versions 6+, default `-1`.
    pub ongoing_txn_producer_id: i64,
    /// `int16`, versions 6+, default `-1`.
    pub ongoing_txn_producer_epoch: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for InitProducerIdResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            producer_id: -1,
            producer_epoch: 0,
            ongoing_txn_producer_id: -1,
            ongoing_txn_producer_epoch: -1,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for InitProducerIdResponse {
    const SIZE_MIN: usize = 16;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            producer_id: Field::read(d, v)?,
            producer_epoch: Field::read(d, v)?,
            ongoing_txn_producer_id: if v == 6 { Field::read(d, v)? } else { -1 },
            ongoing_txn_producer_epoch: if v == 6 { Field::read(d, v)? } else { -1 },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.error_code.write(e, v)?;
        self.producer_id.write(e, v)?;
        self.producer_epoch.write(e, v)?;
        if v == 6 {
            self.ongoing_txn_producer_id.write(e, v)?;
        } else {
            only_if(self.ongoing_txn_producer_id == -1, "InitProducerIdResponse.OngoingTxnProducerId", v)?;
        }
        if v == 6 {
            self.ongoing_txn_producer_epoch.write(e, v)?;
        } else {
            only_if(
                self.ongoing_txn_producer_epoch == -1,
                "InitProducerIdResponse.OngoingTxnProducerEpoch",
                v,
            )?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for InitProducerIdResponse {
    const NAME: &'static str = "InitProducerIdResponse";
    const API_KEY: Option<i16> = Some(22);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=6;
    const FLEXIBLE_FROM: Option<i16> = Some(2);
}
