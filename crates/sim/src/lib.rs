//! The seeded world: the real code of a node on a simulated disk, clock and network, its clients, and the checkers.
//!
//! One seed is one world: a node on a current-thread runtime with paused time, clients that speak the wire protocol
//! over pipes in memory, and several lives of that node, each ended by a power loss, a kill or a clean stop, and
//! disturbed by I/O errors, a full disk or cut connections. Then a last life in which nothing goes wrong. See
//! docs/simulation.md.
//!
//! Promises: nothing here takes the machine's time or randomness, and no thread is started: the same seed gives the
//! same trace. A checker judges by what clients saw only.
//!
//! Not here: several nodes and the network between them; a journal that hangs.
//!
//! Words: *life* - from a start of the node to its end; *place* - a partition; *audit* - reading everything while
//! nobody writes.

mod admin;
mod client;
mod clock;
mod groups;
mod life;
mod logs;
mod model;
mod plan;
mod producer;
mod random;
mod reader;
mod setup;
mod trace;
mod transactions;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use moldau_disk::SimDisk;
use parking_lot::Mutex;

pub use trace::{Summary, Watch};

use crate::{
    clock::SimClock,
    groups::{member::Member, roster::Roster},
    life::World,
    logs::Listener,
    model::Model,
    plan::{Ending, Life, Plan},
    producer::Producer,
    random::Random,
    reader::Reader,
    transactions::{ledger::Ledger, reader::Committed, state::Transactional},
};

/// What must have happened more than once in so many seeds as [`MUST_HAPPEN_SEEDS`], or the worlds are too tame.
pub const MUST_HAPPEN: &[&str] = &[
    "I/O fault met",
    "clean stop",
    "config changed",
    "connection cut with requests on their way",
    "directory offline",
    "directory offline, its disk hangs",
    "disk full for a while",
    "end asked for again",
    "fetch session begun",
    "group rebalanced",
    "incremental fetch",
    "journal recovered with frames",
    "ledger audited",
    "member goes on after a restart",
    "member left",
    "member of an older generation refused",
    "member unknown",
    "offset committed",
    "offset fetched",
    "offsets of transactions audited",
    "old records gone",
    "partition audited",
    "power lost",
    "process killed",
    "produce refused: storage error",
    "producer begins anew",
    "records deleted",
    "recovery of all partitions finished",
    "segments deleted by retention",
    "start failed by a fault",
    "topic created",
    "topic deleted",
    "transaction aborted",
    "transaction committed",
    "transaction completed after a restart",
    "transaction over its time",
    "transaction.version lowered",
    "transactional producer died",
    "write-back without room",
    "zombie fenced",
];

/// See [`MUST_HAPPEN`].
pub const MUST_HAPPEN_SEEDS: u64 = 64;

/// What is too rare for that, and must have happened more than once in so many seeds as [`RARE_SEEDS`].
pub const RARE: &[&str] = &["torn round dropped"];

/// See [`RARE`].
pub const RARE_SEEDS: u64 = 256;

/// Runs the world of a seed to its end, or to the end of the life in which a checker found something. With
/// `tells_all`, [`Summary::story`] has every event.
///
/// # Panics
/// If no runtime can be made.
pub fn run(seed: u64, tells_all: bool) -> Summary {
    let watch = Watch::new(tells_all);
    run_watched(seed, &watch);
    watch.summary()
}

/// As [`run`]; meanwhile another thread may look at what happens.
///
/// # Panics
/// As [`run`].
pub fn run_watched(seed: u64, watch: &Watch) {
    let trace = watch.trace();
    let clock = Arc::new(SimClock::default());
    let _listening =
        tracing::subscriber::set_default(Listener { trace: trace.clone(), clock: Arc::clone(&clock) });
    let mut random = Random::new(seed);
    let (plan, topics) = Plan::draw(&mut random);
    let mut lives = plan.lives.clone();
    lives.push(Life::last());
    let world = World {
        disk: SimDisk::new(random.next(), Arc::clone(&clock) as _),
        model: Arc::new(Mutex::new(Model::new(topics, trace.clone()))),
        producers: (0..plan.producers)
            .map(|number| Arc::new(Mutex::new(Producer::new(number, random.fork()))))
            .collect(),
        readers: (0..plan.readers).map(|_| Arc::new(Mutex::new(Reader::new(random.fork())))).collect(),
        admin: Arc::new(Mutex::new(random.fork())),
        left: Mutex::default(),
        ledger: Arc::new(Mutex::new(Ledger::new(plan.ledger_partitions, trace.clone()))),
        transactional: (0..plan.transactional)
            .map(|number| Arc::new(Mutex::new(Transactional::new(number, random.fork(), plan.explicit))))
            .collect(),
        committed: (0..plan.transactional.min(1))
            .map(|_| Arc::new(Mutex::new(Committed::new(random.fork()))))
            .collect(),
        roster: Arc::new(Mutex::new(Roster::new("workers", trace.clone()))),
        members: (0..plan.members).map(|_| Arc::new(Mutex::new(Member::new(random.fork())))).collect(),
        plan,
        clock,
        trace,
    };
    let count = lives.len();
    for (at, life) in lives.into_iter().enumerate() {
        run_life(&world, &life, random.next(), at + 1 == count);
        if world.trace.has_violations() {
            break;
        }
    }
}

fn run_life(world: &World, life: &Life, seed: u64, is_last: bool) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("a runtime can be made");
    let ending = runtime.block_on(async {
        world.clock.begin_life();
        let ending = world.live(life, seed, is_last).await;
        world.clock.end_life();
        ending
    });
    match ending {
        Ending::PowerLoss => {
            world.disk.lose_power();
            world.model.lock().power_lost();
            world.trace.count("power lost", 1);
        }
        Ending::Kill => {
            world.disk.kill();
            world.trace.count("process killed", 1);
        }
        Ending::CleanStop => world.disk.kill(),
    }
    world.roster.lock().life_over();
    world.trace.tell(world.clock.now_us(), || format!("the life is over: {ending:?}"));
    // What the node still has on the runtime goes with it, on a disk that does not listen to it any more.
    drop(runtime);
    for what in world.left.lock().held() {
        world.trace.violation(format!("the life is over, and {what} of its node is still in memory"));
    }
}
