//! `StreamsGroupTopologyValue`, versions 0. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `StreamsGroupTopologyValue`, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupTopologyValue {
    /// `int32`, versions 0+.
    pub epoch: i32,
    /// `[]Subtopology`, versions 0+.
    pub subtopologies: Vec<Subtopology>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for StreamsGroupTopologyValue {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            epoch: Field::read(d, v)?,
            subtopologies: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.epoch.write(e, v)?;
        self.subtopologies.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupTopologyValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subtopology {
    /// `string`, versions 0+.
    pub subtopology_id: Str,
    /// `[]string`, versions 0+.
    pub source_topics: Vec<Str>,
    /// `[]string`, versions 0+.
    pub source_topic_regex: Vec<Str>,
    /// `[]TopicInfo`, versions 0+.
    pub state_changelog_topics: Vec<TopicInfo>,
    /// `[]string`, versions 0+.
    pub repartition_sink_topics: Vec<Str>,
    /// `[]TopicInfo`, versions 0+.
    pub repartition_source_topics: Vec<TopicInfo>,
    /// `[]CopartitionGroup`, versions 0+.
    pub copartition_groups: Vec<CopartitionGroup>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for Subtopology {
    const SIZE_MIN: usize = 7;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            subtopology_id: Field::read(d, v)?,
            source_topics: Field::read(d, v)?,
            source_topic_regex: Field::read(d, v)?,
            state_changelog_topics: Field::read(d, v)?,
            repartition_sink_topics: Field::read(d, v)?,
            repartition_source_topics: Field::read(d, v)?,
            copartition_groups: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.subtopology_id.write(e, v)?;
        self.source_topics.write(e, v)?;
        self.source_topic_regex.write(e, v)?;
        self.state_changelog_topics.write(e, v)?;
        self.repartition_sink_topics.write(e, v)?;
        self.repartition_source_topics.write(e, v)?;
        self.copartition_groups.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupTopologyValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CopartitionGroup {
    /// `[]int16`, versions 0+.
    pub source_topics: Vec<i16>,
    /// `[]int16`, versions 0+.
    pub source_topic_regex: Vec<i16>,
    /// `[]int16`, versions 0+.
    pub repartition_source_topics: Vec<i16>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for CopartitionGroup {
    const SIZE_MIN: usize = 3;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            source_topics: Field::read(d, v)?,
            source_topic_regex: Field::read(d, v)?,
            repartition_source_topics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.source_topics.write(e, v)?;
        self.source_topic_regex.write(e, v)?;
        self.repartition_source_topics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`StreamsGroupTopologyValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicConfig {
    /// `string`, versions 0+.
    pub key: Str,
    /// `string`, versions 0+.
    pub value: Str,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TopicConfig {
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

/// Part of [`StreamsGroupTopologyValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicInfo {
    /// `string`, versions 0+.
    pub name: Str,
    /// `int32`, versions 0+.
    pub partitions: i32,
    /// `int16`, versions 0+.
    pub replication_factor: i16,
    /// `[]TopicConfig`, versions 0+.
    pub topic_configs: Vec<TopicConfig>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TopicInfo {
    const SIZE_MIN: usize = 8;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            name: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            replication_factor: Field::read(d, v)?,
            topic_configs: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.name.write(e, v)?;
        self.partitions.write(e, v)?;
        self.replication_factor.write(e, v)?;
        self.topic_configs.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for StreamsGroupTopologyValue {
    const NAME: &'static str = "StreamsGroupTopologyValue";
    const API_KEY: Option<i16> = Some(23);
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=0;
    const FLEXIBLE_FROM: Option<i16> = Some(0);
}
