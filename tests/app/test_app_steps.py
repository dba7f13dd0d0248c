import pytest
from pages import run, say, start
from streamlit.testing.v1 import AppTest

from medcheck.app import steps

LIST = "simvastatin 40 mg started 2026-02-01\nprednisolne"


@pytest.fixture
def page() -> AppTest:
    return start()


def headers(at: AppTest) -> list[str]:
    return [header.value for header in at.header]


def test_all_four_steps_are_always_visible_and_the_first_is_shown_first(page: AppTest) -> None:
    bar = page.segmented_control(key="step")
    assert bar.options == [say(f"step.{step}") for step in steps.STEPS]
    assert bar.value == "medicines"
    assert not headers(page)


def test_the_steps_are_walked_one_by_one(page: AppTest) -> None:
    page.text_area(key="list").set_value(LIST)
    at = run(page.button(key="by_step").click())
    assert at.segmented_control(key="step").value == "understood"
    assert headers(at) == ["Not checked (1)"]
    assert [row[0] for row in at.table[0].value.to_numpy().tolist()] == ["simvastatin 40 mg started 2026\\-02\\-01",
                                                                        "prednisolne"]  # fmt: skip
    at = run(at.button(key="go_next").click())
    assert at.segmented_control(key="step").value == "about"
    assert at.session_state["about_open_0"] is True
    assert say("step.about_optional") in [text.value for text in at.text]
    at = run(at.button(key="go_next").click())
    assert at.segmented_control(key="step").value == "result"
    assert headers(at)[0].endswith(say("answer.routine"))
    assert not [button for button in at.button if button.key == "go_next"]


def test_going_back_loses_nothing(page: AppTest) -> None:
    page.text_area(key="list").set_value(LIST)
    at = run(page.button(key="by_step").click())
    at = run(next(pills for pills in at.pills if pills.key.startswith("confirm_")).select(("prednisone",)))
    at = run(at.segmented_control(key="step").set_value("about"))
    next(one for one in at.number_input if one.key.startswith("age")).set_value(71)
    next(one for one in at.pills if one.key.startswith("where")).set_value(["hips_thighs"])
    at = run(at.segmented_control(key="step").set_value("result"))
    run(next(one for one in at.segmented_control if one.key.startswith("reader")).set_value("physio"))
    for step in ("about", "understood", "medicines"):
        at = run(at.segmented_control(key="step").set_value(step))
    assert at.text_area(key="list").value == LIST
    at = run(at.segmented_control(key="step").set_value("result"))
    at.session_state["fold_names_0"] = True
    at = run(at)
    assert [row[1] for row in at.table[0].value.to_numpy().tolist()] == ["simvastatin", "prednisone"]
    assert next(one for one in at.segmented_control if one.key.startswith("reader")).value == "physio"
    assert next(one for one in at.number_input if one.key.startswith("age")).value == 71
    assert next(one for one in at.pills if one.key.startswith("where")).value == ["hips_thighs"]


def test_each_step_unfolds_what_belongs_to_it(page: AppTest) -> None:
    page.text_area(key="list").set_value(LIST)
    opened = {}
    for step in reversed(steps.STEPS):
        at = run(page.segmented_control(key="step").set_value(step))
        opened[step] = (at.session_state["list_open"], at.session_state["about_open_0"])
    assert opened == {"medicines": (True, False), "understood": (False, False), "about": (False, True),
                      "result": (False, False)}  # fmt: skip


def test_where_every_line_was_understood_the_second_step_says_so(page: AppTest) -> None:
    page.text_area(key="list").set_value("simvastatin 40 mg")
    at = run(page.segmented_control(key="step").set_value("understood"))
    assert [success.value for success in at.success] == [say("step.nothing_unsure")]


@pytest.mark.parametrize("step", ["understood", "result"])
def test_a_step_that_needs_a_list_asks_for_one(page: AppTest, step: str) -> None:
    at = run(page.segmented_control(key="step").set_value(step))
    assert [warning.value for warning in at.warning] == [say("page.empty_list")]


def test_a_red_flag_stands_on_every_step(page: AppTest) -> None:
    page.text_area(key="list").set_value("metformin")
    next(one for one in page.pills if one.key.startswith("flags_")).set_value(["dark_urine"])
    for step in steps.STEPS:
        at = run(page.segmented_control(key="step").set_value(step))
        assert at.error


def test_the_report_is_made_anew_only_where_something_it_rests_on_changed(page: AppTest) -> None:
    page.text_area(key="list").set_value("simvastatin 40 mg")
    at = run(page.button(key="check").click())
    first = at.session_state["report_and_what_it_rests_on"][1]
    at = run(at.segmented_control(key="step").set_value("understood"))
    assert at.session_state["report_and_what_it_rests_on"][1] is first
    at = run(next(one for one in at.pills if one.key.startswith("where")).set_value(["feet"]))
    assert at.session_state["report_and_what_it_rests_on"][1].patient.where == ("feet",)
