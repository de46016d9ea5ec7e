//! A producer with a transactional id: over many lives of the node and of itself.
//!
//! It goes on after a lost connection with what it was at, or dies there and comes back under its transactional id; then
//! what it was before may still try to write and to commit, and must be refused.

use std::sync::Arc;

use moldau_disk::Clock as _;
use moldau_wire::ErrorCode;
use parking_lot::Mutex;

use super::{
    calls::{Batch, Identity, Protocol, Speaker},
    ledger::{Fate, Ledger, TransactionId, transactional_value},
    state::{Transactional, Verdict, Work, verdict},
};
use crate::{
    client::{Broken, Client, Surroundings},
    setup,
};

/// Writes transactions until the node's life ends.
pub(crate) async fn run(
    around: Surroundings,
    producer: Arc<Mutex<Transactional>>,
    ledger: Arc<Mutex<Ledger>>,
    explicit: bool,
) {
    producer.lock().begin_life();
    loop {
        transact(&around, &producer, &ledger, explicit).await.unwrap_or(());
        let (pause, dies) = {
            let mut producer = producer.lock();
            (producer.random.between(1, 30), producer.random.one_in(3))
        };
        if dies {
            producer.lock().die(&around, &mut ledger.lock());
        }
        around.sleep_ms(pause).await;
    }
}

async fn transact(
    around: &Surroundings,
    producer: &Mutex<Transactional>,
    ledger: &Mutex<Ledger>,
    explicit: bool,
) -> Result<(), Broken> {
    let mut client = Client::connect(around, "transactional").await?;
    setup::prepare(around, &mut client, ledger, explicit).await?;
    loop {
        let (pause, cut, stall) = {
            let mut producer = producer.lock();
            let stall = producer.random.one_in(60).then(|| producer.random.between(100, 1_800));
            (producer.random.below(6), producer.random.one_in(80), stall)
        };
        around.sleep_ms(stall.unwrap_or(pause)).await;
        if cut {
            return Err(Broken);
        }
        let identity = producer.lock().identity;
        let Some(identity) = identity else {
            identify(around, &mut client, producer, ledger).await?;
            continue;
        };
        let next = {
            let mut producer = producer.lock();
            if producer.open.is_none() {
                if producer.replaces.take().is_some() {
                    producer.replaces = producer.identity.take();
                    continue;
                }
                producer.begin(&mut ledger.lock(), around.clock.wall().get());
            }
            producer.open.as_ref().and_then(|open| open.todo.front().cloned())
        };
        match next {
            Some(work) => work_on(around, &mut client, (producer, ledger), identity, work).await?,
            None => end(around, &mut client, (producer, ledger), identity).await?,
        }
    }
}

/// Gets an identity; whoever had the transactional id before is fenced by that.
async fn identify(
    around: &Surroundings,
    client: &mut Client,
    producer: &Mutex<Transactional>,
    ledger: &Mutex<Ledger>,
) -> Result<(), Broken> {
    let (speaker, replaces) = {
        let producer = producer.lock();
        (producer.speaker.clone(), producer.replaces)
    };
    let (code, identity) = speaker.init(client, replaces).await?;
    around.trace.tell(around.clock.now_us(), || {
        format!("{}: init {replaces:?}: {} {identity:?}", speaker.transactional_id, code.name())
    });
    if code != ErrorCode::None {
        if code == ErrorCode::ProducerFenced || code == ErrorCode::InvalidProducerEpoch {
            producer.lock().replaces = None;
        }
        around.sleep_ms(10).await;
        return Ok(());
    }
    let zombie = {
        let mut producer = producer.lock();
        if !producer.given.insert(identity) {
            around.trace.violation(format!("{}: {identity:?} is given out twice", speaker.transactional_id));
        }
        producer.identity = Some(identity);
        producer.replaces = None;
        producer.sequences.clear();
        producer.zombie.take().filter(|_| !producer.random.one_in(3))
    };
    if let Some(zombie) = zombie {
        haunt(around, client, (producer, ledger), zombie, true).await?;
    }
    Ok(())
}

/// One who was replaced goes on; nothing of that may succeed.
async fn haunt(
    around: &Surroundings,
    client: &mut Client,
    (producer, ledger): (&Mutex<Transactional>, &Mutex<Ledger>),
    zombie: Identity,
    ends: bool,
) -> Result<(), Broken> {
    let (speaker, batch) = {
        let (mut producer, mut ledger) = (producer.lock(), ledger.lock());
        let id = producer.id();
        let value = transactional_value(id, 0);
        let partitions = u64::from(ledger.partitions.unsigned_abs());
        let partition = i32::try_from(producer.random.below(partitions)).unwrap_or(0);
        ledger.begun(id, [(value, partition)].into(), None);
        ledger.fate(id, Fate::Aborted);
        let sequence = producer.sequences.get(&partition).copied().unwrap_or(0);
        let timestamp = around.clock.wall().get();
        (producer.speaker.clone(), Batch { partition, sequence, values: vec![value], timestamp })
    };
    let refused = |what: &str, code: ErrorCode| {
        around.trace.tell(around.clock.now_us(), || {
            format!("{}: the fenced {zombie:?} asks to {what}: {}", speaker.transactional_id, code.name())
        });
        if code == ErrorCode::None {
            let id = &speaker.transactional_id;
            around.trace.violation(format!("{id}: {zombie:?} was fenced, and may {what}"));
        } else if matches!(verdict(code), Verdict::Fenced) {
            around.trace.count("zombie fenced", 1);
        }
    };
    let (name, topic_id) = {
        let ledger = ledger.lock();
        (ledger.topic, ledger.topic_id.unwrap_or_default())
    };
    if speaker.protocol == Protocol::Explicit {
        let code = speaker.add_partition(client, zombie, (name, batch.partition)).await?;
        refused("add a partition", code);
    }
    let (code, _) = speaker.produce(client, zombie, (name, topic_id), &batch, false).await?;
    refused("write", code);
    if ends {
        let (code, _) = speaker.end(client, zombie, true, false).await?;
        refused("commit", code);
    }
    Ok(())
}

/// Does one piece of a transaction.
async fn work_on(
    around: &Surroundings,
    client: &mut Client,
    both: (&Mutex<Transactional>, &Mutex<Ledger>),
    identity: Identity,
    work: Work,
) -> Result<(), Broken> {
    let (producer, ledger) = both;
    let (name, topic_id) = {
        let ledger = ledger.lock();
        (ledger.topic, ledger.topic_id.unwrap_or_default())
    };
    let slot = match &work {
        Work::Write(batch) => batch.partition,
        Work::Offset(_) => -1,
    };
    let (speaker, group, is_added) = {
        let mut producer = producer.lock();
        let Some(open) = &mut producer.open else { return Ok(()) };
        open.touched = true;
        let is_added = open.added.contains(&slot);
        (producer.speaker.clone(), producer.group.clone(), is_added)
    };
    if speaker.protocol == Protocol::Explicit && !is_added {
        let code = if slot < 0 {
            speaker.add_offsets(client, identity, &group).await?
        } else {
            speaker.add_partition(client, identity, (name, slot)).await?
        };
        tell(around, &speaker, identity, &format!("add {slot}"), code);
        if let (Verdict::Done, Some(open)) = (verdict(code), &mut producer.lock().open) {
            open.added.insert(slot);
        }
        return judge(around, both, code).await;
    }
    let code = match work {
        Work::Write(mut batch) => {
            batch.sequence = producer.lock().sequences.get(&slot).copied().unwrap_or(0);
            let is_cut = producer.lock().sending();
            let target = (name, topic_id);
            let (code, base) = speaker.produce(client, identity, target, &batch, is_cut).await?;
            let text = format!("write {:x?} to {slot} at {base}, sequence {}", batch.values, batch.sequence);
            tell(around, &speaker, identity, &text, code);
            written(around, both, identity, &batch, (code, base));
            let late = producer.lock().late(code, identity);
            if let Some(late) = late {
                haunt(around, client, both, late, false).await?;
            }
            code
        }
        Work::Offset(offset) => {
            let code = speaker.commit_offset(client, identity, (&group, name), offset).await?;
            tell(around, &speaker, identity, &format!("commit offset {offset}"), code);
            code
        }
    };
    if let Verdict::Done = verdict(code) {
        producer.lock().piece_done();
    }
    judge(around, both, code).await
}

fn tell(around: &Surroundings, speaker: &Speaker, identity: Identity, what: &str, code: ErrorCode) {
    around.trace.tell(around.clock.now_us(), || {
        format!("{} {identity:?}: {what}: {}", speaker.transactional_id, code.name())
    });
}

/// Takes in what became of a batch.
fn written(
    around: &Surroundings,
    (producer, ledger): (&Mutex<Transactional>, &Mutex<Ledger>),
    identity: Identity,
    batch: &Batch,
    (code, base): (ErrorCode, i64),
) {
    if let Verdict::Done = verdict(code) {
        let count = i32::try_from(batch.values.len()).unwrap_or(0);
        producer.lock().sequences.insert(batch.partition, batch.sequence + count);
        if 0 <= base {
            ledger.lock().acknowledged(batch.partition, base, &batch.values);
        }
    } else if code == ErrorCode::OutOfOrderSequenceNumber || code == ErrorCode::UnknownProducerId {
        around.trace.violation(format!(
            "ledger {}: {} for sequence {} of {identity:?}, which is next",
            batch.partition,
            code.name(),
            batch.sequence
        ));
    }
}

/// Goes on as an answer within a transaction tells to.
async fn judge(
    around: &Surroundings,
    (producer, ledger): (&Mutex<Transactional>, &Mutex<Ledger>),
    code: ErrorCode,
) -> Result<(), Broken> {
    match verdict(code) {
        Verdict::Done => {}
        Verdict::Again => around.sleep_ms(10).await,
        Verdict::Fenced => {
            around.trace.count("transaction over its time", 1);
            let mut producer = producer.lock();
            producer.forget(&mut ledger.lock());
            producer.identity = None;
        }
        Verdict::Abort => {
            around.trace.count("transaction given up", 1);
            producer.lock().give_up(&mut ledger.lock());
        }
    }
    Ok(())
}

/// Ends the transaction.
async fn end(
    around: &Surroundings,
    client: &mut Client,
    (producer, ledger): (&Mutex<Transactional>, &Mutex<Ledger>),
    identity: Identity,
) -> Result<(), Broken> {
    let (speaker, id, commits, before, is_cut) = {
        let mut producer = producer.lock();
        let Some(open) = &mut producer.open else { return Ok(()) };
        if !open.touched {
            producer.forget(&mut ledger.lock());
            return Ok(());
        }
        open.ends_asked += 1;
        if open.commits {
            ledger.lock().fate(open.id, Fate::Asked);
        }
        let (id, commits, before) = (open.id, open.commits, open.ends_asked - 1);
        let is_cut = producer.random.one_in(12);
        (producer.speaker.clone(), id, commits, before, is_cut)
    };
    let (code, next) = speaker.end(client, identity, commits, is_cut).await?;
    tell(around, &speaker, identity, if commits { "commit" } else { "abort" }, code);
    if code != ErrorCode::None {
        // The answers to all earlier questions were lost, or told to come again: it may have been done.
        let is_first = before == 0;
        return refused(around, (producer, ledger), (id, commits, is_first), code).await;
    }
    if 0 < before {
        around.trace.count("end asked for again", 1);
    }
    ledger.lock().fate(id, if commits { Fate::Committed } else { Fate::Aborted });
    let mut producer = producer.lock();
    let began_in = producer.open.take().map_or(producer.life, |open| open.began_in);
    if commits {
        producer.committed += 1;
    }
    if began_in != producer.life {
        around.trace.count("transaction completed after a restart", 1);
    }
    if speaker.protocol == Protocol::Implicit {
        if next == identity {
            let id = &speaker.transactional_id;
            around.trace.violation(format!("{id}: the end of a transaction leaves {identity:?} as it was"));
        }
        producer.given.insert(next);
        producer.sequences.clear();
        producer.before = Some(identity);
    }
    producer.identity = Some(next);
    Ok(())
}

/// An end was refused.
async fn refused(
    around: &Surroundings,
    (producer, ledger): (&Mutex<Transactional>, &Mutex<Ledger>),
    (id, commits, is_first): (TransactionId, bool, bool),
    code: ErrorCode,
) -> Result<(), Broken> {
    match verdict(code) {
        Verdict::Done => {}
        Verdict::Again => around.sleep_ms(10).await,
        Verdict::Fenced | Verdict::Abort if commits && code == ErrorCode::TransactionAbortable => {
            producer.lock().give_up(&mut ledger.lock());
        }
        Verdict::Fenced | Verdict::Abort => {
            around.trace.count("transaction over its time", 1);
            // A transaction that has been aborted can't be committed, however often that was asked for.
            if is_first || !commits || code == ErrorCode::InvalidTxnState {
                ledger.lock().fate(id, Fate::Aborted);
            }
            let mut producer = producer.lock();
            producer.open = None;
            producer.identity = None;
        }
    }
    Ok(())
}
