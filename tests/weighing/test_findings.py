import pytest
from small_tables import interaction, limit, matched, small_tables, weakness

from medcheck.tables import Tables
from medcheck.weighing.findings import Finding, one_in, onset_text, taken_drugs
from medcheck.weighing.report import find


@pytest.fixture(scope="module")
def tables() -> Tables:
    return small_tables()


def found(text: str, tables: Tables, kind: str = "", conditions: frozenset[str] = frozenset()) -> list[Finding]:
    return [one for one in find(matched(text, tables), tables, conditions) if kind in {"", one.kind}]


def told(findings: list[Finding]) -> list[tuple[str, tuple[str, ...], str]]:
    return [(one.kind, one.drugs, one.mechanism) for one in findings]


def test_each_row_of_the_weakness_table_is_a_finding(tables):
    assert told(found("simvastatin", tables)) == [
        ("weakness", ("simvastatin",), "muscle"),
        ("weakness", ("simvastatin",), "rhabdomyolysis"),
    ]


def test_a_medicine_without_a_row_gives_no_finding(tables):
    assert found("amlodipine", tables) == []


def test_a_combination_gives_the_findings_of_each_ingredient(tables):
    assert told(found("Caduet", tables)) == [("weakness", ("atorvastatin",), "muscle")]


def test_an_allergy_is_not_taken(tables):
    assert found("allergic to simvastatin", tables) == []


def test_a_stopped_medicine_keeps_its_weakness_but_not_its_pairs(tables):
    findings = found("simvastatin stopped 2024-01-01\nclarithromycin", tables)
    assert told(findings) == [
        ("weakness", ("simvastatin",), "muscle"),
        ("weakness", ("simvastatin",), "rhabdomyolysis"),
    ]


def test_a_finding_carries_its_sources_and_who_stands_behind_it(tables):
    finding = found("vincristine", tables)[0]
    assert [source.id for source in finding.sources] == ["the-label"]
    assert (finding.evidence, str(finding.reviewed_on), finding.checked_by) == ("label", "2024-01-15", "")


def test_advice_warns_where_stopping_suddenly_is_dangerous(tables):
    assert found("prednisone", tables)[0].what_to_do.endswith("Stopping suddenly can be dangerous.")
    assert "suddenly" not in found("vincristine", tables)[0].what_to_do


def test_a_pair_named_by_its_drugs_goes_before_one_named_by_class(tables):
    pairs = found("simvastatin\nclarithromycin", tables, "interaction")
    assert [(one.drugs, one.patient_note) for one in pairs] == [
        (("simvastatin", "clarithromycin"), "simvastatin with clarithromycin.")
    ]


def test_a_pair_named_by_class_holds_for_its_members(tables):
    pairs = found("clarithromycin\natorvastatin", tables, "interaction")
    assert [(one.drugs, one.severity) for one in pairs] == [(("clarithromycin", "atorvastatin"), "moderate")]


def test_a_contraindicated_pair_says_so(tables):
    assert found("simvastatin\nclarithromycin", tables, "interaction")[0].reasons == (
        "The label says that these two must not be taken together.",
    )


@pytest.mark.parametrize(
    ("line", "says", "limit"),
    [
        ("simvastatin 40 mg daily", "Your list says 40 mg a day of simvastatin. With amlodipine the", "above"),
        ("simvastatin 20 mg daily", "Your list says 20 mg a day of simvastatin, which is not above the", "within"),
        ("simvastatin", "With amlodipine the limit for simvastatin is 20 mg a day. Your list does not give", "unknown"),
    ],
)  # fmt: skip
def test_the_dose_of_the_list_is_held_against_the_limit_of_a_pair(tables, line, says, limit):
    pair = found(f"{line}\namlodipine 5 mg daily", tables, "interaction")[0]
    assert pair.reasons[0].startswith(says)
    assert pair.reasons[-1] == "This is the advice in the US."
    assert pair.limit == limit


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("simvastatin 40 mg daily", []),
        ("simvastatin 80 mg daily", ["40"]),
        ("simvastatin 40 mg twice daily", ["40"]),
        ("simvastatin 20 mg daily\nZocor 40 mg daily", ["40"]),
        ("simvastatin 80 mg daily\nZocor", ["40"]),
        ("simvastatin", []),
        ("simvastatin 80 mg daily stopped 2024-01-01", []),
    ],
)
def test_a_daily_dose_above_its_limit_is_found(tables, text, limits):
    doses = [one for one in found(text, tables, "dose") if "limit" in one.patient_note]
    assert [one.patient_note.split("limit is ")[1].split(" mg")[0] for one in doses] == limits


def test_a_limit_for_an_illness_holds_only_with_it_and_is_less_pressing(tables):
    assert found("simvastatin 20 mg daily", tables, "dose") == []
    dose = found("simvastatin 20 mg daily", tables, "dose", frozenset({"kidney_disease"}))[0]
    assert dose.patient_note == (
        "Your list says 20 mg a day of simvastatin. With kidney disease the limit can be 10 mg a day."
    )
    assert (dose.severity, dose.urgency) == ("moderate", "soon")


def test_a_high_dose_is_shown_under_the_mechanism_that_the_dose_brings_on(tables):
    assert found("simvastatin 80 mg daily", tables, "dose")[0].mechanism == "rhabdomyolysis"


def test_a_limited_drug_without_a_limit_in_mg_says_nothing_of_doses():
    pair = interaction("simvastatin", "amlodipine", limit_drug="simvastatin")
    assert found("simvastatin\namlodipine", small_tables(interactions=(pair,)), "interaction")[0].reasons == ()


def test_an_assumed_rhythm_is_told(tables):
    reasons = found("simvastatin 80 mg", tables, "dose")[0].reasons
    assert reasons[-1] == "The list does not say how often it is taken; once a day was assumed."


def test_the_same_medicine_in_two_lines_is_asked_about(tables):
    doubled = found("simvastatin 10 mg daily\nZocor 10 mg daily", tables, "dose")
    assert [(one.urgency, one.reasons) for one in doubled] == [
        ("soon", ("simvastatin 10 mg daily", "Zocor 10 mg daily"))
    ]


@pytest.mark.parametrize(
    ("text", "burdens"),
    [
        ("furosemide", []),
        ("furosemide\nsalbutamol", [("furosemide", "salbutamol")]),
        ("furosemide\nsalbutamol stopped 2024-01-01", []),
        ("simvastatin\natorvastatin", [("simvastatin", "atorvastatin")]),
    ],
)
def test_medicines_that_add_up_are_named_together(tables, text, burdens):
    assert [one.drugs for one in found(text, tables, "burden")] == burdens


def test_two_that_add_up_are_not_told_again_where_the_table_names_the_pair():
    pair = interaction("furosemide", "salbutamol", "electrolyte")
    assert [one.kind for one in found("furosemide\nsalbutamol", small_tables(interactions=(pair,)))] == [
        "weakness",
        "interaction",
    ]


def test_a_mild_effect_adds_nothing_to_a_burden():
    mild = small_tables(
        weakness=(weakness("simvastatin", "muscle"), weakness("atorvastatin", "muscle", severity="mild"))
    )
    assert found("simvastatin\natorvastatin", mild, "burden") == []


def test_a_class_word_is_answered_with_what_holds_for_half_its_members(tables):
    findings = found("a statin", tables)
    assert told(findings) == [("weakness", ("Statins",), "muscle"), ("weakness", ("Statins",), "rhabdomyolysis")]
    assert findings[0].patient_note.startswith("Statins: 2 of 2 medicines of this kind")


@pytest.mark.parametrize(
    ("percent", "words"),
    [(0, "0 in 100"), (0.002, "2 in 100,000"), (0.01, "1 in 10,000"), (0.4, "4 in 1,000"), (4.5, "45 in 1,000"),
     (35, "35 in 100")],
)  # fmt: skip
def test_a_percentage_is_said_in_people(percent, words):
    assert one_in(percent) == words


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ((7, 60), "usually 7 days to 2 months after the start"),
        ((0, 1), "usually within 1 day of the start"),
        ((14, 3650), "usually 2 weeks to 10 years after the start"),
        ((None, None), ""),
    ],
)
def test_an_onset_window_is_said_in_the_units_people_count_in(tables, window, words):
    row = weakness("simvastatin", "muscle", onset_min_days=window[0], onset_max_days=window[1])
    assert onset_text(row, tables) == words


def test_the_number_goes_before_the_band(tables):
    assert [one.frequency for one in found("simvastatin", tables)] == [
        "about 1 in 10,000 people",
        "common (between 1 in 100 and 1 in 10)",
    ]


def test_the_doses_of_one_ingredient_add_up_only_where_all_are_told(tables):
    doses = [(one.daily_mg, one.at_least_mg) for one in taken_drugs(matched("simvastatin 10 mg daily\nZocor", tables))]
    assert doses == [(None, 10.0)]


def test_pairs_of_one_mechanism_are_kept_once_a_region():
    rows = tuple(interaction("simvastatin", "clarithromycin", region=region) for region in ("UK", "US"))
    tables = small_tables(interactions=rows, dose_limits=(limit("simvastatin", 40.0),))
    assert [one.reasons for one in found("simvastatin\nclarithromycin", tables, "interaction")] == [
        ("This is the advice in the UK.",),
        ("This is the advice in the US.",),
    ]
