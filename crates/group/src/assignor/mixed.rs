//! The uniform assignor where members subscribe to different topics.
//!
//! Everyone keeps what it has; free partitions go to the least loaded subscriber, topics with the fewest subscribers
//! first; then topic by topic partitions move from the most to the least loaded subscriber as long as that narrows
//! the gap, until a whole pass moves nothing. A fixed number of passes bounds the work where gaps close only through
//! long chains of moves.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use moldau_ids::TopicId;
use moldau_wire::Str;

use super::{Spec, Target, count};

const PASSES_MAX: usize = 16;

struct Topic {
    id: TopicId,
    /// Indexes of members.
    subscribers: Vec<usize>,
    /// By partition: the owner's index.
    owners: Vec<Option<usize>>,
}

struct Balance {
    topics: Vec<Topic>,
    /// By member's index: how many partitions it owns.
    loads: Vec<usize>,
}

pub(super) fn assign(spec: &Spec) -> BTreeMap<Str, Target> {
    let mut balance = Balance::start(spec);
    balance.give_out();
    for _ in 0..PASSES_MAX {
        let moves: usize = (0..balance.topics.len()).map(|index| balance.even_out(index)).sum();
        if moves == 0 {
            break;
        }
    }
    balance.finish(spec)
}

impl Balance {
    /// Everyone keeps what it has and may have.
    fn start(spec: &Spec) -> Self {
        let mut topics: BTreeMap<TopicId, Topic> = spec
            .topics
            .iter()
            .map(|(id, partitions)| {
                (*id, Topic { id: *id, subscribers: Vec::new(), owners: vec![None; count(*partitions)] })
            })
            .collect();
        let mut loads = vec![0; spec.members.len()];
        for ((index, member), load) in spec.members.values().enumerate().zip(&mut loads) {
            for id in member.topics.iter() {
                if let Some(topic) = topics.get_mut(id) {
                    topic.subscribers.push(index);
                }
            }
            for (id, partitions) in member.target.iter().filter(|(id, _)| member.topics.contains(id)) {
                let Some(topic) = topics.get_mut(id) else { continue };
                for partition in partitions {
                    let owner = usize::try_from(*partition).ok().and_then(|at| topic.owners.get_mut(at));
                    if let Some(owner @ None) = owner {
                        *owner = Some(index);
                        *load += 1;
                    }
                }
            }
        }
        let mut topics: Vec<Topic> =
            topics.into_values().filter(|topic| !topic.subscribers.is_empty()).collect();
        topics.sort_by_key(|topic| (topic.subscribers.len(), topic.id));
        Self { topics, loads }
    }

    fn load(&self, member: usize) -> usize {
        self.loads.get(member).copied().unwrap_or(0)
    }

    /// Free partitions find an owner.
    fn give_out(&mut self) {
        for topic in &mut self.topics {
            if topic.owners.iter().all(Option::is_some) {
                continue;
            }
            let mut by_load: BinaryHeap<Reverse<(usize, usize)>> = topic
                .subscribers
                .iter()
                .map(|member| Reverse((self.loads.get(*member).copied().unwrap_or(0), *member)))
                .collect();
            for owner in topic.owners.iter_mut().filter(|owner| owner.is_none()) {
                let Some(Reverse((load, member))) = by_load.pop() else { break };
                *owner = Some(member);
                if let Some(slot) = self.loads.get_mut(member) {
                    *slot = load + 1;
                }
                by_load.push(Reverse((load + 1, member)));
            }
        }
    }

    /// Moves a topic's partitions from the most to the least loaded of its subscribers. Says how many moved.
    fn even_out(&mut self, index: usize) -> usize {
        let Some(topic) = self.topics.get(index) else { return 0 };
        let least = topic.subscribers.iter().map(|member| self.load(*member)).min().unwrap_or(0);
        let most = topic.owners.iter().flatten().map(|member| self.load(*member)).max().unwrap_or(0);
        if most <= least + 1 {
            return 0;
        }
        let mut takers: BTreeSet<(usize, usize)> =
            topic.subscribers.iter().map(|member| (self.load(*member), *member)).collect();
        let mut held: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (partition, owner) in topic.owners.iter().enumerate() {
            if let Some(owner) = owner {
                held.entry(*owner).or_default().push(partition);
            }
        }
        let mut givers: BTreeSet<(usize, usize)> =
            held.keys().map(|member| (self.load(*member), *member)).collect();
        let mut moves = Vec::new();
        while let (Some(&(most, giver)), Some(&(least, taker))) = (givers.last(), takers.first()) {
            if most <= least + 1 {
                break;
            }
            let Some(partition) = held.get_mut(&giver).and_then(Vec::pop) else { break };
            givers.remove(&(most, giver));
            takers.remove(&(most, giver));
            takers.insert((most - 1, giver));
            if held.get(&giver).is_some_and(|partitions| !partitions.is_empty()) {
                givers.insert((most - 1, giver));
            }
            givers.remove(&(least, taker));
            takers.remove(&(least, taker));
            takers.insert((least + 1, taker));
            givers.insert((least + 1, taker));
            held.entry(taker).or_default().push(partition);
            moves.push((partition, taker));
        }
        self.apply(index, &takers, &moves);
        moves.len()
    }

    fn apply(&mut self, index: usize, loads: &BTreeSet<(usize, usize)>, moves: &[(usize, usize)]) {
        for (load, member) in loads {
            if let Some(slot) = self.loads.get_mut(*member) {
                *slot = *load;
            }
        }
        let Some(topic) = self.topics.get_mut(index) else { return };
        for (partition, taker) in moves {
            if let Some(owner) = topic.owners.get_mut(*partition) {
                *owner = Some(*taker);
            }
        }
    }

    fn finish(self, spec: &Spec) -> BTreeMap<Str, Target> {
        let mut targets: Vec<(Str, Target)> =
            spec.members.keys().map(|id| (id.clone(), Target::new())).collect();
        for topic in self.topics {
            for (partition, owner) in (0i32..).zip(topic.owners) {
                if let Some((_, target)) = owner.and_then(|owner| targets.get_mut(owner)) {
                    target.entry(topic.id).or_default().insert(partition);
                }
            }
        }
        targets.into_iter().collect()
    }
}
