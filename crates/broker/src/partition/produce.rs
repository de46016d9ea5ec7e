//! Appending to a partition as its leader, and waiting for what was appended.

use std::sync::Arc;

use bytes::Bytes;
use moldau_ids::{Offset, Timestamp};
use moldau_log::{
    AppendError, Appended, PreparedBatch, prepare,
    producers::{AppendOrigin, ProducerBatch},
};
use moldau_wire::ErrorCode;
use tokio::sync::oneshot;

use super::{Partition, Role};
use crate::produce::{
    pending::{PendingProduce, Place, refusal},
    refusals::Refusal,
};

/// How many replicas must hold a record before it is acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Acks {
    /// None: there is no answer.
    None,
    /// This broker.
    Leader,
    /// Every in-sync replica.
    All,
}

impl Acks {
    /// From the wire: 0, 1 and -1; anything else is `INVALID_REQUIRED_ACKS`.
    pub(crate) fn from_wire(raw: i16) -> Option<Self> {
        match raw {
            0 => Some(Self::None),
            1 => Some(Self::Leader),
            -1 => Some(Self::All),
            _ => None,
        }
    }
}

/// Why an append was not taken.
#[derive(Debug)]
pub(crate) enum AppendRefusal {
    /// Not by the log: not the leader, too few replicas in sync, offline.
    Partition(ErrorCode),
    /// By the log.
    Log(AppendError),
}

/// Somebody who waits for an offset to be held.
#[derive(Debug)]
pub(super) enum Waiter {
    /// One partition's part of an answer to Produce.
    Produce { pending: Arc<PendingProduce>, place: Place },
    /// A task.
    Task(oneshot::Sender<Result<(), ErrorCode>>),
}

impl Waiter {
    pub(super) fn acknowledge(self) {
        match self {
            Self::Produce { pending, place } => pending.acknowledge(place),
            // It may have given up.
            Self::Task(task) => drop(task.send(Ok(()))),
        }
    }

    pub(super) fn refuse(self, error: ErrorCode) {
        match self {
            Self::Produce { pending, place } => pending.fail(place, refusal(error, None)),
            Self::Task(task) => drop(task.send(Err(error))),
        }
    }
}

impl Partition {
    /// Appends a checked batch under the present term. What follows is in [`Self::wait`].
    pub(crate) fn append(
        &self,
        batch: &PreparedBatch,
        acks: Acks,
        now: Timestamp,
    ) -> Result<Appended, AppendRefusal> {
        let view = self.leader_view().map_err(AppendRefusal::Partition)?;
        if acks == Acks::All && !view.enough_in_sync {
            return Err(AppendRefusal::Partition(ErrorCode::NotEnoughReplicas));
        }
        let log = self.log().map_err(AppendRefusal::Partition)?;
        let appended = log.append_as_leader(batch, view.epoch, now).map_err(AppendRefusal::Log);
        #[cfg(feature = "planted")]
        if moldau_ids::planted::is_planted(moldau_ids::planted::Bug::HighWatermarkFromLogEnd) {
            let end = log.ends().log_end;
            self.progressed(end, end);
        }
        appended
    }

    /// Checks and appends a batch that a coordinator has made; returns the offset after it.
    pub(crate) fn append_of_coordinator(&self, batch: &Bytes, now: Timestamp) -> Result<Offset, ErrorCode> {
        let refused = |refusal: Refusal| refusal.error;
        let prepared = prepare(batch, &self.config(), AppendOrigin::Coordinator, now)
            .map_err(|error| refused(error.into()))?;
        let appended = self.append(&prepared, Acks::All, now).map_err(|error| refused(error.into()))?;
        Ok(appended.last_offset.next())
    }

    /// A batch of a producer that the log does not know comes, as the first of a transaction; `false` if one before it
    /// could not be taken and has to come again first.
    pub(crate) fn newcomer_may_come(&self, batch: &ProducerBatch) -> bool {
        self.newcomers.lock().comes(batch.producer_id, batch.producer_epoch, batch.base_sequence)
    }

    /// The log knows the producer.
    pub(crate) fn newcomer_is_in(&self, batch: &ProducerBatch) {
        self.newcomers.lock().is_in(batch.producer_id);
    }

    /// Reports to `pending` when everything before `required` is held as `acks` asks, or can't be any more.
    pub(crate) fn wait(&self, required: Offset, acks: Acks, pending: &Arc<PendingProduce>, place: Place) {
        self.wait_with(required, acks, Waiter::Produce { pending: Arc::clone(pending), place });
    }

    /// Told when every in-sync replica holds everything before `required`, or can't any more.
    pub(crate) fn when_held(&self, required: Offset) -> oneshot::Receiver<Result<(), ErrorCode>> {
        let (told, waiting) = oneshot::channel();
        self.wait_with(required, Acks::All, Waiter::Task(told));
        waiting
    }

    fn wait_with(&self, required: Offset, acks: Acks, waiter: Waiter) {
        let mut core = self.core.lock();
        let reached = match &core.role {
            Role::Leader(leader) => match acks {
                Acks::All => Ok(leader.high_watermark()),
                Acks::Leader => Ok(leader.local_end()),
                Acks::None => Ok(Offset::MAX),
            },
            Role::NotLeader => Err(ErrorCode::NotLeaderOrFollower),
            Role::Offline => Err(ErrorCode::KafkaStorageError),
        };
        match reached {
            Ok(reached) if required <= reached => {
                drop(core);
                waiter.acknowledge();
            }
            Ok(_) => {
                let queue = if acks == Acks::All { &mut core.all } else { &mut core.one };
                queue.push(required, waiter);
            }
            Err(error) => {
                drop(core);
                waiter.refuse(error);
            }
        }
    }
}
