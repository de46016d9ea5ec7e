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
        (with(&|o| o.features = vec!["group.version=1".into()]), "group.version"),
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
