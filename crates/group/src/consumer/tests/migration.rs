//! Members of both protocols in one group, through the shard.

use moldau_wire::Message;

use crate::testing::{World as Shards, caller as client, join_request, subscription, topic_id};
use crate::{Answer, Command, Config};

use super::*;

fn config() -> Config {
    let mut config = Config { classic_initial_rebalance_delay: Duration::ZERO, ..Config::default() };
    config.consumer.assignment_interval = Duration::ZERO;
    config
}

pub(super) fn assignment(partitions: &[i32], user_data: Option<&'static [u8]>) -> bytes::Bytes {
    let assignment = m::consumer_protocol_assignment::ConsumerProtocolAssignment {
        assigned_partitions: vec![m::consumer_protocol_assignment::TopicPartition {
            topic: "t0".into(),
            partitions: partitions.to_vec(),
        }],
        user_data: user_data.map(bytes::Bytes::from_static),
    };
    let body = assignment.encode_to_bytes(1).expect("can be written");
    [&1_i16.to_be_bytes()[..], &body].concat().into()
}

fn owning(partitions: &[i32]) -> bytes::Bytes {
    let subscription = m::consumer_protocol_subscription::ConsumerProtocolSubscription {
        topics: vec!["t0".into()],
        owned_partitions: vec![m::consumer_protocol_subscription::TopicPartition {
            topic: "t0".into(),
            partitions: partitions.to_vec(),
        }],
        ..Default::default()
    };
    let body = subscription.encode_to_bytes(1).expect("can be written");
    [&1_i16.to_be_bytes()[..], &body].concat().into()
}

pub(super) fn partitions_of(assignment: &bytes::Bytes) -> Vec<i32> {
    let read = embedded::read_assignment(assignment).expect("makes sense");
    read.assigned_partitions.into_iter().flat_map(|topic| topic.partitions).collect()
}

struct Both(Shards);

impl Both {
    fn join(&mut self, member_id: &str, metadata: bytes::Bytes) -> m::JoinGroupResponse {
        let mut request = join_request("g", member_id);
        request.protocols[0].metadata = metadata;
        let command = Command::JoinGroup { request, version: 9, caller: client("old") };
        let Answer::JoinGroup(answer) = self.0.ask(command) else { panic!("another answer") };
        answer
    }

    fn sync(&mut self, member_id: &str, generation: i32, own: Option<bytes::Bytes>) -> m::SyncGroupResponse {
        let assignments = own.map(|assignment| m::sync_group_request::SyncGroupRequestAssignment {
            member_id: member_id.into(),
            assignment,
            ..Default::default()
        });
        let request = m::SyncGroupRequest {
            group_id: "g".into(),
            generation_id: generation,
            member_id: member_id.into(),
            protocol_type: Some("consumer".into()),
            protocol_name: Some("range".into()),
            assignments: assignments.into_iter().collect(),
            ..Default::default()
        };
        let command = Command::SyncGroup { request, version: 5 };
        let Answer::SyncGroup(answer) = self.0.ask(command) else { panic!("another answer") };
        answer
    }

    fn beat(&mut self, member_id: &str, generation: i32) -> Option<ErrorCode> {
        let request = m::HeartbeatRequest {
            group_id: "g".into(),
            member_id: member_id.into(),
            generation_id: generation,
            ..Default::default()
        };
        let command = Command::Heartbeat { request };
        let Answer::Heartbeat(answer) = self.0.ask(command) else { panic!("another answer") };
        ErrorCode::from_i16(answer.error_code)
    }

    fn modern(&mut self, request: Request) -> Response {
        let command = Command::ConsumerGroupHeartbeat { request, version: 1, caller: client("new") };
        let Answer::ConsumerGroupHeartbeat(answer) = self.0.ask(command) else { panic!("another answer") };
        answer
    }

    fn kind(&mut self) -> (String, String) {
        let command = Command::ListGroups { request: m::ListGroupsRequest::default(), version: 5 };
        let Answer::ListGroups(list) = self.0.ask(command) else { panic!("another answer") };
        let group = list.groups.first().expect("there is one");
        assert!(group.group_type != *"consumer" || group.protocol_type == *"consumer");
        (group.group_type.to_string(), group.group_state.to_string())
    }

    /// A classic group with one member that owns all of topic `t0`. Gives back the member's id.
    fn classic(user_data: Option<&'static [u8]>) -> (Self, Str) {
        let mut both = Self(Shards::new(config()));
        let id = both.join("", subscription(&["t0"])).member_id;
        let mut request = join_request("g", &id);
        request.protocols[0].metadata = subscription(&["t0"]);
        let ticket = both.0.send(Command::JoinGroup { request, version: 9, caller: client("old") });
        both.0.advance(1);
        assert!(both.0.answers.contains_key(&ticket));
        let all = assignment(&[0, 1, 2, 3], user_data);
        assert_eq!(both.sync(&id, 1, Some(all)).error_code, 0);
        assert_eq!(both.kind(), ("classic".into(), "Stable".into()));
        (both, id)
    }

    /// What a reloaded shard knows is what this one knew.
    fn check_replay(&mut self) {
        let describe = |both: &mut Self| both.0.ask(Command::ConsumerGroupDescribe { group_id: "g".into() });
        let before = describe(self);
        self.0.reload();
        assert_eq!(describe(self), before);
    }
}

#[test]
fn a_classic_group_goes_over_and_back() {
    let (mut both, old) = Both::classic(None);
    let new = both.modern(join("n", &["t0"]));
    assert_eq!((new.error_code, new.member_epoch, told(&new)), (0, 2, Some(Held::new())));
    assert_eq!(both.kind(), ("consumer".into(), "Reconciling".into()));
    both.check_replay();

    assert_eq!(both.beat(&old, 1), Some(ErrorCode::RebalanceInProgress));
    let joined = both.join(&old, owning(&[0, 1, 2, 3]));
    assert_eq!((joined.error_code, joined.generation_id), (0, 1), "it has to give up something first");
    let synced = both.sync(&old, 1, None);
    assert_eq!((synced.error_code, partitions_of(&synced.assignment)), (0, vec![0, 1]));
    assert_eq!(both.beat(&old, 1), Some(ErrorCode::RebalanceInProgress), "it has to join once more");
    let joined = both.join(&old, owning(&[0, 1]));
    assert_eq!((joined.error_code, joined.generation_id), (0, 2));
    assert_eq!(partitions_of(&both.sync(&old, 2, None).assignment), [0, 1]);
    assert_eq!(both.beat(&old, 2), Some(ErrorCode::None));
    assert_eq!(both.beat(&old, 1), Some(ErrorCode::IllegalGeneration));
    let new = both.modern(super::owning("n", 2, &Held::new()));
    let t0 = topic_id(0);
    assert_eq!(told(&new), Some(Held::from([(t0, 2), (t0, 3)])));
    assert_eq!(both.kind(), ("consumer".into(), "Stable".into()));
    both.check_replay();

    assert_eq!(both.modern(beat("n", -1)).error_code, 0);
    assert_eq!(both.kind(), ("classic".into(), "PreparingRebalance".into()));
    assert_eq!(both.beat(&old, 2), Some(ErrorCode::RebalanceInProgress));
    let joined = both.join(&old, owning(&[0, 1]));
    assert_eq!((joined.error_code, joined.generation_id, joined.leader.clone()), (0, 3, old.clone()));
    let all = assignment(&[0, 1, 2, 3], None);
    assert_eq!(partitions_of(&both.sync(&old, 3, Some(all)).assignment), [0, 1, 2, 3]);
    both.0.reload();
    assert_eq!(both.kind(), ("classic".into(), "Stable".into()));
}

#[test]
fn a_silent_member_of_the_new_protocol_also_ends_the_consumer_group() {
    let (mut both, old) = Both::classic(None);
    both.modern(join("n", &["t0"]));
    for _ in 0..9 {
        both.0.advance(5_000);
        let generation = both.join(&old, owning(&[0, 1])).generation_id;
        both.sync(&old, generation, None);
    }
    assert_eq!(both.kind().0, "classic");
}

#[test]
fn a_classic_member_that_does_not_join_again_is_removed() {
    let (mut both, old) = Both::classic(None);
    both.modern(join("n", &["t0"]));
    for _ in 0..12 {
        assert_eq!(both.beat(&old, 1), Some(ErrorCode::RebalanceInProgress));
        both.modern(beat("n", 2));
        both.0.advance(5_000);
    }
    assert_eq!(both.beat(&old, 1), Some(ErrorCode::UnknownMemberId));
    assert_eq!(both.modern(beat("n", 2)).member_epoch, 3);
}

#[test]
fn groups_that_cannot_go_over_say_why() {
    let (mut both, _) = Both::classic(Some(b"custom"));
    let refused = both.modern(join("n", &["t0"]));
    assert_eq!(refused.error_code, ErrorCode::GroupIdNotFound.to_i16());
    assert!(refused.error_message.is_some_and(|message| message.contains("custom assignor")));
    assert_eq!(both.kind(), ("classic".into(), "Stable".into()));

    let (mut both, old) = Both::classic(None);
    both.0.config.consumer_upgrade = false;
    let refused = both.modern(join("n", &["t0"]));
    assert_eq!(
        refused.error_message.as_deref(),
        Some("Cannot upgrade classic group g to consumer group because online upgrade is disabled.")
    );
    assert_eq!(both.beat(&old, 1), Some(ErrorCode::None));
    both.0.config.consumer_upgrade = true;
    both.modern(join("n", &["t0"]));
    both.0.config.consumer_upgrade = false;
    both.0.config.consumer_downgrade = false;
    assert_eq!(both.join(&old, owning(&[])).error_code, ErrorCode::InconsistentGroupProtocol.to_i16());
    both.modern(beat("n", -1));
    assert_eq!(both.kind().0, "consumer");
}

#[test]
fn empty_groups_change_their_kind_at_once() {
    let mut both = Both(Shards::new(config()));
    both.modern(join("n", &["t0"]));
    both.modern(beat("n", -1));
    assert_eq!(both.kind(), ("consumer".into(), "Empty".into()));
    let id = both.join("", subscription(&["t0"])).member_id;
    assert_eq!(both.kind().0, "classic");
    both.0.advance(60_000);
    let new = both.modern(join("n", &["t0"]));
    assert_eq!((new.error_code, new.member_epoch), (0, 2));
    assert_eq!(both.kind(), ("consumer".into(), "Stable".into()));
    assert_eq!(both.beat(&id, 0), Some(ErrorCode::UnknownMemberId));
    both.check_replay();
}

#[test]
fn unknown_and_foreign_members_are_told_so() {
    let (mut both, old) = Both::classic(None);
    both.modern(join("n", &["t0"]));
    assert_eq!(both.beat("x", 1), Some(ErrorCode::UnknownMemberId));
    assert_eq!(both.beat("n", 2), Some(ErrorCode::UnknownMemberId), "it speaks the other protocol");
    assert_eq!(both.sync(&old, 1, None).error_code, ErrorCode::RebalanceInProgress.to_i16());
    let asked = both.join("", subscription(&["t0"]));
    assert_eq!(asked.error_code, ErrorCode::MemberIdRequired.to_i16());
    assert!(!asked.member_id.is_empty());
    assert_eq!(both.join(&asked.member_id, subscription(&["t0"])).error_code, 0);
}

/// With Kafka's way of writing targets down the second one would get what the first has yet to give up.
#[test]
fn what_is_not_given_up_stays_taken_over_both_changes_of_kind() {
    let (mut both, old) = Both::classic(None);
    both.modern(join("n", &["t0"]));
    both.join(&old, owning(&[0, 1, 2, 3]));
    both.modern(beat("n", -1));
    assert_eq!(both.kind().0, "classic");
    let second = both.modern(join("n2", &["t0"]));
    assert_eq!((second.error_code, told(&second)), (0, Some(Held::new())));
    assert_eq!(both.beat(&old, 1), Some(ErrorCode::IllegalGeneration));
}
