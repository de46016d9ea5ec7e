//! What makes a log directory go: a loop for its journal and a loop for its write-back.
//!
//! On a machine these are two threads, because they wait for the disk. In the simulator they are two tasks that
//! sleep on the simulated clock between their steps.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use moldau_disk::{JournalDriver, RoundOutcome};
use moldau_log::{LogDirectory, OpenError, Opened, StepOutcome, WriteBackDriver};

use super::chain;
use crate::env::Env;

/// How long a journal without work sleeps before it looks again whether it shall stop.
const JOURNAL_WAIT: Duration = Duration::from_millis(200);
/// How long to wait for room on a full disk before trying again.
const NO_ROOM_WAIT: Duration = Duration::from_millis(20);

/// A directory in operation, and how to end that.
#[derive(Debug)]
pub(crate) struct Driven {
    directory: Arc<LogDirectory>,
    stopping: Arc<AtomicBool>,
    loops: Loops,
}

enum Loops {
    Threads {
        journal: thread::JoinHandle<JournalDriver>,
        write_back: thread::JoinHandle<WriteBackDriver>,
        wake: Box<dyn Fn() + Send + Sync>,
    },
    Tasks {
        journal: tokio::task::JoinHandle<JournalDriver>,
        write_back: tokio::task::JoinHandle<WriteBackDriver>,
    },
}

impl std::fmt::Debug for Loops {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Threads { .. } => "Threads",
            Self::Tasks { .. } => "Tasks",
        })
    }
}

impl Driven {
    /// Starts the loops.
    #[expect(clippy::disallowed_methods, reason = "closed by `close`, which needs what the loops give back")]
    pub(crate) fn start(opened: Opened, env: &Env) -> Self {
        let Opened { directory, journal, write_back, .. } = opened;
        let stopping = Arc::new(AtomicBool::new(false));
        let loops = if env.is_simulated() {
            Loops::Tasks {
                journal: tokio::task::spawn(step_journal(
                    journal,
                    Arc::clone(&directory),
                    Arc::clone(&stopping),
                    env.clone(),
                )),
                write_back: tokio::task::spawn(step_write_back(
                    write_back,
                    Arc::clone(&stopping),
                    env.clone(),
                )),
            }
        } else {
            let wake = Box::new(journal.waker());
            Loops::Threads {
                journal: spawn("moldau-journal", {
                    let (directory, stopping) = (Arc::clone(&directory), Arc::clone(&stopping));
                    move || loop_journal(journal, &directory, &stopping)
                }),
                write_back: spawn("moldau-writeback", {
                    let (stopping, env) = (Arc::clone(&stopping), env.clone());
                    move || loop_write_back(write_back, &stopping, &env)
                }),
                wake,
            }
        };
        Self { directory, stopping, loops }
    }

    /// Ends the loops and closes the directory: segment files complete, journal gone, marker of a clean stop
    /// written. A directory that failed is left as it is.
    pub(crate) async fn close(self, env: &Env, broker_epoch: i64) -> Result<(), OpenError> {
        self.stopping.store(true, Ordering::Release);
        let (mut journal, mut write_back) = match self.loops {
            Loops::Threads { journal, write_back, wake } => {
                wake();
                self.directory.wake_write_back();
                let joined = env.blocking(move || (journal.join(), write_back.join())).await;
                match joined {
                    (Ok(journal), Ok(write_back)) => (journal, write_back),
                    // A panic of a loop was told when it happened; nothing can be closed in order.
                    _ => return Ok(()),
                }
            }
            Loops::Tasks { journal, write_back } => match (journal.await, write_back.await) {
                (Ok(journal), Ok(write_back)) => (journal, write_back),
                _ => return Ok(()),
            },
        };
        if self.directory.failure().is_some() {
            return Ok(());
        }
        let directory = self.directory;
        env.blocking(move || directory.close(&mut journal, &mut write_back, broker_epoch)).await
    }
}

fn spawn<T: Send + 'static>(name: &str, body: impl FnOnce() -> T + Send + 'static) -> thread::JoinHandle<T> {
    thread::Builder::new().name(name.to_owned()).spawn(body).expect("the system has room for another thread")
}

fn loop_journal(mut driver: JournalDriver, directory: &LogDirectory, stopping: &AtomicBool) -> JournalDriver {
    while !stopping.load(Ordering::Acquire) {
        driver.wait_for_work(JOURNAL_WAIT);
        match driver.run_round() {
            Ok(RoundOutcome::Idle | RoundOutcome::Written(_)) => {}
            Ok(RoundOutcome::NoRoom | RoundOutcome::Hung) => thread::park_timeout(NO_ROOM_WAIT),
            Err(failed) => {
                directory.fail(&chain(&failed));
                break;
            }
        }
    }
    driver
}

fn loop_write_back(mut driver: WriteBackDriver, stopping: &AtomicBool, env: &Env) -> WriteBackDriver {
    let directory = Arc::clone(driver.directory());
    while !stopping.load(Ordering::Acquire) {
        match driver.step() {
            Ok(StepOutcome::Worked) => {}
            Ok(StepOutcome::Idle { until }) => directory.wait_for_write_back(until.since(env.monotonic())),
            Ok(StepOutcome::NoRoom | StepOutcome::Hung) => thread::park_timeout(NO_ROOM_WAIT),
            // The directory is offline; it has said why.
            Err(_) => break,
        }
    }
    driver
}

async fn step_journal(
    mut driver: JournalDriver,
    directory: Arc<LogDirectory>,
    stopping: Arc<AtomicBool>,
    env: Env,
) -> JournalDriver {
    while !stopping.load(Ordering::Acquire) {
        // What a sync takes on the simulated machine: a few hundred microseconds, by the seed.
        env.sleep(Duration::from_micros(100 + env.random_u64() % 900)).await;
        if !driver.wait_for_work(Duration::ZERO) {
            continue;
        }
        if let Err(failed) = driver.run_round() {
            directory.fail(&chain(&failed));
            break;
        }
    }
    driver
}

async fn step_write_back(
    mut driver: WriteBackDriver,
    stopping: Arc<AtomicBool>,
    env: Env,
) -> WriteBackDriver {
    while !stopping.load(Ordering::Acquire) {
        match driver.step() {
            Ok(StepOutcome::Worked) => {
                env.sleep(Duration::from_micros(200 + env.random_u64() % 2_000)).await;
            }
            Ok(StepOutcome::Idle { .. } | StepOutcome::NoRoom | StepOutcome::Hung) => {
                env.sleep(NO_ROOM_WAIT).await;
            }
            Err(_) => break,
        }
    }
    driver
}
