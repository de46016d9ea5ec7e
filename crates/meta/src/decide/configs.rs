//! Configurations of topics, brokers, groups and clients' metrics.
//!
//! What a value may be is judged by [`BrokerConfig::alter`]; this is about resources: which there are, which exist,
//! and what the records say.

use std::collections::BTreeMap;

use moldau_ids::NodeId;
use moldau_settings::{AlterError, AlterOp, Alteration, BrokerConfig, Changes, Resource};
use moldau_wire::messages::create_topics_request::CreatableTopicConfig;
use moldau_wire::messages::{
    AlterConfigsRequest, AlterConfigsResponse, IncrementalAlterConfigsRequest,
    IncrementalAlterConfigsResponse, alter_configs_response, incremental_alter_configs_response,
};
use moldau_wire::records::metadata::{ClearElrRecord, ConfigRecord};
use moldau_wire::{ErrorCode, Str};

use super::{Answer, Decision, Env, Refusal, check_size, check_topic_name, code_of};
use crate::{ConfigResource, ELR_VERSION, Image, Record, ResourceType};

/// What decides about eligible replicas. With them it may differ between topics, not between brokers.
pub(super) const IN_SYNC_MIN: &str = "min.insync.replicas";

/// What a request says of one resource, whichever request it is.
enum Wanted {
    Replace(Vec<(Str, Option<Str>)>),
    Change(Vec<(Str, i8, Option<Str>)>),
}

/// `AlterConfigs`: what is not named goes back to its default.
pub(super) fn alter(image: &Image, request: &AlterConfigsRequest, env: &Env<'_>) -> Decision {
    let items = request.resources.iter().map(|resource| {
        let values = resource.configs.iter().map(|config| (config.name.clone(), config.value.clone()));
        ((resource.resource_type, resource.resource_name.clone()), Wanted::Replace(values.collect()))
    });
    let (records, results) = alter_all(image, items.collect(), request.validate_only, env);
    let responses = results.into_iter().map(|((resource_type, resource_name), result)| {
        let (error_code, error_message) = code_of(result);
        alter_configs_response::AlterConfigsResourceResponse {
            error_code,
            error_message,
            resource_type,
            resource_name,
            ..Default::default()
        }
    });
    let answer = AlterConfigsResponse { responses: responses.collect(), ..Default::default() };
    Decision::new(records, Answer::AlterConfigs(answer))
}

/// `IncrementalAlterConfigs`: only what is named changes (KIP-339).
pub(super) fn alter_incrementally(
    image: &Image,
    request: &IncrementalAlterConfigsRequest,
    env: &Env<'_>,
) -> Decision {
    let items = request.resources.iter().map(|resource| {
        let values = resource
            .configs
            .iter()
            .map(|config| (config.name.clone(), config.config_operation, config.value.clone()));
        ((resource.resource_type, resource.resource_name.clone()), Wanted::Change(values.collect()))
    });
    let (records, results) = alter_all(image, items.collect(), request.validate_only, env);
    let responses = results.into_iter().map(|((resource_type, resource_name), result)| {
        let (error_code, error_message) = code_of(result);
        incremental_alter_configs_response::AlterConfigsResourceResponse {
            error_code,
            error_message,
            resource_type,
            resource_name,
            ..Default::default()
        }
    });
    let answer = IncrementalAlterConfigsResponse { responses: responses.collect(), ..Default::default() };
    Decision::new(records, Answer::IncrementalAlterConfigs(answer))
}

type Key = (i8, Str);
type Results = Vec<(Key, Result<(), Refusal>)>;

fn alter_all(
    image: &Image,
    items: Vec<(Key, Wanted)>,
    validate_only: bool,
    env: &Env<'_>,
) -> (Vec<Record>, Results) {
    let mut times: BTreeMap<Key, usize> = BTreeMap::new();
    for (key, _) in &items {
        *times.entry(key.clone()).or_default() += 1;
    }
    let mut records = Vec::new();
    let mut results = Vec::new();
    for (key, wanted) in items {
        let result = match times.remove(&key) {
            // What stands twice has one answer.
            None => continue,
            Some(1) => alter_one(image, &key, wanted, env).map(|new| records.extend(new)),
            Some(_) => Err(Refusal::new(ErrorCode::InvalidRequest, "the resource is named more than once")),
        };
        results.push((key, result));
    }
    if let Err(refusal) = check_size(&records) {
        records.clear();
        for (_, result) in &mut results {
            *result = Err(refusal.clone());
        }
    }
    if validate_only {
        records.clear();
    }
    (records, results)
}

fn alter_one(image: &Image, key: &Key, wanted: Wanted, env: &Env<'_>) -> Result<Vec<Record>, Refusal> {
    let invalid = |message: String| Refusal::new(ErrorCode::InvalidRequest, message);
    let kind = ResourceType::from_i8(key.0)
        .ok_or_else(|| invalid(format!("{} is no type of resource that can be configured", key.0)))?;
    let resource = ConfigResource { kind, name: key.1.clone() };
    let subject = match kind {
        ResourceType::Topic if key.1.is_empty() => {
            return Err(invalid("topics have no common configuration of their own: name a topic".into()));
        }
        ResourceType::Topic => {
            check_topic_name(&key.1)
                .map_err(|error| Refusal::new(ErrorCode::InvalidTopicException, error.to_string()))?;
            Resource::Topic(&key.1)
        }
        ResourceType::Broker if key.1.is_empty() => Resource::AllBrokers,
        ResourceType::Broker => {
            let id = key.1.parse().ok().filter(|id| *id >= 0);
            let id = id.ok_or_else(|| invalid(format!("`{}` is no broker's id", key.1)))?;
            Resource::Broker(NodeId(id))
        }
        ResourceType::Group => Resource::Group(&key.1),
        ResourceType::ClientMetrics => Resource::ClientMetrics(&key.1),
        ResourceType::BrokerLogger => {
            return Err(invalid("the levels of a broker's log are changed at that broker, not here".into()));
        }
    };
    let current = current(image, &resource);
    let changes = judge(env.config, subject, &current, wanted)?;
    check_in_sync_min(image, subject, &changes)?;
    match subject {
        Resource::Topic(name) if image.topic(name).is_none() => Err(Refusal::new(
            ErrorCode::UnknownTopicOrPartition,
            format!("the topic `{name}` does not exist"),
        )),
        Resource::Broker(id) if image.broker(id).is_none() && id != env.config.node_id => {
            Err(invalid(format!("no broker {id} is registered")))
        }
        Resource::Topic(_)
        | Resource::Broker(_)
        | Resource::AllBrokers
        | Resource::Group(_)
        | Resource::ClientMetrics(_) => {
            let mut records = config_records(&resource, changes);
            records.extend(clear_eligible(image, &records));
            Ok(records)
        }
    }
}

/// With eligible replicas every broker must judge by the same minimum, and the cluster must have one.
fn check_in_sync_min(image: &Image, subject: Resource<'_>, changes: &Changes) -> Result<(), Refusal> {
    if image.feature_level(ELR_VERSION) == 0 {
        return Ok(());
    }
    let why = match (subject, changes.get(IN_SYNC_MIN)) {
        (Resource::Broker(_), Some(_)) => "the broker's own value cannot be altered",
        (Resource::AllBrokers, Some(None)) => "the value for all brokers cannot be removed",
        (
            Resource::Broker(_)
            | Resource::AllBrokers
            | Resource::Topic(_)
            | Resource::Group(_)
            | Resource::ClientMetrics(_),
            _,
        ) => return Ok(()),
    };
    let message = format!("{IN_SYNC_MIN}: {why} while {ELR_VERSION} is finalized");
    Err(Refusal::new(ErrorCode::InvalidConfig, message))
}

/// A replica is eligible under the minimum of its time: when that changes, nobody is.
fn clear_eligible(image: &Image, records: &[Record]) -> Option<Record> {
    let changed = records.iter().find_map(|record| {
        let Record::Config(config) = record else { return None };
        (config.name == IN_SYNC_MIN).then_some(config)
    })?;
    let of_topic = changed.resource_type == ResourceType::Topic.to_i8();
    let topic_name = if of_topic { changed.resource_name.clone() } else { Str::default() };
    (0 < image.feature_level(ELR_VERSION))
        .then(|| Record::ClearElr(ClearElrRecord { topic_name, ..Default::default() }))
}

/// What has to be written before eligible replicas are kept: one minimum for the whole cluster, `in_sync_min` unless
/// there is one, and no broker's own.
pub(crate) fn one_in_sync_min(image: &Image, in_sync_min: u32) -> Vec<Record> {
    let cluster = ConfigResource::all_brokers();
    let change = |value| Changes::from([(IN_SYNC_MIN.to_owned(), value)]);
    let mut records = Vec::new();
    if image.config_value(&cluster, IN_SYNC_MIN).is_none() {
        records.extend(config_records(&cluster, change(Some(in_sync_min.to_string()))));
    }
    for broker in image.brokers() {
        let own = ConfigResource::broker(broker.id);
        if image.config_value(&own, IN_SYNC_MIN).is_some() {
            records.extend(config_records(&own, change(None)));
        }
    }
    records
}

fn current(image: &Image, resource: &ConfigResource) -> BTreeMap<String, String> {
    let values = image.config(resource).into_iter().flat_map(|values| values.iter());
    values.map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

fn judge(
    config: &BrokerConfig,
    subject: Resource<'_>,
    current: &BTreeMap<String, String>,
    wanted: Wanted,
) -> Result<Changes, Refusal> {
    let invalid = |message: String| Refusal::new(ErrorCode::InvalidRequest, message);
    let judged = match wanted {
        Wanted::Replace(values) => {
            let mut replacement = BTreeMap::new();
            for (name, value) in values {
                let value = value.ok_or_else(|| invalid(format!("null is no value for `{name}`")))?;
                if replacement.insert(name.to_string(), value.to_string()).is_some() {
                    return Err(invalid(format!("the name `{name}` stands twice")));
                }
            }
            config.replace(subject, current, &replacement)
        }
        Wanted::Change(values) => {
            let mut alterations = Vec::with_capacity(values.len());
            for (name, code, value) in values {
                let op = AlterOp::from_code(code)
                    .ok_or_else(|| invalid(format!("{code} is no operation on `{name}`")))?;
                let value = value.map(String::from);
                alterations.push(Alteration { name: name.to_string(), op, value });
            }
            config.alter(subject, current, &alterations)
        }
    };
    judged.map_err(refusal)
}

fn refusal(error: AlterError) -> Refusal {
    match error {
        AlterError::InvalidRequest(message) => Refusal::new(ErrorCode::InvalidRequest, message),
        AlterError::InvalidConfig(message) => Refusal::new(ErrorCode::InvalidConfig, message),
    }
}

fn config_records(resource: &ConfigResource, changes: Changes) -> Vec<Record> {
    let record = |(name, value): (String, Option<String>)| {
        Record::Config(ConfigRecord {
            resource_type: resource.kind.to_i8(),
            resource_name: resource.name.clone(),
            name: name.into(),
            value: value.map(Str::from),
            ..Default::default()
        })
    };
    changes.into_iter().map(record).collect()
}

/// The configuration that a new topic starts with.
pub(super) fn for_new_topic(
    name: &Str,
    configs: &[CreatableTopicConfig],
    env: &Env<'_>,
) -> Result<Vec<Record>, Refusal> {
    let mut wanted = BTreeMap::new();
    for config in configs {
        let Some(value) = &config.value else {
            return Err(Refusal::new(
                ErrorCode::InvalidConfig,
                format!("null is no value for `{}`", config.name),
            ));
        };
        // As in Kafka the last one counts.
        wanted.insert(config.name.to_string(), value.to_string());
    }
    let changes = env.config.replace(Resource::Topic(name), &BTreeMap::new(), &wanted).map_err(refusal)?;
    Ok(config_records(&ConfigResource::topic(name.clone()), changes))
}
