//! `ListTransactionsRequest`, versions 0 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ListTransactionsRequest`, versions 0 to 2.
#[derive(Debug, Clone, PartialEq)]
pub struct ListTransactionsRequest {
    /// `[]string`, versions 0+.
    pub state_filters: Vec<Str>,
    /// `[]int64`, versions 0+.
    pub producer_id_filters: Vec<i64>,
    /// `int64`, versions 1+, default `-1`.
    pub duration_filter: i64,
    /// `string`, versions 2+, default `null`.
    pub transactional_id_pattern: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for ListTransactionsRequest {
    fn default() -> Self {
        Self {
            state_filters: Vec::new(),
            producer_id_filters: Vec::new(),
            duration_filter: -1,
            transactional_id_pattern: None,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for ListTransactionsRequest {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            state_filters: Field::read(d, v)?,
            producer_id_filters: Field::read(d, v)?,
            duration_filter: if v >= 1 { Field::read(d, v)? } else { -1 },
            transactional_id_pattern: if v == 2 { Field::read(d, v)? } else { None },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.state_filters.write(e, v)?;
        self.producer_id_filters.write(e, v)?;
        if v >= 1 {
            self.duration_filter.write(e, v)?;
        } else {
            only_if(self.duration_filter == -1, "ListTransactionsRequest.DurationFilter", v)?;
        }
        if v == 2 {
            self.transactional_id_pattern.write(e, v)?;
        } else {
            only_if(
                self.transactional_id_pattern.is_none(),
                "ListTransactionsRequest.TransactionalIdPattern",
                v,
            )?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ListTransactionsRequest {
    const NAME: &'static str = "ListTransactionsRequest";
    const API_KEY: Option<i16> = Some(66);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for ListTransactionsRequest {
    type Response = super::ListTransactionsResponse;
}
