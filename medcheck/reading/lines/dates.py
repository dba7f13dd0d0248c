"""A line -> its dates: when a medicine was started, changed and stopped."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

MONTHS = (
    "january jan januar jänner janvier janv enero ene gennaio janeiro",
    "february feb februar février fevrier févr febrero febbraio fevereiro",
    "march mar märz mrz mars marzo março",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio maio",
    "june jun juni juin junio giugno junho",
    "july jul juli juillet juil julio luglio julho",
    "august aug août aout agosto ago",
    "september sept sep septembre septiembre settembre setembro",
    "october oct oktober okt octobre octubre ottobre outubro",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro",
)
MONTH_NUMBERS = {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split()}
SPANS = {"day": 1, "week": 7, "month": 30, "year": 365}  # days
FEW = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
NO_DATE = frozenset((
    "", "-", "--", "?", "n/a", "na", "nan", "nat", "nil", "no", "none", "null", "unknown",
    "active", "continuing", "current", "now", "ongoing", "present",
))  # fmt: skip

# Whole names only: "Augmentin 1000" is no day in August, and 1000 is no year.
MONTH = rf"(?:{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})(?![^\W\d_])\.?"
YEAR = r"(?:19|20)\d\d(?!\d)"
ORDINAL = r"(?:st|nd|rd|th|er|\.)?"
BETWEEN = r"[\s,./-]*(?:(?:of|de|del)\s+)?"
CLOCK = r"(?:[T ]\d\d:\d\d[\d:.]*\s*(?:Z|[+-]\d\d:?\d\d|[ap]m)?)?"
WRITTEN = (
    rf"(?:\d{{1,2}}{ORDINAL}{BETWEEN}{MONTH}(?:{BETWEEN}{YEAR}|[-']\d\d(?!\d))"
    rf"|{MONTH}\s+\d{{1,2}}{ORDINAL},?\s+{YEAR}|{MONTH}{BETWEEN}{YEAR})"
)
DATE = (
    rf"(?:{YEAR}-\d{{1,2}}(?:-\d{{1,2}}{CLOCK})?(?![\w-])|{YEAR}/\d{{1,2}}/\d{{1,2}}{CLOCK}|{WRITTEN}"
    rf"|\d{{1,2}}[./-]\d{{1,2}}[./-]{YEAR}{CLOCK})"
)
SPAN = rf"(?:\d{{1,3}}|{'|'.join(FEW)})\s+(?:days?|weeks?|months?|years?)"
# What is a date only after a word that says so: 12/2024 could be a strength, 1/6/24 a dose scheme, 2024 a number.
NAMED_DATE = (
    rf"(?:{DATE}|{SPAN}\s+ago|last (?:week|month|year)|\d{{1,2}}[./-]\d{{1,2}}[./-]\d\d(?!\d)|\d{{1,2}}[./-]{YEAR}"
    rf"|{YEAR})(?!\w)"
)
ROUGHLY = r"(?:\s+(?:date|on|in|at))?:?\s*(?:(?:about|around|approx\.?|circa|early|mid|late|the|el|le|il|dem)[\s-]+)?"
START = (
    r"(?:start(?:ed|ing|s)?|since|from|begun|began|commenced|initiated|beginn|start|seit|ab|depuis|desde|dal)\b"
    + ROUGHLY
)
STOP = (
    r"(?:stop(?:ped|s)?|until|till|through|end(?:ed|s)?|to|bis|finished|completed|ceased|hasta|jusqu'au|fino al"
    r"|discontinued|d/?c['’]?d)\b" + ROUGHLY
)
STARTED = re.compile(rf"[(\[]?\b{START}(?P<date>{NAMED_DATE}|(?<=since ){SPAN})[)\]]?", re.IGNORECASE)
STOPPED = re.compile(rf"[(\[]?\b(?P<word>{STOP})(?P<date>{NAMED_DATE})[)\]]?", re.IGNORECASE)
CHANGED = re.compile(
    r"[(\[]?\b(?:dose\s+)?(?:increased|raised|doubled|changed|reduced|lowered|halved)\b[^;]{0,30}?"
    rf"\b(?:on|in|since|from)\s+(?P<date>{NAMED_DATE})[)\]]?",
    re.IGNORECASE,
)
FROM_TO = re.compile(
    rf"[(\[]?\b(?:{START})?(?<![\w./-])(?P<start>{DATE}|{YEAR})\s*(?:-|–|—|→|to|until|till|bis)\s*"
    rf"(?:(?P<stop>{DATE}|{YEAR})|present|ongoing|now|today|current)(?!\w)[)\]]?",
    re.IGNORECASE,
)
MAY_HOLD_A_DATE = re.compile(
    r"(?:19|20)\d\d|\d[./-]\d|[a-zä]['-]\d\d|since|ago\b|last ", re.IGNORECASE
)  # quick to tell
LONE_DATE = re.compile(rf"(?<![\w./-]){DATE}(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True)
class Dates:
    """The dates of an entry; `unclear` holds those that could not be read or can be read two ways."""

    start: date | None = None
    stop: date | None = None
    changed: date | None = None
    unclear: tuple[str, ...] = ()

    def started(self, text: str) -> "Dates":
        """Return the dates with this start."""
        day = read_date(text)
        return replace(self, start=day) if day else replace(self, unclear=(*self.unclear, text))

    def stopped(self, text: str) -> "Dates":
        """Return the dates with this stop."""
        day = read_date(text)
        return replace(self, stop=day) if day else replace(self, unclear=(*self.unclear, text))

    def dose_changed(self, text: str) -> "Dates":
        """Return the dates with this day of a change of dose."""
        day = read_date(text)
        return replace(self, changed=day) if day else replace(self, unclear=(*self.unclear, text))


def take_dates(text: str) -> tuple[str, Dates]:
    """Return the text without its dates, and the dates; the word "stopped" stays in the text."""
    dates = Dates()
    if not MAY_HOLD_A_DATE.search(text):
        return text, dates
    if found := CHANGED.search(text):
        dates = dates.dose_changed(found["date"])
        text = f"{text[: found.start()]} {found[0].replace(found['date'], ' ')} {text[found.end() :]}"
    if found := FROM_TO.search(text):
        dates = dates.started(found["start"])
        dates = dates.stopped(found["stop"]) if found["stop"] else dates
        text = f"{text[: found.start()]} {text[found.end() :]}"
    if found := STARTED.search(text):
        dates = dates.started(found["date"])
        text = f"{text[: found.start()]} {text[found.end() :]}"
    if found := STOPPED.search(text):
        dates = dates.stopped(found["date"])
        text = f"{text[: found.start()]} {found['word']} {text[found.end() :]}"
    return LONE_DATE.sub(" ", text), dates


def read_date(text: str) -> date | None:
    """Read one date; a month alone is its first day; a year alone, or a day that can be read two ways, is None."""
    text = text.strip().lower()
    if found := re.match(r"(\d{4})([-/])(\d{1,2})(?:\2(\d{1,2}))?(?!\d)", text):
        return _day(int(found[1]), int(found[3]), int(found[4] or 1))
    if found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := re.match(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d\d)(?!\d)", text):
        return _either_order(int(found[1]), int(found[3]), _full_year(found[4]), day_first=found[2] == ".")
    if found := re.fullmatch(r"(\d{1,2})[./-](\d{4})", text):
        return _day(int(found[2]), int(found[1]), 1)
    return _ago(text) or _named_month(text)


def _full_year(digits: str) -> int:
    """Return the year of two or four digits; two are of this century unless that is yet to come."""
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    return year - 100 if len(digits) == 2 and year > date.today().year + 1 else year


def _either_order(one: int, two: int, year: int, *, day_first: bool) -> date | None:
    if day_first or one > 12 or one == two:
        return _day(year, two, one)
    return _day(year, one, two) if two > 12 else None


def _ago(text: str) -> date | None:
    """Return the day that lies this long before today: "3 weeks ago", "two months"."""
    found = re.fullmatch(r"(\w+)\s+(day|week|month|year)s?(?:\s+ago)?", text)
    if found is None or not (found[1] in FEW or re.fullmatch(r"[0-9]{1,3}", found[1])):
        return None
    count = FEW[found[1]] if found[1] in FEW else int(found[1])
    return date.today() - timedelta(days=count * SPANS[found[2]])


def _named_month(text: str) -> date | None:
    name = re.search(MONTH, re.sub(r"\d", " ", text))
    year, day = re.search(r"\d{4}|(?<=[-'])\d\d$", text), re.match(r"\D*?(\d{1,2})(?!\d)", text)
    if name is None or year is None:
        return None
    number = MONTH_NUMBERS[name[0].rstrip(".")]
    return _day(_full_year(year[0]), number, int(day[1]) if day and day.start(1) < year.start() else 1)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
