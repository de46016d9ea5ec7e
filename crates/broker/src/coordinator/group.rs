//! The group coordinator: [`moldau_group::Shard`] on a partition of `__consumer_offsets`.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use moldau_auth::{Operation, Resource};
use moldau_group::{
    Answer, AssignorName, Caller, Command, Config, Effect, Env, GroupConfigs, ModernConfig, Shard, Step,
    Ticket, TxnProducer,
};
use moldau_ids::{LeaderEpoch, PartitionIndex, Timestamp, TopicId, Uuid};
use moldau_meta::{ConfigResource, Image, ResourceType};
use moldau_settings::{GroupsConfig, ModernGroupConfig};
use moldau_wire::Str;

use super::{
    machine::{Around, LogRecord, Machine, Out, Producer, TicketNumber},
    owner::OwnerHandle,
};
use crate::{Broker, context::ConnectionContext, controller::Snapshot, tasks::OnError};

/// A shard of the group coordinator, as an owner drives it.
#[derive(Debug)]
pub(crate) struct GroupMachine {
    shard: Shard,
    /// Records that could not be read, as far as they were told.
    skipped_told: u64,
}

impl GroupMachine {
    fn decide(
        &mut self,
        around: Around<'_>,
        decide: impl FnOnce(&mut Shard, &mut Env<'_>) -> Step,
    ) -> Out<Self> {
        let broker = around.broker;
        let view = View { broker, snapshot: broker.metadata() };
        let config = broker.group_config.load();
        let mut entropy = Entropy(broker);
        let mut env =
            Env { now: around.now, entropy: &mut entropy, topics: &view, config: &config, groups: &view };
        out(decide(&mut self.shard, &mut env))
    }
}

/// A step in the owner's words.
fn out(step: Step) -> Out<GroupMachine> {
    let Step { records, producer, answers, effects } = step;
    let encoded = records.iter().filter_map(|record| match record.encode() {
        Ok(encoded) => Some(encoded),
        Err(error) => {
            tracing::error!(%error, key = ?record.key, "a record of the group coordinator can't be written");
            None
        }
    });
    Out {
        records: encoded.collect(),
        producer: producer.map(|TxnProducer { producer_id, producer_epoch }| Producer {
            id: producer_id,
            epoch: producer_epoch,
        }),
        answers: answers.into_iter().map(|(ticket, answer)| (ticket.0, answer)).collect(),
        effects,
    }
}

const fn of_group(producer: Producer) -> TxnProducer {
    TxnProducer { producer_id: producer.id, producer_epoch: producer.epoch }
}

impl Machine for GroupMachine {
    type Command = Command;
    type Answer = Answer;
    type Effect = Effect;

    const TOPIC: &'static str = "__consumer_offsets";
    const NAME: &'static str = "group-coordinator";

    fn new(_partition: i32, _epoch: LeaderEpoch) -> Self {
        Self { shard: Shard::new(), skipped_told: 0 }
    }

    fn replay(&mut self, record: LogRecord) {
        let LogRecord { offset, key, value, producer } = record;
        self.shard.replay_encoded(key, value, producer.map(of_group));
        let skipped = self.shard.skipped_records();
        if self.skipped_told < skipped {
            self.skipped_told = skipped;
            tracing::warn!(topic = Self::TOPIC, offset, "a record that makes no sense is skipped");
        }
    }

    fn transaction_ended(&mut self, around: Around<'_>, producer: Producer, commit: bool) -> Out<Self> {
        self.decide(around, |shard, env| shard.transaction_ended(env, of_group(producer), commit))
    }

    fn loaded(&mut self, around: Around<'_>) -> Out<Self> {
        self.decide(around, Shard::loaded)
    }

    fn handle(&mut self, around: Around<'_>, ticket: TicketNumber, command: Command) -> Out<Self> {
        self.decide(around, |shard, env| shard.handle(env, Ticket(ticket), command))
    }

    fn next_deadline(&self) -> Option<Timestamp> {
        self.shard.next_deadline()
    }

    fn tick(&mut self, around: Around<'_>) -> Out<Self> {
        self.decide(around, Shard::tick)
    }

    fn carry_out(_broker: &Arc<Broker>, _owner: &OwnerHandle<Self>, effect: Effect) {
        // Wished by share and streams groups only, which are not served yet.
        tracing::warn!(?effect, "a wish of the group coordinator is not carried out");
    }
}

/// Topics are gone: so are the offsets that groups had committed in them.
pub(crate) fn forget_topics(broker: &Arc<Broker>, topics: Vec<(TopicId, Str)>) {
    let owners = broker.groups.all();
    if topics.is_empty() || owners.is_empty() {
        return;
    }
    broker.tasks.spawn("offsets-of-deleted-topics", OnError::Log, async move {
        for owner in owners {
            owner.tell(Command::TopicsDeleted { topics: topics.clone() }).await;
        }
        Ok::<_, std::convert::Infallible>(())
    });
}

struct Entropy<'a>(&'a Broker);

impl moldau_group::Entropy for Entropy<'_> {
    fn uuid(&mut self) -> Uuid {
        self.0.env.random_uuid()
    }
}

/// The metadata as groups see it.
struct View<'a> {
    broker: &'a Broker,
    snapshot: Arc<Snapshot>,
}

impl View<'_> {
    fn image(&self) -> &Image {
        &self.snapshot.image
    }
}

fn seen(topic: &moldau_meta::Topic) -> Option<moldau_group::Topic> {
    let partitions = i32::try_from(topic.partition_count()).ok().filter(|count| 0 < *count)?;
    Some(moldau_group::Topic { id: topic.id, name: topic.name.clone(), partitions })
}

impl moldau_group::Topics for View<'_> {
    fn by_name(&self, name: &str) -> Option<moldau_group::Topic> {
        self.image().topic(name).and_then(|topic| seen(topic))
    }

    fn by_id(&self, id: TopicId) -> Option<moldau_group::Topic> {
        self.image().topic_by_id(id).and_then(|topic| seen(topic))
    }

    fn for_each_name(&self, visit: &mut dyn FnMut(&str)) {
        for topic in self.image().topics() {
            visit(&topic.name);
        }
    }

    fn racks(&self, id: TopicId, partition: i32) -> Vec<Str> {
        let image = self.image();
        let partition = image.topic_by_id(id).and_then(|topic| topic.partition(PartitionIndex(partition)));
        let replicas = partition.into_iter().flat_map(|partition| partition.replicas.iter());
        let racks: BTreeSet<Str> = replicas.filter_map(|node| image.broker(*node)?.rack.clone()).collect();
        racks.into_iter().collect()
    }

    fn may_describe(&self, caller: &Caller, topic: &str) -> bool {
        let Some(caller) = authorizable(caller) else { return false };
        self.broker.authorizer.authorize(&caller, Operation::Describe, Resource::topic(topic)).is_allowed()
    }

    fn version(&self) -> u64 {
        u64::try_from(self.snapshot.next_offset.get()).unwrap_or(0)
    }
}

impl GroupConfigs for View<'_> {
    fn get(&self, group_id: &str, name: &str) -> Option<Str> {
        let resource = ConfigResource { kind: ResourceType::Group, name: group_id.into() };
        self.image().config_value(&resource, name).cloned()
    }
}

/// Who makes a request, in the groups' words.
pub(crate) fn caller(context: &ConnectionContext) -> Caller {
    Caller {
        // The request's memory is given back; what is kept is a copy.
        client_id: context.request.client_id.as_ref().map(Str::detach).unwrap_or_default(),
        client_host: Str::from(format!("/{}", context.caller.host)),
        principal: Arc::from(context.caller.principal.to_string()),
    }
}

/// Back to who asks the authorizer. The listener is not kept: no rule depends on it.
fn authorizable(caller: &Caller) -> Option<moldau_auth::Caller> {
    let name = caller.principal.strip_prefix("User:")?;
    let host = caller.client_host.trim_start_matches('/').parse().ok()?;
    Some(moldau_auth::Caller { principal: moldau_auth::Principal::user(name), host, listener: Arc::from("") })
}

/// The broker's properties in the groups' words.
pub(crate) fn config(groups: &GroupsConfig) -> Config {
    let modern = |group: &ModernGroupConfig| ModernConfig {
        session_timeout: Duration::from_millis(group.session_timeout_ms),
        heartbeat_interval: Duration::from_millis(group.heartbeat_interval_ms),
        size_max: group.size_max,
        assignment_interval: Duration::from_millis(group.assignment_interval_ms),
    };
    let assignor = |name: &String| match name.as_str() {
        "uniform" => Some(AssignorName::Uniform),
        "range" => Some(AssignorName::Range),
        _ => None,
    };
    Config {
        classic_session_timeout_min: Duration::from_millis(groups.classic_session_timeout_ms_min),
        classic_session_timeout_max: Duration::from_millis(groups.classic_session_timeout_ms_max),
        classic_initial_rebalance_delay: Duration::from_millis(groups.classic_initial_rebalance_delay_ms),
        classic_size_max: groups.classic_size_max,
        consumer: modern(&groups.consumer),
        consumer_assignors: groups.consumer_assignors.iter().filter_map(assignor).collect(),
        consumer_upgrade: groups.consumer_upgrade,
        consumer_downgrade: groups.consumer_downgrade,
        consumer_regex_refresh: Duration::from_millis(groups.consumer_regex_refresh_ms),
        share: modern(&groups.share),
        streams: modern(&groups.streams),
        streams_standby_replicas: groups.streams_standby_replicas,
        streams_initial_rebalance_delay: Duration::from_millis(groups.streams_initial_rebalance_delay_ms),
        offsets_retention: Duration::from_mins(groups.offsets_retention_minutes),
        offsets_retention_check: Duration::from_millis(groups.offsets_retention_check_ms),
        offset_metadata_bytes_max: groups.offset_metadata_bytes_max,
        ..Config::default()
    }
}
