//! Random lives of a group: members join, leave, crash, are slow, miss answers; topics grow, go and come back; internal
//! topics are created late or not at all; coordinators change.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Deed {
    Beat { client: u8, hears: bool },
    Full { client: u8 },
    Slow { client: u8, slow: bool },
    Crash { client: u8 },
    Leave { client: u8 },
    Stale { client: u8 },
    Topic { topic: u8, partitions: u8 },
    Create { works: bool },
    Standbys { replicas: u8 },
    Move { client: u8, process: u8 },
    Reload,
    Pass { ms: u16 },
}

fn deed() -> impl Strategy<Value = Deed> {
    let client = 0u8..6;
    prop_oneof![
        14 => (client.clone(), prop::bool::weighted(0.9)).prop_map(|(client, hears)| Deed::Beat { client, hears }),
        4 => client.clone().prop_map(|client| Deed::Full { client }),
        1 => (client.clone(), any::<bool>()).prop_map(|(client, slow)| Deed::Slow { client, slow }),
        1 => client.clone().prop_map(|client| Deed::Crash { client }),
        1 => client.clone().prop_map(|client| Deed::Leave { client }),
        1 => client.clone().prop_map(|client| Deed::Stale { client }),
        1 => (0u8..4, 0u8..5).prop_map(|(topic, partitions)| Deed::Topic { topic, partitions }),
        2 => prop::bool::weighted(0.8).prop_map(|works| Deed::Create { works }),
        1 => (0u8..3).prop_map(|replicas| Deed::Standbys { replicas }),
        1 => (client, 0u8..3).prop_map(|(client, process)| Deed::Move { client, process }),
        1 => Just(Deed::Reload),
        3 => (0u16..9000).prop_map(|ms| Deed::Pass { ms }),
    ]
}

const TOPICS: [&str; 4] = ["x", "y", "c", "r"];

#[derive(Debug, Default)]
struct Client {
    /// Empty while it is not in the group.
    id: Str,
    process: u8,
    epoch: i32,
    owned: Owned,
    told: Owned,
    slow: bool,
    /// It missed an answer: it says everything again.
    missed: bool,
    stale: bool,
    incarnation: u32,
}

struct Play {
    world: World,
    clients: Vec<Client>,
    group_epoch: i32,
}

/// `0` reads `x` and writes `r`, `1` reads `r` and `y`, with state.
fn app(epoch: i32) -> q::Topology {
    let mut first = subtopology("0", &["x"]);
    first.repartition_sink_topics.push("r".into());
    let mut second = stateful(subtopology("1", &["y"]), "c");
    second.repartition_source_topics.push(internal("r", 0));
    topology(epoch, vec![first, second])
}

impl Play {
    fn new(interval_ms: u64, delay_ms: u64) -> Self {
        let mut world = World::new(&[("x", 3), ("y", 2), ("c", 3), ("r", 3)]);
        world.config.streams.assignment_interval = Duration::from_millis(interval_ms);
        world.config.streams_initial_rebalance_delay = Duration::from_millis(delay_ms);
        world.config.streams.session_timeout = Duration::from_secs(20);
        let clients = (0..6).map(|number| Client { process: number % 3, ..Client::default() }).collect();
        Self { world, clients, group_epoch: 0 }
    }

    /// One heartbeat: joins if it has to, full or short.
    fn beat(&mut self, index: usize, full: bool, hears: bool) {
        let client = &mut self.clients[index];
        if client.id.is_empty() {
            client.incarnation += 1;
            client.id = Str::from(format!("m{index}-{}", client.incarnation));
            client.epoch = 0;
        }
        if !client.slow {
            client.owned = client.owned.intersection(&client.told).cloned().collect();
        }
        let mut request = if client.epoch == 0 {
            join(&client.id, &app(i32::from(!client.stale)))
        } else if full || client.missed || client.owned != client.told {
            owning(&client.id, client.epoch, &client.owned)
        } else if client.slow {
            beat(&client.id, client.epoch)
        } else {
            owning(&client.id, client.epoch, &client.owned)
        };
        request.process_id = (client.epoch == 0 || full).then(|| format!("p{}", client.process).into());
        client.missed = !hears;
        let result = self.world.send(&request);
        if !hears {
            return;
        }
        let client = &mut self.clients[index];
        match result {
            Ok(answer) => {
                assert!(client.epoch <= answer.member_epoch, "member epochs only grow");
                assert!(answer.member_epoch > 0);
                client.epoch = answer.member_epoch;
                if let Some(told) = told(&answer) {
                    client.told = told;
                    // What is new can be taken at once; what is to go may take its time.
                    client.owned.extend(client.told.iter().cloned());
                    if !client.slow {
                        client.owned.clone_from(&client.told);
                    }
                }
            }
            Err((error, message)) => {
                let gone = [
                    ErrorCode::FencedMemberEpoch,
                    ErrorCode::UnknownMemberId,
                    ErrorCode::GroupIdNotFound,
                    // Its tasks are not there any more, or the group's topology is an older one.
                    ErrorCode::InvalidRequest,
                ];
                assert!(gone.contains(&error), "{error:?}: {message}");
                if message.starts_with("Topology updates") {
                    client.stale = true;
                }
                self.forget(index);
            }
        }
    }

    /// The client gives up everything and begins anew.
    fn forget(&mut self, index: usize) {
        let client = &mut self.clients[index];
        client.id = Str::EMPTY;
        client.epoch = 0;
        client.missed = false;
        client.owned.clear();
        client.told.clear();
    }

    fn leave(&mut self, index: usize) {
        let id = self.clients[index].id.clone();
        if !id.is_empty() {
            // It may be gone already.
            drop(self.world.send(&beat(&id, -1)));
        }
        self.forget(index);
    }

    fn act(&mut self, deed: &Deed) {
        match *deed {
            Deed::Beat { client, hears } => self.beat(usize::from(client), false, hears),
            Deed::Full { client } => self.beat(usize::from(client), true, true),
            Deed::Slow { client, slow } => self.clients[usize::from(client)].slow = slow,
            Deed::Crash { client } => self.forget(usize::from(client)),
            Deed::Leave { client } => self.leave(usize::from(client)),
            Deed::Stale { client } => {
                self.leave(usize::from(client));
                self.clients[usize::from(client)].stale = true;
            }
            Deed::Topic { topic, partitions } => {
                let name = TOPICS[usize::from(topic)];
                let cluster = &mut self.world.cluster;
                match cluster.topics.get(name).map(|topic| topic.partitions) {
                    Some(_) if partitions == 0 => cluster.delete(name),
                    Some(before) => cluster.set(name, before.max(i32::from(partitions))),
                    None => cluster.set(name, 1 + i32::from(partitions)),
                }
            }
            Deed::Create { works } => {
                let error = if works { ErrorCode::None } else { ErrorCode::PolicyViolation };
                self.world.create_wished(error);
            }
            Deed::Standbys { replicas } => {
                let replicas = Str::from(replicas.to_string());
                self.world.overrides.0.insert("streams.num.standby.replicas", replicas);
            }
            Deed::Move { client, process } => {
                self.leave(usize::from(client));
                self.clients[usize::from(client)].process = process;
            }
            Deed::Reload => self.world.reload(),
            Deed::Pass { ms } => self.world.pass(i64::from(ms)),
        }
        self.check();
    }

    /// No task is active for two who are in the group, and no process has one twice.
    fn check(&mut self) {
        let Some(group) = self.world.find() else { return };
        assert!(self.group_epoch <= group.epoch, "group epochs only grow");
        self.group_epoch = group.epoch;
        let mut active = BTreeMap::new();
        let mut here = BTreeMap::new();
        for client in self.clients.iter().filter(|client| group.members.contains_key(&client.id)) {
            for (kind, subtopology, partition) in &client.owned {
                let task = (subtopology, *partition);
                if *kind == 'a' {
                    assert_eq!(active.insert(task, &client.id), None, "{task:?} is active twice");
                }
                let before = here.insert((client.process, task), &client.id);
                assert_eq!(before, None, "{task:?} is twice at process {}", client.process);
            }
        }
    }

    /// Everyone goes on, quickly and in order, and all topics fit: everyone reaches the target.
    fn settle(&mut self) {
        self.clients.iter_mut().for_each(|client| client.slow = false);
        for (name, partitions) in [("x", 6), ("y", 4), ("c", 6), ("r", 6)] {
            self.world.cluster.delete(name);
            self.world.cluster.set(name, partitions);
        }
        for _ in 0..40 {
            self.world.pass(1500);
            for index in 0..self.clients.len() {
                self.beat(index, false, true);
                self.check();
            }
        }
        let group = self.world.group();
        assert_eq!(group.state(), GroupState::Stable, "{group:#?}");
        let mut active = 0;
        for client in &self.clients {
            let target = group.target(&client.id);
            let list = |kind, tasks| tasks::each(tasks).map(move |(id, number)| (kind, id, number));
            let target: Owned = list('a', &target.active).chain(list('s', &target.standby)).collect();
            assert_eq!(client.owned, target, "{} of {group:#?}", client.id);
            active += client.owned.iter().filter(|task| task.0 == 'a').count();
        }
        assert_eq!(active, 12, "every task is active");
    }
}

pub(super) fn cases() -> u32 {
    std::env::var("MOLDAU_GROUP_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn groups_live_well(
        interval_ms in prop_oneof![Just(0u64), Just(1000)],
        delay_ms in prop_oneof![Just(0u64), Just(3000)],
        deeds in prop::collection::vec(deed(), 1..120),
    ) {
        let mut play = Play::new(interval_ms, delay_ms);
        for deed in &deeds {
            play.act(deed);
        }
        play.settle();
    }
}
