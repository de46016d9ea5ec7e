//! Replaying a partition's log into a fresh [`Machine`].

use bytes::Bytes;
use moldau_ids::Offset;
use moldau_log::{DECOMPRESSED_MAX, ReadSlice};
use moldau_wire::{
    ErrorCode,
    record_batch::{RecordBatch, batches, control::ControlType},
};

use super::machine::{Around, LogRecord, Machine, Producer};
use crate::{
    Broker,
    partition::{Partition, read_error},
};

/// Bytes read at a time; a single batch may be larger.
const READ_BYTES: usize = 1 << 20;

/// Replays everything that the log holds into `machine`, up to where it ends now. Returns that end.
pub(super) async fn load<M: Machine>(
    machine: &mut M,
    around: Around<'_>,
    partition: &std::sync::Arc<Partition>,
) -> Result<Offset, ErrorCode> {
    let broker = around.broker;
    if !partition.is_loaded() {
        broker.logs.load(partition).await?;
    }
    let ends = partition.log()?.ends();
    let mut at = ends.log_start;
    while at < ends.log_end {
        let Some(bytes) = read(broker, partition, at, ends.log_end).await? else { break };
        let next = replay(machine, around, &bytes, at);
        // A log that does not get on would be read for ever.
        if next <= at {
            tracing::error!(partition = %partition.name(), offset = at.get(), "a coordinator's log can't be read further");
            return Err(ErrorCode::CorruptMessage);
        }
        at = next;
        tokio::task::yield_now().await;
    }
    Ok(ends.log_end)
}

/// The next batches from `from` on; `None` if nothing is left (compaction may have taken the last ones).
async fn read(
    broker: &Broker,
    partition: &Partition,
    from: Offset,
    end: Offset,
) -> Result<Option<Bytes>, ErrorCode> {
    let plan = partition.log()?.read(from, READ_BYTES, true, end).map_err(|error| read_error(&error))?;
    let mut whole = Vec::new();
    for slice in plan.slices {
        match slice {
            ReadSlice::Memory(bytes) => whole.extend_from_slice(&bytes),
            ReadSlice::File(file) => whole.extend_from_slice(&broker.logs.read(file).await?),
        }
    }
    Ok((!whole.is_empty()).then(|| Bytes::from(whole)))
}

/// Replays whole batches; returns the offset after the last one. What makes no sense is told and skipped.
fn replay<M: Machine>(machine: &mut M, around: Around<'_>, bytes: &Bytes, from: Offset) -> Offset {
    let mut next = from;
    for batch in batches(bytes) {
        let batch = match batch {
            Ok(batch) => batch,
            Err(error) => {
                tracing::error!(topic = M::TOPIC, offset = next.get(), %error, "a coordinator's batch is broken");
                break;
            }
        };
        if let Err(reason) = replay_batch(machine, around, &batch, from) {
            let offset = batch.header().base_offset;
            tracing::error!(topic = M::TOPIC, offset, reason, "a coordinator's batch is skipped");
        }
        next = next.max(Offset::new(batch.header().next_offset()).unwrap_or(next));
    }
    next
}

fn replay_batch<M: Machine>(
    machine: &mut M,
    around: Around<'_>,
    batch: &RecordBatch,
    from: Offset,
) -> Result<(), String> {
    let header = batch.header();
    let attributes = header.attributes;
    let records = batch.records(DECOMPRESSED_MAX).map_err(|error| error.to_string())?;
    let producer = Producer { id: header.producer_id, epoch: header.producer_epoch };
    for record in &records {
        let record = record.map_err(|error| error.to_string())?;
        if record.offset < from.get() {
            continue;
        }
        if attributes.is_control() {
            let kind =
                ControlType::from_key(record.key.unwrap_or_default()).map_err(|error| error.to_string())?;
            if matches!(kind, ControlType::Commit | ControlType::Abort) {
                // Nobody waits for anything yet.
                drop(machine.transaction_ended(around, producer, kind == ControlType::Commit));
            }
            continue;
        }
        let shared = |part: &[u8]| records.data().slice_ref(part);
        machine.replay(LogRecord {
            offset: record.offset,
            key: record.key.map(shared).unwrap_or_default(),
            value: record.value.map(shared),
            producer: attributes.is_transactional().then_some(producer),
        });
    }
    Ok(())
}
