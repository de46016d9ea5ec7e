//! `DescribeClusterResponse`, versions 0 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DescribeClusterResponse`, versions 0 to 2.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeClusterResponse {
    /// `int32`, versions 0+.
    pub throttle_time_ms: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `string`, versions 0+, default `null`.
    pub error_message: Option<Str>,
    /// `int8`, versions 1+, default `1`.
    pub endpoint_type: i8,
    /// `string`, versions 0+.
    pub cluster_id: Str,
    /// `int32`, versions 0+, default `-1`.
    pub controller_id: i32,
    /// `[]DescribeClusterBroker`, versions 0+.
    pub brokers: Vec<DescribeClusterBroker>,
    /// `int32`, versions 0+, default `-2147483648`.
    pub cluster_authorized_operations: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DescribeClusterResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            error_message: None,
            endpoint_type: 1,
            cluster_id: Str::EMPTY,
            controller_id: -1,
            brokers: Vec::new(),
            cluster_authorized_operations: -2_147_483_648,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DescribeClusterResponse {
    const SIZE_MIN: usize = 17;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            error_message: Field::read(d, v)?,
            endpoint_type: if v >= 1 { Field::read(d, v)? } else { 1 },
            cluster_id: Field::read(d, v)?,
            controller_id: Field::read(d, v)?,
            brokers: Field::read(d, v)?,
            cluster_authorized_operations: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.error_code.write(e, v)?;
        self.error_message.write(e, v)?;
        if v >= 1 {
            self.endpoint_type.write(e, v)?;
        } else {
            only_if(self.endpoint_type == 1, "DescribeClusterResponse.EndpointType", v)?;
        }
        self.cluster_id.write(e, v)?;
        self.controller_id.write(e, v)?;
        self.brokers.write(e, v)?;
        self.cluster_authorized_operations.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`DescribeClusterResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeClusterBroker {
    /// `int32`, versions 0+.
    pub broker_id: i32,
    /// `string`, versions 0+.
    pub host: Str,
    /// `int32`, versions 0+.
    pub port: i32,
    /// `string`, versions 0+, default `null`.
    pub rack: Option<Str>,
    /// `bool`, versions 2+.
    pub is_fenced: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for DescribeClusterBroker {
    const SIZE_MIN: usize = 10;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            broker_id: Field::read(d, v)?,
            host: Field::read(d, v)?,
            port: Field::read(d, v)?,
            rack: Field::read(d, v)?,
            is_fenced: if v == 2 { Field::read(d, v)? } else { false },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.broker_id.write(e, v)?;
        self.host.write(e, v)?;
        self.port.write(e, v)?;
        self.rack.write(e, v)?;
        if v == 2 {
            self.is_fenced.write(e, v)?;
        } else {
            only_if(!self.is_fenced, "DescribeClusterBroker.IsFenced", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for DescribeClusterResponse {
    const NAME: &'static str = "DescribeClusterResponse";
    const API_KEY: Option<i16> = Some(60);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
