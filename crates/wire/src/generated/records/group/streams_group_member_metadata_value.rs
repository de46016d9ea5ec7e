//! `StreamsGroupMemberMetadataValue`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `StreamsGroupMemberMetadataValue`, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamsGroupMemberMetadataValue {
    /// `string`, versions 0+.
    pub instance_id: Option<Str>,
    /// `string`, versions 0+.
    pub rack_id: Option<Str>,
    /// `string`, versions 0+.
    pub client_id: Str,
    /// `string`, versions 0+.
    pub client_host: Str,
    /// `int32`, versions 0+, default `-1`.
    pub rebalance_timeout_ms: i32,
    /// `int32`, versions 0+.
    pub topology_epoch: i32,
    /// `string`, versions 0+.
    pub process_id: Str,
    /// `Endpoint`, versions 0+, default `null`.
    pub user_endpoint: Option<Endpoint>,
    /// `[]KeyValue`, versions 0+.
    pub client_tags: Vec<KeyValue>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for StreamsGroupMemberMetadataValue {
    fn default() -> Self {
        Self {
            instance_id: Some(Str::EMPTY),
            rack_id: Some(Str::EMPTY),
            client_id: Str::EMPTY,
            client_host: Str::EMPTY,
            rebalance_timeout_ms: -1,
            topology_epoch: 0,
            process_id: Str::EMPTY,
            user_endpoint: None,
            client_tags: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for StreamsGroupMemberMetadataValue {
    const SIZE_MIN: usize = 15;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            instance_id: Field::read(d, v)?,
            rack_id: Field::read(d, v)?,
            client_id: Field::read(d, v)?,
            client_host: Field::read(d, v)?,
            rebalance_timeout_ms: Field::read(d, v)?,
            topology_epoch: Field::read(d, v)?,
            process_id: Field::read(d, v)?,
            user_endpoint: Field::read(d, v)?,
            client_tags: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.instance_id.write(e, v)?;
        self.rack_id.write(e, v)?;
        self.client_id.write(e, v)?;
        self.client_host.write(e, v)?;
        self.rebalance_timeout_ms.write(e, v)?;
        self.topology_epoch.write(e, v)?;
        self.process_id.write(e, v)?;
        self.user_endpoint.write(e, v)?;
        self.client_tags.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupMemberMetadataValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Endpoint {
    /// `string`, versions 0+.
    pub host: Str,
    /// `uint16`, versions 0+.
    pub port: u16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Endpoint {
    const SIZE_MIN: usize = 3;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            host: Field::read(d, v)?,
            port: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.host.write(e, v)?;
        self.port.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupMemberMetadataValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KeyValue {
    /// `string`, versions 0+.
    pub key: Str,
    /// `string`, versions 0+.
    pub value: Str,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for KeyValue {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            key: Field::read(d, v)?,
            value: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.key.write(e, v)?;
        self.value.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for StreamsGroupMemberMetadataValue {
    const NAME: &'static str = "StreamsGroupMemberMetadataValue";
    const API_KEY: Option<i16> = Some(19);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
