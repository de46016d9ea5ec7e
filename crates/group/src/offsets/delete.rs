//! Everything that deletes offsets: `OffsetDelete`, deleted groups and topics, expiry.

use std::collections::BTreeSet;

use moldau_ids::{Timestamp, TopicId};
use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use m::offset_delete_response::{OffsetDeleteResponsePartition, OffsetDeleteResponseTopic};

use crate::decision::Decision;
use crate::group::Group;
use crate::{Answer, Shard, Ticket};

use super::{Offsets, offset_key};

impl Shard {
    pub(crate) fn delete_offsets(
        &self,
        ticket: Ticket,
        request: &m::OffsetDeleteRequest,
        decision: &mut Decision,
    ) {
        let response = self.try_delete_offsets(request, decision).unwrap_or_else(|error| {
            m::OffsetDeleteResponse { error_code: error.to_i16(), ..Default::default() }
        });
        decision.answer(ticket, Answer::OffsetDelete(response));
    }

    fn try_delete_offsets(
        &self,
        request: &m::OffsetDeleteRequest,
        decision: &mut Decision,
    ) -> Result<m::OffsetDeleteResponse, ErrorCode> {
        let id = &request.group_id;
        if id.is_empty() {
            return Err(ErrorCode::InvalidGroupId);
        }
        let group = self.group(id).ok_or(ErrorCode::GroupIdNotFound)?;
        group.check_offset_delete()?;
        let mut response = m::OffsetDeleteResponse::default();
        for topic in &request.topics {
            let error = if group.is_subscribed(&topic.name) {
                ErrorCode::GroupSubscribedToTopic
            } else {
                ErrorCode::None
            };
            let mut partitions = Vec::new();
            for partition in &topic.partitions {
                let partition_index = partition.partition_index;
                if error == ErrorCode::None && self.offsets().has(id, &topic.name, partition_index) {
                    decision.append(offset_key(id, &topic.name, partition_index), None);
                }
                partitions
                    .push(OffsetDeleteResponsePartition { partition_index, error_code: error.to_i16() });
            }
            let name = topic.name.clone();
            response.topics.push(OffsetDeleteResponseTopic { name, partitions });
        }
        Ok(response)
    }
}

impl Offsets {
    /// Whether there is an offset, committed or pending.
    fn has(&self, group: &str, topic: &Str, partition: i32) -> bool {
        self.committed.get(group, topic, partition).is_some() || self.is_pending(group, topic, partition)
    }

    /// Writes tombstones for all of a group's offsets, the pending ones included.
    pub(crate) fn delete_group(&self, group: &Str, decision: &mut Decision) {
        let mut all = BTreeSet::new();
        for (topic, partitions) in self.of_group(group).into_iter().flatten() {
            all.extend(partitions.keys().map(|partition| (topic.clone(), *partition)));
        }
        all.extend(self.open.get(group).into_iter().flat_map(|open| open.keys().cloned()));
        for (topic, partition) in all {
            decision.append(offset_key(group, &topic, partition), None);
        }
    }

    /// Writes tombstones for a group's expired offsets, until the decision has `most` records. Returns whether the
    /// group has no offsets left and expects none.
    pub(crate) fn expire(
        &self,
        group_id: &Str,
        group: &Group,
        (now, retention_ms): (Timestamp, i64),
        most: usize,
        decision: &mut Decision,
    ) -> bool {
        let base = group.retention_base();
        let mut all_gone = true;
        for (topic, partitions) in self.of_group(group_id).into_iter().flatten() {
            let is_subscribed = group.is_subscribed(topic);
            for (partition, committed) in partitions {
                let expired = !is_subscribed
                    && committed.is_expired(base, now, retention_ms)
                    && !self.is_pending(group_id, topic, *partition);
                if expired && decision.record_count() < most {
                    decision.append(offset_key(group_id, topic, *partition), None);
                } else {
                    all_gone = false;
                }
            }
        }
        all_gone && !self.has_open_transaction(group_id)
    }

    /// Remembers topics whose offsets are to be deleted.
    pub(crate) fn topics_deleted(&mut self, topics: Vec<(TopicId, Str)>) {
        let own = |(id, name): (TopicId, Str)| (id, name.detach());
        self.deleted_topics.extend(topics.into_iter().map(own));
    }

    /// Writes tombstones for deleted topics' offsets, at most `most`. Returns whether there may be more.
    pub(crate) fn delete_topics(&mut self, most: usize, decision: &mut Decision) -> bool {
        while let Some((topic_id, topic)) = self.deleted_topics.front() {
            let found = self.offsets_of_topic(*topic_id, topic, most - decision.record_count().min(most));
            for (group, partition) in found {
                decision.append(offset_key(&group, topic, partition), None);
            }
            if decision.record_count() >= most {
                // This topic may have more: it is looked at again when these are gone.
                return true;
            }
            self.deleted_topics.pop_front();
        }
        false
    }

    /// Offsets whose topic has this name, and not another's id.
    fn offsets_of_topic(&self, topic_id: TopicId, topic: &Str, most: usize) -> BTreeSet<(Str, i32)> {
        let mut found = BTreeSet::new();
        let tables = std::iter::once(&self.committed).chain(self.pending.values());
        for (group, topics) in tables.flat_map(|table| &table.0) {
            for (partition, committed) in topics.get(topic).into_iter().flatten() {
                if found.len() >= most {
                    return found;
                }
                if committed.may_be_of(topic_id) {
                    found.insert((group.clone(), *partition));
                }
            }
        }
        found
    }
}
