import sys
import zipfile
from pathlib import Path

import pytest
from register_files import brazilian, dutch, italian, main, polish, spanish

ITALIAN = """drug(zorbulix).
drug_data(zorbulix_norvak, "paracetamolo/codeina", n02, "norvak s.p.a.", oral, "aaa", "_").
drug_data(veldamin, "timololo and dorzolamide", s01, "x", _, "bbb", "_").
"""
POLISH = """/* made */ (function () { G.R = [["Zorbulix","5 mg","Tabletki","C10","Simvastatinum"],
["Veldamin","","Krople do oczu","","Timololi maleas + Dorzolamidum"]];})();
"""
BRAZILIAN = """SUBSTÂNCIA_PRODUTO
SINVASTATINA_ZORBULIX
SINVASTATINA_ZORBULIX
DIPIRONA;CAFEÍNA_VELDAMIN COMPOSTO
no product
"""
DUTCH = """Regeling
| Productgroep  | --- | Maximumprijs  |
| HYDROCHLOROTHIAZIDE-25-MG-TABLET-TRIAMTERENE-50-MG-TABLET  | 0.1 per stuk  |
| Registratienummer  | Artikelnaam  | --- |
| 12605  | Zorbulix tablet 50/25mg  | --- |
"""
XMLNS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TEXTS = ["ZORBULIX 25 mg CAPSULAS", "Autorizado", "INDOMETACINA, CAFEINA", "VELDAMIN", "Anulado"]
SHARED = f"<sst {XMLNS}>" + "".join(f"<si><t>{text}</t></si>" for text in TEXTS) + "</sst>"
SHEET = f"""<worksheet {XMLNS}><sheetData>
<row r="1"><c r="B1" t="s"><v>0</v></c><c r="D1" t="s"><v>1</v></c><c r="E1" t="s"><v>2</v></c>
<c r="F1"><v>2</v></c></row>
<row r="2"><c r="B2" t="s"><v>3</v></c><c r="D2" t="s"><v>4</v></c><c r="E2" t="s"><v>2</v></c></row>
</sheetData></worksheet>"""


@pytest.mark.parametrize(
    ("reader", "text", "lines"),
    [
        (italian, ITALIAN, [("zorbulix norvak", "paracetamolo|codeina", "oral"),
                            ("veldamin", "timololo|dorzolamide", "")]),
        (polish, POLISH, [("Zorbulix", "Simvastatinum", "Tabletki"),
                          ("Veldamin", "Timololi maleas|Dorzolamidum", "Krople do oczu")]),
        (brazilian, BRAZILIAN, [("ZORBULIX", "SINVASTATINA", ""), ("ZORBULIX", "SINVASTATINA", ""),
                                ("VELDAMIN COMPOSTO", "DIPIRONA|CAFEÍNA", "")]),
        (dutch, DUTCH, [("Zorbulix tablet 50/25mg", "HYDROCHLOROTHIAZIDE|TRIAMTERENE", "tablet")]),
    ],
)  # fmt: skip
def test_a_public_copy_gives_name_ingredients_and_way(reader, text, lines, tmp_path):
    (tmp_path / "copy").write_text(text, encoding="utf-8")
    assert list(reader(tmp_path / "copy")) == lines


@pytest.fixture
def spreadsheet(tmp_path: Path) -> Path:
    path = tmp_path / "principio_activo.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/sharedStrings.xml", SHARED)
        archive.writestr("xl/worksheets/sheet1.xml", SHEET)
    return path


def test_the_spreadsheet_gives_what_is_allowed_only(spreadsheet):
    assert list(spanish(spreadsheet)) == [("ZORBULIX 25 mg CAPSULAS", "INDOMETACINA|CAFEINA", "")]


def test_every_copy_that_is_there_becomes_a_register_with_each_product_once(tmp_path, monkeypatch, capsys):
    (tmp_path / "medicamentos.csv").write_text(BRAZILIAN, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["register_files.py", "--files", str(tmp_path), "--registers", str(tmp_path)])
    main()
    assert [path.name for path in tmp_path.glob("*_*.csv")] == ["br_anvisa.csv"]
    assert (tmp_path / "br_anvisa.csv").read_text(encoding="utf-8") == (
        "name,ingredients,route\nVELDAMIN COMPOSTO,DIPIRONA|CAFEÍNA,\nZORBULIX,SINVASTATINA,\n"
    )
    assert capsys.readouterr().out == "br_anvisa.csv: 2 products.\n"
