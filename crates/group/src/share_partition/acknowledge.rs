//! Taking acknowledgements in.

use std::time::Duration;

use moldau_ids::Timestamp;
use moldau_wire::ErrorCode;
use moldau_wire::messages as m;

use super::settings::ShareSettings;
use super::span::RecordState;
use super::state::{SharePartition, Write, WriteId, state_batch};

/// What a member says of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AckType {
    /// There is no such record.
    Gap,
    /// Done.
    Accept,
    /// Give it to someone again.
    Release,
    /// It cannot be processed.
    Reject,
    /// It takes longer (KIP-1222).
    Renew,
}

impl AckType {
    /// As in a request.
    pub const fn from_i8(raw: i8) -> Option<Self> {
        match raw {
            0 => Some(Self::Gap),
            1 => Some(Self::Accept),
            2 => Some(Self::Release),
            3 => Some(Self::Reject),
            4 => Some(Self::Renew),
            _ => None,
        }
    }
}

/// What a member says of consecutive records. In requests there are two kinds of it with the same fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The first offset.
    pub first_offset: i64,
    /// The last offset.
    pub last_offset: i64,
    /// One for all, or one for each.
    pub types: Vec<i8>,
}

impl From<&m::share_fetch_request::AcknowledgementBatch> for Acknowledgement {
    fn from(batch: &m::share_fetch_request::AcknowledgementBatch) -> Self {
        Self {
            first_offset: batch.first_offset,
            last_offset: batch.last_offset,
            types: batch.acknowledge_types.clone(),
        }
    }
}

impl From<&m::share_acknowledge_request::AcknowledgementBatch> for Acknowledgement {
    fn from(batch: &m::share_acknowledge_request::AcknowledgementBatch) -> Self {
        Self {
            first_offset: batch.first_offset,
            last_offset: batch.last_offset,
            types: batch.acknowledge_types.clone(),
        }
    }
}

impl Acknowledgement {
    /// Whether a request with these acknowledgements of one partition makes sense: in order, no offset twice, types
    /// that are known, one for all or one for each. `renew` says whether the request may renew: of another one that
    /// tries it is [`ErrorCode::InvalidRequest`], as is everything else that makes no sense.
    pub fn check(acknowledgements: &[Self], renew: bool) -> Result<(), ErrorCode> {
        let mut previous_end = -1;
        for Self { first_offset, last_offset, types } in acknowledgements {
            let count = last_offset.checked_sub(*first_offset).and_then(|length| length.checked_add(1));
            let fits = types.len() == 1
                || count.is_some_and(|count| usize::try_from(count).is_ok_and(|count| count == types.len()));
            let known = types.iter().all(|raw| match AckType::from_i8(*raw) {
                Some(AckType::Renew) => renew,
                Some(_) => true,
                None => false,
            });
            let in_order = first_offset <= last_offset && *first_offset > previous_end;
            if !fits || !known || !in_order {
                return Err(ErrorCode::InvalidRequest);
            }
            previous_end = *last_offset;
        }
        Ok(())
    }

    /// The stretches of offsets with the same type.
    fn runs(&self) -> Result<Vec<(i64, i64, AckType)>, ErrorCode> {
        let types: Result<Vec<AckType>, ErrorCode> =
            self.types.iter().map(|raw| AckType::from_i8(*raw).ok_or(ErrorCode::InvalidRequest)).collect();
        let types = types?;
        if let [one] = types[..] {
            return Ok(vec![(self.first_offset, self.last_offset, one)]);
        }
        let mut runs: Vec<(i64, i64, AckType)> = Vec::new();
        for (offset, kind) in (self.first_offset..=self.last_offset).zip(types) {
            match runs.last_mut() {
                Some((_, last, same)) if *same == kind => *last = offset,
                _ => runs.push((offset, offset, kind)),
            }
        }
        Ok(runs)
    }
}

impl SharePartition {
    /// Takes a member's acknowledgements in: all of them, or none if one is refused. If there is a write, the member
    /// is answered when [`Self::written`] has been told how it ended; else at once. Records below the start offset are
    /// done with, whatever is said of them.
    pub fn acknowledge(
        &mut self,
        now: Timestamp,
        member_id: &str,
        acknowledgements: &[Acknowledgement],
        settings: &ShareSettings,
    ) -> Result<Option<Write>, ErrorCode> {
        let id = self.next_write();
        let mut changed = Vec::new();
        let mut renewed = Vec::new();
        for acknowledgement in acknowledgements {
            let result = self.acknowledge_one(id, member_id, acknowledgement, settings);
            match result {
                Ok(done) => {
                    changed.extend(done.0);
                    renewed.extend(done.1);
                }
                Err(error) => {
                    self.roll_back(id);
                    return Err(error);
                }
            }
        }
        let until = now.0.saturating_add(millis(settings.record_lock));
        for offset in renewed {
            if let Some(span) = self.spans.get_mut(&offset).filter(|span| span.pending.is_none()) {
                span.locked_until = Some(Timestamp(until));
            }
        }
        let batches = changed
            .into_iter()
            .filter_map(|offset| self.spans.get(&offset).map(|span| state_batch(offset, span)))
            .collect();
        Ok(self.write(batches))
    }

    /// The first offsets of the spans whose state has changed, and of those whose time begins anew.
    fn acknowledge_one(
        &mut self,
        id: WriteId,
        member_id: &str,
        acknowledgement: &Acknowledgement,
        settings: &ShareSettings,
    ) -> Result<(Vec<i64>, Vec<i64>), ErrorCode> {
        let (mut changed, mut renewed) = (Vec::new(), Vec::new());
        let runs = acknowledgement.runs()?;
        if acknowledgement.last_offset < self.start_offset {
            return Ok((changed, renewed));
        }
        self.check_known(acknowledgement)?;
        for (first, last, kind) in runs {
            let first = first.max(self.start_offset);
            if first > last {
                continue;
            }
            self.split(first);
            self.split(last.saturating_add(1));
            for (offset, span) in self.spans.range_mut(first..=last) {
                let is_theirs = span.state == RecordState::Acquired
                    && span.pending.is_none()
                    && span.member == *member_id;
                if !is_theirs {
                    return Err(ErrorCode::InvalidRecordState);
                }
                let to = match kind {
                    AckType::Accept => RecordState::Acknowledged,
                    AckType::Gap | AckType::Reject => RecordState::Archived,
                    AckType::Release => span.released(settings.delivery_count_limit),
                    AckType::Renew if !settings.renew_enabled => return Err(ErrorCode::InvalidRecordState),
                    AckType::Renew => {
                        renewed.push(*offset);
                        continue;
                    }
                };
                span.begin(id, to);
                changed.push(*offset);
            }
        }
        Ok((changed, renewed))
    }

    /// Whether the offsets have been given out at all, at their ends at least.
    fn check_known(&self, acknowledgement: &Acknowledgement) -> Result<(), ErrorCode> {
        let first = acknowledgement.first_offset.max(self.start_offset);
        let last = acknowledgement.last_offset;
        let Some((_, last_span)) = self.spans.range(..=last).next_back() else {
            return Err(ErrorCode::InvalidRecordState);
        };
        if self.spans.range(..=first).next_back().is_none() {
            return Err(ErrorCode::InvalidRecordState);
        }
        if last_span.last < last {
            return Err(ErrorCode::InvalidRequest);
        }
        Ok(())
    }
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}
