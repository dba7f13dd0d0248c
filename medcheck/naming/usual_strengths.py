"""An entry with a bare number and the medicine it names -> the same with its dose, where that is a usual strength.

"Crestor 10" is 10 mg and "L-Thyroxin 75" 75 micrograms, for such tablets are sold (data/strengths.csv); a number that
is no strength of the medicine, or that counts something ("10 tablets", "5 days"), gives no dose.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from medcheck.reading.lines import Entry, read_entry, readable
from medcheck.reading.lines.frequencies import DAYS_IN, PIECES, read_number
from medcheck.tables import Tables

BARE_NUMBER = re.compile(r"(?<=[^\W\d_])[ .,:(]+(?P<number>\d{1,4}(?:[.,]\d{1,3})?)(?![\w%/*])(?!\s*[-–.,:/]\s*\d)")
COUNTED = re.compile(
    rf"\s*(?:[x×]|times?|mal|fois|ve[cz]es|volte|years?|to|bis|a|{'|'.join(unit for _, unit in DAYS_IN)})(?!\w)",
    re.IGNORECASE,
)
COUNTED_PIECES = re.compile(rf"\s*{PIECES}", re.IGNORECASE)
MOST_PIECES = 12  # "10 tablets" counts them, "40 tablet" does not
UNITS = {"mg": 1.0, "mcg": 0.001}


def with_usual_strength(entry: Entry, drugs: Sequence[str], tables: Tables) -> Entry:
    """Return the entry with the dose that its bare number stands for; as it is where that is not plain."""
    found = usual_strength(entry, drugs, tables)
    if found is None:
        return entry
    end, unit = found
    text = readable(entry.raw)
    told = read_entry(f"{text[:end]} {unit}{text[end:]}", entry.line, tables)
    return replace(
        entry, strength=told.strength, unit=told.unit, daily_mg=told.daily_mg,
        once_daily_assumed=told.once_daily_assumed, changing=told.changing,
    )  # fmt: skip


def usual_strength(entry: Entry, drugs: Sequence[str], tables: Tables) -> tuple[int, str] | None:
    """Return where the one number of a line that is a strength of its medicine ends, and the unit it is meant in."""
    if entry.strength is not None or len(drugs) != 1 or drugs[0] not in tables.strengths:
        return None
    text = readable(entry.raw)
    numbers = [found for found in BARE_NUMBER.finditer(text) if not counts(found, text)]
    meant = [(found.end("number"), unit) for found in numbers for unit, milligrams in UNITS.items()
             if is_strength(read_number(found["number"]) * milligrams, drugs[0], tables)]  # fmt: skip
    return meant[0] if len(meant) == 1 else None


def counts(found: re.Match[str], text: str) -> bool:
    """Say whether a number counts tablets, times or days."""
    few = read_number(found["number"]) <= MOST_PIECES
    return bool(COUNTED.match(text, found.end()) or (few and COUNTED_PIECES.match(text, found.end())))


def is_strength(milligrams: float, drug: str, tables: Tables) -> bool:
    """Say whether a medicine is sold in this strength."""
    return round(milligrams, 6) in tables.strengths[drug]
