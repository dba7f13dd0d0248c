import pytest
from small_tables import matched, small_tables

import medcheck
from medcheck.naming.matches import Match, confirmed, shipped_matcher
from medcheck.tables import shipped
from medcheck.tables.rows import Name

SMALL = small_tables()


def one(line: str) -> Match:
    return medcheck.match_entries([line])[0]


def told(line: str) -> tuple[str, set[str]]:
    match = one(line)
    return match.verdict, set(match.drugs)


@pytest.mark.parametrize(
    ("line", "drug"),
    [
        ("simvastatin", "simvastatin"),
        ("SIMVASTATIN", "simvastatin"),
        ("Zocor", "simvastatin"),
        ("acetaminophen", "paracetamol"),
        ("cyclosporine", "ciclosporin"),
        ("Lévothyroxine", "levothyroxine"),
        ("metformin hydrochloride 500 mg", "metformin"),
        ("metformin HCl", "metformin"),
        ("atorvastatin calcium 40mg film coated tablets (Teva)", "atorvastatin"),
        ("metoprolol succinate ER 50 mg", "metoprolol"),
        ("lisinopril 10mg (Lupin) tab by mouth daily", "lisinopril"),
        ("Take one prednisone 5 mg tablet by mouth every morning", "prednisone"),
        ("colchicin 0,5mg", "colchicine"),
        ("tacrolimus 1mg caps", "tacrolimus"),
        ("my simvastatin", "simvastatin"),
    ],
)
def test_a_known_name_is_exact_whatever_stands_around_it(line, drug):
    assert told(line) == ("exact", {drug})


@pytest.mark.parametrize(
    ("line", "drug"),
    [
        ("sinvistaten", "simvastatin"),
        ("doxirubison", "doxorubicin"),
        ("hydroclorothiazide", "hydrochlorothiazide"),
        ("predisone", "prednisone"),
        ("clarythromicin 500 mg", "clarithromycin"),
        ("lisinipril 10 mg", "lisinopril"),
        ("paclitaxil", "paclitaxel"),
        ("cispaltin", "cisplatin"),
        ("bortezumib", "bortezomib"),
        ("warfrin 3 mg", "warfarin"),
        ("asprin", "acetylsalicylic_acid"),
        ("Lipitr 20", "atorvastatin"),
        ("atorvastaitn", "atorvastatin"),
    ],
)
def test_a_slip_of_the_pen_or_the_ear_is_taken_for_the_one_medicine_near_it(line, drug):
    assert told(line) == ("close", {drug})


def test_a_close_match_says_what_it_was_taken_for():
    match = one("sinvistaten")
    assert (match.via, match.name, match.entry.raw) == ("spelling of simvastatin", "simvastatin", "sinvistaten")


@pytest.mark.parametrize(("line", "drug"), [("predniso lone", "prednisolone"), ("Simva statin 20mg", "simvastatin"),
                                            ("met formin", "metformin"), ("metforminhcl", "metformin")])  # fmt: skip
def test_split_and_run_together_words_are_one_name(line, drug):
    assert told(line) == ("exact", {drug})


@pytest.mark.parametrize("line", ["vinbristine", "vincblistine"])
def test_a_lookalike_is_asked_about_not_assumed(line):
    match = matched(line, SMALL)[0]
    assert (match.verdict, match.drugs) == ("unsure", ())
    assert {drug for candidate in match.candidates for drug in candidate.drugs} == {"vincristine", "vinblastine"}


def test_without_a_lookalike_the_same_slip_is_taken():
    alone = small_tables(
        drugs=tuple(drug for drug in SMALL.by_name["drugs"] if drug.id != "vinblastine"), lookalikes=()
    )
    assert [(match.verdict, match.drugs) for match in matched("vinbristine", alone)] == [("close", ("vincristine",))]


@pytest.mark.parametrize(
    "line",
    ["lettuce", "secretion", "water", "take one daily", "London", "Paris", "Smith", "Margaret", "Carmen", "see doctor",
     "every morning after breakfast", "20 mg", "-", "???", "", "   ", "xyzzyq", "=SUM(A1)", "💊", "ab"],
)  # fmt: skip
def test_ordinary_words_people_places_and_noise_are_no_medicine(line):
    assert told(line) == ("none", set())


def test_ordinary_words_that_happen_to_make_up_a_name_are_not_that_name():
    assert [match.verdict for match in medcheck.match_entries(["the warnings known for it", "for it"])] == [
        "none",
        "unsure",
    ]


@pytest.mark.parametrize(
    ("line", "class_id", "member"),
    [
        ("a statin", "statin", "atorvastatin"),
        ("statins", "statin", "simvastatin"),
        ("my cholesterol statin 20 mg", "statin", "rosuvastatin"),
        ("steroid", "corticosteroid", "prednisone"),
        ("chemo", "chemotherapy", "methotrexate"),
        ("antidepressant", "antidepressant", "sertraline"),
    ],
)
def test_a_class_word_is_asked_about_with_its_members(line, class_id, member):
    match = one(line)
    assert (match.verdict, match.drugs, match.class_id) == ("unsure", (), class_id)
    assert member in {drug for candidate in match.candidates for drug in candidate.drugs}


def test_a_name_beside_a_class_word_goes_over_it():
    assert told("steroid (prednisone) 5 mg") == ("exact", {"prednisone"})


@pytest.mark.parametrize(
    ("line", "drugs"),
    [
        ("Caduet", {"amlodipine", "atorvastatin"}),
        ("amlodipine/atorvastatin 10/80", {"amlodipine", "atorvastatin"}),
        ("simvastatin and clarithromycin", {"simvastatin", "clarithromycin"}),
        ("co-trimoxazole", {"sulfamethoxazole", "trimethoprim"}),
        ("levodopa carbidopa 100/25", {"levodopa", "carbidopa"}),
        ("ibuprofen + famotidine", {"ibuprofen", "famotidine"}),
        ("R-CHOP", {"rituximab", "cyclophosphamide", "doxorubicin", "vincristine", "prednisone"}),
        ("r chop cycle 3", {"rituximab", "cyclophosphamide", "doxorubicin", "vincristine", "prednisone"}),
    ],
)
def test_combinations_and_regimens_become_all_their_ingredients(line, drugs):
    assert told(line) == ("exact", drugs)


def test_folfox_holds_its_platinum():
    assert {"oxaliplatin", "fluorouracil"} < set(one("FOLFOX").drugs)


def test_a_misspelt_partner_is_not_lost():
    assert told("sacubitril/valsartn") == ("close", {"sacubitril", "valsartan"})


@pytest.mark.parametrize("line", ["iron deficiency", "garlic powder", "alcohol abuse"])
def test_a_substance_that_is_spoken_of_is_asked_about(line):
    assert one(line).verdict == "unsure"
    assert one(line).candidates


def test_each_line_gets_one_match_in_order_and_its_own_entry():
    lines = ["Zocor", "zzyzx", "Zocor", "simvastatin", ""]
    assert [match.entry.raw for match in medcheck.match_entries(lines)] == lines
    assert [match.entry.line for match in medcheck.match_entries(lines)] == [1, 2, 3, 4, 5]


def test_every_inn_and_us_name_of_the_tables_is_exact():
    drugs = list(shipped().drugs.values())
    names = [drug.inn for drug in drugs] + [drug.us_name for drug in drugs if drug.us_name]
    lost = [match.entry.raw for match in medcheck.match_entries(names) if match.verdict not in {"exact", "unsure"}]
    assert lost == []


def test_what_the_person_chose_holds_for_that_line_only():
    match = matched("vinbristine", SMALL)[0]
    assert confirmed(match, {}) == match
    assert confirmed(match, {"other": ["vincristine"]}) == match
    chosen = confirmed(match, {"vinbristine": ["vincristine"]})
    assert (chosen.verdict, chosen.drugs, chosen.via) == ("exact", ("vincristine",), "your choice")
    assert confirmed(match, {"vinbristine": []}).verdict == "none"


@pytest.mark.parametrize(
    ("cells", "known"),
    [(["Zocor", "zzyzx", "", "simvastatin 40 mg", "a statin"], [True, False, False, True, False])],
)
def test_a_column_of_medicines_is_told_by_exact_names(cells, known):
    assert medcheck.shipped_matcher().recognises(cells) == known


@pytest.mark.parametrize("tail", ["", " 20 mg tablet", " and ramipril", " XR", " hydrochloride", " forte B12"])
@pytest.mark.parametrize("head", ["simvastatn", "Zocor", "Depo", "metoprolol", "paracetmol", "vitamin", "insulin"])
def test_a_line_that_ends_like_another_has_the_names_it_would_have_alone(head, tail):
    words = shipped_matcher().words
    assert words.read(f"{head}{tail}") == words.read_anew(f"{head}{tail}")


TWO_COUNTRIES = small_tables(
    names=(
        *SMALL.names,
        Name("Vivacor", "simvastatin", "brand", "", "anvisa", None, ("BR",)),
        Name("Vivacor", "amlodipine", "brand", "", "rpl", 2, ("PL",)),
        Name("Vivacor", "atorvastatin", "brand", "", "rpl", 2, ("PL",)),
    )
)


def several(line: str) -> tuple[str, tuple[str, ...], list[tuple[str, ...]]]:
    match = matched(line, TWO_COUNTRIES)[0]
    return match.verdict, match.drugs, [candidate.drugs for candidate in match.candidates]


BOTH = [("simvastatin",), ("amlodipine", "atorvastatin")]


@pytest.mark.parametrize("line", ["Vivacor", "VIVACOR 20 mg tablet"])
def test_a_brand_that_means_two_medicines_is_asked_about_with_both(line):
    assert several(line) == ("unsure", (), BOTH)


def test_a_slip_of_a_brand_that_means_two_medicines_is_asked_about_with_both():
    verdict, drugs, candidates = several("vivacorr")
    assert (verdict, drugs, set(candidates)) == ("unsure", (), set(BOTH))


def test_the_medicine_named_beside_such_a_brand_settles_it():
    assert several("Vivacor (simvastatin) 20 mg") == ("exact", ("simvastatin",), [])


def test_another_medicine_named_beside_such_a_brand_stands_with_each():
    assert several("Vivacor with furosemide") == (
        "unsure", (), [("simvastatin", "furosemide"), ("amlodipine", "atorvastatin", "furosemide")],
    )  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["una compressa prima di dormire", "una primera vez", "chiaro", "il ricordo di una compressa", "Figura 2",
     "Dopo cena", "nach dem Essen", "a volver mañana", "Traum", "el comprimido de la escena"],
)  # fmt: skip
def test_a_word_of_everyday_speech_that_is_a_brand_somewhere_is_never_taken_for_it(line):
    assert one(line).drugs == ()


def test_a_brand_that_is_an_everyday_word_hides_no_medicine_beside_it():
    assert one("Cardioaspirina 100 mg 1 cp dopo pranzo").drugs == ("acetylsalicylic_acid",)
    assert one("Torvast 20 mg prima di dormire").drugs == ("atorvastatin",)
