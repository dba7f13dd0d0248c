from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import medcheck
from medcheck.app import lookup, register
from medcheck.readers import ReadError
from medcheck.tables import shipped

ROOT = Path(__file__).parents[1]
REGISTER = b"patient,medicine\n1,Simvastatin 40 mg\n1,Clarithromycin\n2,prednisolne\n2,qzxqzx\n3,Simvastatin 40 mg\n"


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


def uploaded(at: AppTest, data: bytes, name: str = "register.csv") -> AppTest:
    at.file_uploader[0].upload(name, data, "text/csv")
    return run(at)


def screened(at: AppTest) -> AppTest:
    return run(at.button(key="start").click())


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


def test_a_register_is_screened_summed_up_and_kept_while_the_pages_change() -> None:
    at = screened(uploaded(opened("bulk"), REGISTER))
    assert at.success[0].value == say("bulk.done", rows=5, recognised=3, unsure=1, unknown=1)
    entries = table(at, 2)
    assert [row[:2] for row in entries if row[0].startswith("Simva")] == [["Simvastatin 40 mg", "2"]]
    opened("bulk", opened("about", at))
    assert at.success[0].value == say("bulk.done", rows=5, recognised=3, unsure=1, unknown=1)


def test_clearing_forgets_the_register_too() -> None:
    at = screened(uploaded(opened("bulk"), REGISTER))
    run(at.button(key="clear").click())
    assert not at.success
    assert not at.file_uploader[0].value


def test_the_column_can_be_chosen_where_none_is_recognised() -> None:
    at = uploaded(opened("bulk"), b"a,b\nqzxqzx,1\nxzqxzq,2\n")
    assert [warning.value for warning in at.warning] == [say("bulk.no_column")]
    assert at.button(key="start").disabled
    run(widget(at.selectbox, "register_").select_index(0))
    at = screened(at)
    assert at.success[0].value == say("bulk.done", rows=2, recognised=0, unsure=0, unknown=2)


@pytest.mark.parametrize(("name", "data"), [
    ("empty.csv", b""), ("header.csv", b"medicine,dose\n"), ("odd.parquet", b"no parquet"), ("odd.csv", b"%PDF-1.7"),
])  # fmt: skip
def test_a_register_that_cannot_be_read_gets_one_sentence(name: str, data: bytes) -> None:
    at = uploaded(opened("bulk"), data, name)
    assert len(at.error) == 1
    assert name.split(".", maxsplit=1)[0] in at.error[0].value


def test_the_register_that_is_taken_along_keeps_every_row_and_runs_no_formula() -> None:
    frame = register.read_register(b"note,medicine\n=1+1,simvastatin\n-5,qzxqzx\n+a,simvastatin\n", "r.csv")
    answers = pd.concat(list(register.screened_parts(register.different(frame, 1))))
    written = register.as_csv(register.joined(frame, 1, answers)).decode("utf-8-sig").splitlines()
    assert written[0] == ",".join(["note", "medicine", *register.COLUMNS])
    assert [line.split(",")[0] for line in written[1:]] == ["'=1+1", "-5", "'+a"]
    assert written[1].split(",")[1:] == written[3].split(",")[1:]


def test_a_screened_register_says_the_same_as_the_command_line() -> None:
    frame = register.read_register(REGISTER, "r.csv")
    place = register.likely_column(frame)
    answers = pd.concat(list(register.screened_parts(register.different(frame, place))))
    expected = medcheck.screen(frame, "medicine")
    pd.testing.assert_frame_equal(register.joined(frame, place, answers), expected, check_dtype=False)


def test_a_register_may_be_parquet() -> None:
    out = BytesIO()
    pd.DataFrame({"medicine": ["simvastatin", None]}).to_parquet(out)
    assert len(register.read_register(out.getvalue(), "r.parquet")) == 2
    with pytest.raises(ReadError, match="cannot be read as a table"):
        register.read_register(b"x", "r.parquet")


def test_hostile_cells_of_a_register_are_shown_as_text() -> None:
    at = screened(
        uploaded(opened("bulk"), b"id,medicine\n1,simvastatin\n2,**qzx** ![x](http://qzx.test)\n3,metformin\n")
    )
    cell = next(row[0] for row in table(at, 2) if "qzx" in row[0])
    assert not [sign for place, sign in enumerate(cell) if sign in "<>[]*`$" and cell[place - 1] != "\\"]
