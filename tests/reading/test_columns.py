"""The columns of a table are told by their cells, and every row that gives no entry says why."""

from read_files import left, reading, refusal, told


def reasons(table: str) -> list[tuple[int, str, bool]]:
    return [(row.line, row.reason, row.maybe) for row in reading(table).unused]


def test_blank_cells_count_against_a_column_so_that_the_full_one_is_read_with_the_other_behind_it():
    table = "product,ingredient\nZocor,simvastatin\nAdvil,\nZyqqx,metformin\nLasix,\nTylenol,\nCaduet,\n"
    assert reading(table).column == "product"
    assert [raw for raw, _ in told(table)] == ["Zocor", "Advil", "Zyqqx (metformin)", "Lasix", "Tylenol", "Caduet"]


def test_a_column_with_a_misleading_title_is_read_where_it_holds_the_medicines():
    assert told("DIAGNOSIS,DRUG\nZocor,gout\nmetformin,asthma\n") == [("Zocor", "current"), ("metformin", "current")]


def test_a_row_without_a_medicine_says_why():
    table = (
        "Medicine,Code,Note,Status\nZocor,312961,,active\nMedicine,Code,Note,Status\n,12345,,\n,,take aspirin,\n"
        ",,call,\nmetformin,860975,,not-taken\nTotal: 2,,,\nramipril,1,,stopped\n"
    )
    assert told(table) == [("Zocor", "current"), ("ramipril", "stopped")]
    assert reasons(table) == [
        (3, "It repeats the titles of the table.", False),
        (4, "It has a code and no name of a medicine, so it could not be checked.", True),
        (5, "Its medicine cell is blank, but another cell may name a medicine.", True),
        (6, "Its medicine cell is blank.", False),
        (7, "It says that this was not taken.", False),
        (8, "It is a total, not a medicine.", False),
    ]


def test_several_medicines_in_a_row_or_in_a_cell_are_each_read():
    wide = "patient,med1,med2\n1,Zocor,aspirin\n2,metformin,ramipril\n"
    assert [raw for raw, _ in told(wide)] == ["Zocor", "aspirin", "metformin", "ramipril"]
    assert [raw for raw, _ in told('n,meds\n1,"Zocor; aspirin"\n2,"metformin\nramipril"\n')] == [
        "Zocor", "aspirin", "metformin", "ramipril",
    ]  # fmt: skip


def test_a_bare_number_takes_its_unit_from_a_column_or_a_title_and_is_not_said_twice():
    assert told("drug,dose,unit\nZocor,40,mg\n.,,\nmetformin,.5,g\n")[0] == ("Zocor 40 mg", "current")
    assert [raw for raw, _ in told("drug,dose (mg)\nZocor 40mg,40\naspirin,75\n")] == ["Zocor 40mg", "aspirin 75 mg"]


def test_a_strength_is_told_by_its_cells_where_its_title_does_not_say_so():
    assert [raw for raw, _ in told("drug,x\nZocor,40 mg\naspirin,75 mg\n")] == ["Zocor 40 mg", "aspirin 75 mg"]


def test_a_column_of_allergies_or_of_past_medicines_marks_what_it_holds():
    assert told("name,allergies\nAda,Zocor\nBob,codeine\n") == [("Zocor", "allergy"), ("codeine", "allergy")]
    assert told("n,past medications\n1,Zocor\n2,codeine\n") == [("Zocor", "stopped"), ("codeine", "stopped")]


def test_a_table_of_something_else_says_what_it_seems_to_hold():
    for table, holds in (
        ("icd10,x\nM62.81,a\nG72.0,b\n", "diagnoses"),
        ("first_name,birthdate\nAda,1950-01-01\nBob,1951-01-01\n", "people"),
        ("a,b\nx,ada@b.example\ny,bob@b.example\n", "e-mail addresses"),
        ("invoice,amount\n1,2\n3,4\n", "payments"),
    ):
        assert f"(it seems to hold {holds})" in refusal(table)


def test_titles_above_and_rows_left_over_are_listed():
    assert left("Ward list,,\nMedicine,Dose,Note\nZocor,40 mg,a\n,,b\n") == [("Ward list,,", False), ("b", False)]


def test_a_table_that_has_only_rxnorm_codes_gives_them_as_codes():
    table = "patient,RxCUI,qty\na,36567,1\nb,83367,2\n"
    assert told(table) == [("RxCUI 36567", "current"), ("RxCUI 83367", "current")]
    assert told("drug,rxcui\nsimvastatin,36567\nramipril,35296\n") == [
        ("simvastatin", "current"),
        ("ramipril", "current"),
    ]


def routes(data: bytes | str) -> list[tuple[str, str]]:
    return [(entry.raw, entry.route) for entry in reading(data).entries]


def test_a_column_of_ingredients_is_read_before_one_of_brands_with_the_strength_of_the_brand():
    rows = ["Präparat;Wirkstoff;Preis €", "Tahor 40 mg;Atorvastatin;12,99", "Iscover®;Clopidogrel;22,10",
            "Tavanic®;Levofloxacin;19,90"]  # fmt: skip
    assert told("\r\n".join(rows).encode("cp1252")) == [
        ("Atorvastatin 40 mg", "current"), ("Clopidogrel", "current"), ("Levofloxacin", "current"),
    ]  # fmt: skip


def test_a_brand_stands_in_where_the_ingredient_is_not_known():
    known = [("Zocor", "simvastatin"), ("Tavanic", "levofloxacin"), ("Lasix", "furosemide"), ("Norvasc", "amlodipine"),
             ("Xarelto", "rivaroxaban"), ("Cordarone", "amiodarone"), ("Glucophage", "metformin"),
             ("Tegretol", "carbamazepine"), ("Zyloric", "allopurinol"), ("Plavix", "klopidogrelum x")]  # fmt: skip
    table = "\n".join(f"{brand},{ingredient}" for brand, ingredient in [("product", "ingredient"), *known])
    assert [raw for raw, _ in told(table)] == [
        *(ingredient for _, ingredient in known[:-1]),
        "klopidogrelum x (Plavix)",
    ]


REGISTER = (
    "60002283\tANASTROZOLE ACCORD 1 mg, comprimé pelliculé\tcomprimé\torale\tCommercialisée\t28/09/2010",
    "60003620\tGENTAMICINE PANPHARMA 80 mg/2 ml, solution injectable\tsol\tintraveineuse;sous-cutanée\tOui\t01/01/1990",
    "60009573\tTOBREX 0,3 %, collyre\tcollyre\tophtalmique\tCommercialisée\t02/01/1985",
    "60012345\tTAHOR 40 mg, comprimé pelliculé\tcomprimé\torale\tCommercialisée\t02/01/1997",
)


def test_a_register_without_titles_is_a_table_although_its_names_hold_commas():
    assert routes("\n".join(REGISTER).encode("cp1252")) == [
        ("ANASTROZOLE ACCORD 1 mg, comprimé pelliculé", "oral"),
        ("GENTAMICINE PANPHARMA 80 mg/2 ml, solution injectable", "injected"),
        ("TOBREX 0,3 %, collyre", "eye"),
        ("TAHOR 40 mg, comprimé pelliculé", "oral"),
    ]


def test_a_register_without_titles_may_name_the_ingredient_and_the_product_in_each_row():
    rows = ["1|Atorvastatina|TORVAST|20 mg|A", "2|Claritromicina|KLACID|500 mg|A", "3|Furosemide|LASIX|25 mg|A",
            "4|Metotressato|SOMEBRAND|2,5 mg|A", "5|Colchicina|ANOTHERBRAND|1 mg|A"]  # fmt: skip
    assert [entry.raw for entry in reading("\n".join(rows)).entries] == [
        "Atorvastatina 20 mg", "Claritromicina 500 mg", "Furosemide 25 mg", "Metotressato 2,5 mg", "Colchicina 1 mg",
    ]  # fmt: skip


def test_a_column_of_routes_or_forms_tells_the_way_of_taking():
    table = "medicine,route\ntobramycin,ophthalmic\nketoconazole,topical\nvancomycin,IV\nsimvastatin,oral\n"
    assert [route for _, route in routes(table)] == ["eye", "skin", "injected", "oral"]
    table = "Arzneimittel;Darreichungsform\nTobramycin;Augentropfen\nSimvastatin;Tabletten\n"
    assert [route for _, route in routes(table)] == ["eye", "oral"]


def test_a_formulary_in_capitals_is_read_a_line_each():
    lines = ["1. ACETAZOLAMIDE TAB 250MG   00123  12.50", "AMITRIPTYLINE HCL 25MG TAB  100'S 4411",
             "GENTAMICIN EYE DROPS 0.3% 5ML 11122", "COLCHICINE TAB 500MCG 100 9981"]  # fmt: skip
    assert [(entry.daily_mg, entry.route) for entry in reading("\n".join(lines)).entries] == [
        (250.0, "oral"), (25.0, "oral"), (None, "eye"), (0.5, "oral"),
    ]  # fmt: skip
