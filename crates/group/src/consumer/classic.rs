//! Members of a consumer group that speak the classic protocol.
//!
//! The coordinator assigns to them as to all others; they take a step at each of their rebalances: `JoinGroup` says
//! what they subscribe to and own, `SyncGroup` tells them what to own next, and `Heartbeat` whether they have to join
//! again. None of them is answered late, because none waits for another.

use std::sync::Arc;

use bytes::Bytes;
use moldau_wire::messages as m;
use moldau_wire::records::group::consumer_group_member_metadata_value::{
    ClassicMemberMetadata, ClassicProtocol,
};
use moldau_wire::{ErrorCode, Str};

use super::draft::{Draft, Refusal, TimerKind};
use super::embedded::{Subscription, read_subscription, write_assignment};
use super::heartbeat::{
    Entry, check_instance, check_size, enter, known_instance, reconcile, replacement, subscribe,
    unknown_member,
};
use super::member::{Member, MemberState, partitions};
use super::state::ConsumerGroup;
use super::{PROTOCOL_TYPE, target};
use crate::{Caller, Env};

/// From this version on a member must know its id before it is let in (KIP-394).
const KNOWN_MEMBER_ID_VERSION: i16 = 4;

fn inconsistent(message: impl Into<String>) -> Refusal {
    Refusal::new(ErrorCode::InconsistentGroupProtocol, message)
}

/// `JoinGroup`. A refusal comes with the member id to answer with.
pub(crate) fn join(
    draft: &mut Draft<'_>,
    env: &mut Env<'_>,
    request: &m::JoinGroupRequest,
    version: i16,
    caller: &Caller,
) -> Result<m::JoinGroupResponse, (Str, Refusal)> {
    let is_unknown = request.member_id.is_empty();
    let member_id =
        if is_unknown { Str::from(env.entropy.uuid().to_string()) } else { request.member_id.detach() };
    let refused = |refusal| (request.member_id.clone(), refusal);
    check_join(draft.group, env, request, &member_id).map_err(refused)?;
    if is_unknown && version >= KNOWN_MEMBER_ID_VERSION && request.group_instance_id.is_none() {
        return Err((member_id, Refusal::new(ErrorCode::MemberIdRequired, "")));
    }
    let entry = find_member(draft.group, request, &member_id, is_unknown).map_err(refused)?;
    let subscription = request.protocols.first().and_then(|protocol| read_subscription(&protocol.metadata));
    let Some(subscription) = subscription else {
        return Err(refused(Refusal::new(
            ErrorCode::UnknownServerError,
            "Malformed embedded consumer protocol in subscription deserialization.",
        )));
    };
    let mut updated = entry.member().clone();
    update(&mut updated, request, &subscription, caller);

    let before = enter(draft, entry);
    let changed = subscribe(draft, env, caller, &before, &updated);
    if changed.bump || target::metadata_is_stale(draft.group, env) {
        target::refresh_metadata(draft, env, changed.bump);
    }
    target::refresh_target(draft, env);
    let owned = subscription.owned(env);
    let after = reconcile(draft, env, &updated, Some(&owned), changed.subscription);
    draft.cancel_timer(&after.id, TimerKind::Join);
    draft.cancel_timer(&after.id, TimerKind::Rebalance);
    draft.set_timer(env.now, &after.id, TimerKind::Session, i64::from(request.session_timeout_ms));
    draft.set_timer(env.now, &after.id, TimerKind::Sync, i64::from(request.rebalance_timeout_ms));
    Ok(m::JoinGroupResponse {
        member_id: after.id.clone(),
        generation_id: after.epoch,
        protocol_type: Some(Str::from_static(PROTOCOL_TYPE)),
        protocol_name: request.protocols.first().map(|protocol| protocol.name.clone()),
        ..Default::default()
    })
}

fn check_join(
    group: &ConsumerGroup,
    env: &Env<'_>,
    request: &m::JoinGroupRequest,
    member_id: &Str,
) -> Result<(), Refusal> {
    if !env.config.consumer_upgrade && !env.config.consumer_downgrade {
        return Err(inconsistent(format!(
            "Cannot join the consumer group {} with the classic protocol because the group migration is disabled.",
            group.id
        )));
    }
    check_size(group, env.config, member_id)?;
    // All members of the classic protocol must have one in common.
    let is_common = |name: &Str| group.classic_protocol_votes(name) == group.classic_members();
    let names = request.protocols.iter().map(|protocol| &protocol.name);
    if request.protocol_type != *PROTOCOL_TYPE || !names.into_iter().any(is_common) {
        return Err(inconsistent(format!("Member {member_id}'s protocols are not supported.")));
    }
    Ok(())
}

fn find_member(
    group: &ConsumerGroup,
    request: &m::JoinGroupRequest,
    member_id: &Str,
    is_unknown: bool,
) -> Result<Entry, Refusal> {
    let known = || group.members.get(member_id).cloned();
    let Some(instance_id) = &request.group_instance_id else {
        return Ok(known().map_or_else(|| Entry::New(Member::new(member_id.clone())), Entry::Known));
    };
    let owner = group.static_members.get(instance_id).and_then(|id| group.members.get(id));
    if !is_unknown {
        let owner = known_instance(owner, instance_id)?;
        check_instance(owner, member_id, instance_id)?;
        return Ok(Entry::Known(owner.clone()));
    }
    Ok(owner
        .map_or_else(|| Entry::New(Member::new(member_id.clone())), |owner| replacement(owner, member_id)))
}

fn update(member: &mut Member, request: &m::JoinGroupRequest, subscription: &Subscription, caller: &Caller) {
    if let Some(instance_id) = &request.group_instance_id {
        member.instance_id = Some(instance_id.detach());
    }
    if let Some(rack_id) = subscription.value.rack_id.as_ref().filter(|rack_id| !rack_id.is_empty()) {
        member.rack_id = Some(rack_id.detach());
    }
    if request.rebalance_timeout_ms != -1 {
        member.rebalance_timeout_ms = request.rebalance_timeout_ms;
    }
    member.topics = Arc::new(subscription.value.topics.iter().map(Str::detach).collect());
    member.regex = Some(Str::EMPTY);
    member.client_id = caller.client_id.detach();
    member.client_host = caller.client_host.detach();
    let protocols = request.protocols.iter().map(|protocol| (&protocol.name, &protocol.metadata));
    member.classic = Some(Arc::new(classic_metadata(request.session_timeout_ms, protocols)));
}

/// What a member's record says of it as one of the classic protocol.
pub(crate) fn classic_metadata<'p>(
    session_timeout_ms: i32,
    protocols: impl Iterator<Item = (&'p Str, &'p Bytes)>,
) -> ClassicMemberMetadata {
    let own = |(name, metadata): (&Str, &Bytes)| ClassicProtocol {
        name: name.detach(),
        metadata: Bytes::copy_from_slice(metadata),
        ..Default::default()
    };
    ClassicMemberMetadata {
        session_timeout_ms,
        supported_protocols: protocols.map(own).collect(),
        ..Default::default()
    }
}

/// The member of a request, if it speaks the classic protocol, at the generation it says.
fn known_member(
    group: &ConsumerGroup,
    member_id: &Str,
    instance_id: Option<&Str>,
    generation: i32,
) -> Result<(Member, Arc<ClassicMemberMetadata>), Refusal> {
    let member = match instance_id {
        None => group.members.get(member_id).ok_or_else(|| unknown_member(group, member_id))?,
        Some(instance_id) => {
            let owner = group.static_members.get(instance_id).and_then(|id| group.members.get(id));
            let owner = known_instance(owner, instance_id)?;
            check_instance(owner, member_id, instance_id)?;
            owner
        }
    };
    let Some(classic) = &member.classic else {
        let message = format!("Member {member_id} does not use the classic protocol.");
        return Err(Refusal::new(ErrorCode::UnknownMemberId, message));
    };
    if member.epoch != generation {
        let message = format!(
            "The request generation id {generation} is not equal to the member epoch {} of member {member_id}.",
            member.epoch
        );
        return Err(Refusal::new(ErrorCode::IllegalGeneration, message));
    }
    Ok((member.clone(), classic.clone()))
}

/// `SyncGroup`. When a member has to join again, a timer waits for it: that is in the draft even if the answer is a
/// refusal.
pub(crate) fn sync(
    draft: &mut Draft<'_>,
    env: &Env<'_>,
    request: &m::SyncGroupRequest,
) -> Result<m::SyncGroupResponse, Refusal> {
    let instance_id = request.group_instance_id.as_ref();
    let (member, classic) =
        known_member(draft.group, &request.member_id, instance_id, request.generation_id)?;
    let protocol = classic.supported_protocols.first();
    let differs = |theirs: &Option<Str>, ours: Option<&str>| {
        theirs.as_ref().is_some_and(|theirs| Some(theirs.as_str()) != ours)
    };
    if differs(&request.protocol_type, Some(PROTOCOL_TYPE))
        || differs(&request.protocol_name, protocol.map(|protocol| protocol.name.as_str()))
    {
        return Err(inconsistent("The protocol is not the one returned in the join response."));
    }
    if draft.group.assignment_epoch > member.epoch && member.state != MemberState::UnrevokedPartitions {
        return Err(must_rejoin(draft, env, &member));
    }
    draft.cancel_timer(&member.id, TimerKind::Sync);
    draft.set_timer(env.now, &member.id, TimerKind::Session, i64::from(classic.session_timeout_ms));
    let version = protocol
        .and_then(|protocol| read_subscription(&protocol.metadata))
        .map_or(0, |subscription| subscription.version);
    Ok(m::SyncGroupResponse {
        protocol_type: request.protocol_type.clone(),
        protocol_name: request.protocol_name.clone(),
        assignment: write_assignment(env, version, partitions(&member.assigned)),
        ..Default::default()
    })
}

fn must_rejoin(draft: &mut Draft<'_>, env: &Env<'_>, member: &Member) -> Refusal {
    let timeout = i64::from(member.rebalance_timeout_ms);
    draft.set_timer_if_absent(env.now, &member.id, TimerKind::Join, timeout);
    let message = format!(
        "A new rebalance is triggered in group {} and member {} should rejoin to catch up.",
        draft.group.id, member.id
    );
    Refusal::new(ErrorCode::RebalanceInProgress, message)
}

/// `Heartbeat`. The timers in the draft count even if the answer is a refusal.
pub(crate) fn heartbeat(
    draft: &mut Draft<'_>,
    env: &Env<'_>,
    request: &m::HeartbeatRequest,
) -> Result<(), Refusal> {
    let instance_id = request.group_instance_id.as_ref();
    let (member, classic) =
        known_member(draft.group, &request.member_id, instance_id, request.generation_id)?;
    draft.set_timer(env.now, &member.id, TimerKind::Session, i64::from(classic.session_timeout_ms));
    let has_news = member.epoch < draft.group.assignment_epoch
        || member.state == MemberState::UnrevokedPartitions
        || member.state == MemberState::UnreleasedPartitions && !waits(draft.group, &member);
    if has_news { Err(must_rejoin(draft, env, &member)) } else { Ok(()) }
}

/// Whether what a member should get next is still held by others.
fn waits(group: &ConsumerGroup, member: &Member) -> bool {
    let target = group.target(&member.id);
    let mut missing = target
        .iter()
        .flat_map(|(topic, partitions)| partitions.iter().map(|partition| (*topic, *partition)))
        .filter(|(topic, partition)| {
            member.assigned.get(topic).is_none_or(|assigned| !assigned.contains_key(partition))
        });
    missing.any(|(topic, partition)| group.holder(topic, partition).is_some())
}

/// Who is meant by one entry of a `LeaveGroup`.
pub(crate) fn leaver(
    group: &ConsumerGroup,
    identity: &m::leave_group_request::MemberIdentity,
) -> Result<Str, Refusal> {
    let Some(instance_id) = &identity.group_instance_id else {
        let member = group.members.get(&identity.member_id);
        return member
            .map(|member| member.id.clone())
            .ok_or_else(|| unknown_member(group, &identity.member_id));
    };
    let owner = group.static_members.get(instance_id).and_then(|id| group.members.get(id));
    let owner = known_instance(owner, instance_id)?;
    if !identity.member_id.is_empty() {
        check_instance(owner, &identity.member_id, instance_id)?;
    }
    Ok(owner.id.clone())
}
