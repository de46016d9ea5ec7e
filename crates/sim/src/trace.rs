//! What happened in a world: a hash of every event, counters of what must happen, and what was found wrong.

use std::{collections::BTreeMap, sync::Arc};

use parking_lot::Mutex;

use crate::random::mix;

/// How many of the last events are kept to be told with a failure.
const KEPT_MAX: usize = 40;

/// A world's record. Clones are the same record.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trace(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    hash: u64,
    events: u64,
    counters: BTreeMap<&'static str, u64>,
    violations: Vec<String>,
    last: std::collections::VecDeque<String>,
    told: Vec<String>,
    tells: bool,
}

/// What is left of a trace at the end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Equal for equal worlds.
    pub hash: u64,
    /// How many events were hashed.
    pub events: u64,
    /// How often what must happen did, by name.
    pub counters: BTreeMap<&'static str, u64>,
    /// What a checker found, in the order of finding.
    pub violations: Vec<String>,
    /// The last events before the first violation; all events if that was asked for.
    pub story: Vec<String>,
}

/// A look from outside at a world that may still be under way.
#[derive(Debug, Clone)]
pub struct Watch(Trace);

impl Watch {
    /// For one world, which has not begun. With `tells_all` every event is kept as text.
    pub fn new(tells_all: bool) -> Self {
        let trace = Trace::default();
        trace.0.lock().tells = tells_all;
        Self(trace)
    }

    /// What has happened up to now.
    pub fn summary(&self) -> Summary {
        self.0.summary()
    }

    pub(crate) fn trace(&self) -> Trace {
        self.0.clone()
    }
}

impl Trace {
    /// An event: it goes into the hash.
    pub(crate) fn event(&self, now_us: u64, what: &str, bytes: &[u8]) {
        let mut inner = self.0.lock();
        let mut hash = mix(inner.hash ^ now_us);
        for chunk in what.as_bytes().chunks(8).chain(bytes.chunks(8)) {
            let mut word = [0; 8];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            hash = mix(hash ^ u64::from_le_bytes(word));
        }
        inner.hash = hash;
        inner.events += 1;
    }

    /// A line for whoever reads about a failure.
    pub(crate) fn tell(&self, now_us: u64, line: impl FnOnce() -> String) {
        let mut inner = self.0.lock();
        if !inner.violations.is_empty() && !inner.tells {
            return;
        }
        let line = format!("{:>12.3} ms  {}", us_to_ms(now_us), line());
        if inner.tells {
            inner.told.push(line);
            return;
        }
        if inner.last.len() == KEPT_MAX {
            inner.last.pop_front();
        }
        inner.last.push_back(line);
    }

    /// Something that must happen over many seeds has happened.
    pub(crate) fn count(&self, what: &'static str, times: u64) {
        *self.0.lock().counters.entry(what).or_default() += times;
    }

    /// A checker found something.
    pub(crate) fn violation(&self, what: String) {
        let mut inner = self.0.lock();
        if inner.tells {
            inner.told.push(format!("VIOLATION: {what}"));
        }
        inner.violations.push(what);
    }

    pub(crate) fn has_violations(&self) -> bool {
        !self.0.lock().violations.is_empty()
    }

    pub(crate) fn summary(&self) -> Summary {
        let inner = self.0.lock();
        let story = if inner.tells { inner.told.clone() } else { inner.last.iter().cloned().collect() };
        Summary {
            hash: inner.hash,
            events: inner.events,
            counters: inner.counters.clone(),
            violations: inner.violations.clone(),
            story,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "for the eye")]
fn us_to_ms(us: u64) -> f64 {
    us as f64 / 1_000.0
}
