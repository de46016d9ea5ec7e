//! `ConsumerGroupHeartbeat`: a member joins, goes on, or changes its subscription.

use std::collections::BTreeSet;
use std::sync::Arc;

use moldau_wire::messages as m;
use moldau_wire::messages::consumer_group_heartbeat_request::TopicPartitions;
use moldau_wire::{ErrorCode, Str};

use super::draft::{Draft, Refusal, TimerKind};
use super::member::{JOIN_EPOCH, LEAVE_EPOCH, LEAVE_STATIC_EPOCH, Member, MemberState, Owned};
use super::reconcile::{self, Situation};
use super::state::ConsumerGroup;
use super::{pattern, records, settings, target};
use crate::{AssignorName, Caller, Config, Env};

/// Refuses a request that makes no sense, whatever the group.
pub(crate) fn check_request(
    config: &Config,
    request: &m::ConsumerGroupHeartbeatRequest,
    version: i16,
) -> Result<(), Refusal> {
    let invalid = |message: &str| Err(Refusal::new(ErrorCode::InvalidRequest, message));
    let is_blank = |text: Option<&Str>| text.is_some_and(|text| text.trim().is_empty());
    let epoch = request.member_epoch;
    // Since version 1 members choose their own ids.
    let needs_id = version >= 1 || epoch > JOIN_EPOCH || epoch == LEAVE_EPOCH;
    if needs_id && is_blank(Some(&request.member_id)) {
        return invalid("MemberId can't be empty.");
    }
    if is_blank(Some(&request.group_id)) {
        return invalid("GroupId can't be empty.");
    }
    if is_blank(request.instance_id.as_ref()) {
        return invalid("InstanceId can't be empty.");
    }
    if is_blank(request.rack_id.as_ref()) {
        return invalid("RackId can't be empty.");
    }
    if epoch == JOIN_EPOCH {
        if request.rebalance_timeout_ms == -1 {
            return invalid("RebalanceTimeoutMs must be provided in first request.");
        }
        if request.topic_partitions.as_ref().is_none_or(|topics| !topics.is_empty()) {
            return invalid("TopicPartitions must be empty when (re-)joining.");
        }
        if request.subscribed_topic_names.is_none() && request.subscribed_topic_regex.is_none() {
            return invalid(
                "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.",
            );
        }
    } else if epoch == LEAVE_STATIC_EPOCH && request.instance_id.is_none() {
        return invalid("InstanceId can't be null.");
    } else if epoch < LEAVE_STATIC_EPOCH {
        return invalid("MemberEpoch is invalid.");
    }
    check_assignor(config, request.server_assignor.as_ref())
}

fn check_assignor(config: &Config, assignor: Option<&Str>) -> Result<(), Refusal> {
    let Some(assignor) = assignor else { return Ok(()) };
    let known = AssignorName::from_name(assignor);
    if known.is_some_and(|known| config.consumer_assignors.contains(&known)) {
        return Ok(());
    }
    let supported: Vec<&str> = config.consumer_assignors.iter().map(|name| name.as_str()).collect();
    let message =
        format!("ServerAssignor {assignor} is not supported. Supported assignors: {}.", supported.join(", "));
    Err(Refusal::new(ErrorCode::UnsupportedAssignor, message))
}

/// A member that a request is about.
pub(crate) enum Entry {
    /// It is in the group.
    Known(Member),
    /// It joins.
    New(Member),
    /// It joins in the place of another with its instance id, with what that one had.
    Replaces { old_id: Str, member: Member },
}

impl Entry {
    /// The member before the request's changes.
    pub(crate) fn member(&self) -> &Member {
        match self {
            Self::Known(member) | Self::New(member) | Self::Replaces { member, .. } => member,
        }
    }
}

/// Decides a heartbeat of a member that does not leave. The request has passed [`check_request`].
pub(crate) fn heartbeat(
    draft: &mut Draft<'_>,
    env: &mut Env<'_>,
    request: &m::ConsumerGroupHeartbeatRequest,
    caller: &Caller,
) -> Result<m::ConsumerGroupHeartbeatResponse, Refusal> {
    check_size(draft.group, env.config, &request.member_id)?;
    let member_id = if request.member_id.is_empty() {
        Str::from(env.entropy.uuid().to_string())
    } else {
        request.member_id.detach()
    };
    let entry = find_member(draft.group, request, &member_id)?;
    let mut updated = entry.member().clone();
    update(&mut updated, request, caller);
    check_update(draft.group, entry.member(), &updated, request.topic_partitions.as_deref())?;

    let before = enter(draft, entry);
    let changed = subscribe(draft, env, caller, &before, &updated);
    if changed.bump || target::metadata_is_stale(draft.group, env) {
        target::refresh_metadata(draft, env, changed.bump);
    }
    target::refresh_target(draft, env);
    let reported = request.topic_partitions.as_deref();
    let after = reconcile(draft, env, &updated, reported, changed.subscription);
    let timeout = settings::session_timeout_ms(env, &draft.group.id);
    draft.set_timer(env.now, &after.id, TimerKind::Session, timeout);

    let is_full = request.rebalance_timeout_ms != -1
        && (request.subscribed_topic_names.is_some() || request.subscribed_topic_regex.is_some())
        && request.topic_partitions.is_some();
    let tell =
        request.member_epoch == JOIN_EPOCH || is_full || !same_partitions(&before.assigned, &after.assigned);
    Ok(m::ConsumerGroupHeartbeatResponse {
        member_id: Some(after.id.clone()),
        member_epoch: after.epoch,
        heartbeat_interval_ms: settings::heartbeat_interval_ms(env, &draft.group.id),
        assignment: tell.then(|| assignment(&after.assigned)),
        ..Default::default()
    })
}

/// Whether two sets hold the same partitions, whatever their epochs.
fn same_partitions(left: &Arc<Owned>, right: &Arc<Owned>) -> bool {
    Arc::ptr_eq(left, right)
        || (left.len() == right.len()
            && left.iter().zip(right.iter()).all(|((left_topic, left), (right_topic, right))| {
                left_topic == right_topic && left.keys().eq(right.keys())
            }))
}

fn assignment(owned: &Owned) -> m::consumer_group_heartbeat_response::Assignment {
    let topic_partitions = owned
        .iter()
        .map(|(topic, partitions)| m::consumer_group_heartbeat_response::TopicPartitions {
            topic_id: *topic,
            partitions: partitions.keys().copied().collect(),
            ..Default::default()
        })
        .collect();
    m::consumer_group_heartbeat_response::Assignment { topic_partitions, ..Default::default() }
}

/// Refuses new members to a full group.
pub(crate) fn check_size(group: &ConsumerGroup, config: &Config, member_id: &str) -> Result<(), Refusal> {
    let max = config.consumer.size_max;
    if group.members.len() >= max && !group.members.contains_key(member_id) {
        let message = format!("The consumer group has reached its maximum capacity of {max} members.");
        return Err(Refusal::new(ErrorCode::GroupMaxSizeReached, message));
    }
    Ok(())
}

fn find_member(
    group: &ConsumerGroup,
    request: &m::ConsumerGroupHeartbeatRequest,
    member_id: &Str,
) -> Result<Entry, Refusal> {
    let joins = request.member_epoch == JOIN_EPOCH;
    let reported = request.topic_partitions.as_deref();
    let Some(instance_id) = &request.instance_id else {
        return match group.members.get(member_id) {
            Some(member) => {
                check_epoch(member, request.member_epoch, reported)?;
                Ok(Entry::Known(member.clone()))
            }
            None if joins => Ok(Entry::New(Member::new(member_id.clone()))),
            None => Err(unknown_member(group, member_id)),
        };
    };
    let owner = group.static_members.get(instance_id).and_then(|id| group.members.get(id));
    if !joins {
        let owner = known_instance(owner, instance_id)?;
        check_instance(owner, member_id, instance_id)?;
        check_epoch(owner, request.member_epoch, reported)?;
        return Ok(Entry::Known(owner.clone()));
    }
    let Some(owner) = owner else {
        let member = group.members.get(member_id).cloned();
        return Ok(member.map_or_else(|| Entry::New(Member::new(member_id.clone())), Entry::Known));
    };
    if owner.classic.is_none() && owner.epoch != LEAVE_STATIC_EPOCH {
        let message = format!(
            "Static member {member_id} with instance id {instance_id} cannot join the group because the instance id is owned by {} member.",
            owner.id
        );
        return Err(Refusal::new(ErrorCode::UnreleasedInstanceId, message));
    }
    Ok(replacement(owner, member_id))
}

/// A member that takes over what a static member had.
pub(crate) fn replacement(old: &Member, member_id: &Str) -> Entry {
    let member = Member { id: member_id.clone(), epoch: JOIN_EPOCH, previous_epoch: 0, ..old.clone() };
    Entry::Replaces { old_id: old.id.clone(), member }
}

/// The error for a member that isn't there.
pub(crate) fn unknown_member(group: &ConsumerGroup, member_id: &str) -> Refusal {
    let message = format!("Member {member_id} is not a member of group {}.", group.id);
    Refusal::new(ErrorCode::UnknownMemberId, message)
}

/// Refuses an instance id that no member has.
pub(crate) fn known_instance<'g>(
    owner: Option<&'g Member>,
    instance_id: &str,
) -> Result<&'g Member, Refusal> {
    owner.ok_or_else(|| {
        Refusal::new(ErrorCode::UnknownMemberId, format!("Instance id {instance_id} is unknown."))
    })
}

/// Refuses a static member whose instance id another has taken over.
pub(crate) fn check_instance(owner: &Member, member_id: &str, instance_id: &str) -> Result<(), Refusal> {
    if owner.id == *member_id {
        return Ok(());
    }
    let message = format!(
        "Static member {member_id} with instance id {instance_id} was fenced by member {}.",
        owner.id
    );
    Err(Refusal::new(ErrorCode::FencedInstanceId, message))
}

/// Refuses a wrong epoch. A member that missed the answer with its new epoch may use the one before, as long as it
/// owns nothing that it would not own by the new one.
fn check_epoch(member: &Member, epoch: i32, reported: Option<&[TopicPartitions]>) -> Result<(), Refusal> {
    let relation = if epoch == JOIN_EPOCH || epoch == member.epoch {
        return Ok(());
    } else if epoch > member.epoch {
        "greater"
    } else if epoch == member.previous_epoch && owns_all(member, reported) {
        return Ok(());
    } else {
        "smaller"
    };
    let message = format!(
        "The consumer group member has a {relation} member epoch ({epoch}) than the one known by the group coordinator ({}). The member must abandon all its partitions and rejoin.",
        member.epoch
    );
    Err(Refusal::new(ErrorCode::FencedMemberEpoch, message))
}

fn owns_all(member: &Member, reported: Option<&[TopicPartitions]>) -> bool {
    reported.is_some_and(|reported| {
        reported.iter().all(|topic| {
            member
                .assigned
                .get(&topic.topic_id)
                .is_some_and(|owned| topic.partitions.iter().all(|partition| owned.contains_key(partition)))
        })
    })
}

/// Takes over what the request says; what it leaves out stays.
fn update(member: &mut Member, request: &m::ConsumerGroupHeartbeatRequest, caller: &Caller) {
    if let Some(instance_id) = &request.instance_id {
        member.instance_id = Some(instance_id.detach());
    }
    if let Some(rack_id) = &request.rack_id {
        member.rack_id = Some(rack_id.detach());
    }
    if request.rebalance_timeout_ms != -1 {
        member.rebalance_timeout_ms = request.rebalance_timeout_ms;
    }
    if let Some(assignor) = &request.server_assignor {
        member.assignor = Some(assignor.detach());
    }
    if let Some(names) = &request.subscribed_topic_names {
        let names: BTreeSet<&Str> = names.iter().collect();
        if !names.iter().copied().eq(member.topics.iter()) {
            member.topics = Arc::new(names.into_iter().map(Str::detach).collect());
        }
    }
    if let Some(regex) = &request.subscribed_topic_regex {
        member.regex = Some(regex.detach());
    }
    if member.client_id != caller.client_id {
        member.client_id = caller.client_id.detach();
    }
    if member.client_host != caller.client_host {
        member.client_host = caller.client_host.detach();
    }
    member.classic = None;
}

/// The last refusals: a regular expression that can't be read, and a state that can't be gone on from.
fn check_update(
    group: &ConsumerGroup,
    before: &Member,
    updated: &Member,
    reported: Option<&[TopicPartitions]>,
) -> Result<(), Refusal> {
    if let Some(regex) = updated.regex().filter(|regex| before.regex() != Some(*regex))
        && group.regex_members(regex) == 0
        && let Err(reason) = pattern::check(regex)
    {
        let message = format!("SubscribedTopicRegex `{regex}` is not a valid regular expression: {reason}.");
        return Err(Refusal::new(ErrorCode::InvalidRegularExpression, message));
    }
    if before.state == MemberState::Unknown && reported.is_none_or(|reported| !reported.is_empty()) {
        return Err(Refusal::new(
            ErrorCode::FencedMemberEpoch,
            "The consumer group member is in a unknown state. The member must abandon all its partitions and rejoin.",
        ));
    }
    Ok(())
}

/// Writes that a member takes the place of another, if it does. Gives back the member as it was before the request.
pub(crate) fn enter(draft: &mut Draft<'_>, entry: Entry) -> Member {
    let (old_id, member) = match entry {
        Entry::Known(member) | Entry::New(member) => return member,
        Entry::Replaces { old_id, member } => (old_id, member),
    };
    let group_id = draft.group.id.clone();
    let target = draft.group.target(&old_id);
    draft.cancel_timers(&old_id);
    draft.emit(records::assignment_tombstone(&group_id, &old_id));
    draft.emit(records::target_tombstone(&group_id, &old_id));
    draft.emit(records::member_tombstone(&group_id, &old_id));
    draft.emit(records::member(&group_id, &member));
    draft.emit(records::target(&group_id, &member.id, &target));
    draft.emit(records::assignment(&group_id, &member));
    member
}

/// What a request has changed of a subscription.
pub(crate) struct Changed {
    /// The member subscribes to something else than before.
    pub(crate) subscription: bool,
    /// The group has to move to its next epoch.
    pub(crate) bump: bool,
}

/// Writes a member's subscription if it has changed, and what regular expressions match.
pub(crate) fn subscribe(
    draft: &mut Draft<'_>,
    env: &Env<'_>,
    caller: &Caller,
    before: &Member,
    updated: &Member,
) -> Changed {
    let group_id = draft.group.id.clone();
    if before != updated {
        draft.emit(records::member(&group_id, updated));
    }
    let names_changed = before.topics != updated.topics;
    let regex_changed = before.regex() != updated.regex();
    if regex_changed
        && let Some(regex) = before.regex()
        && draft.group.regex_members(regex) == 0
        && draft.group.regexes.contains_key(regex)
    {
        draft.emit(records::regex_tombstone(&group_id, regex));
    }
    let matches_changed = target::refresh_regexes(draft, env, caller);
    // A new regular expression counts once it is known what it matches.
    let resolved = updated.regex().is_none_or(|regex| draft.group.regexes.contains_key(regex));
    Changed {
        subscription: names_changed || regex_changed,
        bump: names_changed || matches_changed || (regex_changed && resolved),
    }
}

/// Brings a member one step closer to its target.
pub(crate) fn reconcile(
    draft: &mut Draft<'_>,
    env: &Env<'_>,
    member: &Member,
    reported: Option<&[TopicPartitions]>,
    subscription_changed: bool,
) -> Member {
    let group = &*draft.group;
    let target_epoch = group.assignment_epoch;
    if !subscription_changed && member.is_reconciled_to(target_epoch) {
        return member.clone();
    }
    let situation = Situation {
        target_epoch,
        target: &group.target(&member.id),
        subscription_changed,
        is_subscribed: &|topic| {
            let matched = member.regex().and_then(|regex| group.regexes.get(regex));
            env.topics.by_id(topic).is_some_and(|topic| {
                member.topics.contains(&topic.name)
                    || matched.is_some_and(|matched| matched.topics.contains(&topic.name))
            })
        },
        is_free: &|topic, partition| group.holder(topic, partition).is_none(),
        reported,
    };
    let after = reconcile::step(member, &situation);
    if after == *member {
        return after;
    }
    let record = records::assignment(&draft.group.id, &after);
    draft.emit(record);
    if after.classic.is_none() {
        if after.state == MemberState::UnrevokedPartitions {
            let timeout = i64::from(after.rebalance_timeout_ms);
            draft.set_timer(env.now, &after.id, TimerKind::Rebalance, timeout);
        } else {
            draft.cancel_timer(&after.id, TimerKind::Rebalance);
        }
    }
    after
}
