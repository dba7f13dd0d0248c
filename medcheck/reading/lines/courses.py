"""The words of a line -> for how many days the medicine is meant to be taken: "for 5 days", "per 7 giorni"."""

import re

from medcheck.reading.lines.frequencies import COUNT, DAYS_IN, read_count

WORDS = r"for|x|per|durante|por|für|pendant|over"
LENGTH = rf"(?<!\w)(?:{WORDS})\s*(?:the next\s+)?(?P<count>\d{{1,3}}|{COUNT})\s*-?"
COURSES = tuple((days, re.compile(rf"{LENGTH}(?:{unit})(?!\w)", re.IGNORECASE)) for days, unit in DAYS_IN if days >= 1)


def course_of(text: str) -> int | None:
    """Return the length of the course in days, or None where the line tells none; steps of a taper are added up."""
    told = [days * read_count(found["count"]) for days, pattern in COURSES for found in pattern.finditer(text)]
    return round(sum(told)) if told else None
