//! `ListOffsetsRequest`, versions 1 to 11. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ListOffsetsRequest`, versions 1 to 11.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOffsetsRequest {
    /// `int32`, versions 1+.
    pub replica_id: i32,
    /// `int8`, versions 2+.
    pub isolation_level: i8,
    /// `[]ListOffsetsTopic`, versions 1+.
    pub topics: Vec<ListOffsetsTopic>,
    /// `int32`, versions 10+, ignorable.
    pub timeout_ms: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ListOffsetsRequest {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            replica_id: Field::read(d, v)?,
            isolation_level: if v >= 2 { Field::read(d, v)? } else { 0 },
            topics: Field::read(d, v)?,
            timeout_ms: if v >= 10 { Field::read(d, v)? } else { 0 },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.replica_id.write(e, v)?;
        if v >= 2 {
            self.isolation_level.write(e, v)?;
        } else {
            only_if(self.isolation_level == 0, "ListOffsetsRequest.IsolationLevel", v)?;
        }
        self.topics.write(e, v)?;
        if v >= 10 {
            self.timeout_ms.write(e, v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ListOffsetsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOffsetsTopic {
    /// `string`, versions 1+.
    pub name: Str,
    /// `[]ListOffsetsPartition`, versions 1+.
    pub partitions: Vec<ListOffsetsPartition>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ListOffsetsTopic {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ListOffsetsRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct ListOffsetsPartition {
    /// `int32`, versions 1+.
    pub partition_index: i32,
    /// `int32`, versions 4+, ignorable, default `-1`.
    pub current_leader_epoch: i32,
    /// `int64`, versions 1+.
    pub timestamp: i64,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for ListOffsetsPartition {
    fn default() -> Self {
        Self {
            partition_index: 0,
            current_leader_epoch: -1,
            timestamp: 0,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for ListOffsetsPartition {
    const SIZE_MIN: usize = 12;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            current_leader_epoch: if v >= 4 { Field::read(d, v)? } else { -1 },
            timestamp: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        if v >= 4 {
            self.current_leader_epoch.write(e, v)?;
        }
        self.timestamp.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ListOffsetsRequest {
    const NAME: &'static str = "ListOffsetsRequest";
    const API_KEY: Option<i16> = Some(2);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=11;
    const FLEXIBLE_FROM: Option<i16> = Some(6);
}

impl Request for ListOffsetsRequest {
    type Response = super::ListOffsetsResponse;
}
