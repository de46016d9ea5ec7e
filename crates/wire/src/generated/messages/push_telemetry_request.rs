//! `PushTelemetryRequest`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `PushTelemetryRequest`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PushTelemetryRequest {
    /// `uuid`, versions 0+.
    pub client_instance_id: Uuid,
    /// `int32`, versions 0+.
    pub subscription_id: i32,
    /// `bool`, versions 0+.
    pub terminating: bool,
    /// `int8`, versions 0+.
    pub compression_type: i8,
    /// `bytes`, versions 0+.
    pub metrics: Bytes,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for PushTelemetryRequest {
    const SIZE_MIN: usize = 23;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            client_instance_id: Field::read(d, v)?,
            subscription_id: Field::read(d, v)?,
            terminating: Field::read(d, v)?,
            compression_type: Field::read(d, v)?,
            metrics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.client_instance_id.write(e, v)?;
        self.subscription_id.write(e, v)?;
        self.terminating.write(e, v)?;
        self.compression_type.write(e, v)?;
        self.metrics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for PushTelemetryRequest {
    const NAME: &'static str = "PushTelemetryRequest";
    const API_KEY: Option<i16> = Some(72);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for PushTelemetryRequest {
    type Response = super::PushTelemetryResponse;
}
