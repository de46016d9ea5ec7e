//! The one table from what can go wrong with an append to Kafka's errors. Retriable must stay retriable.

use moldau_log::{AppendError, PrepareError, producers::ProducerError};
use moldau_wire::{
    ErrorCode, Str,
    messages::produce_response::{BatchIndexAndErrorMessage, PartitionProduceResponse},
    record_batch::{BatchError, BatchHeader, Compression, RecordError, ValidationError},
};

use crate::partition::AppendRefusal;

/// Kafka names at most so many of a batch's refused records.
const RECORD_ERRORS_MAX: usize = 1_000;
/// zstd came with version 7 of Produce (KIP-110).
const ZSTD_VERSION: i16 = 7;

/// What a client is told about a batch that was not taken.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    /// Kafka's error.
    pub(crate) error: ErrorCode,
    message: Option<Str>,
    /// Index in the batch, and what is wrong with that record.
    records: Vec<(i32, Str)>,
    /// Whether the log itself had its say: Kafka then names where the log starts.
    by_log: bool,
    log_start: Option<i64>,
    unverified: bool,
}

impl Refusal {
    /// An error that says it all.
    pub(crate) fn code(error: ErrorCode) -> Self {
        Self { error, message: None, records: Vec::new(), by_log: false, log_start: None, unverified: false }
    }

    /// An error and its reason.
    pub(crate) fn new(error: ErrorCode, message: impl Into<String>) -> Self {
        Self { message: Some(Str::from(message.into())), ..Self::code(error) }
    }

    /// The transaction's coordinator has to vouch for the batch once more.
    pub(crate) fn is_unverified(&self) -> bool {
        self.unverified
    }

    /// A refusal by the log, not by what stands before it.
    fn by_log(self) -> Self {
        Self { by_log: true, ..self }
    }

    /// Adds where the log starts, if this is a refusal that tells it.
    pub(crate) fn at(self, log_start: i64) -> Self {
        Self { log_start: self.by_log.then_some(log_start), ..self }
    }

    /// Writes it into a partition's part of an answer.
    pub(crate) fn fill(self, part: &mut PartitionProduceResponse) {
        part.error_code = self.error.to_i16();
        part.base_offset = -1;
        part.log_start_offset = self.log_start.unwrap_or(-1);
        part.error_message = self.message;
        part.record_errors = self
            .records
            .into_iter()
            .map(|(batch_index, message)| BatchIndexAndErrorMessage {
                batch_index,
                batch_index_error_message: Some(message),
                ..BatchIndexAndErrorMessage::default()
            })
            .collect();
    }
}

/// What a version of the request may not carry, before the batch itself is looked at.
pub(crate) fn check_version(version: i16, records: &[u8]) -> Result<(), Refusal> {
    if records.is_empty() {
        let message =
            "a partition in a Produce request must have exactly one record batch, this one has none";
        return Err(Refusal::new(ErrorCode::InvalidRecord, message));
    }
    let Ok(header) = BatchHeader::parse(records) else { return Ok(()) };
    if version < ZSTD_VERSION && header.attributes.compression().is_ok_and(|codec| codec == Compression::Zstd)
    {
        let message =
            format!("zstd needs version {ZSTD_VERSION} of Produce, this request has version {version}");
        return Err(Refusal::new(ErrorCode::UnsupportedCompressionType, message));
    }
    Ok(())
}

impl From<PrepareError> for Refusal {
    fn from(error: PrepareError) -> Self {
        let message = error.to_string();
        match error {
            // No batch at all: retrying does not help, so it is not CORRUPT_MESSAGE.
            PrepareError::Batch(BatchError::Truncated { .. }) | PrepareError::TrailingBytes(_) => {
                Self::new(ErrorCode::InvalidRecord, message)
            }
            PrepareError::Batch(error @ BatchError::Codec(_)) => {
                Self::new(error.error_code(), message).by_log()
            }
            PrepareError::Batch(error) => Self::new(error.error_code(), message),
            PrepareError::BaseOffset(_) => Self::new(ErrorCode::InvalidRecord, message).by_log(),
            PrepareError::TooLarge { .. } => Self::new(ErrorCode::MessageTooLarge, message),
            PrepareError::Invalid(error) => {
                let records = match &error {
                    ValidationError::Records { listed, .. } => listed
                        .iter()
                        .take(RECORD_ERRORS_MAX)
                        .map(|entry| (entry.batch_index, Str::from(entry.reason.to_string())))
                        .collect(),
                    ValidationError::Unreadable(_) | ValidationError::Inconsistent(_) => Vec::new(),
                };
                let code = match &error {
                    ValidationError::Unreadable(error) => unreadable(error),
                    ValidationError::Records { .. } | ValidationError::Inconsistent(_) => error.error_code(),
                };
                Self { records, ..Self::new(code, message).by_log() }
            }
            PrepareError::Records(error) => Self::new(unreadable(&error), message).by_log(),
        }
    }
}

/// What a producer is told of records that can't be read although the checksum is right: the producer wrote them so,
/// and would write them so again. (`CORRUPT_MESSAGE`, what a reader is told, has producers retry.)
fn unreadable(error: &RecordError) -> ErrorCode {
    match error {
        RecordError::Decompression { .. } => ErrorCode::InvalidRecord,
        RecordError::Batch(_) | RecordError::Malformed(_) | RecordError::TooLarge { .. } => {
            error.error_code()
        }
    }
}

impl From<AppendRefusal> for Refusal {
    fn from(refusal: AppendRefusal) -> Self {
        match refusal {
            AppendRefusal::Partition(error) => Self::code(error),
            AppendRefusal::Log(error @ AppendError::Producer(_)) => {
                Self::new(append_error(&error), error.to_string()).by_log()
            }
            AppendRefusal::Log(error @ AppendError::NotVerified) => {
                Self { unverified: true, ..Self::new(append_error(&error), error.to_string()) }
            }
            AppendRefusal::Log(error) => Self::new(append_error(&error), error.to_string()),
        }
    }
}

fn append_error(error: &AppendError) -> ErrorCode {
    match error {
        AppendError::Failed(_) | AppendError::NoRoom => ErrorCode::KafkaStorageError,
        AppendError::NotLeader { .. } => ErrorCode::NotLeaderOrFollower,
        AppendError::Producer(error) => producer_error(error),
        AppendError::NotVerified => ErrorCode::InvalidTxnState,
        AppendError::BatchLargerThanSegment { .. } => ErrorCode::RecordListTooLarge,
        AppendError::OffsetsExhausted
        | AppendError::UnexpectedOffset { .. }
        | AppendError::NotAtRequiredEnd { .. } => ErrorCode::UnknownServerError,
    }
}

fn producer_error(error: &ProducerError) -> ErrorCode {
    match error {
        ProducerError::InvalidEpoch { .. } => ErrorCode::InvalidProducerEpoch,
        ProducerError::OutOfOrder { .. } => ErrorCode::OutOfOrderSequenceNumber,
        ProducerError::NonTransactionalInTxn { .. } => ErrorCode::InvalidTxnState,
        ProducerError::CoordinatorFenced { .. } => ErrorCode::TransactionCoordinatorFenced,
    }
}
