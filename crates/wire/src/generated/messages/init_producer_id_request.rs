//! `InitProducerIdRequest`, versions 0 to 6. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `InitProducerIdRequest`, versions 0 to 6.
#[derive(Debug, Clone, PartialEq)]
pub struct InitProducerIdRequest {
    /// `string`, versions 0+.
    pub transactional_id: Option<Str>,
    /// `int32`, versions 0+.
    pub transaction_timeout_ms: i32,
    /// `int64`, versions 3+, default `-1`.
    pub producer_id: i64,
    /// `int16`, versions 3+, default `-1`.
    pub producer_epoch: i16,
    /// `bool`, versions 6+, default `false`.
    pub enable2_pc: bool,
    /// `bool`, versions 6+, default `false`.
    pub keep_prepared_txn: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for InitProducerIdRequest {
    fn default() -> Self {
        Self {
            transactional_id: Some(Str::EMPTY),
            transaction_timeout_ms: 0,
            producer_id: -1,
            producer_epoch: -1,
            enable2_pc: false,
            keep_prepared_txn: false,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for InitProducerIdRequest {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            transactional_id: Field::read(d, v)?,
            transaction_timeout_ms: Field::read(d, v)?,
            producer_id: if v >= 3 { Field::read(d, v)? } else { -1 },
            producer_epoch: if v >= 3 { Field::read(d, v)? } else { -1 },
            enable2_pc: if v == 6 { Field::read(d, v)? } else { false },
            keep_prepared_txn: if v == 6 { Field::read(d, v)? } else { false },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.transactional_id.write(e, v)?;
        self.transaction_timeout_ms.write(e, v)?;
        if v >= 3 {
            self.producer_id.write(e, v)?;
        } else {
            only_if(self.producer_id == -1, "InitProducerIdRequest.ProducerId", v)?;
        }
        if v >= 3 {
            self.producer_epoch.write(e, v)?;
        } else {
            only_if(self.producer_epoch == -1, "InitProducerIdRequest.ProducerEpoch", v)?;
        }
        if v == 6 {
            self.enable2_pc.write(e, v)?;
        } else {
            only_if(!self.enable2_pc, "InitProducerIdRequest.Enable2Pc", v)?;
        }
        if v == 6 {
            self.keep_prepared_txn.write(e, v)?;
        } else {
            only_if(!self.keep_prepared_txn, "InitProducerIdRequest.KeepPreparedTxn", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for InitProducerIdRequest {
    const NAME: &'static str = "InitProducerIdRequest";
    const API_KEY: Option<i16> = Some(22);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=6;
    const FLEXIBLE_FROM: Option<i16> = Some(2);
}

impl Request for InitProducerIdRequest {
    type Response = super::InitProducerIdResponse;
}
