//! What is known of transactions, and the checks that follow from it.
//!
//! A transaction's records are values like any other's; the ledger says whose they are. A transaction of which nobody
//! asked that it be committed is never seen by who reads what is committed; one whose commit was answered is seen
//! whole; one whose commit was asked for and not answered is seen whole or not at all.

use std::collections::{BTreeMap, BTreeSet};

use moldau_ids::Uuid;

use crate::{model::value_of, trace::Trace};

/// Transactional producers are numbered from here on: plain ones have lower numbers.
pub(crate) const FIRST_NUMBER: usize = 32;
/// A transaction has fewer records than this.
pub(crate) const VALUES_MAX: u64 = 1_024;

/// Of which transactional id, and its how many-th.
pub(crate) type TransactionId = (usize, u64);

/// How a transaction ends, as far as its client knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Nobody has asked that it be committed.
    Open,
    /// That was asked, and not answered.
    Asked,
    Committed,
    Aborted,
}

#[derive(Debug)]
struct Transaction {
    fate: Fate,
    /// Every value that belongs to it, with its partition.
    values: BTreeMap<u64, i32>,
    /// The offset that the producer's group is at, if it was committed within the transaction.
    group_offset: Option<i64>,
}

/// What is known of a world's transactions.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) topic: &'static str,
    pub(crate) partitions: i32,
    /// Known once its creation was answered.
    pub(crate) topic_id: Option<Uuid>,
    transactions: BTreeMap<TransactionId, Transaction>,
    /// Where acknowledged values are.
    places: BTreeMap<u64, (i32, i64)>,
    /// What readers of what is committed have seen, by partition and offset.
    seen: BTreeMap<(i32, i64), u64>,
    trace: Trace,
}

/// The value with this place in a transaction.
pub(crate) fn transactional_value((producer, number): TransactionId, place: u64) -> u64 {
    value_of(FIRST_NUMBER + producer, number * VALUES_MAX + place)
}

/// Which transaction a value belongs to.
fn owner_of(value: u64) -> Option<TransactionId> {
    let first = FIRST_NUMBER as u64;
    let producer = (value >> 32).checked_sub(first + 1)?;
    Some((usize::try_from(producer).ok()?, (value & u64::from(u32::MAX)) / VALUES_MAX))
}

impl Ledger {
    pub(crate) fn new(partitions: i32, trace: Trace) -> Self {
        Self {
            topic: "ledger",
            partitions,
            topic_id: None,
            transactions: BTreeMap::new(),
            places: BTreeMap::new(),
            seen: BTreeMap::new(),
            trace,
        }
    }

    /// A transaction begins, with these values by partition.
    pub(crate) fn begun(&mut self, id: TransactionId, values: BTreeMap<u64, i32>, group_offset: Option<i64>) {
        self.transactions.insert(id, Transaction { fate: Fate::Open, values, group_offset });
    }

    /// What its client has come to know of a transaction's end.
    pub(crate) fn fate(&mut self, id: TransactionId, fate: Fate) {
        let Some(transaction) = self.transactions.get_mut(&id) else { return };
        if matches!(transaction.fate, Fate::Committed | Fate::Aborted) {
            return;
        }
        transaction.fate = fate;
        match fate {
            Fate::Committed => self.trace.count("transaction committed", 1),
            Fate::Aborted => {
                self.trace.count("transaction aborted", 1);
                let seen = self.seen.iter().find(|(_, value)| owner_of(**value) == Some(id));
                if let Some((at, value)) = seen {
                    self.trace
                        .violation(format!("transaction {id:?} is aborted, {value:#x} was seen at {at:?}"));
                }
            }
            Fate::Open | Fate::Asked => {}
        }
    }

    /// A batch was acknowledged. Where it is is known if the offset is.
    pub(crate) fn acknowledged(&mut self, partition: i32, base: i64, values: &[u64]) {
        for (offset, value) in (base..).zip(values) {
            self.places.insert(*value, (partition, offset));
        }
    }

    /// Somebody who reads what is committed got this value.
    pub(crate) fn seen(&mut self, partition: i32, offset: i64, value: u64) {
        let id = owner_of(value);
        let transaction = id.and_then(|id| self.transactions.get(&id));
        let wrong = match transaction {
            None => Some("nobody wrote it".to_owned()),
            Some(one) if matches!(one.fate, Fate::Open | Fate::Aborted) => {
                Some(format!("its transaction {id:?} is {:?}", one.fate))
            }
            Some(one) if one.values.get(&value) != Some(&partition) => {
                Some("it was written elsewhere".to_owned())
            }
            Some(_) => match self.places.get(&value) {
                Some(place) if *place != (partition, offset) => {
                    Some(format!("it was acknowledged at {place:?}"))
                }
                _ => None,
            },
        };
        let before = self.seen.insert((partition, offset), value).filter(|before| *before != value);
        let wrong = wrong.or(before.map(|before| format!("it was {before:#x} before")));
        if let Some(wrong) = wrong {
            self.trace.violation(format!(
                "ledger {partition}: {value:#x} is seen as committed at {offset}: {wrong}"
            ));
        }
    }

    /// Everything that is committed, by partition and in order, when nobody writes and no transaction is open.
    pub(crate) fn settled(&mut self, found: &[Vec<(i64, u64)>]) {
        let mut all = BTreeSet::new();
        for (partition, values) in (0..).zip(found) {
            let mut last: BTreeMap<usize, u64> = BTreeMap::new();
            for (offset, value) in values {
                self.seen(partition, *offset, *value);
                let producer = owner_of(*value).map_or(0, |(producer, _)| producer);
                let before = last.insert(producer, *value).unwrap_or(0);
                if *value <= before {
                    self.trace.violation(format!(
                        "ledger {partition}: {value:#x} at {offset} comes after {before:#x}: twice, or out of order"
                    ));
                }
                all.insert(*value);
            }
        }
        for (id, transaction) in &mut self.transactions {
            let there = transaction.values.keys().filter(|value| all.contains(value)).count();
            let whole = there == transaction.values.len();
            match transaction.fate {
                Fate::Asked if whole => transaction.fate = Fate::Committed,
                Fate::Asked if there == 0 => transaction.fate = Fate::Aborted,
                Fate::Committed if whole => {}
                Fate::Open | Fate::Aborted if there == 0 => {}
                fate @ (Fate::Open | Fate::Asked | Fate::Committed | Fate::Aborted) => {
                    let count = transaction.values.len();
                    let what =
                        format!("transaction {id:?} is {fate:?}, {there} of its {count} records are there");
                    self.trace.violation(what);
                }
            }
        }
        self.trace.count("ledger audited", 1);
    }

    /// The offset that a producer's group must be at, after [`Self::settled`].
    pub(crate) fn group_offset(&self, producer: usize) -> i64 {
        let mine = self.transactions.range((producer, 0)..(producer + 1, 0));
        let committed = mine.filter(|(_, one)| one.fate == Fate::Committed);
        committed.filter_map(|(_, one)| one.group_offset).next_back().unwrap_or(-1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fate, Ledger, transactional_value};
    use crate::trace::Trace;

    #[test]
    fn transactions_are_seen_whole_or_not_at_all() {
        // Its fate, how many of its two records are there, how many complaints that makes.
        let table = [
            (Fate::Committed, 2, 0),
            (Fate::Committed, 1, 1),
            (Fate::Committed, 0, 1),
            (Fate::Asked, 2, 0),
            (Fate::Asked, 1, 1),
            (Fate::Asked, 0, 0),
            (Fate::Aborted, 0, 0),
            // Seen, and there.
            (Fate::Aborted, 1, 2),
            (Fate::Open, 0, 0),
            (Fate::Open, 1, 2),
        ];
        for (fate, there, complaints) in table {
            let trace = Trace::default();
            let mut ledger = Ledger::new(1, trace.clone());
            let id = (0, 7);
            let values = [transactional_value(id, 0), transactional_value(id, 1)];
            ledger.begun(id, values.iter().map(|value| (*value, 0)).collect(), Some(7));
            ledger.fate(id, fate);
            let found = (10..).zip(values).take(there).collect();
            ledger.settled(&[found]);
            let violations = trace.summary().violations;
            assert_eq!(violations.len(), complaints, "{fate:?} {there}: {violations:?}");
            let is_committed = fate == Fate::Committed || (fate == Fate::Asked && there == 2);
            assert_eq!(ledger.group_offset(0), if is_committed { 7 } else { -1 }, "{fate:?} {there}");
        }
    }
}
