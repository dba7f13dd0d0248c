"""Photos: what cannot be read is refused in one sentence, before any of it is unfolded; see whole/test_photos.py."""

import sys

import pytest
from photo_files import list_of, png_head, saved
from read_files import archive, reading, refusal

COPY = "hold on the picture on a phone, copy the text and paste it"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_where_nothing_reads_photos_the_sentence_says_what_to_do(monkeypatch, kind):
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    assert refusal(saved(list_of(), kind)) == (
        f"list is a photo, and what reads photos is not installed here; {COPY} (or install medcheck[photos])."
    )


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"avif"])
def test_the_kind_of_photo_that_some_phones_take_is_not_read(brand):
    assert refusal(b"\0\0\0\x18ftyp" + brand + b"\0" * 40) == (
        f"list is a photo of a kind that is not read (HEIC); save it as JPEG, or {COPY}."
    )


@pytest.mark.parametrize("size", [(20_000, 10_000), (100_000, 100_000), (2**31 - 1, 2**31 - 1)])
def test_a_photo_that_says_that_it_is_enormous_is_not_opened(size):
    assert refusal(png_head(*size)) == f"list is a photo of more than 50 megapixels; make it smaller, or {COPY}."


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0JFIF", b"GIF89a", b"RIFF\0\0\0\0WEBP",
                                  saved(list_of())[:200], png_head(0, 0)])  # fmt: skip
def test_a_broken_photo_says_so(data):
    assert refusal(data) == (f"list is a broken picture, or none that can be opened; take the photo anew, or {COPY}.")


def test_a_photo_among_others_is_not_read_for_it_has_to_be_confirmed():
    found = reading(archive({"list.txt": "simvastatin 40 mg", "photo.png": saved(list_of())}))
    assert [entry.raw for entry in found.entries] == ["simvastatin 40 mg"]
    assert [row.reason for row in found.unused] == [
        "photo.png is a photo; what is read from one has to be confirmed, so give it by itself."
    ]
