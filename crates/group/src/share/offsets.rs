//! What administrators ask about a share group's start offsets, and what becomes of the share coordinator's results.

use std::collections::BTreeMap;

use moldau_ids::TopicId;
use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use super::draft::{Draft, Refusal};
use super::heartbeat::{begin_initializing, initialize_request};
use super::hook::no_group;
use super::records;
use super::requests::{
    DescribeRequest, altered, deletable, delete_request, deleted, describable, described, flatten, message,
    read_request,
};
use super::state::{ShareGroup, Topics};
use super::waits::{Kind, Purpose, Wait};
use crate::decision::Decision;
use crate::group::Group;
use crate::{Answer, Effect, EffectResult, Env, Shard, ShareEndOffset, Ticket};

/// The errors of a result's partitions.
type Errors = BTreeMap<(TopicId, i32), (i16, Option<Str>)>;

impl Shard {
    /// An [`Effect`] of a share group has ended, or one of another kind.
    pub(crate) fn share_effect_done(&mut self, result: &EffectResult, decision: &mut Decision) {
        match result {
            EffectResult::InitializeShareState { group_id, response } => {
                let partitions = response.results.iter().flat_map(|topic| {
                    let id = topic.topic_id;
                    topic.partitions.iter().map(move |partition| {
                        ((id, partition.partition), (partition.error_code, partition.error_message.clone()))
                    })
                });
                self.share_initialized(group_id, &partitions.collect(), decision);
            }
            EffectResult::DeleteShareState { group_id, response } => {
                let partitions = response.results.iter().flat_map(|topic| {
                    let id = topic.topic_id;
                    topic.partitions.iter().map(move |partition| {
                        ((id, partition.partition), (partition.error_code, partition.error_message.clone()))
                    })
                });
                self.share_deleted(group_id, &partitions.collect(), decision);
            }
            EffectResult::ReadShareStateSummary { group_id, response, end_offsets } => {
                self.share_described(group_id, response, end_offsets, decision);
            }
            EffectResult::CreateInternalTopics { .. } => {}
        }
    }

    /// `AlterShareGroupOffsets`: state is initialized anew, at other offsets.
    pub(crate) fn share_alter(
        &mut self,
        env: &Env<'_>,
        ticket: Ticket,
        request: &m::AlterShareGroupOffsetsRequest,
        decision: &mut Decision,
    ) {
        let refused = |refusal: Refusal| {
            Answer::AlterShareGroupOffsets(m::AlterShareGroupOffsetsResponse {
                error_code: refusal.code.to_i16(),
                error_message: Some(refusal.message),
                ..Default::default()
            })
        };
        let id = &request.group_id;
        if id.is_empty() {
            let error = ErrorCode::InvalidGroupId;
            decision.answer(ticket, refused(Refusal { code: error, message: message(error) }));
            return;
        }
        match self.groups.get(id) {
            None => {}
            Some(Group::Share(group)) if group.members.is_empty() => {}
            Some(Group::Share(_)) => {
                let error = ErrorCode::NonEmptyGroup;
                decision.answer(ticket, refused(Refusal { code: error, message: message(error) }));
                return;
            }
            found @ Some(_) => {
                decision.answer(ticket, refused(no_group(found, id, "Share group")));
                return;
            }
        }
        let (response, topics, offsets) = altered(env, request);
        if topics.is_empty() {
            decision.answer(ticket, Answer::AlterShareGroupOffsets(response));
            return;
        }
        let is_new = !self.groups.contains_key(id);
        let group = self
            .groups
            .entry(id.detach())
            .or_insert_with_key(|id| Group::Share(Box::new(ShareGroup::new(id.clone()))));
        let Group::Share(group) = group else { return };
        let mut draft = Draft::new(group);
        if is_new {
            let record = records::epoch(id, draft.group.epoch, draft.group.metadata_hash);
            draft.emit(record);
        }
        let wish = initialize_request(draft.group, offsets);
        let partitions = flatten(&topics);
        begin_initializing(&mut draft, env, topics);
        draft.settle(decision);
        decision.effect(Effect::InitializeShareState(wish));
        self.share_waits.add(id, Wait { ticket, purpose: Purpose::Alter(response), partitions });
    }

    fn share_initialized(&mut self, group_id: &Str, results: &Errors, decision: &mut Decision) {
        if let Some(Group::Share(group)) = self.groups.get_mut(group_id) {
            let mut partitions = group.partitions.clone();
            for ((topic, partition), (error, _)) in results {
                let Some(entry) = partitions.initializing.get_mut(topic) else { continue };
                if !entry.partitions.remove(partition) {
                    continue;
                }
                if *error == 0 {
                    let done = partitions.initialized.entry(*topic).or_default();
                    done.name = entry.name.clone();
                    done.partitions.insert(*partition);
                }
            }
            partitions.initializing.retain(|_, topic| !topic.partitions.is_empty());
            if partitions != group.partitions {
                let mut draft = Draft::new(group);
                let record = records::partitions(&draft.group.id, &partitions);
                draft.emit(record);
                draft.settle(decision);
            }
        }
        let asked = results.keys().copied().collect();
        let Some(wait) = self.share_waits.take(group_id, Kind::Initialize, &asked) else { return };
        let Purpose::Alter(mut response) = wait.purpose else { return };
        for topic in &mut response.responses {
            for partition in &mut topic.partitions {
                let result = results.get(&(topic.topic_id, partition.partition_index));
                if let Some((error_code, message)) = result.filter(|(error, _)| *error != 0) {
                    partition.error_code = *error_code;
                    partition.error_message.clone_from(message);
                }
            }
        }
        decision.answer(wait.ticket, Answer::AlterShareGroupOffsets(response));
    }

    /// `DeleteShareGroupOffsets`: the state of whole topics goes.
    pub(crate) fn share_delete_offsets(
        &mut self,
        env: &Env<'_>,
        ticket: Ticket,
        request: &m::DeleteShareGroupOffsetsRequest,
        decision: &mut Decision,
    ) {
        let answer = |error: ErrorCode, message: Option<Str>| {
            Answer::DeleteShareGroupOffsets(m::DeleteShareGroupOffsetsResponse {
                error_code: error.to_i16(),
                error_message: message,
                ..Default::default()
            })
        };
        let id = &request.group_id;
        if id.is_empty() {
            decision
                .answer(ticket, answer(ErrorCode::InvalidGroupId, Some(message(ErrorCode::InvalidGroupId))));
            return;
        }
        let Some(Group::Share(group)) = self.groups.get_mut(id) else {
            let refusal = no_group(self.groups.get(id), id, "Share group");
            decision.answer(ticket, answer(refusal.code, Some(refusal.message)));
            return;
        };
        if !group.members.is_empty() {
            decision
                .answer(ticket, answer(ErrorCode::NonEmptyGroup, Some(message(ErrorCode::NonEmptyGroup))));
            return;
        }
        let (response, wanted) = deletable(group, env, request);
        if wanted.is_empty() {
            decision.answer(ticket, Answer::DeleteShareGroupOffsets(response));
            return;
        }
        let mut partitions = group.partitions.clone();
        for (topic, wanted) in &wanted {
            partitions.initialized.remove(topic);
            partitions.deleting.insert(*topic, wanted.name.clone());
        }
        if partitions != group.partitions {
            let mut draft = Draft::new(group);
            let record = records::partitions(&draft.group.id, &partitions);
            draft.emit(record);
            draft.settle(decision);
        }
        decision.effect(Effect::DeleteShareState(delete_request(id, &wanted)));
        let names = wanted.iter().map(|(topic, wanted)| (*topic, wanted.name.clone())).collect();
        let purpose = Purpose::DeleteOffsets(response, names);
        self.share_waits.add(id, Wait { ticket, purpose, partitions: flatten(&wanted) });
    }

    /// `DeleteGroup` of a share group: its state goes first.
    pub(crate) fn share_delete_group(
        &mut self,
        env: &Env<'_>,
        ticket: Ticket,
        group_id: &Str,
        decision: &mut Decision,
    ) {
        let Some(Group::Share(group)) = self.groups.get_mut(group_id) else { return };
        if !group.members.is_empty() {
            decision.answer(ticket, deleted(group_id, ErrorCode::NonEmptyGroup.to_i16()));
            return;
        }
        let before = &group.partitions;
        let mut wanted = Topics::new();
        // State of topics that are gone goes with them.
        for (topic, state) in before.initialized.iter().chain(&before.initializing) {
            if env.topics.by_id(*topic).is_none() {
                continue;
            }
            let entry = wanted.entry(*topic).or_default();
            entry.name = state.name.clone();
            entry.partitions.extend(&state.partitions);
        }
        for (topic, name) in &before.deleting {
            let Some(known) = env.topics.by_id(*topic) else { continue };
            let entry = wanted.entry(*topic).or_default();
            entry.name = name.clone();
            entry.partitions.extend(0..known.partitions);
        }
        if wanted.is_empty() {
            Group::append_tombstones(&Group::Share(group.clone()), decision);
            decision.answer(ticket, deleted(group_id, 0));
            return;
        }
        let deleting = wanted.iter().map(|(topic, wanted)| (*topic, wanted.name.clone())).collect();
        let partitions = super::state::Partitions { deleting, ..Default::default() };
        if partitions != group.partitions {
            let mut draft = Draft::new(group);
            let record = records::partitions(&draft.group.id, &partitions);
            draft.emit(record);
            draft.settle(decision);
        }
        decision.effect(Effect::DeleteShareState(delete_request(group_id, &wanted)));
        let wait = Wait { ticket, purpose: Purpose::DeleteGroup, partitions: flatten(&wanted) };
        self.share_waits.add(group_id, wait);
    }

    fn share_deleted(&mut self, group_id: &Str, results: &Errors, decision: &mut Decision) {
        let asked = results.keys().copied().collect();
        let Some(wait) = self.share_waits.take(group_id, Kind::Delete, &asked) else { return };
        // A topic is done with when all its partitions are.
        let mut topics: BTreeMap<TopicId, (i16, Option<Str>)> = BTreeMap::new();
        for ((topic, _), (error, message)) in results {
            let entry = topics.entry(*topic).or_insert((0, None));
            if entry.0 == 0 && *error != 0 {
                *entry = (*error, message.clone());
            }
        }
        let failed = topics.values().find(|(error, _)| *error != 0).map(|(error, _)| *error);
        match wait.purpose {
            Purpose::DeleteGroup => {
                let error = failed.unwrap_or_else(|| self.share_bury(group_id, decision).to_i16());
                decision.answer(wait.ticket, deleted(group_id, error));
            }
            Purpose::DeleteOffsets(mut response, names) => {
                for (topic_id, topic_name) in names {
                    let (error_code, error_message) = topics.get(&topic_id).cloned().unwrap_or_default();
                    response.responses.push(
                        m::delete_share_group_offsets_response::DeleteShareGroupOffsetsResponseTopic {
                            topic_name,
                            topic_id,
                            error_code,
                            error_message,
                            ..Default::default()
                        },
                    );
                }
                self.share_forget(group_id, &topics, decision);
                decision.answer(wait.ticket, Answer::DeleteShareGroupOffsets(response));
            }
            Purpose::Alter(_) | Purpose::Describe(..) => {}
        }
    }

    /// The group goes, unless somebody has joined it or has wished state anew.
    fn share_bury(&mut self, group_id: &Str, decision: &mut Decision) -> ErrorCode {
        match self.groups.get(group_id) {
            Some(Group::Share(group)) if !group.members.is_empty() => return ErrorCode::NonEmptyGroup,
            // Whoever asks again has that deleted too.
            Some(Group::Share(group))
                if !group.partitions.initializing.is_empty() || !group.partitions.initialized.is_empty() =>
            {
                return ErrorCode::CoordinatorNotAvailable;
            }
            Some(group @ Group::Share(_)) => group.append_tombstones(decision),
            Some(_) | None => return ErrorCode::GroupIdNotFound,
        }
        ErrorCode::None
    }

    fn share_forget(
        &mut self,
        group_id: &Str,
        topics: &BTreeMap<TopicId, (i16, Option<Str>)>,
        decision: &mut Decision,
    ) {
        let Some(Group::Share(group)) = self.groups.get_mut(group_id) else { return };
        let mut partitions = group.partitions.clone();
        partitions.deleting.retain(|topic, _| topics.get(topic).is_none_or(|(error, _)| *error != 0));
        if partitions != group.partitions {
            let mut draft = Draft::new(group);
            let record = records::partitions(&draft.group.id, &partitions);
            draft.emit(record);
            draft.settle(decision);
        }
    }

    /// `DescribeShareGroupOffsets`: the share coordinator knows them.
    pub(crate) fn share_describe_offsets(
        &mut self,
        env: &Env<'_>,
        ticket: Ticket,
        request: &DescribeRequest,
        decision: &mut Decision,
    ) {
        let (response, wanted) = describable(self.groups.get(&request.group_id), env, request);
        if wanted.is_empty() {
            decision.answer(ticket, Answer::DescribeShareGroupOffsets(response));
            return;
        }
        decision.effect(Effect::ReadShareStateSummary(read_request(&request.group_id, &wanted)));
        let names = wanted.iter().map(|(topic, wanted)| (*topic, wanted.name.clone())).collect();
        let purpose = Purpose::Describe(response, names);
        self.share_waits.add(&request.group_id, Wait { ticket, purpose, partitions: flatten(&wanted) });
    }

    fn share_described(
        &mut self,
        group_id: &Str,
        response: &m::ReadShareGroupStateSummaryResponse,
        end_offsets: &[ShareEndOffset],
        decision: &mut Decision,
    ) {
        let asked = response
            .results
            .iter()
            .flat_map(|topic| topic.partitions.iter().map(|partition| (topic.topic_id, partition.partition)));
        let Some(wait) = self.share_waits.take(group_id, Kind::Read, &asked.collect()) else { return };
        let Purpose::Describe(mut answer, names) = wait.purpose else { return };
        let ends: BTreeMap<(TopicId, i32), Result<i64, ErrorCode>> =
            end_offsets.iter().map(|end| ((end.topic_id, end.partition), end.offset)).collect();
        for topic in &response.results {
            let partitions = topic
                .partitions
                .iter()
                .map(|state| described(state, ends.get(&(topic.topic_id, state.partition)).copied()));
            answer.topics.push(
                m::describe_share_group_offsets_response::DescribeShareGroupOffsetsResponseTopic {
                    topic_name: names.get(&topic.topic_id).cloned().unwrap_or_default(),
                    topic_id: topic.topic_id,
                    partitions: partitions.collect(),
                    ..Default::default()
                },
            );
        }
        decision.answer(wait.ticket, Answer::DescribeShareGroupOffsets(answer));
    }
}
