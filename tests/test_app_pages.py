from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import medcheck
from medcheck.app import lookup
from medcheck.tables import shipped

ROOT = Path(__file__).parents[1]


def say(phrase: str, **filled: object) -> str:
    return shipped().say(phrase, **filled)


def run(step) -> AppTest:
    at = step.run()
    assert not at.exception
    return at


def start() -> AppTest:
    return run(AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60))


def opened(name: str, at: AppTest | None = None) -> AppTest:
    return run((at or start()).switch_page(f"medcheck/app/pages/{name}.py"))


def texts(at: AppTest) -> str:
    return "\n".join(element.value for element in at.text)


def widget(kind, start: str):
    return next(one for one in kind if one.key.startswith(start))


def table(at: AppTest, place: int = 0) -> list[list[str]]:
    return at.table[place].value.to_numpy().tolist()


def test_every_page_says_that_the_list_stays_here_and_can_be_cleared() -> None:
    at = start()
    for name in ("explore", "bulk", "about", "check"):
        opened(name, at)
        assert say("page.private") in texts(at)
        assert at.button(key="clear")


def test_going_to_another_page_and_back_loses_nothing() -> None:
    at = start()
    at.text_area(key="list").set_value("simvastatin\nprednisolne")
    widget(at.number_input, "age").set_value(71)
    widget(at.pills, "where").set_value(["hips_thighs"])
    widget(at.checkbox, "flag_dark_urine").check()
    run(at.button(key="check").click())
    run(widget(at.pills, "confirm_").select(("prednisone",)))
    opened("about", at)
    opened("check", opened("explore", at))
    assert at.text_area(key="list").value == "simvastatin\nprednisolne"
    assert widget(at.number_input, "age").value == 71
    assert widget(at.pills, "where").value == ["hips_thighs"]
    assert widget(at.checkbox, "flag_dark_urine").value
    assert [row[1] for row in table(at)] == ["simvastatin", "prednisone"]


def test_the_about_page_tells_method_limits_privacy_licence_and_counts_every_table() -> None:
    at = opened("about")
    assert [header.value for header in at.header] == [
        say(f"about.{part}") for part in ("method", "limits", "privacy", "licence", "counts")
    ]
    assert [say("about.drugs"), f"{len(shipped().drugs):,}"] in table(at)
    assert say("about.version", version=medcheck.__version__, data_version=shipped().version) in texts(at)


def test_the_tables_can_be_looked_through_in_parts() -> None:
    at = opened("explore")
    assert len(table(at)) == 25
    first = table(at)[0]
    at = run(widget(at.number_input, "explore_part").set_value(2))
    assert table(at)[0] != first
    assert say("explore.more", first=26, last=50) in texts(at)


@pytest.mark.parametrize("typed", ["simvastatin", "Zocor", "simvastatn"])
def test_a_medicine_is_found_by_any_of_its_names(typed: str) -> None:
    at = opened("explore")
    at = run(widget(at.text_input, "explore_name").set_value(typed))
    assert {row[0] for row in table(at)} == {"simvastatin"}
    assert say("explore.read_as", names="simvastatin") in texts(at)


def test_an_unknown_name_finds_nothing_and_says_so() -> None:
    at = opened("explore")
    at = run(widget(at.text_input, "explore_name").set_value("**qzxqzx** <b>"))
    assert say("explore.unknown_name") in texts(at)
    assert say("explore.none") in texts(at)
    assert not at.table


def test_filters_narrow_by_class_mechanism_and_severity() -> None:
    at = opened("explore")
    widget(at.selectbox, "explore_class").set_value("statin")
    widget(at.selectbox, "explore_mechanism").set_value("immune")
    at = run(widget(at.selectbox, "explore_severity").set_value("severe"))
    wanted = [row for row in shipped().by_name["weakness"] if row.drug_id in shipped().members["statin"]
              and row.mechanism == "immune" and row.severity == "severe"]  # fmt: skip
    assert [row[0] for row in table(at)] == [shipped().inn(row.drug_id) for row in wanted]
    assert all("](<http" in row[3] and "not yet reviewed by a clinician" in row[3] for row in table(at))


def test_combinations_are_found_from_either_side() -> None:
    at = opened("explore")
    run(at.segmented_control[0].set_value("interactions"))
    at = run(widget(at.text_input, "explore_name").set_value("clarithromycin"))
    assert any("simvastatin" in row[0] for row in table(at))


def test_medicines_of_another_cause_are_found_by_the_cause() -> None:
    at = opened("explore")
    run(at.segmented_control[0].set_value("cause_drugs"))
    at = run(widget(at.selectbox, "explore_cause").set_value("myasthenia_gravis"))
    assert {row[1] for row in table(at)} == {"Myasthenia gravis \\(tired nerve\\-to\\-muscle signals\\)"}


def test_each_row_names_the_key_under_which_it_is_corrected() -> None:
    keys = [row.key for name in lookup.TABLES for row in lookup.rows(name, shipped())]
    assert "weakness.csv: simvastatin, muscle" in keys
    at = opened("explore")
    assert say("explore.correct") in texts(at)
    assert table(at)[0][4].startswith("weakness\\.csv\\: ")
