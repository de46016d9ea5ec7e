//! A world of one consumer group, its topics and a clock.

mod both;
mod broken;
mod migration;
mod random;
mod scripts;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use moldau_ids::{Timestamp, TopicId, Uuid};
use moldau_wire::messages as m;
use moldau_wire::messages::consumer_group_heartbeat_request::TopicPartitions;
use moldau_wire::{ErrorCode, Str};

use super::describe::{CommitCheck, check_commit, describe};
use super::draft::{Draft, Refusal, TimerChange};
use super::heartbeat::{check_request, heartbeat};
use super::leave::{is_overdue, leave, remove, start_timers};
use super::state::{Applied, GroupState};
use super::*;
use crate::group::Committer;
use crate::{Caller, Config, Entropy, Env, GroupConfigs, Record, Topic, Topics};

type Request = m::ConsumerGroupHeartbeatRequest;
type Response = m::ConsumerGroupHeartbeatResponse;
type Held = BTreeSet<(TopicId, i32)>;

#[derive(Debug, Default)]
struct Cluster {
    topics: BTreeMap<Str, Topic>,
    hidden: BTreeSet<Str>,
    version: u64,
    next_id: u128,
}

impl Cluster {
    /// Creates a topic, or gives it more partitions.
    fn set(&mut self, name: &str, partitions: i32) -> TopicId {
        self.version += 1;
        if let Some(topic) = self.topics.get_mut(name) {
            topic.partitions = partitions;
            return topic.id;
        }
        self.next_id += 1;
        let id = Uuid(self.next_id);
        self.topics.insert(name.into(), Topic { id, name: name.into(), partitions });
        id
    }

    fn delete(&mut self, name: &str) {
        self.version += 1;
        self.topics.remove(name);
    }
}

impl Topics for Cluster {
    fn by_name(&self, name: &str) -> Option<Topic> {
        self.topics.get(name).cloned()
    }
    fn by_id(&self, id: TopicId) -> Option<Topic> {
        self.topics.values().find(|topic| topic.id == id).cloned()
    }
    fn for_each_name(&self, visit: &mut dyn FnMut(&str)) {
        self.topics.keys().for_each(|name| visit(name));
    }
    fn racks(&self, _: TopicId, _: i32) -> Vec<Str> {
        Vec::new()
    }
    fn may_describe(&self, _: &Caller, topic: &str) -> bool {
        !self.hidden.contains(topic)
    }
    fn version(&self) -> u64 {
        self.version
    }
}

#[derive(Debug, Default)]
struct Overrides(BTreeMap<&'static str, Str>);

impl GroupConfigs for Overrides {
    fn get(&self, _: &str, name: &str) -> Option<Str> {
        self.0.get(name).cloned()
    }
}

#[derive(Debug, Default)]
struct Counter(u128);

impl Entropy for Counter {
    fn uuid(&mut self) -> Uuid {
        self.0 += 1;
        Uuid(self.0)
    }
}

struct World {
    cluster: Cluster,
    config: Config,
    overrides: Overrides,
    entropy: Counter,
    now: i64,
    group: Option<ConsumerGroup>,
    log: Vec<Record>,
    /// What a replay of the log gives.
    replayed: ConsumerGroup,
    timers: BTreeMap<(Str, TimerKind), i64>,
}

fn group_id() -> Str {
    Str::from_static("g")
}

fn caller() -> Caller {
    Caller {
        client_id: "client".into(),
        client_host: "/127.0.0.1".into(),
        principal: "User:ANONYMOUS".into(),
    }
}

impl World {
    /// Topics by name and number of partitions. Targets follow every change at once.
    fn new(topics: &[(&str, i32)]) -> Self {
        let mut config = Config::default();
        config.consumer.assignment_interval = Duration::ZERO;
        let mut world = Self {
            cluster: Cluster::default(),
            config,
            overrides: Overrides::default(),
            entropy: Counter::default(),
            now: 1_000_000,
            group: None,
            log: Vec::new(),
            replayed: ConsumerGroup::new(group_id()),
            timers: BTreeMap::new(),
        };
        for (name, partitions) in topics {
            world.cluster.set(name, *partitions);
        }
        world
    }

    /// Runs a decision on the group, and checks what always holds.
    fn decide<T>(
        &mut self,
        create: bool,
        decide: impl FnOnce(&mut Draft<'_>, &mut Env<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let is_new = self.group.is_none();
        if is_new && !create {
            return Err(Refusal::new(ErrorCode::GroupIdNotFound, "Consumer group g not found."));
        }
        let mut group = self.group.take().unwrap_or_else(|| ConsumerGroup::new(group_id()));
        let before = group.clone();
        let mut env = Env {
            now: Timestamp(self.now),
            entropy: &mut self.entropy,
            topics: &self.cluster,
            config: &self.config,
            groups: &self.overrides,
        };
        let mut draft = Draft::new(&mut group);
        let result = decide(&mut draft, &mut env);
        let (records, timers) = (draft.records, draft.timers);
        if result.is_err() {
            assert!(records.is_empty() && timers.is_empty() && group == before, "a refusal changes nothing");
        }
        for record in records {
            assert_eq!(self.replayed.apply(&record.key, record.value.as_ref()), Applied::Done);
            self.log.push(record);
        }
        for timer in timers {
            match timer {
                TimerChange::Set { member_id, kind, at } => {
                    self.timers.insert((member_id, kind), at.get());
                }
                TimerChange::SetIfAbsent { member_id, kind, at } => {
                    self.timers.entry((member_id, kind)).or_insert(at.get());
                }
                TimerChange::Cancel { member_id, kind } => {
                    self.timers.remove(&(member_id, kind));
                }
            }
        }
        if !(is_new && result.is_err()) {
            self.group = Some(group);
            self.check();
        }
        result
    }

    /// Replay gives the live group; epochs are in order; nothing is held twice.
    fn check(&mut self) {
        let group = self.group.as_ref().expect("there is a group");
        self.replayed.metadata_checked = group.metadata_checked;
        assert_eq!(self.replayed, *group);
        assert!(group.assignment_epoch <= group.epoch);
        let mut held = BTreeMap::new();
        for member in group.members.values() {
            assert!(member.epoch <= group.assignment_epoch);
            for partition in member.held() {
                assert_eq!(held.insert(partition, &member.id), None, "{partition:?} is held twice");
                assert_eq!(group.holder(partition.0, partition.1), Some(&member.id));
            }
        }
    }

    fn send_version(&mut self, request: &Request, version: i16) -> Result<Response, Refusal> {
        check_request(&self.config, request, version)?;
        if request.member_epoch < 0 {
            return self.decide(false, |draft, env| {
                let (answer, leaver) = leave(draft, request)?;
                remove(draft, env, &leaver.into_iter().collect());
                Ok(answer)
            });
        }
        self.decide(request.member_epoch == 0, |draft, env| heartbeat(draft, env, request, &caller()))
    }

    fn send(&mut self, request: &Request) -> Result<Response, Refusal> {
        self.send_version(request, 1)
    }

    fn refused(&mut self, request: &Request) -> (ErrorCode, String) {
        let refusal = self.send(request).expect_err("should be refused");
        (refusal.code, refusal.message.map(String::from).unwrap_or_default())
    }

    /// Lets time pass, with all that falls due.
    fn pass(&mut self, ms: i64) {
        let until = self.now + ms;
        while let Some(((id, kind), at)) =
            self.timers.iter().min_by_key(|(_, at)| **at).map(|(key, at)| (key.clone(), *at))
            && at <= until
        {
            self.now = self.now.max(at);
            self.timers.remove(&(id.clone(), kind));
            let group = self.group.as_ref().expect("timers have a group");
            if is_overdue(group, &id, kind) {
                self.decide(false, |draft, env| {
                    remove(draft, env, &BTreeSet::from([id]));
                    Ok(())
                })
                .expect("never refused");
            }
        }
        self.now = until;
    }

    fn group(&self) -> &ConsumerGroup {
        self.group.as_ref().expect("there is a group")
    }

    fn id(&self, topic: &str) -> TopicId {
        self.cluster.topics[topic].id
    }

    /// The record kinds written since the log had that many.
    fn written(&self, since: usize) -> Vec<String> {
        let name = |record: &Record| {
            let key = format!("{:?}", record.key);
            let kind =
                key.split('(').next().unwrap_or_default().trim_start_matches("ConsumerGroup").to_owned();
            if record.value.is_none() { format!("-{kind}") } else { kind }
        };
        self.log[since..].iter().map(name).collect()
    }
}

fn join(id: &str, topics: &[&str]) -> Request {
    Request {
        group_id: group_id(),
        member_id: id.into(),
        rebalance_timeout_ms: 5_000,
        subscribed_topic_names: Some(topics.iter().map(|name| Str::from(*name)).collect()),
        topic_partitions: Some(Vec::new()),
        ..Request::default()
    }
}

fn join_regex(id: &str, regex: &str) -> Request {
    Request { subscribed_topic_regex: Some(regex.into()), ..join(id, &[]) }
}

fn join_static(id: &str, instance: &str, topics: &[&str]) -> Request {
    Request { instance_id: Some(instance.into()), ..join(id, topics) }
}

/// A heartbeat that says nothing new.
fn beat(id: &str, epoch: i32) -> Request {
    Request { group_id: group_id(), member_id: id.into(), member_epoch: epoch, ..Request::default() }
}

fn wire(held: &Held) -> Vec<TopicPartitions> {
    let mut topics: BTreeMap<TopicId, Vec<i32>> = BTreeMap::new();
    for (topic, partition) in held {
        topics.entry(*topic).or_default().push(*partition);
    }
    let topic = |(topic_id, partitions)| TopicPartitions { topic_id, partitions, ..Default::default() };
    topics.into_iter().map(topic).collect()
}

/// A heartbeat that says what the member owns.
fn owning(id: &str, epoch: i32, held: &Held) -> Request {
    Request { topic_partitions: Some(wire(held)), ..beat(id, epoch) }
}

fn told(response: &Response) -> Option<Held> {
    let assignment = response.assignment.as_ref()?;
    let topics = assignment.topic_partitions.iter();
    Some(topics.flat_map(|t| t.partitions.iter().map(|p| (t.topic_id, *p))).collect())
}
