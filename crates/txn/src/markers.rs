//! From `Prepare…` to `Complete…`: the markers.

use moldau_wire::Str;

use crate::transaction::Marking;
use crate::{Effect, Env, Marked, MarkersResult, Shard, Step, WriteMarkers};

impl Shard {
    /// The outcome is settled: every partition is to get its marker.
    pub(crate) fn begin_marking(&mut self, env: &Env<'_>, id: &Str, step: &mut Step) {
        let Some(transaction) = self.transactions.get_mut(id) else { return };
        transaction.marking = Some(Marking {
            left: transaction.partitions.clone(),
            wish_first: self.wishes.saturating_add(1),
            wish_last: self.wishes,
        });
        if transaction.partitions.is_empty() {
            self.complete(env, id, step);
        } else {
            self.wish_markers(env, id, step);
        }
    }

    /// Wishes the markers that are not known to be written.
    pub(crate) fn wish_markers(&mut self, env: &Env<'_>, id: &Str, step: &mut Step) {
        let Some(transaction) = self.transactions.get_mut(id) else { return };
        let Some(marking) = &mut transaction.marking else { return };
        self.wishes = self.wishes.saturating_add(1);
        marking.wish_last = self.wishes;
        self.markers.set(id.detach(), env.after(env.config.marker_timeout));
        step.effects.push(Effect::WriteMarkers(WriteMarkers {
            transactional_id: id.detach(),
            wish: self.wishes,
            producer_id: transaction.producer_id,
            producer_epoch: transaction.producer_epoch,
            commit: transaction.state.is_commit(),
            coordinator_epoch: env.coordinator_epoch,
            transaction_version: transaction.client_version,
            partitions: marking.left.iter().cloned().collect(),
        }));
    }

    /// Takes in what became of a wish. Late and repeated results change nothing.
    pub(crate) fn markers_written(&mut self, env: &Env<'_>, result: MarkersResult, step: &mut Step) {
        let id = &result.transactional_id;
        if result.coordinator_epoch != env.coordinator_epoch {
            return;
        }
        let Some(marking) = self.transactions.get_mut(id).and_then(|t| t.marking.as_mut()) else { return };
        if !(marking.wish_first..=marking.wish_last).contains(&result.wish) {
            return;
        }
        for (partition, marked) in result.partitions {
            match marked {
                Marked::Written | Marked::Gone => drop(marking.left.take(&partition)),
                Marked::Retry => {}
            }
        }
        if marking.left.is_empty() {
            self.complete(env, id, step);
        } else if result.wish == marking.wish_last {
            self.markers.set(id.detach(), env.after(env.config.marker_retry));
        }
    }

    fn complete(&mut self, env: &Env<'_>, id: &Str, step: &mut Step) {
        let Some(next) = self.transactions.get(id).map(|transaction| transaction.completed(env.now)) else {
            return;
        };
        self.store(env, id, next, step);
    }
}
