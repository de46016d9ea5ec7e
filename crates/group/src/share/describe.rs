//! `ShareGroupDescribe`.

use moldau_wire::Str;
use moldau_wire::messages::share_group_describe_response as d;

use super::ASSIGNOR;
use super::state::{Member, ShareGroup};
use crate::Env;

/// The group's entry in `ShareGroupDescribe`.
pub(super) fn describe(group: &ShareGroup, env: &Env<'_>) -> d::DescribedGroup {
    d::DescribedGroup {
        group_id: group.id.clone(),
        group_state: Str::from_static(group.state_name()),
        group_epoch: group.epoch,
        assignment_epoch: group.assignment_epoch,
        assignor_name: Str::from_static(ASSIGNOR),
        members: group.members.values().map(|member| describe_member(member, env)).collect(),
        ..Default::default()
    }
}

/// Topics that don't exist any more have no name to give, and are left out.
fn describe_member(member: &Member, env: &Env<'_>) -> d::Member {
    let topics = member.assigned.iter().filter_map(|(topic_id, partitions)| {
        Some(d::TopicPartitions {
            topic_id: *topic_id,
            topic_name: env.topics.by_id(*topic_id)?.name,
            partitions: partitions.iter().copied().collect(),
            ..Default::default()
        })
    });
    d::Member {
        member_id: member.id.clone(),
        rack_id: member.rack_id.clone(),
        member_epoch: member.epoch,
        client_id: member.client_id.clone(),
        client_host: member.client_host.clone(),
        subscribed_topic_names: member.topics.iter().cloned().collect(),
        assignment: d::Assignment { topic_partitions: topics.collect(), ..Default::default() },
        ..Default::default()
    }
}
