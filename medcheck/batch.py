"""A table of medication rows -> the same table, screened: distinct strings first, each resolved once, mapped back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from medcheck.entries import read_entry
from medcheck.findings import SEVERITIES, URGENCIES
from medcheck.fits import urgency_of
from medcheck.matches import Match, Matcher
from medcheck.readers import ReadError
from medcheck.readers import bytes as file_bytes
from medcheck.readers.columns import LEAST_SHARE, SAMPLE_CELLS
from medcheck.readers.rows import read_table
from medcheck.report import find
from medcheck.tables import Tables

PARQUET, DELIMITED = frozenset({".parquet", ".pq"}), frozenset({".csv", ".tsv", ".txt"})
COLUMNS = ["medcheck_verdict", "medcheck_drug", "medcheck_mechanisms", "medcheck_severity", "medcheck_urgency"]


@dataclass(frozen=True)
class Screened:
    """The five result cells of one distinct string."""

    verdict: str
    drug: str
    mechanisms: str
    severity: str
    urgency: str


def screened(frame: pd.DataFrame, column: str | None, tables: Tables, matcher: Matcher) -> pd.DataFrame:
    """Return the frame with the five columns more; ValueError where no column holds medicines."""
    place = column_place(frame, column, matcher)
    cells = frame.iloc[:, place]
    texts = cells.astype("string").fillna("")
    distinct = list(dict.fromkeys(texts))
    matches = matcher.match([read_entry(text, line, tables) for line, text in enumerate(distinct, start=1)])
    answers = {text: answer(match, tables) for text, match in zip(distinct, matches, strict=True)}
    added = {name: [getattr(answers[text], name.removeprefix("medcheck_")) for text in texts] for name in COLUMNS}
    return pd.concat([frame, pd.DataFrame(added, index=frame.index, dtype="str")], axis=1)


def answer(match: Match, tables: Tables) -> Screened:
    """Return what the tables hold on one resolved string by itself."""
    findings = [finding for finding in find([match], tables) if finding.kind != "burden"]
    mechanisms = dict.fromkeys(finding.mechanism for finding in findings)
    return Screened(
        match.verdict, "|".join(map(tables.inn, match.drugs)), "|".join(mechanisms),
        min((finding.severity for finding in findings), key=SEVERITIES.index, default=""),
        min((urgency_of(finding, "unclear") for finding in findings), key=URGENCIES.index, default=""),
    )  # fmt: skip


def column_place(frame: pd.DataFrame, column: str | None, matcher: Matcher) -> int:
    """Return the place of the column that holds the medicines, by its name or by what its cells resolve to."""
    titles = [str(title) for title in frame.columns]
    if column is not None:
        if column not in titles:
            raise ValueError(f"there is no column {column!r}; the columns are: {', '.join(titles)}.")
        return titles.index(column)
    shares = [share(frame.iloc[:, place], matcher) for place in range(len(titles))]
    best = max(range(len(shares)), key=lambda place: shares[place], default=None)
    if best is None or shares[best] < LEAST_SHARE:
        raise ValueError(f"no column holds medicines that were recognised; name one of: {', '.join(titles)}.")
    return best


def share(cells: pd.Series, matcher: Matcher) -> float:
    """Return in which share of all rows a column names a medicine, judged by a sample of its distinct values."""
    texts = [text for text in cells.dropna().astype("string") if text.strip()]
    sample = list(dict.fromkeys(texts))[:SAMPLE_CELLS]
    return len(texts) / len(cells) * sum(matcher.recognises(sample)) / len(sample) if sample else 0.0


def read_frame(file: Path, matcher: Matcher) -> pd.DataFrame:
    """Read a CSV (any delimiter and encoding) or Parquet file with every value as it was written."""
    try:
        if file.suffix.lower() in PARQUET:
            return pd.read_parquet(file)
        data = file.read_bytes()
    except OSError as error:
        raise ReadError(f"{file} cannot be read ({error.strerror or error}); check its path.") from error
    except ValueError as error:
        raise ReadError(f"{file} is no Parquet file that can be read ({first_line(error)}); write it anew.") from error
    content = text_of(data, str(file))
    table = read_table(content, str(file), matcher.recognises)
    frame = pd.DataFrame([cells for _, cells in table.rows], dtype="str")
    if frame.empty:
        raise ReadError(f"{file} has no rows below its header; give at least one.")
    frame.columns = list(table.header)
    return frame


def text_of(data: bytes, file: str) -> str:
    """Return the text of a table; unlike a person's list, a register may be of any size."""
    if len(data) > file_bytes.LARGEST_FILE:
        return data.decode(file_bytes.encoding_of(data), errors="replace")
    return file_bytes.decoded(data, file)


def write_frame(frame: pd.DataFrame, file: Path) -> None:
    """Write Parquet, tabbed text or CSV by the file's ending; the file is there whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix.lower() in PARQUET:
            frame.to_parquet(part)
        else:
            separator = "\t" if file.suffix.lower() == ".tsv" else ","
            frame.to_csv(part, index=False, sep=separator, encoding="utf-8", lineterminator="\n")
        part.replace(file)
    except (OSError, ValueError) as error:
        part.unlink(missing_ok=True)
        reason = error.strerror if isinstance(error, OSError) and error.strerror else first_line(error)
        raise ReadError(f"{file} cannot be written ({reason}); choose another place.") from error


def first_line(error: Exception) -> str:
    """Return what an error says in its first line."""
    return str(error).partition("\n")[0]


def parts_of(folder: Path) -> Sequence[Path]:
    """Return the CSV and Parquet files of a folder in order."""
    return sorted(
        part for part in folder.iterdir() if part.suffix.lower() in PARQUET | DELIMITED and part.name[0] not in "._"
    )
