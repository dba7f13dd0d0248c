"""A table -> what its columns hold: the medicine told by its cells, what stands beside it by title and cells."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from medcheck.reading.files.column_titles import CAMEL, INGREDIENT, is_title, role_of
from medcheck.reading.files.grid import Table
from medcheck.reading.files.outcome import ReadError, Recognise
from medcheck.reading.lines.daily_dose import STRENGTH
from medcheck.reading.lines.dates import read_date

SAMPLE_CELLS = 200
LEAST_SHARE = 0.2  # of the rows that must name a medicine in the column of the medicines
NEARLY = 0.1  # of the rows, by which a column of ingredients may name fewer than one of brands
LEAST_DATES = 0.5  # of the cells of a column of dates that must be dates
LEAST_STRENGTHS = 0.6  # of the cells of a column of strengths that has no title to say so
MOST_NAMED = 40  # columns in a message
ALLERGY_WEIGHT = 0.3  # of a column titled as allergies beside others

LOOSE = re.compile(r"^(?:names?|brand|generic|products?|entry|entries|lists?|treatments?)(?: ?\d+)?$", re.IGNORECASE)
ALLERGIES = re.compile(r"allerg|intoleran|adverse|reaction", re.IGNORECASE)
RXNORM = re.compile(r"\brx ?(?:norm|cui)")
PAST = re.compile(r"\b(?:past|previous|former|stopped|discontinued|old)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Plan:
    """Where in a row everything stands: medicines by place, an ingredient to fall back on, and the other roles."""

    medicines: tuple[int, ...]
    substance: int | None = None
    roles: Mapping[str, int] = field(default_factory=dict)
    status: str = ""
    by_ingredient: bool = False


def plain_title(title: str) -> str:
    """Return a title in plain words: `drugName` and `DRUG_NAME` are "drug name"."""
    return " ".join(CAMEL.sub(" ", title.strip("\ufeff \"'")).split()).lower()


def titles(header: Sequence[str]) -> tuple[str, ...]:
    """Return the titles made different from each other, so that each of them can be chosen."""
    seen: Counter[str] = Counter()
    told: list[str] = []
    for place, title in enumerate(header, start=1):
        name = " ".join(title.split()) or f"column {place}"
        seen[name] += 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(told)


def column(table: Table, place: int) -> list[str]:
    """Return the cells of a column that are not blank, each once, up to the size of a sample, from all over it."""
    distinct = list(dict.fromkeys(cells[place].strip() for _, cells in table.rows if cells[place].strip()))
    return distinct[:: max(1, len(distinct) // SAMPLE_CELLS)][:SAMPLE_CELLS]


def share_of_medicines(table: Table, place: int, recognise: Recognise) -> float:
    """Return in which share of all rows this column names a medicine, from 0 to 1, judged by a sample."""
    sample = column(table, place)
    if not sample:
        return 0.0
    full = sum(1 for _, cells in table.rows if cells[place].strip()) / len(table.rows)
    return full * sum(recognise(sample)) / len(sample)


def plan_of(table: Table, recognise: Recognise, file: str, chosen: str | None, holds: str = "") -> Plan:
    """Return where everything stands; ReadError names the columns, and what they seem to hold, where none will do."""
    if chosen is not None:
        place = named_column(titles(table.header), chosen, file)
        return Plan((place,), None, roles_of(table, (place,)), status_of(table.header[place]))
    shares = [share_of_medicines(table, place, recognise) for place in range(len(table.header))]
    medicine = best_place(table, shares, file, holds)
    medicines = (medicine, *(place for place in siblings(table, medicine) if shares[place] >= LEAST_SHARE))
    others = [place for place, share in enumerate(shares)
              if place not in medicines and share >= LEAST_SHARE and not status_of(table.header[place])
              and role_of(table.header[place]) != "directions"]  # fmt: skip
    substance = max(others, key=lambda place: shares[place]) if others and len(medicines) == 1 else None
    if substance is not None and is_surer(table, shares, substance, medicine):
        medicines, substance = (substance,), medicine
    roles = roles_of(table, (*medicines, substance))
    by_ingredient = INGREDIENT.search(plain_title(table.header[medicines[0]])) is not None
    return Plan(medicines, substance, roles, status_of(table.header[medicines[0]]), by_ingredient)


def is_surer(table: Table, shares: Sequence[float], other: int, medicine: int) -> bool:
    """Say whether another column names the ingredients, and about as many: a brand may mean another one elsewhere."""
    titled = INGREDIENT.search(plain_title(table.header[other])) is not None
    already = INGREDIENT.search(plain_title(table.header[medicine])) is not None
    return titled and not already and shares[other] >= shares[medicine] - NEARLY


def status_of(title: str) -> str:
    """Return what the title of the medicine column says of all its medicines."""
    return "allergy" if ALLERGIES.search(title) else "stopped" if PAST.search(plain_title(title)) else ""


def named_column(names: Sequence[str], name: str, file: str) -> int:
    """Return the place of the column with this title, whatever its case; ReadError if there is none."""
    if name in names:
        return names.index(name)
    alike = [place for place, title in enumerate(names) if title.strip().casefold() == name.strip().casefold()]
    if len(alike) != 1:
        raise ReadError(f"{file} has no column {name!r}; it has: {', '.join(names[:MOST_NAMED])}.")
    return alike[0]


def best_place(table: Table, shares: Sequence[float], file: str, holds: str = "") -> int:
    """Return the place of the column that names most medicines; a title decides only between nearly equal ones."""
    header = table.header
    weights = [share * (ALLERGY_WEIGHT if ALLERGIES.search(title) else 1)
               for share, title in zip(shares, header, strict=True)]  # fmt: skip
    usable = [at for at, share in enumerate(shares) if share >= LEAST_SHARE or tells_by_title(header[at], share)]
    coded = [at for at, title in enumerate(header) if is_rxcui(title) and bears_out("code", column(table, at))]
    if not usable and coded:
        return coded[0]
    if not usable:
        seems = f" (it seems to hold {holds})" if holds else ""
        names = titles(header)
        raise ReadError(
            f"{file} has no column in which medicines were recognised{seems}; name the column that holds them, of: "
            f"{', '.join(names[:MOST_NAMED])}.",
            names,
        )
    return max(usable, key=lambda at: (round(weights[at], 1), is_title(header[at]), weights[at]))


def is_rxcui(title: str) -> bool:
    """Say whether a column is titled as one of RxNorm codes."""
    return RXNORM.search(plain_title(title)) is not None


def tells_by_title(title: str, share: float) -> bool:
    """Say whether a title alone makes a column the one of the medicines: a loose one only with some medicine in it."""
    return is_title(title) and (share > 0 or not LOOSE.match(plain_title(title)))


def siblings(table: Table, place: int) -> list[int]:
    """Return the other columns with the same title but for a number: "med 1", "med 2"."""
    stem = re.sub(r"[\s\d]+$", "", plain_title(table.header[place]))
    if not stem or not table.has_titles or not re.search(r"\d\s*$", table.header[place]):
        return []
    return [at for at, title in enumerate(table.header)
            if at != place and re.fullmatch(re.escape(stem) + r"\s*\d+", plain_title(title))]  # fmt: skip


def roles_of(table: Table, taken: Sequence[int | None]) -> dict[str, int]:
    """Return where dates, strength, unit, directions, status and code stand: by title, borne out by the cells."""
    found: dict[str, int] = {}
    free = [place for place in range(len(table.header)) if place not in taken]
    for place in free:
        role = role_of(table.header[place])
        if role and role not in found and bears_out(role, column(table, place)):
            found[role] = place
    if "strength" not in found:
        strong = [place for place in free if place not in found.values() and is_strength(column(table, place))]
        found |= {"strength": strong[0]} if strong else {}
    return found


def bears_out(role: str, cells: Sequence[str]) -> bool:
    """Say whether the cells are of the kind that the title promises."""
    if role in {"start", "stop"}:
        return share_of(cells, lambda cell: read_date(cell) is not None or cell[:4].isdigit()) >= LEAST_DATES
    if role == "code":
        return share_of(cells, lambda cell: any(sign.isdigit() for sign in cell) and " " not in cell) >= LEAST_DATES
    if role == "strength":
        return bool(cells) and not share_of(cells, lambda cell: read_date(cell) is not None) >= LEAST_DATES
    return bool(cells)


def is_strength(cells: Sequence[str]) -> bool:
    """Say whether most cells are a strength and nothing else."""
    return share_of(cells, lambda cell: STRENGTH.fullmatch(cell) is not None) >= LEAST_STRENGTHS


def share_of(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    """Return in which share of some cells something holds."""
    return sum(map(holds, cells)) / len(cells) if cells else 0.0
