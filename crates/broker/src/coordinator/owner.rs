//! The task that owns one partition's state, and the handle by which it is asked.

use std::{
    convert::Infallible,
    fmt,
    sync::{Arc, Weak},
    time::Duration,
};

use bytes::Bytes;
use moldau_ids::{LeaderEpoch, Offset, Timestamp};
use moldau_log::TransactionView;
use moldau_wire::ErrorCode;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::{
    load::load,
    machine::{Around, Machine, Producer},
    serving::Serving,
    stage::{Over, Stage},
};
use crate::{
    Broker,
    fetch::ready_list::{ReadyList, Watch},
    partition::Partition,
    tasks::OnError,
};

/// Commands that wait to be taken.
const QUEUE_MAX: usize = 1_024;
/// Commands taken at once.
const TAKEN_MAX: usize = 256;
/// Decisions that may wait for their records to commit before no further command is taken.
const UNCOMMITTED_MAX: usize = 4_096;
/// How long a command waits for the state to be loaded before its sender is told to come again.
const LOADING_WAIT: Duration = Duration::from_millis(500);
/// After a state could not be loaded, or an append failed: doubled each time, up to a bound.
const BACKOFF: Duration = Duration::from_millis(250);
const BACKOFF_MAX: Duration = Duration::from_secs(30);
/// An owner that has served for so long begins with the shortest pause again.
const HEALTHY_AFTER: Duration = Duration::from_mins(1);
/// How long a command may still be answered once the node stops.
const DRAINING_WAIT: Duration = Duration::from_millis(500);

/// What an owner is sent.
pub(super) enum Message<M: Machine> {
    /// A command, and who waits for its answer; nobody, if it is an effect's result.
    Command(M::Command, Option<oneshot::Sender<Result<M::Answer, ErrorCode>>>),
    /// A command within a transaction that was vouched for: refused if it has ended since.
    Vouched(M::Command, Vouched, oneshot::Sender<Result<M::Answer, ErrorCode>>),
    /// A transaction's end is to be written into this partition.
    EndTransaction(EndTransaction, oneshot::Sender<Result<(), ErrorCode>>),
}

/// A transaction that its coordinator vouched for, and what was seen of it in the partition before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vouched {
    /// Whose it is.
    pub(crate) producer: Producer,
    /// As of before the coordinator was asked.
    pub(crate) seen: TransactionView,
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

/// The way to an owner.
pub(crate) struct OwnerHandle<M: Machine> {
    queue: mpsc::Sender<Message<M>>,
    stage: Arc<Stage>,
    ended: CancellationToken,
    partition: Weak<Partition>,
    epoch: LeaderEpoch,
}

impl<M: Machine> Clone for OwnerHandle<M> {
    fn clone(&self) -> Self {
        let Self { queue, stage, ended, partition, epoch } = self;
        Self {
            queue: queue.clone(),
            stage: Arc::clone(stage),
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

    /// As [`Self::ask`], for a command whose records belong to a transaction.
    pub(crate) async fn ask_vouched(
        &self,
        broker: &Broker,
        command: M::Command,
        vouched: Vouched,
    ) -> Result<M::Answer, ErrorCode> {
        let (reply, answer) = oneshot::channel();
        self.send(broker, Message::Vouched(command, vouched, reply)).await?;
        Self::await_answer(broker, answer).await
    }

    /// What the partition knows of a producer's transaction.
    pub(crate) fn transaction_of(&self, producer: Producer) -> Result<TransactionView, ErrorCode> {
        let partition = self.partition.upgrade().ok_or(ErrorCode::NotCoordinator)?;
        Ok(partition.log().map_err(|_| ErrorCode::CoordinatorLoadInProgress)?.transaction_of(producer.id))
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
        match broker.env.timeout(LOADING_WAIT, self.stage.loaded()).await {
            Ok(Ok(())) => {}
            Ok(Err(Over)) => return Err(ErrorCode::NotCoordinator),
            Err(_) => return Err(ErrorCode::CoordinatorLoadInProgress),
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
    pub(super) broker: Arc<Broker>,
    pub(super) partition: Arc<Partition>,
    pub(super) handle: OwnerHandle<M>,
    queue: mpsc::Receiver<Message<M>>,
    /// Marked when the high watermark or the partition's role moves.
    pub(super) news: Arc<ReadyList>,
    pub(super) latest: Timestamp,
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
        let handle = OwnerHandle {
            queue: sender,
            stage: Arc::default(),
            ended: CancellationToken::new(),
            partition: Arc::downgrade(partition),
            epoch,
        };
        let owner = Self {
            broker: Arc::clone(broker),
            partition: Arc::clone(partition),
            handle: handle.clone(),
            queue,
            news: Arc::default(),
            latest: Timestamp(0),
        };
        (owner, handle)
    }

    pub(super) fn spawn(self, broker: &Broker) {
        broker.tasks.spawn_on(&broker.coordinator_runtime, M::NAME, OnError::Log, async move {
            self.run().await;
            Ok::<_, Infallible>(())
        });
    }

    async fn run(mut self) {
        let watch = Watch { list: Arc::clone(&self.news), slot: 0 };
        self.partition.watch(watch.clone());
        let mut backoff = BACKOFF;
        loop {
            let begun = self.broker.env.instant();
            let end = self.load_and_serve().await;
            if HEALTHY_AFTER <= self.broker.env.instant().saturating_duration_since(begun) {
                backoff = BACKOFF;
            }
            self.handle.stage.loads();
            let End::Failed(error) = end else { break };
            if self.partition.leader_view().is_err() {
                // A failed partition stays failed; one that is led by another is that one's to own.
                break;
            }
            tracing::warn!(partition = %self.partition.name(), error = error.name(), "a coordinator loads its state again");
            let pause = self.broker.env.sleep(backoff);
            backoff = (backoff * 2).min(BACKOFF_MAX);
            if self.handle.ended.run_until_cancelled(pause).await.is_none() || self.is_stopping() {
                break;
            }
        }
        self.handle.stage.is_over();
        self.partition.unwatch(&watch);
    }

    fn is_stopping(&self) -> bool {
        self.broker.tasks.stopping().is_cancelled()
    }

    pub(super) fn now(&mut self) -> Timestamp {
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
        self.handle.stage.serves();
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
    pub(super) fn append(&self, batch: &Bytes) -> Result<Offset, ErrorCode> {
        self.partition.append_of_coordinator(batch, self.broker.env.wall())
    }
}

enum Input<M: Machine> {
    Messages(Vec<Message<M>>),
    Due,
    News,
    Stop,
}
