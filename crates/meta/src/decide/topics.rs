//! New topics, and the end of topics.

use std::collections::{BTreeMap, BTreeSet};

use moldau_ids::{NodeId, PartitionIndex, TopicId};
use moldau_wire::messages::create_topics_request::CreatableTopic;
use moldau_wire::messages::create_topics_response::CreatableTopicResult;
use moldau_wire::messages::delete_topics_response::DeletableTopicResult;
use moldau_wire::messages::{
    CreateTopicsRequest, CreateTopicsResponse, DeleteTopicsRequest, DeleteTopicsResponse,
};
use moldau_wire::records::metadata::{RemoveTopicRecord, TopicRecord};
use moldau_wire::{ErrorCode, Str};

use super::partitions::{check_manual, index_of, records as partition_records};
use super::placement::{Directories, place};
use super::random::Random;
use super::{
    Answer, Decision, Env, PARTITIONS_PER_REQUEST_MAX, Refusal, check_size, check_topic_name, code_of,
    configs,
};
use crate::image::normal_name;
use crate::{Image, Record};

/// The topic that the quorum keeps for itself.
const CLUSTER_METADATA: &str = "__cluster_metadata";

/// Creates topics, each by itself.
pub(super) fn create(image: &Image, request: &CreateTopicsRequest, env: &Env<'_>) -> Decision {
    let mut creation = Creation {
        image,
        env,
        random: Random::new(env.entropy),
        directories: Directories::new(image),
        normal_names: BTreeMap::new(),
    };
    let mut times: BTreeMap<&Str, usize> = BTreeMap::new();
    for topic in &request.topics {
        *times.entry(&topic.name).or_default() += 1;
    }
    let too_many = partition_count(request, env) > PARTITIONS_PER_REQUEST_MAX;
    let mut records = Vec::new();
    let mut topics = Vec::new();
    for topic in &request.topics {
        let result = match times.remove(&topic.name) {
            // A name that stands twice has one answer.
            None => continue,
            Some(1) if too_many => {
                let message = "the request asks for too many partitions at once";
                Err(Refusal::new(ErrorCode::PolicyViolation, message))
            }
            Some(1) => creation.create(topic),
            Some(_) => Err(Refusal::new(ErrorCode::InvalidRequest, "the topic is named more than once")),
        };
        topics.push(match result {
            Ok((created, new)) => {
                records.extend(new);
                created
            }
            Err(refusal) => refused(&topic.name, refusal),
        });
    }
    if let Err(refusal) = check_size(&records) {
        records.clear();
        topics = topics.into_iter().map(|topic| refused(&topic.name, refusal.clone())).collect();
    }
    if request.validate_only {
        records.clear();
    }
    let answer = CreateTopicsResponse { topics, ..Default::default() };
    Decision::new(records, Answer::CreateTopics(answer))
}

fn refused(name: &Str, refusal: Refusal) -> CreatableTopicResult {
    let (error_code, error_message) = refusal.parts();
    CreatableTopicResult { name: name.clone(), error_code, error_message, ..Default::default() }
}

/// How many partitions the whole request asks for; nonsense counts as none and is refused later.
fn partition_count(request: &CreateTopicsRequest, env: &Env<'_>) -> usize {
    let one = |topic: &CreatableTopic| match (topic.assignments.len(), topic.num_partitions) {
        (0, -1) => usize::try_from(env.config.topics.partitions).unwrap_or(0),
        (0, count) => usize::try_from(count).unwrap_or(0),
        (assigned, _) => assigned,
    };
    request.topics.iter().map(one).fold(0, usize::saturating_add)
}

/// One request's work.
struct Creation<'a> {
    image: &'a Image,
    env: &'a Env<'a>,
    random: Random,
    directories: Directories<'a>,
    /// Names that this request has taken, with `.` as `_`.
    normal_names: BTreeMap<Str, Str>,
}

impl Creation<'_> {
    fn create(&mut self, topic: &CreatableTopic) -> Result<(CreatableTopicResult, Vec<Record>), Refusal> {
        self.check_name(&topic.name)?;
        let config_records = configs::for_new_topic(&topic.name, &topic.configs, self.env)?;
        let manual = !topic.assignments.is_empty();
        let assignments = if manual { self.assigned(topic)? } else { self.placed(topic)? };
        let partitions = assignments.len();
        let replicas = assignments.first().map_or(0, |(_, replicas)| replicas.len());
        let id = self.random.uuid();
        let mut records =
            vec![Record::Topic(TopicRecord { name: topic.name.clone(), topic_id: id, ..Default::default() })];
        // In Kafka's order: a follower knows a topic's configuration before its partitions.
        records.extend(config_records);
        records.extend(partition_records(self.image, id, assignments, manual, &mut self.directories)?);
        self.normal_names.insert(normal_name(&topic.name), topic.name.clone());
        let created = CreatableTopicResult {
            name: topic.name.clone(),
            topic_id: id,
            num_partitions: index_of(partitions).get(),
            replication_factor: i16::try_from(replicas).unwrap_or(i16::MAX),
            error_message: None,
            ..Default::default()
        };
        Ok((created, records))
    }

    fn check_name(&self, name: &Str) -> Result<(), Refusal> {
        let invalid = |message: String| Err(Refusal::new(ErrorCode::InvalidTopicException, message));
        if let Err(error) = check_topic_name(name) {
            return invalid(error.to_string());
        }
        if *name == CLUSTER_METADATA {
            return Err(Refusal::new(
                ErrorCode::InvalidRequest,
                format!("the internal topic {CLUSTER_METADATA} cannot be created"),
            ));
        }
        if self.image.topic(name).is_some() {
            return Err(Refusal::new(
                ErrorCode::TopicAlreadyExists,
                format!("the topic `{name}` already exists"),
            ));
        }
        let taken = self.normal_names.get(normal_name(name).as_str()).filter(|other| *other != name);
        match self.image.colliding_topic(name).or(taken) {
            Some(other) => invalid(format!(
                "the topic `{name}` differs from the topic `{other}` in `.` and `_` only, which metrics cannot tell apart"
            )),
            None => Ok(()),
        }
    }

    /// The assignment that the client chose.
    fn assigned(&self, topic: &CreatableTopic) -> Result<Vec<(PartitionIndex, Vec<NodeId>)>, Refusal> {
        let refuse = |code, message: String| Err(Refusal::new(code, message));
        if topic.replication_factor != -1 {
            let message = "an assignment and a replication factor other than -1 exclude each other";
            return refuse(ErrorCode::InvalidRequest, message.into());
        }
        if topic.num_partitions != -1 {
            let message = "an assignment and a number of partitions other than -1 exclude each other";
            return refuse(ErrorCode::InvalidRequest, message.into());
        }
        let mut factor = None;
        let mut assignments = BTreeMap::new();
        for assignment in &topic.assignments {
            let index = PartitionIndex(assignment.partition_index);
            if assignments.contains_key(&index) {
                let message = format!("partition {index} is assigned more than once");
                return refuse(ErrorCode::InvalidReplicaAssignment, message);
            }
            let replicas = check_manual(self.image, &assignment.broker_ids, factor)?;
            factor = Some(replicas.len());
            assignments.insert(index, replicas);
        }
        let consecutive =
            assignments.keys().enumerate().all(|(position, index)| index_of(position) == *index);
        if !consecutive {
            let message = "the assigned partitions do not count up from 0";
            return refuse(ErrorCode::InvalidReplicaAssignment, message.into());
        }
        Ok(assignments.into_iter().collect())
    }

    /// An assignment of our own.
    fn placed(&mut self, topic: &CreatableTopic) -> Result<Vec<(PartitionIndex, Vec<NodeId>)>, Refusal> {
        let factor = match topic.replication_factor {
            -1 => self.env.config.topics.replication_factor,
            other => other,
        };
        let Some(factor) = usize::try_from(factor).ok().filter(|factor| *factor > 0) else {
            let message = "the replication factor must be above 0, or -1 for the default";
            return Err(Refusal::new(ErrorCode::InvalidReplicationFactor, message));
        };
        let count = match topic.num_partitions {
            -1 => self.env.config.topics.partitions,
            other => other,
        };
        let Some(count) = usize::try_from(count).ok().filter(|count| *count > 0) else {
            let message = "the number of partitions must be above 0, or -1 for the default";
            return Err(Refusal::new(ErrorCode::InvalidPartitions, message));
        };
        let placed = place(self.image, &mut self.random, count, factor)?;
        Ok(placed.into_iter().enumerate().map(|(index, replicas)| (index_of(index), replicas)).collect())
    }
}

/// Deletes topics, each by itself.
pub(super) fn delete(image: &Image, request: &DeleteTopicsRequest, env: &Env<'_>) -> Decision {
    let by_name = request.topic_names.iter().map(|name| (Some(name.clone()), TopicId::ZERO));
    let wanted: Vec<(Option<Str>, TopicId)> =
        by_name.chain(request.topics.iter().map(|topic| (topic.name.clone(), topic.topic_id))).collect();
    let mut times: BTreeMap<(Option<Str>, TopicId), usize> = BTreeMap::new();
    for key in &wanted {
        *times.entry(key.clone()).or_default() += 1;
    }
    let ids: BTreeSet<TopicId> =
        wanted.iter().filter(|(name, _)| name.is_none()).map(|(_, id)| *id).collect();
    let mut records = Vec::new();
    let mut responses = Vec::new();
    for key in wanted {
        let result = match times.remove(&key) {
            // What stands twice has one answer.
            None => continue,
            Some(1) if !env.config.topics.delete_enable => {
                Err(Refusal::new(ErrorCode::TopicDeletionDisabled, "delete.topic.enable is false"))
            }
            Some(1) => find(image, &key, &ids),
            Some(_) => Err(Refusal::new(ErrorCode::InvalidRequest, "the topic is named more than once")),
        };
        let mut response = DeletableTopicResult { name: key.0, topic_id: key.1, ..Default::default() };
        let result = result.map(|(name, id)| {
            response.name = Some(name);
            response.topic_id = id;
            records.push(Record::RemoveTopic(RemoveTopicRecord { topic_id: id, ..Default::default() }));
        });
        (response.error_code, response.error_message) = code_of(result);
        responses.push(response);
    }
    if let Err(refusal) = check_size(&records) {
        records.clear();
        for response in &mut responses {
            (response.error_code, response.error_message) = refusal.clone().parts();
        }
    }
    let answer = DeleteTopicsResponse { responses, ..Default::default() };
    Decision::new(records, Answer::DeleteTopics(answer))
}

fn find(
    image: &Image,
    key: &(Option<Str>, TopicId),
    ids: &BTreeSet<TopicId>,
) -> Result<(Str, TopicId), Refusal> {
    let invalid = |message| Err(Refusal::new(ErrorCode::InvalidRequest, message));
    match key {
        (None, TopicId::ZERO) => invalid("neither a topic name nor a topic id is given"),
        (Some(_), id) if *id != TopicId::ZERO => invalid("a topic name and a topic id exclude each other"),
        (None, id) => image.topic_by_id(*id).map(|topic| (topic.name.clone(), topic.id)).ok_or_else(|| {
            Refusal::new(ErrorCode::UnknownTopicId, "this server does not host this topic id")
        }),
        (Some(name), _) => match image.topic(name) {
            Some(topic) if ids.contains(&topic.id) => invalid("the topic is named by its name and by its id"),
            Some(topic) => Ok((topic.name.clone(), topic.id)),
            None => Err(Refusal::new(
                ErrorCode::UnknownTopicOrPartition,
                "this server does not host the topic, or not the partition",
            )),
        },
    }
}
