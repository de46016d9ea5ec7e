//! `UpdateRaftVoterRequest`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `UpdateRaftVoterRequest`, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateRaftVoterRequest {
    /// `string`, versions 0+.
    pub cluster_id: Option<Str>,
    /// `int32`, versions 0+.
    pub current_leader_epoch: i32,
    /// `int32`, versions 0+.
    pub voter_id: i32,
    /// `uuid`, versions 0+.
    pub voter_directory_id: Uuid,
    /// `[]Listener`, versions 0+.
    pub listeners: Vec<Listener>,
    /// `KRaftVersionFeature`, versions 0+.
    pub k_raft_version_feature: KRaftVersionFeature,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for UpdateRaftVoterRequest {
    fn default() -> Self {
        Self {
            cluster_id: Some(Str::EMPTY),
            current_leader_epoch: 0,
            voter_id: 0,
            voter_directory_id: Uuid::ZERO,
            listeners: Vec::new(),
            k_raft_version_feature: KRaftVersionFeature::default(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for UpdateRaftVoterRequest {
    const SIZE_MIN: usize = 26 + KRaftVersionFeature::SIZE_MIN;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            cluster_id: Field::read(d, v)?,
            current_leader_epoch: Field::read(d, v)?,
            voter_id: Field::read(d, v)?,
            voter_directory_id: Field::read(d, v)?,
            listeners: Field::read(d, v)?,
            k_raft_version_feature: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.cluster_id.write(e, v)?;
        self.current_leader_epoch.write(e, v)?;
        self.voter_id.write(e, v)?;
        self.voter_directory_id.write(e, v)?;
        self.listeners.write(e, v)?;
        self.k_raft_version_feature.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`UpdateRaftVoterRequest`].
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

/// Part of [`UpdateRaftVoterRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KRaftVersionFeature {
    /// `int16`, versions 0+.
    pub min_supported_version: i16,
    /// `int16`, versions 0+.
    pub max_supported_version: i16,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for KRaftVersionFeature {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            min_supported_version: Field::read(d, v)?,
            max_supported_version: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.min_supported_version.write(e, v)?;
        self.max_supported_version.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for UpdateRaftVoterRequest {
    const NAME: &'static str = "UpdateRaftVoterRequest";
    const API_KEY: Option<i16> = Some(82);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}

impl Request for UpdateRaftVoterRequest {
    type Response = super::UpdateRaftVoterResponse;
}
