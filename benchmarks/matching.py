"""Speed of name matching beside what a user would pick instead: the same names and entries, in one run, on one core.

make bench        prints a Markdown table: distinct entries a second, and how many times faster medcheck is
"""

import argparse
import random
import time
from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

import medcheck
from medcheck.names import key_of
from medcheck.tables import shipped

LETTERS = "aeiourstln"
TAILS = (" 20 mg tablet", " 10mg", "", " 40 MG Oral Tablet", " tabs 1 po bid")


def misspelt(name: str, rng: random.Random) -> str:
    """Return a name with one letter dropped, changed or swapped with the next."""
    place = rng.randrange(1, len(name) - 1)
    drop = name[:place] + name[place + 1 :]
    change = name[:place] + rng.choice(LETTERS) + name[place + 1 :]
    swap = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return rng.choice((drop, change, swap))


def entries_of(names: Sequence[str], count: int, rng: random.Random) -> list[tuple[str, str]]:
    """Return distinct pairs of a misspelt name and the entry that it stands in."""
    made: dict[str, str] = {}
    while len(made) < count:
        word = misspelt(rng.choice(names), rng)
        made[word] = word + rng.choice(TAILS)
    return list(made.items())


def seconds(task: Callable[[], object]) -> float:
    """Return how long a task takes."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def symspell(names: Sequence[str]) -> Callable[[Sequence[str]], object] | None:
    """Return a look-up by symspellpy over the same names, or None where it is not installed."""
    try:
        from symspellpy import SymSpell, Verbosity  # pyright: ignore[reportMissingImports]
    except ImportError:
        return None
    index = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for name in names:
        index.create_dictionary_entry(name, 1)
    return lambda words: [index.lookup(word, Verbosity.CLOSEST, max_edit_distance=2) for word in words]


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=20_000)
    chosen = options.parse_args()
    rng = random.Random(7)
    keys = sorted({key_of(name.name) for name in shipped().names} - {""})
    long_names = [key for key in keys if len(key) > 6]
    pairs = entries_of(long_names, chosen.entries, rng)
    words, lines = [word for word, _ in pairs], [line for _, line in pairs]
    medcheck.match_entries([lines[0]])  # builds the index
    own = len(lines) / seconds(lambda: medcheck.match_entries(lines))
    rates = {"medcheck, entry read and judged": own}
    if look_up := symspell(keys):
        rates["symspellpy, bare word"] = len(words) / seconds(lambda: look_up(words))
    few, fewer = words[:500], words[:50]
    rates["rapidfuzz cdist, OSA, 2 workers, bare word"] = len(few) / seconds(
        lambda: process.cdist(few, keys, scorer=OSA.distance, score_cutoff=2, workers=2, dtype=np.uint8)
    )
    rates["rapidfuzz extractOne, WRatio, bare word"] = len(fewer) / seconds(
        lambda: [process.extractOne(word, keys, scorer=fuzz.WRatio) for word in fewer]
    )
    print(f"{len(keys):,} names, {len(lines):,} distinct misspelt entries\n")
    print("| matcher | entries a second | medcheck is |\n|---|---|---|")
    for matcher, rate in rates.items():
        print(f"| {matcher} | {rate:,.0f} | {own / rate:,.1f} times as fast |")
    one = [seconds(lambda line=line: medcheck.match_entries([line])) for line in lines[:300]]
    print(f"\none warm entry: {1000 * sorted(one)[len(one) // 2]:.2f} ms (median)")


if __name__ == "__main__":
    main()
