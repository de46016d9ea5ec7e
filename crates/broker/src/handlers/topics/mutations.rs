//! The quota of controller mutations (KIP-599): what a request would change is charged by partitions, topic by topic, and
//! what is over the quota is left out of what the controller is asked.
//!
//! Only what the controller would do is charged: it is asked that first, without doing it. All of this happens only
//! where there is such a quota.

use std::sync::Arc;

use moldau_ids::MonotonicMs;
use moldau_meta::{Answer, Command, Image};
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        CreatePartitionsRequest, CreateTopicsRequest,
        create_partitions_response::CreatePartitionsTopicResult,
        create_topics_response::CreatableTopicResult, delete_topics_request::DeleteTopicState,
    },
};

use crate::{
    Broker,
    context::ConnectionContext,
    quotas::{Client, Kind, rate::amount},
};

/// From here on `CreateTopics` refuses what is over the quota; before, it only makes the client wait.
const CREATE_STRICT_SINCE: i16 = 6;
/// The same of `DeleteTopics`.
const DELETE_STRICT_SINCE: i16 = 5;
/// The same of `CreatePartitions`.
const CREATE_PARTITIONS_STRICT_SINCE: i16 = 3;

/// What one request is charged.
struct Charge<'a> {
    broker: &'a Broker,
    client: Client<'a>,
    strict: bool,
    /// What its client was told last to wait, and when.
    throttle: Option<(u32, MonotonicMs)>,
}

impl<'a> Charge<'a> {
    /// `None` if nobody is charged.
    fn of(broker: &'a Broker, context: &'a ConnectionContext, strict_since: i16) -> Option<Self> {
        broker.quotas.limits_any(Kind::Mutation).then(|| Self {
            broker,
            client: context.client(),
            strict: strict_since <= context.request.api_version,
            throttle: None,
        })
    }

    /// Charges for the partitions of one topic; says whether they may be changed.
    fn take(&mut self, partitions: usize) -> bool {
        let now = self.broker.env.monotonic();
        let mutation = self.broker.quotas.mutate(self.client, amount(partitions), self.strict, now);
        if 0 < mutation.throttle_ms {
            self.throttle = Some((mutation.throttle_ms, now));
        }
        mutation.admitted
    }

    /// How long the client has to wait from now on.
    fn throttle_time_ms(&self) -> i32 {
        let now = self.broker.env.monotonic();
        let left = self.throttle.map_or(0, |(wait, told)| u64::from(wait).saturating_sub(now.since(told)));
        i32::try_from(left).unwrap_or(i32::MAX)
    }
}

fn exceeded() -> (i16, Option<Str>) {
    (ErrorCode::ThrottlingQuotaExceeded.to_i16(), Some("The throttling quota has been exceeded.".into()))
}

/// Leaves out of `request` what is over the quota; gives its results, and the throttle time.
pub(super) async fn create(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: &mut CreateTopicsRequest,
) -> (Vec<CreatableTopicResult>, i32) {
    let Some(mut charge) = Charge::of(broker, context, CREATE_STRICT_SINCE) else { return (Vec::new(), 0) };
    let trial = CreateTopicsRequest { validate_only: true, ..request.clone() };
    let Ok(Answer::CreateTopics(trial)) = broker.ask(Command::CreateTopics(trial)).await else {
        return (Vec::new(), 0);
    };
    let mut refused = Vec::new();
    for topic in trial.topics.into_iter().filter(|topic| topic.error_code == ErrorCode::None.to_i16()) {
        if !charge.take(usize::try_from(topic.num_partitions).unwrap_or(0)) {
            request.topics.retain(|asked| asked.name != topic.name);
            let (error_code, error_message) = exceeded();
            let name = topic.name;
            refused.push(CreatableTopicResult { name, error_code, error_message, ..Default::default() });
        }
    }
    (refused, charge.throttle_time_ms())
}

/// As [`create`], for topics that are to be deleted; gives those left out.
pub(super) fn delete(
    broker: &Broker,
    context: &ConnectionContext,
    asked: &mut Vec<DeleteTopicState>,
) -> (Vec<DeleteTopicState>, i32) {
    let Some(mut charge) = Charge::of(broker, context, DELETE_STRICT_SINCE) else { return (Vec::new(), 0) };
    let metadata = broker.metadata();
    let mut refused = Vec::new();
    asked.retain(|state| {
        let topic = match &state.name {
            Some(name) => metadata.image.topic(name),
            None => metadata.image.topic_by_id(state.topic_id),
        };
        let admitted = topic.is_none_or(|topic| charge.take(topic.partitions().count()));
        if !admitted {
            refused.push(state.clone());
        }
        admitted
    });
    (refused, charge.throttle_time_ms())
}

/// As [`create`], for partitions.
pub(super) async fn create_partitions(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: &mut CreatePartitionsRequest,
) -> (Vec<CreatePartitionsTopicResult>, i32) {
    let Some(mut charge) = Charge::of(broker, context, CREATE_PARTITIONS_STRICT_SINCE) else {
        return (Vec::new(), 0);
    };
    let trial = CreatePartitionsRequest { validate_only: true, ..request.clone() };
    let Ok(Answer::CreatePartitions(trial)) = broker.ask(Command::CreatePartitions(trial)).await else {
        return (Vec::new(), 0);
    };
    let metadata = broker.metadata();
    let mut refused = Vec::new();
    for topic in trial.results.into_iter().filter(|topic| topic.error_code == ErrorCode::None.to_i16()) {
        if !charge.take(added(&metadata.image, request, &topic.name)) {
            request.topics.retain(|asked| asked.name != topic.name);
            let (error_code, error_message) = exceeded();
            let name = topic.name;
            refused.push(CreatePartitionsTopicResult {
                name,
                error_code,
                error_message,
                ..Default::default()
            });
        }
    }
    (refused, charge.throttle_time_ms())
}

/// How many partitions a topic would get.
fn added(image: &Image, request: &CreatePartitionsRequest, name: &Str) -> usize {
    let asked = request.topics.iter().find(|topic| topic.name == *name).map_or(0, |topic| topic.count);
    let present = image.topic(name).map_or(0, |topic| topic.partitions().count());
    usize::try_from(asked).unwrap_or(0).saturating_sub(present)
}
