//! How a topology fits the cluster's topics: how many tasks each subtopology has, which internal topics are missing,
//! and what is wrong.

use std::collections::{BTreeMap, BTreeSet};

use moldau_wire::Str;
use moldau_wire::messages::create_topics_request::{CreatableTopic, CreatableTopicConfig};
use moldau_wire::records::group::streams_group_topology_value::{Subtopology, TopicInfo};

use super::draft::Refusal;
use super::topology::{Topology, copartitioned, source_topics};
use crate::{Config, Topics};

/// How many tasks a topology may have.
pub(crate) const TASKS_MAX: i64 = 1 << 20;
/// How many steps it may take to find the partition counts of repartition topics.
const STEPS_MAX: usize = 1 << 20;
/// How many names a message lists.
const NAMES_MAX: usize = 3;

/// Statuses in answers to heartbeats.
pub(crate) mod status {
    /// The member's topology is older than the group's.
    pub(crate) const STALE_TOPOLOGY: i8 = 0;
    /// Topics that the topology reads are not there.
    pub(crate) const MISSING_SOURCE_TOPICS: i8 = 1;
    /// Topics don't have the partitions they should have.
    pub(crate) const INCORRECTLY_PARTITIONED_TOPICS: i8 = 2;
    /// Internal topics are not there yet.
    pub(crate) const MISSING_INTERNAL_TOPICS: i8 = 3;
    /// The whole application is to stop.
    pub(crate) const SHUTDOWN_APPLICATION: i8 = 4;
    /// The next target has to wait.
    pub(crate) const ASSIGNMENT_DELAYED: i8 = 5;
}

/// Why a topology cannot run at present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) status: i8,
    pub(crate) detail: String,
}

/// What there is to do for one subtopology.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shape {
    /// It has as many tasks.
    pub(crate) tasks: i32,
    /// Whether its tasks have state, so that copies make sense.
    pub(crate) is_stateful: bool,
    /// What it reads.
    pub(crate) sources: BTreeSet<Str>,
}

/// A topology and the cluster's topics together.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Configured {
    /// By subtopology; `None` if source topics are missing or partitions don't fit.
    pub(crate) shapes: Option<BTreeMap<Str, Shape>>,
    /// The partitions that internal topics are to have.
    pub(crate) counts: BTreeMap<Str, i32>,
    /// Internal topics to create.
    pub(crate) missing: BTreeMap<Str, CreatableTopic>,
    pub(crate) problem: Option<Problem>,
}

impl Configured {
    /// Whether there can be tasks.
    pub(crate) fn is_ready(&self) -> bool {
        self.problem.is_none()
    }
}

enum Failure {
    Problem(Problem),
    Invalid(Refusal),
}

impl Failure {
    fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid(Refusal::topology(message))
    }

    fn partitions(detail: String) -> Self {
        Self::Problem(Problem { status: status::INCORRECTLY_PARTITIONED_TOPICS, detail })
    }
}

/// Looks at the cluster's topics. An error means that the topology can never run.
pub(crate) fn configure(
    topology: &Topology,
    topics: &dyn Topics,
    config: &Config,
) -> Result<Configured, Refusal> {
    match (Looking { topology, topics, config, counts: BTreeMap::new() }).configure() {
        Ok(configured) => Ok(configured),
        Err(Failure::Problem(problem)) => Ok(Configured { problem: Some(problem), ..Default::default() }),
        Err(Failure::Invalid(refusal)) => Err(refusal),
    }
}

struct Looking<'a> {
    topology: &'a Topology,
    topics: &'a dyn Topics,
    config: &'a Config,
    /// Of topics that don't exist, or are to be compared with what exists.
    counts: BTreeMap<Str, i32>,
}

impl Looking<'_> {
    fn configure(mut self) -> Result<Configured, Failure> {
        self.check_sources()?;
        self.count_repartition_topics()?;
        self.copartition()?;
        let shapes = self.shapes()?;
        let missing = self.missing()?;
        let problem = (!missing.is_empty()).then(|| Problem {
            status: status::MISSING_INTERNAL_TOPICS,
            detail: format!("Internal topics are missing: {}", summary(missing.keys())),
        });
        Ok(Configured { shapes: Some(shapes), counts: self.counts, missing, problem })
    }

    fn subtopologies(&self) -> impl Iterator<Item = &Subtopology> {
        self.topology.subtopologies.values()
    }

    /// A topic's partitions: as it is, or else as it will be.
    fn count(&self, topic: &str) -> Option<i32> {
        let existing = self.topics.by_name(topic).map(|topic| topic.partitions);
        existing.or_else(|| self.counts.get(topic).copied())
    }

    fn check_sources(&self) -> Result<(), Failure> {
        let sources = self.subtopologies().flat_map(|subtopology| &subtopology.source_topics);
        let missing: BTreeSet<&Str> = sources.filter(|topic| self.topics.by_name(topic).is_none()).collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Failure::Problem(Problem {
            status: status::MISSING_SOURCE_TOPICS,
            detail: format!("Source topics {} are missing.", summary(missing.into_iter())),
        }))
    }

    /// Repartition topics have the partitions they declare, or as many as the largest topic that their writer reads.
    fn count_repartition_topics(&mut self) -> Result<(), Failure> {
        let declared = self.subtopologies().flat_map(|subtopology| &subtopology.repartition_source_topics);
        let declared = declared.filter(|topic| topic.partitions != 0);
        self.counts = declared.map(|topic| (topic.name.clone(), topic.partitions)).collect();
        let mut steps = 0;
        loop {
            let (mut found, mut open) = (false, false);
            for subtopology in self.topology.subtopologies.values() {
                steps += 1
                    + subtopology.repartition_sink_topics.len()
                    + subtopology.repartition_source_topics.len()
                    + subtopology.source_topics.len();
                if STEPS_MAX < steps {
                    return Err(Failure::invalid("The topology has too many subtopologies."));
                }
                let sinks = subtopology.repartition_sink_topics.iter();
                let sinks: Vec<&Str> = sinks.filter(|sink| !self.counts.contains_key(*sink)).collect();
                if sinks.is_empty() {
                    continue;
                }
                match self.largest_input(subtopology) {
                    Some(count) => {
                        found = true;
                        self.counts.extend(sinks.into_iter().map(|sink| (sink.clone(), count)));
                    }
                    None => open = true,
                }
            }
            if !open {
                break;
            }
            if !found {
                return Err(Failure::invalid(
                    "Failed to compute number of partitions for all repartition topics. There may be loops in the topology that cannot be resolved.",
                ));
            }
        }
        let mut sources = self.subtopologies().flat_map(|subtopology| &subtopology.repartition_source_topics);
        if sources.any(|topic| !self.counts.contains_key(&topic.name)) {
            return Err(Failure::invalid(
                "Failed to compute number of partitions for all repartition topics, because a repartition source topic is never used as a sink topic.",
            ));
        }
        Ok(())
    }

    fn largest_input(&self, subtopology: &Subtopology) -> Option<i32> {
        let repartition = subtopology.repartition_source_topics.iter();
        let repartition = repartition.filter_map(|topic| self.counts.get(&topic.name).copied());
        let sources = subtopology.source_topics.iter().filter_map(|topic| self.count(topic));
        repartition.chain(sources).max()
    }

    /// Makes topics that are read together equally large.
    fn copartition(&mut self) -> Result<(), Failure> {
        let topology = self.topology;
        let repartition = topology.subtopologies.values().flat_map(|each| &each.repartition_source_topics);
        // Whether they declare how many partitions they have.
        let repartition: BTreeMap<&Str, bool> =
            repartition.map(|topic| (&topic.name, topic.partitions != 0)).collect();
        let declared = repartition.iter().filter(|(_, is_declared)| **is_declared);
        let declared: BTreeMap<&Str, i32> =
            declared.map(|(name, _)| (*name, self.count(name).unwrap_or(0))).collect();
        for subtopology in topology.subtopologies.values() {
            for group in &subtopology.copartition_groups {
                let names = copartitioned(subtopology, group);
                let (inner, outer): (Vec<&Str>, Vec<&Str>) =
                    names.into_iter().partition(|name| repartition.contains_key(name));
                if !inner.is_empty() || !outer.is_empty() {
                    self.copartition_group(&inner, &outer, &declared)?;
                }
            }
        }
        Ok(())
    }

    /// A group with a topic from outside is as large as that. Else, as in Kafka, it is as large as what any repartition
    /// topic of the whole topology declares, or as the largest of the group.
    fn copartition_group(
        &mut self,
        inner: &[&Str],
        outer: &[&Str],
        declared: &BTreeMap<&Str, i32>,
    ) -> Result<(), Failure> {
        let counts = |looking: &Self, names: &[&Str]| -> BTreeMap<Str, i32> {
            let count = |name: &&Str| (Str::clone(name), looking.count(name).unwrap_or(0));
            names.iter().map(count).collect()
        };
        let inner = counts(self, inner);
        let outer = counts(self, outer);
        let count = if !outer.is_empty() {
            same(outer.values(), &outer)?
        } else if !declared.is_empty() {
            same(declared.values(), &inner)?
        } else {
            inner.values().copied().max().unwrap_or(0)
        };
        if count == 0 {
            let names: Vec<&str> = inner.keys().map(|name| &**name).collect();
            return Err(Failure::invalid(format!(
                "All topics in the copartition group had undefined partition number: [{}]",
                names.join(", ")
            )));
        }
        for (name, before) in inner {
            if declared.contains_key(&name) && before != count {
                return Err(Failure::partitions(format!(
                    "Number of partitions [{before}] of repartition topic [{name}] doesn't match number of partitions [{count}] of the source topic."
                )));
            }
            self.counts.insert(name, count);
        }
        Ok(())
    }

    /// Counts tasks; changelogs have a partition for each.
    fn shapes(&mut self) -> Result<BTreeMap<Str, Shape>, Failure> {
        let mut shapes = BTreeMap::new();
        let mut total = 0_i64;
        for (id, subtopology) in &self.topology.subtopologies {
            let counts = source_topics(subtopology).filter_map(|topic| self.count(topic));
            let Some(tasks) = counts.max() else {
                return Err(Failure::invalid(format!("No source topics found for subtopology {id}")));
            };
            let shape = Shape {
                tasks,
                is_stateful: !subtopology.state_changelog_topics.is_empty(),
                sources: source_topics(subtopology).cloned().collect(),
            };
            shapes.insert(id.clone(), shape);
            total = total.saturating_add(i64::from(tasks));
        }
        if TASKS_MAX < total {
            return Err(Failure::invalid(format!("The topology has more than {TASKS_MAX} tasks.")));
        }
        for (id, subtopology) in &self.topology.subtopologies {
            let tasks = shapes.get(id).map_or(0, |shape| shape.tasks);
            let changelogs = subtopology.state_changelog_topics.iter();
            self.counts.extend(changelogs.map(|topic| (topic.name.clone(), tasks)));
        }
        Ok(shapes)
    }

    /// The internal topics that don't exist. Those that do have to be of the right size.
    fn missing(&self) -> Result<BTreeMap<Str, CreatableTopic>, Failure> {
        let mut missing = BTreeMap::new();
        for subtopology in self.subtopologies() {
            let topics =
                subtopology.repartition_source_topics.iter().chain(&subtopology.state_changelog_topics);
            missing.extend(topics.map(|topic| (topic.name.clone(), self.creatable(topic))));
        }
        for name in self.topology.required_topics() {
            let Some(existing) = self.topics.by_name(name) else { continue };
            let Some(wanted) = missing.remove(name) else { continue };
            if existing.partitions != wanted.num_partitions {
                return Err(Failure::partitions(format!(
                    "Existing topic {name} has different number of partitions: expected {}, found {}",
                    wanted.num_partitions, existing.partitions
                )));
            }
        }
        Ok(missing)
    }

    fn creatable(&self, topic: &TopicInfo) -> CreatableTopic {
        let configs: BTreeMap<&Str, &Str> =
            topic.topic_configs.iter().map(|config| (&config.key, &config.value)).collect();
        let configs = configs.into_iter().map(|(name, value)| CreatableTopicConfig {
            name: name.clone(),
            value: Some(value.clone()),
            ..Default::default()
        });
        let decided = self.counts.get(&topic.name).copied().unwrap_or(0);
        CreatableTopic {
            name: topic.name.clone(),
            num_partitions: if topic.partitions == 0 { decided } else { topic.partitions },
            replication_factor: match topic.replication_factor {
                0 => self.config.streams_internal_replication_factor,
                factor => factor,
            },
            configs: configs.collect(),
            ..Default::default()
        }
    }
}

/// The one number that all of these are; if they differ, the topics of the group are to blame.
fn same<'c>(mut counts: impl Iterator<Item = &'c i32>, group: &BTreeMap<Str, i32>) -> Result<i32, Failure> {
    let first = counts.next().copied().unwrap_or(0);
    if counts.all(|count| *count == first) {
        return Ok(first);
    }
    let group: Vec<String> = group.iter().map(|(name, count)| format!("{name}={count}")).collect();
    Err(Failure::partitions(format!(
        "Following topics do not have the same number of partitions: [{{{}}}]",
        group.join(", ")
    )))
}

/// The first names of many.
fn summary<'n>(names: impl ExactSizeIterator<Item = &'n Str>) -> String {
    let more = names.len().saturating_sub(NAMES_MAX);
    let first: Vec<&str> = names.take(NAMES_MAX).map(|name| &**name).collect();
    let first = first.join(", ");
    if more == 0 { first } else { format!("{first} and {more} additional topics") }
}
