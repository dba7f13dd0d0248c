"""The shipped tables keep their form: sorted, one fact once, every citation and every name resolved."""

from collections import Counter, defaultdict
from itertools import pairwise
from urllib.parse import urlparse

import pytest
from shipped_rows import RESOURCES, cited, claims, rows

from medcheck.naming.index import NameIndex, key_of
from medcheck.tables import folder, shipped

TABLES = shipped()
INDEX = NameIndex(TABLES)
ARTICLE_CAUSES = {
    "inactivity", "ageing", "peripheral_artery_disease", "multiple_sclerosis", "muscular_dystrophy", "neuropathy",
    "myasthenia_gravis", "als", "protein_deficiency", "calcium_deficiency", "electrolyte_imbalance",
    "vitamin_d_deficiency", "statins", "chemotherapy", "radiotherapy",
}  # fmt: skip
MECHANISMS = {
    "muscle", "rhabdomyolysis", "immune", "nerve", "junction", "electrolyte", "nutrient", "wasting", "fatigue",
    "sedation",
}  # fmt: skip
VOCABULARIES = {
    "condition": "kidney_disease liver_disease hypothyroidism diabetes myasthenia_gravis vitamin_d_deficiency"
    " muscle_disease heavy_alcohol east_asian_ancestry cancer radiotherapy inactive poor_diet smoking",
    "where": "hips_thighs calves feet hands shoulders_arms eyes_face whole_body one_side",
    "feature": "pain cramps numbness tingling burning fatigable worse_walking_better_resting stiffness twitching"
    " wasting falls",
    "urgency": "emergency same_day soon routine",
    "severity": "severe moderate mild",
    "fit": "fits points_away unclear",
    "state": "listed nothing_listed not_reviewed unrecognised",
    "verdict": "exact close unsure none",
}
RED_FLAGS = (
    "dark_urine breathing swallowing sudden_one_side face_or_speech saddle_numbness bladder_bowel rising_fast"
    " chest_pain palpitations fever cold_pale_leg"
)


@pytest.mark.parametrize("name", sorted(RESOURCES))
def test_every_table_is_utf8_with_plain_line_ends_and_no_loose_spaces(name):
    data = (folder() / f"{name}.csv").read_bytes()
    assert data.decode("utf-8").endswith("\n")
    assert (b"\r" in data, data.startswith(b"\xef\xbb\xbf")) == (False, False)
    loose = [f"row {number}, {column}" for number, row in rows(name) for column, cell in row.items()
             if cell != cell.strip() or "  " in cell]  # fmt: skip
    assert loose == []


# These stand in the order in which they are shown.
@pytest.mark.parametrize(
    "name", sorted(RESOURCES.keys() - {"causes", "level_rules", "mechanisms", "red_flags", "tests", "terms"})
)
def test_every_table_is_sorted_by_its_key(name):
    key = RESOURCES[name]["schema"]["primaryKey"]
    order = str.casefold if name == "names" else str
    keys = [tuple(order(row[part]) for part in key) for _, row in rows(name)]
    assert [now for before, now in pairwise(keys) if now < before] == []


@pytest.mark.parametrize("table", ["interactions", "lookalikes"])
def test_a_pair_stands_once_whichever_way_round(table):
    key = RESOURCES[table]["schema"]["primaryKey"]
    pairs = Counter((*sorted((row[key[0]], row[key[1]])), *(row[part] for part in key[2:])) for _, row in rows(table))
    assert [pair for pair, count in pairs.items() if count > 1 or pair[0] == pair[1]] == []


def test_every_claim_names_its_sources_or_says_that_none_was_opened():
    wrong = [f"{name}.csv, row {number}" for name, number, row in claims()
             if bool(row["source_ids"]) == (row["evidence"] == "general_knowledge")]  # fmt: skip
    assert wrong == []


def test_every_citation_resolves_and_no_source_is_cited_twice_in_a_claim():
    wrong = [f"{name}.csv, row {number}: {row['source_ids']}" for name, number, row in cited()
             if row["source_ids"] for named in [row["source_ids"].split("|")]
             if not set(named) <= TABLES.sources.keys() or len(set(named)) < len(named)]  # fmt: skip
    assert wrong == []


def test_every_source_is_cited():
    named = {source for _, _, row in cited() for source in row["source_ids"].split("|")}
    named |= {row[column] for name, column in [("names", "source"), ("lookalikes", "source"), ("drugs", "label_source")]
              for _, row in rows(name)}  # fmt: skip
    assert sorted(TABLES.sources.keys() - named) == []


def test_every_source_of_a_name_or_a_lookalike_is_our_own_or_one_that_was_opened():
    known = {"own", *TABLES.sources}
    wrong = [f"{name}.csv, row {number}: {row['source']}" for name in ("names", "lookalikes")
             for number, row in rows(name) if row["source"] not in known]  # fmt: skip
    assert wrong == []


def test_every_source_has_a_page_and_a_day_on_which_it_was_opened():
    wrong = [source.id for source in TABLES.sources.values()
             if not urlparse(source.url).hostname or source.accessed is None or len(source.title) < 5]  # fmt: skip
    assert wrong == []


def test_a_drug_whose_label_was_read_names_the_label_and_the_day():
    wrong = [drug.id for drug in TABLES.drugs.values() if bool(drug.label_read_on) != bool(drug.label_source)]
    assert wrong == []


def test_a_drug_whose_label_was_read_without_a_finding_has_no_warning():
    assert [drug.id for drug in TABLES.drugs.values() if drug.label_read_on and drug.id in TABLES.weakness] == []


def test_nobody_checks_what_they_wrote():
    wrong = [f"{name}.csv, row {number}" for name, number, row in claims() if row["checked_by"] == row["written_by"]]
    assert wrong == []


@pytest.mark.parametrize("kind", sorted(VOCABULARIES))
def test_the_closed_vocabularies_are_those_of_the_contract(kind):
    assert set(TABLES.terms[kind]) == set(VOCABULARIES[kind].split())


def test_the_mechanisms_are_those_of_the_contract():
    assert set(TABLES.mechanisms) == MECHANISMS


def test_every_red_flag_of_the_contract_is_asked_about():
    assert set(TABLES.red_flags) == set(RED_FLAGS.split())


def test_every_cause_of_the_article_is_there_with_clues_tests_and_whom_to_see():
    clued = {clue.cause_id for clue in TABLES.cause_clues}
    assert sorted(ARTICLE_CAUSES - TABLES.causes.keys()) == []
    assert [cause.id for cause in TABLES.causes.values()
            if cause.id not in clued or not cause.tests or not cause.who_to_see] == []  # fmt: skip


def test_every_cause_can_be_pointed_to():
    pointed = {clue.cause_id for clue in TABLES.cause_clues if clue.direction == "for"}
    assert sorted(TABLES.causes.keys() - pointed) == []


def test_every_clue_is_a_word_that_a_patient_can_tell():
    told = {kind: set(TABLES.terms[kind]) for kind in ("where", "feature", "condition", "sex", "recent")}
    bounds = ("low", "normal", "high", "very_high")
    told["result"] = {f"{test}_{bound}" for test in TABLES.results for bound in bounds}
    told["red_flag"] = set(TABLES.red_flags)
    clues = [(f"{name}.csv, row {number}", clue) for name in ("cause_clues", "fit_clues", "red_flag_rules")
             for number, row in rows(name) for clue in (row.get("clue") or row["needs"]).split("|")]  # fmt: skip
    wrong = [f"{place}: {clue}" for place, clue in clues
             for kind, _, word in [clue.partition(":")] if not word.isdecimal() and word not in told[kind]]  # fmt: skip
    assert wrong == []


def test_every_name_key_stands_for_one_set_of_drugs():
    meant = defaultdict(lambda: defaultdict(set))
    for row in TABLES.names:
        meant[key_of(row.name)][row.name.casefold()].add(row.drug_id)
    wrong = {key: dict(spellings) for key, spellings in meant.items()
             if len({frozenset(drugs) for drugs in spellings.values()}) > 1}  # fmt: skip
    assert wrong == {}


def test_no_name_covers_the_generic_name_of_another_medicine():
    generic = {key_of(name): drug.id for drug in TABLES.drugs.values() for name in (drug.inn, drug.us_name) if name}
    wrong = [f"{row.name} -> {row.drug_id}" for row in TABLES.names
             if generic.get(key_of(row.name), row.drug_id) != row.drug_id]  # fmt: skip
    assert wrong == []


def test_no_two_drugs_share_a_generic_name():
    names = Counter(key for drug in TABLES.drugs.values() for key in {key_of(drug.inn), key_of(drug.us_name)} - {""})
    assert [key for key, count in names.items() if count > 1] == []


def test_every_drug_is_found_by_its_inn():
    wrong = [drug.id for drug in TABLES.drugs.values() if INDEX.exact[key_of(drug.inn)].drugs != (drug.id,)]
    assert wrong == []


def test_both_names_of_every_lookalike_are_known_and_mean_different_medicines():
    wrong = [f"row {number}: {row.name_a} / {row.name_b}" for number, row in enumerate(TABLES.lookalikes, start=2)
             for one, two in [(INDEX.exact.get(key_of(row.name_a)), INDEX.exact.get(key_of(row.name_b)))]
             if one is None or two is None or one.drugs == two.drugs]  # fmt: skip
    assert wrong == []


def test_every_class_word_means_one_class_and_where_it_is_a_name_too_a_member_of_it():
    words = [(key_of(word), row.id) for row in TABLES.classes.values() for word in row.words]
    classes = defaultdict(set)
    for key, class_id in words:
        classes[key].add(class_id)
    wrong = [(key, class_id) for key, class_id in words for known in [INDEX.exact[key]]
             if len(classes[key]) > 1 or not set(known.drugs) <= set(TABLES.members[class_id])]  # fmt: skip
    assert wrong == []


def test_every_class_has_members():
    assert sorted(TABLES.classes.keys() - TABLES.members.keys()) == []


def test_every_phrase_and_term_is_said_in_other_words_than_its_id():
    assert [row["id"] for _, row in rows("phrases") if row["text"] == row["id"]] == []
