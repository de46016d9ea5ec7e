//! The range assignor.

use std::collections::BTreeMap;
use std::ops::Range;

use moldau_ids::TopicId;
use moldau_wire::Str;

use super::{Spec, Target};

/// How one topic's partitions are dealt out, member after member.
struct Deal {
    partitions: i32,
    subscribers: i32,
    next: i32,
    dealt_to: i32,
}

impl Deal {
    /// The next member's share: the first few get one more if the division leaves a rest.
    fn share(&mut self) -> Range<i32> {
        let quota = self.partitions / self.subscribers.max(1);
        let rest = self.partitions % self.subscribers.max(1);
        let start = self.next;
        self.next = start + quota + i32::from(self.dealt_to < rest);
        self.dealt_to += 1;
        start..self.next
    }
}

pub(super) fn assign(spec: &Spec) -> BTreeMap<Str, Target> {
    let mut deals: BTreeMap<TopicId, Deal> = BTreeMap::new();
    for (topic, partitions) in &spec.topics {
        deals.insert(*topic, Deal { partitions: *partitions, subscribers: 0, next: 0, dealt_to: 0 });
    }
    for topic in spec.members.values().flat_map(|member| member.topics.iter()) {
        if let Some(deal) = deals.get_mut(topic) {
            deal.subscribers = deal.subscribers.saturating_add(1);
        }
    }

    let mut order: Vec<_> = spec.members.iter().collect();
    order.sort_by_key(|(id, member)| (member.instance_id.is_none(), member.instance_id.as_ref(), *id));
    order
        .into_iter()
        .map(|(id, member)| {
            let target = member
                .topics
                .iter()
                .filter_map(|topic| Some((*topic, deals.get_mut(topic)?.share())))
                .filter(|(_, share)| !share.is_empty())
                .map(|(topic, share)| (topic, share.collect()))
                .collect();
            (id.clone(), target)
        })
        .collect()
}
