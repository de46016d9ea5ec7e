//! What the targets that open whole directories share: a script of edits to files that were good.
//!
//! Random bytes never get past a checksum. So these targets begin with files that Moldau wrote, edit them as the
//! fuzzer says, and then, if it says so, make the checksums right again.

use std::{collections::BTreeMap, io::IoSlice, path::Path};

use moldau_disk::{Disk, OpenMode, read_exact_at};

/// Files by their path under the directory.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The most that a script makes of one file, in bytes.
const FILE_MAX: usize = 1 << 18;

/// Reads the fuzzer's bytes from front to back; zeros behind the end.
#[derive(Debug)]
pub struct Script<'a>(pub &'a [u8]);

impl Script<'_> {
    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// The next two bytes as a number.
    pub fn number(&mut self) -> usize {
        usize::from(self.byte()) << 8 | usize::from(self.byte())
    }

    /// The next `len` bytes, or what is left of them.
    pub fn bytes(&mut self, len: usize) -> Vec<u8> {
        let (taken, rest) = self.0.split_at(len.min(self.0.len()));
        self.0 = rest;
        taken.to_vec()
    }

    /// Edits files until the script ends.
    pub fn edit(&mut self, files: &mut Files) {
        while !self.0.is_empty() {
            let (what, which) = (self.byte(), usize::from(self.byte()));
            let at = self.number();
            let names: Vec<String> = files.keys().cloned().collect();
            let Some(name) = names.get(which % names.len().max(1)) else { return };
            let file = files.get_mut(name).expect("its name is from there");
            match what % 7 {
                0 => {
                    let len = usize::from(self.byte() % 64);
                    overwrite(file, at, &self.bytes(len));
                }
                1 => {
                    // One number of eight bytes: the extremes are what breaks sums.
                    let near = i64::from(self.byte().cast_signed());
                    let number = [0, i64::MAX, i64::MIN, i64::from(i32::MAX)][usize::from(self.byte() % 4)];
                    overwrite(file, at, &number.wrapping_add(near).to_be_bytes());
                }
                2 => {
                    let bit = 1 << (self.byte() % 8);
                    if let Some(byte) = file.get_mut(at) {
                        *byte ^= bit;
                    }
                }
                3 => file.truncate(at),
                4 => {
                    let len = self.number();
                    let part = file.get(at..).unwrap_or_default();
                    let part = part.get(..len.min(part.len())).unwrap_or_default().to_vec();
                    let (to, place) = (usize::from(self.byte()) % names.len(), self.number());
                    if let Some(file) = names.get(to).and_then(|name| files.get_mut(name)) {
                        overwrite(file, place, &part);
                    }
                }
                5 => {
                    let len = usize::from(self.byte());
                    *file = self.bytes(len);
                }
                _ => drop(files.remove(name)),
            }
        }
    }
}

fn overwrite(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at.saturating_add(bytes.len());
    if FILE_MAX < end {
        return;
    }
    if file.len() < end {
        file.resize(end, 0);
    }
    file[at..end].copy_from_slice(bytes);
}

/// All files below a directory.
pub fn read_files(disk: &dyn Disk, directory: &Path) -> Files {
    let mut files = Files::new();
    let mut left = vec![String::new()];
    while let Some(below) = left.pop() {
        for entry in disk.list(&directory.join(&below)).expect("a directory") {
            let name = if below.is_empty() { entry.name } else { format!("{below}/{}", entry.name) };
            if entry.is_dir {
                left.push(name);
                continue;
            }
            let file = disk.open(&directory.join(&name), OpenMode::Read).expect("it is there");
            let mut bytes = vec![0; usize::try_from(entry.len).expect("small")];
            read_exact_at(&*file, &mut bytes, 0).expect("whole");
            files.insert(name, bytes);
        }
    }
    files
}

/// Puts files below a directory, durable.
pub fn write_files(disk: &dyn Disk, directory: &Path, files: &Files) {
    disk.create_dir_all(directory).expect("made");
    for (name, bytes) in files {
        let path = directory.join(name);
        disk.create_dir_all(path.parent().expect("below the directory")).expect("made");
        let file = disk.open(&path, OpenMode::CreateNew).expect("new");
        file.write_all_at(&[IoSlice::new(bytes)], 0).expect("written");
        file.sync_data().expect("synced");
        for above in path.ancestors().skip(1) {
            disk.sync_dir(above).expect("synced");
        }
    }
}

/// The checksum of the journal and of snapshots.
pub fn crc32c(bytes: &[u8]) -> [u8; 4] {
    crc_fast::crc32_iscsi(bytes).to_be_bytes()
}

/// Writes the checksum of `covered` to `at`, if both are there.
pub fn seal(bytes: &mut [u8], at: usize, covered: std::ops::Range<usize>) {
    let Some(crc) = bytes.get(covered).map(crc32c) else { return };
    if let Some(place) = bytes.get_mut(at..).and_then(<[u8]>::first_chunk_mut::<4>) {
        *place = crc;
    }
}

/// The big-endian number at `at`.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..)?.first_chunk::<4>()?;
    usize::try_from(u32::from_be_bytes(*four)).ok()
}
