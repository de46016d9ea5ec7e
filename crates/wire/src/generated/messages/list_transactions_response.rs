//! `ListTransactionsResponse`, versions 0 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ListTransactionsResponse`, versions 0 to 2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListTransactionsResponse {
    /// `int32`, versions 0+.
    pub throttle_time_ms: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `[]string`, versions 0+.
    pub unknown_state_filters: Vec<Str>,
    /// `[]TransactionState`, versions 0+.
    pub transaction_states: Vec<TransactionState>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ListTransactionsResponse {
    const SIZE_MIN: usize = 8;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            unknown_state_filters: Field::read(d, v)?,
            transaction_states: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.error_code.write(e, v)?;
        self.unknown_state_filters.write(e, v)?;
        self.transaction_states.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ListTransactionsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TransactionState {
    /// `string`, versions 0+.
    pub transactional_id: Str,
    /// `int64`, versions 0+.
    pub producer_id: i64,
    /// `string`, versions 0+.
    pub transaction_state: Str,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TransactionState {
    const SIZE_MIN: usize = 10;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            transactional_id: Field::read(d, v)?,
            producer_id: Field::read(d, v)?,
            transaction_state: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.transactional_id.write(e, v)?;
        self.producer_id.write(e, v)?;
        self.transaction_state.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ListTransactionsResponse {
    const NAME: &'static str = "ListTransactionsResponse";
    const API_KEY: Option<i16> = Some(66);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
