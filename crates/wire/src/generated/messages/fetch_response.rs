//! `FetchResponse`, versions 4 to 18. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `FetchResponse`, versions 4 to 18.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FetchResponse {
    /// `int32`, versions 4+, ignorable.
    pub throttle_time_ms: i32,
    /// `int16`, versions 7+, ignorable.
    pub error_code: i16,
    /// `int32`, versions 7+, default `0`.
    pub session_id: i32,
    /// `[]FetchableTopicResponse`, versions 4+.
    pub responses: Vec<FetchableTopicResponse>,
    /// `[]NodeEndpoint`, versions 16+, tag 0.
    pub node_endpoints: Vec<NodeEndpoint>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for FetchResponse {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            throttle_time_ms: Field::read(d, v)?,
            error_code: if v >= 7 { Field::read(d, v)? } else { 0 },
            session_id: if v >= 7 { Field::read(d, v)? } else { 0 },
            responses: Field::read(d, v)?,
            node_endpoints: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 if v >= 16 => this.node_endpoints = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.throttle_time_ms.write(e, v)?;
        if v >= 7 {
            self.error_code.write(e, v)?;
        }
        if v >= 7 {
            self.session_id.write(e, v)?;
        } else {
            only_if(self.session_id == 0, "FetchResponse.SessionId", v)?;
        }
        self.responses.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if !self.node_endpoints.is_empty() {
            only_if(v >= 16, "FetchResponse.NodeEndpoints", v)?;
            tags.put(e, 0, &self.node_endpoints, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`FetchResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FetchableTopicResponse {
    /// `string`, versions 4-12, ignorable.
    pub topic: Str,
    /// `uuid`, versions 13+, ignorable.
    pub topic_id: Uuid,
    /// `[]PartitionData`, versions 4+.
    pub partitions: Vec<PartitionData>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for FetchableTopicResponse {
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

/// Part of [`FetchResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionData {
    /// `int32`, versions 4+.
    pub partition_index: i32,
    /// `int16`, versions 4+.
    pub error_code: i16,
    /// `int64`, versions 4+.
    pub high_watermark: i64,
    /// `int64`, versions 4+, ignorable, default `-1`.
    pub last_stable_offset: i64,
    /// `int64`, versions 5+, ignorable, default `-1`.
    pub log_start_offset: i64,
    /// `EpochEndOffset`, versions 12+, tag 0.
    pub diverging_epoch: EpochEndOffset,
    /// `LeaderIdAndEpoch`, versions 12+, tag 1.
    pub current_leader: LeaderIdAndEpoch,
    /// `SnapshotId`, versions 12+, tag 2.
    pub snapshot_id: SnapshotId,
    /// `[]AbortedTransaction`, versions 4+, ignorable.
    pub aborted_transactions: Option<Vec<AbortedTransaction>>,
    /// `int32`, versions 11+, default `-1`.
    pub preferred_read_replica: i32,
    /// `records`, versions 4+.
    pub records: Option<Records>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for PartitionData {
    fn default() -> Self {
        Self {
            partition_index: 0,
            error_code: 0,
            high_watermark: 0,
            last_stable_offset: -1,
            log_start_offset: -1,
            diverging_epoch: EpochEndOffset::default(),
            current_leader: LeaderIdAndEpoch::default(),
            snapshot_id: SnapshotId::default(),
            aborted_transactions: Some(Vec::new()),
            preferred_read_replica: -1,
            records: None,
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for PartitionData {
    const SIZE_MIN: usize = 24;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        let mut this = Self {
            partition_index: Field::read(d, v)?,
            error_code: Field::read(d, v)?,
            high_watermark: Field::read(d, v)?,
            last_stable_offset: Field::read(d, v)?,
            log_start_offset: if v >= 5 { Field::read(d, v)? } else { -1 },
            diverging_epoch: EpochEndOffset::default(),
            current_leader: LeaderIdAndEpoch::default(),
            snapshot_id: SnapshotId::default(),
            aborted_transactions: Field::read(d, v)?,
            preferred_read_replica: if v >= 11 { Field::read(d, v)? } else { -1 },
            records: Field::read(d, v)?,
            unknown_tagged_fields: UnknownTags::default(),
        };
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {
            match tag {
                0 => this.diverging_epoch = tags.read(d, v)?,
                1 => this.current_leader = tags.read(d, v)?,
                2 => this.snapshot_id = tags.read(d, v)?,
                _ => tags.keep(d)?,
            }
        }
        this.unknown_tagged_fields = tags.finish();
        Ok(this)
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.error_code.write(e, v)?;
        self.high_watermark.write(e, v)?;
        self.last_stable_offset.write(e, v)?;
        if v >= 5 {
            self.log_start_offset.write(e, v)?;
        }
        self.aborted_transactions.write(e, v)?;
        if v >= 11 {
            self.preferred_read_replica.write(e, v)?;
        } else {
            only_if(self.preferred_read_replica == -1, "PartitionData.PreferredReadReplica", v)?;
        }
        self.records.write(e, v)?;
        let mut tags = e.tags(&self.unknown_tagged_fields)?;
        if self.diverging_epoch != EpochEndOffset::default() {
            only_if(v >= 12, "PartitionData.DivergingEpoch", v)?;
            tags.put(e, 0, &self.diverging_epoch, v)?;
        }
        if self.current_leader != LeaderIdAndEpoch::default() {
            only_if(v >= 12, "PartitionData.CurrentLeader", v)?;
            tags.put(e, 1, &self.current_leader, v)?;
        }
        if self.snapshot_id != SnapshotId::default() {
            only_if(v >= 12, "PartitionData.SnapshotId", v)?;
            tags.put(e, 2, &self.snapshot_id, v)?;
        }
        tags.finish(e)?;
        Ok(())
    }
}

/// Part of [`FetchResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct EpochEndOffset {
    /// `int32`, versions 12+, default `-1`.
    pub epoch: i32,
    /// `int64`, versions 12+, default `-1`.
    pub end_offset: i64,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for EpochEndOffset {
    fn default() -> Self {
        Self { epoch: -1, end_offset: -1, unknown_tagged_fields: UnknownTags::default() }
    }
}

impl Field for EpochEndOffset {
    const SIZE_MIN: usize = 12;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            epoch: Field::read(d, v)?,
            end_offset: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.epoch.write(e, v)?;
        self.end_offset.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`FetchResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct LeaderIdAndEpoch {
    /// `int32`, versions 12+, default `-1`.
    pub leader_id: i32,
    /// `int32`, versions 12+, default `-1`.
    pub leader_epoch: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for LeaderIdAndEpoch {
    fn default() -> Self {
        Self { leader_id: -1, leader_epoch: -1, unknown_tagged_fields: UnknownTags::default() }
    }
}

impl Field for LeaderIdAndEpoch {
    const SIZE_MIN: usize = 8;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            leader_id: Field::read(d, v)?,
            leader_epoch: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.leader_id.write(e, v)?;
        self.leader_epoch.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`FetchResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct SnapshotId {
    /// `int64`, versions 4+, default `-1`.
    pub end_offset: i64,
    /// `int32`, versions 4+, default `-1`.
    pub epoch: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for SnapshotId {
    fn default() -> Self {
        Self { end_offset: -1, epoch: -1, unknown_tagged_fields: UnknownTags::default() }
    }
}

impl Field for SnapshotId {
    const SIZE_MIN: usize = 12;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            end_offset: Field::read(d, v)?,
            epoch: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.end_offset.write(e, v)?;
        self.epoch.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`FetchResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AbortedTransaction {
    /// `int64`, versions 4+.
    pub producer_id: i64,
    /// `int64`, versions 4+.
    pub first_offset: i64,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for AbortedTransaction {
    const SIZE_MIN: usize = 16;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            producer_id: Field::read(d, v)?,
            first_offset: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.producer_id.write(e, v)?;
        self.first_offset.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`FetchResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NodeEndpoint {
    /// `int32`, versions 16+.
    pub node_id: i32,
    /// `string`, versions 16+.
    pub host: Str,
    /// `int32`, versions 16+.
    pub port: i32,
    /// `string`, versions 16+, default `null`.
    pub rack: Option<Str>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for NodeEndpoint {
    const SIZE_MIN: usize = 10;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            node_id: Field::read(d, v)?,
            host: Field::read(d, v)?,
            port: Field::read(d, v)?,
            rack: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.node_id.write(e, v)?;
        self.host.write(e, v)?;
        self.port.write(e, v)?;
        self.rack.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for FetchResponse {
    const NAME: &'static str = "FetchResponse";
    const API_KEY: Option<i16> = Some(1);
    const VALID_VERSIONS: RangeInclusive<i16> = 4..=18;
    const FLEXIBLE_FROM: Option<i16> = Some(12);
}
