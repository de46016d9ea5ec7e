//! `moldau broker`: read settings, start a node, wait for a signal, drain.

use std::{
    fmt,
    num::NonZero,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, anyhow};
use moldau_broker::{Node, Surroundings, env::Env, threads::NetworkThreads};
use moldau_disk::{RealClock, RealDisk};
use moldau_settings::{BrokerConfig, LogFormat, Notice, Properties, SettingsError};
use moldau_telemetry::{Registry, logs};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Run a broker and controller in one process.
///
/// Without a configuration file: listens on 127.0.0.1:9092, keeps its data in ./moldau-data, and needs no
/// formatting. With one: reads Kafka's own property names and keeps Kafka's defaults.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Kafka's server.properties
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Set a property, over the file; may be given several times
    #[arg(long = "override", value_name = "NAME=VALUE")]
    overrides: Vec<String>,
}

/// Everything that is wrong with the configuration, a line each.
struct Problems {
    source: String,
    errors: Vec<SettingsError>,
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be used:", self.source)?;
        self.errors.iter().try_for_each(|error| write!(f, "\n  {error}"))
    }
}

/// Runs until a signal ends it, or a failure that it cannot live with.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let (config, notices) = load(arguments)?;
    let format = match config.log_format {
        LogFormat::Human => logs::LogFormat::Human,
        LogFormat::Json => logs::LogFormat::Json,
    };
    logs::install(format, "info")?;
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        node = config.node_id.get(),
        directories = config.storage.dirs.join(","),
        "starting"
    );
    for notice in notices {
        tracing::warn!(%notice, "configuration");
    }
    if arguments.config.is_none() {
        tracing::info!("no configuration file: this node stands alone, internal topics have one replica");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.context("cannot start the control thread")?.block_on(serve(config))
}

fn load(arguments: &Arguments) -> anyhow::Result<(BrokerConfig, Vec<Notice>)> {
    let overrides: Vec<(String, String)> =
        arguments.overrides.iter().map(|text| split_override(text)).collect::<anyhow::Result<_>>()?;
    let Some(path) = &arguments.config else {
        let source = "the command line".to_owned();
        return BrokerConfig::standalone(&overrides)
            .map_err(|errors| anyhow!("{}", Problems { source, errors }));
    };
    load_file(path, &overrides)
}

/// Reads a server.properties; `overrides` stand over what it says.
pub(crate) fn load_file(
    path: &Path,
    overrides: &[(String, String)],
) -> anyhow::Result<(BrokerConfig, Vec<Notice>)> {
    let source = path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {source}"))?;
    let properties = Properties::parse(&text).with_context(|| format!("cannot read {source}"))?;
    BrokerConfig::load(&properties, overrides).map_err(|errors| anyhow!("{}", Problems { source, errors }))
}

fn split_override(text: &str) -> anyhow::Result<(String, String)> {
    let (name, value) = text
        .split_once('=')
        .with_context(|| format!("--override {text}: expected NAME=VALUE, such as log.retention.ms=60000"))?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

async fn serve(config: BrokerConfig) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    let drain_timeout = Duration::from_millis(config.drain_timeout_ms);
    let surroundings = Surroundings {
        env: Env::new(Arc::new(RealClock::default())),
        disk: Arc::new(RealDisk),
        registry: Registry::default(),
        threads: NetworkThreads::start(thread_count(&config)).context("cannot start the network threads")?,
    };
    // A signal during the start ends at once: nothing has been promised to anybody yet.
    let node = tokio::select! {
        node = Node::start(config, surroundings) => node?,
        _ = terminate.recv() => return Ok(()),
        _ = interrupt.recv() => return Ok(()),
    };
    announce(&node);
    let failed = tokio::select! {
        _ = terminate.recv() => None,
        _ = interrupt.recv() => None,
        failed = node.failed() => Some(failed),
    };
    tracing::info!(within_ms = drain_timeout.as_millis(), "stopping; a second signal ends at once");
    drain(node, drain_timeout, &mut terminate, &mut interrupt).await?;
    failed.map_or(Ok(()), |failed| Err(failed.into()))
}

fn thread_count(config: &BrokerConfig) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
    config.network.threads.and_then(|threads| usize::try_from(threads).ok()).unwrap_or_else(cores)
}

fn announce(node: &Node) {
    for listener in node.broker().listeners() {
        tracing::info!(
            listener = %listener.name,
            address = %listener.address,
            advertised = %format_args!("{}:{}", listener.advertised_host, listener.advertised_port),
            "listening"
        );
    }
    if let Some(address) = node.metrics_address() {
        tracing::info!(%address, "metrics at /metrics, probes at /healthz and /readyz");
    }
    tracing::info!("ready");
}

async fn drain(
    node: Node,
    within: Duration,
    terminate: &mut Signal,
    interrupt: &mut Signal,
) -> anyhow::Result<()> {
    tokio::select! {
        drained = node.drain(within) => match drained {
            Ok(()) => tracing::info!("stopped"),
            Err(undrained) => tracing::warn!(%undrained, "stopped before everything had finished"),
        },
        _ = terminate.recv() => anyhow::bail!("ended by a second signal"),
        _ = interrupt.recv() => anyhow::bail!("ended by a second signal"),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_told_with_where_it_is() {
        let arguments = Arguments {
            config: None,
            overrides: vec!["log.retention.mss=1".to_owned(), "num.partitions=many".to_owned()],
        };
        let text = load(&arguments).unwrap_err().to_string();
        assert!(text.contains("log.retention.mss") && text.contains("log.retention.ms`"), "{text}");
        assert!(text.contains("num.partitions") && text.contains("many"), "{text}");
    }

    #[test]
    fn an_override_without_a_value_is_refused() {
        assert!(split_override("log.retention.ms").is_err());
        assert_eq!(split_override("a=b=c").unwrap(), ("a".to_owned(), "b=c".to_owned()));
    }
}
