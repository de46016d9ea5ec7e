//! Which brokers and directories hold a new partition.
//!
//! Every partition's replicas lie in as many racks as there are, leaders are spread evenly over the brokers that are
//! unfenced, replicas evenly over all. Where it starts is random, so that many small topics spread as well. Within a
//! broker the directory with the fewest replicas is taken.

use std::collections::BTreeMap;

use moldau_ids::{DirectoryId, NodeId};
use moldau_wire::{ErrorCode, Str};

use super::Refusal;
use super::random::Random;
use crate::Image;

struct Candidate {
    id: NodeId,
    rack: Option<Str>,
    /// Whether it may lead at once.
    active: bool,
    leaders: usize,
    replicas: usize,
}

/// Replicas of `count` new partitions, the leader of each first.
pub(super) fn place(
    image: &Image,
    random: &mut Random,
    count: usize,
    replication_factor: usize,
) -> Result<Vec<Vec<NodeId>>, Refusal> {
    let refuse = |what: String| {
        let message = format!("cannot place {replication_factor} replica(s) of each partition: {what}");
        Err(Refusal::new(ErrorCode::InvalidReplicationFactor, message))
    };
    let mut candidates: Vec<Candidate> = image
        .brokers()
        .filter(|broker| broker.log_dirs.is_empty() || broker.log_dirs.len() > broker.cordoned_log_dirs.len())
        .map(|broker| Candidate {
            id: broker.id,
            rack: broker.rack.clone(),
            active: broker.is_active(),
            leaders: 0,
            replicas: 0,
        })
        .collect();
    if !candidates.iter().any(|candidate| candidate.active) {
        return refuse("every broker is fenced or about to stop".into());
    }
    if candidates.len() < replication_factor {
        return refuse(format!("only {} broker(s) are registered", candidates.len()));
    }
    let offset = random.below(candidates.len());
    Ok((0..count)
        .map(|partition| place_one(&mut candidates, offset, partition, replication_factor))
        .collect())
}

fn place_one(
    candidates: &mut [Candidate],
    offset: usize,
    partition: usize,
    replication_factor: usize,
) -> Vec<NodeId> {
    let size = candidates.len();
    // Ties go round, and each round starts one further, so that the followers of one leader differ.
    let start = offset + partition + partition / size;
    let turn = |position: usize| (position + size - start % size) % size;
    let mut chosen: Vec<NodeId> = Vec::with_capacity(replication_factor);
    let mut racks: Vec<Option<Str>> = Vec::with_capacity(replication_factor);
    while chosen.len() < replication_factor {
        let leads = chosen.is_empty();
        let best = candidates
            .iter_mut()
            .enumerate()
            .filter(|(_, candidate)| !chosen.contains(&candidate.id) && (candidate.active || !leads))
            .min_by_key(|(position, candidate)| {
                let in_rack = racks.iter().filter(|rack| **rack == candidate.rack).count();
                let leaders = if leads { candidate.leaders } else { 0 };
                (in_rack, !candidate.active, leaders, candidate.replicas, turn(*position))
            });
        let Some((_, best)) = best else { break };
        best.leaders += usize::from(leads);
        best.replicas += 1;
        chosen.push(best.id);
        racks.push(best.rack.clone());
    }
    assert!(chosen.len() == replication_factor, "the caller has checked that there are brokers enough");
    chosen
}

/// Picks directories, and remembers what it has picked.
pub(super) struct Directories<'a> {
    image: &'a Image,
    /// Replicas by directory; filled when the first broker with several directories is met.
    loads: Option<BTreeMap<DirectoryId, usize>>,
}

impl<'a> Directories<'a> {
    pub(super) const fn new(image: &'a Image) -> Self {
        Self { image, loads: None }
    }

    /// One directory for each replica.
    pub(super) fn of(&mut self, replicas: &[NodeId]) -> Vec<DirectoryId> {
        replicas.iter().map(|replica| self.of_one(*replica)).collect()
    }

    fn of_one(&mut self, replica: NodeId) -> DirectoryId {
        let image = self.image;
        // Kafka's id for "not known yet": the broker says later.
        let Some(broker) = image.broker(replica) else { return DirectoryId::ONE };
        match broker.log_dirs.as_slice() {
            [] => return DirectoryId::ZERO,
            [only] => return *only,
            [..] => {}
        }
        let loads = self.loads.get_or_insert_with(|| count(image));
        let open = broker.log_dirs.iter().filter(|id| !broker.cordoned_log_dirs.contains(id));
        let Some(best) = open.min_by_key(|id| (loads.get(*id).copied().unwrap_or(0), **id)) else {
            return DirectoryId::ONE;
        };
        *loads.entry(*best).or_default() += 1;
        *best
    }
}

fn count(image: &Image) -> BTreeMap<DirectoryId, usize> {
    let mut loads = BTreeMap::new();
    for (_, partition) in image.topics().flat_map(|topic| topic.partitions()) {
        for directory in &partition.directories {
            *loads.entry(*directory).or_default() += 1;
        }
    }
    loads
}
