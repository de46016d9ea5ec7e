//! A machine at work: what its decisions ask for is appended, and told when it has committed.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use moldau_ids::Offset;
use moldau_wire::ErrorCode;
use tokio::sync::oneshot;

use super::{
    batches::{BatchInMaking, marker},
    machine::{Around, Machine, Out, TicketNumber},
    owner::{Message, Owner},
};

/// No batch is made larger than this many bytes, whatever the topic allows, unless a single record is.
const BATCH_BYTES_MAX: usize = 1 << 20;

/// What is to be told and done once the log is held up to an offset.
pub(super) struct Uncommitted<M: Machine> {
    required: Offset,
    answers: Vec<(TicketNumber, M::Answer)>,
    effects: Vec<M::Effect>,
    markers: Vec<oneshot::Sender<Result<(), ErrorCode>>>,
}

/// A machine at work.
pub(super) struct Serving<M: Machine> {
    pub(super) machine: M,
    next_ticket: TicketNumber,
    waiting: BTreeMap<TicketNumber, oneshot::Sender<Result<M::Answer, ErrorCode>>>,
    batch: BatchInMaking,
    /// Belongs to the batch in the making.
    unappended: Vec<Out<M>>,
    pub(super) uncommitted: VecDeque<Uncommitted<M>>,
    /// The end of what this owner has replayed or appended.
    end: Offset,
}

impl<M: Machine> Serving<M> {
    pub(super) fn new(machine: M, end: Offset) -> Self {
        Self {
            machine,
            next_ticket: 0,
            waiting: BTreeMap::new(),
            batch: BatchInMaking::default(),
            unappended: Vec::new(),
            uncommitted: VecDeque::new(),
            end,
        }
    }

    pub(super) fn apply(&mut self, owner: &mut Owner<M>, message: Message<M>) -> Result<(), ErrorCode> {
        let around = Around { broker: &Arc::clone(&owner.broker), now: owner.now() };
        match message {
            Message::Vouched(command, vouched, reply) => {
                // Markers are written here and nowhere else, so what is seen now holds until the append.
                let now = owner.partition.log()?.transaction_of(vouched.producer.id);
                if now.open_epoch != Some(vouched.producer.epoch) && now.ended != vouched.seen.ended {
                    give(reply, Err(ErrorCode::InvalidTxnState));
                    return Ok(());
                }
                self.apply(owner, Message::Command(command, Some(reply)))
            }
            Message::Command(command, reply) => {
                let ticket = self.next_ticket;
                self.next_ticket += 1;
                if let Some(reply) = reply {
                    self.waiting.insert(ticket, reply);
                }
                let out = self.machine.handle(around, ticket, command);
                self.take(owner, out)
            }
            Message::EndTransaction(end, reply) => {
                self.flush(owner)?;
                let batch = marker(end.producer, end.commit, end.coordinator_epoch, around.now)
                    .map_err(|_| ErrorCode::UnknownServerError)?;
                match owner.append(&batch) {
                    Ok(appended) => self.end = appended,
                    // The log refused this one (a newer epoch is known): nothing else is concerned.
                    Err(
                        error @ (ErrorCode::InvalidProducerEpoch | ErrorCode::TransactionCoordinatorFenced),
                    ) => {
                        give(reply, Err(error));
                        return Ok(());
                    }
                    Err(error) => return Err(error),
                }
                let out = self.machine.transaction_ended(around, end.producer, end.commit);
                self.uncommitted.push_back(Uncommitted {
                    required: self.end,
                    answers: Vec::new(),
                    effects: Vec::new(),
                    markers: vec![reply],
                });
                self.take(owner, out)
            }
        }
    }

    /// Takes a decision's records into the batch, and remembers what is to be told when they have committed.
    pub(super) fn take(&mut self, owner: &Owner<M>, mut out: Out<M>) -> Result<(), ErrorCode> {
        let max = usize::try_from(owner.partition.config().max_message_bytes).unwrap_or(usize::MAX);
        let now = owner.latest;
        for record in std::mem::take(&mut out.records) {
            if !self.batch.takes(&record, out.producer, max.min(BATCH_BYTES_MAX)) {
                self.flush(owner)?;
            }
            self.batch.push(&record, out.producer, now);
        }
        if !out.answers.is_empty() || !out.effects.is_empty() {
            self.unappended.push(out);
        }
        Ok(())
    }

    /// Appends the batch in the making.
    pub(super) fn flush(&mut self, owner: &Owner<M>) -> Result<(), ErrorCode> {
        if !self.batch.is_empty() {
            let batch = self.batch.finish().map_err(|_| ErrorCode::UnknownServerError)?;
            self.end = owner.append(&batch)?;
        }
        let required = self.end;
        self.uncommitted.extend(self.unappended.drain(..).map(|out| Uncommitted {
            required,
            answers: out.answers,
            effects: out.effects,
            markers: Vec::new(),
        }));
        Ok(())
    }

    /// Tells what has committed.
    pub(super) fn release(&mut self, owner: &Owner<M>) -> Result<(), ErrorCode> {
        let mut seen = Vec::new();
        owner.news.drain_into(&mut seen);
        let committed = owner.partition.leader_view()?.high_watermark;
        while let Some(next) = self.uncommitted.pop_front_if(|next| next.required <= committed) {
            for (ticket, answer) in next.answers {
                if let Some(reply) = self.waiting.remove(&ticket) {
                    give(reply, Ok(answer));
                }
            }
            for reply in next.markers {
                give(reply, Ok(()));
            }
            for effect in next.effects {
                M::carry_out(&owner.broker, &owner.handle, effect);
            }
        }
        Ok(())
    }

    /// Nobody gets an answer any more.
    pub(super) fn refuse_all(&mut self, error: ErrorCode) {
        let error = coordinator_error(error);
        for (_, reply) in std::mem::take(&mut self.waiting) {
            give(reply, Err(error));
        }
        for reply in self.uncommitted.drain(..).flat_map(|uncommitted| uncommitted.markers) {
            give(reply, Err(error));
        }
    }
}

/// Answers whoever asked, who may have gone away.
fn give<T>(reply: oneshot::Sender<T>, answer: T) {
    drop(reply.send(answer));
}

/// What clients are told when a coordinator's own append failed, as Kafka's coordinators do.
fn coordinator_error(error: ErrorCode) -> ErrorCode {
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is not about the log is told as it is")]
    match error {
        ErrorCode::UnknownTopicOrPartition
        | ErrorCode::NotEnoughReplicas
        | ErrorCode::NotEnoughReplicasAfterAppend
        | ErrorCode::RequestTimedOut => ErrorCode::CoordinatorNotAvailable,
        ErrorCode::NotLeaderOrFollower | ErrorCode::KafkaStorageError => ErrorCode::NotCoordinator,
        ErrorCode::MessageTooLarge | ErrorCode::RecordListTooLarge | ErrorCode::InvalidFetchSize => {
            ErrorCode::UnknownServerError
        }
        other => other,
    }
}
