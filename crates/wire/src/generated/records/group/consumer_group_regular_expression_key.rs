//! `ConsumerGroupRegularExpressionKey`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ConsumerGroupRegularExpressionKey`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupRegularExpressionKey {
    /// `string`, versions 0+.
    pub group_id: Str,
    /// `string`, versions 0+.
    pub regular_expression: Str,
}

impl Field for ConsumerGroupRegularExpressionKey {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { group_id: Field::read(d, v)?, regular_expression: Field::read(d, v)? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        self.regular_expression.write(e, v)?;
        Ok(())
    }
}

impl Message for ConsumerGroupRegularExpressionKey {
    const NAME: &'static str = "ConsumerGroupRegularExpressionKey";
    const API_KEY: Option<i16> = Some(16);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = None;
}
