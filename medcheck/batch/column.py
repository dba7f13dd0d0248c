"""A register -> which column holds the medicines."""

from collections.abc import Callable, Sequence

from medcheck.naming.matches import Matcher
from medcheck.reading.files.column_titles import INGREDIENT
from medcheck.reading.files.columns import LEAST_SHARE, SAMPLE_CELLS

Cells = Callable[[int], Sequence[str]]


def column_place(titles: Sequence[str], column: str | None, rows: int, cells: Cells, matcher: Matcher) -> int:
    """Return the place of the column that holds the medicines, by its name or by what its cells resolve to.

    `cells` gives the texts of a column by its place, without the blank ones; ValueError where no column will do.
    """
    if column is not None:
        if column not in titles:
            raise ValueError(f"there is no column {column!r}; the columns are: {', '.join(titles)}.")
        return titles.index(column)
    shares = [share(cells(place), rows, matcher) for place in range(len(titles))]
    order = [(round(part, 1), names_ingredients(title), part) for part, title in zip(shares, titles, strict=True)]
    best = max(range(len(order)), key=order.__getitem__, default=None)
    if best is None or shares[best] < LEAST_SHARE:
        raise ValueError(f"no column holds medicines that were recognised; name one of: {', '.join(titles)}.")
    return best


def names_ingredients(title: str) -> bool:
    """Say whether a column is titled as one of ingredients, which are surer than brands."""
    return INGREDIENT.search(title) is not None


def share(cells: Sequence[str], rows: int, matcher: Matcher) -> float:
    """Return in which share of all rows a column names a medicine, judged by a sample of its distinct values."""
    texts = [text for text in cells if text.strip()]
    sample = list(dict.fromkeys(texts))[:SAMPLE_CELLS]
    return len(texts) / rows * sum(matcher.recognises(sample)) / len(sample) if sample else 0.0
