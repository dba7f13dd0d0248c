"""A few typed letters -> the names that may be meant, while the person is typing."""

from collections.abc import Sequence

from medcheck.naming.index import Known, key_of
from medcheck.naming.matches import Matcher

SHORTEST = 2  # letters
MOST = 8


class Suggestions:
    """Suggests names: those that begin as typed, the most used first, then those spelt nearly so."""

    def __init__(self, matcher: Matcher) -> None:
        """Hold the matcher whose index is suggested from."""
        self.matcher = matcher

    def suggest(self, typed: str) -> list[str]:
        """Return up to 8 names, a brand with its ingredients in brackets; none for fewer than 2 letters."""
        key = key_of(typed)
        if len(key) < SHORTEST:
            return []
        beginning = [known for known in self.matcher.index.beginning_with(key) if known.drugs]
        if len(beginning) < MOST:
            near = self.matcher.ranked(key, self.matcher.index.neighbours([key])[key])
            beginning = self.in_order(beginning) + [
                Known(candidate.name, candidate.drugs, "spelling") for _, candidate in near if candidate.drugs
            ]
        else:
            beginning = self.in_order(beginning)
        return list(dict.fromkeys(self.said(known) for known in beginning))[:MOST]

    def in_order(self, known: Sequence[Known]) -> list[Known]:
        """Put generic names and much used medicines first."""
        tables = self.matcher.tables
        return sorted(known, key=lambda one: (
            len(one.drugs) > 1, min(map(tables.use_order, one.drugs)), one.kind not in {"generic", "US name"}, one.name,
        ))  # fmt: skip

    def said(self, known: Known) -> str:
        """Return a name as it is offered: itself, with the ingredients where it is another word for them."""
        ingredients = " + ".join(map(self.matcher.tables.inn, known.drugs))
        return known.name if known.name.lower() == ingredients.lower() else f"{known.name} ({ingredients})"
