//! Registrations, heartbeats, fencing.
//!
//! A broker registers fenced, and is unfenced by a heartbeat once it has applied its own registration. A new
//! incarnation first ends the old one: every partition that it led gets another leader or none, with a new epoch, in
//! the batch of the registration.

use std::collections::BTreeSet;

use moldau_ids::{BrokerEpoch, DirectoryId, NodeId};
use moldau_wire::messages::{
    BrokerHeartbeatRequest, BrokerHeartbeatResponse, BrokerRegistrationRequest, BrokerRegistrationResponse,
    UnregisterBrokerRequest, UnregisterBrokerResponse,
};
use moldau_wire::records::metadata::register_broker_record::{BrokerEndpoint, BrokerFeature};
use moldau_wire::records::metadata::{
    BrokerRegistrationChangeRecord, RegisterBrokerRecord, UnregisterBrokerRecord,
};
use moldau_wire::{ErrorCode, Str};

use super::election::{Move, follow};
use super::{Answer, Decision, Env, Refusal};
use crate::{BrokerRegistration, Image, Record};

const FENCE: i8 = 1;
const UNFENCE: i8 = -1;
const IN_CONTROLLED_SHUTDOWN: i8 = 1;

/// Registers an incarnation of a broker.
pub(super) fn register(
    image: &Image,
    request: &BrokerRegistrationRequest,
    env: &Env<'_>,
) -> Result<Decision, Refusal> {
    check_registration(image, request, env)?;
    let id = NodeId(request.broker_id);
    let existing = image.broker(id);
    let mut records = Vec::new();
    let same = existing.filter(|broker| broker.incarnation == request.incarnation_id);
    #[cfg(feature = "planted")]
    let is_reused = moldau_ids::planted::is_planted(moldau_ids::planted::Bug::ReusedEpoch);
    #[cfg(not(feature = "planted"))]
    let is_reused = false;
    if existing.is_some() && same.is_none() && !is_reused {
        // Who stopped in order says which registration it had (KIP-966).
        let crashed = existing.is_some_and(|broker| broker.epoch.get() != request.previous_broker_epoch);
        follow(image, env, Move { leaves: Some(id), crashed, ..Move::default() }, &mut records);
    }
    let epoch = same.map_or(env.next_offset.get(), |broker| broker.epoch.get());
    let end_points = request.listeners.iter().map(|listener| BrokerEndpoint {
        name: listener.name.clone(),
        host: listener.host.clone(),
        port: listener.port,
        security_protocol: listener.security_protocol,
        ..Default::default()
    });
    let features = request.features.iter().map(|feature| BrokerFeature {
        name: feature.name.clone(),
        min_supported_version: feature.min_supported_version,
        max_supported_version: feature.max_supported_version,
        ..Default::default()
    });
    let has_directories = image.metadata_version().has_directories();
    records.push(Record::RegisterBroker(RegisterBrokerRecord {
        broker_id: request.broker_id,
        incarnation_id: request.incarnation_id,
        broker_epoch: epoch,
        end_points: end_points.collect(),
        features: features.collect(),
        rack: request.rack.clone(),
        fenced: same.is_none_or(|broker| broker.is_fenced()),
        in_controlled_shutdown: same.is_some_and(|broker| broker.in_controlled_shutdown),
        log_dirs: if has_directories { sorted(&request.log_dirs) } else { Vec::new() },
        ..Default::default()
    }));
    let answer = BrokerRegistrationResponse { broker_epoch: epoch, ..Default::default() };
    Ok(Decision::new(records, Answer::RegisterBroker(answer)))
}

fn check_registration(
    image: &Image,
    request: &BrokerRegistrationRequest,
    env: &Env<'_>,
) -> Result<(), Refusal> {
    let id = NodeId(request.broker_id);
    let refuse = |code, message: String| Err(Refusal::new(code, message));
    if request.cluster_id != *image.cluster_id() {
        return refuse(
            ErrorCode::InconsistentClusterId,
            format!(
                "broker {id} belongs to cluster `{}`, this is `{}`",
                request.cluster_id,
                image.cluster_id()
            ),
        );
    }
    if request.broker_id < 0 || request.is_migrating_zk_broker {
        return refuse(ErrorCode::InvalidRequest, format!("broker {id} cannot register: not a KRaft broker"));
    }
    if let Some(existing) = image.broker(id)
        && existing.incarnation != request.incarnation_id
        && env.sessions.is_live(id, existing.epoch)
    {
        return refuse(
            ErrorCode::DuplicateBrokerRegistration,
            format!("another broker with id {id} is registered with this cluster and alive"),
        );
    }
    if request.listeners.is_empty() {
        return refuse(ErrorCode::InvalidRegistration, format!("broker {id} names no listener"));
    }
    for (name, level) in image.features() {
        let range = request.features.iter().find(|feature| feature.name == *name);
        let supported =
            range.is_some_and(|f| (f.min_supported_version..=f.max_supported_version).contains(&level));
        if !supported {
            return refuse(
                ErrorCode::UnsupportedVersion,
                format!(
                    "broker {id} does not support level {level} of the feature `{name}`, which is finalized"
                ),
            );
        }
    }
    check_directories(image, request)
}

fn check_directories(image: &Image, request: &BrokerRegistrationRequest) -> Result<(), Refusal> {
    if !image.metadata_version().has_directories() {
        return Ok(());
    }
    let refuse = |message: String| Err(Refusal::new(ErrorCode::InvalidRegistration, message));
    let id = NodeId(request.broker_id);
    if request.log_dirs.is_empty() {
        return refuse(format!("broker {id} names no log directory"));
    }
    let unique: BTreeSet<&DirectoryId> = request.log_dirs.iter().collect();
    if unique.len() != request.log_dirs.len() {
        return refuse(format!("broker {id} names a log directory twice"));
    }
    if let Some(reserved) = unique.iter().find(|directory| directory.0 < 100) {
        return refuse(format!("broker {id} has a log directory with the reserved id {reserved}"));
    }
    let taken = image
        .brokers()
        .filter(|other| other.id != id)
        .find_map(|other| other.log_dirs.iter().find(|directory| unique.contains(directory)));
    match taken {
        Some(directory) => {
            refuse(format!("log directory {directory} of broker {id} belongs to another broker"))
        }
        None => Ok(()),
    }
}

fn sorted(directories: &[DirectoryId]) -> Vec<DirectoryId> {
    let mut directories = directories.to_vec();
    directories.sort_unstable();
    directories
}

/// The registration that a request speaks for, if it is the present one.
pub(super) fn check_epoch(image: &Image, id: NodeId, epoch: i64) -> Result<&BrokerRegistration, Refusal> {
    match image.broker(id) {
        None => Err(Refusal::new(ErrorCode::BrokerIdNotRegistered, format!("no broker {id} is registered"))),
        Some(broker) if broker.epoch != BrokerEpoch(epoch) => Err(Refusal::new(
            ErrorCode::StaleBrokerEpoch,
            format!("broker {id} speaks with epoch {epoch}, its registration has {}", broker.epoch),
        )),
        Some(broker) => Ok(broker),
    }
}

/// What a heartbeat leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Fenced,
    Unfenced,
    ControlledShutdown,
    ShutdownNow,
}

/// A broker lives; it may want to be unfenced, fenced or stopped.
pub(super) fn heartbeat(
    image: &Image,
    request: &BrokerHeartbeatRequest,
    env: &Env<'_>,
) -> Result<Decision, Refusal> {
    let id = NodeId(request.broker_id);
    let broker = check_epoch(image, id, request.broker_epoch)?;
    let is_caught_up = request.current_metadata_offset >= broker.epoch.get();
    let (now, next) = next_state(image, broker, request, env);
    let mut change = BrokerRegistrationChangeRecord {
        broker_id: request.broker_id,
        broker_epoch: request.broker_epoch,
        ..Default::default()
    };
    let mut records = Vec::new();
    let moved = match (now, next) {
        (State::Fenced, State::Fenced | State::ShutdownNow) => None,
        (_, State::Fenced | State::ShutdownNow) => {
            change.fenced = FENCE;
            Some(Move { leaves: Some(id), ..Move::default() })
        }
        (State::Fenced, State::Unfenced) => {
            change.fenced = UNFENCE;
            Some(Move { joins: Some(id), ..Move::default() })
        }
        (State::Unfenced, State::ControlledShutdown) => {
            change.in_controlled_shutdown = IN_CONTROLLED_SHUTDOWN;
            Some(Move { leaves: Some(id), ..Move::default() })
        }
        (State::Unfenced | State::ControlledShutdown | State::ShutdownNow, _)
        | (State::Fenced, State::ControlledShutdown) => None,
    };
    let lost: Vec<DirectoryId> = request
        .offline_log_dirs
        .iter()
        .copied()
        .filter(|directory| broker.log_dirs.contains(directory))
        .collect();
    if !lost.is_empty() {
        change.log_dirs =
            broker.log_dirs.iter().copied().filter(|directory| !lost.contains(directory)).collect();
    }
    if moved.is_some() || !lost.is_empty() {
        records.push(Record::BrokerRegistrationChange(change));
    }
    if let Some(moved) = moved {
        follow(image, env, moved, &mut records);
    }
    if !lost.is_empty() && moved.is_none_or(|moved| moved.leaves.is_none()) {
        let moved = Move { leaves: Some(id), directories: Some(&lost), ..Move::default() };
        follow(image, env, moved, &mut records);
    }
    let answer = BrokerHeartbeatResponse {
        is_caught_up,
        is_fenced: matches!(next, State::Fenced | State::ShutdownNow),
        should_shut_down: next == State::ShutdownNow,
        ..Default::default()
    };
    Ok(Decision::new(records, Answer::Heartbeat(answer)))
}

fn next_state(
    image: &Image,
    broker: &BrokerRegistration,
    request: &BrokerHeartbeatRequest,
    env: &Env<'_>,
) -> (State, State) {
    let leads = || {
        let id = broker.id;
        image.topics().any(|topic| topic.partitions().any(|(_, partition)| partition.leader == id))
    };
    if broker.is_fenced() {
        let next = if request.want_shut_down {
            State::ShutdownNow
        } else if !request.want_fence && request.current_metadata_offset >= broker.epoch.get() {
            State::Unfenced
        } else {
            State::Fenced
        };
        return (State::Fenced, next);
    }
    if broker.in_controlled_shutdown {
        let done = !leads() && everyone_has_seen_the_shutdown(image, broker, env);
        return (
            State::ControlledShutdown,
            if done { State::ShutdownNow } else { State::ControlledShutdown },
        );
    }
    let next = match (request.want_fence, request.want_shut_down) {
        (true, true) => State::ShutdownNow,
        (true, false) => State::Fenced,
        (false, true) if leads() => State::ControlledShutdown,
        (false, true) => State::ShutdownNow,
        (false, false) => State::Unfenced,
    };
    (State::Unfenced, next)
}

/// Whether every broker that lives has applied the metadata that took this one's leaderships.
fn everyone_has_seen_the_shutdown(image: &Image, broker: &BrokerRegistration, env: &Env<'_>) -> bool {
    let Some(begun) = env.sessions.get(broker.id).and_then(|session| session.shutdown_offset) else {
        return true;
    };
    image
        .active_brokers()
        .filter_map(|other| env.sessions.get(other.id))
        .all(|session| session.metadata_offset >= begun)
}

/// A broker's session has ended. Nothing to do if it is fenced already, or gone.
pub(super) fn fence(image: &Image, id: NodeId, env: &Env<'_>) -> Decision {
    let Some(broker) = image.broker(id).filter(|broker| !broker.is_fenced()) else {
        return Decision::new(Vec::new(), Answer::Done);
    };
    let mut records = vec![Record::BrokerRegistrationChange(BrokerRegistrationChangeRecord {
        broker_id: id.get(),
        broker_epoch: broker.epoch.get(),
        fenced: FENCE,
        ..Default::default()
    })];
    follow(image, env, Move { leaves: Some(id), ..Move::default() }, &mut records);
    Decision::new(records, Answer::Done)
}

/// A broker is gone for good.
pub(super) fn unregister(
    image: &Image,
    request: &UnregisterBrokerRequest,
    env: &Env<'_>,
) -> Result<Decision, Refusal> {
    let id = NodeId(request.broker_id);
    let broker = image.broker(id).ok_or_else(|| {
        Refusal::new(ErrorCode::BrokerIdNotRegistered, format!("no broker {id} is registered"))
    })?;
    let mut records = Vec::new();
    follow(image, env, Move { leaves: Some(id), ..Move::default() }, &mut records);
    records.push(Record::UnregisterBroker(UnregisterBrokerRecord {
        broker_id: id.get(),
        broker_epoch: broker.epoch.get(),
        ..Default::default()
    }));
    let answer = UnregisterBrokerResponse { error_message: None::<Str>, ..Default::default() };
    Ok(Decision::new(records, Answer::UnregisterBroker(answer)))
}
