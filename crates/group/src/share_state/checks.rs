//! Keys and their records, and why requests are refused.

use std::time::Duration;

use moldau_ids::{Timestamp, TopicId};
use moldau_wire::records::share::{ShareKey, ShareSnapshotKey, ShareSnapshotValue, ShareValue};
use moldau_wire::{ErrorCode, Str};

use super::ShareStateRecord;
use super::state::State;
use super::types::{SharePartitionKey, ShareStateEnv};

/// What came of a request for one partition.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) code: ErrorCode,
    pub(super) message: Str,
}

impl Refusal {
    pub(super) fn new(code: ErrorCode, message: &'static str) -> Self {
        Self { code, message: Str::from_static(message) }
    }
}

/// The two fields of an error, or of none.
pub(super) fn fields(result: Result<(), Refusal>) -> (i16, Option<Str>) {
    match result {
        Ok(()) => (0, None),
        Err(refusal) => (refusal.code.to_i16(), Some(refusal.message)),
    }
}

pub(super) fn key(group_id: &Str, topic_id: TopicId, partition: i32) -> SharePartitionKey {
    SharePartitionKey { group_id: group_id.detach(), topic_id, partition }
}

pub(super) fn snapshot_key(key: &SharePartitionKey) -> ShareKey {
    ShareKey::ShareSnapshot(ShareSnapshotKey {
        group_id: key.group_id.clone(),
        topic_id: key.topic_id,
        partition: key.partition,
    })
}

pub(super) fn snapshot(key: &SharePartitionKey, value: ShareSnapshotValue) -> ShareStateRecord {
    ShareStateRecord { key: snapshot_key(key), value: Some(ShareValue::ShareSnapshot(value)) }
}

pub(super) fn tombstone(key: &SharePartitionKey) -> ShareStateRecord {
    ShareStateRecord { key: snapshot_key(key), value: None }
}

pub(super) fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// When partitions are looked at for the next time.
pub(super) fn later(env: &ShareStateEnv<'_>) -> Timestamp {
    Timestamp(env.now.0.saturating_add(millis(env.config.cold_snapshot_interval).max(1)))
}

pub(super) fn check_key(key: &SharePartitionKey) -> Result<(), Refusal> {
    if key.topic_id == TopicId::ZERO {
        return Err(Refusal::new(ErrorCode::InvalidRequest, "The topic id cannot be null."));
    }
    if key.partition < 0 {
        return Err(Refusal::new(ErrorCode::InvalidRequest, "The partition cannot be negative."));
    }
    Ok(())
}

pub(super) fn check_topic(env: &ShareStateEnv<'_>, key: &SharePartitionKey) -> Result<(), Refusal> {
    let known = env.topics.by_id(key.topic_id).is_some_and(|topic| key.partition < topic.partitions);
    if known {
        return Ok(());
    }
    Err(Refusal::new(ErrorCode::UnknownTopicOrPartition, "This server does not host this topic-partition."))
}

pub(super) fn check_leader(state: &State, leader_epoch: i32) -> Result<(), Refusal> {
    if leader_epoch != -1 && state.leader_epoch > leader_epoch {
        return Err(Refusal::new(
            ErrorCode::FencedLeaderEpoch,
            "The leader epoch is older than one that the share coordinator knows.",
        ));
    }
    Ok(())
}

pub(super) fn fenced_state() -> Refusal {
    Refusal::new(
        ErrorCode::FencedStateEpoch,
        "The state epoch is older than one that the share coordinator knows.",
    )
}
