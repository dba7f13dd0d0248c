"""Matches and a person -> the report: all findings in the order of their weight, and what was not checked."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from medcheck.naming.matches import Match
from medcheck.reading.files.outcome import Unused
from medcheck.tables import Tables
from medcheck.tables.rows import Source, Test
from medcheck.weighing.burdens import burden_findings
from medcheck.weighing.causes import CauseFit, Flag, other_causes, raised_flags
from medcheck.weighing.doses import dose_findings, duplicate_findings
from medcheck.weighing.findings import (
    SEVERITIES,
    URGENCIES,
    Finding,
    class_findings,
    taken_drugs,
    weakness_finding,
)
from medcheck.weighing.fits import Told, fitted
from medcheck.weighing.levels import LEVELS, RAISED, levelled
from medcheck.weighing.pairs import interaction_findings, one_a_pair
from medcheck.weighing.patient import Patient

BANDS = ("very_common", "common", "uncommon", "rare", "very_rare", "unknown")
ASSOCIATIONS = ("established", "probable", "", "possible", "class_only")
KINDS = ("interaction", "dose", "weakness", "burden")
MOST_TESTS = 8
LATELY = timedelta(days=30)  # before the weakness: a pair of which one was stopped since then may have brought it on


@dataclass(frozen=True)
class Result:
    """One entry of the list: what was written, what it became, and how much was checked of it."""

    match: Match
    state: str
    drugs: tuple[str, ...]
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Unchecked:
    """Something of the list that could not be checked, and why, in words for the person."""

    line: int
    raw: str
    reason: str


@dataclass(frozen=True)
class Report:
    """The answer to one list: findings, red flags and causes most urgent first, and all that was not checked.

    `unused` holds every row of a file that gave no entry; those that may hold a medicine are in `unchecked` too.
    """

    version: str
    data_version: str
    results: tuple[Result, ...]
    findings: tuple[Finding, ...]
    red_flags: tuple[Flag, ...]
    causes: tuple[CauseFit, ...]
    unchecked: tuple[Unchecked, ...]
    urgency: str
    tests: tuple[Test, ...]
    patient: Patient
    made_on: date
    unused: tuple[Unused, ...] = ()

    def at(self, *levels: str) -> tuple[Finding, ...]:
        """Return the findings of these levels, in order."""
        return tuple(finding for finding in self.findings if finding.level in levels)

    @property
    def raised(self) -> tuple[Finding, ...]:
        """What is worth doing something about now."""
        return self.at(*RAISED)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Every source cited by the findings and red flags, once, in the order of first citation."""
        cited = (source for part in (*self.red_flags, *self.findings) for source in part.sources)
        return tuple({source.id: source for source in cited}.values())

    @cached_property
    def source_numbers(self) -> dict[str, int]:
        """The number under which each source is cited, by its id."""
        return {source.id: number for number, source in enumerate(self.sources, start=1)}


def report_on(
    matches: Sequence[Match],
    patient: Patient,
    tables: Tables,
    version: str,
    today: date,
    unused: Sequence[Unused] = (),
) -> Report:
    """Put together everything that the tables hold on these matches for this person; `unused` rows are carried on."""
    taken = taken_drugs(matches)
    flags = raised_flags(taken, patient, tables, today)
    emergencies = [flag for flag in flags if flag.urgency == URGENCIES[0]]
    alarmed = frozenset(drug_id for flag in emergencies for drug_id in flag.drug_ids)
    told = Told({drug.drug_id: drug for drug in taken}, patient, today, bool(emergencies), alarmed)
    since = min(filter(None, (today, patient.onset))) - LATELY
    found = find(matches, tables, patient.risk_factors, since)
    findings = weighed(found, told, tables)
    named = {drug_id for finding in findings for drug_id in finding.drug_ids}
    results = tuple(result_of(match, tables, named) for match in matches)
    causes = other_causes(taken, patient, tables, today)
    urgencies = [*(part.urgency for part in (*flags, *findings)), *map(cause_urgency, causes)]
    return Report(
        version, tables.version, results, tuple(findings),
        tuple(sorted(flags, key=lambda flag: URGENCIES.index(flag.urgency))),
        tuple(causes),
        (*(Unchecked(row.line, row.raw, row.reason) for row in unused if row.maybe),
         *(gap for result in results for gap in gaps(result, tables))),
        min(urgencies, key=URGENCIES.index, default="routine"),
        tests_for(findings, tables), patient, today, tuple(unused),
    )  # fmt: skip


def find(
    matches: Sequence[Match],
    tables: Tables,
    conditions: frozenset[str] = frozenset(),
    since: date | None = None,
) -> list[Finding]:
    """Return all findings of a list, in no order of weight; `conditions` are risk factors that the person has.

    Pairs are those of the medicines taken now, and of those stopped on the day `since` or later.
    """
    taken = taken_drugs(matches)
    current = [drug for drug in taken if not drug.stopped]
    paired = [drug for drug in taken if not drug.stopped or (since and drug.stop and drug.stop >= since)]
    pairs = list(interaction_findings(paired, tables))
    told = {(frozenset(pair.drug_ids), pair.mechanism) for pair in pairs}
    burdens = (one for one in burden_findings(current, tables) if (frozenset(one.drug_ids), one.mechanism) not in told)
    return [
        *(weakness_finding(row, tables) for drug in taken for row in tables.weakness.get(drug.drug_id, ())),
        *(finding for match in matches if match.class_id for finding in class_findings(match.class_id, tables)),
        *pairs,
        *dose_findings(current, conditions, tables),
        *duplicate_findings(current, tables),
        *burdens,
    ]


def cause_urgency(one: CauseFit) -> str:
    """Return how soon a cause that fits should be looked into: within days at most, for only red flags press more."""
    return max(one.cause.urgency, "soon", key=URGENCIES.index) if one.fit == "fits" else "routine"


def weighed(found: Sequence[Finding], told: Told, tables: Tables) -> list[Finding]:
    """Return the findings with fit and level, the one that matters most first, and one of each pair."""
    judged = [levelled(fitted(finding, told, tables), told, tables) for finding in found]
    return one_a_pair(sorted(judged, key=lambda finding: weight(finding, told)), tables)


def alone(matches: Sequence[Match], tables: Tables) -> list[Finding]:
    """Return what stands against a list of which nothing else is told, weighed."""
    taken = {drug.drug_id: drug for drug in taken_drugs(matches)}
    return weighed(find(matches, tables), Told(taken, Patient(), date.today(), danger=False), tables)


def weight(finding: Finding, told: Told) -> tuple[object, ...]:
    """Return the sort key of a finding.

    Level; how much it explains of what was told; pairs and doses before their parts; association and frequency;
    severity; the most recently started. The name comes last, so that the order is always the same.
    """
    association = ASSOCIATIONS.index(getattr(finding.claim, "association", ""))
    band = BANDS.index(finding.row.frequency_band) if finding.row else 0
    starts = [told.taken[drug_id].start or date.min for drug_id in finding.drug_ids if drug_id in told.taken]
    return (LEVELS.index(finding.level), -finding.explains, KINDS.index(finding.kind), association,
            SEVERITIES.index(finding.severity) + band, band, -max(starts, default=date.min).toordinal(),
            finding.drugs, finding.mechanism)  # fmt: skip


def result_of(match: Match, tables: Tables, named: Set[str]) -> Result:
    """Return what one entry became; `named` are the drugs of the findings."""
    candidates = (tables.inn(drug) for candidate in match.candidates for drug in candidate.drugs)
    return Result(
        match, state_of(match, tables, named), tuple(map(tables.inn, match.drugs)), tuple(dict.fromkeys(candidates))
    )


def state_of(match: Match, tables: Tables, named: Set[str]) -> str:
    """Say how much was checked: listed, nothing_listed, not_reviewed or unrecognised; none of them means harmless."""
    drugs = tables.members.get(match.class_id, ()) if match.class_id else match.drugs
    if not drugs:
        return "unrecognised"
    if any(drug in tables.weakness or drug in named for drug in drugs):
        return "listed"
    return "nothing_listed" if all(tables.drugs[drug].label_read_on for drug in drugs) else "not_reviewed"


def gaps(result: Result, tables: Tables) -> list[Unchecked]:
    """Return what of an entry was not checked, in words."""
    match, entry = result.match, result.match.entry
    found: list[str] = []
    if match.class_id:
        found.append(tables.say("unchecked.class_word", name=match.name, candidates=_some(result.candidates)))
    elif match.verdict == "unsure":
        found.append(tables.say("unchecked.unsure", candidates=_some(result.candidates)))
    elif match.verdict == "none":
        found.append(tables.say("unchecked.unrecognised"))
    elif entry.status != "current":
        found.append(tables.say(f"unchecked.{entry.status}"))
    elif result.state == "not_reviewed":
        found.append(tables.say("unchecked.not_reviewed", drugs=", ".join(result.drugs)))
    else:
        unread = [drug for drug in match.drugs
                  if drug not in tables.weakness and not tables.drugs[drug].label_read_on]  # fmt: skip
        if unread:
            found.append(tables.say("unchecked.not_reviewed", drugs=", ".join(map(tables.inn, unread))))
    found += [tables.say("unchecked.date", text=text) for text in entry.unclear_dates]
    return [Unchecked(entry.line, entry.raw, reason) for reason in found]


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3])


def tests_for(findings: Sequence[Finding], tables: Tables) -> tuple[Test, ...]:
    """Return the tests that the findings suggest asking about, the most urgent findings' first."""
    fitting = [finding for finding in findings if finding.fit != "points_away"]
    wanted = [test for finding in fitting for test in tables.mechanisms[finding.mechanism].tests]
    return tuple(tables.tests[test] for test in list(dict.fromkeys(wanted))[:MOST_TESTS])
