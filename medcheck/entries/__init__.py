"""One line of text -> Entry: name, strength, form, daily dose, start and stop date."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from medcheck.entries.dates import Dates, take_dates
from medcheck.entries.doses import daily_milligrams, take_strengths
from medcheck.tables import Tables

LONGEST_LINE = 2_000  # more than any list line; a longer one is read up to here and kept whole in `raw`
NO_NAME = frozenset({"form", "route", "direction"})

ALLERGY = re.compile(r"\b(?:allerg(?:ic|y|ies)|intoleran(?:t|ce))\b(?:\s*(?:to|of))?:?", re.IGNORECASE)
STOPPED = re.compile(
    r"\b(?:stop(?:ped)?|discontinued?|ceased?|cancelled|no longer (?:taking|takes|on)|not taking)\b", re.IGNORECASE
)
BULLET = re.compile(r"^\s*(?:[-*•·‣▪–—>]+\s+|\(?\d{1,3}[.)]\s+|\[[ xX]?\]\s*)")
JOINT = re.compile(r"((?<!\d),|,(?!\d)|\s+(?:and|und|et|y|e|plus)\s+)", re.IGNORECASE)
LOOSE_END = re.compile(r"(?:\s*,|\s+(?:and|und|et|y|e|plus))+\s*$", re.IGNORECASE)
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True)
class Entry:
    """One medicine as it was listed; `daily_mg` is in mg a day, `text` is the line without doses and dates."""

    line: int
    raw: str
    name: str
    text: str = ""
    strength: float | None = None
    unit: str = ""
    form: str = ""
    daily_mg: float | None = None
    once_daily_assumed: bool = False
    start: date | None = None
    stop: date | None = None
    status: str = "current"
    code: str = ""
    unclear_dates: tuple[str, ...] = ()


def read_list(text: str, tables: Tables) -> list[Entry]:
    """Split a typed or pasted list into its entries, in order; a blank text gives none."""
    return [
        read_entry(piece, number, tables)
        for number, line in enumerate(text.splitlines(), start=1)
        for piece in split_line(line, tables)
    ]


def read_entry(raw: str, line: int, tables: Tables) -> Entry:
    """Read one entry; what cannot be told stays None or blank, and `raw` keeps every sign."""
    text, dates = take_dates(readable(raw))
    text, status = take_status(text, dates)
    rest, strength, unit = take_strengths(text)
    daily_mg, assumed = daily_milligrams(text, strength, unit)
    words = tables.entry_words
    form = next((token.lower() for token in tokens(rest) if words.get(token.lower()) == "form"), "")
    return Entry(
        line, raw, name_of(rest, words), rest, strength, unit, form, daily_mg, assumed,
        dates.start, dates.stop, status, unclear_dates=dates.unclear,
    )  # fmt: skip


def with_dates(entry: Entry, start: str, stop: str) -> Entry:
    """Return the entry with the dates that stood in columns of their own."""
    dates = Dates(entry.start, entry.stop, entry.unclear_dates)
    dates = dates.started(start) if start.strip() else dates
    dates = dates.stopped(stop) if stop.strip() else dates
    status = "stopped" if dates.stop and dates.stop <= date.today() else entry.status
    return replace(entry, start=dates.start, stop=dates.stop, status=status, unclear_dates=dates.unclear)


def split_line(line: str, tables: Tables) -> Iterator[str]:
    """Yield the entries of one line: parted at semicolons, and at commas or "and" where a name begins anew."""
    for part in BULLET.sub("", line).split(";"):
        held = ""
        for piece in JOINT.split(part):
            begins_anew = has_name(piece, tables) and not JOINT.fullmatch(piece)
            if held and begins_anew and has_name(held, tables):
                yield from filled(held)
                held = ""
            held += piece
        yield from filled(held)


def filled(piece: str) -> Iterator[str]:
    """Yield the piece without its loose ends, unless nothing is left."""
    if cleaned := LOOSE_END.sub("", piece).strip(" ,\t"):
        yield cleaned


def has_name(piece: str, tables: Tables) -> bool:
    """Say whether the piece holds a word that could be a name."""
    text, _ = take_dates(readable(piece))
    return bool(name_of(take_strengths(take_status(text, Dates())[0])[0], tables.entry_words))


def readable(raw: str) -> str:
    """Return the text without control and direction marks, its spaces made plain, cut to a line's length."""
    text = unicodedata.normalize("NFKC", raw[:LONGEST_LINE]).replace("_", " ")
    visible = (" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign
               for sign in text if unicodedata.category(sign) != "Cf")  # fmt: skip
    return " ".join("".join(visible).split())


def take_status(text: str, dates: Dates) -> tuple[str, str]:
    """Return the text without words of stopping or allergy, and the status: current, stopped or allergy."""
    if ALLERGY.search(text):
        return ALLERGY.sub(" ", text), "allergy"
    if STOPPED.search(text) or (dates.stop and dates.stop <= date.today()):
        return STOPPED.sub(" ", text), "stopped"
    return text, "current"


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a text as they were written."""
    return TOKEN.findall(text)


def name_of(text: str, words: Mapping[str, str]) -> str:
    """Return the words that may name a medicine: forms, routes, directions and bare numbers set aside."""
    return " ".join(
        token for token in tokens(text) if words.get(token.lower()) not in NO_NAME and not token.isdecimal()
    )
