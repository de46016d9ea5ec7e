"""The suites that cargo runs: the workspace's own tests, its tasks, and what is said of the binary."""

import json
import re
import subprocess

from .running import CARGO_SUM, PLAIN_SUM, ROOT, Tally, check, run, sums

# Fetched once into .cache/tools: they are no part of the toolchain.
TOOLS = {"cargo-deny": "0.20.2", "cargo-fuzz": "0.13.2"}
TARGET = "x86_64-unknown-linux-gnu"


def tool(name):
    """The path of a cargo tool of a fixed version, built from its source if it is not there; None if that fails."""
    root = ROOT / ".cache" / "tools" / f"{name}-{TOOLS[name]}"
    path = root / "bin" / name
    if not path.exists():
        command = ["cargo", "install", name, "--version", TOOLS[name], "--locked", "--root", str(root)]
        run(f"{name}-install", command, 1800, {"CARGO_TARGET_DIR": str(ROOT / "target" / "tools")})
    return path if path.exists() else None


def rust_tests():
    """Unit and property tests of the workspace."""
    return sums("cargo-test", ["cargo", "test", "--workspace", "--no-fail-fast"], CARGO_SUM, 1500)


def xtask_help():
    """What `cargo xtask --help` prints: a task that is not listed there is not there yet."""
    done = subprocess.run(["cargo", "xtask", "--help"], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=False)
    return done.stdout


def xtask(name, *arguments, limit_s=600, pattern=None):
    """One of our own tasks; skipped, and said so, while `cargo xtask` does not list it."""
    if not re.search(rf"^\s*{arguments[0]}\b", xtask_help(), re.MULTILINE):
        print(f"  {name}: skipped, `cargo xtask` has no `{arguments[0]}` yet")
        return Tally(skipped=1)
    command = ["cargo", "xtask", *arguments]
    if pattern is None:
        return check(name, command, limit_s)
    return sums(name, command, pattern, limit_s)


def simulation():
    """Seeds of the simulation, in the profile of the unit tests: 32 fixed ones and 32 new ones, which the log names."""
    return sums("sim", ["cargo", "run", "--quiet", "-p", "moldau-sim", "--", "--seeds", "64"], PLAIN_SUM, 900)


def loom():
    """Every interleaving of the lock-free kernels: the broker's (tests/loom) and the journal's copy gate."""
    env = {"RUSTFLAGS": "--cfg loom", "CARGO_TARGET_DIR": str(ROOT / "target" / "loom")}
    tally = Tally()
    for name, command in (("loom", ["cargo", "test", "--locked", "--manifest-path", "tests/loom/Cargo.toml"]),
                          ("loom-gate", ["cargo", "test", "-p", "moldau-disk", "--lib", "gate"])):
        one = sums(name, command, CARGO_SUM, 900, env)
        if sum(one.counts) == 0:
            one.add(Tally(failed=1, notes=[f"{name}: no test ran"]))
        tally.add(one)
    return tally


def deny():
    """Licences, banned crates and sources of every dependency. Not the advisories: their database is a git repository
    that is fetched at every run, and a test must not fail because it can't be reached or has grown."""
    path = tool("cargo-deny")
    if path is None:
        return Tally(failed=1, notes=["cargo-deny could not be built: see target/test-logs/cargo-deny-install.log"])
    tally = check("deny", [str(path), "deny", "--workspace", "check", "licenses", "bans", "sources"])
    tally.notes.append("licences, bans and sources were checked; advisories were not (`cargo deny check advisories` does)")
    return tally


def binary():
    """How large the release binary is and of how many crates it is made."""
    code, _ = run("binary", ["cargo", "build", "--release", "-p", "moldau"], 1500)
    path = ROOT / "target" / "release" / "moldau"
    if code != 0 or not path.exists():
        return Tally(failed=1)
    stripped = ROOT / "target" / "test-logs" / "moldau-stripped"
    sizes = [f"{path.stat().st_size / (1 << 20):.1f} MiB as built"]
    if run("strip", ["strip", "-o", str(stripped), str(path)], 60)[0] == 0:
        sizes.append(f"{stripped.stat().st_size / (1 << 20):.1f} MiB stripped")
        stripped.unlink()
    ours, others = crates_of("moldau")
    return Tally(passed=1, notes=[f"release binary: {', '.join(sizes)}",
                                  f"crates linked into it or used to build it: {ours} of this workspace, {others} others"])


def crates_of(package):
    """How many crates of the workspace and how many others a package is built from, without those of its tests."""
    tree = subprocess.run(["cargo", "tree", "--package", package, "--edges", "normal,build", "--target", TARGET,
                           "--prefix", "none", "--format", "{p}"],
                          cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = {" ".join(line.split()[:2]) for line in tree.splitlines() if line.strip()}
    metadata = subprocess.run(["cargo", "metadata", "--no-deps", "--format-version", "1"], cwd=ROOT,
                              capture_output=True, text=True, check=True).stdout
    ours = {f"{package['name']} v{package['version']}" for package in json.loads(metadata)["packages"]}
    return len(found & ours), len(found - ours)


def wire():
    """How much of the protocol the tests of the wire crate go through, in their own words."""
    tally = sums("wire", ["cargo", "test", "-p", "moldau-wire", "--", "--nocapture"], CARGO_SUM, 900)
    text = (ROOT / "target" / "test-logs" / "wire.log").read_text(errors="replace")
    tally.notes += sorted(set(re.findall(r"covered: .*$", text, re.MULTILINE)))
    return tally
