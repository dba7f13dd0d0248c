"""A table of a register -> the same table, screened in parts so that the progress can be told."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import medcheck
from medcheck.batch import COLUMNS
from medcheck.exports.guard import guarded
from medcheck.weighing.findings import URGENCIES

if TYPE_CHECKING:
    import pandas as pd

AT_ONCE = 2_000  # different entries between two words of progress


def screened_parts(entries: list[str]) -> Iterator["pd.DataFrame"]:
    """Yield the different entries with their six columns, a part at a time."""
    import pandas as pd

    for first in range(0, len(entries), AT_ONCE):
        part = pd.DataFrame({"entry": entries[first : first + AT_ONCE]}, dtype="str")
        yield medcheck.screen(part, "entry")


def different(frame: "pd.DataFrame", place: int) -> list[str]:
    """Return the different entries of a column in their order."""
    return list(dict.fromkeys(frame.iloc[:, place].astype("string").fillna("")))


def joined(frame: "pd.DataFrame", place: int, answers: "pd.DataFrame") -> "pd.DataFrame":
    """Return the frame with the six columns of its entries."""
    import pandas as pd

    cells = frame.iloc[:, place].astype("string").fillna("")
    added = answers.set_index("entry").loc[list(cells), COLUMNS].set_index(frame.index)
    return pd.concat([frame, added], axis=1)


def ordered(answers: "pd.DataFrame", counts: Counter[str]) -> list[tuple[str, ...]]:
    """Return each different entry with its number of rows and its answers, the most urgent and most frequent first."""
    rows = [tuple(map(str, row)) for row in answers[["entry", *COLUMNS]].itertuples(index=False)]
    place = {urgency: number for number, urgency in enumerate((*URGENCIES, ""))}
    rows.sort(key=lambda row: (place.get(row[-1], len(place)), -counts[row[0]], row[0]))
    return [(row[0], str(counts[row[0]]), *row[1:]) for row in rows]


def as_csv(frame: "pd.DataFrame") -> bytes:
    """Write the screened register as CSV for spreadsheets; a number stays one, a formula becomes text."""
    text = frame.astype("string").fillna("").map(kept)
    text.columns = [kept(str(title)) for title in frame.columns]
    return text.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def kept(cell: str) -> str:
    """Return a cell as it is where it is a number, else guarded against formulas."""
    try:
        float(cell)
    except ValueError:
        return guarded(cell)
    return cell
