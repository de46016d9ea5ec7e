//! What consumers of the classic protocol say to each other through the coordinator, which has to understand it when
//! they are in a consumer group.

use std::collections::BTreeMap;

use bytes::Bytes;
use moldau_ids::TopicId;
use moldau_wire::messages as m;
use moldau_wire::messages::consumer_group_heartbeat_request::TopicPartitions;
use moldau_wire::{Decoder, Message, Str};

use crate::Env;

/// The newest version of both messages.
const VERSION_MAX: i16 = 3;

/// A subscription and the version it was written in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Subscription {
    pub(crate) version: i16,
    pub(crate) value: m::consumer_protocol_subscription::ConsumerProtocolSubscription,
}

/// Newer versions begin with what the newest known one has.
fn version_of(decoder: &mut Decoder) -> Option<i16> {
    let version = i16::from_be_bytes(decoder.fixed::<2>().ok()?);
    (version >= 0).then(|| version.min(VERSION_MAX))
}

/// Reads a member's metadata; `None` if it makes no sense.
pub(crate) fn read_subscription(metadata: &Bytes) -> Option<Subscription> {
    let mut decoder = Decoder::new(metadata.clone());
    let version = version_of(&mut decoder)?;
    let value =
        m::consumer_protocol_subscription::ConsumerProtocolSubscription::decode(&mut decoder, version)
            .ok()?;
    Some(Subscription { version, value })
}

impl Subscription {
    /// What the member says it owns, as far as those topics exist.
    pub(crate) fn owned(&self, env: &Env<'_>) -> Vec<TopicPartitions> {
        let topics = self.value.owned_partitions.iter();
        topics
            .filter_map(|owned| {
                let topic_id = env.topics.by_name(&owned.topic)?.id;
                Some(TopicPartitions { topic_id, partitions: owned.partitions.clone(), ..Default::default() })
            })
            .collect()
    }
}

/// Reads an assignment; nothing at all is an empty one. `None` if it makes no sense.
pub(crate) fn read_assignment(
    bytes: &Bytes,
) -> Option<m::consumer_protocol_assignment::ConsumerProtocolAssignment> {
    if bytes.is_empty() {
        return Some(m::consumer_protocol_assignment::ConsumerProtocolAssignment::default());
    }
    let mut decoder = Decoder::new(bytes.clone());
    let version = version_of(&mut decoder)?;
    m::consumer_protocol_assignment::ConsumerProtocolAssignment::decode(&mut decoder, version).ok()
}

/// Writes an assignment; topics that don't exist any more are left out.
pub(crate) fn write_assignment(
    env: &Env<'_>,
    version: i16,
    partitions: impl Iterator<Item = (TopicId, i32)>,
) -> Bytes {
    let mut topics: BTreeMap<TopicId, Vec<i32>> = BTreeMap::new();
    for (topic, partition) in partitions {
        topics.entry(topic).or_default().push(partition);
    }
    let assigned_partitions = topics
        .into_iter()
        .filter_map(|(id, partitions)| {
            let topic: Str = env.topics.by_id(id)?.name;
            Some(m::consumer_protocol_assignment::TopicPartition { topic, partitions })
        })
        .collect();
    let assignment =
        m::consumer_protocol_assignment::ConsumerProtocolAssignment { assigned_partitions, user_data: None };
    let body = assignment.encode_to_bytes(version).unwrap_or_default();
    [&version.to_be_bytes()[..], &body].concat().into()
}
