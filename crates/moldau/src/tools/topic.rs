//! `moldau topic`: list, create, describe, delete.

use std::io::Write;

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, Subcommand};
use comfy_table::{Table, presets};
use moldau_client::{ClientError, Cluster, TopicInfo};
use moldau_wire::messages::{
    CreateTopicsRequest, DeleteTopicsRequest, DescribeConfigsRequest,
    create_topics_request::{CreatableTopic, CreatableTopicConfig},
    delete_topics_request::DeleteTopicState,
    describe_configs_request::DescribeConfigsResource,
};

use super::Bootstrap;

/// Kafka's code of the resource type "topic" in `DescribeConfigs`.
const TOPIC_RESOURCE: i8 = 2;
/// Kafka's code of a config that was set on the topic itself.
const TOPIC_SOURCE: i8 = 1;

/// List, create, describe and delete topics.
#[derive(Debug, Args)]
pub(crate) struct TopicArguments {
    #[command(flatten)]
    bootstrap: Bootstrap,
    #[command(subcommand)]
    command: TopicCommand,
}

#[derive(Debug, Subcommand)]
enum TopicCommand {
    /// Names every topic.
    List {
        /// Kafka's own topics too.
        #[arg(long)]
        internal: bool,
    },
    /// Makes a topic.
    Create {
        /// Its name: 1 to 249 characters of a-z, A-Z, 0-9, `.`, `_` and `-`.
        name: String,
        /// How many partitions; the broker's `num.partitions` if not given.
        #[arg(long, short = 'p', value_parser = clap::value_parser!(i32).range(1..))]
        partitions: Option<i32>,
        /// How many replicas of each; the broker's `default.replication.factor` if not given.
        #[arg(long, short = 'r', value_parser = clap::value_parser!(i16).range(1..))]
        replication_factor: Option<i16>,
        /// A config of the topic, `name=value`. Can be given more than once.
        #[arg(long, short = 'c', value_name = "NAME=VALUE")]
        config: Vec<String>,
        /// Only check whether it could be made.
        #[arg(long)]
        validate_only: bool,
    },
    /// Shows partitions, leaders, replicas and what was configured.
    Describe {
        /// The topic.
        name: String,
    },
    /// Deletes a topic and all of its records.
    Delete {
        /// The topic.
        name: String,
    },
}

/// Does what the arguments say and writes what people should see.
pub(crate) fn run(arguments: &TopicArguments, out: &mut dyn Write) -> Result<()> {
    let mut cluster = arguments.bootstrap.cluster("topic");
    match &arguments.command {
        TopicCommand::List { internal } => list(&mut cluster, *internal, out),
        TopicCommand::Create { name, partitions, replication_factor, config, validate_only } => {
            let topic = CreatableTopic {
                name: name.as_str().into(),
                num_partitions: partitions.unwrap_or(-1),
                replication_factor: replication_factor.unwrap_or(-1),
                configs: config.iter().map(|text| parse_config(text)).collect::<Result<_>>()?,
                ..CreatableTopic::default()
            };
            create(&mut cluster, topic, *validate_only, out)
        }
        TopicCommand::Describe { name } => describe(&mut cluster, name, out),
        TopicCommand::Delete { name } => delete(&mut cluster, name, out),
    }
}

fn parse_config(text: &str) -> Result<CreatableTopicConfig> {
    let Some((name, value)) = text.split_once('=') else {
        bail!("--config {text}: expected NAME=VALUE, such as retention.ms=3600000");
    };
    Ok(CreatableTopicConfig {
        name: name.trim().into(),
        value: Some(value.trim().into()),
        ..CreatableTopicConfig::default()
    })
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_BORDERS_ONLY).set_header(header.iter().copied());
    table
}

fn list(cluster: &mut Cluster, internal: bool, out: &mut dyn Write) -> Result<()> {
    let mut topics = cluster.topics()?;
    topics.retain(|topic| internal || !topic.is_internal);
    topics.sort_by(|one, other| one.name.cmp(&other.name));
    let mut table = table(&["topic", "partitions", "replicas", "id"]);
    for topic in &topics {
        let replicas = topic.partitions.first().map_or(0, |partition| partition.replicas.len());
        table.add_row([
            topic.name.to_string(),
            topic.partitions.len().to_string(),
            replicas.to_string(),
            topic.id.to_string(),
        ]);
    }
    writeln!(out, "{table}")?;
    Ok(())
}

fn create(cluster: &mut Cluster, topic: CreatableTopic, validate_only: bool, out: &mut dyn Write) -> Result<()> {
    let name = topic.name.clone();
    let request = CreateTopicsRequest {
        topics: vec![topic],
        timeout_ms: 30_000,
        validate_only,
        ..CreateTopicsRequest::default()
    };
    let answer = cluster.call(&request)?;
    let result = answer.topics.first().context("the broker answered without the topic")?;
    ClientError::check(result.error_code, result.error_message.as_deref(), || format!("create topic {name}"))?;
    if validate_only {
        writeln!(out, "{name} could be created")?;
    } else {
        writeln!(out, "created {name} with {} partitions, id {}", result.num_partitions, result.topic_id)?;
    }
    Ok(())
}

fn describe(cluster: &mut Cluster, name: &str, out: &mut dyn Write) -> Result<()> {
    let topic = cluster.topic(name)?;
    let configs = configured(cluster, name)?;
    writeln!(out, "{} ({}), {} partitions", topic.name, topic.id, topic.partitions.len())?;
    for (config, value) in &configs {
        writeln!(out, "  {config} = {value}")?;
    }
    writeln!(out, "{}", partition_table(&topic))?;
    Ok(())
}

fn partition_table(topic: &TopicInfo) -> Table {
    let nodes = |nodes: &[moldau_ids::NodeId]| {
        nodes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    let mut table = table(&["partition", "leader", "epoch", "replicas", "in sync"]);
    for partition in &topic.partitions {
        table.add_row([
            partition.index.to_string(),
            partition.leader.map_or_else(|| "none".to_owned(), |leader| leader.to_string()),
            partition.leader_epoch.to_string(),
            nodes(&partition.replicas),
            nodes(&partition.isr),
        ]);
    }
    table
}

/// What was set on the topic itself, by name.
fn configured(cluster: &mut Cluster, name: &str) -> Result<Vec<(String, String)>> {
    let resource = DescribeConfigsResource {
        resource_type: TOPIC_RESOURCE,
        resource_name: name.into(),
        configuration_keys: None,
        ..DescribeConfigsResource::default()
    };
    let request = DescribeConfigsRequest { resources: vec![resource], ..DescribeConfigsRequest::default() };
    let answer = cluster.call(&request)?;
    let result = answer.results.first().context("the broker answered without the topic")?;
    ClientError::check(result.error_code, result.error_message.as_deref(), || format!("configs of {name}"))?;
    Ok(result
        .configs
        .iter()
        .filter(|config| config.config_source == TOPIC_SOURCE)
        .map(|config| (config.name.to_string(), config.value.as_deref().unwrap_or("(hidden)").to_owned()))
        .collect())
}

fn delete(cluster: &mut Cluster, name: &str, out: &mut dyn Write) -> Result<()> {
    let topic = cluster.topic(name)?;
    ensure!(!topic.is_internal, "{name} is Kafka's own topic: it is not deleted by hand");
    let state = DeleteTopicState { topic_id: topic.id, ..DeleteTopicState::default() };
    let request =
        DeleteTopicsRequest { topics: vec![state], timeout_ms: 30_000, ..DeleteTopicsRequest::default() };
    let answer = cluster.call(&request)?;
    let result = answer.responses.first().context("the broker answered without the topic")?;
    ClientError::check(result.error_code, result.error_message.as_deref(), || format!("delete topic {name}"))?;
    writeln!(out, "deleted {name}")?;
    Ok(())
}
