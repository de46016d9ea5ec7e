//! The group's epoch, its regular expressions and its target.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use moldau_ids::TopicId;
use moldau_wire::Str;

use super::draft::Draft;
use super::state::{ConsumerGroup, Resolved};
use super::{hash, pattern, records, settings};
use crate::assignor::{self, MemberSpec, Spec};
use crate::{AssignorName, Caller, Env};

/// Regular expressions of one group are not looked at more often than this, in milliseconds.
const REGEX_PAUSE_MS: i64 = 10_000;

/// A number for the cluster's topics as records carry it.
fn topics_version(env: &Env<'_>) -> i64 {
    i64::try_from(env.topics.version()).unwrap_or(i64::MAX)
}

/// Resolves the group's regular expressions if they are due: all at once, as the caller may see topics. Says whether
/// any matches other topics than before.
pub(crate) fn refresh_regexes(draft: &mut Draft<'_>, env: &Env<'_>, caller: &Caller) -> bool {
    let group = &*draft.group;
    let wanted: Vec<Str> = group.subscribed_regexes().cloned().collect();
    if wanted.is_empty() {
        return false;
    }
    let now = env.now.get();
    let version = topics_version(env);
    if let Some(first) = group.regexes.values().next() {
        if now <= first.timestamp.saturating_add(REGEX_PAUSE_MS) {
            return false;
        }
        let interval = settings::millis(env.config.consumer_regex_refresh);
        let all_known = wanted.iter().all(|regex| group.regexes.contains_key(regex));
        if all_known && first.version == version && first.timestamp.saturating_add(interval) > now {
            return false;
        }
    }
    let mut changed = false;
    for regex in wanted {
        let topics = pattern::matches(env.topics, caller, &regex);
        let before = draft.group.regexes.get(&regex).map(|resolved| &resolved.topics);
        changed |= before.map_or(!topics.is_empty(), |before| *before != topics);
        let record = records::regex(&draft.group.id, &regex, &Resolved { topics, version, timestamp: now });
        draft.emit(record);
    }
    changed
}

/// The hash of the group's topics as they are. Whoever asks writes it down if it is another than the group's.
pub(crate) fn current_hash(group: &mut ConsumerGroup, env: &Env<'_>) -> i64 {
    if !metadata_is_stale(group, env) {
        return group.metadata_hash;
    }
    group.metadata_checked = Some(env.topics.version());
    hash::group_hash(env.topics, group.subscribed_topics())
}

/// Looks at the group's topics, and moves the group to its next epoch if `bump` or if they have changed.
pub(crate) fn refresh_metadata(draft: &mut Draft<'_>, env: &Env<'_>, bump: bool) {
    let hash = current_hash(draft.group, env);
    let group = &*draft.group;
    if bump || hash != group.metadata_hash {
        let record = records::epoch(&group.id, group.epoch.saturating_add(1), hash);
        draft.emit(record);
    }
    if draft.group.has_old_metadata_record {
        let record = records::old_metadata_tombstone(&draft.group.id);
        draft.emit(record);
    }
}

/// Whether the topics have changed since the group looked at them.
pub(crate) fn metadata_is_stale(group: &ConsumerGroup, env: &Env<'_>) -> bool {
    group.metadata_checked != Some(env.topics.version())
}

/// Computes a new target if the group's epoch is ahead of the present one's, and it is old enough: targets of one
/// group lie at least an interval apart. Until then its members go on with the present one.
pub(crate) fn refresh_target(draft: &mut Draft<'_>, env: &Env<'_>) {
    let group = &*draft.group;
    if group.assignment_epoch >= group.epoch {
        return;
    }
    let interval = settings::assignment_interval_ms(env, &group.id);
    let next = group.assignment_timestamp.saturating_add(interval);
    if group.assignment_timestamp != 0 && interval != 0 && env.now.get() < next {
        return;
    }
    let targets = assignor::assign(preferred_assignor(group, env), &spec(group, env));
    let changed: Vec<_> = targets
        .iter()
        .filter(|(id, target)| *group.target(id) != **target)
        .map(|(id, target)| records::target(&group.id, id, target))
        .collect();
    let done = records::target_epoch(&group.id, group.epoch, env.now.get());
    changed.into_iter().chain([done]).for_each(|record| draft.emit(record));
}

/// The assignor that most members ask for; of equals the one the broker names first. What members that ask for none
/// get is the broker's first.
pub(crate) fn preferred_assignor(group: &ConsumerGroup, env: &Env<'_>) -> AssignorName {
    let configured = &env.config.consumer_assignors;
    let mut best = (0, configured.first().copied().unwrap_or(AssignorName::Uniform));
    for name in configured {
        let votes = group.assignor_votes(name.as_str());
        if votes > best.0 {
            best = (votes, *name);
        }
    }
    best.1
}

/// The group as an assignor sees it.
fn spec(group: &ConsumerGroup, env: &Env<'_>) -> Spec {
    // Members mostly subscribe alike: then they share one set.
    type Subscription<'g> = (&'g BTreeSet<Str>, Option<&'g Str>);
    let mut sets: BTreeMap<Subscription<'_>, Arc<BTreeSet<TopicId>>> = BTreeMap::new();
    let topics: BTreeMap<&Str, (TopicId, i32)> = group
        .subscribed_topics()
        .filter_map(|name| env.topics.by_name(name).map(|topic| (name, (topic.id, topic.partitions))))
        .collect();
    let mut members = BTreeMap::new();
    for (id, member) in &group.members {
        let set = sets.entry((&member.topics, member.regex())).or_insert_with(|| {
            let ids = group.subscription(member).filter_map(|name| topics.get(name));
            Arc::new(ids.map(|(id, _)| *id).collect())
        });
        let spec = MemberSpec {
            instance_id: member.instance_id.clone(),
            topics: set.clone(),
            target: group.target(id),
        };
        members.insert(id.clone(), spec);
    }
    Spec { members, topics: topics.into_values().collect() }
}
