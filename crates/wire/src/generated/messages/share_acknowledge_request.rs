//! `ShareAcknowledgeRequest`, versions 1 to 2. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ShareAcknowledgeRequest`, versions 1 to 2.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareAcknowledgeRequest {
    /// `string`, versions 1+, default `null`.
    pub group_id: Option<Str>,
    /// `string`, versions 1+.
    pub member_id: Option<Str>,
    /// `int32`, versions 1+.
    pub share_session_epoch: i32,
    /// `bool`, versions 2+, default `false`.
    pub is_renew_ack: bool,
    /// `[]AcknowledgeTopic`, versions 1+.
    pub topics: Vec<AcknowledgeTopic>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for ShareAcknowledgeRequest {
    fn default() -> Self {
        Self {
            group_id: None,
            member_id: Some(Str::EMPTY),
            share_session_epoch: 0,
            is_renew_ack: false,
            topics: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for ShareAcknowledgeRequest {
    const SIZE_MIN: usize = 7;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            group_id: Field::read(d, v)?,
            member_id: Field::read(d, v)?,
            share_session_epoch: Field::read(d, v)?,
            is_renew_ack: if v == 2 { Field::read(d, v)? } else { false },
            topics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.group_id.write(e, v)?;
        self.member_id.write(e, v)?;
        self.share_session_epoch.write(e, v)?;
        if v == 2 {
            self.is_renew_ack.write(e, v)?;
        } else {
            only_if(!self.is_renew_ack, "ShareAcknowledgeRequest.IsRenewAck", v)?;
        }
        self.topics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`ShareAcknowledgeRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AcknowledgeTopic {
    /// `uuid`, versions 1+.
    pub topic_id: Uuid,
    /// `[]AcknowledgePartition`, versions 1+.
    pub partitions: Vec<AcknowledgePartition>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for AcknowledgeTopic {
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

/// Part of [`ShareAcknowledgeRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AcknowledgePartition {
    /// `int32`, versions 1+.
    pub partition_index: i32,
    /// `[]AcknowledgementBatch`, versions 1+.
    pub acknowledgement_batches: Vec<AcknowledgementBatch>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for AcknowledgePartition {
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

/// Part of [`ShareAcknowledgeRequest`].
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

impl Message for ShareAcknowledgeRequest {
    const NAME: &'static str = "ShareAcknowledgeRequest";
    const API_KEY: Option<i16> = Some(79);
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=2;
    const FLEXIBLE_FROM: Option<i16> = Some(1);
}

impl Request for ShareAcknowledgeRequest {
    type Response = super::ShareAcknowledgeResponse;
}
