//! How a partition tells the fetch sessions that follow it that it has something to say.
//!
//! A partition knows each follower as a [`Watch`]: a session's list and the partition's slot in it. Marking is
//! cheap and idempotent, and wakes the session's connection only if one waits. The list holds a slot at most
//! once, so it is bounded by the session's size.

use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::Notify;

use super::session::Slot;

/// The slots that partitions marked since the session last looked.
#[derive(Debug, Default)]
pub(crate) struct ReadyList {
    marked: Mutex<Marked>,
    waker: Notify,
}

#[derive(Debug, Default)]
struct Marked {
    order: Vec<Slot>,
    is_marked: Vec<bool>,
}

/// One partition's way to one session.
#[derive(Debug, Clone)]
pub(crate) struct Watch {
    /// The session's list.
    pub(crate) list: Arc<ReadyList>,
    /// The partition's place in the session.
    pub(crate) slot: Slot,
}

impl Watch {
    /// The partition has news.
    pub(crate) fn mark(&self) {
        self.list.mark(self.slot);
    }

    /// Whether both mean the same place of the same session.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.slot == other.slot && Arc::ptr_eq(&self.list, &other.list)
    }
}

impl ReadyList {
    fn mark(&self, slot: Slot) {
        let mut marked = self.marked.lock();
        if marked.is_marked.len() <= slot {
            marked.is_marked.resize(slot + 1, false);
        }
        match marked.is_marked.get_mut(slot) {
            Some(flag) if !*flag => *flag = true,
            Some(_) | None => return,
        }
        marked.order.push(slot);
        drop(marked);
        self.waker.notify_one();
    }

    /// Takes what was marked, in order, into `slots`.
    pub(crate) fn drain_into(&self, slots: &mut Vec<Slot>) {
        let mut marked = self.marked.lock();
        let Marked { order, is_marked } = &mut *marked;
        for slot in order.drain(..) {
            if let Some(flag) = is_marked.get_mut(slot) {
                *flag = false;
            }
            slots.push(slot);
        }
    }

    /// Waits until something may have been marked since the last wait. May return once too often.
    pub(crate) async fn changed(&self) {
        self.waker.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_listed_once_until_it_is_taken() {
        let list = Arc::new(ReadyList::default());
        let watch = |slot| Watch { list: Arc::clone(&list), slot };
        watch(3).mark();
        watch(1).mark();
        watch(3).mark();
        let mut slots = Vec::new();
        list.drain_into(&mut slots);
        assert_eq!(slots, [3, 1]);
        watch(3).mark();
        slots.clear();
        list.drain_into(&mut slots);
        assert_eq!(slots, [3]);
    }
}
