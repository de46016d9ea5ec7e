//! Coordinators: state that is kept in a topic of Kafka's own, one owner task for each partition that this broker leads.
//!
//! What is decided is a pure crate's ([`Machine`]: groups, transactions). An owner ([`owner`]) replays its
//! partition's log, then takes commands one at a time, appends the records that each decision makes, many to a batch,
//! and gives the answers when the records have committed. Answers that made no records wait for those decided before
//! them, so nobody is told of what may still be lost. When an append fails or leadership is lost, the state is dropped
//! and everyone who waits is told; the next owner replays.
//!
//! | module | holds |
//! |---|---|
//! | [`machine`] | what an owner drives |
//! | [`owner`] | the task, and the way to it |
//! | [`stage`] | whether the state has been loaded |
//! | [`serving`] | a machine at work: appending, and telling what has committed |
//! | [`load`] | replaying a partition's log |
//! | [`batches`] | records into batches, and markers |
//! | [`group`] | groups and offsets, in `__consumer_offsets` |
//! | [`transaction`] | transactions, in `__transaction_state` |
//! | [`vouch`] | whether a transaction has a partition |
//! | [`markers`] | writing what ends a transaction into its partitions |
//!
//! Invariants: one owner for a partition at a time; an answer is given once; nothing of a client's waits in a queue
//! without bound.

mod batches;
pub(crate) mod group;
mod load;
pub(crate) mod machine;
pub(crate) mod markers;
pub(crate) mod owner;
mod serving;
mod stage;
pub(crate) mod transaction;
pub(crate) mod vouch;

use std::{collections::BTreeMap, sync::Arc};

use moldau_ids::LeaderEpoch;
use moldau_wire::ErrorCode;
use parking_lot::Mutex;

use self::{
    group::GroupMachine,
    machine::Machine,
    owner::{Owner, OwnerHandle},
    transaction::TransactionMachine,
};
use crate::{Broker, partition::Partition};

/// The coordinators of one kind: an owner for each partition of their topic that this broker leads.
#[derive(Debug)]
pub(crate) struct Coordinators<M: Machine> {
    owners: Mutex<BTreeMap<i32, OwnerHandle<M>>>,
}

impl<M: Machine> Default for Coordinators<M> {
    fn default() -> Self {
        Self { owners: Mutex::default() }
    }
}

impl<M: Machine> Coordinators<M> {
    /// The owner of a partition's state, if this broker leads the partition.
    pub(crate) fn owner(&self, partition: i32) -> Result<OwnerHandle<M>, ErrorCode> {
        self.owners.lock().get(&partition).cloned().ok_or(ErrorCode::NotCoordinator)
    }

    /// The owner of what `key` names.
    pub(crate) fn owner_of(&self, broker: &Broker, key: &str) -> Result<OwnerHandle<M>, ErrorCode> {
        let partition = partition_of(broker, M::TOPIC, key).ok_or(ErrorCode::NotCoordinator)?;
        self.owner(partition)
    }

    /// All owners here, in the order of their partitions.
    pub(crate) fn all(&self) -> Vec<OwnerHandle<M>> {
        self.owners.lock().values().cloned().collect()
    }

    /// This broker leads a partition of the topic in a new term.
    fn begin(&self, broker: &Arc<Broker>, partition: &Arc<Partition>, epoch: LeaderEpoch) {
        let index = partition.name().partition.get();
        let mut owners = self.owners.lock();
        if owners.get(&index).is_some_and(|owner| owner.is_for(partition, epoch)) {
            return;
        }
        let (owner, handle) = Owner::new(broker, partition, epoch);
        if let Some(before) = owners.insert(index, handle) {
            before.end();
        }
        owner.spawn(broker);
    }

    /// The partition is led by another broker, or gone.
    fn end(&self, index: i32) {
        if let Some(owner) = self.owners.lock().remove(&index) {
            owner.end();
        }
    }
}

/// This broker leads `partition` since `epoch`: if it is one that coordinators keep their state in, one begins.
pub(crate) fn led(broker: &Arc<Broker>, partition: &Arc<Partition>, epoch: LeaderEpoch) {
    if &*partition.name().topic == GroupMachine::TOPIC {
        broker.groups.begin(broker, partition, epoch);
    } else if &*partition.name().topic == TransactionMachine::TOPIC {
        broker.transactions.begin(broker, partition, epoch);
    }
}

/// This broker does not lead `partition` any more.
pub(crate) fn resigned(broker: &Broker, partition: &Partition) {
    if &*partition.name().topic == GroupMachine::TOPIC {
        broker.groups.end(partition.name().partition.get());
    } else if &*partition.name().topic == TransactionMachine::TOPIC {
        broker.transactions.end(partition.name().partition.get());
    }
}

/// The partition of a coordinators' topic that keeps the state of `key`, if the topic exists.
pub(crate) fn partition_of(broker: &Broker, topic: &str, key: &str) -> Option<i32> {
    let metadata = broker.metadata();
    let count = metadata.image.topic(topic)?.partition_count();
    let count = i32::try_from(count).ok().filter(|count| 0 < *count)?;
    Some(positive_hash(key) % count)
}

/// Java's `String.hashCode` over UTF-16, made positive as Kafka's `Utils.abs` does.
fn positive_hash(text: &str) -> i32 {
    let hash =
        text.encode_utf16().fold(0_i32, |hash, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit)));
    if hash == i32::MIN { 0 } else { hash.abs() }
}

#[cfg(test)]
mod tests {
    use super::positive_hash;

    #[test]
    fn the_hash_is_javas() {
        // jshell: "my-group".hashCode() and so on.
        assert_eq!(positive_hash(""), 0);
        assert_eq!(positive_hash("a"), 97);
        assert_eq!(positive_hash("polygenelubricants"), 0, "hashCode is Integer.MIN_VALUE");
        assert_eq!(positive_hash("héllo"), 103_094_734);
    }
}
