//! `ConsumerGroupMemberMetadataValue`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ConsumerGroupMemberMetadataValue`, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsumerGroupMemberMetadataValue {
    /// `string`, versions 0+.
    pub instance_id: Option<Str>,
    /// `string`, versions 0+.
    pub rack_id: Option<Str>,
    /// `string`, versions 0+.
    pub client_id: Str,
    /// `string`, versions 0+.
    pub client_host: Str,
    /// `[]string`, versions 0+.
    pub subscribed_topic_names: Vec<Str>,
    /// `string`, versions 0+.
    pub subscribed_topic_regex: Option<Str>,
    /// `int32`, versions 0+, default `-1`.
    pub rebalance_timeout_ms: i32,
    /// `string`, versions 0+.
    pub server_assignor: Option<Str>,
    /// `ClassicMemberMetadata`, versions 0+, tag 0.
    pub classic_member_metadata: Option<ClassicMemberMetadata>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for ConsumerGroupMemberMetadataValue {
    fn default() -> Self {
        Self {
            instance_id: Some(Str::EMPTY),
            rack_id: Some(Str::EMPTY),
            client_id: Str::EMPTY,
            client_host: Str::EMPTY,
            subscribed_topic_names: Vec::new(),
            subscribed_topic_regex: Some(Str::EMPTY),
            rebalance_timeout_ms: -1,
            server_assignor: Some(Str::EMPTY),
            classic_member_metadata: Some(ClassicMemberMetadata::default()),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for ConsumerGroupMemberMetadataValue {
    const SIZE_MIN: usize = 11;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            instance_id: Field::read(d, v)?,
            rack_id: Field::read(d, v)?,
            client_id: Field::read(d, v)?,
            client_host: Field::read(d, v)?,
            subscribed_topic_names: Field::read(d, v)?,
            subscribed_topic_regex: Field::read(d, v)?,
            rebalance_timeout_ms: Field::read(d, v)?,
            server_assignor: Field::read(d, v)?,
            classic_member_metadata: Some(ClassicMemberMetadata::default()),
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.classic_member_metadata = tags.read_nullable_struct(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.instance_id.write(e, v)?;
        self.rack_id.write(e, v)?;
        self.client_id.write(e, v)?;
        self.client_host.write(e, v)?;
        self.subscribed_topic_names.write(e, v)?;
        self.subscribed_topic_regex.write(e, v)?;
        self.rebalance_timeout_ms.write(e, v)?;
        self.server_assignor.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.classic_member_metadata != Some(ClassicMemberMetadata::default()) {
            tags.put_nullable_struct(e, 0, self.classic_member_metadata.as_ref(), v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`ConsumerGroupMemberMetadataValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClassicMemberMetadata {
    /// `int32`, versions 0+.
    pub session_timeout_ms: i32,
    /// `[]ClassicProtocol`, versions 0+.
    pub supported_protocols: Vec<ClassicProtocol>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ClassicMemberMetadata {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            session_timeout_ms: Field::read(d, v)?,
            supported_protocols: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.session_timeout_ms.write(e, v)?;
        self.supported_protocols.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ConsumerGroupMemberMetadataValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClassicProtocol {
    /// `string`, versions 0+.
    pub name: Str,
    /// `bytes`, versions 0+.
    pub metadata: Bytes,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ClassicProtocol {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            metadata: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.metadata.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ConsumerGroupMemberMetadataValue {
    const NAME: &'static str = "ConsumerGroupMemberMetadataValue";
    const API_KEY: Option<i16> = Some(5);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
