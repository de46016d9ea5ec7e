"""The fuzz targets of fuzz/, each for FUZZ_S seconds (600 if not set), FUZZ_JOBS at once (as many as there are cores)."""

import concurrent.futures
import functools
import os
import re
import shutil

from .cargo import TARGET, tool
from .running import LOGS, ROOT, Tally, run

FUZZ = ROOT / "fuzz"
SECONDS = int(os.environ.get("FUZZ_S", "600"))
JOBS = int(os.environ.get("FUZZ_JOBS", str(os.cpu_count() or 1)))
INPUT_MAX = 65_536
MEMORY_MIB_MAX = 2_048
# The state after the last input, e.g. "#1234 DONE cov: 567 ft: 890 corp: 12/3456b ...", and the sums behind it.
DONE = re.compile(r"^#\d+\s+DONE\s+cov: (\d+) ft: (\d+) corp: (\d+)/(\S+)", re.MULTILINE)
STAT = re.compile(r"^stat::(\w+):\s+(\d+)$", re.MULTILINE)


def targets():
    """The names of the targets."""
    return sorted(path.stem for path in (FUZZ / "fuzz_targets").glob("*.rs"))


@functools.cache
def build():
    """Builds all targets, once; whether that worked."""
    path = tool("cargo-fuzz")
    if path is None:
        return False
    # cargo finds a subcommand by the name of its program.
    env = {"PATH": f"{path.parent}{os.pathsep}{os.environ['PATH']}"}
    code, _ = run("fuzz-build", ["cargo", "+nightly", "fuzz", "build"], 3600, env, cwd=FUZZ)
    return code == 0


def fuzz(target):
    """One target: passed if it found nothing. The first call sets all going that are asked for."""
    if not build():
        return Tally(failed=1, notes=["not built: see target/test-logs/fuzz-build.log"])
    return under_way()[target].result()


@functools.cache
def under_way():
    """The runs of all targets that are asked for, so many at once."""
    only = tuple(filter(None, os.environ.get("MOLDAU_TEST_ONLY", "").split(",")))
    chosen = [name for name in targets() if not only or name.startswith(only)]
    # All copies first: a file that is still open for writing in a child of this process can't be started.
    programs = {name: shutil.copy2(FUZZ / "target" / TARGET / "release" / name, LOGS / f"fuzz-{name}") for name in chosen}
    pool = concurrent.futures.ThreadPoolExecutor(max_workers=JOBS)
    return {name: pool.submit(fuzz_alone, name, program) for name, program in programs.items()}


def fuzz_alone(target, program):
    """Runs one target to its end. `program` is a copy of its own, so that a later build can't replace what runs."""
    corpus, artifacts = FUZZ / "corpus" / target, FUZZ / "artifacts" / target
    for directory in (corpus, artifacts):
        directory.mkdir(parents=True, exist_ok=True)
    command = [str(program), str(corpus), f"-artifact_prefix={artifacts}/", f"-max_total_time={SECONDS}",
               f"-max_len={INPUT_MAX}", f"-rss_limit_mb={MEMORY_MIB_MAX}", "-print_final_stats=1"]
    try:
        code, text = run(target, command, SECONDS + 600)
    finally:
        program.unlink(missing_ok=True)
    return verdict(code, text)


def verdict(code, text):
    """Passed or failed, with libFuzzer's figures."""
    stats = dict(STAT.findall(text))
    done = DONE.search(text)
    figures = f"{int(stats.get('number_of_executed_units', 0)):,} inputs"
    if done:
        figures += f", {done[1]} edges and {done[2]} features covered, {done[3]} inputs kept"
    if "peak_rss_mb" in stats:
        figures += f", at most {stats['peak_rss_mb']} MiB"
    found = re.findall(r"^(?:SUMMARY: .*|.*panicked at .*)$", text, re.MULTILINE)
    if code == 0 and done:
        return Tally(passed=1, notes=[f"{SECONDS} s, {figures}: no finding"])
    return Tally(failed=1, notes=[f"{figures}: {line}" for line in found or [f"ended with {code}"]])
