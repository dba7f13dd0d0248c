"""Blue Button text, as CMS and VA give it: `Drug Name: CARVEDILOL` among hundreds of other lines."""

import re

from medcheck.entries import read_entry
from medcheck.readers.reading import Content, Reading, Unused

MEDICINE = re.compile(r"^\s*(?:Drug Name|Medication|Medication Name|Prescription)\s*:\s*(?P<name>\S.*)$", re.IGNORECASE)


def can_read(content: Content) -> bool:
    """Say whether this is a Blue Button export: it says so at its head, and names drugs by label."""
    head = content.text[:2000].lower()
    return "blue button" in head or "my healthevet" in head


def read(content: Content) -> Reading:
    """Read the labelled medicines; every other line that is not blank is kept as not used."""
    found = [(number, line, MEDICINE.match(line)) for number, line in enumerate(content.text.splitlines(), start=1)]
    entries = tuple(read_entry(match["name"].strip(), number, content.tables) for number, _, match in found if match)
    why = content.tables.say("unused.no_medicine")
    unused = tuple(Unused(number, line, why) for number, line, match in found if line.strip() and not match)
    return Reading("Blue Button text", entries, unused)
