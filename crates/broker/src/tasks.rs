//! The supervisor: every background task has a name, a policy for its error, and an end that is waited for.
//!
//! A task watches [`TaskSet::stopping`] and returns when it is cancelled. [`TaskSet::drain`] cancels it, waits
//! for a bound, and drops what has not returned by then. A panic counts as an error; it is caught here and never
//! reaches another task.

use std::{
    collections::BTreeMap, fmt, panic::AssertUnwindSafe, pin::Pin, sync::Arc, task::Poll, time::Duration,
};

use moldau_telemetry::{Counters, Registry, names};
use parking_lot::Mutex;
use tokio::{runtime::Handle, sync::watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::env::Env;

/// What the node does when a task ends with an error or a panic. Ending without error is always fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnError {
    /// The node cannot go on without it.
    StopNode,
    /// It is logged, and the rest goes on.
    Log,
}

/// The first task that took the node with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("task `{name}` failed: {error}")]
pub struct TaskFailed {
    /// The task's name.
    pub name: &'static str,
    /// Its error with all causes, or what the panic said.
    pub error: String,
}

/// Tasks that had not returned in time and were dropped, with how many of each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("dropped after {waited:?}: {tasks:?}")]
pub struct Undrained {
    /// How long was waited.
    pub waited: Duration,
    /// Names and numbers.
    pub tasks: BTreeMap<&'static str, usize>,
}

/// A set of tasks. Clones are the same set.
#[derive(Debug, Clone)]
pub struct TaskSet(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    runtime: Handle,
    tracker: TaskTracker,
    stopping: CancellationToken,
    dropped: CancellationToken,
    running: Mutex<BTreeMap<&'static str, usize>>,
    failed: watch::Sender<Option<TaskFailed>>,
    failures: Counters,
}

impl TaskSet {
    /// An empty set whose tasks run on `runtime`. One registry holds one set and its [`TaskSet::sibling`]s.
    pub fn new(runtime: Handle, registry: &Registry) -> Self {
        Self::with(runtime, registry.counters(names::TASKS_FAILED), watch::Sender::new(None))
    }

    /// Another set, drained apart from this one; failures of both are told to whoever waits for either's.
    #[must_use]
    pub fn sibling(&self, runtime: Handle) -> Self {
        Self::with(runtime, self.0.failures.clone(), self.0.failed.clone())
    }

    fn with(runtime: Handle, failures: Counters, failed: watch::Sender<Option<TaskFailed>>) -> Self {
        Self(Arc::new(Inner {
            runtime,
            tracker: TaskTracker::new(),
            stopping: CancellationToken::new(),
            dropped: CancellationToken::new(),
            running: Mutex::default(),
            failed,
            failures,
        }))
    }

    /// Cancelled when the tasks of this set are to return.
    pub fn stopping(&self) -> &CancellationToken {
        &self.0.stopping
    }

    /// Starts a task on this set's runtime.
    pub fn spawn<F, E>(&self, name: &'static str, on_error: OnError, task: F)
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: std::error::Error + 'static,
    {
        self.spawn_on(&self.0.runtime, name, on_error, task);
    }

    /// Starts a task on another runtime.
    pub fn spawn_on<F, E>(&self, runtime: &Handle, name: &'static str, on_error: OnError, task: F)
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: std::error::Error + 'static,
    {
        let set = self.clone();
        self.count(name, 1);
        // On the heap at once: each layer around it would hold room for it again.
        let task = Box::pin(task);
        self.0.tracker.spawn_on(async move { set.run(name, on_error, task).await }, runtime);
    }

    /// The first failure of a task whose policy is [`OnError::StopNode`]. Waits for ever if there is none.
    pub async fn failed(&self) -> TaskFailed {
        let mut failed = self.0.failed.subscribe();
        loop {
            if let Some(failure) = failed.borrow_and_update().clone() {
                return failure;
            }
            if failed.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// Asks all tasks to return and waits for them, at most `bound`; then drops those that have not.
    pub async fn drain(&self, env: &Env, bound: Duration) -> Result<(), Undrained> {
        self.0.stopping.cancel();
        self.0.tracker.close();
        if env.timeout(bound, self.0.tracker.wait()).await.is_ok() {
            return Ok(());
        }
        let tasks = self.0.running.lock().clone();
        self.0.dropped.cancel();
        Err(Undrained { waited: bound, tasks })
    }

    async fn run<F, E>(&self, name: &'static str, on_error: OnError, task: Pin<Box<F>>)
    where
        F: Future<Output = Result<(), E>>,
        E: std::error::Error + 'static,
    {
        let outcome = self.0.dropped.run_until_cancelled(caught(task)).await;
        self.count(name, -1);
        let error = match outcome {
            None | Some(Ok(Ok(()))) => return,
            Some(Ok(Err(error))) => chain(&error),
            Some(Err(panic)) => panic,
        };
        self.0.failures.with(&[name]).inc();
        tracing::error!(task = name, %error, "a background task failed");
        if on_error == OnError::StopNode {
            self.0.failed.send_if_modified(|failed| {
                let first = failed.is_none();
                if first {
                    *failed = Some(TaskFailed { name, error });
                }
                first
            });
        }
    }

    fn count(&self, name: &'static str, change: isize) {
        let mut running = self.0.running.lock();
        let count = running.entry(name).or_default();
        *count = count.saturating_add_signed(change);
        if *count == 0 {
            running.remove(name);
        }
    }
}

/// Runs a future; a panic becomes what it said.
pub(crate) async fn caught<F: Future>(mut future: Pin<Box<F>>) -> Result<F::Output, String> {
    std::future::poll_fn(|cx| match std::panic::catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
        Err(panic) => Poll::Ready(Err(panic_text(&*panic))),
    })
    .await
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", text.unwrap_or("without a message"))
}

/// An error and its causes on one line.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

impl fmt::Display for OnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::StopNode => "stop the node",
            Self::Log => "log",
        })
    }
}

#[cfg(test)]
mod tests;
