"""Distinct strings of a register -> what the tables hold on each, worked out once a process."""

import gc
from collections.abc import Sequence
from functools import cache

from medcheck.batch.screened import Screened
from medcheck.naming.matches import Match, Matcher, shipped_matcher
from medcheck.reading.lines import read_entry
from medcheck.tables import Tables, shipped
from medcheck.weighing.findings import SEVERITIES, URGENCIES
from medcheck.weighing.levels import LEVELS
from medcheck.weighing.report import alone

MOST_KEPT = 500_000  # strings; a register of other ones only begins anew


class Answers:
    """Answers strings, and keeps what it answered; what two strings share (drugs, dose, state) is judged once."""

    def __init__(self, tables: Tables, matcher: Matcher) -> None:
        """Begin with nothing answered."""
        self.tables = tables
        self.matcher = matcher
        self.answered: dict[str, Screened] = {}
        self.judged: dict[tuple[object, ...], tuple[str, str, str, str]] = {}

    def of(self, texts: Sequence[str]) -> list[Screened]:
        """Return the answer to each string, in order."""
        if len(self.answered) + len(texts) > MOST_KEPT:
            self.answered.clear()
        new = [text for text in dict.fromkeys(texts) if text not in self.answered]
        entries = [read_entry(text, line, self.tables) for line, text in enumerate(new, start=1)]
        for text, match in zip(new, self.matcher.match(entries), strict=True):
            drugs = "|".join(map(self.tables.inn, match.drugs))
            self.answered[text] = Screened(match.verdict, drugs, *self.judgement(match))
        return [self.answered[text] for text in texts]

    def judgement(self, match: Match) -> tuple[str, str, str, str]:
        """Return the mechanisms, the worst severity, the highest urgency and level of one string by itself."""
        entry = match.entry
        dosed = len(match.drugs) > 1 or any(is_dosed(drug_id, self.tables) for drug_id in match.drugs)
        alike = (
            match.drugs,
            match.class_id,
            entry.status,
            entry.route,
            entry.days,
            *((entry.daily_mg, entry.once_daily_assumed) if dosed else ()),
        )
        if alike not in self.judged:
            findings = [finding for finding in alone([match], self.tables) if finding.kind != "burden"]
            self.judged[alike] = (
                "|".join(dict.fromkeys(finding.mechanism for finding in findings)),
                min((finding.severity for finding in findings), key=SEVERITIES.index, default=""),
                min((finding.urgency for finding in findings), key=URGENCIES.index, default=""),
                min((finding.level for finding in findings), key=LEVELS.index, default=""),
            )
        return self.judged[alike]


def is_dosed(drug_id: str, tables: Tables) -> bool:
    """Say whether what is said of a medicine by itself depends on its dose."""
    rows = tables.weakness.get(drug_id, ())
    return drug_id in tables.dose_limits or any("mg_a_day" in row.only_if + row.ask_if + row.act_if for row in rows)


@cache
def shipped_answers() -> Answers:
    """Return the answers by the tables of this installation, one of them a process."""
    answers = Answers(shipped(), shipped_matcher())
    answers.of(["simvastatinn"])  # builds the index
    gc.freeze()  # the tables stay, and looking through them for garbage again and again takes a tenth of the time
    return answers


def answer(texts: Sequence[str]) -> list[Screened]:
    """Answer strings in whatever process this runs."""
    return shipped_answers().of(texts)
