//! Kafka's text checkpoints: `0`, the number of lines, then one line an entry.
//!
//! Offset checkpoints hold `<topic> <partition> <offset>`, the leader epoch checkpoint `<epoch> <start offset>`.

use std::{collections::BTreeMap, fmt::Write as _};

use moldau_ids::{PartitionIndex, TopicPartition};

use super::FormatError;

const VERSION: &str = "0";

/// Offsets by partition, in the order of the file.
pub type OffsetCheckpoint = BTreeMap<TopicPartition, i64>;

/// One leader epoch and the first offset written under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EpochEntry {
    /// The epoch, 0 or more.
    pub epoch: i32,
    /// The offset of its first record.
    pub start_offset: i64,
}

/// Writes an offset checkpoint.
pub fn encode_offsets<'a>(entries: impl ExactSizeIterator<Item = (&'a TopicPartition, i64)>) -> String {
    let mut text = format!("{VERSION}\n{}\n", entries.len());
    for (partition, offset) in entries {
        // Writing to a string cannot fail.
        let _infallible = writeln!(text, "{} {} {offset}", partition.topic, partition.partition);
    }
    text
}

/// Reads an offset checkpoint. Every entry must be there, well formed and not negative.
pub fn decode_offsets(text: &[u8]) -> Result<OffsetCheckpoint, FormatError> {
    let what = "offset checkpoint";
    lines(what, text)?
        .into_iter()
        .map(|line| {
            let fields: Vec<&str> = line.split(' ').collect();
            let [topic, partition, offset] = fields.as_slice() else {
                return Err(malformed(what, line));
            };
            let partition = partition.parse().map_err(|_not_a_number| malformed(what, line))?;
            let offset = offset.parse().map_err(|_not_a_number| malformed(what, line))?;
            if partition < 0 || offset < 0 {
                return Err(malformed(what, line));
            }
            Ok((TopicPartition::new(*topic, PartitionIndex(partition)), offset))
        })
        .collect()
}

/// Writes a leader epoch checkpoint.
pub fn encode_epochs(entries: &[EpochEntry]) -> String {
    let mut text = format!("{VERSION}\n{}\n", entries.len());
    for entry in entries {
        let _infallible = writeln!(text, "{} {}", entry.epoch, entry.start_offset);
    }
    text
}

/// Reads a leader epoch checkpoint. Order is the caller's to judge.
pub fn decode_epochs(text: &[u8]) -> Result<Vec<EpochEntry>, FormatError> {
    let what = "leader epoch checkpoint";
    lines(what, text)?
        .into_iter()
        .map(|line| {
            let (epoch, start) = line.split_once(' ').ok_or_else(|| malformed(what, line))?;
            let epoch: i32 = epoch.parse().map_err(|_not_a_number| malformed(what, line))?;
            let start_offset: i64 = start.parse().map_err(|_not_a_number| malformed(what, line))?;
            if epoch < 0 || start_offset < 0 {
                return Err(malformed(what, line));
            }
            Ok(EpochEntry { epoch, start_offset })
        })
        .collect()
}

fn malformed(what: &'static str, line: &str) -> FormatError {
    let shown: String = line.chars().take(80).collect();
    FormatError::new(what, format!("malformed line `{shown}`"))
}

/// The entry lines, after the version and the count have been checked.
fn lines<'a>(what: &'static str, text: &'a [u8]) -> Result<Vec<&'a str>, FormatError> {
    let text = std::str::from_utf8(text).map_err(|_not_text| FormatError::new(what, "not UTF-8"))?;
    let mut lines = text.lines();
    match lines.next() {
        Some(VERSION) => {}
        Some(other) => return Err(malformed(what, other)),
        None => return Err(FormatError::new(what, "empty file")),
    }
    let count = lines.next().unwrap_or_default();
    let count: usize = count.parse().map_err(|_not_a_number| malformed(what, count))?;
    let entries: Vec<&str> = lines.collect();
    if entries.len() != count {
        return Err(FormatError::new(what, format!("{count} entries announced, {} found", entries.len())));
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_as_kafka_writes_them() {
        let golden = "0\n2\na 0 5\nb-x 3 7\n";
        let decoded = decode_offsets(golden.as_bytes()).expect("valid");
        assert_eq!(encode_offsets(decoded.iter().map(|(partition, offset)| (partition, *offset))), golden);
        assert_eq!(decode_offsets(b"0\n0\n"), Ok(OffsetCheckpoint::new()));
    }

    #[test]
    fn epochs_as_kafka_writes_them() {
        let golden = "0\n2\n0 0\n3 17\n";
        let entries = [EpochEntry { epoch: 0, start_offset: 0 }, EpochEntry { epoch: 3, start_offset: 17 }];
        assert_eq!(decode_epochs(golden.as_bytes()), Ok(entries.to_vec()));
        assert_eq!(encode_epochs(&entries), golden);
    }

    #[test]
    fn broken_files_are_refused() {
        for text in [
            "",
            "1\n0\n",
            "0\n",
            "0\n2\na 0 1\n",
            "0\n1\na 0\n",
            "0\n1\na x 1\n",
            "0\n1\na 0 -1\n",
            "0\n-1\n",
        ] {
            assert!(decode_offsets(text.as_bytes()).is_err(), "{text:?}");
        }
        for text in ["0\n1\n1\n", "0\n1\n-1 0\n", "0\n1\n1 2 3\n", "0\n1\n1 x\n"] {
            assert!(decode_epochs(text.as_bytes()).is_err(), "{text:?}");
        }
        assert!(decode_offsets(&[b'0', b'\n', 0xff]).is_err());
    }
}
