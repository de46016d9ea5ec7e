//! The registry: where components get their metrics from, and what the Prometheus text is rendered from.
//!
//! A registry is injected, never global: two brokers in one process do not share counters. Every metric is made
//! from a [`Desc`] of [`crate::names`], which is what the inventory in docs/metrics.md is checked against.
//! Handles are made once and kept by their component; nothing on a hot path looks a metric up by name or label.
//!
//! Labels: a family's label values come from a bounded set ([`Desc::labels`] says which). Families by topic are
//! removed with their topic.

use std::{
    fmt::{self, Write as _},
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use parking_lot::Mutex;
use prometheus_client::{
    encoding::EncodeMetric,
    metrics::{counter, family, gauge},
    registry::Registry as Prometheus,
};

use crate::timer::{QUANTILES, Timer};

/// A counter that only grows. Clones share the number.
pub type Counter = counter::Counter<u64, AtomicU64>;
/// A number that goes up and down. Clones share it.
pub type Gauge = gauge::Gauge<i64, std::sync::atomic::AtomicI64>;
/// Label values in the order of the family's [`Desc::labels`].
pub type Labels = Vec<(&'static str, Arc<str>)>;

/// What kind of number a metric is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Grows; rendered with the suffix `_total`.
    Counter,
    /// Goes up and down.
    Gauge,
    /// A distribution of durations: recent quantiles by label `quantile`, `_count` and `_sum`, in milliseconds.
    Timer,
}

/// Name, help and labels of one metric. Constants of this type live in [`crate::names`].
#[derive(Debug, Clone, Copy)]
pub struct Desc {
    /// The Prometheus name without the suffixes that the kind adds.
    pub name: &'static str,
    /// One sentence, with unit, ending without a full stop (the encoder adds it).
    pub help: &'static str,
    /// Names of the labels; empty for a single number.
    pub labels: &'static [&'static str],
    /// What kind of number.
    pub kind: Kind,
}

/// A set of counters told apart by labels.
#[derive(Debug, Clone)]
pub struct Counters {
    desc: Desc,
    family: family::Family<Labels, Counter>,
}

/// A set of gauges told apart by labels.
#[derive(Debug, Clone)]
pub struct Gauges {
    desc: Desc,
    family: family::Family<Labels, Gauge>,
}

/// A set of timers told apart by labels.
#[derive(Debug, Clone)]
pub struct Timers {
    desc: Desc,
    members: Arc<Mutex<Vec<(Labels, Timer)>>>,
}

/// Where metrics are registered and rendered. Clones are the same registry.
#[derive(Clone)]
pub struct Registry(Arc<Mutex<Inner>>);

struct Inner {
    prometheus: Prometheus,
    timers: Vec<Timers>,
    registered: Vec<Desc>,
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry").field("registered", &self.0.lock().registered.len()).finish()
    }
}

impl Default for Registry {
    fn default() -> Self {
        let inner = Inner { prometheus: Prometheus::default(), timers: Vec::new(), registered: Vec::new() };
        Self(Arc::new(Mutex::new(inner)))
    }
}

impl Registry {
    /// A counter without labels.
    pub fn counter(&self, desc: Desc) -> Counter {
        let counter = Counter::default();
        self.register(desc, Kind::Counter, counter.clone());
        counter
    }

    /// A gauge without labels.
    pub fn gauge(&self, desc: Desc) -> Gauge {
        let gauge = Gauge::default();
        self.register(desc, Kind::Gauge, gauge.clone());
        gauge
    }

    /// Counters by label.
    pub fn counters(&self, desc: Desc) -> Counters {
        let family = family::Family::<Labels, Counter>::default();
        self.register(desc, Kind::Counter, family.clone());
        Counters { desc, family }
    }

    /// Gauges by label.
    pub fn gauges(&self, desc: Desc) -> Gauges {
        let family = family::Family::<Labels, Gauge>::default();
        self.register(desc, Kind::Gauge, family.clone());
        Gauges { desc, family }
    }

    /// A timer without labels.
    pub fn timer(&self, desc: Desc) -> Timer {
        self.timers(desc).with(&[])
    }

    /// Timers by label.
    pub fn timers(&self, desc: Desc) -> Timers {
        let timers = Timers { desc, members: Arc::default() };
        let mut inner = self.0.lock();
        inner.note(desc, Kind::Timer);
        inner.timers.push(timers.clone());
        timers
    }

    /// What has been registered so far, in order.
    pub fn registered(&self) -> Vec<Desc> {
        self.0.lock().registered.clone()
    }

    /// The state of all metrics as `OpenMetrics` text. `now` is a clock that does not go back; recent quantiles
    /// are taken by it.
    pub fn render(&self, now: Duration) -> Result<String, fmt::Error> {
        let mut text = String::new();
        let inner = self.0.lock();
        prometheus_client::encoding::text::encode_registry(&mut text, &inner.prometheus)?;
        for timers in &inner.timers {
            timers.render(now, &mut text)?;
        }
        drop(inner);
        prometheus_client::encoding::text::encode_eof(&mut text)?;
        Ok(text)
    }

    fn register<M>(&self, desc: Desc, kind: Kind, metric: M)
    where
        M: EncodeMetric + fmt::Debug + Send + Sync + 'static,
    {
        let mut inner = self.0.lock();
        inner.note(desc, kind);
        inner.prometheus.register(desc.name, desc.help, metric);
    }
}

impl Inner {
    fn note(&mut self, desc: Desc, kind: Kind) {
        assert!(desc.kind == kind, "{} is registered as another kind than it is described as", desc.name);
        let twice = self.registered.iter().any(|other| other.name == desc.name);
        assert!(!twice, "{} is registered twice in one registry", desc.name);
        self.registered.push(desc);
    }
}

fn labels(desc: Desc, values: &[&str]) -> Labels {
    assert!(desc.labels.len() == values.len(), "{} takes labels {:?}", desc.name, desc.labels);
    desc.labels.iter().copied().zip(values.iter().map(|value| Arc::from(*value))).collect()
}

impl Counters {
    /// The counter of these label values; made at first use. Keep it: this looks it up.
    pub fn with(&self, values: &[&str]) -> Counter {
        self.family.get_or_create_owned(&labels(self.desc, values))
    }

    /// Forgets the counter of these label values.
    pub fn remove(&self, values: &[&str]) -> bool {
        self.family.remove(&labels(self.desc, values))
    }
}

impl Gauges {
    /// The gauge of these label values; made at first use. Keep it: this looks it up.
    pub fn with(&self, values: &[&str]) -> Gauge {
        self.family.get_or_create_owned(&labels(self.desc, values))
    }

    /// Forgets the gauge of these label values.
    pub fn remove(&self, values: &[&str]) -> bool {
        self.family.remove(&labels(self.desc, values))
    }
}

impl Timers {
    /// The timer of these label values; made at first use. Keep it: this looks it up.
    pub fn with(&self, values: &[&str]) -> Timer {
        let labels = labels(self.desc, values);
        let mut members = self.members.lock();
        if let Some((_, timer)) = members.iter().find(|(known, _)| *known == labels) {
            return timer.clone();
        }
        let timer = Timer::default();
        members.push((labels, timer.clone()));
        timer
    }

    /// Prometheus' `summary`, which the encoder does not know.
    fn render(&self, now: Duration, text: &mut String) -> fmt::Result {
        let Desc { name, help, .. } = self.desc;
        writeln!(text, "# HELP {name} {help}.\n# TYPE {name} summary")?;
        for (labels, timer) in &*self.members.lock() {
            let reading = timer.read(now);
            for (quantile, value) in QUANTILES.iter().zip(reading.quantiles_ms) {
                writeln!(text, "{name}{{{}quantile=\"{quantile}\"}} {value}", LabelText(labels, ","))?;
            }
            writeln!(text, "{name}_sum{{{}}} {}", LabelText(labels, ""), reading.sum_ms)?;
            writeln!(text, "{name}_count{{{}}} {}", LabelText(labels, ""), reading.count)?;
        }
        Ok(())
    }
}

/// Labels as the text format has them, escaped; the second part follows the last one if there is any.
struct LabelText<'a>(&'a Labels, &'static str);

impl fmt::Display for LabelText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, value)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            write!(f, "{comma}{name}=\"{value}\"")?;
        }
        if self.0.is_empty() { Ok(()) } else { f.write_str(self.1) }
    }
}

#[cfg(test)]
mod tests;
