//! Pieces of write-back: taken from the logs that have waited longest, several logs' at the same time.
//!
//! The pieces of one log come one after the other, in the order in which they were decided. Those of different logs have
//! nothing to do with each other: while the disk is at one, another is gathered.

use std::{io, sync::Arc};

use moldau_disk::Job;
use moldau_ids::MonotonicMs;

use super::WriteBackDriver;
use crate::{
    directory_shared::DrainEntry,
    drain::{DrainPlan, Drained},
    partition::PartitionLog,
};

/// Logs whose pieces are written together.
pub(super) const LOGS_MAX: usize = 64;

/// A piece that is to be written, and then what was.
struct Piece {
    log: Arc<PartitionLog>,
    plan: DrainPlan,
    drained: Drained,
    result: io::Result<()>,
}

/// What a log has for write-back.
enum Planned {
    /// To be written.
    Piece(Box<Piece>),
    /// Nothing now: as [`WriteBackDriver::drain_piece`] says it.
    Not(io::Result<bool>),
}

impl WriteBackDriver {
    /// Writes a piece of the log that has waited longest, if it is due; of many logs while memory is short.
    pub(super) fn drain_oldest(&mut self, now: MonotonicMs) -> io::Result<bool> {
        let entries = self.take_due(now);
        if entries.is_empty() {
            return Ok(false);
        }
        let logs: Vec<_> = entries.iter().map(|entry| Arc::clone(&entry.log)).collect();
        let results = self.drain_pieces(&logs);
        let mut went_on = false;
        let mut failure = None;
        let shared = Arc::clone(self.shared());
        for (DrainEntry { log, since }, result) in entries.into_iter().zip(results).rev() {
            let blocked = matches!(result, Ok(false));
            if log.still_drainable() {
                // What is left came later than what was written, but how much later is not known.
                let mut queues = shared.queues.lock();
                if blocked {
                    queues.drain.push_back(DrainEntry { log, since: now });
                } else {
                    queues.drain.push_front(DrainEntry { log, since });
                }
            }
            went_on |= !blocked;
            failure = result.err().or(failure);
        }
        failure.map_or(Ok(went_on), Err)
    }

    fn take_due(&self, now: MonotonicMs) -> Vec<DrainEntry> {
        let config = &self.shared().config;
        let hurry = config.tail_bytes <= self.shared().tail_bytes();
        let mut queues = self.shared().queues.lock();
        if hurry {
            let count = queues.drain.len().min(LOGS_MAX);
            return queues.drain.drain(..count).collect();
        }
        let is_due = |first: &mut DrainEntry| config.drain_after_ms <= now.since(first.since);
        queues.drain.pop_front_if(is_due).into_iter().collect()
    }

    /// One piece of one log; `false` if it waits for a round of the journal.
    pub(super) fn drain_piece(&mut self, log: &Arc<PartitionLog>) -> io::Result<bool> {
        self.drain_pieces(std::slice::from_ref(log)).pop().unwrap_or(Ok(true))
    }

    /// One piece of each of these logs, no log twice; in their order, `false` for one that waits for a round of the
    /// journal.
    pub(super) fn drain_pieces(&mut self, logs: &[Arc<PartitionLog>]) -> Vec<io::Result<bool>> {
        let mut planned: Vec<_> = logs.iter().map(|log| self.plan_piece(log)).collect();
        let stagings = &self.stagings;
        let write = |Piece { log, plan, drained, result }: &mut Piece| {
            let mut staging = stagings.lock().pop().unwrap_or_default();
            *result = plan.execute(log, &mut staging, drained);
            stagings.lock().push(staging);
        };
        let mut jobs: Vec<Job<'_>> = Vec::new();
        for planned in &mut planned {
            if let Planned::Piece(piece) = planned {
                jobs.push(Box::new(move || write(piece)));
            }
        }
        self.shared().files.disk().run_together(jobs);
        planned.into_iter().map(|planned| self.finish_piece(planned)).collect()
    }

    fn plan_piece(&self, log: &Arc<PartitionLog>) -> Planned {
        let shared = self.shared();
        if log.is_closed() {
            shared.tail_shrank(log.abandon_drain());
            return Planned::Not(Ok(true));
        }
        let plan = log.plan_drain(shared.config.step_bytes, shared.clock.monotonic());
        if plan.is_empty() {
            return Planned::Not(Ok(!plan.blocked));
        }
        if plan.retires_to().is_some()
            && let Err(error) = self.directory.write_checkpoints()
        {
            log.return_file_ops(plan);
            return Planned::Not(Err(error));
        }
        let log = Arc::clone(log);
        Planned::Piece(Box::new(Piece { log, plan, drained: Drained::default(), result: Ok(()) }))
    }

    /// Notes what a piece did, also if it failed half-way.
    fn finish_piece(&mut self, planned: Planned) -> io::Result<bool> {
        let Piece { log, plan, mut drained, result } = match planned {
            Planned::Not(outcome) => return outcome,
            Planned::Piece(piece) => *piece,
        };
        let delay = u64::try_from(log.config().file_delete_delay_ms).unwrap_or(0);
        let due = MonotonicMs(self.shared().clock.monotonic().get().saturating_add(delay));
        self.doomed.extend(drained.deleted.drain(..).map(|files| (due, files)));
        self.touched.entry(log.id()).or_default().add(drained.touched, drained.names_changed);
        match result {
            Ok(()) => {}
            // Its directory has been renamed meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound && log.is_closed() => {}
            Err(error) => {
                if error.kind() == io::ErrorKind::StorageFull {
                    // All of it can be done again, and what comes after relies on it.
                    log.return_file_ops(plan);
                }
                return Err(error);
            }
        }
        self.shared().tail_shrank(log.finish_drain(&plan));
        Ok(true)
    }
}
