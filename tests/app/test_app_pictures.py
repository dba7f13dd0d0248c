import re
from base64 import b64decode
from dataclasses import replace
from xml.etree import ElementTree

import pytest

import medcheck
from medcheck.exports import pictures
from medcheck.exports.as_html import report_html
from medcheck.tables import shipped
from medcheck.weighing.findings import Finding

DATED = (
    "simvastatin 40 mg started 2026-02-01\nclarithromycin 500 mg started 2026-05-10, stopped 2026-05-20\nvincristine"
)
ONSET = {"symptoms": {"onset": "2026-06-01", "where": ["hips_thighs"]}}


@pytest.fixture
def report() -> medcheck.Report:
    return medcheck.check(DATED, ONSET)


def labels(html: str) -> list[str]:
    return [label for label in re.findall(r'aria-label="([^"]*)"', html) if label]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_timeline_says_in_words_what_it_draws(report: medcheck.Report) -> None:
    told = labels(pictures.timeline(report, shipped(), pictures.inline))
    row = shipped().weakness["simvastatin"]
    assert len(told) == 2
    assert told[0].startswith("simvastatin: from 2026-02-01 to now. Its effects usually start between 2026-0")
    assert told[0].endswith("The weakness began on 2026-06-01.")
    assert told[1].startswith("clarithromycin: from 2026-05-10 to 2026-05-20.")
    assert row


def test_the_bar_stands_between_start_and_stop_and_the_weakness_after_it(report: medcheck.Report) -> None:
    drawn = pictures.timeline(report, shipped(), pictures.inline)
    rows = drawn.split('<div class="bar">')[1:]
    bars = [re.findall(r'x="([\d.]+)" y="10.0" width="([\d.]+)"', row)[0] for row in rows]
    (left, width), line = map(float, bars[1]), float(re.findall(r'x="([\d.]+)" y="0.0" width="4.0"', rows[1])[0])
    assert float(bars[0][0]) < left < left + width < line < 1_000


def test_medicines_without_a_date_are_named_below_the_timeline(report: medcheck.Report) -> None:
    assert "No dates were given for: vincristine." in words(pictures.timeline(report, shipped(), pictures.inline))


def test_a_medicine_with_only_its_last_day_begins_on_an_unknown_day() -> None:
    drawn = pictures.timeline(medcheck.check("simvastatin stopped 2026-03-01"), shipped(), pictures.inline)
    assert labels(drawn) == ["simvastatin: from an unknown day to 2026-03-01."]


@pytest.mark.parametrize("text", ["simvastatin", "", "qzxqzx started 2026-01-01"])
def test_without_a_known_medicine_and_day_there_is_no_timeline(text: str) -> None:
    assert pictures.timeline(medcheck.check(text), shipped(), pictures.inline) == ""


@pytest.mark.parametrize("days", ["started 0001-01-01", "started 9999-12-31", "started 1926-01-01, stopped 9999-12-31"])
def test_the_oddest_days_are_drawn_within_the_picture(days: str) -> None:
    drawn = pictures.timeline(medcheck.check(f"simvastatin {days}"), shipped(), pictures.inline)
    assert all(0 <= float(left) <= 1_000 for left in re.findall(r' x="([-\d.]+)"', drawn))


def test_the_matrix_holds_each_medicine_and_pair_with_its_worst_severity(report: medcheck.Report) -> None:
    drawn = pictures.matrix(report, shipped(), pictures.inline)
    rows = {words(row.split("</th>")[0]): labels(row) for row in drawn.split("<tr>")[2:]}
    assert list(rows)[:3] == [name for name in rows if "+" not in name]
    assert rows["simvastatin + clarithromycin"] == ["Severe"]
    mechanisms = {row.mechanism for row in shipped().weakness["simvastatin"]}
    assert len(rows["simvastatin"]) == len(mechanisms)


def test_without_findings_there_is_no_matrix() -> None:
    assert pictures.matrix(medcheck.check("qzxqzx"), shipped(), pictures.inline) == ""


def test_a_matrix_too_long_to_read_says_how_much_is_left_out() -> None:
    medicines = "\n".join(shipped().inn(drug) for drug in list(shipped().weakness)[:60])
    assert re.search(r"And \d+ more\.", words(pictures.matrix(medcheck.check(medicines), shipped(), pictures.inline)))


def test_outlines_mark_the_told_places_and_each_pattern_with_its_medicines(report: medcheck.Report) -> None:
    told = labels(pictures.outlines(report, shipped(), pictures.inline))
    assert told[0] == "Outline of a body, marked: Your weakness; Hips and thighs"
    assert any("feet and lower legs first; " in label and "vincristine" in label for label in told)


def test_without_places_and_patterns_there_is_no_outline() -> None:
    assert pictures.outlines(medcheck.check("qzxqzx"), shipped(), pictures.inline) == ""


def test_every_pattern_and_place_of_the_vocabularies_can_be_drawn() -> None:
    from medcheck.exports.pictures.outline import PATTERNS, PLACES

    assert set(PLACES) == set(shipped().terms["where"])
    assert set(PATTERNS) | {"variable"} == set(shipped().terms["pattern"])


def often(report: medcheck.Report, percent: float | None) -> Finding:
    """The first finding of one medicine, with another frequency."""
    finding = next(finding for finding in report.findings if finding.row)
    return replace(finding, claim=replace(finding.row, frequency_percent=percent))


@pytest.mark.parametrize(("percent", "rows", "label"), [
    (35, 4, "35 in 100 people, as dots"),
    (1.5, 20, "15 in 1,000 people, as dots"),
    (0.1, 20, "1 in 1,000 people, as dots"),
    (0.02, 80, "2 in 10,000 people, as dots"),
])  # fmt: skip
def test_a_known_percentage_is_drawn_as_people(report, percent: float, rows: int, label: str) -> None:
    drawing = pictures.people(often(report, percent), shipped())
    assert drawing is not None
    assert drawing.alt == label
    assert drawing.shapes.count("M", 0, drawing.shapes.index("/>")) == rows


def test_a_few_among_ten_thousand_are_ringed_so_that_they_are_seen(report) -> None:
    few, many = (pictures.people(often(report, percent), shipped())
                 for percent in (0.03, 0.3))  # fmt: skip
    assert few is not None
    assert many is not None
    assert (few.shapes.count("<circle"), many.shapes.count("<circle")) == (1, 0)


@pytest.mark.parametrize("percent", [None, 0, 0.0001])
def test_what_is_unknown_or_rarer_than_dots_can_show_is_not_drawn(report, percent: float | None) -> None:
    assert pictures.people(often(report, percent), shipped()) is None


def test_every_drawing_is_sound_xml_and_fetches_nothing(report: medcheck.Report) -> None:
    for make in (pictures.timeline, pictures.matrix, pictures.outlines):
        for source in re.findall(r'src="([^"]+)"', make(report, shipped(), pictures.as_image)):
            kind, _, data = source.partition(",")
            assert kind == "data:image/svg+xml;base64"
            drawing = b64decode(data).decode()
            assert ElementTree.fromstring(drawing).tag == "{http://www.w3.org/2000/svg}svg"
            assert "href" not in drawing


def test_the_page_to_print_holds_the_pictures_and_everything_typed_stays_text() -> None:
    page = report_html(medcheck.check(f"{DATED}\n<svg onload=alert(1)> started 2026-01-01", ONSET), shipped())
    for phrase in ("picture.timeline", "picture.matrix", "picture.outlines"):
        assert f"<h2>{shipped().say(phrase)}</h2>" in page
    assert page.count("<svg") == page.count("<svg xmlns=")
    assert "&lt;svg onload" in page
    assert "<h2>When</h2>" not in report_html(medcheck.check("qzxqzx"), shipped())
