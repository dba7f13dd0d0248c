"""The words of a line -> its status: who takes the medicine and whether still (data/status_words.csv)."""

import re
from collections.abc import Iterable
from functools import cache

from medcheck.tables import Tables
from medcheck.tables.rows import StatusWord

TOKEN = re.compile(r"[^\W\d_]+")
SIGNS_OF_STOPPING = r"|(?:->|=>|→)\s*$|^d/c\b(?! (?:med|summ|list|home))"
NEVER_TAKEN = frozenset({"allergy", "not_taken", "other_person"})  # of this person, so not checked as theirs


def told_status(text: str, tables: Tables) -> tuple[str, str]:
    """Return the text without the words that tell a status, and the status; both as they are where none is told.

    Words before a name count only where nothing but ordinary words stands before them, so that no name hides there.
    """
    if not speaks_of_status(text, tables) or begins_with_a_name(text, tables):
        return text, ""
    for place in ("before", "after"):
        for found in finder(place, tables).finditer(text):
            ahead, behind = text[: found.start()], text[found.end() :]
            fits = is_plain_talk(ahead, tables) and TOKEN.search(behind) if place == "before" else TOKEN.search(ahead)
            if fits:
                return f"{ahead} {behind}", meaning(found[0], place, tables)
    return text, ""


def without_status(text: str, tables: Tables) -> str:
    """Return a line without the words that say who takes the medicine and whether still."""
    for status in ("allergy", "stopped"):
        text = words_for(status, tables).sub(" ", text)
    return " ".join(told_status(text, tables)[0].split()).strip(" ,;:-–()")


def speaks_of_status(text: str, tables: Tables) -> bool:
    """Say whether a text holds any word of status; quick, for most lines hold none."""
    return not words_of_status(tables).isdisjoint(TOKEN.findall(text.lower()))


def begins_with_a_name(text: str, tables: Tables) -> bool:
    """Say whether a text begins with a known name whose first word tells a status elsewhere ("Plan B", "No-Spa")."""
    said = f"{text.casefold().replace('-', ' ').strip()} "
    return said.startswith(names_like_status(tables))


@cache
def names_like_status(tables: Tables) -> tuple[str, ...]:
    """Return the names that begin with words of status and go on, in small letters with a space behind them."""
    names = {row.name.casefold().replace("-", " ") for row in tables.names}
    found = ((name, finder("before", tables).match(name)) for name in names)
    return tuple(sorted(f"{name} " for name, words in found if words and words.end() < len(name)))


def is_only_status(text: str, tables: Tables) -> bool:
    """Say whether a text is nothing but words of status, so that it names no medicine of its own."""
    told = text.strip(" .,;:()")
    return any(finder(place, tables).fullmatch(told) for place in ("before", "after"))


def heading_status(line: str, tables: Tables) -> str:
    """Return the status that a heading gives to the lines below it; blank where the line is no such heading."""
    title = line.strip(" \t#*=-•").rstrip(":").strip()
    return meaning(title, "heading", tables) if finder("heading", tables).fullmatch(title) else ""


def is_plain_talk(text: str, tables: Tables) -> bool:
    """Say whether a text is a few ordinary words."""
    words = TOKEN.findall(text.lower())
    return len(words) <= 5 and all(word in tables.ordinary_words or word in tables.entry_words for word in words)


@cache
def words_of_status(tables: Tables) -> frozenset[str]:
    """Return every word that stands in words of status, so that none of them is read as a name."""
    return frozenset(word for row in tables.status_words for word in TOKEN.findall(row.words))


@cache
def finder(place: str, tables: Tables) -> re.Pattern[str]:
    """Return what finds the words that stand in one place, the longest first."""
    rows = [row for row in tables.status_words if row.place == place]
    return re.compile(rf"(?<![\w'’-])(?:{'|'.join(spelt(rows))})(?![\w-])", re.IGNORECASE)


@cache
def words_for(status: str, tables: Tables) -> re.Pattern[str]:
    """Return what finds the words that tell a status wherever they stand; "then stop" is the end of a course to come.

    Of stopping, an arrow at the end of what was changed tells as much, and "d/c" where it opens a line.
    """
    rows = [row for row in tables.status_words if row.place == "anywhere" and row.status == status]
    signs = SIGNS_OF_STOPPING if status == "stopped" else ""
    return re.compile(
        rf"(?<!then )(?<!and )(?<![\w-])(?:{'|'.join(spelt(rows))})(?![\w-])(?:\s*:)?{signs}", re.IGNORECASE
    )


def spelt(rows: Iterable[StatusWord]) -> list[str]:
    """Return the words as patterns: a star for one word, either apostrophe."""
    longest = sorted((row.words for row in rows), key=len, reverse=True)
    return [re.escape(words).replace(r"\*", r"\w+").replace("'", "['’]") for words in longest]


def meaning(told: str, place: str, tables: Tables) -> str:
    """Return the status that words stand for in one place."""
    longest = sorted((row for row in tables.status_words if row.place == place), key=lambda row: -len(row.words))
    return next(row.status for row in longest if re.fullmatch(spelt([row])[0], told, re.IGNORECASE))
