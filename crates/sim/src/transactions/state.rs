//! What a transactional producer remembers, and what answers mean for it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use moldau_wire::ErrorCode;

use super::{
    calls::{Batch, Identity, Protocol, Speaker},
    ledger::{Fate, Ledger, TransactionId, VALUES_MAX, transactional_value},
};
use crate::{client::Surroundings, random::Random};

/// What is still to be done within a transaction.
#[derive(Debug, Clone)]
pub(super) enum Work {
    Write(Batch),
    /// Commits an offset for the producer's group.
    Offset(i64),
}

/// The transaction under way.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) id: TransactionId,
    pub(super) began_in: u64,
    pub(super) todo: VecDeque<Work>,
    /// Partitions that the coordinator was told of; the group is -1.
    pub(super) added: BTreeSet<i32>,
    pub(super) commits: bool,
    /// Something of it may have reached the node.
    pub(super) touched: bool,
    /// The first of `todo` has been sent.
    pub(super) sent: bool,
    /// How often its end was asked for.
    pub(super) ends_asked: u64,
}

/// What a transactional producer remembers from life to life.
#[derive(Debug)]
pub(crate) struct Transactional {
    pub(super) number: usize,
    pub(super) random: Random,
    pub(super) speaker: Speaker,
    pub(super) group: String,
    pub(super) identity: Option<Identity>,
    /// Another identity is wanted, for whoever holds this one.
    pub(super) replaces: Option<Identity>,
    pub(super) sequences: BTreeMap<i32, i32>,
    pub(super) open: Option<Open>,
    pub(super) next_number: u64,
    pub(super) given: BTreeSet<Identity>,
    /// Who has been replaced and does not know.
    pub(super) zombie: Option<Identity>,
    /// What it was before the end of its last transaction (KIP-890).
    pub(super) before: Option<Identity>,
    /// The life of the node, and the transactions that were committed in it.
    pub(super) life: u64,
    pub(super) committed: u64,
}

/// What an answer means for the transaction.
pub(super) enum Verdict {
    Done,
    Again,
    Fenced,
    Abort,
}

pub(super) fn verdict(code: ErrorCode) -> Verdict {
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other refusal ends the transaction")]
    match code {
        ErrorCode::None | ErrorCode::DuplicateSequenceNumber => Verdict::Done,
        ErrorCode::ConcurrentTransactions
        | ErrorCode::CoordinatorLoadInProgress
        | ErrorCode::CoordinatorNotAvailable
        | ErrorCode::NotCoordinator
        | ErrorCode::NotLeaderOrFollower
        | ErrorCode::LeaderNotAvailable
        | ErrorCode::UnknownTopicOrPartition
        | ErrorCode::UnknownTopicId
        | ErrorCode::NotEnoughReplicas
        | ErrorCode::NotEnoughReplicasAfterAppend
        | ErrorCode::RequestTimedOut
        | ErrorCode::KafkaStorageError => Verdict::Again,
        ErrorCode::InvalidProducerEpoch | ErrorCode::ProducerFenced | ErrorCode::InvalidProducerIdMapping => {
            Verdict::Fenced
        }
        _ => Verdict::Abort,
    }
}

impl Transactional {
    pub(crate) fn new(number: usize, mut random: Random, only_explicit: bool) -> Self {
        let protocol =
            if only_explicit || random.one_in(3) { Protocol::Explicit } else { Protocol::Implicit };
        let timeout_ms = i32::try_from(random.between(200, 1_500)).unwrap_or(1_000);
        let transactional_id = format!("ledger-{number}").as_str().into();
        Self {
            number,
            random,
            speaker: Speaker { protocol, transactional_id, timeout_ms },
            group: format!("ledger-group-{number}"),
            identity: None,
            replaces: None,
            sequences: BTreeMap::new(),
            open: None,
            next_number: 1,
            given: BTreeSet::new(),
            zombie: None,
            before: None,
            life: 0,
            committed: 0,
        }
    }

    pub(crate) fn group(&self) -> (usize, String) {
        (self.number, self.group.clone())
    }

    /// Whether it has committed something in this life of the node.
    pub(crate) fn has_committed(&self) -> bool {
        0 < self.committed
    }

    pub(super) fn begin_life(&mut self) {
        self.life += 1;
        self.committed = 0;
    }

    pub(super) fn id(&mut self) -> TransactionId {
        self.next_number += 1;
        (self.number, self.next_number)
    }

    /// A transaction that nobody has heard of yet.
    pub(super) fn begin(&mut self, ledger: &mut Ledger, now_ms: i64) {
        let id = self.id();
        let mut todo = VecDeque::new();
        let mut values = BTreeMap::new();
        let mut place = 0;
        for _ in 0..self.random.between(1, 4) {
            let partition = i32::try_from(self.random.below(u64::from(ledger.partitions.unsigned_abs())));
            let partition = partition.unwrap_or(0);
            let count = self.random.between(1, 6).min(VALUES_MAX);
            let batch: Vec<u64> = (place..place + count).map(|at| transactional_value(id, at)).collect();
            place += count;
            values.extend(batch.iter().map(|value| (*value, partition)));
            todo.push_back(Work::Write(Batch { partition, sequence: -1, values: batch, timestamp: now_ms }));
        }
        let offset = self.random.one_in(3).then(|| i64::try_from(id.1).unwrap_or(0));
        todo.extend(offset.map(Work::Offset));
        ledger.begun(id, values, offset);
        self.open = Some(Open {
            id,
            began_in: self.life,
            todo,
            added: BTreeSet::new(),
            commits: !self.random.one_in(4),
            touched: false,
            sent: false,
            ends_asked: 0,
        });
    }

    /// The transaction is given up by this producer; unless its commit was asked for, it is never committed.
    pub(super) fn forget(&mut self, ledger: &mut Ledger) {
        let Some(open) = self.open.take() else { return };
        if open.ends_asked == 0 || !open.commits {
            ledger.fate(open.id, Fate::Aborted);
        }
    }

    /// It dies, and will come back knowing nothing.
    pub(super) fn die(&mut self, around: &Surroundings, ledger: &mut Ledger) {
        around.trace.count("transactional producer died", 1);
        self.forget(ledger);
        self.zombie = self.identity.take().or(self.zombie);
        self.replaces = None;
        self.before = None;
        self.sequences.clear();
    }

    /// A batch is sent. Whether the connection is cut before its answer.
    pub(super) fn sending(&mut self) -> bool {
        if let Some(open) = &mut self.open {
            open.sent = true;
        }
        self.random.one_in(60)
    }

    pub(super) fn piece_done(&mut self) {
        if let Some(open) = &mut self.open {
            open.todo.pop_front();
            open.sent = false;
        }
    }

    /// Whether something that was sent before the end of the last transaction arrives only now.
    pub(super) fn late(&mut self, code: ErrorCode, identity: Identity) -> Option<Identity> {
        let late = self.before.filter(|before| *before != identity && code == ErrorCode::None)?;
        self.random.one_in(8).then_some(late)
    }

    /// What is left of the transaction is not done; it is to be aborted.
    pub(super) fn give_up(&mut self, ledger: &mut Ledger) {
        let Some(open) = &mut self.open else { return };
        open.todo.clear();
        if 0 < open.ends_asked && open.commits {
            // Its commit may have happened.
            let id = open.id;
            ledger.fate(id, Fate::Asked);
        }
        open.commits = false;
        if open.sent {
            // Whether that batch is there is not known: its sequence can't be used again.
            self.replaces = self.identity;
        }
    }
}
