//! Members go: by themselves, or because they were silent or slow for too long.

use moldau_wire::Str;
use moldau_wire::messages as m;

use super::draft::{Draft, Refusal, TimerKind};
use super::heartbeat::unknown_member;
use super::member::{Member, MemberState};
use super::state::StreamsGroup;
use super::{records, settings};
use crate::Env;
use crate::decision::{Decision, TimerKey};

/// Decides the heartbeat of a member that leaves.
pub(crate) fn leave(
    draft: &mut Draft<'_>,
    request: &m::StreamsGroupHeartbeatRequest,
) -> Result<m::StreamsGroupHeartbeatResponse, Refusal> {
    let id = &request.member_id;
    if !draft.group.members.contains_key(id) {
        return Err(unknown_member(draft.group, id));
    }
    if request.shutdown_application {
        draft.group.live.shutdown.get_or_insert_with(|| id.detach());
    }
    remove(draft, id);
    Ok(m::StreamsGroupHeartbeatResponse {
        member_id: id.clone(),
        member_epoch: request.member_epoch,
        ..Default::default()
    })
}

/// Removes a member and moves the group to its next epoch.
pub(crate) fn remove(draft: &mut Draft<'_>, id: &Str) {
    let group_id = draft.group.id.clone();
    draft.emit(records::assignment_tombstone(&group_id, id));
    draft.emit(records::target_tombstone(&group_id, id));
    draft.emit(records::member_tombstone(&group_id, id));
    draft.emit(records::next_epoch(draft.group));
    draft.cancel_timer(id, TimerKind::Session);
    draft.cancel_timer(id, TimerKind::Rebalance);
}

/// Whether a member whose timer has run out is to be removed.
pub(crate) fn is_overdue(group: &StreamsGroup, member_id: &str, kind: TimerKind) -> bool {
    let Some(member) = group.members.get(member_id) else { return false };
    match kind {
        TimerKind::Session => true,
        TimerKind::Rebalance => member.state == MemberState::UnrevokedTasks,
    }
}

/// Begins everyone's timers anew: when a group has been loaded.
pub(crate) fn start_timers(draft: &mut Draft<'_>, env: &Env<'_>) {
    let session = settings::session_timeout_ms(env, &draft.group.id);
    let members: Vec<Member> = draft.group.members.values().cloned().collect();
    for member in members {
        draft.set_timer(env.now, &member.id, TimerKind::Session, session);
        if member.state == MemberState::UnrevokedTasks {
            let timeout = i64::from(member.rebalance_timeout_ms);
            draft.set_timer(env.now, &member.id, TimerKind::Rebalance, timeout);
        }
    }
}

/// Tombstones for every record of the group, so that nothing of it remains.
pub(crate) fn append_tombstones(group: &StreamsGroup, decision: &mut Decision) {
    let id = &group.id;
    let members = || group.members.keys();
    let mut tombstones = Vec::new();
    tombstones.extend(members().map(|member| records::assignment_tombstone(id, member)));
    tombstones.extend(members().map(|member| records::target_tombstone(id, member)));
    tombstones.push(records::target_epoch_tombstone(id));
    tombstones.extend(members().map(|member| records::member_tombstone(id, member)));
    tombstones.push(records::epoch_tombstone(id));
    tombstones.push(records::topology_tombstone(id));
    for record in tombstones {
        decision.append(record.key, record.value);
    }
    decision.cancel_timer(TimerKey::StreamsInitialDelay { group: id.clone() });
}
