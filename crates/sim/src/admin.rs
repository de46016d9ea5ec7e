//! An administrator: creates topics, deletes records, changes configurations, and checks what is left of it.

use std::sync::Arc;

use moldau_wire::{
    ErrorCode, Str,
    messages::{
        CreateTopicsRequest, DeleteRecordsRequest, DeleteTopicsRequest, DescribeConfigsRequest,
        IncrementalAlterConfigsRequest, MetadataRequest,
        create_topics_request::{CreatableTopic, CreatableTopicConfig},
        delete_records_request::{DeleteRecordsPartition, DeleteRecordsTopic},
        delete_topics_request::DeleteTopicState,
        describe_configs_request::DescribeConfigsResource,
        incremental_alter_configs_request::{AlterConfigsResource, AlterableConfig},
        metadata_response::MetadataResponseTopic,
    },
};
use parking_lot::Mutex;

use crate::{
    client::{Broken, Client, Surroundings},
    model::{Model, Place, Topic},
    random::Random,
};

const TOPIC: i8 = 2;
const SETTING: &str = "max.message.bytes";
/// Values of the setting are at least this: no batch is too large.
const SETTING_MIN: u64 = 1_000_000;

/// Works until the node's life ends. In the last one no topic is deleted.
pub(crate) async fn run(
    around: Surroundings,
    random: Arc<Mutex<Random>>,
    model: Arc<Mutex<Model>>,
    is_last: bool,
) {
    loop {
        work(&around, &random, &model, is_last).await.unwrap_or(());
        around.sleep_ms(10).await;
    }
}

async fn work(
    around: &Surroundings,
    random: &Mutex<Random>,
    model: &Mutex<Model>,
    is_last: bool,
) -> Result<(), Broken> {
    let mut client = Client::connect(around, "admin").await?;
    loop {
        let missing = model.lock().topics.iter().position(|topic| topic.id.is_none());
        if let Some(at) = missing {
            create(around, &mut client, model, at).await?;
        }
        let pause = random.lock().between(1, 80);
        around.sleep_ms(pause).await;
        let places = model.lock().places();
        let Some(place) = random.lock().pick(&places).copied() else { continue };
        match random.lock().below(6) {
            0 => {}
            1..3 => {}
            _ => continue,
        }
        if !is_last && random.lock().one_in(10) {
            delete_topic(around, &mut client, model, place.0).await?;
        } else if model.lock().topic(place).maybe_deleted {
            // Nobody knows what a request would mean.
        } else if random.lock().one_in(2) {
            let share = random.lock().below(100);
            delete_records(around, &mut client, model, place, share).await?;
        } else {
            let value = SETTING_MIN + random.lock().below(1_000_000);
            configure(around, &mut client, model, place, value).await?;
        }
    }
}

async fn create(
    around: &Surroundings,
    client: &mut Client,
    model: &Mutex<Model>,
    at: usize,
) -> Result<(), Broken> {
    let (name, partitions, configs) = {
        let model = model.lock();
        let topic = model.topic((at, 0));
        (topic.name.clone(), topic.partitions, configs(topic))
    };
    let topic = CreatableTopic {
        name: name.as_str().into(),
        num_partitions: partitions,
        replication_factor: 1,
        configs,
        ..CreatableTopic::default()
    };
    let request =
        CreateTopicsRequest { topics: vec![topic], timeout_ms: 3_000, ..CreateTopicsRequest::default() };
    let answer = client.call(&request, 7).await?;
    let result = answer.topics.first().ok_or(Broken)?;
    let code = ErrorCode::from_i16(result.error_code).unwrap_or(ErrorCode::UnknownServerError);
    around.trace.tell(around.clock.now_us(), || format!("admin: create {name}: {}", code.name()));
    if code == ErrorCode::None {
        around.trace.count("topic created", 1);
        let mut model = model.lock();
        if let Some(topic) = model.topics.get_mut(at) {
            topic.id = Some(result.topic_id);
        }
    } else if code == ErrorCode::TopicAlreadyExists {
        // An earlier attempt whose answer was lost.
        check_metadata(around, client, model, false).await?;
    }
    Ok(())
}

fn configs(topic: &Topic) -> Vec<CreatableTopicConfig> {
    let durability = topic.relaxed.then(|| ("durability", "relaxed".to_owned()));
    let retention = topic.retention_ms.into_iter().flat_map(|retention_ms| {
        [
            ("retention.ms", retention_ms.to_string()),
            ("segment.ms", (retention_ms / 2).to_string()),
            ("file.delete.delay.ms", (retention_ms / 4).to_string()),
        ]
    });
    let config = |(name, value): (&str, String)| CreatableTopicConfig {
        name: name.into(),
        value: Some(Str::from(value.as_str())),
        ..CreatableTopicConfig::default()
    };
    durability.into_iter().chain(retention).map(config).collect()
}

/// Deletes a topic by its id, so that a request that is late does not mean the next one of its name.
async fn delete_topic(
    around: &Surroundings,
    client: &mut Client,
    model: &Mutex<Model>,
    at: usize,
) -> Result<(), Broken> {
    let Some(topic_id) = model.lock().id((at, 0)) else { return Ok(()) };
    if let Some(topic) = model.lock().topics.get_mut(at) {
        topic.maybe_deleted = true;
    }
    let topic = DeleteTopicState { name: None, topic_id, ..DeleteTopicState::default() };
    let request =
        DeleteTopicsRequest { topics: vec![topic], timeout_ms: 3_000, ..DeleteTopicsRequest::default() };
    let answer = client.call(&request, 6).await?;
    let code = answer.responses.first().ok_or(Broken)?.error_code;
    around
        .trace
        .tell(around.clock.now_us(), || format!("admin: delete topic {at} ({topic_id}): error {code}"));
    if code == ErrorCode::None.to_i16() || code == ErrorCode::UnknownTopicId.to_i16() {
        model.lock().topic_gone(at);
    }
    Ok(())
}

/// Compares the node's topics with what is known. In a new life the leader epochs must be new too. Whether every
/// topic that is known was there, with leaders.
pub(crate) async fn check_metadata(
    around: &Surroundings,
    client: &mut Client,
    model: &Mutex<Model>,
    new_life: bool,
) -> Result<bool, Broken> {
    let request = MetadataRequest { topics: None, ..MetadataRequest::default() };
    let answer = client.call(&request, 12).await?;
    let mut model = model.lock();
    let mut ready = true;
    let mut epochs: Vec<(Place, i32)> = Vec::new();
    for found in answer.topics.iter().filter(|found| model.is_gone(found.topic_id)) {
        around
            .trace
            .violation(format!("topic {:?} ({}) was deleted, it is there", found.name, found.topic_id));
    }
    settle_deletions(&mut model, &answer.topics, new_life);
    for (at, topic) in model.topics.iter_mut().enumerate() {
        let found = answer.topics.iter().find(|other| other.name.as_deref() == Some(topic.name.as_str()));
        match (found, topic.id) {
            (None, Some(id)) => {
                around.trace.violation(format!("topic {} ({id}) was created and is not there", topic.name));
            }
            (Some(found), Some(id)) if found.topic_id != id => {
                let what = format!("topic {} was {id}, now it is {}", topic.name, found.topic_id);
                around.trace.violation(what);
            }
            (Some(found), known) => {
                topic.id = known.or(Some(found.topic_id));
                ready &= has_leaders(found, topic.partitions);
                epochs.extend(
                    found.partitions.iter().map(|part| ((at, part.partition_index), part.leader_epoch)),
                );
            }
            (None, None) => {}
        }
    }
    if ready && new_life {
        for (place, epoch) in epochs {
            model.new_epoch(place, epoch);
        }
    }
    Ok(ready)
}

/// Deletions whose answer was lost: they have happened if the topic is not there any more. Those of an earlier life will
/// not happen any more if it is.
fn settle_deletions(model: &mut Model, found: &[MetadataResponseTopic], new_life: bool) {
    let is_there = |id| found.iter().any(|topic| Some(topic.topic_id) == id);
    let doubtful = model.topics.iter().enumerate().filter(|(_, topic)| topic.maybe_deleted);
    let gone: Vec<usize> = doubtful.filter(|(_, topic)| !is_there(topic.id)).map(|(at, _)| at).collect();
    for at in gone {
        model.topic_gone(at);
    }
    if new_life {
        for topic in &mut model.topics {
            topic.maybe_deleted = false;
        }
    }
}

fn has_leaders(topic: &MetadataResponseTopic, partitions: i32) -> bool {
    usize::try_from(partitions) == Ok(topic.partitions.len())
        && topic.partitions.iter().all(|part| part.leader_id >= 0)
}

async fn delete_records(
    around: &Surroundings,
    client: &mut Client,
    model: &Mutex<Model>,
    place: Place,
    share: u64,
) -> Result<(), Broken> {
    let (name, offset) = {
        let mut model = model.lock();
        let name = model.topic(place).name.clone();
        let offset = model.deletable(place, share);
        let part = model.part(place);
        part.delete_asked = part.delete_asked.max(offset);
        (name, offset)
    };
    let partition =
        DeleteRecordsPartition { partition_index: place.1, offset, ..DeleteRecordsPartition::default() };
    let topic = DeleteRecordsTopic {
        name: name.as_str().into(),
        partitions: vec![partition],
        ..DeleteRecordsTopic::default()
    };
    let request =
        DeleteRecordsRequest { topics: vec![topic], timeout_ms: 3_000, ..DeleteRecordsRequest::default() };
    let answer = client.call(&request, 2).await?;
    let part = answer.topics.first().and_then(|topic| topic.partitions.first()).ok_or(Broken)?;
    around.trace.tell(around.clock.now_us(), || {
        format!(
            "admin: delete {place:?} to {offset}: error {}, start {}",
            part.error_code, part.low_watermark
        )
    });
    if part.error_code == 0 {
        around.trace.count("records deleted", 1);
        if part.low_watermark < offset {
            let what = format!("{place:?}: deleted to {offset}, the answer says {}", part.low_watermark);
            around.trace.violation(what);
        }
        let mut model = model.lock();
        let known = model.part(place);
        known.deleted = known.deleted.max(offset);
    }
    Ok(())
}

async fn configure(
    around: &Surroundings,
    client: &mut Client,
    model: &Mutex<Model>,
    place: Place,
    value: u64,
) -> Result<(), Broken> {
    let name = {
        let mut model = model.lock();
        let topic = model.topics.get_mut(place.0).ok_or(Broken)?;
        topic.config_asked.insert(value);
        topic.name.clone()
    };
    let config = AlterableConfig {
        name: SETTING.into(),
        config_operation: 0,
        value: Some(Str::from(value.to_string().as_str())),
        ..AlterableConfig::default()
    };
    let resource = AlterConfigsResource {
        resource_type: TOPIC,
        resource_name: name.as_str().into(),
        configs: vec![config],
        ..AlterConfigsResource::default()
    };
    let request = IncrementalAlterConfigsRequest {
        resources: vec![resource],
        ..IncrementalAlterConfigsRequest::default()
    };
    let answer = client.call(&request, 1).await?;
    let code = answer.responses.first().map_or(-1, |response| response.error_code);
    if code == 0 {
        around.trace.count("config changed", 1);
        let mut model = model.lock();
        if let Some(topic) = model.topics.get_mut(place.0) {
            topic.config = Some(value);
            topic.config_asked = [value].into();
        }
    }
    Ok(())
}

/// Compares a topic's configuration with what was answered.
pub(crate) async fn check_config(
    around: &Surroundings,
    client: &mut Client,
    model: &Mutex<Model>,
    at: usize,
) -> Result<(), Broken> {
    let (name, answered, asked) = {
        let model = model.lock();
        let topic = model.topic((at, 0));
        (topic.name.clone(), topic.config, topic.config_asked.clone())
    };
    let Some(answered) = answered else { return Ok(()) };
    let resource = DescribeConfigsResource {
        resource_type: TOPIC,
        resource_name: name.as_str().into(),
        configuration_keys: Some(vec![SETTING.into()]),
        ..DescribeConfigsResource::default()
    };
    let request = DescribeConfigsRequest { resources: vec![resource], ..DescribeConfigsRequest::default() };
    let answer = client.call(&request, 4).await?;
    let found = answer.results.first().and_then(|result| result.configs.first());
    let value = found.and_then(|config| config.value.as_deref()).and_then(|value| value.parse::<u64>().ok());
    if value.is_none_or(|value| value != answered && !asked.contains(&value)) {
        around.trace.violation(format!("topic {name}: {SETTING} was set to {answered}, now it is {value:?}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use moldau_ids::Uuid;
    use moldau_wire::messages::metadata_response::MetadataResponseTopic;

    use super::settle_deletions;
    use crate::{model::Model, plan::Plan, random::Random, trace::Trace};

    /// A reader that is out of range of a topic which may be gone waits; for one that is there it must not.
    #[test]
    fn a_topic_that_is_there_in_a_new_life_is_not_doubtful_any_more() {
        for (is_there, new_life, is_doubtful, is_known) in [
            (true, true, false, true),
            (true, false, true, true),
            (false, true, false, false),
            (false, false, false, false),
        ] {
            let id = Uuid::from_bytes([7; 16]);
            let (_, topics) = Plan::draw(&mut Random::new(1));
            let mut model = Model::new(topics, Trace::default());
            let topic = model.topics.first_mut().expect("every plan has a topic");
            (topic.id, topic.maybe_deleted) = (Some(id), true);
            let found = MetadataResponseTopic { topic_id: id, ..MetadataResponseTopic::default() };
            settle_deletions(&mut model, if is_there { std::slice::from_ref(&found) } else { &[] }, new_life);
            let topic = model.topics.first().expect("it had one");
            assert_eq!(
                (topic.maybe_deleted, topic.id.is_some()),
                (is_doubtful, is_known),
                "{is_there} {new_life}"
            );
        }
    }
}
