"""The German medication plan (BMP) as XML -> entries: medicines by name, ingredient or only a PZN number."""

from dataclasses import replace
from xml.etree.ElementTree import Element

from medcheck.reading.files.outcome import ReadError, Reading, Unused
from medcheck.reading.files.upload import Upload
from medcheck.reading.files.xml import attribute, child, children, every, is_xml, name, parsed
from medcheck.reading.lines import Entry, read_entry

ALLERGY_SECTION = "419"
TIMES = ("m", "d", "v", "h")  # morning, noon, evening, night
HALVES = {"½": "0,5", "1/2": "0,5", "0.5": "0,5", "¼": "1/4"}


def can_read(upload: Upload) -> bool:
    """Say whether this is a medication plan: the root is MP, with a version."""
    return is_xml(upload, "MP ") and ' v="' in upload.head


def read(upload: Upload) -> Reading:
    """Read the medicines of every section; a PZN without a name is not checkable and is said to be so."""
    root = parsed(upload)
    entries: list[Entry] = []
    unused: list[Unused] = []
    for number, part in enumerate(parts_of(root), start=1):
        told = told_by(part, number, upload)
        if isinstance(told, Unused):
            unused.append(told)
        else:
            entries += told
    if not entries:
        count = sum(row.maybe for row in unused)
        raise ReadError(f"{upload.file} is a German medication plan that names no medicine ({count} by a PZN number "
                        "alone); ask the pharmacy for the names.")  # fmt: skip
    return Reading("Bundeseinheitlicher Medikationsplan", tuple(entries), tuple(unused))


def parts_of(root: Element) -> list[Element]:
    """Return what may hold a medicine: the patient's allergies, medicines, recipes and free lines, in order."""
    allergies = [part for part in children(root, "O") if attribute(part, "ai")]
    return [*allergies, *(part for section in every(root, "S") for part in section if name(part) in {"M", "R", "X"})]


def told_by(part: Element, number: int, upload: Upload) -> list[Entry] | Unused:
    """Return the entries of one part of a plan, or why it gives none."""
    if name(part) == "O":
        names = [one.strip() for one in attribute(part, "ai").split(",") if one.strip()]
        return [replace(read_entry(one, number, upload.tables), status="allergy") for one in names]
    if name(part) in {"R", "X"}:
        line = attribute(part, "t")
        known = upload.recognise([line])[0]
        return [read_entry(line, number, upload.tables)] if known else upload.unused(number, line, "note")
    return medicine(part, number, upload)


def medicine(part: Element, number: int, upload: Upload) -> list[Entry] | Unused:
    """Return the entry of one medicine with its ingredients, form and scheme, or that it has only a number."""
    pzn, called = attribute(part, "p"), names_of(part)
    if not called:
        raw = " ".join(filter(None, (f"PZN {pzn}" if pzn else "", scheme_of(part), attribute(part, "r"))))
        return upload.unused(number, raw or "M", "pzn" if pzn else "blank", maybe=True, pzn=pzn)
    form = attribute(part, "f") or attribute(part, "fd")
    raw = " ".join(filter(None, (called, form, scheme_of(part))))
    return [replace(read_entry(raw, number, upload.tables), code=f"PZN {pzn}" if pzn else "")]


def names_of(part: Element) -> str:
    """Return the trade name with the ingredients behind it, or the ingredients alone."""
    substances = [" ".join(filter(None, (attribute(one, "w"), attribute(one, "s")))) for one in children(part, "W")]
    together, trade = " + ".join(filter(None, substances)), attribute(part, "a")
    return f"{trade} ({together})" if trade and together and child(part, "W") is not None else trade or together


def scheme_of(part: Element) -> str:
    """Return how much is taken when: "1-0-1-0", or the free text in its place."""
    counts = [HALVES.get(attribute(part, key), attribute(part, key)) or "0" for key in TIMES]
    free = attribute(part, "t")
    return "-".join(counts) if any(count != "0" for count in counts) else free
