//! Batches on their way into a log: checked and, where the topic asks for it, changed, before any lock is taken.
//!
//! [`prepare`] does all that needs the records: CRC, validation as Kafka's `LogValidator`, timestamps,
//! recompression. What is left for the append under the partition's lock is the 61-byte header.
//!
//! The payload is never copied here unless it is recompressed.

use bytes::Bytes;
use moldau_ids::Timestamp;
use moldau_wire::record_batch::{
    BatchError, BatchHeader, Compression, HEADER_SIZE, LOG_OVERHEAD, RecordBatch, RecordError,
    ValidationError, ValidationRules, compress,
    control::{ControlType, EndTransactionMarker},
    patch, validate,
};

use crate::{
    config::LogConfig,
    producers::{AppendOrigin, EndMarker, ProducerBatch},
    state::TransactionView,
};

/// The most that a batch's records may decompress to while they are checked, in bytes. Kafka has no bound here.
pub const DECOMPRESSED_MAX: usize = 256 << 20;

/// The most that a control batch's records take, in bytes.
const CONTROL_MAX: usize = 64 << 10;

/// Why a batch is refused before it reaches the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrepareError {
    /// The bytes are no batch, or damaged.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// There must be exactly one batch.
    #[error("{0} bytes follow the batch: a partition takes exactly one batch a request")]
    TrailingBytes(usize),
    /// `RECORD_TOO_LARGE`.
    #[error("a batch of {size} bytes is larger than max.message.bytes {max}")]
    TooLarge {
        /// The batch's size in bytes.
        size: usize,
        /// `max.message.bytes`.
        max: u32,
    },
    /// The base offset of a producer's batch must be 0.
    #[error("the base offset of a produced batch is {0}, expected 0")]
    BaseOffset(i64),
    /// The records are not what the topic takes.
    #[error(transparent)]
    Invalid(#[from] ValidationError),
    /// The records could not be compressed anew.
    #[error(transparent)]
    Records(#[from] RecordError),
}

/// A batch that may be appended: its bytes, and all that the log needs to know of them.
#[derive(Debug, Clone)]
pub struct PreparedBatch {
    pub(crate) header: BatchHeader,
    /// The header's bytes as they will be stored, but for offset and epoch.
    pub(crate) head: [u8; HEADER_SIZE],
    /// The records' bytes.
    pub(crate) rest: Bytes,
    pub(crate) producer: ProducerBatch,
    pub(crate) origin: AppendOrigin,
    /// As of when its transaction's coordinator vouched for it.
    pub(crate) verified: Option<TransactionView>,
}

impl PreparedBatch {
    /// Bytes it takes in the log.
    pub fn size(&self) -> usize {
        HEADER_SIZE + self.rest.len()
    }

    /// It belongs to a transaction whose coordinator has vouched for it, after `seen` was seen in the partition. If
    /// transactions have ended there since, the append is refused: `AppendError::NotVerified`.
    #[must_use]
    pub fn verified_since(self, seen: TransactionView) -> Self {
        Self { verified: Some(seen), ..self }
    }

    /// Who wrote it.
    pub fn producer(&self) -> &ProducerBatch {
        &self.producer
    }

    /// How many offsets it takes.
    pub fn offset_count(&self) -> i64 {
        i64::from(self.header.last_offset_delta) + 1
    }

    /// How many records it has.
    pub fn record_count(&self) -> i32 {
        self.header.record_count
    }

    /// Its highest timestamp as it will be stored.
    pub fn max_timestamp(&self) -> Timestamp {
        Timestamp(self.header.max_timestamp)
    }

    /// Its header as it was prepared.
    pub fn header(&self) -> &BatchHeader {
        &self.header
    }

    fn new(bytes: &Bytes, origin: AppendOrigin) -> Result<Self, BatchError> {
        let header = BatchHeader::parse(bytes)?;
        let short = BatchError::Truncated { needed: HEADER_SIZE, available: bytes.len() };
        let head = *bytes.first_chunk::<HEADER_SIZE>().ok_or(short)?;
        let producer = producer_batch(&header, bytes);
        Ok(Self { header, head, rest: bytes.slice(HEADER_SIZE..), producer, origin, verified: None })
    }
}

/// Checks one batch of a producer (or a coordinator) as the leader must, and brings it into the form in which it
/// is stored. `now` is the time of the append for `LogAppendTime` topics.
pub fn prepare(
    bytes: &Bytes,
    config: &LogConfig,
    origin: AppendOrigin,
    now: Timestamp,
) -> Result<PreparedBatch, PrepareError> {
    let batch = RecordBatch::parse(bytes)?;
    let size = batch.header().size();
    if let Some(left) = bytes.len().checked_sub(size)
        && 0 < left
    {
        return Err(PrepareError::TrailingBytes(left));
    }
    check_size(size, config)?;
    if origin == AppendOrigin::Client && batch.header().base_offset != 0 {
        return Err(PrepareError::BaseOffset(batch.header().base_offset));
    }
    batch.verify_crc()?;
    let rules = ValidationRules {
        compacted: config.cleanup_compact,
        timestamp_type: config.timestamp_type,
        now_ms: now.get(),
        timestamp_before_max_ms: config.timestamp_before_max_ms,
        timestamp_after_max_ms: config.timestamp_after_max_ms,
        from_client: origin == AppendOrigin::Client,
        decompressed_max: DECOMPRESSED_MAX,
    };
    let validated = validate(&batch, &rules)?;
    let source = batch.header().attributes.compression()?;
    let mut prepared = match config.compression {
        Some(target) if target != source && !batch.header().attributes.is_control() => {
            let again = recompress(&batch, target, config)?;
            check_size(again.len(), config)?;
            PreparedBatch::new(&again, origin)?
        }
        Some(_) | None => PreparedBatch::new(&bytes.slice(..size), origin)?,
    };
    patch::set_max_timestamp(&mut prepared.head, config.timestamp_type, validated.max_timestamp);
    prepared.header = BatchHeader::parse(&prepared.head)?;
    prepared.producer.max_timestamp = prepared.header.max_timestamp;
    Ok(prepared)
}

fn check_size(size: usize, config: &LogConfig) -> Result<(), PrepareError> {
    let max = config.max_message_bytes;
    if usize::try_from(max).is_ok_and(|max| max < size) {
        return Err(PrepareError::TooLarge { size, max });
    }
    Ok(())
}

/// Cuts what a leader sent into batches and checks their CRCs. Nothing else is judged: the leader has done so.
/// A batch that is cut off at the end is left out, as fetch answers may end in one.
pub fn prepare_replicated(bytes: &Bytes) -> Result<Vec<PreparedBatch>, BatchError> {
    let mut rest = bytes.clone();
    let mut batches = Vec::new();
    while HEADER_SIZE <= rest.len() {
        let size = BatchHeader::parse(&rest)?.size();
        if rest.len() < size {
            break;
        }
        let batch = RecordBatch::parse(&rest)?;
        batch.verify_crc()?;
        let one = rest.split_to(size);
        batches.push(PreparedBatch::new(&one, AppendOrigin::Replication)?);
    }
    Ok(batches)
}

/// What the header, and the record of a control batch, say about the producer.
pub(crate) fn producer_batch(header: &BatchHeader, bytes: &Bytes) -> ProducerBatch {
    // A control batch without its record, as Apache Kafka's compaction leaves it, says nothing of its producer any more.
    let is_void = header.attributes.is_control() && header.record_count == 0;
    ProducerBatch {
        producer_id: if is_void { -1 } else { header.producer_id },
        producer_epoch: header.producer_epoch,
        base_sequence: header.base_sequence,
        last_sequence: header.last_sequence(),
        is_transactional: header.attributes.is_transactional(),
        marker: if header.attributes.is_control() { end_marker(bytes) } else { None },
        max_timestamp: header.max_timestamp,
    }
}

/// The end marker in a control batch, if that is what it holds. Control batches are a few bytes and never
/// compressed.
fn end_marker(bytes: &Bytes) -> Option<EndMarker> {
    let records = RecordBatch::parse(bytes).ok()?.records(CONTROL_MAX).ok()?;
    let record = records.iter().next()?.ok()?;
    let commit = match ControlType::from_key(record.key?).ok()? {
        ControlType::Commit => true,
        ControlType::Abort => false,
        ControlType::LeaderChange
        | ControlType::SnapshotHeader
        | ControlType::SnapshotFooter
        | ControlType::KraftVersion
        | ControlType::KraftVoters
        | ControlType::Unknown(_) => return None,
    };
    let coordinator_epoch = EndTransactionMarker::from_value(record.value?).ok()?.coordinator_epoch;
    Some(EndMarker { commit, coordinator_epoch })
}

/// The same records under another codec. Offsets, sequences and timestamps stay.
fn recompress(batch: &RecordBatch, target: Compression, config: &LogConfig) -> Result<Bytes, PrepareError> {
    let records = batch.records(DECOMPRESSED_MAX)?;
    let mut bytes = vec![0; HEADER_SIZE];
    compress(target, config.compression_level, records.data(), &mut bytes)?;
    let too_large = PrepareError::TooLarge { size: bytes.len(), max: config.max_message_bytes };
    let mut header = *batch.header();
    header.batch_length =
        i32::try_from(bytes.len().saturating_sub(LOG_OVERHEAD)).map_err(|_long| too_large)?;
    header.attributes = header.attributes.with_compression(target);
    header.seal(&mut bytes);
    Ok(Bytes::from(bytes))
}
