//! Opening a journal: what is in its files, which rounds count, and a fresh start behind them.
//!
//! 1. Every file is read from front to back. Rounds follow one another without a gap and with one incarnation; where
//!    that ends, the rest is only searched for headers: no round is taken from there, but they tell what was durable.
//! 2. A round is *dead* if a later incarnation began at or before its number: an earlier opening had already
//!    declared it lost. Of the others, those above the released ones must follow one another. The first that is
//!    missing ends the journal if nothing says that it was ever synced; if something does, the journal is damaged.
//! 3. Rounds that nothing says were synced are written again, the same bytes in the same place, and synced: they may
//!    have been readable only from a cache. From now on all that is given back is durable.
//! 4. A round without frames, in a file without live rounds, opens the new incarnation, and is synced. It makes the
//!    rounds from its number on dead for good.
//!
//! The file with the newest round is never the one that is written over: so until the new incarnation is on record,
//! everything that the old one knew stays on record.

use std::{
    collections::{BTreeMap, VecDeque},
    io::IoSlice,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;

use super::{
    Journal, JournalDriver, JournalError,
    files::{FileSet, JournalFile, Maker, file_name, number_in},
    format::{
        FORMAT_VERSION, FormatPage, FrameHeader, Incarnation, ROUND_HEADER_LEN, ROUNDS_START, RoundHeader,
        walk_frames,
    },
    options::JournalOptions,
    shared::{Shared, Start},
    window::Window,
};
use crate::{
    ALIGNMENT, Clock, Disk, OpenMode,
    chunk::{ChunkPool, ClosedSpan},
    seal::Cipher,
};

const BLOCK: u64 = ALIGNMENT as u64;

/// A whole round in a file.
#[derive(Debug, Clone, Copy)]
struct RoundAt {
    header: RoundHeader,
    position: u64,
}

/// What one file holds.
#[derive(Debug)]
struct Scan {
    file: JournalFile,
    cipher: Cipher,
    rounds: Vec<RoundAt>,
    /// Headers behind the last whole round.
    strays: Vec<RoundHeader>,
}

impl Scan {
    fn headers(&self) -> impl Iterator<Item = &RoundHeader> {
        self.rounds.iter().map(|round| &round.header).chain(&self.strays)
    }
}

/// Which rounds count.
#[derive(Debug)]
struct Verdict {
    /// File (an index) and round, in order.
    live: Vec<(usize, RoundAt)>,
    released_through: u64,
    durable_through: u64,
    /// The number of the round that opens the new incarnation.
    next: u64,
    incarnation: u64,
    /// The file with the newest round.
    newest: Option<usize>,
    /// Rounds that are there, at least in part, but do not count.
    dropped: usize,
}

/// One frame that was read back.
#[derive(Debug, Clone)]
pub struct RecoveredFrame {
    /// The frame's header.
    pub header: FrameHeader,
    /// The frame's body: a batch, for [`super::FrameKind::Data`].
    pub body: Bytes,
    /// The round it is in.
    pub round: u64,
}

/// The live rounds of a journal as it was opened, to be read once, from the first frame to the last.
#[derive(Debug)]
pub struct RecoveredJournal {
    directory: PathBuf,
    scans: Vec<Scan>,
    rounds: VecDeque<(usize, RoundAt)>,
    durable_through: u64,
    dropped: usize,
    pool: Arc<ChunkPool>,
    window: Option<(usize, Window)>,
    /// The rest of the round that is being read.
    frames: VecDeque<RecoveredFrame>,
}

impl RecoveredJournal {
    /// The next frame, in the order in which they were appended; `None` at the end.
    pub fn next_frame(&mut self) -> Result<Option<RecoveredFrame>, JournalError> {
        while self.frames.is_empty() {
            let Some((at, round)) = self.rounds.pop_front() else { return Ok(None) };
            self.read(at, round)?;
        }
        Ok(self.frames.pop_front())
    }

    /// How many rounds are still to be read.
    pub fn rounds_left(&self) -> usize {
        self.rounds.len()
    }

    /// How many bytes are still to be read.
    pub fn bytes_left(&self) -> u64 {
        self.rounds.iter().map(|(_, round)| round.header.stored_len()).sum()
    }

    /// Rounds that left traces but were left out, because they or one before them were torn or lost. None of them was
    /// ever durable.
    pub fn rounds_dropped(&self) -> usize {
        self.dropped
    }

    fn read(&mut self, at: usize, round: RoundAt) -> Result<(), JournalError> {
        let scan = self.scans.get(at).expect("indices come from this list");
        let path = self.directory.join(file_name(scan.file.number));
        let window = match &mut self.window {
            Some((open, window)) if *open == at => window,
            other => {
                let file = Arc::clone(&scan.file.file);
                let window = Window::new(file, scan.cipher, scan.file.len, Arc::clone(&self.pool));
                &mut other.insert((at, window)).1
            }
        };
        let read = window.get(round.position, round.header.stored_len());
        let bytes = read.map_err(JournalError::io("read", path))?.unwrap_or_default();
        let sequence = round.header.sequence;
        let frames = &mut self.frames;
        let whole = walk_frames(&round.header, &bytes, |header, body: Range<usize>| {
            frames.push_back(RecoveredFrame { header, body: bytes.slice(body), round: sequence });
        });
        if whole {
            return Ok(());
        }
        // It was whole a moment ago.
        self.frames.clear();
        Err(JournalError::Damaged {
            directory: self.directory.clone(),
            round: sequence,
            first: sequence,
            durable_through: self.durable_through,
        })
    }
}

impl Journal {
    /// Opens the journal of a directory: reads what is there and begins a new incarnation. Blocks.
    pub fn open(
        disk: Arc<dyn Disk>,
        clock: Arc<dyn Clock>,
        options: JournalOptions,
    ) -> Result<(Self, JournalDriver, RecoveredJournal), JournalError> {
        options.check();
        let pool = ChunkPool::new(options.chunk_bytes, options.chunks_free_max);
        let (scans, next_number) = scan_directory(&*disk, &options.directory, &pool)?;
        let verdict = judge(&scans, &options.directory)?;
        make_durable(&scans, &verdict, &options.directory, &pool)?;
        // A file that looks whole may come from a process that ended before it synced the directory.
        disk.sync_dir(&options.directory).map_err(JournalError::io("sync", &options.directory))?;

        let incarnation = Incarnation { number: verdict.incarnation, nonce: options.nonce };
        let (live, ready) = sort_files(&scans, &verdict);
        let mut files = FileSet::new(next_number, live, ready);
        let file = if let Some(file) = files.take_ready(ROUNDS_START + BLOCK, 0) {
            file
        } else {
            let maker =
                Maker { disk: &*disk, directory: &options.directory, cipher: options.cipher, incarnation };
            let number = files.take_number();
            let path = options.directory.join(file_name(number));
            maker.make_now(number, options.first_file_bytes).map_err(JournalError::io("make", path))?
        };
        let position = write_opening(&file, &verdict, incarnation, &options)?;
        files.enter(file.clone());
        // Now the newest round is in another file.
        if let Some(newest) = verdict.newest.and_then(|at| scans.get(at))
            && !verdict.live.iter().any(|(at, _)| Some(*at) == verdict.newest)
        {
            files.add_ready(newest.file.clone());
        }

        let unreleased = verdict
            .live
            .iter()
            .map(|(_, round)| (round.header.sequence, round.header.stored_len()))
            .collect();
        let recovered = RecoveredJournal {
            directory: options.directory.clone(),
            scans,
            rounds: verdict.live.into(),
            durable_through: verdict.durable_through,
            dropped: verdict.dropped,
            pool,
            window: None,
            frames: VecDeque::new(),
        };
        let released_through = verdict.released_through;
        let start = Start { next_round: verdict.next + 1, released_through, unreleased, files };
        let shared = Arc::new(Shared::new(disk, clock, options, incarnation, start));
        let driver = JournalDriver::new(Arc::clone(&shared), file, position, verdict.next, released_through);
        Ok((Self(shared), driver, recovered))
    }
}

/// Reads all files; those that were never whole are removed. Also gives the number for the next file.
fn scan_directory(
    disk: &dyn Disk,
    directory: &Path,
    pool: &Arc<ChunkPool>,
) -> Result<(Vec<Scan>, u64), JournalError> {
    let entries = disk.list(directory).map_err(JournalError::io("list", directory))?;
    let mut numbers: Vec<u64> =
        entries.iter().filter(|entry| !entry.is_dir).filter_map(|entry| number_in(&entry.name)).collect();
    numbers.sort_unstable();
    let next = numbers.last().map_or(1, |last| last + 1);
    let mut scans = Vec::new();
    for number in numbers {
        let path = directory.join(file_name(number));
        let file = disk.open(&path, OpenMode::CreateDirect).map_err(JournalError::io("open", &path))?;
        let len = file.len().map_err(JournalError::io("measure", &path))?;
        match scan_file(&path, JournalFile { number, len, key: 0, file }, pool)? {
            Some(scan) => scans.push(scan),
            None => disk.remove_file(&path).map_err(JournalError::io("remove", &path))?,
        }
    }
    Ok((scans, next))
}

/// What a file holds; `None` if it was never made whole.
fn scan_file(
    path: &Path,
    mut file: JournalFile,
    pool: &Arc<ChunkPool>,
) -> Result<Option<Scan>, JournalError> {
    // The page itself is never sealed.
    let mut window = Window::new(Arc::clone(&file.file), Cipher::Null, file.len, Arc::clone(pool));
    let page = window.get(0, BLOCK).map_err(JournalError::io("read", path))?;
    let page = page.as_deref().and_then(FormatPage::decode);
    let first = window.get(ROUNDS_START, BLOCK).map_err(JournalError::io("read", path))?;
    let Some(page) = page.filter(|page| page.len <= file.len) else {
        // Rounds are only written to whole files, and a file's blocks read as zeros until they are written.
        return match first.as_deref().and_then(RoundHeader::decode) {
            Some(header) => Err(JournalError::Damaged {
                directory: path.to_path_buf(),
                round: header.sequence,
                first: header.sequence,
                durable_through: header.synced_through,
            }),
            None => Ok(None),
        };
    };
    let unsupported =
        || JournalError::Unsupported { path: path.to_path_buf(), version: page.version, cipher: page.cipher };
    if page.version != FORMAT_VERSION {
        return Err(unsupported());
    }
    let cipher = Cipher::from_id(page.cipher).map_err(|_unknown| unsupported())?;
    file.len = page.len;
    file.key = page.key;
    let mut window = Window::new(Arc::clone(&file.file), cipher, file.len, Arc::clone(pool));
    let mut scan = Scan { file, cipher, rounds: Vec::new(), strays: Vec::new() };
    let mut position = ROUNDS_START;
    while let Some(round) =
        next_round(&mut window, position, &scan).map_err(JournalError::io("read", path))?
    {
        position += round.header.stored_len();
        scan.rounds.push(round);
    }
    while let Some(block) = window.get(position, BLOCK).map_err(JournalError::io("read", path))? {
        let header = RoundHeader::decode(&block).filter(|header| header.file_key == scan.file.key);
        scan.strays.extend(header);
        position += BLOCK;
    }
    Ok(Some(scan))
}

/// The whole round at `position`, if it follows those before.
fn next_round(window: &mut Window, position: u64, scan: &Scan) -> std::io::Result<Option<RoundAt>> {
    let Some(block) = window.get(position, BLOCK)? else { return Ok(None) };
    let Some(header) = RoundHeader::decode(&block) else { return Ok(None) };
    let follows = scan.rounds.last().is_none_or(|last| {
        last.header.incarnation == header.incarnation && last.header.sequence + 1 == header.sequence
    });
    if header.file_key != scan.file.key || !follows {
        return Ok(None);
    }
    let Some(round) = window.get(position, header.stored_len())? else { return Ok(None) };
    let whole = walk_frames(&header, &round, |_, _| {});
    Ok(whole.then_some(RoundAt { header, position }))
}

/// Decides which rounds count (step 2).
fn judge(scans: &[Scan], directory: &Path) -> Result<Verdict, JournalError> {
    // Where each incarnation began, as far as is still known.
    let mut began: BTreeMap<u64, u64> = BTreeMap::new();
    for header in scans.iter().flat_map(Scan::headers) {
        let first = began.entry(header.incarnation.number).or_insert(header.sequence);
        *first = header.sequence.min(*first);
    }
    let is_dead = |header: &RoundHeader| {
        began.range(header.incarnation.number + 1..).any(|(_, &first)| first <= header.sequence)
    };
    let known = || scans.iter().flat_map(Scan::headers).filter(|header| !is_dead(header));
    let released_through = known().map(|header| header.released_through).max().unwrap_or(0);
    let durable_through = known().map(|header| header.synced_through).max().unwrap_or(0);

    let mut whole: BTreeMap<u64, (usize, RoundAt)> = BTreeMap::new();
    let mut newest = None;
    for (at, scan) in scans.iter().enumerate() {
        for round in scan.rounds.iter().filter(|round| !is_dead(&round.header)) {
            let order = (round.header.incarnation.number, round.header.sequence);
            newest = newest.max(Some((order, at)));
            if released_through < round.header.sequence {
                whole.insert(round.header.sequence, (at, *round));
            }
        }
    }
    let mut end = released_through;
    let mut live = Vec::new();
    while let Some(found) = whole.remove(&(end + 1)) {
        live.push(found);
        end += 1;
    }
    if end < durable_through {
        let (round, first) = (end + 1, released_through + 1);
        return Err(JournalError::Damaged {
            directory: directory.to_path_buf(),
            round,
            first,
            durable_through,
        });
    }
    // Openings that nothing was written behind need not be kept.
    while live.pop_if(|(_, round)| round.header.frames == 0).is_some() {
        end -= 1;
    }
    Ok(Verdict {
        live,
        released_through,
        durable_through,
        next: end + 1,
        incarnation: began.last_key_value().map_or(1, |(last, _)| last + 1),
        newest: newest.map(|(_, at)| at),
        dropped: known().filter(|header| end < header.sequence && 0 < header.frames).count(),
    })
}

/// Writes rounds again that nothing says were synced (step 3).
fn make_durable(
    scans: &[Scan],
    verdict: &Verdict,
    directory: &Path,
    pool: &Arc<ChunkPool>,
) -> Result<(), JournalError> {
    for (at, scan) in scans.iter().enumerate() {
        let path = directory.join(file_name(scan.file.number));
        let mut window =
            Window::new(Arc::clone(&scan.file.file), scan.cipher, scan.file.len, Arc::clone(pool));
        let doubtful =
            |(of, round): &&(usize, RoundAt)| *of == at && verdict.durable_through < round.header.sequence;
        let mut is_written = false;
        for (_, round) in verdict.live.iter().filter(doubtful) {
            let plain = window.get(round.position, round.header.stored_len());
            let plain = plain.map_err(JournalError::io("read", &path))?.unwrap_or_default();
            let stored = scan.cipher.seal(round.position, &plain);
            let position = scan.cipher.stored_position(round.position);
            let written = scan.file.file.write_all_at(&[IoSlice::new(&stored)], position);
            written.map_err(JournalError::io("write", &path))?;
            is_written = true;
        }
        if is_written {
            scan.file.file.sync_data().map_err(JournalError::io("sync", &path))?;
        }
    }
    Ok(())
}

/// Files with live rounds, with the last one, in their order; and those that can be written over.
fn sort_files(scans: &[Scan], verdict: &Verdict) -> (Vec<(JournalFile, u64)>, Vec<JournalFile>) {
    let mut live: Vec<(usize, u64)> = Vec::new();
    for (at, round) in &verdict.live {
        match live.last_mut().filter(|(last, _)| last == at) {
            Some((_, last_round)) => *last_round = round.header.sequence,
            None => live.push((*at, round.header.sequence)),
        }
    }
    let is_free = |at: &usize| Some(*at) != verdict.newest && !live.iter().any(|(other, _)| other == at);
    let ready = scans.iter().enumerate().filter(|(at, _)| is_free(at));
    let ready = ready.map(|(_, scan)| scan.file.clone()).collect();
    let live = live.into_iter().filter_map(|(at, last)| Some((scans.get(at)?.file.clone(), last))).collect();
    (live, ready)
}

/// Puts the new incarnation on record (step 4). Where the next round goes.
fn write_opening(
    file: &JournalFile,
    verdict: &Verdict,
    incarnation: Incarnation,
    options: &JournalOptions,
) -> Result<u64, JournalError> {
    let header = RoundHeader {
        len: u32::try_from(ROUND_HEADER_LEN).expect("small"),
        incarnation,
        sequence: verdict.next,
        synced_through: verdict.next - 1,
        released_through: verdict.released_through,
        frames: 0,
        file_key: file.key,
    };
    let block = ClosedSpan::with_prefix(&header.encode(), ALIGNMENT);
    let plain = block.bytes().unwrap_or_default();
    let stored = options.cipher.seal(ROUNDS_START, plain);
    let path = options.directory.join(file_name(file.number));
    let position = options.cipher.stored_position(ROUNDS_START);
    let written = file.file.write_all_at(&[IoSlice::new(&stored)], position);
    written.map_err(JournalError::io("write", &path))?;
    file.file.sync_data().map_err(JournalError::io("sync", &path))?;
    Ok(ROUNDS_START + BLOCK)
}
