"""The six result columns of a screened row."""

from typing import NamedTuple


class Screened(NamedTuple):
    """The six result cells of one distinct string."""

    verdict: str
    drug: str
    mechanisms: str
    severity: str
    urgency: str
    level: str


COLUMNS = [f"medcheck_{name}" for name in Screened._fields]
