"""Speed of name matching beside what a user would pick instead: the same names and entries, in one run.

make bench        prints a Markdown table: for each task the time by the clock and the CPU time of each matcher

CPU time is that of the process with all its threads, which other programs on the machine lengthen less than the clock.
medcheck reads, matches and judges whole entries ("simvastatn 40 MG Oral Tablet"); the others look up the bare word.
"""

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA
from symspellpy import SymSpell, Verbosity

import medcheck
from medcheck.naming.matches import shipped_matcher
from medcheck.naming.suggestions import SHORTEST, Suggestions
from medcheck.tables import shipped

LETTERS = "aeiourstln"
TAILS = (" 20 mg tablet", " 10mg", "", " 40 MG Oral Tablet", " tabs 1 po bid")
ROUNDS = 3  # of which the middle one counts
CHECK = [str(Path(sys.executable).with_name("medcheck")), "check", "Lipitor 40 mg"]
PANDAS = [sys.executable, "-c", "import pandas"]
# By a small process of its own: a child is told the peak memory of the process that started it as its own.
RUN = """
import os, resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, wall, used.ru_maxrss)
"""
Look = Callable[[Sequence[str]], object]


@dataclass(frozen=True, order=True)
class Spent:
    """Time that a task took, in seconds of CPU and by the clock."""

    cpu: float
    wall: float

    def a_piece(self, count: int) -> "Spent":
        """Return the time of one of so many."""
        return Spent(self.cpu / count, self.wall / count)


@dataclass(frozen=True)
class Matcher:
    """A matcher under measurement, how many entries it is given in a round, and what it is given of them."""

    name: str
    look: Look
    count: int
    whole_lines: bool = False


def misspelt(name: str, rng: random.Random) -> str:
    """Return a name with one letter dropped, changed or swapped with the next."""
    place = rng.randrange(1, len(name) - 1)
    drop = name[:place] + name[place + 1 :]
    change = name[:place] + rng.choice(LETTERS) + name[place + 1 :]
    swap = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return rng.choice((drop, change, swap))


def entries_of(names: Sequence[str], count: int, rng: random.Random) -> list[tuple[str, str]]:
    """Return distinct pairs of a misspelt name and the entry that it stands in."""
    long_names = [name for name in names if len(name) > 6]
    made: dict[str, str] = {}
    while len(made) < count:
        word = misspelt(rng.choice(long_names), rng)
        made[word] = word + rng.choice(TAILS)
    return list(made.items())


def spent(task: Callable[[], object]) -> Spent:
    """Return how long a task takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    task()
    return Spent(time.process_time() - cpu, time.perf_counter() - wall)


def percentile(taken: Sequence[Spent], share: float) -> Spent:
    """Return the time that this share of some times does not exceed, of CPU and clock each."""
    place = min(int(len(taken) * share), len(taken) - 1)
    return Spent(sorted(one.cpu for one in taken)[place], sorted(one.wall for one in taken)[place])


def symspell(names: Sequence[str]) -> Look:
    """Return a look-up by symspellpy."""
    index = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for name in names:
        index.create_dictionary_entry(name, 1)
    return lambda words: [index.lookup(word, Verbosity.CLOSEST, max_edit_distance=2) for word in words]


def matchers(names: Sequence[str], entries: int) -> tuple[Matcher, ...]:
    """Return medcheck and its peers, the slow ones with fewer entries."""
    return (
        Matcher("medcheck, entry read, matched and judged", medcheck.match_entries, entries, whole_lines=True),
        Matcher("symspellpy, bare word", symspell(names), entries),
        Matcher("rapidfuzz cdist, OSA, 2 workers, bare word", lambda words: process.cdist(
            words, names, scorer=OSA.distance, score_cutoff=2, workers=2, dtype=np.uint8), entries // 40),
        Matcher("rapidfuzz extractOne, WRatio, bare word", lambda words: [
            process.extractOne(word, names, scorer=fuzz.WRatio) for word in words], entries // 400),
    )  # fmt: skip


def batches(every: Sequence[Matcher], pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Spent]]:
    """Yield the time of one entry in a batch for each matcher; every round has entries of its own."""
    size = len(pairs) // ROUNDS
    taken: dict[str, list[Spent]] = {one.name: [] for one in every}
    for number in range(ROUNDS):
        part = pairs[number * size : (number + 1) * size]
        for one in every:
            asked = [line if one.whole_lines else word for word, line in part[: one.count]]
            taken[one.name].append(spent(lambda one=one, asked=asked: one.look(asked)).a_piece(len(asked)))
    for name, rounds in taken.items():
        yield name, percentile(rounds, 0.5)


def warm_entries(one: Matcher, pairs: Sequence[tuple[str, str]]) -> Spent:
    """Return the median time of entries that are looked up one by one."""
    return percentile([spent(lambda asked=asked: one.look([asked]))
                       for word, line in pairs for asked in [line if one.whole_lines else word]], 0.5)  # fmt: skip


def keystrokes(names: Sequence[str]) -> Spent:
    """Return the 95th percentile of the time of suggestions, each name typed letter by letter."""
    suggestions = Suggestions(shipped_matcher())
    suggestions.suggest("si")
    typed = [name[:length] for name in names for length in range(SHORTEST, len(name) + 1)]
    return percentile([spent(lambda start=start: suggestions.suggest(start)) for start in typed], 0.95)


def ran(command: Sequence[str]) -> tuple[Spent, float]:
    """Return the time and the peak memory in MB of a whole process."""
    told = subprocess.run([sys.executable, "-I", "-S", "-c", RUN, *command], capture_output=True, text=True, check=True)
    cpu, wall, memory = map(float, told.stdout.split())
    return Spent(cpu, wall), memory / 1024 / (1024 if sys.platform == "darwin" else 1)


def said(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:,.2f} {unit}"
    return f"{seconds * 1e6:,.0f} µs"


def times(ratio: float) -> str:
    """Return a ratio, with a decimal where it is small."""
    return f"{ratio:,.0f} times" if ratio >= 10 else f"{ratio:.1f} times"


def row(*cells: str) -> None:
    """Print a row of the table."""
    print(f"| {' | '.join(cells)} |", flush=True)


def print_batches(every: Sequence[Matcher], pairs: Sequence[tuple[str, str]]) -> None:
    """Print what one entry of a batch costs each matcher."""
    goals = ("", "4 times", "40 times", "1,000 times")
    own, *others = batches(every, pairs)
    for (name, taken), goal in zip((own, *others), goals, strict=True):
        than = f"{times(taken.cpu / own[1].cpu)} as fast" if goal else ""
        task = "" if goal else f"one of {len(pairs) // ROUNDS:,} distinct misspelt entries"
        row(task, name, said(taken.cpu), said(taken.wall), than, goal and f"{goal} as fast")


def print_single(every: Sequence[Matcher], pairs: Sequence[tuple[str, str]]) -> None:
    """Print what one warm entry costs medcheck and symspellpy, side by side."""
    own, other = (warm_entries(one, pairs) for one in every[:2])
    row("one warm entry, median", every[0].name, said(own.cpu), said(own.wall),
        f"{times(own.cpu / other.cpu)} symspellpy's time", "at most 4 times")  # fmt: skip
    row("", every[1].name, said(other.cpu), said(other.wall), "", "")


def print_processes(pairs: int) -> None:
    """Print what a whole run costs, beside one that only imports pandas."""
    runs = [(ran(CHECK), ran(PANDAS)) for _ in range(pairs + 1)][1:]  # the first pair fills the caches of the disk
    cpu = statistics.median(own.cpu / other.cpu for (own, _), (other, _) in runs)
    wall = statistics.median(own.wall / other.wall for (own, _), (other, _) in runs)
    for place, name in enumerate(('`medcheck check "Lipitor 40 mg"`', '`python -c "import pandas"`')):
        middle = percentile([run[place][0] for run in runs], 0.5)
        memory = max(run[place][1] for run in runs)
        than, goal = (f"{cpu:.2f} times its CPU time, {wall:.2f} by the clock", "at most 1.5 times, 200 MB")
        row(f"whole process, median of {pairs}", f"{name}, {memory:,.0f} MB", said(middle.cpu), said(middle.wall),
            *(("", "") if place else (than, goal)))  # fmt: skip


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--entries", type=int, default=20_000, help="distinct entries of a batch")
    options.add_argument("--pairs", type=int, default=15, help="pairs of whole processes")
    chosen = options.parse_args()
    keys = sorted(shipped_matcher().index.exact)
    pairs = entries_of(keys, ROUNDS * chosen.entries + 300, random.Random(7))
    every = matchers(keys, chosen.entries)
    medcheck.match_entries([pairs[0][1]])  # builds the index
    print(f"{len(keys):,} names.\n")
    row("task", "by", "CPU time", "by the clock", "medcheck", "goal")
    row(*["---"] * 6)
    print_batches(every, pairs[300:])
    print_single(every, pairs[:300])
    used = sorted(shipped().drugs.values(), key=lambda drug: shipped().use_order(drug.id))[:200]
    key = keystrokes([drug.inn for drug in used])
    row("suggestions at a keystroke, 95th percentile", "medcheck", said(key.cpu), said(key.wall), "", "under 5 ms")
    print_processes(chosen.pairs)


if __name__ == "__main__":
    main()
