//! `DescribeClusterRequest`, versions 0 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `DescribeClusterRequest`, versions 0 to 2.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeClusterRequest {
    /// `bool`, versions 0+.
    pub include_cluster_authorized_operations: bool,
    /// `int8`, versions 1+, default `1`.
    pub endpoint_type: i8,
    /// `bool`, versions 2+.
    pub include_fenced_brokers: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for DescribeClusterRequest {
    fn default() -> Self {
        Self {
            include_cluster_authorized_operations: false,
            endpoint_type: 1,
            include_fenced_brokers: false,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for DescribeClusterRequest {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            include_cluster_authorized_operations: Field::read(d, v)?,
            endpoint_type: if v >= 1 { Field::read(d, v)? } else { 1 },
            include_fenced_brokers: if v == 2 { Field::read(d, v)? } else { false },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.include_cluster_authorized_operations.write(e, v)?;
        if v >= 1 {
            self.endpoint_type.write(e, v)?;
        } else {
            only_if(self.endpoint_type == 1, "DescribeClusterRequest.EndpointType", v)?;
        }
        if v == 2 {
            self.include_fenced_brokers.write(e, v)?;
        } else {
            only_if(!self.include_fenced_brokers, "DescribeClusterRequest.IncludeFencedBrokers", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for DescribeClusterRequest {
    const NAME: &'static str = "DescribeClusterRequest";
    const API_KEY: Option<i16> = Some(60);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for DescribeClusterRequest {
    type Response = super::DescribeClusterResponse;
}
