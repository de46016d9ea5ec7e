//! `FindCoordinatorResponse`, versions 0 to 6. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `FindCoordinatorResponse`, versions 0 to 6.
#[derive(Debug, Clone, PartialEq)]
pub struct FindCoordinatorResponse {
    /// `int32`, versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// `int16`, versions 0-3.
    pub error_code: i16,
    /// `string`, versions 1-3, ignorable.
    pub error_message: Option<Str>,
    /// `int32`, versions 0-3.
    pub node_id: i32,
    /// `string`, versions 0-3.
    pub host: Str,
    /// `int32`, versions 0-3.
    pub port: i32,
    /// `[]Coordinator`, versions 4+.
    pub coordinators: Vec<Coordinator>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for FindCoordinatorResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            error_message: Some(Str::EMPTY),
            node_id: 0,
            host: Str::EMPTY,
            port: 0,
            coordinators: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for FindCoordinatorResponse {
    const SIZE_MIN: usize = 0;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            throttle_time_ms: if v >= 1 { Field::read(d, v)? } else { 0 },
            error_code: if v <= 3 { Field::read(d, v)? } else { 0 },
            error_message: if (1..=3).contains(&v) { Field::read(d, v)? } else { Some(Str::EMPTY) },
            node_id: if v <= 3 { Field::read(d, v)? } else { 0 },
            host: if v <= 3 { Field::read(d, v)? } else { Str::EMPTY },
            port: if v <= 3 { Field::read(d, v)? } else { 0 },
            coordinators: if v >= 4 { Field::read(d, v)? } else { Vec::new() },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v >= 1 {
            self.throttle_time_ms.write(e, v)?;
        }
        if v <= 3 {
            self.error_code.write(e, v)?;
        } else {
            only_if(self.error_code == 0, "FindCoordinatorResponse.ErrorCode", v)?;
        }
        if (1..=3).contains(&v) {
            self.error_message.write(e, v)?;
        }
        if v <= 3 {
            self.node_id.write(e, v)?;
        } else {
            only_if(self.node_id == 0, "FindCoordinatorResponse.NodeId", v)?;
        }
        if v <= 3 {
            self.host.write(e, v)?;
        } else {
            only_if(self.host.is_empty(), "FindCoordinatorResponse.Host", v)?;
        }
        if v <= 3 {
            self.port.write(e, v)?;
        } else {
            only_if(self.port == 0, "FindCoordinatorResponse.Port", v)?;
        }
        if v >= 4 {
            self.coordinators.write(e, v)?;
        } else {
            only_if(self.coordinators.is_empty(), "FindCoordinatorResponse.Coordinators", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`FindCoordinatorResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct Coordinator {
    /// `string`, versions 4+.
    pub key: Str,
    /// `int32`, versions 4+.
    pub node_id: i32,
    /// `string`, versions 4+.
    pub host: Str,
    /// `int32`, versions 4+.
    pub port: i32,
    /// `int16`, versions 4+.
    pub error_code: i16,
    /// `string`, versions 4+, ignorable.
    pub error_message: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for Coordinator {
    fn default() -> Self {
        Self {
            key: Str::EMPTY,
            node_id: 0,
            host: Str::EMPTY,
            port: 0,
            error_code: 0,
            error_message: Some(Str::EMPTY),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for Coordinator {
    const SIZE_MIN: usize = 13;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            key: Field::read(d, v)?,
            node_id: Field::read(d, v)?,
            host: Field::read(d, v)?,
            port: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            error_message: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.key.write(e, v)?;
        self.node_id.write(e, v)?;
        self.host.write(e, v)?;
        self.port.write(e, v)?;
        self.error_code.write(e, v)?;
        self.error_message.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for FindCoordinatorResponse {
    const NAME: &'static str = "FindCoordinatorResponse";
    const API_KEY: Option<i16> = Some(10);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=6;
    const FLEXIBLE_FROM: Option<i16> = Some(3);
}
