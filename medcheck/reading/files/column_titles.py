"""A title -> what stands below it: what people write above their medicines and beside them."""

import re

TITLE = re.compile(
    r"^(?:(?:my|current|regular|repeat|active|home|list of) )*"
    r"(?:medicines?|medications?|meds?|drugs?|drugnames?|medicinal products?"
    r"|names?|generic|brand|products?|entry|entries|lists?|treatments?"
    r"|prescriptions?|medikamente?|arzneimittel|wirkstoff|m[ée]dicaments?|medicamentos?|farmac[oi]s?)"
    r"(?: (?:list|history|name|and doses?))?s?(?: ?\d{1,2})?:?$",
    re.IGNORECASE,
)
# What the other columns may be called; the medicine column itself is told by its cells. "Gender" is no end.
ROLES = {
    "start": re.compile(r"\bstart|\bbegin|\bonset|\bfrom\b|\bseit\b|\bd[ée]but|\binicio|\binizio|\bsince\b", re.I),
    "stop": re.compile(r"\bstop|\bend(?:e|ed|s|ing)?\b|\buntil\b|\bfine?\b|\bfin\b", re.I),
    "strength": re.compile(
        r"\bstrength|\bdos(?:e|age|is|aggio)\b(?! form)|\bst[äa]rke|\bwirkst[äa]rke|\bforce\b|\bconcentra", re.I
    ),
    "directions": re.compile(
        r"\bsig\b|\bdirection|\bfrequen|\binstruction|\bhow (?:often|to take|taken)\b|\bwhen to take\b|\beinnahme"
        r"|\bposolog|\bregimen",
        re.I,
    ),
    "unit": re.compile(r"\bunits?\b|\beinheit|\bunit[ée]\b|\bunidad", re.I),
    "route": re.compile(r"\broute|\bvoies?\b|\bv[ií]a\b|\bapplikation|\bform[ea]?\b|\bdarreichung", re.I),
    "status": re.compile(r"\bstatus\b|\bactive\b|\b[ée]tat\b|\bestado\b|\bstato\b", re.I),
    "code": re.compile(r"\brx ?norm|\brx ?cui|\batc\b|\bcode\b|\bndc\b|\bpzn\b", re.I),
}
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|_")

INGREDIENT = re.compile(
    r"\bingredient|\bsubstan[ct]|\bgeneric\b|\binn\b|\bdci\b|\bwirkstoff|\bprincip[ie]|\bmol[eé]cul", re.I
)


def is_title(text: str) -> bool:
    """Say whether a line or a cell is what people write above their medicines."""
    return TITLE.match(text.strip(" \t\"'#*=-").replace("_", " ")) is not None


def role_of(title: str) -> str:
    """Return what a column holds beside the medicines: dates, strength, unit, directions, status, code, or nothing."""
    apart = CAMEL.sub(" ", title)  # "startDate" and "start_date" are "start Date" and "start date"
    return next((role for role, pattern in ROLES.items() if pattern.search(apart)), "")
