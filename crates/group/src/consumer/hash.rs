//! The hash that tells whether the topics of a group have changed: Kafka 4.1 and later keep it in the group's record.
//!
//! XXH3 over a topic's id, name, partition count and racks, and over the topics' hashes in the order of their names,
//! laid out as Kafka's library does: numbers little-endian, text as UTF-16 units followed by their number. Equal to
//! Kafka's wherever no two replicas of a partition share a rack (Kafka hashes such a rack twice); a difference costs
//! one more epoch when a group's coordinator was a Kafka broker before.

use moldau_wire::Str;
use twox_hash::XxHash3_64;

use crate::{Topic, Topics};

/// The hash of a group's topics; those that don't exist don't count. 0 if none does.
pub(crate) fn group_hash<'n>(topics: &dyn Topics, names: impl Iterator<Item = &'n Str>) -> i64 {
    let mut bytes = Vec::new();
    for topic in names.filter_map(|name| topics.by_name(name)) {
        bytes.extend(topic_hash(topics, &topic).to_le_bytes());
    }
    if bytes.is_empty() { 0 } else { XxHash3_64::oneshot(&bytes).cast_signed() }
}

fn topic_hash(topics: &dyn Topics, topic: &Topic) -> u64 {
    let mut bytes = vec![0];
    let [high, low] = halves(topic.id.0);
    bytes.extend(high.to_le_bytes());
    bytes.extend(low.to_le_bytes());
    put_text(&mut bytes, &topic.name);
    bytes.extend(topic.partitions.to_le_bytes());
    for partition in 0..topic.partitions {
        bytes.extend(partition.to_le_bytes());
        for rack in topics.racks(topic.id, partition) {
            let units = u32::try_from(rack.encode_utf16().count()).unwrap_or(u32::MAX);
            bytes.extend(units.to_le_bytes());
            put_text(&mut bytes, &rack);
        }
    }
    XxHash3_64::oneshot(&bytes)
}

#[expect(clippy::cast_possible_truncation, reason = "the halves of a number")]
const fn halves(id: u128) -> [u64; 2] {
    [(id >> 64) as u64, id as u64]
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    let start = bytes.len();
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let units = u32::try_from((bytes.len() - start) / 2).unwrap_or(u32::MAX);
    bytes.extend(units.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One(Topic);

    impl Topics for One {
        fn by_name(&self, name: &str) -> Option<Topic> {
            (self.0.name == *name).then(|| self.0.clone())
        }
        fn by_id(&self, _: moldau_ids::TopicId) -> Option<Topic> {
            None
        }
        fn for_each_name(&self, _: &mut dyn FnMut(&str)) {}
        fn racks(&self, _: moldau_ids::TopicId, partition: i32) -> Vec<Str> {
            if partition == 1 { vec!["a".into()] } else { Vec::new() }
        }
        fn may_describe(&self, _: &crate::Caller, _: &str) -> bool {
            true
        }
        fn version(&self) -> u64 {
            0
        }
    }

    /// The numbers are what hash4j 0.22 (the library in Kafka 4.3.1) prints for the same fields.
    #[test]
    fn hashes_are_kafkas() {
        let topic = Topic { id: moldau_ids::Uuid((1 << 64) | 2), name: "foo".into(), partitions: 2 };
        assert_eq!(topic_hash(&One(topic.clone()), &topic).cast_signed(), -3_483_417_770_386_470_686);

        let both: Vec<u8> = [5i64, -7].into_iter().flat_map(i64::to_le_bytes).collect();
        assert_eq!(XxHash3_64::oneshot(&both).cast_signed(), -4_646_943_608_980_624_969);

        let mut long: Vec<u8> = (0i32..100).flat_map(i32::to_le_bytes).collect();
        put_text(&mut long, "a-long-topic-name");
        assert_eq!(XxHash3_64::oneshot(&long).cast_signed(), -5_127_438_460_317_940_264);
    }

    #[test]
    fn topics_that_do_not_exist_do_not_count() {
        let topics = One(Topic { id: moldau_ids::Uuid(1), name: "foo".into(), partitions: 1 });
        let (foo, bar) = (Str::from("foo"), Str::from("bar"));
        assert_eq!(group_hash(&topics, [&bar].into_iter()), 0);
        assert_eq!(group_hash(&topics, [&bar, &foo].into_iter()), group_hash(&topics, [&foo].into_iter()));
    }
}
