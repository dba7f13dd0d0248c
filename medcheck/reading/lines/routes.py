"""The words of a line -> the route: how the medicine is taken, blank where nothing tells it."""

import re
from functools import cache

from medcheck.tables import Tables

SURER = ("patch", "rectal", "injected", "oral")  # a "patch" tells more than the "tablet" of a direction beside it
WORD = re.compile(r"\w+")
EDGE = r"(?<![\w'-]){}(?![\w'-])"


def route_of(text: str, tables: Tables) -> str:
    """Return the route that the words of a line tell; a local one goes before the form ("ear drops, oral")."""
    if first_words(tables).isdisjoint(WORD.findall(text.lower())):
        return ""
    found = {tables.route_words[word.lower()] for word in finder(tables).findall(text)}
    local = [route for route in tables.routes if route in found and not tables.routes[route].reaches_blood]
    told = local or [route for route in SURER if route in found]
    return told[0] if told else ""


@cache
def first_words(tables: Tables) -> frozenset[str]:
    """Return the words with which those that tell a route begin; most lines hold none of them."""
    return frozenset(WORD.findall(words)[0] for words in tables.route_words)


@cache
def finder(tables: Tables) -> re.Pattern[str]:
    """Return what finds the words that tell a route, the longest first."""
    words = sorted(map(re.escape, tables.route_words), key=len, reverse=True)
    return re.compile(EDGE.format(f"({'|'.join(words)})"), re.IGNORECASE)
