//! Runs seeds: `moldau-sim --seeds N`, `moldau-sim --seed S`. What `cargo xtask sim` starts.

mod pool;

use std::{
    collections::BTreeMap,
    io::{self, Write},
    ops::ControlFlow,
    process::ExitCode,
};

use moldau_sim::Summary;

const USAGE: &str =
    "usage: moldau-sim [--seeds N | --seed S] [--from S] [--jobs N] [--planted NAME | --planted-table]";

#[derive(Debug, Default, Clone)]
struct Arguments {
    seeds: u64,
    seed: Option<u64>,
    /// Only seeds from here on, none of them random.
    from: Option<u64>,
    jobs: usize,
    planted: Option<String>,
    /// Every planted bug, until a seed finds it.
    planted_table: bool,
}

fn parse(arguments: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut parsed = Arguments { seeds: 64, jobs: 2, ..Arguments::default() };
    let mut arguments = arguments;
    while let Some(name) = arguments.next() {
        if name == "--planted-table" {
            parsed.planted_table = true;
            continue;
        }
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
            _ if arguments.planted_table => planted_table(&mut out, &arguments),
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
    let mut all_good = true;
    pool::run(vec![seed], 1, true, |seed, summary| {
        for line in &summary.story {
            writeln!(out, "{line}")?;
        }
        let good = tell_failure(out, seed, summary, arguments)?;
        all_good &= good;
        writeln!(out, "seed {seed}: trace {:016x} of {} events", summary.hash, summary.events)?;
        writeln!(out, "{} passed, {} failed", u8::from(good), u8::from(!good))?;
        Ok::<_, io::Error>(ControlFlow::Break(()))
    })?;
    Ok(all_good)
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
    let seeds = draw_seeds(arguments);
    let new: Vec<String> =
        seeds.iter().filter(|seed| arguments.seeds <= **seed).map(u64::to_string).collect();
    if !new.is_empty() && arguments.from.is_none() {
        writeln!(out, "new seeds: {}", new.join(" "))?;
    }
    let (mut passed, mut failed) = (0_u64, 0_u64);
    let mut counters: BTreeMap<&'static str, (u64, u64)> = BTreeMap::new();
    pool::run(seeds, arguments.jobs, false, |seed, summary| {
        for (name, count) in &summary.counters {
            let total = counters.entry(name).or_default();
            *total = (total.0 + count, total.1 + 1);
        }
        let good = tell_failure(out, seed, summary, arguments)?;
        passed += u64::from(good);
        failed += u64::from(!good);
        let found = !good && arguments.planted.is_some();
        Ok::<_, io::Error>(if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    if 0 < failed && arguments.planted.is_some() {
        writeln!(out, "found after {} seeds", passed + failed)?;
    }
    writeln!(out, "{:>12} {:>8}  what happened (times, seeds)", "", "")?;
    for (name, (times, worlds)) in &counters {
        writeln!(out, "{times:>12} {worlds:>8}  {name}")?;
    }
    if arguments.planted.is_none() && moldau_sim::MUST_HAPPEN_SEEDS <= passed + failed {
        let times = |name: &str| counters.get(name).map_or(0, |(times, _)| *times);
        let rare = if moldau_sim::RARE_SEEDS <= passed + failed { moldau_sim::RARE } else { &[] };
        for name in moldau_sim::MUST_HAPPEN.iter().chain(rare).filter(|name| times(name) < 2) {
            writeln!(out, "FAILED: this must happen more than once: {name}")?;
            failed += 1;
        }
    }
    writeln!(out, "{passed} passed, {failed} failed")?;
    Ok(failed == 0)
}

/// Plants one bug after the other and says which seed finds it first. Whether all are found.
#[cfg(feature = "planted")]
fn planted_table(out: &mut impl Write, arguments: &Arguments) -> io::Result<bool> {
    writeln!(out, "| planted bug | first seed that finds it | what a checker says |\n|---|---|---|")?;
    let mut all_found = true;
    for name in moldau_ids::planted::names() {
        plant(Some(name)).map_err(io::Error::other)?;
        let mut first: Option<(u64, String)> = None;
        // Seeds are begun in order and those begun are ended: the lowest that finds it is always the same.
        pool::run((0..arguments.seeds).collect(), arguments.jobs, false, |seed, summary| {
            let Some(text) = summary.violations.first() else { return Ok(ControlFlow::Continue(())) };
            if first.as_ref().is_none_or(|(before, _)| seed < *before) {
                first = Some((seed, text.clone()));
            }
            Ok::<_, io::Error>(ControlFlow::Break(()))
        })?;
        match first {
            Some((seed, text)) => writeln!(out, "| `{name}` | {seed} | {text} |")?,
            None => {
                all_found = false;
                writeln!(out, "| `{name}` | none of {} | |", arguments.seeds)?;
            }
        }
        out.flush()?;
    }
    Ok(all_found)
}

#[cfg(not(feature = "planted"))]
fn planted_table(_out: &mut impl Write, _arguments: &Arguments) -> io::Result<bool> {
    Err(io::Error::other("built without the feature `planted`"))
}
