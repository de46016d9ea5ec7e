//! Random lives of a group whose members speak both protocols, through the shard, with reloads.

use proptest::prelude::*;

use crate::group::Group;
use crate::testing::{World as Shards, join_request, subscription, topic_id};
use crate::{Answer, Command, Config, Ticket};

use super::migration::{assignment, partitions_of};
use super::*;

#[derive(Debug, Clone)]
enum Deed {
    Step {
        client: u8,
    },
    Crash {
        client: u8,
    },
    Leave {
        client: u8,
    },
    /// It comes back with the other protocol.
    Switch {
        client: u8,
    },
    Pass {
        ms: u16,
    },
    Reload,
}

fn deed() -> impl Strategy<Value = Deed> {
    let client = 0u8..4;
    prop_oneof![
        20 => client.clone().prop_map(|client| Deed::Step { client }),
        1 => client.clone().prop_map(|client| Deed::Crash { client }),
        2 => client.clone().prop_map(|client| Deed::Leave { client }),
        1 => client.prop_map(|client| Deed::Switch { client }),
        4 => (0u16..6000).prop_map(|ms| Deed::Pass { ms }),
        1 => Just(Deed::Reload),
    ]
}

#[derive(Debug, Default)]
struct Client {
    classic: bool,
    id: Str,
    epoch: i32,
    owned: Held,
    join: Option<Ticket>,
    sync: Option<Ticket>,
}

impl Client {
    /// It gives up everything and begins anew.
    fn forget(&mut self) {
        *self = Self { classic: self.classic, ..Self::default() };
    }
}

struct Play {
    shards: Shards,
    clients: Vec<Client>,
    next_id: u32,
    seen: BTreeSet<&'static str>,
}

impl Play {
    fn new() -> Self {
        let mut config = Config { classic_initial_rebalance_delay: Duration::ZERO, ..Config::default() };
        config.consumer.assignment_interval = Duration::ZERO;
        let clients = (0..4).map(|n| Client { classic: n % 2 == 0, ..Client::default() }).collect();
        Self { shards: Shards::new(config), clients, next_id: 0, seen: BTreeSet::new() }
    }

    fn step(&mut self, index: usize) {
        if self.clients[index].classic {
            self.step_classic(index);
        } else {
            self.step_modern(index);
        }
        self.check();
    }

    fn step_modern(&mut self, index: usize) {
        let client = &mut self.clients[index];
        if client.id.is_empty() {
            self.next_id += 1;
            client.id = Str::from(format!("n{}", self.next_id));
        }
        let full = join(&client.id, &["t0"]);
        let topic_partitions = Some(wire(&client.owned));
        let request = Request { member_epoch: client.epoch, topic_partitions, ..full };
        let command = Command::ConsumerGroupHeartbeat { request, version: 1, caller: caller() };
        let Answer::ConsumerGroupHeartbeat(answer) = self.shards.ask(command) else {
            panic!("another answer")
        };
        let client = &mut self.clients[index];
        if answer.error_code != 0 {
            client.forget();
            return;
        }
        client.epoch = answer.member_epoch;
        if let Some(told) = told(&answer) {
            client.owned = told;
        }
    }

    /// One step of a member of the classic protocol that gives up everything at each rebalance.
    fn step_classic(&mut self, index: usize) {
        let client = &mut self.clients[index];
        if let Some(ticket) = client.join {
            if let Some(Answer::JoinGroup(answer)) = self.shards.answers.remove(&ticket) {
                client.join = None;
                self.joined(index, &answer);
            }
        } else if let Some(ticket) = client.sync {
            if let Some(Answer::SyncGroup(answer)) = self.shards.answers.remove(&ticket) {
                client.sync = None;
                match ErrorCode::from_i16(answer.error_code) {
                    Some(ErrorCode::None) => {
                        let partitions = partitions_of(&answer.assignment).into_iter();
                        client.owned = partitions.map(|partition| (topic_id(0), partition)).collect();
                    }
                    Some(ErrorCode::RebalanceInProgress) => self.join(index),
                    _ => client.forget(),
                }
            }
        } else if client.id.is_empty() {
            self.join(index);
        } else {
            let request = m::HeartbeatRequest {
                group_id: "g".into(),
                generation_id: client.epoch,
                member_id: client.id.clone(),
                ..Default::default()
            };
            let Answer::Heartbeat(answer) = self.shards.ask(Command::Heartbeat { request }) else {
                panic!("another answer")
            };
            match ErrorCode::from_i16(answer.error_code) {
                Some(ErrorCode::None) => {}
                Some(ErrorCode::RebalanceInProgress | ErrorCode::IllegalGeneration) => self.join(index),
                _ => client.forget(),
            }
        }
    }

    fn join(&mut self, index: usize) {
        let client = &mut self.clients[index];
        client.owned.clear();
        let mut request = join_request("g", &client.id);
        request.protocols[0].metadata = subscription(&["t0"]);
        let command = Command::JoinGroup { request, version: 9, caller: caller() };
        client.join = Some(self.shards.send(command));
    }

    fn joined(&mut self, index: usize, answer: &m::JoinGroupResponse) {
        let client = &mut self.clients[index];
        match ErrorCode::from_i16(answer.error_code) {
            Some(ErrorCode::None) => client.id = answer.member_id.clone(),
            Some(ErrorCode::MemberIdRequired) => {
                client.id = answer.member_id.clone();
                self.join(index);
                return;
            }
            Some(ErrorCode::RebalanceInProgress) => {
                self.join(index);
                return;
            }
            _ => {
                client.forget();
                return;
            }
        }
        client.epoch = answer.generation_id;
        let count = answer.members.len();
        let assignments = answer.members.iter().enumerate().map(|(at, member)| {
            let partitions: Vec<i32> =
                (0..4).zip((0..count).cycle()).filter(|(_, to)| *to == at).map(|(p, _)| p).collect();
            m::sync_group_request::SyncGroupRequestAssignment {
                member_id: member.member_id.clone(),
                assignment: assignment(&partitions, None),
                ..Default::default()
            }
        });
        let request = m::SyncGroupRequest {
            group_id: "g".into(),
            generation_id: answer.generation_id,
            member_id: answer.member_id.clone(),
            protocol_type: Some("consumer".into()),
            protocol_name: answer.protocol_name.clone(),
            assignments: assignments.collect(),
            ..Default::default()
        };
        client.sync = Some(self.shards.send(Command::SyncGroup { request, version: 5 }));
    }

    fn leave(&mut self, index: usize) {
        let client = &self.clients[index];
        if !client.id.is_empty() && client.classic {
            let member =
                m::leave_group_request::MemberIdentity { member_id: client.id.clone(), ..Default::default() };
            let request =
                m::LeaveGroupRequest { group_id: "g".into(), members: vec![member], ..Default::default() };
            self.shards.ask(Command::LeaveGroup { request, version: 5 });
        } else if !client.id.is_empty() {
            let request = beat(&client.id, -1);
            self.shards.ask(Command::ConsumerGroupHeartbeat { request, version: 1, caller: caller() });
        }
        self.clients[index].forget();
    }

    fn act(&mut self, deed: &Deed) {
        match *deed {
            Deed::Step { client } => self.step(usize::from(client)),
            Deed::Crash { client } => self.clients[usize::from(client)].forget(),
            Deed::Leave { client } => self.leave(usize::from(client)),
            Deed::Switch { client } => {
                self.leave(usize::from(client));
                let client = &mut self.clients[usize::from(client)];
                client.classic = !client.classic;
            }
            Deed::Pass { ms } => self.shards.advance(i64::from(ms)),
            Deed::Reload => self.reload(),
        }
        self.check();
    }

    fn reload(&mut self) {
        let describe = Command::ConsumerGroupDescribe { group_id: "g".into() };
        let is_consumer = matches!(self.shards.shard.group("g"), Some(Group::Consumer(_)));
        let before = self.shards.ask(describe.clone());
        self.shards.reload();
        if is_consumer {
            assert_eq!(self.shards.ask(describe), before);
        }
        // Whoever waited is told that the coordinator is elsewhere, looks for it, and joins again.
        for index in 0..self.clients.len() {
            let client = &mut self.clients[index];
            let waited = [client.join.take(), client.sync.take()];
            for ticket in waited.iter().flatten() {
                self.shards.answers.remove(ticket);
            }
            if waited.iter().any(Option::is_some) {
                self.join(index);
            }
        }
    }

    /// Nobody who is in the group owns what another in the group owns.
    fn check(&mut self) {
        let Some(group) = self.shards.shard.group("g") else { return };
        self.seen.insert(group.kind().name());
        let is_member = |id: &Str| match group {
            Group::Classic(group) => group.has_member(id),
            Group::Consumer(group) => group.members.contains_key(id),
            Group::Streams(_) => false,
            Group::Share(_) => false,
        };
        let mut owned = BTreeMap::new();
        for client in self.clients.iter().filter(|client| !client.id.is_empty() && is_member(&client.id)) {
            for partition in &client.owned {
                assert_eq!(owned.insert(*partition, &client.id), None, "{partition:?} is owned twice");
            }
        }
        if let Group::Consumer(group) = group {
            let mut held = BTreeMap::new();
            for (member, partition) in
                group.members.values().flat_map(|member| member.held().map(move |held| (member, held)))
            {
                assert_eq!(held.insert(partition, &member.id), None, "{partition:?} is held twice");
            }
        }
    }

    /// Everyone goes on: everything is owned.
    fn settle(&mut self) {
        for _ in 0..60 {
            self.shards.advance(1500);
            for index in 0..self.clients.len() {
                self.step(index);
            }
        }
        let state = self.shards.shard.group("g").expect("there is a group").state_name();
        assert_eq!(state, "Stable");
        let owned: usize = self.clients.iter().map(|client| client.owned.len()).sum();
        assert_eq!(owned, 4);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: random::cases(), ..ProptestConfig::default() })]

    #[test]
    fn groups_of_both_protocols_live_well(deeds in prop::collection::vec(deed(), 1..150)) {
        let mut play = Play::new();
        for deed in &deeds {
            play.act(deed);
        }
        play.settle();
        prop_assert!(!play.seen.is_empty());
    }
}
