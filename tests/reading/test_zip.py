"""ZIP archives: every file in them by its own reader, within limits, and nothing written anywhere."""

import io
import zipfile

import pytest
from read_files import archive, reading, refusal, told

from medcheck.reading.files import ReadError

LIST = "Medicine,Dose\nsimvastatin,40 mg\nmetformin,500 mg\n"
DIAGNOSES = (
    "START,PATIENT,CODE,DESCRIPTION\n2020-01-01,a,1,Fracture of ankle (disorder)\n2020-01-02,a,2,Sprain (disorder)\n"
)


def test_the_files_with_medicines_are_read_and_the_others_say_what_they_hold():
    found = reading(archive({"a/conditions.csv": DIAGNOSES, "a/meds.csv": LIST, "__MACOSX/a": "x", "a/.DS_Store": "y"}))
    assert [entry.raw for entry in found.entries] == ["simvastatin 40 mg", "metformin 500 mg"]
    assert (found.format, found.sheets, found.sheet) == (
        "ZIP of delimited text", ("a/conditions.csv", "a/meds.csv"), "a/meds.csv",
    )  # fmt: skip
    assert [row.raw for row in found.unused] == ["a/conditions.csv"]
    assert "it seems to hold diagnoses" in found.unused[0].reason


def test_one_file_of_several_can_be_chosen_with_its_column():
    data = archive({"one.csv": LIST, "two.csv": "x,y\naspirin,ibuprofen\nramipril,\n"})
    assert len(reading(data).entries) == 4
    assert told(data, sheet="two.csv", column="y") == [("ibuprofen", "current")]
    assert reading(data, sheet="two.csv").columns == ("x", "y")


def test_where_no_column_is_recognised_the_refusal_tells_what_may_be_chosen():
    things = "no,thing\n1,qzxqzx\n2,xzqxzq\n"
    with pytest.raises(ReadError) as alone:
        reading(archive({"things.csv": things}))
    assert (alone.value.columns, alone.value.sheets) == (("no", "thing"), ())
    assert told(archive({"things.csv": things}), column="thing") == [("qzxqzx", "current"), ("xzqxzq", "current")]
    with pytest.raises(ReadError) as several:
        reading(archive({"a.csv": things, "b.csv": DIAGNOSES}))
    assert (several.value.columns, several.value.sheets) == ((), ("a.csv", "b.csv"))


def test_rows_that_were_not_used_name_their_file():
    found = reading(archive({"list.csv": LIST + ",call back\n"}))
    assert [row.raw for row in found.unused] == ["list.csv: call back"]


def test_an_archive_in_an_archive_is_read_but_none_deeper():
    inner = archive({"list.csv": LIST})
    assert len(reading(archive({"inner.zip": inner})).entries) == 2
    assert "archive in an archive in an archive" in refusal(archive({"b.zip": archive({"a.zip": inner})}))


def test_a_path_that_leads_out_of_the_archive_is_only_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(reading(archive({"../../evil.csv": LIST})).entries) == 2
    assert list(tmp_path.iterdir()) == []


def test_an_archive_that_unfolds_to_far_more_than_it_is_is_not_opened():
    assert "unfolds to far more than it is" in refusal(archive({"list.csv": b"simvastatin\n" * 2_000_000}))


def test_an_archive_of_too_many_files_is_not_opened():
    assert "more than 2,000 files" in refusal(archive({str(number): "a" for number in range(2_001)}))


def test_an_archive_without_medicines_says_what_is_in_it():
    assert "is an archive without medicines. conditions.csv has no column" in refusal(
        archive({"conditions.csv": DIAGNOSES})
    )


def test_a_locked_file_and_a_broken_one_are_told_apart_from_empty_ones():
    locked = bytearray(archive({"list.csv": LIST}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + at] |= 1
    assert "locked with a password" in refusal(bytes(locked))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        opened.writestr("list.csv", LIST)
    broken = bytearray(out.getvalue())
    broken[broken.index(b"simvastatin")] ^= 1
    assert "broken in the archive" in refusal(bytes(broken))
