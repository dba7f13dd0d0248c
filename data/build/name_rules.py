"""Which names of an open list are fit to be a medicine's name that people type, and how they are written."""

import re
import unicodedata
from collections.abc import Container
from enum import IntEnum


class Trust(IntEnum):
    """How far a list is trusted where two disagree on a name, the most trusted first."""

    OFFICIAL = 0
    BRAND = 1
    LISTED = 2


SHORTEST = {Trust.OFFICIAL: 4, Trust.BRAND: 4, Trust.LISTED: 5}  # letters; shorter names are made by hand
LONGEST, MOST_WORDS, MOST_DIGITS, MOST_HYPHENS = 50, 4, 2, 2
NOTATION = re.compile(r"[\[\]{}();:*+@<>=%^,/]|\d[.']\d|\.\w| and | with ")
CODE = re.compile(r"\d.*|[a-z]{1,4} ?\d+")
NO_MEDICINE = re.compile(
    r"\b(whole|pollen|leaf|leaves|root|bark|seed|fruit|flower|herb|oil|extract|resin|dust|antigen|allergenic|dander"
    r"|feather|venom|stannous|water|starch|gum|wax|red|blue|yellow|green|pigment|polymer|copolymer|laureth|steareth"
    r"|tincture|powder|meat|milk|egg|protein|virus|strain|human|bovine|porcine|unspecified|cation|anion|ion|polysorbate"
    r"|dental|compound|component|standardized)\b"
)
UPPER = {
    "XR", "XL", "ER", "SR", "CR", "LA", "IR", "DR", "EC", "HCT", "HFA", "PM", "DM", "SF", "ES", "DS", "AQ", "PD", "CD",
    "ODT", "MDI", "TTS", "MR", "IM", "IV", "CV", "HP", "EF", "USP", "RCI",
}  # fmt: skip
CHEMICAL = re.compile(
    "chlor|hydr|oxy|meth|phen|ethyl|amin|benz|acid|yl|sulf|azol|cillin|mycin|cortison|insulin|vitamin"
)
LONGEST_BRAND = 14  # letters
FOREIGN_ENDINGS = (("{0}um", "INT"), ("{1}um", "INT"), ("{1}a", "ES"), ("{1}o", "ES"), ("{1}e", "FR"), ("{1}", "DE"))


def plain(text: str) -> str:
    """Return lower-case letters and digits, words kept apart."""
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w]+|_", " ", re.sub("['’]", "", text)).split())


def is_fit(name: str, trust: Trust, ordinary: Container[str], generic: Container[str]) -> bool:
    """Say whether a name is neither too short nor too long, no chemical notation, no code and no ordinary words."""
    text = plain(name)
    words, digits = text.split(), sum(sign.isdigit() for sign in text)
    return (
        SHORTEST[trust] <= len(text) <= LONGEST
        and len(words) <= MOST_WORDS
        and not NOTATION.search(name)
        and name.count("-") <= MOST_HYPHENS
        and digits <= MOST_DIGITS
        and not CODE.fullmatch(text)
        and (trust == Trust.BRAND or not NO_MEDICINE.search(text))
        and text not in ordinary
        and (len(words) != 2 or trust == Trust.OFFICIAL or any(w in generic or w not in ordinary for w in words))
    )


def is_chemical(text: str) -> bool:
    """Say whether a name of no known kind looks like a chemical one and not like a brand."""
    return bool(CHEMICAL.search(text)) or len(text) > LONGEST_BRAND or not text.isalpha()


def usual_case(name: str) -> str:
    """Return LIPITOR as Lipitor, ADALAT CC as Adalat CC."""
    words = (word if word in UPPER else "-".join(map(str.capitalize, word.split("-"))) for word in name.split())
    return " ".join(words)


def foreign_region(name: str, generic: str) -> str:
    """Return the language in whose way a generic name is written, or nothing."""
    spellings = ((form.format(generic, generic.rstrip("e")), region) for form, region in FOREIGN_ENDINGS)
    return "" if name == generic else next((region for spelling, region in spellings if spelling == name), "")
