"""How the cost of matching grows with the number of names and of entries.

make bench        prints two Markdown tables, and the charts of the README as Mermaid blocks

Every entry is distinct and misspelt, and is read, matched and judged. CPU time is that of the process.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from matching import Spent, entries_of, percentile, row, said, spent

from medcheck.naming.index import NameIndex
from medcheck.naming.matches import Matcher
from medcheck.reading.lines import read_entry
from medcheck.tables import shipped

NAMES = (2_000, 4_000, 8_000, 16_000, 33_000)
ENTRIES = (100, 1_000, 10_000, 100_000)
BATCH = 5_000  # entries for every number of names
SINGLES = 200


@dataclass(frozen=True)
class Cost:
    """What a number of names or entries costs: the index, one entry of a batch, one entry alone."""

    count: int
    build: Spent
    entry: Spent
    alone: Spent


def matcher_of(names: Sequence[str]) -> Matcher:
    """Return a matcher that knows these names only, its index not yet built."""
    index = NameIndex(shipped())
    index.exact = {name: index.exact[name] for name in names}
    return Matcher(shipped(), index)


def match(matcher: Matcher, lines: Sequence[str]) -> object:
    """Read lines and resolve them."""
    return matcher.match([read_entry(line, number, shipped()) for number, line in enumerate(lines, start=1)])


def cost(names: Sequence[str], entries: int, rng: random.Random) -> Cost:
    """Return what so many entries cost among these names."""
    lines = [line for _, line in entries_of(names, entries + SINGLES + 1, rng)]
    matcher = matcher_of(names)
    build = spent(lambda: match(matcher, lines[:1]))
    alone = percentile([spent(lambda line=line: match(matcher, [line])) for line in lines[1 : SINGLES + 1]], 0.5)
    batch = spent(lambda: match(matcher, lines[SINGLES + 1 :]))
    return Cost(len(names), build, batch.a_piece(entries), alone)


def chart(title: str, axis: str, counts: Sequence[int], costs: Sequence[Cost]) -> None:
    """Print the CPU time of one entry of a batch as a Mermaid chart."""
    times = [one.entry.cpu * 1e6 for one in costs]
    print(f'\n```mermaid\nxychart-beta\n    title "{title}"')
    print(f'    x-axis "{axis}" [{", ".join(f"{count:_}".replace("_000", "k") for count in counts)}]')
    print(f'    y-axis "µs of CPU time an entry" 0 --> {max(times) * 1.2:.0f}')
    print(f"    line [{', '.join(f'{time:.0f}' for time in times)}]\n```")


def main() -> None:
    """Measure and print the tables and charts."""
    rng = random.Random(11)
    every = sorted(NameIndex(shipped()).exact)
    counts = [min(count, len(every)) for count in NAMES]
    row("names", "index built", "an entry of a batch", "by the clock", "one warm entry", "by the clock")
    row(*["---:"] * 6)
    by_names: list[Cost] = []
    for count in counts:
        one = cost(sorted(rng.sample(every, count)), BATCH, rng)
        by_names.append(one)
        row(f"{count:,}", said(one.build.cpu), said(one.entry.cpu), said(one.entry.wall), said(one.alone.cpu),
            said(one.alone.wall))  # fmt: skip
    print()
    row("entries", "all", "an entry", "by the clock")
    row(*["---:"] * 4)
    by_entries: list[Cost] = []
    for count in ENTRIES:
        one = cost(every, count, rng)
        by_entries.append(one)
        row(f"{count:,}", said(one.entry.cpu * count), said(one.entry.cpu), said(one.entry.wall))
    chart("Cost of an entry by the number of names", "names", counts, by_names)
    chart("Cost of an entry by the number of entries", "distinct misspelt entries", ENTRIES, by_entries)


if __name__ == "__main__":
    main()
