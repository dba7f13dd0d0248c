"""C-CDA and other CDA documents -> entries: the medicines and allergies of their sections, coded or written."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from medcheck.reading.files.fhir_dosage import day_of
from medcheck.reading.files.outcome import ReadError, Reading, Unused
from medcheck.reading.files.statuses import NEVER_TAKEN, status_word
from medcheck.reading.files.upload import Upload
from medcheck.reading.files.xml import attribute, child, children, every, is_xml, name, parsed, words
from medcheck.reading.lines import Entry, read_entry, with_dates
from medcheck.reading.lines.routes import route_of

MEDICINES = frozenset({"10160-0", "10183-2", "29549-3", "42346-7", "75311-1", "57828-6", "18605-6", "66149-6"})
ALLERGIES, VACCINES = "48765-2", "11369-6"
RXNORM = "2.16.840.1.113883.6.88"
PERIODS = {"h": "hours", "d": "days", "wk": "weeks", "mo": "months"}


@dataclass
class Document:
    """What was read of a document so far; `texts` are the written parts that codes refer to, by id."""

    upload: Upload
    texts: dict[str, str]
    entries: list[Entry] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    count: int = 0

    def number(self) -> int:
        """Return the number of the next part that may be a medicine."""
        self.count += 1
        return self.count


def can_read(upload: Upload) -> bool:
    """Say whether this is a clinical document in XML."""
    return is_xml(upload, "ClinicalDocument")


def read(upload: Upload) -> Reading:
    """Read every section: coded medicines first, else the written ones of a section of medicines."""
    root = parsed(upload)
    written = {attribute(part, "ID"): words(part) for part in root.iter() if part.get("ID")}
    document = Document(upload, written)
    sections = list(every(root, "section"))
    for section in upload.in_time(sections):
        read_section(section, document)
    if not document.entries:
        holds = ", ".join(filter(None, (words(child(section, "title")) for section in sections[:12]))) or "no sections"
        raise ReadError(f"{upload.file} is a clinical document without named medicines; its sections: {holds}.")
    return Reading("C-CDA document", tuple(document.entries), tuple(document.unused))


def read_section(section: Element, document: Document) -> None:
    """Read the medicines and allergies of one section."""
    code = attribute(child(section, "code"), "code")
    found = list(acts(section))
    allergies = list(every(section, "participantRole")) if code == ALLERGIES else []
    for act in found:
        add_medicine(act, code, document)
    for role in allergies:
        add_allergy(role, section, document)
    if not found and not allergies:
        if code in MEDICINES | {ALLERGIES}:
            add_written(section, "allergy" if code == ALLERGIES else "", document)
        elif not children(section, "component"):
            title = words(child(section, "title")) or code or "a section"
            document.unused.append(document.upload.unused(document.number(), title, "other_section"))


def acts(section: Element) -> Iterator[Element]:
    """Yield the substance administrations of a section, not those in sections or administrations within."""
    waiting = list(section)[::-1]
    while waiting:
        part = waiting.pop()
        if (name(part) in {"substanceAdministration", "supply"} and child(part, "consumable") is not None) or (
            name(part) == "supply" and child(part, "product") is not None
        ):  # fmt: skip
            yield part
        elif name(part) != "section":
            waiting += list(part)[::-1]


def add_medicine(act: Element, section: str, document: Document) -> None:
    """Add the entry of one administration, or why it gives none."""
    number = document.number()
    called, code = medicine_of(act, document)
    if section == VACCINES:
        document.unused.append(document.upload.unused(number, called or code, "vaccine"))
    elif not called:
        document.unused.append(document.upload.unused(number, code or "?", "no_name", maybe=True, code=code or "?"))
    elif act.get("negationInd") == "true" or state(act) == NEVER_TAKEN:
        document.unused.append(document.upload.unused(number, called, "not_taken"))
    else:
        directions = directions_of(act, document)
        raw = f"{called}, {directions}" if directions else called
        start, stop = dates_of(act)
        entry = with_dates(read_entry(raw, number, document.upload.tables), start, stop)
        route = route_of(route_told(act), document.upload.tables) or entry.route
        document.entries.append(replace(entry, status=state(act) or entry.status, code=code, route=route))


def medicine_of(act: Element, document: Document) -> tuple[str, str]:
    """Return the first name of a medicine that is known, else the first name, and its code."""
    names: list[str] = []
    codes: list[str] = []
    for place in ("consumable", "product"):
        for material in (*children(act, place, "manufacturedProduct", "manufacturedMaterial"),
                         *children(act, place, "manufacturedProduct", "manufacturedLabeledDrug")):  # fmt: skip
            for code in (*children(material, "code"), *children(material, "code", "translation")):
                names += [attribute(code, "displayName"), original_text(code, document)]
                codes.append(coded(code))
            names += [words(part) for part in children(material, "name")]
    return chosen(names, codes, document)


def chosen(names: list[str], codes: list[str], document: Document) -> tuple[str, str]:
    """Return the first known of some names, else the first, and the first code."""
    told = [one for one in names if one]
    known = [one for one, is_known in zip(told, document.upload.recognise(told), strict=True) if is_known]
    return (known or told or [""])[0], next(filter(None, codes), "")


def coded(code: Element) -> str:
    """Return a code with the name of its system."""
    is_rxnorm = attribute(code, "codeSystem") == RXNORM
    system = "RxNorm" if is_rxnorm else attribute(code, "codeSystemName")
    return f"{system} {attribute(code, 'code')}".strip() if attribute(code, "code") else ""


def original_text(code: Element, document: Document) -> str:
    """Return what is written for a code: its own text, or the part of the narrative that it refers to."""
    text = child(code, "originalText")
    reference = attribute(child(text, "reference"), "value") if text is not None else ""
    return words(text) or document.texts.get(reference.removeprefix("#"), "")


def state(act: Element) -> str:
    """Return the status of an act; "completed" says in this format only that the record is."""
    word = attribute(child(act, "statusCode"), "code")
    return "" if word == "completed" else status_word(word)


def directions_of(act: Element, document: Document) -> str:
    """Return the directions: as they are written, else dose and period."""
    dose = child(act, "doseQuantity")
    amount = " ".join(filter(None, (attribute(dose, "value"), attribute(dose, "unit").strip("{}1"))))
    period = next((one for time in children(act, "effectiveTime") for one in children(time, "period")), None)
    unit = PERIODS.get(attribute(period, "unit"), "")
    often = f"every {attribute(period, 'value')} {unit}" if unit and attribute(period, "value") else ""
    if amount or often:
        return " ".join(filter(None, (amount, often)))
    text = child(act, "text")
    reference = attribute(child(text, "reference"), "value") if text is not None else ""
    return document.texts.get(reference.removeprefix("#"), "") if is_sig(act, document) else ""


def route_told(act: Element) -> str:
    """Return the words and codes by which an act tells the way of taking."""
    codes = [*children(act, "routeCode"), *children(act, "routeCode", "translation")]
    return " , ".join(filter(None, (attribute(code, key) for code in codes for key in ("displayName", "code"))))


def is_sig(act: Element, document: Document) -> bool:
    """Say whether the text of an act adds directions and does not only repeat the name."""
    text = child(act, "text")
    reference = attribute(child(text, "reference"), "value") if text is not None else ""
    told = document.texts.get(reference.removeprefix("#"), "")
    return bool(told) and len(told) < 200 and not document.upload.recognise([told])[0]


def dates_of(act: Element) -> tuple[str, str]:
    """Return the first and last day of taking, blank where they are not told."""
    for time in children(act, "effectiveTime"):
        low, high = attribute(child(time, "low"), "value"), attribute(child(time, "high"), "value")
        if low or high:
            return day(low), day(high)
    return day(attribute(child(act, "effectiveTime"), "value")), ""


def day(moment: str) -> str:
    """Return the day of an HL7 time: 20120806 is 2012-08-06."""
    return day_of("-".join(filter(None, (moment[:4], moment[4:6], moment[6:8])))) if moment[:4].isdecimal() else ""


def add_allergy(role: Element, section: Element, document: Document) -> None:
    """Add the entry of one allergy, marked as such."""
    number = document.number()
    codes = children(role, "playingEntity", "code")
    names = [told for code in codes for told in (attribute(code, "displayName"), original_text(code, document))]
    names += [words(part) for part in children(role, "playingEntity", "name")]
    called, code = chosen(names, [coded(code) for code in codes], document)
    if not called or not (document.upload.recognise([called])[0] or is_drug_allergy(section)):
        document.unused.append(document.upload.unused(number, called or code or "?", "other_allergy"))
        return
    entry = read_entry(called, number, document.upload.tables)
    document.entries.append(replace(entry, status="allergy", code=code))


def is_drug_allergy(section: Element) -> bool:
    """Say whether a section speaks of no other allergies than those to drugs."""
    kinds = [attribute(value, "displayName").lower() for value in every(section, "value")]
    return any("drug" in kind or "medication" in kind for kind in kinds) and not any("food" in kind for kind in kinds)


def add_written(section: Element, status: str, document: Document) -> None:
    """Add the medicines of a section that is only written: a row of its table or an item of its list each."""
    narrative = child(section, "text")
    rows = [] if narrative is None else [part for part in narrative.iter() if name(part) in {"tr", "item", "paragraph"}]
    for row in rows or [part for part in (narrative,) if part is not None]:
        number, cells = document.number(), [words(cell) for cell in row if name(cell) in {"td", "th"}]
        raw = " ".join(filter(None, cells)) if cells else words(row)
        if raw and document.upload.recognise([raw])[0]:
            entry = read_entry(raw, number, document.upload.tables)
            document.entries.append(replace(entry, status=status or entry.status))
        elif raw:
            is_head = any(name(cell) == "th" for cell in row)
            document.unused.append(document.upload.unused(number, raw, "nothing_named", maybe=not is_head))
