"""The lines and ruled lines of a page -> its tables and the text between them, a row of a table one medicine.

Where cells are ruled, the rules tell the columns and rows; where they are not, columns are told by the gaps that stay
free from line to line, and rows by the distance of the lines or by the name that begins one.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from medcheck.reading.files.column_titles import is_title, role_of
from medcheck.reading.files.grid import is_header
from medcheck.reading.files.outcome import Recognise
from medcheck.reading.files.pdf_lines import Line
from medcheck.reading.files.pdf_pages import Box

THIN = 4.0  # points of a ruled line
SHORTEST_RULE = 6.0  # points
SAME_PLACE = 4.0  # points between two edges that are one
FREE = 0.4  # of the height of a line: a gap between columns that stays free in every line
TIGHT = 1.4  # of the height of a line: the way between two lines of one cell
WIDER = 1.2  # of the way between two lines of a cell: the way to the next row
FAR = 3.5  # of the height of a line: what stands further apart is no row of the table above
GOES_ON = ("", "(", "/", "+", "&")  # with which no name begins
LONGEST_PREFIX = 3  # letters before a hyphen that belongs to a name
MOST_OF_IT = 0.6  # of the width of a table that a rule between two rows spans

Row = tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """What is ruled on a page: upright lines (place, from, to) and level ones (height, from, to)."""

    upright: tuple[tuple[float, float, float], ...]
    level: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Stretch:
    """A table with the places between its columns, or a line of text where there are none."""

    lines: tuple[Line, ...]
    edges: tuple[float, ...] = ()
    ruled: bool = False


def rules_of(boxes: Sequence[Box]) -> Rules:
    """Return the ruled lines among what is drawn; a frame or a shade is four of them."""
    upright: list[tuple[float, float, float]] = []
    level: list[tuple[float, float, float]] = []
    for left, bottom, right, top in boxes:
        wide, high = right - left, top - bottom
        if wide <= THIN and high > SHORTEST_RULE:
            upright.append(((left + right) / 2, bottom, top))
        elif high <= THIN and wide > SHORTEST_RULE:
            level.append(((bottom + top) / 2, left, right))
        elif wide > THIN and high > THIN:
            upright += [(left, bottom, top), (right, bottom, top)]
            level += [(bottom, left, right), (top, left, right)]
    return Rules(tuple(upright), tuple(level))


def stretches(lines: Sequence[Line], rules: Rules) -> Iterator[Stretch]:
    """Yield the tables of a page and the lines between them, from top to bottom."""
    place = 0
    while place < len(lines):
        found = ruled_table(lines[place:], rules) or free_table(lines[place:])
        found = found or Stretch((lines[place],))
        yield found
        place += len(found.lines)


def ruled_table(lines: Sequence[Line], rules: Rules) -> Stretch | None:
    """Return the table that begins with the first line, if upright rules part it."""
    edges = edges_beside(lines[0], rules)
    taken: list[Line] = []
    for line in lines:
        if len(edges) < 3 or not alike(edges, edges_beside(line, rules)):
            break
        taken.append(line)
    return Stretch(tuple(taken), tuple(edges[1:-1]), ruled=True) if len(taken) > 1 else None


def edges_beside(line: Line, rules: Rules) -> list[float]:
    """Return the places of the upright rules at the height of a line that stand around its words."""
    places = sorted(place for place, bottom, top in rules.upright if bottom - 1 <= line.middle <= top + 1)
    edges: list[float] = []
    for place in places:
        if not edges or place - edges[-1] > SAME_PLACE:
            edges.append(place)
    around = edges and edges[0] <= line.left + SAME_PLACE and edges[-1] >= line.right - SAME_PLACE
    return edges if around else []


def alike(some: Sequence[float], others: Sequence[float], tolerance: float = SAME_PLACE) -> bool:
    """Say whether edges stand at the same places."""
    return len(some) == len(others) and all(abs(a - b) <= tolerance for a, b in zip(some, others, strict=True))


def free_table(lines: Sequence[Line]) -> Stretch | None:
    """Return the table that begins with the first line, if gaps between its columns stay free in the next lines."""
    gaps = gaps_of(lines[0], wide=True)
    taken = [lines[0]]
    for line in lines[1:]:
        narrowed = [gap for gap in (both(gap, line) for gap in gaps) if gap]
        if not gaps or len(narrowed) < len(gaps) or is_apart(line, taken) or len(line.segments) > len(gaps) + 1:
            break
        gaps = narrowed
        taken.append(line)
    parted = sum(1 for line in taken if len(line.segments) > 1)
    edges = tuple((left + right) / 2 for left, right in gaps)
    return Stretch(tuple(taken), edges) if parted > 1 else None


def gaps_of(line: Line, *, wide: bool) -> list[tuple[float, float]]:
    """Return the gaps between the segments of a line."""
    parts = line.segments if wide else tuple(Line((word,)) for word in line.words)
    return [(one.right, other.left) for one, other in itertools.pairwise(parts)]


def both(gap: tuple[float, float], line: Line) -> tuple[float, float] | None:
    """Return what of a gap stays free beside the words of a line, if it is enough to part columns."""
    left, right = gap
    free = [(left, right)]
    for word in line.words:
        free = [part for start, end in free for part in ((start, min(end, word.left)), (max(start, word.right), end))
                if part[1] > part[0]] if word.left < right and word.right > left else free  # fmt: skip
    widest = max(free, key=lambda part: part[1] - part[0], default=(0.0, 0.0))
    return widest if widest[1] - widest[0] >= FREE * line.height else None


def is_apart(line: Line, above: Sequence[Line]) -> bool:
    """Say whether a line stands too far below a table to be a row of it."""
    way = above[-1].bottom - line.bottom
    ways = [one.bottom - other.bottom for one, other in itertools.pairwise(above)]
    far = len(line.segments) == 1 and len(ways) > 1 and way > 1.3 * max(ways)
    return far or way > FAR * max(line.height, above[-1].height)


def rows_of(table: Stretch, rules: Rules, recognise: Recognise) -> list[Row]:
    """Return the rows of a table, what was broken over several lines made one again."""
    lines = [cells_of(line, table.edges) for line in table.lines]
    bands = bands_of(table, rules)
    if len(bands) > 2:
        return [row for band in bands for row in rows_of_band([lines[place] for place in band], recognise)]
    head = bands[0] if len(bands) == 2 else []
    body = [place for place in range(len(lines)) if place not in head]
    rows = rows_of_band([lines[place] for place in head], recognise) if head else []
    return rows + free_rows([lines[place] for place in body], [table.lines[place] for place in body], recognise)


def cells_of(line: Line, edges: Sequence[float]) -> Row:
    """Return the words of a line between each two edges."""
    sides = (float("-inf"), *edges, float("inf"))
    return tuple(line.between(left, right) for left, right in itertools.pairwise(sides))


def bands_of(table: Stretch, rules: Rules) -> list[list[int]]:
    """Return which lines stand between the same two level rules."""
    left, right = min(line.left for line in table.lines), max(line.right for line in table.lines)
    heights = [height for height, start, end in joined_rules(rules.level)
               if min(end, right) - max(start, left) >= MOST_OF_IT * (right - left)]  # fmt: skip
    bands: dict[int, list[int]] = {}
    for place, line in enumerate(table.lines):
        bands.setdefault(sum(1 for height in heights if height > line.middle), []).append(place)
    return list(bands.values())


def joined_rules(level: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Return level rules, those that are drawn cell by cell made one."""
    found: list[tuple[float, float, float]] = []
    for height, start, end in sorted(level, key=lambda rule: (-round(rule[0] / 2), rule[1])):
        if found and abs(found[-1][0] - height) <= SAME_PLACE / 2 and start <= found[-1][2] + SAME_PLACE:
            found[-1] = (found[-1][0], found[-1][1], max(end, found[-1][2]))
        else:
            found.append((height, start, end))
    return found


def rows_of_band(lines: Sequence[Row], recognise: Recognise) -> list[Row]:
    """Return the lines between two rules as one row, or as rows where each of them fills the same cells.

    Where every other row is shaded there is no rule between the titles and the first row.
    """
    if len(lines) > 1 and has_titles(lines[0], recognise) and lines[1][0] and not has_titles(lines[1], recognise):
        return [lines[0], *rows_of_band(lines[1:], recognise)]
    filled = {tuple(map(bool, line)) for line in lines}
    if len(lines) > 1 and len(filled) == 1 and sum(next(iter(filled))) > 1:
        return list(lines)
    return [joined(lines, recognise)]


def free_rows(cells: Sequence[Row], lines: Sequence[Line], recognise: Recognise) -> list[Row]:
    """Return the rows of lines without rules between them."""
    if not cells:
        return []
    name = column_of_names(cells, recognise)
    groups: list[list[Row]] = []
    wide = row_distance(lines)
    for place, row in enumerate(cells):
        way = lines[place - 1].bottom - lines[place].bottom if place else 0.0
        if not groups or (way > wide > 0) or (begins_row(row, groups[-1][-1], name) and
                                              (not wide or is_another(row, groups[-1], name, recognise))):  # fmt: skip
            groups.append([])
        groups[-1].append(row)
    return [joined(group, recognise) for group in groups]


def row_distance(lines: Sequence[Line]) -> float:
    """Return from which distance on a line begins a new row, 0 where the distances do not tell."""
    ways = [one.bottom - other.bottom for one, other in itertools.pairwise(lines)]
    if not ways:
        return 0.0
    height = median(line.height for line in lines)
    return min(ways) * WIDER if min(ways) < TIGHT * height and max(ways) > WIDER * min(ways) else 0.0


def begins_row(row: Row, above: Row, name: int) -> bool:
    """Say whether a line is more than what was left of the row above."""
    alone = sum(map(bool, row)) == 1
    goes_on = row[name][:1].islower() or row[name][:1] in GOES_ON or above[name].endswith(("-", "/", ",", "+", "&"))
    return bool(row[name]) and not (alone and goes_on)


def is_another(row: Row, group: Sequence[Row], name: int, recognise: Recognise) -> bool:
    """Say whether a line as close as those of a cell has a medicine of its own, or the first one below the titles."""
    whole = [other[name] for other in (*group, row) if sum(map(bool, other)) > 1 and other[name][:1] not in GOES_ON]
    as_full = sum(map(bool, row)) > 1 and not row[name][0].islower() and row[name][0] not in GOES_ON
    return (
        has_titles(group[0], recognise)
        or (as_full and list(map(bool, row)) == list(map(bool, group[0])))
        or (len(whole) > 1 and sum(recognise(whole)) > 1)
    )


def column_of_names(cells: Sequence[Row], recognise: Recognise) -> int:
    """Return the column in which most medicines stand; the titles decide where none was recognised."""
    counts = [sum(recognise([row[place] for row in cells])) for place in range(len(cells[0]))]
    titled = [place for place, cell in enumerate(cells[0]) if is_title(cell)]
    return counts.index(max(counts)) if any(counts) else (titled or [0])[0]


def joined(lines: Sequence[Row], recognise: Recognise) -> Row:
    """Return the lines of one row as its cells."""
    return tuple(glued([cell for cell in column if cell], recognise) for column in zip(*lines, strict=True))


def glued(parts: Sequence[str], recognise: Recognise) -> str:
    """Return the lines of a cell as one, without the hyphen at which a name was broken: "co-" is no such part."""
    whole = ""
    for part in parts:
        if not whole.endswith("-") or not part[:1].islower():
            whole = f"{whole} {part}".strip()
            continue
        begun = whole.split()[-1][:-1]
        broken = len(begun) > LONGEST_PREFIX and recognise([begun + part.split()[0]])[0]
        whole = (whole[:-1] if broken else whole) + part
    return whole


def has_titles(row: Row, recognise: Recognise) -> bool:
    """Say whether a row holds the titles of a table and no medicine."""
    return len(row) > 1 and is_header(row, "", " ", recognise) and any(is_title(cell) or role_of(cell) for cell in row)
