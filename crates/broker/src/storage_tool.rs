//! What `moldau storage format|info|random-uuid` does, with the flags, checks and files of Kafka's `kafka-storage`.
//!
//! Formatting writes, into each log directory, `meta.properties` (the cluster's, the node's and the directory's id) and
//! `bootstrap.checkpoint` (the feature levels that a new cluster begins with), and into the metadata directory of a node
//! with a dynamic quorum the first checkpoint of `__cluster_metadata-0` with its voters (KIP-853). `meta.properties` is
//! written last: a directory is formatted wholly or counts as not formatted.
//!
//! Not here: reading the command line, printing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use moldau_disk::Disk;
use moldau_ids::{DirectoryId, NodeId, Timestamp, Uuid};
use moldau_log::format::properties::MetaProperties;
use moldau_log::{LogDirectory, OpenError};
use moldau_meta::{METADATA_VERSION, MetadataVersion, bootstrap_features, encode_record};
use moldau_raft::{CheckpointId, DIRECTORY, LogError, Voter, VoterEndpoint, write_checkpoint};
use moldau_settings::{BrokerConfig, HostPort};

mod features;
#[cfg(test)]
mod tests;

const BOOTSTRAP: &str = "bootstrap.checkpoint";

/// Who votes first, by flag.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum InitialQuorum {
    /// No flag: for a fixed quorum, or a node without the controller's role.
    #[default]
    Unspecified,
    /// `--standalone`: this node alone.
    Standalone,
    /// `--initial-controllers`: `id@host:port:directory`, separated by commas.
    Controllers(String),
    /// `--no-initial-controllers`: this node joins a quorum that others form.
    Join,
}

/// The flags of `format`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormatOptions {
    /// `--cluster-id`.
    pub cluster_id: String,
    /// `--standalone` and its like.
    pub quorum: InitialQuorum,
    /// `--ignore-formatted`: directories that are formatted already are left as they are.
    pub ignore_formatted: bool,
    /// `--release-version`, such as `4.3` or `4.3-IV0`.
    pub release_version: Option<String>,
    /// `--feature`, each `name=level`.
    pub features: Vec<String>,
    /// `--add-scram`.
    pub add_scram: Vec<String>,
}

/// Why nothing, or not all, is formatted.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// A flag, or flags that don't go together, or with the configuration.
    #[error("{0}")]
    Flags(String),
    /// Formatted already, and nobody said that this is fine.
    #[error(
        "log directory `{path}` is already formatted; use --ignore-formatted to leave it and format the others",
        path = path.display()
    )]
    AlreadyFormatted {
        /// The directory.
        path: PathBuf,
    },
    /// Formatted already, for something else.
    #[error("log directory `{path}` is formatted for {found}, not for {wanted}", path = path.display())]
    OtherNode {
        /// The directory.
        path: PathBuf,
        /// What it is formatted for.
        found: String,
        /// What was asked for.
        wanted: String,
    },
    /// A directory's files can't be read or written.
    #[error(transparent)]
    Directory(#[from] OpenError),
    /// A checkpoint can't be written.
    #[error(transparent)]
    Checkpoint(#[from] LogError),
    /// The disk said no.
    #[error("cannot look at `{path}`", path = path.display())]
    Disk {
        /// What was looked at.
        path: PathBuf,
        /// What the disk said.
        #[source]
        source: std::io::Error,
    },
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatReport {
    /// The level of `metadata.version`.
    pub metadata_version: MetadataVersion,
    /// The directories that were formatted, with what for.
    pub formatted: Vec<(PathBuf, DirectoryKind)>,
    /// The directories that were formatted already.
    pub skipped: Vec<PathBuf>,
}

/// What a directory was formatted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectoryKind {
    /// Data.
    Data,
    /// Data, and the metadata of a fixed quorum or one that is joined.
    Metadata,
    /// Data, and the metadata of a quorum whose first voters are written down.
    DynamicMetadata,
}

impl fmt::Display for FormatReport {
    /// The lines that the tool prints.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for path in &self.skipped {
            writeln!(f, "Directory {} is already formatted.", path.display())?;
        }
        for (path, kind) in &self.formatted {
            let what = match kind {
                DirectoryKind::Data => "data directory",
                DirectoryKind::Metadata => "metadata directory",
                DirectoryKind::DynamicMetadata => "dynamic metadata voter directory",
            };
            let version = self.metadata_version.name();
            writeln!(f, "Formatted {what} {} with {METADATA_VERSION} {version}.", path.display())?;
        }
        Ok(())
    }
}

/// Formats the directories of a node. `random` gives a new id at each call; `now` stamps the checkpoints.
pub fn format(
    disk: &dyn Disk,
    config: &BrokerConfig,
    options: &FormatOptions,
    random: &mut dyn FnMut() -> Uuid,
    now: Timestamp,
) -> Result<FormatReport, FormatError> {
    let flags = |what: String| FormatError::Flags(what);
    if options.cluster_id.trim().is_empty() {
        return Err(flags("the cluster id is empty".into()));
    }
    if let Some(scram) = options.add_scram.first() {
        let mechanism = scram.split('=').next().unwrap_or_default();
        return Err(flags(format!("--add-scram {mechanism}: SCRAM is not built yet")));
    }
    check_quorum(config, options)?;
    let levels = features::feature_levels(options)?;
    let version = levels.version;
    let features: Vec<_> = bootstrap_features(version, |name| levels.chosen.get(name).copied())
        .iter()
        .map(|record| encode_record(record, version))
        .collect::<Result<_, _>>()
        .map_err(|error| flags(error.to_string()))?;
    let metadata_dir = PathBuf::from(&config.metadata.dir);
    let directories = directories(config);
    let (present, absent) = split(disk, config, options, &directories)?;
    if let (Some(path), false) = (present.first(), options.ignore_formatted) {
        return Err(FormatError::AlreadyFormatted { path: path.clone() });
    }
    let mut formatted = Vec::new();
    let metadata_id = metadata_directory_id(config, options, random)?;
    for path in absent {
        let own = path == metadata_dir;
        let directory_id = if own { metadata_id } else { random() };
        make_directory(disk, &path)?;
        let voters = if own { voters(config, options, directory_id)? } else { BTreeMap::new() };
        let kind = match (own, voters.is_empty()) {
            (true, false) => DirectoryKind::DynamicMetadata,
            (true, true) => DirectoryKind::Metadata,
            (false, _) => DirectoryKind::Data,
        };
        write_checkpoint(disk, &path.join(BOOTSTRAP), now.get(), &BTreeMap::new(), &features)?;
        if !voters.is_empty() {
            let inside = path.join(DIRECTORY);
            disk.create_dir_all(&inside)
                .map_err(|source| FormatError::Disk { path: inside.clone(), source })?;
            let first = inside.join(CheckpointId::FIRST.file_name());
            write_checkpoint(disk, &first, now.get(), &voters, &[])?;
        }
        let properties = MetaProperties {
            cluster_id: options.cluster_id.clone(),
            node_id: config.node_id.get(),
            directory_id: Some(directory_id),
        };
        LogDirectory::format(disk, &path, &properties)?;
        formatted.push((path, kind));
    }
    Ok(FormatReport { metadata_version: version, formatted, skipped: present })
}

/// Makes a directory whose name, and the names of those above it, survive a power loss.
fn make_directory(disk: &dyn Disk, path: &Path) -> Result<(), FormatError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| FormatError::Disk { path, source }
    };
    let mut made = Vec::new();
    for above in path.ancestors().filter(|above| !above.as_os_str().is_empty()) {
        if disk.stat(above).map_err(failed(above))?.is_some() {
            break;
        }
        made.push(above);
    }
    disk.create_dir_all(path).map_err(failed(path))?;
    for parent in made.into_iter().filter_map(Path::parent) {
        let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        disk.sync_dir(parent).map_err(failed(parent))?;
    }
    Ok(())
}

/// The node's directories, the metadata's among them, each once.
fn directories(config: &BrokerConfig) -> Vec<PathBuf> {
    let mut seen = BTreeSet::new();
    let all = config.storage.dirs.iter().chain([&config.metadata.dir]);
    all.map(PathBuf::from).filter(|path| seen.insert(path.clone())).collect()
}

/// Which directories are formatted and which are not. One that belongs elsewhere is an error.
fn split(
    disk: &dyn Disk,
    config: &BrokerConfig,
    options: &FormatOptions,
    directories: &[PathBuf],
) -> Result<(Vec<PathBuf>, Vec<PathBuf>), FormatError> {
    let (mut present, mut absent) = (Vec::new(), Vec::new());
    for path in directories {
        let Some(found) = properties(disk, path)? else {
            absent.push(path.clone());
            continue;
        };
        let text = |cluster: &str, node: i32| format!("node {node} of cluster `{cluster}`");
        if found.cluster_id != options.cluster_id || found.node_id != config.node_id.get() {
            return Err(FormatError::OtherNode {
                path: path.clone(),
                found: text(&found.cluster_id, found.node_id),
                wanted: text(&options.cluster_id, config.node_id.get()),
            });
        }
        present.push(path.clone());
    }
    Ok((present, absent))
}

fn properties(disk: &dyn Disk, path: &Path) -> Result<Option<MetaProperties>, FormatError> {
    let there = disk.stat(path).map_err(|source| FormatError::Disk { path: path.to_owned(), source })?;
    if there.is_none() {
        return Ok(None);
    }
    Ok(LogDirectory::read_properties(disk, path)?)
}

fn check_quorum(config: &BrokerConfig, options: &FormatOptions) -> Result<(), FormatError> {
    let flags = |what: &str| Err(FormatError::Flags(what.into()));
    let fixed = !config.quorum.voters.is_empty();
    let initial = matches!(options.quorum, InitialQuorum::Standalone | InitialQuorum::Controllers(_));
    match &options.quorum {
        InitialQuorum::Unspecified if config.roles.controller && !fixed => flags(
            "controller.quorum.voters is not set on this controller: give one of --standalone, \
             --initial-controllers and --no-initial-controllers",
        ),
        InitialQuorum::Unspecified => Ok(()),
        InitialQuorum::Standalone | InitialQuorum::Controllers(_) | InitialQuorum::Join if fixed => flags(
            "controller.quorum.voters is set: the quorum is fixed, and takes no flag for its first voters",
        ),
        InitialQuorum::Standalone | InitialQuorum::Controllers(_) if initial && !config.roles.controller => {
            flags("only a node with the role `controller` can be a first voter")
        }
        InitialQuorum::Standalone | InitialQuorum::Controllers(_) | InitialQuorum::Join => Ok(()),
    }
}

/// The metadata directory's id: `--initial-controllers` fixes it.
fn metadata_directory_id(
    config: &BrokerConfig,
    options: &FormatOptions,
    random: &mut dyn FnMut() -> Uuid,
) -> Result<DirectoryId, FormatError> {
    let InitialQuorum::Controllers(text) = &options.quorum else { return Ok(random()) };
    let voters = parse_controllers(text)?;
    let own = voters.get(&config.node_id).map(|voter| voter.directory_id);
    own.ok_or_else(|| {
        FormatError::Flags(format!("--initial-controllers does not name node {}", config.node_id))
    })
}

fn voters(
    config: &BrokerConfig,
    options: &FormatOptions,
    directory_id: DirectoryId,
) -> Result<BTreeMap<NodeId, Voter>, FormatError> {
    match &options.quorum {
        InitialQuorum::Controllers(text) => parse_controllers(text),
        InitialQuorum::Standalone => {
            let name = config.controller_listener_names.first();
            let listener = name.and_then(|name| config.listener(name)).map(|listener| VoterEndpoint {
                name: listener.name.as_str().to_owned(),
                host: listener.host.clone().unwrap_or_else(|| "localhost".to_owned()),
                port: listener.port,
            });
            let voter = Voter { directory_id, endpoints: listener.into_iter().collect() };
            Ok([(config.node_id, voter)].into())
        }
        InitialQuorum::Unspecified | InitialQuorum::Join => Ok(BTreeMap::new()),
    }
}

/// `id@host:port:directory`, separated by commas.
fn parse_controllers(text: &str) -> Result<BTreeMap<NodeId, Voter>, FormatError> {
    let mut voters = BTreeMap::new();
    for item in text.split(',').map(str::trim) {
        let flags = |what: &str| FormatError::Flags(format!("--initial-controllers `{item}`: {what}"));
        let (id, rest) = item.split_once('@').ok_or_else(|| flags("expected id@host:port:directory"))?;
        let id: i32 =
            id.parse().ok().filter(|id| 0 <= *id).ok_or_else(|| flags("the id is no number of a node"))?;
        let (address, directory) =
            rest.rsplit_once(':').ok_or_else(|| flags("expected id@host:port:directory"))?;
        let address = HostPort::parse(address).ok_or_else(|| flags("the address is not host:port"))?;
        let directory_id: Uuid =
            directory.parse().map_err(|_| flags("the directory is no id of 22 characters"))?;
        // Kafka gives the endpoint the name of the default controller listener.
        let endpoint =
            VoterEndpoint { name: "CONTROLLER".into(), host: address.host.clone(), port: address.port };
        let voter = Voter { directory_id, endpoints: vec![endpoint] };
        if voters.insert(NodeId(id), voter).is_some() {
            return Err(flags("the id stands twice"));
        }
    }
    Ok(voters)
}

/// What `info` finds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StorageInfo {
    /// The directories that are there.
    pub found: Vec<PathBuf>,
    /// What they say, each thing once.
    pub properties: Option<MetaProperties>,
    /// What is wrong.
    pub problems: Vec<String>,
}

impl fmt::Display for StorageInfo {
    /// The lines that the tool prints.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Found log {}:", if self.found.len() == 1 { "directory" } else { "directories" })?;
        for path in &self.found {
            writeln!(f, "  {}", path.display())?;
        }
        if let Some(found) = &self.properties {
            let directory = found.directory_id.map(|id| format!("directory.id={id}, ")).unwrap_or_default();
            writeln!(
                f,
                "\nFound metadata: {{cluster.id={}, {directory}node.id={}, version=1}}",
                found.cluster_id, found.node_id
            )?;
        }
        if !self.problems.is_empty() {
            writeln!(f, "\nFound {}:", if self.problems.len() == 1 { "problem" } else { "problems" })?;
            for problem in &self.problems {
                writeln!(f, "  {problem}")?;
            }
        }
        Ok(())
    }
}

/// Looks at the directories of a node. There being problems is for the caller to turn into an exit code.
pub fn info(disk: &dyn Disk, config: &BrokerConfig) -> Result<StorageInfo, FormatError> {
    let mut info = StorageInfo::default();
    for path in directories(config) {
        let there = disk.stat(&path).map_err(|source| FormatError::Disk { path: path.clone(), source })?;
        if !there.is_some_and(|entry| entry.is_dir) {
            info.problems.push(format!("{} does not exist or is no directory", path.display()));
            continue;
        }
        info.found.push(path.clone());
        match LogDirectory::read_properties(disk, &path) {
            Ok(None) => info.problems.push(format!("{} is not formatted", path.display())),
            Err(error) => info.problems.push(error.to_string()),
            Ok(Some(found)) => match &info.properties {
                Some(other) if other.cluster_id != found.cluster_id || other.node_id != found.node_id => {
                    info.problems.push(format!("{} belongs to another node or cluster", path.display()));
                }
                Some(_) => {}
                None => info.properties = Some(found),
            },
        }
    }
    Ok(info)
}

/// For a node without a file: formats what is not formatted yet, with a new cluster id unless a directory has one.
/// Gives the cluster's id and the metadata directory's.
pub fn format_if_new(
    disk: &dyn Disk,
    config: &BrokerConfig,
    random: &mut dyn FnMut() -> Uuid,
    now: Timestamp,
) -> Result<(String, DirectoryId), FormatError> {
    let found =
        directories(config).iter().map(|path| properties(disk, path)).collect::<Result<Vec<_>, _>>()?;
    let known = found.into_iter().flatten().next().map(|properties| properties.cluster_id);
    let cluster_id = known.unwrap_or_else(|| random().to_string());
    let options = FormatOptions {
        cluster_id,
        quorum: InitialQuorum::Standalone,
        ignore_formatted: true,
        ..FormatOptions::default()
    };
    format(disk, config, &options, random, now)?;
    let metadata_dir = PathBuf::from(&config.metadata.dir);
    let written = properties(disk, &metadata_dir)?.and_then(|properties| properties.directory_id);
    let directory_id = written
        .ok_or_else(|| FormatError::Flags(format!("`{}` has no directory.id", config.metadata.dir)))?;
    Ok((options.cluster_id, directory_id))
}
