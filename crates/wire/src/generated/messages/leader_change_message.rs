//! `LeaderChangeMessage`, versions 0 to 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `LeaderChangeMessage`, versions 0 to 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaderChangeMessage {
    /// `int16`, versions 0+.
    pub version: i16,
    /// `int32`, versions 0+.
    pub leader_id: i32,
    /// `[]Voter`, versions 0+.
    pub voters: Vec<Voter>,
    /// `[]Voter`, versions 0+.
    pub granting_voters: Vec<Voter>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for LeaderChangeMessage {
    const SIZE_MIN: usize = 8;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            version: Field::read(d, v)?,
            leader_id: Field::read(d, v)?,
            voters: Field::read(d, v)?,
            granting_voters: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.version.write(e, v)?;
        self.leader_id.write(e, v)?;
        self.voters.write(e, v)?;
        self.granting_voters.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`LeaderChangeMessage`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Voter {
    /// `int32`, versions 0+.
    pub voter_id: i32,
    /// `uuid`, versions 1+.
    pub voter_directory_id: Uuid,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Voter {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            voter_id: Field::read(d, v)?,
            voter_directory_id: if v == 1 { Field::read(d, v)? } else { Uuid::ZERO },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.voter_id.write(e, v)?;
        if v == 1 {
            self.voter_directory_id.write(e, v)?;
        } else {
            only_if(self.voter_directory_id == Uuid::ZERO, "Voter.VoterDirectoryId", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for LeaderChangeMessage {
    const NAME: &'static str = "LeaderChangeMessage";
    const API_KEY: Option<i16> = None;
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=1;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
