//! A world of one shard, its topics and a clock.

mod assigning;
mod kinds;
mod random;
mod scripts;
mod topologies;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use moldau_ids::{Timestamp, TopicId, Uuid};
use moldau_wire::messages as m;
use moldau_wire::messages::streams_group_heartbeat_request as q;
use moldau_wire::messages::streams_group_heartbeat_response as a;
use moldau_wire::{ErrorCode, Str};

use super::state::{GroupState, Live};
use super::*;
use crate::group::Group;
use crate::testing::{Counter, caller};
use crate::{
    Answer, Caller, Command, Config, Effect, EffectResult, Env, GroupConfigs, Record, Shard, Step, Ticket,
    Topic, Topics,
};

type Request = m::StreamsGroupHeartbeatRequest;
type Response = m::StreamsGroupHeartbeatResponse;

/// A kind of task (`a`ctive or `s`tandby), its subtopology and its partition.
type Owned = BTreeSet<(char, Str, i32)>;

#[derive(Debug, Default)]
pub(super) struct Cluster {
    topics: BTreeMap<Str, Topic>,
    version: u64,
    next_id: u128,
}

impl Cluster {
    /// Creates a topic, or gives it more partitions.
    pub(super) fn set(&mut self, name: &str, partitions: i32) {
        self.version += 1;
        if let Some(topic) = self.topics.get_mut(name) {
            topic.partitions = partitions;
            return;
        }
        self.next_id += 1;
        let topic = Topic { id: Uuid(self.next_id), name: name.into(), partitions };
        self.topics.insert(name.into(), topic);
    }

    pub(super) fn delete(&mut self, name: &str) {
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
    fn may_describe(&self, _: &Caller, _: &str) -> bool {
        true
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

struct World {
    cluster: Cluster,
    config: Config,
    overrides: Overrides,
    entropy: Counter,
    now: i64,
    shard: Shard,
    log: Vec<Record>,
    /// What a replay of the log gives, record by record.
    replayed: Shard,
    effects: Vec<Effect>,
}

impl World {
    /// Topics by name and number of partitions. Targets follow every change at once.
    fn new(topics: &[(&str, i32)]) -> Self {
        let mut config = Config::default();
        config.streams.assignment_interval = Duration::ZERO;
        config.streams_initial_rebalance_delay = Duration::ZERO;
        let mut world = Self {
            cluster: Cluster::default(),
            config,
            overrides: Overrides::default(),
            entropy: Counter::default(),
            now: 1_000_000,
            shard: Shard::new(),
            log: Vec::new(),
            replayed: Shard::new(),
            effects: Vec::new(),
        };
        for (name, partitions) in topics {
            world.cluster.set(name, *partitions);
        }
        world.with(Shard::loaded);
        world
    }

    /// Calls the shard, and checks that a replay of its log gives its state.
    fn with(&mut self, call: impl FnOnce(&mut Shard, &mut Env<'_>) -> Step) -> Vec<(Ticket, Answer)> {
        let mut env = Env {
            now: Timestamp(self.now),
            entropy: &mut self.entropy,
            topics: &self.cluster,
            config: &self.config,
            groups: &self.overrides,
        };
        let step = call(&mut self.shard, &mut env);
        for record in step.records {
            let (key, value) = record.encode().expect("records that are written can be encoded");
            self.replayed.replay_encoded(key, value, None);
            self.log.push(record);
        }
        assert_eq!(self.replayed.skipped_records(), 0);
        self.effects.extend(step.effects);
        let persisted = |shard: &Shard| {
            shard.groups.get("g").and_then(|group| match group {
                Group::Streams(group) => {
                    let mut group = (**group).clone();
                    group.live = Live::default();
                    Some(group)
                }
                Group::Classic(_) | Group::Consumer(_) | Group::Share(_) => None,
            })
        };
        assert_eq!(persisted(&self.shard), persisted(&self.replayed), "a replay gives the state");
        step.answers
    }

    fn ask(&mut self, command: Command) -> Answer {
        let mut answers = self.with(|shard, env| shard.handle(env, Ticket(1), command));
        assert_eq!(answers.len(), 1);
        answers.remove(0).1
    }

    fn send(&mut self, request: &Request) -> Result<Response, (ErrorCode, String)> {
        let command =
            Command::StreamsGroupHeartbeat { request: request.clone(), version: 0, caller: caller("client") };
        let Answer::StreamsGroupHeartbeat(answer) = self.ask(command) else { panic!("another answer") };
        match ErrorCode::from_i16(answer.error_code) {
            Some(ErrorCode::None) => Ok(answer),
            Some(error) => Err((error, answer.error_message.unwrap_or_default().to_string())),
            None => panic!("{answer:?}"),
        }
    }

    fn ok(&mut self, request: &Request) -> Response {
        self.send(request).expect("accepted")
    }

    /// Lets time pass, with every timer at its time.
    fn pass(&mut self, milliseconds: i64) {
        let until = self.now + milliseconds;
        while let Some(due) = self.shard.next_deadline().filter(|due| due.0 <= until) {
            self.now = self.now.max(due.0);
            self.with(Shard::tick);
        }
        self.now = until;
    }

    /// Creates the internal topics that were wished, or refuses them.
    fn create_wished(&mut self, error: ErrorCode) -> Vec<(Str, i32)> {
        let mut wished = Vec::new();
        for effect in std::mem::take(&mut self.effects) {
            let Effect::CreateInternalTopics { group_id, request, .. } = effect else { continue };
            let mut response = m::CreateTopicsResponse::default();
            for topic in request.topics {
                if error == ErrorCode::None {
                    self.cluster.set(&topic.name, topic.num_partitions);
                }
                wished.push((topic.name.clone(), topic.num_partitions));
                response.topics.push(m::create_topics_response::CreatableTopicResult {
                    name: topic.name,
                    error_code: error.to_i16(),
                    ..Default::default()
                });
            }
            let result = EffectResult::CreateInternalTopics { group_id, response };
            self.ask(Command::EffectDone(result));
        }
        wished
    }

    /// Another coordinator loads the log.
    fn reload(&mut self) {
        let mut shard = Shard::new();
        for record in &self.log {
            shard.replay(record.clone(), None);
        }
        self.shard = shard;
        self.with(Shard::loaded);
    }

    fn find(&self) -> Option<&StreamsGroup> {
        match self.shard.groups.get("g") {
            Some(Group::Streams(group)) => Some(group),
            _ => None,
        }
    }

    fn group(&self) -> &StreamsGroup {
        self.find().expect("a streams group")
    }
}

/// A subtopology that reads topics.
fn subtopology(id: &str, sources: &[&str]) -> q::Subtopology {
    q::Subtopology {
        subtopology_id: id.into(),
        source_topics: sources.iter().map(|name| Str::from(*name)).collect(),
        ..Default::default()
    }
}

fn internal(name: &str, partitions: i32) -> q::TopicInfo {
    q::TopicInfo { name: name.into(), partitions, ..Default::default() }
}

fn stateful(mut subtopology: q::Subtopology, changelog: &str) -> q::Subtopology {
    subtopology.state_changelog_topics.push(internal(changelog, 0));
    subtopology
}

fn topology(epoch: i32, subtopologies: Vec<q::Subtopology>) -> q::Topology {
    q::Topology { epoch, subtopologies, ..Default::default() }
}

/// One subtopology `a` that reads `in`.
fn simple() -> q::Topology {
    topology(0, vec![subtopology("a", &["in"])])
}

/// A member `process/number` joins.
fn join(member: &str, topology: &q::Topology) -> Request {
    let process = member.split('/').next().unwrap_or_default();
    Request {
        group_id: "g".into(),
        member_id: member.into(),
        member_epoch: 0,
        rebalance_timeout_ms: 5000,
        topology: Some(topology.clone()),
        active_tasks: Some(Vec::new()),
        standby_tasks: Some(Vec::new()),
        warmup_tasks: Some(Vec::new()),
        process_id: Some(process.into()),
        ..Default::default()
    }
}

/// A member that has nothing to say.
fn beat(member: &str, epoch: i32) -> Request {
    Request {
        group_id: "g".into(),
        member_id: member.into(),
        member_epoch: epoch,
        rebalance_timeout_ms: -1,
        ..Default::default()
    }
}

/// A member that says what it owns.
fn owning(member: &str, epoch: i32, owned: &Owned) -> Request {
    let list = |kind: char| {
        let mut sets: BTreeMap<&Str, Vec<i32>> = BTreeMap::new();
        for (_, subtopology, partition) in owned.iter().filter(|task| task.0 == kind) {
            sets.entry(subtopology).or_default().push(*partition);
        }
        let set = |(subtopology_id, partitions): (&Str, Vec<i32>)| q::TaskIds {
            subtopology_id: subtopology_id.clone(),
            partitions,
            ..Default::default()
        };
        Some(sets.into_iter().map(set).collect())
    };
    Request {
        active_tasks: list('a'),
        standby_tasks: list('s'),
        warmup_tasks: Some(Vec::new()),
        ..beat(member, epoch)
    }
}

/// The tasks that an answer tells, if it does.
fn told(answer: &Response) -> Option<Owned> {
    let read = |kind: char, sets: &Option<Vec<a::TaskIds>>| -> Option<Owned> {
        let sets = sets.as_ref()?.iter();
        let tasks = sets.flat_map(|set| {
            set.partitions.iter().map(move |partition| (kind, set.subtopology_id.clone(), *partition))
        });
        Some(tasks.collect())
    };
    let mut tasks = read('a', &answer.active_tasks)?;
    tasks.extend(read('s', &answer.standby_tasks)?);
    assert_eq!(answer.warmup_tasks, Some(Vec::new()));
    Some(tasks)
}

fn tasks(list: &[(char, &str, i32)]) -> Owned {
    list.iter().map(|(kind, subtopology, partition)| (*kind, Str::from(*subtopology), *partition)).collect()
}

fn statuses(answer: &Response) -> Vec<(i8, String)> {
    let statuses = answer.status.as_ref().expect("a list of statuses").iter();
    statuses.map(|status| (status.status_code, status.status_detail.to_string())).collect()
}

fn codes(answer: &Response) -> Vec<i8> {
    statuses(answer).into_iter().map(|(code, _)| code).collect()
}
