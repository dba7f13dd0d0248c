"""Matches + tables -> what is taken, and the findings of each medicine by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from medcheck.naming.matches import Match
from medcheck.reading.lines import Entry
from medcheck.reading.lines.status import NEVER_TAKEN
from medcheck.tables import Tables
from medcheck.tables.rows import Burden, DoseLimit, Interaction, Source, Weakness

URGENCIES = ("emergency", "same_day", "soon", "routine")
SEVERITIES = ("severe", "moderate", "mild")
FITS = ("fits", "unclear", "points_away")
Claim = Weakness | Interaction | DoseLimit | Burden


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
    def dose_changed(self) -> date | None:
        """The day its dose was last changed, where one was given."""
        return max((entry.dose_changed for entry in self.entries if entry.dose_changed), default=None)

    @property
    def route(self) -> str:
        """The way in which it is taken, where every entry tells the same; else blank."""
        routes = {entry.route for entry in self.entries}
        return routes.pop() if len(routes) == 1 else ""

    def days(self, today: date) -> int | None:
        """Return for how many days it has been or was taken, or its course is meant to last; None where untold."""
        courses = [entry.days for entry in self.entries]
        if all(course is not None for course in courses):
            return max(course for course in courses if course is not None)
        return ((self.stop or today) - self.start).days if self.start else None

    @property
    def is_assumed(self) -> bool:
        """Whether once a day had to be assumed for a dose."""
        return any(entry.once_daily_assumed for entry in self.entries)

    @property
    def stopped(self) -> bool:
        """Whether it is no longer taken."""
        return all(entry.status == "stopped" for entry in self.entries)


@dataclass(frozen=True)
class Finding:
    """Something the tables hold against this list; `drugs` are INNs, `reasons` say how it fits this person.

    `claim` is the row behind it, `limit` says how the dose stands to the limit of a pair (above, unknown, within), and
    `explains` how much of what was told it explains (the points of data/fit_points.csv, added up).
    """

    kind: str
    drugs: tuple[str, ...]
    mechanism: str
    severity: str
    urgency: str
    patient_note: str
    professional_note: str
    drug_ids: tuple[str, ...] = ()
    claim: Claim | None = None
    frequency: str = ""
    onset: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    fit: str = "unclear"
    telling: bool = False
    alarming: bool = False
    explains: float = 0
    level: str = "listed"
    level_reason: str = ""
    limit: str = ""
    reasons: tuple[str, ...] = ()
    what_to_do: str = ""
    sources: tuple[Source, ...] = ()
    class_id: str = ""

    @property
    def row(self) -> Weakness | None:
        """The row of the weakness table of one medicine; None for a class, a pair, a dose or a burden."""
        return self.claim if isinstance(self.claim, Weakness) and not self.class_id else None

    @property
    def frequency_percent(self) -> float | None:
        """How many in a hundred, where the source of a single medicine says so."""
        return self.row.frequency_percent if self.row else None

    @property
    def after_stopping(self) -> str:
        """What becomes of it after the medicine is stopped."""
        return self.row.after_stopping if self.row else ""

    @property
    def evidence(self) -> str:
        """The best kind of document behind it; blank where it comes from the list alone."""
        return self.claim.evidence if self.claim else ""

    @property
    def reviewed_on(self) -> date | None:
        """The day its sources were last read."""
        return self.claim.reviewed_on if self.claim else None

    @property
    def checked_by(self) -> str:
        """The clinician who checked it; blank where none did."""
        return self.claim.checked_by if self.claim else ""


def taken_drugs(matches: Sequence[Match]) -> list[Taken]:
    """Return each ingredient of the resolved entries once, in the order of the list, but those that are not taken."""
    entries: dict[str, list[Match]] = {}
    for match in matches:
        for drug_id in match.drugs if match.entry.status not in NEVER_TAKEN else ():
            entries.setdefault(drug_id, []).append(match)
    return [
        Taken(drug_id, tuple(match.entry for match in group), *_daily_milligrams(group))
        for drug_id, group in entries.items()
    ]


def _daily_milligrams(group: Sequence[Match]) -> tuple[float | None, float | None]:
    """Add up the daily doses: what they come to, and what they come to at least.

    A line may not tell its dose, or only its first step, and the strength of a combination may be its partner's.
    """
    doses = [match.entry.daily_mg if len(match.drugs) == 1 else None
             for match in group if match.entry.status not in {"stopped"}]  # fmt: skip
    known = [dose for dose in doses if dose is not None]
    at_least = round(sum(known), 4) if known else None
    whole = len(known) == len(doses) and not any(match.entry.changing for match in group)
    return at_least if whole else None, at_least


def weakness_finding(row: Weakness, tables: Tables) -> Finding:
    """Return the finding of one row of the weakness table."""
    stopping = tables.stopping.get(row.drug_id)
    what_to_do = tables.mechanisms[row.mechanism].what_to_do
    return Finding(
        "weakness", (tables.inn(row.drug_id),), row.mechanism, row.severity, row.urgency,
        row.patient_note, row.professional_note, (row.drug_id,),
        claim=row, frequency=frequency_text(row, tables), onset=onset_text(row, tables),
        facts={kind: tables.term(kind, getattr(row, kind))
               for kind in ("pattern", "sensory_loss", "pain", "ck", "reversibility")},
        what_to_do=f"{what_to_do} {stopping.danger}" if stopping else what_to_do,
        sources=cited(row.source_ids, tables),
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
                claim=rows[0], class_id=class_id,
            )  # fmt: skip


def cited(source_ids: Sequence[str], tables: Tables) -> tuple[Source, ...]:
    """Return the sources behind their ids."""
    return tuple(tables.sources[source_id] for source_id in source_ids)


def is_above(daily_mg: float | None, limit: float | None) -> bool:
    """Say whether a daily dose is known and above a limit, both in mg."""
    return daily_mg is not None and limit is not None and daily_mg > limit


def assumed_reasons(drug: Taken, tables: Tables) -> list[str]:
    """Say so where the daily dose rests on once a day being meant."""
    return [tables.say("limit.assumed")] if drug.is_assumed else []


def is_elsewhere(route: str, routes: Sequence[str], tables: Tables) -> bool:
    """Say whether a medicine is taken in a way for which the claim does not hold; blank is all that reach the blood."""
    if not route:
        return False
    return route not in routes if routes else not tables.routes[route].reaches_blood
