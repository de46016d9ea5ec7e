//! The leader's half: who is in sync, what they hold, how far the high watermark stands.

use std::collections::BTreeMap;

use moldau_ids::{LeaderEpoch, NodeId, Offset};

use crate::Durability;

/// What a leader knows when its term begins.
#[derive(Debug, Clone)]
pub struct LeaderStart {
    /// The broker itself.
    pub node: NodeId,
    /// The term. Granted by the controller in this broker's present incarnation.
    pub epoch: LeaderEpoch,
    /// All replicas, the leader among them.
    pub replicas: Vec<NodeId>,
    /// The in-sync ones, the leader among them.
    pub isr: Vec<NodeId>,
    /// The topic's `min.insync.replicas`, at least 1.
    pub min_insync_replicas: usize,
    /// The topic's durability.
    pub durability: Durability,
    /// The high watermark from the checkpoint or from the time as a follower.
    pub high_watermark: Offset,
    /// The local log's end when the term begins: everything from here on carries `epoch`.
    pub log_end: Offset,
    /// The local log's written end, at most `log_end`.
    pub written_end: Offset,
    /// The local log's synced end, at most `written_end`.
    pub durable_end: Offset,
}

/// Whether an `acks=all` write may be taken or acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AckCheck {
    /// Enough replicas are in sync.
    Enough,
    /// Fewer than `min.insync.replicas` are in sync: refuse before, or report after, the append.
    NotEnoughReplicas,
}

/// One partition's leader for one term.
#[derive(Debug, Clone)]
pub struct Leader {
    node: NodeId,
    epoch: LeaderEpoch,
    epoch_start: Offset,
    replicas: Vec<NodeId>,
    isr: Vec<NodeId>,
    min_insync_replicas: usize,
    durability: Durability,
    high_watermark: Offset,
    written_end: Offset,
    durable_end: Offset,
    /// What followers are known to hold: the offset of their latest fetch, which is their acknowledgement.
    follower_ends: BTreeMap<NodeId, Offset>,
}

impl Leader {
    /// Begins a term. The high watermark starts where the log last knew it, and moves at once if the in-sync
    /// set is this broker alone.
    pub fn new(start: LeaderStart) -> Self {
        assert!(start.replicas.contains(&start.node), "a leader is one of the replicas");
        assert!(start.isr.contains(&start.node), "a leader is in sync");
        assert!(start.durable_end <= start.written_end && start.written_end <= start.log_end);
        let mut leader = Self {
            node: start.node,
            epoch: start.epoch,
            epoch_start: start.log_end,
            replicas: start.replicas,
            isr: start.isr,
            min_insync_replicas: start.min_insync_replicas,
            durability: start.durability,
            high_watermark: start.high_watermark.min(start.log_end),
            written_end: start.written_end,
            durable_end: start.durable_end,
            follower_ends: BTreeMap::new(),
        };
        leader.advance();
        leader
    }

    /// The term.
    pub fn epoch(&self) -> LeaderEpoch {
        self.epoch
    }

    /// Where the term's own records begin. Until the high watermark is here, a leader with followers answers
    /// `OFFSET_NOT_AVAILABLE` to clients that ask for the latest offset (KIP-207).
    pub fn epoch_start(&self) -> Offset {
        self.epoch_start
    }

    /// The end of what every in-sync replica holds.
    pub fn high_watermark(&self) -> Offset {
        self.high_watermark
    }

    /// The in-sync replicas.
    pub fn isr(&self) -> &[NodeId] {
        &self.isr
    }

    /// The local log was written up to `written` and synced up to `durable`. Returns the new high watermark
    /// if it moved. Reports may come late: an end never moves back.
    pub fn on_local_progress(&mut self, written: Offset, durable: Offset) -> Option<Offset> {
        assert!(durable <= written, "synced beyond what was written");
        self.written_end = self.written_end.max(written);
        self.durable_end = self.durable_end.max(durable);
        self.advance()
    }

    /// A follower asked for records from `offset` on: it holds everything before. Returns the new high
    /// watermark if it moved. A node that is no replica changes nothing.
    pub fn on_follower_fetch(&mut self, node: NodeId, offset: Offset) -> Option<Offset> {
        if node == self.node || !self.replicas.contains(&node) {
            return None;
        }
        // A follower that truncated asks for less than before, so this may move back; the watermark can't.
        self.follower_ends.insert(node, offset);
        self.advance()
    }

    /// The controller changed the in-sync set. Returns the new high watermark if it moved.
    pub fn on_isr(&mut self, isr: Vec<NodeId>) -> Option<Offset> {
        assert!(isr.contains(&self.node), "a leader is in sync");
        self.isr = isr;
        self.advance()
    }

    /// The topic's configuration changed. Relaxed to durable takes effect with what is synced from now on:
    /// the high watermark stands still until then. Returns the new high watermark if it moved.
    pub fn on_config(&mut self, min_insync_replicas: usize, durability: Durability) -> Option<Offset> {
        self.min_insync_replicas = min_insync_replicas;
        self.durability = durability;
        self.advance()
    }

    /// May an `acks=all` write be taken or acknowledged now? `min.insync.replicas` counts at most as high as
    /// there are replicas.
    pub fn check_acks(&self) -> AckCheck {
        if self.isr.len() < self.min_insync_replicas.min(self.replicas.len()) {
            AckCheck::NotEnoughReplicas
        } else {
            AckCheck::Enough
        }
    }

    /// What this broker itself holds, as the topic's durability counts it; `acks=1` waits for this.
    pub fn local_end(&self) -> Offset {
        match self.durability {
            Durability::Durable => self.durable_end,
            Durability::Relaxed => self.written_end,
        }
    }

    /// Moves the high watermark to the minimum over the in-sync replicas, if that is further and enough are
    /// in sync.
    fn advance(&mut self) -> Option<Offset> {
        if self.check_acks() == AckCheck::NotEnoughReplicas {
            return None;
        }
        let held = |node: &NodeId| {
            if *node == self.node { Some(self.local_end()) } else { self.follower_ends.get(node).copied() }
        };
        // An in-sync follower that has not been heard in this term holds an unknown amount: wait for it.
        let minimum = self.isr.iter().map(held).min().flatten()?;
        if minimum <= self.high_watermark {
            return None;
        }
        self.high_watermark = minimum;
        Some(minimum)
    }
}

#[cfg(test)]
mod tests;
