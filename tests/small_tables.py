"""Small curated tables of our own, so that the tests of the engine hold whatever the shipped tables grow to."""

from dataclasses import replace
from datetime import date

from medcheck.naming.index import NameIndex
from medcheck.naming.matches import Match, Matcher
from medcheck.reading.lines import read_list
from medcheck.tables import Tables, shipped
from medcheck.tables.rows import (
    Burden,
    Cause,
    CauseClue,
    CauseDrug,
    ClassMember,
    DoseLimit,
    Drug,
    DrugClass,
    FitClue,
    Interaction,
    Lookalike,
    Name,
    RedFlagRule,
    Source,
    Stopping,
    Weakness,
)
from medcheck.weighing.patient import Patient, read_patient
from medcheck.weighing.report import Report, report_on

TODAY = date(2024, 6, 1)
READ_ON = date(2024, 1, 15)
HOLDS = ((), "", "", "", "established")  # for everyone
CLAIM = (("the-label",), "label", READ_ON, "medcheck", "")
SOURCE = Source("the-label", "The label", "A regulator", "2025", "label", "https://example.org/label", "", READ_ON)


def drug(drug_id: str, us_name: str = "", rank: int | None = None, label_read_on: date | None = None) -> Drug:
    return Drug(
        drug_id, drug_id.replace("_", " "), us_name or drug_id.replace("_", " "), "", "", rank, label_read_on, ""
    )


def weakness(drug_id: str, mechanism: str, **changed: object) -> Weakness:
    row = Weakness(
        drug_id, mechanism, "moderate", "common", None, "", 7, 60, "", "eases over weeks", "proximal", "no", "yes",
        "raised", (), "reversible", "soon", *HOLDS, f"{drug_id} can do this. Tell your doctor.", "Measure CK.", *CLAIM,
    )  # fmt: skip
    return replace(row, **changed)


def interaction(a: str, b: str, mechanism: str = "rhabdomyolysis", **changed: object) -> Interaction:
    row = Interaction(
        a, b, mechanism, "severe", "emergency", "", None, "", "", *HOLDS, f"{a} with {b}.", "A pair.", *CLAIM
    )
    return replace(row, **changed)


def limit(drug_id: str, mg_a_day: float, condition: str = "", region: str = "") -> DoseLimit:
    return DoseLimit(drug_id, mg_a_day, condition, region, f"No more than {mg_a_day:g} mg.", *CLAIM)


def cause(cause_id: str) -> Cause:
    return Cause(
        cause_id, cause_id.capitalize(), "A summary.", "It feels so.", ("ck",), "To see.", "your family doctor", "soon",
        "", "", *CLAIM,
    )  # fmt: skip


DRUGS = (
    drug("simvastatin", rank=1),
    drug("atorvastatin", rank=2),
    drug("clarithromycin", rank=3),
    drug("amlodipine", rank=4, label_read_on=READ_ON),
    drug("vincristine", rank=5),
    drug("vinblastine", rank=6),
    drug("prednisone", us_name="prednisone", rank=7),
    drug("paracetamol", us_name="acetaminophen", rank=8),
    drug("furosemide", rank=9),
    drug("salbutamol", us_name="albuterol", rank=10),
    drug("pembrolizumab", rank=11),
    drug("oxaliplatin", rank=12),
)
ROWS = {
    "sources": (SOURCE,),
    "drugs": DRUGS,
    "names": (
        Name("Zocor", "simvastatin", "brand", "US", "own"),
        Name("Caduet", "amlodipine", "brand", "US", "own"),
        Name("Caduet", "atorvastatin", "brand", "US", "own"),
        Name("VP", "vincristine", "regimen", "", "own"),
        Name("VP", "prednisone", "regimen", "", "own"),
    ),
    "classes": (
        DrugClass("statin", "Statins", "class", ("statin", "statins")),
        DrugClass("lowers_potassium", "Lowers potassium", "property", ()),
        DrugClass("checkpoint_inhibitor", "Checkpoint inhibitors", "class", ("checkpoint inhibitor",)),
    ),
    "class_members": (
        ClassMember("statin", "simvastatin"),
        ClassMember("statin", "atorvastatin"),
        ClassMember("lowers_potassium", "furosemide"),
        ClassMember("lowers_potassium", "salbutamol"),
        ClassMember("checkpoint_inhibitor", "pembrolizumab"),
    ),
    "lookalikes": (Lookalike("vincristine", "vinblastine", ""),),
    "weakness": (
        weakness("simvastatin", "muscle", frequency_band="rare", frequency_percent=0.01,
                 risk_factors=("kidney_disease",)),
        weakness("simvastatin", "rhabdomyolysis", severity="severe", urgency="emergency", risk_factors=("high_dose",)),
        weakness("atorvastatin", "muscle"),
        weakness("vincristine", "nerve", severity="severe", frequency_band="very_common"),
        weakness("prednisone", "wasting", onset_min_days=None, onset_max_days=None),
        weakness("salbutamol", "electrolyte", severity="mild", urgency="routine", onset_min_days=0, onset_max_days=2),
        weakness("pembrolizumab", "junction", severity="severe", urgency="emergency"),
        weakness("oxaliplatin", "nerve"),
    ),
    "interactions": (
        interaction("simvastatin", "clarithromycin", contraindicated="yes", act_if="always"),
        interaction("class:statin", "clarithromycin", severity="moderate", urgency="soon"),
        interaction("simvastatin", "amlodipine", limit_drug="simvastatin", limit_mg_a_day=20.0, urgency="soon",
                    region="US"),
    ),
    "dose_limits": (limit("simvastatin", 40.0, region="US"), limit("simvastatin", 10.0, "kidney_disease")),
    "stopping": (Stopping("prednisone", "Stopping suddenly can be dangerous.", *CLAIM),),
    "burdens": (
        Burden("potassium", "lowers_potassium", "electrolyte", 2, "severe", "soon", ("oral", "inhaled"), "",
               "They add up.", "", *CLAIM),
        Burden("muscle", "", "muscle", 2, "moderate", "soon", (), "", "They add up.", "", *CLAIM),
    ),
    "causes": (cause("statins"), cause("ageing"), cause("diabetes"), cause("neuropathy")),
    "cause_clues": (
        CauseClue("statins", "feature:pain", "for", "Aching fits.", *CLAIM),
        CauseClue("statins", "feature:numbness", "against", "Numbness points elsewhere.", *CLAIM),
        CauseClue("ageing", "age_min:65", "for", "It comes with age.", *CLAIM),
        CauseClue("ageing", "age_max:40", "against", "You are too young for it.", *CLAIM),
        CauseClue("diabetes", "condition:diabetes", "for", "You have it.", *CLAIM),
        CauseClue("diabetes", "where:feet", "for", "Feet fit.", *CLAIM),
        CauseClue("neuropathy", "where:feet", "for", "Feet fit.", *CLAIM),
        CauseClue("neuropathy", "feature:numbness", "for", "Numbness fits.", *CLAIM),
        CauseClue("neuropathy", "red_flag:rising_fast", "for", "Climbing fits.", *CLAIM),
    ),
    "cause_drugs": (
        CauseDrug("statins", "class:statin", "brings_about", "It is one.", *CLAIM),
        CauseDrug("neuropathy", "vincristine", "mimics", "It harms nerves.", *CLAIM),
    ),
    "fit_clues": (
        FitClue("muscle", "where:hips_thighs", "for", "Thighs fit.", *CLAIM),
        FitClue("muscle", "feature:numbness", "against", "Numbness does not.", *CLAIM),
        FitClue("muscle", "condition:hypothyroidism", "for", "The thyroid adds to it.", *CLAIM),
        FitClue("rhabdomyolysis", "red_flag:dark_urine", "for", "Dark urine fits.", *CLAIM),
        FitClue("rhabdomyolysis", "feature:pain", "for", "Pain fits.", *CLAIM),
        FitClue("junction", "where:eyes_face", "for", "Eyelids fit.", *CLAIM),
        FitClue("junction", "condition:myasthenia_gravis", "for", "You have its illness.", *CLAIM),
        FitClue("nerve", "feature:numbness", "for", "Numbness fits.", *CLAIM),
    ),
    "red_flag_rules": (
        RedFlagRule("checkpoint_eyes", "class:checkpoint_inhibitor", ("where:eyes_face", "red_flag:breathing"),
                    "emergency", "Call now.", *CLAIM),
    ),
}  # fmt: skip
# The emergency signs are kept as shipped; their sources are made ours.
FLAGS = tuple(replace(flag, source_ids=("the-label",)) for flag in shipped().by_name["red_flags"])


def small_tables(**changed: tuple[object, ...]) -> Tables:
    """Return the shipped words and phrases with our own dozen medicines; `changed` replaces whole tables."""
    return replace(shipped(), version="test", by_name={**shipped().by_name, **ROWS, "red_flags": FLAGS, **changed})


def matcher(tables: Tables) -> Matcher:
    return Matcher(tables, NameIndex(tables))


def matched(text: str, tables: Tables) -> list[Match]:
    return matcher(tables).match(read_list(text, tables))


def patient(tables: Tables, **told: object) -> Patient:
    """Read a patient whose symptoms stand beside the rest: `patient(tables, age=71, where=["feet"])`."""
    symptoms = {key: told.pop(key) for key in ("onset", "where", "features", "red_flags") if key in told}
    return read_patient({**told, "symptoms": symptoms}, tables)


def report(text: str, tables: Tables, **told: object) -> Report:
    return report_on(matched(text, tables), patient(tables, **told), tables, "0.0.0", TODAY)
