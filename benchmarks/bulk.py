"""Screening a register beside what pandas needs to read and write the same table with the result columns.

    python benchmarks/bulk.py --rows 1000000

Prints a Markdown table: few and many different entries, by one process and by two, with the peak memory. The tables are
made in a temporary folder. With --dask it is the Dask engine on one and on two workers that is timed.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from medcheck.batch import COLUMNS
from medcheck.tables import shipped

FORMS = ("tablet", "capsule", "Oral Tablet", "injection", "tabs 1 po bd", "once daily")


def entries_of(count: int, rng: random.Random) -> list[str]:
    """Return so many different entries: names as they are and misspelt, with strengths and forms."""
    names = sorted({name.name for name in shipped().names if len(name.name) > 6})
    made: dict[str, None] = {}
    while len(made) < count:
        name = rng.choice(names)
        place = rng.randrange(1, len(name) - 1)
        name = rng.choice((name, name, name[:place] + name[place + 1 :]))
        made[f"{name} {rng.randrange(1, 200) * 5} MG {rng.choice(FORMS)}"] = None
    return list(made)


def register(rows: int, different: int) -> pd.DataFrame:
    """Return a register of medication rows."""
    rng = random.Random(7)
    entries = entries_of(different, rng)
    drugs = entries if different == rows else rng.choices(entries, k=rows)
    return pd.DataFrame({
        "patient": [f"P{rng.randrange(10**6):06}" for _ in range(rows)],
        "start": [f"20{rng.randrange(10, 26)}-{rng.randrange(1, 13):02}-01" for _ in range(rows)],
        "description": drugs,
        "dispenses": [str(rng.randrange(1, 12)) for _ in range(rows)],
        "reason": rng.choices(["Hypertension", "Hyperlipidaemia", "", "Type 2 diabetes, with complications"], k=rows),
    }, dtype="str")  # fmt: skip


def by_pandas(source: Path, screened: Path, goal: Path) -> float:
    """Return how long pandas takes to read the table and to write it with the result columns."""
    answers = pd.read_csv(screened, dtype="str", keep_default_na=False)[COLUMNS]
    start = time.perf_counter()
    frame = pd.read_csv(source, dtype="str", keep_default_na=False)
    pd.concat([frame, answers], axis=1).to_csv(goal, index=False)
    return time.perf_counter() - start


def by_medcheck(source: Path, goal: Path, *options: str) -> tuple[float, float]:
    """Return how long a whole run takes, and its peak memory in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    start = time.perf_counter()
    command = [sys.executable, "-m", "medcheck.cli", "screen", str(source), "-o", str(goal), "--column", "description"]
    subprocess.run([*command, *options], check=True, capture_output=True)
    took = time.perf_counter() - start
    return took, max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1000


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--dask", action="store_true")
    chosen = options.parse_args()
    rows = chosen.rows
    print(f"| {rows:,} rows | pandas reads and writes | medcheck screen | times | peak so far |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        source, goal = Path(folder) / "in.csv", Path(folder) / "out.csv"
        for different in (rows // 50, rows):
            register(rows, different).to_csv(source, index=False)
            for workers in ("1", "2"):
                engine = ("--engine", "dask") if chosen.dask else ()
                took, peak = by_medcheck(source, goal, "--workers", workers, *engine)
                plain = by_pandas(source, goal, Path(folder) / "plain.csv")
                row = f"{plain:.1f} s | {took:.1f} s | {took / plain:.2f} | {peak:,.0f} MB"
                print(f"| {different:,} different, workers {workers} | {row} |", flush=True)


if __name__ == "__main__":
    main()
