//! The share coordinator's state for one partition of `__share_group_state`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use bytes::Bytes;
use moldau_ids::{Timestamp, TopicId};
use moldau_wire::ErrorCode;
use moldau_wire::messages as m;
use moldau_wire::messages::initialize_share_group_state_request as i;
use moldau_wire::messages::read_share_group_state_response as rr;
use moldau_wire::messages::read_share_group_state_summary_response as sr;
use moldau_wire::messages::write_share_group_state_request as w;
use moldau_wire::records::share::{ShareKey, ShareSnapshotValue, ShareUpdateKey, ShareValue};

use super::ShareStateRecord;
use super::batches::{Batch, Batches, Delivery};
use super::checks::{
    Refusal, check_key, check_leader, check_topic, fenced_state, fields, key, later, millis, snapshot,
    tombstone,
};
use super::places::{Place, Places};
use super::state::{Change, State};
use super::types::{SharePartitionKey, ShareStateAnswer, ShareStateCommand, ShareStateEnv, ShareStateStep};
use crate::Ticket;

/// The most snapshots that one call of [`ShareStateShard::tick`] writes.
const SNAPSHOTS_PER_TICK_MAX: usize = 500;

/// See the module's documentation.
#[derive(Debug, Default)]
pub struct ShareStateShard {
    states: BTreeMap<SharePartitionKey, State>,
    places: Places,
    /// The next look at cold partitions, and where it goes on if it was cut short.
    cold_at: Option<Timestamp>,
    cold_from: Option<SharePartitionKey>,
    skipped: u64,
}

impl ShareStateShard {
    /// The state of an empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in one record of the log, in the order of the log, and its offset.
    pub fn replay(&mut self, record: &ShareStateRecord, offset: i64) {
        match self.apply(record) {
            Some((key, place)) => self.places.put(key, place, offset),
            None => self.skipped += 1,
        }
    }

    /// As [`Self::replay`], of a record as it lies in the log. Records that cannot be read are skipped and counted.
    pub fn replay_encoded(&mut self, key: Bytes, value: Option<Bytes>, offset: i64) {
        match ShareStateRecord::decode(key, value) {
            Ok(record) => self.replay(&record, offset),
            Err(_unreadable) => self.skipped += 1,
        }
    }

    /// How many records were skipped because they make no sense to this version.
    pub fn skipped_records(&self) -> u64 {
        self.skipped
    }

    /// The whole log has been replayed: looks at cold partitions begin.
    pub fn loaded(&mut self, env: &ShareStateEnv<'_>) -> ShareStateStep {
        self.cold_at = Some(later(env));
        ShareStateStep::default()
    }

    /// The next `count` records that steps asked to append have committed, the first at `base_offset`. Whoever never
    /// calls it never learns of anything that can be deleted.
    pub fn committed(&mut self, base_offset: i64, count: usize) {
        self.places.committed(base_offset, count);
    }

    /// Everything below this offset is said again further on: it can be deleted (`DeleteRecords`).
    pub fn prunable_offset(&self) -> Option<i64> {
        self.places.prunable_offset()
    }

    /// When [`Self::tick`] should be called.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.cold_at
    }

    /// Writes snapshots of partitions that have had none for long, unless all of them have had such a one: state that
    /// nobody changes must not keep the log from being deleted. A bounded number a call.
    pub fn tick(&mut self, env: &ShareStateEnv<'_>) -> ShareStateStep {
        let mut step = ShareStateStep::default();
        if self.cold_at.is_none_or(|at| at > env.now) {
            return step;
        }
        self.cold_at = Some(later(env));
        let from = self.cold_from.take();
        if from.is_none() && self.states.values().all(|state| state.created_at != state.snapshot_at) {
            return step;
        }
        let interval = millis(env.config.cold_snapshot_interval);
        let rest = (from.map_or(Bound::Unbounded, Bound::Included), Bound::Unbounded);
        for (key, state) in self.states.range(rest) {
            if step.records.len() == SNAPSHOTS_PER_TICK_MAX {
                self.cold_from = Some(key.clone());
                self.cold_at = Some(env.now);
                break;
            }
            if env.now.0.saturating_sub(state.snapshot_at) >= interval {
                let mut value = state.snapshot();
                value.snapshot_epoch = value.snapshot_epoch.saturating_add(1);
                value.write_timestamp = env.now.0;
                step.records.push(snapshot(key, value));
            }
        }
        let records = std::mem::take(&mut step.records);
        for record in records {
            self.emit(record, &mut step);
        }
        step
    }

    /// Decides a request. Its answer is in this step.
    pub fn handle(
        &mut self,
        env: &ShareStateEnv<'_>,
        ticket: Ticket,
        command: &ShareStateCommand,
    ) -> ShareStateStep {
        let mut step = ShareStateStep::default();
        let answer = match command {
            ShareStateCommand::Initialize(request) => {
                ShareStateAnswer::Initialize(self.initialize(env, request, &mut step))
            }
            ShareStateCommand::Read(request) => ShareStateAnswer::Read(self.read(env, request, &mut step)),
            ShareStateCommand::Write(request) => ShareStateAnswer::Write(self.write(env, request, &mut step)),
            ShareStateCommand::Delete(request) => {
                ShareStateAnswer::Delete(self.delete(env, request, &mut step))
            }
            ShareStateCommand::ReadSummary(request) => {
                ShareStateAnswer::ReadSummary(self.read_summary(env, request))
            }
            ShareStateCommand::TopicsDeleted(topics) => {
                self.topics_deleted(topics, &mut step);
                ShareStateAnswer::Done
            }
        };
        step.answers.push((ticket, answer));
        step
    }

    fn initialize(
        &mut self,
        env: &ShareStateEnv<'_>,
        request: &m::InitializeShareGroupStateRequest,
        step: &mut ShareStateStep,
    ) -> m::InitializeShareGroupStateResponse {
        use m::initialize_share_group_state_response::{InitializeStateResult, PartitionResult};
        let mut results = Vec::new();
        for topic in &request.topics {
            let mut partitions = Vec::new();
            for data in &topic.partitions {
                let key = key(&request.group_id, topic.topic_id, data.partition);
                let result = self.initialize_one(env, &key, data, step);
                let (error_code, error_message) = fields(result);
                partitions.push(PartitionResult {
                    partition: data.partition,
                    error_code,
                    error_message,
                    ..Default::default()
                });
            }
            results.push(InitializeStateResult {
                topic_id: topic.topic_id,
                partitions,
                ..Default::default()
            });
        }
        m::InitializeShareGroupStateResponse { results, ..Default::default() }
    }

    fn initialize_one(
        &mut self,
        env: &ShareStateEnv<'_>,
        key: &SharePartitionKey,
        data: &i::PartitionData,
        step: &mut ShareStateStep,
    ) -> Result<(), Refusal> {
        check_key(key)?;
        let known = self.states.get(key);
        if known.is_some_and(|known| data.state_epoch != -1 && known.epoch > data.state_epoch) {
            return Err(fenced_state());
        }
        check_topic(env, key)?;
        let value = ShareSnapshotValue {
            snapshot_epoch: known.map_or(0, |known| known.snapshot_epoch.saturating_add(1)),
            state_epoch: known.map_or(data.state_epoch, |known| known.epoch.max(data.state_epoch)),
            leader_epoch: known.map_or(0, |known| known.leader_epoch),
            start_offset: data.start_offset,
            delivery_complete_count: if data.start_offset == -1 { -1 } else { 0 },
            create_timestamp: env.now.0,
            write_timestamp: env.now.0,
            ..Default::default()
        };
        self.emit(snapshot(key, value), step);
        Ok(())
    }

    fn write(
        &mut self,
        env: &ShareStateEnv<'_>,
        request: &m::WriteShareGroupStateRequest,
        step: &mut ShareStateStep,
    ) -> m::WriteShareGroupStateResponse {
        use m::write_share_group_state_response::{PartitionResult, WriteStateResult};
        let mut results = Vec::new();
        for topic in &request.topics {
            let mut partitions = Vec::new();
            for data in &topic.partitions {
                let key = key(&request.group_id, topic.topic_id, data.partition);
                let result = self.write_one(env, &key, data, step);
                let (error_code, error_message) = fields(result);
                partitions.push(PartitionResult {
                    partition: data.partition,
                    error_code,
                    error_message,
                    ..Default::default()
                });
            }
            results.push(WriteStateResult { topic_id: topic.topic_id, partitions, ..Default::default() });
        }
        m::WriteShareGroupStateResponse { results, ..Default::default() }
    }

    fn write_one(
        &mut self,
        env: &ShareStateEnv<'_>,
        key: &SharePartitionKey,
        data: &w::PartitionData,
        step: &mut ShareStateStep,
    ) -> Result<(), Refusal> {
        check_key(key)?;
        let state = self.states.get(key).ok_or_else(|| {
            Refusal::new(ErrorCode::InvalidRequest, "State of the share partition is not initialized.")
        })?;
        check_leader(state, data.leader_epoch)?;
        if data.state_epoch != -1 && state.epoch > data.state_epoch {
            return Err(fenced_state());
        }
        check_topic(env, key)?;
        let delivery = |batch: &w::StateBatch| Batch {
            first: batch.first_offset,
            last: batch.last_offset,
            delivery: Delivery { count: batch.delivery_count, state: batch.delivery_state },
        };
        if !data.state_batches.iter().all(|batch| delivery(batch).is_sound()) {
            return Err(Refusal::new(ErrorCode::InvalidRequest, "A state batch makes no sense."));
        }
        let leader_epoch = state.leader_epoch;
        let mut batches = Batches::default();
        data.state_batches.iter().for_each(|batch| batches.add(delivery(batch)));
        if data.start_offset >= 0 {
            batches.prune(data.start_offset);
        }
        let change = Change {
            leader_epoch,
            start_offset: data.start_offset,
            delivery_complete_count: data.delivery_complete_count,
            batches,
        };
        self.change(env, key, &change, step);
        Ok(())
    }

    /// Writes a change, as a snapshot if it is time for one.
    fn change(
        &mut self,
        env: &ShareStateEnv<'_>,
        key: &SharePartitionKey,
        change: &Change,
        step: &mut ShareStateStep,
    ) {
        let Some(state) = self.states.get(key) else { return };
        let update = change.update(state.snapshot_epoch);
        if state.updates < env.config.updates_per_snapshot {
            let key = ShareUpdateKey {
                group_id: key.group_id.clone(),
                topic_id: key.topic_id,
                partition: key.partition,
            };
            let value = Some(ShareValue::ShareUpdate(update));
            self.emit(ShareStateRecord { key: ShareKey::ShareUpdate(key), value }, step);
            return;
        }
        let mut next = state.clone();
        next.apply_update(&update);
        next.snapshot_epoch = next.snapshot_epoch.saturating_add(1);
        next.created_at = env.now.0;
        next.snapshot_at = env.now.0;
        self.emit(snapshot(key, next.snapshot()), step);
    }

    fn read(
        &mut self,
        env: &ShareStateEnv<'_>,
        request: &m::ReadShareGroupStateRequest,
        step: &mut ShareStateStep,
    ) -> m::ReadShareGroupStateResponse {
        let mut results = Vec::new();
        for topic in &request.topics {
            let mut partitions = Vec::new();
            for data in &topic.partitions {
                let key = key(&request.group_id, topic.topic_id, data.partition);
                let result = self.read_one(env, &key, data.leader_epoch, step);
                partitions.push(result.unwrap_or_else(|refusal| rr::PartitionResult {
                    partition: data.partition,
                    error_code: refusal.code.to_i16(),
                    error_message: Some(refusal.message),
                    ..Default::default()
                }));
            }
            results.push(rr::ReadStateResult { topic_id: topic.topic_id, partitions, ..Default::default() });
        }
        m::ReadShareGroupStateResponse { results, ..Default::default() }
    }

    /// A new leader reads: from then on older ones are refused.
    fn read_one(
        &mut self,
        env: &ShareStateEnv<'_>,
        key: &SharePartitionKey,
        leader_epoch: i32,
        step: &mut ShareStateStep,
    ) -> Result<rr::PartitionResult, Refusal> {
        check_key(key)?;
        let state = self.states.get(key).ok_or_else(|| {
            Refusal::new(ErrorCode::InvalidRequest, "State of the share partition is not initialized.")
        })?;
        check_leader(state, leader_epoch)?;
        check_topic(env, key)?;
        let batches = state.batches.iter().map(|batch| rr::StateBatch {
            first_offset: batch.first,
            last_offset: batch.last,
            delivery_state: batch.delivery.state,
            delivery_count: batch.delivery.count,
            ..Default::default()
        });
        let result = rr::PartitionResult {
            partition: key.partition,
            state_epoch: state.epoch,
            start_offset: state.start_offset,
            state_batches: batches.collect(),
            ..Default::default()
        };
        if leader_epoch > state.leader_epoch {
            let change = Change {
                leader_epoch,
                start_offset: state.start_offset,
                delivery_complete_count: state.delivery_complete_count,
                batches: Batches::default(),
            };
            self.change(env, key, &change, step);
        }
        Ok(result)
    }

    fn delete(
        &mut self,
        env: &ShareStateEnv<'_>,
        request: &m::DeleteShareGroupStateRequest,
        step: &mut ShareStateStep,
    ) -> m::DeleteShareGroupStateResponse {
        use m::delete_share_group_state_response::{DeleteStateResult, PartitionResult};
        let mut results = Vec::new();
        for topic in &request.topics {
            let mut partitions = Vec::new();
            for data in &topic.partitions {
                let key = key(&request.group_id, topic.topic_id, data.partition);
                let result = check_key(&key).and_then(|()| check_topic(env, &key));
                if result.is_ok() && self.states.contains_key(&key) {
                    self.emit(tombstone(&key), step);
                }
                let (error_code, error_message) = fields(result);
                partitions.push(PartitionResult {
                    partition: data.partition,
                    error_code,
                    error_message,
                    ..Default::default()
                });
            }
            results.push(DeleteStateResult { topic_id: topic.topic_id, partitions, ..Default::default() });
        }
        m::DeleteShareGroupStateResponse { results, ..Default::default() }
    }

    fn read_summary(
        &self,
        env: &ShareStateEnv<'_>,
        request: &m::ReadShareGroupStateSummaryRequest,
    ) -> m::ReadShareGroupStateSummaryResponse {
        let read = |key: SharePartitionKey| -> Result<sr::PartitionResult, Refusal> {
            check_key(&key)?;
            check_topic(env, &key)?;
            let state = self.states.get(&key).cloned().unwrap_or_else(State::new);
            Ok(sr::PartitionResult {
                partition: key.partition,
                state_epoch: state.epoch,
                leader_epoch: state.leader_epoch,
                start_offset: state.start_offset,
                delivery_complete_count: state.delivery_complete_count,
                ..Default::default()
            })
        };
        let results = request.topics.iter().map(|topic| {
            let partitions = topic.partitions.iter().map(|data| {
                let result = read(key(&request.group_id, topic.topic_id, data.partition));
                result.unwrap_or_else(|refusal| sr::PartitionResult {
                    partition: data.partition,
                    error_code: refusal.code.to_i16(),
                    error_message: Some(refusal.message),
                    ..Default::default()
                })
            });
            sr::ReadStateSummaryResult {
                topic_id: topic.topic_id,
                partitions: partitions.collect(),
                ..Default::default()
            }
        });
        m::ReadShareGroupStateSummaryResponse { results: results.collect(), ..Default::default() }
    }

    fn topics_deleted(&mut self, topics: &[TopicId], step: &mut ShareStateStep) {
        let gone: BTreeSet<TopicId> = topics.iter().copied().collect();
        let keys = self.states.keys().filter(|key| gone.contains(&key.topic_id));
        let records: Vec<ShareStateRecord> = keys.map(tombstone).collect();
        for record in records {
            self.emit(record, step);
        }
    }

    /// Appends a record, and brings it into the state by the code that replays the log.
    fn emit(&mut self, record: ShareStateRecord, step: &mut ShareStateStep) {
        if let Some(placed) = self.apply(&record) {
            self.places.expect(placed);
        }
        step.records.push(record);
    }

    fn apply(&mut self, record: &ShareStateRecord) -> Option<(SharePartitionKey, Place)> {
        match (&record.key, &record.value) {
            (ShareKey::ShareSnapshot(id), None) => {
                let key = key(&id.group_id, id.topic_id, id.partition);
                self.states.remove(&key);
                Some((key, Place::Tombstone))
            }
            (ShareKey::ShareSnapshot(id), Some(ShareValue::ShareSnapshot(value))) => {
                let key = key(&id.group_id, id.topic_id, id.partition);
                self.states.entry(key.clone()).or_insert_with(State::new).apply_snapshot(value);
                Some((key, Place::Snapshot))
            }
            (ShareKey::ShareUpdate(id), Some(ShareValue::ShareUpdate(value))) => {
                let key = key(&id.group_id, id.topic_id, id.partition);
                self.states.entry(key.clone()).or_insert_with(State::new).apply_update(value);
                Some((key, Place::Update))
            }
            (ShareKey::ShareSnapshot(_) | ShareKey::ShareUpdate(_), _) => None,
        }
    }
}

/// Whether a replay gives the same, but for what only a replay's own time decides.
#[cfg(test)]
impl PartialEq for ShareStateShard {
    fn eq(&self, other: &Self) -> bool {
        self.states == other.states && self.places.begins() == other.places.begins()
    }
}
