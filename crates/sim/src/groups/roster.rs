//! What is known of a group, and the checks that follow from it.
//!
//! In a generation every partition has one owner at most. Once a member has been given its share in one generation,
//! nobody of an older one may commit. A committed offset is a register: whoever asks gets the last one that was
//! acknowledged, or one that was asked for since.

use std::collections::BTreeMap;

use crate::trace::Trace;

/// A commit of one partition's offset; offsets are numbers that exist once.
#[derive(Debug)]
struct Commit {
    offset: i64,
    begun: u64,
    /// When its answer came; never, if that was lost.
    ended: Option<u64>,
    is_acknowledged: bool,
}

/// A group as its members saw it.
#[derive(Debug)]
pub(crate) struct Roster {
    pub(crate) group: &'static str,
    /// By generation and partition: the owner.
    owners: BTreeMap<(i32, i32), String>,
    /// The newest generation in which somebody was given a share.
    newest: i32,
    commits: BTreeMap<i32, Vec<Commit>>,
    next_offset: i64,
    /// Counts events: one is before another if its number is lower.
    now: u64,
    trace: Trace,
}

impl Roster {
    pub(crate) fn new(group: &'static str, trace: Trace) -> Self {
        Self {
            group,
            owners: BTreeMap::new(),
            newest: 0,
            commits: BTreeMap::new(),
            next_offset: 0,
            now: 0,
            trace,
        }
    }

    fn tick(&mut self) -> u64 {
        self.now += 1;
        self.now
    }

    pub(crate) const fn newest(&self) -> i32 {
        self.newest
    }

    /// A member was given its share. `newest_before` is the newest generation when it asked.
    pub(crate) fn given(&mut self, generation: i32, newest_before: i32, member: &str, partitions: &[i32]) {
        if generation < newest_before {
            let what = format!("{member} was given a share in generation {generation} after {newest_before}");
            self.trace.violation(what);
        }
        if self.newest < generation {
            self.newest = generation;
            self.trace.count("group rebalanced", 1);
        }
        for partition in partitions {
            let before = self.owners.insert((generation, *partition), member.to_owned());
            if let Some(other) = before.filter(|other| other != member) {
                self.trace.violation(format!(
                    "partition {partition} is {other}'s and {member}'s in generation {generation}"
                ));
            }
        }
    }

    /// A commit begins: its offset.
    pub(crate) fn commit_begins(&mut self, partition: i32) -> i64 {
        let begun = self.tick();
        self.next_offset += 1;
        let offset = self.next_offset;
        let commit = Commit { offset, begun, ended: None, is_acknowledged: false };
        self.commits.entry(partition).or_default().push(commit);
        offset
    }

    /// A commit was acknowledged. `newest_before` is the newest generation when it was asked for.
    pub(crate) fn committed(&mut self, partition: i32, offset: i64, (generation, newest_before): (i32, i32)) {
        let now = self.tick();
        self.trace.count("offset committed", 1);
        if generation < newest_before {
            self.trace.violation(format!(
                "generation {generation} may commit {offset} of partition {partition}, {newest_before} is there"
            ));
        }
        let commits = self.commits.entry(partition).or_default();
        if let Some(commit) = commits.iter_mut().find(|commit| commit.offset == offset) {
            commit.ended = Some(now);
            commit.is_acknowledged = true;
        }
    }

    /// A commit was refused: it is not there.
    pub(crate) fn refused(&mut self, partition: i32, offset: i64) {
        self.commits.entry(partition).or_default().retain(|commit| commit.offset != offset);
    }

    /// Somebody is about to ask for offsets.
    pub(crate) fn fetch_begins(&mut self) -> u64 {
        self.tick()
    }

    /// What was answered; -1 for none.
    pub(crate) fn fetched(&mut self, partition: i32, begun: u64, offset: i64) {
        let commits = self.commits.entry(partition).or_default();
        let found = commits.iter().find(|commit| commit.offset == offset);
        let ended = match found {
            Some(found) => found.ended,
            None if offset == -1 => Some(0),
            None => {
                let what = format!("partition {partition} is at {offset}, which nobody has committed");
                self.trace.violation(what);
                return;
            }
        };
        // One that was acknowledged before the question, and begun after the one that was found had ended.
        let newer = commits.iter().find(|commit| {
            commit.is_acknowledged
                && commit.ended.is_some_and(|at| at < begun)
                && ended.is_some_and(|ended| ended < commit.begun)
        });
        if let Some(newer) = newer {
            let what =
                format!("partition {partition}: {} was committed, the offset is {offset}", newer.offset);
            self.trace.violation(what);
        }
    }

    /// The node's life is over: commits without an answer have happened by now, or never will.
    pub(crate) fn life_over(&mut self) {
        let now = self.tick();
        for commit in self.commits.values_mut().flatten() {
            commit.ended.get_or_insert(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Roster;
    use crate::trace::Trace;

    /// What a checker found in a story.
    fn found(story: impl FnOnce(&mut Roster)) -> Vec<String> {
        let trace = Trace::default();
        story(&mut Roster::new("group", trace.clone()));
        trace.summary().violations
    }

    #[test]
    fn a_commit_that_was_acknowledged_is_found_again() {
        let commit = |roster: &mut Roster| {
            let offset = roster.commit_begins(0);
            roster.committed(0, offset, (1, 1));
            offset
        };
        let fetch = |roster: &mut Roster, offset| {
            let begun = roster.fetch_begins();
            roster.fetched(0, begun, offset);
        };
        let good = found(|roster| {
            fetch(roster, -1);
            let one = commit(roster);
            fetch(roster, one);
            // Its answer is lost: it has happened or not.
            let two = roster.commit_begins(0);
            fetch(roster, one);
            fetch(roster, two);
            roster.life_over();
            let three = commit(roster);
            fetch(roster, three);
        });
        assert_eq!(good, Vec::<String>::new());
        for story in [|_one, _two| -1, |one, _two| one, |_one, two| two + 10] {
            let bad = found(|roster| {
                let (one, two) = (commit(roster), commit(roster));
                fetch(roster, story(one, two));
            });
            assert_eq!(bad.len(), 1, "{bad:?}");
        }
    }

    #[test]
    fn generations_have_one_owner_and_do_not_go_back() {
        let good = found(|roster| {
            roster.given(1, 0, "a", &[0, 1]);
            roster.given(2, 1, "a", &[0]);
            roster.given(2, 2, "b", &[1]);
        });
        assert_eq!(good, Vec::<String>::new());
        assert_eq!(
            found(|roster| {
                roster.given(1, 0, "a", &[0, 1]);
                roster.given(1, 1, "b", &[1]);
            })
            .len(),
            1,
            "two owners"
        );
        assert_eq!(found(|roster| roster.given(1, 2, "a", &[0])).len(), 1, "an older generation");
        assert_eq!(
            found(|roster| {
                let offset = roster.commit_begins(0);
                roster.committed(0, offset, (1, 2));
            })
            .len(),
            1,
            "a commit of an older generation"
        );
    }
}
