//! `GetTelemetrySubscriptionsResponse`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `GetTelemetrySubscriptionsResponse`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetTelemetrySubscriptionsResponse {
    /// `int32`, versions 0+.
    pub throttle_time_ms: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `uuid`, versions 0+.
    pub client_instance_id: Uuid,
    /// `int32`, versions 0+.
    pub subscription_id: i32,
    /// `[]int8`, versions 0+.
    pub accepted_compression_types: Vec<i8>,
    /// `int32`, versions 0+.
    pub push_interval_ms: i32,
    /// `int32`, versions 0+.
    pub telemetry_max_bytes: i32,
    /// `bool`, versions 0+.
    pub delta_temporality: bool,
    /// `[]string`, versions 0+.
    pub requested_metrics: Vec<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for GetTelemetrySubscriptionsResponse {
    const SIZE_MIN: usize = 37;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            client_instance_id: Field::read(d, v)?,
            subscription_id: Field::read(d, v)?,
            accepted_compression_types: Field::read(d, v)?,
            push_interval_ms: Field::read(d, v)?,
            telemetry_max_bytes: Field::read(d, v)?,
            delta_temporality: Field::read(d, v)?,
            requested_metrics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.error_code.write(e, v)?;
        self.client_instance_id.write(e, v)?;
        self.subscription_id.write(e, v)?;
        self.accepted_compression_types.write(e, v)?;
        self.push_interval_ms.write(e, v)?;
        self.telemetry_max_bytes.write(e, v)?;
        self.delta_temporality.write(e, v)?;
        self.requested_metrics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for GetTelemetrySubscriptionsResponse {
    const NAME: &'static str = "GetTelemetrySubscriptionsResponse";
    const API_KEY: Option<i16> = Some(71);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
