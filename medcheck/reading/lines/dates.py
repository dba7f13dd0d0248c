"""A line -> its dates: when a medicine was started, changed and stopped."""

import re
from dataclasses import dataclass, replace
from datetime import date

from medcheck.reading.lines.lazy import LazyPattern
from medcheck.reading.lines.relative_dates import AGO, MONTH, MONTH_NUMBERS, NAMED, SINCE_FOR, UNNAMED_SPAN, day_of

NO_DATE = frozenset((
    "", "-", "--", "?", "n/a", "na", "nan", "nat", "nil", "no", "none", "null", "unknown",
    "active", "continuing", "current", "now", "ongoing", "present",
))  # fmt: skip

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
# What is a date only after a word that says so: 12/2024 could be a strength, 1/6/24 a dose scheme, 2024 a number.
NAMED_DATE = (
    rf"(?:{DATE}|{AGO}|{NAMED}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d\d(?!\d)|\d{{1,2}}[./-]{YEAR}|{YEAR}|{MONTH})(?!\w)"
)
ROUGHLY = (
    r"(?:\s+(?:date|on|in|at|im|am|en|em|a|nel))?:?\s*"
    r"(?:(?:about|around|approx\.?|circa|early|mid|late|the|el|le|il|dem|anfang|mitte|ende|début|fin|inicio|metà)[\s-]+)?"
)
SINCE = r"(?:(?:since|seit|depuis|desde|dal?|for the (?:last|past))\b|dal(?=l['’]))"
START = (
    r"(?:(?:start(?:ed|ing|s)?|from|begun|began|commenced|initiated|beginn|start|ab|begonnen|débuté|commencé"
    rf"|iniciad[oa]|iniziat[oa]|empezad[oa])\b|{SINCE})"
) + ROUGHLY
STOP = (
    r"(?:stop(?:ped|s)?|until|till|through|end(?:ed|s)?|to|bis|finished|completed|ceased|hasta|jusqu['’](?:au?|en)"
    r"|fino al?|até|discontinued|d/?c['’]?d)\b" + ROUGHLY
)
STARTED = LazyPattern(rf"[(\[]?\b(?:{START}(?P<date>{NAMED_DATE})|{SINCE}\s+{SINCE_FOR}(?P<span>{UNNAMED_SPAN}))[)\]]?")
STOPPED = LazyPattern(rf"[(\[]?\b(?P<word>{STOP})(?P<date>{NAMED_DATE})[)\]]?")
CHANGED = LazyPattern(
    r"[(\[]?\b(?:dose\s+)?(?:increased|raised|doubled|changed|reduced|lowered|halved)\b[^;]{0,30}?"
    rf"\b(?:on|in|since|from)\s+(?P<date>{NAMED_DATE})[)\]]?"
)
FROM_TO = LazyPattern(
    rf"[(\[]?\b(?:{START})?(?<![\w./-])(?P<start>{DATE}|{YEAR})\s*(?:-|–|—|→|to|until|till|bis)\s*"
    rf"(?:(?P<stop>{DATE}|{YEAR})|present|ongoing|now|today|current)(?!\w)[)\]]?"
)
MAY_HOLD_A_DATE = re.compile(
    r"(?:19|20)\d\d|\d[./-]\d|[a-zä]['-]\d\d"
    r"|\b(?:since|last|the past|ago|seit|vor|letzt\w+|depuis|il y a|derni\w+|desde|hace"
    r"|pasad[ao]|há|faz|passad[ao]|dal?|dall|scors[ao]|fa|gestern|yesterday|hier|ayer|ieri|ontem|today|heute|hoy|oggi|hoje"
    r"|aujourd|stamattina|ce matin|this morning|esta mañana"
    rf"|(?:until|till|bis|hasta|jusqu.\w+|fino \w+|até|from|ab|in|im|en|em|nel|a|mois de?|start\w*) {MONTH})\b",
    re.IGNORECASE,
)  # quick to tell
LONE_DATE = LazyPattern(rf"(?<![\w./-]){DATE}(?![\w-])")
LONE_DAY = LazyPattern(
    rf"[(\[]?(?<!\w)(?:{AGO}|{NAMED}|(?:in|im|en|em|nel|a|au mois de?)\s+(?P<month>{MONTH}))(?!\w)[)\]]?"
)
UNTOLD = LazyPattern(
    r"\b(?:since|seit|depuis|desde)\s+(?P<when>(?!start|beg|taking|i\b)[^,;()\d]{3,40}?)\s*(?=$|[,;()])"
)


@dataclass(frozen=True)
class Dates:
    """The dates of an entry; `unclear` holds those that could not be read or can be read two ways.

    `lone` is one that no word says what it is of: the status of the entry decides.
    """

    start: date | None = None
    stop: date | None = None
    changed: date | None = None
    unclear: tuple[str, ...] = ()
    lone: str = ""

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
        dates = dates.started(found["date"] or found["span"])
        text = f"{text[: found.start()]} {text[found.end() :]}"
    if found := STOPPED.search(text):
        dates = dates.stopped(found["date"])
        text = f"{text[: found.start()]} {found['word']} {text[found.end() :]}"
    if found := LONE_DAY.search(text):
        dates = replace(dates, lone=found["month"] or found[0].strip("()[] "))
        text = f"{text[: found.start()]} {text[found.end() :]}"
    if found := UNTOLD.search(text):
        dates = replace(dates, unclear=(*dates.unclear, found["when"]))
    alone = tuple(found[0] for found in LONE_DATE.finditer(text))
    return LONE_DATE.sub(" ", text), replace(dates, unclear=(*dates.unclear, *alone))


def settled(dates: Dates, status: str) -> Dates:
    """Return the dates with the lone one as a start or, of what is no longer taken, a stop; of a plan it is neither."""
    if not dates.lone or status not in {"current", "held", "stopped"}:
        return dates
    if status == "stopped":
        return dates if dates.stop else dates.stopped(dates.lone)
    return dates if dates.start else dates.started(dates.lone)


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
    return day_of(text) or _named_month(text)


def _full_year(digits: str) -> int:
    """Return the year of two or four digits; two are of this century unless that is yet to come."""
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    return year - 100 if len(digits) == 2 and year > date.today().year + 1 else year


def _either_order(one: int, two: int, year: int, *, day_first: bool) -> date | None:
    if day_first or one > 12 or one == two:
        return _day(year, two, one)
    return _day(year, one, two) if two > 12 else None


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
