"""A line and a status -> the line as a person would write it, so that it is read with that status again."""

from medcheck.app.shared import say, tables
from medcheck.reading.lines import read_entry
from medcheck.reading.lines.status import without_status


def said_as(status: str, line: str, number: int) -> str:
    """Return a line that is read with this status: as it is where it is so already, else with the words for it."""
    ways = (line, say(f"as_line.{status}", line=line), say(f"as_line.{status}", line=without_status(line, tables())))
    return next((way for way in ways if way and read_entry(way, number, tables()).status == status), line)
