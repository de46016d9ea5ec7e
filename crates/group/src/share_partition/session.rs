//! Share sessions: which partitions a member fetches, so that a request names only what has changed.
//!
//! A request's epoch says what it wants: 0 begins a session (one that is there is replaced), -1 ends it, another is
//! that of the session, which counts up with every request. A session belongs to a connection and ends with it.

use std::collections::{BTreeMap, BTreeSet};

use moldau_ids::TopicId;
use moldau_wire::{ErrorCode, Str};

/// The epoch of a request that begins a session.
const INITIAL_EPOCH: i32 = 0;
/// The epoch of a request that ends one.
const FINAL_EPOCH: i32 = -1;

/// A partition in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SharedTopicPartition {
    /// The topic.
    pub topic_id: TopicId,
    /// The partition.
    pub partition: i32,
}

/// Whose session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionKey {
    /// The group.
    pub group_id: Str,
    /// The member.
    pub member_id: Str,
}

/// The broker's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionConfig {
    /// `group.share.max.share.sessions`.
    pub sessions_max: usize,
}

impl Default for SessionConfig {
    fn default() -> Self {
        Self { sessions_max: 2_000 }
    }
}

/// Why a request is refused as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// There is no such session.
    #[error("share session not found")]
    NotFound,
    /// The session is at another epoch.
    #[error("share session epoch is invalid")]
    InvalidEpoch,
    /// A request that begins a session acknowledges already.
    #[error("acknowledgements without a share session")]
    AcknowledgesAtOnce,
    /// There are too many sessions.
    #[error("too many share sessions")]
    LimitReached,
}

impl SessionError {
    /// As clients know it.
    pub const fn code(self) -> ErrorCode {
        match self {
            Self::NotFound => ErrorCode::ShareSessionNotFound,
            Self::InvalidEpoch => ErrorCode::InvalidShareSessionEpoch,
            Self::LimitReached => ErrorCode::ShareSessionLimitReached,
            Self::AcknowledgesAtOnce => ErrorCode::InvalidRequest,
        }
    }
}

/// A `ShareFetch`, as far as it concerns sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionFetch<'a> {
    /// The session's epoch, 0 to begin one, -1 to end it.
    pub epoch: i32,
    /// Where it came from.
    pub connection: u64,
    /// What it wants to fetch (from now on too).
    pub add: &'a [SharedTopicPartition],
    /// What it does not want any more.
    pub forget: &'a [SharedTopicPartition],
    /// Whether it acknowledges anything.
    pub acknowledges: bool,
}

/// What a `ShareFetch` is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionContext {
    /// Fetch these, the first first. After `full` the answer names all of them, else only those with something to say.
    Fetch {
        /// The session's partitions, beginning with another one in each request.
        partitions: Vec<SharedTopicPartition>,
        /// The session has just begun.
        full: bool,
    },
    /// Fetch nothing: take the acknowledgements in, then release what the member has of these partitions.
    End {
        /// All partitions that were in the session.
        partitions: Vec<SharedTopicPartition>,
    },
}

#[derive(Debug)]
struct Session {
    epoch: i32,
    connection: u64,
    /// In the order in which they came.
    partitions: Vec<SharedTopicPartition>,
    known: BTreeSet<SharedTopicPartition>,
}

impl Session {
    fn add(&mut self, partition: SharedTopicPartition) {
        if self.known.insert(partition) {
            self.partitions.push(partition);
        }
    }

    /// Begins with another partition at each epoch, so that none starves.
    fn rotated(&self) -> Vec<SharedTopicPartition> {
        let mut partitions = self.partitions.clone();
        if !partitions.is_empty() {
            let by = usize::try_from(self.epoch).unwrap_or(0) % partitions.len();
            partitions.rotate_left(by);
        }
        partitions
    }
}

/// The sessions of one broker.
#[derive(Debug, Default)]
pub struct SessionCache {
    sessions: BTreeMap<SessionKey, Session>,
    by_connection: BTreeMap<u64, BTreeSet<SessionKey>>,
}

const fn next_epoch(epoch: i32) -> i32 {
    if epoch == i32::MAX { 1 } else { epoch + 1 }
}

impl SessionCache {
    /// No sessions.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many sessions there are.
    pub fn len(&self) -> usize {
        self.sessions.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    /// Decides a `ShareFetch`.
    pub fn fetch(
        &mut self,
        config: SessionConfig,
        key: &SessionKey,
        request: &SessionFetch<'_>,
    ) -> Result<SessionContext, SessionError> {
        let SessionFetch { epoch, connection, add, forget, acknowledges } = *request;
        if epoch == FINAL_EPOCH {
            let partitions = self.end(key).ok_or(SessionError::NotFound)?;
            return Ok(SessionContext::End { partitions });
        }
        let full = epoch == INITIAL_EPOCH;
        if full && acknowledges {
            return Err(SessionError::AcknowledgesAtOnce);
        }
        if full {
            self.begin(config, key, connection)?;
        }
        let session = self.sessions.get_mut(key).ok_or(SessionError::NotFound)?;
        if !full && session.epoch != epoch {
            return Err(SessionError::InvalidEpoch);
        }
        let forget: BTreeSet<_> = forget.iter().filter(|partition| session.known.remove(partition)).collect();
        session.partitions.retain(|partition| !forget.contains(partition));
        for partition in add {
            session.add(*partition);
        }
        let partitions = session.rotated();
        session.epoch = next_epoch(session.epoch);
        Ok(SessionContext::Fetch { partitions, full })
    }

    /// Decides a `ShareAcknowledge` of that epoch. A final one is followed by [`Self::end`].
    pub fn acknowledge(&mut self, key: &SessionKey, epoch: i32) -> Result<(), SessionError> {
        if epoch == INITIAL_EPOCH {
            return Err(SessionError::InvalidEpoch);
        }
        let session = self.sessions.get_mut(key).ok_or(SessionError::NotFound)?;
        if epoch == FINAL_EPOCH {
            return Ok(());
        }
        if session.epoch != epoch {
            return Err(SessionError::InvalidEpoch);
        }
        session.epoch = next_epoch(session.epoch);
        Ok(())
    }

    /// Ends a session: its member closes it, or has left the group. What the member has of these partitions is to be
    /// released.
    pub fn end(&mut self, key: &SessionKey) -> Option<Vec<SharedTopicPartition>> {
        let session = self.sessions.remove(key)?;
        if let Some(keys) = self.by_connection.get_mut(&session.connection) {
            keys.remove(key);
            if keys.is_empty() {
                self.by_connection.remove(&session.connection);
            }
        }
        Some(session.partitions)
    }

    /// Ends the sessions of a connection that is gone.
    pub fn disconnected(&mut self, connection: u64) -> Vec<(SessionKey, Vec<SharedTopicPartition>)> {
        let keys = self.by_connection.get(&connection).cloned().unwrap_or_default();
        let ended = keys.into_iter().filter_map(|key| {
            let partitions = self.end(&key)?;
            Some((key, partitions))
        });
        ended.collect()
    }

    fn begin(
        &mut self,
        config: SessionConfig,
        key: &SessionKey,
        connection: u64,
    ) -> Result<(), SessionError> {
        self.end(key);
        if self.sessions.len() >= config.sessions_max {
            return Err(SessionError::LimitReached);
        }
        let key = SessionKey { group_id: key.group_id.detach(), member_id: key.member_id.detach() };
        self.by_connection.entry(connection).or_default().insert(key.clone());
        let session =
            Session { epoch: INITIAL_EPOCH, connection, partitions: Vec::new(), known: BTreeSet::new() };
        self.sessions.insert(key, session);
        Ok(())
    }
}
