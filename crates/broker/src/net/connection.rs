//! One connection's life, over any stream.
//!
//! A connection reads frames, hands requests to [`dispatch`], and writes answers in the order of the requests.
//! Only Produce overlaps: once its offsets are assigned the next Produce is taken, up to [`OVERLAP_MAX`] of
//! them; any other request waits until every answer before it has left, and runs alone. While answers are on
//! their way out nothing is read, so a client that does not read its answers stops being served.
//!
//! Nothing here holds memory for an idle connection but the task itself. One timer serves all deadlines; it is
//! looked at when it fires, and moved on the way only if something is due before it.
//!
//! Closing: see [`CloseReason`]. What a client had appended before its connection closed stays appended.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use moldau_wire::{ApiKey, EncodeError, EncodedFrame, frame::FrameError, header::RequestFrame};
use tokio::time::{Instant, Sleep};

use super::{
    file_piece::Stream,
    frame_reader::{Frame, FrameReader},
    frame_writer::{FrameWriter, WriteError},
    life::Life,
    metrics::{CloseReason, RefuseReason, Timeline},
    pending::Pending,
    response_queue::{Awaited, ResponseQueue},
};
use crate::{
    Broker,
    context::ConnectionContext,
    dispatch::{Handled, dispatch, dispatch_produce},
    logs::chain,
    tasks::caught,
};

/// Produce requests whose answers may wait at once on one connection.
const OVERLAP_MAX: usize = 64;
/// How often a large request's speed is looked at, and how long answers may stand still while memory is short.
const SLOW_WINDOW: Duration = Duration::from_secs(10);
/// A large request slower than this is given up when others wait for its memory.
const SLOW_BYTES_PER_SECOND: u64 = 16 * 1024;
/// How long after its last request a connection gives back the memory of its queues.
const SETTLE: Duration = Duration::from_secs(5);

/// One connection.
pub(crate) struct Connection<S> {
    broker: Arc<Broker>,
    stream: S,
    context: ConnectionContext,
    life: Arc<Life>,
    reader: FrameReader,
    queue: ResponseQueue<Waiting>,
    writer: FrameWriter<Sent>,
    /// A request that must run alone, until the answers before it have left.
    parked: Option<Request>,
    /// When bytes last went either way.
    active: Instant,
    /// When the clock was last looked at.
    looked: Instant,
    /// Nothing more is read: the client has closed its side, or the node is stopping.
    ending: Option<CloseReason>,
    /// The queue was full when last looked at.
    full: bool,
    settled: bool,
}

/// A request that has been read.
struct Request {
    frame: RequestFrame,
    size: usize,
    received: Instant,
    permit: Option<super::budget::Permit>,
}

/// An answer in the queue.
struct Waiting {
    answer: Answer,
    timeline: Timeline,
}

enum Answer {
    Ready(Option<EncodedFrame>),
    Pending(Pending),
}

/// What is remembered of an answer on its way out.
struct Sent {
    timeline: Timeline,
    bytes: usize,
}

/// What a connection was waiting for.
#[derive(Clone, Copy)]
enum Event {
    Read(usize),
    Written,
    Woken,
    Timer,
    Draining,
    ToldToGo,
    Failed,
    FileFailed,
}

impl Awaited for Waiting {
    type Answer = Result<EncodedFrame, EncodeError>;
    type Time = Instant;

    fn take(&mut self, now: Instant) -> Option<Self::Answer> {
        match &mut self.answer {
            Answer::Ready(frame) => frame.take().map(Ok),
            Answer::Pending(pending) => {
                let due = pending.deadline <= now || pending.answer.is_complete();
                due.then(|| pending.answer.answer())
            }
        }
    }

    fn deadline(&self) -> Instant {
        match &self.answer {
            Answer::Ready(_) => self.timeline.received,
            Answer::Pending(pending) => pending.deadline,
        }
    }
}

/// Serves a connection until it ends. A panic in a handler ends this connection only.
///
/// Not an `async fn`, so that the connection goes to the heap once, and no layer around it holds room for it.
pub(crate) fn serve<S>(connection: Connection<S>) -> impl Future<Output = CloseReason> + use<S>
where
    S: Stream,
{
    let broker = Arc::clone(&connection.broker);
    let (id, peer) = (connection.context.connection_id, connection.context.peer);
    let run = Box::pin(connection.run());
    async move {
        let reason = caught(run).await.unwrap_or_else(|panic| {
            broker.metrics.panics.inc();
            tracing::error!(connection = id, %peer, error = %panic, "a handler failed; its connection is closed");
            CloseReason::Panic
        });
        tracing::debug!(connection = id, %peer, ?reason, "connection closed");
        broker.metrics.closed(reason);
        reason
    }
}

impl<S: Stream> Connection<S> {
    /// A connection on which nothing has happened yet.
    pub(crate) fn new(broker: Arc<Broker>, stream: S, context: ConnectionContext, life: Arc<Life>) -> Self {
        let reader = FrameReader::new(broker.limits.frame_size_max, broker.budget.clone());
        let active = broker.env.instant();
        Self {
            broker,
            stream,
            context,
            life,
            reader,
            queue: ResponseQueue::new(OVERLAP_MAX),
            writer: FrameWriter::default(),
            parked: None,
            active,
            looked: active,
            ending: None,
            full: false,
            settled: true,
        }
    }

    async fn run(mut self) -> CloseReason {
        let mut timer = std::pin::pin!(self.broker.env.sleep_until(self.next_look(self.active)));
        let mut draining = std::pin::pin!(self.broker.draining.clone().cancelled_owned());
        let mut told = std::pin::pin!(self.life.told_to_go());
        loop {
            if let Err(reason) = self.release_answers() {
                return reason;
            }
            match self.next_request() {
                Ok(Some(request)) => {
                    self.settled = false;
                    if let Err(reason) = self.handle(request).await {
                        return reason;
                    }
                    continue;
                }
                Ok(None) => {}
                Err(reason) => return reason,
            }
            if let Some(reason) = self.finished() {
                return reason;
            }
            let look = self.next_look(self.looked.max(self.active));
            if look < timer.deadline() {
                timer.as_mut().reset(look);
            }
            let event = std::future::poll_fn(|cx| {
                let ended = |cx: &mut Context<'_>| poll_ending(told.as_mut(), draining.as_mut(), cx);
                self.poll_event(timer.as_mut(), ended, cx)
            })
            .await;
            let now = self.broker.env.instant();
            if let Err(reason) = self.apply(event, now) {
                return reason;
            }
            if timer.deadline() <= now {
                timer.as_mut().reset(self.next_look(now));
            }
        }
    }

    /// Moves the answers that may leave to the writer.
    fn release_answers(&mut self) -> Result<(), CloseReason> {
        if self.queue.is_empty() {
            return Ok(());
        }
        let now = self.broker.env.instant();
        while let Some((waiting, answer)) = self.queue.pop_ready(now) {
            let frame = answer.map_err(|error| {
                tracing::error!(connection = self.context.connection_id, %error, "cannot write an answer");
                CloseReason::Refused(RefuseReason::Unanswerable)
            })?;
            self.send(frame, Timeline { ready: now, ..waiting.timeline });
        }
        Ok(())
    }

    fn send(&mut self, frame: EncodedFrame, timeline: Timeline) {
        let bytes = frame.len();
        self.writer.push(frame, Sent { timeline, bytes });
    }

    /// The next request that may be handled now.
    fn next_request(&mut self) -> Result<Option<Request>, CloseReason> {
        if !self.writer.is_empty() || self.ending == Some(CloseReason::Draining) {
            return Ok(None);
        }
        if self.parked.is_some() {
            return Ok(if self.queue.is_empty() { self.parked.take() } else { None });
        }
        if self.queue.is_full() {
            if !std::mem::replace(&mut self.full, true) {
                self.broker.metrics.queue_full.inc();
            }
            return Ok(None);
        }
        self.full = false;
        let now = self.active;
        let frame = self.reader.next_frame(now).map_err(|error| self.refuse_frame(&error))?;
        let Some(Frame { bytes, received, permit }) = frame else { return Ok(None) };
        let size = bytes.len();
        let frame = RequestFrame::decode(bytes).map_err(|error| self.refuse_header(&error))?;
        let request = Request { frame, size, received, permit };
        if request.frame.api_key == ApiKey::Produce || self.queue.is_empty() {
            return Ok(Some(request));
        }
        self.parked = Some(request);
        Ok(None)
    }

    fn refuse_frame(&self, error: &FrameError) -> CloseReason {
        tracing::debug!(connection = self.context.connection_id, peer = %self.context.peer, %error, "refused");
        CloseReason::Refused(match error {
            FrameError::Negative(_) => RefuseReason::NegativeSize,
            FrameError::TooLarge { .. } => RefuseReason::TooLarge,
        })
    }

    fn refuse_header(&self, error: &moldau_wire::DecodeError) -> CloseReason {
        tracing::debug!(connection = self.context.connection_id, peer = %self.context.peer, %error, "refused");
        let unknown = matches!(error, moldau_wire::DecodeError::UnknownKey { .. });
        CloseReason::Refused(if unknown { RefuseReason::UnknownApi } else { RefuseReason::Malformed })
    }

    /// Why the connection ends now, if it is to end and nothing is left to do.
    fn finished(&self) -> Option<CloseReason> {
        let answered = self.queue.is_empty() && self.writer.is_empty();
        // A request that was read and not begun is dropped by a node that stops, and served otherwise.
        self.ending.filter(|reason| answered && (self.parked.is_none() || *reason == CloseReason::Draining))
    }

    /// Handles one request to the end, or to the point where its answer waits.
    async fn handle(&mut self, request: Request) -> Result<(), CloseReason> {
        let Request { frame, size, received, permit } = request;
        let api_key = frame.api_key;
        self.broker.metrics.received(api_key, frame.header.request_api_version, size);
        let started = self.broker.env.instant();
        let handled = if api_key == ApiKey::Produce {
            if !self.broker.gate.is_open() {
                self.broker.metrics.gate_waits.inc();
                self.broker.gate.open().await;
            }
            dispatch_produce(&self.broker, &mut self.context, frame).await
        } else {
            self.dispatch_watching(api_key, frame).await?
        };
        drop(permit);
        let now = self.broker.env.instant();
        self.use_at(now);
        let timeline = Timeline { api_key, received, started, handled: now, ready: now };
        match handled {
            Handled::NoAnswer => {}
            Handled::Ready(answer) if self.queue.is_empty() => self.send(answer, timeline),
            Handled::Ready(answer) => {
                self.queue.push(Waiting { answer: Answer::Ready(Some(answer)), timeline });
            }
            Handled::Pending(pending) => {
                self.queue.push(Waiting { answer: Answer::Pending(pending), timeline });
            }
            Handled::Close(refused) => return Err(CloseReason::Refused(refused)),
        }
        Ok(())
    }

    /// Handles a request. What waits for records or for other members is given up when its client goes away (a
    /// coordinator goes on all the same); anything else goes on to its end.
    async fn dispatch_watching(
        &mut self,
        api_key: ApiKey,
        frame: RequestFrame,
    ) -> Result<Handled, CloseReason> {
        let Self { broker, stream, context, reader, ending, .. } = self;
        // On the heap, so that an idle connection does not hold room for the largest handler.
        let mut handling = Box::pin(dispatch(broker, context, frame));
        let waits = matches!(api_key, ApiKey::Fetch | ApiKey::JoinGroup | ApiKey::SyncGroup);
        let watch = waits && ending.is_none();
        std::future::poll_fn(|cx| {
            if let Poll::Ready(handled) = handling.as_mut().poll(cx) {
                return Poll::Ready(Ok(handled));
            }
            if watch && reader.buffered() == 0 {
                match reader.poll_read(stream, cx) {
                    Poll::Ready(Ok(0)) => return Poll::Ready(Err(CloseReason::Client)),
                    Poll::Ready(Err(_)) => return Poll::Ready(Err(CloseReason::Broken)),
                    // The next request is here already; it waits its turn in the buffer.
                    Poll::Ready(Ok(_)) | Poll::Pending => {}
                }
            }
            Poll::Pending
        })
        .await
    }

    /// Waits for the next thing to do. Changes nothing that would be lost if it is not polled again.
    fn poll_event(
        &mut self,
        timer: Pin<&mut Sleep>,
        ending: impl FnOnce(&mut Context<'_>) -> Poll<Event>,
        cx: &mut Context<'_>,
    ) -> Poll<Event> {
        if !self.writer.is_empty()
            && let Poll::Ready(written) = self.writer.poll_write(&mut self.stream, &self.broker.env, cx)
        {
            return Poll::Ready(match written {
                Ok(_) => Event::Written,
                Err(WriteError::Connection(_)) => Event::Failed,
                Err(error @ WriteError::File(_)) => self.file_failed(&error),
            });
        }
        if !self.queue.is_empty() && self.context.waker.poll_woken(cx).is_ready() {
            return Poll::Ready(Event::Woken);
        }
        if self.may_read()
            && let Poll::Ready(read) = self.reader.poll_read(&mut self.stream, cx)
        {
            return Poll::Ready(read.map_or(Event::Failed, Event::Read));
        }
        if timer.poll(cx).is_ready() {
            return Poll::Ready(Event::Timer);
        }
        if self.ending.is_none() { ending(cx) } else { Poll::Pending }
    }

    /// The answer was promised whole, and the rest of it is not to be had.
    fn file_failed(&self, error: &WriteError) -> Event {
        let (id, peer) = (self.context.connection_id, self.context.peer);
        tracing::error!(connection = id, %peer, error = %chain(error), "an answer broke off; its connection is closed");
        Event::FileFailed
    }

    fn may_read(&self) -> bool {
        self.ending.is_none() && self.writer.is_empty() && self.parked.is_none() && !self.queue.is_full()
    }

    /// What an event changes. Never waits.
    fn apply(&mut self, event: Event, now: Instant) -> Result<(), CloseReason> {
        match event {
            Event::Read(0) => self.ending = Some(CloseReason::Client),
            Event::Read(_) => {
                self.use_at(now);
                self.reader.note_read(now);
            }
            Event::Written => {
                self.use_at(now);
                while let Some(sent) = self.writer.pop_sent() {
                    self.broker.metrics.sent(&sent.timeline, sent.bytes, now);
                }
            }
            Event::Woken => {}
            Event::Timer => return self.look_at_clock(now),
            Event::Draining => self.ending = Some(CloseReason::Draining),
            Event::ToldToGo => return Err(CloseReason::LeastRecentlyUsed),
            Event::Failed => return Err(CloseReason::Broken),
            Event::FileFailed => return Err(CloseReason::FileFailed),
        }
        Ok(())
    }

    fn use_at(&mut self, now: Instant) {
        self.active = now;
        self.life.used(now);
    }

    /// What is due. Answers whose time is over are seen to by [`Connection::release_answers`].
    fn look_at_clock(&mut self, now: Instant) -> Result<(), CloseReason> {
        self.looked = now;
        let still = now.saturating_duration_since(self.active);
        let idle = still >= self.broker.limits.idle_max;
        let short = self.broker.budget.is_short();
        if !self.writer.is_empty() && (idle || (short && still >= SLOW_WINDOW)) {
            return Err(CloseReason::SlowAnswers);
        }
        if idle && self.queue.is_empty() {
            return Err(CloseReason::Idle);
        }
        if let Some(bytes_per_second) = self.reader.measure_large_frame(now)
            && bytes_per_second < SLOW_BYTES_PER_SECOND
            && short
        {
            return Err(CloseReason::SlowRequest);
        }
        if still >= SETTLE {
            self.settled = true;
            self.queue.release();
            self.writer.release();
        }
        Ok(())
    }

    /// When the clock is to be looked at next, if nothing else happens after `now`.
    fn next_look(&self, now: Instant) -> Instant {
        let idle = self.active + self.broker.limits.idle_max;
        let mut look = self.queue.deadline().unwrap_or(idle);
        if self.reader.in_large_frame() || !self.writer.is_empty() {
            look = look.min(now + SLOW_WINDOW);
        }
        if !self.settled {
            look = look.min(self.active + SETTLE);
        }
        look.max(now)
    }
}

/// Whether somebody wants the connection to end.
fn poll_ending(
    told: Pin<&mut impl Future<Output = ()>>,
    draining: Pin<&mut impl Future<Output = ()>>,
    cx: &mut Context<'_>,
) -> Poll<Event> {
    if told.poll(cx).is_ready() {
        return Poll::Ready(Event::ToldToGo);
    }
    draining.poll(cx).map(|()| Event::Draining)
}

#[cfg(test)]
mod tests;
