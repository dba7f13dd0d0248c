"""A ZIP -> entries: each file by its own reader; those without medicines are said to be so."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace

from medcheck.reading.files import archive
from medcheck.reading.files.outcome import ReadError, Reading, Unused
from medcheck.reading.files.upload import Upload
from medcheck.reading.lines import Entry

MOST_DEPTH = 2  # archives in archives
START = b"PK\x03\x04"


def can_read(upload: Upload) -> bool:
    """Say whether this is an archive that is no document of an office program."""
    if not upload.data.startswith(START):
        return False
    with archive.opened(upload.data, upload.file) as opened:
        names = opened.namelist()
    return "[Content_Types].xml" not in names and "mimetype" not in names


def read(upload: Upload, read_one: Callable[[Upload], Reading]) -> Reading:
    """Read every file of an archive, or the one that was chosen; ReadError tells what each of them holds."""
    check_depth(upload)
    with archive.opened(upload.data, upload.file) as opened:
        files = {info.filename: info for info in opened.infolist() if is_file(info)}
        chosen = upload.choice.sheet if upload.choice.sheet in files else next(iter(files)) if len(files) == 1 else None
        upload = replace(upload, choice=replace(upload.choice, sheet=chosen))
        readings: dict[str, Reading] = {}
        unused: list[Unused] = []
        columns: tuple[str, ...] = ()
        for number, name in enumerate(upload.in_time([chosen] if chosen else sorted(files)), start=1):
            try:
                readings[name] = read_one(part_of(opened, files[name], upload))
            except ReadError as error:
                unused.append(Unused(number, name, str(error)))
                columns = error.columns
    if not readings:
        reasons = " ".join(row.reason for row in unused[:5])
        choices = sorted(files) if len(files) > 1 else ()
        raise ReadError(f"{upload.file} is an archive without medicines. {reasons}", columns if chosen else (), choices)
    return together(readings, unused, tuple(sorted(files)), chosen)


def check_depth(upload: Upload) -> None:
    """Refuse an archive that lies too deep in others."""
    if upload.depth >= MOST_DEPTH:
        raise ReadError(f"{upload.file} is an archive in an archive in an archive, which is not opened.")


def parts(upload: Upload) -> Iterator[Upload | ReadError]:
    """Yield every file of an archive as an upload of its own, or why it cannot be taken out, in the order of names."""
    check_depth(upload)
    with archive.opened(upload.data, upload.file) as opened:
        files = sorted(filter(is_file, opened.infolist()), key=lambda info: info.filename)
        for info in upload.in_time(files):
            try:
                yield part_of(opened, info, upload)
            except ReadError as error:
                yield error


def is_file(info: zipfile.ZipInfo) -> bool:
    """Say whether a member is a file that a person put there."""
    name = info.filename
    return not info.is_dir() and not name.startswith("__MACOSX/") and not name.rpartition("/")[2].startswith(".")


def part_of(opened: zipfile.ZipFile, info: zipfile.ZipInfo, upload: Upload) -> Upload:
    """Return one member as an upload of its own; its name is only shown, never followed."""
    data = archive.member(opened, info, info.filename)
    column = upload.choice.column if upload.choice.sheet == info.filename else None
    return replace(upload, data=data, file=info.filename, depth=upload.depth + 1,
                   choice=replace(upload.choice, column=column, sheet=None))  # fmt: skip


def together(readings: dict[str, Reading], unused: list[Unused], files: tuple[str, ...], chosen: str | None) -> Reading:
    """Return the readings of several files as one; a single one keeps its columns to choose from."""
    entries: list[Entry] = [entry for reading in readings.values() for entry in reading.entries]
    rows = [*unused, *(replace(row, raw=f"{name}: {row.raw}") for name, reading in readings.items()
                       for row in reading.unused)]  # fmt: skip
    kinds = ", ".join(dict.fromkeys(reading.format for reading in readings.values()))
    one = next(iter(readings.values()))
    alone = chosen or (next(iter(readings)) if len(readings) == 1 else None)
    return Reading(f"ZIP of {kinds}", tuple(entries), tuple(rows), one.columns if chosen else (),
                   one.column if chosen else None, one.preview, files, alone)  # fmt: skip
