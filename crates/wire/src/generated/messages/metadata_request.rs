//! `MetadataRequest`, versions 0 to 13. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `MetadataRequest`, versions 0 to 13.
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataRequest {
    /// `[]MetadataRequestTopic`, versions 0+, nullable 1+.
    pub topics: Option<Vec<MetadataRequestTopic>>,
    /// `bool`, versions 4+, default `true`.
    pub allow_auto_topic_creation: bool,
    /// `bool`, versions 8-10.
    pub include_cluster_authorized_operations: bool,
    /// `bool`, versions 8+.
    pub include_topic_authorized_operations: bool,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for MetadataRequest {
    fn default() -> Self {
        Self {
            topics: Some(Vec::new()),
            allow_auto_topic_creation: true,
            include_cluster_authorized_operations: false,
            include_topic_authorized_operations: false,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for MetadataRequest {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topics: if v >= 1 { Field::read(d, v)? } else { Some(Field::read(d, v)?) },
            allow_auto_topic_creation: if v >= 4 { Field::read(d, v)? } else { true },
            include_cluster_authorized_operations: if (8..=10).contains(&v) {
                Field::read(d, v)?
            } else {
                false
            },
            include_topic_authorized_operations: if v >= 8 { Field::read(d, v)? } else { false },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v >= 1 {
            self.topics.write(e, v)?;
        } else {
            e.not_null(self.topics.as_ref(), "MetadataRequest.Topics", v)?;
        }
        if v >= 4 {
            self.allow_auto_topic_creation.write(e, v)?;
        } else {
            only_if(self.allow_auto_topic_creation, "MetadataRequest.AllowAutoTopicCreation", v)?;
        }
        if (8..=10).contains(&v) {
            self.include_cluster_authorized_operations.write(e, v)?;
        } else {
            only_if(
                !self.include_cluster_authorized_operations,
                "MetadataRequest.IncludeClusterAuthorizedOperations",
                v,
            )?;
        }
        if v >= 8 {
            self.include_topic_authorized_operations.write(e, v)?;
        } else {
            only_if(
                !self.include_topic_authorized_operations,
                "MetadataRequest.IncludeTopicAuthorizedOperations",
                v,
            )?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`MetadataRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataRequestTopic {
    /// `uuid`, versions 10+, ignorable.
    pub topic_id: Uuid,
    /// `string`, versions 0+, nullable 10+.
    pub name: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for MetadataRequestTopic {
    fn default() -> Self {
        Self { topic_id: Uuid::ZERO, name: Some(Str::EMPTY), unknown_tagged_fields: UnknownTags::default() }
    }
}

impl Field for MetadataRequestTopic {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topic_id: if v >= 10 { Field::read(d, v)? } else { Uuid::ZERO },
            name: if v >= 10 { Field::read(d, v)? } else { Some(Field::read(d, v)?) },
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v >= 10 {
            self.topic_id.write(e, v)?;
        }
        if v >= 10 {
            self.name.write(e, v)?;
        } else {
            e.not_null(self.name.as_ref(), "MetadataRequestTopic.Name", v)?;
        }
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for MetadataRequest {
    const NAME: &'static str = "MetadataRequest";
    const API_KEY: Option<i16> = Some(3);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=13;
    const FLEXIBLE_FROM: Option<i16> = Some(9);
}

impl Request for MetadataRequest {
    type Response = super::MetadataResponse;
}
