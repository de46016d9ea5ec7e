//! [`BatchBuilder`]: puts batches together.

use bytes::{BufMut, Bytes};

use super::{Attributes, BatchHeader, CRC_START, Compression, HEADER_SIZE, LOG_OVERHEAD, RecordError};
use super::{TimestampType, compress, crc32c, varint};

/// A record's header: its name and its value, which may be null.
pub type Header<'a> = (&'a str, Option<&'a [u8]>);

/// What a batch says of itself apart from its records. The default is what a plain producer sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchOptions {
    /// The codec.
    pub compression: Compression,
    /// The codec's level; `None` takes Kafka's default.
    pub compression_level: Option<i32>,
    /// The first record's offset.
    pub base_offset: i64,
    /// -1 in what clients send.
    pub partition_leader_epoch: i32,
    /// `LogAppendTime` sets the bit; the max timestamp is still the records' highest.
    pub timestamp_type: TimestampType,
    /// -1 for none.
    pub producer_id: i64,
    /// -1 for none.
    pub producer_epoch: i16,
    /// -1 for none.
    pub base_sequence: i32,
    /// Part of a transaction.
    pub transactional: bool,
    /// Holds control records.
    pub control: bool,
}

impl Default for BatchOptions {
    fn default() -> Self {
        Self {
            compression: Compression::None,
            compression_level: None,
            base_offset: 0,
            partition_leader_epoch: -1,
            timestamp_type: TimestampType::CreateTime,
            producer_id: -1,
            producer_epoch: -1,
            base_sequence: -1,
            transactional: false,
            control: false,
        }
    }
}

/// Collects records and writes a batch. Reusable: after [`BatchBuilder::finish_into`] it is empty and keeps its
/// memory.
#[derive(Debug, Clone, Default)]
pub struct BatchBuilder {
    options: BatchOptions,
    records: Vec<u8>,
    count: i32,
    next_offset_delta: i32,
    base_timestamp: i64,
    max_timestamp: i64,
}

impl BatchBuilder {
    /// An empty batch.
    pub fn new(options: BatchOptions) -> Self {
        Self { options, ..Self::default() }
    }

    /// What the batch says of itself; may be changed until it is finished.
    pub fn options_mut(&mut self) -> &mut BatchOptions {
        &mut self.options
    }

    /// Records so far.
    pub fn len(&self) -> usize {
        usize::try_from(self.count).unwrap_or_default()
    }

    /// No records so far.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Bytes the batch would have without compression.
    pub fn size(&self) -> usize {
        HEADER_SIZE + self.records.len()
    }

    /// Appends a record at the next offset. `timestamp` is in milliseconds since 1970.
    pub fn append(
        &mut self,
        timestamp: i64,
        key: Option<&[u8]>,
        value: Option<&[u8]>,
        headers: &[Header<'_>],
    ) -> &mut Self {
        self.append_at(self.next_offset_delta, timestamp, key, value, headers)
    }

    /// Appends a record at an offset of its own, for what compaction leaves and for broken batches in tests.
    pub fn append_at(
        &mut self,
        offset_delta: i32,
        timestamp: i64,
        key: Option<&[u8]>,
        value: Option<&[u8]>,
        headers: &[Header<'_>],
    ) -> &mut Self {
        if self.count == 0 {
            self.base_timestamp = timestamp;
            self.max_timestamp = timestamp;
        }
        self.max_timestamp = self.max_timestamp.max(timestamp);
        let timestamp_delta = timestamp.wrapping_sub(self.base_timestamp);
        let length = 1
            + varint::size(timestamp_delta)
            + varint::size(offset_delta.into())
            + nullable_size(key)
            + nullable_size(value)
            + varint::size(signed(headers.len()))
            + headers
                .iter()
                .map(|(name, value)| nullable_size(Some(name.as_bytes())) + nullable_size(*value))
                .sum::<usize>();
        let target = &mut self.records;
        varint::put(target, signed(length));
        target.put_u8(0);
        varint::put(target, timestamp_delta);
        varint::put(target, offset_delta.into());
        put_nullable(target, key);
        put_nullable(target, value);
        varint::put(target, signed(headers.len()));
        for (name, value) in headers {
            put_nullable(target, Some(name.as_bytes()));
            put_nullable(target, *value);
        }
        self.count = self.count.saturating_add(1);
        self.next_offset_delta = offset_delta.saturating_add(1);
        self
    }

    /// Appends the batch to `target` and empties the builder, whose options stay.
    ///
    /// # Errors
    /// The codec fails, or the batch is longer than an `i32` can say.
    pub fn finish_into(&mut self, target: &mut Vec<u8>) -> Result<(), RecordError> {
        let place = target.len();
        target.resize(place + HEADER_SIZE, 0);
        compress(self.options.compression, self.options.compression_level, &self.records, target)?;
        let batch = target.get_mut(place..).unwrap_or_default();
        let batch_length = i32::try_from(batch.len() - LOG_OVERHEAD)
            .map_err(|_| RecordError::Malformed("a batch beyond 2 GiB"))?;
        self.header(batch_length).seal(batch);
        self.clear();
        Ok(())
    }

    /// The batch, in memory of its own. The builder is empty afterwards.
    ///
    /// # Errors
    /// As [`BatchBuilder::finish_into`].
    pub fn finish(&mut self) -> Result<Bytes, RecordError> {
        let mut target = Vec::with_capacity(self.size());
        self.finish_into(&mut target)?;
        Ok(Bytes::from(target))
    }

    /// Drops the records and keeps options and memory.
    pub fn clear(&mut self) {
        self.records.clear();
        self.count = 0;
        self.next_offset_delta = 0;
    }

    fn header(&self, batch_length: i32) -> BatchHeader {
        let options = &self.options;
        let (base_timestamp, max_timestamp) =
            if self.count == 0 { (-1, -1) } else { (self.base_timestamp, self.max_timestamp) };
        BatchHeader {
            base_offset: options.base_offset,
            batch_length,
            partition_leader_epoch: options.partition_leader_epoch,
            crc: 0,
            attributes: Attributes::default()
                .with_compression(options.compression)
                .with_timestamp_type(options.timestamp_type)
                .with_transactional(options.transactional)
                .with_control(options.control),
            last_offset_delta: self.next_offset_delta.saturating_sub(1),
            base_timestamp,
            max_timestamp,
            producer_id: options.producer_id,
            producer_epoch: options.producer_epoch,
            base_sequence: options.base_sequence,
            record_count: self.count,
        }
    }
}

impl BatchHeader {
    /// Writes the header over the start of a whole batch, with the CRC of its bytes. Too short a batch stays as
    /// it is.
    pub fn seal(mut self, batch: &mut [u8]) {
        let Some(place) = batch.first_chunk_mut::<HEADER_SIZE>() else { return };
        self.write_to(place);
        self.crc = crc32c(batch.get(CRC_START..).unwrap_or_default());
        if let Some(place) = batch.first_chunk_mut::<HEADER_SIZE>() {
            self.write_to(place);
        }
    }
}

fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn nullable_size(bytes: Option<&[u8]>) -> usize {
    bytes.map_or(1, |bytes| varint::size(signed(bytes.len())) + bytes.len())
}

fn put_nullable(target: &mut Vec<u8>, bytes: Option<&[u8]>) {
    varint::put(target, bytes.map_or(-1, |bytes| signed(bytes.len())));
    target.extend_from_slice(bytes.unwrap_or_default());
}
