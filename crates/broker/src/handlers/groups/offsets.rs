//! Committed offsets.
//!
//! Topics are judged here, one by one (may the caller, do they exist), and named: a request of ids is turned into names
//! for the coordinator, and its answer back.

use std::{collections::BTreeMap, sync::Arc};

use moldau_auth::{Operation, Resource};
use moldau_group::Command;
use moldau_ids::{PartitionIndex, TopicId, Uuid};
use moldau_meta::Image;
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        OffsetCommitRequest, OffsetCommitResponse, OffsetDeleteRequest, OffsetDeleteResponse,
        OffsetFetchRequest, OffsetFetchResponse, TxnOffsetCommitRequest, TxnOffsetCommitResponse,
        offset_commit_request::OffsetCommitRequestTopic,
        offset_commit_response::{OffsetCommitResponsePartition, OffsetCommitResponseTopic},
        offset_delete_response::{OffsetDeleteResponsePartition, OffsetDeleteResponseTopic},
        offset_fetch_request::{OffsetFetchRequestGroup, OffsetFetchRequestTopics},
        offset_fetch_response::{
            OffsetFetchResponseGroup, OffsetFetchResponsePartition, OffsetFetchResponsePartitions,
            OffsetFetchResponseTopic, OffsetFetchResponseTopics,
        },
        txn_offset_commit_request::{TxnOffsetCommitRequestPartition, TxnOffsetCommitRequestTopic},
        txn_offset_commit_response::{TxnOffsetCommitResponsePartition, TxnOffsetCommitResponseTopic},
    },
};

use super::{answer, ask};
use crate::{
    Broker,
    context::ConnectionContext,
    coordinator::{
        group::GroupMachine,
        machine::{Machine, Producer},
        owner::Vouched,
        partition_of,
        vouch::{Protocol, Since, vouch},
    },
};

/// From here on topics of commits and fetches have ids (KIP-848).
const TOPIC_IDS: i16 = 10;
/// What clients of `TxnOffsetCommit` know of transactions.
const TRANSACTIONS: Since = Since { abortable: 4, implicit: 5 };
/// From here on several groups' offsets are fetched at once (KIP-709).
const GROUPS: i16 = 8;
/// From here on a fetch may ask for all topics.
const ALL_TOPICS: i16 = 2;

/// The name of a topic that a request names by id or name; what is wrong with it.
fn named(
    broker: &Broker,
    context: &ConnectionContext,
    (id, name): (TopicId, &Str),
    operation: Operation,
) -> Result<Str, ErrorCode> {
    let metadata = broker.metadata();
    let by_id = TOPIC_IDS <= context.request.api_version;
    let name = if by_id {
        metadata.image.topic_by_id(id).map(|topic| topic.name.clone()).ok_or(ErrorCode::UnknownTopicId)?
    } else {
        name.clone()
    };
    if !context.may(broker, operation, Resource::topic(&name)) {
        return Err(ErrorCode::TopicAuthorizationFailed);
    }
    Ok(name)
}

fn has_partition(image: &Image, topic: &str, partition: i32) -> bool {
    image.topic(topic).is_some_and(|topic| topic.partition(PartitionIndex(partition)).is_some())
}

/// Handles one `OffsetCommit` request.
pub(crate) async fn commit(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    mut request: OffsetCommitRequest,
) -> OffsetCommitResponse {
    if !context.may(broker, Operation::Read, Resource::group(&request.group_id)) {
        return refuse_commit(&request, ErrorCode::GroupAuthorizationFailed);
    }
    let asked = std::mem::take(&mut request.topics);
    let mut refused = Vec::new();
    let image = &broker.metadata().image;
    for mut topic in asked.iter().cloned() {
        match named(broker, context, (topic.topic_id, &topic.name), Operation::Read) {
            Ok(name) => topic.name = name,
            Err(error) => {
                refused.push(refuse_topic(&topic, error));
                continue;
            }
        }
        let here = |index: i32| has_partition(image, &topic.name, index);
        let (known, unknown) = topic.partitions.iter().cloned().partition(|part| here(part.partition_index));
        let unknown = OffsetCommitRequestTopic { partitions: unknown, ..topic.clone() };
        if !unknown.partitions.is_empty() {
            refused.push(refuse_topic(&unknown, ErrorCode::UnknownTopicOrPartition));
        }
        if !Vec::is_empty(&known) {
            request.topics.push(OffsetCommitRequestTopic { partitions: known, ..topic });
        }
    }
    if request.topics.is_empty() {
        return OffsetCommitResponse { topics: refused, ..OffsetCommitResponse::default() };
    }
    let group_id = request.group_id.clone();
    let command = Command::OffsetCommit { request: request.clone(), version: context.request.api_version };
    let answered = ask(broker, context, (&group_id, Operation::Read), command).await;
    let answer = answer!(answered, OffsetCommit).unwrap_or_else(|error| refuse_commit(&request, error));
    OffsetCommitResponse { topics: merged(&asked, answer.topics.into_iter().chain(refused)), ..answer }
}

fn refuse_commit(request: &OffsetCommitRequest, error: ErrorCode) -> OffsetCommitResponse {
    let topics = request.topics.iter().map(|topic| refuse_topic(topic, error)).collect();
    OffsetCommitResponse { topics, ..OffsetCommitResponse::default() }
}

fn refuse_topic(topic: &OffsetCommitRequestTopic, error: ErrorCode) -> OffsetCommitResponseTopic {
    let partition = |index| OffsetCommitResponsePartition {
        partition_index: index,
        error_code: error.to_i16(),
        ..OffsetCommitResponsePartition::default()
    };
    OffsetCommitResponseTopic {
        name: topic.name.clone(),
        topic_id: topic.topic_id,
        partitions: topic.partitions.iter().map(|part| partition(part.partition_index)).collect(),
        ..OffsetCommitResponseTopic::default()
    }
}

/// One entry for each topic of the request, in its order.
fn merged(
    asked: &[OffsetCommitRequestTopic],
    parts: impl Iterator<Item = OffsetCommitResponseTopic>,
) -> Vec<OffsetCommitResponseTopic> {
    let mut by_topic: BTreeMap<(Uuid, Str), OffsetCommitResponseTopic> = BTreeMap::new();
    for part in parts {
        let key = if part.topic_id == Uuid::ZERO { Str::detach(&part.name) } else { Str::default() };
        match by_topic.entry((part.topic_id, key)) {
            std::collections::btree_map::Entry::Vacant(vacant) => drop(vacant.insert(part)),
            std::collections::btree_map::Entry::Occupied(mut there) => {
                there.get_mut().partitions.extend(part.partitions);
            }
        }
    }
    let key = |topic: &OffsetCommitRequestTopic| {
        let name = if topic.topic_id == Uuid::ZERO { topic.name.clone() } else { Str::default() };
        (topic.topic_id, name)
    };
    asked.iter().filter_map(|topic| by_topic.remove(&key(topic))).collect()
}

/// Handles one `OffsetFetch` request.
pub(crate) async fn fetch(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: OffsetFetchRequest,
) -> OffsetFetchResponse {
    let version = context.request.api_version;
    if GROUPS <= version {
        let mut groups = Vec::with_capacity(request.groups.len());
        for group in request.groups {
            groups.push(fetch_group(broker, context, group, request.require_stable).await);
        }
        return OffsetFetchResponse { groups, ..OffsetFetchResponse::default() };
    }
    let group = OffsetFetchRequestGroup {
        group_id: request.group_id,
        topics: request.topics.map(|topics| {
            let topic = |topic: moldau_wire::messages::offset_fetch_request::OffsetFetchRequestTopic| {
                OffsetFetchRequestTopics {
                    name: topic.name,
                    partition_indexes: topic.partition_indexes,
                    ..OffsetFetchRequestTopics::default()
                }
            };
            topics.into_iter().map(topic).collect()
        }),
        member_epoch: -1,
        ..OffsetFetchRequestGroup::default()
    };
    let asked = group.topics.clone();
    let fetched = fetch_group(broker, context, group, request.require_stable).await;
    // Before version 2 there is no place for an error of the group: every partition says it.
    let told = if version < ALL_TOPICS && fetched.error_code != 0 {
        failed_topics(asked.unwrap_or_default(), fetched.error_code)
    } else {
        fetched.topics
    };
    OffsetFetchResponse {
        error_code: fetched.error_code,
        topics: told.into_iter().map(without_groups).collect(),
        ..OffsetFetchResponse::default()
    }
}

fn without_groups(topic: OffsetFetchResponseTopics) -> OffsetFetchResponseTopic {
    let partition = |part: OffsetFetchResponsePartitions| OffsetFetchResponsePartition {
        partition_index: part.partition_index,
        committed_offset: part.committed_offset,
        committed_leader_epoch: part.committed_leader_epoch,
        metadata: part.metadata,
        error_code: part.error_code,
        ..OffsetFetchResponsePartition::default()
    };
    OffsetFetchResponseTopic {
        name: topic.name,
        partitions: topic.partitions.into_iter().map(partition).collect(),
        ..OffsetFetchResponseTopic::default()
    }
}

fn failed_topics(topics: Vec<OffsetFetchRequestTopics>, error_code: i16) -> Vec<OffsetFetchResponseTopics> {
    let partition = |partition_index| OffsetFetchResponsePartitions {
        partition_index,
        committed_offset: -1,
        committed_leader_epoch: -1,
        metadata: Some(Str::EMPTY),
        error_code,
        ..OffsetFetchResponsePartitions::default()
    };
    let topic = |topic: OffsetFetchRequestTopics| OffsetFetchResponseTopics {
        name: topic.name,
        topic_id: topic.topic_id,
        partitions: topic.partition_indexes.into_iter().map(partition).collect(),
        ..OffsetFetchResponseTopics::default()
    };
    topics.into_iter().map(topic).collect()
}

async fn fetch_group(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    mut group: OffsetFetchRequestGroup,
    require_stable: bool,
) -> OffsetFetchResponseGroup {
    let group_id = group.group_id.clone();
    let failed = |error: ErrorCode| OffsetFetchResponseGroup {
        group_id: group_id.clone(),
        error_code: error.to_i16(),
        ..OffsetFetchResponseGroup::default()
    };
    if !context.may(broker, Operation::Describe, Resource::group(&group_id)) {
        return failed(ErrorCode::GroupAuthorizationFailed);
    }
    let mut refused = Vec::new();
    if let Some(topics) = group.topics.take() {
        let mut known = Vec::with_capacity(topics.len());
        for mut topic in topics {
            match named(broker, context, (topic.topic_id, &topic.name), Operation::Describe) {
                Ok(name) => {
                    topic.name = name;
                    known.push(topic);
                }
                Err(error) => refused.extend(failed_topics(vec![topic], error.to_i16())),
            }
        }
        group.topics = Some(known);
    }
    let wants_all = group.topics.is_none();
    let version = context.request.api_version;
    let command = Command::OffsetFetch { group, require_stable, version };
    let answered = ask(broker, context, (&group_id, Operation::Describe), command).await;
    let mut answer = match answer!(answered, OffsetFetch) {
        Ok(answer) if answer.error_code == 0 => answer,
        Ok(answer) => return answer,
        Err(error) => return failed(error),
    };
    if wants_all {
        // What the caller may not see is left out.
        answer.topics.retain(|topic| context.may(broker, Operation::Describe, Resource::topic(&topic.name)));
        if TOPIC_IDS <= version {
            let metadata = broker.metadata();
            for topic in &mut answer.topics {
                let known = metadata.image.topic(&topic.name);
                topic.topic_id = known.map_or(Uuid::ZERO, |known| known.id);
            }
            answer.topics.retain(|topic| topic.topic_id != Uuid::ZERO);
        }
    }
    answer.topics.extend(refused);
    answer
}

/// Handles one `TxnOffsetCommit` request.
pub(crate) async fn commit_transactionally(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    mut request: TxnOffsetCommitRequest,
) -> TxnOffsetCommitResponse {
    let id = request.transactional_id.clone();
    if !context.may(broker, Operation::Write, Resource::transactional_id(&id)) {
        return refuse_transactional(&request.topics, ErrorCode::TransactionalIdAuthorizationFailed);
    }
    if !context.may(broker, Operation::Read, Resource::group(&request.group_id)) {
        return refuse_transactional(&request.topics, ErrorCode::GroupAuthorizationFailed);
    }
    let image = &broker.metadata().image;
    let mut refused = Vec::new();
    for mut topic in std::mem::take(&mut request.topics) {
        if !context.may(broker, Operation::Read, Resource::topic(&topic.name)) {
            refused.extend(refuse_transactional(&[topic], ErrorCode::TopicAuthorizationFailed).topics);
            continue;
        }
        let here = |index: i32| has_partition(image, &topic.name, index);
        let (known, unknown): (Vec<_>, Vec<_>) =
            topic.partitions.iter().cloned().partition(|part| here(part.partition_index));
        if !unknown.is_empty() {
            let unknown = TxnOffsetCommitRequestTopic { partitions: unknown, ..topic.clone() };
            refused.extend(refuse_transactional(&[unknown], ErrorCode::UnknownTopicOrPartition).topics);
        }
        topic.partitions = known;
        if !topic.partitions.is_empty() {
            request.topics.push(topic);
        }
    }
    if request.topics.is_empty() {
        return TxnOffsetCommitResponse { topics: refused, ..TxnOffsetCommitResponse::default() };
    }
    let topics = request.topics.clone();
    let answered = commit_vouched(broker, context, request).await;
    let answer =
        answer!(answered, TxnOffsetCommit).unwrap_or_else(|error| refuse_transactional(&topics, error));
    let mut merged = answer.topics;
    for part in refused {
        match merged.iter_mut().find(|topic| topic.name == part.name) {
            Some(topic) => topic.partitions.extend(part.partitions),
            None => merged.push(part),
        }
    }
    TxnOffsetCommitResponse { topics: merged, ..TxnOffsetCommitResponse::default() }
}

/// Commits when the transaction's coordinator has vouched for the group's partition.
async fn commit_vouched(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: TxnOffsetCommitRequest,
) -> Result<moldau_group::Answer, ErrorCode> {
    let version = context.request.api_version;
    let partition =
        partition_of(broker, GroupMachine::TOPIC, &request.group_id).ok_or(ErrorCode::NotCoordinator)?;
    let owner = broker.groups.owner(partition)?;
    let producer = Producer { id: request.producer_id, epoch: request.producer_epoch };
    let seen = owner.transaction_of(producer)?;
    if let Some(protocol) = Protocol::of(broker, version, TRANSACTIONS) {
        let place = (GroupMachine::TOPIC.into(), partition);
        vouch(broker, &request.transactional_id, producer, place, protocol).await?;
    }
    let command = Command::TxnOffsetCommit { request, version };
    owner.ask_vouched(broker, command, Vouched { producer, seen }).await
}

fn refuse_transactional(topics: &[TxnOffsetCommitRequestTopic], error: ErrorCode) -> TxnOffsetCommitResponse {
    let partition = |part: &TxnOffsetCommitRequestPartition| TxnOffsetCommitResponsePartition {
        partition_index: part.partition_index,
        error_code: error.to_i16(),
        ..TxnOffsetCommitResponsePartition::default()
    };
    let topic = |topic: &TxnOffsetCommitRequestTopic| TxnOffsetCommitResponseTopic {
        name: topic.name.clone(),
        partitions: topic.partitions.iter().map(partition).collect(),
        ..TxnOffsetCommitResponseTopic::default()
    };
    let topics = topics.iter().map(topic).collect();
    TxnOffsetCommitResponse { topics, ..TxnOffsetCommitResponse::default() }
}

/// Handles one `OffsetDelete` request.
pub(crate) async fn delete(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    mut request: OffsetDeleteRequest,
) -> OffsetDeleteResponse {
    let mut refused = Vec::new();
    let metadata = broker.metadata();
    let mut refuse = |topic: &Str, partition_index, error: ErrorCode| {
        let part = OffsetDeleteResponsePartition { partition_index, error_code: error.to_i16() };
        match refused.last_mut() {
            Some(OffsetDeleteResponseTopic { name, partitions }) if name == topic => partitions.push(part),
            Some(_) | None => {
                refused.push(OffsetDeleteResponseTopic { name: topic.clone(), partitions: vec![part] });
            }
        }
    };
    if context.may(broker, Operation::Delete, Resource::group(&request.group_id)) {
        for topic in &mut request.topics {
            let allowed = context.may(broker, Operation::Read, Resource::topic(&topic.name));
            let name = topic.name.clone();
            topic.partitions.retain(|part| {
                let error = if !allowed {
                    ErrorCode::TopicAuthorizationFailed
                } else if has_partition(&metadata.image, &name, part.partition_index) {
                    return true;
                } else {
                    ErrorCode::UnknownTopicOrPartition
                };
                refuse(&name, part.partition_index, error);
                false
            });
        }
        request.topics.retain(|topic| !topic.partitions.is_empty());
    }
    let group_id = request.group_id.clone();
    let command = Command::OffsetDelete { request };
    let answered = ask(broker, context, (&group_id, Operation::Delete), command).await;
    match answer!(answered, OffsetDelete) {
        Ok(mut answer) if answer.error_code == 0 => {
            answer.topics.extend(refused);
            answer
        }
        Ok(answer) => answer,
        Err(error) => OffsetDeleteResponse { error_code: error.to_i16(), ..OffsetDeleteResponse::default() },
    }
}
