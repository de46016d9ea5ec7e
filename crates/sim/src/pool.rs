//! Runs worlds on worker threads and hands over what came of them. A world that does not end is named and left behind,
//! and another worker takes its place.

use std::{
    any::Any,
    collections::BTreeMap,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use moldau_sim::{Summary, Watch};
use parking_lot::Mutex;

/// No world takes longer than this in the machine's time.
const WORLD_MAX: Duration = Duration::from_mins(1);
/// How often is looked for worlds that do not end.
const LOOK_INTERVAL: Duration = Duration::from_secs(1);

/// A world under way.
struct Running {
    seed: u64,
    since: Instant,
    watch: Watch,
}

struct Shared {
    seeds: Vec<u64>,
    next: AtomicUsize,
    stopped: AtomicBool,
    tells_all: bool,
    /// By worker.
    running: Mutex<BTreeMap<usize, Running>>,
}

/// Runs the seeds, in their order, so many at a time, and tells of each. After `Break` no other seed is begun; those
/// that are under way are still told of.
pub(crate) fn run<E>(
    seeds: Vec<u64>,
    jobs: usize,
    tells_all: bool,
    mut told: impl FnMut(u64, &Summary) -> Result<ControlFlow<()>, E>,
) -> Result<(), E> {
    let shared = Arc::new(Shared {
        seeds,
        next: AtomicUsize::new(0),
        stopped: AtomicBool::new(false),
        tells_all,
        running: Mutex::new(BTreeMap::new()),
    });
    let (sender, results) = mpsc::channel();
    let mut workers = 0;
    for _ in 0..jobs {
        begin_worker(&shared, workers, &sender);
        workers += 1;
    }
    let mut open = jobs;
    while 0 < open {
        match results.recv_timeout(LOOK_INTERVAL) {
            Ok(Some((seed, summary))) => {
                if told(seed, &summary)?.is_break() {
                    shared.stopped.store(true, Ordering::Relaxed);
                }
            }
            Ok(None) => open -= 1,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
        }
        for (seed, summary) in shared.take_overdue() {
            if told(seed, &summary)?.is_break() {
                shared.stopped.store(true, Ordering::Relaxed);
            }
            begin_worker(&shared, workers, &sender);
            workers += 1;
        }
    }
    Ok(())
}

type Told = Option<(u64, Summary)>;

fn begin_worker(shared: &Arc<Shared>, worker: usize, sender: &Sender<Told>) {
    let (shared, sender) = (Arc::clone(shared), sender.clone());
    thread::spawn(move || {
        while let Some(seed) = shared.take_seed() {
            let Some(summary) = shared.run(worker, seed) else { return };
            // Nobody listens any more once a result could not be written.
            if sender.send(Some((seed, summary))).is_err() {
                return;
            }
        }
        drop(sender.send(None));
    });
}

impl Shared {
    fn take_seed(&self) -> Option<u64> {
        if self.stopped.load(Ordering::Relaxed) {
            return None;
        }
        self.seeds.get(self.next.fetch_add(1, Ordering::Relaxed)).copied()
    }

    /// What came of a seed; `None` if it took so long that this worker has been given up.
    fn run(&self, worker: usize, seed: u64) -> Option<Summary> {
        let watch = Watch::new(self.tells_all);
        let running = Running { seed, since: now(), watch: watch.clone() };
        self.running.lock().insert(worker, running);
        let ended = catch_unwind(AssertUnwindSafe(|| moldau_sim::run_watched(seed, &watch)));
        let mut summary = watch.summary();
        if let Err(panic) = ended {
            summary.violations.push(format!("panic: {}", message(&*panic)));
        }
        self.running.lock().remove(&worker).map(|_| summary)
    }

    /// Worlds that have taken too long; their workers are given up.
    fn take_overdue(&self) -> Vec<(u64, Summary)> {
        let mut running = self.running.lock();
        let is_overdue = |_: &usize, world: &mut Running| WORLD_MAX < world.since.elapsed();
        let overdue: Vec<Running> = running.extract_if(.., is_overdue).map(|(_, world)| world).collect();
        drop(running);
        let tell = |world: Running| {
            let mut summary = world.watch.summary();
            summary.violations.push(format!("it has not ended within {WORLD_MAX:?} of the machine's time"));
            (world.seed, summary)
        };
        overdue.into_iter().map(tell).collect()
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a world takes on this machine is not part of it")]
fn now() -> Instant {
    Instant::now()
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a message")
}
