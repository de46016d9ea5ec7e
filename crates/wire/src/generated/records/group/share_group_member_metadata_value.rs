//! `ShareGroupMemberMetadataValue`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ShareGroupMemberMetadataValue`, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareGroupMemberMetadataValue {
    /// `string`, versions 0+.
    pub rack_id: Option<Str>,
    /// `string`, versions 0+.
    pub client_id: Str,
    /// `string`, versions 0+.
    pub client_host: Str,
    /// `[]string`, versions 0+.
    pub subscribed_topic_names: Vec<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for ShareGroupMemberMetadataValue {
    fn default() -> Self {
        Self {
            rack_id: Some(Str::EMPTY),
            client_id: Str::EMPTY,
            client_host: Str::EMPTY,
            subscribed_topic_names: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for ShareGroupMemberMetadataValue {
    const SIZE_MIN: usize = 4;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            rack_id: Field::read(d, v)?,
            client_id: Field::read(d, v)?,
            client_host: Field::read(d, v)?,
            subscribed_topic_names: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.rack_id.write(e, v)?;
        self.client_id.write(e, v)?;
        self.client_host.write(e, v)?;
        self.subscribed_topic_names.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ShareGroupMemberMetadataValue {
    const NAME: &'static str = "ShareGroupMemberMetadataValue";
    const API_KEY: Option<i16> = Some(10);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
