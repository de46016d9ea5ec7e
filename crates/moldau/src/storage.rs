//! `moldau storage`: format a node's directories before its first start, and look at them, with the flags of Kafka's
//! `kafka-storage`.

use std::{io::Write as _, path::PathBuf, sync::Arc};

use anyhow::bail;
use moldau_broker::{
    env::Env,
    storage_tool::{self, FormatOptions, InitialQuorum},
};
use moldau_disk::{RealClock, RealDisk};

use crate::broker::load_file;

/// Format a node's directories, and look at them.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Write what a node needs in its directories before its first start
    Format(Format),
    /// Show what the directories were formatted for, and what is wrong with them
    Info {
        /// The node's server.properties
        #[arg(long, short = 'c', value_name = "FILE")]
        config: PathBuf,
    },
    /// Print a new id for a cluster or a directory
    RandomUuid,
}

/// The flags of `format`.
#[derive(Debug, clap::Args)]
pub(crate) struct Format {
    /// The node's server.properties
    #[arg(long, short = 'c', value_name = "FILE")]
    config: PathBuf,
    /// The cluster's id, the same at all of its nodes
    #[arg(long, short = 't', value_name = "ID")]
    cluster_id: String,
    /// This controller is the first and only voter of its quorum
    #[arg(long, short = 's', group = "quorum")]
    standalone: bool,
    /// The first voters, as id@host:port:directory separated by commas
    #[arg(long, short = 'I', value_name = "VOTERS", group = "quorum")]
    initial_controllers: Option<String>,
    /// This controller joins a quorum that others form
    #[arg(long, short = 'N', group = "quorum")]
    no_initial_controllers: bool,
    /// Leave directories that are formatted already
    #[arg(long, short = 'g')]
    ignore_formatted: bool,
    /// The release whose features a new cluster begins with, such as 4.3
    #[arg(long, short = 'r', value_name = "VERSION")]
    release_version: Option<String>,
    /// A feature's level; may be given several times
    #[arg(long = "feature", short = 'f', value_name = "NAME=LEVEL", num_args = 1..)]
    features: Vec<String>,
    /// A SCRAM credential that a new cluster begins with; may be given several times
    #[arg(long, short = 'S', value_name = "CREDENTIAL", num_args = 1..)]
    add_scram: Vec<String>,
}

impl Format {
    fn options(&self) -> FormatOptions {
        let quorum = match &self.initial_controllers {
            Some(voters) => InitialQuorum::Controllers(voters.clone()),
            None if self.standalone => InitialQuorum::Standalone,
            None if self.no_initial_controllers => InitialQuorum::Join,
            None => InitialQuorum::Unspecified,
        };
        FormatOptions {
            cluster_id: self.cluster_id.clone(),
            quorum,
            ignore_formatted: self.ignore_formatted,
            release_version: self.release_version.clone(),
            features: self.features.clone(),
            add_scram: self.add_scram.clone(),
        }
    }
}

/// Runs one of them.
pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    let env = Env::new(Arc::new(RealClock::default()));
    let mut out = std::io::stdout();
    match command {
        Command::Format(arguments) => {
            let (config, _) = load_file(&arguments.config, &[])?;
            let mut random = || env.random_uuid();
            let report =
                storage_tool::format(&RealDisk, &config, &arguments.options(), &mut random, env.wall())?;
            write!(out, "{report}")?;
        }
        Command::Info { config } => {
            let (config, _) = load_file(&config, &[])?;
            let info = storage_tool::info(&RealDisk, &config)?;
            write!(out, "{info}")?;
            if !info.problems.is_empty() {
                bail!("the directories are not ready for a start");
            }
        }
        Command::RandomUuid => writeln!(out, "{}", env.random_uuid())?,
    }
    Ok(())
}
