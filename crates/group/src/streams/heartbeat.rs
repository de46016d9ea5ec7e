//! `StreamsGroupHeartbeat`: a member joins or goes on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use moldau_wire::messages as m;
use moldau_wire::messages::streams_group_heartbeat_request::TaskIds;
use moldau_wire::messages::streams_group_heartbeat_response as a;
use moldau_wire::{ErrorCode, Str};

use super::draft::{Draft, Refusal, TimerKind, later};
use super::member::{JOIN_EPOCH, Member, MemberState};
use super::state::StreamsGroup;
use super::tasks::{TaskSets, Tasks};
use super::topics::{Configured, configure, status};
use super::topology::Topology;
use super::{endpoints, reconcile, records, settings, target};
use crate::consumer::group_hash;
use crate::decision::TimerKey;
use crate::{Caller, Effect, Env};

type Request = m::StreamsGroupHeartbeatRequest;
type Response = m::StreamsGroupHeartbeatResponse;

/// How many failures an answer tells.
const FAILURES_MAX: usize = 3;

/// A heartbeat that is not refused.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The member before the request, and with what it says.
    before: Member,
    updated: Member,
    topology: Arc<Topology>,
    topology_is_new: bool,
    configured: Arc<Configured>,
    /// Of the topics that the topology needs, as they are.
    metadata_hash: i64,
    /// What the member says it owns; `None` if it says nothing.
    reported: Option<TaskSets>,
}

/// Looks at a heartbeat of a member that does not leave. The request has passed
/// [`check_request`](super::check::check_request).
pub(crate) fn plan(
    group: &StreamsGroup,
    env: &Env<'_>,
    request: &Request,
    caller: &Caller,
) -> Result<Plan, Refusal> {
    let max = env.config.streams.size_max;
    if request.member_epoch == JOIN_EPOCH && max <= group.members.len() {
        let message = format!("The streams group has reached its maximum capacity of {max} members.");
        return Err(Refusal::new(ErrorCode::GroupMaxSizeReached, message));
    }
    let reported = reported(request);
    let before = match group.members.get(&request.member_id) {
        Some(member) => member.clone(),
        None if request.member_epoch == JOIN_EPOCH => Member::new(request.member_id.detach()),
        None => return Err(unknown_member(group, &request.member_id)),
    };
    check_epoch(&before, request.member_epoch, reported.as_ref())?;
    let updated = updated(&before, request, caller);
    let (topology, topology_is_new) = find_topology(group, request)?;
    let (configured, metadata_hash) = look(group, env, &topology, topology_is_new)?;
    if configured.is_ready() {
        let sets = [&request.active_tasks, &request.standby_tasks, &request.warmup_tasks];
        sets.into_iter().flatten().try_for_each(|tasks| check_tasks(&configured, tasks))?;
    }
    if before.state == MemberState::Unknown && reported.as_ref().is_none_or(|tasks| !tasks.is_empty()) {
        return Err(Refusal::new(
            ErrorCode::FencedMemberEpoch,
            "The streams group member is in a unknown state. The member must abandon all its tasks and rejoin.",
        ));
    }
    Ok(Plan { before, updated, topology, topology_is_new, configured, metadata_hash, reported })
}

/// The error for a member that isn't there.
pub(crate) fn unknown_member(group: &StreamsGroup, member_id: &str) -> Refusal {
    let message = format!("Member {member_id} is not a member of group {}.", group.id);
    Refusal::new(ErrorCode::UnknownMemberId, message)
}

fn reported(request: &Request) -> Option<TaskSets> {
    let read = |sets: &Vec<TaskIds>| {
        let mut tasks = Tasks::new();
        for set in sets.iter().filter(|set| !set.partitions.is_empty()) {
            let partitions = set.partitions.iter().map(|partition| (*partition, 0));
            tasks.entry(set.subtopology_id.clone()).or_default().extend(partitions);
        }
        tasks
    };
    Some(TaskSets {
        active: request.active_tasks.as_ref().map(read)?,
        standby: request.standby_tasks.as_ref().map(read)?,
        warmup: request.warmup_tasks.as_ref().map(read)?,
    })
}

/// Refuses a wrong epoch. A member that missed the answer with its new epoch may use the one before, as long as it
/// owns nothing that it would not own by the new one.
fn check_epoch(member: &Member, epoch: i32, reported: Option<&TaskSets>) -> Result<(), Refusal> {
    let is_retry = epoch == member.previous_epoch
        && reported.is_some_and(|reported| reported.is_within(&member.assigned));
    let relation = if epoch == JOIN_EPOCH || epoch == member.epoch {
        return Ok(());
    } else if epoch > member.epoch {
        "greater"
    } else if is_retry {
        return Ok(());
    } else {
        "smaller"
    };
    let message = format!(
        "The streams group member has a {relation} member epoch ({epoch}) than the one known by the group coordinator ({}). The member must abandon all its partitions and rejoin.",
        member.epoch
    );
    Err(Refusal::new(ErrorCode::FencedMemberEpoch, message))
}

/// The member with what the request says; what it leaves out stays.
fn updated(before: &Member, request: &Request, caller: &Caller) -> Member {
    let mut member = before.clone();
    if let Some(rack_id) = &request.rack_id {
        member.rack_id = Some(rack_id.detach());
    }
    if request.rebalance_timeout_ms != -1 {
        member.rebalance_timeout_ms = request.rebalance_timeout_ms;
    }
    if let Some(topology) = &request.topology {
        member.topology_epoch = topology.epoch;
    }
    if let Some(process_id) = &request.process_id {
        member.process_id = process_id.detach();
    }
    if let Some(endpoint) = &request.user_endpoint {
        member.endpoint = Some((endpoint.host.detach(), endpoint.port));
    }
    if let Some(tags) = &request.client_tags {
        let tags: BTreeMap<Str, Str> =
            tags.iter().map(|tag| (tag.key.detach(), tag.value.detach())).collect();
        if *member.tags != tags {
            member.tags = Arc::new(tags);
        }
    }
    if member.client_id != caller.client_id {
        member.client_id = caller.client_id.detach();
    }
    if member.client_host != caller.client_host {
        member.client_host = caller.client_host.detach();
    }
    member
}

/// The topology that counts, and whether it is the group's first.
fn find_topology(group: &StreamsGroup, request: &Request) -> Result<(Arc<Topology>, bool), Refusal> {
    let sent = request.topology.as_ref().map(Topology::from_request).transpose()?;
    match (&group.topology, sent) {
        (None, Some(sent)) => Ok((Arc::new(sent), true)),
        // A stale member is told so by a status.
        (Some(own), Some(sent)) if own.epoch <= sent.epoch && **own != sent => {
            Err(Refusal::invalid("Topology updates are not supported yet."))
        }
        (Some(own), _) => Ok((own.clone(), false)),
        (None, None) => Err(Refusal::new(
            ErrorCode::UnknownServerError,
            "The topology is null and the group topology is also null.",
        )),
    }
}

/// Looks at the topics again if they may have changed.
fn look(
    group: &StreamsGroup,
    env: &Env<'_>,
    topology: &Topology,
    topology_is_new: bool,
) -> Result<(Arc<Configured>, i64), Refusal> {
    let known = group.live.configured.as_ref().filter(|_| !topology_is_new);
    if let Some(known) = known
        && group.live.checked == Some(env.topics.version())
    {
        return Ok((known.clone(), group.metadata_hash));
    }
    let hash = group_hash(env.topics, topology.required_topics().into_iter());
    match known {
        Some(known) if hash == group.metadata_hash => Ok((known.clone(), hash)),
        Some(_) | None => Ok((Arc::new(configure(topology, env.topics, env.config)?), hash)),
    }
}

fn check_tasks(configured: &Configured, tasks: &[TaskIds]) -> Result<(), Refusal> {
    for set in tasks {
        let id = &set.subtopology_id;
        let Some(shape) = configured.shapes.as_ref().and_then(|shapes| shapes.get(id)) else {
            return Err(Refusal::invalid(format!("Subtopology {id} does not exist in the topology.")));
        };
        let range = 0..shape.tasks;
        if let Some(partition) = set.partitions.iter().find(|partition| !range.contains(partition)) {
            return Err(Refusal::invalid(format!(
                "Task {partition} for subtopology {id} is invalid. Number of tasks for this subtopology: {}",
                shape.tasks
            )));
        }
    }
    Ok(())
}

/// Writes what a plan changes, and answers. `is_new` says that nobody knows of the group yet.
pub(crate) fn carry_out(
    draft: &mut Draft<'_>,
    env: &Env<'_>,
    request: &Request,
    caller: &Caller,
    plan: &Plan,
    is_new: bool,
) -> Response {
    let was_empty = draft.group.members.is_empty();
    write(draft, env, plan);
    if was_empty {
        delay_first_target(draft, env);
    }
    let mut statuses = Vec::new();
    let own = plan.topology.epoch;
    if plan.updated.topology_epoch < own {
        let epoch = plan.updated.topology_epoch;
        let detail =
            format!("The member's topology epoch {epoch} is behind the group's topology epoch {own}.");
        statuses.push((status::STALE_TOPOLOGY, detail));
    }
    let delay = target::refresh(draft, env);
    if let Some(delay) = delay {
        statuses.push((status::ASSIGNMENT_DELAYED, delay.detail().to_owned()));
    }
    let after = reconcile(draft, env, plan, delay == Some(target::Delay::Initial));
    let session = settings::session_timeout_ms(env, &draft.group.id);
    draft.set_timer(env.now, &after.id, TimerKind::Session, session);
    if request.shutdown_application {
        draft.group.live.shutdown.get_or_insert_with(|| after.id.clone());
    }

    let mut response = Response {
        member_id: after.id.clone(),
        member_epoch: after.epoch,
        heartbeat_interval_ms: settings::heartbeat_interval_ms(env, &draft.group.id),
        ..Default::default()
    };
    tell(draft.group, env, request, plan, &after, &mut response);
    if is_new {
        // As in Kafka, where the group begins only with the records.
        draft.group.live.endpoint_epoch = 0;
        response.endpoint_information_epoch = 0;
    }
    if let Some(problem) = &plan.configured.problem {
        let mut detail = problem.detail.clone();
        create_topics(draft, env, caller, &plan.configured, &mut detail);
        statuses.push((problem.status, detail));
    }
    if let Some(id) = &draft.group.live.shutdown {
        let detail = format!(
            "Streams group member {id} encountered a fatal error and requested a shutdown for the entire application."
        );
        statuses.push((status::SHUTDOWN_APPLICATION, detail));
    }
    let status = |(status_code, detail)| a::Status {
        status_code,
        status_detail: Str::from(detail),
        ..Default::default()
    };
    response.status = Some(statuses.into_iter().map(status).collect());
    response
}

/// Writes the member, the topology and the group's next epoch, as far as they have changed.
fn write(draft: &mut Draft<'_>, env: &Env<'_>, plan: &Plan) {
    let group_id = draft.group.id.clone();
    let member_changed = plan.before != plan.updated;
    if member_changed {
        draft.emit(records::member(&group_id, &plan.updated));
    }
    if plan.topology_is_new {
        draft.emit(records::topology(&group_id, &plan.topology));
    }
    let validated = if plan.configured.is_ready() { plan.topology.epoch } else { -1 };
    let configs = target::configs(env, &group_id);
    let group = &*draft.group;
    if member_changed
        || group.metadata_hash != plan.metadata_hash
        || group.validated_topology_epoch != validated
        || group.configs != configs
    {
        let epoch = group.epoch.saturating_add(1);
        let record = records::epoch(&group_id, epoch, plan.metadata_hash, validated, &configs);
        draft.emit(record);
    }
    draft.group.live.configured = Some(plan.configured.clone());
    draft.group.live.checked = Some(env.topics.version());
}

/// A group that was empty waits for more members before its first target.
fn delay_first_target(draft: &mut Draft<'_>, env: &Env<'_>) {
    let delay = settings::initial_delay_ms(env, &draft.group.id);
    if 0 < delay && !draft.group.live.waits {
        draft.group.live.waits = true;
        let key = TimerKey::StreamsInitialDelay { group: draft.group.id.clone() };
        draft.decision.set_timer(key, later(env.now, delay));
    }
}

/// Brings the member one step closer to its target; while the first target waits, that is to own nothing.
fn reconcile(draft: &mut Draft<'_>, env: &Env<'_>, plan: &Plan, has_to_wait: bool) -> Member {
    let member = &plan.updated;
    let group = &*draft.group;
    if member.is_reconciled_to(group.assignment_epoch) {
        return member.clone();
    }
    let target = if has_to_wait { Arc::default() } else { group.target(&member.id) };
    let after = reconcile::step(group, member, &target, plan.reported.as_ref());
    if after == *member {
        return after;
    }
    let record = records::assignment(&group.id, &after);
    draft.emit(record);
    if after.state == MemberState::UnrevokedTasks {
        let timeout = i64::from(after.rebalance_timeout_ms);
        draft.set_timer(env.now, &after.id, TimerKind::Rebalance, timeout);
    } else {
        draft.cancel_timer(&after.id, TimerKind::Rebalance);
    }
    after
}

/// Tells the member its tasks, and where others' are, if it does not know.
fn tell(
    group: &mut StreamsGroup,
    env: &Env<'_>,
    request: &Request,
    plan: &Plan,
    after: &Member,
    response: &mut Response,
) {
    let is_news = request.member_epoch == JOIN_EPOCH || plan.before.assigned != after.assigned;
    // It has missed an answer.
    let lacks_some = plan.reported.as_ref().is_some_and(|reported| !after.assigned.is_within(reported));
    if is_news || lacks_some {
        response.active_tasks = Some(told(&after.assigned.active));
        response.standby_tasks = Some(told(&after.assigned.standby));
        response.warmup_tasks = Some(told(&after.assigned.warmup));
    }
    if is_news && after.endpoint.is_some() {
        group.live.endpoint_epoch = group.live.endpoint_epoch.saturating_add(1);
    }
    if group.live.endpoint_epoch != request.endpoint_information_epoch {
        response.partitions_by_user_endpoint = Some(endpoints::partitions(group, env.topics, after));
    }
    response.endpoint_information_epoch = group.live.endpoint_epoch;
}

fn told(tasks: &Tasks) -> Vec<a::TaskIds> {
    let set = |(subtopology, partitions): (&Str, &BTreeMap<i32, i32>)| a::TaskIds {
        subtopology_id: subtopology.clone(),
        partitions: partitions.keys().copied().collect(),
        ..Default::default()
    };
    tasks.iter().map(set).collect()
}

/// Wishes the missing internal topics, unless that has just been tried, and adds to `detail` what went wrong before.
fn create_topics(
    draft: &mut Draft<'_>,
    env: &Env<'_>,
    caller: &Caller,
    configured: &Configured,
    detail: &mut String,
) {
    let now = env.now;
    let pause = i64::from(settings::heartbeat_interval_ms(env, &draft.group.id)).saturating_mul(2);
    let live = &mut draft.group.live;
    live.creating.retain(|name, until| now < *until && configured.missing.contains_key(name));
    live.failed.retain(|name, (_, until)| now < *until && configured.missing.contains_key(name));
    let failures: Vec<String> = live
        .failed
        .iter()
        .take(FAILURES_MAX)
        .map(|(name, (reason, _))| format!("{name} ({reason})"))
        .collect();
    if !failures.is_empty() {
        let failures = failures.join(", ");
        *detail = match live.failed.len().saturating_sub(FAILURES_MAX) {
            0 => format!("{detail}; Creation failed: {failures}."),
            more => format!("{detail}; Creation failed: {failures} and {more} more."),
        };
    }
    let busy: BTreeSet<&Str> = live.creating.keys().chain(live.failed.keys()).collect();
    let topics: Vec<_> =
        configured.missing.values().filter(|topic| !busy.contains(&topic.name)).cloned().collect();
    if topics.is_empty() {
        return;
    }
    live.creating.extend(topics.iter().map(|topic| (topic.name.clone(), later(now, pause))));
    draft.decision.effect(Effect::CreateInternalTopics {
        group_id: draft.group.id.clone(),
        request: m::CreateTopicsRequest { topics, ..Default::default() },
        caller: caller.clone(),
    });
}
