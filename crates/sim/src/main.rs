//! Runs seeds: `moldau-sim --seeds N`, `moldau-sim --seed S`. What `cargo xtask sim` starts.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use moldau_sim::Summary;

const USAGE: &str = "usage: moldau-sim [--seeds N | --seed S] [--from S] [--jobs N] [--planted NAME]";
/// No world takes longer than this in the machine's time.
const WORLD_MAX: Duration = Duration::from_mins(2);

#[derive(Debug, Default, Clone)]
struct Arguments {
    seeds: u64,
    seed: Option<u64>,
    /// Only seeds from here on, none of them random.
    from: Option<u64>,
    jobs: usize,
    planted: Option<String>,
}

fn parse(arguments: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut parsed = Arguments { seeds: 64, jobs: 2, ..Arguments::default() };
    let mut arguments = arguments;
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} needs a value\n{USAGE}"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("{name}: `{value}` is not a number"));
        match name.as_str() {
            "--seeds" => parsed.seeds = number()?,
            "--seed" => parsed.seed = Some(number()?),
            "--from" => parsed.from = Some(number()?),
            "--jobs" => parsed.jobs = usize::try_from(number()?).unwrap_or(1).max(1),
            "--planted" => parsed.planted = Some(value),
            _ => return Err(format!("no such option: {name}\n{USAGE}")),
        }
    }
    Ok(parsed)
}

fn main() -> ExitCode {
    let mut out = io::stdout().lock();
    let outcome = parse(std::env::args().skip(1)).and_then(|arguments| {
        plant(arguments.planted.as_deref())?;
        let told = match arguments.seed {
            Some(seed) => replay(&mut out, seed, &arguments),
            None => many(&mut out, &arguments),
        };
        told.map_err(|error| error.to_string())
    });
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            drop(writeln!(io::stderr(), "moldau-sim: {message}"));
            ExitCode::from(2)
        }
    }
}

#[cfg(feature = "planted")]
fn plant(name: Option<&str>) -> Result<(), String> {
    name.map_or(Ok(()), moldau_ids::planted::plant)
}

#[cfg(not(feature = "planted"))]
fn plant(name: Option<&str>) -> Result<(), String> {
    name.map_or(Ok(()), |_| Err("built without the feature `planted`".to_owned()))
}

fn replay(out: &mut impl Write, seed: u64, arguments: &Arguments) -> io::Result<bool> {
    let summary = moldau_sim::run(seed, true);
    for line in &summary.story {
        writeln!(out, "{line}")?;
    }
    let good = tell_failure(out, seed, &summary, arguments)?;
    writeln!(out, "seed {seed}: trace {:016x} of {} events", summary.hash, summary.events)?;
    writeln!(out, "{} passed, {} failed", u8::from(good), u8::from(!good))?;
    Ok(good)
}

/// One line for what failed, with the command that replays it. Whether nothing did.
fn tell_failure(
    out: &mut impl Write,
    seed: u64,
    summary: &Summary,
    arguments: &Arguments,
) -> io::Result<bool> {
    let Some(first) = summary.violations.first() else { return Ok(true) };
    let planted = arguments.planted.as_ref().map(|name| format!(" --planted {name}")).unwrap_or_default();
    writeln!(out, "FAILED seed {seed}: {first} (replay: cargo xtask sim --seed {seed}{planted})")?;
    Ok(false)
}

/// The seeds to run: half from 0 on, half new.
fn draw_seeds(arguments: &Arguments) -> Vec<u64> {
    if let Some(from) = arguments.from {
        return (from..from.saturating_add(arguments.seeds)).collect();
    }
    let fixed = arguments.seeds.div_ceil(2);
    let mut entropy = [0; 8];
    let mut seeds: Vec<u64> = (0..fixed).collect();
    for _ in fixed..arguments.seeds {
        getrandom::fill(&mut entropy).expect("the system's entropy source works");
        // Short enough to be typed.
        seeds.push(u64::from_le_bytes(entropy) >> 24);
    }
    seeds
}

fn many(out: &mut impl Write, arguments: &Arguments) -> io::Result<bool> {
    let seeds: Arc<[u64]> = draw_seeds(arguments).into();
    let new: Vec<String> =
        seeds.iter().filter(|seed| arguments.seeds <= **seed).map(u64::to_string).collect();
    if !new.is_empty() && arguments.from.is_none() {
        writeln!(out, "new seeds: {}", new.join(" "))?;
    }
    let (sender, results) = mpsc::channel();
    let next = Arc::new(AtomicUsize::new(0));
    for _ in 0..arguments.jobs {
        let (seeds, next, sender) = (Arc::clone(&seeds), Arc::clone(&next), sender.clone());
        thread::spawn(move || {
            while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
                let summary = std::panic::catch_unwind(|| moldau_sim::run(*seed, false));
                if sender.send((*seed, summary.ok())).is_err() {
                    break;
                }
            }
        });
    }
    drop(sender);
    collect(out, arguments, &seeds, &results)
}

fn collect(
    out: &mut impl Write,
    arguments: &Arguments,
    seeds: &[u64],
    results: &mpsc::Receiver<(u64, Option<Summary>)>,
) -> io::Result<bool> {
    let (mut passed, mut failed) = (0_u64, 0_u64);
    let mut counters: BTreeMap<&'static str, (u64, u64)> = BTreeMap::new();
    let mut open: std::collections::BTreeSet<u64> = seeds.iter().copied().collect();
    loop {
        match results.recv_timeout(WORLD_MAX) {
            Ok((seed, summary)) => {
                open.remove(&seed);
                let panicked = || Summary { violations: vec!["panic".to_owned()], ..Summary::default() };
                let summary = summary.unwrap_or_else(panicked);
                for (name, count) in &summary.counters {
                    let total = counters.entry(name).or_default();
                    *total = (total.0 + count, total.1 + 1);
                }
                let good = tell_failure(out, seed, &summary, arguments)?;
                passed += u64::from(good);
                failed += u64::from(!good);
                if !good && arguments.planted.is_some() {
                    writeln!(out, "found after {} seeds", passed + failed)?;
                    break;
                }
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                let first: Vec<String> = open.iter().take(8).map(u64::to_string).collect();
                writeln!(
                    out,
                    "FAILED: no seed has ended within {WORLD_MAX:?}; one of {} ...",
                    first.join(" ")
                )?;
                failed += 1;
                break;
            }
        }
    }
    writeln!(out, "{:>12} {:>8}  what happened (times, seeds)", "", "")?;
    for (name, (times, worlds)) in &counters {
        writeln!(out, "{times:>12} {worlds:>8}  {name}")?;
    }
    writeln!(out, "{passed} passed, {failed} failed")?;
    Ok(failed == 0)
}
