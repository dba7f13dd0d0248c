import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from medcheck.naming.matches import shipped_matcher
from medcheck.reading.lines import read_entry
from medcheck.tables import shipped
from medcheck.weighing.patient import read_patient
from medcheck.weighing.report import Report, report_on

FILES = sorted(Path(__file__).with_name("vignettes").glob("*.json"))
CASES = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in FILES}


def report(case: dict) -> Report:
    tables = shipped()
    entries = [read_entry(line, number, tables) for number, line in enumerate(case["list"], start=1)]
    matches = shipped_matcher().match(entries)
    return report_on(matches, read_patient(case["patient"], tables), tables, "0", date(2024, 6, 1))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_findings_that_matter_are_found(case):
    found = [(one.kind, set(one.drugs), one.mechanism, one.fit) for one in report(case).findings]
    for wanted in case["findings"]:
        same = [fit for kind, drugs, mechanism, fit in found
                if (kind, mechanism) == (wanted["kind"], wanted["mechanism"])
                and (drugs >= set(wanted["drugs"]) if kind == "burden" else drugs == set(wanted["drugs"]))]  # fmt: skip
        assert same, wanted
        assert wanted.get("fit", same[0]) in same, wanted


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_red_flags_are_raised_and_no_others(case):
    assert {flag.id for flag in report(case).red_flags} == set(case["red_flags"])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_urgency_is_right(case):
    assert report(case).urgency == case["urgency"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_causes_fit_as_a_clinician_would_expect(case):
    fits = {one.cause.id: one.fit for one in report(case).causes}
    assert {cause_id: fits[cause_id] for cause_id in case["causes"]} == case["causes"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_medicine_of_a_vignette_is_known_and_its_guideline_named(case):
    assert [one.match.entry.raw for one in report(case).results if one.state == "unrecognised"] == []
    assert case["follows"]


def test_there_are_vignettes_for_every_mechanism_cause_and_red_flag():
    tables = shipped()
    mechanisms = Counter(one["mechanism"] for case in CASES.values() for one in case["findings"])
    flags = {flag for case in CASES.values() for flag in case["red_flags"]}
    assert len(CASES) >= 85
    assert {mechanism for mechanism in tables.mechanisms if mechanisms[mechanism] < 3} == set()
    assert set(tables.red_flags) - flags == set()
    assert {rule.id for rule in tables.red_flag_rules} - flags == set()


@pytest.mark.parametrize("fit", ["fits", "points_away"])
def test_there_are_vignettes_for_and_against_every_cause(fit):
    shown = {cause for case in CASES.values() for cause, told in case["causes"].items() if told == fit}
    assert set(shipped().causes) - shown == set()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_an_emergency_is_never_missed(case):
    urgent = [flag.urgency for flag in report(case).red_flags]
    assert ("emergency" in urgent) == (case["urgency"] == "emergency")
