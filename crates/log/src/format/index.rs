//! Entries of the three index files, and how they are searched.
//!
//! `.index`: 8 bytes, relative offset and position. `.timeindex`: 12 bytes, timestamp and relative offset, both
//! rising. `.txnindex`: 34 bytes, one aborted transaction each, in the order of their ends. All big-endian.
//! Kafka preallocates the first two with zeros and trims them when the segment is rolled or closed, so a file
//! found after its crash may end in zeros: [`valid_offset_entries`] and [`valid_time_entries`] count what
//! counts.

use super::{FormatError, array_at};

/// Points at the batch at `position`, whose **last** offset is the segment's base plus `relative_offset`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OffsetEntry {
    /// Offset minus base offset, 0 or more.
    pub relative_offset: u32,
    /// Where the batch begins.
    pub position: u32,
}

impl OffsetEntry {
    /// Bytes of one entry.
    pub const SIZE: usize = 8;

    /// The entry's bytes.
    pub fn encode(self) -> [u8; Self::SIZE] {
        (u64::from(self.relative_offset) << 32 | u64::from(self.position)).to_be_bytes()
    }

    /// The entry at `bytes`, which has at least [`Self::SIZE`].
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        Some(Self {
            relative_offset: u32::from_be_bytes(array_at(bytes, 0)?),
            position: u32::from_be_bytes(array_at(bytes, 4)?),
        })
    }
}

/// The highest timestamp so far and the last offset of the batch that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeEntry {
    /// Milliseconds since 1970.
    pub timestamp: i64,
    /// Offset minus base offset, 0 or more.
    pub relative_offset: u32,
}

impl TimeEntry {
    /// Bytes of one entry.
    pub const SIZE: usize = 12;

    /// The entry's bytes.
    pub fn encode(self) -> [u8; Self::SIZE] {
        let mut bytes = [0; Self::SIZE];
        for (slot, byte) in bytes
            .iter_mut()
            .zip(self.timestamp.to_be_bytes().into_iter().chain(self.relative_offset.to_be_bytes()))
        {
            *slot = byte;
        }
        bytes
    }

    /// The entry at `bytes`, which has at least [`Self::SIZE`].
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        Some(Self {
            timestamp: i64::from_be_bytes(array_at(bytes, 0)?),
            relative_offset: u32::from_be_bytes(array_at(bytes, 8)?),
        })
    }
}

/// One aborted transaction (AbortedTxn.java).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AbortedTxn {
    /// Whose.
    pub producer_id: i64,
    /// Its first record.
    pub first_offset: i64,
    /// Its abort marker.
    pub last_offset: i64,
    /// The last stable offset once it had ended: no transaction that ends later began before this.
    pub last_stable_offset: i64,
}

impl AbortedTxn {
    /// Bytes of one entry.
    pub const SIZE: usize = 34;

    /// The entry's bytes.
    pub fn encode(self) -> [u8; Self::SIZE] {
        let mut bytes = [0; Self::SIZE];
        let fields = [self.producer_id, self.first_offset, self.last_offset, self.last_stable_offset];
        let content = fields.into_iter().flat_map(i64::to_be_bytes);
        for (slot, byte) in bytes.iter_mut().skip(2).zip(content) {
            *slot = byte;
        }
        bytes
    }

    /// The entry at `bytes`, which has at least [`Self::SIZE`].
    pub fn decode(bytes: &[u8]) -> Result<Self, FormatError> {
        let what = "transaction index";
        let short = || FormatError::new(what, "cut off entry");
        let version = i16::from_be_bytes(array_at(bytes, 0).ok_or_else(short)?);
        if version != 0 {
            return Err(FormatError::new(what, format!("unknown version {version}")));
        }
        let field = |at| array_at(bytes, at).map(i64::from_be_bytes).ok_or_else(short);
        Ok(Self {
            producer_id: field(2)?,
            first_offset: field(10)?,
            last_offset: field(18)?,
            last_stable_offset: field(26)?,
        })
    }
}

/// How many leading entries of a transaction index can be true and ended below `end`: a transaction ends behind its first
/// record, and the next one behind that. `ended` is where the one before these ended, and then the last that counts. What a
/// loss of power leaves of entries that were not synced may be zeros, which would hide the records of producer 0.
pub fn valid_aborted_entries(bytes: &[u8], ended: &mut i64, end: i64) -> usize {
    let mut count = 0;
    for chunk in bytes.chunks_exact(AbortedTxn::SIZE) {
        let Ok(entry) = AbortedTxn::decode(chunk) else { break };
        // The same entry twice is one that was written again when the disk had room.
        let is_again = 0 < count && *ended == entry.last_offset;
        let rises = (is_again || *ended < entry.last_offset) && entry.first_offset < entry.last_offset;
        if !rises || end <= entry.last_offset {
            break;
        }
        *ended = entry.last_offset;
        count += 1;
    }
    count
}

/// How many leading entries of an offset index can be true: offsets and positions rise, and lie within a
/// segment of `log_size` bytes. The zeros that Kafka preallocates end the count (a true entry is never zero but
/// for the first).
pub fn valid_offset_entries(bytes: &[u8], log_size: u64) -> usize {
    let mut previous: Option<OffsetEntry> = None;
    let mut count = 0;
    for chunk in bytes.chunks_exact(OffsetEntry::SIZE) {
        let Some(entry) = OffsetEntry::decode(chunk) else { break };
        let rises = previous.is_none_or(|before| {
            before.relative_offset < entry.relative_offset && before.position < entry.position
        });
        // Nothing is indexed before some bytes were written, so position 0 is padding.
        if !rises || entry.position == 0 || log_size <= u64::from(entry.position) {
            break;
        }
        previous = Some(entry);
        count += 1;
    }
    count
}

/// How many leading entries of a time index can be true: timestamps and offsets rise, offsets stay below
/// `end_relative`.
pub fn valid_time_entries(bytes: &[u8], end_relative: u64) -> usize {
    let mut previous: Option<TimeEntry> = None;
    let mut count = 0;
    for chunk in bytes.chunks_exact(TimeEntry::SIZE) {
        let Some(entry) = TimeEntry::decode(chunk) else { break };
        let rises = previous.is_none_or(|before| {
            before.timestamp < entry.timestamp && before.relative_offset <= entry.relative_offset
        });
        let padding = entry.timestamp == 0 && entry.relative_offset == 0;
        if !rises || padding || end_relative <= u64::from(entry.relative_offset) {
            break;
        }
        previous = Some(entry);
        count += 1;
    }
    count
}

/// Binary search: how many of `count` entries satisfy `before`, which holds for a prefix. `read` fetches one
/// entry.
pub fn partition_point<T, E>(
    count: u64,
    mut read: impl FnMut(u64) -> Result<T, E>,
    before: impl Fn(&T) -> bool,
) -> Result<u64, E> {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(&read(middle)?) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn golden_entries() {
        let offset = OffsetEntry { relative_offset: 0x0102_0304, position: 0x0506_0708 };
        assert_eq!(offset.encode(), [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(OffsetEntry::decode(&offset.encode()), Some(offset));
        let time = TimeEntry { timestamp: 0x0102, relative_offset: 3 };
        assert_eq!(time.encode(), [0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 3]);
        assert_eq!(TimeEntry::decode(&time.encode()), Some(time));
        let aborted = AbortedTxn { producer_id: 1, first_offset: 2, last_offset: 3, last_stable_offset: 4 };
        let mut golden = [0u8; 34];
        (golden[9], golden[17], golden[25], golden[33]) = (1, 2, 3, 4);
        assert_eq!(aborted.encode(), golden);
        assert_eq!(AbortedTxn::decode(&golden), Ok(aborted));
        golden[1] = 1;
        assert!(AbortedTxn::decode(&golden).is_err());
        assert!(AbortedTxn::decode(&golden[..33]).is_err());
    }

    #[test]
    fn zeros_and_disorder_end_a_transaction_index() {
        let entry = |first_offset, last_offset| {
            AbortedTxn { producer_id: 1, first_offset, last_offset, last_stable_offset: last_offset + 1 }
                .encode()
        };
        let zeros = [0; AbortedTxn::SIZE];
        let table: [(&[[u8; AbortedTxn::SIZE]], i64, i64, usize); 8] = [
            (&[entry(1, 4), entry(2, 9)], -1, 100, 2),
            (&[entry(1, 4), entry(2, 9)], -1, 9, 1),
            (&[entry(1, 4), zeros, entry(5, 9)], -1, 100, 1),
            (&[entry(1, 4), entry(1, 4), entry(5, 9)], -1, 100, 3),
            (&[zeros], -1, 100, 0),
            (&[zeros, entry(5, 9)], -1, 100, 0),
            // Begun in the segment before, ended there.
            (&[entry(1, 4)], 9, 100, 0),
            (&[entry(1, 14)], 9, 100, 1),
        ];
        for (entries, before, end, count) in table {
            let mut ended = before;
            assert_eq!(valid_aborted_entries(&entries.concat(), &mut ended, end), count, "{entries:?}");
        }
    }

    #[test]
    fn padding_and_disorder_end_an_index() {
        let entry = |relative_offset, position| OffsetEntry { relative_offset, position }.encode();
        let bytes = [entry(4, 100), entry(9, 200), entry(0, 0)].concat();
        assert_eq!(valid_offset_entries(&bytes, 1_000), 2);
        assert_eq!(valid_offset_entries(&bytes, 200), 1);
        assert_eq!(valid_offset_entries(&bytes[..15], 1_000), 1);
        let time = |timestamp, relative_offset| TimeEntry { timestamp, relative_offset }.encode();
        let bytes = [time(-1, 0), time(10, 4), time(20, 9), time(0, 0)].concat();
        assert_eq!(valid_time_entries(&bytes, 10), 3);
        assert_eq!(valid_time_entries(&bytes, 9), 2);
    }

    proptest! {
        #[test]
        fn searching_finds_the_first_that_is_not_before(
            mut values in proptest::collection::vec(0u32..50, 0..40), wanted in 0u32..50,
        ) {
            values.sort_unstable();
            let read = |at: u64| Ok::<_, ()>(values[usize::try_from(at).expect("small")]);
            let found = partition_point(values.len() as u64, read, |value| *value < wanted);
            prop_assert_eq!(found, Ok(values.partition_point(|value| *value < wanted) as u64));
        }
    }
}
