//! Listens to what the node logs: for the story of a failure, and for counters of what must happen.

use std::fmt::Write as _;
use std::sync::Arc;

use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

use crate::{clock::SimClock, trace::Trace};

/// What a log line says happened, by its message.
const COUNTED: &[(&str, &str)] = &[
    ("log directory goes offline", "directory offline"),
    ("torn rounds of the journal are dropped", "torn round dropped"),
    ("torn metadata batch cut", "torn metadata batch cut"),
    ("old segments deleted", "segments deleted by retention"),
    ("room for segments", "write-back without room"),
    ("unreadable producer snapshot removed", "unreadable producer snapshot"),
    ("frames of partitions that have been deleted are dropped", "frames of deleted partitions dropped"),
    ("recovered", "recovery of all partitions finished"),
    ("a background task failed", "background task failed"),
];

/// A subscriber for one world.
#[derive(Debug)]
pub(crate) struct Listener {
    pub(crate) trace: Trace,
    pub(crate) clock: Arc<SimClock>,
}

#[derive(Default)]
struct Line {
    message: String,
    fields: String,
    frames: u64,
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        // Writing to a string does not fail.
        let written = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.fields, " {name}={value:?}"),
        };
        written.unwrap_or(());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "journal_frames" {
            self.frames = value;
        }
        self.record_debug(field, &value);
    }
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::INFO && metadata.target().starts_with("moldau")
    }

    fn new_span(&self, _span: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        if let Some((_, counter)) = COUNTED.iter().find(|(message, _)| *message == line.message) {
            self.trace.count(counter, 1);
        }
        if line.fields.contains("moldau.disk.stall.ms") && line.message.contains("goes offline") {
            self.trace.count("directory offline, its disk hangs", 1);
        }
        if line.frames != 0 {
            self.trace.count("journal recovered with frames", 1);
        }
        let now = self.clock.now_us();
        self.trace.event(now, &line.message, &[]);
        self.trace.tell(now, || format!("node: {}{}", line.message, line.fields));
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}
