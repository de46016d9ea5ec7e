//! `DescribeTopicPartitions`: topics page by page, with their eligible leader replicas (KIP-966).
//!
//! Topics are told in order of their names, partitions in order of their numbers; a cursor says where the next
//! page begins.

use std::collections::BTreeSet;

use moldau_auth::{Operation, Resource, authorized_operations};
use moldau_ids::{NodeId, PartitionIndex};
use moldau_meta::{Image, Partition, Topic, decide::check_topic_name};
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse,
        describe_topic_partitions_response::{
            Cursor, DescribeTopicPartitionsResponsePartition, DescribeTopicPartitionsResponseTopic,
        },
    },
};

use crate::{Broker, context::ConnectionContext, topics::is_internal};

/// Nobody asked which operations the caller may do.
const UNKNOWN_OPERATIONS: i32 = i32::MIN;

/// Handles one `DescribeTopicPartitions` request.
pub(crate) fn handle(
    broker: &Broker,
    context: &ConnectionContext,
    request: &DescribeTopicPartitionsRequest,
) -> DescribeTopicPartitionsResponse {
    let metadata = broker.metadata();
    let image = &metadata.image;
    let from = request.cursor.as_ref().map(|cursor| cursor.topic_name.clone()).unwrap_or_default();
    let all = request.topics.is_empty();
    let names: BTreeSet<Str> = if all {
        image.topics_from(&from).map(|topic| topic.name.clone()).collect()
    } else {
        request.topics.iter().map(|topic| topic.name.clone()).filter(|name| from <= *name).collect()
    };
    let configured = usize::try_from(broker.config().topics.describe_partitions_max).unwrap_or(usize::MAX);
    let limit = usize::try_from(request.response_partition_limit).unwrap_or(0).clamp(1, configured.max(1));
    let mut page =
        Page { broker, context, image, room: limit, response: DescribeTopicPartitionsResponse::default() };
    for name in names {
        if page.response.next_cursor.is_some() {
            break;
        }
        let start = match &request.cursor {
            Some(cursor) if cursor.topic_name == name => cursor.partition_index,
            Some(_) | None => 0,
        };
        page.add(&name, PartitionIndex(start), all);
    }
    page.response
}

/// One page in the making.
struct Page<'a> {
    broker: &'a Broker,
    context: &'a ConnectionContext,
    image: &'a Image,
    /// Partitions that still fit.
    room: usize,
    response: DescribeTopicPartitionsResponse,
}

impl Page<'_> {
    fn add(&mut self, name: &Str, start: PartitionIndex, all: bool) {
        if !self.context.may(self.broker, Operation::Describe, Resource::topic(name)) {
            if !all {
                self.push_error(name, ErrorCode::TopicAuthorizationFailed, UNKNOWN_OPERATIONS);
            }
            return;
        }
        let image = self.image;
        let Some(topic) = image.topic(name) else {
            let invalid = check_topic_name(name).is_err();
            let error =
                if invalid { ErrorCode::InvalidTopicException } else { ErrorCode::UnknownTopicOrPartition };
            let resource = Resource::topic(name);
            let operations = authorized_operations(&*self.broker.authorizer, &self.context.caller, resource);
            self.push_error(name, error, operations);
            return;
        };
        if start.get() < 0 || topic.partition(start).is_none() {
            self.push_error(name, ErrorCode::InvalidRequest, UNKNOWN_OPERATIONS);
            return;
        }
        if self.room == 0 {
            self.response.next_cursor = Some(cursor(name, start));
            return;
        }
        self.push_topic(topic, start);
    }

    fn push_topic(&mut self, topic: &Topic, start: PartitionIndex) {
        let mut partitions = Vec::new();
        for (index, partition) in topic.partitions_from(start) {
            if self.room == 0 {
                self.response.next_cursor = Some(cursor(&topic.name, index));
                break;
            }
            self.room -= 1;
            partitions.push(self.partition(index, partition));
        }
        let resource = Resource::topic(&topic.name);
        let operations = authorized_operations(&*self.broker.authorizer, &self.context.caller, resource);
        self.response.topics.push(DescribeTopicPartitionsResponseTopic {
            name: Some(topic.name.clone()),
            topic_id: topic.id,
            is_internal: is_internal(&topic.name),
            partitions,
            topic_authorized_operations: operations,
            ..DescribeTopicPartitionsResponseTopic::default()
        });
    }

    fn partition(
        &self,
        index: PartitionIndex,
        partition: &Partition,
    ) -> DescribeTopicPartitionsResponsePartition {
        let raw = |nodes: &[NodeId]| nodes.iter().map(|node| node.get()).collect::<Vec<_>>();
        let offline = |node: &&NodeId| self.image.broker(**node).is_none_or(|broker| broker.is_fenced());
        let has_leader = partition.leader().is_some();
        let error = if has_leader { ErrorCode::None } else { ErrorCode::LeaderNotAvailable };
        DescribeTopicPartitionsResponsePartition {
            error_code: error.to_i16(),
            partition_index: index.get(),
            leader_id: partition.leader().map_or(-1, NodeId::get),
            leader_epoch: partition.leader_epoch.get(),
            replica_nodes: raw(&partition.replicas),
            isr_nodes: raw(&partition.isr),
            eligible_leader_replicas: Some(raw(&partition.elr)),
            last_known_elr: Some(raw(&partition.last_known_elr)),
            offline_replicas: partition.replicas.iter().filter(offline).map(|node| node.get()).collect(),
            ..DescribeTopicPartitionsResponsePartition::default()
        }
    }

    fn push_error(&mut self, name: &Str, error: ErrorCode, topic_authorized_operations: i32) {
        self.response.topics.push(DescribeTopicPartitionsResponseTopic {
            error_code: error.to_i16(),
            name: Some(name.clone()),
            topic_authorized_operations,
            ..DescribeTopicPartitionsResponseTopic::default()
        });
    }
}

fn cursor(topic_name: &Str, partition: PartitionIndex) -> Cursor {
    Cursor { topic_name: topic_name.clone(), partition_index: partition.get(), ..Cursor::default() }
}
