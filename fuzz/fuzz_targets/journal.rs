//! A journal as a crash, a decaying disk or a stranger left it. Opening it gives frames or an error; what was given once
//! is given again after a loss of power; and then the journal works.

#![no_main]

use std::{
    path::Path,
    sync::{Arc, LazyLock},
};

use libfuzzer_sys::fuzz_target;
use moldau_disk::{
    Clock, Disk, Durability, FrameHeader, FrameKind, Journal, JournalDriver, JournalError, JournalOptions,
    ManualClock, RecoveredFrame, RoundMember, RoundOutcome, RoundTicket, SimDisk,
};
use moldau_fuzz::{Files, Script, crc32c, read_files, seal, u32_at, write_files};
use moldau_ids::{LeaderEpoch, Offset, PartitionIndex, TopicId, TopicIdPartition};

const BLOCK: usize = 4096;
const ROUND_HEADER: usize = 80;
const FRAME_HEADER: usize = 64;
const FRAME_BODY_CHECKED: usize = 61;

#[derive(Debug, Default)]
struct Member(RoundTicket);

impl RoundMember for Member {
    fn ticket(&self) -> &RoundTicket {
        &self.0
    }
    fn round_written(&self, _round: u64) {}
    fn round_durable(&self, _round: u64) {}
    fn round_failed(&self) {}
}

fn options(nonce: u64) -> JournalOptions {
    JournalOptions {
        chunk_bytes: 16 << 10,
        file_bytes: 20 << 10,
        first_file_bytes: 16 << 10,
        bytes_max: 256 << 10,
        unsynced_bytes_max: 32 << 10,
        ..JournalOptions::new("/data", nonce)
    }
}

fn disk() -> (SimDisk, Arc<dyn Disk>, Arc<dyn Clock>) {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::default());
    let disk = SimDisk::new(1, Arc::clone(&clock));
    (disk.clone(), Arc::new(disk), clock)
}

type Opened = (Journal, JournalDriver, Vec<RecoveredFrame>);

fn open(disk: &Arc<dyn Disk>, clock: &Arc<dyn Clock>, nonce: u64) -> Result<Opened, JournalError> {
    let (journal, driver, mut recovered) =
        Journal::open(Arc::clone(disk), Arc::clone(clock), options(nonce))?;
    let mut frames = Vec::new();
    while let Some(frame) = recovered.next_frame()? {
        frames.push(frame);
    }
    Ok((journal, driver, frames))
}

fn append(journal: &Journal, offset: i64) {
    let mut body = vec![0x5a; 100];
    let crc = crc32c(&body[21..]);
    body[17..21].copy_from_slice(&crc);
    let partition = TopicIdPartition { topic_id: TopicId::ONE, partition: PartitionIndex(0) };
    let offset = Offset::new(offset).expect("not negative");
    for (kind, body) in [
        (FrameKind::Data { base_offset: offset, last_offset: offset }, &body[..]),
        (FrameKind::Truncate { to: offset }, &[]),
        (FrameKind::Note { tag: 3 }, &[1, 2, 3]),
    ] {
        let header = FrameHeader {
            partition,
            generation: 1,
            leader_epoch: LeaderEpoch(2),
            kind,
            durability: Durability::Durable,
        };
        let member: Arc<dyn RoundMember> = Arc::new(Member::default());
        journal.append(&header, [body, &[]], &member).expect("appended");
    }
}

/// Two openings, several files, one round released.
static GOOD: LazyLock<Files> = LazyLock::new(|| {
    let (_, disk, clock) = disk();
    disk.create_dir_all(Path::new("/data")).expect("made");
    for nonce in [11, 12] {
        let (journal, mut driver, _) = open(&disk, &clock, nonce).expect("opened");
        for offset in 0..5 {
            append(&journal, offset);
            assert!(matches!(driver.run_round(), Ok(RoundOutcome::Written(_))));
        }
        journal.release(3);
        append(&journal, 9);
        assert!(matches!(driver.run_round(), Ok(RoundOutcome::Written(_))));
    }
    read_files(&*disk, Path::new("/data"))
});

/// Makes every checksum right that has a place: of pages, rounds and frames.
fn mend(files: &mut Files) {
    for bytes in files.values_mut() {
        seal(bytes, 8, 12..48);
        for start in (BLOCK..bytes.len()).step_by(BLOCK) {
            if !bytes[start..].starts_with(b"MJROUND\n") {
                continue;
            }
            let end = u32_at(bytes, start + 12).and_then(|len| start.checked_add(len)).unwrap_or(0);
            let mut at = start + ROUND_HEADER;
            while at + FRAME_HEADER <= end.min(bytes.len()) {
                let Some(len) = u32_at(bytes, at + 4) else { break };
                let body = at + FRAME_HEADER;
                let Some(next) = body.checked_add(len).map(|end| end.next_multiple_of(8)) else { break };
                let is_data = bytes[at + 44] == 0;
                if is_data && 21 <= len {
                    seal(bytes, body + 17, body + 21..body + len);
                }
                let covered = if is_data { len.min(FRAME_BODY_CHECKED) } else { len };
                seal(bytes, at, at + 4..body + covered);
                at = next;
            }
            seal(bytes, start + 8, start + 12..start + ROUND_HEADER);
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let mut script = Script(data);
    let mends = script.byte() % 4 != 0;
    let mut files = GOOD.clone();
    script.edit(&mut files);
    if mends {
        mend(&mut files);
    }
    let (power, disk, clock) = disk();
    write_files(&*disk, Path::new("/data"), &files);
    let Ok((journal, driver, found)) = open(&disk, &clock, 21) else { return };
    drop((journal, driver));
    power.lose_power();
    let (journal, mut driver, again) = open(&disk, &clock, 22).expect("it opened before");
    let parts = |frames: &[RecoveredFrame]| -> Vec<_> {
        frames.iter().map(|frame| (frame.header, frame.body.clone(), frame.round)).collect()
    };
    assert_eq!(parts(&found), parts(&again));
    append(&journal, 100);
    assert!(matches!(driver.run_round(), Ok(RoundOutcome::Written(_))));
    drop((journal, driver));
    power.lose_power();
    let (_, _, more) = open(&disk, &clock, 23).expect("it opened before");
    assert_eq!(again.len() + 3, more.len());
});
