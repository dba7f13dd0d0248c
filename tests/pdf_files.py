"""PDFs written by hand: words at places, ruled lines, and streams that are folded as often as a test likes."""

import hashlib
import zlib
from collections.abc import Iterable, Sequence

Placed = tuple[float, float, str]  # from the left, from the foot, what stands there
Ruled = tuple[float, float, float, float]  # from here to there


def words(lines: Iterable[Placed], size: float = 10) -> str:
    """Text set in Helvetica at places of a page."""
    escaped = ((x, y, text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")) for x, y, text in lines)
    return "".join(f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n" for x, y, text in escaped)


def rules(lines: Iterable[Ruled]) -> str:
    """Straight lines."""
    return "".join(f"{x} {y} m {to_x} {to_y} l S\n" for x, y, to_x, to_y in lines)


def column(texts: Sequence[str], top: float = 800, left: float = 60, way: float = 14) -> list[Placed]:
    """Lines one below the other; those without text are left free."""
    return [(left, top - way * place, text) for place, text in enumerate(texts) if text]


def table(rows: Sequence[Sequence[str]], lefts: Sequence[float], top: float = 800, way: float = 14) -> list[Placed]:
    """Cells whose columns begin at the same places."""
    return [(left, top - way * place, cell) for place, row in enumerate(rows)
            for left, cell in zip(lefts, row, strict=False) if cell]  # fmt: skip


def stream(content: bytes, extra: str = "") -> bytes:
    return f"<< /Length {len(content)} {extra} >>\nstream\n".encode() + content + b"\nendstream"


def pdf(*pages: str | bytes, page_extra: str = "", trailer: str = "", more: Sequence[bytes] = ()) -> bytes:
    """A PDF of pages with these contents; `more` are objects behind those of the pages."""
    first = 4
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, page in enumerate(pages):
        content = page.encode("cp1252") if isinstance(page, str) else page
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {first + 2 * at + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> {page_extra} >>".encode()
        )
        objects.append(stream(content))
    return whole([*objects, *more], trailer)


PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
MAY_PRINT_ONLY = -44


def locked(page: str, password: str) -> bytes:
    """A PDF of one page that asks for a password, or, where it is blank, only forbids to copy and change."""
    user = (password.encode() + PADDING)[:32]
    owner = rc4(hashlib.md5((b"owner" + PADDING)[:32]).digest()[:5], user)
    allowed = MAY_PRINT_ONLY.to_bytes(4, "little", signed=True)
    key = hashlib.md5(user + owner + allowed + b"medcheck").digest()[:5]
    content = rc4(hashlib.md5(key + (5).to_bytes(3, "little") + b"\0\0").digest()[:10], page.encode("cp1252"))
    trailer = (f"/ID [<{b'medcheck'.hex()}> <{b'medcheck'.hex()}>] /Encrypt << /Filter /Standard /V 1 /R 2 "
               f"/O <{owner.hex()}> /U <{rc4(key, PADDING).hex()}> /P {MAY_PRINT_ONLY} >>")  # fmt: skip
    return pdf(content, trailer=trailer)


def rc4(key: bytes, data: bytes) -> bytes:
    """The cipher of the first PDFs that were locked."""
    state, at = list(range(256)), 0
    for place in range(256):
        at = (at + state[place] + key[place % len(key)]) % 256
        state[place], state[at] = state[at], state[place]
    out, one, two = bytearray(), 0, 0
    for byte in data:
        one = (one + 1) % 256
        two = (two + state[one]) % 256
        state[one], state[two] = state[two], state[one]
        out.append(byte ^ state[(state[one] + state[two]) % 256])
    return bytes(out)


def form(*filled: str) -> bytes:
    """A PDF of one page with fields into which something was typed."""
    places = range(len(filled))
    objects = []
    for at in places:
        objects.append(
            f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f{at}) /V ({filled[at]}) /F 4 /P 4 0 R "
            f"/Rect [60 {700 - 30 * at} 400 {720 - 30 * at}] /AP << /N {7 + 2 * at} 0 R >> >>".encode()
        )
        look = words([(2, 5, filled[at])]).encode()
        objects.append(stream(look, "/Type /XObject /Subtype /Form /BBox [0 0 340 20] "
                                    "/Resources << /Font << /F1 3 0 R >> >>"))  # fmt: skip
    fields = " ".join(f"{6 + 2 * at} 0 R" for at in places)
    return pdf(words([(60, 800, "Medication list")]), page_extra=f"/Annots [{fields}]", more=objects)


def folded(size: int, times: int = 1) -> bytes:
    """So many blanks, compressed so many times."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(b" " * 10_000_000) for _ in range(size // 10_000_000)]
    data = b"".join([*parts, packer.flush()])
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def bomb(size: int, times: int = 1) -> bytes:
    """A PDF of one page that unfolds to so many bytes."""
    return pdf(words([(60, 800, "simvastatin 40 mg")]), page_extra="/Contents 6 0 R",
               more=[stream(folded(size, times), f"/Filter [{' /FlateDecode' * times}]")])  # fmt: skip


def whole(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A file of objects with the table that says where each begins."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
