//! Client quotas (KIP-13, KIP-124, KIP-599, KIP-612): who is charged with what, and how long who is over a quota waits.
//!
//! | module | holds |
//! |---|---|
//! | [`rate`] | a rate over windows, as Kafka measures it (pure) |
//! | [`bucket`] | the token bucket of controller mutations (pure) |
//! | [`limits`] | which quota holds for a user and a client id, by Kafka's precedence (pure) |
//! | [`usage`] | what each entity has used lately; bounded (pure) |
//! | [`throttle`] | how long an answer's connection is muted, by kind |
//!
//! Promise: without a quota nothing is measured, remembered or locked; asking whether there is one is one load of a
//! pointer. Entities that have been idle for an hour, or the least recently used of too many, are forgotten: they
//! begin anew.
//!
//! Words: *entity* - the user, the client id, or both, that share one measure, as the quota that holds for them says.
//! *Mute* - a connection's socket is not read until the throttle time is over; the answer leaves at once.

pub(crate) mod bucket;
pub(crate) mod limits;
pub(crate) mod rate;
pub(crate) mod throttle;
pub(crate) mod usage;

use std::{collections::BTreeMap, net::IpAddr, sync::Arc};

use arc_swap::ArcSwapOption;
use moldau_ids::MonotonicMs;
use moldau_meta::Image;
use moldau_settings::QuotasConfig;
use moldau_telemetry::{Counter, Counters, Gauges, Registry, names};
use parking_lot::Mutex;

use self::{
    bucket::{Bucket, Mutation},
    limits::Limits,
    rate::{Rate, Window},
    usage::Usage,
};

/// Entities whose use is remembered, of each kind.
const ENTITIES_MAX: usize = 10_000;
/// Entities with a counter of their own; the others share one.
const LABELS_MAX: usize = 1_000;
/// The label of the others.
const OTHERS: &str = "(others)";
/// Longer names share the use of those that begin alike.
const NAME_BYTES_MAX: usize = 256;

/// What is limited for users and client ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// `producer_byte_rate`.
    Produce,
    /// `consumer_byte_rate`.
    Fetch,
    /// `request_percentage`.
    Request,
    /// `controller_mutation_rate`.
    Mutation,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Produce, Self::Fetch, Self::Request, Self::Mutation];

    /// The quota's name.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Produce => "producer_byte_rate",
            Self::Fetch => "consumer_byte_rate",
            Self::Request => "request_percentage",
            Self::Mutation => "controller_mutation_rate",
        }
    }
}

/// Whom a request comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Client<'a> {
    /// The principal's name.
    pub(crate) user: &'a str,
    /// What the client calls itself; empty if it does not.
    pub(crate) id: &'a str,
}

/// Who shares a measure: user and client id, each empty if the quota is not by it.
pub(crate) type EntityKey = (Box<str>, Box<str>);

/// The quotas in force, and what has been used of them.
#[derive(Debug)]
pub(crate) struct Quotas {
    limits: ArcSwapOption<Limits>,
    window: Window,
    mutation_window: Window,
    produced: Mutex<Usage<EntityKey, Rate>>,
    fetched: Mutex<Usage<EntityKey, Rate>>,
    requested: Mutex<Usage<EntityKey, Rate>>,
    mutated: Mutex<Usage<EntityKey, Bucket>>,
    connected: Mutex<Usage<IpAddr, Rate>>,
    labels: Mutex<BTreeMap<(Kind, EntityKey), Counter>>,
    throttled: Counters,
    entities: Gauges,
    evicted: Counters,
}

impl Quotas {
    pub(crate) fn new(config: &QuotasConfig, registry: &Registry) -> Self {
        let usage = || Mutex::new(Usage::new(ENTITIES_MAX));
        Self {
            limits: ArcSwapOption::empty(),
            window: Window::of(config.window_count, config.window_seconds),
            mutation_window: Window::of(config.controller_window_count, config.controller_window_seconds),
            produced: usage(),
            fetched: usage(),
            requested: usage(),
            mutated: Mutex::new(Usage::new(ENTITIES_MAX)),
            connected: Mutex::new(Usage::new(ENTITIES_MAX)),
            labels: Mutex::default(),
            throttled: registry.counters(names::QUOTA_THROTTLED),
            entities: registry.gauges(names::QUOTA_ENTITIES),
            evicted: registry.counters(names::QUOTA_ENTITIES_EVICTED),
        }
    }

    /// Takes over what the metadata says.
    pub(crate) fn follow(&self, image: &Image) {
        let values = image
            .client_quotas()
            .map(|(entity, values)| (entity, values.iter().map(|(key, value)| (&**key, *value))));
        let limits = Limits::of(values);
        self.limits.store((!limits.is_empty()).then(|| Arc::new(limits)));
    }

    /// Whether there is any quota.
    pub(crate) fn in_force(&self) -> bool {
        self.limits.load().is_some()
    }

    /// Whether there is a quota of this kind for anybody.
    pub(crate) fn limits_any(&self, kind: Kind) -> bool {
        self.limits.load().as_ref().is_some_and(|limits| limits.has(kind))
    }

    /// Charges a client; says how many milliseconds it has to wait. Not for mutations.
    pub(crate) fn charge(&self, kind: Kind, client: Client<'_>, amount: f64, now: MonotonicMs) -> u32 {
        let throttle = self.rated(kind, client, now, |rate, window, limit| {
            rate.record(window, amount, now);
            rate.throttle_ms(window, limit, now)
        });
        let throttle = throttle.unwrap_or(0);
        // A request's time is never held against it for longer than a window.
        let throttle = if kind == Kind::Request { throttle.min(self.window.millis) } else { throttle };
        in_answer(throttle)
    }

    /// Takes back what was charged a moment ago.
    pub(crate) fn refund(&self, kind: Kind, client: Client<'_>, amount: f64, now: MonotonicMs) {
        self.rated(kind, client, now, |rate, window, _| rate.record(window, -amount, now));
    }

    /// How much a client that has been silent may be given at once.
    pub(crate) fn most_at_once(&self, kind: Kind, client: Client<'_>) -> Option<f64> {
        let limits = self.limits.load();
        let found = limits.as_ref()?.find(kind, client)?;
        Some(found.limit * self.window.full_seconds())
    }

    /// Asks whether so many partitions may be changed, and charges for them.
    pub(crate) fn mutate(
        &self,
        client: Client<'_>,
        partitions: f64,
        strict: bool,
        now: MonotonicMs,
    ) -> Mutation {
        let limits = self.limits.load();
        let Some(found) = limits.as_ref().and_then(|limits| limits.find(Kind::Mutation, client)) else {
            return Mutation { admitted: true, throttle_ms: 0 };
        };
        let key = key_of(client, found.by_user, found.by_client);
        let mut usage = self.mutated.lock();
        let bucket = usage.of(key, now, || Bucket::full(self.mutation_window, found.limit, now));
        let mutation = bucket.take(self.mutation_window, found.limit, partitions, strict, now);
        self.tidy(Kind::Mutation, &mut usage);
        mutation
    }

    /// Counts a connection from `address`. If there were too many lately it is not counted, and the answer is how long
    /// to keep it waiting before it is closed, in milliseconds.
    pub(crate) fn connection(&self, address: IpAddr, now: MonotonicMs) -> Option<u64> {
        let limits = self.limits.load();
        let limit = limits.as_ref()?.connections_from(address)?;
        let mut usage = self.connected.lock();
        let rate = usage.of(address, now, Rate::default);
        rate.record(self.window, 1.0, now);
        let throttle = rate.throttle_ms(self.window, limit, now);
        if throttle == 0 {
            return None;
        }
        rate.record(self.window, -1.0, now);
        Some(throttle.min(self.window.millis))
    }

    /// Notes for the metrics that a client was told to wait.
    pub(crate) fn note(&self, kind: Kind, client: Client<'_>, throttle_ms: u32) {
        let limits = self.limits.load();
        let Some(found) = limits.as_ref().and_then(|limits| limits.find(kind, client)) else { return };
        let key = key_of(client, found.by_user, found.by_client);
        let mut labels = self.labels.lock();
        let room = labels.len() < LABELS_MAX;
        if let Some(counter) = labels.get(&(kind, key.clone())) {
            counter.inc_by(throttle_ms.into());
        } else if room {
            let (user, id) = (label(&key.0), label(&key.1));
            let counter = self.throttled.with(&[kind.key(), &user, &id]);
            counter.inc_by(throttle_ms.into());
            labels.insert((kind, key), counter);
        } else {
            self.throttled.with(&[kind.key(), OTHERS, OTHERS]).inc_by(throttle_ms.into());
        }
    }

    /// Does something to the rate that a client is charged by, if a quota holds for it.
    fn rated<R>(
        &self,
        kind: Kind,
        client: Client<'_>,
        now: MonotonicMs,
        work: impl FnOnce(&mut Rate, Window, f64) -> R,
    ) -> Option<R> {
        let limits = self.limits.load();
        let found = limits.as_ref()?.find(kind, client)?;
        let mut usage = match kind {
            Kind::Produce => self.produced.lock(),
            Kind::Fetch => self.fetched.lock(),
            Kind::Request => self.requested.lock(),
            Kind::Mutation => return None,
        };
        let key = key_of(client, found.by_user, found.by_client);
        let done = work(usage.of(key, now, Rate::default), self.window, found.limit);
        self.tidy(kind, &mut usage);
        Some(done)
    }

    /// What was forgotten loses its counter.
    fn tidy<S>(&self, kind: Kind, usage: &mut Usage<EntityKey, S>) {
        let Some(gone) = usage.take_forgotten() else { return };
        self.entities.with(&[kind.key()]).set(i64::try_from(usage.len()).unwrap_or(i64::MAX));
        self.evicted.with(&[kind.key()]).inc_by(gone.evicted as u64);
        let mut labels = self.labels.lock();
        for key in gone.keys {
            let (user, id) = (label(&key.0), label(&key.1));
            if labels.remove(&(kind, key)).is_some() {
                self.throttled.remove(&[kind.key(), &user, &id]);
            }
        }
    }
}

/// As much as an answer can say.
fn in_answer(throttle_ms: u64) -> u32 {
    u32::try_from(throttle_ms).unwrap_or(u32::MAX).min(i32::MAX.unsigned_abs())
}

fn key_of(client: Client<'_>, by_user: bool, by_client: bool) -> EntityKey {
    let part = |taken: bool, name: &str| Box::from(if taken { beginning(name) } else { "" });
    (part(by_user, client.user), part(by_client, client.id))
}

fn beginning(name: &str) -> &str {
    let ends = name.char_indices().map(|(at, char)| at + char.len_utf8());
    let end = ends.take_while(|end| *end <= NAME_BYTES_MAX).last().unwrap_or(0);
    name.get(..end).unwrap_or(name)
}

/// A name as a label: what the client chose must not break the metrics' text.
fn label(name: &str) -> String {
    let plain = |char: char| if char.is_control() || matches!(char, '"' | '\\') { '_' } else { char };
    name.chars().map(plain).collect()
}

#[cfg(test)]
mod tests;
