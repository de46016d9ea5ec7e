//! `FetchRequest`, versions 4 to 18. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `FetchRequest`, versions 4 to 18.
#[derive(Debug, Clone, PartialEq)]
pub struct FetchRequest {
    /// `string`, versions 12+, tag 0, ignorable, default `null`.
    pub cluster_id: Option<Str>,
    /// `int32`, versions 4-14, default `-1`.
    pub replica_id: i32,
    /// `ReplicaState`, versions 15+, tag 1.
    pub replica_state: ReplicaState,
    /// `int32`, versions 4+.
    pub max_wait_ms: i32,
    /// `int32`, versions 4+.
    pub min_bytes: i32,
    /// `int32`, versions 4+, ignorable, default `0x7fffffff`.
    pub max_bytes: i32,
    /// `int8`, versions 4+, ignorable, default `0`.
    pub isolation_level: i8,
    /// `int32`, versions 7+, ignorable, default `0`.
    pub session_id: i32,
    /// `int32`, versions 7+, ignorable, default `-1`.
    pub session_epoch: i32,
    /// `[]FetchTopic`, versions 4+.
    pub topics: Vec<FetchTopic>,
    /// `[]ForgottenTopic`, versions 7+.
    pub forgotten_topics_data: Vec<ForgottenTopic>,
    /// `string`, versions 11+, ignorable.
    pub rack_id: Str,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for FetchRequest {
    fn default() -> Self {
        Self {
            cluster_id: None,
            replica_id: -1,
            replica_state: ReplicaState::default(),
            max_wait_ms: 0,
            min_bytes: 0,
            max_bytes: 2_147_483_647,
            isolation_level: 0,
            session_id: 0,
            session_epoch: -1,
            topics: Vec::new(),
            forgotten_topics_data: Vec::new(),
            rack_id: Str::EMPTY,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for FetchRequest {
    const SIZE_MIN: usize = 14;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            cluster_id: None,
            replica_id: if v <= 14 { Field::read(d, v)? } else { -1 },
            replica_state: ReplicaState::default(),
            max_wait_ms: Field::read(d, v)?,
            min_bytes: Field::read(d, v)?,
            max_bytes: Field::read(d, v)?,
            isolation_level: Field::read(d, v)?,
            session_id: if v >= 7 { Field::read(d, v)? } else { 0 },
            session_epoch: if v >= 7 { Field::read(d, v)? } else { -1 },
            topics: Field::read(d, v)?,
            forgotten_topics_data: if v >= 7 { Field::read(d, v)? } else { Vec::new() },
            rack_id: if v >= 11 { Field::read(d, v)? } else { Str::EMPTY },
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.cluster_id = tags.read(d, v)?,
                1 if v >= 15 => this.replica_state = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v <= 14 {
            self.replica_id.write(e, v)?;
        } else {
            only_if(self.replica_id == -1, "FetchRequest.ReplicaId", v)?;
        }
        self.max_wait_ms.write(e, v)?;
        self.min_bytes.write(e, v)?;
        self.max_bytes.write(e, v)?;
        self.isolation_level.write(e, v)?;
        if v >= 7 {
            self.session_id.write(e, v)?;
        }
        if v >= 7 {
            self.session_epoch.write(e, v)?;
        }
        self.topics.write(e, v)?;
        if v >= 7 {
            self.forgotten_topics_data.write(e, v)?;
        } else {
            only_if(self.forgotten_topics_data.is_empty(), "FetchRequest.ForgottenTopicsData", v)?;
        }
        if v >= 11 {
            self.rack_id.write(e, v)?;
        }
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if v >= 12 && self.cluster_id.is_some() {
            tags.put(e, 0, &self.cluster_id, v)?;
        }
        if self.replica_state != ReplicaState::default() {
            only_if(v >= 15, "FetchRequest.ReplicaState", v)?;
            tags.put(e, 1, &self.replica_state, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`FetchRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicaState {
    /// `int32`, versions 15+, default `-1`.
    pub replica_id: i32,
    /// `int64`, versions 15+, default `-1`.
    pub replica_epoch: i64,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for ReplicaState {
    fn default() -> Self {
        Self { replica_id: -1, replica_epoch: -1, unknown_tagged_fields: UnknownTags::default() }
    }
}

impl Field for ReplicaState {
    const SIZE_MIN: usize = 12;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            replica_id: Field::read(d, v)?,
            replica_epoch: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.replica_id.write(e, v)?;
        self.replica_epoch.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`FetchRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FetchTopic {
    /// `string`, versions 4-12, ignorable.
    pub topic: Str,
    /// `uuid`, versions 13+, ignorable.
    pub topic_id: Uuid,
    /// `[]FetchPartition`, versions 4+.
    pub partitions: Vec<FetchPartition>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for FetchTopic {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topic: if v <= 12 { Field::read(d, v)? } else { Str::EMPTY },
            topic_id: if v >= 13 { Field::read(d, v)? } else { Uuid::ZERO },
            partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v <= 12 {
            self.topic.write(e, v)?;
        }
        if v >= 13 {
            self.topic_id.write(e, v)?;
        }
        self.partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`FetchRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct FetchPartition {
    /// `int32`, versions 4+.
    pub partition: i32,
    /// `int32`, versions 9+, ignorable, default `-1`.
    pub current_leader_epoch: i32,
    /// `int64`, versions 4+.
    pub fetch_offset: i64,
    /// `int32`, versions 12+, default `-1`.
    pub last_fetched_epoch: i32,
    /// `int64`, versions 5+, ignorable, default `-1`.
    pub log_start_offset: i64,
    /// `int32`, versions 4+.
    pub partition_max_bytes: i32,
    /// `uuid`, versions 17+, tag 0, ignorable.
    pub replica_directory_id: Uuid,
    /// `int64`, versions 18+, tag 1, ignorable, default `9223372036854775807`.
    pub high_watermark: i64,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for FetchPartition {
    fn default() -> Self {
        Self {
            partition: 0,
            current_leader_epoch: -1,
            fetch_offset: 0,
            last_fetched_epoch: -1,
            log_start_offset: -1,
            partition_max_bytes: 0,
            replica_directory_id: Uuid::ZERO,
            high_watermark: 9_223_372_036_854_775_807,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for FetchPartition {
    const SIZE_MIN: usize = 16;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            partition: Field::read(d, v)?,
            current_leader_epoch: if v >= 9 { Field::read(d, v)? } else { -1 },
            fetch_offset: Field::read(d, v)?,
            last_fetched_epoch: if v >= 12 { Field::read(d, v)? } else { -1 },
            log_start_offset: if v >= 5 { Field::read(d, v)? } else { -1 },
            partition_max_bytes: Field::read(d, v)?,
            replica_directory_id: Uuid::ZERO,
            high_watermark: 9_223_372_036_854_775_807,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 if v >= 17 => this.replica_directory_id = tags.read(d, v)?,
                1 if v == 18 => this.high_watermark = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition.write(e, v)?;
        if v >= 9 {
            self.current_leader_epoch.write(e, v)?;
        }
        self.fetch_offset.write(e, v)?;
        if v >= 12 {
            self.last_fetched_epoch.write(e, v)?;
        } else {
            only_if(self.last_fetched_epoch == -1, "FetchPartition.LastFetchedEpoch", v)?;
        }
        if v >= 5 {
            self.log_start_offset.write(e, v)?;
        }
        self.partition_max_bytes.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if v >= 17 && self.replica_directory_id != Uuid::ZERO {
            tags.put(e, 0, &self.replica_directory_id, v)?;
        }
        if v == 18 && self.high_watermark != 9_223_372_036_854_775_807 {
            tags.put(e, 1, &self.high_watermark, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`FetchRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ForgottenTopic {
    /// `string`, versions 7-12, ignorable.
    pub topic: Str,
    /// `uuid`, versions 13+, ignorable.
    pub topic_id: Uuid,
    /// `[]int32`, versions 7+.
    pub partitions: Vec<i32>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ForgottenTopic {
    const SIZE_MIN: usize = 1;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topic: if v <= 12 { Field::read(d, v)? } else { Str::EMPTY },
            topic_id: if v >= 13 { Field::read(d, v)? } else { Uuid::ZERO },
            partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        if v <= 12 {
            self.topic.write(e, v)?;
        }
        if v >= 13 {
            self.topic_id.write(e, v)?;
        }
        self.partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for FetchRequest {
    const NAME: &'static str = "FetchRequest";
    const API_KEY: Option<i16> = Some(1);
    const VALID_VERSIONS: RangeInclusive<i16> = 4..=18;
    const FLEXIBLE_FROM: Option<i16> = Some(12);
}

impl Request for FetchRequest {
    type Response = super::FetchResponse;
}
