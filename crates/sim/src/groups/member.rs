//! A member of a group under the classic protocol: joins, is given a share, heartbeats, commits, leaves, dies.

use std::sync::Arc;

use moldau_wire::{
    ErrorCode, Str,
    messages::{
        HeartbeatRequest, JoinGroupRequest, JoinGroupResponse, LeaveGroupRequest, OffsetCommitRequest,
        SyncGroupRequest,
        join_group_request::JoinGroupRequestProtocol,
        leave_group_request::MemberIdentity,
        offset_commit_request::{OffsetCommitRequestPartition, OffsetCommitRequestTopic},
        sync_group_request::SyncGroupRequestAssignment,
    },
};
use parking_lot::Mutex;

use super::roster::Roster;
use crate::{
    client::{Broken, Client, Surroundings},
    random::Random,
    setup,
    transactions::{calls::code_of, ledger::Ledger, reader::group_offset},
};

const SESSION_TIMEOUT_MS: i32 = 400;
const REBALANCE_TIMEOUT_MS: i32 = 800;
const PROTOCOL: Str = Str::from_static("share");
const KIND: Str = Str::from_static("consumer");

/// What a member remembers from life to life.
#[derive(Debug)]
pub(crate) struct Member {
    random: Random,
    /// Empty until it is given one.
    id: Str,
    /// Its generation and share, once it has been given one.
    share: Option<(i32, Vec<i32>)>,
    /// The node's life in which it got its share.
    life: u64,
    share_life: u64,
    /// The generation before, if it was a member then.
    past: Option<i32>,
    /// Commits acknowledged in this life, and rounds in which it owned nothing.
    rounds: u64,
}

impl Member {
    pub(crate) fn new(random: Random) -> Self {
        Self { random, id: Str::default(), share: None, life: 0, share_life: 0, past: None, rounds: 0 }
    }

    /// Whether it has had its part in the group for a while, in this life of the node.
    pub(crate) fn has_worked(&self) -> bool {
        5 < self.rounds
    }

    fn begin_life(&mut self) {
        self.life += 1;
        self.rounds = 0;
    }

    /// It is no member any more, and will join anew.
    fn forget(&mut self) {
        self.id = Str::default();
        self.share = None;
        self.past = None;
    }
}

/// A member's world.
struct Part<'a> {
    around: &'a Surroundings,
    member: &'a Mutex<Member>,
    roster: &'a Mutex<Roster>,
    topic: &'static str,
    partitions: i32,
}

/// Takes part until the node's life ends.
pub(crate) async fn run(
    around: Surroundings,
    member: Arc<Mutex<Member>>,
    (roster, ledger): (Arc<Mutex<Roster>>, Arc<Mutex<Ledger>>),
    explicit: bool,
) {
    member.lock().begin_life();
    let (topic, partitions) = {
        let ledger = ledger.lock();
        (ledger.topic, ledger.partitions)
    };
    let all = Part { around: &around, member: &member, roster: &roster, topic, partitions };
    loop {
        take_part(&all, &ledger, explicit).await.unwrap_or(());
        let (pause, dies) = {
            let mut member = member.lock();
            (member.random.between(1, 40), member.random.one_in(2))
        };
        if dies {
            member.lock().forget();
        }
        around.sleep_ms(pause).await;
    }
}

async fn take_part(all: &Part<'_>, ledger: &Mutex<Ledger>, explicit: bool) -> Result<(), Broken> {
    let mut client = Client::connect(all.around, "member").await?;
    setup::prepare(all.around, &mut client, ledger, explicit).await?;
    loop {
        let share = all.member.lock().share.clone();
        let Some((generation, partitions)) = share else {
            join(all, &mut client).await?;
            continue;
        };
        let (pause, choice) = {
            let mut member = all.member.lock();
            (member.random.between(20, 120), member.random.below(120))
        };
        all.around.sleep_ms(pause).await;
        match choice {
            0 => return Err(Broken),
            1 => {
                leave(all, &mut client).await?;
                continue;
            }
            // Longer than its session lasts.
            2 => all.around.sleep_ms(700).await,
            _ => {}
        }
        let code = heartbeat(all, &mut client, generation).await?;
        if !goes_on(all, code).await {
            continue;
        }
        all.member.lock().rounds += 1;
        for partition in partitions {
            let code = commit(all, &mut client, generation, partition).await?;
            goes_on(all, code).await;
        }
    }
}

/// What an answer means for the membership. Whether it goes on as it was.
async fn goes_on(all: &Part<'_>, code: ErrorCode) -> bool {
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other refusal is passing")]
    match code {
        ErrorCode::None => return true,
        ErrorCode::RebalanceInProgress | ErrorCode::IllegalGeneration => all.member.lock().share = None,
        ErrorCode::UnknownMemberId => {
            all.around.trace.count("member unknown", 1);
            all.member.lock().forget();
        }
        _ => all.around.sleep_ms(20).await,
    }
    false
}

async fn join(all: &Part<'_>, client: &mut Client) -> Result<(), Broken> {
    let id = all.member.lock().id.clone();
    let protocol = JoinGroupRequestProtocol { name: PROTOCOL, ..JoinGroupRequestProtocol::default() };
    let request = JoinGroupRequest {
        group_id: all.roster.lock().group.into(),
        session_timeout_ms: SESSION_TIMEOUT_MS,
        rebalance_timeout_ms: REBALANCE_TIMEOUT_MS,
        member_id: id,
        protocol_type: KIND,
        protocols: vec![protocol],
        ..JoinGroupRequest::default()
    };
    let answer = client.call(&request, 9).await?;
    let code = code_of(answer.error_code);
    all.around.trace.tell(all.around.clock.now_us(), || {
        format!("member {:?}: joins: {} in {}", &*answer.member_id, code.name(), answer.generation_id)
    });
    if code == ErrorCode::MemberIdRequired || code == ErrorCode::None {
        all.member.lock().id = answer.member_id.clone();
    }
    if code == ErrorCode::MemberIdRequired || !goes_on(all, code).await {
        return Ok(());
    }
    sync(all, client, &answer).await
}

/// The leader's plan: partitions in turn.
fn plan(joined: &JoinGroupResponse, partitions: i32) -> Vec<SyncGroupRequestAssignment> {
    let count = joined.members.len().max(1);
    let share = |at: usize| {
        (0..partitions).filter(move |index| usize::try_from(*index).is_ok_and(|index| index % count == at))
    };
    let assignment =
        |(at, member): (usize, &moldau_wire::messages::join_group_response::JoinGroupResponseMember)| {
            SyncGroupRequestAssignment {
                member_id: member.member_id.clone(),
                assignment: share(at).flat_map(i32::to_be_bytes).collect::<Vec<u8>>().into(),
                ..SyncGroupRequestAssignment::default()
            }
        };
    joined.members.iter().enumerate().map(assignment).collect()
}

async fn sync(all: &Part<'_>, client: &mut Client, joined: &JoinGroupResponse) -> Result<(), Broken> {
    let is_leader = joined.leader == joined.member_id;
    let request = SyncGroupRequest {
        group_id: all.roster.lock().group.into(),
        generation_id: joined.generation_id,
        member_id: joined.member_id.clone(),
        protocol_type: Some(KIND),
        protocol_name: Some(PROTOCOL),
        assignments: if is_leader { plan(joined, all.partitions) } else { Vec::new() },
        ..SyncGroupRequest::default()
    };
    let newest = all.roster.lock().newest();
    let answer = client.call(&request, 5).await?;
    let code = code_of(answer.error_code);
    let partitions: Vec<i32> =
        answer.assignment.as_chunks().0.iter().map(|number| i32::from_be_bytes(*number)).collect();
    all.around.trace.tell(all.around.clock.now_us(), || {
        let (member, generation) = (&*joined.member_id, joined.generation_id);
        format!("member {member:?}: synced: {} in {generation}: {partitions:?}", code.name())
    });
    if !goes_on(all, code).await {
        return Ok(());
    }
    all.roster.lock().given(joined.generation_id, newest, &joined.member_id, &partitions);
    {
        let mut member = all.member.lock();
        member.share = Some((joined.generation_id, partitions.clone()));
        member.share_life = member.life;
    }
    let past = {
        let mut member = all.member.lock();
        let past = member.past.replace(joined.generation_id);
        past.filter(|past| *past < joined.generation_id && member.random.one_in(2))
    };
    for partition in partitions {
        fetch(all, client, partition).await?;
        if let Some(past) = past {
            // Sent when it was still a member of that, and late.
            let code = commit(all, client, past, partition).await?;
            if code == ErrorCode::IllegalGeneration {
                all.around.trace.count("member of an older generation refused", 1);
            }
        }
    }
    Ok(())
}

/// Asks where the group is.
pub(crate) async fn fetch_one(
    around: &Surroundings,
    client: &mut Client,
    roster: &Mutex<Roster>,
    (topic, partition): (&str, i32),
) -> Result<bool, Broken> {
    let begun = roster.lock().fetch_begins();
    let group = roster.lock().group;
    match group_offset(client, group, (topic, partition)).await? {
        Ok((offset, _)) => {
            roster.lock().fetched(partition, begun, offset);
            around.trace.count("offset fetched", 1);
            Ok(true)
        }
        Err(_) => Ok(false),
    }
}

async fn fetch(all: &Part<'_>, client: &mut Client, partition: i32) -> Result<(), Broken> {
    if !fetch_one(all.around, client, all.roster, (all.topic, partition)).await? {
        all.around.sleep_ms(10).await;
    }
    Ok(())
}

async fn heartbeat(all: &Part<'_>, client: &mut Client, generation_id: i32) -> Result<ErrorCode, Broken> {
    let request = HeartbeatRequest {
        group_id: all.roster.lock().group.into(),
        generation_id,
        member_id: all.member.lock().id.clone(),
        ..HeartbeatRequest::default()
    };
    let code = code_of(client.call(&request, 4).await?.error_code);
    let mut member = all.member.lock();
    if code == ErrorCode::None && member.share_life != member.life {
        member.share_life = member.life;
        all.around.trace.count("member goes on after a restart", 1);
    }
    Ok(code)
}

async fn commit(
    all: &Part<'_>,
    client: &mut Client,
    generation: i32,
    index: i32,
) -> Result<ErrorCode, Broken> {
    let (offset, newest, group) = {
        let mut roster = all.roster.lock();
        (roster.commit_begins(index), roster.newest(), roster.group)
    };
    let partition = OffsetCommitRequestPartition {
        partition_index: index,
        committed_offset: offset,
        committed_leader_epoch: -1,
        ..OffsetCommitRequestPartition::default()
    };
    let topic = OffsetCommitRequestTopic {
        name: all.topic.into(),
        partitions: vec![partition],
        ..OffsetCommitRequestTopic::default()
    };
    let request = OffsetCommitRequest {
        group_id: group.into(),
        generation_id_or_member_epoch: generation,
        member_id: all.member.lock().id.clone(),
        topics: vec![topic],
        ..OffsetCommitRequest::default()
    };
    let answer = client.call(&request, 8).await?;
    let part = answer.topics.first().and_then(|topic| topic.partitions.first()).ok_or(Broken)?;
    let code = code_of(part.error_code);
    all.around.trace.tell(all.around.clock.now_us(), || {
        format!("member of {generation}: commits {offset} of {index}: {}", code.name())
    });
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "whether it happened is not known after other refusals"
    )]
    match code {
        ErrorCode::None => all.roster.lock().committed(index, offset, (generation, newest)),
        ErrorCode::RebalanceInProgress | ErrorCode::IllegalGeneration | ErrorCode::UnknownMemberId => {
            all.roster.lock().refused(index, offset);
        }
        _ => {}
    }
    Ok(code)
}

async fn leave(all: &Part<'_>, client: &mut Client) -> Result<(), Broken> {
    let id = all.member.lock().id.clone();
    let request = LeaveGroupRequest {
        group_id: all.roster.lock().group.into(),
        members: vec![MemberIdentity { member_id: id, ..MemberIdentity::default() }],
        ..LeaveGroupRequest::default()
    };
    let answer = client.call(&request, 5).await?;
    if answer.error_code == 0 {
        all.around.trace.count("member left", 1);
    }
    all.member.lock().forget();
    Ok(())
}
