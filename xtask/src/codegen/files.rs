//! The files to be written: formatted together, then written or compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};

/// Paths from the repository's root, and what they should hold.
#[derive(Debug, Default)]
pub(super) struct Files(BTreeMap<String, String>);

impl Files {
    pub(super) fn add(&mut self, path: String, text: String) {
        self.0.insert(path, text);
    }

    /// Runs rustfmt over all files in `scratch`, which is emptied first.
    pub(super) fn format(self, scratch: &Path) -> anyhow::Result<Self> {
        if scratch.exists() {
            fs::remove_dir_all(scratch).with_context(|| format!("failed to empty {}", scratch.display()))?;
        }
        let mut paths = Vec::new();
        for (path, text) in &self.0 {
            let path = scratch.join(path);
            write_file(&path, text)?;
            paths.push(path);
        }
        let status = Command::new("rustfmt")
            .args(["--edition", "2024", "--config", "skip_children=true,unstable_features=true"])
            .args(&paths)
            .status();
        let status = match status {
            Ok(status) => status,
            Err(error) => return Err(error).context("failed to run rustfmt: rustup component add rustfmt"),
        };
        if !status.success() {
            bail!("rustfmt refused the generated code in {}", scratch.display());
        }
        let formatted = self.0.into_keys().map(|path| {
            let text =
                fs::read_to_string(scratch.join(&path)).with_context(|| format!("failed to read {path}"))?;
            Ok((path, text))
        });
        formatted.collect::<anyhow::Result<_>>().map(Self)
    }

    /// Writes what differs and removes files below `folder` that are no longer made.
    pub(super) fn write(&self, root: &Path, folder: &str) -> anyhow::Result<()> {
        for path in self.stale(root, folder)? {
            fs::remove_file(root.join(&path)).with_context(|| format!("failed to remove {path}"))?;
        }
        for (path, text) in &self.0 {
            let path = root.join(path);
            if fs::read_to_string(&path).ok().as_ref() != Some(text) {
                write_file(&path, text)?;
            }
        }
        Ok(())
    }

    /// Fails if [`Files::write`] would change anything.
    pub(super) fn check(&self, root: &Path, folder: &str) -> anyhow::Result<()> {
        let mut wrong = self.stale(root, folder)?;
        for (path, text) in &self.0 {
            if fs::read_to_string(root.join(path)).ok().as_ref() != Some(text) {
                wrong.insert(path.clone());
            }
        }
        if wrong.is_empty() {
            return Ok(());
        }
        let list: Vec<_> = wrong.into_iter().collect();
        bail!("out of date, run `cargo xtask codegen`:\n  {}", list.join("\n  "))
    }

    fn stale(&self, root: &Path, folder: &str) -> anyhow::Result<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        let mut folders = vec![root.join(folder)];
        while let Some(folder) = folders.pop() {
            if !folder.exists() {
                continue;
            }
            for entry in
                fs::read_dir(&folder).with_context(|| format!("failed to list {}", folder.display()))?
            {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let path = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                if !self.0.contains_key(&path) {
                    found.insert(path);
                }
            }
        }
        Ok(found)
    }
}

fn write_file(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().context("a file has no folder")?;
    fs::create_dir_all(folder).with_context(|| format!("failed to make {}", folder.display()))?;
    fs::write(path, text).with_context(|| format!("failed to write {}", path.display()))
}
