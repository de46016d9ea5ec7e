//! Fetch: open the session, ask the partitions that are ready, wait if that is too little, answer.
//!
//! A request waits without holding anything: partitions mark the session's ready list and wake it. Of files that the
//! page cache has, the answer names ranges, which go to the socket without coming to memory; other files are read on
//! a thread that may block.

use std::{sync::Arc, time::Duration};

use moldau_wire::messages::{FetchRequest, FetchResponse};
use tokio::time::Instant;

use crate::{
    Broker,
    context::ConnectionContext,
    fetch::{
        answer,
        evaluate::{Evaluation, Limits, evaluate},
        open::Opened,
    },
    partition::FetchIsolation,
};

/// No answer carries more bytes of records than this, whatever the client allows: what is not sent from files is in
/// memory meanwhile, and others have their turn in between. (A single batch may be larger.)
const ANSWER_BYTES_MAX: usize = 8 << 20;

/// `isolation_level` of `read_committed`.
const READ_COMMITTED: i8 = 1;

/// Handles one Fetch request.
pub(crate) async fn handle(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: FetchRequest,
) -> FetchResponse {
    let now = broker.env.monotonic();
    let opened = match broker.fetch_sessions.open(&request, context.request.api_version, now) {
        Ok(opened) => opened,
        Err(error) => return FetchResponse { error_code: error.to_i16(), ..FetchResponse::default() },
    };
    let wait = Duration::from_millis(u64::try_from(request.max_wait_ms).unwrap_or(0));
    let bytes_max = usize::try_from(request.max_bytes).unwrap_or(0);
    let limits = Limits {
        bytes_max: bytes_max
            .min(ANSWER_BYTES_MAX)
            .min(usize::try_from(broker.config().fetch.bytes_max).unwrap_or(usize::MAX)),
        isolation: if request.isolation_level == READ_COMMITTED {
            FetchIsolation::LastStable
        } else {
            FetchIsolation::HighWatermark
        },
        tells_all: opened.tells_all,
    };
    let bytes_min = usize::try_from(request.min_bytes).unwrap_or(0);
    let found = gather(broker, context, &opened, limits, (bytes_min, broker.env.instant() + wait)).await;
    let told = answer::tell(&opened.session, found.hits, |cold| broker.logs.read(cold)).await;
    answer::count(broker, &told);
    let privileged = is_follower(&request);
    let mut random = || i32::try_from(broker.env.random_u64() >> 33).unwrap_or(i32::MAX);
    let session_id = broker.fetch_sessions.keep(&opened, privileged, broker.env.monotonic(), &mut random);
    answer::response(session_id, told)
}

fn is_follower(request: &FetchRequest) -> bool {
    0 <= request.replica_id.max(request.replica_state.replica_id)
}

/// Asks until there is enough, something is urgent, or time is up.
async fn gather(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    opened: &Opened,
    limits: Limits,
    (bytes_min, deadline): (usize, Instant),
) -> Evaluation {
    let session = &opened.session;
    let mut is_last = deadline <= broker.env.instant() || broker.draining.is_cancelled();
    loop {
        let found = evaluate(broker, &context.caller, session, limits);
        if !found.unloaded.is_empty() {
            for partition in &found.unloaded {
                // An error shows when the partition is asked again: it is offline then.
                if let Err(error) = broker.logs.load(partition).await {
                    tracing::debug!(partition = %partition.name(), error = error.name(), "not loaded");
                }
            }
            session.state.lock().partitions.mark_all_ready();
            continue;
        }
        let nothing_asked = session.state.lock().partitions.len() == 0;
        if is_last || found.urgent || nothing_asked || bytes_min <= found.bytes {
            return found;
        }
        let left = deadline.saturating_duration_since(broker.env.instant());
        let waiting = broker.env.timeout(left, session.ready.changed());
        // Time is up, or the node stops.
        is_last = !matches!(broker.draining.run_until_cancelled(waiting).await, Some(Ok(())));
        if opened.tells_all {
            // A full answer that leaves out a partition is refused by clients: all are asked again.
            session.state.lock().partitions.mark_all_ready();
        }
    }
}
