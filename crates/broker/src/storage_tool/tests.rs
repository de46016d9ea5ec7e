use std::sync::Arc;

use moldau_disk::{ManualClock, SimDisk};
use moldau_settings::Properties;

use super::*;

fn disk() -> SimDisk {
    SimDisk::new(1, Arc::new(ManualClock::default()))
}

fn config(text: &str) -> BrokerConfig {
    let properties = Properties::parse(text).unwrap();
    BrokerConfig::load(&properties, &[]).unwrap().0
}

const DYNAMIC: &str = "process.roles=broker,controller\nnode.id=1\ncontroller.listener.names=CONTROLLER\n\
                       listeners=PLAINTEXT://:9092,CONTROLLER://:9093\nlog.dirs=/a,/b\n\
                       controller.quorum.bootstrap.servers=localhost:9093\n";

fn run(disk: &SimDisk, config: &BrokerConfig, options: &FormatOptions) -> Result<FormatReport, String> {
    let mut next = 1_000;
    let mut random = || {
        next += 1;
        Uuid(next)
    };
    format(disk, config, options, &mut random, Timestamp(5)).map_err(|error| error.to_string())
}

fn standalone() -> FormatOptions {
    FormatOptions { cluster_id: "abc".into(), quorum: InitialQuorum::Standalone, ..FormatOptions::default() }
}

#[test]
fn a_standalone_node_is_formatted_once() {
    let (disk, config) = (disk(), config(DYNAMIC));
    let report = run(&disk, &config, &standalone()).unwrap();
    assert_eq!(report.formatted[0], (PathBuf::from("/a"), DirectoryKind::DynamicMetadata));
    assert_eq!(report.formatted[1], (PathBuf::from("/b"), DirectoryKind::Data));
    for file in ["/a/bootstrap.checkpoint", "/b/bootstrap.checkpoint", "/b/meta.properties"] {
        assert!(disk.stat(Path::new(file)).unwrap().is_some(), "{file}");
    }
    let first = format!("/a/{DIRECTORY}/{}", CheckpointId::FIRST.file_name());
    assert!(disk.stat(Path::new(&first)).unwrap().is_some());

    assert!(run(&disk, &config, &standalone()).unwrap_err().contains("already formatted"));
    let again = FormatOptions { ignore_formatted: true, ..standalone() };
    assert_eq!(run(&disk, &config, &again).unwrap().skipped.len(), 2);
    let other = FormatOptions { cluster_id: "other".into(), ..again };
    assert!(run(&disk, &config, &other).unwrap_err().contains("cluster `abc`"));

    let found = info(&disk, &config).unwrap();
    assert!(found.problems.is_empty(), "{found}");
    assert_eq!(found.properties.unwrap().cluster_id, "abc");
}

#[test]
fn flags_that_are_refused() {
    let config = config(DYNAMIC);
    let with = |change: &dyn Fn(&mut FormatOptions)| {
        let mut options = standalone();
        change(&mut options);
        options
    };
    let cases = [
        (with(&|o| o.cluster_id = " ".into()), "cluster id"),
        (with(&|o| o.quorum = InitialQuorum::Unspecified), "--standalone"),
        (with(&|o| o.add_scram = vec!["SCRAM-SHA-256=[name=a]".into()]), "SCRAM"),
        (with(&|o| o.release_version = Some("9.9".into())), "9.9"),
        (with(&|o| o.release_version = Some("3.5".into())), "3.9-IV0"),
        (with(&|o| o.features = vec!["group.version=2".into()]), "0 to 1"),
        (with(&|o| o.features = vec!["foo=1".into()]), "transaction.version"),
        (with(&|o| o.features = vec!["group.version=1".into(), "group.version=0".into()]), "more than once"),
        (
            with(&|o| {
                o.features = vec!["metadata.version=22".into(), "eligible.leader.replicas.version=1".into()];
            }),
            "requires metadata.version 4.0-IV1",
        ),
        (with(&|o| o.features = vec!["metadata.version".into()]), "name=level"),
        (with(&|o| o.features = vec!["metadata.version=99".into()]), "7 to 30"),
        (with(&|o| o.features = vec!["kraft.version=0".into()]), "kraft.version"),
        (with(&|o| o.quorum = InitialQuorum::Controllers("1@h".into())), "id@host:port:directory"),
        (
            with(&|o| o.quorum = InitialQuorum::Controllers("2@h:1:AAAAAAAAAAAAAAAAAAAD6A".into())),
            "does not name node 1",
        ),
    ];
    for (options, expected) in cases {
        let error = run(&disk(), &config, &options).unwrap_err();
        assert!(error.contains(expected), "{options:?}: {error}");
    }
}

/// As `kafka-storage format` of Apache Kafka 4.3.1 writes them.
#[test]
fn the_bootstrap_checkpoint_has_the_levels_of_kafkas_tool() {
    let check = |features: &[&str], release: Option<&str>, expected: &[(&str, i16)]| {
        let disk = disk();
        let options = FormatOptions {
            features: features.iter().map(|text| (*text).to_owned()).collect(),
            release_version: release.map(str::to_owned),
            ..standalone()
        };
        run(&disk, &config(DYNAMIC), &options).unwrap();
        let written =
            moldau_raft::read_checkpoint(&disk, Path::new("/a/bootstrap.checkpoint")).unwrap().unwrap();
        let written: Vec<(String, i16)> = written
            .into_iter()
            .filter_map(|value| {
                let moldau_meta::Record::FeatureLevel(level) = moldau_meta::decode_record(value).unwrap()
                else {
                    return None;
                };
                Some((level.name.to_string(), level.feature_level))
            })
            .collect();
        let written: Vec<(&str, i16)> = written.iter().map(|(name, level)| (name.as_str(), *level)).collect();
        assert_eq!(written, expected, "{features:?} {release:?}");
    };
    let (version, elr, group) =
        (("metadata.version", 30), ("eligible.leader.replicas.version", 1), ("group.version", 1));
    let (share, streams, transaction) =
        (("share.version", 1), ("streams.version", 1), ("transaction.version", 2));
    check(&[], None, &[version, elr, group, share, streams, transaction]);
    check(&["group.version=0", "kraft.version=1"], None, &[version, elr, share, streams, transaction]);
    check(&[], Some("4.0"), &[("metadata.version", 25), group, transaction]);
    check(&["metadata.version=25"], None, &[("metadata.version", 25), group, transaction]);
    check(&["transaction.version=2"], Some("3.9"), &[("metadata.version", 21), transaction]);
    let elr_on = ["eligible.leader.replicas.version=1"];
    check(&elr_on, Some("4.0"), &[("metadata.version", 25), elr, group, transaction]);
}

#[test]
fn a_new_node_formats_itself_and_keeps_its_ids() {
    let disk = disk();
    let (config, _) = BrokerConfig::standalone(&[]).unwrap();
    let mut next = 7_000;
    let mut random = || {
        next += 1;
        Uuid(next)
    };
    let first = format_if_new(&disk, &config, &mut random, Timestamp(1)).unwrap();
    let second = format_if_new(&disk, &config, &mut random, Timestamp(2)).unwrap();
    assert_eq!(first, second);
}
