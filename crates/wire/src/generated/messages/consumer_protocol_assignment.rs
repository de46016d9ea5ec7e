//! `ConsumerProtocolAssignment`, versions 0 to 3. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ConsumerProtocolAssignment`, versions 0 to 3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerProtocolAssignment {
    /// `[]TopicPartition`, versions 0+.
    pub assigned_partitions: Vec<TopicPartition>,
    /// `bytes`, versions 0+, default `null`.
    pub user_data: Option<Bytes>,
}

impl Field for ConsumerProtocolAssignment {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { assigned_partitions: Field::read(d, v)?, user_data: Field::read(d, v)? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.assigned_partitions.write(e, v)?;
        self.user_data.write(e, v)?;
        Ok(())
    }
}

/// Part of [`ConsumerProtocolAssignment`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartition {
    /// `string`, versions 0+.
    pub topic: Str,
    /// `[]int32`, versions 0+.
    pub partitions: Vec<i32>,
}

impl Field for TopicPartition {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { topic: Field::read(d, v)?, partitions: Field::read(d, v)? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.topic.write(e, v)?;
        self.partitions.write(e, v)?;
        Ok(())
    }
}

impl Message for ConsumerProtocolAssignment {
    const NAME: &'static str = "ConsumerProtocolAssignment";
    const API_KEY: Option<i16> = None;
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=3;
    const FLEXIBLE_FROM: Option<i16> = None;
}
