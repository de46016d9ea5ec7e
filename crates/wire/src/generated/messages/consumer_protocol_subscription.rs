//! `ConsumerProtocolSubscription`, versions 0 to 3. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ConsumerProtocolSubscription`, versions 0 to 3.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsumerProtocolSubscription {
    /// `[]string`, versions 0+.
    pub topics: Vec<Str>,
    /// `bytes`, versions 0+, default `null`.
    pub user_data: Option<Bytes>,
    /// `[]TopicPartition`, versions 1+, ignorable.
    pub owned_partitions: Vec<TopicPartition>,
    /// `int32`, versions 2+, ignorable, default `-1`.
    pub generation_id: i32,
    /// `string`, versions 3+, ignorable, default `null`.
    pub rack_id: Option<Str>,
}

impl Default for ConsumerProtocolSubscription {
    fn default() -> Self {
        Self {
            topics: Vec::new(),
            user_data: None,
            owned_partitions: Vec::new(),
            generation_id: -1,
            rack_id: None,
        }
    }
}

impl Field for ConsumerProtocolSubscription {
    const SIZE_MIN: usize = 2;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            topics: Field::read(d, v)?,
            user_data: Field::read(d, v)?,
            owned_partitions: if v >= 1 { Field::read(d, v)? } else { Vec::new() },
            generation_id: if v >= 2 { Field::read(d, v)? } else { -1 },
            rack_id: if v == 3 { Field::read(d, v)? } else { None },
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.topics.write(e, v)?;
        self.user_data.write(e, v)?;
        if v >= 1 {
            self.owned_partitions.write(e, v)?;
        }
        if v >= 2 {
            self.generation_id.write(e, v)?;
        }
        if v == 3 {
            self.rack_id.write(e, v)?;
        }
        Ok(())
    }
}

/// Part of [`ConsumerProtocolSubscription`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartition {
    /// `string`, versions 1+.
    pub topic: Str,
    /// `[]int32`, versions 1+.
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

impl Message for ConsumerProtocolSubscription {
    const NAME: &'static str = "ConsumerProtocolSubscription";
    const API_KEY: Option<i16> = None;
    const VALID_VERSIONS: RangeInclusive<i16> = 0..=3;
    const FLEXIBLE_FROM: Option<i16> = None;
}
