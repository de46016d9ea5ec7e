//! The uniform assignor where all members subscribe to the same topics.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use moldau_ids::TopicId;
use moldau_wire::Str;

use super::{Spec, Target, count};

/// Everyone keeps what it has up to its fair share; the rest goes round to those who have less.
pub(super) fn assign(spec: &Spec, topics: &BTreeSet<TopicId>) -> BTreeMap<Str, Target> {
    let mut taken: BTreeMap<TopicId, Vec<bool>> = topics
        .iter()
        .filter_map(|topic| Some((*topic, vec![false; count(*spec.topics.get(topic)?)])))
        .collect();
    let total: usize = taken.values().map(Vec::len).sum();
    let quota = total / spec.members.len().max(1);
    // So many members may have one more than the others. Those who have one more already come first.
    let mut extras = total % spec.members.len().max(1);

    let mut targets: Vec<(Str, Target)> = Vec::with_capacity(spec.members.len());
    let mut caps: Vec<(usize, usize)> = Vec::with_capacity(spec.members.len());
    for (id, member) in &spec.members {
        let (kept, size, has_extra) = keep(&member.target, &mut taken, quota, extras > 0);
        extras -= usize::from(has_extra);
        targets.push((id.clone(), kept));
        caps.push((size, quota + usize::from(has_extra)));
    }
    let mut hungry: VecDeque<(usize, usize)> = VecDeque::new();
    for (index, (size, mut cap)) in caps.into_iter().enumerate() {
        if extras > 0 && cap == quota {
            extras -= 1;
            cap += 1;
        }
        if size < cap {
            hungry.push_back((index, cap - size));
        }
    }

    let free = taken.iter().flat_map(|(topic, taken)| {
        (0i32..).zip(taken).filter(|(_, taken)| !**taken).map(|(partition, _)| (*topic, partition))
    });
    for (topic, partition) in free {
        let Some((index, room)) = hungry.pop_front() else { break };
        if let Some((_, target)) = targets.get_mut(index) {
            target.entry(topic).or_default().insert(partition);
        }
        if room > 1 {
            hungry.push_back((index, room - 1));
        }
    }
    targets.into_iter().collect()
}

/// The part of a target that its owner keeps: at most `quota`, or one more if it has that many and may. Says how
/// many those are, and whether the extra one was used. What is kept is marked as taken.
fn keep(
    target: &Target,
    taken: &mut BTreeMap<TopicId, Vec<bool>>,
    quota: usize,
    extra: bool,
) -> (Target, usize, bool) {
    let cap = quota + usize::from(extra);
    let mut kept = Target::new();
    let mut size = 0;
    for (topic, partitions) in target {
        let Some(taken) = taken.get_mut(topic) else { continue };
        for partition in partitions {
            if size == cap {
                return (kept, size, size > quota);
            }
            let slot = usize::try_from(*partition).ok().and_then(|index| taken.get_mut(index));
            if let Some(slot) = slot.filter(|slot| !**slot) {
                *slot = true;
                size += 1;
                kept.entry(*topic).or_default().insert(*partition);
            }
        }
    }
    (kept, size, size > quota)
}
