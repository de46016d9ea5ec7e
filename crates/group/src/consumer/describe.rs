//! What others may know of a group, and which offsets its members may commit and fetch.

use std::collections::BTreeMap;

use moldau_ids::TopicId;
use moldau_wire::messages::consumer_group_describe_response as d;
use moldau_wire::{ErrorCode, Str};

use super::draft::Refusal;
use super::heartbeat::unknown_member;
use super::member::Member;
use super::state::ConsumerGroup;
use super::target::preferred_assignor;
use crate::Env;
use crate::group::{Committer, PartitionCheck};

/// The protocol type of every consumer group.
pub(crate) const PROTOCOL_TYPE: &str = "consumer";

/// The group's entry in `ConsumerGroupDescribe`.
pub(crate) fn describe(group: &ConsumerGroup, env: &Env<'_>) -> d::DescribedGroup {
    d::DescribedGroup {
        group_id: group.id.clone(),
        group_state: Str::from_static(group.state().as_str()),
        group_epoch: group.epoch,
        assignment_epoch: group.assignment_epoch,
        assignor_name: Str::from_static(preferred_assignor(group, env).as_str()),
        members: group.members.values().map(|member| describe_member(group, member, env)).collect(),
        ..Default::default()
    }
}

fn describe_member(group: &ConsumerGroup, member: &Member, env: &Env<'_>) -> d::Member {
    let target = group.target(&member.id);
    let target =
        target.iter().flat_map(|(topic, partitions)| partitions.iter().map(|partition| (*topic, *partition)));
    d::Member {
        member_id: member.id.clone(),
        instance_id: member.instance_id.clone(),
        rack_id: member.rack_id.clone(),
        member_epoch: member.epoch,
        client_id: member.client_id.clone(),
        client_host: member.client_host.clone(),
        subscribed_topic_names: member.topics.iter().cloned().collect(),
        subscribed_topic_regex: member.regex.clone(),
        assignment: describe_partitions(member.held(), env),
        target_assignment: describe_partitions(target, env),
        member_type: i8::from(member.classic.is_none()),
        ..Default::default()
    }
}

/// Topics that don't exist any more have no name to give, and are left out.
fn describe_partitions(partitions: impl Iterator<Item = (TopicId, i32)>, env: &Env<'_>) -> d::Assignment {
    let mut topics: BTreeMap<TopicId, Vec<i32>> = BTreeMap::new();
    for (topic, partition) in partitions {
        topics.entry(topic).or_default().push(partition);
    }
    let topic_partitions = topics
        .into_iter()
        .filter_map(|(topic_id, partitions)| {
            let topic_name = env.topics.by_id(topic_id)?.name;
            Some(d::TopicPartitions { topic_id, topic_name, partitions, ..Default::default() })
        })
        .collect();
    d::Assignment { topic_partitions, ..Default::default() }
}

/// For which partitions a commit is good.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum CommitCheck<'g> {
    /// For all.
    All,
    /// For those that the member has had since that epoch or before: its request is late, see [`Self::allows`].
    Since(&'g Member, i32),
}

impl CommitCheck<'_> {
    /// Whether an offset of one partition may be committed (KIP-1251).
    pub(crate) fn allows(self, topic: TopicId, partition: i32) -> Result<(), ErrorCode> {
        let Self::Since(member, epoch) = self else { return Ok(()) };
        match member.assignment_epoch(topic, partition) {
            Some(assigned_at) if assigned_at <= epoch => Ok(()),
            _ => Err(stale(member)),
        }
    }
}

/// Members of the classic protocol know another error.
fn stale(member: &Member) -> ErrorCode {
    if member.classic.is_some() { ErrorCode::IllegalGeneration } else { ErrorCode::StaleMemberEpoch }
}

/// Whether, and for which partitions, an offset commit is good.
pub(crate) fn check_commit<'g>(
    group: &'g ConsumerGroup,
    committer: &Committer<'_>,
) -> Result<CommitCheck<'g>, Refusal> {
    let Committer { member_id, instance_id, generation: epoch, transactional, version } = *committer;
    // From an administrator, or from a consumer that manages its partitions itself.
    if epoch < 0 && group.members.is_empty() {
        return Ok(CommitCheck::All);
    }
    if transactional && epoch == -1 && member_id.is_empty() && instance_id.is_none() {
        return Ok(CommitCheck::All);
    }
    let member = group.members.get(member_id).ok_or_else(|| unknown_member(group, member_id))?;
    if !transactional && member.classic.is_none() && version < 9 {
        return Err(Refusal::new(
            ErrorCode::UnsupportedVersion,
            "OffsetCommit version 9 or above must be used by members using the consumer group protocol",
        ));
    }
    if epoch == member.epoch {
        return Ok(CommitCheck::All);
    }
    if epoch > member.epoch {
        let what = if member.classic.is_some() { "generation id" } else { "member epoch" };
        let message = format!("Received {what} {epoch} is newer than current member epoch {}.", member.epoch);
        return Err(Refusal::new(stale(member), message));
    }
    Ok(CommitCheck::Since(member, epoch))
}

/// The same in the words of [`crate::group::Group`].
pub(crate) fn commit_check<'g>(
    group: &'g ConsumerGroup,
    committer: &Committer<'_>,
) -> Result<Option<PartitionCheck<'g>>, ErrorCode> {
    match check_commit(group, committer).map_err(|refusal| refusal.code)? {
        CommitCheck::All => Ok(None),
        check @ CommitCheck::Since(..) => {
            Ok(Some(Box::new(move |_, topic, partition| check.allows(topic, partition))))
        }
    }
}

/// Whether an offset fetch is good.
pub(crate) fn check_fetch(group: &ConsumerGroup, member_id: Option<&str>, epoch: i32) -> Result<(), Refusal> {
    let Some(member_id) = member_id else {
        return if epoch < 0 { Ok(()) } else { Err(unknown_member(group, "null")) };
    };
    let member = group.members.get(member_id).ok_or_else(|| unknown_member(group, member_id))?;
    if epoch == member.epoch {
        return Ok(());
    }
    let what = if member.classic.is_some() { "generation id" } else { "member epoch" };
    let message =
        format!("The received {what} {epoch} does not match the expected member epoch {}.", member.epoch);
    Err(Refusal::new(stale(member), message))
}
