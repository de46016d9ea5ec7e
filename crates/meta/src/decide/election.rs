//! Who leads: turns wishes about one partition into the record that fulfils them.
//!
//! A leader is chosen from the in-sync replicas in the order of assignment; the present one stays if it may. With
//! nobody in sync an eligible replica (KIP-966) is as good. Without one the last leader may return, with what it has
//! left; otherwise there is no leader, unless unclean election is on.
//!
//! Words: *eligible* - out of sync while the in-sync replicas are fewer than `min.insync.replicas`, so that nothing has
//! been acknowledged without it. With `eligible.leader.replicas.version` finalized the in-sync set may be empty; without
//! it the last member stays in it.

use moldau_ids::{DirectoryId, NodeId, PartitionIndex, TopicId, Uuid};
use moldau_settings::Durability;
use moldau_wire::records::metadata::PartitionChangeRecord;

use super::Env;
use super::configs::IN_SYNC_MIN;
use crate::image::ConfigResource;
use crate::{ELR_VERSION, Image, LeaderRecoveryState, Partition, Record};

#[cfg(test)]
mod tests;

/// Kafka's id for "lost": a replica whose directory is gone.
const LOST: DirectoryId = Uuid(2);

/// What a partition's topic and cluster say of its elections.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// `unclean.leader.election.enable`.
    unclean: bool,
    /// `min.insync.replicas`.
    in_sync_min: usize,
    /// Whether eligible replicas are kept (`eligible.leader.replicas.version`).
    eligible: bool,
    /// Whether a replica that stopped without a word may have lost what it acknowledged.
    forgets: bool,
}

impl Rules {
    /// The rules of one topic: its own configuration, the cluster's, the file's.
    pub(super) fn of(image: &Image, env: &Env<'_>, topic: &str) -> Self {
        let value = |name: &str, broker_name: &str| {
            image
                .config_value(&ConfigResource::topic(topic), name)
                .or_else(|| image.config_value(&ConfigResource::all_brokers(), broker_name))
        };
        let unclean = value("unclean.leader.election.enable", "unclean.leader.election.enable");
        let durability = value("durability", "moldau.durability");
        let defaults = &env.config.topic_defaults;
        Self {
            unclean: unclean
                .map_or(defaults.unclean_leader_election_enable, |value| value.eq_ignore_ascii_case("true")),
            in_sync_min: in_sync_min(image, env, topic),
            eligible: 0 < image.feature_level(ELR_VERSION),
            forgets: durability
                .map_or(defaults.durability == Durability::Relaxed, |value| value.as_str() == "relaxed"),
        }
    }
}

/// `min.insync.replicas` of a topic.
fn in_sync_min(image: &Image, env: &Env<'_>, topic: &str) -> usize {
    image
        .config_value(&ConfigResource::topic(topic), IN_SYNC_MIN)
        .or_else(|| image.config_value(&ConfigResource::all_brokers(), IN_SYNC_MIN))
        .and_then(|value| value.parse().ok())
        .unwrap_or_else(|| usize::try_from(env.config.topic_defaults.min_insync_replicas).unwrap_or(1))
}

/// What one partition should become.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub(super) isr: Vec<NodeId>,
    pub(super) recovery: LeaderRecoveryState,
    /// A replica that may have lost what it acknowledged: it is not eligible.
    pub(super) forgetful: Option<NodeId>,
}

impl Wish {
    /// As it is.
    pub(super) fn keep(partition: &Partition) -> Self {
        Self { isr: partition.isr.clone(), recovery: partition.recovery, forgetful: None }
    }
}

/// Who leads, and who is known to have everything.
struct Outcome {
    leader: Option<NodeId>,
    isr: Vec<NodeId>,
    elr: Vec<NodeId>,
    recovery: LeaderRecoveryState,
}

/// The record that makes `partition` as wished, with the leader that follows; `None` if that is what it is.
pub(super) fn change(
    image: &Image,
    place: (TopicId, PartitionIndex),
    partition: &Partition,
    (wish, rules): (&Wish, Rules),
    may_lead: &dyn Fn(NodeId) -> bool,
) -> Option<PartitionChangeRecord> {
    let nothing =
        PartitionChangeRecord { topic_id: place.0, partition_id: place.1.get(), ..Default::default() };
    let mut record = nothing.clone();
    let Outcome { leader, isr, elr, recovery } = elect(partition, wish, rules, may_lead);
    if leader != partition.leader() {
        record.leader = leader.unwrap_or(NodeId::NONE).get();
    }
    // Without eligible replicas the last list stays: its members have what was acknowledged.
    if (rules.eligible || !isr.is_empty()) && isr != partition.isr {
        let lost_one = partition.isr.iter().any(|id| !isr.contains(id));
        if lost_one && leader == partition.leader() && image.metadata_version().bumps_epoch_on_isr_shrink() {
            record.leader = partition.leader.get();
        }
        record.isr = Some(crate::image::raw(&isr));
    }
    if elr != partition.elr {
        record.eligible_leader_replicas = Some(crate::image::raw(&elr));
    }
    let last_known = last_known_leader(partition, leader, &isr, rules);
    if last_known != partition.last_known_elr {
        record.last_known_elr = Some(crate::image::raw(&last_known));
    }
    if recovery != partition.recovery {
        record.leader_recovery_state = recovery.to_i8();
    }
    (record != nothing).then_some(record)
}

fn elect(partition: &Partition, wish: &Wish, rules: Rules, may_lead: &dyn Fn(NodeId) -> bool) -> Outcome {
    let mut isr = wish.isr.clone();
    let mut elr = eligible(partition, wish, rules);
    let valid = |id: NodeId| may_lead(id) && (isr.contains(&id) || (isr.is_empty() && elr.contains(&id)));
    let clean = partition
        .leader()
        .filter(|leader| valid(*leader))
        .or_else(|| partition.replicas.iter().copied().find(|replica| valid(*replica)));
    if let Some(leader) = clean {
        if isr.is_empty() {
            isr = vec![leader];
        }
        elr.retain(|id| !isr.contains(id));
        return Outcome { leader: clean, isr, elr, recovery: wish.recovery };
    }
    let last = match partition.last_known_elr.as_slice() {
        [last] if rules.eligible && isr.is_empty() && elr.is_empty() => Some(*last),
        _ => None,
    };
    let anyone = partition.replicas.iter().copied().filter(|_| rules.unclean);
    match last.into_iter().chain(anyone).find(|id| may_lead(*id)) {
        Some(leader) => Outcome {
            leader: Some(leader),
            isr: vec![leader],
            elr: Vec::new(),
            recovery: LeaderRecoveryState::Recovering,
        },
        None => Outcome { leader: None, isr, elr, recovery: wish.recovery },
    }
}

/// The eligible replicas if the in-sync ones become those of `wish`.
fn eligible(partition: &Partition, wish: &Wish, rules: Rules) -> Vec<NodeId> {
    if !rules.eligible || rules.in_sync_min.min(partition.replicas.len()) <= wish.isr.len() {
        return Vec::new();
    }
    let mut elr: Vec<NodeId> = partition.elr.iter().chain(&partition.isr).copied().collect();
    elr.sort_unstable();
    elr.dedup();
    elr.retain(|id| !wish.isr.contains(id) && wish.forgetful != Some(*id));
    elr
}

/// The leader that was there last, kept while there is none.
fn last_known_leader(
    partition: &Partition,
    leader: Option<NodeId>,
    isr: &[NodeId],
    rules: Rules,
) -> Vec<NodeId> {
    match (leader, partition.leader()) {
        (None, Some(last)) if rules.eligible && isr.is_empty() => vec![last],
        (None, _) if rules.eligible => partition.last_known_elr.clone(),
        (Some(_) | None, _) => Vec::new(),
    }
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
    /// The leaving one stopped without a word: what it had only in the kernel's memory may be gone.
    pub(super) crashed: bool,
}

/// The records that follow for every partition.
pub(super) fn follow(image: &Image, env: &Env<'_>, change_of_brokers: Move<'_>, records: &mut Vec<Record>) {
    let Move { leaves, directories, joins, crashed } = change_of_brokers;
    for topic in image.topics() {
        let rules = Rules::of(image, env, &topic.name);
        let forgetful = leaves.filter(|_| crashed && rules.forgets && rules.eligible);
        for (index, partition) in topic.partitions() {
            let leaving = leaves.filter(|id| {
                let hit = partition.leader == *id
                    || partition.isr.contains(id)
                    || (forgetful.is_some() && partition.elr.contains(id));
                let inside = directories
                    .is_none_or(|lost| partition.directory_of(*id).is_some_and(|own| lost.contains(&own)));
                hit && inside
            });
            let joining = joins.filter(|_| partition.leader().is_none());
            if leaving.is_none() && joining.is_none() {
                continue;
            }
            let mut wish = Wish { forgetful, ..Wish::keep(partition) };
            wish.isr.retain(|id| Some(*id) != leaving);
            let may_lead = |id: NodeId| {
                Some(id) != leaves
                    && (Some(id) == joins || image.is_active(id))
                    && directory_is_online(image, id, partition)
            };
            records.extend(
                change(image, (topic.id, index), partition, (&wish, rules), &may_lead)
                    .map(Record::PartitionChange),
            );
        }
    }
}

/// Whether a partition's present leader may go on, and others may take over, as the image has it.
pub(super) fn may_lead<'a>(image: &'a Image, partition: &'a Partition) -> impl Fn(NodeId) -> bool + 'a {
    move |id| image.is_active(id) && directory_is_online(image, id, partition)
}
