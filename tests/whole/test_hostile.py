"""Inputs made to do harm end in entries or in one sentence: none crashes, hangs, executes or goes by in silence."""

import csv
import io
import re
import signal
from collections.abc import Iterator

import pytest
from hostile import WRONG, corpus, paths, with_wrong
from read_files import TABLES

import medcheck
from medcheck.exports.formats import FORMATS, written
from medcheck.naming.matches import shipped_matcher
from medcheck.reading.files import ReadError, Reading, read

CORPUS = corpus()
HANGS = 60  # seconds; a machine that tests many things at once is slow
PATIENT = {
    "age": 71,
    "sex": "female",
    "conditions": ["kidney_disease"],
    "symptoms": {"onset": "2026-03-01", "where": ["hips_thighs"], "features": ["pain"], "red_flags": ["dark_urine"]},
}
ALIVE = re.compile(r"(?<!\\)<(?:script>alert|img src=x|iframe|svg/onload|style>\*|h1>x)")


@pytest.fixture(autouse=True)
def ends() -> Iterator[None]:
    """What goes on for ever is broken off."""
    signal.alarm(HANGS)
    yield
    signal.alarm(0)


def ended(name: str) -> Reading | str:
    """What became of a file of the corpus: its reading, or the sentence that refused it."""
    try:
        return read(CORPUS[name], "list", TABLES, shipped_matcher().recognises)
    except ReadError as error:
        return str(error)


def test_the_corpus_is_large():
    assert len(CORPUS) >= 300


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_file_ends_in_entries_or_in_one_sentence(name):
    end = ended(name)
    told = end if isinstance(end, str) else "".join(entry.raw for entry in end.entries)
    assert told
    assert "root:" not in told
    assert not (isinstance(end, str) and "\n" in end)


@pytest.mark.parametrize("name", [name for name in CORPUS if name.startswith(("formula", "markup", "signs"))])
def test_hostile_text_comes_out_of_every_format_as_text(name):
    end = ended(name)
    if isinstance(end, str):
        return
    report = medcheck.check_entries(end.entries[:20], None, end.unused[:20])
    told = {form: written(report, TABLES, form) for form in FORMATS}
    assert ALIVE.search(told["html"]) is None
    assert ALIVE.search(told["markdown"]) is None
    rows = csv.reader(io.StringIO(told["csv"].lstrip("\ufeff")))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]


@pytest.mark.parametrize("path", list(paths(PATIENT)), ids=lambda path: ".".join(map(str, path)) or "whole")
def test_a_wrong_type_at_any_place_of_a_patient_is_named_or_read(path):
    for wrong in WRONG:
        try:
            report = medcheck.check("simvastatin 40 mg", with_wrong(PATIENT, path, wrong))
            sentence = report.urgency
        except medcheck.PatientError as error:
            sentence = str(error)
        assert sentence
        assert "\n" not in sentence
