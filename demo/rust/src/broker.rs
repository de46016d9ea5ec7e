//! The broker's process: formatted, started, killed, measured, cleaned up. Ends with this value, also on Ctrl-C.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result, ensure};

const CLUSTER_ID: &str = "bW9sZGF1LW9yYWNsZS0wMQ";

/// One broker in a temporary directory.
pub struct Broker {
    binary: PathBuf,
    pub home: PathBuf,
    pub bootstrap: String,
    child: Arc<Mutex<Option<Child>>>,
}

impl Broker {
    /// Makes the directory and its settings, formats it, and arranges for Ctrl-C to clean up.
    pub fn new(binary: PathBuf) -> Result<Self> {
        let home = std::env::temp_dir().join(format!("moldau-demo-{}", std::process::id()));
        fs::create_dir_all(&home)?;
        let (port, controller) = (free_port()?, free_port()?);
        let child = Arc::new(Mutex::new(None));
        let broker = Self { binary, home, bootstrap: format!("127.0.0.1:{port}"), child };
        let (child, home) = (Arc::clone(&broker.child), broker.home.clone());
        ctrlc::set_handler(move || {
            end(&child);
            drop(fs::remove_dir_all(&home));
            eprintln!("\nInterrupted. Cleaned up {}", home.display());
            std::process::exit(130);
        })?;
        let settings = [
            "process.roles=broker,controller".to_owned(),
            "node.id=1".to_owned(),
            format!("controller.quorum.bootstrap.servers=127.0.0.1:{controller}"),
            format!("listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}"),
            format!("advertised.listeners=PLAINTEXT://127.0.0.1:{port}"),
            "controller.listener.names=CONTROLLER".to_owned(),
            format!("log.dirs={}", broker.data().display()),
        ];
        fs::write(broker.config(), settings.join("\n") + "\n")?;
        let config = broker.config();
        let mut format = broker.command(&["storage", "format", "-t", CLUSTER_ID, "--standalone", "-c"])?;
        ensure!(format.arg(config).status()?.success(), "formatting failed:\n{}", broker.log());
        Ok(broker)
    }

    fn command(&self, arguments: &[&str]) -> Result<Command> {
        let log = File::options().create(true).append(true).open(self.home.join("broker.log"))?;
        let mut command = Command::new(&self.binary);
        command.args(arguments).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        Ok(command)
    }

    fn config(&self) -> PathBuf {
        self.home.join("server.properties")
    }

    /// Where the data lies.
    pub fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// What the broker logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.home.join("broker.log")).unwrap_or_default()
    }

    /// Starts it; whether it answers is the client's business.
    pub fn start(&self) -> Result<u32> {
        let child = self.command(&["broker", "--config"])?.arg(self.config()).spawn()?;
        let id = child.id();
        *self.child.lock().expect("not poisoned") = Some(child);
        Ok(id)
    }

    /// kill -9.
    pub fn kill(&self) {
        end(&self.child);
    }

    /// (RssAnon, RssFile) in bytes.
    pub fn memory(&self) -> Result<(u64, u64)> {
        let id = self.child.lock().expect("not poisoned").as_ref().context("not running")?.id();
        let status = fs::read_to_string(format!("/proc/{id}/status"))?;
        let field = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
        };
        Ok((field("RssAnon").unwrap_or(0), field("RssFile").unwrap_or(0)))
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
        drop(fs::remove_dir_all(&self.home));
        println!("Cleaned up {}", self.home.display());
    }
}

fn end(child: &Mutex<Option<Child>>) {
    if let Some(mut child) = child.lock().expect("not poisoned").take() {
        drop(child.kill());
        drop(child.wait());
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// (files, bytes on disk) below a directory.
pub fn usage(directory: &Path) -> Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let mut total = (0, 0);
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let (files, bytes) =
            if path.is_dir() { usage(&path)? } else { (1, fs::metadata(&path)?.blocks() * 512) };
        total = (total.0 + files, total.1 + bytes);
    }
    Ok(total)
}
