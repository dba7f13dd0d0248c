"""One line of text -> Entry: name, strength, form, daily dose, start and stop date."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from medcheck.reading.lines import daily_dose as doses
from medcheck.reading.lines import dates, frequencies, relative_dates
from medcheck.reading.lines.courses import course_of
from medcheck.reading.lines.daily_dose import CHANGING, STRENGTH, daily_dose, take_strengths
from medcheck.reading.lines.dates import MAY_HOLD_A_DATE, NO_DATE, Dates, settled, take_dates
from medcheck.reading.lines.lazy import LazyPattern
from medcheck.reading.lines.routes import route_of
from medcheck.reading.lines.status import is_only_status, speaks_of_status, told_status, words_for, words_of_status
from medcheck.tables import Tables

LONGEST_LINE = 2_000  # more than any list line; a longer one is read up to here and kept whole in `raw`
LONGEST_KEPT = 200  # signs of the end of a line that is kept for the next one that ends so
SHORTEST_PLAIN = 4  # letters
STAND_IN = "Zzqxzz"  # for a name, where only the rest of the line is looked at
PART_OF_A_NAME = frozenset({None, "salt", "maker"})  # and no word of a line beside it
NO_NAME = frozenset({"form", "medicine", "route", "direction"})

TAKEN = re.compile(r"\b(?:takes?|taking|now on|mg|mcg|daily)\b|\dm(?:c?g)\b", re.IGNORECASE)
BULLET = re.compile(r"^\s*(?:[-*•·‣▪–—>]+\s+|\(?\d{1,3}[.)]\s+|\[[ xX]?\]\s*)")
JOINT = re.compile(
    r"((?<!\d),|,(?!\d)|;|(?<!vitamin)(?<!prends)(?<!prend)\s+(?:and|und|et|y|e|plus)\s+)", re.IGNORECASE
)
JOINT_OF_DOSES = re.compile(r"((?<=[^\s\d])\.\s+|\s+[+&]\s+)")  # parts only what has a dose: "Vit. B12" is one
SWITCHED = re.compile(
    r"(?P<old>.*\b(?:switched|changed) from .+?)\s+to\s+(?P<new>.+)|(?P<before>.+?(?:->|=>|→))\s*(?P<after>(?!\d).+)",
    re.IGNORECASE,
)
DASH = re.compile(r"\s[-–—]\s")
FRACTION = re.compile(r"(?<=\d)[¼½¾⅓⅔]")
PLAIN = str.maketrans({"_": " ", "\u2044": "/"})  # the fraction slash that NFKC leaves in a ½
LOOSE_SIGNS = " ,;.:!?()[]{}<>\"'«»“”„-–—*•·=+&/|"  # around a name, not in it
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True)
class Entry:
    """One medicine as it was listed; `text` is the line without doses and dates.

    `daily_mg` is in mg a day, of a dose that is `changing` the first step.
    """

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
    dose_changed: date | None = None
    status: str = "current"
    code: str = ""
    unclear_dates: tuple[str, ...] = ()
    route: str = ""
    days: int | None = None
    changing: bool = False


def read_list(text: str, tables: Tables) -> list[Entry]:
    """Split a typed or pasted list into its entries, in order; a blank text gives none."""
    return [
        read_entry(piece, number, tables)
        for number, line in enumerate(text.splitlines(), start=1)
        for piece in split_line(line, tables)
    ]


def read_entry(raw: str, line: int, tables: Tables) -> Entry:
    """Read one entry; what cannot be told stays None or blank, and `raw` keeps every sign.

    Lists end their lines alike ("... 20 mg tablet"): what stands behind plain first words is read once for all.
    """
    name = plain_start(raw, tables)
    tail = raw[len(name) :]
    if not name or len(tail) > LONGEST_KEPT or MAY_HOLD_A_DATE.search(tail):
        return read_anew(raw, line, tables)
    alike = _read_behind(tail, tables)
    return replace(
        alike, line=line, raw=raw, name=alike.name.replace(STAND_IN, name), text=alike.text.replace(STAND_IN, name)
    )


def plain_start(raw: str, tables: Tables) -> str:
    """Return the first words of a line as far as they are nothing but a possible name, with single spaces between."""
    end = 0
    for word in raw[:LONGEST_KEPT].split(" "):
        if not is_plain(word, tables):
            break
        end += len(word) + 1
    return raw[: max(0, end - 1)]


def is_plain(word: str, tables: Tables) -> bool:
    """Say whether a word is nothing but a possible name; any other would change how the rest is read."""
    small = word.lower()
    return (
        len(word) >= SHORTEST_PLAIN and word.isascii() and word.isalpha()
        and tables.entry_words.get(small) in PART_OF_A_NAME and small not in tables.ordinary_words
        and small not in tables.route_words and small not in words_of_status(tables)
        and not _told_words().match(small)
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _read_behind(tail: str, tables: Tables) -> Entry:
    return read_anew(f"{STAND_IN}{tail}", 0, tables)


@cache
def _told_words() -> re.Pattern[str]:
    """Return what finds a word that begins like one of those by which dates, doses and states are told."""
    told = patterns_in(tuple(vars(module).values()) for module in (dates, relative_dates, doses, frequencies))
    return re.compile(
        "|".join({word for pattern in told for word in re.findall(r"[a-z]{3,}", pattern.pattern.lower())})
    )


def patterns_in(values: Iterable[object]) -> Iterator[re.Pattern[str] | LazyPattern]:
    """Yield the patterns among some values and among those within them."""
    for value in values:
        if isinstance(value, re.Pattern | LazyPattern):
            yield value
        elif isinstance(value, tuple):
            yield from patterns_in(value)


def read_anew(raw: str, line: int, tables: Tables) -> Entry:
    """Read one entry sign by sign."""
    text, told = take_dates(readable(raw))
    text, status = take_status(text, told, tables)
    told = settled(told, status)
    rest, strength, unit = take_strengths(text)
    dose = daily_dose(text)
    words = tables.entry_words
    form = next((token.lower() for token in tokens(rest) if words.get(token.lower()) == "form"), "")
    return Entry(
        line, raw, name_of(rest, tables), rest, strength, unit, form, dose.milligrams, dose.once_daily_assumed,
        told.start, told.stop, told.changed, status, unclear_dates=told.unclear, route=route_of(text, tables),
        days=course_of(text), changing=dose.changing,
    )  # fmt: skip


def with_dates(entry: Entry, start: str, stop: str) -> Entry:
    """Return the entry with the dates that stood in columns of their own."""
    told = Dates(entry.start, entry.stop, entry.dose_changed, entry.unclear_dates)
    told = told if says_no_date(start) else told.started(start)
    told = told if says_no_date(stop) else told.stopped(stop)
    status = "stopped" if told.stop and told.stop <= date.today() else entry.status
    return replace(entry, start=told.start, stop=told.stop, status=status, unclear_dates=told.unclear)


def says_no_date(cell: str) -> bool:
    """Say whether a cell of a date column is blank or says that there is no date."""
    return cell.strip().lower() in NO_DATE


def split_line(line: str, tables: Tables) -> Iterator[str]:
    """Yield the entries of one line: parted at semicolons, commas or "and" where a name begins anew.

    A list of allergies stays whole, so that none of them is taken for a medicine in use.
    """
    line = BULLET.sub("", line)
    if (
        take_status(line, Dates(), tables)[1] == "allergy"
        and words_for("allergy", tables).match(line)
        and not TAKEN.search(line)
    ):
        yield from filled(line)
        return
    for change in switched(line, tables):
        for part in parted(change, JOINT, tables):
            for piece in parted(part, JOINT_OF_DOSES, tables):
                yield from filled(piece)


def switched(line: str, tables: Tables) -> tuple[str, ...]:
    """Return the old and the new medicine of "switched from one to another", or the line as it is."""
    found = SWITCHED.fullmatch(line)
    both = tuple(filter(None, found.groups())) if found else ()
    return both if both and all(has_name(side, tables) for side in both) else (line,)


def parted(text: str, joint: re.Pattern[str], tables: Tables) -> Iterator[str]:
    """Yield the parts of a text between joints, each of them with a name of its own."""
    pieces = joint.split(text)
    held, named = pieces[0], has_name(pieces[0], tables)
    for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        begins_anew = has_name(DASH.split(piece)[0], tables) and not CHANGING.match(piece.strip())
        if named and begins_anew and (joint is JOINT or STRENGTH.search(held)):
            yield held
            held = piece
        else:
            held += sign + piece
        named = named or begins_anew
    yield held


def filled(piece: str) -> Iterator[str]:
    """Yield the piece without loose signs at its ends, unless no letter or number is left."""
    cleaned = piece.strip(" ,;\t")
    if any(sign.isalnum() for sign in cleaned):
        yield cleaned


def has_name(piece: str, tables: Tables) -> bool:
    """Say whether the piece holds a word that could be a name."""
    text, _ = take_dates(readable(piece))
    return not is_only_status(text, tables) and bool(
        name_of(take_strengths(take_status(text, Dates(), tables)[0])[0], tables)
    )


def readable(raw: str) -> str:
    """Return the text without control and direction marks, its spaces made plain, cut to a line's length."""
    if raw.isascii() and raw.isprintable():
        return " ".join(raw[:LONGEST_LINE].replace("_", " ").split())
    text = unicodedata.normalize("NFKC", FRACTION.sub(r" \g<0>", raw[:LONGEST_LINE])).translate(PLAIN)
    visible = (" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign
               for sign in text if unicodedata.category(sign) != "Cf")  # fmt: skip
    return " ".join("".join(visible).split())


def take_status(text: str, told: Dates, tables: Tables) -> tuple[str, str]:
    """Return the text without words of status, and the status: who takes it and whether still."""
    if text.isascii() and "->" not in text and "=>" not in text and not speaks_of_status(text, tables):
        return text, "stopped" if told.stop and told.stop <= date.today() else "current"
    allergy = words_for("allergy", tables)
    if (found := allergy.search(text)) and not speaks_of_tablets(text[found.end() :], tables):
        return allergy.sub(" ", text), "allergy"
    rest, status = told_status(text, tables)
    if status:
        return rest, status
    if (stopped := words_for("stopped", tables)).search(text) or (told.stop and told.stop <= date.today()):
        return stopped.sub(" ", text), "stopped"
    return text, "current"


def speaks_of_tablets(text: str, tables: Tables) -> bool:
    """Say whether a text begins with a word for a medicine: an allergy tablet is no allergy."""
    first = next(iter(tokens(text)), "").lower()
    return tables.entry_words.get(first) in {"form", "medicine"}


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a text as they were written."""
    return TOKEN.findall(text)


def name_of(text: str, tables: Tables) -> str:
    """Return the words that may name a medicine: forms, routes, directions and bare numbers set aside.

    What is written together stays together ("5-FU", "omega-3"), and so does the letter of a vitamin. Where nothing else
    is left, a first word that is a name as well as a form is the name ("INH 300 mg").
    """
    kept: list[str] = []
    for chunk in text.split():
        parts = tokens(chunk)
        if any(speaks(part, tables.entry_words) for part in parts) or (kept[-1:] and is_letter_of(kept[-1], parts)):
            kept.append(chunk.strip(LOOSE_SIGNS))
    first = next(iter(tokens(text)), "")
    return " ".join(kept) or (first if first.lower() in tables.names_like_forms else "")


def speaks(token: str, words: Mapping[str, str]) -> bool:
    """Say whether a token could be part of a name."""
    return words.get(token.lower()) not in NO_NAME and not token.isdecimal()


def is_letter_of(before: str, parts: Sequence[str]) -> bool:
    """Say whether this is the letter of a vitamin, which may be a direction elsewhere ("d" for a day)."""
    return before.lower() in {"vitamin", "vit"} and len(parts) == 1 and len(parts[0]) == 1
