//! `cargo xtask tidy`: what clippy cannot check about the house.
//!
//! Each check returns the findings as lines that name the file and the remedy. The list of long files can only
//! shrink: a file on it that has become short must be taken off, one that grows beyond its mark fails.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// Crates from the ground up: each may use those before it only.
const ARROWS: &[&str] = &[
    "moldau-ids",
    "moldau-wire",
    "moldau-settings",
    "moldau-disk",
    "moldau-log",
    "moldau-replica",
    "moldau-meta",
    "moldau-raft",
    "moldau-group",
    "moldau-txn",
    "moldau-auth",
    "moldau-telemetry",
    "moldau-client",
    "moldau-broker",
    "moldau-sim",
    "moldau",
    "moldau-loadgen",
    "xtask",
];

/// Crates that know no runtime, clock, randomness, file or socket.
const PURE: &[&str] = &[
    "moldau-ids",
    "moldau-wire",
    "moldau-settings",
    "moldau-replica",
    "moldau-meta",
    "moldau-group",
    "moldau-txn",
    "moldau-auth",
];

/// What a pure crate must not depend on.
const IMPURE_DEPENDENCIES: &[&str] =
    &["tokio", "tokio-util", "rustix", "socket2", "openraft", "getrandom", "rand", "signal-hook"];

/// What a pure crate must not say outside its tests.
const IMPURE_WORDS: &[&str] =
    &["std::fs", "std::net::Tcp", "std::thread::spawn", "Instant::now", "SystemTime::now", "std::env::var"];

/// Files that may lie in the root.
const ROOT: &[&str] = &[
    ".cargo",
    ".ci",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "Makefile",
    "NOTICE",
    "README.md",
    "bench",
    "clippy.toml",
    "crates",
    "demo",
    "deny.toml",
    "docs",
    "facts",
    "fuzz",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "scripts",
    "tests",
    "xtask",
];

const FILE_LINES_MAX: usize = 500;
const LONG_FILES: &str = "xtask/long-files.txt";

/// Runs every check; an error lists all findings.
pub(crate) fn run(root: &Path) -> Result<()> {
    let packages = packages(root)?;
    let files = tracked_files(root)?;
    let mut findings = Vec::new();
    findings.extend(check_arrows(&packages));
    findings.extend(check_purity(root, &packages, &files)?);
    findings.extend(check_manifests(&packages)?);
    findings.extend(check_sources(root, &files)?);
    findings.extend(check_modules(root, &files));
    findings.extend(check_root(&files));
    findings.extend(check_adrs(root, &files)?);
    ensure!(findings.is_empty(), "tidy found {}:\n{}", findings.len(), findings.join("\n"));
    Ok(())
}

struct Package {
    name: String,
    manifest: PathBuf,
    /// Names of normal and build dependencies.
    dependencies: BTreeSet<String>,
}

fn packages(root: &Path) -> Result<Vec<Package>> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["metadata", "--no-deps", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output()
        .context("cannot run cargo metadata")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo metadata is not JSON")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    Ok(list(metadata.get("packages").unwrap_or(&Value::Null))
        .iter()
        .map(|package| Package {
            name: text(&package["name"]),
            manifest: PathBuf::from(text(&package["manifest_path"])),
            dependencies: list(&package["dependencies"])
                .iter()
                .filter(|dependency| dependency["kind"] != "dev")
                .map(|dependency| text(&dependency["name"]))
                .collect(),
        })
        .collect())
}

fn tracked_files(root: &Path) -> Result<Vec<String>> {
    let output =
        Command::new("git").args(["ls-files"]).current_dir(root).output().context("cannot run git")?;
    if !output.status.success() {
        bail!("git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    }
    // A file removed but not yet committed is still listed.
    Ok(String::from_utf8(output.stdout)?
        .lines()
        .filter(|file| root.join(file).exists())
        .map(str::to_owned)
        .collect())
}

fn check_arrows(packages: &[Package]) -> Vec<String> {
    let rank: BTreeMap<&str, usize> = ARROWS.iter().enumerate().map(|(rank, name)| (*name, rank)).collect();
    let mut findings = Vec::new();
    for package in packages {
        let Some(own) = rank.get(package.name.as_str()) else {
            findings.push(format!("{}: not in the map of crates (xtask/src/tidy.rs, ARROWS)", package.name));
            continue;
        };
        for dependency in &package.dependencies {
            if rank.get(dependency.as_str()).is_some_and(|other| own <= other) {
                findings
                    .push(format!("{}: may not depend on {dependency}, which lies above it", package.name));
            }
        }
    }
    findings
}

fn check_purity(root: &Path, packages: &[Package], files: &[String]) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for package in packages.iter().filter(|package| PURE.contains(&package.name.as_str())) {
        for dependency in IMPURE_DEPENDENCIES {
            if package.dependencies.contains(*dependency) {
                findings.push(format!("{}: is pure and may not depend on {dependency}", package.name));
            }
        }
        let folder = format!("crates/{}/src/", package.name.trim_start_matches("moldau-"));
        for file in files.iter().filter(|file| file.starts_with(&folder) && is_production(file)) {
            let text = fs::read_to_string(root.join(file))?;
            for word in IMPURE_WORDS {
                if text.lines().any(|line| line.contains(word) && !line.trim_start().starts_with("//")) {
                    findings.push(format!("{file}: {} is pure and may not say {word}", package.name));
                }
            }
        }
    }
    Ok(findings)
}

fn check_manifests(packages: &[Package]) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for package in packages {
        let text = fs::read_to_string(&package.manifest)?;
        if !text.contains("[lints]\nworkspace = true") {
            findings.push(format!("{}: needs `[lints] workspace = true`", package.manifest.display()));
        }
    }
    Ok(findings)
}

fn is_rust(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|extension| extension == "rs")
}

fn is_production(file: &str) -> bool {
    is_rust(file)
        && !file.contains("/tests/")
        && !file.contains("/generated")
        && !file.ends_with("/tests.rs")
        && !file.ends_with("_tests.rs")
        && !file.contains("/benches/")
        && !file.contains("/examples/")
}

fn check_sources(root: &Path, files: &[String]) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let mut marks: BTreeMap<String, usize> = BTreeMap::new();
    for line in fs::read_to_string(root.join(LONG_FILES)).unwrap_or_default().lines() {
        if let Some((count, file)) = line.split_once(' ') {
            marks.insert(file.to_owned(), count.parse().with_context(|| format!("{LONG_FILES}: {line}"))?);
        }
    }
    for file in files.iter().filter(|file| is_production(file)) {
        let text = fs::read_to_string(root.join(file))?;
        let count = text.lines().count();
        let is_root = file.ends_with("/lib.rs") || file.ends_with("/main.rs");
        if (is_root || 100 < count) && !text.starts_with("//!") {
            findings.push(format!("{file}: has no `//!` that says what it is and what it promises"));
        }
        if let Some(place) = text.lines().position(|line| {
            ["TODO", "FIXME", "XXX", "todo!", "unimplemented!"].iter().any(|word| line.contains(word))
                && !file.starts_with("xtask/")
        }) {
            findings.push(format!("{file}:{}: unfinished work belongs into docs/gaps.md", place + 1));
        }
        match marks.remove(file) {
            Some(mark) if mark < count => {
                findings.push(format!(
                    "{file}: {count} lines, more than its mark of {mark} in {LONG_FILES}: split it"
                ));
            }
            Some(_) if count <= FILE_LINES_MAX => {
                findings.push(format!("{file}: is short now, take it off {LONG_FILES}"));
            }
            None if FILE_LINES_MAX < count => {
                findings.push(format!(
                    "{file}: {count} lines, more than {FILE_LINES_MAX}: split it along a seam"
                ));
            }
            Some(_) | None => {}
        }
    }
    findings.extend(marks.keys().map(|file| format!("{LONG_FILES}: {file} is gone, take it off")));
    Ok(findings)
}

/// Every source file is a module of something: what no `mod` names is not compiled, however whole it looks.
fn check_modules(root: &Path, files: &[String]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in
        files.iter().filter(|file| is_rust(file) && file.contains("/src/") && !file.contains("/src/bin/"))
    {
        let path = Path::new(file);
        let (Some(stem), Some(folder)) = (path.file_stem(), path.parent()) else { continue };
        let (name, folder) = match stem.to_string_lossy() {
            stem if stem == "lib" || stem == "main" => continue,
            stem if stem == "mod" => {
                (folder.file_name().unwrap_or_default().to_string_lossy(), folder.parent().unwrap_or(folder))
            }
            stem => (stem, folder),
        };
        let parents = ["mod.rs", "lib.rs", "main.rs"].map(|parent| folder.join(parent));
        let declared = parents.into_iter().chain([folder.with_extension("rs")]).any(|parent| {
            let text = fs::read_to_string(root.join(parent)).unwrap_or_default();
            text.lines().any(|line| line.trim_end().ends_with(&format!("mod {name};")))
        });
        if !declared {
            findings.push(format!("{file}: no `mod {name};` names it, so that it is not compiled"));
        }
    }
    findings
}

fn check_root(files: &[String]) -> Vec<String> {
    let names: BTreeSet<&str> = files.iter().filter_map(|file| file.split('/').next()).collect();
    names
        .into_iter()
        .filter(|name| !ROOT.contains(name))
        .map(|name| format!("{name}: stray in the root (xtask/src/tidy.rs, ROOT)"))
        .collect()
}

fn check_adrs(root: &Path, files: &[String]) -> Result<Vec<String>> {
    let index_path = "docs/adr/README.md";
    let adrs: Vec<&String> =
        files.iter().filter(|file| file.starts_with("docs/adr/") && *file != index_path).collect();
    if adrs.is_empty() {
        return Ok(Vec::new());
    }
    let index = fs::read_to_string(root.join(index_path)).context(index_path)?;
    Ok(adrs
        .into_iter()
        .filter(|file| !index.contains(file.trim_start_matches("docs/adr/")))
        .map(|file| format!("{file}: is not linked from {index_path}"))
        .collect())
}
