//! Topics and partitions.

use std::sync::Arc;

use moldau_ids::{DirectoryId, LeaderEpoch, NodeId, PartitionEpoch, PartitionIndex, TopicId};
use moldau_wire::Str;
use moldau_wire::records::metadata::{PartitionChangeRecord, PartitionRecord};

use super::Map;

/// A topic and its partitions.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// Given when the topic was created, never used again.
    pub id: TopicId,
    /// The name.
    pub name: Str,
    pub(crate) partitions: Map<PartitionIndex, Arc<Partition>>,
}

impl Topic {
    /// Every partition, in order.
    pub fn partitions(&self) -> impl Iterator<Item = (PartitionIndex, &Arc<Partition>)> {
        self.partitions.iter().map(|(index, partition)| (*index, partition))
    }

    /// The partitions from `from` on, in order.
    pub fn partitions_from(
        &self,
        from: PartitionIndex,
    ) -> impl Iterator<Item = (PartitionIndex, &Arc<Partition>)> {
        self.partitions.range(from..).map(|(index, partition)| (*index, partition))
    }

    /// One partition.
    pub fn partition(&self, index: PartitionIndex) -> Option<&Arc<Partition>> {
        self.partitions.get(&index)
    }

    /// How many partitions there are.
    pub fn partition_count(&self) -> usize {
        self.partitions.size()
    }

    /// Replicas of the topic's first partition; 0 if it has none.
    pub fn replication_factor(&self) -> usize {
        self.partitions.first().map_or(0, |(_, partition)| partition.replicas.len())
    }
}

/// Whether a leader still has to make its log good after an unclean election (KIP-704).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LeaderRecoveryState {
    /// Nothing to do.
    #[default]
    Recovered,
    /// Elected though it was not in sync.
    Recovering,
}

impl LeaderRecoveryState {
    /// 0 or 1; `None` for anything else.
    pub const fn from_i8(raw: i8) -> Option<Self> {
        match raw {
            0 => Some(Self::Recovered),
            1 => Some(Self::Recovering),
            _ => None,
        }
    }

    /// The number as requests and records carry it.
    pub const fn to_i8(self) -> i8 {
        match self {
            Self::Recovered => 0,
            Self::Recovering => 1,
        }
    }
}

/// One partition's registration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Partition {
    /// The brokers that hold it, the preferred leader first.
    pub replicas: Vec<NodeId>,
    /// For each of `replicas`, the directory that holds it: [`DirectoryId`] or one of Kafka's reserved ids.
    pub directories: Vec<DirectoryId>,
    /// The replicas that have everything that is acknowledged.
    pub isr: Vec<NodeId>,
    /// Replicas out of `isr` that still have everything acknowledged (KIP-966).
    pub elr: Vec<NodeId>,
    /// What `elr` was last, for an unclean recovery (KIP-966).
    pub last_known_elr: Vec<NodeId>,
    /// Replicas on their way out (KIP-455).
    pub removing_replicas: Vec<NodeId>,
    /// Replicas on their way in (KIP-455).
    pub adding_replicas: Vec<NodeId>,
    /// The leader, or [`NodeId::NONE`].
    pub leader: NodeId,
    /// Grows with every new leader.
    pub leader_epoch: LeaderEpoch,
    /// Grows with every change.
    pub partition_epoch: PartitionEpoch,
    /// Whether the leader is still making its log good.
    pub recovery: LeaderRecoveryState,
}

impl Partition {
    /// The leader, if there is one.
    pub fn leader(&self) -> Option<NodeId> {
        (self.leader != NodeId::NONE).then_some(self.leader)
    }

    /// The directory that holds a broker's replica. `None` if the broker has none.
    pub fn directory_of(&self, broker: NodeId) -> Option<DirectoryId> {
        let position = self.replicas.iter().position(|replica| *replica == broker)?;
        self.directories.get(position).copied()
    }

    /// Whether a reassignment is under way (KIP-455).
    pub fn is_reassigning(&self) -> bool {
        !self.adding_replicas.is_empty() || !self.removing_replicas.is_empty()
    }

    pub(crate) fn from_record(record: &PartitionRecord) -> Self {
        let replicas = nodes(&record.replicas);
        let directories = if record.directories.is_empty() {
            vec![DirectoryId::ZERO; replicas.len()]
        } else {
            record.directories.clone()
        };
        Self {
            directories,
            isr: nodes(&record.isr),
            elr: record.eligible_leader_replicas.as_deref().map(nodes).unwrap_or_default(),
            last_known_elr: record.last_known_elr.as_deref().map(nodes).unwrap_or_default(),
            removing_replicas: nodes(&record.removing_replicas),
            adding_replicas: nodes(&record.adding_replicas),
            leader: NodeId(record.leader),
            leader_epoch: LeaderEpoch(record.leader_epoch),
            partition_epoch: PartitionEpoch(record.partition_epoch),
            recovery: LeaderRecoveryState::from_i8(record.leader_recovery_state).unwrap_or_default(),
            replicas,
        }
    }

    /// The record that writes this partition anew.
    pub fn to_record(
        &self,
        topic_id: TopicId,
        index: PartitionIndex,
        with_directories: bool,
    ) -> PartitionRecord {
        let unless_empty = |list: &[NodeId]| (!list.is_empty()).then(|| raw(list));
        PartitionRecord {
            partition_id: index.get(),
            topic_id,
            replicas: raw(&self.replicas),
            isr: raw(&self.isr),
            removing_replicas: raw(&self.removing_replicas),
            adding_replicas: raw(&self.adding_replicas),
            leader: self.leader.get(),
            leader_recovery_state: self.recovery.to_i8(),
            leader_epoch: self.leader_epoch.get(),
            partition_epoch: self.partition_epoch.get(),
            directories: if with_directories { self.directories.clone() } else { Vec::new() },
            eligible_leader_replicas: unless_empty(&self.elr),
            last_known_elr: unless_empty(&self.last_known_elr),
            ..PartitionRecord::default()
        }
    }

    /// This partition after a change. The leader epoch grows if the record names a leader (even the same one), the
    /// partition epoch always.
    #[must_use]
    pub fn changed(&self, record: &PartitionChangeRecord) -> Self {
        let choose =
            |new: &Option<Vec<i32>>, old: &[NodeId]| new.as_deref().map_or_else(|| old.to_vec(), nodes);
        let replicas = choose(&record.replicas, &self.replicas);
        let directories = match &record.directories {
            Some(directories) => directories.clone(),
            None if replicas == self.replicas => self.directories.clone(),
            None => replicas
                .iter()
                .map(|replica| self.directory_of(*replica).unwrap_or(DirectoryId::ONE))
                .collect(),
        };
        let new_leader = record.leader != PartitionChangeRecord::default().leader;
        Self {
            replicas,
            directories,
            isr: choose(&record.isr, &self.isr),
            elr: choose(&record.eligible_leader_replicas, &self.elr),
            last_known_elr: choose(&record.last_known_elr, &self.last_known_elr),
            removing_replicas: choose(&record.removing_replicas, &self.removing_replicas),
            adding_replicas: choose(&record.adding_replicas, &self.adding_replicas),
            leader: if new_leader { NodeId(record.leader) } else { self.leader },
            leader_epoch: if new_leader { self.leader_epoch.next() } else { self.leader_epoch },
            partition_epoch: PartitionEpoch(self.partition_epoch.get().saturating_add(1)),
            recovery: LeaderRecoveryState::from_i8(record.leader_recovery_state).unwrap_or(self.recovery),
        }
    }
}

pub(crate) fn nodes(raw: &[i32]) -> Vec<NodeId> {
    raw.iter().copied().map(NodeId).collect()
}

pub(crate) fn raw(nodes: &[NodeId]) -> Vec<i32> {
    nodes.iter().map(|node| node.get()).collect()
}
