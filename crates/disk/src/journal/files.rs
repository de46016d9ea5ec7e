//! The files of a journal: the one in use, those whose rounds are live, those that wait to be used (again).
//!
//! A file is made in this order: its room is allocated, zeros are written all over it, then the format page; the
//! file is synced, then the directory. Only then is it used, so that a round's sync changes no metadata, and a file
//! without a whole format page never holds a round. Used again, it is just written over: sequence and nonce tell old
//! rounds from new ones. It may be used again once a round in *another* file, synced, says that its rounds are
//! released; else a crash in the middle of writing it over would look like damage.

use std::{
    collections::VecDeque,
    fmt,
    io::{self, IoSlice},
    path::Path,
    sync::{Arc, atomic::Ordering},
};

use super::{
    JOURNAL_FILE_PREFIX, Journal,
    format::{FormatPage, Incarnation, ROUNDS_START},
    shared::Shared,
};
use crate::{ALIGNMENT, Disk, DiskFile, OpenMode, chunk::ClosedSpan, seal::Cipher};

/// How much of a new file one step writes.
const STEP_BYTES: usize = 1 << 20;

/// What [`Journal::prepare_step`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prepared {
    /// Nothing is to be done.
    Idle,
    /// A part of the work: call again.
    Progress,
}

#[derive(Debug, Clone)]
pub(super) struct JournalFile {
    pub(super) number: u64,
    pub(super) len: u64,
    pub(super) key: u64,
    pub(super) file: Arc<dyn DiskFile>,
}

/// How files are made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Maker<'a> {
    pub(super) disk: &'a dyn Disk,
    pub(super) directory: &'a Path,
    pub(super) cipher: Cipher,
    pub(super) incarnation: Incarnation,
}

#[derive(Debug)]
struct Used {
    file: JournalFile,
    /// The last round in it; `None` while it is written to.
    last_round: Option<u64>,
}

#[derive(Debug, Default)]
pub(super) struct FileSet {
    next_number: u64,
    /// In the order of their rounds.
    used: VecDeque<Used>,
    /// Whole, and no longer needed.
    ready: VecDeque<JournalFile>,
    making: Option<Making>,
    /// Somebody has taken `making`, or removes a file.
    busy: bool,
}

/// A file that is being made.
struct Making {
    file: JournalFile,
    /// Where zeros end.
    zeroed: u64,
    zeros: ClosedSpan,
}

impl fmt::Debug for Making {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Making({} of {})", self.zeroed, self.file.len)
    }
}

enum Task {
    Make(Box<Making>),
    Begin(u64),
    Remove(JournalFile),
    Nothing,
}

impl FileSet {
    /// `live` are files with rounds that are needed, with the last one, in order; `ready` are whole ones without.
    pub(super) fn new(next_number: u64, live: Vec<(JournalFile, u64)>, ready: Vec<JournalFile>) -> Self {
        let used = live.into_iter().map(|(file, last)| Used { file, last_round: Some(last) }).collect();
        Self { next_number, used, ready: ready.into(), making: None, busy: false }
    }

    pub(super) fn take_number(&mut self) -> u64 {
        let number = self.next_number;
        self.next_number += 1;
        number
    }

    /// The file in use is left; its last round is `last_round`.
    pub(super) fn leave(&mut self, last_round: u64) {
        if let Some(used) = self.used.back_mut() {
            used.last_round.get_or_insert(last_round);
        }
    }

    pub(super) fn enter(&mut self, file: JournalFile) {
        self.used.push_back(Used { file, last_round: None });
    }

    pub(super) fn add_ready(&mut self, file: JournalFile) {
        self.ready.push_back(file);
    }

    fn is_reusable(used: &Used, released: u64) -> bool {
        used.last_round.is_some_and(|last| last <= released)
    }

    /// A whole file of at least `len` bytes that holds no live round.
    pub(super) fn take_ready(&mut self, len: u64, released: u64) -> Option<JournalFile> {
        if let Some(at) = self.ready.iter().position(|file| len <= file.len) {
            return self.ready.remove(at);
        }
        let at =
            self.used.iter().position(|used| Self::is_reusable(used, released) && len <= used.file.len)?;
        self.used.remove(at).map(|used| used.file)
    }

    fn next_task(&mut self, released: u64, wanted_len: u64, bytes_max: u64) -> Task {
        if self.busy {
            return Task::Nothing;
        }
        if let Some(making) = self.making.take() {
            return Task::Make(Box::new(making));
        }
        while let Some(used) = self.used.pop_front_if(|used| Self::is_reusable(used, released)) {
            self.ready.push_back(used.file);
        }
        let whole = self.ready.iter().filter(|file| wanted_len <= file.len).count();
        if whole == 0 {
            return Task::Begin(self.take_number());
        }
        let total: u64 =
            self.ready.iter().chain(self.used.iter().map(|used| &used.file)).map(|file| file.len).sum();
        // Small ones, from the first start, and surplus ones.
        let surplus = self.ready.iter().position(|file| file.len != wanted_len);
        let surplus = surplus.or((bytes_max < total && 1 < whole).then_some(0));
        surplus.and_then(|at| self.ready.remove(at)).map_or(Task::Nothing, Task::Remove)
    }
}

pub(super) fn file_name(number: u64) -> String {
    format!("{JOURNAL_FILE_PREFIX}{number:010}")
}

/// The number in a journal file's name; `None` for other files.
pub(super) fn number_in(name: &str) -> Option<u64> {
    let digits = name.strip_prefix(JOURNAL_FILE_PREFIX)?;
    (digits.len() == 10 && digits.bytes().all(|digit| digit.is_ascii_digit())).then_some(())?;
    digits.parse().ok()
}

impl Making {
    fn begin(maker: Maker<'_>, number: u64, len: u64) -> io::Result<Self> {
        let file = maker.disk.open(&maker.directory.join(file_name(number)), OpenMode::CreateDirect)?;
        match file.allocate(len) {
            // Not every file system can; writing the zeros says then whether there is room.
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
            other => other?,
        }
        let step = usize::try_from(len).unwrap_or(usize::MAX).min(STEP_BYTES);
        let zeros = ClosedSpan::zeros(step);
        let key = maker.incarnation.file_key(number);
        Ok(Self { file: JournalFile { number, len, key, file }, zeroed: ROUNDS_START, zeros })
    }

    /// Whether the zeros are written everywhere.
    fn step(&mut self) -> io::Result<bool> {
        let left = self.file.len - self.zeroed;
        let zeros = self.zeros.bytes().unwrap_or_default();
        let part = usize::try_from(left).unwrap_or(usize::MAX).min(zeros.len());
        let part = zeros.get(..part).unwrap_or_default();
        if !part.is_empty() {
            self.file.file.write_all_at(&[IoSlice::new(part)], self.zeroed)?;
            self.zeroed += part.len() as u64;
        }
        Ok(self.zeroed == self.file.len)
    }

    fn finish(self, maker: Maker<'_>) -> io::Result<JournalFile> {
        let page = FormatPage::new(self.file.number, self.file.len, maker.cipher, self.file.key);
        let block = ClosedSpan::with_prefix(&page.encode(), ALIGNMENT);
        self.file.file.write_all_at(&[IoSlice::new(block.bytes().unwrap_or_default())], 0)?;
        self.file.file.sync_data()?;
        maker.disk.sync_dir(maker.directory)?;
        Ok(self.file)
    }
}

impl Maker<'_> {
    /// Makes a file at once. What was begun is removed if it fails.
    pub(super) fn make_now(self, number: u64, len: u64) -> io::Result<JournalFile> {
        let made = (|| {
            let mut making = Making::begin(self, number, len)?;
            while !making.step()? {}
            making.finish(self)
        })();
        if made.is_err() {
            self.give_up(number);
        }
        made
    }

    /// Removes a file that could not be made whole. It holds nothing; if it stays, the next opening removes it.
    fn give_up(self, number: u64) {
        drop(self.disk.remove_file(&self.directory.join(file_name(number))));
    }
}

/// Whether the disk has no room: not the end, as long as nothing was promised.
pub(super) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

impl Shared {
    pub(super) fn maker(&self) -> Maker<'_> {
        Maker {
            disk: &*self.disk,
            directory: &self.options.directory,
            cipher: self.options.cipher,
            incarnation: self.incarnation,
        }
    }
}

impl Journal {
    /// Makes the next file ready, or removes one that is not needed: at most one write of a MiB, one sync or one
    /// removal. For a thread in the background, so that no round waits for a new file. An error that is not for want
    /// of room has ended the journal.
    pub fn prepare_step(&self) -> io::Result<Prepared> {
        let shared = &*self.0;
        if self.failed().is_some() {
            return Ok(Prepared::Idle);
        }
        let released = shared.released_on_disk.load(Ordering::Acquire);
        let options = &shared.options;
        let task = {
            let mut files = shared.files.lock();
            let task = files.next_task(released, options.file_bytes, options.bytes_max);
            files.busy |= !matches!(task, Task::Nothing);
            task
        };
        let number = match &task {
            Task::Make(making) => Some(making.file.number),
            Task::Begin(number) => Some(*number),
            Task::Remove(_) => None,
            Task::Nothing => return Ok(Prepared::Idle),
        };
        let done = perform(shared, task);
        let mut files = shared.files.lock();
        files.busy = false;
        match done {
            Ok(Done::Making(making)) => files.making = Some(*making),
            Ok(Done::Ready(file)) => files.ready.push_back(file),
            Ok(Done::Removed) => {}
            Err(error) => {
                drop(files);
                if let Some(number) = number {
                    shared.maker().give_up(number);
                }
                if !is_full(&error) {
                    let copy = error
                        .raw_os_error()
                        .map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
                    shared.fail("a journal file could not be made", Some(copy));
                }
                return Err(error);
            }
        }
        Ok(Prepared::Progress)
    }

    /// The length of all journal files, in bytes.
    pub fn file_bytes(&self) -> u64 {
        let files = self.0.files.lock();
        files.ready.iter().chain(files.used.iter().map(|used| &used.file)).map(|file| file.len).sum()
    }
}

enum Done {
    Making(Box<Making>),
    Ready(JournalFile),
    Removed,
}

fn perform(shared: &Shared, task: Task) -> io::Result<Done> {
    let maker = shared.maker();
    match task {
        Task::Begin(number) => {
            Making::begin(maker, number, shared.options.file_bytes).map(Box::new).map(Done::Making)
        }
        Task::Make(mut making) => {
            if making.step()? {
                making.finish(maker).map(Done::Ready)
            } else {
                Ok(Done::Making(making))
            }
        }
        Task::Remove(file) => {
            maker.disk.remove_file(&maker.directory.join(file_name(file.number)))?;
            maker.disk.sync_dir(maker.directory)?;
            Ok(Done::Removed)
        }
        Task::Nothing => Ok(Done::Removed),
    }
}
