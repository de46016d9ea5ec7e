//! Random lives of a group: members join, leave, crash, are slow, miss answers, change their minds; topics grow, go
//! and come back.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Deed {
    Beat { client: u8, hears: bool },
    Full { client: u8 },
    Slow { client: u8, slow: bool },
    Crash { client: u8 },
    Leave { client: u8 },
    Subscribe { client: u8, choice: u8 },
    Grow { topic: u8, by: u8 },
    Delete { topic: u8 },
    Pass { ms: u16 },
}

fn deed() -> impl Strategy<Value = Deed> {
    let client = 0u8..5;
    prop_oneof![
        12 => (client.clone(), prop::bool::weighted(0.9)).prop_map(|(client, hears)| Deed::Beat { client, hears }),
        4 => client.clone().prop_map(|client| Deed::Full { client }),
        1 => (client.clone(), any::<bool>()).prop_map(|(client, slow)| Deed::Slow { client, slow }),
        1 => client.clone().prop_map(|client| Deed::Crash { client }),
        1 => client.clone().prop_map(|client| Deed::Leave { client }),
        1 => (client, 0u8..6).prop_map(|(client, choice)| Deed::Subscribe { client, choice }),
        1 => (0u8..3, 0u8..4).prop_map(|(topic, by)| Deed::Grow { topic, by }),
        1 => (0u8..3).prop_map(|topic| Deed::Delete { topic }),
        3 => (0u16..9000).prop_map(|ms| Deed::Pass { ms }),
    ]
}

const TOPICS: [&str; 3] = ["aa", "ab", "b"];

#[derive(Debug, Default)]
struct Client {
    /// Empty while it is not in the group.
    id: Str,
    epoch: i32,
    owned: Held,
    told: Held,
    slow: bool,
    /// It missed an answer: it says everything again, and is told everything again.
    missed: bool,
    choice: u8,
    instance: Option<Str>,
    incarnation: u32,
}

struct Play {
    world: World,
    clients: Vec<Client>,
    group_epoch: i32,
}

impl Play {
    fn new(interval_ms: u64) -> Self {
        let mut world = World::new(&[("aa", 4), ("ab", 3), ("b", 5)]);
        world.config.consumer.assignment_interval = Duration::from_millis(interval_ms);
        world.config.consumer.session_timeout = Duration::from_secs(20);
        let mut clients: Vec<Client> = (0..5).map(|_| Client::default()).collect();
        clients[4].instance = Some("i4".into());
        Self { world, clients, group_epoch: 0 }
    }

    fn subscription(choice: u8) -> (Vec<Str>, Str) {
        let names = |names: &[&str]| names.iter().map(|name| Str::from(*name)).collect();
        match choice {
            0 => (names(&["aa"]), Str::EMPTY),
            1 => (names(&["aa", "ab", "b"]), Str::EMPTY),
            2 => (names(&["b"]), "a.*".into()),
            3 => (names(&[]), "a.*".into()),
            4 => (names(&["aa", "ab"]), Str::EMPTY),
            _ => (names(&[]), ".*b".into()),
        }
    }

    /// One heartbeat: joins if it has to, full or short.
    fn beat(&mut self, index: usize, full: bool, hears: bool) {
        let client = &mut self.clients[index];
        if client.id.is_empty() {
            client.incarnation += 1;
            client.id = Str::from(format!("c{index}-{}", client.incarnation));
            client.epoch = 0;
        }
        if !client.slow {
            client.owned = client.owned.intersection(&client.told).copied().collect();
        }
        let (names, regex) = Self::subscription(client.choice);
        let full = full || client.epoch == 0 || client.missed;
        client.missed = !hears;
        let request = Request {
            rebalance_timeout_ms: if full { 5000 } else { -1 },
            subscribed_topic_names: Some(names),
            subscribed_topic_regex: Some(regex),
            instance_id: client.instance.clone().filter(|_| full),
            ..owning(&client.id, client.epoch, &client.owned)
        };
        let result = self.world.send(&request);
        if !hears {
            return;
        }
        match result {
            Ok(answer) => {
                assert!(client.epoch <= answer.member_epoch, "member epochs only grow");
                assert!(answer.member_epoch > 0);
                client.epoch = answer.member_epoch;
                if let Some(told) = told(&answer) {
                    client.told = told;
                    // What is new can be taken at once; what is to go may take its time.
                    client.owned.extend(client.told.iter().copied());
                    if !client.slow {
                        client.owned.clone_from(&client.told);
                    }
                }
            }
            Err(refusal) => {
                assert!(
                    matches!(
                        refusal.code,
                        ErrorCode::FencedMemberEpoch
                            | ErrorCode::UnknownMemberId
                            | ErrorCode::UnreleasedInstanceId
                            | ErrorCode::FencedInstanceId
                            | ErrorCode::GroupIdNotFound
                    ),
                    "{refusal:?}"
                );
                self.forget(index);
            }
        }
    }

    /// The client gives up everything and begins anew.
    fn forget(&mut self, index: usize) {
        let client = &mut self.clients[index];
        client.id = Str::EMPTY;
        client.epoch = 0;
        client.owned.clear();
        client.told.clear();
    }

    fn leave(&mut self, index: usize) {
        let client = &self.clients[index];
        if !client.id.is_empty() {
            let epoch = if client.instance.is_some() { -2 } else { -1 };
            let request = Request { instance_id: client.instance.clone(), ..beat(&client.id, epoch) };
            // It may be gone already.
            drop(self.world.send(&request));
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
            Deed::Subscribe { client, choice } => self.clients[usize::from(client)].choice = choice,
            Deed::Grow { topic, by } => {
                let name = TOPICS[usize::from(topic)];
                let partitions = self.world.cluster.topics.get(name).map_or(2, |topic| topic.partitions);
                self.world.cluster.set(name, partitions + i32::from(by));
            }
            Deed::Delete { topic } => self.world.cluster.delete(TOPICS[usize::from(topic)]),
            Deed::Pass { ms } => self.world.pass(i64::from(ms)),
        }
        self.check();
    }

    /// Nobody who is in the group owns what another in the group owns.
    fn check(&mut self) {
        let Some(group) = &self.world.group else { return };
        assert!(self.group_epoch <= group.epoch, "group epochs only grow");
        self.group_epoch = group.epoch;
        let mut owned = BTreeMap::new();
        for client in self.clients.iter().filter(|client| group.members.contains_key(&client.id)) {
            for partition in &client.owned {
                assert_eq!(owned.insert(*partition, &client.id), None, "{partition:?} is owned twice");
            }
        }
    }

    /// Everyone goes on, quickly and in order: everyone reaches the target.
    fn settle(&mut self) {
        self.clients.iter_mut().for_each(|client| client.slow = false);
        for _ in 0..40 {
            self.world.pass(1500);
            for index in 0..self.clients.len() {
                self.beat(index, false, true);
                self.check();
            }
        }
        let group = self.world.group();
        assert_eq!(group.state(), GroupState::Stable, "{group:#?}");
        for client in &self.clients {
            let target = group.target(&client.id);
            let target: Held = target.iter().flat_map(|(t, ps)| ps.iter().map(|p| (*t, *p))).collect();
            assert_eq!(client.owned, target, "{} of {group:#?}", client.id);
        }
    }
}

pub(super) fn cases() -> u32 {
    std::env::var("MOLDAU_GROUP_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(96)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn groups_live_well(
        interval_ms in prop_oneof![Just(0u64), Just(1000)],
        deeds in prop::collection::vec(deed(), 1..120),
    ) {
        let mut play = Play::new(interval_ms);
        for deed in &deeds {
            play.act(deed);
        }
        play.settle();
    }
}
