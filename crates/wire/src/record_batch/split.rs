//! Whole batches: [`RecordBatch`], and cutting a buffer into them.

use bytes::Bytes;

use super::header::{check_length, verify_crc};
use super::{BatchError, BatchHeader, DecodedRecords, HEADER_SIZE, LOG_OVERHEAD, RecordError, decompress};

/// How many bytes the batch at the start of `bytes` has: `None` if there are too few to tell. The batch itself
/// need not be there.
pub fn batch_size(bytes: &[u8]) -> Result<Option<usize>, BatchError> {
    let Some(prefix) = bytes.first_chunk::<LOG_OVERHEAD>() else { return Ok(None) };
    let length = prefix.last_chunk::<4>().copied().map_or(0, i32::from_be_bytes);
    check_length(length).map(Some)
}

/// One whole batch: bytes shared with the buffer it came from, and its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordBatch {
    header: BatchHeader,
    bytes: Bytes,
}

impl RecordBatch {
    /// The batch at the start of `bytes`, and nothing of what follows it. The CRC is not checked.
    pub fn parse(bytes: &Bytes) -> Result<Self, BatchError> {
        let header = BatchHeader::parse(bytes)?;
        let needed = header.size();
        if bytes.len() < needed {
            return Err(BatchError::Truncated { needed, available: bytes.len() });
        }
        Ok(Self { header, bytes: bytes.slice(..needed) })
    }

    /// The header.
    pub const fn header(&self) -> &BatchHeader {
        &self.header
    }

    /// The whole batch.
    pub const fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The whole batch.
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// What follows the header: records, or their compressed block.
    pub fn payload(&self) -> Bytes {
        self.bytes.slice(HEADER_SIZE.min(self.bytes.len())..)
    }

    /// Compares the stored CRC with that of the bytes.
    pub fn verify_crc(&self) -> Result<(), BatchError> {
        verify_crc(&self.bytes, self.header.crc)
    }

    /// The records, decompressed if need be: at most `decompressed_max` bytes.
    pub fn records(&self, decompressed_max: usize) -> Result<DecodedRecords, RecordError> {
        let compression = self.header.attributes.compression()?;
        let data = decompress(compression, &self.payload(), decompressed_max)?;
        Ok(DecodedRecords::new(self.header, data))
    }
}

/// The batches that lie one after the other in `bytes`.
///
/// Ends at the end of the bytes, or after the first error. A cut-off batch at the end is an error
/// ([`BatchError::Truncated`]): who reads Fetch answers, where that is usual, stops there.
pub fn batches(bytes: &Bytes) -> BatchIter {
    BatchIter { rest: bytes.clone() }
}

/// See [`batches`].
#[derive(Debug, Clone)]
pub struct BatchIter {
    rest: Bytes,
}

impl BatchIter {
    /// What has not been cut yet.
    pub const fn rest(&self) -> &Bytes {
        &self.rest
    }
}

impl Iterator for BatchIter {
    type Item = Result<RecordBatch, BatchError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let found = RecordBatch::parse(&self.rest);
        self.rest = match &found {
            Ok(batch) => self.rest.slice(batch.bytes.len()..),
            Err(_) => Bytes::new(),
        };
        Some(found)
    }
}
