//! `CreateTopics`, `DeleteTopics`, `CreatePartitions`: leave out what the caller may not do, let the controller decide
//! the rest, and put the answers together.

mod mutations;

use std::{collections::BTreeMap, sync::Arc};

use moldau_auth::{Operation, Resource};
use moldau_meta::{Answer, Command};
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        CreatePartitionsRequest, CreatePartitionsResponse, CreateTopicsRequest, CreateTopicsResponse,
        DeleteTopicsRequest, DeleteTopicsResponse,
        create_partitions_response::CreatePartitionsTopicResult,
        create_topics_response::{CreatableTopicConfigs, CreatableTopicResult},
        delete_topics_request::DeleteTopicState,
        delete_topics_response::DeletableTopicResult,
    },
};

use super::words;
use crate::{Broker, context::ConnectionContext};

/// From here on the answer names the topic's configuration (KIP-525).
const CREATE_TELLS_CONFIGS: i16 = 5;
/// From here on topics may be named by id (KIP-516).
const DELETE_BY_ID: i16 = 6;

/// Handles one `CreateTopics` request.
pub(crate) async fn create(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    mut request: CreateTopicsRequest,
) -> CreateTopicsResponse {
    let on_cluster = context.may(broker, Operation::Create, Resource::CLUSTER);
    let mut refused = Vec::new();
    request.topics.retain(|topic| {
        let error = if &*topic.name == "__cluster_metadata" {
            Some((ErrorCode::InvalidRequest, "Creation of internal topic __cluster_metadata is prohibited."))
        } else if !on_cluster && !context.may(broker, Operation::Create, Resource::topic(&topic.name)) {
            Some((ErrorCode::TopicAuthorizationFailed, "Authorization failed."))
        } else {
            None
        };
        if let Some((error, message)) = error {
            refused.push(CreatableTopicResult {
                name: topic.name.clone(),
                error_code: error.to_i16(),
                error_message: Some(message.into()),
                ..CreatableTopicResult::default()
            });
        }
        error.is_none()
    });
    let (over, throttle_time_ms) = mutations::create(broker, context, &mut request).await;
    refused.extend(over);
    let asked = request.clone();
    let answer = match broker.ask(Command::CreateTopics(request)).await {
        Ok(Answer::CreateTopics(answer)) => answer,
        other => {
            let (error, message) = Broker::refusal_of(other);
            let result = |name: &Str| CreatableTopicResult {
                name: name.clone(),
                error_code: error.to_i16(),
                error_message: Some(message.clone()),
                ..CreatableTopicResult::default()
            };
            let topics = asked.topics.iter().map(|topic| result(&topic.name)).collect();
            CreateTopicsResponse { topics, ..CreateTopicsResponse::default() }
        }
    };
    let tells_configs = CREATE_TELLS_CONFIGS <= context.request.api_version;
    let mut answer = answer;
    for topic in &mut answer.topics {
        if tells_configs && topic.error_code == ErrorCode::None.to_i16() {
            fill_configs(broker, context, &asked, topic);
        }
    }
    answer.topics.extend(refused);
    answer.throttle_time_ms = throttle_time_ms;
    answer
}

/// What the new topic's configuration is, if the caller may know.
fn fill_configs(
    broker: &Broker,
    context: &ConnectionContext,
    asked: &CreateTopicsRequest,
    topic: &mut CreatableTopicResult,
) {
    if !context.may(broker, Operation::DescribeConfigs, Resource::topic(&topic.name)) {
        topic.topic_config_error_code = ErrorCode::TopicAuthorizationFailed.to_i16();
        topic.num_partitions = -1;
        topic.replication_factor = -1;
        topic.configs = None;
        return;
    }
    let overrides: BTreeMap<String, String> = asked
        .topics
        .iter()
        .filter(|other| other.name == topic.name)
        .flat_map(|other| &other.configs)
        .filter_map(|config| Some((config.name.to_string(), config.value.as_ref()?.to_string())))
        .collect();
    let described =
        broker.config().describe_topic(&overrides).into_iter().map(|config| CreatableTopicConfigs {
            name: config.name.into(),
            value: config.value.map(Str::from),
            read_only: config.read_only,
            config_source: config.source.code(),
            is_sensitive: config.is_sensitive,
            ..CreatableTopicConfigs::default()
        });
    topic.configs = Some(described.collect());
}

/// Handles one `DeleteTopics` request.
pub(crate) async fn delete(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: DeleteTopicsRequest,
) -> DeleteTopicsResponse {
    let mut asked = request.topics;
    asked.extend(
        request
            .topic_names
            .into_iter()
            .map(|name| DeleteTopicState { name: Some(name), ..DeleteTopicState::default() }),
    );
    let mut responses = Vec::with_capacity(asked.len());
    asked.retain(|state| match refuse_delete(broker, context, state) {
        None => true,
        Some(error) => {
            responses.push(deletion(state, error, None));
            false
        }
    });
    let (over, throttle_time_ms) = mutations::delete(broker, context, &mut asked);
    responses.extend(over.iter().map(|state| deletion(state, ErrorCode::ThrottlingQuotaExceeded, None)));
    if !asked.is_empty() {
        let command = DeleteTopicsRequest { topics: asked.clone(), ..DeleteTopicsRequest::default() };
        match broker.ask(Command::DeleteTopics(command)).await {
            Ok(Answer::DeleteTopics(answer)) => responses.extend(answer.responses),
            other => {
                let (error, message) = Broker::refusal_of(other);
                responses.extend(asked.iter().map(|state| deletion(state, error, Some(message.clone()))));
            }
        }
    }
    DeleteTopicsResponse { responses, throttle_time_ms, ..DeleteTopicsResponse::default() }
}

fn deletion(state: &DeleteTopicState, error: ErrorCode, message: Option<Str>) -> DeletableTopicResult {
    DeletableTopicResult {
        name: state.name.clone(),
        topic_id: state.topic_id,
        error_code: error.to_i16(),
        error_message: message.or_else(|| Some(words(error))),
        ..DeletableTopicResult::default()
    }
}

/// Whoever may not describe a topic named by id is not told that it exists.
fn refuse_delete(
    broker: &Broker,
    context: &ConnectionContext,
    state: &DeleteTopicState,
) -> Option<ErrorCode> {
    if !broker.config().topics.delete_enable {
        let by_name = context.request.api_version < DELETE_BY_ID;
        return Some(if by_name { ErrorCode::InvalidRequest } else { ErrorCode::TopicDeletionDisabled });
    }
    let metadata = broker.metadata();
    let image = &metadata.image;
    let by_id = state.name.is_none();
    let name = match &state.name {
        Some(name) => name.clone(),
        None => image.topic_by_id(state.topic_id)?.name.clone(),
    };
    let may = |operation| context.may(broker, operation, Resource::topic(&name));
    match (may(Operation::Describe), may(Operation::Delete)) {
        (_, true) => None,
        (false, false) if by_id => Some(ErrorCode::UnknownTopicId),
        (_, false) => Some(ErrorCode::TopicAuthorizationFailed),
    }
}

/// Handles one `CreatePartitions` request.
pub(crate) async fn create_partitions(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    mut request: CreatePartitionsRequest,
) -> CreatePartitionsResponse {
    let result = |name: &Str, error: ErrorCode, message: Option<Str>| CreatePartitionsTopicResult {
        name: name.clone(),
        error_code: error.to_i16(),
        error_message: message.or_else(|| Some(words(error))),
        ..CreatePartitionsTopicResult::default()
    };
    let mut results = Vec::new();
    request.topics.retain(|topic| {
        let may = context.may(broker, Operation::Alter, Resource::topic(&topic.name));
        if !may {
            results.push(result(&topic.name, ErrorCode::TopicAuthorizationFailed, None));
        }
        may
    });
    let (over, throttle_time_ms) = mutations::create_partitions(broker, context, &mut request).await;
    results.extend(over);
    let names: Vec<Str> = request.topics.iter().map(|topic| topic.name.clone()).collect();
    match broker.ask(Command::CreatePartitions(request)).await {
        Ok(Answer::CreatePartitions(answer)) => results.extend(answer.results),
        other => {
            let (error, message) = Broker::refusal_of(other);
            results.extend(names.iter().map(|name| result(name, error, Some(message.clone()))));
        }
    }
    CreatePartitionsResponse { results, throttle_time_ms, ..CreatePartitionsResponse::default() }
}
