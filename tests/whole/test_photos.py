"""A photo of a list is read, shown to be compared, and becomes entries only when a person has found it right."""

import resource

import pytest
from pages import run, say, start
from pdf_files import bomb
from photo_files import LINES, list_of, placed, png_head, saved, scanned, taken
from read_files import TABLES, refusal

from medcheck.cli import main
from medcheck.naming.matches import shipped_matcher
from medcheck.reading.files import Choice, ReadError, SeenLine, UnconfirmedError, read

RIGHT = tuple(SeenLine(line, True) for line in LINES)
GIGABYTE = 1_000_000  # kB


def seen(data: bytes) -> tuple[SeenLine, ...]:
    """What a person is shown of a photo."""
    with pytest.raises(UnconfirmedError) as shown:
        read(data, "list", TABLES, shipped_matcher().recognises)
    return shown.value.lines


@pytest.mark.parametrize(
    "photo",
    [saved(list_of()), saved(taken(list_of()), "JPEG", quality=70), saved(list_of().rotate(90, expand=True), "WEBP")],
    ids=["clean", "askew, grainy and blurred", "on its side"],
)
def test_the_lines_of_a_photo_are_seen(photo):
    assert seen(photo) == RIGHT


def test_the_rows_of_a_photographed_table_are_lines_without_its_titles():
    rows = [("Medicine", "Dose", "Frequency"), ("Simvastatin", "40 mg", "at night"), ("Warfarin", "5 mg", "daily")]
    cells = [(40 + 290 * column, 40 + 70 * at, cell) for at, row in enumerate(rows) for column, cell in enumerate(row)]
    assert [line.text for line in seen(saved(placed(cells).rotate(2, fillcolor="white")))] == [
        "Simvastatin 40 mg at night",
        "Warfarin 5 mg daily",
    ]


def test_two_lists_beside_each_other_are_no_list_of_pairs():
    words = [(40, 60, "Simvastatin 40 mg"), (480, 60, "Amiodarone 200 mg"), (40, 120, "Warfarin 5 mg")]
    assert [line.text for line in seen(saved(placed(words)))] == [
        "Simvastatin 40 mg", "Amiodarone 200 mg", "Warfarin 5 mg",
    ]  # fmt: skip


def test_a_line_with_a_word_that_no_list_and_no_name_has_is_marked():
    assert seen(saved(list_of(["Simvastatin 40 mg", "Metfomin 500 mg"]))) == (
        SeenLine("Simvastatin 40 mg", True),
        SeenLine("Metfomin 500 mg", False),
    )


def test_a_scanned_pdf_is_read_as_a_photo():
    assert seen(scanned(list_of())) == RIGHT


def test_what_was_found_right_is_read_as_a_list():
    photo = saved(list_of(["Simvastatin 40 mg", "Allergies: penicillin"]))
    found = read(photo, "list", TABLES, shipped_matcher().recognises, Choice(confirmed=True))
    assert [(entry.raw, entry.status) for entry in found.entries] == [
        ("Simvastatin 40 mg", "current"),
        ("Allergies: penicillin", "allergy"),
    ]
    assert found.format == "photo"


def test_a_photo_without_words_says_so():
    assert refusal(saved(placed([]))) == (
        "list is a photo in which no text was seen; take it anew, near and in good light, or type the list."
    )


def test_the_command_line_prints_what_was_read_and_checks_it_only_when_told_that_it_is_right(tmp_path, capsys):
    photo = tmp_path / "list.png"
    photo.write_bytes(saved(list_of(["Simvastatin 40 mg", "Metfomin 500 mg"])))
    assert main(["check", "--file", str(photo)]) == 2
    told = capsys.readouterr()
    assert told.out == "Simvastatin 40 mg\nnot sure: Metfomin 500 mg\n"
    assert told.err == f"medcheck: {say('photo.how_to_go_on', file=photo)}\n"
    assert main(["check", "--file", str(photo), "--photo-read-right"]) == 0
    assert "Simvastatin 40 mg" in capsys.readouterr().out


def test_what_is_no_photo_cannot_be_read_right(tmp_path, capsys):
    file = tmp_path / "list.txt"
    file.write_text("simvastatin 40 mg\n")
    assert main(["check", "--file", str(file), "--photo-read-right"]) == 2
    assert capsys.readouterr().err == f"medcheck: {file} is no photo, it is text; leave out --photo-read-right.\n"


def test_the_page_shows_what_was_read_and_adds_what_the_person_made_of_it():
    at = start()
    at.text_area(key="list").set_value("aspirin 75 mg")
    at.file_uploader[0].upload("list.png", saved(list_of(["Simvastatin 40 mg", "Metfomin 500 mg"])), "image/png")
    at = run(at)
    field = next(one for one in at.text_area if one.key.startswith("photo_"))
    assert (at.text_area(key="list").value, field.value) == ("aspirin 75 mg", "Simvastatin 40 mg\nMetfomin 500 mg")
    assert [text.value for text in at.text if "Metfomin" in text.value] == ["Metfomin 500 mg"]
    assert not at.header  # nothing is checked yet
    field.set_value("Simvastatin 40 mg\nMetformin 500 mg\n")
    at = run(next(one for one in at.button if one.label == say("photo.add")).click())
    assert at.text_area(key="list").value == "aspirin 75 mg\nSimvastatin 40 mg\nMetformin 500 mg"
    assert at.header


BOMBS = {
    "pdf bomb": bomb(1_000_000_000),
    "pdf bomb in a bomb": bomb(1_000_000_000, 2),
    "photo of 200 megapixels": png_head(20_000, 10_000),
    "photo of 48 megapixels": saved(taken(list_of()).resize((8_000, 6_000))),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_unfolds_without_end_stays_below_a_gigabyte(name):
    ran_before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ReadError, match=r"^list (?:is|was) "):
        read(BOMBS[name], "list", TABLES, shipped_matcher().recognises)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GIGABYTE / 10
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < max(ran_before + 1, GIGABYTE * 7 / 10)
