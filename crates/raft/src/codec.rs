//! Raft entries as Kafka's record batches and back.
//!
//! | entry | batch |
//! |---|---|
//! | records | one record each, no keys |
//! | blank, which a new leader appends | control batch with one `LEADER_CHANGE` |
//! | membership | control batch with `KRAFT_VERSION` and `KRAFT_VOTERS` |
//!
//! What `KRAFT_VOTERS` has no words for (joint configurations, observers that will vote) stands in a tagged field of its
//! own, as JSON; Kafka passes over it.

use std::collections::BTreeMap;

use bytes::Bytes;
use moldau_ids::NodeId;
use moldau_wire::messages::leader_change_message::Voter as ChangeVoter;
use moldau_wire::messages::voters_record::{Endpoint, KRaftVersionFeature, Voter as RecordVoter};
use moldau_wire::messages::{KRaftVersionRecord, LeaderChangeMessage, VotersRecord};
use moldau_wire::record_batch::control::ControlType;
use moldau_wire::record_batch::{BatchBuilder, BatchOptions, RecordBatch};
use moldau_wire::{Message, RawTaggedField, Str};
use openraft::EntryPayload;

use crate::types::{Entry, Membership, Proposal, Voter, VoterEndpoint, log_id, membership_of, node_id};

/// The tagged fields that are ours begin here: far from any that Kafka has given out.
pub(crate) const TAG_BASE: u32 = 10_000;
/// A membership as JSON, in `VotersRecord`.
const TAG_MEMBERSHIP: u32 = TAG_BASE;
/// The highest level of `kraft.version` there is.
const KRAFT_VERSION: i16 = 1;
/// The most one batch may have, uncompressed.
pub(crate) const BATCH_BYTES_MAX: usize = 256 * 1024 * 1024;

/// What is written around an entry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) base_offset: i64,
    /// For control batches; proposals bring their own time.
    pub(crate) now: i64,
    /// Who leads, as far as the vote says.
    pub(crate) leader: NodeId,
    /// Who votes, as far as it is known.
    pub(crate) membership: &'a Membership,
}

/// One record to write: `Some` key for control records.
type Raw = (Option<[u8; 4]>, Bytes);

/// Writes an entry. The text says why it can't.
pub(crate) fn encode(entry: &Entry, context: Context<'_>) -> Result<Bytes, String> {
    let epoch = i32::try_from(entry.log_id.leader_id.term).map_err(|_| "the term is beyond the range")?;
    let (control, timestamp, records): (bool, i64, Vec<Raw>) = match &entry.payload {
        EntryPayload::Normal(proposal) => {
            (false, proposal.timestamp, proposal.records.iter().map(|value| (None, value.clone())).collect())
        }
        EntryPayload::Blank => (true, context.now, vec![leader_change(context)?]),
        EntryPayload::Membership(membership) => (true, context.now, quorum_records(membership)?),
    };
    if records.is_empty() {
        return Err("a batch without records".into());
    }
    write(
        BatchOptions {
            base_offset: context.base_offset,
            partition_leader_epoch: epoch,
            control,
            ..BatchOptions::default()
        },
        timestamp,
        &records,
    )
}

/// Writes a batch of control records.
pub(crate) fn control_batch(
    base_offset: i64,
    epoch: i32,
    now: i64,
    records: &[Raw],
) -> Result<Bytes, String> {
    let options =
        BatchOptions { base_offset, partition_leader_epoch: epoch, control: true, ..BatchOptions::default() };
    write(options, now, records)
}

/// Writes a batch of plain records.
pub(crate) fn data_batch(base_offset: i64, epoch: i32, now: i64, values: &[Bytes]) -> Result<Bytes, String> {
    let options = BatchOptions { base_offset, partition_leader_epoch: epoch, ..BatchOptions::default() };
    write(options, now, &values.iter().map(|value| (None, value.clone())).collect::<Vec<_>>())
}

fn write(options: BatchOptions, timestamp: i64, records: &[Raw]) -> Result<Bytes, String> {
    let mut builder = BatchBuilder::new(options);
    for (key, value) in records {
        builder.append(timestamp, key.as_ref().map(<[u8; 4]>::as_slice), Some(value), &[]);
    }
    builder.finish().map_err(|error| error.to_string())
}

/// A control record of this type. Kafka reads all of them as version 0, whatever they say of themselves.
pub(crate) fn control_record<M: Message>(kind: ControlType, message: &M) -> Result<Raw, String> {
    let value = message.encode_to_bytes(0).map_err(|error| error.to_string())?;
    Ok((Some(kind.to_key()), value))
}

fn leader_change(context: Context<'_>) -> Result<Raw, String> {
    let voters = |granted: bool| {
        let voters = context.membership.nodes().filter(|(id, _)| {
            let votes = context.membership.voter_ids().any(|voter| voter == **id);
            // Who granted their votes is not remembered by raft: a leader of one has its own.
            votes && (!granted || node_id(**id) == context.leader)
        });
        voters.map(|(id, _)| ChangeVoter { voter_id: node_id(*id).get(), ..Default::default() }).collect()
    };
    let message = LeaderChangeMessage {
        version: 0,
        leader_id: context.leader.get(),
        voters: voters(false),
        granting_voters: voters(true),
        ..Default::default()
    };
    control_record(ControlType::LeaderChange, &message)
}

/// The records that say who votes.
pub(crate) fn quorum_records(membership: &Membership) -> Result<Vec<Raw>, String> {
    let version = KRaftVersionRecord { version: 0, k_raft_version: KRAFT_VERSION, ..Default::default() };
    let voters = membership.nodes().filter(|(id, _)| membership.voter_ids().any(|voter| voter == **id));
    let voters = voters.map(|(id, member)| RecordVoter {
        voter_id: node_id(*id).get(),
        voter_directory_id: moldau_ids::Uuid(member.directory_id),
        endpoints: member
            .endpoints
            .iter()
            .map(|endpoint| Endpoint {
                name: Str::from(&endpoint.name),
                host: Str::from(&endpoint.host),
                port: endpoint.port,
                ..Default::default()
            })
            .collect(),
        k_raft_version_feature: KRaftVersionFeature {
            min_supported_version: 0,
            max_supported_version: KRAFT_VERSION,
            ..Default::default()
        },
        ..Default::default()
    });
    let mut record = VotersRecord { version: 0, voters: voters.collect(), ..Default::default() };
    let plain = membership.get_joint_config().len() == 1 && membership.learner_ids().next().is_none();
    if !plain || voters_of(&record) != *membership {
        let json = serde_json::to_vec(membership).map_err(|error| error.to_string())?;
        record.unknown_tagged_fields.push(RawTaggedField { tag: TAG_MEMBERSHIP, data: Bytes::from(json) });
    }
    Ok(vec![
        control_record(ControlType::KraftVersion, &version)?,
        control_record(ControlType::KraftVoters, &record)?,
    ])
}

/// Reads who votes.
pub(crate) fn membership(value: Bytes) -> Result<Membership, String> {
    let record = VotersRecord::decode_exact(value, 0).map_err(|error| error.to_string())?;
    let exact = record.unknown_tagged_fields.as_slice().iter().find(|field| field.tag == TAG_MEMBERSHIP);
    match exact {
        Some(field) => serde_json::from_slice(&field.data).map_err(|error| error.to_string()),
        None => Ok(voters_of(&record)),
    }
}

fn voters_of(record: &VotersRecord) -> Membership {
    let voters: BTreeMap<NodeId, Voter> = record
        .voters
        .iter()
        .map(|voter| {
            let endpoints = voter.endpoints.iter().map(|endpoint| VoterEndpoint {
                name: endpoint.name.to_string(),
                host: endpoint.host.to_string(),
                port: endpoint.port,
            });
            let known = Voter { directory_id: voter.voter_directory_id, endpoints: endpoints.collect() };
            (NodeId(voter.voter_id), known)
        })
        .collect();
    membership_of(&voters)
}

/// The control records of a batch, by type.
pub(crate) fn control_records(batch: &RecordBatch) -> Result<Vec<(ControlType, Bytes)>, String> {
    let records = batch.records(BATCH_BYTES_MAX).map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    for record in &records {
        let record = record.map_err(|error| error.to_string())?;
        let kind =
            ControlType::from_key(record.key.unwrap_or_default()).map_err(|error| error.to_string())?;
        found.push((kind, records.data().slice_ref(record.value.unwrap_or_default())));
    }
    Ok(found)
}

/// The values of a batch's records. Records without a value have no meaning in this log.
pub(crate) fn values(batch: &RecordBatch) -> Result<Vec<Bytes>, String> {
    let records = batch.records(BATCH_BYTES_MAX).map_err(|error| error.to_string())?;
    let mut values = Vec::new();
    for record in &records {
        let record = record.map_err(|error| error.to_string())?;
        let value = record.value.ok_or("a record without a value")?;
        values.push(records.data().slice_ref(value));
    }
    Ok(values)
}

/// Reads an entry. `index` is known from where the batch lies.
pub(crate) fn decode(batch: &RecordBatch, index: u64) -> Result<Entry, String> {
    let header = batch.header();
    let term = u64::try_from(header.partition_leader_epoch).map_err(|_| "the epoch is negative")?;
    let payload = if header.attributes.is_control() {
        let records = control_records(batch)?;
        match records.into_iter().find(|(kind, _)| *kind == ControlType::KraftVoters) {
            Some((_, value)) => EntryPayload::Membership(membership(value)?),
            None => EntryPayload::Blank,
        }
    } else {
        EntryPayload::Normal(Proposal { timestamp: header.max_timestamp, records: values(batch)? })
    };
    Ok(Entry { log_id: log_id(term, index), payload })
}

/// How many records an entry's batch has.
pub(crate) fn record_count(entry: &Entry) -> i64 {
    match &entry.payload {
        EntryPayload::Blank => 1,
        EntryPayload::Normal(proposal) => i64::try_from(proposal.records.len()).unwrap_or(i64::MAX),
        EntryPayload::Membership(_) => 2,
    }
}
