"""Arguments -> what a command prints or writes: serve, check, match, screen, names, data."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import medcheck
from medcheck.exports.formats import FORMATS, written
from medcheck.exports.words import READERS
from medcheck.reading.files import Choice, ReadError, Reading, SeenLine, UnconfirmedError, Unused, read
from medcheck.reading.lines import read_entry
from medcheck.tables import TableError, shipped
from medcheck.weighing.patient import read_patient

if TYPE_CHECKING:
    from medcheck.batch.engines import Engine
    from medcheck.batch.runs import Job

DONE, UNUSABLE, BROKEN_OFF = 0, 2, 130
LARGE = 2_000_000  # bytes of a file whose reading is announced


class UnusableError(Exception):
    """Input or options that cannot be used; one sentence for stderr."""


class Parser(argparse.ArgumentParser):
    """A parser that refuses options in one line, as every other refusal is told."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where the options are listed, and end with the exit code of unusable options."""
        self.exit(UNUSABLE, f"medcheck: {message}; {self.prog} --help lists the options.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 2 unusable input or options, 130 broken off."""
    options = parser().parse_args(arguments)
    try:
        options.run(options)
    except UnconfirmedError as error:
        sys.stdout.write("".join(f"{seen_line(line)}\n" for line in error.lines))
        print(f"medcheck: {shipped().say('photo.how_to_go_on', file=options.file)}", file=sys.stderr)
        return UNUSABLE
    except (UnusableError, ReadError, medcheck.PatientError) as error:
        print(f"medcheck: {error}", file=sys.stderr)
        return UNUSABLE
    except TableError as error:
        print(f"medcheck: the data tables cannot be used.\n{error}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        sys.stderr.close()
    except KeyboardInterrupt:
        goes_on = "; the same command with --resume goes on" if "resume" in options else ""
        print(f"medcheck: broken off{goes_on}.", file=sys.stderr)
        return BROKEN_OFF
    return DONE


def parser() -> Parser:
    """Return the parser of the whole command line."""
    whole = Parser(prog="medcheck", description="Which of my medicines could be making my muscles weak?")
    whole.add_argument("--version", action="version", version=f"medcheck {medcheck.__version__}")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="open the dashboard in the browser, and answer over HTTP beside it")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument("--rate", type=rate, default=50.0, help="requests a second that a client of the service may ask"
                       " (default 50; 0: any number)")  # fmt: skip
    serve.add_argument("--log", action="store_true", help="log the service's requests to stderr, without their content")
    serve.set_defaults(run=run_serve)

    check = commands.add_parser("check", help="check a medication list")
    check.add_argument(
        "entry", nargs="*", metavar="ENTRY", help='a medicine, e.g. "simvastatin 40 mg started 2026-02-01"'
    )
    check.add_argument(
        "--file", help="a list: text, CSV, spreadsheet, PDF, photo, FHIR, C-CDA...; - reads standard input"
    )
    check.add_argument("--column", help="the column of the file that holds the medicines")
    check.add_argument("--sheet", help="the sheet of a workbook, or the file in a ZIP, that holds them")
    check.add_argument("--photo-read-right", action="store_true", help="what was read from the photo was compared with"
                       " it and is right")  # fmt: skip
    check.add_argument("--patient", metavar="PATIENT.json", help="age, sex, conditions and symptoms")
    check.add_argument("--format", choices=FORMATS, default="text")
    check.add_argument("--reader", choices=READERS, default="patient", help="whose words the text format uses")
    check.add_argument("--all", action="store_true", help="write everything as text, what is only on record as well")
    check.add_argument("-o", "--output", metavar="OUT", help="write here instead of standard output")
    check.set_defaults(run=run_check)

    match = commands.add_parser("match", help="resolve names, one a line, to medicines")
    match.add_argument("file", metavar="FILE", help="one entry a line; - reads standard input")
    match.add_argument("-o", "--output", metavar="OUT.csv")
    match.set_defaults(run=run_match)

    screen = commands.add_parser("screen", help="screen a table of medication rows")
    screen.add_argument("file", metavar="FILE", help="CSV or Parquet, a file or a folder of parts")
    screen.add_argument("-o", "--output", metavar="OUT", required=True)
    screen.add_argument("--column", metavar="NAME", help="the column that holds the medicines")
    screen.add_argument("--engine", choices=("pandas", "dask"), default="pandas", help="dask needs medcheck[dask]")
    screen.add_argument("--workers", type=int, default=1, metavar="N", help="processes of this machine")
    screen.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster, e.g. tcp://10.0.0.1:8786")
    screen.add_argument("--resume", action="store_true", help="go on where a run was broken off")
    screen.set_defaults(run=run_screen)

    names = commands.add_parser("names", help="recognise more names: those of an RxNorm release that you downloaded")
    what = names.add_subparsers(required=True, metavar="WHAT")
    taken = what.add_parser("import", help="take the names of a release")
    taken.add_argument("file", metavar="RXNCONSO.RRF", type=Path, help="the file, or the ZIP it came in")
    taken.set_defaults(run=run_names_import)
    what.add_parser("forget", help="remove what was imported").set_defaults(run=run_names_forget)

    data = commands.add_parser("data", help="validate the tables and count them")
    data.add_argument("--coverage", action="store_true", help="count the warnings of each class by mechanism instead")
    data.set_defaults(run=run_data)
    return whole


def run_serve(options: argparse.Namespace) -> None:
    """Open the dashboard and serve it until interrupted."""
    from medcheck.api.limits import Limits
    from medcheck.server import serve

    serve(options.host, options.port, Limits(rate=options.rate), options.log)


def rate(text: str) -> float:
    """Return a number of requests a second, zero for any number."""
    number = float(text)
    if not 0 <= number <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text} is no rate; write a number from 0 to 1000000")
    return number


def run_check(options: argparse.Namespace) -> None:
    """Check a list given as arguments, as a file or both."""
    patient = patient_of(options.patient)
    if options.column and not options.file:
        raise UnusableError("--column names a column of a file; give the file with --file.")
    if not options.entry and not options.file:
        raise UnusableError(
            'no medicines were given; write medcheck check "simvastatin 40 mg" or medcheck check --file LIST.'
        )
    entries = [
        read_entry(raw, line, shipped())
        for line, raw in enumerate(options.entry, start=1)
        if any(sign.isalnum() for sign in raw)
    ]
    unused: list[Unused] = []
    if options.file:
        reading = read_file(options.file, Choice(options.column, options.sheet, options.photo_read_right))
        if options.column and reading.column is None:
            raise UnusableError(f"{options.file} has no columns, it is {reading.format}; leave out --column.")
        if options.photo_read_right and reading.format != "photo":
            raise UnusableError(f"{options.file} is no photo, it is {reading.format}; leave out --photo-read-right.")
        entries += reading.entries
        unused += reading.unused
    if not entries:
        raise UnusableError("the list is blank; give at least one medicine.")
    report = medcheck.check_entries(entries, patient, unused)
    write(written(report, shipped(), options.format, options.reader, whole=options.all), options.output)


def seen_line(line: SeenLine) -> str:
    """Return a line that was read from a photo, with a mark where the recognition was not sure of it."""
    return line.text if line.sure else f"{shipped().say('photo.unsure')}: {line.text}"


def read_file(name: str, choice: Choice) -> Reading:
    """Read a list from a file, or from standard input where the name is -."""
    file = "standard input" if name == "-" else name
    data = bytes_of(name)
    if len(data) > LARGE:
        print(f"medcheck: reading {file} ({len(data) / 1e6:.0f} MB)", file=sys.stderr)
    return read(data, file, shipped(), medcheck.shipped_matcher().recognises, choice)


def bytes_of(name: str) -> bytes:
    """Return what a file holds, or standard input where the name is -."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise UnusableError(f"{name} cannot be read ({error.strerror}); check its path.") from error


def patient_of(name: str | None) -> medcheck.Patient:
    """Return the parsed patient file, or nothing where none was given."""
    if name is None:
        return medcheck.Patient()
    try:
        data = json.loads(bytes_of(name))
    except (ValueError, RecursionError) as error:
        raise UnusableError(f"{name} is no JSON ({error}); see the README for a patient file.") from error
    try:
        return read_patient(data, shipped())
    except medcheck.PatientError as error:
        raise UnusableError(f"{name}: {error}") from error


def write(text: str, output: str | None) -> None:
    """Write to a file, or to standard output where none is named."""
    if output is None:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        sys.stdout.write(text)
        return
    try:
        Path(output).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UnusableError(f"{output} cannot be written ({error.strerror}); choose another place.") from error


def run_match(options: argparse.Namespace) -> None:
    """Resolve one entry a line."""
    from medcheck.exports.matches_csv import matches_csv
    from medcheck.reading.files.bytes import decoded

    lines = decoded(bytes_of(options.file), options.file).split("\n")
    names = [line.removesuffix("\r") for line in lines]
    while names and not names[-1]:
        names.pop()
    write(matches_csv(medcheck.match_entries(names), shipped()), options.output)


def run_screen(options: argparse.Namespace) -> None:
    """Screen a file, or each part of a folder into a folder."""
    from medcheck.batch.runs import screen_files

    jobs = screen_jobs(options)
    engine = engine_of(options)
    try:
        for job, rows in screen_files(jobs, engine, lambda told: print(f"medcheck: {told}", file=sys.stderr)):
            print(f"{job.source}: {rows:,} rows screened into {job.goal}")
    finally:
        engine.close()


def screen_jobs(options: argparse.Namespace) -> "list[Job]":
    """Return what is to be screened."""
    from medcheck.batch.runs import Job
    from medcheck.batch.streams import files_of

    source, target = Path(options.file), Path(options.output)
    if source.resolve() == target.resolve():
        raise UnusableError(f"{target} would be written over {source}; choose another place for -o.")
    files = files_of(source) if source.is_dir() else [source]
    if not files:
        raise UnusableError(f"{source} holds no CSV or Parquet files; name a file or another folder.")
    goals = [target / file.name if source.is_dir() else target for file in files]
    return [Job(file, goal, options.column, options.resume) for file, goal in zip(files, goals, strict=True)]


def engine_of(options: argparse.Namespace) -> "Engine":
    """Return where the strings are answered."""
    from medcheck.batch.engines import Dask, Here, Processes

    if options.scheduler and options.engine != "dask":
        raise UnusableError("--scheduler is that of a Dask cluster; add --engine dask.")
    if options.workers < 1:
        raise UnusableError(f"--workers {options.workers} is no number of processes; give 1 or more.")
    if options.engine == "dask":
        try:
            return Dask(options.scheduler, options.workers)
        except ImportError as error:
            raise UnusableError("--engine dask needs Dask; install medcheck[dask].") from error
        except OSError as error:
            raise UnusableError(f"{options.scheduler} does not answer ({error}); check --scheduler.") from error
    return Processes(options.workers) if options.workers > 1 else Here()


def run_names_import(options: argparse.Namespace) -> None:
    """Take the names of an RxNorm release into the cache folder."""
    from medcheck.naming.rxnorm import ImportRefusedError, import_rxnorm

    try:
        done = import_rxnorm(options.file)
    except ImportRefusedError as error:
        raise UnusableError(str(error)) from error
    print(f"{done.file}: {done.names:,} names and {done.codes:,} codes, {done.new_drugs:,} ingredients that the tables"
          f" did not have; {done.left_out:,} left out (ordinary words, or of unknown ingredients).")  # fmt: skip
    print("What they name is recognised, not reviewed. `medcheck names forget` removes them.")


def run_names_forget(_: argparse.Namespace) -> None:
    """Remove the imported names."""
    from medcheck.naming.rxnorm import forget

    gone = forget()
    print(f"{gone} is removed." if gone else "There were no imported names.")


def run_data(options: argparse.Namespace) -> None:
    """Print what the tables hold: a count a table, state, mechanism and evidence, or a line a class."""
    from medcheck.exports.coverage_text import coverage_text
    from medcheck.tables.class_coverage import coverage

    tables = shipped()
    found = coverage(tables)
    if options.coverage:
        sys.stdout.write(coverage_text(found))
        return
    print(f"data version {tables.version}: every cell is as data/datapackage.json allows")
    counts = {**tables.counts(), "ordinary_words": len(tables.ordinary_words)}
    parts = {"drugs": found.every.by_state, "weakness": found.rows_by_mechanism, "from": found.rows_by_evidence}
    counts |= {f"{start}:{name}": count for start, part in parts.items() for name, count in part.items() if count}
    for name, count in counts.items():
        print(f"{name:24} {count:>7,}")


if __name__ == "__main__":
    sys.exit(main())
