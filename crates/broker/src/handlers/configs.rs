//! `DescribeConfigs`, `AlterConfigs`, `IncrementalAlterConfigs`, `ListConfigResources`.
//!
//! What a configuration means is known by the settings crate, what is set by the metadata; here the caller's
//! rights are asked for and the two are put together.

use std::{collections::BTreeMap, sync::Arc};

use moldau_auth::{Operation, Resource};
use moldau_meta::{Answer, Command, ConfigResource, Image, ResourceType, decide::check_topic_name};
use moldau_settings::{DescribedConfig, describe_client_metrics};
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        AlterConfigsRequest, AlterConfigsResponse, DescribeConfigsRequest, DescribeConfigsResponse,
        IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse, ListConfigResourcesRequest,
        ListConfigResourcesResponse, alter_configs_response,
        describe_configs_request::DescribeConfigsResource,
        describe_configs_response::{
            DescribeConfigsResourceResult, DescribeConfigsResult, DescribeConfigsSynonym,
        },
        incremental_alter_configs_response, list_config_resources_response,
    },
};

use super::{loggers, words};
use crate::{Broker, context::ConnectionContext};

pub(super) type Refused = (ErrorCode, Str);

/// Handles one `DescribeConfigs` request.
pub(crate) fn describe(
    broker: &Broker,
    context: &ConnectionContext,
    request: &DescribeConfigsRequest,
) -> DescribeConfigsResponse {
    let results = request.resources.iter().map(|resource| {
        let mut result = DescribeConfigsResult {
            resource_type: resource.resource_type,
            resource_name: resource.resource_name.clone(),
            ..DescribeConfigsResult::default()
        };
        match describe_one(broker, context, resource, request) {
            Ok(configs) => result.configs = configs,
            Err((error, message)) => {
                result.error_code = error.to_i16();
                result.error_message = Some(message);
            }
        }
        result
    });
    DescribeConfigsResponse { results: results.collect(), ..DescribeConfigsResponse::default() }
}

fn render(config: DescribedConfig, request: &DescribeConfigsRequest) -> DescribeConfigsResourceResult {
    let synonyms = if request.include_synonyms { config.synonyms } else { Vec::new() };
    let synonyms = synonyms.into_iter().map(|synonym| DescribeConfigsSynonym {
        name: synonym.name.into(),
        value: synonym.value.map(Str::from),
        source: synonym.source.code(),
        ..DescribeConfigsSynonym::default()
    });
    DescribeConfigsResourceResult {
        name: config.name.into(),
        value: config.value.map(Str::from),
        read_only: config.read_only,
        config_source: config.source.code(),
        is_sensitive: config.is_sensitive,
        synonyms: synonyms.collect(),
        config_type: config.kind,
        documentation: config.documentation.filter(|_| request.include_documentation).map(Str::from),
        ..DescribeConfigsResourceResult::default()
    }
}

fn describe_one(
    broker: &Broker,
    context: &ConnectionContext,
    resource: &DescribeConfigsResource,
    request: &DescribeConfigsRequest,
) -> Result<Vec<DescribeConfigsResourceResult>, Refused> {
    let kind =
        ResourceType::from_i8(resource.resource_type).ok_or_else(|| unknown(resource.resource_type))?;
    may(broker, context, Operation::DescribeConfigs, kind, &resource.resource_name)?;
    let (metadata, config, name) = (broker.metadata(), broker.config(), &*resource.resource_name);
    let image = &metadata.image;
    let own = |resource: ConfigResource| overrides(image, &resource);
    let mut described = match kind {
        ResourceType::Topic => {
            check_topic_name(name)
                .map_err(|error| (ErrorCode::InvalidTopicException, error.to_string().into()))?;
            if image.topic(name).is_none() {
                return Err((ErrorCode::UnknownTopicOrPartition, words(ErrorCode::UnknownTopicOrPartition)));
            }
            config.describe_topic(&own(ConfigResource::topic(name)))
        }
        ResourceType::Broker if name.is_empty() => config.describe_all_brokers(),
        ResourceType::Broker => {
            check_broker_id(broker, name)?;
            config.describe_broker()
        }
        ResourceType::BrokerLogger => {
            return loggers::describe(broker, name, resource.configuration_keys.as_deref());
        }
        ResourceType::ClientMetrics if name.is_empty() => {
            return Err(nameless("client metrics subscription"));
        }
        ResourceType::ClientMetrics => describe_client_metrics(&own(named(kind, name))),
        ResourceType::Group if name.is_empty() => return Err(nameless("group")),
        ResourceType::Group => config.describe_group(&own(named(kind, name))),
    };
    if let Some(keys) = resource.configuration_keys.as_ref().filter(|keys| !keys.is_empty()) {
        described.retain(|config| keys.iter().any(|key| **key == *config.name));
    }
    Ok(described.into_iter().map(|config| render(config, request)).collect())
}

fn named(kind: ResourceType, name: &str) -> ConfigResource {
    ConfigResource { kind, name: name.into() }
}

fn nameless(what: &str) -> Refused {
    (ErrorCode::InvalidRequest, format!("the name of the {what} is empty").into())
}

fn unknown(raw: i8) -> Refused {
    (ErrorCode::InvalidRequest, format!("there are no configurations of resource type {raw}").into())
}

fn no_loggers() -> Refused {
    let message = "levels of loggers are changed one by one: by IncrementalAlterConfigs";
    (ErrorCode::InvalidRequest, message.into())
}

fn check_broker_id(broker: &Broker, name: &str) -> Result<(), Refused> {
    let own = broker.node_id;
    match name.parse::<i32>() {
        Ok(id) if id == own.get() => Ok(()),
        Ok(id) => {
            let message =
                format!("this is broker {own}: it knows its own configuration, not that of broker {id}");
            Err((ErrorCode::InvalidRequest, message.into()))
        }
        Err(_) => Err((ErrorCode::InvalidRequest, format!("`{name}` is not the number of a broker").into())),
    }
}

/// What the metadata has set for a resource.
pub(crate) fn overrides(image: &Image, resource: &ConfigResource) -> BTreeMap<String, String> {
    let values = image.config(resource).into_iter().flat_map(|values| values.iter());
    values.map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

fn may(
    broker: &Broker,
    context: &ConnectionContext,
    operation: Operation,
    kind: ResourceType,
    name: &str,
) -> Result<(), Refused> {
    let (resource, error) = match kind {
        ResourceType::Topic => (Resource::topic(name), ErrorCode::TopicAuthorizationFailed),
        ResourceType::Group => (Resource::group(name), ErrorCode::GroupAuthorizationFailed),
        ResourceType::Broker | ResourceType::BrokerLogger | ResourceType::ClientMetrics => {
            (Resource::CLUSTER, ErrorCode::ClusterAuthorizationFailed)
        }
    };
    if context.may(broker, operation, resource) { Ok(()) } else { Err((error, words(error))) }
}

/// Whether a change of a resource may go to the controller at all.
fn may_alter(broker: &Broker, context: &ConnectionContext, raw: i8, name: &Str) -> Result<(), Refused> {
    let kind = ResourceType::from_i8(raw).ok_or_else(|| unknown(raw))?;
    may(broker, context, Operation::AlterConfigs, kind, name)?;
    match kind {
        ResourceType::Broker if !name.is_empty() => match name.parse::<i32>() {
            Ok(_) => Ok(()),
            Err(_) => {
                Err((ErrorCode::InvalidRequest, format!("`{name}` is not the number of a broker").into()))
            }
        },
        ResourceType::Broker
        | ResourceType::BrokerLogger
        | ResourceType::Topic
        | ResourceType::Group
        | ResourceType::ClientMetrics => Ok(()),
    }
}

/// Handles one `IncrementalAlterConfigs` request.
pub(crate) async fn alter_incrementally(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    mut request: IncrementalAlterConfigsRequest,
) -> IncrementalAlterConfigsResponse {
    use incremental_alter_configs_response::AlterConfigsResourceResponse as Part;
    let part = |resource_type: i8, resource_name: &Str, (error, message): Refused| Part {
        error_code: error.to_i16(),
        error_message: Some(message),
        resource_type,
        resource_name: resource_name.clone(),
        ..Part::default()
    };
    let mut responses = Vec::new();
    request.resources.retain(|resource| {
        let (kind, name) = (resource.resource_type, &resource.resource_name);
        let mut judged = may_alter(broker, context, kind, name);
        let is_logger = kind == ResourceType::BrokerLogger.to_i8();
        if is_logger && judged.is_ok() {
            judged = loggers::alter(broker, name, &resource.configs, request.validate_only);
        }
        let passes = judged.is_ok() && !is_logger;
        match judged {
            Err(refused) => responses.push(part(kind, name, refused)),
            Ok(()) if is_logger => responses
                .push(Part { error_message: None, ..part(kind, name, (ErrorCode::None, Str::default())) }),
            Ok(()) => {}
        }
        passes
    });
    if !request.resources.is_empty() {
        let asked = request.resources.clone();
        match broker.ask(Command::IncrementalAlterConfigs(request)).await {
            Ok(Answer::IncrementalAlterConfigs(answer)) => responses.extend(answer.responses),
            other => {
                let refused = Broker::refusal_of(other);
                responses.extend(
                    asked.iter().map(|it| part(it.resource_type, &it.resource_name, refused.clone())),
                );
            }
        }
    }
    IncrementalAlterConfigsResponse { responses, ..IncrementalAlterConfigsResponse::default() }
}

/// Handles one `AlterConfigs` request.
pub(crate) async fn alter(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    mut request: AlterConfigsRequest,
) -> AlterConfigsResponse {
    use alter_configs_response::AlterConfigsResourceResponse as Part;
    let part = |resource_type: i8, resource_name: &Str, (error, message): Refused| Part {
        error_code: error.to_i16(),
        error_message: Some(message),
        resource_type,
        resource_name: resource_name.clone(),
        ..Part::default()
    };
    let mut responses = Vec::new();
    request.resources.retain(|resource| {
        let (kind, name) = (resource.resource_type, &resource.resource_name);
        let judged = may_alter(broker, context, kind, name);
        let is_logger = kind == ResourceType::BrokerLogger.to_i8();
        let refused = judged.err().or_else(|| is_logger.then(no_loggers));
        let passes = refused.is_none();
        responses.extend(refused.map(|refused| part(kind, name, refused)));
        passes
    });
    if !request.resources.is_empty() {
        let asked = request.resources.clone();
        match broker.ask(Command::AlterConfigs(request)).await {
            Ok(Answer::AlterConfigs(answer)) => responses.extend(answer.responses),
            other => {
                let refused = Broker::refusal_of(other);
                responses.extend(
                    asked.iter().map(|it| part(it.resource_type, &it.resource_name, refused.clone())),
                );
            }
        }
    }
    AlterConfigsResponse { responses, ..AlterConfigsResponse::default() }
}

/// Handles one `ListConfigResources` request (KIP-1142). Version 0 knows client metrics only.
pub(crate) fn list(
    broker: &Broker,
    context: &ConnectionContext,
    request: &ListConfigResourcesRequest,
) -> ListConfigResourcesResponse {
    const ALL: [ResourceType; 5] = [
        ResourceType::Topic,
        ResourceType::Broker,
        ResourceType::BrokerLogger,
        ResourceType::ClientMetrics,
        ResourceType::Group,
    ];
    let refused = |error: ErrorCode| ListConfigResourcesResponse {
        error_code: error.to_i16(),
        ..ListConfigResourcesResponse::default()
    };
    if !context.may(broker, Operation::DescribeConfigs, Resource::CLUSTER) {
        return refused(ErrorCode::ClusterAuthorizationFailed);
    }
    let kinds: Vec<ResourceType> = match (context.request.api_version, request.resource_types.as_slice()) {
        (0, _) => vec![ResourceType::ClientMetrics],
        (_, []) => ALL.to_vec(),
        (_, asked) => {
            let known: Option<Vec<ResourceType>> =
                asked.iter().map(|raw| ResourceType::from_i8(*raw)).collect();
            let Some(known) = known else { return refused(ErrorCode::UnsupportedVersion) };
            known
        }
    };
    let metadata = broker.metadata();
    let image = &metadata.image;
    let mut config_resources = Vec::new();
    for kind in ALL.into_iter().filter(|kind| kinds.contains(kind)) {
        let names: Vec<Str> = match kind {
            ResourceType::Topic => image.topics().map(|topic| topic.name.clone()).collect(),
            ResourceType::Broker | ResourceType::BrokerLogger => {
                image.brokers().map(|node| Str::from(node.id.to_string())).collect()
            }
            ResourceType::ClientMetrics | ResourceType::Group => image
                .configs()
                .filter(|(resource, _)| resource.kind == kind)
                .map(|(resource, _)| resource.name.clone())
                .collect(),
        };
        config_resources.extend(names.into_iter().map(|resource_name| {
            list_config_resources_response::ConfigResource {
                resource_name,
                resource_type: kind.to_i8(),
                ..list_config_resources_response::ConfigResource::default()
            }
        }));
    }
    ListConfigResourcesResponse { config_resources, ..ListConfigResourcesResponse::default() }
}
