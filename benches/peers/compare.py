"""Compares the release build with DuckDB and Polars on the same jobs, in turn; `benches/peers/run` prepares what it needs.

    compare.py [--scale F] [--rounds N] [--jobs 1,2,3,4,5] [--threads N] [--save]
    compare.py --memory [--scale F]     peak memory of ours while the input grows sixteenfold
    compare.py --small                  what one call costs when there is next to nothing to do
    compare.py --shares [--jobs 1]      which thread of ours takes how much of the processor's time, and what more threads would give
"""

import argparse
import dataclasses
import datetime
import importlib.metadata
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = ROOT / "benches" / "peers"
WORK = pathlib.Path(os.environ.get("YARDSTICK_DIR", ROOT / "target" / "peers")).resolve()
IESIZ = ROOT / "target" / "release" / "iesiz"
GENERATE = ROOT / "target" / "release" / "examples" / "generate"

USERS, PAYMENTS, VISITS = 1_000_000, 5_000_000, 3_000_000


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


def measure(command: list, **environment: str) -> tuple[Measure, str]:
    """Runs a command to its end; what it cost and what it printed. Both streams are short."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        child = subprocess.Popen(
            [str(part) for part in command], cwd=ROOT, stdout=out, stderr=errors, env={**os.environ, **environment}
        )
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
    out.with_name(out.name + ".run.json").unlink(missing_ok=True)


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


def memory(options: argparse.Namespace) -> dict:
    base, keys = generate(options.scale) / "payments.csv", key_file()
    out = WORK / "out" / "memory"
    out.parent.mkdir(parents=True, exist_ok=True)
    results, rows = {}, []
    for times in (1, 4, 16):
        path = WORK / f"payments-{times}x.csv"
        with open(path, "wb") as longer, open(base, "rb") as body:
            longer.write(body.readline())
            start = body.tell()
            for _ in range(times):
                body.seek(start)
                shutil.copyfileobj(body, longer, 1 << 24)
        count = round(PAYMENTS * options.scale) * times
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
        median, peak = statistics.median(run.wall for run in runs), max(run.peak_rss_kib for run in runs)
        rows.append([f"{times}x", f"{count:,}", f"{size / 1e6:.0f}", f"{peak / 1024:.0f}", f"{median:.2f}", f"{count / median:,.0f}"])
        results[times] = {"rows": count, "input_bytes": size, "rounds": [dataclasses.asdict(run) for run in runs]}
    print("\nJob 1 while its input grows")
    table(["input", "rows", "MB", "peak RSS MiB", "median s", "rows/s"], rows)
    return {"memory": results}


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
    shared = pathlib.Path("/dev/shm")
    where = shared if shared.is_dir() else WORK
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


PARTS = {
    "worker": "workers",
    "reader": "reader",
    "digest-out": "digest of the output",
    "digest": "digest of the inputs",
    "iesiz": "appender",
}
TICK = os.sysconf("SC_CLK_TCK")


def watch(command: list) -> tuple[dict[str, float], float]:
    """CPU seconds of each part of one run, read from the kernel while it lasts, and its wall time."""
    start = time.perf_counter()
    child = subprocess.Popen([str(part) for part in command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen: dict[str, tuple[str, int]] = {}
    while child.poll() is None:
        for task in pathlib.Path(f"/proc/{child.pid}/task").glob("*/stat"):
            try:
                # The name stands in brackets and may hold spaces; the 14th and 15th field are user and system time.
                name, rest = task.read_text().split("(", 1)[1].rsplit(")", 1)
            except (OSError, IndexError):
                continue
            fields = rest.split()
            seen[task.parent.name] = (name, int(fields[11]) + int(fields[12]))
        time.sleep(0.01)
    wall = time.perf_counter() - start
    if child.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {child.returncode}")
    seconds = dict.fromkeys(PARTS.values(), 0.0)
    for name, ticks in seen.values():
        part = next((part for word, part in PARTS.items() if name.startswith(word)), "appender")
        seconds[part] += ticks / TICK
    return seconds, wall


def shares(options: argparse.Namespace) -> dict:
    """The serial parts run on threads of their own beside the workers, so a run lasts no less than the longest of them all."""
    folder, keys, results = generate(options.scale), key_file(), {}
    for number in options.jobs:
        job = JOBS[number]
        inputs = [folder / name for name in job.inputs]
        warm(inputs)
        runs = []
        for place in [WORK / "out", pathlib.Path("/dev/shm")]:
            for _ in range(options.rounds):
                out = place / "iesiz-shares"
                out.parent.mkdir(parents=True, exist_ok=True)
                remove(out)
                os.sync()
                parts, wall = watch(apply(inputs, out, keys, options.threads, job.to))
                remove(out)
                runs.append({"place": str(place == WORK / "out" and "disk" or "memory"), "wall": wall, "cpu": parts})
        results[number] = runs
        on_disk = [run for run in runs if run["place"] == "disk"]
        cpu = {part: statistics.median(run["cpu"][part] for run in on_disk) for part in PARTS.values()}
        total = sum(cpu.values())
        print(f"\nJob {number}: {job.title}")
        table(["part", "CPU s", "share"], [[part, f"{each:.2f}", f"{100 * each / total:.1f} %"] for part, each in cpu.items()])
        serial = (cpu["reader"] + cpu["appender"]) / total
        print(f"  reader and appender: {100 * serial:.1f} % (goal: below 5 %)")
        for threads in (4, 8, 16):
            floor = {**cpu, "workers": cpu["workers"] / threads}
            limit = max(floor, key=floor.get)
            print(f"  {threads} threads on as many processors: {total / 2 / floor[limit]:.1f} times as fast as 2; the limit is the {limit}")
        walls = {place: statistics.median(run["wall"] for run in runs if run["place"] == place) for place in ("disk", "memory")}
        print(f"  wall time to disk {walls['disk']:.2f} s (with fsync), to memory {walls['memory']:.2f} s")
    return {"shares": results}


def said(*command) -> str:
    return subprocess.run(list(map(str, command)), cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def field(path: str, name: str) -> str | None:
    """The first value under a name in one of the kernel's lists."""
    try:
        lines = pathlib.Path(path).read_text().splitlines()
    except OSError:
        return None
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), None)


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
            **{name: importlib.metadata.version(name) for name in ("duckdb", "polars", "polars-hash")},
        },
    }


def numbers(text: str) -> list[int]:
    found = [int(part) for part in text.split(",")]
    if unknown := [number for number in found if number not in JOBS]:
        raise argparse.ArgumentTypeError(f"no job {unknown[0]}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Compares iesiz with DuckDB and Polars.")
    parser.add_argument("--scale", type=float, help="multiplies the rows of the inputs [1; 0.2 with --memory, 0.01 with --small]")
    parser.add_argument("--rounds", type=int, help="[5; 3 with --memory and --shares, 20 with --small]")
    parser.add_argument("--jobs", type=numbers, default=list(JOBS), metavar="1,2,3,4,5")
    parser.add_argument("--threads", type=int, default=2, help="on every side [2]")
    parser.add_argument("--save", action="store_true", help="every figure as JSON into benches/runs")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--memory", action="store_true", help="ours alone, with an input 1, 4 and 16 times as long")
    mode.add_argument("--small", action="store_true", help="ours alone, with next to nothing to do")
    mode.add_argument("--shares", action="store_true", help="ours alone, thread by thread")
    options = parser.parse_args()

    kind, job, scale, rounds = (
        ("-memory", memory, 0.2, 3)
        if options.memory
        else ("-small", small, 0.01, 20)
        if options.small
        else ("-shares", shares, 1.0, 3)
        if options.shares
        else ("", compare, 1.0, 5)
    )
    options.scale = options.scale or scale
    options.rounds = options.rounds or rounds

    about = circumstances(options)
    results = job(options)
    if options.save:
        folder = ROOT / "benches" / "runs"
        folder.mkdir(exist_ok=True)
        path = folder / f"{about['date'][:10]}-{said('git', 'rev-parse', '--short', 'HEAD')}{kind}.json"
        path.write_text(json.dumps(about | results, indent=1) + "\n")
        print(f"\nsaved {path.relative_to(ROOT)}")


main()
