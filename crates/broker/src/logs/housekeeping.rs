//! What is done for the log directories now and then: the rest of recovery, retention, checkpoints, the bound on
//! dirty bytes, the watch over disks that do not answer.

use std::{sync::Arc, time::Duration};

use moldau_ids::TopicPartition;
use moldau_log::LogDirectory;
use moldau_telemetry::{Gauge, Gauges, Registry, names};

use super::chain;
use crate::{Broker, env::Env};

/// How often the bound on dirty bytes is looked at.
const GATE_INTERVAL: Duration = Duration::from_millis(5);
/// How often disks that do not answer are looked for.
const WATCH_INTERVAL: Duration = Duration::from_millis(500);
/// How often records that wait for `flush.ms` are looked for.
const FLUSH_INTERVAL: Duration = Duration::from_millis(100);
/// How often checkpoints are written.
const CHECKPOINT_INTERVAL: Duration = Duration::from_secs(5);

/// Loads what the journal of before the start concerns and nobody has asked for yet, then removes what deleted
/// partitions left behind.
pub(crate) async fn recover(broker: Arc<Broker>) {
    let env = broker.env.clone();
    for directory in broker.logs.directories.clone() {
        let waiting = {
            let directory = Arc::clone(&directory);
            env.blocking(move || directory.unrecovered()).await
        };
        let waiting = set_strays_aside(&broker, &directory, waiting).await;
        let total = waiting.len();
        for (done, name) in waiting.into_iter().enumerate() {
            if broker.draining.is_cancelled() {
                return;
            }
            let known =
                broker.topics.by_name(&name.topic).and_then(|topic| topic.partition(name.partition.get()));
            if let Some(partition) = known {
                // An error has been logged, and the partition says it to whoever asks.
                if let Err(error) = broker.logs.load(&partition).await {
                    tracing::debug!(partition = %partition.name(), error = error.name(), "not recovered");
                }
            }
            if (done + 1) % 1_000 == 0 {
                tracing::info!(directory = %directory.path().display(), done = done + 1, total, "recovering");
            }
        }
        finish(&env, &directory, total).await;
    }
}

/// Puts partitions out of the way whose topics the metadata does not know, as Kafka does: their deletion was
/// interrupted. Those that are left have to be loaded.
async fn set_strays_aside(
    broker: &Broker,
    directory: &Arc<LogDirectory>,
    mut waiting: Vec<TopicPartition>,
) -> Vec<TopicPartition> {
    let is_known = |name: &TopicPartition| broker.topics.by_name(&name.topic).is_some();
    let strays = directory.partitions().into_iter().filter(|name| !is_known(name));
    for name in strays {
        let (owner, unique) = (Arc::clone(directory), broker.env.random_uuid());
        let stray = name.clone();
        let moved = broker.env.blocking(move || {
            let topic_id = owner.topic_id(&stray)?;
            owner.set_aside(&stray, topic_id, unique)
        });
        match moved.await {
            Ok(()) => tracing::warn!(partition = %name, "a partition of no known topic is put aside"),
            Err(error) => tracing::error!(partition = %name, error = %chain(&error), "can't be put aside"),
        }
    }
    waiting.retain(is_known);
    waiting
}

async fn finish(env: &Env, directory: &Arc<LogDirectory>, total: usize) {
    let owner = Arc::clone(directory);
    let finished = env
        .blocking(move || {
            let finished = owner.finish_recovery()?;
            owner.remove_leftovers()?;
            Ok::<_, moldau_log::OpenError>(finished)
        })
        .await;
    match finished {
        Ok(true) if 0 < total => {
            tracing::info!(directory = %directory.path().display(), partitions = total, "recovered");
        }
        Ok(_) => {}
        Err(error) => {
            tracing::error!(directory = %directory.path().display(), error = %chain(&error), "recovery");
        }
    }
}

/// Applies retention, every `log.retention.check.interval.ms`.
pub(crate) async fn retain(broker: Arc<Broker>) {
    let storage = broker.config().storage.clone();
    broker.env.sleep(Duration::from_millis(storage.initial_task_delay_ms)).await;
    loop {
        for topic in broker.topics.all() {
            for partition in topic.partitions() {
                // A partition that nobody has asked for is loaded for this: its old segments go too.
                if broker.logs.load(&partition).await.is_err() {
                    continue;
                }
                let Ok(log) = partition.log() else { continue };
                let (log, now) = (Arc::clone(log), broker.env.wall());
                match broker.env.blocking(move || log.apply_retention(now)).await {
                    Ok(0) => {}
                    Ok(segments) => {
                        tracing::info!(partition = %partition.name(), segments, "old segments deleted");
                        partition.log_start_moved();
                    }
                    Err(error) => {
                        tracing::error!(partition = %partition.name(), error = %chain(&error), "retention");
                    }
                }
            }
        }
        broker.env.sleep(Duration::from_millis(storage.retention_check_interval_ms)).await;
    }
}

/// Writes log start and high watermark checkpoints.
pub(crate) async fn checkpoint(broker: Arc<Broker>) {
    loop {
        broker.env.sleep(CHECKPOINT_INTERVAL).await;
        for directory in &broker.logs.directories {
            if directory.failure().is_some() {
                continue;
            }
            let owner = Arc::clone(directory);
            let Err(error) = broker.env.blocking(move || owner.checkpoint()).await else { continue };
            let (path, text) = (directory.path().display(), chain(&error));
            if error.source.kind() == std::io::ErrorKind::StorageFull {
                // Recovery only has more to read; it is tried again.
                tracing::warn!(directory = %path, error = text, "no room for a checkpoint");
            } else {
                tracing::error!(directory = %path, error = text, "checkpoint");
            }
        }
    }
}

/// Tells the metrics how things stand.
pub(crate) async fn report(broker: Arc<Broker>, gauges: StateGauges) {
    loop {
        broker.env.sleep(CHECKPOINT_INTERVAL).await;
        let (sessions, partitions, evictions) = broker.fetch_sessions.counts();
        gauges.sessions.set(signed(sessions));
        gauges.session_partitions.set(signed(partitions));
        gauges.session_evictions.set(i64::try_from(evictions).unwrap_or(i64::MAX));
        let hosted: usize = broker.topics.all().iter().map(|topic| topic.partitions().len()).sum();
        gauges.partitions.set(signed(hosted));
        let directories = &broker.logs.directories;
        let offline = directories.iter().filter(|directory| directory.failure().is_some()).count();
        gauges.offline_directories.set(signed(offline));
        for directory in directories {
            let path = directory.path().display().to_string();
            let dirty = i64::try_from(directory.dirty_bytes()).unwrap_or(i64::MAX);
            gauges.dirty_bytes.with(&[&path]).set(dirty);
        }
    }
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What [`report`] sets.
pub(crate) struct StateGauges {
    sessions: Gauge,
    session_partitions: Gauge,
    session_evictions: Gauge,
    partitions: Gauge,
    offline_directories: Gauge,
    dirty_bytes: Gauges,
}

impl StateGauges {
    pub(crate) fn new(registry: &Registry) -> Self {
        Self {
            sessions: registry.gauge(names::FETCH_SESSIONS),
            session_partitions: registry.gauge(names::FETCH_SESSION_PARTITIONS),
            session_evictions: registry.gauge(names::FETCH_SESSION_EVICTIONS),
            partitions: registry.gauge(names::PARTITIONS),
            offline_directories: registry.gauge(names::OFFLINE_DIRECTORIES),
            dirty_bytes: registry.gauges(names::DIRTY_BYTES),
        }
    }
}

/// Holds back the reading of Produce while a directory has too much to write behind.
pub(crate) async fn gate(broker: Arc<Broker>) {
    let max = broker.logs.dirty_bytes_max;
    let mut closed = None;
    loop {
        broker.env.sleep(GATE_INTERVAL).await;
        let dirty =
            broker.logs.directories.iter().map(|directory| directory.dirty_bytes()).max().unwrap_or(0);
        if max <= dirty {
            closed.get_or_insert_with(|| broker.gate.close());
        } else if dirty < max - max / 8 {
            closed = None;
        }
    }
}

/// Takes a directory offline whose disk has not answered for `moldau.disk.stall.ms`.
pub(crate) async fn watch(broker: Arc<Broker>) {
    let stall = Duration::from_millis(broker.logs.stall_ms);
    loop {
        broker.env.sleep(WATCH_INTERVAL).await;
        for directory in &broker.logs.directories {
            if directory.failure().is_some() {
                continue;
            }
            let oldest = directory.oldest_round_age().max(directory.write_back_age());
            if let Some(age) = oldest.filter(|age| stall <= *age) {
                let reason =
                    format!("the disk has not answered for {} ms (moldau.disk.stall.ms)", age.as_millis());
                directory.fail(&reason);
            }
        }
    }
}

/// Has records of relaxed topics synced that have waited for `flush.ms`, also where nothing more is appended.
pub(crate) async fn flush(broker: Arc<Broker>) {
    loop {
        broker.env.sleep(FLUSH_INTERVAL).await;
        let now = broker.env.wall();
        for directory in &broker.logs.directories {
            directory.sync_what_is_due(now);
        }
    }
}
