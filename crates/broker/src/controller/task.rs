//! The controller's task: waits in [`ControllerTask::next_input`], changes in the rest.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use moldau_disk::Disk;
use moldau_ids::{BrokerEpoch, NodeId, Offset};
use moldau_meta::decide::{Sessions, bootstrap};
use moldau_meta::{
    Answer, Command, ConfigResource, METADATA_VERSION, MetadataVersion, Record, Refusal, Speculative,
    bootstrap_features, decide, decode_record, encode_record,
};
use moldau_raft::{MetadataLog, ProposeError, read_checkpoint};
use moldau_settings::{BrokerConfig, DynamicConfig};
use moldau_wire::ErrorCode;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::metadata::Metadata;
use super::{ControllerError, ControllerOptions, Request};
use crate::env::Env;

/// Commands that one batch takes.
const COMMANDS_PER_BATCH_MAX: usize = 256;
/// A batch that has this many records takes no further command.
const RECORDS_PER_BATCH_MAX: usize = 10_000;
/// Batches on their way at once.
const IN_FLIGHT_MAX: usize = 4;
/// What formatting leaves for the first start.
const BOOTSTRAP: &str = "bootstrap.checkpoint";

/// What the task is made of.
pub(super) struct Parts {
    pub(super) options: ControllerOptions,
    pub(super) config: BrokerConfig,
    pub(super) disk: Arc<dyn Disk>,
    pub(super) env: Env,
    pub(super) metadata: Arc<Metadata>,
    pub(super) log: MetadataLog,
}

type Reply = (oneshot::Sender<Result<Answer, Refusal>>, Result<Answer, Refusal>);
type Committed = Pin<Box<dyn Future<Output = Result<Offset, ProposeError>> + Send>>;

/// A batch on its way, and who waits for it.
struct InFlight {
    committed: Committed,
    replies: Vec<Reply>,
}

/// The controller's task. Spawn [`ControllerTask::run`].
pub struct ControllerTask {
    parts: Parts,
    queue: mpsc::Receiver<Request>,
    speculative: Speculative,
    sessions: Sessions,
    in_flight: VecDeque<InFlight>,
    /// The dynamic configuration that `parts.config` was made with.
    dynamic: DynamicConfig,
}

impl std::fmt::Debug for ControllerTask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ControllerTask").field("in_flight", &self.in_flight.len()).finish_non_exhaustive()
    }
}

enum Input {
    Commands(Vec<Request>),
    Committed(Result<Offset, ProposeError>),
    Tick,
    Stop,
}

impl ControllerTask {
    pub(super) fn new(parts: Parts, queue: mpsc::Receiver<Request>) -> Self {
        let latest = parts.metadata.latest();
        let sessions = Sessions::new(parts.options.session_timeout_ms);
        Self {
            speculative: Speculative::new(latest.image.clone(), latest.next_offset),
            parts,
            queue,
            sessions,
            in_flight: VecDeque::new(),
            dynamic: DynamicConfig::default(),
        }
    }

    /// Leads until `stopping` is cancelled or the log stops. A new cluster gets its first records here.
    pub async fn run(mut self, stopping: CancellationToken) -> Result<(), ControllerError> {
        let result = self.lead(&stopping).await;
        // Whoever still waits is told that the outcome is not known.
        self.queue.close();
        self.in_flight.clear();
        self.parts.log.stop().await;
        result
    }

    async fn lead(&mut self, stopping: &CancellationToken) -> Result<(), ControllerError> {
        self.begin().await?;
        let period = Duration::from_millis((self.parts.options.session_timeout_ms / 4).max(100));
        let mut tick_at = self.parts.env.instant() + period;
        loop {
            match self.next_input(stopping, tick_at).await {
                Input::Commands(requests) => self.take(requests).await?,
                Input::Committed(result) => self.finish(result).await?,
                Input::Tick => {
                    tick_at = self.parts.env.instant() + period;
                    self.tick().await?;
                }
                Input::Stop => return Ok(()),
            }
        }
    }

    /// Waits and changes nothing but the queue's read end.
    async fn next_input(&mut self, stopping: &CancellationToken, tick_at: Instant) -> Input {
        let mut requests = Vec::new();
        let room = self.in_flight.len() < IN_FLIGHT_MAX;
        let front = self.in_flight.front_mut();
        let committed = async {
            match front {
                Some(batch) => (&mut batch.committed).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            result = committed => Input::Committed(result),
            count = self.queue.recv_many(&mut requests, COMMANDS_PER_BATCH_MAX), if room => match count {
                0 => Input::Stop,
                _ => Input::Commands(requests),
            },
            () = stopping.cancelled() => Input::Stop,
            () = self.parts.env.sleep_until(tick_at) => Input::Tick,
        }
    }

    /// Starts from what is committed once this node leads.
    async fn begin(&mut self) -> Result<(), ControllerError> {
        self.parts.log.wait_until_leading().await?;
        self.reset();
        if self.speculative.latest().features().next().is_none() {
            let records = self.bootstrap()?;
            let committing =
                self.parts.log.propose(self.encode(&records)?, self.parts.env.wall().get()).await?;
            committing.committed().await?;
            self.reset();
        }
        Ok(())
    }

    fn reset(&mut self) {
        let latest = self.parts.metadata.latest();
        self.speculative.reset(latest.image.clone(), self.parts.log.next_offset());
    }

    /// The records that a new cluster begins with: what formatting left, or the features at their defaults.
    fn bootstrap(&self) -> Result<Vec<Record>, ControllerError> {
        let path = self.parts.options.metadata_dir.join(BOOTSTRAP);
        let values = read_checkpoint(&*self.parts.disk, &path)?.unwrap_or_default();
        let records = values.into_iter().map(decode_record).collect::<Result<Vec<_>, _>>();
        let mut records = records.map_err(|error| ControllerError::Decision(error.to_string()))?;
        if records.is_empty() {
            records = bootstrap_features(MetadataVersion::LATEST, |_| None);
        }
        Ok(bootstrap(records, &self.parts.config))
    }

    fn encode(&self, records: &[Record]) -> Result<Vec<Bytes>, ControllerError> {
        let mut version = self.speculative.latest().metadata_version();
        let mut encoded = Vec::with_capacity(records.len());
        for record in records {
            if let Record::FeatureLevel(level) = record
                && level.name == METADATA_VERSION
            {
                version = MetadataVersion(level.feature_level);
            }
            let bytes = encode_record(record, version);
            encoded.push(bytes.map_err(|error| ControllerError::Decision(format!("{error}: {record:?}")))?);
        }
        Ok(encoded)
    }

    /// Decides commands and sends their records off as one batch (or a few, if they are many).
    async fn take(&mut self, requests: Vec<Request>) -> Result<(), ControllerError> {
        self.sessions.advance(self.parts.env.monotonic());
        let mut values = Vec::new();
        let mut replies = Vec::new();
        for request in requests {
            let (records, result) = self.decide(request.command)?;
            values.extend(records);
            replies.push((request.answer, result));
            if values.len() >= RECORDS_PER_BATCH_MAX {
                self.send(std::mem::take(&mut values), std::mem::take(&mut replies)).await?;
            }
        }
        self.send(values, replies).await
    }

    /// Decides one command on the speculative image: its records as they are to be written, and its answer.
    fn decide(&mut self, command: Command) -> Result<(Vec<Bytes>, Result<Answer, Refusal>), ControllerError> {
        self.refresh_config();
        let mut entropy = [0; 32];
        self.parts.env.fill_random(&mut entropy);
        let seen = Seen::of(&command);
        let env = moldau_meta::Env {
            now: self.parts.env.wall(),
            entropy,
            next_offset: self.speculative.next_offset(),
            config: &self.parts.config,
            sessions: &self.sessions,
        };
        let decision = match decide(self.speculative.latest(), command, &env) {
            Ok(decision) => decision,
            Err(refusal) => return Ok((Vec::new(), Err(refusal))),
        };
        let encoded = self.encode(&decision.records)?;
        let begun = self.speculative.next_offset();
        self.speculative
            .push(&decision.records)
            .map_err(|error| ControllerError::Decision(error.to_string()))?;
        if let Some(seen) = seen {
            self.note(&seen, &decision.answer, begun);
        }
        Ok((encoded, Ok(decision.answer)))
    }

    /// What an answer says about who lives.
    fn note(&mut self, seen: &Seen, answer: &Answer, begun: Offset) {
        let Seen { id, epoch, metadata_offset } = *seen;
        match answer {
            Answer::RegisterBroker(response) => {
                self.sessions.touch(id, BrokerEpoch(response.broker_epoch), metadata_offset);
            }
            Answer::Heartbeat(response) if response.should_shut_down => self.sessions.end(id),
            Answer::Heartbeat(_) => {
                self.sessions.touch(id, epoch, metadata_offset);
                let stopping =
                    self.speculative.latest().broker(id).is_some_and(|broker| broker.in_controlled_shutdown);
                if stopping {
                    self.sessions.begin_shutdown(id, begun.get());
                }
            }
            Answer::UnregisterBroker(_) | Answer::Done => self.sessions.end(id),
            Answer::CreateTopics(_)
            | Answer::DeleteTopics(_)
            | Answer::CreatePartitions(_)
            | Answer::AlterConfigs(_)
            | Answer::IncrementalAlterConfigs(_)
            | Answer::AlterClientQuotas(_)
            | Answer::UpdateFeatures(_)
            | Answer::AllocateProducerIds(_)
            | Answer::AlterPartition(_)
            | Answer::AssignReplicasToDirs(_) => {}
        }
    }

    /// Lays the dynamic configuration of the speculative image over the static one, if it has changed.
    fn refresh_config(&mut self) {
        let image = self.speculative.latest();
        let values = |resource: &ConfigResource| {
            let values = image.config(resource).into_iter().flat_map(|values| values.iter());
            values.map(|(name, value)| (name.to_string(), value.to_string())).collect()
        };
        let dynamic = DynamicConfig {
            cluster: values(&ConfigResource::all_brokers()),
            broker: values(&ConfigResource::broker(self.parts.options.node_id)),
        };
        if dynamic != self.dynamic {
            // What does not fit is told where the node follows its own configuration.
            let (config, _notices) = self.parts.config.with_dynamic(dynamic.clone());
            self.parts.config = config;
            self.dynamic = dynamic;
        }
    }

    async fn send(&mut self, values: Vec<Bytes>, replies: Vec<Reply>) -> Result<(), ControllerError> {
        if values.is_empty() {
            match self.in_flight.back_mut() {
                Some(batch) => batch.replies.extend(replies),
                None => answer(replies),
            }
            return Ok(());
        }
        match self.parts.log.propose(values, self.parts.env.wall().get()).await {
            Ok(committing) => {
                #[cfg(feature = "planted")]
                let replies =
                    if moldau_ids::planted::is_planted(moldau_ids::planted::Bug::AnsweredBeforeCommit) {
                        answer(replies);
                        Vec::new()
                    } else {
                        replies
                    };
                self.in_flight.push_back(InFlight { committed: Box::pin(committing.committed()), replies });
                Ok(())
            }
            Err(error) => {
                refuse(replies, &error);
                Err(error.into())
            }
        }
    }

    /// The oldest batch is committed, or is not.
    async fn finish(&mut self, result: Result<Offset, ProposeError>) -> Result<(), ControllerError> {
        let Some(batch) = self.in_flight.pop_front() else { return Ok(()) };
        match result {
            Ok(_) => {
                answer(batch.replies);
                self.parts.log.checkpoint_if_due().await?;
                Ok(())
            }
            Err(error) => {
                refuse(batch.replies, &error);
                for later in self.in_flight.drain(..) {
                    refuse(later.replies, &error);
                }
                match error {
                    // Another node leads: what was decided here is void. Perhaps this one is elected again.
                    ProposeError::NotLeader { .. } => self.begin().await,
                    stopped @ ProposeError::Stopped(_) => Err(stopped.into()),
                }
            }
        }
    }

    async fn tick(&mut self) -> Result<(), ControllerError> {
        self.sessions.advance(self.parts.env.monotonic());
        for id in self.sessions.stale() {
            tracing::warn!(broker = id.get(), "broker fenced: its session has ended");
            self.sessions.end(id);
            let (records, _answer) = self.decide(Command::FenceBroker(id))?;
            self.send(records, Vec::new()).await?;
        }
        self.parts.log.checkpoint_if_due().await?;
        Ok(())
    }
}

/// Whom a command speaks for.
struct Seen {
    id: NodeId,
    epoch: BrokerEpoch,
    metadata_offset: i64,
}

impl Seen {
    fn of(command: &Command) -> Option<Self> {
        let (id, epoch, metadata_offset) = match command {
            Command::RegisterBroker(request) => (request.broker_id, -1, -1),
            Command::Heartbeat(request) => {
                (request.broker_id, request.broker_epoch, request.current_metadata_offset)
            }
            Command::UnregisterBroker(request) => (request.broker_id, -1, -1),
            Command::FenceBroker(id) => (id.get(), -1, -1),
            Command::CreateTopics(_)
            | Command::DeleteTopics(_)
            | Command::CreatePartitions(_)
            | Command::AlterConfigs(_)
            | Command::IncrementalAlterConfigs(_)
            | Command::AlterClientQuotas(_)
            | Command::UpdateFeatures { .. }
            | Command::AllocateProducerIds(_)
            | Command::AlterPartition { .. }
            | Command::AssignReplicasToDirs(_)
            | Command::Bootstrap(_) => return None,
        };
        Some(Self { id: NodeId(id), epoch: BrokerEpoch(epoch), metadata_offset })
    }
}

/// Whoever has stopped waiting does not want to know.
fn answer(replies: Vec<Reply>) {
    for (waiting, result) in replies {
        drop(waiting.send(result));
    }
}

fn refuse(replies: Vec<Reply>, error: &ProposeError) {
    let code = match error {
        ProposeError::NotLeader { .. } => ErrorCode::NotController,
        ProposeError::Stopped(_) => ErrorCode::RequestTimedOut,
    };
    for (waiting, _) in replies {
        drop(waiting.send(Err(Refusal::new(code, error.to_string()))));
    }
}
