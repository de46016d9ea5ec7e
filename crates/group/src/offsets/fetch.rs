//! `OffsetFetch`.

use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use m::offset_fetch_request::{OffsetFetchRequestGroup, OffsetFetchRequestTopics};
use m::offset_fetch_response::{
    OffsetFetchResponseGroup, OffsetFetchResponsePartitions, OffsetFetchResponseTopics,
};

use crate::Shard;

use super::{Committed, Offsets};

/// Before this version an answer has no error but those of its partitions.
const GROUP_ERROR_VERSION: i16 = 2;
/// No offset, no epoch.
const NONE: i64 = -1;

/// An answer with no offsets at all.
pub(crate) fn fetch_error(
    group: &OffsetFetchRequestGroup,
    version: i16,
    error: ErrorCode,
) -> OffsetFetchResponseGroup {
    if version >= GROUP_ERROR_VERSION {
        return OffsetFetchResponseGroup {
            group_id: group.group_id.clone(),
            error_code: error.to_i16(),
            ..Default::default()
        };
    }
    let topics = group.topics.iter().flatten();
    let topics = topics.map(|topic| topic_response(topic, |partition| nothing(partition, error)));
    OffsetFetchResponseGroup {
        group_id: group.group_id.clone(),
        topics: topics.collect(),
        ..Default::default()
    }
}

fn topic_response(
    topic: &OffsetFetchRequestTopics,
    partition: impl Fn(i32) -> OffsetFetchResponsePartitions,
) -> OffsetFetchResponseTopics {
    OffsetFetchResponseTopics {
        name: topic.name.clone(),
        topic_id: topic.topic_id,
        partitions: topic.partition_indexes.iter().map(|index| partition(*index)).collect(),
        ..Default::default()
    }
}

fn nothing(partition_index: i32, error: ErrorCode) -> OffsetFetchResponsePartitions {
    OffsetFetchResponsePartitions {
        partition_index,
        committed_offset: NONE,
        committed_leader_epoch: -1,
        metadata: Some(Str::EMPTY),
        error_code: error.to_i16(),
        ..Default::default()
    }
}

fn something(partition_index: i32, committed: &Committed) -> OffsetFetchResponsePartitions {
    OffsetFetchResponsePartitions {
        partition_index,
        committed_offset: committed.offset,
        committed_leader_epoch: committed.leader_epoch,
        metadata: Some(committed.metadata.clone()),
        ..Default::default()
    }
}

impl Shard {
    pub(crate) fn fetch_offsets(
        &self,
        group: &OffsetFetchRequestGroup,
        require_stable: bool,
        version: i16,
    ) -> OffsetFetchResponseGroup {
        let checked = match self.group(&group.group_id) {
            Some(known) => known.check_offset_fetch(group.member_id.as_deref(), group.member_epoch),
            None => Ok(()),
        };
        match checked {
            // An unknown group has no offsets, which is no error.
            Ok(()) | Err(ErrorCode::GroupIdNotFound) => self.offsets().fetch(group, require_stable),
            Err(error) => fetch_error(group, version, error),
        }
    }
}

impl Offsets {
    fn fetch(&self, group: &OffsetFetchRequestGroup, require_stable: bool) -> OffsetFetchResponseGroup {
        let id = &group.group_id;
        let is_unstable = |topic, partition| require_stable && self.is_pending(id, topic, partition);
        let topics = match &group.topics {
            Some(topics) => topics
                .iter()
                .map(|topic| {
                    topic_response(topic, |partition| {
                        if is_unstable(&topic.name, partition) {
                            return nothing(partition, ErrorCode::UnstableOffsetCommit);
                        }
                        match self.committed.get(id, &topic.name, partition) {
                            Some(found) if found.may_be_of(topic.topic_id) => something(partition, found),
                            Some(_) | None => nothing(partition, ErrorCode::None),
                        }
                    })
                })
                .collect(),
            None => self
                .of_group(id)
                .into_iter()
                .flatten()
                .map(|(topic, partitions)| {
                    let each = partitions.iter().map(|(partition, committed)| {
                        if is_unstable(topic, *partition) {
                            nothing(*partition, ErrorCode::UnstableOffsetCommit)
                        } else {
                            something(*partition, committed)
                        }
                    });
                    OffsetFetchResponseTopics {
                        name: topic.clone(),
                        partitions: each.collect(),
                        ..Default::default()
                    }
                })
                .collect(),
        };
        OffsetFetchResponseGroup { group_id: id.clone(), topics, ..Default::default() }
    }
}
