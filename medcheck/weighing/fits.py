"""Findings and answers -> the findings held against what the person tells us: what fits and what points away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from medcheck.tables import Tables
from medcheck.tables.rows import CauseClue, FitClue
from medcheck.weighing.findings import Finding, Taken, spell_out
from medcheck.weighing.patient import Patient, holds

BACKGROUND = frozenset(
    {"age_min", "age_max", "sex", "condition", "duration_min", "duration_max"}
)  # no signs by themselves
ONE_PLACE, ONE_SIDE = "focal", "one_side"  # a pattern of the weakness table, and what a person says of it
ALARM = "red_flag:"
TELLING = {"clue:for", "clue:alarm", "clue:result"}
MARKS = ((ALARM, "clue:alarm"), ("result:", "clue:result"))  # clues that count for more than other signs
OWN_DISEASE = "condition:myasthenia_gravis"  # the illness of the mechanism itself, so a sign and no background


@dataclass(frozen=True)
class Signs:
    """What speaks for and against, in plain words; `background` speaks for it, but is no sign of weakness.

    `telling` says that something speaks for it which is not shared by much else: only that makes it pressing.
    `alarming` says that an emergency sign is one of this very mechanism. `marks` name each as data/fit_points.csv does.
    """

    against: tuple[str, ...] = ()
    favour: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    decisive: bool = False
    telling: bool = False
    alarming: bool = False
    marks: tuple[str, ...] = ()

    def plus(self, other: "Signs") -> "Signs":
        """Return both together."""
        return Signs(
            self.against + other.against,
            self.favour + other.favour,
            self.background + other.background,
            self.open + other.open,
            self.decisive or other.decisive,
            self.telling or other.telling,
            self.alarming or other.alarming,
            self.marks + other.marks,
        )

    @property
    def fit(self) -> str:
        """Fits, points away or unclear: a decisive misfit outweighs all, several telling signs outweigh a misfit."""
        if self.decisive or (self.against and not self.favour):
            return "points_away"
        telling = sum(mark in TELLING for mark in self.marks)
        return "fits" if self.favour and (telling > 2 * len(self.against) or not self.against) else "unclear"


def clue_signs(clues: Iterable[FitClue | CauseClue], patient: Patient, today: date) -> Signs:
    """Hold a person's answers against clues."""
    true = [clue for clue in clues if holds(clue.clue, patient, today)]
    speaks_for = [clue for clue in true if clue.direction != "against"]
    return Signs(
        tuple(clue.reason for clue in true if clue.direction == "against"),
        tuple(clue.reason for clue in speaks_for if not is_background(clue.clue)),
        tuple(clue.reason for clue in speaks_for if is_background(clue.clue)),
        telling=any(clue.direction == "for" for clue in speaks_for),
        alarming=any(clue.clue.startswith(ALARM) for clue in speaks_for),
        marks=tuple(mark_of(clue) for clue in true),
    )


def mark_of(clue: FitClue | CauseClue) -> str:
    """Return under which name a clue that holds counts in data/fit_points.csv."""
    kinds = () if clue.direction == "against" else MARKS
    special = next((name for kind, name in kinds if clue.clue.startswith(kind)), "")
    return special or f"clue:{clue.direction}"


def is_background(clue: str) -> bool:
    """Say whether a clue tells of the person and not of the weakness."""
    return clue.partition(":")[0] in BACKGROUND and clue != OWN_DISEASE


def timing_signs(finding: Finding, taken: Taken, patient: Patient, tables: Tables) -> Signs:
    """Hold the start and stop of a medicine against the day the weakness began."""
    drug = finding.drugs[0]
    if patient.onset is None or taken.start is None:
        missing = "timing.no_start" if taken.start is None else "timing.no_onset"
        asked = Signs(open=(tables.say(missing, drug=drug),)) if patient.tells_symptoms else Signs()
        return asked.plus(change_signs(finding, taken, patient.onset, tables)) if patient.onset else asked
    days = (patient.onset - taken.start).days
    if days < 0:
        reason = tables.say("timing.before", time=spell_out(-days, tables), drug=drug)
        return Signs(against=(reason,), decisive=True, marks=("timing:before",))
    if taken.stop and (patient.onset - taken.stop).days > days_of("timing:long_after_stop", tables):
        since = spell_out((patient.onset - taken.stop).days, tables)
        reason = tables.say("timing.long_after_stop", time=since, drug=drug)
        return Signs(against=(reason,), marks=("timing:long_after_stop",))
    return window_signs(finding, days, tables).plus(change_signs(finding, taken, patient.onset, tables))


def days_of(mark: str, tables: Tables) -> int:
    """Return the number of days on which a mark turns."""
    return tables.fit_points[mark].days or 0


def change_signs(finding: Finding, taken: Taken, onset: date, tables: Tables) -> Signs:
    """Hold the last change of dose against the day the weakness began: an effect may start anew from there."""
    last = finding.row.onset_max_days if finding.row else None
    days = (onset - taken.dose_changed).days if taken.dose_changed else -1
    if last is None or not 0 <= days <= last:
        return Signs()
    said = tables.say("timing.after_change", drug=finding.drugs[0], time=spell_out(days, tables))
    return Signs(favour=(said,), marks=("timing:after_change",))


def window_signs(finding: Finding, days: int, tables: Tables) -> Signs:
    """Hold the days from the start of a medicine to the weakness against the time in which it usually starts."""
    said = {"drug": finding.drugs[0], "time": spell_out(days, tables)}
    first, last = (finding.row.onset_min_days, finding.row.onset_max_days) if finding.row else (None, None)
    if first is None or last is None:
        return Signs(open=(tables.say("timing.no_window", **said),))
    if first <= days <= last:
        return Signs(favour=(tables.say("timing.within", **said),), marks=("timing:within",))
    window = {"first": spell_out(first, tables), "last": spell_out(last, tables)}
    when = "early" if days < first else "late"
    return Signs(open=(tables.say(f"timing.{when}", **window, **said),), marks=(f"timing:{when}",))


def elsewhere(finding: Finding, patient: Patient, tables: Tables) -> Signs:
    """Say so where the effect is felt in one place and the person told of others."""
    if not finding.row or finding.row.pattern != ONE_PLACE or not patient.where or ONE_SIDE in patient.where:
        return Signs()
    return Signs(open=(tables.say("pattern.focal", drug=finding.drugs[0]),))


def pair_signs(drugs: Sequence[Taken], patient: Patient, tables: Tables) -> Signs:
    """Hold the day from which a pair was taken together against the day the weakness began."""
    started = [(drug.start, tables.inn(drug.drug_id)) for drug in drugs if drug.start]
    if patient.onset is None or not started:
        return Signs()
    together, last = max(started)
    days = (patient.onset - together).days
    if days < 0:
        reason = tables.say("timing.pair_before", time=spell_out(-days, tables), drug=last)
        return Signs(against=(reason,), decisive=True, marks=("timing:before",))
    lately = days <= days_of("timing:pair_lately", tables)
    marks = ("timing:pair_lately",) if lately else ()
    return Signs(marks=marks, open=(tables.say("timing.pair_after", time=spell_out(days, tables), drug=last),))


def risk_reasons(finding: Finding, patient: Patient, tables: Tables) -> tuple[str, ...]:
    """Name what of this person makes the effect more likely; it says nothing of whether the effect is there."""
    shared = [risk for risk in (finding.row.risk_factors if finding.row else ()) if risk in patient.risk_factors]
    return tuple(tables.say("risk.shared", risk=tables.term("risk_factor", risk)) for risk in shared)


@dataclass(frozen=True)
class Told:
    """What findings are held against: the drugs by id, the person, the day, and whether there is an emergency sign.

    `alarmed` are the ids of the drugs with which a sign that was told is an emergency.
    """

    taken: Mapping[str, Taken]
    patient: Patient
    today: date
    danger: bool
    alarmed: frozenset[str] = frozenset()


def fitted(finding: Finding, told: Told, tables: Tables) -> Finding:
    """Return the finding with its fit to this person and the reasons."""
    if finding.kind == "dose":
        return finding
    patient = told.patient
    drugs = [told.taken[drug_id] for drug_id in finding.drug_ids if drug_id in told.taken]
    signs = signs_of(finding, drugs, told, tables)
    stopped = tuple(tables.say("status.stopped", drug=tables.inn(drug.drug_id)) for drug in drugs if drug.stopped)
    reasons = (*finding.reasons, *signs.against, *signs.favour, *signs.background, *signs.open, *stopped,
               *risk_reasons(finding, patient, tables))  # fmt: skip
    fit = signs.fit if patient.tells_symptoms else "unclear"
    marks = (*signs.marks, f"kind:{finding.kind}", *(["risk"] if risk_reasons(finding, patient, tables) else []))
    explains = sum(tables.fit_points[mark].points for mark in marks if mark in tables.fit_points)
    return replace(
        finding,
        fit=fit,
        reasons=reasons,
        telling=signs.telling,
        alarming=signs.alarming or not told.alarmed.isdisjoint(finding.drug_ids),
        explains=explains,
    )


def signs_of(finding: Finding, drugs: Sequence[Taken], told: Told, tables: Tables) -> Signs:
    """Return all that speaks for and against a finding: the pattern of the weakness, and its timing."""
    patient = told.patient
    clues = [clue for clue in tables.fit_clues if clue.mechanism == finding.mechanism]
    signs = clue_signs(clues, patient, told.today)
    if finding.kind == "interaction":
        return signs.plus(pair_signs(drugs, patient, tables))
    if finding.kind != "weakness" or not drugs:
        return signs
    timing = timing_signs(finding, drugs[0], patient, tables)
    if patient.tells_pattern and not signs.favour:  # the right time for a weakness of another kind
        timing = replace(timing, favour=(), open=timing.favour + timing.open, marks=())
    away = elsewhere(finding, patient, tables)
    return replace(signs.plus(timing).plus(away), telling=signs.telling and not away.open)
