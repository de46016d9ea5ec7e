//! The simulated disk as a [`Disk`].

use std::{
    io::{self, IoSlice},
    path::Path,
    sync::Arc,
};

use parking_lot::Mutex;

use super::{
    SimDisk,
    world::{
        Change, Directory, Fate, File, Io, Node, ROOT, SECTOR, Thing, World, input_output_error, not_found,
    },
};
use crate::{
    ALIGNMENT,
    files::{DirEntry, Disk, DiskFile, DiskLock, OpenMode, Space},
};

#[derive(Debug)]
struct SimFile {
    disk: SimDisk,
    node: Node,
    life: u64,
    /// Opened past the page cache: positions, lengths and memory must be aligned.
    direct: bool,
}

#[derive(Debug)]
struct SimLock {
    world: Arc<Mutex<World>>,
    node: Node,
    life: u64,
}

impl DiskLock for SimLock {}

impl Drop for SimLock {
    fn drop(&mut self) {
        let mut world = self.world.lock();
        if world.life == self.life {
            world.locks.remove(&self.node);
        }
    }
}

fn power_failed() -> io::Error {
    io::Error::other("the simulated power fails")
}

impl World {
    /// Does a group of changes of names, unless something goes wrong.
    fn change_names(&mut self, group: Vec<Change>) -> io::Result<()> {
        let fate = self.count(Io::Name)?;
        self.change(group);
        if fate == Fate::Crash { Err(power_failed()) } else { Ok(()) }
    }

    fn create(&mut self, path: &Path, thing: Thing) -> io::Result<Node> {
        let (directory, name) = self.parent(path)?;
        self.directory(directory)?;
        let node = self.add(thing);
        self.change_names(vec![Change { directory, name, to: Some(node) }])?;
        Ok(node)
    }

    fn entry(&self, name: String, node: Node) -> io::Result<DirEntry> {
        Ok(match self.thing(node)? {
            Thing::File(file) => DirEntry { name, is_dir: false, len: file.live.len() as u64 },
            Thing::Directory(_) => DirEntry { name, is_dir: true, len: 0 },
        })
    }

    fn remove_all(&mut self, directory: Node, name: String) -> io::Result<()> {
        let node = *self.directory(directory)?.live.get(&name).ok_or_else(not_found)?;
        if let Thing::Directory(inner) = self.thing(node)? {
            let children: Vec<String> = inner.live.keys().cloned().collect();
            for child in children {
                self.remove_all(node, child)?;
            }
        }
        self.change_names(vec![Change { directory, name, to: None }])
    }
}

fn optional<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

impl Disk for SimDisk {
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Arc<dyn DiskFile>> {
        let mut world = self.world.lock();
        world.check()?;
        let node = match (optional(world.find(path))?, mode) {
            (Some(_), OpenMode::CreateNew) => return Err(io::ErrorKind::AlreadyExists.into()),
            (Some(node), _) => node,
            (None, OpenMode::Read | OpenMode::Write | OpenMode::WriteDirect) => return Err(not_found()),
            (None, OpenMode::Create | OpenMode::CreateNew | OpenMode::CreateDirect) => {
                let modified_ms = self.clock.wall().get();
                world.create(path, Thing::File(File::made_at(modified_ms)))?
            }
        };
        world.file(node)?;
        let direct = matches!(mode, OpenMode::CreateDirect | OpenMode::WriteDirect);
        Ok(Arc::new(SimFile { disk: self.clone(), node, life: world.life, direct }))
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<DirEntry>> {
        let world = self.world.lock();
        world.check()?;
        let children = &world.directory(world.find(directory)?)?.live;
        children.iter().map(|(name, &node)| world.entry(name.clone(), node)).collect()
    }

    fn stat(&self, path: &Path) -> io::Result<Option<DirEntry>> {
        let world = self.world.lock();
        world.check()?;
        let Some(node) = optional(world.find(path))? else { return Ok(None) };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        world.entry(name, node).map(Some)
    }

    fn create_dir_all(&self, directory: &Path) -> io::Result<()> {
        let mut world = self.world.lock();
        world.check()?;
        let mut above: Vec<&Path> = directory.ancestors().collect();
        above.reverse();
        for path in above {
            if optional(world.find(path))?.is_none() {
                world.create(path, Thing::Directory(Directory::default()))?;
            }
        }
        world.directory(world.find(directory)?).map(|_| ())
    }

    fn remove_dir_all(&self, directory: &Path) -> io::Result<()> {
        let mut world = self.world.lock();
        world.check()?;
        let Some(_) = optional(world.find(directory))? else { return Ok(()) };
        let (parent, name) = world.parent(directory)?;
        world.remove_all(parent, name)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut world = self.world.lock();
        world.check()?;
        let node = world.find(from)?;
        let (from, to) = (world.parent(from)?, world.parent(to)?);
        if from == to {
            return Ok(());
        }
        if let Some(&over) = world.directory(to.0)?.live.get(&to.1)
            && let Thing::Directory(directory) = world.thing(over)?
            && !directory.live.is_empty()
        {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        world.change_names(vec![
            Change { directory: from.0, name: from.1, to: None },
            Change { directory: to.0, name: to.1, to: Some(node) },
        ])
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        let mut world = self.world.lock();
        world.check()?;
        let Some(node) = optional(world.find(path))? else { return Ok(()) };
        world.file(node)?;
        let (directory, name) = world.parent(path)?;
        world.change_names(vec![Change { directory, name, to: None }])
    }

    fn sync_dir(&self, directory: &Path) -> io::Result<()> {
        let mut world = self.world.lock();
        world.check()?;
        let node = world.find(directory)?;
        world.directory(node)?;
        let fate = world.count(Io::Name)?;
        if fate == Fate::Done || world.draw_below(2) == 0 {
            world.sync_directory(node);
        }
        if fate == Fate::Done { Ok(()) } else { Err(power_failed()) }
    }

    fn modified_ms(&self, path: &Path) -> io::Result<i64> {
        let mut world = self.world.lock();
        world.check()?;
        let node = world.find(path)?;
        world.file(node).map(|file| file.modified_ms)
    }

    fn space(&self, path: &Path) -> io::Result<Space> {
        let world = self.world.lock();
        world.check()?;
        world.find(path)?;
        Ok(Space { total: world.capacity, available: world.available() })
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn DiskLock>>> {
        let mut world = self.world.lock();
        world.check()?;
        let node = match optional(world.find(path))? {
            Some(node) => node,
            None => world.create(path, Thing::File(File::default()))?,
        };
        assert_ne!(node, ROOT, "a file is locked");
        if !world.locks.insert(node) {
            return Ok(None);
        }
        let life = world.life;
        Ok(Some(Box::new(SimLock { world: Arc::clone(&self.world), node, life })))
    }
}

impl SimFile {
    /// The disk, if this file was opened since the process began.
    fn world(&self) -> io::Result<parking_lot::MutexGuard<'_, World>> {
        let world = self.disk.world.lock();
        world.check()?;
        if world.life == self.life {
            Ok(world)
        } else {
            Err(io::Error::other("the file was opened by a process that has ended"))
        }
    }
}

/// Whether a file that was opened past the page cache takes this.
fn is_aligned(parts: &[IoSlice<'_>], position: u64) -> bool {
    let fits = |part: &IoSlice<'_>| {
        part.len().is_multiple_of(ALIGNMENT) && part.as_ptr().addr().is_multiple_of(ALIGNMENT)
    };
    position.is_multiple_of(ALIGNMENT as u64) && parts.iter().all(fits)
}

impl DiskFile for SimFile {
    fn read_at(&self, buffer: &mut [u8], position: u64) -> io::Result<usize> {
        let mut world = self.world()?;
        let live = &world.file(self.node)?.live;
        let start = usize::try_from(position).map_err(io::Error::other)?;
        let rest = live.get(start..).unwrap_or_default();
        let read = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..read), rest.get(..read)) {
            to.copy_from_slice(from);
        }
        Ok(read)
    }

    fn read_at_nowait(&self, buffer: &mut [u8], position: u64) -> io::Result<Option<usize>> {
        if self.world()?.draw_below(2) == 0 {
            return Ok(None);
        }
        self.read_at(buffer, position).map(Some)
    }

    fn write_all_at(&self, parts: &[IoSlice<'_>], position: u64) -> io::Result<()> {
        if self.direct && !is_aligned(parts, position) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let mut bytes: Vec<u8> = parts.iter().flat_map(|part| part.iter().copied()).collect();
        let mut world = self.world()?;
        let len = world.file(self.node)?.live.len() as u64;
        let fate = world.count(Io::Write)?;
        if world.available() < (position + bytes.len() as u64).saturating_sub(len) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        if fate == Fate::Error {
            let done = world.draw_below(bytes.len() as u64 / SECTOR + 1) * SECTOR;
            bytes.truncate(usize::try_from(done).map_err(io::Error::other)?);
        }
        let now_ms = self.disk.clock.wall().get();
        world.write(self.node, position, bytes, now_ms)?;
        match fate {
            Fate::Done => Ok(()),
            Fate::Crash => Err(power_failed()),
            Fate::Error => Err(input_output_error()),
        }
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut world = self.world()?;
        let fate = world.count(Io::Sync)?;
        if fate != Fate::Crash {
            world.check_sync(self.node)?;
        }
        match fate {
            Fate::Done => world.sync(self.node),
            Fate::Crash => {
                if world.draw_below(2) == 0 {
                    world.sync(self.node)?;
                }
                Err(power_failed())
            }
            Fate::Error => {
                world.settle(self.node);
                Err(input_output_error())
            }
        }
    }

    fn start_writeback(&self, _position: u64, _len: u64) -> io::Result<()> {
        self.world().map(|_| ())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut world = self.world()?;
        let fate = world.count(Io::Name)?;
        world.set_len(self.node, len)?;
        if fate == Fate::Done { Ok(()) } else { Err(power_failed()) }
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.world()?.file(self.node)?.live.len() as u64)
    }

    fn allocate(&self, len: u64) -> io::Result<()> {
        let mut world = self.world()?;
        let now = world.file(self.node)?.live.len() as u64;
        let fate = world.count(Io::Name)?;
        if world.available() < len.saturating_sub(now) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        if now < len {
            world.set_len(self.node, len)?;
        }
        if fate == Fate::Done { Ok(()) } else { Err(power_failed()) }
    }
}
