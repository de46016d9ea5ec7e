//! Committed offsets, and those of transactions that are still open.
//!
//! The store changes only by [`Offsets::replay`] and [`Offsets::transaction_ended`]. An offset in a transaction is
//! *pending* until the transaction's end. When it is committed, it counts as if it had been committed when it was
//! written: a plain commit that was written later stays. *Sequence* is the order of the records in the log, as this
//! shard saw it.
//!
//! | file | request |
//! |---|---|
//! | `commit.rs` | OffsetCommit, TxnOffsetCommit |
//! | `fetch.rs` | OffsetFetch |
//! | `delete.rs` | OffsetDelete, deleted groups and topics, expiry |

mod commit;
mod delete;
mod fetch;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use moldau_ids::{Timestamp, TopicId, Uuid};
use moldau_wire::Str;
use moldau_wire::records::group as r;

use crate::group::RetentionBase;

pub(crate) use commit::{commit_error, txn_commit_error};
pub(crate) use fetch::fetch_error;

/// No time to expire at: the retention decides.
const NO_EXPIRY: i64 = -1;

/// One committed offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Committed {
    offset: i64,
    /// -1: unknown.
    leader_epoch: i32,
    metadata: Str,
    commit_timestamp: i64,
    expire_timestamp: i64,
    /// Zero: unknown.
    topic_id: TopicId,
    sequence: u64,
}

impl Committed {
    fn from_record(value: &r::OffsetCommitValue, sequence: u64) -> Self {
        Self {
            offset: value.offset,
            leader_epoch: value.leader_epoch,
            metadata: value.metadata.detach(),
            commit_timestamp: value.commit_timestamp,
            expire_timestamp: value.expire_timestamp,
            topic_id: value.topic_id,
            sequence,
        }
    }

    /// Whether it is kept no longer. A time that the client has set goes before the retention.
    fn is_expired(&self, base: RetentionBase, now: Timestamp, retention_ms: i64) -> bool {
        let since = match base {
            RetentionBase::Never => return false,
            RetentionBase::Commit => self.commit_timestamp,
            RetentionBase::At(since) => since.0,
        };
        match self.expire_timestamp {
            NO_EXPIRY => now.0.saturating_sub(since) >= retention_ms,
            expire_timestamp => now.0 >= expire_timestamp,
        }
    }

    /// Whether it may be an offset of the topic with this id. Ids that nobody knows are no evidence.
    fn may_be_of(&self, topic_id: TopicId) -> bool {
        topic_id == Uuid::ZERO || self.topic_id == Uuid::ZERO || self.topic_id == topic_id
    }
}

/// Offsets by topic and partition.
pub(crate) type ByTopic = BTreeMap<Str, BTreeMap<i32, Committed>>;

/// Offsets by group, topic and partition. Holds no empty maps.
#[derive(Debug, Default)]
struct Table(BTreeMap<Str, ByTopic>);

impl Table {
    fn get(&self, group: &str, topic: &str, partition: i32) -> Option<&Committed> {
        self.0.get(group)?.get(topic)?.get(&partition)
    }

    fn put(&mut self, group: &Str, topic: &Str, partition: i32, committed: Committed) {
        if !self.0.contains_key(group) {
            self.0.insert(group.detach(), ByTopic::new());
        }
        let Some(topics) = self.0.get_mut(group) else { return };
        if !topics.contains_key(topic) {
            topics.insert(topic.detach(), BTreeMap::new());
        }
        if let Some(partitions) = topics.get_mut(topic) {
            partitions.insert(partition, committed);
        }
    }

    fn remove(&mut self, group: &str, topic: &str, partition: i32) {
        let Some(topics) = self.0.get_mut(group) else { return };
        if let Some(partitions) = topics.get_mut(topic) {
            partitions.remove(&partition);
            if partitions.is_empty() {
                topics.remove(topic);
            }
        }
        if topics.is_empty() {
            self.0.remove(group);
        }
    }
}

/// See the module's documentation.
#[derive(Debug, Default)]
pub(crate) struct Offsets {
    committed: Table,
    /// By producer.
    pending: BTreeMap<i64, Table>,
    /// The producers with a pending offset, by group and partition. Holds no empty maps.
    open: BTreeMap<Str, BTreeMap<(Str, i32), BTreeSet<i64>>>,
    sequence: u64,
    /// Deleted topics whose offsets are still to be deleted.
    deleted_topics: VecDeque<(TopicId, Str)>,
}

impl Offsets {
    /// Takes in a record. `producer_id` is set in transactions.
    pub(crate) fn replay(
        &mut self,
        key: &r::OffsetCommitKey,
        value: Option<&r::OffsetCommitValue>,
        producer_id: Option<i64>,
    ) {
        self.sequence += 1;
        let Some(value) = value else {
            self.forget(key);
            return;
        };
        let committed = Committed::from_record(value, self.sequence);
        match producer_id {
            None => self.committed.put(&key.group, &key.topic, key.partition, committed),
            Some(producer_id) => {
                let pending = self.pending.entry(producer_id).or_default();
                pending.put(&key.group, &key.topic, key.partition, committed);
                let open = self.open.entry(key.group.detach()).or_default();
                open.entry((key.topic.detach(), key.partition)).or_default().insert(producer_id);
            }
        }
    }

    /// A tombstone deletes pending offsets, too.
    fn forget(&mut self, key: &r::OffsetCommitKey) {
        self.committed.remove(&key.group, &key.topic, key.partition);
        let Some(open) = self.open.get_mut(&key.group) else { return };
        let producers = open.remove(&(key.topic.clone(), key.partition)).unwrap_or_default();
        if open.is_empty() {
            self.open.remove(&key.group);
        }
        for producer_id in producers {
            if let Some(pending) = self.pending.get_mut(&producer_id) {
                pending.remove(&key.group, &key.topic, key.partition);
            }
        }
    }

    /// A transaction's end: what was pending counts, or is forgotten. Returns the groups that have offsets by it.
    pub(crate) fn transaction_ended(&mut self, producer_id: i64, commit: bool) -> BTreeSet<Str> {
        let mut groups = BTreeSet::new();
        let Some(pending) = self.pending.remove(&producer_id) else { return groups };
        for (group, topics) in pending.0 {
            for (topic, partitions) in topics {
                for (partition, committed) in partitions {
                    self.close(&group, &topic, partition, producer_id);
                    let newest = self.committed.get(&group, &topic, partition);
                    if commit && newest.is_none_or(|newest| newest.sequence < committed.sequence) {
                        self.committed.put(&group, &topic, partition, committed);
                        groups.insert(group.clone());
                    }
                }
            }
        }
        groups
    }

    fn close(&mut self, group: &Str, topic: &Str, partition: i32, producer_id: i64) {
        let Some(open) = self.open.get_mut(group) else { return };
        let key = (topic.clone(), partition);
        if let Some(producers) = open.get_mut(&key) {
            producers.remove(&producer_id);
            if producers.is_empty() {
                open.remove(&key);
            }
        }
        if open.is_empty() {
            self.open.remove(group);
        }
    }

    /// A group's committed offsets.
    pub(crate) fn of_group(&self, group: &str) -> Option<&ByTopic> {
        self.committed.0.get(group)
    }

    fn has_open_transaction(&self, group: &str) -> bool {
        self.open.contains_key(group)
    }

    fn is_pending(&self, group: &str, topic: &Str, partition: i32) -> bool {
        self.open.get(group).is_some_and(|open| open.contains_key(&(topic.clone(), partition)))
    }
}

fn offset_key(group: &Str, topic: &Str, partition: i32) -> r::GroupKey {
    r::GroupKey::OffsetCommit(r::OffsetCommitKey { group: group.clone(), topic: topic.clone(), partition })
}

#[cfg(test)]
mod tests;
