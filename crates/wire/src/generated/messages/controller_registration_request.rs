//! `ControllerRegistrationRequest`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ControllerRegistrationRequest`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ControllerRegistrationRequest {
    /// `int32`, versions 0+.
    pub controller_id: i32,
    /// `uuid`, versions 0+.
    pub incarnation_id: Uuid,
    /// `bool`, versions 0+.
    pub zk_migration_ready: bool,
    /// `[]Listener`, versions 0+.
    pub listeners: Vec<Listener>,
    /// `[]Feature`, versions 0+.
    pub features: Vec<Feature>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ControllerRegistrationRequest {
    const SIZE_MIN: usize = 23;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            controller_id: Field::read(d, v)?,
            incarnation_id: Field::read(d, v)?,
            zk_migration_ready: Field::read(d, v)?,
            listeners: Field::read(d, v)?,
            features: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.controller_id.write(e, v)?;
        self.incarnation_id.write(e, v)?;
        self.zk_migration_ready.write(e, v)?;
        self.listeners.write(e, v)?;
        self.features.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ControllerRegistrationRequest`].
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

/// Part of [`ControllerRegistrationRequest`].
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

impl Message for ControllerRegistrationRequest {
    const NAME: &'static str = "ControllerRegistrationRequest";
    const API_KEY: Option<i16> = Some(70);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for ControllerRegistrationRequest {
    type Response = super::ControllerRegistrationResponse;
}
