//! Who leads: turns wishes about one partition into the record that fulfils them.
//!
//! A leader is chosen from the in-sync replicas in the order of assignment; the present one stays if it may. With
//! nobody in sync an eligible replica (KIP-966) is as good. Otherwise there is no leader, unless unclean election is
//! on.

use moldau_ids::{DirectoryId, NodeId, PartitionIndex, TopicId, Uuid};
use moldau_wire::records::metadata::PartitionChangeRecord;

use super::Env;
use crate::image::ConfigResource;
use crate::{Image, LeaderRecoveryState, Partition, Record};

/// Kafka's id for "lost": a replica whose directory is gone.
const LOST: DirectoryId = Uuid(2);

/// What one partition should become.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub(super) isr: Vec<NodeId>,
    pub(super) recovery: LeaderRecoveryState,
    pub(super) unclean: bool,
}

impl Wish {
    /// As it is.
    pub(super) fn keep(partition: &Partition, unclean: bool) -> Self {
        Self { isr: partition.isr.clone(), recovery: partition.recovery, unclean }
    }
}

/// The record that makes `partition` as wished, with the leader that follows; `None` if that is what it is.
pub(super) fn change(
    image: &Image,
    place: (TopicId, PartitionIndex),
    partition: &Partition,
    wish: &Wish,
    may_lead: &dyn Fn(NodeId) -> bool,
) -> Option<PartitionChangeRecord> {
    let mut record =
        PartitionChangeRecord { topic_id: place.0, partition_id: place.1.get(), ..Default::default() };
    let mut isr = wish.isr.clone();
    let mut elr = partition.elr.clone();
    let mut recovery = wish.recovery;
    let valid =
        |id: NodeId| may_lead(id) && (isr.contains(&id) || (isr.is_empty() && partition.elr.contains(&id)));
    let clean = partition
        .leader()
        .filter(|leader| valid(*leader))
        .or_else(|| partition.replicas.iter().copied().find(|replica| valid(*replica)));
    let leader = if let Some(leader) = clean {
        if isr.is_empty() {
            isr = vec![leader];
        }
        elr.retain(|id| !isr.contains(id));
        Some(leader)
    } else {
        let leader = partition.replicas.iter().copied().find(|id| wish.unclean && may_lead(*id));
        if let Some(leader) = leader {
            isr = vec![leader];
            elr.clear();
            recovery = LeaderRecoveryState::Recovering;
        }
        leader
    };
    if leader != partition.leader() {
        record.leader = leader.unwrap_or(NodeId::NONE).get();
    }
    // With nobody left the list stays: its members have what was acknowledged.
    if !isr.is_empty() && isr != partition.isr {
        let lost_one = partition.isr.iter().any(|id| !isr.contains(id));
        if lost_one && leader == partition.leader() && image.metadata_version().bumps_epoch_on_isr_shrink() {
            record.leader = partition.leader.get();
        }
        record.isr = Some(crate::image::raw(&isr));
    }
    if elr != partition.elr {
        record.eligible_leader_replicas = Some(crate::image::raw(&elr));
    }
    if recovery != partition.recovery {
        record.leader_recovery_state = recovery.to_i8();
    }
    let nothing =
        PartitionChangeRecord { topic_id: place.0, partition_id: place.1.get(), ..Default::default() };
    (record != nothing).then_some(record)
}

/// Whether a broker could lead a partition as far as its directory goes.
fn directory_is_online(image: &Image, id: NodeId, partition: &Partition) -> bool {
    match (image.broker(id), partition.directory_of(id)) {
        (Some(broker), Some(directory)) => {
            let reserved = directory == DirectoryId::ZERO || directory == DirectoryId::ONE;
            directory != LOST
                && (reserved || broker.log_dirs.is_empty() || broker.log_dirs.contains(&directory))
        }
        (Some(_), None) | (None, _) => false,
    }
}

/// What changes about brokers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Move<'a> {
    /// It leaves every in-sync set that has another member, and leads nothing.
    pub(super) leaves: Option<NodeId>,
    /// Only what lies in these directories of the leaving broker is looked at.
    pub(super) directories: Option<&'a [DirectoryId]>,
    /// It may lead from now on, though the image does not say so yet.
    pub(super) joins: Option<NodeId>,
}

/// The records that follow for every partition.
pub(super) fn follow(image: &Image, env: &Env<'_>, change_of_brokers: Move<'_>, records: &mut Vec<Record>) {
    let Move { leaves, directories, joins } = change_of_brokers;
    for topic in image.topics() {
        let unclean = unclean_election(image, env, &topic.name);
        for (index, partition) in topic.partitions() {
            let leaving = leaves.filter(|id| {
                let hit = partition.leader == *id || partition.isr.contains(id);
                let inside = directories
                    .is_none_or(|lost| partition.directory_of(*id).is_some_and(|own| lost.contains(&own)));
                hit && inside
            });
            let joining = joins.filter(|_| partition.leader().is_none());
            if leaving.is_none() && joining.is_none() {
                continue;
            }
            let mut wish = Wish::keep(partition, unclean);
            wish.isr.retain(|id| Some(*id) != leaving);
            let may_lead = |id: NodeId| {
                Some(id) != leaves
                    && (Some(id) == joins || image.is_active(id))
                    && directory_is_online(image, id, partition)
            };
            records.extend(
                change(image, (topic.id, index), partition, &wish, &may_lead).map(Record::PartitionChange),
            );
        }
    }
}

/// Whether a partition's present leader may go on, and others may take over, as the image has it.
pub(super) fn may_lead<'a>(image: &'a Image, partition: &'a Partition) -> impl Fn(NodeId) -> bool + 'a {
    move |id| image.is_active(id) && directory_is_online(image, id, partition)
}

/// `unclean.leader.election.enable` of a topic: its own value, the cluster's, the file's.
pub(super) fn unclean_election(image: &Image, env: &Env<'_>, topic: &str) -> bool {
    const NAME: &str = "unclean.leader.election.enable";
    image
        .config_value(&ConfigResource::topic(topic), NAME)
        .or_else(|| image.config_value(&ConfigResource::all_brokers(), NAME))
        .map_or(env.config.topic_defaults.unclean_leader_election_enable, |value| {
            value.eq_ignore_ascii_case("true")
        })
}
