//! `AddRaftVoterRequest`, versions 0 to 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `AddRaftVoterRequest`, versions 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct AddRaftVoterRequest {
    /// `string`, versions 0+.
    pub cluster_id: Option<Str>,
    /// `int32`, versions 0+.
    pub timeout_ms: i32,
    /// `int32`, versions 0+.
    pub voter_id: i32,
    /// `uuid`, versions 0+.
    pub voter_directory_id: Uuid,
    /// `[]Listener`, versions 0+.
    pub listeners: Vec<Listener>,
    /// `bool`, versions 1+, default `true`.
    pub ack_when_committed: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for AddRaftVoterRequest {
    fn default() -> Self {
        Self {
            cluster_id: Some(Str::EMPTY),
            timeout_ms: 0,
            voter_id: 0,
            voter_directory_id: Uuid::ZERO,
            listeners: Vec::new(),
            ack_when_committed: true,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for AddRaftVoterRequest {
    const SIZE_MIN: usize = 26;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            cluster_id: Field::read(d, v)?,
            timeout_ms: Field::read(d, v)?,
            voter_id: Field::read(d, v)?,
            voter_directory_id: Field::read(d, v)?,
            listeners: Field::read(d, v)?,
            ack_when_committed: if v == 1 { Field::read(d, v)? } else { true },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.cluster_id.write(e, v)?;
        self.timeout_ms.write(e, v)?;
        self.voter_id.write(e, v)?;
        self.voter_directory_id.write(e, v)?;
        self.listeners.write(e, v)?;
        if v == 1 {
            self.ack_when_committed.write(e, v)?;
        } else {
            only_if(self.ack_when_committed, "AddRaftVoterRequest.AckWhenCommitted", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`AddRaftVoterRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listener {
    /// `string`, versions 0+.
    pub name: Str,
    /// `string`, versions 0+.
    pub host: Str,
    /// `uint16`, versions 0+.
    pub port: u16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Listener {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            host: Field::read(d, v)?,
            port: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.host.write(e, v)?;
        self.port.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for AddRaftVoterRequest {
    const NAME: &'static str = "AddRaftVoterRequest";
    const API_KEY: Option<i16> = Some(80);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for AddRaftVoterRequest {
    type Response = super::AddRaftVoterResponse;
}
