"""Reads the samples and a release made of them; fails if an identifier of the samples occurs in the release.

Knows nothing of the tool: csv of the standard library for the samples, pyarrow for the release's cells, plain search for its bytes.
"""

import csv
import re
import sys
from pathlib import Path

import pyarrow.parquet as pq

EMAIL = re.compile(r"[^\s@<>:;,\"]+@[^\s@<>;,\"]+\.\w+")
IPV4 = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
DIGITS = re.compile(r"\d")
PEOPLE = {"Имя", "Фамилия", "Отчество", "full_name"}
PHONES = {"Телефон", "phone"}
IINS = {"ИИН плательщика"}
DIALECTS = {"users.csv": ";", "payments.csv": ",", "feedback.csv": ",", "visits.tsv": "\t"}


def rows(path, delimiter):
    with open(path, encoding="utf-8-sig", newline="") as file:
        quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        yield from csv.DictReader(file, delimiter=delimiter, quoting=quoting)


def identifiers(samples):
    """Emails, phone digits, IIN digits, IPs and names of the samples, each as a set of texts."""
    found = {"email": set(), "phone": set(), "iin": set(), "ip": set(), "name": set()}
    for name, delimiter in DIALECTS.items():
        for row in rows(samples / name, delimiter):
            for column, cell in row.items():
                cell = cell or ""
                found["email"].update(m.group().lower() for m in EMAIL.finditer(cell))
                found["ip"].update(IPV4.findall(cell) if "ip" in column.lower() else [])
                digits = "".join(DIGITS.findall(cell))
                if column in PHONES and len(digits) in (10, 11):
                    found["phone"].add(digits[-10:])
                if column in IINS and len(digits) == 12:
                    found["iin"].add(digits)
                if column in PEOPLE and "@" not in cell and not DIGITS.search(cell):
                    found["name"].update(word for word in re.findall(r"[^\W\d_]{4,}", cell))
    return found


def main(samples, release):
    wanted = identifiers(samples)
    print({kind: len(values) for kind, values in wanted.items()})
    assert len(wanted["email"]) > 1500 and len(wanted["phone"]) > 1500 and len(wanted["iin"]) > 500, "the samples were not understood"
    blobs = [(path.name, path.read_bytes()) for path in release.iterdir()]
    cells = set()
    for path in release.glob("*.parquet"):
        table = pq.read_table(path)
        for column in table.columns:
            cells.update(str(value) for value in column.unique().to_pylist() if value is not None)
    assert len(cells) > 10_000, "the release was not read"
    text = "\n".join(cells)
    digits = {re.sub(r"\D", "", cell) for cell in cells}
    words = set(re.findall(r"[^\W\d_]{4,}", text))
    # Names that are also words of towns and courses, which the profile keeps, say nothing of a person.
    public = set()
    for name, column, delimiter in (("users.csv", "Город", ";"), ("payments.csv", "course", ","), ("visits.tsv", "ym:s:regionCity", "\t"), ("feedback.csv", "topic", ",")):
        public.update(word for row in rows(samples / name, delimiter) for word in re.findall(r"[^\W\d_]{4,}", row[column] or ""))
    problems = []
    lower = text.lower()
    for kind in ("email", "ip"):
        problems += [(kind, "cell") for value in wanted[kind] if value in lower]
        problems += [(kind, name) for name, blob in blobs for value in wanted[kind] if value.encode() in blob]
    for kind in ("phone", "iin"):
        problems += [(kind, "cell") for value in wanted[kind] if any(value in run for run in digits if len(run) >= len(value))]
        problems += [(kind, name) for name, blob in blobs for value in wanted[kind] if value.encode() in blob]
    problems += [("name", "cell") for name in wanted["name"] & words - public]
    if problems:
        sys.exit(f"{len(problems)} identifiers of the samples are in the release: {sorted(set(problems))}")
    print(f"none of them in {len(blobs)} files and {len(cells)} distinct cells")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
