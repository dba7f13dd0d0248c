"""A frame of medication rows -> the same frame, screened: distinct strings first, each resolved once, mapped back."""

import pandas as pd

from medcheck.batch.answers import Answers
from medcheck.batch.column import column_place
from medcheck.batch.rows import COLUMNS
from medcheck.matches import Matcher
from medcheck.tables import Tables


def screened(frame: pd.DataFrame, column: str | None, tables: Tables, matcher: Matcher) -> pd.DataFrame:
    """Return the frame with the five columns more; ValueError where no column holds medicines."""
    place = column_place(frame, column, matcher)
    codes, texts = pd.factorize(frame.iloc[:, place].astype("string").fillna(""))
    answers = Answers(tables, matcher).of([str(text) for text in texts])
    told = pd.DataFrame(answers, columns=COLUMNS, dtype="str").take(codes).set_axis(frame.index)
    return pd.concat([frame, told], axis=1)
