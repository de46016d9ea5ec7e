//! One life of the node: from its start to the way it ends.

use std::{
    path::Path,
    sync::{Arc, Weak},
    time::Duration,
};

use moldau_broker::{Broker, Node, Surroundings as NodeSurroundings, env::Env, threads::NetworkThreads};
use moldau_disk::{Clock as _, Disk, SimDisk, SimFault};
use moldau_settings::BrokerConfig;
use moldau_telemetry::Registry;
use parking_lot::Mutex;
use tokio::{runtime::Handle, task::JoinSet, time::timeout};

use crate::{
    admin,
    client::{Broken, Client, Surroundings},
    clock::SimClock,
    groups::{
        member::{self, Member},
        roster::Roster,
    },
    model::Model,
    plan::{Ending, Fault, Full, Life, Plan},
    producer::{self, Producer},
    random::Random,
    reader::{self, Reader},
    trace::Trace,
    transactions::{
        ledger::Ledger,
        producer as transactional,
        reader::{self as committed, Committed},
        state::Transactional,
    },
};

/// Starting takes at most so much of the node's time.
const START_MAX: Duration = Duration::from_secs(30);
/// Reading everything after a start takes at most so much, without faults.
const AUDIT_MAX: Duration = Duration::from_secs(30);
/// Once nothing goes wrong any more, everybody gets what they want within this.
const PROGRESS_MAX: Duration = Duration::from_secs(30);
const DRAIN_MAX: Duration = Duration::from_secs(30);

/// What stays from life to life.
pub(crate) struct World {
    pub(crate) plan: Plan,
    pub(crate) disk: SimDisk,
    pub(crate) clock: Arc<SimClock>,
    pub(crate) trace: Trace,
    pub(crate) model: Arc<Mutex<Model>>,
    pub(crate) producers: Vec<Arc<Mutex<Producer>>>,
    pub(crate) readers: Vec<Arc<Mutex<Reader>>>,
    pub(crate) admin: Arc<Mutex<Random>>,
    /// What of the present life's node must go with it.
    pub(crate) left: Mutex<Left>,
    pub(crate) ledger: Arc<Mutex<Ledger>>,
    pub(crate) transactional: Vec<Arc<Mutex<Transactional>>>,
    pub(crate) committed: Vec<Arc<Mutex<Committed>>>,
    pub(crate) roster: Arc<Mutex<Roster>>,
    pub(crate) members: Vec<Arc<Mutex<Member>>>,
}

/// Looks whether what a node had is given back when it is over.
#[derive(Debug, Default)]
pub(crate) struct Left {
    disk: Option<Weak<dyn Disk>>,
    broker: Option<Weak<Broker>>,
}

impl Left {
    /// What is still held by somebody.
    pub(crate) fn held(&self) -> Vec<&'static str> {
        let disk = self.disk.as_ref().filter(|disk| 0 < disk.strong_count()).map(|_| "the disk's handle");
        let broker = self.broker.as_ref().filter(|broker| 0 < broker.strong_count()).map(|_| "the broker");
        disk.into_iter().chain(broker).collect()
    }
}

/// A life under way.
struct Living<'a> {
    world: &'a World,
    life: &'a Life,
    /// The disk's number of the I/O that fails, if one does.
    fault_at: Option<u64>,
}

/// Why a life does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    /// As planned, or by a planned fault.
    Yes,
    /// In order: nothing is left but to stop.
    Stopped,
}

impl World {
    /// Lives one life on the present runtime. How it ended is how the disk is to be treated next.
    pub(crate) async fn live(&self, life: &Life, seed: u64, is_last: bool) -> Ending {
        let io_before = self.disk.io_count();
        let (fault_at, fault) = match life.fault {
            Fault::None => (None, None),
            Fault::Dies(at) => (Some(io_before + at), Some(SimFault::Crash)),
            Fault::WriteFails(at) => (Some(io_before + at), Some(SimFault::WriteFails)),
            Fault::SyncFails(at) => (Some(io_before + at), Some(SimFault::SyncFails)),
            Fault::SyncHangs(at) => (Some(io_before + at), Some(SimFault::SyncHangs)),
        };
        if let (Some(at), Some(fault)) = (fault_at, fault) {
            self.disk.plan(at, fault);
        }
        self.tell(|| format!("a life begins: {life:?}"));
        let living = Living { world: self, life, fault_at };
        let over = living.live(seed, is_last).await;
        self.disk.set_capacity(u64::MAX);
        self.trace.event(self.clock.now_us(), "life over", &self.disk.io_count().to_le_bytes());
        if living.is_disturbed() {
            self.trace.count("I/O fault met", 1);
        }
        match (over, life.ending) {
            (Over::Stopped, _) => Ending::CleanStop,
            // What did not stop in order was killed.
            (Over::Yes, Ending::CleanStop) => Ending::Kill,
            (Over::Yes, ending) => ending,
        }
    }

    fn tell(&self, line: impl FnOnce() -> String) {
        self.trace.tell(self.clock.now_us(), line);
    }

    fn config(&self) -> BrokerConfig {
        let overrides = [
            ("listeners", "PLAINTEXT://127.0.0.1:0".to_owned()),
            ("advertised.listeners", "PLAINTEXT://simulated:9092".to_owned()),
            ("log.dirs", self.plan.directories.join(",")),
            ("moldau.disk.stall.ms", "500".to_owned()),
            ("log.initial.task.delay.ms", "50".to_owned()),
            ("log.retention.check.interval.ms", "100".to_owned()),
            ("offsets.topic.num.partitions", "2".to_owned()),
            ("transaction.state.log.num.partitions", "2".to_owned()),
            ("transaction.abort.timed.out.transaction.cleanup.interval.ms", "100".to_owned()),
            ("group.min.session.timeout.ms", "100".to_owned()),
            ("group.initial.rebalance.delay.ms", "50".to_owned()),
        ];
        let overrides = overrides.map(|(name, value)| (name.to_owned(), value)).to_vec();
        BrokerConfig::standalone(&overrides).map(|(config, _)| config).expect("the configuration is valid")
    }
}

impl Living<'_> {
    /// Whether a planned fault has been met, so that errors are to be expected.
    fn is_disturbed(&self) -> bool {
        self.fault_at.is_some_and(|at| at <= self.world.disk.io_count())
    }

    fn violation(&self, what: String) {
        self.world.trace.violation(what);
    }

    async fn live(&self, seed: u64, is_last: bool) -> Over {
        let world = self.world;
        let env = Env::seeded(Arc::clone(&world.clock) as _, seed);
        let disk: Arc<dyn Disk> = Arc::new(world.disk.clone());
        *world.left.lock() = Left { disk: Some(Arc::downgrade(&disk)), broker: None };
        let surroundings = NodeSurroundings {
            env: env.clone(),
            disk,
            registry: Registry::default(),
            threads: NetworkThreads::on(Handle::current()),
        };
        let node = match timeout(START_MAX, Node::start(world.config(), surroundings)).await {
            Ok(Ok(node)) => Arc::new(node),
            Ok(Err(error)) => {
                world.tell(|| format!("the node does not start: {error}"));
                world.trace.count("start failed by a fault", 1);
                if !self.is_disturbed() {
                    self.violation(format!("the node does not start: {}", chain(&error)));
                }
                return Over::Yes;
            }
            Err(_late) => {
                if !self.is_disturbed() {
                    self.violation(format!("the node does not start within {START_MAX:?}"));
                }
                return Over::Yes;
            }
        };
        world.left.lock().broker = Some(Arc::downgrade(node.broker()));
        world.tell(|| "the node has started".to_owned());
        world.trace.count("node started", 1);
        let around = Surroundings {
            node: Arc::clone(&node),
            env,
            trace: world.trace.clone(),
            clock: Arc::clone(&world.clock),
            has_room: self.life.full.is_none(),
        };
        let mut clients = JoinSet::new();
        let over = tokio::select! {
            biased;
            failed = node.failed() => {
                if !self.is_disturbed() && self.life.full.is_none() {
                    self.violation(format!("the node can't go on: {failed}"));
                }
                Over::Yes
            }
            () = self.watch_disk(&around) => Over::Yes,
            over = self.work(&around, &mut clients, is_last) => over,
        };
        clients.shutdown().await;
        drop(around);
        if over == Over::Yes && self.life.ending != Ending::CleanStop {
            return Over::Yes;
        }
        if world.disk.is_crashed() {
            return Over::Yes;
        }
        let Some(node) = Arc::into_inner(node) else { return Over::Yes };
        self.stop(node).await
    }

    async fn stop(&self, node: Node) -> Over {
        match timeout(DRAIN_MAX * 2, node.drain(DRAIN_MAX)).await {
            Ok(Ok(())) => {
                self.world.trace.count("clean stop", 1);
                Over::Stopped
            }
            Ok(Err(undrained)) => {
                if !self.is_disturbed() && self.life.full.is_none() {
                    self.violation(format!("the node does not stop in order: {undrained}"));
                }
                Over::Yes
            }
            Err(_late) => {
                self.violation("the node does not stop in time".to_owned());
                Over::Yes
            }
        }
    }

    /// Ends when the disk is dead.
    async fn watch_disk(&self, around: &Surroundings) {
        while !self.world.disk.is_crashed() {
            around.sleep_ms(1).await;
        }
        self.world.tell(|| "the disk is dead".to_owned());
    }

    async fn work(&self, around: &Surroundings, clients: &mut JoinSet<()>, is_last: bool) -> Over {
        if self.life.audited {
            self.audit(around, true).await;
        }
        let runtime = Handle::current();
        if is_last {
            for producer in &self.world.producers {
                producer.lock().begin_finale();
            }
        }
        for producer in &self.world.producers {
            let task = producer::run(around.clone(), Arc::clone(producer), Arc::clone(&self.world.model));
            clients.spawn_on(task, &runtime);
        }
        for reader in &self.world.readers {
            let task = reader::run(around.clone(), Arc::clone(reader), Arc::clone(&self.world.model));
            clients.spawn_on(task, &runtime);
        }
        let (random, model) = (Arc::clone(&self.world.admin), Arc::clone(&self.world.model));
        let task = admin::run(around.clone(), random, model, is_last);
        clients.spawn_on(task, &runtime);
        self.start_coordinated(around, clients);
        if is_last {
            self.finish(around, clients).await;
        } else if let Some(full) = self.life.full {
            self.pass_time_with_full_disk(around, full).await;
        } else {
            around.sleep_ms(self.life.length_ms).await;
        }
        if self.life.ending == Ending::CleanStop { Over::Stopped } else { Over::Yes }
    }

    /// Clients of the coordinators.
    fn start_coordinated(&self, around: &Surroundings, clients: &mut JoinSet<()>) {
        let (world, runtime) = (self.world, Handle::current());
        let explicit = world.plan.explicit;
        for producer in &world.transactional {
            let (producer, ledger) = (Arc::clone(producer), Arc::clone(&world.ledger));
            clients.spawn_on(transactional::run(around.clone(), producer, ledger, explicit), &runtime);
        }
        for reader in &world.committed {
            let task = committed::run(around.clone(), Arc::clone(reader), Arc::clone(&world.ledger));
            clients.spawn_on(task, &runtime);
        }
        for member in &world.members {
            let known = (Arc::clone(&world.roster), Arc::clone(&world.ledger));
            clients.spawn_on(member::run(around.clone(), Arc::clone(member), known, explicit), &runtime);
        }
    }

    async fn pass_time_with_full_disk(&self, around: &Surroundings, full: Full) {
        let disk = &self.world.disk;
        around.sleep_ms(full.from_ms).await;
        if let Ok(space) = disk.space(Path::new("/")) {
            disk.set_capacity(space.total.saturating_sub(space.available).saturating_add(full.room));
            self.world.trace.count("disk full for a while", 1);
        }
        around.sleep_ms(full.for_ms).await;
        disk.set_capacity(u64::MAX);
        around.sleep_ms(self.life.length_ms.saturating_sub(full.from_ms)).await;
    }

    /// Nothing goes wrong any more: everybody gets what they want, and everything is read once more.
    async fn finish(&self, around: &Surroundings, clients: &mut JoinSet<()>) {
        let world = self.world;
        let finished = async {
            while !self.producers_have_finished() {
                around.sleep_ms(20).await;
            }
            // Others are still writing: readers have to get this far.
            let goal = world.model.lock().acknowledged_ends();
            while world.readers.iter().any(|reader| reader.lock().is_before(&goal)) {
                around.sleep_ms(20).await;
            }
            while !self.coordinated_have_finished() {
                around.sleep_ms(20).await;
            }
        };
        if timeout(PROGRESS_MAX, finished).await.is_err() {
            let lagging = self.lagging();
            self.violation(format!(
                "no progress within {PROGRESS_MAX:?} though nothing goes wrong: {lagging}"
            ));
        }
        clients.shutdown().await;
        let settled = async {
            while let Err(Broken) = self.settle(around).await {
                around.sleep_ms(10).await;
            }
        };
        if timeout(PROGRESS_MAX, settled).await.is_err() {
            self.violation(format!("transactions or offsets have not settled within {PROGRESS_MAX:?}"));
        }
        self.audit(around, false).await;
    }

    /// Whether every topic is there, and every producer got rid of all it had and has written to every partition.
    fn producers_have_finished(&self) -> bool {
        let (places, all_topics) = {
            let model = self.world.model.lock();
            (model.places(), model.topics.iter().all(|topic| topic.id.is_some()))
        };
        all_topics && self.world.producers.iter().all(|producer| producer.lock().unfinished(&places) == 0)
    }

    fn coordinated_have_finished(&self) -> bool {
        self.world.transactional.iter().all(|producer| producer.lock().has_committed())
            && self.world.members.iter().all(|member| member.lock().has_worked())
    }

    /// Who has not got what they want.
    fn lagging(&self) -> String {
        let world = self.world;
        let (places, missing, goal) = {
            let mut model = world.model.lock();
            let missing = model.topics.iter().filter(|topic| topic.id.is_none()).count();
            (model.places(), missing, model.acknowledged_ends())
        };
        let producers: Vec<usize> =
            world.producers.iter().map(|producer| producer.lock().unfinished(&places)).collect();
        let readers = world.readers.iter().filter(|reader| reader.lock().is_before(&goal)).count();
        let transactional = world.transactional.iter().filter(|producer| !producer.lock().has_committed());
        let members = world.members.iter().filter(|member| !member.lock().has_worked());
        format!(
            "{missing} topics, producers {producers:?}, {readers} readers, {} transactional, {} members",
            transactional.count(),
            members.count()
        )
    }

    /// Nobody writes any more: what coordinators keep is compared with what is known.
    async fn settle(&self, around: &Surroundings) -> Result<(), Broken> {
        let world = self.world;
        committed::settle(around, &world.ledger, &world.transactional).await?;
        if world.members.is_empty() {
            return Ok(());
        }
        let (topic, partitions) = {
            let ledger = world.ledger.lock();
            (ledger.topic, ledger.partitions)
        };
        let mut client = Client::connect(around, "roster-auditor").await?;
        for partition in 0..partitions {
            while !member::fetch_one(around, &mut client, &world.roster, (topic, partition)).await? {
                around.sleep_ms(20).await;
            }
        }
        Ok(())
    }

    /// Reads everything and compares it with what is known.
    async fn audit(&self, around: &Surroundings, new_life: bool) {
        let audit = async {
            while let Err(Broken) = self.try_audit(around, new_life).await {
                around.sleep_ms(10).await;
            }
        };
        if timeout(AUDIT_MAX, audit).await.is_err() && !self.is_disturbed() {
            self.violation(format!("not everything can be read within {AUDIT_MAX:?} after a start"));
        }
    }

    async fn try_audit(&self, around: &Surroundings, new_life: bool) -> Result<(), Broken> {
        let world = self.world;
        let model = &world.model;
        let mut client = Client::connect(around, "auditor").await?;
        while !admin::check_metadata(around, &mut client, model, new_life).await? {
            around.sleep_ms(5).await;
        }
        let topics = model.lock().topics.len();
        for at in 0..topics {
            admin::check_config(around, &mut client, model, at).await?;
        }
        let places = model.lock().places();
        for place in places {
            let (name, id) = {
                let model = model.lock();
                (model.topic(place).name.clone(), model.id(place))
            };
            let Some(id) = id else { continue };
            loop {
                if let Some(scan) = reader::scan(around, &mut client, &name, (place, id)).await? {
                    model.lock().scanned((place, id), &scan, world.clock.wall().get());
                    break;
                }
                if self.world.trace.has_violations() || self.is_disturbed() {
                    return Ok(());
                }
                around.sleep_ms(5).await;
            }
        }
        Ok(())
    }
}

/// An error and its causes on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |error| error.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
