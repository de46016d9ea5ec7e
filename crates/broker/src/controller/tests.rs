//! The controller on a simulated disk.

use std::path::PathBuf;
use std::sync::Arc;

use moldau_disk::{Disk, ManualClock, SimDisk};
use moldau_ids::{NodeId, Offset, Uuid};
use moldau_meta::{Answer, Command, Endpoint};
use moldau_raft::Io;
use moldau_settings::BrokerConfig;
use moldau_wire::Str;
use moldau_wire::messages::CreateTopicsRequest;
use moldau_wire::messages::create_topics_request::CreatableTopic;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::*;

struct Running {
    controller: Controller,
    lifecycle: BrokerLifecycle,
    stopping: CancellationToken,
    task: JoinHandle<Result<(), ControllerError>>,
}

fn options() -> ControllerOptions {
    ControllerOptions {
        cluster_id: Str::from("cluster"),
        node_id: NodeId(1),
        directory_id: Uuid(4_711),
        metadata_dir: PathBuf::from("/data"),
        session_timeout_ms: 9_000,
        io: Io::Inline,
    }
}

async fn start(disk: Arc<dyn Disk>, seed: u64) -> Running {
    let env = Env::seeded(Arc::new(ManualClock::default()), seed);
    let (config, _) = BrokerConfig::standalone(&[]).unwrap();
    let (controller, task) = Controller::open(options(), &config, disk, &env).await.unwrap();
    let stopping = CancellationToken::new();
    let task = tokio::runtime::Handle::current().spawn(task.run(stopping.clone()));
    let endpoint = Endpoint {
        name: Str::from("PLAINTEXT"),
        host: Str::from("localhost"),
        port: 9092,
        security_protocol: 0,
    };
    let registration = Registration {
        node_id: NodeId(1),
        incarnation: env.random_uuid(),
        endpoints: vec![endpoint],
        rack: None,
        log_dirs: vec![Uuid(4_711)],
        previous_epoch: None,
    };
    let lifecycle = BrokerLifecycle::register(controller.clone(), env, registration).await.unwrap();
    lifecycle.unfence().await.unwrap();
    Running { controller, lifecycle, stopping, task }
}

impl Running {
    async fn create(&self, name: &str, num_partitions: i32) -> i16 {
        let topic = CreatableTopic {
            name: Str::from(name),
            num_partitions,
            replication_factor: 1,
            ..Default::default()
        };
        let request = CreateTopicsRequest { topics: vec![topic], ..Default::default() };
        let answer = self.controller.submit(Command::CreateTopics(request)).await.unwrap();
        let Answer::CreateTopics(response) = answer else { panic!("{answer:?}") };
        response.topics[0].error_code
    }

    async fn stop(self) {
        self.stopping.cancel();
        self.task.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn what_was_answered_is_there_after_a_restart_in_new_epochs() {
    let disk: Arc<dyn Disk> = Arc::new(SimDisk::new(1, Arc::new(ManualClock::default())));
    disk.create_dir_all(&PathBuf::from("/data")).unwrap();
    let mut epochs = Vec::new();
    for round in 0..3 {
        let node = start(Arc::clone(&disk), round).await;
        let name = format!("topic-{round}");
        assert_eq!(node.create(&name, 3).await, 0);
        assert_eq!(node.create(&name, 3).await, 36, "the topic exists already");
        let latest = node.controller.metadata().latest();
        assert_eq!(latest.image.topic_count(), usize::try_from(round).unwrap() + 1);
        let first = latest.image.topic("topic-0").unwrap();
        for (_, partition) in first.partitions() {
            assert_eq!(partition.leader(), Some(NodeId(1)));
        }
        epochs.push(first.partition(moldau_ids::PartitionIndex(0)).unwrap().leader_epoch.get());
        node.stop().await;
    }
    assert_eq!(epochs, [0, 2, 4], "each incarnation ends the one before it, and is elected anew");
}

#[tokio::test]
async fn a_clean_stop_leaves_no_leader() {
    let disk: Arc<dyn Disk> = Arc::new(SimDisk::new(2, Arc::new(ManualClock::default())));
    disk.create_dir_all(&PathBuf::from("/data")).unwrap();
    let node = start(disk, 7).await;
    assert_eq!(node.create("a", 2).await, 0);
    node.lifecycle.shut_down().await.unwrap();
    let latest = node.controller.metadata().latest();
    let topic = latest.image.topic("a").unwrap();
    assert!(topic.partitions().all(|(_, partition)| partition.leader().is_none()));
    node.stop().await;
}

#[tokio::test]
async fn followers_see_every_change_once() {
    let disk: Arc<dyn Disk> = Arc::new(SimDisk::new(3, Arc::new(ManualClock::default())));
    disk.create_dir_all(&PathBuf::from("/data")).unwrap();
    let node = start(disk, 8).await;
    let (before, mut changes) = node.controller.metadata().follow();
    assert_eq!(before.image.topic_count(), 0);
    assert!(changes.take().is_none());
    assert_eq!(node.create("a", 2).await, 0);
    assert_eq!(node.create("b", 1).await, 0);
    let change = changes.next().await;
    assert_eq!(change.delta.topics_created.len(), 2, "what was not taken in time is one change");
    assert_eq!(change.delta.partitions.values().map(std::collections::BTreeSet::len).sum::<usize>(), 3);
    assert!(changes.take().is_none());
    node.stop().await;
}

#[tokio::test]
async fn many_at_once_are_all_answered() {
    let disk: Arc<dyn Disk> = Arc::new(SimDisk::new(4, Arc::new(ManualClock::default())));
    disk.create_dir_all(&PathBuf::from("/data")).unwrap();
    let node = Arc::new(start(disk, 9).await);
    let mut set = tokio::task::JoinSet::new();
    for number in 0..200 {
        let node = Arc::clone(&node);
        // Each name twice: one of the two is refused.
        set.spawn(async move { node.create(&format!("topic-{}", number / 2), 1).await });
    }
    let codes = set.join_all().await;
    assert_eq!(codes.iter().filter(|code| **code == 0).count(), 100);
    assert_eq!(codes.iter().filter(|code| **code == 36).count(), 100);
    let offset = node.controller.metadata().latest().next_offset;
    assert!(offset > Offset::new(200).unwrap(), "{offset}");
    assert_eq!(node.controller.log().quorum().high_watermark, offset);
}

#[tokio::test]
async fn a_node_that_formatted_itself_starts() {
    let simulated = SimDisk::new(5, Arc::new(ManualClock::default()));
    let disk: Arc<dyn Disk> = Arc::new(simulated.clone());
    let env = Env::seeded(Arc::new(ManualClock::default()), 5);
    let (config, _) = BrokerConfig::standalone(&[]).unwrap();
    let mut random = || env.random_uuid();
    let (cluster_id, directory_id) =
        crate::storage_tool::format_if_new(&*disk, &config, &mut random, env.wall()).unwrap();
    // What formatting wrote is durable.
    simulated.lose_power();
    for _start in 0..2 {
        let options = ControllerOptions {
            cluster_id: Str::from(&cluster_id),
            // Another id than the voters' checkpoint has: the checkpoint counts.
            directory_id: Uuid(1),
            metadata_dir: PathBuf::from(&config.metadata.dir),
            ..options()
        };
        let (controller, task) = Controller::open(options, &config, Arc::clone(&disk), &env).await.unwrap();
        let stopping = CancellationToken::new();
        let task = tokio::runtime::Handle::current().spawn(task.run(stopping.clone()));
        let registration = Registration {
            node_id: NodeId(1),
            incarnation: env.random_uuid(),
            endpoints: vec![Endpoint {
                name: Str::from("PLAINTEXT"),
                host: Str::from("localhost"),
                port: 9092,
                security_protocol: 0,
            }],
            rack: None,
            log_dirs: vec![directory_id],
            previous_epoch: None,
        };
        let lifecycle =
            BrokerLifecycle::register(controller.clone(), env.clone(), registration).await.unwrap();
        lifecycle.unfence().await.unwrap();
        let quorum = controller.log().quorum();
        assert_eq!(quorum.voters[0].voter.directory_id, directory_id);
        assert_eq!(controller.metadata().latest().image.metadata_version().0, 30);
        stopping.cancel();
        task.await.unwrap().unwrap();
    }
}
