"""What the shipped tables say: in plain words, in agreement with itself, enough of it, and never an all-clear."""

import re

import pytest
from shipped_rows import claims, rows

from medcheck.tables import CLASS, shipped

TABLES = shipped()
BANDS = {"very_common": (10, 100), "common": (1, 10), "uncommon": (0.1, 1), "rare": (0.01, 0.1), "very_rare": (0, 0.01)}
STATINS = [
    "atorvastatin",
    "rosuvastatin",
    "simvastatin",
    "pravastatin",
    "fluvastatin",
    "lovastatin",
    "pitavastatin",
    "cerivastatin",
]
CANCER = {"chemotherapy", "checkpoint_inhibitor", "kinase_inhibitor", "hormone_therapy", "vinca_alkaloid", "taxane"}
# Columns that patients read; the professional and physiotherapy notes may use the words of their trade.
FOR_PEOPLE = {
    "mechanisms": "title plain what_to_do", "weakness": "frequency_note onset_note after_stopping patient_note",
    "interactions": "patient_note", "dose_limits": "note", "stopping": "danger", "burdens": "patient_note",
    "causes": "title summary how_it_feels tests_why who_to_see", "cause_clues": "reason", "cause_drugs": "reason",
    "fit_clues": "reason", "red_flags": "question meaning action", "red_flag_rules": "text",
    "tests": "title plain_reason", "terms": "title note", "phrases": "text", "classes": "title",
}  # fmt: skip
ALL_CLEAR = re.compile(r"\b(?:un)?safe(?:ly|r|st)?\b|\bcleared\b|\brul(?:e|es|ed|ing) (?:it |this |that )?out\b", re.I)
STOP = re.compile(
    r"^(?:please )?(?:stop|skip|quit|halve)\b(?! (?:and rest|and sit|exercis|walking|smoking|drinking))"
    r"|\b(?:stop|skip|quit|halve) (?:it|them|taking|using|this|these|your"
    r"|the (?:medicines?|drugs?|tablets?|pills?|dose))\b",
    re.IGNORECASE,
)
NOT_ALONE = re.compile(r"\b(?:not|never|without|before|if you|ask|whether|told|people|doctors?|team|suddenly)\b", re.I)


def sentences_for_people():
    return [
        (f"{name}.csv, row {number}, {column}: {sentence}")
        for name, columns in FOR_PEOPLE.items()
        for number, row in rows(name)
        for column in columns.split()
        for sentence in re.split(r"(?<=[.!?;:])\s+|\n", row[column])
        if sentence
    ]


def test_no_sentence_of_the_patient_and_professional_is_copied_within_a_row():
    twice = [f"{name}.csv, row {number}" for name, number, row in claims()
             if row.get("patient_note") and row["patient_note"] == row["professional_note"]]  # fmt: skip
    assert twice == []


def test_onset_windows_are_given_whole_and_in_order():
    wrong = [f"row {number}" for number, row in rows("weakness")
             if bool(row["onset_min_days"]) != bool(row["onset_max_days"])
             or int(row["onset_min_days"] or 0) > int(row["onset_max_days"] or 0)]  # fmt: skip
    assert wrong == []


def test_the_frequency_in_percent_agrees_with_its_band():
    wrong = [f"row {number} ({row['drug_id']}, {row['mechanism']}): {row['frequency_percent']} is not "
             f"{row['frequency_band']}" for number, row in rows("weakness") if row["frequency_percent"]
             if not agrees(float(row["frequency_percent"]), row["frequency_band"])]  # fmt: skip
    assert wrong == []


def agrees(percent, band):
    low, high = BANDS.get(band, (1, 0))
    return low <= percent < high or (percent == high == 100)


def test_limits_are_positive_and_a_limited_dose_belongs_to_one_of_the_pair():
    assert [limit for limits in TABLES.dose_limits.values() for limit in limits if not limit.mg_a_day > 0] == []
    wrong = [f"row {number}" for number, row in enumerate(TABLES.interactions, start=2)
             if (row.limit_drug == "") != (row.limit_mg_a_day is None)
             or (row.limit_drug and not row.limit_mg_a_day > 0)
             or (row.limit_drug and row.limit_drug not in {*TABLES.expand(row.a), *TABLES.expand(row.b)})]  # fmt: skip
    assert wrong == []


def test_no_limit_with_another_medicine_is_above_that_of_the_medicine_alone():
    alone = {drug: max(limit.mg_a_day for limit in limits) for drug, limits in TABLES.dose_limits.items()}
    wrong = [f"row {number}: {row.limit_drug} {row.limit_mg_a_day:g}"
             for number, row in enumerate(TABLES.interactions, start=2)
             if row.limit_drug and row.limit_mg_a_day > alone.get(row.limit_drug, row.limit_mg_a_day)]  # fmt: skip
    assert wrong == []


def test_the_words_of_an_all_clear_stand_nowhere():
    assert [sentence for sentence in sentences_for_people() if ALL_CLEAR.search(sentence.partition(": ")[2])] == []


def tells_to_stop(sentence):
    return STOP.search(sentence) is not None and NOT_ALONE.search(sentence) is None


def test_nothing_tells_a_person_to_stop_a_medicine_alone():
    assert [sentence for sentence in sentences_for_people() if tells_to_stop(sentence.partition(": ")[2])] == []


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("Stop it and call us.", True),
        ("You can stop taking the tablets.", True),
        ("Do not stop it on your own.", False),
        ("Ask your doctor whether to stop it.", False),
        ("It can stop the heart.", False),
    ],
)
def test_advice_to_stop_alone_is_told_from_a_warning_not_to(sentence, tells):
    assert tells_to_stop(sentence) is tells


def test_every_medicine_that_must_not_be_stopped_suddenly_says_why():
    assert [row.drug_id for row in TABLES.stopping.values() if len(row.danger.split()) < 5] == []
    missing = {"prednisolone", "baclofen", "levetiracetam", "diazepam", "propranolol"} - TABLES.stopping.keys()
    assert missing == set()


def test_notes_for_patients_can_be_read_at_about_the_eighth_grade_of_school():
    notes = [row[column] for table, column in [("weakness", "patient_note"), ("interactions", "patient_note"),
             ("burdens", "patient_note"), ("red_flag_rules", "text"), ("red_flags", "action"), ("causes", "summary")]
             for _, row in rows(table)]  # fmt: skip
    assert sum(map(grade, notes)) / len(notes) <= 8.0


def grade(text):
    """The Flesch-Kincaid grade: years of school in the US."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = max(1, len(re.findall(r"[.!?]+(?:\s|$)", text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word):
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(1, groups - (word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1))


@pytest.mark.parametrize(
    ("text", "years"), [("The cat sat on the mat.", -1.4), ("Simvastatin occasionally damages muscular tissue.", 24.1)]
)
def test_the_measure_of_reading_tells_easy_from_hard(text, years):
    assert round(grade(text), 1) == years


def test_there_are_as_many_medicines_and_warnings_as_a_first_user_needs():
    cancer = {drug for class_id in TABLES.classes if class_id in CANCER for drug in TABLES.members[class_id]}
    assert len(TABLES.weakness) >= 80
    assert len(TABLES.drugs.keys() - TABLES.weakness.keys()) >= 400
    assert len(cancer & TABLES.weakness.keys()) >= 30
    assert len(TABLES.names) >= 10_000


@pytest.mark.parametrize("statin", STATINS)
def test_every_statin_warns_of_muscle_damage(statin):
    assert {"muscle", "rhabdomyolysis"} & {row.mechanism for row in TABLES.weakness[statin]}


@pytest.mark.parametrize("statin", sorted(set(STATINS) - {"cerivastatin"}))
def test_every_marketed_statin_has_a_largest_dose_and_an_interaction(statin):
    classes = {CLASS + class_id for class_id in TABLES.classes_of[statin]}
    assert statin in TABLES.dose_limits
    assert [row for row in TABLES.interactions if {row.a, row.b} & {statin, *classes}]


@pytest.mark.parametrize(
    ("drug", "mechanism"),
    [("vincristine", "nerve"), ("paclitaxel", "nerve"), ("docetaxel", "nerve"), ("cisplatin", "nerve"),
     ("oxaliplatin", "nerve"), ("bortezomib", "nerve"), ("thalidomide", "nerve"), ("ixabepilone", "nerve"),
     ("eribulin", "nerve"), ("pembrolizumab", "immune"), ("trametinib", "muscle"), ("imatinib", "muscle"),
     ("letrozole", "muscle"), ("dexamethasone", "muscle"), ("prednisolone", "muscle"), ("colchicine", "muscle"),
     ("hydroxychloroquine", "muscle"), ("amiodarone", "nerve"), ("gemfibrozil", "muscle"),
     ("ciprofloxacin", "junction")],
)  # fmt: skip
def test_the_best_known_culprits_are_listed(drug, mechanism):
    assert mechanism in {row.mechanism for row in TABLES.weakness[drug]}


@pytest.mark.parametrize("name", ["weakness", "interactions"])
def test_what_is_weakly_linked_is_never_raised_before_there_is_a_symptom(name):
    wrong = [f"{name}.csv, row {number}" for number, row in rows(name)
             if row["association"] in {"possible", "class_only"} and (row["ask_if"] or row["act_if"])
             and not row.get("contraindicated")]  # fmt: skip
    assert wrong == []


FORBIDS = re.compile(
    r"contraindicat|not (?:in|with) renal|avoid|not recommended|do not combine|stop the statin|not to be given|forbids"
    r"|daily by mistake|kidney or liver",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", ["weakness", "interactions"])
def test_what_is_forbidden_says_so_in_its_own_note(name):
    forbidden = [(number, row) for number, row in rows(name) if row["act_if"] and not row.get("contraindicated")]
    wrong = [f"{name}.csv, row {number}" for number, row in forbidden if not FORBIDS.search(row["professional_note"])]
    assert wrong == []
