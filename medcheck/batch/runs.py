"""Files of any size -> the same screened: a part at a time, in bounded memory, whole or not at all."""

import json
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from medcheck.batch.column import column_place
from medcheck.batch.engines import Engine, Here
from medcheck.batch.judging import answer
from medcheck.batch.screened import COLUMNS, Screened
from medcheck.batch.streams import PARQUET, RaggedError, parts
from medcheck.naming.matches import shipped_matcher
from medcheck.reading.files import ReadError
from medcheck.tables import shipped

SAMPLE_ROWS = 20_000  # of the first part, by which the column of the medicines is told
AT_ONCE = 5_000  # strings that one worker answers at once
QUIET = 3.0  # seconds before progress is told, and between two words of it
STATE = "state.json"


@dataclass(frozen=True)
class Job:
    """One file to screen: where from, where to, which column, and whether to go on where an earlier run ended."""

    source: Path
    goal: Path
    column: str | None = None
    resume: bool = False


def screen_file(job: Job, engine: Engine | None = None, say: Callable[[str], None] | None = None) -> int:
    """Screen one file and return its number of rows; ReadError says why it cannot be done.

    What was done stays beside the goal when the run is broken off, and only then.
    """
    kept = Kept(job.goal.with_name(f".{job.goal.name}.parts"), job)
    patient = kept.begin()
    try:
        try:
            rows = write_parts(job, kept, engine or Here(), say, patient=patient)
        except RaggedError:
            kept.begin_anew(patient=True)
            rows = write_parts(job, kept, engine or Here(), say, patient=True)
        kept.join()
    except (KeyboardInterrupt, SystemExit):
        raise
    except OSError as error:
        kept.remove()
        raise ReadError(f"{job.goal} cannot be written ({error.strerror or error}); choose another place.") from error
    except BaseException:
        kept.remove()
        raise
    return rows


def screen_files(
    jobs: Sequence[Job], engine: Engine, say: Callable[[str], None] | None = None
) -> Iterator[tuple[Job, int]]:
    """Screen files one after the other, or, where there are several and workers for them, side by side."""
    if len(jobs) > 1 and not isinstance(engine, Here):
        yield from zip(jobs, engine.map(screen_file, jobs), strict=True)
    else:
        yield from ((job, screen_file(job, engine, say)) for job in jobs)


def write_parts(job: Job, kept: "Kept", engine: Engine, say: Callable[[str], None] | None, *, patient: bool) -> int:
    """Screen what is not yet done, a part at a time, and return the number of all rows."""
    progress = Progress(say)
    place: list[int] = []
    waiting: deque[tuple[int, pa.Table, pa.Array, int]] = deque()

    def texts_of() -> Iterator[list[str]]:
        for number, part in enumerate(parts(job.source, shipped_matcher().recognises, patient=patient)):
            if not place:
                place.append(place_of(part.table, job))
            progress.rows += len(part.table)
            progress.done = part.done
            if kept.has(number):
                continue
            codes, texts = distinct(part.table.column(place[0]))
            shares = [texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE)] or [[]]
            waiting.append((number, part.table, codes, len(shares)))
            yield from shares

    answers: list[list[Screened]] = []
    for some in engine.map(answer, texts_of()):
        answers.append(some)
        number, table, codes, shares = waiting[0]
        if len(answers) == shares:
            waiting.popleft()
            kept.write(number, with_answers(table, codes, [one for few in answers for one in few]))
            answers.clear()
            progress.tell()
    return progress.rows


def place_of(table: pa.Table, job: Job) -> int:
    """Return the place of the column of the medicines; ReadError where there is none."""
    titles = table.column_names
    if job.goal.suffix.lower() in PARQUET and len(set(titles)) < len(titles):
        double = next(title for title in titles if titles.count(title) > 1)
        raise ReadError(f"{job.goal} cannot be written (two columns are called {double!r}); rename one.")
    sample = table.slice(0, SAMPLE_ROWS)

    def cells(place: int) -> list[str]:
        return pc.cast(sample.column(place), pa.string()).drop_null().to_pylist()

    try:
        return column_place(titles, job.column, len(sample), cells, shipped_matcher())
    except ValueError as error:
        raise ReadError(f"{job.source}: {error}") from error


def distinct(cells: pa.ChunkedArray) -> tuple[pa.Array, list[str]]:
    """Return the place of each cell among the different ones, and those."""
    texts = pc.fill_null(pc.cast(cells, pa.string()), "").combine_chunks()
    encoded = (texts.chunk(0) if isinstance(texts, pa.ChunkedArray) else texts).dictionary_encode()
    return encoded.indices, encoded.dictionary.to_pylist()


def with_answers(table: pa.Table, codes: pa.Array, answers: list[Screened]) -> pa.Table:
    """Return the table with the six columns more."""
    columns = zip(*answers, strict=True) if answers else [()] * len(COLUMNS)
    for name, cells in zip(COLUMNS, columns, strict=True):
        table = table.append_column(name, pa.array(cells, pa.string()).take(codes))
    return table


@dataclass
class Progress:
    """How far a run is, told now and then."""

    say: Callable[[str], None] | None
    rows: int = 0
    done: float = 0.0
    start: float = field(default_factory=time.monotonic)
    told: float = field(default_factory=time.monotonic)

    def tell(self) -> None:
        """Say rows, speed and the time left, where some time has gone by since."""
        now = time.monotonic()
        if self.say is None or now - self.told < QUIET:
            return
        self.told = now
        took = now - self.start
        left = took / self.done - took if self.done else 0.0
        self.say(f"{self.rows:,} rows, {self.rows / took:,.0f} a second, about {left:.0f} s left")


class Kept:
    """The finished parts of a run, in a folder beside the goal, with what they were made of."""

    def __init__(self, folder: Path, job: Job) -> None:
        """Know where the parts of a job are kept."""
        self.folder = folder
        self.job = job
        self.ending = ".parquet" if job.goal.suffix.lower() in PARQUET else ".csv"
        self.count = 0

    def made_of(self, *, patient: bool) -> dict[str, object]:
        """Return what must be the same for a run to go on."""
        told = self.job.source.stat()
        return {
            "source": str(self.job.source.resolve()), "size": told.st_size, "modified": told.st_mtime_ns,
            "column": self.job.column, "patient": patient, "medcheck": version("medcheck"), "data": shipped().version,
        }  # fmt: skip

    def begin(self) -> bool:
        """Go on with what an earlier run left where that was asked for and holds, else begin anew; say how to read."""
        for patient in (False, True) if self.job.resume else ():
            try:
                if json.loads((self.folder / STATE).read_text("utf-8")) == self.made_of(patient=patient):
                    return patient
            except (OSError, ValueError):
                break
        self.begin_anew(patient=False)
        return False

    def begin_anew(self, *, patient: bool) -> None:
        """Remove what was left, and note what this run is made of."""
        try:
            state = json.dumps(self.made_of(patient=patient))
        except OSError as error:
            raise ReadError(f"{self.job.source} cannot be read ({error.strerror or error}); check its path.") from error
        try:
            self.remove()
            self.folder.mkdir(parents=True)
            (self.folder / STATE).write_text(state, "utf-8")
        except OSError as error:
            raise ReadError(
                f"{self.job.goal} cannot be written ({error.strerror or error}); choose another place."
            ) from error

    def part(self, number: int) -> Path:
        """Return where a part is kept."""
        return self.folder / f"{number:06}{self.ending}"

    def has(self, number: int) -> bool:
        """Say whether a part is done."""
        self.count = max(self.count, number + 1)
        return self.part(number).is_file()

    def write(self, number: int, table: pa.Table) -> None:
        """Write one part; it is there whole or not at all."""
        half = self.folder / "half"
        if self.ending == ".parquet":
            pq.write_table(table, half)
        else:
            write_csv(table, half, "\t" if self.job.goal.suffix.lower() == ".tsv" else ",", header=number == 0)
        half.replace(self.part(number))

    def join(self) -> None:
        """Make the parts one file, put it in its place and remove them."""
        whole = self.folder / "whole"
        made = [self.part(number) for number in range(self.count)]
        if len(made) == 1:
            whole = made[0]
        elif self.ending == ".parquet":
            with pq.ParquetWriter(whole, pq.read_schema(made[0])) as writer:
                for part in made:
                    writer.write_table(pq.read_table(part, schema=pq.read_schema(made[0])))
        else:
            with whole.open("wb") as joined:
                for part in made:
                    with part.open("rb") as opened:
                        shutil.copyfileobj(opened, joined, 1_000_000)
                    part.unlink()
        whole.replace(self.job.goal)
        self.remove()

    def remove(self) -> None:
        """Remove the folder of the parts."""
        shutil.rmtree(self.folder, ignore_errors=True)


def write_csv(table: pa.Table, file: Path, separator: str, *, header: bool) -> None:
    """Write a table as delimited text, quoted where it must be; other types as pandas writes them."""
    if all(pa.types.is_string(kind) for kind in table.schema.types):
        options = pacsv.WriteOptions(include_header=header, delimiter=separator, quoting_style="needed")
        pacsv.write_csv(table, file, options)
    else:
        table.to_pandas().to_csv(file, index=False, sep=separator, header=header, lineterminator="\n")
