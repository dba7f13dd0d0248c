import pytest
from small_tables import CLAIM, TODAY, cause, matched, patient, report, small_tables

from medcheck.tables import Tables, shipped
from medcheck.tables.rows import CauseClue, CauseDrug
from medcheck.weighing.causes import other_causes, raised_flags
from medcheck.weighing.findings import taken_drugs

ARTICLE = {
    "inactivity", "ageing", "peripheral_artery_disease", "multiple_sclerosis", "muscular_dystrophy", "neuropathy",
    "myasthenia_gravis", "als", "protein_deficiency", "calcium_deficiency", "electrolyte_imbalance",
    "vitamin_d_deficiency", "statins", "chemotherapy", "radiotherapy",
}  # fmt: skip


@pytest.fixture(scope="module")
def tables() -> Tables:
    return small_tables()


def fits(text: str, tables: Tables, **told: object) -> dict[str, str]:
    return {one.cause.id: one.fit for one in report(text, tables, **told).causes}


def test_every_cause_of_the_article_is_in_the_shipped_tables():
    assert ARTICLE - set(shipped().causes) == set()


@pytest.mark.parametrize("cause_id", sorted(ARTICLE))
def test_each_cause_of_the_article_has_clues_tests_and_someone_to_see(cause_id):
    tables = shipped()
    directions = {clue.direction for clue in tables.cause_clues if clue.cause_id == cause_id}
    assert directions >= {"for", "against"}
    assert tables.causes[cause_id].tests
    assert tables.causes[cause_id].who_to_see


def test_every_cause_stands_in_every_report(tables):
    assert fits("paracetamol", tables) == {
        "statins": "unclear", "ageing": "unclear", "diabetes": "unclear", "neuropathy": "unclear",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told", "cause_id", "fit"),
    [
        ("paracetamol", {"features": ["pain"]}, "statins", "unclear"),
        ("simvastatin", {"features": ["pain"]}, "statins", "fits"),
        ("paracetamol", {"features": ["numbness"]}, "statins", "points_away"),
        ("simvastatin", {"features": ["numbness"]}, "statins", "unclear"),
        ("simvastatin", {"where": ["feet"]}, "statins", "unclear"),
        ("simvastatin", {"age": 70}, "statins", "unclear"),
        ("paracetamol", {"age": 70, "where": ["feet"]}, "ageing", "unclear"),
        ("paracetamol", {"age": 30, "where": ["feet"]}, "ageing", "points_away"),
        ("paracetamol", {"conditions": ["diabetes"]}, "diabetes", "unclear"),
        ("paracetamol", {"conditions": ["diabetes"], "where": ["hands"]}, "diabetes", "unclear"),
        ("paracetamol", {"conditions": ["diabetes"], "where": ["feet"]}, "diabetes", "fits"),
        ("paracetamol", {"features": ["numbness"]}, "neuropathy", "unclear"),
        ("paracetamol", {"where": ["feet"], "features": ["numbness"]}, "neuropathy", "fits"),
        ("paracetamol", {"red_flags": ["rising_fast"]}, "neuropathy", "fits"),
    ],
)
def test_a_cause_fits_by_two_reasons_or_a_red_flag_and_a_treatment_only_where_it_was_given(
    tables, text, told, cause_id, fit
):
    assert fits(text, tables, **told)[cause_id] == fit


def test_the_causes_that_fit_come_first_then_those_a_medicine_touches(tables):
    told = fits("vincristine\nsimvastatin", tables, where=["hands"], features=["pain"])
    assert list(told) == ["statins", "neuropathy", "ageing", "diabetes"]


def test_of_those_that_fit_the_one_with_most_answers_comes_first(tables):
    told = fits("simvastatin", tables, where=["feet"], features=["pain"], red_flags=["rising_fast"])
    assert list(told)[:2] == ["neuropathy", "statins"]


@pytest.mark.parametrize(
    ("told", "fit"),
    [
        ({"features": ["stiffness"]}, "unclear"),
        ({"features": ["stiffness"], "age": 70}, "unclear"),
        ({"features": ["stiffness", "cramps"]}, "unclear"),
        ({"features": ["stiffness", "cramps"], "age": 70}, "fits"),
        ({"features": ["stiffness"], "where": ["feet"]}, "fits"),
    ],
)
def test_signs_shared_by_much_else_need_a_third_reason_or_a_telling_one(told, fit):
    clues = (
        CauseClue("ageing", "feature:stiffness", "common", "Stiffness is shared.", *CLAIM),
        CauseClue("ageing", "feature:cramps", "common", "Cramps are shared.", *CLAIM),
        CauseClue("ageing", "where:feet", "for", "Feet tell.", *CLAIM),
        CauseClue("ageing", "age_min:65", "for", "It comes with age.", *CLAIM),
    )
    assert fits("paracetamol", small_tables(cause_clues=clues), **told)["ageing"] == fit


def test_the_list_alone_makes_no_cause_fit():
    rows = tuple(CauseDrug("neuropathy", drug, "brings_about", "It harms nerves.", *CLAIM)
                 for drug in ("vincristine", "oxaliplatin"))  # fmt: skip
    tables = small_tables(cause_drugs=rows)
    assert fits("vincristine\noxaliplatin", tables, features=["pain"])["neuropathy"] == "unclear"
    assert fits("vincristine\noxaliplatin", tables, features=["numbness"])["neuropathy"] == "fits"


@pytest.mark.parametrize(("conditions", "fit"), [([], "unclear"), (["heavy_alcohol"], "fits")])
def test_alcohol_fits_only_who_said_that_they_drink(conditions, fit):
    clues = (
        CauseClue("alcohol", "where:hips_thighs", "for", "Thighs fit.", *CLAIM),
        CauseClue("alcohol", "feature:falls", "for", "Falls fit.", *CLAIM),
        CauseClue("alcohol", "condition:heavy_alcohol", "for", "You drink a lot.", *CLAIM),
    )
    tables = small_tables(causes=(cause("alcohol"),), cause_clues=clues, cause_drugs=())
    told = {"where": ["hips_thighs"], "features": ["falls"], "conditions": conditions}
    assert fits("paracetamol", tables, **told)["alcohol"] == fit


def test_a_red_flag_outweighs_a_sign_against():
    clues = (
        CauseClue("neuropathy", "red_flag:rising_fast", "for", "Climbing fits.", *CLAIM),
        CauseClue("neuropathy", "feature:fatigable", "against", "It does not come and go.", *CLAIM),
    )
    told = {"red_flags": ["rising_fast"], "features": ["fatigable"]}
    assert fits("paracetamol", small_tables(cause_clues=clues), **told)["neuropathy"] == "fits"


def test_an_illness_that_is_known_is_never_pointed_away_from():
    clues = (
        CauseClue("diabetes", "condition:diabetes", "for", "You have it.", *CLAIM),
        CauseClue("diabetes", "where:eyes_face", "against", "It spares the eyelids.", *CLAIM),
    )
    tables = small_tables(cause_clues=clues)
    assert fits("paracetamol", tables, where=["eyes_face"])["diabetes"] == "points_away"
    assert fits("paracetamol", tables, where=["eyes_face"], conditions=["diabetes"])["diabetes"] == "unclear"


def test_a_medicine_that_mimics_a_cause_is_named_but_makes_nothing_fit(tables):
    neuropathy = next(
        one for one in report("vincristine", tables, where=["hands"]).causes if one.cause.id == "neuropathy"
    )
    assert (neuropathy.fit, neuropathy.drugs) == ("unclear", ("vincristine",))
    assert neuropathy.reasons == ("vincristine can look like this: It harms nerves.",)


def test_a_cause_names_its_tests_and_sources(tables):
    one = report("paracetamol", tables).causes[0]
    assert ([test.id for test in one.tests], [source.id for source in one.sources]) == (["ck"], ["the-label"])


def flags(text: str, tables: Tables, **told: object) -> list[tuple[str, str]]:
    taken = taken_drugs(matched(text, tables))
    return [(flag.id, flag.urgency) for flag in raised_flags(taken, patient(tables, **told), tables, TODAY)]


def test_no_answer_raises_no_flag(tables):
    assert flags("simvastatin", tables) == []


@pytest.mark.parametrize("flag_id", sorted(shipped().red_flags))
def test_each_red_flag_that_is_told_is_raised_with_its_own_urgency(tables, flag_id):
    assert flags("paracetamol", tables, red_flags=[flag_id]) == [(flag_id, shipped().red_flags[flag_id].urgency)]


@pytest.mark.parametrize(
    ("text", "told", "raised"),
    [
        ("pembrolizumab", {"where": ["eyes_face"]}, [("checkpoint_eyes", "emergency")]),
        ("pembrolizumab", {"where": ["feet"]}, []),
        ("pembrolizumab", {"red_flags": ["breathing"]}, [("breathing", "emergency"), ("checkpoint_eyes", "emergency")]),
        ("simvastatin", {"where": ["eyes_face"]}, []),
        ("allergic to pembrolizumab", {"where": ["eyes_face"]}, []),
    ],
)
def test_a_medicine_and_a_sign_together_raise_a_flag(tables, text, told, raised):
    assert flags(text, tables, **told) == raised


def test_a_stopped_medicine_still_raises_its_flag(tables):
    text = "pembrolizumab stopped 2024-04-01"
    assert flags(text, tables, where=["eyes_face"]) == [("checkpoint_eyes", "emergency")]


def test_a_cause_without_clues_stays_open():
    tables = small_tables(causes=(cause("unknown"),), cause_clues=(), cause_drugs=())
    taken = taken_drugs(matched("simvastatin", tables))
    found = other_causes(taken, patient(tables, features=["pain"]), tables, TODAY)
    assert [(one.cause.id, one.fit, one.reasons) for one in found] == [("unknown", "unclear", ())]
