import json
import re
from datetime import date

import pytest
from pages import run, say, start, texts
from read_files import sheet_xml, xlsx
from streamlit.testing.v1 import AppTest

import medcheck
from medcheck.exports.words import why_in_short
from medcheck.tables import shipped

PAIR = "Simvastatin 40 mg at night\nClarithromycin 500 mg twice daily"
TEN = """Simvastatin 40 mg
Clarithromycin 500 mg twice daily
Amlodipine 10 mg
Metformin 1 g twice daily
Omeprazole 20 mg
Prednisolone 10 mg
Colchicine 500 mcg twice daily
Amiodarone 200 mg
Furosemide 40 mg
Vincristine"""
HOSTILE = {
    "html": "<img src=x onerror=alert(1)> <b>qzx</b>",
    "markdown": "**qzx** [qzx](http://qzx.test) ![qzx](http://qzx.test/i.png) `qzx` $x^2$ :red[qzx]",
    "formula": "=HYPERLINK(qzx)",
    "right to left": "\u202eqzx xzq",
    "emoji": "💊💊 qzxqzx",
    "10,000 signs": "qzx" * 3334,
}


@pytest.fixture
def page() -> AppTest:
    return start()


def check(at: AppTest, text: str) -> AppTest:
    at.text_area(key="list").set_value(text)
    at.button(key="check").click()
    return run(at)


def headline(at: AppTest) -> str:
    """What the answer says first, without its icon."""
    return at.header[0].value.partition(": ")[2]


def answer(at: AppTest) -> list[str]:
    """The lines of the answer, without the marks of Markdown."""
    return [element.value.replace("\\", "").replace("*", "") for element in at.markdown]


def rows(at: AppTest) -> list[str]:
    """The row of each pair and medicine, as its fold is labelled."""
    return [box.label.replace("\\", "") for box in at.expander if "**" in box.label and "group_" in box.proto.id]


def unfolded(at: AppTest, name: str) -> AppTest:
    at.session_state[f"{name}_0"] = True
    return run(at)


def tap(at: AppTest, *flags: str) -> AppTest:
    return run(next(one for one in at.pills if one.key.startswith("flags_")).set_value(list(flags)))


def files(at: AppTest, *uploads: tuple[str, bytes]) -> AppTest:
    uploader = at.file_uploader[0]
    for name, data in uploads:
        uploader.upload(name, data, "text/csv")
    return run(at)


def button(at: AppTest, label: str):
    return next(one for one in at.button if one.label == label)


def table(at: AppTest) -> list[list[str]]:
    return unfolded(at, "fold_names").table[0].value.to_numpy().tolist()


def test_an_empty_page_explains_itself_and_shows_no_result(page: AppTest) -> None:
    assert say("page.empty") in texts(page)
    assert say("page.private") in texts(page)
    assert not page.header


def test_checking_an_empty_list_asks_for_a_medicine(page: AppTest) -> None:
    at = check(page, "  \n ")
    assert [warning.value for warning in at.warning] == [say("page.empty_list")]
    assert not at.header


def test_an_example_is_one_click_away(page: AppTest) -> None:
    at = run(page.button(key="example").click())
    assert at.text_area(key="list").value == say("example.list")
    assert headline(at) == say("answer.same_day")


def test_a_typed_list_gives_the_answer_first_with_the_medicines_why_and_what_to_do(page: AppTest) -> None:
    at = check(page, PAIR)
    assert headline(at) == say("answer.same_day")
    first = medcheck.check(PAIR).findings[0]
    assert f"simvastatin + clarithromycin: {why_in_short(first)} {first.what_to_do}" in answer(at)
    assert rows(at)[0].startswith(":material/today: **simvastatin + clarithromycin** · Do something today: Muscle br")


def test_a_row_opens_into_a_card_with_its_sources(page: AppTest) -> None:
    at = check(page, PAIR)
    assert not [element for element in at.markdown if "](<http" in element.value]
    at = unfolded(at, "group_simvastatin + clarithromycin")
    origins = [element.value for element in at.markdown if "](<http" in element.value]
    assert origins
    assert not [origin for origin in origins if "not yet reviewed by a clinician" not in origin]


def test_a_medicine_of_which_nothing_is_listed_is_named_as_recognised(page: AppTest) -> None:
    at = check(page, "simvastatin 40 mg\nhypromellose eye drops")
    assert say("rows.nothing", drugs="hypromellose") in texts(at)


def test_the_list_is_folded_after_the_check_and_kept(page: AppTest) -> None:
    at = check(page, PAIR)
    assert at.session_state["list_open"] is False
    assert at.text_area(key="list").value == PAIR


def test_nothing_listed_is_never_an_all_clear(page: AppTest) -> None:
    at = check(page, "hypromellose eye drops")
    assert headline(at) == say("answer.routine")
    assert say("answer.quiet") in answer(at)
    assert not at.success


def test_a_list_of_unknown_names_says_that_nothing_was_checked(page: AppTest) -> None:
    at = check(page, "qzxqzx 20 mg")
    assert headline(at) == say("answer.unknown")
    assert say("report.nothing_checked") in answer(at)


def test_unknown_names_stand_before_unsure_ones_and_the_answer_names_them(page: AppTest) -> None:
    at = check(page, "a statin\nprednisolne\nsimvastatin 40 mg\nqzxqzx")
    asked = [text for text in (element.value for element in at.text) if text in {"a statin", "prednisolne", "qzxqzx"}]
    assert asked == ["qzxqzx", "prednisolne", "a statin"]
    assert say("answer.unclear", names="“a statin”, “prednisolne”, “qzxqzx”") in answer(at)


def test_an_unsure_name_is_asked_about_and_taken_as_confirmed(page: AppTest) -> None:
    at = check(page, "prednisolne")
    assert table(at)[0][1] == "?"
    question = next(pills for pills in at.pills if pills.key.startswith("confirm_"))
    at = run(question.select(("prednisone",)))
    assert table(at)[0][:2] == ["prednisolne", "prednisone"]
    assert not [pills for pills in at.pills if pills.key.startswith("confirm_")]


def test_a_confirmed_name_can_be_undone(page: AppTest) -> None:
    at = check(page, "prednisolne")
    run(next(pills for pills in at.pills if pills.key.startswith("confirm_")).select(("prednisone",)))
    at = run(button(unfolded(at, "fold_names"), say("page.undo", raw="prednisolne")).click())
    assert table(at)[0][1] == "?"
    assert [pills for pills in at.pills if pills.key.startswith("confirm_")]


def test_none_of_these_leaves_the_name_unrecognised(page: AppTest) -> None:
    at = check(page, "prednisolne")
    at = run(next(pills for pills in at.pills if pills.key.startswith("confirm_")).select(()))
    assert table(at)[0][3] == shipped().term("state", "unrecognised")
    assert say("unchecked.unrecognised") in texts(at)


def test_a_class_word_asks_which_medicine(page: AppTest) -> None:
    at = check(page, "a statin")
    question = next(pills for pills in at.pills if pills.key.startswith("confirm_"))
    assert "simvastatin" in question.options
    assert question.options[-1] == say("page.none_of_these")
    at = run(question.select(("simvastatin",)))
    assert table(at)[0][1] == "simvastatin"


def test_medicines_that_were_not_reviewed_are_listed_as_not_checked(page: AppTest) -> None:
    unread = next(drug for drug in shipped().drugs.values()
                  if drug.id not in shipped().weakness and not drug.label_read_on and len(drug.inn) > 9)  # fmt: skip
    at = check(page, unread.inn)
    assert f"• {unread.inn}: " + say("unchecked.not_reviewed", drugs=unread.inn) in texts(at)


def test_names_are_suggested_while_typing_and_a_tap_adds_one(page: AppTest) -> None:
    at = check(page, "metformin")
    at = run(next(one for one in at.text_input if one.key.startswith("search")).set_value("Lipit"))
    suggested = next(pills for pills in at.pills if pills.key.startswith("suggestion"))
    assert suggested.options[0] == "Lipitor \\(atorvastatin\\)"
    at = run(suggested.select("Lipitor (atorvastatin)"))
    assert at.text_area(key="list").value == "metformin\nLipitor"


def test_letters_that_begin_no_name_get_a_sentence(page: AppTest) -> None:
    at = run(next(one for one in page.text_input if one.key.startswith("search")).set_value("qzxqzxqzx"))
    assert say("page.no_suggestions") in texts(at)


@pytest.mark.parametrize(
    ("name", "data", "lines"),
    [
        ("list.txt", b"simvastatin 40 mg\nclarithromycin 500 mg", ["simvastatin 40 mg", "clarithromycin 500 mg"]),
        ("list.csv", b"no,medicine,start date\n1,Simvastatin 40 mg,2026-02-01\n2,Amlodipine,\n",
         ["Simvastatin 40 mg, started 2026-02-01", "Amlodipine"]),
    ],
)  # fmt: skip
def test_an_uploaded_file_is_shown_as_read_and_then_added(page, name: str, data: bytes, lines: list[str]) -> None:
    at = files(page, (name, data))
    assert "\n".join(lines) in texts(at)
    at = run(button(at, say("page.upload_add")).click())
    assert at.text_area(key="list").value == "\n".join(lines)
    assert table(at)[0][1] == "simvastatin"


def test_another_column_can_be_chosen(page: AppTest) -> None:
    at = files(page, ("two.csv", b"old,new\nsimvastatin,warfarin\namlodipine,digoxin\nmetformin,ramipril\n"))
    column = next(one for one in at.selectbox if one.key.startswith("column_"))
    other = next(title for title in ("old", "new") if title != column.value)
    at = run(column.select(other))
    at = run(button(at, say("page.upload_add")).click())
    wanted = {"old": "simvastatin\namlodipine\nmetformin", "new": "warfarin\ndigoxin\nramipril"}
    assert at.text_area(key="list").value == wanted[other]


def test_rows_that_were_not_used_are_named(page: AppTest) -> None:
    at = files(page, ("gap.csv", b"medicine,dose\nsimvastatin,40 mg\n,10 mg\nmetformin,1 g\n"))
    assert [box.label for box in at.expander if "gap" in box.label] == ["One row of gap\\.csv was not used"]
    assert "3: 10 mg (Its medicine cell is blank.)" in texts(at)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 x", bytes(range(32)) * 20])
def test_a_file_that_cannot_be_read_gets_one_sentence_and_the_page_goes_on(page: AppTest, data: bytes) -> None:
    at = files(page, ("odd.csv", data))
    assert len(at.error) == 1
    assert at.error[0].value.startswith("odd\\.csv ")
    assert rows(check(at, PAIR))


def test_where_no_column_of_a_file_is_recognised_the_page_asks_which_one_it_is(page: AppTest) -> None:
    at = files(page, ("odd.csv", b"code,thing\n1,qzxqzx\n2,xzqxzq\n"))
    assert not at.error
    assert at.warning[0].value.startswith("odd\\.csv has no column in which medicines were recognised")
    column = next(one for one in at.selectbox if one.key.startswith("column_"))
    assert (column.options, column.value) == (["code", "thing"], None)
    at = run(column.select("thing"))
    at = run(button(at, say("page.upload_add")).click())
    assert at.text_area(key="list").value == "qzxqzx\nxzqxzq"
    assert [row[3] for row in table(at)] == [shipped().term("state", "unrecognised")] * 2


def test_where_no_sheet_is_recognised_the_page_asks_for_sheet_and_column(page: AppTest) -> None:
    steps = [["day", "steps"], ["2026-01-01", "4000"], ["2026-01-02", "5200"]]
    things = [["no", "thing"], ["1", "qzxqzx"], ["2", "xzqxzq"]]
    at = files(page, ("book.xlsx", xlsx({"Steps": sheet_xml(steps), "Things": sheet_xml(things)})))
    at = run(next(one for one in at.selectbox if one.key.startswith("sheet_")).select("Things"))
    at = run(next(one for one in at.selectbox if one.key.startswith("column_")).select("thing"))
    assert say("page.upload_read", count=2, file="book.xlsx", format="spreadsheet") in texts(at)


def test_a_file_is_read_once_and_forgotten_when_it_is_taken_away(page: AppTest) -> None:
    at = files(page, ("list.csv", b"medicine\nsimvastatin\nmetformin\n"))
    (first,) = at.session_state["readings_of_files"].values()
    (again,) = run(at).session_state["readings_of_files"].values()
    assert again is first
    at = run(button(at, say("page.upload_add")).click())
    assert at.session_state["readings_of_files"] == {}


def test_lines_of_a_pasted_text_that_gave_no_medicine_are_counted_and_listed(page: AppTest) -> None:
    at = check(page, "Dear doctor,\nI take simvastatin 40 mg.\nMy legs are weak and I can not climb the stairs at all.")
    at = unfolded(at, "fold_names")
    assert [box.label for box in at.expander if box.label == say("page.unused", count=3)]
    assert "1: Dear doctor (No medicine was recognised in it.)" in texts(at)


def test_a_text_without_any_medicine_says_so_and_lists_what_was_read(page: AppTest) -> None:
    at = check(page, "I like walking in the woods and my dog likes it too very much indeed.")
    assert [warning.value for warning in at.warning] == [say("page.nothing_named")]
    assert "1: I like walking in the woods (No medicine was recognised in it.)" in texts(at)


def test_a_red_flag_is_announced_before_any_list_is_typed(page: AppTest) -> None:
    at = tap(page, "dark_urine")
    assert [error.proto.title for error in at.error] == [shipped().term("urgency", "emergency")]
    at = check(at, "")
    assert len(at.error) == 1


def test_a_red_flag_with_its_medicine_makes_the_result_an_emergency(page: AppTest) -> None:
    at = check(page, PAIR)
    at = tap(at, "dark_urine")
    assert headline(at) == say("answer.emergency")
    assert len(at.error) > 1


def test_what_is_told_about_the_person_changes_the_fit(page: AppTest) -> None:
    at = check(page, "simvastatin 40 mg started 2026-02-01")
    next(one for one in at.date_input if one.key.startswith("onset")).set_value(date(2026, 1, 1))
    next(one for one in at.number_input if one.key.startswith("age")).set_value(71)
    next(one for one in at.selectbox if one.key.startswith("sex")).set_value("female")
    next(one for one in at.pills if one.key.startswith("where")).set_value(["hips_thighs"])
    at = run(next(one for one in at.pills if one.key.startswith("conditions")).set_value(["kidney_disease"]))
    at = unfolded(at, "group_simvastatin")
    assert "what you told points away" in " ".join(answer(at))


def test_other_causes_are_named_in_their_fold_and_open_on_demand(page: AppTest) -> None:
    at = check(page, "prednisolone 10 mg")
    at = run(next(one for one in at.pills if one.key.startswith("where")).set_value(["hips_thighs"]))
    first = medcheck.check("prednisolone 10 mg", {"symptoms": {"where": ["hips_thighs"]}}).causes[0]
    assert [box.label for box in at.expander if first.cause.title in box.label.replace("\\", "")]
    at = unfolded(at, "fold_causes")
    assert first.cause.summary not in texts(at)
    at.session_state[f"cause_0_{first.cause.id}_0"] = True
    assert first.cause.summary in texts(run(at))


def test_any_other_cause_can_be_looked_at(page: AppTest) -> None:
    at = unfolded(check(page, "simvastatin 40 mg"), "fold_causes")
    at = run(next(one for one in at.selectbox if one.key.startswith("cause")).set_value("cauda_equina"))
    assert shipped().causes["cauda_equina"].summary in texts(at)


@pytest.mark.parametrize(("reader", "told"), [
    ("professional", lambda row: row.professional_note),
    ("physio", lambda row: shipped().mechanisms[row.mechanism].physio),
    ("patient", lambda row: row.patient_note),
])  # fmt: skip
def test_the_same_warning_is_told_in_the_words_of_each_reader(page: AppTest, reader: str, told) -> None:
    at = check(page, "vincristine")
    at.session_state["group_vincristine_0"] = True
    at = run(next(one for one in at.segmented_control if one.key.startswith("reader")).set_value(reader))
    row = next(row for row in shipped().weakness["vincristine"] if row.mechanism == "nerve")
    assert told(row) in texts(at)


def test_a_long_report_has_a_row_for_each_pair_and_medicine_and_what_is_raised_stands_first(page: AppTest) -> None:
    at = check(page, TEN)
    findings = medcheck.check(TEN).findings
    subjects = dict.fromkeys(" + ".join(one.drugs) for one in findings if one.level != "listed")
    assert [row.split("**")[1] for row in rows(at)] == list(subjects)
    assert [box.label for box in at.expander if "On record only" in box.label]


def test_what_is_only_on_record_opens_with_the_reason_why_it_is_folded(page: AppTest) -> None:
    at = unfolded(check(page, TEN), "on_record")
    folded = medcheck.check(TEN).at("listed")[-1]
    assert f"{shipped().mechanisms[folded.mechanism].title}. {folded.level_reason}" in "\n".join(answer(at))


def test_everything_can_be_cleared(page: AppTest) -> None:
    at = check(page, PAIR)
    tap(at, "fever")
    at = run(at.button(key="clear").click())
    assert at.text_area(key="list").value == ""
    assert not next(one for one in at.pills if one.key.startswith("flags_")).value
    assert not at.header
    assert not at.error


def test_what_was_cleared_comes_back_by_undo(page: AppTest) -> None:
    at = run(check(page, PAIR).button(key="clear").click())
    at = run(at.button(key="undo_change").click())
    assert at.text_area(key="list").value == PAIR
    assert not [one for one in at.button if one.key == "undo_change"]


def test_a_list_too_long_for_the_page_gets_one_sentence(page: AppTest) -> None:
    at = check(page, "simvastatin\n" * 10_000)
    assert [warning.value for warning in at.warning] == [say("page.too_long", most=300)]


def test_the_longest_list_that_is_taken_is_shown_whole(page: AppTest) -> None:
    at = check(page, "\n".join(f"qzxqzx {number}" for number in range(300)))
    assert len(table(at)) == 300
    assert "• qzxqzx 299: " in texts(at)


def test_a_report_too_long_to_unfold_says_how_much_is_left_out(page: AppTest) -> None:
    medicines = [shipped().inn(drug) for drug in shipped().weakness]
    at = check(page, "\n".join(medicines[:150]))
    left_out = re.search(re.escape(say("page.more_in_report", count="N")).replace("N", r"(\d+)"), texts(at))
    assert left_out
    assert int(left_out[1]) > 0


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_names_are_shown_as_text(page: AppTest, typed: str) -> None:
    at = check(page, f"{typed}\nsimvastatin 40 mg")
    start = typed.replace("\u202e", "")[:300]
    assert any(text.startswith(start) for text in texts(at).splitlines())
    assert not [element for element in at.markdown if "qzx" in element.value and element.allow_html]
    cell = table(at)[0][0]
    assert not [sign for place, sign in enumerate(cell) if sign in "<>[]*`$" and cell[place - 1] != "\\"]
    assert len(cell) < 1_000


def test_the_report_can_be_taken_along_in_every_format_and_the_list_saved(page: AppTest) -> None:
    at = unfolded(check(page, PAIR), "fold_take_along")
    assert [one.label for one in at.download_button] == [
        say("page.print"), say("page.save"),
        *(say(f"page.download_{name}") for name in ("csv", "json", "fhir", "markdown")),
    ]  # fmt: skip


def test_the_words_safe_cleared_and_ruled_out_appear_nowhere(page: AppTest) -> None:
    at = check(page, f"{TEN}\nqzxqzx\nlactose")
    shown = json.dumps([element.value for kind in (at.text, at.markdown, at.info, at.warning) for element in kind])
    assert not [word for word in (" safe ", "cleared", "ruled out", "all clear") if word in shown.lower()]
