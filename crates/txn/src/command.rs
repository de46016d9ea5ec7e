//! What goes into a [`Shard`](crate::Shard) and what comes out.

use moldau_ids::TopicPartition;
use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use crate::Record;

/// Names an answer that is owed. The driver chooses it and does not use it again while the answer is outstanding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// A request of one kind, already authorised, as it concerns one shard. Requests that name several transactional ids
/// are split by id before they come here.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Gets a producer its id and epoch. Without a transactional id it is not the coordinator's business, but is
    /// answered all the same.
    InitProducerId { request: m::InitProducerIdRequest, version: i16 },
    /// Adds partitions to a transaction, or asks whether they are in it. The topics exist. See
    /// [`split_add_partitions`](crate::split_add_partitions).
    AddPartitions {
        transaction: m::add_partitions_to_txn_request::AddPartitionsToTxnTransaction,
        version: i16,
    },
    /// Adds the partition of `__consumer_offsets` that the group's offsets go to.
    AddOffsets { request: m::AddOffsetsToTxnRequest, offsets_partition: i32, version: i16 },
    /// Commits or aborts.
    EndTxn { request: m::EndTxnRequest, version: i16 },
    /// Describes one transactional id.
    DescribeTransaction { transactional_id: Str },
    /// Lists this shard's transactional ids.
    ListTransactions { request: m::ListTransactionsRequest },
    /// An [`Effect`] has been carried out.
    EffectDone(EffectResult),
}

/// What an answered [`Command`] says.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// To [`Command::InitProducerId`].
    InitProducerId(m::InitProducerIdResponse),
    /// To [`Command::AddPartitions`].
    AddPartitions(m::add_partitions_to_txn_response::AddPartitionsToTxnResult),
    /// To [`Command::AddOffsets`].
    AddOffsets(m::AddOffsetsToTxnResponse),
    /// To [`Command::EndTxn`].
    EndTxn(m::EndTxnResponse),
    /// To [`Command::DescribeTransaction`].
    DescribeTransaction(m::describe_transactions_response::TransactionState),
    /// To [`Command::ListTransactions`]: what this shard contributes.
    ListTransactions(m::ListTransactionsResponse),
    /// To a command that nobody waits for.
    Done,
}

/// What a shard wishes from other parts of the broker. Carried out when the step's records have committed; the
/// result comes back as [`Command::EffectDone`]. A result that is lost makes the shard wish again, as does
/// [`Shard::loaded`](crate::Shard::loaded).
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Write the markers that end a transaction.
    WriteMarkers(WriteMarkers),
}

/// The markers of one transaction. Writing one twice is as good as once, but for one that comes so late that another
/// wish has completed the transaction and its producer has begun the next: under TV1 that has the same epoch, and the
/// marker would end it. So whoever carries this out gives up before `request.timeout.ms`, and says
/// [`Marked::Retry`] when it does.
#[derive(Debug, Clone, PartialEq)]
pub struct WriteMarkers {
    /// Whose transaction; comes back in the result.
    pub transactional_id: Str,
    /// Names this wish; comes back in the result.
    pub wish: u64,
    /// The producer whose transaction ends.
    pub producer_id: i64,
    /// The epoch that the markers carry. Under TV2 and after fencing it is above the one the producer wrote with.
    pub producer_epoch: i16,
    /// Commit or abort.
    pub commit: bool,
    /// Partitions refuse markers of an older coordinator.
    pub coordinator_epoch: i32,
    /// The protocol that the transaction followed.
    pub transaction_version: i16,
    /// Where to write.
    pub partitions: Vec<TopicPartition>,
}

/// How an [`Effect`] ended.
#[derive(Debug, Clone, PartialEq)]
pub enum EffectResult {
    /// Of [`Effect::WriteMarkers`].
    Markers(MarkersResult),
}

/// What became of one [`WriteMarkers`].
#[derive(Debug, Clone, PartialEq)]
pub struct MarkersResult {
    /// As in the wish.
    pub transactional_id: Str,
    /// As in the wish.
    pub wish: u64,
    /// As in the wish.
    pub coordinator_epoch: i32,
    /// By partition. One that is missing counts as [`Marked::Retry`].
    pub partitions: Vec<(TopicPartition, Marked)>,
}

/// What became of one marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// It is in the partition's log, for good.
    Written,
    /// There is nothing to end: the metadata image knows no such partition (any more).
    Gone,
    /// Not written, or nobody knows. Will be wished again.
    Retry,
}

impl Marked {
    /// What a partition leader's answer means. `UNKNOWN_TOPIC_OR_PARTITION` is no proof of a deletion: a leader may
    /// be behind in its metadata. Who looks up leaders says [`Marked::Gone`] when the image has no such partition.
    pub fn from_code(code: ErrorCode) -> Self {
        if code == ErrorCode::None {
            Self::Written
        } else if code == ErrorCode::UnsupportedForMessageFormat || code == ErrorCode::UnsupportedVersion {
            // The producer's own writes were refused for the same reason.
            Self::Gone
        } else {
            Self::Retry
        }
    }
}

/// What one call on a shard asks of its driver, in this order: append `records` (as one atomic batch), then, once they
/// and all earlier records have committed, give `answers` and carry out `effects`.
#[derive(Debug, Default, PartialEq)]
pub struct Step {
    /// To append.
    pub records: Vec<Record>,
    /// To give.
    pub answers: Vec<(Ticket, Answer)>,
    /// To carry out.
    pub effects: Vec<Effect>,
}
