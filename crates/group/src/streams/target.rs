//! The group's target: computed when the group's epoch is ahead of it, and it may be.

use std::collections::BTreeMap;
use std::sync::Arc;

use moldau_wire::Str;

use super::assignor::{MemberSpec, assign};
use super::draft::Draft;
use super::tasks::TaskSets;
use super::{records, settings};
use crate::Env;

/// The one configuration that the assignor heeds.
const STANDBY_REPLICAS: Str = Str::from_static("num.standby.replicas");

/// Why there is no new target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delay {
    /// The group was empty, and more members may come.
    Initial,
    /// Targets of one group lie at least an interval apart.
    Interval,
}

impl Delay {
    /// What the member is told.
    pub(crate) const fn detail(self) -> &'static str {
        match self {
            Self::Initial => "Assignment delayed due to the configured initial rebalance delay.",
            Self::Interval => "Assignment delayed due to the configured assignment interval.",
        }
    }
}

/// What the assignor is to be told.
pub(crate) fn configs(env: &Env<'_>, group_id: &str) -> BTreeMap<Str, Str> {
    let replicas = settings::standby_replicas(env, group_id);
    BTreeMap::from([(STANDBY_REPLICAS, Str::from(replicas.to_string()))])
}

/// Computes a new target if one is due, or says why it has to wait.
pub(crate) fn refresh(draft: &mut Draft<'_>, env: &Env<'_>) -> Option<Delay> {
    let group = &*draft.group;
    if group.live.waits {
        return Some(Delay::Initial);
    }
    if group.assignment_epoch >= group.epoch {
        return None;
    }
    let interval = settings::assignment_interval_ms(env, &group.id);
    let next = group.assignment_timestamp.saturating_add(interval);
    if group.assignment_timestamp != 0 && interval != 0 && env.now.get() < next {
        return Some(Delay::Interval);
    }
    let configured = group.live.configured.clone().unwrap_or_default();
    let shapes = configured.shapes.as_ref().filter(|_| configured.is_ready());
    let targets = match shapes {
        Some(shapes) => {
            let replicas = group.configs.get(&STANDBY_REPLICAS).and_then(|value| value.parse().ok());
            let previous: BTreeMap<&Str, Arc<TaskSets>> =
                group.members.keys().map(|id| (id, group.target(id))).collect();
            let nothing = TaskSets::default();
            let members = group.members.iter().map(|(id, member)| {
                let previous = previous.get(id).map_or(&nothing, |target| &**target);
                (id.clone(), MemberSpec { process_id: &member.process_id, previous })
            });
            assign(&members.collect(), shapes, replicas.unwrap_or(0))
        }
        None => group.members.keys().map(|id| (id.clone(), TaskSets::default())).collect(),
    };
    let changed: Vec<_> = targets
        .iter()
        .filter(|(id, target)| group.targets.get(*id).is_none_or(|old| **old != **target))
        .map(|(id, target)| records::target(&group.id, id, target))
        .collect();
    let done = records::target_epoch(&group.id, group.epoch, env.now.get());
    changed.into_iter().chain([done]).for_each(|record| draft.emit(record));
    None
}
