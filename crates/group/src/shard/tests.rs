//! Random clients against one shard: whatever they do, at whatever time, the promises hold.
//!
//! `MOLDAU_GROUP_STEPS` sets the number of steps of each seed (default 3,000), `MOLDAU_GROUP_SEEDS` the number of
//! seeds (default 8), `MOLDAU_GROUP_SEED` the first seed.

use std::collections::BTreeMap;

use bytes::Bytes;
use moldau_ids::Uuid;
use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use crate::group::Group;
use crate::testing::{
    World, caller, commit_request, join_request, subscription, topic_id, txn_commit_request,
};
use crate::{Answer, Command, Config, Shard, Ticket};

const GROUPS: [&str; 3] = ["a", "b", "c"];
const CLIENTS: u64 = 12;
const MINUTE: i64 = 60_000;

/// xorshift64*: the same seed gives the same run.
#[derive(Debug)]
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % bound
    }

    fn one_in(&mut self, bound: u64) -> bool {
        self.below(bound) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }

    fn small(&mut self, bound: u64) -> i32 {
        i32::try_from(self.below(bound)).unwrap()
    }
}

/// What a client that behaves does next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Next {
    #[default]
    Join,
    Sync,
    Heartbeat,
}

/// What a client believes.
#[derive(Debug, Clone, Default)]
struct Client {
    group: &'static str,
    instance: Option<Str>,
    member_id: Str,
    generation: i32,
    leads: bool,
    members: Vec<Str>,
    /// What it waits for; a client that has crashed waits for nothing.
    waits: Option<Ticket>,
    /// The member id in the request that it waits for.
    asked_as: Str,
    next: Next,
}

/// A run.
#[derive(Debug)]
struct Run {
    random: Random,
    world: World,
    clients: Vec<Client>,
    /// The protocol of each generation that anybody was told of.
    told: BTreeMap<(&'static str, i32), Option<Str>>,
    /// How often something happened that a run should see.
    seen: BTreeMap<&'static str, u64>,
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let client = |number: u64| Client {
            group: GROUPS[usize::try_from(number % 3).unwrap()],
            instance: (number % 4 == 3).then(|| Str::from(format!("i{}", number / 8))),
            ..Client::default()
        };
        let config = Config {
            classic_size_max: if random.one_in(4) { 3 } else { usize::MAX },
            offsets_retention: std::time::Duration::from_mins(20),
            offsets_retention_check: std::time::Duration::from_mins(3),
            ..Config::default()
        };
        Self {
            random,
            world: World::new(config),
            clients: (0..CLIENTS).map(client).collect(),
            told: BTreeMap::new(),
            seen: BTreeMap::new(),
        }
    }

    fn saw(&mut self, what: &'static str) {
        *self.seen.entry(what).or_default() += 1;
    }

    fn step(&mut self) {
        let number = usize::try_from(self.random.below(CLIENTS)).unwrap();
        match self.random.below(100) {
            0..50 if self.clients[number].waits.is_some() => {}
            0..50 => match self.clients[number].next {
                Next::Join => self.join(number),
                Next::Sync => self.sync(number),
                Next::Heartbeat => self.heartbeat(number),
            },
            50..53 => self.join(number),
            53..56 => self.sync(number),
            56..58 => self.heartbeat(number),
            58 => self.leave(number),
            59..67 => self.commit(number),
            67..72 => self.commit_in_transaction(number),
            72..75 => {
                let (producer, commit) = (self.random.small(3), !self.random.one_in(3));
                self.world.end_transaction(producer.into(), commit);
            }
            75 => self.administrate(),
            76 => self.clients[number].waits = None,
            77 => {
                let group = self.clients[number].group;
                let instance = self.clients[number].instance.clone();
                self.clients[number] = Client { group, instance, ..Client::default() };
            }
            78 if self.random.one_in(8) => self.reload(),
            78 => self.compare_with_replay(),
            _ => {
                let most = *self.random.pick(&[10, 10, 50, 100, 200, 500, 3_000]);
                let most = if self.random.one_in(60) { 6 * MINUTE } else { most };
                let wait = self.random.below(u64::try_from(most).unwrap());
                self.world.advance(i64::try_from(wait).unwrap());
            }
        }
        self.listen();
        self.check();
    }

    fn join(&mut self, number: usize) {
        let client = self.clients[number].clone();
        if client.waits.is_some() && !self.random.one_in(8) {
            return;
        }
        let mut request = join_request(client.group, &client.member_id);
        request.group_instance_id = client.instance.clone();
        request.rebalance_timeout_ms = match self.random.below(20) {
            0 => -1,
            1 => 0,
            2 => 5_000,
            _ => 60_000,
        };
        request.session_timeout_ms = *self.random.pick(&[6_000, 10_000, 30_000]);
        let topic = format!("t{}", self.random.below(3));
        request.protocols[0].metadata = match self.random.below(40) {
            0 => Bytes::from_static(b"?"),
            1 => subscription(&[&topic]),
            _ => subscription(&["t0"]),
        };
        if self.random.one_in(30) {
            request.protocols.push(m::join_group_request::JoinGroupRequestProtocol {
                name: Str::from("other"),
                ..Default::default()
            });
            request.protocols.rotate_left(usize::try_from(self.random.below(2)).unwrap());
        }
        if self.random.one_in(40) {
            request.protocols.remove(0);
        }
        if self.random.one_in(40) {
            request.protocol_type = Str::from("connect");
        }
        // Clients with instances are not so old.
        let oldest = if client.instance.is_some() { 5 } else { 0 };
        let version = i16::try_from(oldest + self.random.below(10 - oldest)).unwrap();
        let caller = caller("c");
        self.clients[number].waits = Some(self.world.send(Command::JoinGroup { request, version, caller }));
    }

    fn generation_of(&mut self, number: usize) -> i32 {
        let generation = self.clients[number].generation;
        if self.random.one_in(15) { generation - 1 } else { generation }
    }

    fn sync(&mut self, number: usize) {
        let generation_id = self.generation_of(number);
        let client = self.clients[number].clone();
        if client.waits.is_some() && !self.random.one_in(8) {
            return;
        }
        let assignment = |id: &Str| m::sync_group_request::SyncGroupRequestAssignment {
            member_id: id.clone(),
            assignment: Bytes::from(format!("{}@{generation_id}", client.group)),
            ..Default::default()
        };
        let request = m::SyncGroupRequest {
            group_id: Str::from(client.group),
            generation_id,
            member_id: client.member_id.clone(),
            group_instance_id: client.instance.clone(),
            assignments: if client.leads { client.members.iter().map(assignment).collect() } else { vec![] },
            ..Default::default()
        };
        self.clients[number].asked_as = client.member_id;
        let ticket = self.world.send(Command::SyncGroup { request, version: 3 });
        self.clients[number].waits = Some(ticket);
    }

    fn heartbeat(&mut self, number: usize) {
        let generation_id = self.generation_of(number);
        let client = &self.clients[number];
        let request = m::HeartbeatRequest {
            group_id: Str::from(client.group),
            generation_id,
            member_id: client.member_id.clone(),
            group_instance_id: client.instance.clone(),
            ..Default::default()
        };
        let Answer::Heartbeat(response) = self.world.ask(Command::Heartbeat { request }) else { panic!() };
        self.heard_error(number, response.error_code);
        if response.error_code == 0 {
            self.saw("heartbeat");
        }
    }

    /// What a client does about an error.
    fn heard_error(&mut self, number: usize, error_code: i16) {
        let client = &mut self.clients[number];
        match ErrorCode::from_i16(error_code) {
            Some(ErrorCode::None) => {}
            Some(ErrorCode::RebalanceInProgress) => client.next = Next::Join,
            _ => {
                client.next = Next::Join;
                client.member_id = Str::EMPTY;
            }
        }
    }

    fn leave(&mut self, number: usize) {
        let client = self.clients[number].clone();
        let other = self.random.pick(&self.clients).clone();
        let identity = |client: &Client| m::leave_group_request::MemberIdentity {
            member_id: client.member_id.clone(),
            group_instance_id: client.instance.clone(),
            ..Default::default()
        };
        let request = m::LeaveGroupRequest {
            group_id: Str::from(client.group),
            member_id: client.member_id.clone(),
            members: vec![identity(&client), identity(&other)],
            ..Default::default()
        };
        let version = *self.random.pick(&[2, 5]);
        self.world.ask(Command::LeaveGroup { request, version });
    }

    fn commit(&mut self, number: usize) {
        let generation = self.generation_of(number);
        let client = self.clients[number].clone();
        let (topic, partition) = (format!("t{}", self.random.below(3)), self.random.small(3));
        let mut request = commit_request(client.group, &topic, partition, self.random.small(1_000).into());
        if !self.random.one_in(3) {
            request.member_id = client.member_id;
            request.group_instance_id = client.instance;
            request.generation_id_or_member_epoch = generation;
        }
        if self.random.one_in(4) {
            request.topics[0].topic_id = topic_id(u128::from(self.random.below(3)));
        }
        if self.random.one_in(10) {
            request.retention_time_ms = 5 * MINUTE;
        }
        let Answer::OffsetCommit(response) = self.world.ask(Command::OffsetCommit { request, version: 10 })
        else {
            panic!()
        };
        if response.topics[0].partitions[0].error_code == 0 {
            self.saw("commit");
        }
    }

    fn commit_in_transaction(&mut self, number: usize) {
        let client = self.clients[number].clone();
        let producer = self.random.small(3).into();
        let (topic, partition) = (format!("t{}", self.random.below(3)), self.random.small(3));
        let offset = self.random.small(1_000).into();
        let mut request = txn_commit_request(producer, (client.group, &topic), partition, offset);
        if self.random.one_in(2) {
            request.member_id = client.member_id;
            request.group_instance_id = client.instance;
            request.generation_id = client.generation;
        }
        self.world.ask(Command::TxnOffsetCommit { request, version: 4 });
    }

    fn administrate(&mut self) {
        let group_id = Str::from(*self.random.pick(&GROUPS));
        match self.random.below(6) {
            0 => {
                let Answer::DeleteGroup(result) = self.world.ask(Command::DeleteGroup { group_id }) else {
                    panic!()
                };
                if result.error_code == 0 {
                    self.saw("group deleted");
                }
            }
            1 => {
                let number = self.random.below(3);
                let topics = vec![(topic_id(number.into()), Str::from(format!("t{number}")))];
                self.world.ask(Command::TopicsDeleted { topics });
            }
            _ => {
                let request = m::OffsetDeleteRequest {
                    group_id,
                    topics: vec![m::offset_delete_request::OffsetDeleteRequestTopic {
                        name: Str::from("t1"),
                        partitions: vec![m::offset_delete_request::OffsetDeleteRequestPartition {
                            partition_index: self.random.small(3),
                        }],
                    }],
                };
                self.world.ask(Command::OffsetDelete { request });
            }
        }
    }

    /// Gives answers to those who wait for them, and checks them.
    fn listen(&mut self) {
        for (ticket, answer) in std::mem::take(&mut self.world.answers) {
            let waiting = self.clients.iter().position(|client| client.waits == Some(ticket));
            #[expect(clippy::wildcard_enum_match_arm, reason = "all others are answered at once")]
            match answer {
                Answer::JoinGroup(response) => self.heard_join(waiting, &response),
                Answer::SyncGroup(response) => self.heard_sync(waiting, &response),
                other => panic!("nobody waits for {other:?}"),
            }
        }
    }

    fn heard_join(&mut self, waiting: Option<usize>, response: &m::JoinGroupResponse) {
        let Some(number) = waiting else { return };
        let client = &mut self.clients[number];
        client.waits = None;
        client.next = if response.error_code == 0 { Next::Sync } else { Next::Join };
        if response.error_code == 0 {
            client.member_id = response.member_id.clone();
            client.generation = response.generation_id;
            client.leads = response.leader == response.member_id;
            client.members = response.members.iter().map(|member| member.member_id.clone()).collect();
            let key = (client.group, client.generation);
            let protocol = response.protocol_name.clone();
            let before = self.told.entry(key).or_insert_with(|| protocol.clone());
            assert_eq!(*before, protocol, "one generation, two protocols: {key:?}");
            self.saw("joined");
            let Some(Group::Classic(group)) = self.world.shard.group(key.0) else { return };
            if self.clients[number].instance.is_some() && group.describe().group_state == *"Stable" {
                self.saw("static member back");
            }
        } else if response.error_code == ErrorCode::MemberIdRequired.to_i16() {
            client.member_id = response.member_id.clone();
            self.saw("member id required");
        } else {
            client.member_id = Str::EMPTY;
            self.saw("join refused");
            self.saw(ErrorCode::from_i16(response.error_code).map_or("", ErrorCode::name));
        }
    }

    fn heard_sync(&mut self, waiting: Option<usize>, response: &m::SyncGroupResponse) {
        if response.error_code != 0 {
            assert!(response.assignment.is_empty());
            self.saw("sync refused");
        }
        let Some(number) = waiting else { return };
        self.clients[number].waits = None;
        self.heard_error(number, response.error_code);
        if response.error_code == 0 {
            self.clients[number].next = Next::Heartbeat;
            let client = &self.clients[number];
            let Some(Group::Classic(group)) = self.world.shard.group(client.group) else {
                panic!("an assignment of no group")
            };
            assert!(group.has_member(&client.asked_as), "an assignment for a stranger");
            let expected = format!("{}@{}", client.group, group.generation());
            assert!(
                response.assignment.is_empty() || response.assignment == expected.as_bytes(),
                "{:?} is not of {expected}",
                response.assignment
            );
            self.saw("synced");
        }
    }

    /// What must hold after every step.
    fn check(&mut self) {
        for (id, group) in self.world.shard.groups() {
            let Group::Classic(group) = group else { continue };
            group.check();
            let newest = self.told.range((name_of(id), i32::MIN)..=(name_of(id), i32::MAX)).next_back();
            if let Some(((_, told), _)) = newest {
                assert!(*told <= group.generation(), "{id} went back from {told}");
            }
        }
        // A group that was deleted begins anew.
        let shard = &self.world.shard;
        self.told.retain(|(group, _), _| shard.group(group).is_some());
    }

    fn reload(&mut self) {
        for producer in 0..3 {
            let commit = self.random.one_in(2);
            self.world.end_transaction(producer, commit);
        }
        self.compare_with_replay();
        self.world.compact();
        self.compare_offsets(&self.world.replayed());
        self.world.reload();
        self.told.clear();
        self.listen();
        self.saw("reloaded");
    }

    /// Both have the same offsets, whoever asks for them.
    fn compare_offsets(&self, replayed: &Shard) {
        for name in GROUPS {
            for require_stable in [true, false] {
                let group = m::offset_fetch_request::OffsetFetchRequestGroup {
                    group_id: Str::from(name),
                    topics: None,
                    ..Default::default()
                };
                assert_eq!(
                    self.world.shard.fetch_offsets(&group, require_stable, 9),
                    replayed.fetch_offsets(&group, require_stable, 9)
                );
            }
        }
    }

    /// A replay of the log has the same offsets, and the same groups where their generation is complete.
    fn compare_with_replay(&mut self) {
        let replayed = self.world.replayed();
        let ids = |shard: &Shard| shard.groups().map(|(id, _)| id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&self.world.shard), ids(&replayed));
        self.compare_offsets(&replayed);
        for id in ids(&replayed) {
            assert_eq!(self.world.shard.offsets().of_group(&id), replayed.offsets().of_group(&id));
            let (Some(Group::Classic(live)), Some(Group::Classic(other))) =
                (self.world.shard.group(&id), replayed.group(&id))
            else {
                panic!()
            };
            if matches!(live.describe().group_state.as_str(), "Stable" | "Empty") {
                assert_eq!(live.describe(), other.describe());
                assert_eq!(live.generation(), other.generation());
                assert_eq!(live.retention_base(), other.retention_base());
                for topic in ["t0", "t1", "t2"] {
                    assert_eq!(live.is_subscribed(topic), other.is_subscribed(topic));
                }
            }
        }
        self.saw("compared");
    }
}

fn name_of(id: &str) -> &'static str {
    GROUPS.iter().find(|name| **name == id).copied().unwrap_or("")
}

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn promises_hold_whatever_clients_do() {
    let first = number("MOLDAU_GROUP_SEED", 1);
    let mut seen: BTreeMap<&'static str, u64> = BTreeMap::new();
    for seed in first..first + number("MOLDAU_GROUP_SEEDS", 8) {
        println!("seed {seed}");
        let mut run = Run::new(seed);
        for _ in 0..number("MOLDAU_GROUP_STEPS", 3_000) {
            run.step();
        }
        // In the end nobody is left waiting.
        run.world.advance(30 * MINUTE);
        run.listen();
        assert!(run.world.waiting.is_empty(), "never answered: {:?}", run.world.waiting);
        run.reload();
        for (what, count) in run.seen {
            *seen.entry(what).or_default() += count;
        }
    }
    println!("{seen:?}");
    for what in [
        "joined",
        "synced",
        "heartbeat",
        "commit",
        "static member back",
        "member id required",
        "join refused",
        "sync refused",
        "group deleted",
        "reloaded",
        "compared",
    ] {
        assert!(seen.contains_key(what), "no run has seen: {what}");
    }
}

#[test]
fn a_broken_log_is_loaded_as_far_as_it_makes_sense() {
    let mut skipped = 0;
    for seed in 1..number("MOLDAU_GROUP_SEEDS", 8) * 4 {
        let mut run = Run::new(seed);
        for _ in 0..400 {
            run.step();
        }
        let mut random = Random(seed);
        run.world.break_log(|bytes| {
            if bytes.is_empty() || !random.one_in(4) {
                return;
            }
            let length = bytes.len() as u64;
            let place = usize::try_from(random.below(length)).unwrap();
            match random.below(3) {
                0 => bytes.truncate(place),
                1 => bytes[place] = u8::try_from(random.below(256)).unwrap(),
                _ => bytes[place] ^= 1,
            }
        });
        let shard = run.world.replayed_with_skips();
        skipped += shard.skipped_records();
        run.world.waiting.clear();
        run.world.shard = shard;
        run.world.with(Shard::loaded);
        for (_, group) in run.world.shard.groups() {
            if let Group::Classic(group) = group {
                group.check();
            }
        }
        run.world.advance(2 * MINUTE);
        for name in GROUPS {
            let request = join_request(name, "");
            run.world.send(Command::JoinGroup { request, version: 3, caller: caller("c") });
        }
        run.world.advance(30 * MINUTE);
        assert!(run.world.waiting.is_empty());
    }
    assert!(skipped > 0);
}

#[test]
fn the_same_seed_gives_the_same_run() {
    let run = |seed| {
        let mut run = Run::new(seed);
        for _ in 0..500 {
            run.step();
        }
        (run.world.now, format!("{:?}", run.world.answers), run.world.log_text())
    };
    assert_eq!(run(3), run(3));
}

#[test]
fn records_of_unknown_kinds_are_skipped_and_counted() {
    let mut shard = Shard::new();
    for (key, value) in [
        (&[0, 99, 0][..], Some(&[0, 0][..])),
        (&[], None),
        (&[0, 3, 0, 1, b'g'], None),
        (&[0, 1, 0, 1, b'g', 0, 1, b't', 0, 0, 0, 0], Some(&[0, 9])),
        (&[0, 1, 0, 1, b'g', 0, 1, b't', 0, 0, 0, 0], None),
    ] {
        shard.replay_encoded(Bytes::copy_from_slice(key), value.map(Bytes::copy_from_slice), None);
    }
    // A tombstone of a group that is not there is nothing strange.
    assert_eq!(shard.skipped_records(), 3);
    assert_eq!(shard.next_deadline(), None);
}

#[test]
fn the_oldest_offset_records_are_read() {
    let mut shard = Shard::new();
    let key = [&[0, 0, 0, 1, b'g', 0, 1, b't'][..], &7_i32.to_be_bytes()].concat();
    let value =
        [&0_i16.to_be_bytes()[..], &5_i64.to_be_bytes(), &[0, 1, b'm'], &9_i64.to_be_bytes()].concat();
    shard.replay_encoded(key.into(), Some(value.into()), None);
    assert_eq!(shard.skipped_records(), 0);
    let topic = m::offset_fetch_request::OffsetFetchRequestTopics {
        name: Str::from("t"),
        topic_id: Uuid::ZERO,
        partition_indexes: vec![7],
        ..Default::default()
    };
    let group = m::offset_fetch_request::OffsetFetchRequestGroup {
        group_id: Str::from("g"),
        topics: Some(vec![topic]),
        ..Default::default()
    };
    let response = shard.fetch_offsets(&group, true, 9);
    assert_eq!(response.topics[0].partitions[0].committed_offset, 5);
}
