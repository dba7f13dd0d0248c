"""Public files of registers as they are published or copied -> the three columns that build_names.py reads.

python data/build/register_files.py --files FOLDER --registers FOLDER

The first folder holds the files under the names of READERS, from the places that registers.csv tells; none is a must.
"""

import argparse
import csv
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from registers import COLUMNS, SEPARATOR

Line = tuple[str, str, str]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ALLOWED = "Autorizado"
DUTCH_PART = re.compile(
    r"([A-Z][A-Z0-9 /,()'.&+]*?(?:-[A-Z][A-Z ]+)*?)-((?:\d|\.\d)[\d.,E+]*)-([A-Z%/]+[A-Z0-9/%. ]*)-([^-]*)(?:-|$)"
)
ITALIAN_DRUG = re.compile(r'drug_data\(([^,]+), "([^"]*)", [^,]*, (?:"[^"]*"|\[[^\]]*\]|[^,]*), ([^,]+),')
ITALIAN_JOINT = re.compile(r"/| and |(?<=[aeo])and(?= ?[a-z]{4})")


def spanish(data: Path) -> Iterator[Line]:
    """Yield the allowed products of the spreadsheet of AEMPS; the ingredients stand behind commas."""
    with zipfile.ZipFile(data) as archive:
        shared = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        texts = ["".join(text.text or "" for text in item.iter(f"{SHEET}t")) for item in shared.iter(f"{SHEET}si")]
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    for row in sheet.iter(f"{SHEET}row"):
        cells = {
            re.sub(r"\d", "", cell.get("r", "")): cell.findtext(f"{SHEET}v") or "" for cell in row if cell.get("t")
        }
        told = {column: texts[int(value)] for column, value in cells.items() if value.isdecimal()}
        if told.get("D") == ALLOWED and told.get("B") and told.get("E"):
            yield told["B"].strip(), SEPARATOR.join(part.strip() for part in told["E"].split(", ")), ""


def italian(data: Path) -> Iterator[Line]:
    """Yield the products of AIFA's list of equivalents, as facts of a logic program."""
    for name, ingredients, way in ITALIAN_DRUG.findall(data.read_text(encoding="utf-8")):
        yield name.replace("_", " ").strip(), SEPARATOR.join(ITALIAN_JOINT.split(ingredients)), way.replace("_", "")


def polish(data: Path) -> Iterator[Line]:
    """Yield the products for people of the Polish register; the third column is the form."""
    text = data.read_text(encoding="utf-8")
    for name, _, form, _, ingredients in json.loads(text[text.index("[[") : text.rindex("]]") + 2]):
        yield name, SEPARATOR.join(part.strip() for part in re.split(r"\s+\+\s+", ingredients)), form


def brazilian(data: Path) -> Iterator[Line]:
    """Yield the products of the price list of ANVISA: ingredients behind semicolons, then the name."""
    for line in data.read_text(encoding="utf-8").splitlines()[1:]:
        ingredients, found, name = line.strip().strip('"').partition("_")
        if found:
            yield name.strip(), SEPARATOR.join(part.strip() for part in ingredients.split(";")), ""


def dutch(data: Path) -> Iterator[Line]:
    """Yield the products of the annex of the law on maximum prices: a group of substances, then its products."""
    group, expected = "", ""
    for line in data.read_text(encoding="utf-8").splitlines():
        first, *others = (cell.strip() for cell in line.strip().strip("|").split("|"))
        if first in {"Productgroep", "Registratienummer"}:
            expected = first
        elif line.startswith("|") and others and expected == "Productgroep":
            group = first
        elif line.startswith("|") and others and (parts := list(DUTCH_PART.finditer(f"{group}-"))):
            form = next((part[4] for part in parts if part[4]), "")
            yield others[0], SEPARATOR.join(part[1].strip() for part in parts), form.lower()


READERS: dict[str, tuple[str, Callable[[Path], Iterator[Line]]]] = {
    "es_aemps.csv": ("principio_activo.xlsx", spanish),
    "it_aifa.csv": ("drugs.pl", italian),
    "pl_rpl.csv": ("leki-rejestr.js", polish),
    "br_anvisa.csv": ("medicamentos.csv", brazilian),
    "nl_wgp.csv": ("BWBR0008023.md", dutch),
}


def main() -> None:
    """Write every register whose file is there."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=Path, required=True, help="the folder of the public files")
    options.add_argument("--registers", type=Path, required=True, help="the folder that the three columns go to")
    chosen = options.parse_args()
    for register, (file, reader) in READERS.items():
        if (chosen.files / file).is_file():
            lines = sorted(set(reader(chosen.files / file)))
            with (chosen.registers / register).open("w", newline="", encoding="utf-8") as opened:
                out = csv.writer(opened, lineterminator="\n")
                out.writerow(COLUMNS)
                out.writerows(lines)
            print(f"{register}: {len(lines):,} products.")


if __name__ == "__main__":
    main()
