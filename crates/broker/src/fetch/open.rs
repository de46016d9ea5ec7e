//! From a request's session id and epoch to the session it speaks for (KIP-227).

use std::sync::Arc;

use moldau_ids::MonotonicMs;
use moldau_wire::{
    ErrorCode,
    messages::{
        FetchRequest,
        fetch_request::{FetchPartition, FetchTopic, ForgottenTopic},
    },
};
use parking_lot::Mutex;

use super::{
    ready_list::{ReadyList, Watch},
    session::{
        NO_SESSION, PartitionKey, Position, SessionCache, SessionPartition, SessionPartitions,
        SessionRequest, Slot, next_epoch,
    },
};
use crate::partition::Partition;

/// The first version that names topics by id.
const TOPIC_ID_VERSION: i16 = 13;

/// One session: what a client follows, remembered between its requests, or for one request only.
#[derive(Debug)]
pub(crate) struct FetchSession {
    /// What the client calls it; [`NO_SESSION`] if it lives for one request.
    pub(crate) id: i32,
    uses_topic_ids: bool,
    /// Marked by partitions that have news.
    pub(crate) ready: Arc<ReadyList>,
    /// What is followed.
    pub(crate) state: Mutex<SessionState>,
}

/// What changes in a session.
#[derive(Debug)]
pub(crate) struct SessionState {
    /// The epoch of the request that comes next.
    epoch: i32,
    /// The partitions followed.
    pub(crate) partitions: SessionPartitions<Arc<Partition>>,
}

impl FetchSession {
    fn new(
        id: i32,
        uses_topic_ids: bool,
        epoch: i32,
        partitions: SessionPartitions<Arc<Partition>>,
    ) -> Arc<Self> {
        let state = Mutex::new(SessionState { epoch, partitions });
        Arc::new(Self { id, uses_topic_ids, ready: Arc::new(ReadyList::default()), state })
    }

    /// How a partition reaches this session.
    pub(crate) fn watch(&self, slot: Slot) -> Watch {
        Watch { list: Arc::clone(&self.ready), slot }
    }

    /// No partition tells this session anything any more.
    pub(crate) fn unwatch_all(&self) {
        let mut state = self.state.lock();
        let watched: Vec<_> = state
            .partitions
            .iter_mut()
            .filter_map(|(slot, partition)| partition.resolved.take().map(|resolved| (slot, resolved)))
            .collect();
        drop(state);
        for (slot, partition) in watched {
            partition.unwatch(&self.watch(slot));
        }
    }

    /// A partition was forgotten, or its topic is another one now.
    pub(crate) fn release(&self, slot: Slot, partition: &mut SessionPartition<Arc<Partition>>) {
        if let Some(resolved) = partition.resolved.take() {
            resolved.unwatch(&self.watch(slot));
        }
    }
}

/// The sessions of all connections.
#[derive(Debug)]
pub(crate) struct FetchSessions {
    cache: Mutex<SessionCache<Arc<FetchSession>>>,
}

/// The session that a request speaks for, and how its answer is made.
#[derive(Debug)]
pub(crate) struct Opened {
    /// The session.
    pub(crate) session: Arc<FetchSession>,
    /// Every partition is told, not only those with news.
    pub(crate) tells_all: bool,
    /// The client wants the session to be remembered.
    wants_session: bool,
}

/// A session that lives for one request ends with it, also if the request is given up with its client.
impl Drop for Opened {
    fn drop(&mut self) {
        if self.session.id == NO_SESSION {
            self.session.unwatch_all();
        }
    }
}

impl FetchSessions {
    /// Remembers at most `slots` sessions.
    pub(crate) fn new(slots: usize) -> Self {
        Self { cache: Mutex::new(SessionCache::new(slots)) }
    }

    /// Sessions remembered, partitions they follow, sessions evicted so far.
    pub(crate) fn counts(&self) -> (usize, usize, u64) {
        let cache = self.cache.lock();
        (cache.len(), cache.partitions(), cache.evictions())
    }

    /// Finds or makes the session of a request and brings it up to date with what the request names.
    pub(crate) fn open(
        &self,
        request: &FetchRequest,
        version: i16,
        now: MonotonicMs,
    ) -> Result<Opened, ErrorCode> {
        let by_id = version >= TOPIC_ID_VERSION;
        match SessionRequest::of(request.session_id, request.session_epoch) {
            SessionRequest::Sessionless { ends } => Ok(self.open_full(request, by_id, ends, false)),
            SessionRequest::Full { ends } => Ok(self.open_full(request, by_id, ends, true)),
            SessionRequest::Incremental { id, epoch } => {
                self.open_incremental(request, by_id, (id, epoch), now)
            }
        }
    }

    fn open_full(&self, request: &FetchRequest, by_id: bool, ends: i32, wants_session: bool) -> Opened {
        if ends != NO_SESSION {
            self.end(ends);
        }
        let mut partitions = SessionPartitions::default();
        for topic in &request.topics {
            for partition in &topic.partitions {
                partitions.upsert(key_of(topic, partition.partition, by_id), position_of(partition));
            }
        }
        Opened {
            session: FetchSession::new(NO_SESSION, by_id, 0, partitions),
            tells_all: true,
            wants_session,
        }
    }

    fn open_incremental(
        &self,
        request: &FetchRequest,
        by_id: bool,
        (id, epoch): (i32, i32),
        now: MonotonicMs,
    ) -> Result<Opened, ErrorCode> {
        let session = self.cache.lock().touch(id, now).ok_or(ErrorCode::FetchSessionIdNotFound)?;
        let mut forgotten = Vec::new();
        let mut state = session.state.lock();
        if state.epoch != epoch {
            return Err(ErrorCode::InvalidFetchSessionEpoch);
        }
        if session.uses_topic_ids != by_id {
            return Err(ErrorCode::FetchSessionTopicIdError);
        }
        for topic in &request.topics {
            for partition in &topic.partitions {
                state.partitions.upsert(key_of(topic, partition.partition, by_id), position_of(partition));
            }
        }
        for topic in &request.forgotten_topics_data {
            for partition in &topic.partitions {
                forgotten.extend(state.partitions.forget(&forgotten_key(topic, *partition, by_id)));
            }
        }
        state.epoch = next_epoch(epoch);
        let size = state.partitions.len();
        drop(state);
        for (slot, mut partition) in forgotten {
            session.release(slot, &mut partition);
        }
        if size == 0 {
            // As Kafka does: a session that follows nothing is ended, the answer is that of none.
            self.end(id);
            let empty = FetchSession::new(NO_SESSION, by_id, 0, SessionPartitions::default());
            return Ok(Opened { session: empty, tells_all: true, wants_session: false });
        }
        self.cache.lock().resize(id, size);
        Ok(Opened { session, tells_all: false, wants_session: false })
    }

    /// Called when the answer is ready: remembers the session if the client wants that and there is room, and
    /// says the id to answer with.
    pub(crate) fn keep(
        &self,
        opened: &Opened,
        privileged: bool,
        now: MonotonicMs,
        random: &mut dyn FnMut() -> i32,
    ) -> i32 {
        let session = &opened.session;
        if !opened.wants_session {
            return session.id;
        }
        // The session was made for one request; it gets an id now, so its partitions move over.
        session.unwatch_all();
        let mut partitions = std::mem::take(&mut session.state.lock().partitions);
        partitions.mark_all_ready();
        let size = partitions.len();
        let by_id = session.uses_topic_ids;
        let kept = self.cache.lock().insert(size, privileged, now, random, |id| {
            FetchSession::new(id, by_id, next_epoch(0), partitions)
        });
        let Some((kept, evicted)) = kept else { return NO_SESSION };
        if let Some(evicted) = evicted {
            evicted.unwatch_all();
        }
        kept.id
    }

    fn end(&self, id: i32) {
        let ended = self.cache.lock().remove(id);
        if let Some(session) = ended {
            session.unwatch_all();
        }
    }
}

fn key_of(topic: &FetchTopic, partition: i32, by_id: bool) -> PartitionKey {
    // Detached from the frame: a session outlives the request that named the topic.
    if by_id {
        PartitionKey::Id(topic.topic_id, partition)
    } else {
        PartitionKey::Name((&*topic.topic).into(), partition)
    }
}

fn forgotten_key(topic: &ForgottenTopic, partition: i32, by_id: bool) -> PartitionKey {
    if by_id {
        PartitionKey::Id(topic.topic_id, partition)
    } else {
        PartitionKey::Name(topic.topic.clone(), partition)
    }
}

fn position_of(partition: &FetchPartition) -> Position {
    Position {
        fetch_offset: partition.fetch_offset,
        max_bytes: partition.partition_max_bytes,
        current_leader_epoch: partition.current_leader_epoch,
        last_fetched_epoch: partition.last_fetched_epoch,
        log_start_offset: partition.log_start_offset,
    }
}
