//! [`Records`]: the bytes of record batches, in one or many pieces.

use std::{any::Any, fmt, sync::Arc};

use bytes::{Bytes, BytesMut};

/// Bytes that are not in memory: whoever sends them knows where they lie and how they get to the socket.
///
/// Only the records of an answer may hold such; nothing that is decoded does. The sender gets its own type back as
/// `Arc<dyn Any>`.
pub trait ForeignBytes: Any + Send + Sync + fmt::Debug {
    /// How many bytes will be sent: neither more nor fewer.
    fn len(&self) -> usize;

    /// No bytes at all.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A piece of records, or of a frame.
#[derive(Debug, Clone)]
pub enum Chunk {
    /// Bytes in memory.
    Memory(Bytes),
    /// Bytes elsewhere.
    Foreign(Arc<dyn ForeignBytes>),
}

impl Chunk {
    /// How many bytes.
    pub fn len(&self) -> usize {
        match self {
            Self::Memory(bytes) => bytes.len(),
            Self::Foreign(foreign) => foreign.len(),
        }
    }

    /// No bytes at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes, if they are in memory.
    pub fn memory(&self) -> Option<&Bytes> {
        match self {
            Self::Memory(bytes) => Some(bytes),
            Self::Foreign(_) => None,
        }
    }

    fn is_same_foreign(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Foreign(one), Self::Foreign(other)) => Arc::ptr_eq(one, other),
            (Self::Memory(_) | Self::Foreign(_), _) => false,
        }
    }
}

impl Default for Chunk {
    fn default() -> Self {
        Self::Memory(Bytes::new())
    }
}

impl From<Bytes> for Chunk {
    fn from(bytes: Bytes) -> Self {
        Self::Memory(bytes)
    }
}

/// The records field of a message: bytes of record batches that are passed on untouched.
///
/// Decoding gives one slice of the frame. An answer may be put together from many pieces (parts of the tail in
/// memory, ranges of files), which the encoder passes on without a copy.
#[derive(Clone, Default)]
pub struct Records {
    first: Chunk,
    // Empty in the common case of one piece, so that it costs no allocation.
    rest: Vec<Chunk>,
}

impl Records {
    /// No bytes.
    pub const EMPTY: Self = Self { first: Chunk::Memory(Bytes::new()), rest: Vec::new() };

    /// Appends a slice. Empty slices are dropped.
    pub fn push(&mut self, chunk: Bytes) {
        self.push_chunk(Chunk::Memory(chunk));
    }

    /// Appends bytes that are not in memory. None at all are dropped.
    pub fn push_foreign(&mut self, foreign: Arc<dyn ForeignBytes>) {
        self.push_chunk(Chunk::Foreign(foreign));
    }

    fn push_chunk(&mut self, chunk: Chunk) {
        if self.first.is_empty() {
            self.first = chunk;
        } else if !chunk.is_empty() {
            self.rest.push(chunk);
        }
    }

    /// The pieces in order, none of them empty.
    pub fn chunks(&self) -> impl Iterator<Item = &Chunk> + Clone {
        std::iter::once(&self.first).filter(|chunk| !chunk.is_empty()).chain(&self.rest)
    }

    /// Bytes in all pieces together.
    pub fn len(&self) -> usize {
        self.chunks().map(Chunk::len).sum()
    }

    /// No bytes at all.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// All bytes in one slice: shared if there is one slice, else copied together.
    ///
    /// # Panics
    /// If some of them are not in memory, as may be in an answer to a Fetch that is on its way out.
    pub fn to_bytes(&self) -> Bytes {
        join(self.chunks())
    }
}

/// The pieces as slices of memory.
///
/// # Panics
/// If some of them are not in memory.
pub(crate) fn slices<'a>(
    chunks: impl Iterator<Item = &'a Chunk> + Clone,
) -> impl Iterator<Item = &'a Bytes> + Clone {
    chunks.map(|chunk| chunk.memory().expect("only an answer's records may lie outside of memory"))
}

/// The bytes of all pieces in one slice.
///
/// # Panics
/// If some of them are not in memory.
pub(crate) fn join<'a>(chunks: impl Iterator<Item = &'a Chunk> + Clone) -> Bytes {
    let slices = slices(chunks);
    let mut first_two = slices.clone();
    match (first_two.next(), first_two.next()) {
        (None, _) => Bytes::new(),
        (Some(only), None) => only.clone(),
        (Some(_), Some(_)) => {
            let mut whole = BytesMut::with_capacity(slices.clone().map(Bytes::len).sum());
            slices.for_each(|slice| whole.extend_from_slice(slice));
            whole.freeze()
        }
    }
}

impl From<Bytes> for Records {
    fn from(first: Bytes) -> Self {
        Self { first: Chunk::Memory(first), rest: Vec::new() }
    }
}

impl FromIterator<Bytes> for Records {
    fn from_iter<I: IntoIterator<Item = Bytes>>(chunks: I) -> Self {
        let mut records = Self::EMPTY;
        for chunk in chunks {
            records.push(chunk);
        }
        records
    }
}

/// Equal if the bytes are, however they are sliced. Bytes that are not in memory are equal to themselves only.
impl PartialEq for Records {
    fn eq(&self, other: &Self) -> bool {
        let memory = |records: &Self| records.chunks().all(|chunk| chunk.memory().is_some());
        if memory(self) && memory(other) {
            let bytes = |chunk: &'_ Chunk| chunk.memory().cloned().unwrap_or_default();
            return self.len() == other.len()
                && self.chunks().flat_map(bytes).eq(other.chunks().flat_map(bytes));
        }
        self.chunks().count() == other.chunks().count()
            && self.chunks().zip(other.chunks()).all(|(one, other)| match (one.memory(), other.memory()) {
                (Some(one), Some(other)) => one == other,
                _ => one.is_same_foreign(other),
            })
    }
}

impl Eq for Records {}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Records({} bytes in {} pieces)", self.len(), self.chunks().count())
    }
}

#[cfg(test)]
mod tests;
