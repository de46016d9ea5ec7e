//! What an owner drives: a pure state machine over the records of one partition.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use moldau_ids::{LeaderEpoch, Timestamp};

use super::owner::OwnerHandle;
use crate::Broker;

/// Names an answer that is owed.
pub(crate) type TicketNumber = u64;

/// Whose transaction records belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Producer {
    /// Its id.
    pub(crate) id: i64,
    /// Its epoch.
    pub(crate) epoch: i16,
}

/// A record as it lies in the log.
#[derive(Debug, Clone)]
pub(crate) struct LogRecord {
    /// Its offset.
    pub(crate) offset: i64,
    /// Its key; empty if it has none.
    pub(crate) key: Bytes,
    /// Its value; `None` is a tombstone.
    pub(crate) value: Option<Bytes>,
    /// Set if it belongs to a transaction.
    pub(crate) producer: Option<Producer>,
}

/// What a decision asks for.
#[derive(Debug)]
pub(crate) struct Out<M: Machine> {
    /// Keys and values to append.
    pub(crate) records: Vec<(Bytes, Option<Bytes>)>,
    /// Set if they belong to a transaction.
    pub(crate) producer: Option<Producer>,
    /// Answers to give when the records have committed.
    pub(crate) answers: Vec<(TicketNumber, M::Answer)>,
    /// What to do besides, then.
    pub(crate) effects: Vec<M::Effect>,
}

impl<M: Machine> Out<M> {
    /// Nothing.
    pub(crate) fn nothing() -> Self {
        Self { records: Vec::new(), producer: None, answers: Vec::new(), effects: Vec::new() }
    }
}

/// What a decision may look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around<'a> {
    /// The node.
    pub(crate) broker: &'a Arc<Broker>,
    /// Wall-clock time; never moves back for one machine.
    pub(crate) now: Timestamp,
}

/// A coordinator's state for one partition. Changes at once; what it decided is appended by its owner.
pub(crate) trait Machine: Send + Sized + 'static {
    /// What is asked of it.
    type Command: Send + fmt::Debug + 'static;
    /// What it answers.
    type Answer: Send + fmt::Debug + 'static;
    /// What it wants done elsewhere.
    type Effect: Send + fmt::Debug + 'static;

    /// The topic that keeps its records.
    const TOPIC: &'static str;
    /// Its tasks' name.
    const NAME: &'static str;

    /// The state of an empty log, for a partition that this broker leads since `epoch`.
    fn new(partition: i32, epoch: LeaderEpoch) -> Self;

    /// Takes in one record of the log.
    fn replay(&mut self, record: LogRecord);

    /// A transaction's end marker, while loading and later.
    fn transaction_ended(&mut self, around: Around<'_>, producer: Producer, commit: bool) -> Out<Self>;

    /// The whole log has been replayed.
    fn loaded(&mut self, around: Around<'_>) -> Out<Self>;

    /// Decides.
    fn handle(&mut self, around: Around<'_>, ticket: TicketNumber, command: Self::Command) -> Out<Self>;

    /// When [`Self::tick`] is to be called.
    fn next_deadline(&self) -> Option<Timestamp>;

    /// Does what is due.
    fn tick(&mut self, around: Around<'_>) -> Out<Self>;

    /// Does what was wanted elsewhere; what comes of it goes to `owner` as a command. Must not wait.
    fn carry_out(broker: &Arc<Broker>, owner: &OwnerHandle<Self>, effect: Self::Effect);
}
