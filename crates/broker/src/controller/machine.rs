//! The metadata as the log's state machine: committed batches become images.

use std::sync::Arc;

use bytes::Bytes;
use moldau_ids::Offset;
use moldau_meta::{Delta, Image, Record, Replayer, decode_record, encode_record};
use moldau_raft::{CommittedBatch, SnapshotWriter, StateMachine};
use moldau_wire::Str;

use super::metadata::{Metadata, Snapshot};

/// Replays committed batches and publishes what they make.
#[derive(Debug)]
pub(super) struct MetadataMachine {
    cluster_id: Str,
    replayer: Replayer,
    metadata: Arc<Metadata>,
}

impl MetadataMachine {
    pub(super) fn new(cluster_id: Str, metadata: Arc<Metadata>) -> Self {
        let replayer = Replayer::new(Image::empty(cluster_id.clone()));
        Self { cluster_id, replayer, metadata }
    }

    fn publish(&mut self, next_offset: Offset, epoch: i32, delta: &Delta) {
        let image = self.replayer.image().clone();
        self.metadata.publish(Snapshot { image, next_offset, epoch }, delta);
    }
}

fn decode(values: &[Bytes]) -> Result<Vec<Record>, String> {
    let records = values.iter().map(|value| decode_record(value.clone()));
    records.collect::<Result<_, _>>().map_err(|error| chain(&error))
}

/// An error with all its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}

impl StateMachine for MetadataMachine {
    fn apply(&mut self, batch: &CommittedBatch<'_>) -> Result<(), String> {
        let place = |what: String| format!("batch at offset {}: {what}", batch.base_offset);
        let records = decode(batch.records).map_err(place)?;
        self.replayer.replay(&records).map_err(|error| place(error.to_string()))?;
        let delta = self.replayer.take_delta();
        self.publish(batch.next_offset, batch.epoch, &delta);
        Ok(())
    }

    fn snapshot(&self) -> SnapshotWriter {
        let image = self.replayer.image().clone();
        Box::new(move || {
            let version = image.metadata_version();
            let records = image.snapshot();
            let encoded = records.iter().map(|record| encode_record(record, version));
            encoded.collect::<Result<_, _>>().map_err(|error| chain(&error))
        })
    }

    fn restore(&mut self, end: Offset, records: &[Bytes]) -> Result<(), String> {
        let before = self.metadata.latest();
        let mut replayer = Replayer::new(Image::empty(self.cluster_id.clone()));
        replayer.replay(&decode(records)?).map_err(|error| error.to_string())?;
        let mut delta = replayer.take_delta();
        self.replayer = replayer;
        let gone = before.image.topics().filter(|old| self.replayer.image().topic_by_id(old.id).is_none());
        delta.topics_deleted.extend(gone.map(|old| (old.id, old.name.clone())));
        self.publish(end, before.epoch, &delta);
        Ok(())
    }
}
