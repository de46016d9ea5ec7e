//! `moldau topic`: list, create, describe, delete.

use std::io::Write as _;

use anyhow::Context as _;
use comfy_table::{Table, presets::UTF8_FULL_CONDENSED};
use moldau_client::{ClientError, TopicInfo};
use moldau_ids::NodeId;
use moldau_wire::messages::{
    CreateTopicsRequest, DeleteTopicsRequest,
    create_topics_request::{CreatableTopic, CreatableTopicConfig},
    delete_topics_request::DeleteTopicState,
};

use crate::Target;

/// List, create, describe and delete topics.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List all topics
    List {
        #[command(flatten)]
        target: Target,
    },
    /// Create a topic
    Create {
        /// Its name
        name: String,
        /// Partitions; the broker's num.partitions if not given
        #[arg(long, default_value_t = -1, hide_default_value = true)]
        partitions: i32,
        /// Replicas; the broker's default.replication.factor if not given
        #[arg(long, default_value_t = -1, hide_default_value = true)]
        replication_factor: i16,
        /// A configuration of the topic; may be given several times
        #[arg(long = "config", value_name = "NAME=VALUE")]
        configs: Vec<String>,
        #[command(flatten)]
        target: Target,
    },
    /// Show a topic's partitions
    Describe {
        /// Its name
        name: String,
        #[command(flatten)]
        target: Target,
    },
    /// Delete a topic and all its records
    Delete {
        /// Its name
        name: String,
        #[command(flatten)]
        target: Target,
    },
}

/// Runs one of them.
pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::List { target } => show(&list(&target)?),
        Command::Create { name, partitions, replication_factor, configs, target } => {
            let configs = configs.iter().map(|text| topic_config(text)).collect::<anyhow::Result<_>>()?;
            let topic = CreatableTopic {
                name: name.as_str().into(),
                num_partitions: partitions,
                replication_factor,
                configs,
                ..CreatableTopic::default()
            };
            create(&target, &topic)
        }
        Command::Describe { name, target } => show(&describe(&target.cluster().topic(&name)?)),
        Command::Delete { name, target } => delete(&target, &name),
    }
}

fn list(target: &Target) -> anyhow::Result<Table> {
    let mut table = new_table(&["topic", "partitions", "replicas", "id"]);
    for topic in target.cluster().topics()? {
        let replicas = topic.partitions.first().map_or(0, |partition| partition.replicas.len());
        table.add_row([
            topic.name.to_string(),
            topic.partitions.len().to_string(),
            replicas.to_string(),
            topic.id.to_string(),
        ]);
    }
    Ok(table)
}

fn describe(topic: &TopicInfo) -> Table {
    let nodes = |nodes: &[NodeId]| nodes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut table = new_table(&["partition", "leader", "epoch", "replicas", "in sync"]);
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

fn create(target: &Target, topic: &CreatableTopic) -> anyhow::Result<()> {
    let what = || format!("create topic `{}`", topic.name);
    let request = CreateTopicsRequest {
        topics: vec![topic.clone()],
        timeout_ms: target.timeout_ms(),
        ..CreateTopicsRequest::default()
    };
    let answer = target.cluster().call(&request)?;
    let result = answer.topics.first().with_context(|| format!("no answer to: {}", what()))?;
    ClientError::check(result.error_code, result.error_message.as_deref(), what)?;
    writeln!(std::io::stdout(), "created `{}` with {} partitions", topic.name, result.num_partitions)?;
    Ok(())
}

fn delete(target: &Target, name: &str) -> anyhow::Result<()> {
    // By id from version 6 on: a topic that is created again meanwhile is not the one that was meant.
    let mut cluster = target.cluster();
    let topic = cluster.topic(name)?;
    let request = DeleteTopicsRequest {
        topics: vec![DeleteTopicState { topic_id: topic.id, ..DeleteTopicState::default() }],
        timeout_ms: target.timeout_ms(),
        ..DeleteTopicsRequest::default()
    };
    let answer = cluster.call(&request)?;
    let what = || format!("delete topic `{name}`");
    let result = answer.responses.first().with_context(|| format!("no answer to: {}", what()))?;
    ClientError::check(result.error_code, result.error_message.as_deref(), what)?;
    writeln!(std::io::stdout(), "deleted `{name}`")?;
    Ok(())
}

fn topic_config(text: &str) -> anyhow::Result<CreatableTopicConfig> {
    let (name, value) =
        text.split_once('=').with_context(|| format!("--config {text}: expected NAME=VALUE"))?;
    Ok(CreatableTopicConfig {
        name: name.into(),
        value: Some(value.into()),
        ..CreatableTopicConfig::default()
    })
}

/// A table in the tools' common style.
pub(crate) fn new_table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(header);
    table
}

fn show(table: &Table) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{table}")?;
    Ok(())
}
