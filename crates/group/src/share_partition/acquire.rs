//! Giving records out.

use std::collections::BTreeSet;

use moldau_ids::Timestamp;
use moldau_wire::Str;
use moldau_wire::messages::share_fetch_response::AcquiredRecords;

use super::settings::{IsolationLevel, ShareSettings};
use super::span::{RecordState, Span};
use super::state::SharePartition;

/// How a member wants its records: `ShareAcquireMode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AcquireMode {
    /// Whole record batches: the last one may go beyond the number asked for.
    #[default]
    BatchOptimized,
    /// Not more than the number asked for.
    RecordLimit,
}

impl AcquireMode {
    /// As in a request.
    pub const fn from_i8(raw: i8) -> Option<Self> {
        match raw {
            0 => Some(Self::BatchOptimized),
            1 => Some(Self::RecordLimit),
            _ => None,
        }
    }
}

/// A record batch that was fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FetchedBatch {
    /// Its first offset.
    pub first_offset: i64,
    /// Its last offset.
    pub last_offset: i64,
    /// Of a transaction's batch: whose it is.
    pub transactional_producer: Option<i64>,
    /// It is a control batch.
    pub is_control: bool,
    /// It is a control batch that says that its transaction was aborted.
    pub is_abort_marker: bool,
}

/// An aborted transaction that reaches into what was fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AbortedTransaction {
    /// Its first offset.
    pub first_offset: i64,
    /// Whose it is.
    pub producer_id: i64,
}

/// What a member asks for, and what the log has.
#[derive(Debug, Clone, Copy)]
pub struct Acquire<'a> {
    /// The member.
    pub member_id: &'a str,
    /// See [`AcquireMode`].
    pub mode: AcquireMode,
    /// The most records it wants.
    pub records_max: i32,
    /// New records are put into batches of at least so many, as far as record batches allow.
    pub batch_size: i32,
    /// From where was fetched: what [`SharePartition::next_fetch_offset`] said.
    pub fetch_offset: i64,
    /// What was fetched, in the order of the log.
    pub fetched: &'a [FetchedBatch],
    /// For groups that read committed records only.
    pub aborted: &'a [AbortedTransaction],
}

/// What has been given out so far.
#[derive(Debug, Default)]
struct Taken {
    records: Vec<AcquiredRecords>,
    /// The batch of the last of them.
    batch: Option<i64>,
    count: i64,
}

impl Taken {
    fn push(&mut self, first: i64, span: &Span) {
        self.count += span.last - first + 1;
        if let Some(last) = self.records.last_mut()
            && self.batch == Some(span.batch.0)
            && last.last_offset + 1 == first
            && last.delivery_count == span.delivery_count
        {
            last.last_offset = span.last;
            return;
        }
        self.batch = Some(span.batch.0);
        self.records.push(AcquiredRecords {
            first_offset: first,
            last_offset: span.last,
            delivery_count: span.delivery_count,
            ..Default::default()
        });
    }
}

/// How records are given out of a batch that has been given out often: fewer and fewer at a time, and each alone in
/// the end, so that one bad record does not take the others with it.
#[derive(Debug, Clone, Copy)]
struct Throttle {
    /// From so many deliveries on.
    from: i16,
    limit: i16,
    /// What may still be taken of the batch.
    budget: Option<i64>,
}

impl Throttle {
    fn new(limit: i16) -> Self {
        Self { from: (limit.saturating_add(1) / 2).max(2), limit, budget: None }
    }

    /// How much of a span may be taken; nothing ends the fetch.
    fn allows(&mut self, span: &Span, taken: i64) -> i64 {
        let is_last_attempt = self.limit > 2 && span.delivery_count == self.limit - 1;
        if is_last_attempt && taken > 0 {
            return 0;
        }
        if span.delivery_count >= self.from && self.budget.is_none() {
            let halvings = u32::try_from(span.delivery_count - self.from + 1).unwrap_or(0);
            self.budget = Some((span.batch.1.checked_shr(halvings).unwrap_or(0)).max(1));
        }
        if is_last_attempt { 1 } else { self.budget.map_or(i64::MAX, |budget| budget - taken) }
    }
}

impl SharePartition {
    /// Gives records to a member, until `settings.record_lock` from now. Nothing has to be persisted.
    pub fn acquire(
        &mut self,
        now: Timestamp,
        request: &Acquire<'_>,
        settings: &ShareSettings,
    ) -> Vec<AcquiredRecords> {
        let (Some(first), Some(last)) = (request.fetched.first(), request.fetched.last()) else {
            return Vec::new();
        };
        let (first, last) = (first.first_offset.max(self.start_offset), last.last_offset);
        if request.records_max <= 0 || last < first || last == i64::MAX {
            return Vec::new();
        }
        self.skip_missing(request.fetch_offset, first);
        let (last, max) = self.bounds(request, last, settings);
        let taken = self.take(now, request, (first, last, max), settings);
        self.advance();
        if settings.isolation == IsolationLevel::ReadUncommitted || request.aborted.is_empty() {
            return taken.records;
        }
        self.archive_aborted(request, taken.records)
    }

    /// What was asked for and not fetched is not in the log: gaps from `from` to before `to` are done with.
    fn skip_missing(&mut self, from: i64, to: i64) {
        let mut offset = from.max(self.start_offset);
        while offset < to {
            let known = self.spans.range(..=offset).next_back().filter(|(_, span)| span.last >= offset);
            if let Some((_, span)) = known {
                offset = span.last + 1;
                continue;
            }
            let last = self.spans.range(offset..).next().map_or(to - 1, |(next, _)| (to - 1).min(next - 1));
            let span = Span {
                last,
                state: RecordState::Archived,
                delivery_count: 0,
                member: Str::EMPTY,
                locked_until: None,
                pending: None,
                batch: (offset, last - offset + 1),
            };
            self.end_offset = self.end_offset.max(last);
            self.spans.insert(offset, span);
            offset = last + 1;
        }
        self.advance();
    }

    /// Up to which offset, and how many. At the limit of locks only what has been in flight before is given out.
    fn bounds(&self, request: &Acquire<'_>, last: i64, settings: &ShareSettings) -> (i64, i64) {
        let asked = i64::from(request.records_max);
        let room = settings.record_locks_max - self.in_flight();
        if room > 0 {
            return (last, asked.min(room));
        }
        if request.fetch_offset > self.end_offset {
            return (last, 0);
        }
        (last.min(self.end_offset), asked.min(self.end_offset - request.fetch_offset + 1))
    }

    fn take(
        &mut self,
        now: Timestamp,
        request: &Acquire<'_>,
        (first, last, max): (i64, i64, i64),
        settings: &ShareSettings,
    ) -> Taken {
        let limit = settings.delivery_count_limit;
        let until = now.0.saturating_add(i64::try_from(settings.record_lock.as_millis()).unwrap_or(i64::MAX));
        let lock = (Timestamp(until), Str::from(request.member_id));
        let mut taken = Taken::default();
        let mut offset = first;
        let mut batch = None;
        let mut throttle = None;
        while offset <= last && taken.count < max {
            let next = self.spans.range(..=offset).next_back().filter(|(_, span)| span.last >= offset);
            let Some((_, span)) = next else {
                if throttle.is_some() && taken.count > 0 {
                    break;
                }
                let until = self.spans.range(offset..).next().map_or(last, |(next, _)| last.min(next - 1));
                offset = self.take_new(request, (offset, until, max), &lock, &mut taken);
                continue;
            };
            if batch != Some(span.batch.0) {
                if throttle.is_some() && taken.count > 0 {
                    break;
                }
                batch = Some(span.batch.0);
                throttle = self.throttle(span.batch, (first, last), limit);
                if throttle.is_some() && taken.count > 0 {
                    break;
                }
            }
            let end = span.last;
            if !span.is_available() {
                offset = end + 1;
                continue;
            }
            let mut upto = end.min(last);
            if let Some(throttle) = &mut throttle {
                let allowed = throttle.allows(span, taken.count);
                if allowed <= 0 {
                    break;
                }
                upto = upto.min(offset.saturating_add(allowed - 1));
            }
            if request.mode == AcquireMode::RecordLimit {
                upto = upto.min(offset.saturating_add(max - taken.count - 1));
            }
            let is_alone = throttle.is_some() && limit > 2 && span.delivery_count == limit - 1;
            self.take_again((offset, upto), limit, &lock, &mut taken);
            if is_alone {
                break;
            }
            offset = upto + 1;
        }
        taken
    }

    /// Whether a batch has been given out so often that it is throttled.
    fn throttle(&self, batch: (i64, i64), (first, last): (i64, i64), limit: i16) -> Option<Throttle> {
        let throttle = Throttle::new(limit);
        let end = batch.0.saturating_add(batch.1 - 1);
        self.spans
            .range(batch.0..=end)
            .filter(|(start, span)| span.last >= first && **start <= last && span.is_available())
            .any(|(_, span)| span.delivery_count >= throttle.from)
            .then_some(throttle)
    }

    /// Gives out records that have been in flight before.
    fn take_again(
        &mut self,
        (first, last): (i64, i64),
        limit: i16,
        (until, member): &(Timestamp, Str),
        taken: &mut Taken,
    ) {
        self.split(first);
        self.split(last + 1);
        let Some(span) = self.spans.get_mut(&first) else { return };
        if span.delivery_count >= limit {
            span.unlock(RecordState::Archived);
            return;
        }
        span.state = RecordState::Acquired;
        span.delivery_count += 1;
        span.member = member.clone();
        span.locked_until = Some(*until);
        taken.push(first, span);
    }

    /// Gives out records that have never been in flight, and says where to go on.
    fn take_new(
        &mut self,
        request: &Acquire<'_>,
        (first, until, max): (i64, i64, i64),
        (locked_until, member): &(Timestamp, Str),
        taken: &mut Taken,
    ) -> i64 {
        let by_number = first.saturating_add(max - taken.count - 1);
        let last = match request.mode {
            AcquireMode::RecordLimit => until.min(by_number),
            AcquireMode::BatchOptimized if by_number >= until => until,
            AcquireMode::BatchOptimized => {
                let whole = request.fetched.iter().find(|batch| batch.last_offset >= by_number);
                whole.map_or(by_number, |batch| batch.last_offset).clamp(first, until)
            }
        };
        let mut begin = first;
        let size = i64::from(request.batch_size.max(1));
        let by_batch = request.mode == AcquireMode::BatchOptimized;
        let ends =
            request.fetched.iter().map(|batch| batch.last_offset).filter(|end| by_batch && *end < last);
        for end in ends.chain([last]) {
            let is_whole = end >= begin && (end == last || end - begin + 1 >= size);
            if !is_whole {
                continue;
            }
            let span = Span {
                last: end,
                state: RecordState::Acquired,
                delivery_count: 1,
                member: member.clone(),
                locked_until: Some(*locked_until),
                pending: None,
                batch: (begin, end - begin + 1),
            };
            if self.spans.is_empty() {
                self.end_offset = end;
            }
            taken.push(begin, &span);
            self.spans.insert(begin, span);
            self.end_offset = self.end_offset.max(end);
            begin = end + 1;
        }
        last + 1
    }

    /// Gives up what has been given out of aborted transactions, and says what remains.
    fn archive_aborted(
        &mut self,
        request: &Acquire<'_>,
        mut records: Vec<AcquiredRecords>,
    ) -> Vec<AcquiredRecords> {
        for batch in aborted_batches(request.fetched, request.aborted) {
            let mut kept = Vec::with_capacity(records.len());
            for record in records {
                let (first, last) = (record.first_offset, record.last_offset);
                let from = first.max(batch.first_offset);
                let to = last.min(batch.last_offset);
                if from > to {
                    kept.push(record);
                    continue;
                }
                self.split(from);
                self.split(to + 1);
                for (_, span) in self.spans.range_mut(from..=to) {
                    span.unlock(RecordState::Archived);
                }
                if first < from {
                    kept.push(AcquiredRecords { last_offset: from - 1, ..record.clone() });
                }
                if to < last {
                    kept.push(AcquiredRecords { first_offset: to + 1, ..record });
                }
            }
            records = kept;
        }
        self.advance();
        records
    }
}

/// The batches whose transactions were aborted.
fn aborted_batches<'a>(
    fetched: &'a [FetchedBatch],
    aborted: &[AbortedTransaction],
) -> impl Iterator<Item = &'a FetchedBatch> {
    let mut coming: Vec<AbortedTransaction> = aborted.to_vec();
    coming.sort_unstable_by(|one, other| other.cmp(one));
    let mut open = BTreeSet::new();
    fetched.iter().filter(move |batch| {
        while let Some(next) = coming.pop_if(|next| next.first_offset <= batch.last_offset) {
            open.insert(next.producer_id);
        }
        let Some(producer) = batch.transactional_producer else { return false };
        if batch.is_control {
            if batch.is_abort_marker {
                open.remove(&producer);
            }
            return false;
        }
        open.contains(&producer)
    })
}
