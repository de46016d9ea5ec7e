//! What the network layer counts. Handles are made once; the hot path adds to atomics.

use std::sync::OnceLock;

use moldau_telemetry::{Counter, Counters, Registry, Timer, Timers, names};
use moldau_wire::{ApiKey, ErrorCode};
use tokio::time::Instant;

use crate::error_counts::ErrorCounts;

/// Why a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CloseReason {
    /// The client closed it, or its machine did.
    Client,
    /// Reading or writing failed.
    Broken,
    /// A segment's file gave fewer bytes than an answer had promised.
    FileFailed,
    /// Nothing happened for `connections.max.idle.ms`.
    Idle,
    /// A large request came in too slowly while others waited for its memory.
    SlowRequest,
    /// The client did not read its answers.
    SlowAnswers,
    /// A request that cannot be answered.
    Refused(RefuseReason),
    /// There were more than `max.connections`, and it was the least recently used.
    LeastRecentlyUsed,
    /// The node is stopping.
    Draining,
    /// A handler panicked: a bug.
    Panic,
}

/// Why a request could not be answered and closed its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefuseReason {
    /// A length below zero.
    NegativeSize,
    /// A length above `socket.request.max.bytes`.
    TooLarge,
    /// No such API, or one that this node does not serve.
    UnknownApi,
    /// A version of the API that is not served.
    UnsupportedVersion,
    /// Header or body is not what it claims to be.
    Malformed,
    /// The request failed and asked for no answer (acks=0): closing is how Kafka says so.
    FailedWithoutAnswer,
    /// Our own answer could not be written in the version asked for: a bug.
    Unanswerable,
}

impl CloseReason {
    /// The metric's label.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Broken => "broken",
            Self::FileFailed => "file_failed",
            Self::Idle => "idle",
            Self::SlowRequest => "slow_request",
            Self::SlowAnswers => "slow_answers",
            Self::Refused(_) => "refused_request",
            Self::LeastRecentlyUsed => "max_connections",
            Self::Draining => "draining",
            Self::Panic => "panic",
        }
    }
}

impl RefuseReason {
    /// The metric's label.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::NegativeSize => "negative_size",
            Self::TooLarge => "too_large",
            Self::UnknownApi => "unknown_api",
            Self::UnsupportedVersion => "unsupported_version",
            Self::Malformed => "malformed",
            Self::FailedWithoutAnswer => "failed_without_answer",
            Self::Unanswerable => "unanswerable",
        }
    }
}

/// When a request reached each of its stages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeline {
    pub(crate) api_key: ApiKey,
    /// Its last byte was read.
    pub(crate) received: Instant,
    /// Its handler began.
    pub(crate) started: Instant,
    /// Its handler ended.
    pub(crate) handled: Instant,
    /// Its answer was ready to leave.
    pub(crate) ready: Instant,
}

/// The network layer's metrics.
#[derive(Debug)]
pub(crate) struct NetMetrics {
    requests: Counters,
    errors: Counters,
    request_bytes: Counters,
    response_bytes: Counters,
    total: Timers,
    queue: Timers,
    local: Timers,
    remote: Timers,
    send: Timers,
    closed: Counters,
    refused_frames: Counters,
    /// Times that a connection stopped reading because its queue was full.
    pub(crate) queue_full: Counter,
    /// Produce requests held back by the read gate.
    pub(crate) gate_waits: Counter,
    /// Panics caught at a connection.
    pub(crate) panics: Counter,
    apis: Vec<OnceLock<ApiMetrics>>,
}

/// The metrics of one API.
#[derive(Debug)]
pub(crate) struct ApiMetrics {
    api_key: ApiKey,
    versions: Vec<OnceLock<Counter>>,
    request_bytes: Counter,
    response_bytes: Counter,
    total: Timer,
    queue: Timer,
    local: Timer,
    remote: Timer,
    send: Timer,
}

/// More than the versions of any API.
const VERSIONS_MAX: usize = 32;

impl NetMetrics {
    /// Registers them.
    pub(crate) fn new(registry: &Registry) -> Self {
        let keys = ApiKey::ALL.iter().filter_map(|key| usize::try_from(key.get()).ok()).max().unwrap_or(0);
        Self {
            requests: registry.counters(names::REQUESTS),
            errors: registry.counters(names::REQUEST_ERRORS),
            request_bytes: registry.counters(names::REQUEST_BYTES),
            response_bytes: registry.counters(names::RESPONSE_BYTES),
            total: registry.timers(names::TOTAL_TIME),
            queue: registry.timers(names::REQUEST_QUEUE_TIME),
            local: registry.timers(names::LOCAL_TIME),
            remote: registry.timers(names::REMOTE_TIME),
            send: registry.timers(names::RESPONSE_SEND_TIME),
            closed: registry.counters(names::CONNECTIONS_CLOSED),
            refused_frames: registry.counters(names::FRAMES_REFUSED),
            queue_full: registry.counter(names::RESPONSE_QUEUE_FULL),
            gate_waits: registry.counter(names::READ_GATE_WAITS),
            panics: registry.counter(names::HANDLER_PANICS),
            apis: (0..=keys).map(|_| OnceLock::new()).collect(),
        }
    }

    /// Counts one answer's error code (or `NONE`). For handlers; once per partition where an answer has many.
    pub(crate) fn error(&self, api_key: ApiKey, error: ErrorCode) {
        self.errors.with(&[api_key.name(), error.name()]).inc();
    }

    /// Counts the error codes of an answer. A handle is looked up once for each code that stands in a row.
    pub(crate) fn errors(&self, api_key: ApiKey, answer: &impl ErrorCounts) {
        let mut run: Option<(i16, Counter)> = None;
        answer.errors(&mut |code| {
            if let Some((_, counter)) = run.as_ref().filter(|(before, _)| *before == code) {
                counter.inc();
                return;
            }
            let error = ErrorCode::from_i16(code).unwrap_or(ErrorCode::UnknownServerError);
            let counter = self.errors.with(&[api_key.name(), error.name()]);
            counter.inc();
            run = Some((code, counter));
        });
    }

    /// Counts a request on its way in. `size` is the frame's, without its length prefix.
    pub(crate) fn received(&self, api_key: ApiKey, version: i16, size: usize) {
        let Some(api) = self.api(api_key) else { return };
        if let Some(slot) = usize::try_from(version).ok().and_then(|version| api.versions.get(version)) {
            slot.get_or_init(|| self.requests.with(&[api_key.name(), &version.to_string()])).inc();
        }
        api.request_bytes.inc_by(size as u64 + 4);
    }

    /// Counts an answer that has left.
    pub(crate) fn sent(&self, timeline: &Timeline, bytes: usize, now: Instant) {
        let Some(api) = self.api(timeline.api_key) else { return };
        api.response_bytes.inc_by(bytes as u64);
        api.queue.observe(timeline.started.saturating_duration_since(timeline.received));
        api.local.observe(timeline.handled.saturating_duration_since(timeline.started));
        api.remote.observe(timeline.ready.saturating_duration_since(timeline.handled));
        api.send.observe(now.saturating_duration_since(timeline.ready));
        api.total.observe(now.saturating_duration_since(timeline.received));
    }

    /// Counts a connection that ended.
    pub(crate) fn closed(&self, reason: CloseReason) {
        self.closed.with(&[reason.label()]).inc();
        if let CloseReason::Refused(refused) = reason {
            self.refused_frames.with(&[refused.label()]).inc();
        }
    }

    fn api(&self, api_key: ApiKey) -> Option<&ApiMetrics> {
        let slot = self.apis.get(usize::try_from(api_key.get()).ok()?)?;
        let api = slot.get_or_init(|| {
            let name = &[api_key.name()];
            ApiMetrics {
                api_key,
                versions: (0..VERSIONS_MAX).map(|_| OnceLock::new()).collect(),
                request_bytes: self.request_bytes.with(name),
                response_bytes: self.response_bytes.with(name),
                total: self.total.with(name),
                queue: self.queue.with(name),
                local: self.local.with(name),
                remote: self.remote.with(name),
                send: self.send.with(name),
            }
        });
        debug_assert!(api.api_key == api_key, "metrics of one API at the place of another");
        Some(api)
    }
}
