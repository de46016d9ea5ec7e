//! `BrokerRegistrationRequest`, versions 0 to 4. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `BrokerRegistrationRequest`, versions 0 to 4.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokerRegistrationRequest {
    /// `int32`, versions 0+.
    pub broker_id: i32,
    /// `string`, versions 0+.
    pub cluster_id: Str,
    /// `uuid`, versions 0+.
    pub incarnation_id: Uuid,
    /// `[]Listener`, versions 0+.
    pub listeners: Vec<Listener>,
    /// `[]Feature`, versions 0+.
    pub features: Vec<Feature>,
    /// `string`, versions 0+.
    pub rack: Option<Str>,
    /// `bool`, versions 1+, default `false`.
    pub is_migrating_zk_broker: bool,
    /// `[]uuid`, versions 2+, ignorable.
    pub log_dirs: Vec<Uuid>,
    /// `int64`, versions 3+, ignorable, default `-1`.
    pub previous_broker_epoch: i64,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for BrokerRegistrationRequest {
    fn default() -> Self {
        Self {
            broker_id: 0,
            cluster_id: Str::EMPTY,
            incarnation_id: Uuid::ZERO,
            listeners: Vec::new(),
            features: Vec::new(),
            rack: Some(Str::EMPTY),
            is_migrating_zk_broker: false,
            log_dirs: Vec::new(),
            previous_broker_epoch: -1,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for BrokerRegistrationRequest {
    const SIZE_MIN: usize = 24;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            broker_id: Field::read(d, v)?,
            cluster_id: Field::read(d, v)?,
            incarnation_id: Field::read(d, v)?,
            listeners: Field::read(d, v)?,
            features: Field::read(d, v)?,
            rack: Field::read(d, v)?,
            is_migrating_zk_broker: if v >= 1 { Field::read(d, v)? } else { false },
            log_dirs: if v >= 2 { Field::read(d, v)? } else { Vec::new() },
            previous_broker_epoch: if v >= 3 { Field::read(d, v)? } else { -1 },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.broker_id.write(e, v)?;
        self.cluster_id.write(e, v)?;
        self.incarnation_id.write(e, v)?;
        self.listeners.write(e, v)?;
        self.features.write(e, v)?;
        self.rack.write(e, v)?;
        if v >= 1 {
            self.is_migrating_zk_broker.write(e, v)?;
        } else {
            only_if(!self.is_migrating_zk_broker, "BrokerRegistrationRequest.IsMigratingZkBroker", v)?;
        }
        if v >= 2 {
            self.log_dirs.write(e, v)?;
        }
        if v >= 3 {
            self.previous_broker_epoch.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`BrokerRegistrationRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listener {
    /// `string`, versions 0+.
    pub name: Str,
    /// `string`, versions 0+.
    pub host: Str,
    /// `uint16`, versions 0+.
    pub port: u16,
    /// `int16`, versions 0+.
    pub security_protocol: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Listener {
    const SIZE_MIN: usize = 6;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            host: Field::read(d, v)?,
            port: Field::read(d, v)?,
            security_protocol: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.host.write(e, v)?;
        self.port.write(e, v)?;
        self.security_protocol.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`BrokerRegistrationRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Feature {
    /// `string`, versions 0+.
    pub name: Str,
    /// `int16`, versions 0+.
    pub min_supported_version: i16,
    /// `int16`, versions 0+.
    pub max_supported_version: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Feature {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            min_supported_version: Field::read(d, v)?,
            max_supported_version: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.min_supported_version.write(e, v)?;
        self.max_supported_version.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for BrokerRegistrationRequest {
    const NAME: &'static str = "BrokerRegistrationRequest";
    const API_KEY: Option<i16> = Some(62);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=4;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for BrokerRegistrationRequest {
    type Response = super::BrokerRegistrationResponse;
}
