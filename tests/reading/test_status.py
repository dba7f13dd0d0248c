"""Who takes a medicine and whether still, as people write it in six languages."""

import pytest

import medcheck
from medcheck.naming.matches import shipped_matcher
from medcheck.reading.files.text import read_text
from medcheck.tables import shipped

TABLES = shipped()


def told(text: str) -> list[tuple[str, str]]:
    """Each medicine of a list with its status, in order."""
    matcher = shipped_matcher()
    entries = read_text(text, TABLES, matcher.recognises).entries
    return [("+".join(match.drugs), match.entry.status) for match in matcher.match(entries)]


@pytest.mark.parametrize(("line", "drug", "status"), [
    ("my mother takes vincristine", "vincristine", "other_person"),
    ("my husband takes amiodarone", "amiodarone", "other_person"),
    ("family history: brother on atorvastatin", "atorvastatin", "other_person"),
    ("mia madre prende Lasix", "furosemide", "other_person"),
    ("mi esposo toma amlodipino", "amlodipine", "other_person"),
    ("meine Mutter nimmt Ramipril", "ramipril", "other_person"),
    ("ma mère prend du ramipril", "ramipril", "other_person"),
    ("minha mãe toma losartana", "losartan", "other_person"),
    ("denies taking ibuprofen", "ibuprofen", "not_taken"),
    ("avoid clarithromycin", "clarithromycin", "not_taken"),
    ("simvastatin 40 mg (patient not taking)", "simvastatin", "not_taken"),
    ("non prendo Lasix", "furosemide", "not_taken"),
    ("no tomo enalapril", "enalapril", "not_taken"),
    ("nehme kein Simvastatin", "simvastatin", "not_taken"),
    ("não tomo sinvastatina", "simvastatin", "not_taken"),
    ("held: lisinopril 10 mg", "lisinopril", "held"),
    ("metformin on hold", "metformin", "held"),
    ("Ramipril pausiert", "ramipril", "held"),
    ("metformina in pausa", "metformin", "held"),
    ("metformina en pausa", "metformin", "held"),
    ("considering colchicine", "colchicine", "planned"),
    ("will start clarithromycin 500 mg bd tomorrow", "clarithromycin", "planned"),
    ("da iniziare: Torvast 20 mg", "atorvastatin", "planned"),
    ("voy a empezar simvastatina 20 mg", "simvastatin", "planned"),
    ("geplant: Ramipril 5 mg", "ramipril", "planned"),
    ("was on lipitor", "atorvastatin", "stopped"),
    ("no longer taking simvastatin", "simvastatin", "stopped"),
    ("ibuprofen 400 mg oral, three times a day - STOPPED due to a bleed", "ibuprofen", "stopped"),
    ("treated with cefepime (we are done with this)", "cefepime", "stopped"),
    ("ho smesso Norvasc", "amlodipine", "stopped"),
    ("sospeso: Lasix", "furosemide", "stopped"),
    ("dejé de tomar amlodipino", "amlodipine", "stopped"),
    ("suspendido: enalapril", "enalapril", "stopped"),
    ("abgesetzt: Amlodipin 5", "amlodipine", "stopped"),
    ("Amlodipin 5 mg abgesetzt", "amlodipine", "stopped"),
    ("j'ai arrêté le ramipril", "ramipril", "stopped"),
    ("arrêté: amlodipine", "amlodipine", "stopped"),
    ("parei de tomar anlodipino", "amlodipine", "stopped"),
    ("suspenso: losartana 50 mg", "losartan", "stopped"),
    ("allergica alla amoxicillina", "amoxicillin", "allergy"),
    ("alérgica a la amoxicilina", "amoxicillin", "allergy"),
    ("allergisch gegen Ibuprofen", "ibuprofen", "allergy"),
    ("allergie au paracétamol", "paracetamol", "allergy"),
    ("allergia: amoxicillina", "amoxicillin", "allergy"),
    ("HOLD: metformin 1000 mg", "metformin", "held"),
    ("took clarithromycin for 7 days last month, finished", "clarithromycin", "stopped"),
    ("patient's daughter takes carbamazepine", "carbamazepine", "other_person"),
    ("prednisone taper 60->5 over 3 months", "prednisone", "current"),
    ("alérgico à dipirona", "metamizole_sodium", "allergy"),
])  # fmt: skip
def test_words_before_or_after_a_name_tell_its_status(line, drug, status):
    assert told(line) == [(drug, status)]


@pytest.mark.parametrize("line", [
    "simvastatin 40 mg at night", "aspirin 75 mg with food", "paracetamol 1 g when needed, no more than 4 a day",
    "prednisone 10 mg: 4 tablets daily for 3 days, then 3 tablets daily for 3 days, then stop",
    "Eutirox 50 mcg a digiuno", "Ramipril 5 mg 1-0-1", "sintrom según pauta", "Marcumar nach Plan",
])  # fmt: skip
def test_ordinary_directions_leave_a_medicine_current(line):
    assert [status for _, status in told(line)] == ["current"]


@pytest.mark.parametrize(("line", "drug"), [
    ("Plan B", "levonorgestrel"), ("No Spa 40 mg", "drotaverine"), ("No-Spa 40 mg", "drotaverine"),
])  # fmt: skip
def test_a_name_that_begins_like_words_of_status_stays_a_name(line, drug):
    assert told(line) == [(drug, "current")]


def test_a_status_holds_for_its_own_line_only():
    assert told("held: lisinopril 10 mg\nspironolactone 25 mg\nsimvastatin intolerance\nprednisolone 5 mg") == [
        ("lisinopril", "held"), ("spironolactone", "current"), ("simvastatin", "allergy"), ("prednisolone", "current"),
    ]  # fmt: skip


def test_what_is_taken_now_is_told_from_what_was_taken_before():
    assert told("früher Marcumar, jetzt Eliquis 5 mg") == [("phenprocoumon", "stopped"), ("apixaban", "current")]
    assert told("was on lipitor, switched to crestor 10") == [("atorvastatin", "stopped"), ("rosuvastatin", "current")]


@pytest.mark.parametrize("heading", ["Medications stopped:", "Medicines to stop", "Farmaci sospesi:", "Abgesetzt:",
                                     "Medicamentos suspendidos:", "Médicaments arrêtés :",
                                     "Medicamentos suspensos:"])  # fmt: skip
def test_a_heading_holds_for_the_lines_below_it_until_the_next(heading):
    assert told(f"{heading}\nramipril 5 mg\namlodipine 5 mg\nCurrent medications:\nbisoprolol 2.5 mg") == [
        ("ramipril", "stopped"), ("amlodipine", "stopped"), ("bisoprolol", "current"),
    ]  # fmt: skip


def test_one_sentence_among_lines_makes_no_prose_of_them():
    text = ("Take 1 tablet prednisone 20 mg every day for one week, and then 1 tablet every week\n"
            "methotrexate 2.5 mg 6 tablets once a week\nsimvastatin 20 mg 2 tabs nocte")  # fmt: skip
    assert told(text) == [("prednisone", "current"), ("methotrexate", "current"), ("simvastatin", "current")]


@pytest.mark.parametrize(
    ("line", "drug"),
    [
        ("me quitaron el enalapril", "enalapril"),
        ("ya no tomo enalapril", "enalapril"),
        ("mi hanno tolto il Lasix", "furosemide"),
        ("non prendo più la simvastatina", "simvastatin"),
        ("je ne prends plus le ramipril", "ramipril"),
        ("Ramipril nehme ich nicht mehr", "ramipril"),
        ("não tomo mais losartana", "losartan"),
        ("the doctor stopped my lisinopril", "lisinopril"),
        ("they took me off metformin", "metformin"),
    ],
)
def test_what_somebody_took_away_is_no_longer_taken(line, drug):
    (result,) = medcheck.check(line).results
    assert (result.match.drugs, result.match.entry.status) == ((drug,), "stopped")
