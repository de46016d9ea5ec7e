//! What lies on the simulated disk: live and durable, and what is between the two.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Component, Path},
};

use super::SimFault;
use crate::Hung;

pub(super) const SECTOR: u64 = 512;

pub(super) type Node = u64;
pub(super) const ROOT: Node = 0;

#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) live: Vec<u8>,
    durable: Vec<u8>,
    /// Writes since the last sync, in order.
    writes: Vec<(u64, Vec<u8>)>,
    /// The length changed since the last sync.
    is_resized: bool,
    pub(super) modified_ms: i64,
}

#[derive(Debug, Default)]
pub(super) struct Directory {
    pub(super) live: BTreeMap<String, Node>,
    durable: BTreeMap<String, Node>,
}

#[derive(Debug)]
pub(super) enum Thing {
    File(File),
    Directory(Directory),
}

/// One name in one directory gets another meaning.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) directory: Node,
    pub(super) name: String,
    pub(super) to: Option<Node>,
}

/// What kind of call it is, for the faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Io {
    Write,
    Sync,
    Name,
}

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Done,
    /// The power fails meanwhile.
    Crash,
    /// It fails.
    Error,
}

/// Whether the disk answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Power {
    On,
    Off,
    Hanging,
}

#[derive(Debug)]
pub(super) struct World {
    random: u64,
    things: BTreeMap<Node, Thing>,
    next_node: Node,
    /// Changes of names since the directories' last syncs, in order; each group happens whole or not at all.
    changes: Vec<Vec<Change>>,
    pub(super) io_count: u64,
    pub(super) plan: BTreeMap<u64, SimFault>,
    write_fails: bool,
    sync_fails: bool,
    sync_hangs: bool,
    /// Files whose syncs do not return.
    hung: BTreeSet<Node>,
    pub(super) power: Power,
    pub(super) capacity: u64,
    /// Files opened in an earlier life are of no use.
    pub(super) life: u64,
    pub(super) locks: BTreeSet<Node>,
}

pub(super) fn input_output_error() -> io::Error {
    // EIO on Linux.
    io::Error::from_raw_os_error(5)
}

pub(super) fn not_found() -> io::Error {
    io::ErrorKind::NotFound.into()
}

fn to_index(position: u64) -> usize {
    usize::try_from(position).expect("a simulated file fits in memory")
}

fn put(bytes: &mut Vec<u8>, position: u64, part: &[u8]) {
    let (start, end) = (to_index(position), to_index(position) + part.len());
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    bytes.get_mut(start..end).expect("just made this long").copy_from_slice(part);
}

/// The pieces of a write, by sector.
fn sectors(position: u64, bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let first = to_index((SECTOR - position % SECTOR).min(bytes.len() as u64));
    let (head, rest) = bytes.split_at(first);
    let mut at = position;
    std::iter::once(head).chain(rest.chunks(to_index(SECTOR))).filter(|piece| !piece.is_empty()).map(
        move |piece| {
            let here = at;
            at += piece.len() as u64;
            (here, piece)
        },
    )
}

impl File {
    pub(super) fn made_at(modified_ms: i64) -> Self {
        Self { modified_ms, ..Self::default() }
    }
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            random: seed,
            things: BTreeMap::from([(ROOT, Thing::Directory(Directory::default()))]),
            next_node: ROOT + 1,
            changes: Vec::new(),
            io_count: 0,
            plan: BTreeMap::new(),
            write_fails: false,
            sync_fails: false,
            sync_hangs: false,
            hung: BTreeSet::new(),
            power: Power::On,
            capacity: u64::MAX,
            life: 0,
            locks: BTreeSet::new(),
        }
    }

    /// splitmix64.
    pub(super) fn draw(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn draw_below(&mut self, bound: u64) -> u64 {
        self.draw() % bound.max(1)
    }

    pub(super) fn clear_plan(&mut self) {
        self.plan.clear();
        self.write_fails = false;
        self.sync_fails = false;
        self.sync_hangs = false;
        self.hung.clear();
    }

    /// Fails if the file's syncs do not return.
    pub(super) fn check_sync(&mut self, node: Node) -> io::Result<()> {
        if std::mem::take(&mut self.sync_hangs) {
            self.hung.insert(node);
        }
        if self.hung.contains(&node) { Err(Hung::error()) } else { Ok(()) }
    }

    /// Fails if nothing answers any more.
    pub(super) fn check(&self) -> io::Result<()> {
        match self.power {
            Power::On => Ok(()),
            Power::Off => Err(io::Error::other("the simulated power is off")),
            Power::Hanging => Err(Hung::error()),
        }
    }

    /// Counts a call that changes something, and says what becomes of it.
    pub(super) fn count(&mut self, io: Io) -> io::Result<Fate> {
        self.check()?;
        self.io_count += 1;
        match self.plan.remove(&self.io_count) {
            Some(SimFault::Crash) => {
                self.power = Power::Off;
                return Ok(Fate::Crash);
            }
            Some(SimFault::Hang) => {
                self.power = Power::Hanging;
                return Err(Hung::error());
            }
            Some(SimFault::WriteFails) => self.write_fails = true,
            Some(SimFault::SyncFails) => self.sync_fails = true,
            Some(SimFault::SyncHangs) => self.sync_hangs = true,
            None => {}
        }
        let fails = match io {
            Io::Write => std::mem::take(&mut self.write_fails),
            Io::Sync => std::mem::take(&mut self.sync_fails),
            Io::Name => false,
        };
        Ok(if fails { Fate::Error } else { Fate::Done })
    }

    pub(super) fn thing(&self, node: Node) -> io::Result<&Thing> {
        self.things.get(&node).ok_or_else(not_found)
    }

    pub(super) fn file(&mut self, node: Node) -> io::Result<&mut File> {
        match self.things.get_mut(&node) {
            Some(Thing::File(file)) => Ok(file),
            Some(Thing::Directory(_)) => Err(io::ErrorKind::IsADirectory.into()),
            None => Err(not_found()),
        }
    }

    pub(super) fn directory(&self, node: Node) -> io::Result<&Directory> {
        match self.thing(node)? {
            Thing::Directory(directory) => Ok(directory),
            Thing::File(_) => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    pub(super) fn add(&mut self, thing: Thing) -> Node {
        let node = self.next_node;
        self.next_node += 1;
        self.things.insert(node, thing);
        node
    }

    /// The directory above a path, and the last name.
    pub(super) fn parent(&self, path: &Path) -> io::Result<(Node, String)> {
        let mut names: Vec<String> = names(path);
        let last = names.pop().ok_or(io::ErrorKind::InvalidInput)?;
        let mut node = ROOT;
        for name in names {
            node = *self.directory(node)?.live.get(&name).ok_or_else(not_found)?;
        }
        Ok((node, last))
    }

    pub(super) fn find(&self, path: &Path) -> io::Result<Node> {
        if names(path).is_empty() {
            return Ok(ROOT);
        }
        let (directory, name) = self.parent(path)?;
        self.directory(directory)?.live.get(&name).copied().ok_or_else(not_found)
    }

    /// Changes names, for now only in the kernel's memory.
    pub(super) fn change(&mut self, group: Vec<Change>) {
        for change in &group {
            apply(&mut self.things, change, |directory| &mut directory.live);
        }
        self.changes.push(group);
    }

    pub(super) fn write(&mut self, node: Node, position: u64, bytes: Vec<u8>, now_ms: i64) -> io::Result<()> {
        let file = self.file(node)?;
        file.is_resized |= (file.live.len() as u64) < position + bytes.len() as u64;
        put(&mut file.live, position, &bytes);
        file.modified_ms = now_ms;
        file.writes.push((position, bytes));
        Ok(())
    }

    pub(super) fn set_len(&mut self, node: Node, len: u64) -> io::Result<()> {
        let file = self.file(node)?;
        let before = file.live.len() as u64;
        file.live.resize(to_index(len), 0);
        file.is_resized = true;
        // What is cut off reads as zeros if the file grows again.
        if len < before {
            file.writes.push((len, vec![0; to_index(before - len)]));
        }
        Ok(())
    }

    /// What was written since the last sync is on the disk.
    pub(super) fn sync(&mut self, node: Node) -> io::Result<()> {
        let file = self.file(node)?;
        for (position, bytes) in file.writes.drain(..) {
            put(&mut file.durable, position, &bytes);
        }
        if file.is_resized {
            file.durable.resize(file.live.len(), 0);
        }
        file.is_resized = false;
        Ok(())
    }

    /// What was written since the last sync gets to the disk or not, as it happens; nobody will try again.
    pub(super) fn settle(&mut self, node: Node) {
        let Ok(file) = self.file(node) else { return };
        let (writes, is_resized) = (std::mem::take(&mut file.writes), std::mem::take(&mut file.is_resized));
        let live_len = file.live.len();
        let mut versions: BTreeMap<u64, u64> = BTreeMap::new();
        for (position, bytes) in &writes {
            for (at, _) in sectors(*position, bytes) {
                *versions.entry(at / SECTOR).or_default() += 1;
            }
        }
        // Nothing, everything, or each sector for itself.
        let mode = self.draw_below(4);
        for count in versions.values_mut() {
            *count = match mode {
                0 => 0,
                1 => *count,
                _ => self.draw_below(*count + 1),
            };
        }
        let grows = mode == 1 || (mode != 0 && self.draw_below(2) == 0);
        let Ok(file) = self.file(node) else { return };
        let durable_len = if is_resized && grows { live_len } else { file.durable.len() };
        for (position, bytes) in &writes {
            for (at, piece) in sectors(*position, bytes) {
                if let Some(left) = versions.get_mut(&(at / SECTOR)).filter(|left| 0 < **left) {
                    *left -= 1;
                    put(&mut file.durable, at, piece);
                }
            }
        }
        file.durable.resize(durable_len, 0);
    }

    pub(super) fn sync_directory(&mut self, node: Node) {
        let changes = std::mem::take(&mut self.changes);
        let (synced, rest) =
            changes.into_iter().partition(|group| group.iter().any(|change| change.directory == node));
        self.changes = rest;
        let synced: Vec<Vec<Change>> = synced;
        for change in synced.iter().flatten() {
            apply(&mut self.things, change, |directory| &mut directory.durable);
        }
    }

    pub(super) fn lose_power(&mut self) {
        let changes = std::mem::take(&mut self.changes);
        let in_order = self.draw_below(2) == 0;
        let kept = self.draw_below(changes.len() as u64 + 1);
        for (at, group) in changes.iter().enumerate() {
            let happens = if in_order { (at as u64) < kept } else { self.draw_below(2) == 0 };
            if happens {
                for change in group {
                    apply(&mut self.things, change, |directory| &mut directory.durable);
                }
            }
        }
        let nodes: Vec<Node> = self.things.keys().copied().collect();
        for node in nodes {
            self.settle(node);
        }
        for thing in self.things.values_mut() {
            match thing {
                Thing::File(file) => file.live.clone_from(&file.durable),
                Thing::Directory(directory) => directory.live.clone_from(&directory.durable),
            }
        }
        self.restart();
    }

    pub(super) fn restart(&mut self) {
        self.power = Power::On;
        self.life += 1;
        self.locks.clear();
        self.clear_plan();
        let mut reachable = BTreeSet::from([ROOT]);
        let mut left = vec![ROOT];
        while let Some(node) = left.pop() {
            if let Some(Thing::Directory(directory)) = self.things.get(&node) {
                let children = directory.live.values().chain(directory.durable.values());
                left.extend(children.filter(|child| reachable.insert(**child)));
            }
        }
        reachable.extend(self.changes.iter().flatten().filter_map(|change| change.to));
        self.things.retain(|node, _| reachable.contains(node));
    }

    pub(super) fn used(&self) -> u64 {
        let lengths = self.things.values().map(|thing| match thing {
            Thing::File(file) => file.live.len() as u64,
            Thing::Directory(_) => 0,
        });
        lengths.sum()
    }

    /// How many more bytes fit.
    pub(super) fn available(&self) -> u64 {
        self.capacity.saturating_sub(self.used())
    }

    pub(super) fn corrupt(&mut self, path: &Path, position: u64, flip: &[u8]) {
        let node = self.find(path).expect("the file exists");
        let file = self.file(node).expect("it is a file");
        for bytes in [&mut file.live, &mut file.durable] {
            for (byte, flip) in bytes.iter_mut().skip(to_index(position)).zip(flip) {
                *byte ^= flip;
            }
        }
    }
}

fn apply(
    things: &mut BTreeMap<Node, Thing>,
    change: &Change,
    side: impl Fn(&mut Directory) -> &mut BTreeMap<String, Node>,
) {
    if let Some(Thing::Directory(directory)) = things.get_mut(&change.directory) {
        let names = side(directory);
        match change.to {
            Some(node) => names.insert(change.name.clone(), node),
            None => names.remove(&change.name),
        };
    }
}

fn names(path: &Path) -> Vec<String> {
    let normal = path.components().filter_map(|component| match component {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
    });
    normal.collect()
}
