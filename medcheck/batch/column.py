"""Which column of a register holds the medicines."""

from collections.abc import Sequence

import pandas as pd

from medcheck.matches import Matcher
from medcheck.readers.columns import LEAST_SHARE, SAMPLE_CELLS


def column_place(frame: pd.DataFrame, column: str | None, matcher: Matcher) -> int:
    """Return the place of the column that holds the medicines, by its name or by what its cells resolve to."""
    titles = [str(title) for title in frame.columns]
    if column is not None:
        return named_place(titles, column)
    shares = [share(frame.iloc[:, place], matcher) for place in range(len(titles))]
    best = max(range(len(shares)), key=lambda place: shares[place], default=None)
    if best is None or shares[best] < LEAST_SHARE:
        raise ValueError(f"no column holds medicines that were recognised; name one of: {', '.join(titles)}.")
    return best


def named_place(titles: Sequence[str], column: str) -> int:
    """Return the place of a column by its title; ValueError names those that there are."""
    if column not in titles:
        raise ValueError(f"there is no column {column!r}; the columns are: {', '.join(titles)}.")
    return titles.index(column)


def share(cells: pd.Series, matcher: Matcher) -> float:
    """Return in which share of all rows a column names a medicine, judged by a sample of its distinct values."""
    texts = [text for text in cells.dropna().astype("string") if text.strip()]
    sample = list(dict.fromkeys(texts))[:SAMPLE_CELLS]
    return len(texts) / len(cells) * sum(matcher.recognises(sample)) / len(sample) if sample else 0.0
