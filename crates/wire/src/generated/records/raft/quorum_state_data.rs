//! `QuorumStateData`, versions 0 to 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `QuorumStateData`, versions 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct QuorumStateData {
    /// `string`, versions 0.
    pub cluster_id: Str,
    /// `int32`, versions 0+, default `-1`.
    pub leader_id: i32,
    /// `int32`, versions 0+, default `-1`.
    pub leader_epoch: i32,
    /// `int32`, versions 0+, default `-1`.
    pub voted_id: i32,
    /// `uuid`, versions 1+.
    pub voted_directory_id: Uuid,
    /// `int64`, versions 0.
    pub applied_offset: i64,
    /// `[]Voter`, versions 0.
    pub current_voters: Option<Vec<Voter>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for QuorumStateData {
    fn default() -> Self {
        Self {
            cluster_id: Str::EMPTY,
            leader_id: -1,
            leader_epoch: -1,
            voted_id: -1,
            voted_directory_id: Uuid::ZERO,
            applied_offset: 0,
            current_voters: Some(Vec::new()),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for QuorumStateData {
    const SIZE_MIN: usize = 12;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            cluster_id: if v == 0 { Field::read(d, v)? } else { Str::EMPTY },
            leader_id: Field::read(d, v)?,
            leader_epoch: Field::read(d, v)?,
            voted_id: Field::read(d, v)?,
            voted_directory_id: if v == 1 { Field::read(d, v)? } else { Uuid::ZERO },
            applied_offset: if v == 0 { Field::read(d, v)? } else { 0 },
            current_voters: if v == 0 { Field::read(d, v)? } else { Some(Vec::new()) },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v == 0 {
            self.cluster_id.write(e, v)?;
        } else {
            only_if(self.cluster_id.is_empty(), "QuorumStateData.ClusterId", v)?;
        }
        self.leader_id.write(e, v)?;
        self.leader_epoch.write(e, v)?;
        self.voted_id.write(e, v)?;
        if v == 1 {
            self.voted_directory_id.write(e, v)?;
        } else {
            only_if(self.voted_directory_id == Uuid::ZERO, "QuorumStateData.VotedDirectoryId", v)?;
        }
        if v == 0 {
            self.applied_offset.write(e, v)?;
        } else {
            only_if(self.applied_offset == 0, "QuorumStateData.AppliedOffset", v)?;
        }
        if v == 0 {
            self.current_voters.write(e, v)?;
        } else {
            only_if(
                self.current_voters.as_ref().is_some_and(Vec::is_empty),
                "QuorumStateData.CurrentVoters",
                v,
            )?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`QuorumStateData`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Voter {
    /// `int32`, versions 0.
    pub voter_id: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Voter {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { voter_id: Field::read(d, v)?, unknown_tagged_fields: d.unknown_tags()? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.voter_id.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for QuorumStateData {
    const NAME: &'static str = "QuorumStateData";
    const API_KEY: Option<i16> = None;
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
