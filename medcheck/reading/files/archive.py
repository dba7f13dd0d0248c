"""An archive -> its files, unfolded only as far as is fair, and never written to a disk."""

import io
import zipfile
import zlib

from medcheck.reading.files.outcome import ReadError

MOST_MEMBERS = 2_000
LARGEST_UNFOLDED = 200_000_000  # bytes of all members together
LARGEST_MEMBER = 100_000_000  # bytes
MOST_RATIO = 300  # bytes that one byte of an archive may unfold to, above a megabyte
SMALL = 1_000_000

BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, KeyError)


def opened(data: bytes, file: str) -> zipfile.ZipFile:
    """Return an archive whose members are within the limits; ReadError says what is wrong with it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise ReadError(f"{file} is a broken archive ({error}); make it anew.") from error
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise ReadError(f"{file} holds more than {MOST_MEMBERS:,} files; take the list of medicines out of it.")
    whole = sum(member.file_size for member in members)
    folded = any(member.file_size > SMALL and member.file_size > MOST_RATIO * max(1, member.compress_size)
                 for member in members)  # fmt: skip
    if whole > LARGEST_UNFOLDED or folded:
        raise ReadError(f"{file} unfolds to far more than it is ({whole // 1_000_000:,} MB) and was not opened.")
    return archive


def member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: str) -> bytes:
    """Return the bytes of one member, however large it says that it is."""
    if info.flag_bits & 1:
        raise ReadError(f"{file} is locked with a password; take the lock off first.")
    try:
        with archive.open(info) as stream:
            data = stream.read(LARGEST_MEMBER + 1)
    except BROKEN as error:
        raise ReadError(f"{file} is broken in the archive ({error}); make it anew.") from error
    if len(data) > LARGEST_MEMBER:
        raise ReadError(f"{file} unfolds to more than {LARGEST_MEMBER // 1_000_000} MB and was not opened.")
    return data
