//! What each ready partition has to say, within the request's limits.
//!
//! One pass takes the ready partitions in their order of service and asks each for what the client wants. A
//! partition without news leaves the ready list; the others are *hits* and stay on it, because the client may
//! ask for the same position again. So does one whose records had no room in this answer: nobody will mark it again. Byte limits are Kafka's (KIP-74): partitions are cut at whole batches, and
//! the first partition that has records gives at least one batch however large it is.

use std::sync::Arc;

use moldau_auth::{Caller, Operation, Resource};
use moldau_wire::ErrorCode;

use super::{
    open::{FetchSession, SessionState},
    session::{Position, SessionPartition, Slot},
};
use crate::{
    Broker,
    partition::{FetchIsolation, FetchView, Partition},
};

/// What a request allows its answer to be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Bytes of records in the whole answer.
    pub(crate) bytes_max: usize,
    /// How far the client may read.
    pub(crate) isolation: FetchIsolation,
    /// Partitions without news are told too.
    pub(crate) tells_all: bool,
}

/// A partition that is part of the answer.
#[derive(Debug)]
pub(crate) struct Hit {
    /// Its place in the session.
    pub(crate) slot: Slot,
    /// What it says.
    pub(crate) said: Result<FetchView, ErrorCode>,
}

/// What one pass found.
#[derive(Debug, Default)]
pub(crate) struct Evaluation {
    /// In order of service.
    pub(crate) hits: Vec<Hit>,
    /// Bytes of records in the hits.
    pub(crate) bytes: usize,
    /// Something is to be told at once, whatever `min_bytes` says: an error, a divergence.
    pub(crate) urgent: bool,
    /// Partitions whose logs have to be loaded before they can say anything.
    pub(crate) unloaded: Vec<Arc<Partition>>,
}

/// Asks the ready partitions of `session`, as `caller`.
pub(crate) fn evaluate(
    broker: &Broker,
    caller: &Caller,
    session: &FetchSession,
    limits: Limits,
) -> Evaluation {
    let mut found = Evaluation::default();
    let mut marked = Vec::new();
    session.ready.drain_into(&mut marked);
    let mut state = session.state.lock();
    for slot in marked {
        state.partitions.mark_ready(slot);
    }
    // As many as are ready now: those that stay ready go behind them.
    for _ in 0..state.partitions.ready_count() {
        let room = limits.bytes_max.saturating_sub(found.bytes);
        if room == 0 && !limits.tells_all {
            break;
        }
        let Some(slot) = state.partitions.next_ready() else { break };
        let pass = Pass { broker, caller, session, limits, room, is_first: found.bytes == 0 };
        pass.ask(&mut state, slot, &mut found);
    }
    found
}

/// One partition's turn.
struct Pass<'a> {
    broker: &'a Broker,
    caller: &'a Caller,
    session: &'a FetchSession,
    limits: Limits,
    /// Bytes left in the answer.
    room: usize,
    /// No partition has given records yet.
    is_first: bool,
}

impl Pass<'_> {
    fn ask(&self, state: &mut SessionState, slot: Slot, found: &mut Evaluation) {
        let Some(partition) = state.partitions.get_mut(slot) else { return };
        let said = match self.resolve(slot, partition) {
            Ok(resolved) if resolved.needs_loading() => {
                found.unloaded.push(resolved);
                state.partitions.mark_ready(slot);
                return;
            }
            Ok(resolved) => self.read(&resolved, partition.position),
            Err(error) => Err(error),
        };
        let news = has_news(partition, &said);
        if news {
            found.urgent |= is_urgent(&said);
            found.bytes += said.as_ref().map_or(0, FetchView::bytes);
        }
        if news || said.as_ref().is_ok_and(|view| view.is_behind) {
            state.partitions.mark_ready(slot);
        }
        if news || self.limits.tells_all {
            found.hits.push(Hit { slot, said });
        }
    }

    /// The partition that the client means, looked up again if its topic is gone.
    fn resolve(
        &self,
        slot: Slot,
        partition: &mut SessionPartition<Arc<Partition>>,
    ) -> Result<Arc<Partition>, ErrorCode> {
        if partition.resolved.as_ref().is_some_and(|resolved| resolved.is_retired()) {
            self.session.release(slot, partition);
        }
        let resolved = if let Some(resolved) = &partition.resolved {
            Arc::clone(resolved)
        } else {
            let resolved = self.broker.topics.find(&partition.key)?;
            resolved.watch(self.session.watch(slot));
            partition.resolved = Some(Arc::clone(&resolved));
            resolved
        };
        let resource = Resource::topic(&resolved.name().topic);
        if self.broker.authorizer.authorize(self.caller, Operation::Read, resource).is_allowed() {
            Ok(resolved)
        } else {
            Err(ErrorCode::TopicAuthorizationFailed)
        }
    }

    fn read(&self, resolved: &Partition, position: Position) -> Result<FetchView, ErrorCode> {
        let wanted = usize::try_from(position.max_bytes).unwrap_or(0).min(self.room);
        resolved.fetch(position, self.limits.isolation, wanted, self.is_first)
    }
}

/// Whether the client has to be told: records, an error, a divergence, or an end that moved (KIP-227).
fn has_news(partition: &SessionPartition<Arc<Partition>>, said: &Result<FetchView, ErrorCode>) -> bool {
    match said {
        Ok(view) => {
            0 < view.bytes()
                || view.diverging.is_some()
                || partition.told_high_watermark != view.high_watermark
                || partition.told_log_start != view.log_start_offset
        }
        Err(_) => true,
    }
}

fn is_urgent(said: &Result<FetchView, ErrorCode>) -> bool {
    said.as_ref().map_or(true, |view| view.diverging.is_some())
}
