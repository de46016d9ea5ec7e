//! The small tools people reach for: `moldau topic`, `moldau produce`, `moldau consume`.
//!
//! Each is a plain function over parsed arguments that writes to a handle it is given, so that the binary's
//! `main` stays a dispatcher and tests can read what people would see.

pub(crate) mod consume;
pub(crate) mod produce;
pub(crate) mod topic;

use std::time::Duration;

use clap::Args;
use moldau_client::Cluster;

/// Where the cluster is.
#[derive(Debug, Args)]
pub(crate) struct Bootstrap {
    /// Brokers to ask first, as host:port separated by commas.
    #[arg(long, short = 'b', env = "MOLDAU_BOOTSTRAP", default_value = "127.0.0.1:9092", global = true)]
    bootstrap_server: String,
    /// How long to wait for an answer, in milliseconds.
    #[arg(long, default_value_t = 30_000, value_parser = clap::value_parser!(u64).range(1..), global = true)]
    timeout_ms: u64,
}

impl Bootstrap {
    /// The cluster; nothing is connected yet.
    pub(crate) fn cluster(&self, tool: &str) -> Cluster {
        Cluster::new(&self.bootstrap_server, &format!("moldau-{tool}"), Duration::from_millis(self.timeout_ms))
    }
}
