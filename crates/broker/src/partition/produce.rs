//! Appending to a partition as its leader, and waiting for what was appended.

use std::sync::Arc;

use moldau_ids::{Offset, Timestamp};
use moldau_log::{AppendError, Appended, PreparedBatch};
use moldau_wire::ErrorCode;

use super::{Partition, Role};
use crate::produce::pending::{PendingProduce, Place, refusal};

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

/// One partition's part of an answer, waiting for an offset.
#[derive(Debug)]
pub(super) struct Waiter {
    pending: Arc<PendingProduce>,
    place: Place,
}

impl Waiter {
    pub(super) fn acknowledge(self) {
        self.pending.acknowledge(self.place);
    }

    pub(super) fn refuse(self, error: ErrorCode) {
        self.pending.fail(self.place, refusal(error, None));
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

    /// Reports to `pending` when everything before `required` is held as `acks` asks, or can't be any more.
    pub(crate) fn wait(&self, required: Offset, acks: Acks, pending: &Arc<PendingProduce>, place: Place) {
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
                pending.acknowledge(place);
            }
            Ok(_) => {
                let waiter = Waiter { pending: Arc::clone(pending), place };
                let queue = if acks == Acks::All { &mut core.all } else { &mut core.one };
                queue.push(required, waiter);
            }
            Err(error) => {
                drop(core);
                pending.fail(place, refusal(error, None));
            }
        }
    }
}
