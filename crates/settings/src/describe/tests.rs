//! Our answers beside those of Apache Kafka 4.3.1, captured from a running node.

use super::*;
use crate::{ConfigType, DynamicConfig, Properties};

const GOLDEN: &str = include_str!("../../tests/golden/describe-configs.tsv");

/// The properties that the captured node was started with.
const PROPERTIES: &str = "\
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:39093
listeners=PLAINTEXT://127.0.0.1:39092,CONTROLLER://127.0.0.1:39093
advertised.listeners=PLAINTEXT://127.0.0.1:39092
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
log.retention.minutes=600
listener.name.plaintext.max.connections=77
";

/// Names that change only at a restart here, while Kafka changes them as it runs.
const READ_ONLY_HERE: &[&str] = &["listeners", "listener.security.protocol.map"];

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn fresh() -> BrokerConfig {
    let properties = Properties::parse(PROPERTIES).expect("well formed");
    let (config, _) = BrokerConfig::load(&properties, &[]).expect("valid");
    let cluster = map(&[("min.insync.replicas", "1")]);
    config.with_dynamic(DynamicConfig { cluster, broker: BTreeMap::new() }).0
}

fn changed() -> BrokerConfig {
    let cluster = map(&[
        ("foo.bar", "1"),
        ("listener.name.plaintext.max.connections", "5"),
        ("log.retention.ms", "-5"),
        ("message.max.bytes", "2000000"),
        ("min.insync.replicas", "2"),
    ]);
    let broker = map(&[
        ("foo", "1"),
        ("leader.replication.throttled.rate", "5"),
        ("listener.name.plaintext.max.connections", "5"),
        ("log.flush.interval.ms", "5"),
        ("log.retention.ms", "7200000"),
    ]);
    let (config, notices) = fresh().with_dynamic(DynamicConfig { cluster, broker });
    let ignored: Vec<String> = notices.iter().map(ToString::to_string).collect();
    assert_eq!(ignored.len(), 2, "only foo and foo.bar are unknown: {ignored:?}");
    config
}

/// One answer in the notation of the golden file.
fn render(described: &DescribedConfig) -> String {
    let source = |source| match source {
        ConfigSource::Topic => "DYNAMIC_TOPIC_CONFIG",
        ConfigSource::DynamicBroker => "DYNAMIC_BROKER_CONFIG",
        ConfigSource::DynamicDefaultBroker => "DYNAMIC_DEFAULT_BROKER_CONFIG",
        ConfigSource::StaticBroker => "STATIC_BROKER_CONFIG",
        ConfigSource::Default => "DEFAULT_CONFIG",
        ConfigSource::BrokerLogger => "DYNAMIC_BROKER_LOGGER_CONFIG",
        ConfigSource::ClientMetrics => "DYNAMIC_CLIENT_METRICS_CONFIG",
        ConfigSource::Group => "DYNAMIC_GROUP_CONFIG",
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "null".to_owned());
    let kinds = [
        ConfigType::Boolean,
        ConfigType::String,
        ConfigType::Int,
        ConfigType::Short,
        ConfigType::Long,
        ConfigType::Double,
        ConfigType::List,
        ConfigType::Class,
        ConfigType::Password,
    ];
    let kind = kinds.iter().find(|kind| kind.code() == described.kind);
    let kind = kind.map_or("UNKNOWN".to_owned(), |kind| kind.as_str().to_uppercase());
    let synonyms: Vec<String> = described
        .synonyms
        .iter()
        .map(|synonym| format!("{}={}@{};", synonym.name, text(&synonym.value), source(synonym.source)))
        .collect();
    let read_only = described.read_only && !READ_ONLY_HERE.contains(&described.name.as_str());
    [
        described.name.clone(),
        text(&described.value),
        source(described.source).to_owned(),
        described.is_sensitive.to_string(),
        read_only.to_string(),
        kind,
        synonyms.concat(),
    ]
    .join("\t")
}

fn golden(section: &str) -> Vec<&'static str> {
    let rows = GOLDEN.lines().filter_map(|line| line.strip_prefix(section)?.strip_prefix('\t'));
    let rows: Vec<&str> = rows.collect();
    assert!(!rows.is_empty(), "no section {section}");
    rows
}

fn compare(section: &str, described: &[DescribedConfig], whole: bool) {
    let own = |name: &str| {
        name.starts_with("moldau.")
            || matches!(name, "durability" | "super.users" | "allow.everyone.if.no.acl.found")
    };
    let ours: Vec<String> = described.iter().filter(|described| !own(&described.name)).map(render).collect();
    let theirs = golden(section);
    for row in &theirs {
        assert!(ours.iter().any(|our| our == row), "{section}\n kafka  {row}\n moldau {:?}", {
            let name = row.split('\t').next().unwrap_or_default();
            ours.iter().find(|our| our.split('\t').next() == Some(name))
        });
    }
    if whole {
        let more: Vec<&String> = ours.iter().filter(|our| !theirs.contains(&our.as_str())).collect();
        assert!(more.is_empty(), "{section}: Kafka does not say {more:?}");
    }
}

#[test]
fn a_fresh_node_answers_as_kafka_does() {
    let config = fresh();
    compare("fresh-broker", &config.describe_broker(), true);
    compare("fresh-default", &config.describe_all_brokers(), true);
    compare("fresh-topic", &config.describe_topic(&BTreeMap::new()), true);
    compare(
        "topic-u",
        &config.describe_topic(&map(&[("cleanup.policy", "compact"), ("retention.ms", "60000")])),
        true,
    );
    compare("fresh-group", &config.describe_group(&BTreeMap::new()), true);
    compare("fresh-metrics", &describe_client_metrics(&BTreeMap::new()), true);
}

#[test]
fn a_changed_node_answers_as_kafka_does() {
    let config = changed();
    compare("dyn-broker", &config.describe_broker(), false);
    compare("dyn-default", &config.describe_all_brokers(), true);
    let topic = map(&[
        ("cleanup.policy", "compact"),
        ("internal.segment.bytes", "1048576"),
        ("local.retention.bytes", "100"),
        ("local.retention.ms", "99999999999"),
        ("min.insync.replicas", "3"),
        ("remote.log.copy.disable", "true"),
        ("retention.bytes", "50"),
    ]);
    compare("dyn-topic", &config.describe_topic(&topic), true);
    let group = map(&[("consumer.heartbeat.interval.ms", "15000"), ("consumer.session.timeout.ms", "50000")]);
    compare("dyn-group", &config.describe_group(&group), true);
    let metrics = map(&[
        ("interval.ms", "1000"),
        ("match", "client_id=foo,client_software_name=bar"),
        ("metrics", "a.b,c"),
    ]);
    compare("dyn-metrics", &describe_client_metrics(&metrics), true);
}

#[test]
fn every_name_has_a_sentence() {
    for described in fresh().describe_broker().iter().chain(&fresh().describe_topic(&BTreeMap::new())) {
        assert!(
            described.documentation.is_some_and(|sentence| sentence.ends_with('.')),
            "{}",
            described.name
        );
    }
}
