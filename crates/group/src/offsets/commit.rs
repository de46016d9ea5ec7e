//! `OffsetCommit` and `TxnOffsetCommit`.

use moldau_ids::{TopicId, Uuid};
use moldau_wire::messages as m;
use moldau_wire::records::group as r;
use moldau_wire::{ErrorCode, Str};

use crate::command::TxnProducer;
use crate::decision::Decision;
use crate::group::{Committer, Group, PartitionCheck};
use crate::{Answer, Env, Shard, Ticket};

use super::{NO_EXPIRY, offset_key};

/// From this version on an unknown group is said to be unknown.
const GROUP_ID_NOT_FOUND_VERSION: i16 = 9;

/// What a request says of one partition.
struct Wish<'a> {
    topic: &'a Str,
    topic_id: TopicId,
    partition: i32,
    offset: i64,
    leader_epoch: i32,
    metadata: Option<&'a Str>,
}

/// The records of an accepted request, and what becomes of each partition.
struct Commit<'a> {
    group_id: &'a Str,
    check: Option<PartitionCheck<'a>>,
    metadata_max: usize,
    now_ms: i64,
    expire_timestamp: i64,
}

impl<'a> Commit<'a> {
    fn new(
        env: &Env<'_>,
        group_id: &'a Str,
        check: Option<PartitionCheck<'a>>,
        expire_timestamp: i64,
    ) -> Self {
        let metadata_max = env.config.offset_metadata_bytes_max;
        Self { group_id, check, metadata_max, now_ms: env.now.0, expire_timestamp }
    }

    /// An outer error fails the whole request, an inner one the partition only.
    fn partition(
        &self,
        wish: &Wish<'_>,
        stored_topic_id: TopicId,
        records: &mut Vec<(r::GroupKey, r::OffsetCommitValue)>,
    ) -> Result<ErrorCode, ErrorCode> {
        // Kafka measures in Java's characters.
        let too_large =
            wish.metadata.is_some_and(|metadata| metadata.encode_utf16().count() > self.metadata_max);
        if too_large {
            return Ok(ErrorCode::OffsetMetadataTooLarge);
        }
        if let Some(check) = &self.check {
            check(wish.topic, wish.topic_id, wish.partition)?;
        }
        // The version with a time to expire at has neither epoch nor topic id.
        let expires = self.expire_timestamp != NO_EXPIRY;
        let value = r::OffsetCommitValue {
            offset: wish.offset,
            leader_epoch: if expires { -1 } else { wish.leader_epoch },
            metadata: wish.metadata.cloned().unwrap_or_default(),
            commit_timestamp: self.now_ms,
            expire_timestamp: self.expire_timestamp,
            topic_id: if expires { Uuid::ZERO } else { stored_topic_id },
            ..r::OffsetCommitValue::default()
        };
        records.push((offset_key(self.group_id, wish.topic, wish.partition), value));
        Ok(ErrorCode::None)
    }
}

/// The answer to an `OffsetCommit` that failed: every partition has the error.
pub(crate) fn commit_error(request: &m::OffsetCommitRequest, error: ErrorCode) -> m::OffsetCommitResponse {
    commit_response(request, |_, _| Ok(error)).unwrap_or_default()
}

/// The answer to a `TxnOffsetCommit` that failed: every partition has the error.
pub(crate) fn txn_commit_error(
    request: &m::TxnOffsetCommitRequest,
    error: ErrorCode,
) -> m::TxnOffsetCommitResponse {
    txn_commit_response(request, |_, _| Ok(error)).unwrap_or_default()
}

fn commit_response(
    request: &m::OffsetCommitRequest,
    mut decide: impl FnMut(
        &m::offset_commit_request::OffsetCommitRequestTopic,
        &m::offset_commit_request::OffsetCommitRequestPartition,
    ) -> Result<ErrorCode, ErrorCode>,
) -> Result<m::OffsetCommitResponse, ErrorCode> {
    use m::offset_commit_response::{OffsetCommitResponsePartition, OffsetCommitResponseTopic};
    let mut response = m::OffsetCommitResponse::default();
    for topic in &request.topics {
        let mut partitions = Vec::new();
        for partition in &topic.partitions {
            partitions.push(OffsetCommitResponsePartition {
                partition_index: partition.partition_index,
                error_code: decide(topic, partition)?.to_i16(),
                ..Default::default()
            });
        }
        response.topics.push(OffsetCommitResponseTopic {
            name: topic.name.clone(),
            topic_id: topic.topic_id,
            partitions,
            ..Default::default()
        });
    }
    Ok(response)
}

fn txn_commit_response(
    request: &m::TxnOffsetCommitRequest,
    mut decide: impl FnMut(
        &m::txn_offset_commit_request::TxnOffsetCommitRequestTopic,
        &m::txn_offset_commit_request::TxnOffsetCommitRequestPartition,
    ) -> Result<ErrorCode, ErrorCode>,
) -> Result<m::TxnOffsetCommitResponse, ErrorCode> {
    use m::txn_offset_commit_response::{TxnOffsetCommitResponsePartition, TxnOffsetCommitResponseTopic};
    let mut response = m::TxnOffsetCommitResponse::default();
    for topic in &request.topics {
        let mut partitions = Vec::new();
        for partition in &topic.partitions {
            partitions.push(TxnOffsetCommitResponsePartition {
                partition_index: partition.partition_index,
                error_code: decide(topic, partition)?.to_i16(),
                ..Default::default()
            });
        }
        response.topics.push(TxnOffsetCommitResponseTopic {
            name: topic.name.clone(),
            partitions,
            ..Default::default()
        });
    }
    Ok(response)
}

impl Shard {
    pub(crate) fn commit_offsets(
        &self,
        env: &Env<'_>,
        ticket: Ticket,
        request: &m::OffsetCommitRequest,
        version: i16,
        decision: &mut Decision,
    ) {
        let response = self
            .try_commit(env, request, version, decision)
            .unwrap_or_else(|error| commit_error(request, error));
        decision.answer(ticket, Answer::OffsetCommit(response));
    }

    fn try_commit(
        &self,
        env: &Env<'_>,
        request: &m::OffsetCommitRequest,
        version: i16,
        decision: &mut Decision,
    ) -> Result<m::OffsetCommitResponse, ErrorCode> {
        let committer = Committer {
            member_id: &request.member_id,
            instance_id: request.group_instance_id.as_deref(),
            generation: request.generation_id_or_member_epoch,
            transactional: false,
            version,
        };
        let check = match self.group(&request.group_id) {
            Some(group) => {
                let check = group.check_offset_commit(&committer)?;
                if let Group::Classic(classic) = group {
                    // A member's commit keeps its session.
                    classic.committed(env, committer.member_id, decision);
                }
                check
            }
            // The first offset of a group makes it.
            None if committer.generation < 0 => None,
            None if version >= GROUP_ID_NOT_FOUND_VERSION => return Err(ErrorCode::GroupIdNotFound),
            None => return Err(ErrorCode::IllegalGeneration),
        };
        let expire_timestamp = match request.retention_time_ms {
            -1 => NO_EXPIRY,
            retention_ms => env.now.0.saturating_add(retention_ms),
        };
        let commit = Commit::new(env, &request.group_id, check, expire_timestamp);
        let mut records = Vec::new();
        let response = commit_response(request, |topic, partition| {
            // Old clients know names only.
            let topic_id = match topic.topic_id {
                Uuid::ZERO => env.topics.by_name(&topic.name).map_or(Uuid::ZERO, |found| found.id),
                known => known,
            };
            let wish = Wish {
                topic: &topic.name,
                topic_id,
                partition: partition.partition_index,
                offset: partition.committed_offset,
                leader_epoch: partition.committed_leader_epoch,
                metadata: partition.committed_metadata.as_ref(),
            };
            commit.partition(&wish, topic_id, &mut records)
        })?;
        append_all(records, decision);
        Ok(response)
    }

    pub(crate) fn commit_offsets_in_transaction(
        &self,
        env: &Env<'_>,
        ticket: Ticket,
        request: &m::TxnOffsetCommitRequest,
        version: i16,
        decision: &mut Decision,
    ) {
        let response = self
            .try_txn_commit(env, request, version, decision)
            .unwrap_or_else(|error| txn_commit_error(request, error));
        decision.answer(ticket, Answer::TxnOffsetCommit(response));
    }

    fn try_txn_commit(
        &self,
        env: &Env<'_>,
        request: &m::TxnOffsetCommitRequest,
        version: i16,
        decision: &mut Decision,
    ) -> Result<m::TxnOffsetCommitResponse, ErrorCode> {
        if request.group_id.is_empty() {
            return Err(ErrorCode::InvalidGroupId);
        }
        let committer = Committer {
            member_id: &request.member_id,
            instance_id: request.group_instance_id.as_deref(),
            generation: request.generation_id,
            transactional: true,
            version,
        };
        // Transactional producers know the old error only.
        let as_known =
            |error| if error == ErrorCode::StaleMemberEpoch { ErrorCode::IllegalGeneration } else { error };
        let check = match self.group(&request.group_id) {
            Some(group) => group.check_offset_commit(&committer).map_err(as_known)?,
            None if committer.generation < 0 => None,
            None => return Err(ErrorCode::IllegalGeneration),
        };
        let commit = Commit::new(env, &request.group_id, check, NO_EXPIRY);
        let mut records = Vec::new();
        let response = txn_commit_response(request, |topic, partition| {
            let topic_id = match (&commit.check, env.topics.by_name(&topic.name)) {
                (_, Some(found)) => found.id,
                (None, None) => Uuid::ZERO,
                (Some(_), None) => return Err(ErrorCode::IllegalGeneration),
            };
            let wish = Wish {
                topic: &topic.name,
                topic_id,
                partition: partition.partition_index,
                offset: partition.committed_offset,
                leader_epoch: partition.committed_leader_epoch,
                metadata: partition.committed_metadata.as_ref(),
            };
            // As in Kafka: offsets of transactions don't remember their topic's id.
            commit.partition(&wish, Uuid::ZERO, &mut records).map_err(as_known)
        })?;
        if !records.is_empty() {
            decision.in_transaction(TxnProducer {
                producer_id: request.producer_id,
                producer_epoch: request.producer_epoch,
            });
        }
        append_all(records, decision);
        Ok(response)
    }
}

fn append_all(records: Vec<(r::GroupKey, r::OffsetCommitValue)>, decision: &mut Decision) {
    for (key, value) in records {
        decision.append(key, Some(r::GroupValue::OffsetCommit(value)));
    }
}
