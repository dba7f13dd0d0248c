import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import run, say, start
from streamlit.testing.v1 import AppTest

import medcheck
from medcheck.app import saved_list
from medcheck.app.list_rows import Line, changed, lines_of, text_of
from medcheck.tables import shipped
from medcheck.weighing.patient import Patient

LIST = "Simvastatin 40 mg at night, started 2026-02-01\nClarithromycin 500 mg twice daily, stopped 2026-05-20"
PATIENT = Patient(71, "female", ("kidney_disease",), date(2026, 3, 1), ("hips_thighs",), ("pain",), ("dark_urine",))


@pytest.fixture
def page() -> AppTest:
    return start()


def with_table(at: AppTest, text: str) -> AppTest:
    at.text_area(key="list").set_value(text)
    at.session_state["table_open_0"] = True
    return run(at)


def edit(at: AppTest, **edits: object) -> AppTest:
    state = {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **edits}
    at.session_state[f"table_{at.session_state['table_round']}"] = state
    return run(at)


def button(at: AppTest, label: str):
    return next(one for one in at.button if one.label == label)


@pytest.mark.parametrize(("typed", "row"), [
    ("Simvastatin 40 mg at night, started 2026-02-01", ("Simvastatin", "40 mg at night", date(2026, 2, 1), None)),
    ("Clarithromycin 500 mg twice daily, started 2026-05-10, stopped 2026-05-20",
     ("Clarithromycin", "500 mg twice daily", date(2026, 5, 10), date(2026, 5, 20))),
    ("vitamin D 1000 IU", ("vitamin D", "1000 IU", None, None)),
    ("5-FU", ("5-FU", "", None, None)),
    ("FOLFOX every 2 weeks", ("FOLFOX", "every 2 weeks", None, None)),
    ("Tab. Simvastatin 40mg", ("Tab. Simvastatin", "40mg", None, None)),
    ("allergic to penicillin", ("allergic to penicillin", "", None, None)),
])  # fmt: skip
def test_a_line_is_parted_into_name_dose_start_and_stop(typed: str, row: tuple) -> None:
    assert lines_of(typed, shipped()) == [Line(*row, raw=typed)]


@given(st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_rows_that_nobody_touched_keep_every_line_as_typed(typed: str) -> None:
    entries = medcheck.read_list(typed, shipped())
    assert text_of(lines_of(typed, shipped())) == "\n".join(entry.raw for entry in entries)


def test_a_row_that_was_changed_is_written_anew_and_the_others_stay() -> None:
    lines = changed(lines_of(LIST, shipped()), {"edited_rows": {"0": {"start": "2026-03-05", "dose": "20 mg"}}})
    assert text_of(lines) == f"Simvastatin 20 mg, started 2026-03-05\n{LIST.splitlines()[1]}"


def test_rows_are_added_and_deleted_and_blank_ones_leave_no_line() -> None:
    added = [{"name": "Metformin", "dose": "1 g", "stop": "2026-01-02"}, {"dose": "10 mg"}, {}]
    lines = changed(lines_of(LIST, shipped()), {"deleted_rows": [0], "added_rows": added})
    assert text_of(lines) == f"{LIST.splitlines()[1]}\nMetformin 1 g, stopped 2026-01-02"


def test_a_last_day_that_is_still_to_come_is_no_stop() -> None:
    line = Line("prednisolone", "10 mg", None, date(9999, 1, 2)).text
    assert line == "prednisolone 10 mg, until 9999-01-02"
    assert medcheck.check(line).results[0].match.entry.status == "current"


def test_the_table_and_the_box_are_the_same_list(page: AppTest) -> None:
    at = with_table(page, LIST)
    assert [line.name for line in at.session_state["table_base"]] == ["Simvastatin", "Clarithromycin"]
    at = edit(at, edited_rows={1: {"name": "Amlodipine", "dose": "10 mg", "stop": None}})
    assert at.text_area(key="list").value == f"{LIST.splitlines()[0]}\nAmlodipine 10 mg"


def test_no_edit_of_the_table_is_forgotten(page: AppTest) -> None:
    at = with_table(page, LIST)
    at = edit(at, edited_rows={0: {"dose": "20 mg"}})
    at = edit(at, edited_rows={0: {"dose": "20 mg"}, 1: {"dose": "250 mg"}})
    at = edit(at, edited_rows={0: {"dose": "20 mg"}, 1: {"dose": "250 mg"}}, added_rows=[{"name": "Metformin"}])
    assert at.text_area(key="list").value == (
        "Simvastatin 20 mg, started 2026-02-01\nClarithromycin 250 mg, stopped 2026-05-20\nMetformin"
    )


def test_opening_the_table_changes_nothing_and_closing_it_forgets_nothing(page: AppTest) -> None:
    at = with_table(page, f"- {LIST}\n\n, ")
    assert run(at).text_area(key="list").value == f"- {LIST}\n\n, "
    at = edit(at, edited_rows={0: {"dose": "20 mg"}})
    at.session_state["table_open_0"] = False
    run(at)
    at.session_state["table_open_0"] = True
    assert [line.dose for line in run(at).session_state["table_base"]] == ["20 mg", "500 mg twice daily"]


def test_a_change_in_the_box_changes_the_table(page: AppTest) -> None:
    at = edit(with_table(page, LIST), edited_rows={0: {"dose": "20 mg"}})
    at.text_area(key="list").set_value("Metformin 1 g")
    at = run(at)
    assert [line.name for line in at.session_state["table_base"]] == ["Metformin"]
    at = edit(at, added_rows=[{"name": "Amlodipine"}])
    assert at.text_area(key="list").value == "Metformin 1 g\nAmlodipine"


@pytest.mark.parametrize(("name", "entries", "first"), [
    ("example", 5, ("simvastatin", "clarithromycin")),
    ("example_chemotherapy", 5, ("oxaliplatin",)),
    ("example_older", 10, ("amiodarone", "digoxin")),
])  # fmt: skip
def test_each_example_is_one_click_away_and_is_understood(page: AppTest, name: str, entries: int, first) -> None:
    at = run(page.button(key=name).click())
    report = medcheck.check(at.text_area(key="list").value)
    assert len(report.results) == entries
    assert not [result for result in report.results if result.state == "unrecognised"]
    assert first in {finding.drugs for finding in report.findings[:6]}


def test_an_example_does_not_lose_the_list_that_was_there(page: AppTest) -> None:
    page.text_area(key="list").set_value("my own qzx")
    at = run(page.button(key="example").click())
    at = run(at.button(key="example_older").click())
    at = run(at.button(key="before").click())
    assert at.text_area(key="list").value == "my own qzx"
    assert not [one for one in at.button if one.key == "before"]


def upload(at: AppTest, data: bytes) -> AppTest:
    at.file_uploader[0].upload("medcheck-list.json", data, "application/json")
    return run(at)


def test_a_saved_list_opens_with_everything_that_was_told_and_confirmed(page: AppTest) -> None:
    mine = saved_list.Saved("simvastatin\nprednisolne", PATIENT, {"prednisolne": ("prednisone",)})
    at = upload(page, saved_list.written(mine).encode())
    at = run(button(at, say("saved.open")).click())
    assert at.text_area(key="list").value == mine.text
    assert [row[1] for row in at.table[0].value.to_numpy().tolist()] == ["simvastatin", "prednisone"]
    assert at.session_state["age_0"] == 71
    assert at.session_state["onset_0"] == date(2026, 3, 1)
    assert at.session_state["where_0"] == ["hips_thighs"]
    assert at.session_state["flag_dark_urine_0"] is True
    assert at.error[0].proto.title == say("report.urgency", urgency=shipped().term("urgency", "emergency"))


def test_what_is_saved_is_read_back_whole() -> None:
    mine = saved_list.Saved("=1+1 <b>\n\u202eqzx", PATIENT, {"a": (), "b": ("simvastatin",)})
    assert saved_list.read_saved(saved_list.written(mine).encode(), shipped()) == mine
    assert saved_list.is_saved(saved_list.written(mine).encode())


@pytest.mark.parametrize("told", [
    {"list": ""}, {"list": 5}, {}, {"list": "a", "patient": {"age": "old"}}, {"list": "a", "patient": 5},
    {"list": "a", "confirmed": {"a": ["qzxqzx"]}}, {"list": "a", "confirmed": [1]},
    {"list": "a", "confirmed": {"a": 1}},
])  # fmt: skip
def test_a_saved_list_that_cannot_be_used_gets_one_sentence(page: AppTest, told: dict) -> None:
    at = upload(page, json.dumps({saved_list.MARK: 1, **told}).encode())
    assert len(at.error) == 1
    assert at.error[0].value.startswith("medcheck\\-list\\.json is a saved list that cannot be used")
    assert at.text_area(key="list").value == ""


def test_a_broken_saved_list_gets_one_sentence(page: AppTest) -> None:
    at = upload(page, b'{"medcheck_saved_list": 1, "list": ')
    assert say("saved.no_text") in at.error[0].value.replace("\\", "")


def test_adding_a_file_keeps_the_answers_about_the_person(page: AppTest) -> None:
    next(one for one in page.number_input if one.key.startswith("age")).set_value(71)
    page.file_uploader[0].upload("list.txt", b"simvastatin 40 mg\nmetformin", "text/plain")
    at = run(button(run(page), say("page.upload_add")).click())
    assert next(one for one in at.number_input if one.key.startswith("age")).value == 71
