"""A user's own names: an RxNorm release widens what is recognised, and changes nothing where it is broken."""

import zipfile
from pathlib import Path

import pytest
from read_files import TABLES

import medcheck.tables as tables_room
from medcheck.cli import main
from medcheck.naming import matches
from medcheck.naming.index import NameIndex
from medcheck.naming.matches import Matcher
from medcheck.naming.rxnorm import ImportRefusedError, forget, import_rxnorm
from medcheck.reading.lines import read_entry
from medcheck.tables import imported

COMMON = ("atorvastatin", "metformin", "ramipril", "bisoprolol", "furosemide", "warfarin", "digoxin", "codeine",
          "morphine", "sertraline")  # fmt: skip
FILLERS = [(str(9000 + place), "IN", name) for place, name in enumerate(COMMON)]
RELEASE = [
    *FILLERS,
    ("36567", "IN", "simvastatin"),
    ("17767", "IN", "amlodipine"),
    ("99001", "IN", "zorbulamide"),
    ("99002", "PIN", "zorbulamide mesylate"),
    ("99003", "BN", "Zorbulix"),
    ("99004", "SBD", "zorbulamide 10 MG Oral Tablet [Zorbulix]"),
    ("99005", "SBD", "amlodipine 5 MG / zorbulamide 10 MG Oral Tablet [Duozorb]"),
    ("99006", "BN", "Duozorb"),
    ("99007", "BN", "Today"),
    ("99008", "SBD", "zorbulamide 1 MG Oral Gel [Today]"),
    ("314231", "SCD", "simvastatin 10 MG Oral Tablet"),
    ("99009", "SCD", "unheardofine 10 MG Oral Tablet"),
    ("99010", "BN", "Zocor"),
    ("99011", "SBD", "zorbulamide 10 MG Oral Tablet [Zocor]"),
]


def line(rxcui: str, kind: str, name: str, source: str = "RXNORM", suppressed: str = "N") -> str:
    return f"{rxcui}|ENG||||||1||{rxcui}||{source}|{kind}|{rxcui}|{name}||{suppressed}||"


def release(folder: Path, lines: list[str]) -> Path:
    file = folder / "RXNCONSO.RRF"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("MEDCHECK_CACHE", str(tmp_path / "cache"))
    tables_room.shipped.cache_clear()
    yield tmp_path / "cache"
    monkeypatch.undo()
    tables_room.shipped.cache_clear()


def told(*lines: str) -> list[tuple[str, tuple[str, ...]]]:
    tables_room.shipped.cache_clear()
    tables = tables_room.shipped()
    found = Matcher(tables, NameIndex(tables)).match([read_entry(one, 1, tables) for one in lines])
    return [(match.verdict, match.drugs) for match in found]


def test_a_release_widens_what_is_recognised_by_names_brands_combinations_and_codes(cache, tmp_path):
    done = import_rxnorm(release(tmp_path, [line(*one) for one in RELEASE]))
    assert (done.new_drugs, done.file) == (1, cache / "names.csv")
    assert told("zorbulamide", "Zorbulix 10 mg", "zorbulamid", "Duozorb", "RxCUI 314231", "rxcui 99004", "314231") == [
        ("exact", ("zorbulamide",)),
        ("exact", ("zorbulamide",)),
        ("close", ("zorbulamide",)),
        ("exact", ("amlodipine", "zorbulamide")),
        ("exact", ("simvastatin",)),
        ("exact", ("zorbulamide",)),
        ("unsure", ()),
    ]


def test_the_shipped_names_go_over_the_imported_ones_and_ordinary_words_stay_ordinary(cache, tmp_path):
    import_rxnorm(release(tmp_path, [line(*one) for one in RELEASE]))
    assert told("Zocor", "Today", "seen today") == [("exact", ("simvastatin",)), ("none", ()), ("none", ())]


def test_an_imported_medicine_is_recognised_and_not_reviewed_and_the_report_says_where_from(cache, tmp_path, capsys):
    import_rxnorm(release(tmp_path, [line(*one) for one in RELEASE]))
    tables_room.shipped.cache_clear()
    matches.shipped_matcher.cache_clear()
    assert main(["check", "zorbulamide 10 mg"]) == 0
    matches.shipped_matcher.cache_clear()
    printed = " ".join(capsys.readouterr().out.split())
    assert "We know the name (zorbulamide) but have not reviewed it for muscle effects." in printed
    assert f"{TABLES.version}+rxnorm" in printed


def test_suppressed_foreign_and_other_sources_are_left_out(cache, tmp_path):
    import_rxnorm(release(tmp_path, [
        *(line(*one) for one in FILLERS),
        line("1", "IN", "zorbulamide", suppressed="O"),
        line("2", "IN", "florbulamide", source="MTHSPL"),
        line("3", "IN", "blorbulamide").replace("|ENG|", "|SPA|"),
    ]))  # fmt: skip
    assert told("zorbulamide", "florbulamide", "blorbulamide") == [("none", ())] * 3


def test_the_zip_of_a_release_is_read_as_it_is(cache, tmp_path):
    file = release(tmp_path, [line(*one) for one in RELEASE])
    with zipfile.ZipFile(tmp_path / "release.zip", "w") as packed:
        packed.write(file, "rrf/RXNCONSO.RRF")
    import_rxnorm(tmp_path / "release.zip")
    assert told("Zorbulix") == [("exact", ("zorbulamide",))]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("just\nsome text\n", "row 1 is none of RXNCONSO.RRF"),
        ("\n".join(line(*one) for one in RELEASE) + "\n36567|ENG|cut", "row 25 is none of RXNCONSO.RRF"),
        (line(*RELEASE[0]), "names 1 ingredients, far too few for an RxNorm release"),
        (b"\xff\xfe\x00", "cannot be read"),
        ("", "names 0 ingredients"),
    ],
)
def test_a_broken_file_changes_nothing(cache, tmp_path, content, why):
    import_rxnorm(release(tmp_path, [line(*one) for one in RELEASE]))
    before = (cache / "names.csv").read_bytes()
    bad = tmp_path / "bad.rrf"
    bad.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ImportRefusedError, match=why):
        import_rxnorm(bad)
    assert (cache / "names.csv").read_bytes() == before
    assert [path.name for path in cache.iterdir()] == ["names.csv"]


def test_an_archive_without_the_file_and_a_file_that_is_not_there_are_refused_in_one_sentence(cache, tmp_path, capsys):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as packed:
        packed.writestr("readme.txt", "x")
    assert main(["names", "import", str(tmp_path / "other.zip")]) == 2
    assert main(["names", "import", str(tmp_path / "nowhere.rrf")]) == 2
    one, two = capsys.readouterr().err.splitlines()
    assert one == f"medcheck: {tmp_path}/other.zip holds no RXNCONSO.RRF; give the ZIP of an RxNorm release."
    assert "nowhere.rrf cannot be read" in two


def test_a_spoilt_cache_is_left_aside_with_a_warning(cache, capsys):
    cache.mkdir()
    (cache / "names.csv").write_text("kind,name,drug_ids\nbrand,Zorbulix\n")
    assert told("simvastatin") == [("exact", ("simvastatin",))]
    assert "is left aside (row 2 is none that medcheck wrote)" in capsys.readouterr().err


def test_a_cache_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MEDCHECK_CACHE", str(tmp_path / "file" / "inside"))
    with pytest.raises(ImportRefusedError, match="cannot be written"):
        import_rxnorm(release(tmp_path, [line(*one) for one in RELEASE]))


def test_what_was_imported_can_be_forgotten(cache, tmp_path, capsys):
    assert main(["names", "import", str(release(tmp_path, [line(*one) for one in RELEASE]))]) == 0
    assert "1 ingredients that the tables did not have" in " ".join(capsys.readouterr().out.split())
    assert main(["names", "forget"]) == 0
    assert main(["names", "forget"]) == 0
    assert told("zorbulamide") == [("none", ())]
    assert forget() is None
    assert not imported.file().exists()
