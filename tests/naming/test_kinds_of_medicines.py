"""What people call a kind of medicine asks which one it is, and offers some that are sold."""

import pytest

import medcheck
from medcheck.naming.matches import Match
from medcheck.tables import shipped


def one(line: str) -> Match:
    return medcheck.match_entries([line])[0]


@pytest.mark.parametrize(
    ("line", "class_id"),
    [
        ("water tablet", "diuretic"),
        ("Wassertablette", "diuretic"),
        ("pastilla del agua", "diuretic"),
        ("blood pressure pill", "antihypertensive"),
        ("pastilla de la tensión", "antihypertensive"),
        ("pillola per la pressione", "antihypertensive"),
        ("comprimé pour la tension", "antihypertensive"),
        ("remédio para pressão", "antihypertensive"),
        ("Blutdrucktabletten", "antihypertensive"),
        ("a statin", "statin"),
        ("cholesterol tablet", "statin"),
        ("pastilla para el colesterol", "statin"),
        ("un médicament pour le cholestérol", "statin"),
        ("Cholesterinsenker", "statin"),
        ("blood thinner", "anticoagulant"),
        ("Blutverdünner", "anticoagulant"),
        ("sleeping pill", "z_drug"),
        ("Schlaftablette", "z_drug"),
        ("comprimidos para dormir", "z_drug"),
        ("medicina per dormire", "z_drug"),
        ("Magenschutz", "ppi"),
        ("protector de estómago", "ppi"),
        ("medicine for gout", "gout_medicine"),
        ("diabetes tablets", "diabetes_medicine"),
        ("Schmerzmittel", "painkiller"),
        ("antidolorifico", "painkiller"),
        ("Schilddrüsentablette", "thyroid_hormone"),
        ("antibiótico", "antibiotic"),
        ("chimio", "chemotherapy"),
    ],
)
def test_an_ordinary_phrase_for_a_kind_of_medicine_asks_for_one_of_it(line, class_id):
    match = one(line)
    assert (match.verdict, match.class_id, bool(match.candidates)) == ("unsure", class_id, True)


@pytest.mark.parametrize(
    "line", ["water", "pain", "my blood pressure is high", "tablet for blood pressure and cholesterol", "sueño"]
)
def test_a_word_that_speaks_of_no_tablet_or_of_two_kinds_asks_nothing(line):
    assert one(line) == Match(one(line).entry, "none")


def test_no_medicine_that_is_known_to_nobody_as_sold_is_offered():
    offered = {drug for line in ("a statin", "NSAID", "antihistamine", "blood thinner", "calcium channel blocker")
               for candidate in one(line).candidates for drug in candidate.drugs}  # fmt: skip
    assert (
        offered & {"cerivastatin", "rofecoxib", "valdecoxib", "astemizole", "terfenadine", "ximelagatran", "mibefradil"}
        == set()
    )


@pytest.mark.parametrize(
    "row", [row for row in shipped().classes.values() if row.kind == "class"], ids=lambda row: row.id
)
def test_every_word_for_a_class_asks_a_question_with_an_answer(row):
    asked = [one(word) for word in row.words]
    assert [match.entry.raw for match in asked if match.verdict == "unsure" and not match.candidates] == []


def test_a_tablet_for_an_allergy_is_no_allergy():
    entries = medcheck.read_text("allergy tablets\nallergic to penicillin").entries
    assert [(entry.raw, entry.status) for entry in entries] == [
        ("allergy tablets", "current"),
        ("allergic to penicillin", "allergy"),
    ]


def test_a_misspelt_word_for_a_class_asks_for_one_of_it():
    assert (one("Wassertabletten").class_id, one("antidepresant").class_id) == ("diuretic", "antidepressant")
