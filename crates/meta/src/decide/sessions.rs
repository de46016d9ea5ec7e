//! Who has been heard of lately. Soft state of the active controller: never in the log.

use std::collections::BTreeMap;

use moldau_ids::{BrokerEpoch, MonotonicMs, NodeId};

/// What is known of one broker's session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// The registration that it belongs to.
    pub epoch: BrokerEpoch,
    /// When the broker was last heard of.
    pub last_contact: MonotonicMs,
    /// How much of the metadata log it has applied, as it says.
    pub metadata_offset: i64,
    /// Where the log ended when the broker asked to stop; `None` if it has not.
    pub shutdown_offset: Option<i64>,
}

/// The sessions of all brokers, as of one moment.
#[derive(Debug, Clone, Default)]
pub struct Sessions {
    by_broker: BTreeMap<NodeId, Session>,
    now: MonotonicMs,
    timeout_ms: u64,
}

impl Sessions {
    /// No sessions yet. A broker silent for longer than `timeout_ms` has lost its own.
    pub fn new(timeout_ms: u64) -> Self {
        Self { by_broker: BTreeMap::new(), now: MonotonicMs(0), timeout_ms }
    }

    /// Sets the moment that [`is_live`](Self::is_live) and [`stale`](Self::stale) speak of.
    pub fn advance(&mut self, now: MonotonicMs) {
        self.now = self.now.max(now);
    }

    /// A broker has been heard of.
    pub fn touch(&mut self, id: NodeId, epoch: BrokerEpoch, metadata_offset: i64) {
        let kept = self.by_broker.get(&id).filter(|session| session.epoch == epoch);
        let shutdown_offset = kept.and_then(|session| session.shutdown_offset);
        let session = Session { epoch, last_contact: self.now, metadata_offset, shutdown_offset };
        self.by_broker.insert(id, session);
    }

    /// A broker has asked to stop, at this offset of the log. The first offset counts.
    pub fn begin_shutdown(&mut self, id: NodeId, offset: i64) {
        if let Some(session) = self.by_broker.get_mut(&id) {
            session.shutdown_offset.get_or_insert(offset);
        }
    }

    /// A broker is fenced or gone.
    pub fn end(&mut self, id: NodeId) {
        self.by_broker.remove(&id);
    }

    /// One broker's session, live or not.
    pub fn get(&self, id: NodeId) -> Option<&Session> {
        self.by_broker.get(&id)
    }

    /// Whether this incarnation of a broker has been heard of lately.
    pub fn is_live(&self, id: NodeId, epoch: BrokerEpoch) -> bool {
        self.by_broker.get(&id).is_some_and(|session| session.epoch == epoch && self.is_fresh(session))
    }

    /// The brokers whose sessions have ended, the longest silent first.
    pub fn stale(&self) -> Vec<NodeId> {
        let mut stale: Vec<(MonotonicMs, NodeId)> = self
            .by_broker
            .iter()
            .filter(|(_, session)| !self.is_fresh(session))
            .map(|(id, session)| (session.last_contact, *id))
            .collect();
        stale.sort();
        stale.into_iter().map(|(_, id)| id).collect()
    }

    fn is_fresh(&self, session: &Session) -> bool {
        self.now.since(session.last_contact) <= self.timeout_ms
    }
}
