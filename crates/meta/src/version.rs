//! Finalized features: which there are, their levels, and what `metadata.version` decides.
//!
//! Brokers refuse a cluster whose finalized features they don't know, so [`FEATURES`] has all that Apache Kafka 4.3
//! finalizes when it formats a directory.

use moldau_wire::Str;
use moldau_wire::records::metadata::FeatureLevelRecord;

use crate::Record;

/// The name of the feature that the quorum owns: its level says whether voters can change.
pub const KRAFT_VERSION: &str = "kraft.version";
/// Its level here: the quorum always writes its voters into the log, as Kafka does from level 1 on.
pub const KRAFT_LEVEL: i16 = 1;
/// The name of the feature that decides which versions of records are written.
pub const METADATA_VERSION: &str = "metadata.version";

/// The name of the feature that lets a replica out of sync lead if it has all that is acknowledged (KIP-966).
pub const ELR_VERSION: &str = "eligible.leader.replicas.version";

/// A feature that can be finalized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// Kafka's name.
    pub name: &'static str,
    /// The lowest level that can be finalized.
    pub min: i16,
    /// The highest.
    pub max: i16,
    /// The level that a new cluster gets, with the lowest `metadata.version` that it goes with by default.
    default: (i16, i16),
}

/// What Moldau supports, in the order of their names: what Apache Kafka 4.3 does. A level says in which form things are
/// written and what clients may expect once the APIs that it stands for are advertised; it advertises none by itself.
pub const FEATURES: &[Feature] = &[
    Feature { name: ELR_VERSION, min: 0, max: 1, default: (1, 26) },
    Feature { name: "group.version", min: 0, max: 1, default: (1, 22) },
    Feature { name: KRAFT_VERSION, min: 0, max: 1, default: (1, 21) },
    Feature { name: METADATA_VERSION, min: 7, max: 30, default: (30, 7) },
    Feature { name: "share.version", min: 0, max: 1, default: (1, 28) },
    Feature { name: "streams.version", min: 0, max: 1, default: (1, 29) },
    Feature { name: "transaction.version", min: 0, max: 2, default: (2, 24) },
];

impl Feature {
    /// The feature with this name, if Moldau supports it.
    pub fn find(name: &str) -> Option<&'static Self> {
        FEATURES.iter().find(|feature| feature.name == name)
    }

    /// The level that a new cluster of this `metadata.version` begins with.
    pub fn default_level(&self, version: MetadataVersion) -> i16 {
        let (level, since) = self.default;
        if self.name == METADATA_VERSION {
            version.0
        } else if version.at_least(since) {
            level
        } else {
            0
        }
    }

    /// The lowest `metadata.version` under which a level can be finalized, if it takes one.
    pub fn requires(&self, level: i16) -> Option<MetadataVersion> {
        (self.name == ELR_VERSION && 0 < level).then_some(MetadataVersion(23))
    }
}

/// The feature levels that a new cluster begins with, as records: `metadata.version` first, then the others by name. A
/// level of 0 is not written, and neither is `kraft.version`, which the quorum owns. `chosen` gives the level of a
/// feature that shall not have its default.
pub fn bootstrap_features(version: MetadataVersion, chosen: impl Fn(&str) -> Option<i16>) -> Vec<Record> {
    let own = FEATURES.iter().filter(|feature| feature.name == METADATA_VERSION);
    let others = FEATURES.iter().filter(|feature| !matches!(feature.name, METADATA_VERSION | KRAFT_VERSION));
    own.chain(others)
        .map(|feature| (feature.name, chosen(feature.name).unwrap_or_else(|| feature.default_level(version))))
        .filter(|(_, level)| *level != 0)
        .map(|(name, level)| {
            Record::FeatureLevel(FeatureLevelRecord {
                name: Str::from(name),
                feature_level: level,
                ..Default::default()
            })
        })
        .collect()
}

/// A level of `metadata.version`: 7 (3.3-IV3) to 30 (4.3-IV0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MetadataVersion(pub i16);

/// Levels of `metadata.version` with their names, and whether a level changed what the records can say.
const LEVELS: &[(i16, &str, bool)] = &[
    (7, "3.3-IV3", true),
    (8, "3.4-IV0", true),
    (9, "3.5-IV0", false),
    (10, "3.5-IV1", false),
    (11, "3.5-IV2", true),
    (12, "3.6-IV0", false),
    (13, "3.6-IV1", true),
    (14, "3.6-IV2", true),
    (15, "3.7-IV0", true),
    (16, "3.7-IV1", false),
    (17, "3.7-IV2", true),
    (18, "3.7-IV3", false),
    (19, "3.7-IV4", false),
    (20, "3.8-IV0", false),
    (21, "3.9-IV0", false),
    (22, "4.0-IV0", false),
    (23, "4.0-IV1", true),
    (24, "4.0-IV2", false),
    (25, "4.0-IV3", false),
    (26, "4.1-IV0", false),
    (27, "4.1-IV1", false),
    (28, "4.2-IV0", false),
    (29, "4.2-IV1", false),
    (30, "4.3-IV0", true),
];

impl MetadataVersion {
    /// The lowest level that Kafka 4 and Moldau read.
    pub const MIN: Self = Self(7);
    /// The level of Kafka 4.3.
    pub const LATEST: Self = Self(30);

    /// Finds a level by name: `4.3-IV0`, or `4.3` for the last level of a release.
    pub fn parse(text: &str) -> Option<Self> {
        let found = LEVELS.iter().rev().find(|(_, name, _)| {
            *name == text || name.split_once("-IV").is_some_and(|(release, _)| release_matches(release, text))
        });
        found.map(|(level, _, _)| Self(*level))
    }

    /// The level's name, such as `4.3-IV0`; `unknown` if it is out of range.
    pub fn name(self) -> &'static str {
        LEVELS.iter().find(|(level, _, _)| *level == self.0).map_or("unknown", |(_, name, _)| name)
    }

    /// Whether going from here to `to` needs no change of records already written.
    pub fn is_same_format(self, to: Self) -> bool {
        let (low, high) = if self < to { (self, to) } else { (to, self) };
        !LEVELS.iter().any(|(level, _, changed)| *changed && low.0 < *level && *level <= high.0)
    }

    /// Whether a level has this feature of the format.
    const fn at_least(self, level: i16) -> bool {
        level <= self.0
    }

    /// KIP-858: partitions say which directory holds them.
    pub const fn has_directories(self) -> bool {
        self.at_least(17)
    }

    /// KAFKA-15021: before 3.6 the leader epoch must grow when an in-sync replica leaves.
    pub const fn bumps_epoch_on_isr_shrink(self) -> bool {
        !self.at_least(12)
    }

    /// The record version that this level writes.
    pub const fn record_version(self, record: &Record) -> i16 {
        match record {
            Record::RegisterBroker(_) if self.at_least(30) => 4,
            Record::RegisterBroker(_) if self.at_least(17) => 3,
            Record::RegisterBroker(_) if self.at_least(8) => 2,
            Record::RegisterBroker(_) => 1,
            Record::Partition(_) | Record::PartitionChange(_) if self.at_least(23) => 2,
            Record::Partition(_) | Record::PartitionChange(_) if self.at_least(17) => 1,
            Record::BrokerRegistrationChange(_) if self.at_least(30) => 3,
            Record::BrokerRegistrationChange(_) if self.at_least(17) => 2,
            Record::BrokerRegistrationChange(_) => 1,
            Record::Partition(_)
            | Record::PartitionChange(_)
            | Record::UnregisterBroker(_)
            | Record::Topic(_)
            | Record::Config(_)
            | Record::FenceBroker(_)
            | Record::UnfenceBroker(_)
            | Record::RemoveTopic(_)
            | Record::DelegationToken(_)
            | Record::UserScramCredential(_)
            | Record::FeatureLevel(_)
            | Record::ClientQuota(_)
            | Record::ProducerIds(_)
            | Record::AccessControlEntry(_)
            | Record::RemoveAccessControlEntry(_)
            | Record::NoOp(_)
            | Record::ZkMigrationState(_)
            | Record::RemoveUserScramCredential(_)
            | Record::BeginTransaction(_)
            | Record::EndTransaction(_)
            | Record::AbortTransaction(_)
            | Record::RemoveDelegationToken(_)
            | Record::RegisterController(_)
            | Record::ClearElr(_) => 0,
        }
    }
}

/// `4.3` and `4.3.1` both mean release `4.3`.
fn release_matches(release: &str, text: &str) -> bool {
    text.strip_prefix(release).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_found_by_name_and_release() {
        assert_eq!(MetadataVersion::parse("4.3-IV0"), Some(MetadataVersion(30)));
        assert_eq!(MetadataVersion::parse("4.3"), Some(MetadataVersion(30)));
        assert_eq!(MetadataVersion::parse("4.3.1"), Some(MetadataVersion(30)));
        assert_eq!(MetadataVersion::parse("3.9"), Some(MetadataVersion(21)));
        assert_eq!(MetadataVersion::parse("4.0"), Some(MetadataVersion(25)));
        assert_eq!(MetadataVersion::parse("4.30"), None);
        assert_eq!(MetadataVersion::parse(""), None);
    }

    /// As `kafka-storage version-mapping --release-version` of Apache Kafka 4.3.1 says.
    #[test]
    fn the_levels_of_a_new_cluster_follow_its_release() {
        for (release, elr, group, kraft, share, streams, transaction) in [
            ("3.3-IV3", 0, 0, 0, 0, 0, 0),
            ("3.9", 0, 0, 1, 0, 0, 0),
            ("4.0-IV0", 0, 1, 1, 0, 0, 0),
            ("4.0-IV1", 0, 1, 1, 0, 0, 0),
            ("4.0-IV2", 0, 1, 1, 0, 0, 2),
            ("4.0-IV3", 0, 1, 1, 0, 0, 2),
            ("4.1-IV0", 1, 1, 1, 0, 0, 2),
            ("4.1-IV1", 1, 1, 1, 0, 0, 2),
            ("4.2-IV0", 1, 1, 1, 1, 0, 2),
            ("4.2-IV1", 1, 1, 1, 1, 1, 2),
            ("4.3", 1, 1, 1, 1, 1, 2),
        ] {
            let version = MetadataVersion::parse(release).unwrap();
            let levels: Vec<i16> = FEATURES.iter().map(|feature| feature.default_level(version)).collect();
            assert_eq!(levels, [elr, group, kraft, version.0, share, streams, transaction], "{release}");
        }
    }

    #[test]
    fn a_new_cluster_writes_its_version_first_and_no_level_of_0() {
        let written = |chosen: fn(&str) -> Option<i16>| -> Vec<(String, i16)> {
            let records = bootstrap_features(MetadataVersion(25), chosen);
            let pair = |record: &Record| {
                let Record::FeatureLevel(level) = record else { return None };
                Some((level.name.to_string(), level.feature_level))
            };
            records.iter().filter_map(pair).collect()
        };
        let pair = |name: &str, level| (name.to_owned(), level);
        let (version, group) = (pair(METADATA_VERSION, 25), pair("group.version", 1));
        assert_eq!(written(|_| None), [version.clone(), group, pair("transaction.version", 2)]);
        let chosen = |name: &str| match name {
            "group.version" => Some(0),
            "share.version" => Some(1),
            _ => None,
        };
        assert_eq!(written(chosen), [version, pair("share.version", 1), pair("transaction.version", 2)]);
    }

    #[test]
    fn a_downgrade_is_safe_only_where_no_level_between_changed_the_records() {
        assert!(MetadataVersion(29).is_same_format(MetadataVersion(23)));
        assert!(!MetadataVersion(30).is_same_format(MetadataVersion(29)));
        assert!(!MetadataVersion(22).is_same_format(MetadataVersion(23)));
    }
}
