//! Newtypes with units that every other crate speaks in.
//!
//! A number with a meaning has a type here, so that an offset is never added to an offset and an epoch
//! never compared with an id. Wire structs stay raw (`i64`, `i32`); they are converted once, where a request
//! enters or an answer leaves.
//!
//! Words: *coordinate* - a position that can be compared and differenced ([`Offset`], [`LeaderEpoch`]);
//! *quantity* - something that adds up ([`RecordCount`], [`ByteCount`]).
//!
//! Not here: behaviour, I/O, any dependency.

#[cfg(feature = "planted")]
pub mod planted;
mod uuid;

pub use uuid::{DirectoryId, ParseUuidError, TopicId, Uuid};

use std::fmt;

/// A position in one partition's log. A coordinate, not a quantity: offsets can be compared and
/// differenced, never added to each other. Never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Offset(i64);

/// A number of records: what lies between two offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RecordCount(pub u64);

impl Offset {
    /// The first position of every log.
    pub const ZERO: Self = Self(0);
    /// The last position that can be written down; used as "no upper bound".
    pub const MAX: Self = Self(i64::MAX);

    /// `None` for negative numbers: Kafka's sentinels (-1 latest, -2 earliest, ...) are not offsets.
    pub const fn new(raw: i64) -> Option<Self> {
        if raw < 0 { None } else { Some(Self(raw)) }
    }

    /// The number as the wire and the files carry it.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The position `count` records further; `None` beyond the end of the number line.
    pub fn checked_add(self, count: RecordCount) -> Option<Self> {
        self.0.checked_add_unsigned(count.0).map(Self)
    }

    /// The next position. Saturates at [`Offset::MAX`].
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// How many positions lie between `base` and this one; `None` if `base` is further on.
    pub fn records_since(self, base: Self) -> Option<RecordCount> {
        (base <= self).then(|| RecordCount(self.0.abs_diff(base.0)))
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! number {
    ($(#[$meta:meta])* $name:ident($inner:ty)) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub $inner);

        impl $name {
            /// The number as the wire and the files carry it.
            pub const fn get(self) -> $inner {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number!(
    /// The term of one leader of one partition. Grows by one with every new leader (KIP-101).
    LeaderEpoch(i32)
);
number!(
    /// Grows with every change of a partition's registration, leader changes included (KIP-497).
    PartitionEpoch(i32)
);
number!(
    /// A broker's or controller's number, unique in the cluster. 0 or more.
    NodeId(i32)
);
number!(
    /// The offset of the record that registered a broker's present incarnation.
    BrokerEpoch(i64)
);
number!(
    /// A partition's number within its topic. 0 or more.
    PartitionIndex(i32)
);
number!(
    /// The identity of one idempotent or transactional producer (KIP-98). 0 or more.
    ProducerId(i64)
);
number!(
    /// Fences earlier incarnations of the same producer id. 0 or more.
    ProducerEpoch(i16)
);
number!(
    /// Milliseconds since 1970-01-01T00:00:00Z, as Kafka's records and files carry them.
    Timestamp(i64)
);
number!(
    /// Milliseconds on a clock that never goes back; its zero has no meaning.
    MonotonicMs(u64)
);
number!(
    /// Bytes.
    ByteCount(u64)
);

impl LeaderEpoch {
    /// Kafka's "no epoch": -1.
    pub const NONE: Self = Self(-1);

    /// The epoch of the next leader.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl NodeId {
    /// Kafka's "no node": -1.
    pub const NONE: Self = Self(-1);
}

impl Timestamp {
    /// Kafka's "no timestamp": -1.
    pub const NONE: Self = Self(-1);
}

impl MonotonicMs {
    /// Milliseconds from `earlier` to now; 0 if `earlier` is later.
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// A topic's name and a partition's number: how people and most requests name a partition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicPartition {
    /// 1 to 249 characters of `[a-zA-Z0-9._-]`.
    pub topic: std::sync::Arc<str>,
    /// The partition's number within the topic.
    pub partition: PartitionIndex,
}

impl TopicPartition {
    /// Pairs a name with a number. The name is not checked here.
    pub fn new(topic: impl Into<std::sync::Arc<str>>, partition: PartitionIndex) -> Self {
        Self { topic: topic.into(), partition }
    }
}

impl fmt::Display for TopicPartition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.topic, self.partition)
    }
}

/// A topic's id and a partition's number: what names a partition for good, over deletion and re-creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicIdPartition {
    /// The topic's id.
    pub topic_id: TopicId,
    /// The partition's number within the topic.
    pub partition: PartitionIndex,
}
