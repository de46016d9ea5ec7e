//! [`validate`]: the checks a leader makes of what a client sends, as Kafka's `LogValidator` makes them.
//!
//! Walks the records once, decompressing in pieces, keeping nothing and allocating nothing per record.
//!
//! Stricter than Kafka in one point: offset deltas must be 0, 1, 2 and so on. Kafka takes others as they are in
//! a plain batch, and re-encodes a compressed one; no client in use sends them, and we never re-encode.

use std::io::{self, BufRead};

use super::compression::{to_record_error, with_decompressed};
use super::varint::unzigzag;
use super::{BatchHeader, Compression, RecordBatch, RecordError, TimestampType};
use crate::ErrorCode;

/// Most rejected records that are listed; [`ValidationError::Records`] also has their number.
const REJECTIONS_MAX: usize = 1_000;

/// What a topic asks of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValidationRules {
    /// `cleanup.policy` has `compact`: records need keys.
    pub compacted: bool,
    /// `message.timestamp.type`.
    pub timestamp_type: TimestampType,
    /// Milliseconds since 1970.
    pub now_ms: i64,
    /// `message.timestamp.before.max.ms`.
    pub timestamp_before_max_ms: i64,
    /// `message.timestamp.after.max.ms`.
    pub timestamp_after_max_ms: i64,
    /// Sent by a client, not by a coordinator or the raft layer: no control batches, count and offsets agree.
    pub from_client: bool,
    /// Most bytes that the records may decompress to.
    pub decompressed_max: usize,
}

/// What the walk has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validated {
    /// How many records there are.
    pub record_count: i32,
    /// The records' highest timestamp, -1 if there are none; for `LogAppendTime` topics the time given. What the
    /// header says need not agree: [`super::patch::set_max_timestamp`] mends it, as Kafka does.
    pub max_timestamp: i64,
    /// Which record has it, the first of several; the last record for `LogAppendTime` topics.
    pub offset_delta_of_max_timestamp: i32,
    /// Bytes of the records, decompressed.
    pub decompressed_size: usize,
}

/// Why one record is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The topic is compacted and the record has no key.
    #[error("Compacted topic cannot accept message without key")]
    NoKey,
    /// The timestamp is too far from now.
    #[error("Timestamp {timestamp} is out of range. The timestamp should be within [{low}, {high}]")]
    Timestamp {
        /// The record's.
        timestamp: i64,
        /// The earliest allowed.
        low: i64,
        /// The latest allowed.
        high: i64,
    },
    /// The producer claims the broker's kind of timestamp.
    #[error("Producer should not set timestamp type to LogAppendTime")]
    LogAppendTime,
}

/// One refused record, for the answer's `record_errors`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordRejection {
    /// Its place in the batch, from 0.
    pub batch_index: i32,
    /// Why.
    pub reason: Rejection,
}

/// Why a batch is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValidationError {
    /// The bytes are no records, or too many.
    #[error(transparent)]
    Unreadable(#[from] RecordError),
    /// The header contradicts itself or the records.
    #[error("{0}")]
    Inconsistent(&'static str),
    /// Records are refused one by one.
    #[error("{total} records have been rejected, the first: {}", first_reason(.listed))]
    Records {
        /// The first thousand.
        listed: Vec<RecordRejection>,
        /// How many there are.
        total: usize,
    },
}

fn first_reason(listed: &[RecordRejection]) -> String {
    listed.first().map_or_else(String::new, |first| first.reason.to_string())
}

impl ValidationError {
    /// What a client is told.
    pub fn error_code(&self) -> ErrorCode {
        match self {
            Self::Unreadable(error) => error.error_code(),
            Self::Inconsistent(_) => ErrorCode::InvalidRecord,
            Self::Records { listed, .. } => {
                let any_timestamp = listed.iter().any(|entry| !matches!(entry.reason, Rejection::NoKey));
                if any_timestamp { ErrorCode::InvalidTimestamp } else { ErrorCode::InvalidRecord }
            }
        }
    }
}

/// Checks a batch as the leader of a partition does before it appends. The CRC is not checked here.
pub fn validate(batch: &RecordBatch, rules: &ValidationRules) -> Result<Validated, ValidationError> {
    let header = batch.header();
    if rules.from_client {
        check_client_header(header)?;
    }
    let compression = header.attributes.compression().map_err(RecordError::from)?;
    let mut walk = Walk::new(header, rules);
    let payload = batch.payload();
    if compression == Compression::None {
        let mut plain: &[u8] = &payload;
        walk.records(&mut plain).map_err(|error| to_error(compression, rules, error))?;
    } else {
        with_decompressed(compression, &payload, rules.decompressed_max, |reader| {
            walk.records(reader).map_err(|error| to_error(compression, rules, error))
        })?;
    }
    walk.finish()
}

fn check_client_header(header: &BatchHeader) -> Result<(), ValidationError> {
    if header.last_offset_delta < 0 {
        return Err(ValidationError::Inconsistent("Batch has an invalid offset range"));
    }
    if header.record_count <= 0 {
        return Err(ValidationError::Inconsistent("Invalid reported count for record batch"));
    }
    if header.last_offset_delta != header.record_count - 1 {
        return Err(ValidationError::Inconsistent("Inconsistent batch offset range and count of records"));
    }
    if header.attributes.is_control() {
        return Err(ValidationError::Inconsistent("Clients are not allowed to write control records"));
    }
    if header.has_producer_id() && header.base_sequence < 0 {
        return Err(ValidationError::Inconsistent(
            "Invalid sequence number in record batch with producer id",
        ));
    }
    Ok(())
}

/// What can go wrong while walking.
enum WalkError {
    Read(io::Error),
    Malformed(&'static str),
}

impl From<io::Error> for WalkError {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

fn to_error(compression: Compression, rules: &ValidationRules, error: WalkError) -> RecordError {
    match error {
        WalkError::Read(error) => to_record_error(compression, rules.decompressed_max, &error),
        WalkError::Malformed(what) => RecordError::Malformed(what),
    }
}

/// The state of one pass over a batch's records.
struct Walk<'a> {
    header: &'a BatchHeader,
    rules: &'a ValidationRules,
    max_timestamp: i64,
    offset_delta_of_max_timestamp: i32,
    size: usize,
    rejections: Vec<RecordRejection>,
    rejection_count: usize,
}

impl<'a> Walk<'a> {
    const fn new(header: &'a BatchHeader, rules: &'a ValidationRules) -> Self {
        Self {
            header,
            rules,
            max_timestamp: -1,
            offset_delta_of_max_timestamp: -1,
            size: 0,
            rejections: Vec::new(),
            rejection_count: 0,
        }
    }

    fn records(&mut self, reader: &mut impl BufRead) -> Result<(), WalkError> {
        if self.header.record_count < 0 {
            return Err(WalkError::Malformed("a negative number of records"));
        }
        for index in 0..self.header.record_count {
            let mut body = Body { reader, left: usize::MAX };
            let length = usize::try_from(body.varint()?)
                .map_err(|_| WalkError::Malformed("a record of negative length"))?;
            self.size = self.size.saturating_add(usize::MAX - body.left).saturating_add(length);
            body.left = length;
            self.record(index, &mut body)?;
            if body.left > 0 {
                return Err(WalkError::Malformed("bytes after a record's last header"));
            }
        }
        if !reader.fill_buf()?.is_empty() {
            return Err(WalkError::Malformed("bytes after the last record"));
        }
        Ok(())
    }

    fn record(&mut self, index: i32, body: &mut Body<'_, impl BufRead>) -> Result<(), WalkError> {
        // The attributes of a record, none of which are in use.
        body.skip(1)?;
        let timestamp_delta = body.varlong()?;
        if body.varint()? != index {
            return Err(WalkError::Malformed("offsets that do not follow each other"));
        }
        let key_length = body.varint()?;
        body.skip_nullable(key_length)?;
        let value_length = body.varint()?;
        body.skip_nullable(value_length)?;
        let header_count = body.varint()?;
        if header_count < 0 {
            return Err(WalkError::Malformed("a negative number of headers"));
        }
        for _ in 0..header_count {
            let name_length = usize::try_from(body.varint()?)
                .map_err(|_| WalkError::Malformed("a header without a name"))?;
            body.skip(name_length)?;
            let value_length = body.varint()?;
            body.skip_nullable(value_length)?;
        }
        self.judge(index, timestamp_delta, key_length < 0);
        Ok(())
    }

    fn judge(&mut self, index: i32, timestamp_delta: i64, no_key: bool) {
        let batch_type = self.header.attributes.timestamp_type();
        let timestamp = match batch_type {
            TimestampType::CreateTime => self.header.base_timestamp.wrapping_add(timestamp_delta),
            TimestampType::LogAppendTime => self.header.max_timestamp,
        };
        if timestamp > self.max_timestamp {
            self.max_timestamp = timestamp;
            self.offset_delta_of_max_timestamp = index;
        }
        let reason = if self.rules.compacted && no_key {
            Some(Rejection::NoKey)
        } else if self.rules.timestamp_type == TimestampType::CreateTime && timestamp != -1 {
            self.judge_timestamp(timestamp)
        } else {
            (batch_type == TimestampType::LogAppendTime).then_some(Rejection::LogAppendTime)
        };
        let Some(reason) = reason else { return };
        self.rejection_count += 1;
        if self.rejections.len() < REJECTIONS_MAX {
            self.rejections.push(RecordRejection { batch_index: index, reason });
        }
    }

    fn judge_timestamp(&self, timestamp: i64) -> Option<Rejection> {
        let ValidationRules { now_ms, timestamp_before_max_ms, timestamp_after_max_ms, .. } = *self.rules;
        let age = i128::from(now_ms) - i128::from(timestamp);
        let too_far = age > timestamp_before_max_ms.into() || -age > timestamp_after_max_ms.into();
        too_far.then_some(Rejection::Timestamp {
            timestamp,
            low: now_ms.saturating_sub(timestamp_before_max_ms),
            high: now_ms.saturating_add(timestamp_after_max_ms),
        })
    }

    fn finish(self) -> Result<Validated, ValidationError> {
        if self.rejection_count > 0 {
            return Err(ValidationError::Records { listed: self.rejections, total: self.rejection_count });
        }
        let append_time = self.rules.timestamp_type == TimestampType::LogAppendTime;
        let last = self.header.record_count - 1;
        Ok(Validated {
            record_count: self.header.record_count,
            max_timestamp: if append_time { self.rules.now_ms } else { self.max_timestamp },
            offset_delta_of_max_timestamp: if append_time {
                last
            } else {
                self.offset_delta_of_max_timestamp
            },
            decompressed_size: self.size,
        })
    }
}

/// A record that is being read: no more than `left` bytes of it.
struct Body<'a, R> {
    reader: &'a mut R,
    left: usize,
}

impl<R: BufRead> Body<'_, R> {
    fn take(&mut self, count: usize) -> Result<(), WalkError> {
        self.left = self.left.checked_sub(count).ok_or(WalkError::Malformed("a length beyond the end"))?;
        Ok(())
    }

    fn skip(&mut self, count: usize) -> Result<(), WalkError> {
        self.take(count)?;
        let mut missing = count;
        while missing > 0 {
            let here = self.reader.fill_buf()?.len().min(missing);
            if here == 0 {
                return Err(WalkError::Malformed("records that end too early"));
            }
            self.reader.consume(here);
            missing -= here;
        }
        Ok(())
    }

    /// Skips bytes behind a length of which every negative one says null.
    fn skip_nullable(&mut self, length: i32) -> Result<(), WalkError> {
        usize::try_from(length).map_or(Ok(()), |length| self.skip(length))
    }

    fn varint(&mut self) -> Result<i32, WalkError> {
        i32::try_from(self.varlong()?).map_err(|_| WalkError::Malformed("a number beyond 32 bits"))
    }

    fn varlong(&mut self) -> Result<i64, WalkError> {
        let mut raw = 0;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            if shift == 63 && byte > 1 {
                break;
            }
            raw |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(unzigzag(raw));
            }
        }
        Err(WalkError::Malformed("a number that does not end"))
    }

    fn byte(&mut self) -> Result<u8, WalkError> {
        let first = self.reader.fill_buf()?.first().copied();
        let byte = first.ok_or(WalkError::Malformed("records that end too early"))?;
        self.reader.consume(1);
        self.take(1)?;
        Ok(byte)
    }
}
