//! [`BatchHeader`]: the first 61 bytes of a batch, and their checks.

use super::{CRC_START, Compression, HEADER_SIZE, LOG_OVERHEAD, MAGIC};
use crate::ErrorCode;

/// CRC-32C (Castagnoli), as batches carry it.
pub fn crc32c(bytes: &[u8]) -> u32 {
    crc_fast::crc32_iscsi(bytes)
}

/// What is wrong with a batch's framing or header.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// Fewer bytes than the batch says, or than any batch has.
    #[error("a record batch of {needed} bytes has {available}")]
    Truncated {
        /// Bytes of the whole batch, or of the smallest one.
        needed: usize,
        /// Bytes at hand.
        available: usize,
    },
    /// The length is below that of an empty batch.
    #[error("a record batch claims a length of {0}")]
    Length(i32),
    /// Not the format of Kafka 0.11 and later.
    #[error("magic {0} instead of 2")]
    Magic(i8),
    /// The bytes are not those that were written.
    #[error("stored CRC {stored:#010x}, computed {computed:#010x}")]
    Crc {
        /// In the header.
        stored: u32,
        /// Of the bytes.
        computed: u32,
    },
    /// Codec 5, 6 or 7.
    #[error("unknown compression codec {0}")]
    Codec(u8),
}

impl BatchError {
    /// What a client is told.
    pub const fn error_code(&self) -> ErrorCode {
        match self {
            Self::Truncated { .. } | Self::Length(_) | Self::Crc { .. } => ErrorCode::CorruptMessage,
            Self::Magic(_) | Self::Codec(_) => ErrorCode::InvalidRecord,
        }
    }
}

/// Who set a batch's timestamps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TimestampType {
    /// The producer.
    #[default]
    CreateTime,
    /// The broker: every record has the batch's max timestamp.
    LogAppendTime,
}

/// A batch's 16 bits of attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Attributes(pub i16);

impl Attributes {
    const CODEC: i16 = 0b111;
    const LOG_APPEND_TIME: i16 = 1 << 3;
    const TRANSACTIONAL: i16 = 1 << 4;
    const CONTROL: i16 = 1 << 5;
    const DELETE_HORIZON: i16 = 1 << 6;

    /// The codec, or its number if there is no such.
    pub fn compression(self) -> Result<Compression, BatchError> {
        let [_, low] = (self.0 & Self::CODEC).to_be_bytes();
        Compression::from_codec(low).ok_or(BatchError::Codec(low))
    }

    /// Bit 3.
    pub const fn timestamp_type(self) -> TimestampType {
        if self.0 & Self::LOG_APPEND_TIME == 0 {
            TimestampType::CreateTime
        } else {
            TimestampType::LogAppendTime
        }
    }

    /// Bit 4: part of a transaction.
    pub const fn is_transactional(self) -> bool {
        self.0 & Self::TRANSACTIONAL != 0
    }

    /// Bit 5: holds control records.
    pub const fn is_control(self) -> bool {
        self.0 & Self::CONTROL != 0
    }

    /// Bit 6: the base timestamp is the time from which tombstones may be dropped (KIP-534).
    pub const fn has_delete_horizon(self) -> bool {
        self.0 & Self::DELETE_HORIZON != 0
    }

    /// With another codec.
    #[must_use]
    pub fn with_compression(self, compression: Compression) -> Self {
        Self((self.0 & !Self::CODEC) | i16::from(compression.codec()))
    }

    /// With bit 3 as the type says.
    #[must_use]
    pub const fn with_timestamp_type(self, timestamp_type: TimestampType) -> Self {
        self.with(Self::LOG_APPEND_TIME, matches!(timestamp_type, TimestampType::LogAppendTime))
    }

    /// With bit 4 as given.
    #[must_use]
    pub const fn with_transactional(self, on: bool) -> Self {
        self.with(Self::TRANSACTIONAL, on)
    }

    /// With bit 5 as given.
    #[must_use]
    pub const fn with_control(self, on: bool) -> Self {
        self.with(Self::CONTROL, on)
    }

    /// With bit 6 as given.
    #[must_use]
    pub const fn with_delete_horizon(self, on: bool) -> Self {
        self.with(Self::DELETE_HORIZON, on)
    }

    const fn with(self, bit: i16, on: bool) -> Self {
        Self(if on { self.0 | bit } else { self.0 & !bit })
    }
}

/// A batch's header, field by field. Wire numbers, unchecked but for magic and length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchHeader {
    /// The first record's offset; in a compacted log it may be below the first record that is left.
    pub base_offset: i64,
    /// Bytes after this field: 49 or more.
    pub batch_length: i32,
    /// The epoch of the leader that appended it. Not covered by the CRC.
    pub partition_leader_epoch: i32,
    /// CRC-32C of all that follows.
    pub crc: u32,
    /// Codec and flags.
    pub attributes: Attributes,
    /// The last record's offset less the base offset. Kept when compaction removes that record.
    pub last_offset_delta: i32,
    /// What records' timestamps are added to.
    pub base_timestamp: i64,
    /// The highest timestamp, or the time of the append.
    pub max_timestamp: i64,
    /// -1 if the producer is not idempotent.
    pub producer_id: i64,
    /// -1 if the producer is not idempotent.
    pub producer_epoch: i16,
    /// The first record's sequence, or -1.
    pub base_sequence: i32,
    /// How many records follow.
    pub record_count: i32,
}

impl BatchHeader {
    /// Reads the header at the start of `bytes`. Only magic and length are checked: what else is wrong is for
    /// [`super::validate`] to say.
    pub fn parse(bytes: &[u8]) -> Result<Self, BatchError> {
        let truncated = BatchError::Truncated { needed: HEADER_SIZE, available: bytes.len() };
        let Some((bytes, _)) = bytes.split_first_chunk::<HEADER_SIZE>() else { return Err(truncated) };
        let header = Self {
            base_offset: i64::from_be_bytes(at::<0, 8>(bytes)),
            batch_length: i32::from_be_bytes(at::<8, 4>(bytes)),
            partition_leader_epoch: i32::from_be_bytes(at::<12, 4>(bytes)),
            crc: u32::from_be_bytes(at::<17, 4>(bytes)),
            attributes: Attributes(i16::from_be_bytes(at::<21, 2>(bytes))),
            last_offset_delta: i32::from_be_bytes(at::<23, 4>(bytes)),
            base_timestamp: i64::from_be_bytes(at::<27, 8>(bytes)),
            max_timestamp: i64::from_be_bytes(at::<35, 8>(bytes)),
            producer_id: i64::from_be_bytes(at::<43, 8>(bytes)),
            producer_epoch: i16::from_be_bytes(at::<51, 2>(bytes)),
            base_sequence: i32::from_be_bytes(at::<53, 4>(bytes)),
            record_count: i32::from_be_bytes(at::<57, 4>(bytes)),
        };
        let magic = i8::from_be_bytes(at::<16, 1>(bytes));
        if magic != MAGIC {
            return Err(BatchError::Magic(magic));
        }
        check_length(header.batch_length)?;
        Ok(header)
    }

    /// Writes the header as it is, the CRC included.
    pub fn write_to(&self, bytes: &mut [u8; HEADER_SIZE]) {
        let mut rest: &mut [u8] = bytes;
        let mut put = |field: &[u8]| {
            if let Some((place, after)) = std::mem::take(&mut rest).split_at_mut_checked(field.len()) {
                place.copy_from_slice(field);
                rest = after;
            }
        };
        put(&self.base_offset.to_be_bytes());
        put(&self.batch_length.to_be_bytes());
        put(&self.partition_leader_epoch.to_be_bytes());
        put(&MAGIC.to_be_bytes());
        put(&self.crc.to_be_bytes());
        put(&self.attributes.0.to_be_bytes());
        put(&self.last_offset_delta.to_be_bytes());
        put(&self.base_timestamp.to_be_bytes());
        put(&self.max_timestamp.to_be_bytes());
        put(&self.producer_id.to_be_bytes());
        put(&self.producer_epoch.to_be_bytes());
        put(&self.base_sequence.to_be_bytes());
        put(&self.record_count.to_be_bytes());
    }

    /// Bytes of the whole batch, 61 or more.
    pub fn size(&self) -> usize {
        LOG_OVERHEAD.saturating_add(usize::try_from(self.batch_length).unwrap_or_default())
    }

    /// The offset of the batch's last record.
    pub fn last_offset(&self) -> i64 {
        self.base_offset.saturating_add(self.last_offset_delta.into())
    }

    /// The offset after the batch.
    pub fn next_offset(&self) -> i64 {
        self.last_offset().saturating_add(1)
    }

    /// Written by an idempotent producer.
    pub fn has_producer_id(&self) -> bool {
        self.producer_id >= 0
    }

    /// The last record's sequence; sequences go from 2^31 - 1 to 0. -1 if the batch has none.
    pub fn last_sequence(&self) -> i32 {
        if self.base_sequence < 0 {
            return -1;
        }
        let last = i64::from(self.base_sequence) + i64::from(self.last_offset_delta);
        i32::try_from(last & i64::from(i32::MAX)).unwrap_or(i32::MAX)
    }
}

/// Checks a batch's length as a batch with no record would pass.
pub(super) fn check_length(batch_length: i32) -> Result<usize, BatchError> {
    let size = usize::try_from(batch_length).ok().and_then(|length| length.checked_add(LOG_OVERHEAD));
    size.filter(|size| *size >= HEADER_SIZE).ok_or(BatchError::Length(batch_length))
}

/// `N` bytes from `START`. The compiler sees that they are there.
fn at<const START: usize, const N: usize>(bytes: &[u8; HEADER_SIZE]) -> [u8; N] {
    const { assert!(START + N <= HEADER_SIZE) };
    bytes.get(START..).and_then(<[u8]>::first_chunk).copied().unwrap_or([0; N])
}

/// Checks the CRC of a whole batch.
pub(super) fn verify_crc(batch: &[u8], stored: u32) -> Result<(), BatchError> {
    let computed = crc32c(batch.get(CRC_START..).unwrap_or_default());
    if stored == computed { Ok(()) } else { Err(BatchError::Crc { stored, computed }) }
}
