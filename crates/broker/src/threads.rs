//! The network threads: one current-thread runtime each. A connection lives where it was put. And one for the coordinators,
//! so that neither connections nor the metadata wait for what groups and transactions decide.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::JoinHandle,
};

use tokio::runtime::{Builder, Handle};
use tokio_util::sync::CancellationToken;

/// The threads that connections live on.
#[derive(Debug)]
pub struct NetworkThreads {
    places: Places,
    coordinators: Handle,
    stopped: CancellationToken,
    // Empty if the runtime is somebody else's.
    threads: Vec<JoinHandle<()>>,
}

/// Where connections can be put. Clones are the same places.
#[derive(Debug, Clone)]
pub(crate) struct Places(Arc<[NetworkThread]>);

#[derive(Debug)]
struct NetworkThread {
    runtime: Handle,
    connections: AtomicUsize,
}

/// A connection's place on a thread; given up when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    places: Places,
    index: usize,
    runtime: Handle,
}

impl NetworkThreads {
    /// Starts so many threads, at least one.
    pub fn start(count: usize) -> io::Result<Self> {
        let stopped = CancellationToken::new();
        let name = |index| format!("network-{index}");
        let started = (0..count.max(1)).map(|index| start_thread(name(index), stopped.clone()));
        let started: Vec<(NetworkThread, JoinHandle<()>)> = started.collect::<io::Result<_>>()?;
        let (places, mut threads): (Vec<_>, Vec<_>) = started.into_iter().unzip();
        let (coordinators, thread) = start_thread("coordinators".to_owned(), stopped.clone())?;
        threads.push(thread);
        Ok(Self { places: Places(places.into()), coordinators: coordinators.runtime, stopped, threads })
    }

    /// Puts every connection, and the coordinators, on a runtime that somebody else drives: the simulator's, or a test's.
    pub fn on(runtime: Handle) -> Self {
        let place = NetworkThread { runtime: runtime.clone(), connections: AtomicUsize::new(0) };
        Self {
            places: Places(Arc::new([place])),
            coordinators: runtime,
            stopped: CancellationToken::new(),
            threads: Vec::new(),
        }
    }

    pub(crate) fn places(&self) -> &Places {
        &self.places
    }

    /// Where coordinators live.
    pub(crate) fn coordinators(&self) -> &Handle {
        &self.coordinators
    }

    /// Ends the threads; what still runs on them is dropped. Blocks until they have ended.
    pub(crate) fn stop(&mut self) {
        self.stopped.cancel();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a network thread panicked");
            }
        }
    }
}

impl Drop for NetworkThreads {
    fn drop(&mut self) {
        self.stopped.cancel();
    }
}

fn start_thread(name: String, stopped: CancellationToken) -> io::Result<(NetworkThread, JoinHandle<()>)> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let thread =
        std::thread::Builder::new().name(name).spawn(move || runtime.block_on(stopped.cancelled()))?;
    Ok((NetworkThread { runtime: handle, connections: AtomicUsize::new(0) }, thread))
}

impl Places {
    /// A place on the thread with the fewest connections.
    pub(crate) fn take(&self) -> Place {
        let fewest =
            self.0.iter().enumerate().min_by_key(|(_, thread)| thread.connections.load(Ordering::Relaxed));
        let (index, thread) = fewest.expect("there is at least one thread");
        thread.connections.fetch_add(1, Ordering::Relaxed);
        Place { places: self.clone(), index, runtime: thread.runtime.clone() }
    }
}

impl Place {
    pub(crate) fn runtime(&self) -> &Handle {
        &self.runtime
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(thread) = self.places.0.get(self.index) {
            thread.connections.fetch_sub(1, Ordering::Relaxed);
        }
    }
}
