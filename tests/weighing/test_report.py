from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import DRUGS, READ_ON, drug, matched, patient, report, small_tables
from syrupy.extensions.json import JSONSnapshotExtension

from medcheck.exports.as_json import as_dict
from medcheck.exports.as_text import report_text
from medcheck.naming.matches import shipped_matcher
from medcheck.reading.files import Unused
from medcheck.reading.lines import read_entry, read_list
from medcheck.tables import shipped
from medcheck.weighing.findings import URGENCIES, Finding
from medcheck.weighing.report import Report, Unchecked, report_on

SMALL = small_tables()
DAY = date(2024, 6, 1)
EVERY_INPUT = settings(max_examples=100, deadline=None)
MEDICINES = st.lists(st.sampled_from([one.inn for one in DRUGS]), unique=True, max_size=6)
SYMPTOMS = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(0, 120),
        "sex": st.sampled_from(sorted(SMALL.terms["sex"])),
        "conditions": st.lists(st.sampled_from(sorted(SMALL.terms["condition"])), unique=True, max_size=4),
        "onset": st.dates(date(2018, 1, 1), date(2024, 6, 1)).map(date.isoformat),
        "where": st.lists(st.sampled_from(sorted(SMALL.terms["where"])), unique=True, max_size=4),
        "features": st.lists(st.sampled_from(sorted(SMALL.terms["feature"])), unique=True, max_size=4),
        "red_flags": st.lists(st.sampled_from(sorted(SMALL.red_flags)), unique=True, max_size=4),
    },
)


def states(text: str, **tables: tuple[object, ...]) -> list[str]:
    return [result.state for result in report(text, small_tables(**tables)).results]


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("simvastatin", "listed"),
        ("amlodipine", "nothing_listed"),
        ("paracetamol", "not_reviewed"),
        ("zzyzx", "unrecognised"),
        ("Caduet", "listed"),
        ("a statin", "listed"),
    ],
)
def test_an_entry_has_one_of_four_states(line, state):
    assert states(line) == [state]


def test_a_medicine_that_only_a_pair_warns_of_is_listed_and_still_told_as_not_reviewed():
    whole = report("simvastatin\nclarithromycin", SMALL)
    assert [result.state for result in whole.results] == ["listed", "listed"]
    assert [gap.raw for gap in whole.unchecked] == ["clarithromycin"]


def test_a_label_that_was_read_for_one_ingredient_does_not_speak_for_another():
    both = (drug("amlodipine", label_read_on=READ_ON), drug("atorvastatin"))
    assert states("Caduet", drugs=both, names=SMALL.names[1:3], weakness=(), interactions=(), dose_limits=(),
                  class_members=(), stopping=()) == ["not_reviewed"]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("zzyzx", "We do not know this name, so nothing was checked for it."),
        ("paracetamol", "We know the name (paracetamol) but have not reviewed it for muscle effects."),
        ("a statin", '"statin" is a group of medicines. Which one is it? For example: simvastatin, atorvastatin.'),
        ("vinbristine", "We are not sure which medicine this is. Did you mean: vincristine, vinblastine?"),
        ("allergic to simvastatin", "Listed as an allergy, so it was not checked as a medicine that you take."),
        ("simvastatin started 03/04/2024", 'The date "03/04/2024" is not clear. Write it as 2026-02-03.'),
    ],
)
def test_what_was_not_checked_is_told_with_the_reason(line, reason):
    gaps = report(line, SMALL).unchecked
    assert [(gap.line, gap.raw) for gap in gaps] == [(1, line)]
    assert gaps[0].reason.startswith(reason)


@pytest.mark.parametrize("line", ["simvastatin", "amlodipine", "Caduet"])
def test_what_was_checked_is_not_told_as_a_gap(line):
    assert report(line, SMALL).unchecked == ()


def test_rows_of_a_file_that_were_not_used_are_kept_apart_and_only_those_that_may_hold_a_medicine_are_gaps():
    rows = (Unused(7, ",,,", "Its medicine cell is blank."), Unused(8, "PZN 1", "It has no name.", maybe=True))
    whole = report_on(matched("simvastatin", SMALL), patient(SMALL), SMALL, "0", DAY, rows)
    assert (whole.unused, whole.unchecked) == (rows, (Unchecked(8, "PZN 1", "It has no name."),))


def test_the_most_urgent_comes_first_and_pairs_before_single_medicines():
    whole = report("vincristine\nsimvastatin\nclarithromycin\nsalbutamol", SMALL)
    assert [(one.urgency, one.kind, one.drugs[0]) for one in whole.findings] == [
        ("same_day", "interaction", "simvastatin"),
        ("routine", "weakness", "vincristine"),
        ("routine", "weakness", "simvastatin"),
        ("routine", "weakness", "salbutamol"),
        ("routine", "weakness", "simvastatin"),
    ]


def test_the_report_is_as_urgent_as_its_most_urgent_part():
    assert report("amlodipine", SMALL).urgency == "routine"
    assert report("simvastatin", SMALL).urgency == "routine"
    assert report("simvastatin 80 mg daily", SMALL).urgency == "same_day"
    assert report("amlodipine", SMALL, where=["feet"], features=["numbness"]).urgency == "soon"  # by a cause that fits
    assert report("amlodipine", SMALL, red_flags=["fever"]).urgency == "same_day"
    assert report("amlodipine", SMALL, red_flags=["fever", "breathing"]).urgency == "emergency"


def test_each_source_is_cited_once():
    assert [source.id for source in report("simvastatin\nvincristine", SMALL).sources] == ["the-label"]


def test_tests_are_those_of_findings_that_do_not_point_away():
    fitting = report("simvastatin", SMALL, where=["hips_thighs"]).tests
    assert [test.id for test in fitting][:1] == ["ck"]
    assert report("vincristine started 2024-05-20", SMALL, onset="2024-05-01").tests == ()


def about(finding: Finding) -> tuple[str, str, str, str, str]:
    return finding.kind, "+".join(sorted(finding.drugs)), finding.mechanism, finding.severity, finding.urgency


@EVERY_INPUT
@given(MEDICINES, st.sampled_from([one.inn for one in DRUGS]), SYMPTOMS)
def test_adding_a_medicine_never_removes_a_finding_about_another(medicines, another, told):
    before = report("\n".join(one for one in medicines if one != another), SMALL, **told).findings
    after = report("\n".join({*medicines, another}), SMALL, **told).findings
    for one in before:
        assert any(
            (two.kind, two.mechanism) == (one.kind, one.mechanism) and set(one.drugs) <= set(two.drugs) for two in after
        )


@EVERY_INPUT
@given(MEDICINES.flatmap(lambda listed: st.tuples(st.just(listed), st.permutations(listed))), SYMPTOMS)
def test_the_order_of_entries_never_matters(both, told):
    one, two = (report("\n".join(medicines), SMALL, **told) for medicines in both)
    assert sorted(map(about, one.findings)) == sorted(map(about, two.findings))
    assert one.urgency == two.urgency
    assert one.red_flags == two.red_flags


@EVERY_INPUT
@given(MEDICINES, SYMPTOMS)
def test_no_answer_lowers_the_urgency_below_that_of_a_red_flag(medicines, told):
    whole = report("\n".join(medicines), SMALL, **told)
    raised = {flag.id for flag in whole.red_flags}
    assert set(told.get("red_flags", [])) <= raised
    for flag in whole.red_flags:
        assert URGENCIES.index(whole.urgency) <= URGENCIES.index(flag.urgency)


def whole_of(entries) -> Report:
    return report_on(shipped_matcher().match(entries), patient(shipped()), shipped(), "0", DAY)


@EVERY_INPUT
@given(st.lists(st.text(max_size=40), max_size=5))
def test_no_entry_of_a_list_vanishes(strings):
    whole = whole_of([read_entry(text, line, shipped()) for line, text in enumerate(strings, start=1)])
    assert [result.match.entry.raw for result in whole.results] == strings
    gaps = {(gap.line, gap.raw) for gap in whole.unchecked}
    for result in whole.results:
        assert result.drugs or (result.match.entry.line, result.match.entry.raw) in gaps
    report_text(whole, shipped())


@EVERY_INPUT
@given(st.lists(st.sampled_from(["simvastatin", "Lipitor 40mg", "zzyzx", "a statin", "x", "vinbristine 1.4 mg"])),
       st.sampled_from([", ", "; ", "\n", " and ", "\n- ", "\n2) "]))  # fmt: skip
def test_no_name_of_a_typed_text_vanishes(names, joint):
    whole = whole_of(read_list(joint.join(names), shipped()))
    typed = " ".join(result.match.entry.raw for result in whole.results)
    assert [name for name in names if name not in typed] == []


STATIN = "Zocor 40 mg at night, started 2024-02-01\nclarithromycin 500 mg twice daily, started 2024-05-20\nzzyzx"
FOLLOW_UP = "VP\nfurosemide 40 mg\nsalbutamol inhaler\nvinbristine\nparacetamol\nallergic to atorvastatin"


def test_the_whole_text_report_of_a_statin_pair_with_symptoms(snapshot):
    whole = report(STATIN, SMALL, age=71, conditions=["kidney_disease"], onset="2024-05-27", where=["hips_thighs"],
                   features=["pain"], red_flags=["dark_urine"])  # fmt: skip
    assert report_text(whole, SMALL) == snapshot


def test_the_whole_text_report_of_a_list_with_gaps_and_no_answers(snapshot):
    assert report_text(report(FOLLOW_UP, SMALL), SMALL) == snapshot


def test_the_whole_json_report_from_the_shipped_tables(snapshot):
    tables = replace(shipped(), version="shipped")
    whole = report_on(
        shipped_matcher().match(read_list("simvastatin 80 mg daily", tables)), patient(tables), tables, "0", DAY
    )
    told = as_dict(whole)
    del told["causes"]  # the same for every list
    assert told == snapshot(extension_class=JSONSnapshotExtension)
