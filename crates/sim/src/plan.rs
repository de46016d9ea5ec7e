//! What a seed means: the node's directories, topics, clients, and what happens to each of its lives.

use crate::{
    model::{Partition, Topic},
    random::Random,
};

/// A world before it begins.
#[derive(Debug)]
pub(crate) struct Plan {
    /// `log.dirs`.
    pub(crate) directories: Vec<&'static str>,
    pub(crate) producers: usize,
    pub(crate) readers: usize,
    /// Producers with transactional ids.
    pub(crate) transactional: usize,
    /// Members of a group.
    pub(crate) members: usize,
    /// The cluster does not know the newer protocol of transactions.
    pub(crate) explicit: bool,
    /// Partitions of the ledger, which both work on.
    pub(crate) ledger_partitions: i32,
    pub(crate) lives: Vec<Life>,
}

/// How a life is disturbed and ended.
#[derive(Debug, Clone)]
pub(crate) struct Life {
    pub(crate) fault: Fault,
    pub(crate) full: Option<Full>,
    pub(crate) ending: Ending,
    /// When it ends if nothing else ends it, in milliseconds after the node has started.
    pub(crate) length_ms: u64,
    /// Everything is read before anybody writes.
    pub(crate) audited: bool,
}

/// What goes wrong at an I/O, counted from the beginning of the life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// The process or the machine dies there.
    Dies(u64),
    WriteFails(u64),
    SyncFails(u64),
    SyncHangs(u64),
}

/// The disk is full from one time to another, in milliseconds after the node has started.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Full {
    pub(crate) from_ms: u64,
    pub(crate) for_ms: u64,
    /// Bytes that are still free.
    pub(crate) room: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    PowerLoss,
    Kill,
    CleanStop,
}

impl Plan {
    pub(crate) fn draw(random: &mut Random) -> (Self, Vec<Topic>) {
        let lives = (0..random.between(2, 5)).map(|_| Life::draw(random)).collect();
        let directories = if random.one_in(3) { vec!["/a", "/b"] } else { vec!["/a"] };
        let topics = (0..random.between(1, 3)).map(|number| draw_topic(random, number)).collect();
        let producers = usize::try_from(random.between(1, 3)).unwrap_or(1);
        let readers = usize::try_from(random.between(1, 2)).unwrap_or(1);
        let mut some = |low, high| {
            let count = if random.one_in(2) { random.between(low, high) } else { 0 };
            usize::try_from(count).unwrap_or(0)
        };
        let (transactional, members) = (some(1, 2), some(2, 3));
        let explicit = random.one_in(4);
        let ledger_partitions = i32::try_from(random.between(2, 3)).unwrap_or(2);
        let plan = Self {
            directories,
            producers,
            readers,
            transactional,
            members,
            explicit,
            ledger_partitions,
            lives,
        };
        (plan, topics)
    }
}

fn draw_topic(random: &mut Random, number: u64) -> Topic {
    let partitions = random.between(1, 3);
    let retention_ms = random.one_in(4).then(|| random.between(200, 1_500));
    Topic {
        name: format!("topic-{number}"),
        relaxed: random.one_in(4),
        partitions: i32::try_from(partitions).unwrap_or(1),
        id: None,
        parts: (0..partitions).map(|_| Partition::default()).collect(),
        maybe_deleted: false,
        retention_ms,
        config: None,
        config_asked: std::collections::BTreeSet::new(),
    }
}

impl Life {
    fn draw(random: &mut Random) -> Self {
        // Short ones hit starts and recoveries, long ones what happens in the background.
        let at = match random.below(3) {
            0 => random.between(1, 60),
            1 => random.between(40, 300),
            _ => random.between(100, 1_500),
        };
        let fault = match random.below(10) {
            0..4 => Fault::Dies(at),
            4 => Fault::WriteFails(at),
            5 => Fault::SyncFails(at),
            6 => Fault::SyncHangs(at),
            _ => Fault::None,
        };
        let ending = match random.below(5) {
            0..2 => Ending::PowerLoss,
            2..4 => Ending::Kill,
            _ => Ending::CleanStop,
        };
        let length_ms = match random.below(4) {
            0 => random.between(5, 100),
            1..3 => random.between(100, 700),
            _ => random.between(500, 2_500),
        };
        // Long enough that what hangs is found out.
        let length_ms = if matches!(fault, Fault::SyncHangs(_)) { length_ms + 2_500 } else { length_ms };
        let full = random.one_in(6).then(|| Full {
            from_ms: random.below(length_ms),
            for_ms: random.between(20, 400),
            room: random.below(20_000),
        });
        Self { fault, full, ending, length_ms, audited: random.one_in(2) }
    }

    /// The last one: nothing goes wrong, everything is checked.
    pub(crate) fn last() -> Self {
        Self { fault: Fault::None, full: None, ending: Ending::CleanStop, length_ms: 60_000, audited: true }
    }
}
