"""Compares the release build with DuckDB and Polars on the same jobs, in turn; `benches/peers/run` prepares what it needs.

    compare.py [--scale F] [--rounds N] [--jobs 1,2,3,4,5] [--threads N] [--save]
    compare.py --memory [--scale F]     peak memory of ours while the input grows sixteenfold
    compare.py --small                  what one call costs when there is next to nothing to do
    compare.py --shares [--jobs 1]      which thread of ours takes how much of the processor's time, what more threads would give,
                                        and what writing to the disk costs
    compare.py --audit [--scale F]      how long the audit of a release takes beside the run that made it
"""

import argparse
import dataclasses
import datetime
import importlib.metadata
import importlib.util
import json
import os
import pathlib
import platform
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = ROOT / "benches" / "peers"
WORK = pathlib.Path(os.environ.get("YARDSTICK_DIR", ROOT / "target" / "peers")).resolve()
IESIZ = ROOT / "target" / "release" / "iesiz"
GENERATE = ROOT / "target" / "release" / "examples" / "generate"

SHARED_MEMORY = pathlib.Path("/dev/shm")

USERS, PAYMENTS, VISITS = 1_000_000, 5_000_000, 3_000_000
MEMORY_GOAL_MIB = 512
AUDIT_MEMORY_GOAL_MIB = 1024
AUDIT_GOAL = 2.0
SERIAL_GOAL = 0.05


@dataclasses.dataclass(frozen=True)
class Job:
    title: str
    name: str  # what the peers' scripts call it
    inputs: tuple[str, ...]
    to: str
    goals: dict[str, float]


JOBS = {
    1: Job(
        "payments, CSV to Parquet",
        "payments",
        ("payments.csv",),
        "parquet",
        {"duckdb": 0.22, "polars": 0.27, "faster copy": 0.55},
    ),
    2: Job(
        "payments, Parquet to Parquet",
        "payments",
        ("payments.parquet",),
        "parquet",
        {"duckdb": 0.20, "polars": 0.28, "faster copy": 0.90},
    ),
    3: Job(
        "visits, TSV to Parquet",
        "visits",
        ("visits.tsv",),
        "parquet",
        {"duckdb": 0.40, "polars": 0.45, "faster copy": 1.0},
    ),
    4: Job(
        "users, CSV to CSV",
        "users",
        ("users.csv",),
        "csv",
        {"duckdb": 0.35, "polars": 0.40, "faster copy": 0.90},
    ),
    5: Job(
        "users, payments and visits in one release",
        "release",
        ("users.csv", "payments.csv", "visits.tsv"),
        "parquet",
        {},
    ),
}

SIDES = ("ours", "duckdb", "polars", "duckdb copy", "polars copy")


@dataclasses.dataclass
class Measure:
    """One run of one side. `seconds` is what is compared: all of our process, but of a peer's only the job."""

    seconds: float
    wall: float
    user: float
    system: float
    peak_rss_kib: int
    output_bytes: int = 0

    @property
    def cpu(self) -> float:
        return self.user + self.system


def measure(command: list, watch: Callable[[int], None] = lambda _: None, **environment: str) -> tuple[Measure, str]:
    """Runs a command to its end; what it cost and what it printed. Both streams are short. `watch` is given the process's number."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        child = subprocess.Popen(
            [str(part) for part in command], cwd=ROOT, stdout=out, stderr=errors, env={**os.environ, **environment}
        )
        watch(child.pid)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        if child.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}\nended with {child.returncode}:\n{errors.read()}")
        return Measure(wall, wall, usage.ru_utime, usage.ru_stime, usage.ru_maxrss), out.read()


def generate(scale: float) -> pathlib.Path:
    """The inputs of this scale, made if they are missing; the folder appears when it is whole."""
    folder = WORK / f"data-{scale:g}"
    if folder.exists():
        return folder
    print(f"making {folder}", file=sys.stderr)
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    counts = []
    for table, rows in (("users", USERS), ("payments", PAYMENTS), ("visits", VISITS)):
        counts += [f"--{table}", str(max(1, round(rows * scale)))]
    for only in (["--only", "users,payments,visits"], ["--only", "payments", "--format", "parquet"]):
        subprocess.run([GENERATE, "--out", part, *counts, *only], check=True, stdout=subprocess.DEVNULL)
    part.rename(folder)
    return folder


def key_file() -> pathlib.Path:
    path = WORK / "keys.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([IESIZ, "keys", "new", path, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    return path


def warm(paths: list[pathlib.Path]) -> None:
    """Into the page cache: the disk is not what is compared."""
    for path in paths:
        with open(path, "rb", buffering=0) as file:
            while file.read(1 << 24):
                pass


def remove(out: pathlib.Path) -> None:
    shutil.rmtree(out, ignore_errors=True)
    out.with_name(f"_{out.name}.run.json").unlink(missing_ok=True)


def data_files(out: pathlib.Path) -> list[pathlib.Path]:
    return sorted(path for path in out.iterdir() if path.suffix in (".csv", ".parquet"))


def apply(inputs: list[pathlib.Path], out: pathlib.Path, keys: pathlib.Path, threads: int, to: str = "parquet") -> list:
    command = [IESIZ, "apply", *(f"{path.stem.split('-')[0]}={path}" for path in inputs)]
    command += ["--schema", "schemas", "--profile", "benches/peers/yardstick.toml", "--keys", keys]
    command += ["--storage-country", "KZ", "--out", out, "--threads", threads, "--to", to, "--quiet"]
    return command


def run_side(side: str, job: Job, inputs: list[pathlib.Path], keys: pathlib.Path, threads: int) -> Measure:
    out = WORK / "out" / side.replace(" ", "-")
    remove(out)
    if side == "ours":
        out.parent.mkdir(parents=True, exist_ok=True)
        command = apply(inputs, out, keys, threads, job.to)
    else:
        out.mkdir(parents=True)
        engine, _, copy = side.partition(" ")
        name = f"{job.name}-copy" if copy else job.name
        command = [sys.executable, PEERS / f"{engine}_jobs.py", name, *inputs, out]
    os.sync()  # so that nobody pays for what the one before left to be written
    result, printed = measure(command, YARDSTICK_THREADS=str(threads))
    if side != "ours":
        result.seconds = float(printed)
    result.output_bytes = sum(path.stat().st_size for path in data_files(out))
    return result


def verify() -> list[str]:
    """How the outputs of the three sides differ in shape."""
    sides = SIDES[:3]
    files = {side: data_files(WORK / "out" / side) for side in sides}
    shapes = {}
    for side in sides:
        found = subprocess.run([sys.executable, PEERS / "check.py", *files[side]], check=True, capture_output=True, text=True)
        shapes[side] = dict(zip((path.name for path in files[side]), json.loads(found.stdout)))
    if len({tuple(shape) for shape in shapes.values()}) > 1:
        return [f"files differ: {'; '.join(f'{side} {list(shapes[side])}' for side in sides)}"]
    differences = []
    for name in shapes["ours"]:
        for what in ("columns", "rows"):
            values = {side: shapes[side][name][what] for side in sides}
            if any(value != values["ours"] for value in values.values()):
                listed = "; ".join(f"{side} {value}" for side, value in values.items())
                differences.append(f"{name}: {what} differ: {listed}")
    return differences


def table(header: list[str], rows: list[list[str]]) -> None:
    widths = [max(len(row[at]) for row in [header, *rows]) for at in range(len(header))]
    for row in [header, *rows]:
        print("  " + "  ".join(f"{cell:<{w}}" if at == 0 else f"{cell:>{w}}" for at, (cell, w) in enumerate(zip(row, widths))))


def ratios(rounds: list[dict[str, Measure]]) -> dict[str, float]:
    """Ours through theirs, within a round, because the machine's pace changes between rounds; the median of the rounds."""
    against = {
        "duckdb": lambda r: r["duckdb"].seconds,
        "polars": lambda r: r["polars"].seconds,
        "faster copy": lambda r: min(r["duckdb copy"].seconds, r["polars copy"].seconds),
    }
    return {name: statistics.median(r["ours"].seconds / of(r) for r in rounds) for name, of in against.items()}


def report(number: int, job: Job, rounds: list[dict[str, Measure]]) -> dict[str, float]:
    print(f"\nJob {number}: {job.title}")
    rows = []
    for side in SIDES:
        runs = [r[side] for r in rounds]
        seconds = [run.seconds for run in runs]
        rows.append(
            [
                side,
                f"{statistics.median(seconds):.3f}",
                f"{min(seconds):.3f}",
                f"{max(seconds):.3f}",
                f"{statistics.median(run.cpu for run in runs):.2f}",
                f"{max(run.peak_rss_kib for run in runs) / 1024:.0f}",
                f"{runs[-1].output_bytes / 1e6:.1f}",
            ]
        )
    table(["side", "median s", "min s", "max s", "CPU s", "peak RSS MiB", "output MB"], rows)
    found = ratios(rounds)
    for name, ratio in found.items():
        goal = job.goals.get(name)
        verdict = "" if goal is None else f"   goal {goal:.2f}: {'met' if ratio <= goal else 'missed'}"
        print(f"  ours / {name:<12} {ratio:.3f}{verdict}")
    return found


def compare(options: argparse.Namespace) -> dict:
    folder, keys = generate(options.scale), key_file()
    results = {}
    for number in options.jobs:
        job = JOBS[number]
        inputs = [folder / name for name in job.inputs]
        warm(inputs)
        rounds = []
        for at in range(options.rounds):
            order = [SIDES[(at + step) % len(SIDES)] for step in range(len(SIDES))]
            done = {side: run_side(side, job, inputs, keys, options.threads) for side in order}
            rounds.append(done)
        found = report(number, job, rounds)
        differences = verify()
        for line in differences:
            print(f"  NOTE {line}")
        results[number] = {
            "title": job.title,
            "input_bytes": sum(path.stat().st_size for path in inputs),
            "rounds": [{side: dataclasses.asdict(run) for side, run in done.items()} for done in rounds],
            "ratios": found,
            "goals": job.goals,
            "differences": differences,
        }
    shutil.rmtree(WORK / "out", ignore_errors=True)
    return {"jobs": results}


def repeat_body(base: pathlib.Path, path: pathlib.Path, times: int) -> None:
    """The header once, the rows so many times."""
    with open(path, "wb") as longer, open(base, "rb") as body:
        longer.write(body.readline())
        start = body.tell()
        for _ in range(times):
            body.seek(start)
            shutil.copyfileobj(body, longer, 1 << 24)


def memory_verdict(peaks: dict[int, float]) -> dict:
    """Peaks in MiB, by how many times the input was as long."""
    within, more = peaks[16] <= MEMORY_GOAL_MIB, peaks[16] - peaks[4]
    print(f"  16x within {MEMORY_GOAL_MIB} MiB: {'yes' if within else 'no'} ({peaks[16]:.0f} MiB)")
    print(f"  16x against 4x: {more:+.0f} MiB ({100 * more / peaks[4]:+.1f} %)")
    return {"goal_mib": MEMORY_GOAL_MIB, "within": within, "16x_over_4x_mib": more}


def memory(options: argparse.Namespace) -> dict:
    base, keys = generate(options.scale) / "payments.csv", key_file()
    out = WORK / "out" / "memory"
    out.parent.mkdir(parents=True, exist_ok=True)
    results, rows, peaks = {}, [], {}
    for times in (1, 4, 16):
        path = WORK / f"payments-{times}x.csv"
        repeat_body(base, path, times)
        count = max(1, round(PAYMENTS * options.scale)) * times
        warm([path])
        runs = []
        for _ in range(options.rounds):
            remove(out)
            os.sync()
            run, _ = measure(apply([path], out, keys, options.threads))
            run.output_bytes = sum(file.stat().st_size for file in data_files(out))
            runs.append(run)
        remove(out)
        size = path.stat().st_size
        path.unlink()
        median = statistics.median(run.wall for run in runs)
        peaks[times] = max(run.peak_rss_kib for run in runs) / 1024
        figures = [f"{size / 1e6:.0f}", f"{peaks[times]:.0f}", f"{median:.2f}", f"{count / median:,.0f}"]
        rows.append([f"{times}x", f"{count:,}", *figures])
        results[times] = {"rows": count, "input_bytes": size, "rounds": [dataclasses.asdict(run) for run in runs]}
    print("\nJob 1 while its input grows")
    table(["input", "rows", "MB", "peak RSS MiB", "median s", "rows/s"], rows)
    return {"memory": results, "verdict": memory_verdict(peaks)}


def first_rows(source: pathlib.Path, target: pathlib.Path, count: int) -> None:
    """The header and the first rows, whole: a quoted cell may hold line breaks."""
    with open(source, "rb") as lines, open(target, "wb") as out:
        out.write(lines.readline())
        inside = False
        for line in lines:
            out.write(line)
            inside ^= line.count(b'"') % 2 == 1
            count -= not inside
            if count == 0:
                return


def small(options: argparse.Namespace) -> dict:
    source, keys = generate(options.scale) / "payments.csv", key_file()
    where = SHARED_MEMORY if SHARED_MEMORY.is_dir() else WORK
    results, rows = {}, []
    with tempfile.TemporaryDirectory(dir=where) as folder:
        path, out = pathlib.Path(folder) / "payments.csv", pathlib.Path(folder) / "out"
        first_rows(source, path, 100)
        for title, command in (
            ("iesiz --help", [IESIZ, "--help"]),
            ("iesiz apply, 100 payments", apply([path], out, keys, options.threads)),
        ):
            runs = []
            for _ in range(options.rounds):
                remove(out)
                runs.append(measure(command)[0])
            walls = [run.wall * 1000 for run in runs]
            rows.append([title, f"{statistics.median(walls):.1f}", f"{min(walls):.1f}", f"{max(walls):.1f}"])
            results[title] = [dataclasses.asdict(run) for run in runs]
    print("\nSmall calls")
    table(["call", "median ms", "min ms", "max ms"], rows)
    return {"small": results}


# Parts that have one thread each, however many workers there are.
SINGLE = ("reader", "appender", "digest of inputs", "digest of output")
TICK = os.sysconf("SC_CLK_TCK")


def part_of(name: str, main: bool) -> str:
    """What a thread does, by its name; the main thread appends and syncs."""
    if main:
        return "appender"
    if name.startswith("worker-"):
        return "workers"
    return {"reader": "reader", "digest": "digest of inputs", "digest-out": "digest of output"}.get(name, "other threads")


def look(process: int, seen: dict) -> None:
    """Part and CPU seconds of every thread there is now; one that has ended keeps what was seen of it last."""
    for thread in os.listdir(f"/proc/{process}/task"):
        try:
            stat = pathlib.Path(f"/proc/{process}/task/{thread}/stat").read_text()
        except OSError:
            continue
        # The name stands in brackets and may hold spaces. After it: fields 14 and 15, user and system time; field 22, the start,
        # which tells a thread from a later one with the same number.
        name, rest = stat.split("(", 1)[1].rsplit(")", 1)
        fields = rest.split()
        ticks = int(fields[11]) + int(fields[12])
        seen[thread, fields[19]] = (part_of(name, int(thread) == process), ticks / TICK)


def look_until_end(process: int, seen: dict) -> None:
    ended = os.pidfd_open(process)
    try:
        while not select.select([ended], [], [], 0.01)[0]:
            look(process, seen)
        look(process, seen)  # the main thread can still be read until the process is waited for
    finally:
        os.close(ended)


def run_watched(command: list) -> tuple[Measure, dict[str, float]]:
    """What a run cost, and the CPU seconds of its parts.

    The kernel cuts a thread's user and system time to whole ticks, and a thread works on after the last look at it: what the parts
    lack of the whole process's time is `unattributed`.
    """
    seen: dict = {}
    run, _ = measure(command, lambda process: look_until_end(process, seen))
    parts = dict.fromkeys(("workers", *SINGLE, "other threads"), 0.0)
    for part, seconds in seen.values():
        parts[part] += seconds
    parts["unattributed"] = max(0.0, run.cpu - sum(parts.values()))
    return run, parts


def least_wall(parts: dict[str, float], threads: int) -> tuple[float, str]:
    """On as many processors as threads, a run lasts no less than all its work shared evenly, nor than any part that has one thread.

    The first bound holds for the workers too: their work is a part of all.
    """
    bounds = {"processors, all busy": sum(parts.values()) / threads, **{part: parts[part] for part in SINGLE}}
    limit = max(bounds, key=bounds.get)
    return bounds[limit], limit


def speed_ups(parts: dict[str, float]) -> dict[int, dict]:
    base, _ = least_wall(parts, 2)
    found = {}
    for threads in (4, 8, 16):
        wall, limit = least_wall(parts, threads)
        found[threads] = {"times": base / wall, "limit": limit}
    return found


def places(scratch: pathlib.Path, inputs: list[pathlib.Path]) -> dict[str, pathlib.Path]:
    """Where the output goes: to the disk, and to memory if there is room for staging beside it."""
    found = {"disk": WORK / "out"}
    needed = 2 * sum(path.stat().st_size for path in inputs)
    if scratch.is_relative_to(SHARED_MEMORY) and shutil.disk_usage(scratch).free > needed:
        found["memory"] = scratch
    else:
        print("  NOTE no /dev/shm or no room in it: the cost of writing to the disk is not measured", file=sys.stderr)
    return found


def rounds_of_shares(options: argparse.Namespace, job: Job, inputs: list, keys: pathlib.Path, to: dict) -> list[dict]:
    """The places take turns, another one begins each round."""
    rounds = []
    for at in range(options.rounds):
        done = {}
        for place in list(to) if at % 2 == 0 else reversed(to):
            out = to[place] / "shares"
            out.parent.mkdir(parents=True, exist_ok=True)
            remove(out)
            os.sync()
            run, parts = run_watched(apply(inputs, out, keys, options.threads, job.to))
            run.output_bytes = sum(path.stat().st_size for path in data_files(out))
            remove(out)
            done[place] = {**dataclasses.asdict(run), "parts": parts}
        rounds.append(done)
    return rounds


def report_shares(number: int, job: Job, rounds: list[dict]) -> dict:
    runs = [done["disk"] for done in rounds]
    parts = {part: statistics.median(run["parts"][part] for run in runs) for part in runs[0]["parts"]}
    total = sum(parts.values())
    print(f"\nJob {number}: {job.title}")
    shown = [part for part in parts if parts[part] > 0 or part in ("workers", *SINGLE)]
    table(["part", "CPU s", "share"], [[part, f"{parts[part]:.2f}", f"{100 * parts[part] / total:.1f} %"] for part in shown])
    serial = (parts["reader"] + parts["appender"]) / total
    vague = parts["unattributed"] / total > SERIAL_GOAL
    verdict = "too short a run to tell" if vague else "met" if serial < SERIAL_GOAL else "missed"
    print(f"  reader and appender {100 * serial:.1f} %   goal below {100 * SERIAL_GOAL:.0f} %: {verdict}")
    more = speed_ups(parts)
    print("  reckoned from these shares, as many processors as threads, against 2:")
    rows = [[str(threads), f"{to['times']:.1f}", to["limit"]] for threads, to in more.items()]
    table(["threads", "times as fast, at most", "limit"], rows)
    walls = {place: statistics.median(done[place]["wall"] for done in rounds) for place in rounds[0]}
    result = {"parts": parts, "serial": serial, "speed_ups": more, "walls": walls}
    if "memory" in walls:
        # Within a round, because the machine's pace changes between rounds.
        result["disk_costs"] = statistics.median(done["disk"]["wall"] - done["memory"]["wall"] for done in rounds)
        cost = result["disk_costs"]
        print(f"  to disk with fsync {walls['disk']:.3f} s, to memory {walls['memory']:.3f} s: the disk costs {cost:+.3f} s", end="")
        print(f" ({100 * cost / walls['disk']:+.1f} %)")
    return result


def shares(options: argparse.Namespace) -> dict:
    folder, keys, results = generate(options.scale), key_file(), {}
    for number in options.jobs:
        job = JOBS[number]
        inputs = [folder / name for name in job.inputs]
        warm(inputs)
        with tempfile.TemporaryDirectory(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else WORK) as scratch:
            rounds = rounds_of_shares(options, job, inputs, keys, places(pathlib.Path(scratch), inputs))
        found = report_shares(number, job, rounds)
        size = sum(path.stat().st_size for path in inputs)
        results[number] = {"title": job.title, "input_bytes": size, **found, "rounds": rounds}
    shutil.rmtree(WORK / "out", ignore_errors=True)
    return {"shares": results}


def audit(options: argparse.Namespace) -> dict:
    """Release and audit in turn; then once more with the source to look for."""
    source, keys = generate(options.scale) / "payments.csv", key_file()
    out = WORK / "out" / "audit"
    out.parent.mkdir(parents=True, exist_ok=True)
    make = [IESIZ, "apply", f"payments={source}", "--schema", "schemas", "--profile", "warehouse", "--keys", keys, "--out", out, "--quiet"]
    look = [IESIZ, "audit", out, "--json", "--quiet"]
    threads = ["--threads", options.threads]
    warm([source])
    rounds, report = [], {}
    for _ in range(options.rounds):
        remove(out)
        os.sync()
        made, _ = measure(make + threads)
        looked, text = measure(look + threads)
        report = json.loads(text)
        rounds.append({"apply": made, "audit": looked})
    against, text = measure(look + threads + ["--against", source])
    against_coverage = json.loads(text)["coverage"]
    remove(out)
    ratios = [round_["audit"].wall / round_["apply"].wall for round_ in rounds]
    ratio, peak = statistics.median(ratios), max(round_["audit"].peak_rss_kib for round_ in rounds) / 1024
    coverage, alarms = report["coverage"], [found for found in report["findings"] if found["severity"] == "finding"]
    print(f"\nAudit of a release of {round(PAYMENTS * options.scale):,} rows, {coverage['cells']:,} cells: {report['verdict']}, {len(alarms)} false alarms")
    of = lambda name: statistics.median(round_[name].wall for round_ in rounds)
    table(
        ["", "median s", "peak RSS MiB"],
        [
            ["apply", f"{of('apply'):.1f}", f"{max(round_['apply'].peak_rss_kib for round_ in rounds) / 1024:.0f}"],
            ["audit", f"{of('audit'):.1f}", f"{peak:.0f}"],
            ["audit --against", f"{against.wall:.1f}", f"{against.peak_rss_kib / 1024:.0f}"],
        ],
    )
    print(f"  audit / apply: {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f}), goal {AUDIT_GOAL:g}")
    print(f"  memory: {peak:.0f} MiB, goal {AUDIT_MEMORY_GOAL_MIB}; {against_coverage['source_values']:,} values of the source asked for")
    return {
        "audit": [{name: dataclasses.asdict(run) for name, run in round_.items()} for round_ in rounds],
        "against": dataclasses.asdict(against) | {"source_values": against_coverage["source_values"]},
        "coverage": coverage,
        "verdict": {"goal": AUDIT_GOAL, "ratio": ratio, "false_alarms": len(alarms), "peak_mib": peak, "goal_mib": AUDIT_MEMORY_GOAL_MIB},
    }


def said(*command) -> str:
    return subprocess.run(list(map(str, command)), cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def field(path: str, name: str) -> str | None:
    """The first value under a name in one of the kernel's lists."""
    try:
        lines = pathlib.Path(path).read_text().splitlines()
    except OSError:
        return None
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), None)


def installed(name: str) -> bool:
    return importlib.util.find_spec(name.replace("-", "_")) is not None


def circumstances(options: argparse.Namespace) -> dict:
    return {
        "date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "commit": said("git", "rev-parse", "HEAD"),
        "dirty": bool(said("git", "status", "--porcelain", "--", ".", ":!benches/runs")),
        "options": {name: getattr(options, name) for name in ("scale", "rounds", "jobs", "threads")},
        "machine": {
            "cpu": field("/proc/cpuinfo", "model name"),
            "cores": os.cpu_count(),
            "ram": field("/proc/meminfo", "MemTotal"),
            "kernel": platform.release(),
        },
        "versions": {
            "rustc": said("rustc", "--version"),
            "iesiz": said(IESIZ, "--version"),
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in ("duckdb", "polars", "polars-hash") if installed(name)},
        },
    }


def numbers(text: str) -> list[int]:
    found = [int(part) for part in text.split(",")]
    if unknown := [number for number in found if number not in JOBS]:
        raise argparse.ArgumentTypeError(f"no job {unknown[0]}")
    return found


@dataclasses.dataclass(frozen=True)
class Mode:
    run: Callable[[argparse.Namespace], dict]
    suffix: str  # of the file that `--save` writes
    scale: float
    rounds: int
    jobs: tuple[int, ...]


MODES = {
    "compare": Mode(compare, "", 1.0, 5, tuple(JOBS)),
    "memory": Mode(memory, "-memory", 0.2, 3, (1,)),
    "small": Mode(small, "-small", 0.01, 20, (1,)),
    "audit": Mode(audit, "-audit", 1.0, 3, (1,)),
    "shares": Mode(shares, "-shares", 1.0, 3, (1, 2, 3, 4)),
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compares iesiz with DuckDB and Polars.")
    parser.add_argument("--scale", type=float, help="multiplies the rows of the inputs [1; 0.2 with --memory, 0.01 with --small]")
    parser.add_argument("--rounds", type=int, help="[5; 3 with --memory and --shares, 20 with --small]")
    parser.add_argument("--jobs", type=numbers, metavar="1,2,3,4,5", help="[all; 1,2,3,4 with --shares; the others are of job 1]")
    parser.add_argument("--threads", type=int, default=2, help="on every side [2]")
    parser.add_argument("--save", action="store_true", help="every figure as JSON into benches/runs")
    mode = parser.add_mutually_exclusive_group()
    for name, what in (
        ("memory", "ours alone, with an input 1, 4 and 16 times as long"),
        ("small", "ours alone, with next to nothing to do"),
        ("audit", "ours alone: the audit of a release beside the run that made it"),
        ("shares", "ours alone, thread by thread, to disk and to memory"),
    ):
        mode.add_argument(f"--{name}", dest="mode", action="store_const", const=name, default="compare", help=what)
    options = parser.parse_args()
    mode = MODES[options.mode]
    if options.jobs and options.mode in ("memory", "small", "audit"):
        parser.error(f"--{options.mode} is of job 1 alone")
    options.scale, options.rounds = options.scale or mode.scale, options.rounds or mode.rounds
    options.jobs = options.jobs or list(mode.jobs)
    return options


def main() -> None:
    options = arguments()
    mode = MODES[options.mode]
    about = circumstances(options)
    results = mode.run(options)
    if options.save:
        folder = ROOT / "benches" / "runs"
        folder.mkdir(exist_ok=True)
        path = folder / f"{about['date'][:10]}-{said('git', 'rev-parse', '--short', 'HEAD')}{mode.suffix}.json"
        path.write_text(json.dumps(about | results, indent=1) + "\n")
        print(f"\nsaved {path.relative_to(ROOT)}")


main()
