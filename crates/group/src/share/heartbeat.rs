//! `ShareGroupHeartbeat`: a member joins, goes on, changes its subscription, or leaves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use moldau_ids::TopicId;
use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use super::draft::{Draft, Refusal};
use super::state::{Member, ShareGroup, TopicPartitions, Topics};
use super::{assign, records, settings};
use crate::assignor::{MemberSpec, Target};
use crate::consumer::group_hash;
use crate::{Caller, Config, Env};

/// The member epoch of a request to join.
pub(super) const JOIN_EPOCH: i32 = 0;
/// The member epoch of a request to leave.
pub(super) const LEAVE_EPOCH: i32 = -1;

/// Refuses a request that makes no sense, whatever the group.
pub(super) fn check_request(request: &m::ShareGroupHeartbeatRequest) -> Result<(), Refusal> {
    let invalid = |message: &str| Err(Refusal::new(ErrorCode::InvalidRequest, message));
    if request.member_id.trim().is_empty() {
        return invalid("MemberId can't be empty.");
    }
    if request.group_id.trim().is_empty() {
        return invalid("GroupId can't be empty.");
    }
    if request.rack_id.as_ref().is_some_and(|rack| rack.trim().is_empty()) {
        return invalid("RackId can't be empty.");
    }
    if request.member_epoch == JOIN_EPOCH && request.subscribed_topic_names.as_ref().is_none_or(Vec::is_empty)
    {
        return invalid("SubscribedTopicNames must be set in first request.");
    }
    if request.member_epoch < LEAVE_EPOCH {
        return invalid("MemberEpoch is invalid.");
    }
    Ok(())
}

/// The error for a member that isn't there.
pub(super) fn unknown_member(group: &ShareGroup, member_id: &str) -> Refusal {
    let message = format!("Member {member_id} is not a member of group {}.", group.id);
    Refusal::new(ErrorCode::UnknownMemberId, message)
}

/// Decides a heartbeat of a member that does not leave. The request has passed [`check_request`].
pub(super) fn heartbeat(
    draft: &mut Draft<'_>,
    env: &Env<'_>,
    request: &m::ShareGroupHeartbeatRequest,
    caller: &Caller,
) -> Result<m::ShareGroupHeartbeatResponse, Refusal> {
    check_size(draft.group, env.config, &request.member_id)?;
    let before = find_member(draft.group, request)?;
    let is_new = !draft.group.members.contains_key(&request.member_id);
    let mut updated = before.clone();
    update(&mut updated, request, caller);

    if is_new || updated != before {
        let record = records::member(&draft.group.id, &updated);
        draft.emit(record);
    }
    let subscription_changed = before.topics != updated.topics;
    let pending = draft.group.assignment_epoch >= draft.group.epoch && has_unassigned(draft.group, env);
    refresh_epoch(draft, env, subscription_changed || pending);
    refresh_target(draft, env);
    let after = reconcile(draft, env, updated, subscription_changed);
    let tell = request.member_epoch == JOIN_EPOCH
        || request.subscribed_topic_names.is_some()
        || before.assigned != after.assigned;
    Ok(m::ShareGroupHeartbeatResponse {
        member_id: Some(after.id.clone()),
        member_epoch: after.epoch,
        heartbeat_interval_ms: settings::heartbeat_interval_ms(env, &draft.group.id),
        assignment: tell.then(|| assignment(&after.assigned)),
        ..Default::default()
    })
}

fn assignment(target: &Target) -> m::share_group_heartbeat_response::Assignment {
    let topic_partitions = target
        .iter()
        .map(|(topic, partitions)| m::share_group_heartbeat_response::TopicPartitions {
            topic_id: *topic,
            partitions: partitions.iter().copied().collect(),
            ..Default::default()
        })
        .collect();
    m::share_group_heartbeat_response::Assignment { topic_partitions, ..Default::default() }
}

fn check_size(group: &ShareGroup, config: &Config, member_id: &str) -> Result<(), Refusal> {
    let max = config.share.size_max;
    if group.members.len() >= max && !group.members.contains_key(member_id) {
        let message = format!("The share group has reached its maximum capacity of {max} members.");
        return Err(Refusal::new(ErrorCode::GroupMaxSizeReached, message));
    }
    Ok(())
}

/// The member as it is, or as it begins. A member that missed the answer with its new epoch may use the one before.
fn find_member(group: &ShareGroup, request: &m::ShareGroupHeartbeatRequest) -> Result<Member, Refusal> {
    let epoch = request.member_epoch;
    let Some(member) = group.members.get(&request.member_id) else {
        return match epoch {
            JOIN_EPOCH => Ok(Member::new(request.member_id.detach())),
            _ => Err(unknown_member(group, &request.member_id)),
        };
    };
    if epoch == JOIN_EPOCH || epoch == member.epoch {
        return Ok(member.clone());
    }
    let fenced = |message: String| Err(Refusal::new(ErrorCode::FencedMemberEpoch, message));
    if epoch > member.epoch {
        return fenced(format!(
            "The share group member has a greater member epoch ({epoch}) than the one known by the group coordinator ({}). The member must abandon all its partitions and rejoin.",
            member.epoch
        ));
    }
    if epoch != member.previous_epoch {
        return fenced(format!(
            "The share group member has an invalid member epoch ({epoch}). Group coordinator knows ({}) and ({}). The member must abandon all its partitions and rejoin.",
            member.epoch, member.previous_epoch
        ));
    }
    Ok(member.clone())
}

/// Takes over what the request says; what it leaves out stays.
fn update(member: &mut Member, request: &m::ShareGroupHeartbeatRequest, caller: &Caller) {
    if let Some(rack_id) = &request.rack_id {
        member.rack_id = Some(rack_id.detach());
    }
    if let Some(names) = &request.subscribed_topic_names {
        let names: BTreeSet<&Str> = names.iter().collect();
        if !names.iter().copied().eq(member.topics.iter()) {
            member.topics = Arc::new(names.into_iter().map(Str::detach).collect());
        }
    }
    if member.client_id != caller.client_id {
        member.client_id = caller.client_id.detach();
    }
    if member.client_host != caller.client_host {
        member.client_host = caller.client_host.detach();
    }
}

/// Whether there is state of subscribed partitions that no target names: then a new target is due.
fn has_unassigned(group: &ShareGroup, env: &Env<'_>) -> bool {
    let assigned: BTreeSet<(TopicId, i32)> = group
        .targets
        .values()
        .flat_map(|target| target.iter())
        .flat_map(|(topic, partitions)| partitions.iter().map(|partition| (*topic, *partition)))
        .collect();
    assignable(group, env).iter().any(|(topic, partitions)| {
        partitions.iter().any(|partition| !assigned.contains(&(*topic, *partition)))
    })
}

/// What may be assigned: partitions with state, of topics that exist and that somebody subscribes to.
fn assignable(group: &ShareGroup, env: &Env<'_>) -> BTreeMap<TopicId, BTreeSet<i32>> {
    let mut assignable = BTreeMap::new();
    for name in group.subscribed_topics() {
        let Some(topic) = env.topics.by_name(name) else { continue };
        let Some(state) = group.partitions.initialized.get(&topic.id) else { continue };
        let partitions: BTreeSet<i32> =
            state.partitions.iter().copied().filter(|partition| *partition < topic.partitions).collect();
        assignable.insert(topic.id, partitions);
    }
    assignable
}

/// The hash of the group's topics as they are.
fn current_hash(group: &mut ShareGroup, env: &Env<'_>) -> i64 {
    let version = Some(env.topics.version());
    if group.metadata_checked == version {
        return group.metadata_hash;
    }
    group.metadata_checked = version;
    group_hash(env.topics, group.subscribed_topics())
}

/// Moves the group to its next epoch if `bump` or if its topics have changed.
pub(super) fn refresh_epoch(draft: &mut Draft<'_>, env: &Env<'_>, bump: bool) {
    let hash = current_hash(draft.group, env);
    if bump || hash != draft.group.metadata_hash {
        let record = records::epoch(&draft.group.id, draft.group.epoch.saturating_add(1), hash);
        draft.emit(record);
    }
}

/// Computes a new target if the group's epoch is ahead of the present one's, and it is old enough.
fn refresh_target(draft: &mut Draft<'_>, env: &Env<'_>) {
    let group = &*draft.group;
    if group.assignment_epoch >= group.epoch {
        return;
    }
    let interval = settings::assignment_interval_ms(env, &group.id);
    let next = group.assignment_timestamp.saturating_add(interval);
    if group.assignment_timestamp != 0 && interval != 0 && env.now.get() < next {
        return;
    }
    let ids: BTreeMap<&Str, TopicId> = group
        .subscribed_topics()
        .filter_map(|name| env.topics.by_name(name).map(|topic| (name, topic.id)))
        .collect();
    let spec = |(id, member): (&Str, &Member)| {
        let topics: BTreeSet<TopicId> =
            member.topics.iter().filter_map(|name| ids.get(name)).copied().collect();
        let spec = MemberSpec { instance_id: None, topics: Arc::new(topics), target: group.target(id) };
        (id.clone(), spec)
    };
    let members = group.members.iter().map(spec).collect();
    let targets = assign::assign(&members, &assignable(group, env));
    let changed: Vec<_> = targets
        .iter()
        .filter(|(id, target)| *group.target(id) != **target)
        .map(|(id, target)| records::target(&group.id, id, target))
        .collect();
    let done = records::target_epoch(&group.id, group.epoch, env.now.get());
    changed.into_iter().chain([done]).for_each(|record| draft.emit(record));
}

/// Gives a member its target, as far as it subscribes to it. Nobody has to give anything up first.
fn reconcile(draft: &mut Draft<'_>, env: &Env<'_>, member: Member, subscription_changed: bool) -> Member {
    let group = &*draft.group;
    let target_epoch = group.assignment_epoch;
    if member.epoch == target_epoch && !subscription_changed {
        return member;
    }
    let subscribed =
        |topic: TopicId| env.topics.by_id(topic).is_some_and(|topic| member.topics.contains(&topic.name));
    let target = group.target(&member.id);
    let assigned: Target = target
        .iter()
        .filter(|(topic, _)| subscribed(**topic))
        .map(|(topic, partitions)| (*topic, partitions.clone()))
        .collect();
    let mut after = Member { assigned: Arc::new(assigned), ..member.clone() };
    if after.epoch != target_epoch {
        after.previous_epoch = after.epoch;
        after.epoch = target_epoch;
    }
    if after != member {
        let record = records::assignment(&draft.group.id, &after);
        draft.emit(record);
    }
    after
}

/// Removes members and moves the group to its next epoch.
pub(super) fn remove(draft: &mut Draft<'_>, env: &Env<'_>, member_id: &Str) {
    let group_id = draft.group.id.clone();
    for record in records::member_tombstones(&group_id, member_id) {
        draft.emit(record);
    }
    refresh_epoch(draft, env, true);
}

/// Finds subscribed partitions without state and writes down that their state is to be initialized. What was wished
/// not long ago is not wished again.
pub(super) fn wish_state(
    draft: &mut Draft<'_>,
    env: &Env<'_>,
) -> Option<m::InitializeShareGroupStateRequest> {
    let retry = settings::initialize_retry_ms(env);
    let group = &*draft.group;
    let mut missing = Topics::new();
    for name in group.subscribed_topics() {
        let Some(topic) = env.topics.by_name(name) else { continue };
        let has = |topics: &Topics, partition| {
            topics.get(&topic.id).is_some_and(|topic| topic.partitions.contains(&partition))
        };
        let wished =
            group.wished_at.get(&topic.id).is_some_and(|at| env.now.get().saturating_sub(*at) < retry);
        let partitions: BTreeSet<i32> = (0..topic.partitions)
            .filter(|partition| !has(&group.partitions.initialized, *partition))
            .filter(|partition| !(wished && has(&group.partitions.initializing, *partition)))
            .collect();
        if !partitions.is_empty() {
            missing.insert(topic.id, TopicPartitions { name: topic.name, partitions });
        }
    }
    if missing.is_empty() {
        return None;
    }
    let offsets = missing.iter().map(|(topic, partitions)| {
        (*topic, partitions.partitions.iter().map(|partition| (*partition, -1)).collect())
    });
    let request = initialize_request(group, offsets.collect());
    begin_initializing(draft, env, missing);
    Some(request)
}

/// Writes down that state of these partitions is being initialized.
pub(super) fn begin_initializing(draft: &mut Draft<'_>, env: &Env<'_>, topics: Topics) {
    let mut partitions = draft.group.partitions.clone();
    let wished: Vec<TopicId> = topics.keys().copied().collect();
    for (topic, wanted) in topics {
        partitions.deleting.remove(&topic);
        let entry = partitions.initializing.entry(topic).or_default();
        entry.name = wanted.name;
        entry.partitions.extend(wanted.partitions);
    }
    let record = records::partitions(&draft.group.id, &partitions);
    draft.emit(record);
    draft.group.wished_at.extend(wished.into_iter().map(|topic| (topic, env.now.get())));
}

/// The request that starts state of these partitions at these offsets; -1 is where the group's reset policy says.
pub(super) fn initialize_request(
    group: &ShareGroup,
    offsets: BTreeMap<TopicId, BTreeMap<i32, i64>>,
) -> m::InitializeShareGroupStateRequest {
    use m::initialize_share_group_state_request::{InitializeStateData, PartitionData};
    let topics = offsets.into_iter().map(|(topic_id, partitions)| InitializeStateData {
        topic_id,
        partitions: partitions
            .into_iter()
            .map(|(partition, start_offset)| PartitionData {
                partition,
                state_epoch: group.epoch,
                start_offset,
                ..Default::default()
            })
            .collect(),
        ..Default::default()
    });
    m::InitializeShareGroupStateRequest {
        group_id: group.id.clone(),
        topics: topics.collect(),
        ..Default::default()
    }
}
