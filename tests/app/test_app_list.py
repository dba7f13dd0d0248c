import json
from datetime import date

import pytest
from pages import run, say, start
from streamlit.testing.v1 import AppTest

import medcheck
from medcheck.app import saved_list
from medcheck.tables import shipped
from medcheck.weighing.patient import Patient

LIST = "Simvastatin 40 mg at night, started 2026-02-01\nClarithromycin 500 mg twice daily, stopped 2026-05-20"
PATIENT = Patient(71, "female", ("kidney_disease",), date(2026, 3, 1), ("hips_thighs",), ("pain",), ("dark_urine",))


@pytest.fixture
def page() -> AppTest:
    return start()


def button(at: AppTest, label: str):
    return next(one for one in at.button if one.label == label)


def typed(at: AppTest, text: str) -> AppTest:
    return run(at.text_area(key="list").set_value(text))


def read_as(at: AppTest) -> list[str]:
    """What each row says of its line, without the marks of Markdown."""
    rows = [element.value.replace("\\", "") for element in at.markdown if ":small[" in element.value]
    return [row.replace("**", "").replace("  \n:small[", " | ").removesuffix("]") for row in rows]


def taken_as(at: AppTest) -> list:
    return [one for one in at.selectbox if one.key.startswith("as_")]


def test_each_line_stands_in_a_row_that_says_how_it_was_read(page: AppTest) -> None:
    at = typed(page, "Lipitor 20 mg, started 2026-02-01\ntobramycin eye drops\nho smesso Norvasc\nqzxqzx")
    assert read_as(at) == [
        "Lipitor 20 mg, started 2026-02-01 | atorvastatin · 20 mg a day · since 2026-02-01",
        "tobramycin eye drops | tobramycin · in the eye",
        "ho smesso Norvasc | amlodipine",
        "qzxqzx | Not recognised",
    ]
    assert [one.value for one in taken_as(at)] == ["current", "current", "stopped", "current"]


@pytest.mark.parametrize("status", list(shipped().terms["status"]))
@pytest.mark.parametrize("line", ["simvastatin 40 mg at night", "ho smesso Norvasc 5 mg", "allergic to penicillin"])
def test_whether_a_medicine_is_taken_can_be_changed_by_hand(page: AppTest, line: str, status: str) -> None:
    at = typed(page, f"metformin 1 g\n{line}\naspirin 75 mg")
    at = run(taken_as(at)[1].set_value(status))
    lines = at.text_area(key="list").value.split("\n")
    assert (lines[0], lines[2]) == ("metformin 1 g", "aspirin 75 mg")
    before, after = medcheck.check(line).results, medcheck.check(lines[1]).results
    assert [(one.match.entry.status, one.match.drugs) for one in after] == [(status, before[0].match.drugs)]


def test_a_row_that_is_removed_comes_back_by_undo(page: AppTest) -> None:
    at = typed(page, LIST)
    at = run(next(one for one in at.button if one.key.startswith("remove_0")).click())
    assert at.text_area(key="list").value == LIST.splitlines()[1]
    at = run(at.button(key="undo_change").click())
    assert at.text_area(key="list").value == LIST


def test_one_medicine_of_a_line_with_several_is_removed_by_itself(page: AppTest) -> None:
    at = typed(page, "simvastatin 40 mg, metformin 1 g\naspirin")
    at = run(next(one for one in at.button if one.key.startswith("remove_0")).click())
    assert [entry.name for entry in medcheck.read_text(at.text_area(key="list").value).entries] == [
        "metformin",
        "aspirin",
    ]


def test_what_the_tab_had_kept_is_taken_back_with_answers_and_step(page: AppTest) -> None:
    mine = saved_list.Saved("simvastatin\nprednisolne", PATIENT, {"prednisolne": ("prednisone",)})
    field = next(one for one in page.text_input if one.key == "restore")
    at = run(field.set_value(json.dumps({"saved": saved_list.written(mine), "step": "result"})))
    assert at.text_area(key="list").value == mine.text
    assert at.segmented_control(key="step").value == "result"
    assert (at.session_state["age_0"], at.session_state["flags_0"]) == (71, ["dark_urine"])
    assert not [one for one in at.text_input if one.key == "restore"]


@pytest.mark.parametrize("kept", ["", "qzx", "[]", "{}", '{"saved": "{}"}', '{"saved": 5, "step": "result"}'])
def test_what_the_tab_holds_is_not_trusted(page: AppTest, kept: str) -> None:
    at = run(next(one for one in page.text_input if one.key == "restore").set_value(kept))
    assert at.text_area(key="list").value == ""
    assert at.segmented_control(key="step").value == "medicines"


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
    at.session_state["fold_names_0"] = True
    at = run(at)
    assert [row[1] for row in at.table[0].value.to_numpy().tolist()] == ["simvastatin", "prednisone"]
    assert at.session_state["age_0"] == 71
    assert at.session_state["onset_0"] == date(2026, 3, 1)
    assert at.session_state["where_0"] == ["hips_thighs"]
    assert at.session_state["flags_0"] == ["dark_urine"]
    assert at.error[0].proto.title == shipped().term("urgency", "emergency")


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
