//! From single good values to one [`BrokerConfig`], and what Kafka checks across names on the way.

use std::collections::{BTreeMap, BTreeSet};

use moldau_ids::NodeId;

use crate::{
    BrokerConfig, CleanerSettings, DynamicConfig, FetchConfig, GroupsConfig, HostPort, InternalTopic,
    InternalTopics, InvalidValue, LogFormat, MetadataConfig, NetworkConfig, Origin, Quorum, Roles,
    SettingsError, StorageConfig, TopicConfig, TopicsConfig, TransactionsConfig, Voter,
    broker::Setting,
    group,
    load::Parsed,
    sockets::{self, Sockets},
    synonyms,
    values::Values,
};

/// Errors found so far, with a short way to add one.
#[derive(Debug, Default)]
pub(crate) struct Findings(pub(crate) Vec<SettingsError>);

impl Findings {
    pub(crate) fn conflict(&mut self, names: &[&'static str], why: impl Into<String>) {
        self.0.push(SettingsError::Conflict { names: names.to_vec(), why: why.into() });
    }
}

/// Puts the values together. All conflicts are reported, not only the first.
pub(crate) fn assemble(
    parsed: &Parsed,
    statics: BTreeMap<String, Setting>,
    standalone: bool,
) -> Result<BrokerConfig, Vec<SettingsError>> {
    let mut values = parsed.values();
    let mut findings = Findings::default();
    let node_id = node_id(parsed, &mut values, &mut findings);
    let roles = roles(parsed, &values, &mut findings);
    let quorum = quorum(&values, &mut findings);
    // Listeners make no sense before it is known what the process is.
    if !findings.0.is_empty() {
        return Err(findings.0);
    }
    let sockets = sockets::resolve(parsed, &values, roles, standalone, &mut findings);
    check_quorum(node_id, roles, &quorum, standalone, &mut findings);
    check_times_and_sizes(&values, &mut findings);
    check_groups(&values, &mut findings);
    let dirs = log_dirs(&values, &mut findings);
    let per_ip_overrides = per_ip_overrides(&values, &mut findings);
    let metrics_listener = metrics_listener(&values, &mut findings);
    let topic_defaults = match TopicConfig::resolve(&values, &BTreeMap::new()) {
        Ok(defaults) => Some(defaults),
        Err(errors) => {
            for InvalidValue { name, why, .. } in errors {
                findings
                    .conflict(&broker_names(&name), format!("the default for topics is not valid: {why}"));
            }
            None
        }
    };
    match (topic_defaults, sockets, findings.0) {
        (Some(topic_defaults), Some(sockets), errors) if errors.is_empty() => {
            let network = network(&values, per_ip_overrides);
            let parts =
                Parts { node_id, roles, quorum, dirs, network, metrics_listener, topic_defaults, sockets };
            Ok(parts.build(values, statics, standalone))
        }
        (_, _, errors) => Err(errors),
    }
}

/// What was checked across names, before it is one thing.
struct Parts {
    node_id: NodeId,
    roles: Roles,
    quorum: Quorum,
    dirs: Vec<String>,
    network: NetworkConfig,
    metrics_listener: Option<HostPort>,
    topic_defaults: TopicConfig,
    sockets: Sockets,
}

impl Parts {
    fn build(self, values: Values, mut statics: BTreeMap<String, Setting>, standalone: bool) -> BrokerConfig {
        // Kafka shows the node's number under both names.
        for name in ["node.id", "broker.id"] {
            let setting = Setting { value: self.node_id.to_string(), origin: Origin::Standalone };
            statics.entry(name.to_owned()).or_insert(setting);
        }
        BrokerConfig {
            node_id: self.node_id,
            roles: self.roles,
            rack: values.text("broker.rack").filter(|rack| !rack.is_empty()).map(str::to_owned),
            listeners: self.sockets.listeners,
            controller_listeners: self.sockets.controller_listeners,
            controller_listener_names: self.sockets.controller_listener_names,
            advertised: self.sockets.advertised,
            inter_broker_listener: self.sockets.inter_broker_listener,
            quorum: self.quorum,
            network: self.network,
            metadata: metadata(&values, &self.dirs),
            storage: storage(&values, self.dirs),
            topics: TopicsConfig {
                auto_create: values.boolean("auto.create.topics.enable"),
                delete_enable: values.boolean("delete.topic.enable"),
                partitions: values.i32("num.partitions"),
                replication_factor: values.i16("default.replication.factor"),
                describe_partitions_max: values.u32("max.request.partition.size.limit"),
            },
            topic_defaults: self.topic_defaults,
            fetch: FetchConfig {
                bytes_max: values.u32("fetch.max.bytes"),
                session_slots: values.u32("max.incremental.fetch.session.cache.slots"),
            },
            internal_topics: internal_topics(&values),
            groups: GroupsConfig::of(&values),
            transactions: TransactionsConfig::of(&values),
            metrics_listener: self.metrics_listener,
            log_format: match values.text("moldau.log.format") {
                Some("json") => LogFormat::Json,
                Some(_) | None => LogFormat::Human,
            },
            drain_timeout_ms: values.u64("moldau.drain.timeout.ms"),
            statics,
            standalone,
            dynamic: DynamicConfig::default(),
            values,
        }
    }
}

fn node_id(parsed: &Parsed, values: &mut Values, findings: &mut Findings) -> NodeId {
    let set = |name: &str| parsed.set.contains_key(name).then(|| values.i32(name));
    let id = match (set("node.id"), set("broker.id").filter(|id| *id != -1)) {
        (Some(node), Some(broker)) if node != broker => {
            findings
                .conflict(&["node.id", "broker.id"], format!("must be the same, not {node} and {broker}"));
            node
        }
        (Some(node), _) => node,
        (None, Some(broker)) => broker,
        (None, None) => {
            findings
                .0
                .push(SettingsError::Missing { name: "node.id", why: "the node's number in the cluster" });
            0
        }
    };
    if id < 0 {
        findings.conflict(&["broker.id"], format!("must be 0 or more, not {id}"));
    }
    values.set("node.id", crate::Value::Whole(i64::from(id)));
    values.set("broker.id", crate::Value::Whole(i64::from(id)));
    NodeId(id)
}

fn roles(parsed: &Parsed, values: &Values, findings: &mut Findings) -> Roles {
    if !parsed.set.contains_key("process.roles") {
        let why = "broker, controller or both";
        findings.0.push(SettingsError::Missing { name: "process.roles", why });
    }
    let has = |role: &str| values.list("process.roles").iter().any(|word| word == role);
    Roles { broker: has("broker"), controller: has("controller") }
}

fn quorum(values: &Values, findings: &mut Findings) -> Quorum {
    let mut voters = Vec::new();
    for text in values.list("controller.quorum.voters") {
        match Voter::parse(text) {
            Some(voter) => voters.push(voter),
            None => findings.conflict(&["controller.quorum.voters"], format!("`{text}` is not id@host:port")),
        }
    }
    let mut bootstrap = Vec::new();
    for text in values.list("controller.quorum.bootstrap.servers") {
        match HostPort::parse(text) {
            Some(address) => bootstrap.push(address),
            None => {
                findings
                    .conflict(&["controller.quorum.bootstrap.servers"], format!("`{text}` is not host:port"));
            }
        }
    }
    let ids: BTreeSet<NodeId> = voters.iter().map(|voter| voter.id).collect();
    if ids.len() < voters.len() {
        findings.conflict(&["controller.quorum.voters"], "an id stands twice");
    }
    Quorum { voters, bootstrap }
}

fn check_quorum(id: NodeId, roles: Roles, quorum: &Quorum, standalone: bool, findings: &mut Findings) {
    if quorum.voters.is_empty() && quorum.bootstrap.is_empty() && !standalone {
        let names = ["controller.quorum.bootstrap.servers", "controller.quorum.voters"];
        findings.conflict(&names, "one of them must be set");
    }
    if quorum.voters.is_empty() {
        return;
    }
    let is_voter = quorum.voters.iter().any(|voter| voter.id == id);
    if roles.controller && !is_voter {
        let why = format!("this node is a controller, so its id {id} must be among the voters");
        findings.conflict(&["controller.quorum.voters", "process.roles"], why);
    }
    if !roles.controller && is_voter {
        let why = format!("this node is no controller, so its id {id} must not be among the voters");
        findings.conflict(&["controller.quorum.voters", "process.roles"], why);
    }
}

/// Kafka's rules about numbers that their own names do not state.
fn check_times_and_sizes(values: &Values, findings: &mut Findings) {
    if let Some((name, crate::Value::Whole(0))) = values.first_synonym("log.retention.ms") {
        findings.conflict(&[name], "must be 1 or more, or negative for without bound");
    }
    let mut at_least = |name: &'static str, least: i64| {
        if let Some(number) = values.whole(name).filter(|number| *number < least) {
            findings.conflict(&[name], format!("must be {least} or more, not {number}"));
        }
    };
    for name in ["log.roll.ms", "socket.request.max.bytes", "default.replication.factor"] {
        at_least(name, 1);
    }
    at_least("log.roll.jitter.ms", 0);
    at_least("log.flush.interval.ms", 0);
    at_least("log.flush.scheduler.interval.ms", 0);
    for name in ["socket.send.buffer.bytes", "socket.receive.buffer.bytes"] {
        at_least(name, -1);
    }
    let idle = values.whole("connections.max.idle.ms").unwrap_or_default();
    let delay = values.whole("connection.failed.authentication.delay.ms").unwrap_or_default();
    if idle >= 0 && delay >= idle {
        let names = ["connection.failed.authentication.delay.ms", "connections.max.idle.ms"];
        findings.conflict(&names, format!("the delay ({delay}) must be below the idle time ({idle})"));
    }
    let dedupe = values.whole("log.cleaner.dedupe.buffer.size").unwrap_or_default();
    let cleaners = values.whole("log.cleaner.threads").unwrap_or_default();
    if values.boolean("log.cleaner.enable") && cleaners > 0 && dedupe / cleaners <= 1024 * 1024 {
        findings.conflict(&["log.cleaner.dedupe.buffer.size"], "must be above 1 MiB for each cleaner thread");
    }
    let (queued, request) =
        (values.whole("queued.max.request.bytes"), values.whole("socket.request.max.bytes"));
    if queued.is_some_and(|queued| queued > 0) && queued < request {
        let names = ["queued.max.request.bytes", "socket.request.max.bytes"];
        findings.conflict(&names, "the first must hold the second");
    }
    let wait = values.whole("replica.fetch.wait.max.ms").unwrap_or_default();
    for name in ["replica.socket.timeout.ms", "replica.lag.time.max.ms"] {
        if values.whole(name).is_some_and(|limit| limit < wait) {
            findings.conflict(&["replica.fetch.wait.max.ms", name], "the first must not be above the second");
        }
    }
    let dirty = values.u64("moldau.dirty.bytes.max");
    let journal = values.u64("moldau.journal.bytes");
    if dirty > journal {
        findings.conflict(
            &["moldau.dirty.bytes.max", "moldau.journal.bytes"],
            format!("the journal ({journal}) must hold all dirty bytes ({dirty})"),
        );
    }
}

/// Kafka's rules about groups: each default within its bounds.
fn check_groups(values: &Values, findings: &mut Findings) {
    const PROTOCOLS: &str = "group.coordinator.rebalance.protocols";
    for (name, least, most) in group::BOUNDS {
        let number = |name: &'static str| values.whole(name).map(|number| (name, number));
        let Some((name, number_set)) = synonyms::of_group(name).and_then(number) else { continue };
        if let Some((least, limit)) = least.and_then(number).filter(|(_, limit)| number_set < *limit) {
            findings.conflict(&[name, least], format!("{number_set} is below {limit}"));
        }
        if let Some((most, limit)) = most.and_then(number).filter(|(_, limit)| number_set > *limit) {
            findings.conflict(&[name, most], format!("{number_set} is above {limit}"));
        }
    }
    if !values.list(PROTOCOLS).iter().any(|protocol| protocol == "classic") {
        findings.conflict(&[PROTOCOLS], "classic cannot be left out");
    }
    for name in ["offsets.topic.compression.codec", "share.coordinator.state.topic.compression.codec"] {
        if !(0..=4).contains(&values.i32(name)) {
            findings.conflict(&[name], "must be 0 (none), 1 (gzip), 2 (snappy), 3 (lz4) or 4 (zstd)");
        }
    }
}

fn log_dirs(values: &Values, findings: &mut Findings) -> Vec<String> {
    let name = if values.get("log.dirs").is_some() { "log.dirs" } else { "log.dir" };
    let dirs = values.list(name).to_vec();
    if dirs.is_empty() {
        findings.conflict(&["log.dirs"], "at least one directory is needed");
    }
    dirs
}

fn per_ip_overrides(values: &Values, findings: &mut Findings) -> BTreeMap<String, u32> {
    const NAME: &str = "max.connections.per.ip.overrides";
    let mut overrides = BTreeMap::new();
    let text = values.text(NAME).unwrap_or_default();
    for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        // An IPv6 address has colons itself; the last one separates.
        let parts = pair.rsplit_once(':').filter(|(host, _)| !host.is_empty());
        match parts.and_then(|(host, count)| Some((host.trim(), count.trim().parse::<u32>().ok()?))) {
            Some((host, count)) => drop(overrides.insert(host.to_owned(), count)),
            None => findings.conflict(&[NAME], format!("`{pair}` is not host:count")),
        }
    }
    if values.u32("max.connections.per.ip") == 0 && overrides.is_empty() {
        findings
            .conflict(&["max.connections.per.ip", NAME], "0 lets nobody in unless some address is excepted");
    }
    overrides
}

fn metrics_listener(values: &Values, findings: &mut Findings) -> Option<HostPort> {
    let text = values.text("moldau.metrics.listener")?;
    let address = HostPort::parse(text);
    if address.is_none() {
        findings.conflict(&["moldau.metrics.listener"], format!("`{text}` is not host:port"));
    }
    address
}

/// The broker names behind a topic's name, to name what the operator wrote.
fn broker_names(topic: &str) -> Vec<&'static str> {
    crate::of_topic(topic).iter().map(|synonym| synonym.name).collect()
}

fn network(values: &Values, connections_per_ip_overrides: BTreeMap<String, u32>) -> NetworkConfig {
    let non_negative = |name: &str| values.whole(name).and_then(|number| u32::try_from(number).ok());
    NetworkConfig {
        threads: non_negative("moldau.threads"),
        send_buffer_bytes: non_negative("socket.send.buffer.bytes"),
        receive_buffer_bytes: non_negative("socket.receive.buffer.bytes"),
        listen_backlog: values.u32("socket.listen.backlog.size"),
        request_bytes_max: values.u32("socket.request.max.bytes"),
        request_inflight_bytes_max: values.u64("moldau.request.inflight.bytes.max"),
        idle_ms_max: values.whole("connections.max.idle.ms").and_then(|idle| u64::try_from(idle).ok()),
        connections_max: values.u32("max.connections"),
        connections_per_ip_max: values.u32("max.connections.per.ip"),
        connections_per_ip_overrides,
        connection_creation_rate_max: values.u32("max.connection.creation.rate"),
    }
}

fn storage(values: &Values, dirs: Vec<String>) -> StorageConfig {
    StorageConfig {
        dirs,
        journal_bytes: values.u64("moldau.journal.bytes"),
        dirty_bytes_max: values.u64("moldau.dirty.bytes.max"),
        stall_ms: values.u64("moldau.disk.stall.ms"),
        retention_check_interval_ms: values.u64("log.retention.check.interval.ms"),
        initial_task_delay_ms: values.u64("log.initial.task.delay.ms"),
        recovery_point_interval_ms: values.u64("log.flush.offset.checkpoint.interval.ms"),
        start_offset_interval_ms: values.u64("log.flush.start.offset.checkpoint.interval.ms"),
        high_watermark_interval_ms: values.u64("replica.high.watermark.checkpoint.interval.ms"),
        producer_expiration_ms: values.u64("producer.id.expiration.ms"),
        producer_expiration_check_interval_ms: values.u64("producer.id.expiration.check.interval.ms"),
        cleaner: values.boolean("log.cleaner.enable").then(|| cleaner(values)),
    }
}

fn cleaner(values: &Values) -> CleanerSettings {
    CleanerSettings {
        threads: values.u32("log.cleaner.threads").max(1),
        dedupe_buffer_bytes: values.u64("log.cleaner.dedupe.buffer.size"),
        load_factor: values.real("log.cleaner.io.buffer.load.factor"),
        io_buffer_bytes: values.u64("log.cleaner.io.buffer.size"),
        io_max_bytes_per_second: values.real("log.cleaner.io.max.bytes.per.second"),
        backoff_ms: values.u64("log.cleaner.backoff.ms"),
    }
}

fn metadata(values: &Values, dirs: &[String]) -> MetadataConfig {
    let bound = |name: &str| values.whole(name).and_then(|number| u64::try_from(number).ok());
    let own_dir = values.text("metadata.log.dir").filter(|dir| !dir.is_empty());
    MetadataConfig {
        dir: own_dir.or(dirs.first().map(String::as_str)).unwrap_or_default().to_owned(),
        segment_bytes: values.u64("metadata.log.segment.bytes"),
        segment_ms: values.u64("metadata.log.segment.ms"),
        snapshot_bytes: values.u64("metadata.log.max.record.bytes.between.snapshots"),
        snapshot_interval_ms: bound("metadata.log.max.snapshot.interval.ms").filter(|interval| *interval > 0),
        retention_bytes: bound("metadata.max.retention.bytes"),
        retention_ms: bound("metadata.max.retention.ms"),
    }
}

fn internal_topics(values: &Values) -> InternalTopics {
    let topic = |prefix: &str, min_isr: bool| InternalTopic {
        partitions: values.i32(&format!("{prefix}.num.partitions")),
        replication_factor: values.i16(&format!("{prefix}.replication.factor")),
        min_isr: min_isr.then(|| values.i32(&format!("{prefix}.min.isr"))),
        segment_bytes: values.u32(&format!("{prefix}.segment.bytes")),
    };
    InternalTopics {
        offsets: topic("offsets.topic", false),
        transactions: topic("transaction.state.log", true),
        shares: topic("share.coordinator.state.topic", true),
    }
}
