"""openFDA drug event files (JSON) -> entries: the drugs of each report of a side effect."""

from dataclasses import replace

from medcheck.reading.files.outcome import ReadError, Reading, Unused
from medcheck.reading.files.upload import Upload
from medcheck.reading.files.values import dig, first_text, many, text
from medcheck.reading.lines import Entry, read_entry, with_dates


def can_read(upload: Upload) -> bool:
    """Say whether this is JSON of drug event reports, one or many under `results`."""
    return '"medicinalproduct"' in upload.text and isinstance(upload.json, dict)


def read(upload: Upload) -> Reading:
    """Read the drugs of all reports, by their product name, else by their ingredient."""
    reports = [*many(upload.json, "results"), *([upload.json] if dig(upload.json, "patient") else [])]
    drugs = [drug for report in reports for drug in many(report, "patient", "drug")]
    entries: list[Entry] = []
    unused: list[Unused] = []
    for number, drug in enumerate(upload.in_time(drugs), start=1):
        name = text(drug, "medicinalproduct")
        substance = text(drug, "activesubstance", "activesubstancename")
        if substance and (not name or not upload.recognise([name])[0]):
            name = f"{name} ({substance})" if name else substance
        if name:
            raw = " ".join(filter(None, (name, first_text(drug, "drugdosagetext"))))
            entry = replace(read_entry(raw, number, upload.tables), code=text(drug, "drugauthorizationnumb"))
            entries.append(with_dates(entry, text(drug, "drugstartdate"), text(drug, "drugenddate")))
        else:
            unused.append(upload.unused(number, str(drug)[:200], "no_name", maybe=True, code="?"))
    if not entries:
        raise ReadError(f"{upload.file} is an openFDA file whose reports name no medicine.")
    return Reading("openFDA drug events", tuple(entries), tuple(unused))
