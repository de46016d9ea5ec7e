//! `ProducerSnapshot`, versions 1. Written by `cargo xtask codegen`. Do not edit.

use crate::codec::prelude::*;

/// `ProducerSnapshot`, versions 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProducerSnapshot {
    /// `uint32`, versions 1+.
    pub crc: u32,
    /// `[]ProducerEntry`, versions 1+.
    pub producer_entries: Vec<ProducerEntry>,
}

impl Field for ProducerSnapshot {
    const SIZE_MIN: usize = 5;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self { crc: Field::read(d, v)?, producer_entries: Field::read(d, v)? })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.crc.write(e, v)?;
        self.producer_entries.write(e, v)?;
        Ok(())
    }
}

/// Part of [`ProducerSnapshot`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProducerEntry {
    /// `int64`, versions 1+.
    pub producer_id: i64,
    /// `int16`, versions 1+.
    pub epoch: i16,
    /// `int32`, versions 1+.
    pub last_sequence: i32,
    /// `int64`, versions 1+.
    pub last_offset: i64,
    /// `int32`, versions 1+.
    pub offset_delta: i32,
    /// `int64`, versions 1+.
    pub timestamp: i64,
    /// `int32`, versions 1+.
    pub coordinator_epoch: i32,
    /// `int64`, versions 1+.
    pub current_txn_first_offset: i64,
}

impl Field for ProducerEntry {
    const SIZE_MIN: usize = 46;

    fn read(d: &mut Decoder, v: i16) -> Result<Self, DecodeError> {
        Ok(Self {
            producer_id: Field::read(d, v)?,
            epoch: Field::read(d, v)?,
            last_sequence: Field::read(d, v)?,
            last_offset: Field::read(d, v)?,
            offset_delta: Field::read(d, v)?,
            timestamp: Field::read(d, v)?,
            coordinator_epoch: Field::read(d, v)?,
            current_txn_first_offset: Field::read(d, v)?,
        })
    }

    fn write(&self, e: &mut Encoder, v: i16) -> Result<(), EncodeError> {
        self.producer_id.write(e, v)?;
        self.epoch.write(e, v)?;
        self.last_sequence.write(e, v)?;
        self.last_offset.write(e, v)?;
        self.offset_delta.write(e, v)?;
        self.timestamp.write(e, v)?;
        self.coordinator_epoch.write(e, v)?;
        self.current_txn_first_offset.write(e, v)?;
        Ok(())
    }
}

impl Message for ProducerSnapshot {
    const NAME: &'static str = "ProducerSnapshot";
    const API_KEY: Option<i16> = None;
    const VALID_VERSIONS: RangeInclusive<i16> = 1..=1;
    const FLEXIBLE_FROM: Option<i16> = None;
}
