"""Bytes -> text: the encoding told by a mark, by its zeros, by whether it is UTF-8, else cp1252."""

from medcheck.reading.files.outcome import ReadError

LARGEST_FILE = 50_000_000  # bytes
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
KINDS = (
    (b"%PDF", "a PDF; copy its text into the box, or export the list as CSV"),
    (b"PK\x03\x04", "a Word or other office file; copy its text into the box, or save it as text"),
    (b"\xd0\xcf\x11\xe0", "an old Word or other office file; copy its text into the box, or save it as text"),
    (b"\x89PNG", "a picture; type the list instead"),
    (b"\xff\xd8\xff", "a picture; type the list instead"),
    (b"GIF8", "a picture; type the list instead"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
    (b"{\\rtf", "a rich-text file; save it as plain text"),
    (b"PAR1", "a Parquet file; use `medcheck screen` on it"),
)
MOST_CONTROL_SIGNS = 0.02  # share of a text
FEW_CONTROL_SIGNS = 3  # in a text of any length


def decoded(data: bytes, file: str) -> str:
    """Return the text of some bytes; ReadError where they are none, or none that a list could be."""
    if len(data) > LARGEST_FILE:
        raise ReadError(f"{file} is larger than {LARGEST_FILE // 1_000_000} MB; split it, or use `medcheck screen`.")
    for start, what in KINDS:
        if data.startswith(start):
            raise ReadError(f"{file} seems to be {what}.")
    text = data.decode(encoding_of(data), errors="replace")
    if not text.strip():
        raise ReadError(f"{file} is empty; give one medicine a line, or a CSV with a column of medicines.")
    control = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\x1b")
    if control > max(FEW_CONTROL_SIGNS, MOST_CONTROL_SIGNS * len(text)):
        raise ReadError(f"{file} is no text; give one medicine a line, or a CSV with a column of medicines.")
    return text


def encoding_of(data: bytes) -> str:
    """Name the encoding of some bytes; cp1252 is the guess where nothing tells."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    start = data[:4000]
    if start.count(0) > len(start) // 4:
        return "utf-16-be" if start[0] == 0 else "utf-16-le"
    return "utf-8" if is_mostly_utf8(data) else "cp1252"


def is_mostly_utf8(data: bytes) -> bool:
    """Say whether the bytes are UTF-8, though a few of them may be broken or the last sign cut off."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    whole = sum(1 for sign in text if sign > "\x7f") - broken
    return broken == 0 or whole > 2 * broken
