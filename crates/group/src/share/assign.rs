//! The assignor `simple`: every partition has members, every member has partitions, and little moves.
//!
//! Members share partitions: with more members than partitions several have the same one. If all members subscribe to
//! the same topics, all partitions are shared out together; else each topic is, among its subscribers.

use std::collections::{BTreeMap, BTreeSet};

use moldau_ids::TopicId;
use moldau_wire::Str;

use crate::assignor::{MemberSpec, Target};

type Partition = (TopicId, i32);

/// The new targets, one for every member. `topics` are the partitions that may be assigned.
pub(super) fn assign(
    members: &BTreeMap<Str, MemberSpec>,
    topics: &BTreeMap<TopicId, BTreeSet<i32>>,
) -> BTreeMap<Str, Target> {
    let mut targets: BTreeMap<Str, Target> = members.keys().map(|id| (id.clone(), Target::new())).collect();
    let mut give = |owned: BTreeMap<&Str, BTreeSet<Partition>>| {
        for (member, partitions) in owned {
            let Some(target) = targets.get_mut(member) else { continue };
            for (topic, partition) in partitions {
                target.entry(topic).or_default().insert(partition);
            }
        }
    };
    let mut subscriptions = members.values().map(|member| &member.topics);
    let first = subscriptions.next();
    if let Some(common) = first.filter(|first| subscriptions.all(|other| other == *first)) {
        let all: BTreeSet<Partition> = common.iter().flat_map(|topic| of_topic(topics, *topic)).collect();
        give(share_out(&members.iter().collect(), &all));
        return targets;
    }
    for topic in topics.keys() {
        let subscribers = members.iter().filter(|(_, member)| member.topics.contains(topic)).collect();
        give(share_out(&subscribers, &of_topic(topics, *topic).collect()));
    }
    targets
}

fn of_topic(
    topics: &BTreeMap<TopicId, BTreeSet<i32>>,
    topic: TopicId,
) -> impl Iterator<Item = Partition> + '_ {
    topics.get(&topic).into_iter().flatten().map(move |partition| (topic, *partition))
}

/// Shares `partitions` out among `members`, who keep what they had as far as that is even.
fn share_out<'m>(
    members: &BTreeMap<&'m Str, &'m MemberSpec>,
    partitions: &BTreeSet<Partition>,
) -> BTreeMap<&'m Str, BTreeSet<Partition>> {
    let count = members.len();
    if count == 0 || partitions.is_empty() {
        return BTreeMap::new();
    }
    // How many members a partition has, and how many partitions each member.
    let sharing = count.div_ceil(partitions.len());
    let places = sharing * partitions.len();
    let upto = |index: usize| (places * index).div_ceil(count);
    let wanted: Vec<usize> = (0..count).map(|index| upto(index + 1) - upto(index)).collect();

    let mut holders: BTreeMap<Partition, usize> =
        partitions.iter().map(|partition| (*partition, 0)).collect();
    let mut owned: BTreeMap<&Str, BTreeSet<Partition>> = BTreeMap::new();
    for ((id, member), wanted) in members.iter().zip(&wanted) {
        let mut kept = BTreeSet::new();
        for (topic, had) in member.target.iter() {
            for partition in had {
                let partition = (*topic, *partition);
                let Some(holders) = holders.get_mut(&partition) else { continue };
                if kept.len() < *wanted && *holders < sharing {
                    *holders += 1;
                    kept.insert(partition);
                }
            }
        }
        owned.insert(*id, kept);
    }
    let mut free: Vec<(&Str, usize)> = members
        .keys()
        .zip(&wanted)
        .map(|(id, wanted)| (*id, wanted - owned.get(id).map_or(0, BTreeSet::len)))
        .filter(|(_, places)| *places > 0)
        .collect();
    // Partitions without anyone come first, so that nobody's second choice keeps one from being consumed.
    let mut open: Vec<(usize, Partition)> =
        holders.into_iter().map(|(partition, holders)| (holders, partition)).collect();
    open.sort_unstable();
    let mut next = 0;
    for (holders, partition) in open {
        let mut missing = sharing - holders;
        for _ in 0..free.len() {
            if missing == 0 || free.is_empty() {
                break;
            }
            next %= free.len();
            let Some((id, places)) = free.get_mut(next) else { break };
            if !owned.get_mut(id).is_some_and(|owned| owned.insert(partition)) {
                next += 1;
                continue;
            }
            missing -= 1;
            *places -= 1;
            if *places == 0 {
                free.remove(next);
            } else {
                next += 1;
            }
        }
    }
    owned
}
