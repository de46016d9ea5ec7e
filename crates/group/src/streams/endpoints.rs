//! Which partitions can be asked for at which member: for queries of one instance to another.

use std::collections::BTreeMap;

use moldau_wire::Str;
use moldau_wire::messages::streams_group_heartbeat_response as a;

use super::member::Member;
use super::state::StreamsGroup;
use super::tasks::Tasks;
use super::topics::Shape;
use crate::Topics;

/// What every member with an endpoint owns; `last` is told last.
pub(crate) fn partitions(
    group: &StreamsGroup,
    topics: &dyn Topics,
    last: &Member,
) -> Vec<a::EndpointToPartitions> {
    let Some(shapes) = group.live.configured.as_ref().and_then(|configured| configured.shapes.as_ref())
    else {
        return Vec::new();
    };
    let others = group.members.values().filter(|member| member.id != last.id);
    others.chain([last]).filter_map(|member| at_member(member, topics, shapes)).collect()
}

fn at_member(
    member: &Member,
    topics: &dyn Topics,
    shapes: &BTreeMap<Str, Shape>,
) -> Option<a::EndpointToPartitions> {
    let (host, port) = member.endpoint.as_ref()?;
    Some(a::EndpointToPartitions {
        user_endpoint: a::Endpoint { host: host.clone(), port: *port, ..Default::default() },
        active_partitions: of_tasks(&member.assigned.active, topics, shapes),
        standby_partitions: of_tasks(&member.assigned.standby, topics, shapes),
        ..Default::default()
    })
}

fn of_tasks(tasks: &Tasks, topics: &dyn Topics, shapes: &BTreeMap<Str, Shape>) -> Vec<a::TopicPartition> {
    let mut found = Vec::new();
    for (subtopology, partitions) in tasks {
        let sources = shapes.get(subtopology).into_iter().flat_map(|shape| &shape.sources);
        for topic in sources.filter_map(|name| topics.by_name(name)) {
            let partitions: Vec<i32> = partitions.range(..topic.partitions).map(|(key, _)| *key).collect();
            if !partitions.is_empty() {
                found.push(a::TopicPartition { topic: topic.name, partitions, ..Default::default() });
            }
        }
    }
    found
}
