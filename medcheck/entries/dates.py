"""What a line says of time: when a medicine was started and stopped."""

import re
from dataclasses import dataclass, replace
from datetime import date

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = "(?:" + "|".join(MONTHS) + r")[a-z]*\.?"
DATE = (
    r"(?:\d{4}-\d{1,2}(?:-\d{1,2})?(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}}|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|{MONTH},?\s+\d{{4}}"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{4})"
)
STARTED = re.compile(
    rf"[(\[]?\b(?:start(?:ed|ing)?(?:\s+(?:on|in))?|since|from|begun|began|seit|depuis|desde|dal)\b:?\s*(?P<date>{DATE})[)\]]?",
    re.IGNORECASE,
)
STOPPED = re.compile(
    rf"[(\[]?\b(?P<word>stopped(?:\s+(?:on|in))?|until|till|ended|to|bis|finished|discontinued(?:\s+on)?)\b:?\s*(?P<date>{DATE})[)\]]?",
    re.IGNORECASE,
)
LONE_DATE = re.compile(rf"(?<![\w-]){DATE}(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True)
class Dates:
    """The dates of an entry; `unclear` holds those that could not be read or can be read two ways."""

    start: date | None = None
    stop: date | None = None
    unclear: tuple[str, ...] = ()

    def started(self, text: str) -> "Dates":
        """Return the dates with this start."""
        day = read_date(text)
        return replace(self, start=day) if day else replace(self, unclear=(*self.unclear, text))

    def stopped(self, text: str) -> "Dates":
        """Return the dates with this stop."""
        day = read_date(text)
        return replace(self, stop=day) if day else replace(self, unclear=(*self.unclear, text))


def take_dates(text: str) -> tuple[str, Dates]:
    """Return the text without its dates, and the dates; the word "stopped" stays in the text."""
    dates = Dates()
    if found := STARTED.search(text):
        dates = dates.started(found["date"])
        text = f"{text[: found.start()]} {text[found.end() :]}"
    if found := STOPPED.search(text):
        dates = dates.stopped(found["date"])
        text = f"{text[: found.start()]} {found['word']} {text[found.end() :]}"
    return LONE_DATE.sub(" ", text), dates


def read_date(text: str) -> date | None:
    """Read one date; a month alone is its first day, and a day that can be read two ways is None."""
    text = text.strip()
    if found := re.match(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", text):
        return _day(int(found[1]), int(found[2]), int(found[3] or 1))
    if found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := re.match(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4})", text):
        return _either_order(int(found[1]), int(found[3]), int(found[4]), day_first=found[2] == ".")
    return _named_month(text.lower())


def _either_order(one: int, two: int, year: int, *, day_first: bool) -> date | None:
    if day_first or one > 12 or one == two:
        return _day(year, two, one)
    return _day(year, one, two) if two > 12 else None


def _named_month(text: str) -> date | None:
    month = next((place for place, name in enumerate(MONTHS, start=1) if re.search(rf"\b{name}", text)), None)
    year, day = re.search(r"\b\d{4}\b", text), re.search(r"\b\d{1,2}(?=st|nd|rd|th|\b)", text)
    return _day(int(year[0]), month, int(day[0]) if day else 1) if month and year else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
