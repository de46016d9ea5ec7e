//! What is refused of a heartbeat whatever the group.

use std::collections::BTreeSet;

use moldau_wire::Str;
use moldau_wire::messages as m;
use moldau_wire::messages::streams_group_heartbeat_request::{TaskIds, Topology};

use super::draft::Refusal;
use super::member::{JOIN_EPOCH, LEAVE_STATIC_EPOCH};

/// Topics of the cluster itself.
const INTERNAL_TOPICS: [&str; 3] = ["__consumer_offsets", "__transaction_state", "__share_group_state"];
/// The longest name of a topic.
const NAME_LEN_MAX: usize = 249;

/// Refuses a request that makes no sense, or asks for what is not supported.
pub(crate) fn check_request(request: &m::StreamsGroupHeartbeatRequest) -> Result<(), Refusal> {
    if let Some(topology) = &request.topology {
        check_names(topology)?;
    }
    check_supported(request)?;
    let is_blank = |text: Option<&Str>| text.is_some_and(|text| text.trim().is_empty());
    if is_blank(Some(&request.member_id)) {
        return Err(Refusal::invalid("MemberId can't be empty."));
    }
    if is_blank(Some(&request.group_id)) {
        return Err(Refusal::invalid("GroupId can't be empty."));
    }
    if is_blank(request.instance_id.as_ref()) {
        return Err(Refusal::invalid("InstanceId can't be empty."));
    }
    if is_blank(request.rack_id.as_ref()) {
        return Err(Refusal::invalid("RackId can't be empty."));
    }
    let epoch = request.member_epoch;
    if epoch == JOIN_EPOCH {
        check_join(request)?;
    } else if epoch == LEAVE_STATIC_EPOCH && request.instance_id.is_none() {
        return Err(Refusal::invalid("InstanceId can't be null."));
    } else if epoch < LEAVE_STATIC_EPOCH {
        let message = format!("MemberEpoch is {epoch}, but must be greater than or equal to -2.");
        return Err(Refusal::invalid(message));
    }
    let sets = [&request.active_tasks, &request.standby_tasks, &request.warmup_tasks];
    if sets.iter().any(|set| set.is_some()) && sets.iter().any(|set| set.is_none()) {
        return Err(Refusal::invalid("If one task-type is non-null, all must be non-null."));
    }
    if epoch != JOIN_EPOCH && request.topology.is_some() {
        return Err(Refusal::invalid("Topology can only be provided when (re-)joining."));
    }
    Ok(())
}

fn check_names(topology: &Topology) -> Result<(), Refusal> {
    let names = topology.subtopologies.iter().flat_map(|subtopology| {
        let internal =
            subtopology.repartition_source_topics.iter().chain(&subtopology.state_changelog_topics);
        let named = subtopology.source_topics.iter().chain(&subtopology.repartition_sink_topics);
        named.chain(internal.map(|topic| &topic.name))
    });
    let names: BTreeSet<&str> = names.map(|name| &**name).collect();
    let listed = |is_bad: &dyn Fn(&str) -> bool| -> Option<String> {
        let bad: Vec<&str> = names.iter().copied().filter(|name| is_bad(name)).collect();
        (!bad.is_empty()).then(|| bad.join(","))
    };
    if let Some(names) = listed(&|name| INTERNAL_TOPICS.contains(&name)) {
        let message =
            format!("Use of Kafka internal topics {names} in a Kafka Streams topology is prohibited.");
        return Err(Refusal::topology(message));
    }
    if let Some(names) = listed(&|name| !is_valid(name)) {
        return Err(Refusal::topology(format!("Topic names {names} are not valid topic names.")));
    }
    Ok(())
}

fn is_valid(name: &str) -> bool {
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    !matches!(name, "" | "." | "..") && name.len() <= NAME_LEN_MAX && name.bytes().all(is_legal)
}

fn check_supported(request: &m::StreamsGroupHeartbeatRequest) -> Result<(), Refusal> {
    let unsupported = if request.instance_id.is_some() {
        "Static membership is not yet supported."
    } else if request.task_offsets.is_some() {
        "TaskOffsets are not supported yet."
    } else if request.task_end_offsets.is_some() {
        "TaskEndOffsets are not supported yet."
    } else if request.warmup_tasks.as_ref().is_some_and(|tasks| !tasks.is_empty()) {
        "WarmupTasks are not supported yet."
    } else if request.topology.as_ref().is_some_and(|topology| {
        topology.subtopologies.iter().any(|subtopology| !subtopology.source_topic_regex.is_empty())
    }) {
        "Regular expressions for source topics are not supported yet."
    } else {
        return Ok(());
    };
    Err(Refusal::invalid(unsupported))
}

fn check_join(request: &m::StreamsGroupHeartbeatRequest) -> Result<(), Refusal> {
    if request.rebalance_timeout_ms == -1 {
        return Err(Refusal::invalid("RebalanceTimeoutMs must be provided in first request."));
    }
    let is_there = |tasks: &Option<Vec<TaskIds>>| tasks.as_ref().is_none_or(|tasks| !tasks.is_empty());
    if is_there(&request.active_tasks) {
        return Err(Refusal::invalid("ActiveTasks must be empty when (re-)joining."));
    }
    if is_there(&request.standby_tasks) {
        return Err(Refusal::invalid("StandbyTasks must be empty when (re-)joining."));
    }
    if is_there(&request.warmup_tasks) {
        return Err(Refusal::invalid("WarmupTasks must be empty when (re-)joining."));
    }
    let Some(topology) = &request.topology else {
        return Err(Refusal::invalid("Topology must be non-null when (re-)joining."));
    };
    let mut changelogs =
        topology.subtopologies.iter().flat_map(|subtopology| &subtopology.state_changelog_topics);
    if let Some(topic) = changelogs.find(|topic| topic.partitions != 0) {
        return Err(Refusal::topology(format!(
            "Changelog topic {} must have an undefined partition count, but it is set to {}.",
            topic.name, topic.partitions
        )));
    }
    Ok(())
}
