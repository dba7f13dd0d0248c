"""E-mail (.eml) -> entries of the message itself; what is attached is named and not opened."""

import re
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from medcheck.reading.files.outcome import ReadError, Reading
from medcheck.reading.files.upload import Upload

HEADER = re.compile(r"[A-Za-z][A-Za-z-]*:[ \t]")
OF_MAIL = re.compile(r"^(?:mime-version|content-type|content-transfer-encoding):", re.IGNORECASE | re.MULTILINE)
MOST_PARTS = 20  # a mail of parts in parts in parts takes the parser for ever


def can_read(upload: Upload) -> bool:
    """Say whether this begins with the headers of a mail, those of its encoding among them."""
    headers = headers_of(upload.data)
    return HEADER.match(headers) is not None and OF_MAIL.search(headers) is not None


def headers_of(data: bytes) -> str:
    """Return what stands before the first blank line."""
    return re.split(rb"\r?\n\r?\n", data[:100_000], maxsplit=1)[0].decode("latin-1").lstrip()


def read(upload: Upload, read_one: Callable[[Upload], Reading]) -> Reading:
    """Read the text of a mail, the plain one where there are two; every attachment stands among the unused."""
    if upload.data.count(b"boundary") > MOST_PARTS:
        raise ReadError(f"{upload.file} is a mail of more than {MOST_PARTS} parts; save its text and upload that.")
    mail = message_from_bytes(upload.data.lstrip(b"\xef\xbb\xbf \t\r\n"), policy=policy.default)
    attached = tuple(upload.unused(1, name, "attached", maybe=True) for name in attachments(mail))
    text = body_of(mail)
    if not text.strip():
        raise ReadError(f"{upload.file} is a mail without text; save what is attached and upload that.")
    reading = read_one(replace(upload, data=text.encode("utf-8", "replace"), depth=upload.depth + 1))
    return replace(reading, format=f"mail ({reading.format})", unused=(*reading.unused, *attached))


def attachments(mail: EmailMessage) -> list[str]:
    """Return the names of what is attached."""
    return [part.get_filename() or part.get_content_type() for part in mail.walk()
            if part.get_content_disposition() == "attachment"]  # fmt: skip


def body_of(mail: EmailMessage) -> str:
    """Return the message as text or HTML, blank where there is none."""
    part = mail.get_body(("plain", "html"))
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return payload.decode("latin-1")
