"""A frame of medication rows -> the same frame, screened: distinct strings first, each resolved once, mapped back."""

import pandas as pd

from medcheck.batch.column import column_place, share
from medcheck.batch.judging import Answers
from medcheck.batch.screened import COLUMNS
from medcheck.naming.matches import Matcher
from medcheck.tables import Tables


def screened(frame: pd.DataFrame, column: str | None, tables: Tables, matcher: Matcher) -> pd.DataFrame:
    """Return the frame with the six columns more; ValueError where no column holds medicines."""
    place = place_of(frame, column, matcher)
    codes, texts = pd.factorize(frame.iloc[:, place].astype("string").fillna(""))
    answers = Answers(tables, matcher).of([str(text) for text in texts])
    told = pd.DataFrame(answers, columns=COLUMNS, dtype="str").take(codes).set_axis(frame.index)
    return pd.concat([frame, told], axis=1)


def place_of(frame: pd.DataFrame, column: str | None, matcher: Matcher) -> int:
    """Return the place of the column that holds the medicines; ValueError where there is none."""
    titles = [str(title) for title in frame.columns]
    return column_place(titles, column, len(frame), lambda place: texts_of(frame, place), matcher)


def share_of(frame: pd.DataFrame, place: int, matcher: Matcher) -> float:
    """Return in which share of all rows a column names a medicine."""
    return share(texts_of(frame, place), len(frame), matcher)


def texts_of(frame: pd.DataFrame, place: int) -> list[str]:
    """Return the cells of a column as text, without those that hold nothing."""
    return frame.iloc[:, place].dropna().astype("string").tolist()
