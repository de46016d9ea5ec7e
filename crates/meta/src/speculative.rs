//! [`Speculative`]: the one writer's view of the metadata.

use moldau_ids::Offset;

use crate::{ApplyError, Image, Record};

/// What is committed, and on top of it what has been decided and is on its way to being committed.
///
/// Every decision sees the ones before it at once. If the log refuses one, everything pending is dropped with
/// [`Speculative::reset`] and the writer starts again from the committed image.
#[derive(Debug, Clone)]
pub struct Speculative {
    latest: Image,
    next_offset: Offset,
}

impl Speculative {
    /// Starts from the committed image; `next_offset` is where the next record will lie.
    pub fn new(committed: Image, next_offset: Offset) -> Self {
        Self { latest: committed, next_offset }
    }

    /// The image with everything decided so far.
    pub fn latest(&self) -> &Image {
        &self.latest
    }

    /// Where the next record will lie if nothing else is appended: what a new registration's epoch is taken from.
    pub fn next_offset(&self) -> Offset {
        self.next_offset
    }

    /// Applies decided records. An error says that the decision was wrong: it is dropped, nothing has changed.
    pub fn push(&mut self, records: &[Record]) -> Result<(), ApplyError> {
        let (image, _) = self.latest.apply(records)?;
        self.latest = image;
        for _ in records {
            self.next_offset = self.next_offset.next();
        }
        Ok(())
    }

    /// Drops everything pending.
    pub fn reset(&mut self, committed: Image, next_offset: Offset) {
        *self = Self::new(committed, next_offset);
    }
}
