//! Producer state at an offset of a log: the newest snapshot below it, and the records from there on.

use std::{ops::RangeInclusive, sync::Arc};

use crate::{
    batch::producer_batch,
    directory_shared::Shared,
    errors::{OpenError, ReadError},
    files::{FileCache, read_small},
    format::{names, snapshot},
    partition::PartitionLog,
    producers::ProducerStates,
    scan::{Access, ScanError, SegmentView},
};

use super::Inventory;

/// The newest readable snapshot at or below `limit`; unreadable ones are removed, as Kafka does.
pub(super) fn newest_snapshot(
    shared: &Arc<Shared>,
    inventory: &Inventory,
    limit: i64,
) -> Result<Option<(i64, ProducerStates)>, OpenError> {
    for offset in inventory.snapshots.range(..=limit).rev() {
        let path = inventory.path(*offset, names::SNAPSHOT_SUFFIX);
        let bytes = read_small(shared.files.disk(), &path).map_err(OpenError::io("read", &path))?;
        match snapshot::decode(bytes.as_deref().unwrap_or_default()) {
            Ok(entries) => return Ok(Some((*offset, ProducerStates::from_snapshot(&entries)))),
            Err(error) => {
                tracing::warn!(path = %path.display(), %error, "unreadable producer snapshot removed");
                super::files::remove_snapshot(shared, inventory, *offset)?;
            }
        }
    }
    Ok(None)
}

/// Takes the batches of a segment's file in [`from`, `to`) into `states`.
fn replay(
    cache: &FileCache,
    view: &SegmentView,
    (from, to): (i64, i64),
    states: &mut ProducerStates,
) -> Result<(), ScanError> {
    let Some((position, _)) = view.find(cache, Access::Blocking, from)? else { return Ok(()) };
    let mut headers = view.headers(cache, Access::Blocking, position)?;
    while let Some((position, header)) = headers.next()? {
        if to <= header.base_offset {
            break;
        }
        if header.base_offset < from || !header.has_producer_id() {
            continue;
        }
        let bytes = if header.attributes.is_control() {
            view.batch_at(cache, position, &header)?
        } else {
            bytes::Bytes::new()
        };
        states.apply(&producer_batch(&header, &bytes), header.base_offset, header.last_offset());
    }
    Ok(())
}

/// The producers as they were at `end`, which lies within the log: for truncation. Waits for the disk.
pub(crate) fn rebuild_producers(log: &PartitionLog, end: i64) -> Result<ProducerStates, ReadError> {
    let tail: Vec<_> = log.enter().tail.from(0).filter(|batch| batch.base_offset < end).cloned().collect();
    let views = log.views();
    let cache = &log.shared().files;
    // Behind an older snapshot records are missing: better to know nothing of a producer than what is not true any more.
    let first = views.first().map_or(0, |(view, _)| view.base());
    let (from, mut states) = snapshot_in(log, &(first..=end))?.unwrap_or((0, ProducerStates::default()));
    let file_end = tail.first().map_or(end, |batch| batch.base_offset.min(end));
    for (view, segment_end) in views {
        if from < segment_end && view.base() < file_end {
            replay(cache, &view, (from, file_end), &mut states)
                .map_err(|error| crate::partition::waited(error, &view))?;
        }
    }
    for batch in tail.iter().filter(|batch| from <= batch.base_offset) {
        let header = moldau_wire::record_batch::BatchHeader::parse(&batch.bytes);
        if let Ok(header) = header {
            states.apply(&producer_batch(&header, &batch.bytes), batch.base_offset, batch.last_offset);
        }
    }
    Ok(states)
}

fn snapshot_in(
    log: &PartitionLog,
    wanted: &RangeInclusive<i64>,
) -> Result<Option<(i64, ProducerStates)>, ReadError> {
    let disk = log.shared().files.disk();
    let dir = log.dir().path();
    let failed = |source| ReadError::Io { path: dir.clone(), source };
    let mut offsets: Vec<i64> = disk
        .list(&dir)
        .map_err(failed)?
        .iter()
        .filter_map(|entry| names::parse_segment_file(&entry.name, names::SNAPSHOT_SUFFIX))
        .filter(|offset| wanted.contains(offset))
        .collect();
    offsets.sort_unstable();
    for offset in offsets.into_iter().rev() {
        let path = dir.join(names::segment_file(offset, names::SNAPSHOT_SUFFIX));
        let bytes = read_small(disk, &path).map_err(failed)?.unwrap_or_default();
        if let Ok(entries) = snapshot::decode(&bytes) {
            return Ok(Some((offset, ProducerStates::from_snapshot(&entries))));
        }
    }
    Ok(None)
}
