//! `AlterPartitionRequest`, versions 2 to 3. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `AlterPartitionRequest`, versions 2 to 3.
#[derive(Debug, Clone, PartialEq)]
pub struct AlterPartitionRequest {
    /// `int32`, versions 2+.
    pub broker_id: i32,
    /// `int64`, versions 2+, default `-1`.
    pub broker_epoch: i64,
    /// `[]TopicData`, versions 2+.
    pub topics: Vec<TopicData>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for AlterPartitionRequest {
    fn default() -> Self {
        Self {
            broker_id: 0,
            broker_epoch: -1,
            topics: Vec::new(),
            unknown_tagged_fields: UnknownTags::default(),
        }
    }
}

impl Field for AlterPartitionRequest {
    const SIZE_MIN: usize = 13;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            broker_id: Field::read(d, v)?,
            broker_epoch: Field::read(d, v)?,
            topics: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.broker_id.write(e, v)?;
        self.broker_epoch.write(e, v)?;
        self.topics.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`AlterPartitionRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicData {
    /// `uuid`, versions 2+, ignorable.
    pub topic_id: Uuid,
    /// `[]PartitionData`, versions 2+.
    pub partitions: Vec<PartitionData>,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for TopicData {
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

/// Part of [`AlterPartitionRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionData {
    /// `int32`, versions 2+.
    pub partition_index: i32,
    /// `int32`, versions 2+.
    pub leader_epoch: i32,
    /// `[]int32`, versions 2.
    pub new_isr: Vec<i32>,
    /// `[]BrokerState`, versions 3+.
    pub new_isr_with_epochs: Vec<BrokerState>,
    /// `int8`, versions 2+, default `0`.
    pub leader_recovery_state: i8,
    /// `int32`, versions 2+.
    pub partition_epoch: i32,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Field for PartitionData {
    const SIZE_MIN: usize = 13;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            partition_index: Field::read(d, v)?,
            leader_epoch: Field::read(d, v)?,
            new_isr: if v == 2 { Field::read(d, v)? } else { Vec::new() },
            new_isr_with_epochs: if v == 3 { Field::read(d, v)? } else { Vec::new() },
            leader_recovery_state: Field::read(d, v)?,
            partition_epoch: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.partition_index.write(e, v)?;
        self.leader_epoch.write(e, v)?;
        if v == 2 {
            self.new_isr.write(e, v)?;
        } else {
            only_if(self.new_isr.is_empty(), "PartitionData.NewIsr", v)?;
        }
        if v == 3 {
            self.new_isr_with_epochs.write(e, v)?;
        } else {
            only_if(self.new_isr_with_epochs.is_empty(), "PartitionData.NewIsrWithEpochs", v)?;
        }
        self.leader_recovery_state.write(e, v)?;
        self.partition_epoch.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

/// Part of [`AlterPartitionRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct BrokerState {
    /// `int32`, versions 3+.
    pub broker_id: i32,
    /// `int64`, versions 3+, default `-1`.
    pub broker_epoch: i64,
    /// Tagged fields that this schema does not know.
    pub unknown_tagged_fields: UnknownTags,
}

impl Default for BrokerState {
    fn default() -> Self {
        Self { broker_id: 0, broker_epoch: -1, unknown_tagged_fields: UnknownTags::default() }
    }
}

impl Field for BrokerState {
    const SIZE_MIN: usize = 12;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            broker_id: Field::read(d, v)?,
            broker_epoch: Field::read(d, v)?,
            unknown_tagged_fields: d.unknown_tags()?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.broker_id.write(e, v)?;
        self.broker_epoch.write(e, v)?;
        e.unknown_tags(&self.unknown_tagged_fields)?;
        Ok(())
    }
}

impl Message for AlterPartitionRequest {
    const NAME: &'static str = "AlterPartitionRequest";
    const API_KEY: Option<i16> = Some(56);
    const VALID_VERSIONS: RangeInclusive<i16> = 2..=3;
    const FLEXIBLE_FROM: Option<i16> = Some(2);
}

impl Request for AlterPartitionRequest {
    type Response = super::AlterPartitionResponse;
}
