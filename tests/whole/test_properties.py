"""What must hold for every list and every person, with the tables as they are shipped."""

import random
from collections import Counter
from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from medcheck.naming.matches import shipped_matcher
from medcheck.reading.lines import read_entry
from medcheck.tables import shipped
from medcheck.weighing.findings import URGENCIES, Finding
from medcheck.weighing.patient import Patient
from medcheck.weighing.report import Report, report_on

TABLES = shipped()
TODAY = date(2024, 6, 1)
EVERY_INPUT = settings(max_examples=80, deadline=None)


@cache
def warned_of() -> list[str]:
    """The medicines that a warning, a pair, a limit or a rule names."""
    ids = {*TABLES.weakness, *TABLES.dose_limits}
    ids |= {drug for row in TABLES.interactions for side in (row.a, row.b) for drug in TABLES.expand(side)}
    ids |= {drug for row in TABLES.red_flag_rules for drug in TABLES.expand(row.drug)}
    return sorted(TABLES.inn(drug) for drug in ids)


def some(words) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(words)), unique=True, max_size=4).map(tuple)


DAYS = st.dates(date(2018, 1, 1), TODAY)
LINES = st.builds(
    lambda name, dose, start, stop: f"{name}{dose}{start}{stop}",
    st.sampled_from(warned_of()),
    st.sampled_from(["", " 10 mg daily", " 80 mg twice daily"]),
    st.one_of(st.just(""), DAYS.map(lambda day: f", started {day}")),
    st.one_of(st.just(""), DAYS.map(lambda day: f", stopped {day}")),
)
LISTS = st.lists(LINES, max_size=8)
PEOPLE = st.builds(
    Patient, st.one_of(st.none(), st.integers(0, 120)), st.sampled_from(["", *sorted(TABLES.terms["sex"])]),
    some(TABLES.terms["condition"]), st.one_of(st.none(), DAYS), some(TABLES.terms["where"]),
    some(TABLES.terms["feature"]), some(TABLES.red_flags),
)  # fmt: skip


def report(lines, person: Patient) -> Report:
    entries = [read_entry(line, number, TABLES) for number, line in enumerate(lines, start=1)]
    return report_on(shipped_matcher().match(entries), person, TABLES, "0", TODAY)


def about(finding: Finding) -> tuple[str, tuple[str, ...], str, str]:
    return finding.kind, tuple(sorted(finding.drugs)), finding.mechanism, finding.urgency


@EVERY_INPUT
@given(LISTS, LINES, PEOPLE)
def test_adding_a_medicine_never_removes_a_finding_about_others(lines, another, person):
    before, after = report(lines, person), report([*lines, another], person)
    added = set(after.results[-1].drugs)
    for one in before.findings:
        if not added & set(one.drugs):
            assert any((two.mechanism == one.mechanism and set(two.drugs) >= set(one.drugs)) for two in after.findings)
    assert {flag.id for flag in before.red_flags} <= {flag.id for flag in after.red_flags}
    if not added & {drug for result in before.results for drug in result.drugs}:
        assert URGENCIES.index(after.urgency) <= URGENCIES.index(before.urgency)


@EVERY_INPUT
@given(LISTS, PEOPLE)
def test_no_answer_lowers_the_urgency_below_that_of_a_red_flag(lines, person):
    whole = report(lines, person)
    assert set(person.red_flags) <= {flag.id for flag in whole.red_flags}
    for flag in whole.red_flags:
        assert URGENCIES.index(whole.urgency) <= URGENCIES.index(flag.urgency)


@EVERY_INPUT
@given(LISTS, PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_entries_never_matters(lines, person, shuffler: random.Random):
    one, two = report(lines, person), report(shuffler.sample(lines, len(lines)), person)
    assert Counter(map(about, one.findings)) == Counter(map(about, two.findings))
    assert one.urgency == two.urgency
    assert one.red_flags == two.red_flags
    assert [(cause.cause.id, cause.fit) for cause in one.causes] == [
        (cause.cause.id, cause.fit) for cause in two.causes
    ]


@EVERY_INPUT
@given(st.lists(st.one_of(LINES, st.text(max_size=40)), max_size=6), PEOPLE)
def test_no_entry_vanishes(lines, person):
    whole = report(lines, person)
    assert [result.match.entry.raw for result in whole.results] == lines
    told = {(gap.line, gap.raw) for gap in whole.unchecked}
    for result in whole.results:
        assert result.drugs or (result.match.entry.line, result.match.entry.raw) in told
    warned = {drug for finding in whole.findings for drug in finding.drugs}
    assert warned <= {drug for result in whole.results for drug in result.drugs} | {
        TABLES.classes[result.match.class_id].title for result in whole.results if result.match.class_id
    }


@EVERY_INPUT
@given(LISTS, PEOPLE)
def test_an_emergency_is_told_only_with_a_red_flag(lines, person):
    whole = report(lines, person)
    danger = "emergency" in {flag.urgency for flag in whole.red_flags}
    assert danger == (whole.urgency == "emergency")
