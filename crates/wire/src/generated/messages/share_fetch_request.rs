//! `ShareFetchRequest`, versions 1 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ShareFetchRequest`, versions 1 to 2.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareFetchRequest {
    /// `string`, versions 1+, default `null`.
    pub group_id: Option<Str>,
    /// `string`, versions 1+.
    pub member_id: Option<Str>,
    /// `int32`, versions 1+.
    pub share_session_epoch: i32,
    /// `int32`, versions 1+.
    pub max_wait_ms: i32,
    /// `int32`, versions 1+.
    pub min_bytes: i32,
    /// `int32`, versions 1+, default `0x7fffffff`.
    pub max_bytes: i32,
    /// `int32`, versions 1+.
    pub max_records: i32,
    /// `int32`, versions 1+.
    pub batch_size: i32,
    /// `int8`, versions 2+, ignorable, default `0`.
    pub share_acquire_mode: i8,
    /// `bool`, versions 2+, default `false`.
    pub is_renew_ack: bool,
    /// `[]FetchTopic`, versions 1+.
    pub topics: Vec<FetchTopic>,
    /// `[]ForgottenTopic`, versions 1+.
    pub forgotten_topics_data: Vec<ForgottenTopic>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for ShareFetchRequest {
    fn default() -> Self {
        Self {
            group_id: None,
            member_id: Some(Str::EMPTY),
            share_session_epoch: 0,
            max_wait_ms: 0,
            min_bytes: 0,
            max_bytes: 2_147_483_647,
            max_records: 0,
            batch_size: 0,
            share_acquire_mode: 0,
            is_renew_ack: false,
            topics: Vec::new(),
            forgotten_topics_data: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for ShareFetchRequest {
    const SIZE_MIN: usize = 28;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_id: Field::read(d, v)?,
            member_id: Field::read(d, v)?,
            share_session_epoch: Field::read(d, v)?,
            max_wait_ms: Field::read(d, v)?,
            min_bytes: Field::read(d, v)?,
            max_bytes: Field::read(d, v)?,
            max_records: Field::read(d, v)?,
            batch_size: Field::read(d, v)?,
            share_acquire_mode: if v == 2 { Field::read(d, v)? } else { 0 },
            is_renew_ack: if v == 2 { Field::read(d, v)? } else { false },
            topics: Field::read(d, v)?,
            forgotten_topics_data: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        self.member_id.write(e, v)?;
        self.share_session_epoch.write(e, v)?;
        self.max_wait_ms.write(e, v)?;
        self.min_bytes.write(e, v)?;
        self.max_bytes.write(e, v)?;
        self.max_records.write(e, v)?;
        self.batch_size.write(e, v)?;
        if v == 2 {
            self.share_acquire_mode.write(e, v)?;
        }
        if v == 2 {
            self.is_renew_ack.write(e, v)?;
        } else {
            only_if(!self.is_renew_ack, "ShareFetchRequest.IsRenewAck", v)?;
        }
        self.topics.write(e, v)?;
        self.forgotten_topics_data.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ShareFetchRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FetchTopic {
    /// `uuid`, versions 1+.
    pub topic_id: Uuid,
    /// `[]FetchPartition`, versions 1+.
    pub partitions: Vec<FetchPartition>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for FetchTopic {
    const SIZE_MIN: usize = 17;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topic_id: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.topic_id.write(e, v)?;
        self.partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ShareFetchRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FetchPartition {
    /// `int32`, versions 1+.
    pub partition_index: i32,
    /// `[]AcknowledgementBatch`, versions 1+.
    pub acknowledgement_batches: Vec<AcknowledgementBatch>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for FetchPartition {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            acknowledgement_batches: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.acknowledgement_batches.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ShareFetchRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AcknowledgementBatch {
    /// `int64`, versions 1+.
    pub first_offset: i64,
    /// `int64`, versions 1+.
    pub last_offset: i64,
    /// `[]int8`, versions 1+.
    pub acknowledge_types: Vec<i8>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for AcknowledgementBatch {
    const SIZE_MIN: usize = 17;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            first_offset: Field::read(d, v)?,
            last_offset: Field::read(d, v)?,
            acknowledge_types: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.first_offset.write(e, v)?;
        self.last_offset.write(e, v)?;
        self.acknowledge_types.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ShareFetchRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ForgottenTopic {
    /// `uuid`, versions 1+.
    pub topic_id: Uuid,
    /// `[]int32`, versions 1+.
    pub partitions: Vec<i32>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for ForgottenTopic {
    const SIZE_MIN: usize = 17;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topic_id: Field::read(d, v)?,
            partitions: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.topic_id.write(e, v)?;
        self.partitions.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for ShareFetchRequest {
    const NAME: &'static str = "ShareFetchRequest";
    const API_KEY: Option<i16> = Some(78);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(1);
}

impl Request for ShareFetchRequest {
    type Response = super::ShareFetchResponse;
}
