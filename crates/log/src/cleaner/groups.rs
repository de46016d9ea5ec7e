//! Which neighbouring segments become one.

/// A segment that is to be cleaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) base: i64,
    /// The offset at which the next segment begins.
    pub(crate) next_base: i64,
    pub(crate) size: u64,
    pub(crate) offset_index_bytes: u64,
    pub(crate) time_index_bytes: u64,
}

/// What a segment may hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) segment_bytes: u64,
    pub(crate) index_bytes: u64,
}

/// Cuts neighbouring segments into groups, each of which becomes one segment: as many as fit, by the sizes they have
/// now. Returns how many each group has. A segment that is too large by itself is a group by itself.
pub(crate) fn groups(sources: &[Source], limits: Limits) -> Vec<usize> {
    let mut groups = Vec::new();
    let mut current: Option<(Source, usize)> = None;
    for source in sources {
        current = match current {
            Some((group, count)) if fits(&group, source, limits) => Some((join(&group, source), count + 1)),
            Some((_, count)) => {
                groups.push(count);
                Some((*source, 1))
            }
            None => Some((*source, 1)),
        };
    }
    groups.extend(current.map(|(_, count)| count));
    groups
}

fn fits(group: &Source, next: &Source, limits: Limits) -> bool {
    let whole = join(group, next);
    // Offsets in an index are relative and fit 31 bits. An empty segment has none.
    let spans = whole.next_base.saturating_sub(1).saturating_sub(group.base) <= i64::from(i32::MAX);
    whole.size <= limits.segment_bytes
        && whole.offset_index_bytes <= limits.index_bytes
        && whole.time_index_bytes <= limits.index_bytes
        && (spans || next.size == 0)
}

fn join(group: &Source, next: &Source) -> Source {
    Source {
        base: group.base,
        next_base: next.next_base,
        size: group.size + next.size,
        offset_index_bytes: group.offset_index_bytes + next.offset_index_bytes,
        time_index_bytes: group.time_index_bytes + next.time_index_bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { segment_bytes: 100, index_bytes: 50 };

    fn source(base: i64, next_base: i64, size: u64, index: u64) -> Source {
        Source { base, next_base, size, offset_index_bytes: index, time_index_bytes: 0 }
    }

    #[test]
    fn groups_stay_below_every_limit() {
        let far = i64::from(i32::MAX);
        let cases: &[(&[Source], &[usize])] = &[
            (&[], &[]),
            (&[source(0, 5, 300, 0)], &[1]),
            (&[source(0, 5, 50, 0), source(5, 9, 50, 0), source(9, 12, 1, 0)], &[2, 1]),
            (&[source(0, 5, 10, 30), source(5, 9, 10, 20), source(9, 12, 10, 1)], &[2, 1]),
            (&[source(0, 5, 10, 0), source(5, far + 1, 10, 0), source(far + 1, far + 2, 10, 0)], &[2, 1]),
            (&[source(0, 5, 10, 0), source(5, far + 9, 0, 0)], &[2]),
            (&[source(0, 5, 300, 0), source(5, 9, 0, 0), source(9, 12, 40, 0)], &[1, 2]),
        ];
        for (sources, expected) in cases {
            assert_eq!(groups(sources, LIMITS), *expected, "{sources:?}");
        }
        let time = Source { time_index_bytes: 30, ..source(0, 5, 1, 0) };
        let next = Source { base: 5, next_base: 9, ..time };
        assert_eq!(groups(&[time, next], LIMITS), [1, 1]);
    }
}
