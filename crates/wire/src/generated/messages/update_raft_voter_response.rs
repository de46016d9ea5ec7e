//! `UpdateRaftVoterResponse`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `UpdateRaftVoterResponse`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateRaftVoterResponse {
    /// `int32`, versions 0+.
    pub throttle_time_ms: i32,
    /// `int16`, versions 0+.
    pub error_code: i16,
    /// `CurrentLeader`, versions 0+, tag 0.
    pub current_leader: CurrentLeader,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for UpdateRaftVoterResponse {
    const SIZE_MIN: usize = 6;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            throttle_time_ms: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            current_leader: CurrentLeader::default(),
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.current_leader = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        self.error_code.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.current_leader != CurrentLeader::default() {
            tags.put(e, 0, &self.current_leader, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`UpdateRaftVoterResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct CurrentLeader {
    /// `int32`, versions 0+, default `-1`.
    pub leader_id: i32,
    /// `int32`, versions 0+, default `-1`.
    pub leader_epoch: i32,
    /// `string`, versions 0+.
    pub host: Str,
    /// `int32`, versions 0+.
    pub port: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for CurrentLeader {
    fn default() -> Self {
        Self {
            leader_id: -1,
            leader_epoch: -1,
            host: Str::EMPTY,
            port: 0,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for CurrentLeader {
    const SIZE_MIN: usize = 13;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            leader_id: Field::read(d, v)?,
            leader_epoch: Field::read(d, v)?,
            host: Field::read(d, v)?,
            port: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.leader_id.write(e, v)?;
        self.leader_epoch.write(e, v)?;
        self.host.write(e, v)?;
        self.port.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for UpdateRaftVoterResponse {
    const NAME: &'static str = "UpdateRaftVoterResponse";
    const API_KEY: Option<i16> = Some(82);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
