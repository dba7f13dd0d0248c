"""Delimited text (CSV and its kin): the column of the medicines is told by its cells, those beside it by title."""

from collections import Counter
from collections.abc import Mapping, Sequence

from medcheck.entries import Entry, read_entry, with_dates
from medcheck.readers import text
from medcheck.readers.reading import Choice, Content, ReadError, Reading, Recognise, Unused
from medcheck.readers.rows import Table, delimiter_of, is_spaced, read_table
from medcheck.readers.titles import is_title, role_of
from medcheck.tables import Tables

SAMPLE_CELLS = 200
LEAST_SHARE = 0.2  # of the cells of a column that must be medicines


def can_read(content: Content) -> bool:
    """Say whether the lines have the same number of cells under some delimiter, or a column was chosen."""
    return content.choice.column is not None or delimiter_of(content.text) is not None


def read(content: Content) -> Reading:
    """Read the rows of the medicine column with the dose and the dates beside it."""
    table = read_table(content.text, content.file, content.recognise)
    shares = [share_of_medicines(column(table, place), content.recognise) for place in range(len(table.header))]
    if content.choice.column is None and looks_like_a_typed_list(table, shares, content.text):
        return text.read(content)
    titles = different(table.header)
    place = chosen_column(titles, shares, content.file, content.choice)
    roles = roles_of(titles, place)
    say = content.tables.say
    above = [Unused(number, line, say("unused.above")) for number, line in enumerate(table.before, start=1)]
    blank = [Unused(number, " ".join(cells).strip(), say("unused.blank"))
             for number, cells in table.rows if not cells[place].strip()]  # fmt: skip
    entries = tuple(entry_of(number, cells, place, roles, content.tables) for number, cells in table.rows
                    if cells[place].strip())  # fmt: skip
    return Reading("delimited text", entries, (*above, *blank), titles, titles[place],
                   tuple(cells for _, cells in table.rows[:5]))  # fmt: skip


def roles_of(titles: Sequence[str], medicines: int) -> dict[str, int]:
    """Return the place of the first column of each role beside the column of the medicines."""
    found: dict[str, int] = {}
    for place, title in enumerate(titles):
        if place != medicines and (role := role_of(title)):
            found.setdefault(role, place)
    return found


def different(header: Sequence[str]) -> tuple[str, ...]:
    """Return the titles with a number behind each that stood before, so that every column can be chosen."""
    seen: Counter[str] = Counter()
    titles = []
    for title in header:
        seen[title] += 1
        titles.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
    return tuple(titles)


def entry_of(number: int, cells: Sequence[str], place: int, roles: Mapping[str, int], tables: Tables) -> Entry:
    """Return the entry of one row: its medicine with strength and directions beside it, and its dates."""
    told = {role: cells[where].strip() for role, where in roles.items()}
    raw = " ".join(filter(None, (cells[place].strip(), told.get("strength"), told.get("directions"))))
    return with_dates(read_entry(raw, number, tables), told.get("start", ""), told.get("stop", ""))


def column(table: Table, place: int) -> list[str]:
    """Return the cells of a column that are not blank, each once, up to the size of a sample."""
    return list(dict.fromkeys(cells[place].strip() for _, cells in table.rows if cells[place].strip()))[:SAMPLE_CELLS]


def share_of_medicines(cells: Sequence[str], recognise: Recognise) -> float:
    """Return which share of the cells are medicines, from 0 to 1."""
    return sum(recognise(cells)) / len(cells) if cells else 0.0


def looks_like_a_typed_list(table: Table, shares: Sequence[float], content: str) -> bool:
    """Say whether the commas part medicines or words, not columns: no header, and medicines beside medicines."""
    several = sum(share >= LEAST_SHARE for share in shares) > 1
    return table.header[0] == "column 1" and (several or is_spaced(content))


def chosen_column(titles: Sequence[str], shares: Sequence[float], file: str, choice: Choice) -> int:
    """Return the place of the column that holds the medicines; ReadError names the columns where none does."""
    if choice.column is not None:
        return named_column(titles, choice.column, file)
    place = max(range(len(shares)), key=lambda place: (round(shares[place], 1), is_title(titles[place]), shares[place]))
    if shares[place] < LEAST_SHARE and not is_title(titles[place]):
        raise ReadError(
            f"{file} has no column in which medicines were recognised; name the column that holds them, of: "
            f"{', '.join(titles)}."
        )
    return place


def named_column(titles: Sequence[str], name: str, file: str) -> int:
    """Return the place of the column with this title, whatever its case; ReadError if there is none."""
    if name in titles:
        return titles.index(name)
    alike = [place for place, title in enumerate(titles) if title.strip().casefold() == name.strip().casefold()]
    if len(alike) != 1:
        raise ReadError(f"{file} has no column {name!r}; it has: {', '.join(titles)}.")
    return alike[0]
