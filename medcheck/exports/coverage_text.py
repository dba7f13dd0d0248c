"""Coverage -> lines of aligned text: a line a class, its drugs by mechanism and by state."""

from collections.abc import Iterator

from medcheck.tables.class_coverage import Coverage


def coverage_text(found: Coverage) -> str:
    """Write how many drugs of each class have a warning by each mechanism, and how many have none."""
    return "".join(f"{line}\n" for line in lines_of(found))


def lines_of(found: Coverage) -> Iterator[str]:
    """Yield the heads, all drugs, each class, and the drugs of no class."""
    heads = ("drugs", *found.rows_by_mechanism, *found.every.by_state)
    named = [("all drugs", found.every), *((one.title, one) for one in found.classes), ("no class", found.classless)]
    widest = max(len(title) for title, _ in named)
    yield "  ".join(["class".ljust(widest), *heads])
    for title, group in named:
        counts = {"drugs": group.drugs, **group.by_mechanism, **group.by_state}
        cells = (f"{counts.get(head, 0):,}".rjust(len(head)) for head in heads)
        yield "  ".join([title.ljust(widest), *cells])
