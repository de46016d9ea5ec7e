//! `OffsetFetchRequest`, versions 1 to 10. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `OffsetFetchRequest`, versions 1 to 10.
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetFetchRequest {
    /// `string`, versions 1-7.
    pub group_id: Str,
    /// `[]OffsetFetchRequestTopic`, versions 1-7, nullable 2-7.
    pub topics: Option<Vec<OffsetFetchRequestTopic>>,
    /// `[]OffsetFetchRequestGroup`, versions 8+.
    pub groups: Vec<OffsetFetchRequestGroup>,
    /// `bool`, versions 7+, default `false`.
    pub require_stable: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for OffsetFetchRequest {
    fn default() -> Self {
        Self {
            group_id: Str::EMPTY,
            topics: Some(Vec::new()),
            groups: Vec::new(),
            require_stable: false,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for OffsetFetchRequest {
    const SIZE_MIN: usize = 0;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_id: if v <= 7 { Field::read(d, v)? } else { Str::EMPTY },
            topics: if v <= 7 {
                if v >= 2 { Field::read(d, v)? } else { Some(Field::read(d, v)?) }
            } else {
                Some(Vec::new())
            },
            groups: if v >= 8 { Field::read(d, v)? } else { Vec::new() },
            require_stable: if v >= 7 { Field::read(d, v)? } else { false },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v <= 7 {
            self.group_id.write(e, v)?;
        } else {
            only_if(self.group_id.is_empty(), "OffsetFetchRequest.GroupId", v)?;
        }
        if v <= 7 {
            if v >= 2 {
                self.topics.write(e, v)?;
            } else {
                e.not_null(self.topics.as_ref(), "OffsetFetchRequest.Topics", v)?;
            }
        } else {
            only_if(self.topics.as_ref().is_some_and(Vec::is_empty), "OffsetFetchRequest.Topics", v)?;
        }
        if v >= 8 {
            self.groups.write(e, v)?;
        } else {
            only_if(self.groups.is_empty(), "OffsetFetchRequest.Groups", v)?;
        }
        if v >= 7 {
            self.require_stable.write(e, v)?;
        } else {
            only_if(!self.require_stable, "OffsetFetchRequest.RequireStable", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`OffsetFetchRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchRequestTopic {
    /// `string`, versions 1-7.
    pub name: Str,
    /// `[]int32`, versions 1-7.
    pub partition_indexes: Vec<i32>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for OffsetFetchRequestTopic {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            partition_indexes: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.partition_indexes.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`OffsetFetchRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetFetchRequestGroup {
    /// `string`, versions 8+.
    pub group_id: Str,
    /// `string`, versions 9+, ignorable, default `null`.
    pub member_id: Option<Str>,
    /// `int32`, versions 9+, ignorable, default `-1`.
    pub member_epoch: i32,
    /// `[]OffsetFetchRequestTopics`, versions 8+.
    pub topics: Option<Vec<OffsetFetchRequestTopics>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for OffsetFetchRequestGroup {
    fn default() -> Self {
        Self {
            group_id: Str::EMPTY,
            member_id: None,
            member_epoch: -1,
            topics: Some(Vec::new()),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for OffsetFetchRequestGroup {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_id: Field::read(d, v)?,
            member_id: if v >= 9 { Field::read(d, v)? } else { None },
            member_epoch: if v >= 9 { Field::read(d, v)? } else { -1 },
            topics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        if v >= 9 {
            self.member_id.write(e, v)?;
        }
        if v >= 9 {
            self.member_epoch.write(e, v)?;
        }
        self.topics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`OffsetFetchRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchRequestTopics {
    /// `string`, versions 8-9, ignorable.
    pub name: Str,
    /// `uuid`, versions 10+, ignorable.
    pub topic_id: Uuid,
    /// `[]int32`, versions 8+.
    pub partition_indexes: Vec<i32>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for OffsetFetchRequestTopics {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: if v <= 9 { Field::read(d, v)? } else { Str::EMPTY },
            topic_id: if v == 10 { Field::read(d, v)? } else { Uuid::ZERO },
            partition_indexes: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v <= 9 {
            self.name.write(e, v)?;
        }
        if v == 10 {
            self.topic_id.write(e, v)?;
        }
        self.partition_indexes.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for OffsetFetchRequest {
    const NAME: &'static str = "OffsetFetchRequest";
    const API_KEY: Option<i16> = Some(9);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=10;
    const FLEXIBLE_FROM: Option<i16> = Some(6);
}

impl Request for OffsetFetchRequest {
    type Response = super::OffsetFetchResponse;
}
