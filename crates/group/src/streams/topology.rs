//! A group's topology: which subtopologies read and write which topics.

use std::collections::{BTreeMap, BTreeSet};

use moldau_wire::messages::streams_group_describe_response as d;
use moldau_wire::messages::streams_group_heartbeat_request as q;
use moldau_wire::records::group::StreamsGroupTopologyValue;
use moldau_wire::records::group::streams_group_topology_value::{
    CopartitionGroup, Subtopology, TopicConfig, TopicInfo,
};
use moldau_wire::{ErrorCode, Str};

use super::draft::Refusal;

/// See the module's documentation. Equal topologies have the same lists in the same order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Topology {
    pub(crate) epoch: i32,
    /// By id.
    pub(crate) subtopologies: BTreeMap<Str, Subtopology>,
    /// The subtopology that reads a topic.
    pub(crate) readers: BTreeMap<Str, Str>,
}

impl Topology {
    /// Reads what a member sent.
    pub(crate) fn from_request(request: &q::Topology) -> Result<Self, Refusal> {
        if request.epoch < 0 {
            let message = "Topology epoch must be non-negative.";
            return Err(Refusal::new(ErrorCode::StreamsInvalidTopologyEpoch, message));
        }
        let mut subtopologies = BTreeMap::new();
        for subtopology in &request.subtopologies {
            let subtopology = own_subtopology(subtopology);
            check_indexes(&subtopology)?;
            let id = subtopology.subtopology_id.clone();
            if subtopologies.insert(id.clone(), subtopology).is_some() {
                return Err(Refusal::topology(format!("Duplicate subtopology id {id}.")));
            }
        }
        Ok(Self::new(request.epoch, subtopologies))
    }

    /// Reads a record. What it should not say is read as far as it makes sense.
    pub(crate) fn from_value(value: &StreamsGroupTopologyValue) -> Self {
        let subtopologies = value.subtopologies.iter().map(|subtopology| {
            let subtopology = detach_subtopology(subtopology);
            (subtopology.subtopology_id.clone(), subtopology)
        });
        Self::new(value.epoch, subtopologies.collect())
    }

    fn new(epoch: i32, subtopologies: BTreeMap<Str, Subtopology>) -> Self {
        let readers = subtopologies.values().flat_map(|subtopology| {
            source_topics(subtopology).map(|topic| (topic.clone(), subtopology.subtopology_id.clone()))
        });
        let readers = readers.collect();
        Self { epoch, subtopologies, readers }
    }

    /// The record.
    pub(crate) fn to_value(&self) -> StreamsGroupTopologyValue {
        StreamsGroupTopologyValue {
            epoch: self.epoch,
            subtopologies: self.subtopologies.values().cloned().collect(),
            ..Default::default()
        }
    }

    /// The topics that have to exist.
    pub(crate) fn required_topics(&self) -> BTreeSet<&Str> {
        let topics = self.subtopologies.values().flat_map(|subtopology| {
            source_topics(subtopology)
                .chain(subtopology.state_changelog_topics.iter().map(|topic| &topic.name))
        });
        topics.collect()
    }

    /// The topology as it was declared, for `StreamsGroupDescribe`.
    pub(crate) fn describe(&self) -> d::Topology {
        let subtopologies = self.subtopologies.values().map(|subtopology| d::Subtopology {
            subtopology_id: subtopology.subtopology_id.clone(),
            source_topics: sorted(&subtopology.source_topics),
            repartition_sink_topics: sorted(&subtopology.repartition_sink_topics),
            state_changelog_topics: describe_topics(&subtopology.state_changelog_topics),
            repartition_source_topics: describe_topics(&subtopology.repartition_source_topics),
            ..Default::default()
        });
        d::Topology { epoch: self.epoch, subtopologies: Some(subtopologies.collect()), ..Default::default() }
    }
}

/// The topics that a subtopology reads, but for its changelogs.
pub(crate) fn source_topics(subtopology: &Subtopology) -> impl Iterator<Item = &Str> {
    let repartition = subtopology.repartition_source_topics.iter().map(|topic| &topic.name);
    subtopology.source_topics.iter().chain(repartition)
}

/// The topics of a group of topics that are to have as many partitions as each other.
pub(crate) fn copartitioned<'t>(subtopology: &'t Subtopology, group: &CopartitionGroup) -> BTreeSet<&'t Str> {
    let at = |index: &i16| usize::try_from(*index).ok();
    let sources = group.source_topics.iter().filter_map(|index| subtopology.source_topics.get(at(index)?));
    let repartition = group
        .repartition_source_topics
        .iter()
        .filter_map(|index| Some(&subtopology.repartition_source_topics.get(at(index)?)?.name));
    sources.chain(repartition).collect()
}

fn check_indexes(subtopology: &Subtopology) -> Result<(), Refusal> {
    let bad = |indexes: &[i16], len: usize| {
        indexes.iter().any(|index| usize::try_from(*index).map_or(true, |index| len <= index))
    };
    let is_bad = subtopology.copartition_groups.iter().any(|group| {
        bad(&group.source_topics, subtopology.source_topics.len())
            || bad(&group.repartition_source_topics, subtopology.repartition_source_topics.len())
    });
    if is_bad {
        let id = &subtopology.subtopology_id;
        let message = format!("A copartition group of subtopology {id} refers to a topic that is not there.");
        return Err(Refusal::topology(message));
    }
    Ok(())
}

fn sorted(names: &[Str]) -> Vec<Str> {
    let names: BTreeSet<&Str> = names.iter().collect();
    names.into_iter().cloned().collect()
}

fn describe_topics(topics: &[TopicInfo]) -> Vec<d::TopicInfo> {
    let config = |config: &TopicConfig| d::KeyValue {
        key: config.key.clone(),
        value: config.value.clone(),
        ..Default::default()
    };
    let mut described: Vec<_> = topics
        .iter()
        .map(|topic| d::TopicInfo {
            name: topic.name.clone(),
            partitions: topic.partitions,
            replication_factor: topic.replication_factor,
            topic_configs: topic.topic_configs.iter().map(config).collect(),
            ..Default::default()
        })
        .collect();
    described.sort_by(|left, right| left.name.cmp(&right.name));
    described
}

fn own(names: &[Str]) -> Vec<Str> {
    names.iter().map(Str::detach).collect()
}

/// What a member sent as it is written down.
fn own_subtopology(subtopology: &q::Subtopology) -> Subtopology {
    let config = |config: &q::KeyValue| TopicConfig {
        key: config.key.detach(),
        value: config.value.detach(),
        ..Default::default()
    };
    let topic = |topic: &q::TopicInfo| TopicInfo {
        name: topic.name.detach(),
        partitions: topic.partitions,
        replication_factor: topic.replication_factor,
        topic_configs: topic.topic_configs.iter().map(config).collect(),
        ..Default::default()
    };
    let group = |group: &q::CopartitionGroup| CopartitionGroup {
        source_topics: group.source_topics.clone(),
        source_topic_regex: group.source_topic_regex.clone(),
        repartition_source_topics: group.repartition_source_topics.clone(),
        ..Default::default()
    };
    Subtopology {
        subtopology_id: subtopology.subtopology_id.detach(),
        source_topics: own(&subtopology.source_topics),
        source_topic_regex: own(&subtopology.source_topic_regex),
        state_changelog_topics: subtopology.state_changelog_topics.iter().map(topic).collect(),
        repartition_sink_topics: own(&subtopology.repartition_sink_topics),
        repartition_source_topics: subtopology.repartition_source_topics.iter().map(topic).collect(),
        copartition_groups: subtopology.copartition_groups.iter().map(group).collect(),
        ..Default::default()
    }
}

/// The same in memory of its own.
fn detach_subtopology(subtopology: &Subtopology) -> Subtopology {
    let config = |config: &TopicConfig| TopicConfig {
        key: config.key.detach(),
        value: config.value.detach(),
        ..Default::default()
    };
    let topic = |topic: &TopicInfo| TopicInfo {
        name: topic.name.detach(),
        topic_configs: topic.topic_configs.iter().map(config).collect(),
        ..topic.clone()
    };
    Subtopology {
        subtopology_id: subtopology.subtopology_id.detach(),
        source_topics: own(&subtopology.source_topics),
        source_topic_regex: own(&subtopology.source_topic_regex),
        state_changelog_topics: subtopology.state_changelog_topics.iter().map(topic).collect(),
        repartition_sink_topics: own(&subtopology.repartition_sink_topics),
        repartition_source_topics: subtopology.repartition_source_topics.iter().map(topic).collect(),
        ..subtopology.clone()
    }
}
