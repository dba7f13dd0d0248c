"""Matches + tables -> findings: weakness, interaction, dose limit, shared burden."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from medcheck.entries import Entry
from medcheck.matches import Match
from medcheck.tables import CLASS, Tables
from medcheck.tables.rows import Burden, DoseLimit, Interaction, Source, Weakness

URGENCIES = ("emergency", "same_day", "soon", "routine")
SEVERITIES = ("severe", "moderate", "mild")
FITS = ("fits", "unclear", "points_away")


@dataclass(frozen=True)
class Taken:
    """One ingredient of the list with every entry that holds it.

    `at_least_mg` adds up the daily doses that are told; `daily_mg` is the same where every entry tells its own.
    """

    drug_id: str
    entries: tuple[Entry, ...]
    daily_mg: float | None
    at_least_mg: float | None

    @property
    def start(self) -> date | None:
        """The day it was first taken, where a date was given."""
        return min((entry.start for entry in self.entries if entry.start), default=None)

    @property
    def stop(self) -> date | None:
        """The day it was last taken, where every entry has one."""
        stops = [entry.stop for entry in self.entries]
        return max((day for day in stops if day), default=None) if all(stops) else None

    @property
    def stopped(self) -> bool:
        """Whether it is no longer taken."""
        return all(entry.status == "stopped" for entry in self.entries)


@dataclass(frozen=True)
class Finding:
    """Something the tables hold against this list; `drugs` are INNs, `reasons` say how it fits this person."""

    kind: str
    drugs: tuple[str, ...]
    mechanism: str
    severity: str
    urgency: str
    patient_note: str
    professional_note: str
    drug_ids: tuple[str, ...] = ()
    frequency: str = ""
    frequency_percent: float | None = None
    onset: str = ""
    after_stopping: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    fit: str = "unclear"
    reasons: tuple[str, ...] = ()
    what_to_do: str = ""
    sources: tuple[Source, ...] = ()
    evidence: str = ""
    reviewed_on: date | None = None
    checked_by: str = ""
    row: Weakness | None = None
    class_id: str = ""


def taken_drugs(matches: Sequence[Match]) -> list[Taken]:
    """Return each ingredient of the resolved entries once, in the order of the list; allergies are not taken."""
    entries: dict[str, list[Match]] = {}
    for match in matches:
        for drug_id in match.drugs if match.entry.status != "allergy" else ():
            entries.setdefault(drug_id, []).append(match)
    return [
        Taken(drug_id, tuple(match.entry for match in group), *_daily_milligrams(group))
        for drug_id, group in entries.items()
    ]


def _daily_milligrams(group: Sequence[Match]) -> tuple[float | None, float | None]:
    """Add up the daily doses: what they come to, and what they come to at least.

    A line may not tell its dose, and the strength of a combination may be its partner's.
    """
    doses = [match.entry.daily_mg if len(match.drugs) == 1 else None
             for match in group if match.entry.status == "current"]  # fmt: skip
    known = [dose for dose in doses if dose is not None]
    at_least = round(sum(known), 4) if known else None
    return at_least if len(known) == len(doses) else None, at_least


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


def weakness_finding(row: Weakness, tables: Tables) -> Finding:
    """Return the finding of one row of the weakness table."""
    stopping = tables.stopping.get(row.drug_id)
    what_to_do = tables.mechanisms[row.mechanism].what_to_do
    return Finding(
        "weakness", (tables.inn(row.drug_id),), row.mechanism, row.severity, row.urgency,
        row.patient_note, row.professional_note, (row.drug_id,),
        frequency=frequency_text(row, tables), frequency_percent=row.frequency_percent, onset=onset_text(row, tables),
        after_stopping=row.after_stopping,
        facts={kind: tables.term(kind, getattr(row, kind))
               for kind in ("pattern", "sensory_loss", "pain", "ck", "reversibility")},
        what_to_do=f"{what_to_do} {stopping.danger}" if stopping else what_to_do,
        sources=cited(row.source_ids, tables), evidence=row.evidence,
        reviewed_on=row.reviewed_on, checked_by=row.checked_by, row=row,
    )  # fmt: skip


def frequency_text(row: Weakness, tables: Tables) -> str:
    """Say how often: the number first, then its band; "not known" where the source gives neither."""
    band = tables.term("frequency_band", row.frequency_band)
    if row.frequency_percent is None:
        return "; ".join(filter(None, [band, row.frequency_note]))
    number = tables.say("frequency.about", number=one_in(row.frequency_percent))
    return "; ".join(filter(None, [number, row.frequency_note]))


def one_in(percent: float) -> str:
    """Say a percentage as people of a round number: 0.01 is "1 in 10,000", 35 is "35 in 100"."""
    if percent <= 0:
        return "0 in 100"
    if percent >= 1:
        return f"{percent:g} in 100" if percent == int(percent) else f"{percent * 10:.0f} in 1,000"
    people = 100
    while percent * people / 100 < 1:
        people *= 10
    return f"{percent * people / 100:.0f} in {people:,}"


def onset_text(row: Weakness, tables: Tables) -> str:
    """Say when it usually starts: the window, then the curated words; blank where nothing is known."""
    window = ""
    if row.onset_min_days is not None and row.onset_max_days is not None:
        first, last = (spell_out(days, tables) for days in (row.onset_min_days, row.onset_max_days))
        phrase = "onset.window" if row.onset_min_days else "onset.within"
        window = tables.say(phrase, first=first, last=last)
    return "; ".join(filter(None, [window, row.onset_note]))


def spell_out(days: int, tables: Tables) -> str:
    """Say a number of days in the unit in which people count it: 10 is "10 days", 90 is "3 months"."""
    for unit, length in (("year", 365), ("month", 30), ("week", 7)):
        if days >= 2 * length:
            return tables.say(f"count.{unit}s", count=round(days / length))
    return tables.say("count.day" if days == 1 else "count.days", count=days)


def class_findings(class_id: str, tables: Tables) -> Iterator[Finding]:
    """Yield what holds for at least half the members of a class, while the person is asked which one it is."""
    members = tables.members.get(class_id, ())
    for mechanism in tables.mechanisms:
        rows = [row for drug_id in members for row in tables.weakness.get(drug_id, ()) if row.mechanism == mechanism]
        if rows and 2 * len(rows) >= len(members):
            names = ", ".join(tables.inn(row.drug_id) for row in rows[:3])
            title = tables.classes[class_id].title
            yield Finding(
                "weakness", (title,), mechanism, min((row.severity for row in rows), key=SEVERITIES.index),
                min((row.urgency for row in rows), key=URGENCIES.index),
                tables.say("class.patient", title=title, count=len(rows), of=len(members), names=names,
                           plain=tables.mechanisms[mechanism].plain),
                tables.say("class.professional", count=len(rows), of=len(members), names=names),
                frequency=tables.say("class.frequency"), what_to_do=tables.mechanisms[mechanism].what_to_do,
                sources=cited(tuple(dict.fromkeys(source for row in rows[:3] for source in row.source_ids)), tables),
                evidence=rows[0].evidence, reviewed_on=rows[0].reviewed_on, class_id=class_id,
            )  # fmt: skip


def interaction_findings(paired: Sequence[Taken], tables: Tables) -> Iterator[Finding]:
    """Yield the pairs of the list that the interactions table names, drug by drug or by class."""
    listed: dict[frozenset[str], list[Interaction]] = {}
    for row in tables.interactions:
        listed.setdefault(frozenset((row.a, row.b)), []).append(row)
    for one, two in combinations(paired, 2):
        if not overlapping(one, two):
            continue
        rows = [row for a in _as_listed(one, tables) for b in _as_listed(two, tables)
                for row in listed.get(frozenset((a, b)), ())]  # fmt: skip
        for row in _most_specific(rows):
            yield interaction_finding(row, (one, two), tables)


def overlapping(one: Taken, two: Taken) -> bool:
    """Say whether two medicines were taken at the same time, as far as their dates tell."""
    return not any(
        first.stop and second.start and first.stop < second.start for first, second in ((one, two), (two, one))
    )


def _as_listed(drug: Taken, tables: Tables) -> list[str]:
    return [drug.drug_id, *(CLASS + class_id for class_id in sorted(tables.classes_of.get(drug.drug_id, ())))]


def _most_specific(rows: Sequence[Interaction]) -> list[Interaction]:
    """Keep of each mechanism the rows that name the drugs before those that name their classes, one a region."""
    closest: dict[str, int] = {}
    best: dict[tuple[str, str], Interaction] = {}
    for row in sorted(rows, key=_precedence):
        if closest.setdefault(row.mechanism, _classes_named(row)) == _classes_named(row):
            best.setdefault((row.mechanism, row.region), row)
    return list(best.values())


def _precedence(row: Interaction) -> tuple[int, int, int, str, str]:
    return _classes_named(row), URGENCIES.index(row.urgency), SEVERITIES.index(row.severity), row.a, row.b


def _classes_named(row: Interaction) -> int:
    return sum(side.startswith(CLASS) for side in (row.a, row.b))


def interaction_finding(row: Interaction, pair: tuple[Taken, Taken], tables: Tables) -> Finding:
    """Return the finding of one pair, with the daily dose of the list held against the limit."""
    drug_ids = (pair[0].drug_id, pair[1].drug_id)
    limited = next((drug for drug in pair if drug.drug_id == row.limit_drug), None)
    reasons = limit_reasons(row, limited, drug_ids, tables) if limited else []
    if row.contraindicated:
        reasons.append(tables.say("interaction.contraindicated"))
    if row.region:
        reasons.append(tables.say("interaction.region", region=row.region))
    above = limited is not None and is_above(limited.at_least_mg, row.limit_mg_a_day)
    return Finding(
        "interaction", tuple(map(tables.inn, drug_ids)), row.mechanism, row.severity,
        min(row.urgency, "same_day", key=URGENCIES.index) if above else row.urgency,
        row.patient_note, row.professional_note, drug_ids, reasons=tuple(reasons),
        what_to_do=tables.say("interaction.was_taken" if any(drug.stopped for drug in pair)
                              else "interaction.what_to_do"),
        sources=cited(row.source_ids, tables), evidence=row.evidence,
        reviewed_on=row.reviewed_on, checked_by=row.checked_by,
    )  # fmt: skip


def is_above(daily_mg: float | None, limit: float | None) -> bool:
    """Say whether a daily dose is known and above a limit, both in mg."""
    return daily_mg is not None and limit is not None and daily_mg > limit


def limit_reasons(row: Interaction, limited: Taken, drug_ids: tuple[str, str], tables: Tables) -> list[str]:
    """Hold the daily dose of the list against the limit of a pair, in words."""
    if row.limit_mg_a_day is None:
        return []
    other = next(drug for drug in drug_ids if drug != row.limit_drug)
    names = {"drug": tables.inn(row.limit_drug), "limit": f"{row.limit_mg_a_day:g}", "other": tables.inn(other)}
    if is_above(limited.at_least_mg, row.limit_mg_a_day):
        return [tables.say("limit.above", dose=f"{limited.at_least_mg:g}", **names), *assumed_reasons(limited, tables)]
    if limited.daily_mg is None:
        return [tables.say("limit.unknown", **names)]
    return [tables.say("limit.within", dose=f"{limited.daily_mg:g}", **names), *assumed_reasons(limited, tables)]


def assumed_reasons(drug: Taken, tables: Tables) -> list[str]:
    """Say so where the daily dose rests on once a day being meant."""
    return [tables.say("limit.assumed")] if any(entry.once_daily_assumed for entry in drug.entries) else []


def dose_findings(current: Sequence[Taken], conditions: frozenset[str], tables: Tables) -> Iterator[Finding]:
    """Yield the daily doses of the list that are above a labelled limit, for everyone or for this person."""
    for drug in current:
        for limit in tables.dose_limits.get(drug.drug_id, ()):
            applies = not limit.condition or limit.condition in conditions
            if applies and is_above(drug.at_least_mg, limit.mg_a_day):
                yield dose_finding(limit, drug, tables)


def dose_finding(limit: DoseLimit, drug: Taken, tables: Tables) -> Finding:
    """Return the finding of a daily dose above a limit; one that depends on how ill the person is is less pressing."""
    inn = tables.inn(drug.drug_id)
    said = {"drug": inn, "dose": f"{drug.at_least_mg:g}", "limit": f"{limit.mg_a_day:g}"}
    severity, urgency, advice = "severe", "same_day", tables.say("dose.what_to_do")
    note = tables.say("dose.above", **said)
    if limit.condition:
        severity, urgency, advice = "moderate", "soon", tables.say("dose.what_to_do_condition")
        note = tables.say("dose.above_condition", risk=tables.term("risk_factor", limit.condition), **said)
    region = (tables.say("interaction.region", region=limit.region),) if limit.region else ()
    return Finding(
        "dose", (inn,), dose_mechanism(drug.drug_id, tables), severity, urgency, note, limit.note,
        (drug.drug_id,), reasons=(limit.note, *region, *assumed_reasons(drug, tables)), fit="fits",
        what_to_do=advice, sources=cited(limit.source_ids, tables),
        evidence=limit.evidence, reviewed_on=limit.reviewed_on, checked_by=limit.checked_by,
    )  # fmt: skip


def dose_mechanism(drug_id: str, tables: Tables) -> str:
    """Return the mechanism that a high dose brings on: one that the table ties to the dose, before the others."""
    rows = tables.weakness.get(drug_id, ())
    tied = [row for row in rows if "high_dose" in row.risk_factors] or list(rows)
    order = list(tables.mechanisms)
    return min((row.mechanism for row in tied), key=order.index, default="muscle")


def duplicate_findings(current: Sequence[Taken], tables: Tables) -> Iterator[Finding]:
    """Yield the ingredients with a warning that stand in more than one line."""
    for drug in current:
        lines = [entry for entry in drug.entries if entry.status == "current"]
        rows = tables.weakness.get(drug.drug_id, ())
        if len(lines) > 1 and rows:
            inn = tables.inn(drug.drug_id)
            yield Finding(
                "dose", (inn,), dose_mechanism(drug.drug_id, tables), "moderate", "soon",
                tables.say("duplicate.patient", drug=inn, count=len(lines)),
                tables.say("duplicate.professional", drug=inn), (drug.drug_id,),
                reasons=tuple(entry.raw.strip() for entry in lines),
                what_to_do=tables.say("duplicate.what_to_do"),
            )  # fmt: skip


def burden_findings(current: Sequence[Taken], tables: Tables) -> Iterator[Finding]:
    """Yield the mechanisms on which several medicines of the list add up, named and counted."""
    for burden in tables.burdens:
        sharing = [drug for drug in current if shares(drug, burden, tables)]
        if len(sharing) >= burden.at_least:
            drug_ids = tuple(drug.drug_id for drug in sharing)
            names = tuple(map(tables.inn, drug_ids))
            yield Finding(
                "burden", names, burden.mechanism, burden.severity, burden.urgency, burden.patient_note,
                burden.professional_note, drug_ids,
                reasons=(tables.say("burden.count", count=len(names), names=", ".join(names)),),
                what_to_do=tables.mechanisms[burden.mechanism].what_to_do, sources=cited(burden.source_ids, tables),
                evidence=burden.evidence, reviewed_on=burden.reviewed_on, checked_by=burden.checked_by,
            )  # fmt: skip


def shares(drug: Taken, burden: Burden, tables: Tables) -> bool:
    """Say whether the drug adds to the burden, by its class or by a mechanism that is more than mild."""
    if burden.class_id:
        return burden.class_id in tables.classes_of.get(drug.drug_id, ())
    rows = tables.weakness.get(drug.drug_id, ())
    return any(row.mechanism == burden.mechanism and row.severity != "mild" for row in rows)


def cited(source_ids: Sequence[str], tables: Tables) -> tuple[Source, ...]:
    """Return the sources behind their ids."""
    return tuple(tables.sources[source_id] for source_id in source_ids)
