import re

import pytest
from pages import opened, run, say, start, table, texts, widget
from streamlit.testing.v1 import AppTest

import medcheck
from medcheck.app import class_matrix, table_search
from medcheck.tables import shipped
from medcheck.tables.class_coverage import coverage


def rows_shown(at: AppTest) -> list[str]:
    return [element.value.removeprefix("### ") for element in at.markdown if element.value.startswith("### ")]


def test_every_page_says_that_the_list_stays_here_and_can_be_cleared() -> None:
    at = start()
    for name in ("explore", "bulk", "about", "coverage", "check"):
        opened(name, at)
        assert say("page.private") in texts(at)
        assert at.button(key="clear")


def test_going_to_another_page_and_back_loses_nothing() -> None:
    at = start()
    at.text_area(key="list").set_value("simvastatin\nprednisolne")
    widget(at.number_input, "age").set_value(71)
    widget(at.pills, "where").set_value(["hips_thighs"])
    widget(at.pills, "flags").set_value(["dark_urine"])
    run(at.button(key="check").click())
    run(widget(at.pills, "confirm_").select(("prednisone",)))
    opened("about", at)
    opened("check", opened("explore", at))
    assert at.text_area(key="list").value == "simvastatin\nprednisolne"
    assert widget(at.number_input, "age").value == 71
    assert widget(at.pills, "where").value == ["hips_thighs"]
    assert widget(at.pills, "flags").value == ["dark_urine"]
    at.session_state["fold_names_0"] = True
    run(at)
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
    assert len(rows_shown(at)) == 25
    first = [element.value for element in at.markdown]
    at = run(widget(at.number_input, "explore_part").set_value(2))
    assert [element.value for element in at.markdown] != first
    assert say("explore.more", first=26, last=50) in texts(at)


@pytest.mark.parametrize("typed", ["simvastatin", "Zocor", "simvastatn"])
def test_a_medicine_is_found_by_any_of_its_names(typed: str) -> None:
    at = opened("explore")
    at = run(widget(at.text_input, "explore_name").set_value(typed))
    assert set(rows_shown(at)) == {"simvastatin"}
    assert say("explore.read_as", names="simvastatin") in texts(at)


def test_an_unknown_name_finds_nothing_and_says_so() -> None:
    at = opened("explore")
    at = run(widget(at.text_input, "explore_name").set_value("**qzxqzx** <b>"))
    assert say("explore.unknown_name") in texts(at)
    assert say("explore.none") in texts(at)
    assert not rows_shown(at)


def test_filters_narrow_by_class_mechanism_and_severity() -> None:
    at = opened("explore")
    widget(at.selectbox, "explore_class").set_value("statin")
    widget(at.selectbox, "explore_mechanism").set_value("immune")
    at = run(widget(at.selectbox, "explore_severity").set_value("severe"))
    wanted = [row for row in shipped().by_name["weakness"] if row.drug_id in shipped().members["statin"]
              and row.mechanism == "immune" and row.severity == "severe"]  # fmt: skip
    assert rows_shown(at) == [shipped().inn(row.drug_id) for row in wanted]
    origins = [element.value for element in at.markdown if "](<http" in element.value]
    assert len(origins) == len(wanted)
    assert all("not yet reviewed by a clinician" in origin for origin in origins)


def test_combinations_are_found_from_either_side() -> None:
    at = opened("explore")
    run(at.segmented_control[0].set_value("interactions"))
    at = run(widget(at.text_input, "explore_name").set_value("clarithromycin"))
    assert any("simvastatin" in row for row in rows_shown(at))


def test_medicines_of_another_cause_are_found_by_the_cause() -> None:
    at = opened("explore")
    run(at.segmented_control[0].set_value("cause_drugs"))
    at = run(widget(at.selectbox, "explore_cause").set_value("myasthenia_gravis"))
    about = [element.value for element in at.markdown if element.value.startswith("**Myasthenia gravis")]
    assert len(about) == len(rows_shown(at)) == 25


def test_each_row_has_a_key_of_its_own_that_stands_in_its_file() -> None:
    for name in table_search.TABLES:
        rows = table_search.rows(name, shipped())
        keys = {row.key for row in rows}
        assert len(keys) == len(rows) == len(shipped().by_name[name])
        assert {row.table for row in rows} == {name}


def test_under_each_row_stand_the_lines_that_propose_a_correction_ready_to_copy() -> None:
    at = opened("explore")
    assert say("explore.correct") in texts(at)
    assert len(at.code) == len(rows_shown(at))
    row = table_search.rows("weakness", shipped())[0]
    assert at.code[0].value == table_search.correction(row, shipped())
    assert at.code[0].value.splitlines()[:2] == [
        f"Table: data/weakness.csv (data version {shipped().version})",
        f"Row: drug_id = {row.subjects[0]}, mechanism = {row.mechanism}",
    ]


def test_a_blank_cell_of_a_key_is_told_as_blank() -> None:
    row = next(row for row in table_search.rows("interactions", shipped()) if row.key[-1] == ("region", ""))
    assert f"region = {say('explore.blank')}" in table_search.correction(row, shipped())


def test_the_coverage_page_counts_by_state_mechanism_and_evidence_and_lists_every_class() -> None:
    at = opened("coverage")
    found = coverage(shipped())
    assert table(at, 0)[0] == ["Warning listed", f"{found.every.warned:,}"]
    assert [row[1] for row in table(at, 1)] == [f"{count:,}" for count in found.rows_by_mechanism.values()]
    assert [row[1] for row in table(at, 2)] == [f"{count:,}" for count in found.rows_by_evidence.values()]
    drawn = class_matrix.matrix(found, shipped())
    assert drawn.count('<th scope="row">') == len(found.classes) + 2
    statins = next(line for line in drawn.split("<tr>") if "Statins" in line)
    group = next(one for one in found.classes if one.id == "statin")
    cells = re.findall(r"<td[^>]*>(\d*)</td>", statins)
    assert [int(cell or 0) for cell in cells] == [
        group.drugs, *(group.by_mechanism.get(name, 0) for name in shipped().mechanisms), *group.by_state.values(),
    ]  # fmt: skip


def test_the_coverage_page_is_linked_from_the_pages_about_the_tables() -> None:
    for name in ("explore", "about"):
        links = opened(name).get("page_link")
        assert say("nav.coverage") in [link.proto.label for link in links]
