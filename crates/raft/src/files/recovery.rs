//! Opening the log after whatever happened.
//!
//! Every batch is read and its checksum compared. In the last segment the first bad batch and what follows it is a
//! torn append, never acknowledged, and is cut; in any other segment it is damage and an error.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use moldau_disk::{Disk, DiskFile, OpenMode, read_exact_at};
use moldau_wire::record_batch::{HEADER_SIZE, RecordBatch, batch_size};

use super::{LogFiles, Mark, Segment, Slot};
use crate::LogError;

impl LogFiles {
    /// Opens the log in `directory`, which exists. `checkpoint` is the latest one.
    pub(crate) fn open(
        disk: Arc<dyn Disk>,
        directory: &Path,
        segment_bytes: u64,
        checkpoint: Option<Mark>,
    ) -> Result<Self, LogError> {
        let mut this = Self {
            disk,
            directory: directory.to_owned(),
            segment_bytes,
            segments: VecDeque::new(),
            slots: VecDeque::new(),
            first_index: 0,
            purged: None,
            start_offset: 0,
            checkpoint,
            roll: false,
            recent: VecDeque::new(),
            recent_bytes: 0,
            failed: false,
        };
        let bases = this.list()?;
        let count = bases.len();
        for (position, base_offset) in bases.into_iter().enumerate() {
            this.recover_segment(base_offset, position + 1 == count)?;
        }
        this.number()?;
        Ok(this)
    }

    /// The first offsets of the segments, in order.
    fn list(&self) -> Result<Vec<i64>, LogError> {
        let entries = self.disk.list(&self.directory).map_err(LogError::disk("list", &self.directory))?;
        let base = |name: &str| {
            let digits = name.strip_suffix(".log")?;
            let valid = digits.len() == 20 && digits.bytes().all(|byte| byte.is_ascii_digit());
            valid.then(|| digits.parse::<i64>().ok()).flatten()
        };
        let mut bases: Vec<i64> = entries.iter().filter_map(|entry| base(&entry.name)).collect();
        bases.sort_unstable();
        Ok(bases)
    }

    fn recover_segment(&mut self, base_offset: i64, is_last: bool) -> Result<(), LogError> {
        let path = self.directory.join(format!("{base_offset:020}.log"));
        let file = self.disk.open(&path, OpenMode::Write).map_err(LogError::disk("open", &path))?;
        let len = file.len().map_err(LogError::disk("measure", &path))?;
        let corrupt = |position, what: String| LogError::Corrupt { path: path.clone(), position, what };
        let expected = self.slots.back().map_or(base_offset, |slot| slot.next_offset);
        if expected != base_offset {
            return Err(corrupt(0, format!("it begins at offset {base_offset}, {expected} was expected")));
        }
        let mut scan = Scan { file: &*file, len, position: 0, next_offset: base_offset };
        let mut torn = None;
        while scan.position < len {
            match scan.next().map_err(LogError::disk("read", &path))? {
                Ok(slot) => self.slots.push_back(Slot { segment: base_offset, ..slot }),
                Err(what) if is_last => {
                    torn = Some(what);
                    break;
                }
                Err(what) => return Err(corrupt(scan.position, what)),
            }
        }
        let kept = scan.position;
        if let Some(what) = torn {
            tracing::warn!(path = %path.display(), position = kept, bytes = len - kept, what, "torn metadata batch cut");
            file.set_len(kept).map_err(LogError::disk("cut", &path))?;
        }
        // What a killed process wrote and did not sync is counted on from here. If its sync failed, the kernel shows
        // these bytes and holds them for written though the disk never got them: they are written again.
        if is_last {
            write_again(&*file, kept).map_err(LogError::disk("rewrite", &path))?;
        }
        file.sync_data().map_err(LogError::disk("sync", &path))?;
        self.segments.push_back(Segment { base_offset, path, file, len: kept });
        Ok(())
    }

    /// Gives the entries their indexes.
    fn number(&mut self) -> Result<(), LogError> {
        let inconsistent = |what: String| LogError::Inconsistent { path: self.directory.clone(), what };
        let start = self.segments.front().map(|segment| segment.base_offset);
        let Some(mark) = self.checkpoint else {
            return match start {
                None | Some(0) => Ok(()),
                Some(start) => {
                    Err(inconsistent(format!("it begins at offset {start}, and no checkpoint is there")))
                }
            };
        };
        if start.is_some_and(|start| start > mark.end_offset) {
            return Err(inconsistent(format!(
                "it begins at offset {}, after the latest checkpoint's end {}",
                start.unwrap_or_default(),
                mark.end_offset
            )));
        }
        self.start_offset = mark.end_offset;
        self.first_index = mark.last.index + 1;
        self.purged = Some(mark.last);
        let end = self.slots.back().map_or(start.unwrap_or(mark.end_offset), |slot| slot.next_offset);
        if end < mark.end_offset {
            // A checkpoint came from elsewhere and the log did not follow yet.
            while let Some(segment) = self.segments.pop_front() {
                self.remove(&segment)?;
            }
            self.slots.clear();
            return Ok(());
        }
        let before = self.slots.iter().take_while(|slot| slot.next_offset <= mark.end_offset).count();
        let last = before.checked_sub(1).and_then(|at| self.slots.get(at));
        let aligned = last.map_or(start, |slot| Some(slot.next_offset)) == Some(mark.end_offset);
        let same_epoch = last.is_none_or(|slot| slot.term == mark.last.leader_id.term);
        if start.is_some() && (!aligned || !same_epoch) {
            return Err(inconsistent(format!(
                "the latest checkpoint ends at offset {} of epoch {}, which is no end of a batch there",
                mark.end_offset, mark.last.leader_id.term
            )));
        }
        self.slots.drain(..before);
        self.roll = self
            .segments
            .back()
            .is_some_and(|segment| segment.base_offset < mark.end_offset && segment.len > 0);
        Ok(())
    }
}

/// Writes the first `len` bytes of a file over themselves, so that the next sync really has them to write.
fn write_again(file: &dyn DiskFile, len: u64) -> std::io::Result<()> {
    const PIECE: usize = 1 << 20;
    let mut buffer = vec![0; PIECE];
    let mut position = 0;
    while position < len {
        let size = usize::try_from(len - position).unwrap_or(PIECE).min(PIECE);
        let piece = buffer.get_mut(..size).unwrap_or_default();
        read_exact_at(file, piece, position)?;
        file.write_all_at(&[std::io::IoSlice::new(piece)], position)?;
        position += size as u64;
    }
    Ok(())
}

/// Reads the batches of one segment.
struct Scan<'a> {
    file: &'a dyn DiskFile,
    len: u64,
    position: u64,
    next_offset: i64,
}

impl Scan<'_> {
    /// The next batch; the inner error says why it is none.
    fn next(&mut self) -> std::io::Result<Result<Slot, String>> {
        let left = usize::try_from(self.len - self.position).unwrap_or(usize::MAX);
        let mut head = [0; HEADER_SIZE];
        if left < HEADER_SIZE {
            return Ok(Err("a batch's header is cut off".into()));
        }
        read_exact_at(self.file, &mut head, self.position)?;
        let size = match batch_size(&head) {
            Ok(Some(size)) => size,
            Ok(None) => return Ok(Err("a batch's length is cut off".into())),
            Err(error) => return Ok(Err(error.to_string())),
        };
        if left < size {
            return Ok(Err("a batch is cut off".into()));
        }
        let mut bytes = vec![0; size];
        read_exact_at(self.file, &mut bytes, self.position)?;
        Ok(self.check(&Bytes::from(bytes)))
    }

    fn check(&mut self, bytes: &Bytes) -> Result<Slot, String> {
        let batch = RecordBatch::parse(bytes).map_err(|error| error.to_string())?;
        batch.verify_crc().map_err(|error| error.to_string())?;
        let header = batch.header();
        if header.base_offset != self.next_offset || header.record_count <= 0 {
            return Err(format!(
                "a batch at offset {} where {} is next",
                header.base_offset, self.next_offset
            ));
        }
        let term = u64::try_from(header.partition_leader_epoch).map_err(|_| "a negative epoch")?;
        let slot = Slot {
            base_offset: header.base_offset,
            next_offset: header.next_offset(),
            term,
            segment: 0,
            position: self.position,
            size: bytes.len(),
        };
        self.position += bytes.len() as u64;
        self.next_offset = slot.next_offset;
        Ok(slot)
    }
}
