//! Records: reading them out of a batch without copying.

use bytes::Bytes;

use super::varint::unzigzag;
use super::{Attributes, BatchError, BatchHeader, TimestampType};
use crate::ErrorCode;

/// What is wrong with a batch's records.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The batch itself.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// The bytes are no records.
    #[error("broken record: {0}")]
    Malformed(&'static str),
    /// The compressed block cannot be read.
    #[error("{codec} block cannot be decompressed: {reason}")]
    Decompression {
        /// The codec's name.
        codec: &'static str,
        /// What the codec says.
        reason: String,
    },
    /// The records take more memory than allowed.
    #[error("records decompress to more than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
}

impl RecordError {
    /// What a client is told.
    pub const fn error_code(&self) -> ErrorCode {
        match self {
            Self::Batch(error) => error.error_code(),
            Self::Malformed(_) => ErrorCode::InvalidRecord,
            Self::Decompression { .. } => ErrorCode::CorruptMessage,
            Self::TooLarge { .. } => ErrorCode::RecordListTooLarge,
        }
    }
}

/// One record, borrowed from its batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordView<'a> {
    /// Its place in the log.
    pub offset: i64,
    /// Milliseconds since 1970; the batch's max timestamp, if that is the time of the append.
    pub timestamp: i64,
    /// `None` is null.
    pub key: Option<&'a [u8]>,
    /// `None` is null: a tombstone.
    pub value: Option<&'a [u8]>,
    header_count: usize,
    headers: &'a [u8],
}

impl<'a> RecordView<'a> {
    /// How many headers it has.
    pub const fn header_count(&self) -> usize {
        self.header_count
    }

    /// Its headers.
    pub const fn headers(&self) -> HeaderIter<'a> {
        HeaderIter { left: self.header_count, reader: Reader { rest: self.headers } }
    }
}

/// A record's headers: name and value, which may be null. They have been checked when the record was read; the
/// name need not be UTF-8.
#[derive(Debug, Clone)]
pub struct HeaderIter<'a> {
    left: usize,
    reader: Reader<'a>,
}

impl<'a> Iterator for HeaderIter<'a> {
    type Item = (&'a [u8], Option<&'a [u8]>);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        self.reader.header().ok()
    }
}

/// The decompressed records of one batch.
#[derive(Debug, Clone)]
pub struct DecodedRecords {
    header: BatchHeader,
    data: Bytes,
}

impl DecodedRecords {
    pub(super) const fn new(header: BatchHeader, data: Bytes) -> Self {
        Self { header, data }
    }

    /// The bytes that [`RecordView`]s point into: `data().slice_ref(view.key)` shares them.
    pub const fn data(&self) -> &Bytes {
        &self.data
    }

    /// Reads the records one after the other. Ends after the batch's count, or after the first error; bytes
    /// left over are an error.
    pub fn iter(&self) -> RecordIter<'_> {
        RecordIter {
            base_offset: self.header.base_offset,
            base_timestamp: self.header.base_timestamp,
            append_time: append_time(self.header.attributes, self.header.max_timestamp),
            left: self.header.record_count,
            reader: Reader { rest: &self.data },
        }
    }
}

impl<'a> IntoIterator for &'a DecodedRecords {
    type Item = Result<RecordView<'a>, RecordError>;
    type IntoIter = RecordIter<'a>;
    fn into_iter(self) -> RecordIter<'a> {
        self.iter()
    }
}

fn append_time(attributes: Attributes, max_timestamp: i64) -> Option<i64> {
    (attributes.timestamp_type() == TimestampType::LogAppendTime).then_some(max_timestamp)
}

/// See [`DecodedRecords::iter`].
#[derive(Debug, Clone)]
pub struct RecordIter<'a> {
    base_offset: i64,
    base_timestamp: i64,
    append_time: Option<i64>,
    left: i32,
    reader: Reader<'a>,
}

impl<'a> Iterator for RecordIter<'a> {
    type Item = Result<RecordView<'a>, RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.left <= 0 {
            return None;
        }
        self.left -= 1;
        let mut found = self.reader.record(self.base_offset, self.base_timestamp, self.append_time);
        if found.is_ok() && self.left == 0 && !self.reader.rest.is_empty() {
            found = Err(RecordError::Malformed("bytes after the last record"));
        }
        if found.is_err() {
            self.left = 0;
        }
        Some(found)
    }
}

/// Reads records' fields from a slice.
#[derive(Debug, Clone, Copy)]
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn varlong(&mut self) -> Result<i64, RecordError> {
        let mut raw = 0;
        for (index, byte) in self.rest.iter().take(10).enumerate() {
            if index == 9 && *byte > 1 {
                break;
            }
            raw |= u64::from(byte & 0x7f) << (7 * index);
            if byte & 0x80 == 0 {
                self.rest = self.rest.get(index + 1..).unwrap_or_default();
                return Ok(unzigzag(raw));
            }
        }
        Err(RecordError::Malformed("a number that does not end"))
    }

    fn varint(&mut self) -> Result<i32, RecordError> {
        i32::try_from(self.varlong()?).map_err(|_| RecordError::Malformed("a number beyond 32 bits"))
    }

    fn bytes(&mut self, count: usize) -> Result<&'a [u8], RecordError> {
        let cut = self.rest.split_at_checked(count);
        let (taken, rest) = cut.ok_or(RecordError::Malformed("a length beyond the end"))?;
        self.rest = rest;
        Ok(taken)
    }

    fn nullable(&mut self) -> Result<Option<&'a [u8]>, RecordError> {
        usize::try_from(self.varint()?).ok().map(|length| self.bytes(length)).transpose()
    }

    fn header(&mut self) -> Result<(&'a [u8], Option<&'a [u8]>), RecordError> {
        let name = self.nullable()?.ok_or(RecordError::Malformed("a header without a name"))?;
        Ok((name, self.nullable()?))
    }

    fn record(
        &mut self,
        base_offset: i64,
        base_timestamp: i64,
        append_time: Option<i64>,
    ) -> Result<RecordView<'a>, RecordError> {
        let length = usize::try_from(self.varint()?)
            .map_err(|_| RecordError::Malformed("a record of negative length"))?;
        let mut body = Reader { rest: self.bytes(length)? };
        // The attributes of a record, none of which are in use.
        body.bytes(1)?;
        let timestamp_delta = body.varlong()?;
        let offset_delta = body.varint()?;
        let key = body.nullable()?;
        let value = body.nullable()?;
        let header_count = usize::try_from(body.varint()?)
            .map_err(|_| RecordError::Malformed("a negative number of headers"))?;
        let headers = body.rest;
        for _ in 0..header_count {
            body.header()?;
        }
        if !body.rest.is_empty() {
            return Err(RecordError::Malformed("bytes after a record's last header"));
        }
        Ok(RecordView {
            offset: base_offset.wrapping_add(offset_delta.into()),
            timestamp: append_time.unwrap_or(base_timestamp.wrapping_add(timestamp_delta)),
            key,
            value,
            header_count,
            headers,
        })
    }
}
