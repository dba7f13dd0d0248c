"""The rows of the curated tables: one class a table, its fields the table's columns in order."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Source:
    """A document that was opened; `via` names the mirror where it was not the publisher's own page."""

    id: str
    title: str
    publisher: str
    year: str
    kind: str
    url: str
    via: str
    accessed: date | None


@dataclass(frozen=True, slots=True)
class Drug:
    """An active ingredient under its INN; `label_read_on` says that its label was read and nothing was found."""

    id: str
    inn: str
    us_name: str
    atc: str
    rxcui: str
    use_rank: int | None
    label_read_on: date | None
    label_source: str


class Name(NamedTuple):
    """Something people type for a drug; a combination has one row an ingredient.

    `meaning` is 2 or more where the name means another medicine as well. `countries` tells where it is sold so, and
    `routes` how, where every product that is sold so is put on or into one place of the body.
    """

    name: str
    drug_id: str
    kind: str
    region: str
    source: str
    meaning: int | None = None
    countries: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrugClass:
    """A group of drugs; `words` are what people write for it, `topics` what they write beside "tablet"."""

    id: str
    title: str
    kind: str
    words: tuple[str, ...]
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassMember:
    """One drug in one class."""

    class_id: str
    drug_id: str


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Two names that people confuse."""

    name_a: str
    name_b: str
    source: str


@dataclass(frozen=True, slots=True)
class EntryWord:
    """A word of a list line that is no name: a form, a word for medicine, a route, a salt, a direction, a maker."""

    word: str
    kind: str


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A way in which a medicine weakens, in the words of each reader."""

    id: str
    title: str
    plain: str
    what_to_do: str
    professional: str
    physio: str
    typical_pattern: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weakness:
    """One drug weakening by one mechanism; onset in days from the start of the drug."""

    drug_id: str
    mechanism: str
    severity: str
    frequency_band: str
    frequency_percent: float | None
    frequency_note: str
    onset_min_days: int | None
    onset_max_days: int | None
    onset_note: str
    after_stopping: str
    pattern: str
    sensory_loss: str
    pain: str
    ck: str
    risk_factors: tuple[str, ...]
    reversibility: str
    urgency: str
    routes: tuple[str, ...]
    only_if: str
    ask_if: str
    act_if: str
    association: str
    patient_note: str
    professional_note: str
    source_ids: tuple[str, ...]
    evidence: str
    reviewed_on: date | None
    written_by: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class Interaction:
    """Two drugs or classes (`class:ID`) that weaken together; the limit is in mg a day of `limit_drug`."""

    a: str
    b: str
    mechanism: str
    severity: str
    urgency: str
    limit_drug: str
    limit_mg_a_day: float | None
    contraindicated: str
    region: str
    routes: tuple[str, ...]
    only_if: str
    ask_if: str
    act_if: str
    association: str
    patient_note: str
    professional_note: str
    source_ids: tuple[str, ...]
    evidence: str
    reviewed_on: date | None
    written_by: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class DoseLimit:
    """A labelled daily dose in mg, for everyone or where `condition` holds."""

    drug_id: str
    mg_a_day: float | None
    condition: str
    region: str
    note: str
    source_ids: tuple[str, ...]
    evidence: str
    reviewed_on: date | None
    written_by: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class Strength:
    """A strength in mg in which a drug is sold as a tablet or capsule."""

    drug_id: str
    milligrams: float
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Registered:
    """A drug of which a public register holds a product."""

    drug_id: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stopping:
    """Why this drug must not be stopped suddenly."""

    drug_id: str
    danger: str
    source_ids: tuple[str, ...]
    evidence: str
    reviewed_on: date | None
    written_by: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class Burden:
    """A class, or all drugs of a mechanism, whose members add up from `at_least` of them on."""

    id: str
    class_id: str
    mechanism: str
    at_least: int
    severity: str
    urgency: str
    routes: tuple[str, ...]
    ask_if: str
    patient_note: str
    professional_note: str
    source_ids: tuple[str, ...]
    evidence: str
    reviewed_on: date | None
    written_by: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class Cause:
    """Another cause of leg weakness."""

    id: str
    title: str
    summary: str
    how_it_feels: str
    tests: tuple[str, ...]
    tests_why: str
    who_to_see: str
    urgency: str
    physio_note: str
    professional_note: str
    source_ids: tuple[str, ...]
    evidence: str
    reviewed_on: date | None
    written_by: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class CauseClue:
    """An answer of the person that points to or against a cause."""

    cause_id: str
    clue: str
    direction: str
    reason: str
    source_ids: tuple[str, ...]
    evidence: str
    reviewed_on: date | None
    written_by: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class CauseDrug:
    """A drug or class that mimics, worsens or brings about a cause."""

    cause_id: str
    drug: str
    relation: str
    reason: str
    source_ids: tuple[str, ...]
    evidence: str
    reviewed_on: date | None
    written_by: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class FitClue:
    """An answer of the person that fits or does not fit a mechanism."""

    mechanism: str
    clue: str
    direction: str
    reason: str
    source_ids: tuple[str, ...]
    evidence: str
    reviewed_on: date | None
    written_by: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class Route:
    """A way in which a medicine is taken, and whether what is taken so reaches the blood in full."""

    id: str
    reaches_blood: str


@dataclass(frozen=True, slots=True)
class RouteWord:
    """A word of a list line, in small letters, that tells how the medicine is taken."""

    word: str
    language: str
    route: str


@dataclass(frozen=True, slots=True)
class StatusWord:
    """Words that say who takes a medicine and whether still; `place` is where they stand: before, after, heading."""

    words: str
    language: str
    status: str
    place: str


@dataclass(frozen=True, slots=True)
class LevelRule:
    """The level that follows where all of `when` holds; `soonest` and `latest` bound how soon to act."""

    id: str
    when: tuple[str, ...]
    level: str
    soonest: str
    latest: str
    reason: str


@dataclass(frozen=True, slots=True)
class LabResult:
    """A blood test whose result a person may have at hand, with the usual bounds for adults in `unit`."""

    id: str
    title: str
    unit: str
    other_unit: str
    factor: float | None
    low: float | None
    high: float | None
    very_high: float | None
    implies_low: str


@dataclass(frozen=True, slots=True)
class FitPoint:
    """What one thing that was told is worth when findings are held against it; `days` is the time it turns on."""

    id: str
    points: float
    days: int | None
    why: str


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A sign that needs care now; `short` is its question in a few words."""

    id: str
    question: str
    short: str
    urgency: str
    meaning: str
    action: str
    source_ids: tuple[str, ...]
    evidence: str
    reviewed_on: date | None
    written_by: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class RedFlagRule:
    """A drug or class with any of the clues in `needs`, which together need care now."""

    id: str
    drug: str
    needs: tuple[str, ...]
    urgency: str
    text: str
    source_ids: tuple[str, ...]
    evidence: str
    reviewed_on: date | None
    written_by: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class Test:
    """A medical test and what it tells."""

    __test__ = False  # pytest takes classes of this name for its own

    id: str
    title: str
    plain_reason: str
    professional_note: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the closed vocabularies (conditions, places, features, urgency...) and how it is said."""

    kind: str
    id: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the report or the page; `{...}` marks what is filled in."""

    id: str
    text: str
