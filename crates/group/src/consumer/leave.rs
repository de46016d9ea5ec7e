//! Members go: by themselves, or because they were silent or slow for too long.

use std::collections::BTreeSet;
use std::sync::Arc;

use moldau_ids::Timestamp;
use moldau_wire::Str;
use moldau_wire::messages as m;

use super::draft::{Draft, Refusal, TimerKind};
use super::heartbeat::{check_instance, known_instance, unknown_member};
use super::member::{LEAVE_STATIC_EPOCH, Member, MemberState, Owned};
use super::state::ConsumerGroup;
use super::{records, settings, target};
use crate::{Env, Record};

/// Decides the heartbeat of a member that leaves. Says also who is to be removed: that is up to the caller, because
/// the group may rather become a classic one.
pub(crate) fn leave(
    draft: &mut Draft<'_>,
    request: &m::ConsumerGroupHeartbeatRequest,
) -> Result<(m::ConsumerGroupHeartbeatResponse, Option<Str>), Refusal> {
    let answer = |member_id: &Str, member_epoch| m::ConsumerGroupHeartbeatResponse {
        member_id: Some(member_id.clone()),
        member_epoch,
        ..Default::default()
    };
    let member = leaver(draft.group, request)?;
    if request.instance_id.is_none() || request.member_epoch != LEAVE_STATIC_EPOCH {
        let id = member.id.clone();
        return Ok((answer(&request.member_id, request.member_epoch), Some(id)));
    }
    // It will be back: what it owns stays its own until its session ends.
    let reset = |owned: &Owned| -> Owned {
        let topics = owned.iter();
        topics
            .map(|(topic, owned)| (*topic, owned.keys().map(|partition| (*partition, 0)).collect()))
            .collect()
    };
    let away = Member {
        epoch: LEAVE_STATIC_EPOCH,
        assigned: Arc::new(reset(&member.assigned)),
        pending_revocation: Arc::default(),
        ..member.clone()
    };
    let record = records::assignment(&draft.group.id, &away);
    draft.emit(record);
    Ok((answer(&away.id, LEAVE_STATIC_EPOCH), None))
}

fn leaver<'g>(
    group: &'g ConsumerGroup,
    request: &m::ConsumerGroupHeartbeatRequest,
) -> Result<&'g Member, Refusal> {
    let Some(instance_id) = &request.instance_id else {
        let member = group.members.get(&request.member_id);
        return member.ok_or_else(|| unknown_member(group, &request.member_id));
    };
    let owner = group.static_members.get(instance_id).and_then(|id| group.members.get(id));
    let owner = known_instance(owner, instance_id)?;
    check_instance(owner, &request.member_id, instance_id)?;
    Ok(owner)
}

/// Removes members and moves the group to its next epoch.
pub(crate) fn remove(draft: &mut Draft<'_>, env: &Env<'_>, ids: &BTreeSet<Str>) {
    let group_id = draft.group.id.clone();
    let mut regexes = BTreeSet::new();
    let mut removed = false;
    for id in ids {
        let Some(member) = draft.group.members.get(id) else { continue };
        removed = true;
        regexes.extend(member.regex().cloned());
        draft.emit(records::assignment_tombstone(&group_id, id));
        draft.emit(records::target_tombstone(&group_id, id));
        draft.emit(records::member_tombstone(&group_id, id));
        draft.cancel_timers(id);
    }
    if !removed {
        return;
    }
    for regex in regexes {
        if draft.group.regex_members(&regex) == 0 && draft.group.regexes.contains_key(&regex) {
            draft.emit(records::regex_tombstone(&group_id, &regex));
        }
    }
    let hash = target::current_hash(draft.group, env);
    let record = records::epoch(&group_id, draft.group.epoch.saturating_add(1), hash);
    draft.emit(record);
}

/// Whether a member whose timer has run out is to be removed.
pub(crate) fn is_overdue(group: &ConsumerGroup, member_id: &str, kind: TimerKind) -> bool {
    let Some(member) = group.members.get(member_id) else { return false };
    match kind {
        TimerKind::Session | TimerKind::Join | TimerKind::Sync => true,
        TimerKind::Rebalance => !member.pending_revocation.is_empty(),
    }
}

/// Begins everyone's timers anew: when a group has been loaded.
pub(crate) fn start_timers(draft: &mut Draft<'_>, env: &Env<'_>) {
    let now: Timestamp = env.now;
    let session = settings::session_timeout_ms(env, &draft.group.id);
    let members: Vec<Member> = draft.group.members.values().cloned().collect();
    for member in members {
        let timeout =
            member.classic.as_ref().map_or(session, |classic| i64::from(classic.session_timeout_ms));
        draft.set_timer(now, &member.id, TimerKind::Session, timeout);
        if member.classic.is_none() && member.state == MemberState::UnrevokedPartitions {
            let timeout = i64::from(member.rebalance_timeout_ms);
            draft.set_timer(now, &member.id, TimerKind::Rebalance, timeout);
        }
    }
}

/// Tombstones for every record of the group, so that nothing of it remains.
pub(crate) fn tombstones(group: &ConsumerGroup) -> Vec<Record> {
    let id = &group.id;
    let members = || group.members.keys();
    let mut tombstones = Vec::new();
    tombstones.extend(members().map(|member| records::assignment_tombstone(id, member)));
    tombstones.extend(members().map(|member| records::target_tombstone(id, member)));
    tombstones.push(records::target_epoch_tombstone(id));
    tombstones.extend(members().map(|member| records::member_tombstone(id, member)));
    tombstones.extend(group.regexes.keys().map(|regex| records::regex_tombstone(id, regex)));
    if group.has_old_metadata_record {
        tombstones.push(records::old_metadata_tombstone(id));
    }
    tombstones.push(records::epoch_tombstone(id));
    tombstones
}
