//! The task that owns one partition's state, and the handle by which it is asked.

use std::{
    collections::{BTreeMap, VecDeque},
    convert::Infallible,
    fmt,
    sync::{Arc, Weak},
    time::Duration,
};

use bytes::Bytes;
use moldau_ids::{LeaderEpoch, Offset, Timestamp};
use moldau_log::{prepare, producers::AppendOrigin};
use moldau_wire::ErrorCode;
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use super::{
    batches::{BatchInMaking, marker},
    load::load,
    machine::{Around, Machine, Out, Producer, TicketNumber},
};
use crate::{
    Broker,
    fetch::ready_list::{ReadyList, Watch},
    partition::{Acks, Partition},
    produce::refusals::Refusal,
    tasks::OnError,
};

/// Commands that wait to be taken.
const QUEUE_MAX: usize = 1_024;
/// Commands taken at once.
const TAKEN_MAX: usize = 256;
/// Decisions that may wait for their records to commit before no further command is taken.
const UNCOMMITTED_MAX: usize = 4_096;
/// No batch is made larger than this many bytes, whatever the topic allows, unless a single record is.
const BATCH_BYTES_MAX: usize = 1 << 20;
/// How long a command waits for the state to be loaded before its sender is told to come again.
const LOADING_WAIT: Duration = Duration::from_millis(500);
/// After a state could not be loaded, or an append failed.
const BACKOFF: Duration = Duration::from_millis(500);
/// How long a command may still be answered once the node stops.
const DRAINING_WAIT: Duration = Duration::from_millis(500);

/// What an owner is sent.
enum Message<M: Machine> {
    /// A command, and who waits for its answer; nobody, if it is an effect's result.
    Command(M::Command, Option<oneshot::Sender<Result<M::Answer, ErrorCode>>>),
    /// A transaction's end is to be written into this partition.
    EndTransaction(EndTransaction, oneshot::Sender<Result<(), ErrorCode>>),
}

/// How a transaction ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EndTransaction {
    /// Whose it was.
    pub(crate) producer: Producer,
    /// It was committed.
    pub(crate) commit: bool,
    /// The epoch of the transaction coordinator that says so.
    pub(crate) coordinator_epoch: i32,
}

/// How far an owner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Loading,
    Serving,
}

/// The way to an owner.
pub(crate) struct OwnerHandle<M: Machine> {
    queue: mpsc::Sender<Message<M>>,
    stage: watch::Receiver<Stage>,
    ended: CancellationToken,
    partition: Weak<Partition>,
    epoch: LeaderEpoch,
}

impl<M: Machine> Clone for OwnerHandle<M> {
    fn clone(&self) -> Self {
        let Self { queue, stage, ended, partition, epoch } = self;
        Self {
            queue: queue.clone(),
            stage: stage.clone(),
            ended: ended.clone(),
            partition: Weak::clone(partition),
            epoch: *epoch,
        }
    }
}

impl<M: Machine> fmt::Debug for OwnerHandle<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnerHandle")
            .field("topic", &M::TOPIC)
            .field("epoch", &self.epoch)
            .finish_non_exhaustive()
    }
}

impl<M: Machine> OwnerHandle<M> {
    /// Asks, and waits for the answer, which is given when what it tells of has committed. Dropping the wait does not
    /// undo the command.
    pub(crate) async fn ask(&self, broker: &Broker, command: M::Command) -> Result<M::Answer, ErrorCode> {
        let (reply, answer) = oneshot::channel();
        self.send(broker, Message::Command(command, Some(reply))).await?;
        Self::await_answer(broker, answer).await
    }

    /// Has a transaction's end written into the partition; what is returned is told when it has committed.
    pub(crate) async fn begin_end_transaction(
        &self,
        broker: &Broker,
        end: EndTransaction,
    ) -> Result<oneshot::Receiver<Result<(), ErrorCode>>, ErrorCode> {
        let (reply, answer) = oneshot::channel();
        self.send(broker, Message::EndTransaction(end, reply)).await?;
        Ok(answer)
    }

    /// Tells the owner something that nobody waits for, such as what came of an effect.
    pub(crate) async fn tell(&self, command: M::Command) {
        // An owner that has ended has no use for it.
        drop(self.queue.send(Message::Command(command, None)).await);
    }

    async fn send(&self, broker: &Broker, message: Message<M>) -> Result<(), ErrorCode> {
        let mut stage = self.stage.clone();
        if *stage.borrow() == Stage::Loading {
            let loaded = stage.wait_for(|stage| *stage == Stage::Serving);
            match broker.env.timeout(LOADING_WAIT, loaded).await {
                Ok(Ok(_)) => {}
                Ok(Err(_)) => return Err(ErrorCode::NotCoordinator),
                Err(_) => return Err(ErrorCode::CoordinatorLoadInProgress),
            }
        }
        self.queue.send(message).await.map_err(|_| ErrorCode::NotCoordinator)
    }

    async fn await_answer<T>(
        broker: &Broker,
        answer: oneshot::Receiver<Result<T, ErrorCode>>,
    ) -> Result<T, ErrorCode> {
        let mut answer = std::pin::pin!(answer);
        let answered = match broker.draining.run_until_cancelled(answer.as_mut()).await {
            Some(answered) => answered,
            // What has been decided is told as usual; what waits for others (a join) is not waited for.
            None => match broker.env.timeout(DRAINING_WAIT, answer).await {
                Ok(answered) => answered,
                Err(_) => return Err(ErrorCode::CoordinatorNotAvailable),
            },
        };
        answered.unwrap_or(Err(ErrorCode::NotCoordinator))
    }

    pub(super) fn end(&self) {
        self.ended.cancel();
    }

    pub(super) fn is_for(&self, partition: &Arc<Partition>, epoch: LeaderEpoch) -> bool {
        self.epoch == epoch && self.partition.upgrade().is_some_and(|mine| Arc::ptr_eq(&mine, partition))
    }
}

/// The owner of one partition's state.
pub(super) struct Owner<M: Machine> {
    broker: Arc<Broker>,
    partition: Arc<Partition>,
    handle: OwnerHandle<M>,
    queue: mpsc::Receiver<Message<M>>,
    stage: watch::Sender<Stage>,
    /// Marked when the high watermark or the partition's role moves.
    news: Arc<ReadyList>,
    latest: Timestamp,
}

/// Why an owner stopped to serve.
enum End {
    /// It is not wanted any more: the node stops, or another broker leads.
    Unwanted,
    /// Its state can't be relied on any more: an append failed.
    Failed(ErrorCode),
}

impl<M: Machine> Owner<M> {
    pub(super) fn new(
        broker: &Arc<Broker>,
        partition: &Arc<Partition>,
        epoch: LeaderEpoch,
    ) -> (Self, OwnerHandle<M>) {
        let (sender, queue) = mpsc::channel(QUEUE_MAX);
        let (stage, seen) = watch::channel(Stage::Loading);
        let handle = OwnerHandle {
            queue: sender,
            stage: seen,
            ended: CancellationToken::new(),
            partition: Arc::downgrade(partition),
            epoch,
        };
        let owner = Self {
            broker: Arc::clone(broker),
            partition: Arc::clone(partition),
            handle: handle.clone(),
            queue,
            stage,
            news: Arc::default(),
            latest: Timestamp(0),
        };
        (owner, handle)
    }

    pub(super) fn spawn(self, broker: &Broker) {
        broker.tasks.spawn(M::NAME, OnError::Log, async move {
            self.run().await;
            Ok::<_, Infallible>(())
        });
    }

    async fn run(mut self) {
        let watch = Watch { list: Arc::clone(&self.news), slot: 0 };
        self.partition.watch(watch.clone());
        loop {
            let end = self.load_and_serve().await;
            self.stage.send_replace(Stage::Loading);
            let End::Failed(error) = end else { break };
            if self.partition.leader_view().is_err() {
                // A failed partition stays failed; one that is led by another is that one's to own.
                break;
            }
            tracing::warn!(partition = %self.partition.name(), error = error.name(), "a coordinator loads its state again");
            let pause = self.broker.env.sleep(BACKOFF);
            if self.handle.ended.run_until_cancelled(pause).await.is_none() || self.is_stopping() {
                break;
            }
        }
        self.partition.unwatch(&watch);
    }

    fn is_stopping(&self) -> bool {
        self.broker.tasks.stopping().is_cancelled()
    }

    fn now(&mut self) -> Timestamp {
        self.latest = self.latest.max(self.broker.env.wall());
        self.latest
    }

    async fn load_and_serve(&mut self) -> End {
        let broker = Arc::clone(&self.broker);
        let index = self.partition.name().partition.get();
        let mut machine = M::new(index, self.handle.epoch);
        let around = Around { broker: &broker, now: self.now() };
        let end = match load(&mut machine, around, &self.partition).await {
            Ok(end) => end,
            Err(error) => return End::Failed(error),
        };
        let mut serving = Serving::new(machine, end);
        let first = serving.machine.loaded(around);
        if let Err(error) = serving.take(self, first).and_then(|()| serving.flush(self)) {
            return End::Failed(error);
        }
        self.stage.send_replace(Stage::Serving);
        let end = self.serve(&mut serving).await;
        let error = match end {
            Ok(()) => ErrorCode::NotCoordinator,
            Err(error) => error,
        };
        serving.refuse_all(error);
        end.map_or_else(End::Failed, |()| End::Unwanted)
    }

    async fn serve(&mut self, serving: &mut Serving<M>) -> Result<(), ErrorCode> {
        loop {
            serving.release(self)?;
            let room = serving.uncommitted.len() < UNCOMMITTED_MAX;
            let deadline = serving.machine.next_deadline();
            match self.next_input(room, deadline).await {
                Input::Messages(messages) => {
                    for message in messages {
                        serving.apply(self, message)?;
                    }
                }
                Input::Due => {
                    let around = Around { broker: &Arc::clone(&self.broker), now: self.now() };
                    let out = serving.machine.tick(around);
                    serving.take(self, out)?;
                }
                Input::News => {}
                Input::Stop => return Ok(()),
            }
            serving.flush(self)?;
        }
    }

    /// Waits and changes nothing but the queue's read end.
    async fn next_input(&mut self, room: bool, deadline: Option<Timestamp>) -> Input<M> {
        let mut messages = Vec::new();
        let due = deadline.map(|at| {
            let left = at.get().saturating_sub(self.broker.env.wall().get());
            Duration::from_millis(u64::try_from(left).unwrap_or(0))
        });
        let env = &self.broker.env;
        let timer = async {
            match due {
                Some(left) => env.sleep(left).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = self.handle.ended.cancelled() => Input::Stop,
            () = self.broker.tasks.stopping().cancelled() => Input::Stop,
            () = self.news.changed() => Input::News,
            () = timer, if room => Input::Due,
            count = self.queue.recv_many(&mut messages, TAKEN_MAX), if room => match count {
                0 => Input::Stop,
                _ => Input::Messages(messages),
            },
        }
    }

    /// Appends a batch; returns the offset after it.
    fn append(&self, batch: &Bytes) -> Result<Offset, ErrorCode> {
        let now = self.broker.env.wall();
        let refused = |error: Refusal| error.error;
        let config = self.partition.config();
        let prepared =
            prepare(batch, &config, AppendOrigin::Coordinator, now).map_err(|error| refused(error.into()))?;
        let appended =
            self.partition.append(&prepared, Acks::All, now).map_err(|error| refused(error.into()))?;
        Ok(appended.last_offset.next())
    }
}

enum Input<M: Machine> {
    Messages(Vec<Message<M>>),
    Due,
    News,
    Stop,
}

/// What is to be told and done once the log is held up to an offset.
struct Uncommitted<M: Machine> {
    required: Offset,
    answers: Vec<(TicketNumber, M::Answer)>,
    effects: Vec<M::Effect>,
    markers: Vec<oneshot::Sender<Result<(), ErrorCode>>>,
}

/// A machine at work.
struct Serving<M: Machine> {
    machine: M,
    next_ticket: TicketNumber,
    waiting: BTreeMap<TicketNumber, oneshot::Sender<Result<M::Answer, ErrorCode>>>,
    batch: BatchInMaking,
    /// Belongs to the batch in the making.
    unappended: Vec<Out<M>>,
    uncommitted: VecDeque<Uncommitted<M>>,
    /// The end of what this owner has replayed or appended.
    end: Offset,
}

impl<M: Machine> Serving<M> {
    fn new(machine: M, end: Offset) -> Self {
        Self {
            machine,
            next_ticket: 0,
            waiting: BTreeMap::new(),
            batch: BatchInMaking::default(),
            unappended: Vec::new(),
            uncommitted: VecDeque::new(),
            end,
        }
    }

    fn apply(&mut self, owner: &mut Owner<M>, message: Message<M>) -> Result<(), ErrorCode> {
        let around = Around { broker: &Arc::clone(&owner.broker), now: owner.now() };
        match message {
            Message::Command(command, reply) => {
                let ticket = self.next_ticket;
                self.next_ticket += 1;
                if let Some(reply) = reply {
                    self.waiting.insert(ticket, reply);
                }
                let out = self.machine.handle(around, ticket, command);
                self.take(owner, out)
            }
            Message::EndTransaction(end, reply) => {
                self.flush(owner)?;
                let batch = marker(end.producer, end.commit, end.coordinator_epoch, around.now)
                    .map_err(|_| ErrorCode::UnknownServerError)?;
                match owner.append(&batch) {
                    Ok(appended) => self.end = appended,
                    // The log refused this one (a newer epoch is known): nothing else is concerned.
                    Err(
                        error @ (ErrorCode::InvalidProducerEpoch | ErrorCode::TransactionCoordinatorFenced),
                    ) => {
                        give(reply, Err(error));
                        return Ok(());
                    }
                    Err(error) => return Err(error),
                }
                let out = self.machine.transaction_ended(around, end.producer, end.commit);
                self.uncommitted.push_back(Uncommitted {
                    required: self.end,
                    answers: Vec::new(),
                    effects: Vec::new(),
                    markers: vec![reply],
                });
                self.take(owner, out)
            }
        }
    }

    /// Takes a decision's records into the batch, and remembers what is to be told when they have committed.
    fn take(&mut self, owner: &Owner<M>, mut out: Out<M>) -> Result<(), ErrorCode> {
        let max = usize::try_from(owner.partition.config().max_message_bytes).unwrap_or(usize::MAX);
        let now = owner.latest;
        for record in std::mem::take(&mut out.records) {
            if !self.batch.takes(&record, out.producer, max.min(BATCH_BYTES_MAX)) {
                self.flush(owner)?;
            }
            self.batch.push(&record, out.producer, now);
        }
        if !out.answers.is_empty() || !out.effects.is_empty() {
            self.unappended.push(out);
        }
        Ok(())
    }

    /// Appends the batch in the making.
    fn flush(&mut self, owner: &Owner<M>) -> Result<(), ErrorCode> {
        if !self.batch.is_empty() {
            let batch = self.batch.finish().map_err(|_| ErrorCode::UnknownServerError)?;
            self.end = owner.append(&batch)?;
        }
        let required = self.end;
        self.uncommitted.extend(self.unappended.drain(..).map(|out| Uncommitted {
            required,
            answers: out.answers,
            effects: out.effects,
            markers: Vec::new(),
        }));
        Ok(())
    }

    /// Tells what has committed.
    fn release(&mut self, owner: &Owner<M>) -> Result<(), ErrorCode> {
        let mut seen = Vec::new();
        owner.news.drain_into(&mut seen);
        let committed = owner.partition.leader_view()?.high_watermark;
        while let Some(next) = self.uncommitted.pop_front_if(|next| next.required <= committed) {
            for (ticket, answer) in next.answers {
                if let Some(reply) = self.waiting.remove(&ticket) {
                    give(reply, Ok(answer));
                }
            }
            for reply in next.markers {
                give(reply, Ok(()));
            }
            for effect in next.effects {
                M::carry_out(&owner.broker, &owner.handle, effect);
            }
        }
        Ok(())
    }

    /// Nobody gets an answer any more.
    fn refuse_all(&mut self, error: ErrorCode) {
        let error = coordinator_error(error);
        for (_, reply) in std::mem::take(&mut self.waiting) {
            give(reply, Err(error));
        }
        for reply in self.uncommitted.drain(..).flat_map(|uncommitted| uncommitted.markers) {
            give(reply, Err(error));
        }
    }
}

/// Answers whoever asked, who may have gone away.
fn give<T>(reply: oneshot::Sender<T>, answer: T) {
    drop(reply.send(answer));
}

/// What clients are told when a coordinator's own append failed, as Kafka's coordinators do.
fn coordinator_error(error: ErrorCode) -> ErrorCode {
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is not about the log is told as it is")]
    match error {
        ErrorCode::UnknownTopicOrPartition
        | ErrorCode::NotEnoughReplicas
        | ErrorCode::NotEnoughReplicasAfterAppend
        | ErrorCode::RequestTimedOut => ErrorCode::CoordinatorNotAvailable,
        ErrorCode::NotLeaderOrFollower | ErrorCode::KafkaStorageError => ErrorCode::NotCoordinator,
        ErrorCode::MessageTooLarge | ErrorCode::RecordListTooLarge | ErrorCode::InvalidFetchSize => {
            ErrorCode::UnknownServerError
        }
        other => other,
    }
}
