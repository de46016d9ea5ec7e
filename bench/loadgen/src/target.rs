//! The topic under load: who leads its partitions, and how partitions and connections are matched.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context, Result, ensure};
use moldau_client::{ClientError, Cluster, Connection};
use moldau_ids::TopicId;
use moldau_wire::{
    ErrorCode, Request, Str,
    messages::{
        CreateTopicsRequest, DeleteTopicsRequest, FetchRequest, ListOffsetsRequest, ProduceRequest,
        create_topics_request::{CreatableTopic, CreatableTopicConfig},
        delete_topics_request::DeleteTopicState,
        list_offsets_request::{ListOffsetsPartition, ListOffsetsTopic},
    },
};

use crate::clock;

const CALL_TIMEOUT: Duration = Duration::from_mins(1);
/// `ListOffsets`: the offset after the last record.
pub(crate) const LATEST: i64 = -1;
/// `ListOffsets`: the first offset there is.
pub(crate) const EARLIEST: i64 = -2;

/// A topic whose partitions all have a leader.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// Its name.
    pub(crate) name: Str,
    /// Its id.
    pub(crate) id: TopicId,
    /// The leader's address of each partition.
    pub(crate) leaders: Vec<String>,
    /// The version of Produce that is sent.
    pub(crate) produce_version: i16,
    /// The version of Fetch that is sent.
    pub(crate) fetch_version: i16,
}

/// A connection to be made, and the partitions it serves.
#[derive(Debug, Clone)]
pub(crate) struct Assignment {
    /// Where to.
    pub(crate) address: String,
    /// For which partitions.
    pub(crate) partitions: Vec<i32>,
}

/// Opens a cluster.
pub(crate) fn cluster(bootstrap: &str) -> Cluster {
    Cluster::new(bootstrap, "loadgen", CALL_TIMEOUT)
}

impl Target {
    /// Asks until every partition has a leader, at most `wait`.
    pub(crate) fn resolve(bootstrap: &str, topic: &str, wait: Duration) -> Result<Self> {
        let deadline = clock::now_ns() + clock::nanoseconds(wait);
        loop {
            match Self::ask(bootstrap, topic) {
                Ok(target) => return Ok(target),
                Err(error) if deadline < clock::now_ns() => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(1)),
            }
        }
    }

    /// Asks once. An error if a partition has no leader.
    pub(crate) fn ask(bootstrap: &str, topic: &str) -> Result<Self> {
        let mut cluster = cluster(bootstrap);
        let info = cluster.topic(topic)?;
        let addresses: BTreeMap<_, _> =
            cluster.brokers().map(|(id, address)| (id, address.to_owned())).collect();
        let leaders: Vec<String> = info
            .partitions
            .iter()
            .map(|partition| partition.leader.and_then(|leader| addresses.get(&leader).cloned()))
            .collect::<Option<_>>()
            .with_context(|| format!("a partition of {topic} has no leader"))?;
        let first = leaders.first().with_context(|| format!("{topic} has no partitions"))?;
        let connection = Connection::open(first, "loadgen", CALL_TIMEOUT)?;
        let produce_version = version_of::<ProduceRequest>(&connection)?;
        let fetch_version = version_of::<FetchRequest>(&connection)?;
        ensure!(13 <= fetch_version, "Fetch {fetch_version} has no topic ids");
        Ok(Self { name: info.name.detach(), id: info.id, leaders, produce_version, fetch_version })
    }

    /// Shares the partitions out to `connections` for each leader. With fewer partitions than connections several
    /// connections serve one partition.
    pub(crate) fn assign(&self, connections: usize) -> Vec<Assignment> {
        let mut by_leader: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
        for (index, leader) in (0..).zip(&self.leaders) {
            by_leader.entry(leader).or_default().push(index);
        }
        let mut assignments = Vec::new();
        for (address, partitions) in by_leader {
            for place in 0..connections {
                let mut own: Vec<i32> = partitions.iter().copied().skip(place).step_by(connections).collect();
                if own.is_empty() {
                    own.extend(partitions.iter().copied().cycle().nth(place));
                }
                assignments.push(Assignment { address: address.to_owned(), partitions: own });
            }
        }
        assignments
    }

    /// The offset of each partition at [`LATEST`] or [`EARLIEST`].
    pub(crate) fn offsets(&self, timestamp: i64) -> Result<Vec<i64>> {
        let mut offsets = vec![0; self.leaders.len()];
        for assignment in self.assign(1) {
            let partitions = assignment
                .partitions
                .iter()
                .map(|index| ListOffsetsPartition {
                    partition_index: *index,
                    timestamp,
                    ..ListOffsetsPartition::default()
                })
                .collect();
            let topic =
                ListOffsetsTopic { name: self.name.clone(), partitions, ..ListOffsetsTopic::default() };
            let request =
                ListOffsetsRequest { replica_id: -1, topics: vec![topic], ..ListOffsetsRequest::default() };
            let answer = Connection::open(&assignment.address, "loadgen", CALL_TIMEOUT)?.call(&request)?;
            for found in answer.topics.iter().flat_map(|topic| &topic.partitions) {
                ClientError::check(found.error_code, None, || {
                    format!("partition {}", found.partition_index)
                })?;
                if let Some(slot) =
                    usize::try_from(found.partition_index).ok().and_then(|index| offsets.get_mut(index))
                {
                    *slot = found.offset;
                }
            }
        }
        Ok(offsets)
    }
}

fn version_of<R: Request>(connection: &Connection) -> Result<i16> {
    connection
        .version_of::<R>()
        .with_context(|| format!("{} does not know {}", connection.address(), R::NAME))
}

/// Creates a topic and waits until every partition answers for itself.
pub(crate) fn create(
    bootstrap: &str,
    topic: &str,
    partitions: i32,
    replicas: i16,
    configs: &[(String, String)],
) -> Result<()> {
    let configs = configs
        .iter()
        .map(|(name, value)| CreatableTopicConfig {
            name: name.as_str().into(),
            value: Some(value.as_str().into()),
            ..CreatableTopicConfig::default()
        })
        .collect();
    let topic_request = CreatableTopic {
        name: topic.into(),
        num_partitions: partitions,
        replication_factor: replicas,
        configs,
        ..CreatableTopic::default()
    };
    let request = CreateTopicsRequest {
        topics: vec![topic_request],
        timeout_ms: 60_000,
        ..CreateTopicsRequest::default()
    };
    for result in cluster(bootstrap).call(&request)?.topics {
        ClientError::check(result.error_code, result.error_message.as_deref(), || {
            format!("creating {topic}")
        })?;
    }
    // A broker may tell of a leader a moment before that leader takes requests.
    let deadline = clock::now_ns() + clock::nanoseconds(CALL_TIMEOUT);
    loop {
        match Target::resolve(bootstrap, topic, CALL_TIMEOUT)?.offsets(LATEST) {
            Ok(_) => return Ok(()),
            Err(error) if deadline < clock::now_ns() => return Err(error),
            Err(_) => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}

/// Deletes a topic; one that does not exist is as good.
pub(crate) fn delete(bootstrap: &str, topic: &str) -> Result<()> {
    let state = DeleteTopicState { name: Some(topic.into()), ..DeleteTopicState::default() };
    let request = DeleteTopicsRequest {
        topics: vec![state],
        topic_names: vec![],
        timeout_ms: 60_000,
        ..DeleteTopicsRequest::default()
    };
    for result in cluster(bootstrap).call(&request)?.responses {
        if result.error_code != ErrorCode::UnknownTopicOrPartition.to_i16() {
            ClientError::check(result.error_code, None, || format!("deleting {topic}"))?;
        }
    }
    Ok(())
}
