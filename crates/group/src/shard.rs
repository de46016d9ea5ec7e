//! The coordinator's state for one partition of `__consumer_offsets`.

use moldau_ids::Timestamp;
use moldau_wire::ErrorCode;

use crate::{Answer, Command, Env, Record, Step, Ticket, command::TxnProducer};

/// See the crate's documentation.
#[derive(Debug, Default)]
pub struct Shard {}

impl Shard {
    /// The state of an empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in one record of the log, in the order of the log. `producer` is set for records of a transaction: they
    /// count when it is committed.
    pub fn replay(&mut self, record: Record, producer: Option<TxnProducer>) {
        let _ = (record, producer);
        todo!("groups")
    }

    /// A transaction's end marker, while replaying and later: its offsets count, or are forgotten. The step gives
    /// answers that waited for it.
    pub fn transaction_ended(&mut self, env: &mut Env<'_>, producer: TxnProducer, commit: bool) -> Step {
        let _ = (env, producer, commit);
        todo!("groups")
    }

    /// The whole log has been replayed: timers begin (each member gets a whole session).
    pub fn loaded(&mut self, env: &mut Env<'_>) -> Step {
        let _ = env;
        todo!("groups")
    }

    /// Decides a request. Its answer is in this step or in a later one.
    pub fn handle(&mut self, env: &mut Env<'_>, ticket: Ticket, command: Command) -> Step {
        let _ = (env, ticket, command);
        todo!("groups")
    }

    /// When [`Self::tick`] should be called.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        todo!("groups")
    }

    /// Does what is due: sessions, rebalances, offsets' expiry. At most a bounded amount a call; call again while
    /// [`Self::next_deadline`] is not in the future.
    pub fn tick(&mut self, env: &mut Env<'_>) -> Step {
        let _ = env;
        todo!("groups")
    }

    /// The shard is given up (leadership lost, append failed): everyone who waits is answered with `error`.
    pub fn abandon(self, error: ErrorCode) -> Vec<(Ticket, Answer)> {
        let _ = error;
        todo!("groups")
    }
}
