from datetime import date, timedelta

import pytest
from small_tables import CLAIM, TODAY, patient, report, small_tables, weakness

from medcheck.tables import Tables
from medcheck.tables.rows import FitClue
from medcheck.weighing.findings import Finding
from medcheck.weighing.patient import Patient, PatientError, holds, read_patient


@pytest.fixture(scope="module")
def tables() -> Tables:
    return small_tables()


def finding(text: str, mechanism: str, tables: Tables, kind: str = "weakness", **told: object) -> Finding:
    return next(one for one in report(text, tables, **told).findings if (one.mechanism, one.kind) == (mechanism, kind))


def test_a_patient_is_read_whole(tables):
    data = {
        "age": 71,
        "sex": "female",
        "conditions": ["kidney_disease"],
        "symptoms": {"onset": "2024-03-01", "where": ["feet"], "features": ["pain"], "red_flags": ["dark_urine"]},
    }
    assert read_patient(data, tables) == Patient(
        71, "female", ("kidney_disease",), date(2024, 3, 1), ("feet",), ("pain",), ("dark_urine",)
    )


@pytest.mark.parametrize("data", [{}, {"symptoms": None}, {"symptoms": {}}, {"conditions": None, "sex": None}])
def test_everything_is_optional(tables, data):
    assert read_patient(data, tables) == Patient()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "patient must be an object with any of: age, conditions, recent, results, sex, symptoms."),
        ({"weight": 70}, "patient has an unknown key 'weight'; use any of: age, conditions, recent, results, sex"),
        ({"symptoms": {"mood": 1}}, "symptoms has an unknown key 'mood'; use any of: features, onset, red_flags"),
        ({"symptoms": "sore"}, "symptoms must be an object with any of: features, onset, red_flags, where."),
        ({"age": "71"}, "age is '71'; write whole years from 0 to 120."),
        ({"age": 121}, "age is 121; write whole years from 0 to 120."),
        ({"age": True}, "age is True; write whole years from 0 to 120."),
        ({"sex": "f"}, "sex has an unknown word 'f'; use any of: female, male."),
        ({"conditions": "diabetes"}, "conditions must be a list with any of: kidney_disease"),
        ({"conditions": [["diabetes"]]}, "conditions has an unknown word ['diabetes']; use any of: kidney_disease"),
        ({"symptoms": {"where": ["toes"]}}, "symptoms.where has an unknown word 'toes'; use any of: hips_thighs"),
        ({"symptoms": {"onset": "1 March"}}, "symptoms.onset is '1 March'; write a day as YYYY-MM-DD."),
        ({"symptoms": {"onset": 2026}}, "symptoms.onset is 2026; write a day as YYYY-MM-DD."),
        ({"symptoms": {"onset": "2999-01-01"}}, "symptoms.onset is '2999-01-01', which is later than today;"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_with_what_is_allowed(tables, data, message):
    with pytest.raises(PatientError) as refused:
        read_patient(data, tables)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("clue", "true"),
    [
        ("where:feet", True),
        ("where:hands", False),
        ("feature:pain", True),
        ("condition:diabetes", True),
        ("red_flag:fever", False),
        ("sex:female", True),
        ("age_min:71", True),
        ("age_min:72", False),
        ("age_max:71", True),
        ("duration_min:31", True),
        ("duration_min:32", False),
        ("duration_max:31", True),
        ("duration_max:30", False),
    ],
)
def test_a_clue_is_held_against_the_answers(tables, clue, true):
    person = patient(
        tables, age=71, sex="female", conditions=["diabetes"], onset="2024-05-01", where=["feet"], features=["pain"]
    )
    assert holds(clue, person, TODAY) is true


@pytest.mark.parametrize("clue", ["where:feet", "age_min:1", "age_max:99", "duration_min:0", "sex:male"])
def test_no_clue_is_true_of_someone_who_told_nothing(clue):
    assert not holds(clue, Patient(), TODAY)


def test_without_symptoms_nothing_fits_and_nothing_is_asked(tables):
    one = finding("simvastatin", "muscle", tables, age=71)
    assert (one.fit, one.reasons) == ("unclear", ())


@pytest.mark.parametrize(
    ("told", "fit"),
    [
        ({"where": ["hips_thighs"]}, "fits"),
        ({"features": ["numbness"]}, "points_away"),
        ({"where": ["hips_thighs"], "features": ["numbness"]}, "unclear"),
        ({"where": ["hands"]}, "unclear"),
        ({"where": ["hands"], "conditions": ["hypothyroidism"]}, "unclear"),
    ],
)
def test_symptoms_fit_or_point_away_or_leave_it_open(tables, told, fit):
    assert finding("simvastatin", "muscle", tables, **told).fit == fit


def test_an_illness_is_told_as_a_reason_but_is_no_symptom(tables):
    reasons = finding("simvastatin", "muscle", tables, where=["hands"], conditions=["hypothyroidism"]).reasons
    assert "The thyroid adds to it." in reasons


def test_the_illness_of_the_mechanism_itself_counts(tables):
    assert finding("pembrolizumab", "junction", tables, where=["feet"], conditions=["myasthenia_gravis"]).fit == "fits"


@pytest.mark.parametrize(
    ("line", "says", "fit"),
    [
        ("simvastatin started 2024-05-11", "10 days before simvastatin was started. This points away from simvastatin.",
         "points_away"),
        ("simvastatin started 2024-04-20", "11 days after simvastatin was started, which is within the usual time.",
         "fits"),
        ("simvastatin started 2024-04-30", ("1 day after simvastatin was started. The usual time is 7 days to 2 months,"
         " so this is early."), "unclear"),
        ("simvastatin started 2023-05-01", ("12 months after simvastatin was started. The usual time is 7 days to 2"
         " months, so this is late, but late starts do happen."), "unclear"),
        ("simvastatin started 2021-01-01 stopped 2022-01-01", ("2 years after the last dose of simvastatin. This points"
         " away from simvastatin."), "points_away"),
    ],
)  # fmt: skip
def test_the_start_is_held_against_the_day_the_weakness_began(tables, line, says, fit):
    one = finding(line, "muscle", tables, onset="2024-05-01")
    assert (one.reasons[0], one.fit) == (f"The weakness began {says}", fit)


def test_without_a_start_it_is_asked_for(tables):
    one = finding("simvastatin", "muscle", tables, onset="2024-05-01")
    assert one.reasons == ("The day simvastatin was started would tell whether the timing fits.",)


def test_without_an_onset_it_is_asked_for(tables):
    one = finding("simvastatin started 2024-01-01", "muscle", tables, features=["stiffness"])
    assert one.reasons == ("The day the weakness began would tell whether the timing of simvastatin fits.",)


def test_a_row_without_a_usual_time_says_so(tables):
    one = finding("prednisone started 2024-01-01", "wasting", tables, onset="2024-05-01")
    assert one.reasons[0].endswith("Our sources give no usual time.")


def test_weakness_before_the_medicine_outweighs_every_fitting_symptom(tables):
    one = finding("simvastatin started 2024-05-11", "muscle", tables, onset="2024-05-01", where=["hips_thighs"])
    assert one.fit == "points_away"
    assert "Thighs fit." in one.reasons


def test_weakness_before_the_pair_points_away_from_the_pair(tables):
    text = "simvastatin started 2023-01-01\nclarithromycin started 2024-05-11"
    one = finding(text, "rhabdomyolysis", tables, "interaction", onset="2024-05-01", features=["pain"])
    assert one.fit == "points_away"
    assert (
        "The weakness began 10 days before clarithromycin was started. This points away from this pair." in one.reasons
    )


@pytest.mark.parametrize(("stopped", "pairs"), [("2024-04-28", 1), ("2024-03-01", 0)])
def test_a_pair_stopped_shortly_before_the_weakness_is_still_told(tables, stopped, pairs):
    text = f"simvastatin started 2023-01-01\nclarithromycin started 2024-02-20 stopped {stopped}"
    told = [one for one in report(text, tables, onset="2024-05-01").findings if one.kind == "interaction"]
    assert [one.what_to_do.startswith("Tell your doctor or pharmacist that you took these two") for one in told] == (
        [True] * pairs
    )


def test_a_medicine_stopped_before_the_other_was_started_makes_no_pair(tables):
    text = "simvastatin started 2024-04-20\nclarithromycin started 2024-04-01 stopped 2024-04-15"
    assert [one for one in report(text, tables, onset="2024-05-01").findings if one.kind == "interaction"] == []


def test_a_stopped_medicine_is_told_to_be_stopped(tables):
    one = finding("simvastatin stopped 2024-04-01", "muscle", tables)
    assert one.reasons == (
        "simvastatin is listed as stopped. Some effects go on after stopping, so it is still shown.",
    )


def test_a_shared_risk_is_named(tables):
    one = finding("simvastatin", "muscle", tables, conditions=["kidney_disease", "diabetes"])
    assert one.reasons == ("More likely with kidney disease, which you told us of.",)


@pytest.mark.parametrize(
    ("told", "urgency"),
    [
        ({}, "routine"),
        ({"features": ["pain"]}, "same_day"),
        ({"features": ["pain"], "red_flags": ["dark_urine"]}, "emergency"),
        ({"features": ["pain"], "red_flags": ["fever"]}, "same_day"),
        ({"where": ["hands"]}, "routine"),
    ],
)
def test_an_emergency_needs_symptoms_that_fit_and_a_red_flag(tables, told, urgency):
    assert finding("simvastatin", "rhabdomyolysis", tables, **told).urgency == urgency


@pytest.mark.parametrize(
    ("told", "urgency"),
    [
        ({"features": ["pain"]}, "soon"),
        ({"features": ["pain"], "onset": "2024-05-30"}, "same_day"),
        ({"features": ["pain"], "red_flags": ["breathing"]}, "soon"),  # an emergency, but no sign of this effect
    ],
)
def test_a_sign_shared_by_much_else_fits_but_presses_nothing(told, urgency):
    clues = (
        FitClue("rhabdomyolysis", "feature:pain", "common", "Pain is shared.", *CLAIM),
        FitClue("rhabdomyolysis", "duration_max:7", "for", "It comes on within days.", *CLAIM),
    )
    one = finding("simvastatin", "rhabdomyolysis", small_tables(fit_clues=clues), **told)
    assert (one.fit, one.urgency) == ("fits", urgency)


def test_the_right_time_for_a_weakness_of_another_kind_fits_nothing(tables):
    one = finding("simvastatin started 2024-04-20", "muscle", tables, onset="2024-05-01", where=["hands"])
    assert one.fit == "unclear"
    assert one.reasons[0].endswith("which is within the usual time.")


@pytest.mark.parametrize(
    ("where", "urgency", "said"),
    [(["feet"], "soon", True), (["feet", "one_side"], "same_day", False), ([], "same_day", False)],
)
def test_what_is_felt_in_one_place_does_not_press_where_both_sides_are_told(where, urgency, said):
    row = weakness("vincristine", "nerve", pattern="focal", urgency="emergency")
    one = finding("vincristine", "nerve", small_tables(weakness=(row,)), where=where, features=["numbness"])
    told = "What vincristine does is mostly felt in one place or on one side. You did not say one side."
    assert (one.urgency, told in one.reasons) == (urgency, said)


def test_a_sign_that_is_an_emergency_only_with_this_medicine_counts_as_one(tables):
    assert finding("pembrolizumab", "junction", tables, where=["eyes_face"]).urgency == "emergency"


def test_age_and_sex_become_risks(tables):
    person = patient(tables, age=80, sex="male", conditions=["smoking"])
    assert person.risk_factors == frozenset({"age_over_65", "age_over_80", "male", "smoking"})
    assert patient(tables, age=64).risk_factors == frozenset()


def test_today_is_no_day_too_late(tables):
    today = date.today()
    assert patient(tables, onset=today.isoformat()).onset == today
    with pytest.raises(PatientError):
        patient(tables, onset=(today + timedelta(days=1)).isoformat())


@pytest.mark.parametrize(
    ("flags", "advice"), [(["dark_urine"], "Dark urine, or muscles"), ([], "Call your pharmacist or doctor today")]
)
def test_a_pair_that_is_an_emergency_sends_for_help_and_not_to_the_pharmacist(tables, flags, advice):
    text = "simvastatin\nclarithromycin"
    one = finding(text, "rhabdomyolysis", tables, "interaction", features=["pain"], red_flags=flags)
    assert one.what_to_do.startswith(advice)


@pytest.mark.parametrize(("changed", "told"), [("2024-03-10", True), ("2024-04-20", False)])
def test_a_change_of_dose_before_the_weakness_can_start_the_effect_anew(tables, changed, told):
    line = f"simvastatin 20 mg, started 2010-01-01, increased to 40 mg on {changed}"
    reasons = finding(line, "muscle", tables, onset="2024-04-01", where=["hips_thighs"]).reasons
    assert any("after the dose of simvastatin was changed" in reason for reason in reasons) is told


def test_a_change_of_dose_tells_even_where_the_start_is_not_given(tables):
    line = "simvastatin 20 mg, dose increased on 2024-03-10"
    reasons = finding(line, "muscle", tables, onset="2024-04-01", where=["hips_thighs"]).reasons
    assert "The day simvastatin was started would tell whether the timing fits." in reasons
    assert any("after the dose of simvastatin was changed" in reason for reason in reasons)
