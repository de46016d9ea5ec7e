//! `StreamsGroupMetadataValue`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `StreamsGroupMetadataValue`, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamsGroupMetadataValue {
    /// `int32`, versions 0+.
    pub epoch: i32,
    /// `int64`, versions 0+.
    pub metadata_hash: i64,
    /// `int32`, versions 0+, tag 0, default `-1`.
    pub validated_topology_epoch: i32,
    /// `[]LastAssignmentConfig`, versions 0+, tag 1.
    pub last_assignment_configs: Option<Vec<LastAssignmentConfig>>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for StreamsGroupMetadataValue {
    fn default() -> Self {
        Self {
            epoch: 0,
            metadata_hash: 0,
            validated_topology_epoch: -1,
            last_assignment_configs: Some(Vec::new()),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for StreamsGroupMetadataValue {
    const SIZE_MIN: usize = 12;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            epoch: Field::read(d, v)?,
            metadata_hash: Field::read(d, v)?,
            validated_topology_epoch: -1,
            last_assignment_configs: Some(Vec::new()),
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.validated_topology_epoch = tags.read(d, v)?,
                1 => this.last_assignment_configs = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.epoch.write(e, v)?;
        self.metadata_hash.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.validated_topology_epoch != -1 {
            tags.put(e, 0, &self.validated_topology_epoch, v)?;
        }
        if self.last_assignment_configs.as_ref().is_none_or(|value| !value.is_empty()) {
            tags.put(e, 1, &self.last_assignment_configs, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupMetadataValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LastAssignmentConfig {
    /// `string`, versions 0+.
    pub key: Str,
    /// `string`, versions 0+.
    pub value: Str,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for LastAssignmentConfig {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            key: Field::read(d, v)?,
            value: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.key.write(e, v)?;
        self.value.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for StreamsGroupMetadataValue {
    const NAME: &'static str = "StreamsGroupMetadataValue";
    const API_KEY: Option<i16> = Some(17);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
