//! What is true of every image. Used by tests, the simulator and the tool that verifies.

use std::collections::BTreeSet;

use moldau_ids::NodeId;

use crate::{Image, Partition};

/// Whether an image is sound by itself. The text says what is not.
pub fn check(image: &Image) -> Result<(), String> {
    for topic in image.topics() {
        for (position, (index, partition)) in topic.partitions().enumerate() {
            let place = || format!("{}-{index}", topic.name);
            if usize::try_from(index.get()) != Ok(position) {
                return Err(format!("{}: partitions do not count up from 0", place()));
            }
            check_partition(image, partition).map_err(|problem| format!("{}: {problem}", place()))?;
        }
    }
    if image.topics.size() != image.topic_ids.size() {
        return Err("topics by name and by id differ".into());
    }
    Ok(())
}

fn check_partition(image: &Image, partition: &Partition) -> Result<(), String> {
    let set = |list: &[NodeId]| list.iter().copied().collect::<BTreeSet<NodeId>>();
    let (replicas, isr, elr) = (set(&partition.replicas), set(&partition.isr), set(&partition.elr));
    let unique = replicas.len() == partition.replicas.len() && isr.len() == partition.isr.len();
    let problem = if !unique {
        "a broker is twice in a list"
    } else if partition.replicas.is_empty() {
        "no replicas"
    } else if partition.directories.len() != partition.replicas.len() {
        "not one directory for each replica"
    } else if !isr.is_subset(&replicas) {
        "an in-sync replica is no replica"
    } else if !elr.is_disjoint(&isr) {
        "an eligible replica is in sync too"
    } else if partition.leader().is_some_and(|leader| !isr.contains(&leader)) {
        "the leader is not in sync"
    } else if partition.leader().is_some_and(|leader| image.broker(leader).is_none_or(|b| b.is_fenced())) {
        "the leader is fenced or not registered"
    } else if partition.leader_epoch.get() < 0 || partition.partition_epoch.get() < 0 {
        "a negative epoch"
    } else {
        return Ok(());
    };
    Err(format!("{problem}: {partition:?}"))
}

/// Whether going from `before` to `after` kept what must not go back. The text says what did.
pub fn check_progress(before: &Image, after: &Image) -> Result<(), String> {
    for topic in before.topics() {
        let Some(now) = after.topic_by_id(topic.id) else { continue };
        if now.name != topic.name {
            return Err(format!("topic {} changed its name", topic.id));
        }
        for (index, old) in topic.partitions() {
            let place = format!("{}-{index}", topic.name);
            let Some(new) = now.partition(index) else { return Err(format!("{place} is gone")) };
            if new.leader_epoch < old.leader_epoch || new.partition_epoch < old.partition_epoch {
                return Err(format!("{place}: an epoch went back"));
            }
            if new.leader != old.leader && new.leader_epoch == old.leader_epoch {
                return Err(format!("{place}: a new leader in an old epoch"));
            }
            let incarnation = |image: &Image, id| image.broker(id).map(|broker| broker.incarnation);
            let same = old.leader().is_none_or(|id| incarnation(before, id) == incarnation(after, id));
            if !same && new.leader() == old.leader() && new.leader_epoch == old.leader_epoch {
                return Err(format!("{place}: a new incarnation leads in the old one's epoch"));
            }
        }
    }
    if after.next_producer_id < before.next_producer_id {
        return Err("producer ids went back".into());
    }
    Ok(())
}
