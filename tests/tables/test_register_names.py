from pathlib import Path

import pytest
from build_names import Curated, as_told_last, in_order, register_names
from ingredient_names import IngredientNames, spelling
from name_rows import Row, rows
from product_names import ProductNames
from registers import Register, Ways, products, read

DATA = Path(__file__).parents[2] / "data"
FORMS = ["tablet", "comprimé", "comprimidos", "polvo", "LP"]
REGISTERS = {
    "fr_bdpm.csv": """name,ingredients,route
"ZORBULIX 500 mg, comprimé",PARACÉTAMOL,orale
ZORBULIX CODEINE,PARACÉTAMOL|PHOSPHATE DE CODÉINE HÉMIHYDRATÉ,orale
PARACETAMOL NORVAK,PARACÉTAMOL,orale
VELDAMIN,"TIMOLOL (MALÉATE DE)",ophtalmique
VELDAMIN 0.5 %,TIMOLOL (MALÉATE DE),ophtalmique
TROVANIL,CHLORHYDRATE D'AMIODARONE,orale
HALFKNOWN,PARACÉTAMOL|ZZYZX EXTRAIT,orale
CONCERT,PARACÉTAMOL,orale
""",
    "ca_dpd.csv": """name,ingredients,route
ZORBULIX,ACETAMINOPHEN,oral
TROVANIL,SIMVASTATIN,oral
ZOCOR,SIMVASTATIN,oral
ZOCOR,LIDOCAINE,topical
PARLODEL,BROMOCRIPTINE (BROMOCRIPTINE MESYLATE),oral
""",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("registers")
    for file, text in REGISTERS.items():
        (path / file).write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def listed() -> list[Row]:
    known = {"Zocor", "Parlodel"}
    return [row._replace(countries="", routes="") for row in rows(DATA / "names.csv")
            if row.name in known and not row.meaning]  # fmt: skip


@pytest.fixture(scope="module")
def made(folder: Path, listed: list[Row]) -> list[Row]:
    gathered = register_names(DATA, Curated(DATA), listed)
    gathered.gather(list(products(folder)))
    return sorted(gathered.rows(), key=in_order)


def of(made: list[Row], name: str) -> list[tuple[str, str, str, str, str]]:
    return [(row.drug_id, row.source, row.meaning, row.countries, row.routes) for row in made if row.name == name]


def test_a_brand_stands_once_with_the_countries_that_sell_it_so(made):
    assert of(made, "Zorbulix") == [("paracetamol", "bdpm", "", "CA|FR", "")]


def test_a_combination_has_one_row_an_ingredient(made):
    assert of(made, "Zorbulix Codeine") == [("codeine", "bdpm", "", "FR", ""), ("paracetamol", "bdpm", "", "FR", "")]


def test_a_name_that_says_itself_what_is_in_it_needs_no_row(made):
    assert [row for row in made if "norvak" in row.name.lower()] == []


def test_a_brand_that_is_only_an_eye_drop_has_its_route(made):
    assert of(made, "Veldamin") == [("timolol", "bdpm", "", "FR", "eye")]


def test_a_brand_that_means_two_medicines_has_a_meaning_for_each(made):
    assert of(made, "Trovanil") == [("amiodarone", "bdpm", "", "FR", ""), ("simvastatin", "dpd", "2", "CA", "")]


def test_a_name_made_by_hand_stays_first_and_is_asked_about_where_a_register_has_another_medicine(made):
    assert of(made, "Zocor") == [("lidocaine", "dpd", "2", "CA", "skin"), ("simvastatin", "own", "", "CA", "")]


def test_a_known_name_is_told_where_it_is_sold(made):
    assert of(made, "Parlodel") == [("bromocriptine", "own", "", "CA", "")]


def test_a_name_with_an_unknown_ingredient_and_an_ordinary_word_are_left_out(made):
    assert of(made, "Halfknown") + of(made, "Concert") == []


def test_what_registers_told_stays_where_no_folder_is_given(made, listed):
    assert sorted(as_told_last(made, listed), key=in_order) == made


def test_what_a_hand_wrote_since_then_goes_over_a_register(made, listed):
    own = Row("Zorbulix", "simvastatin", "brand", "", "own")
    assert of(as_told_last(made, [*listed, own]), "Zorbulix") == [("simvastatin", "own", "", "", "")]


@pytest.mark.parametrize("name", ["ibuprofène", "ibuprofeno", "ibuprofenum", "IBUPROFEN", "ibuprofeni"])
def test_the_spellings_of_five_languages_are_one(name):
    assert spelling(name) == "ibuprofen"


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("CHLORHYDRATE D'AMIODARONE", ("amiodarone",)),
        ("AMIODARONE (CHLORHYDRATE D')", ("amiodarone",)),
        ("Amiodaroni hydrochloridum", ("amiodarone",)),
        ("cloridrato de amiodarona", ("amiodarone",)),
        ("acide valproïque", ("valproic_acid",)),
        ("Natrii chloridum", ("sodium_chloride",)),
        ("water for injection", ()),
        ("unheard of", None),
    ],
)
def test_an_ingredient_is_found_without_its_salt_and_language(text, drugs):
    named = [("amiodarone", "amiodarone"), ("valproic acid", "valproic_acid"), ("sodium chloride", "sodium_chloride")]
    salts = ["chlorhydrate", "hydrochloridum", "cloridrato"]
    words = {"natrii": "sodium"}
    assert IngredientNames(named, words, salts, {"water for injection": ()}).find(text) == drugs


@pytest.mark.parametrize(
    ("name", "brands"),
    [
        ("DOLIPRANE 500 mg, comprimé", ["Doliprane"]),
        ("INACID 25 mg COMPRIMIDOS DUROS", ["Inacid"]),
        ("Abasaglar (previously Abasria)", ["Abasaglar", "Abasria"]),
        ("ALPRESS L.P.", ["Alpress"]),
        ("Humalog Mix25", ["Humalog Mix25"]),
        ("Aerius Sinus + Allergy", ["Aerius Sinus Allergy"]),
        ("ALGIDOL 650/10/500", ["Algidol"]),
        ("Zyprexa Velotab Lilly", ["Zyprexa Velotab"]),
    ],
)
def test_a_brand_is_what_is_left_without_strength_form_and_maker(name, brands):
    assert ProductNames(FORMS, ["lilly"]).brands(name) == brands


def test_a_maker_is_learned_where_the_word_stands_beside_many_medicines():
    names = ProductNames(FORMS, [])
    names.learn(iter([(f"medicine{number}", word) for number in range(8) for word in ("norvak", "forte")]))
    assert (names.brands("Zorbulix Norvak"), names.brands("Zorbulix Forte")) == (["Zorbulix"], ["Zorbulix Forte"])


def test_the_longest_word_tells_the_route(folder):
    product = next(products(folder))._replace(name="Zorbulix", way="krople do oczu")
    assert Ways({"krople do oczu": "eye", "krople": "oral"}).of(product) == {"eye"}


def test_a_register_with_other_columns_is_refused_by_name(tmp_path):
    (tmp_path / "fr_bdpm.csv").write_text("nom,substance\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"fr_bdpm\.csv, row 1: the columns must be name,ingredients,route"):
        list(read(tmp_path / "fr_bdpm.csv", Register("bdpm", "fr_bdpm.csv", "FR")))


def test_a_folder_without_a_register_is_refused_by_name(tmp_path):
    with pytest.raises(SystemExit, match=r"holds none of the registers of registers\.csv"):
        list(products(tmp_path))
