"""How loudly a list is told: what must be raised and stands first, and what a good pharmacist would leave alone."""

from datetime import date

import pytest

from medcheck.naming.matches import shipped_matcher
from medcheck.reading.lines import read_entry
from medcheck.tables import shipped
from medcheck.weighing.patient import read_patient
from medcheck.weighing.report import Report, report_on

TODAY = date(2026, 6, 1)
TABLES = shipped()


def report(listed: str, **told: object) -> Report:
    """The report on a list with ; between its lines; symptoms stand beside the rest of what is told."""
    symptoms = {key: told.pop(key) for key in ("onset", "where", "features", "red_flags") if key in told}
    entries = [read_entry(line.strip(), at, TABLES) for at, line in enumerate(listed.split(";"), start=1)]
    patient = read_patient({**told, "symptoms": symptoms}, TABLES)
    return report_on(shipped_matcher().match(entries), patient, TABLES, "0", TODAY)


DANGERS = [
    ("simvastatin 40 mg; itraconazole 200 mg", {}, "simvastatin + itraconazole", "act"),
    ("lovastatin 20 mg; erythromycin 500 mg qds", {}, "lovastatin + erythromycin", "act"),
    ("pravastatin 40 mg; gemfibrozil 600 mg bd", {}, "pravastatin + gemfibrozil", "act"),
    ("rosuvastatin 10 mg; fusidic acid 500 mg tds", {}, "rosuvastatin + fusidic acid", "act"),
    ("simvastatin 40 mg; verapamil 240 mg; aspirin 75 mg", {}, "simvastatin + verapamil", "act"),
    ("simvastatin 20 mg; nirmatrelvir/ritonavir", {}, "simvastatin", "act"),
    ("atorvastatin 20 mg; daptomycin injection", {}, "atorvastatin + daptomycin", "ask"),
    ("colchicine 500 mcg bd; clarithromycin 500 mg bd", {}, "clarithromycin + colchicine", "ask"),
    ("colchicine 500 mcg bd; clarithromycin 500 mg bd", {"conditions": ["kidney_disease"]},
     "clarithromycin + colchicine", "act"),
    ("colchicine 500 mcg bd; allopurinol 100 mg", {"conditions": ["kidney_disease"]}, "colchicine", "ask"),
    ("ramipril 10 mg; spironolactone 25 mg", {"conditions": ["kidney_disease"]}, "ramipril + spironolactone", "ask"),
    ("lisinopril 10 mg; trimethoprim 200 mg bd", {}, "trimethoprim + lisinopril", "ask"),
    ("losartan 50 mg; potassium chloride 600 mg", {}, "losartan + potassium chloride", "ask"),
    ("ramipril 5 mg; candesartan 8 mg", {}, "ramipril + candesartan", "ask"),
    ("lithium carbonate 400 mg; bendroflumethiazide 2.5 mg", {}, "lithium + bendroflumethiazide", "ask"),
    ("lithium carbonate 400 mg; lisinopril 5 mg", {}, "lithium + lisinopril", "ask"),
    ("methotrexate 15 mg once weekly; trimethoprim 200 mg bd", {}, "methotrexate + trimethoprim", "act"),
    ("methotrexate 2.5 mg daily; folic acid 5 mg", {}, None, None),
    ("methotrexate 7.5 mg daily; folic acid 5 mg", {}, "methotrexate", "act"),
    ("methotrexate 10 mg; folic acid 5 mg weekly", {}, "methotrexate", "ask"),
    ("dexamethasone 8 mg daily started 2026-04-01", {}, "dexamethasone", "ask"),
    ("prednisone 60 mg daily started 2026-03-01; alendronic acid 70 mg weekly", {}, "prednisone", "ask"),
    ("ciprofloxacin 500 mg bd; pyridostigmine 60 mg", {"conditions": ["myasthenia_gravis"]}, "ciprofloxacin", "act"),
    ("zopiclone 7.5 mg; pyridostigmine 60 mg", {"conditions": ["myasthenia_gravis"]}, "zopiclone", "act"),
    ("bisoprolol 5 mg; gentamicin injection", {"conditions": ["myasthenia_gravis"]}, "gentamicin", "ask"),
    ("morphine 10 mg bd; pregabalin 150 mg bd", {}, "morphine + pregabalin", "ask"),
    ("oxycodone 10 mg bd; diazepam 5 mg tds", {}, "oxycodone + diazepam", "ask"),
    ("tizanidine 4 mg tds; ciprofloxacin 500 mg bd", {}, "tizanidine + ciprofloxacin", "act"),
    ("fluticasone inhaler 250 mcg bd; ritonavir 100 mg", {}, "ritonavir + fluticasone", "ask"),
    ("vincristine; posaconazole 300 mg", {}, "vincristine", "ask"),
    ("levofloxacin 500 mg; prednisolone 20 mg", {}, "levofloxacin + prednisolone", "ask"),
    ("nitrofurantoin 100 mg nocte started 2025-12-01", {}, "nitrofurantoin", "ask"),
    ("pyridoxine 200 mg daily", {}, "pyridoxine", "act"),
    ("mercaptopurine 50 mg; allopurinol 300 mg", {}, "mercaptopurine + allopurinol", "ask"),
    ("spironolactone 25 mg; potassium chloride 600 mg bd", {}, "spironolactone + potassium chloride", "ask"),
    ("digoxin 125 mcg; clarithromycin 500 mg bd", {}, "clarithromycin + digoxin", "ask"),
    ("theophylline 200 mg bd; ciprofloxacin 500 mg bd", {}, "theophylline + ciprofloxacin", "ask"),
    ("magnesium oxide 400 mg; amlodipine 5 mg", {"conditions": ["kidney_disease"]}, "magnesium oxide", "ask"),
]  # fmt: skip


@pytest.mark.parametrize(("listed", "told", "first", "level"), DANGERS, ids=[danger[0] for danger in DANGERS])
def test_what_hides_in_a_list_is_raised_and_stands_first(listed, told, first, level):
    findings = report(listed, **told).raised
    if first is None:
        assert findings == ()
    else:
        assert findings[0].level == level
        assert set(first.split(" + ")) <= set(findings[0].drugs)


QUIET = [
    ("atorvastatin 20 mg", 0),
    ("amlodipine 5 mg; ramipril 5 mg; atorvastatin 20 mg; aspirin 75 mg", 0),
    ("bisoprolol 5 mg; ramipril 10 mg; spironolactone 25 mg; furosemide 40 mg", 1),
    ("aspirin 75 mg; clopidogrel 75 mg; atorvastatin 40 mg; bisoprolol 2.5 mg", 0),
    ("sertraline 50 mg; sumatriptan 50 mg", 0),
    ("metformin 500 mg bd; gliclazide 80 mg; empagliflozin 10 mg; omeprazole 20 mg", 0),
    ("levothyroxine 75 mcg; calcium and vitamin D; alendronic acid 70 mg weekly", 0),
    ("levothyroxine 50 mcg", 0),
    ("folic acid 400 mcg; iron tablets; vitamin D 800 IU", 0),
    ("salbutamol inhaler; fluticasone inhaler 125 mcg bd; mometasone nasal spray", 0),
    ("timolol eye drops; latanoprost eye drops", 0),
    ("tobramycin eye drops; dexamethasone eye drops", 0),
    ("ciprofloxacin ear drops; paracetamol 500 mg", 0),
    ("miconazole cream; betamethasone ointment; simvastatin 40 mg", 0),
    ("clotrimazole cream; diclofenac gel", 0),
    ("estradiol patch; progesterone 100 mg", 0),
    ("combined contraceptive pill; ibuprofen 400 mg prn", 1),
    ("amoxicillin 500 mg tds for 5 days; paracetamol 1 g", 0),
    ("prednisolone 40 mg daily for 5 days; amoxicillin 500 mg tds", 0),
    ("doxycycline 100 mg; cetirizine 10 mg", 0),
    ("tamsulosin 400 mcg; finasteride 5 mg", 0),
    ("apixaban 5 mg bd; bisoprolol 2.5 mg; atorvastatin 40 mg; lisinopril 5 mg", 0),
    ("omeprazole 20 mg; furosemide 40 mg; lisinopril 10 mg", 0),
    ("citalopram 20 mg; bendroflumethiazide 2.5 mg; amlodipine 5 mg", 1),
    ("methotrexate 15 mg once weekly; folic acid 5 mg weekly; hydroxychloroquine 200 mg", 0),
    ("mesalazine 2.4 g; azathioprine 100 mg", 0),
    ("carbamazepine 200 mg bd; lamotrigine 100 mg bd", 1),
    ("ferrous sulfate 200 mg; ascorbic acid 500 mg; loratadine 10 mg", 0),
    ("donepezil 10 mg; memantine 20 mg", 0),
    ("zolpidem 10 mg; propranolol 40 mg", 0),
    ("anastrozole 1 mg; calcium and vitamin D", 0),
    ("tamoxifen 20 mg", 0),
]  # fmt: skip


@pytest.mark.parametrize(("listed", "most"), QUIET, ids=[quiet[0] for quiet in QUIET])
def test_everyday_lists_are_left_alone(listed, most):
    told = report(listed)
    assert len(told.raised) <= most, [(one.drugs, one.mechanism, one.level_reason) for one in told.raised]


FEET = {"where": ["feet"], "features": ["numbness", "tingling"]}
THIGHS = {"where": ["hips_thighs"], "features": ["pain"]}
CULPRITS = [
    ("vincristine started 2026-03-01; ondansetron 8 mg; allopurinol 300 mg", {**FEET, "onset": "2026-04-10"},
     "vincristine", "nerve"),
    ("oxaliplatin started 2026-02-01; capecitabine; ondansetron 8 mg", {**FEET, "onset": "2026-05-01"}, "oxaliplatin",
     "nerve"),
    ("nitrofurantoin 100 mg started 2026-02-01; amlodipine 5 mg", {**FEET, "onset": "2026-04-15"}, "nitrofurantoin",
     "nerve"),
    ("linezolid 600 mg bd started 2026-03-01; omeprazole 20 mg", {**FEET, "onset": "2026-05-10"}, "linezolid", "nerve"),
    ("colchicine 500 mcg bd started 2026-03-01; simvastatin 20 mg started 2015-01-01",
     {"where": ["hips_thighs"], "onset": "2026-04-20", "conditions": ["kidney_disease"]}, "colchicine", None),
    ("simvastatin 40 mg started 2026-03-01; amlodipine 5 mg; omeprazole 20 mg", {**THIGHS, "onset": "2026-05-01"},
     "simvastatin", "rhabdomyolysis"),
    ("prednisolone 30 mg started 2026-02-01; omeprazole 20 mg; alendronic acid 70 mg weekly",
     {"where": ["hips_thighs"], "features": ["wasting"], "onset": "2026-05-01"}, "prednisolone", None),
    ("pembrolizumab started 2026-03-01; levothyroxine 50 mcg",
     {"where": ["eyes_face"], "features": ["fatigable"], "onset": "2026-04-15"}, "pembrolizumab", "junction"),
    ("furosemide 80 mg started 2026-04-01; lisinopril 5 mg; digoxin 125 mcg",
     {"where": ["whole_body"], "features": ["cramps"], "onset": "2026-05-10"}, "furosemide", None),
    ("telbivudine 600 mg started 2026-01-01; omeprazole 20 mg",
     {"where": ["hips_thighs"], "onset": "2026-05-01"}, "telbivudine", "muscle"),
    ("zidovudine 300 mg bd started 2025-06-01; lamivudine 150 mg bd",
     {"where": ["hips_thighs"], "features": ["pain"], "onset": "2026-03-01"}, "zidovudine", "muscle"),
    ("vitamin B6 300 mg started 2025-06-01; vitamin C 500 mg", {**FEET, "onset": "2026-03-01"}, "pyridoxine", "nerve"),
    ("nitrous oxide started 2025-12-01", {**FEET, "onset": "2026-03-01"}, "nitrous oxide", None),
    ("dapsone 100 mg started 2025-12-01; amlodipine 5 mg",
     {"where": ["hands", "feet"], "onset": "2026-03-01"}, "dapsone", "nerve"),
    ("thalidomide 100 mg started 2025-10-01; aspirin 75 mg", {**FEET, "onset": "2026-03-01"}, "thalidomide", "nerve"),
    ("paclitaxel started 2026-03-01; dexamethasone 8 mg; ondansetron 8 mg", {**FEET, "onset": "2026-04-01"},
     "paclitaxel", "nerve"),
]  # fmt: skip


@pytest.mark.parametrize(("listed", "told", "drug", "mechanism"), CULPRITS, ids=[case[0] for case in CULPRITS])
def test_the_culprit_stands_first(listed, told, drug, mechanism):
    first = report(listed, **told).findings[0]
    assert drug in first.drugs
    assert mechanism in {None, first.mechanism}
    assert first.level in {"act", "ask"}
