"""A finding that was held against the person -> the same with its level, the reason for it, and how soon to act.

What a claim holds for stands in its row (`routes`, `only_if`, `ask_if`, `act_if`, `association`); which level follows
stands in data/level_rules.csv, where the first rule that holds decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from medcheck.tables import Tables
from medcheck.tables.rows import LevelRule
from medcheck.weighing.conditions import ALWAYS, Circumstances, in_words, is_met
from medcheck.weighing.findings import URGENCIES, Finding, Taken, is_elsewhere
from medcheck.weighing.fits import Told

LEVELS = ("act", "ask", "watch", "listed")
RAISED = LEVELS[:2]
CONDITIONS = ("only_if", "ask_if", "act_if")  # columns that hold a condition
ANSWERS = {True: "yes", False: "no", None: "unknown"}


def levelled(finding: Finding, told: Told, tables: Tables) -> Finding:
    """Return the finding with its level; the reason goes before the others, for it says why one is told of it."""
    circumstances = circumstances_of(finding, told, tables)
    drugs = [told.taken[drug_id] for drug_id in finding.drug_ids if drug_id in told.taken]
    facts = frozenset(facts_of(finding, drugs, told, circumstances, tables))
    rule = deciding(facts, tables.level_rules)
    reason = rule.reason.format(
        condition=condition_in_words(finding, rule, circumstances, tables),
        route=", ".join(dict.fromkeys(tables.term("route", drug.route).lower() for drug in drugs if drug.route)),
        drugs=" + ".join(finding.drugs),
    )
    urgency = clamped(finding.urgency, rule)
    return replace(finding, level=rule.level, level_reason=reason, urgency=urgency,
                   what_to_do=advice(finding, rule, drugs, tables))  # fmt: skip


def circumstances_of(finding: Finding, told: Told, tables: Tables) -> Circumstances:
    """Return what the conditions of a finding are held against."""
    current = [drug.drug_id for drug in told.taken.values() if not drug.stopped]
    beside = {*current, *(class_id for drug_id in current for class_id in tables.classes_of.get(drug_id, ()))}
    drug_id = finding.drug_ids[0] if finding.drug_ids else ""
    return Circumstances(told.patient, told.taken, frozenset(beside), told.today, drug_id, len(finding.drug_ids))


def facts_of(
    finding: Finding, drugs: Sequence[Taken], told: Told, circumstances: Circumstances, tables: Tables
) -> Iterator[str]:
    """Yield what the rules ask of a finding, as words of data/level_rules.csv."""
    claim = finding.claim
    yield from (f"kind:{finding.kind}", f"mechanism:{finding.mechanism}", f"severity:{finding.severity}")
    yield from (f"fit:{finding.fit}", f"limit:{finding.limit}")
    yield f"association:{getattr(claim, 'association', '')}"
    yield f"evidence:{finding.evidence}"
    if finding.row:
        yield f"frequency:{finding.row.frequency_band}"
    for column in CONDITIONS:
        if condition := getattr(claim, column, ""):
            held_against = replace(circumstances, assumes=column != "act_if")
            yield f"{column}:{ANSWERS[is_met(condition, held_against)]}"
    if finding.kind != "burden" and any(is_elsewhere(one.route, getattr(claim, "routes", ()), tables) for one in drugs):
        yield "route:elsewhere"
    told_of = {"symptoms": told.patient.tells_symptoms, "telling": finding.telling,
               "danger": told.danger and finding.alarming,
               "stopped": any(drug.stopped for drug in drugs), "class_word": bool(finding.class_id),
               "assumed": any(drug.is_assumed for drug in drugs)}  # fmt: skip
    yield from (fact for fact, holds in told_of.items() if holds)


def deciding(facts: frozenset[str], rules: Sequence[LevelRule]) -> LevelRule:
    """Return the first rule that holds; the last one of the table always does."""
    return next(rule for rule in rules if all(holds(fact, facts) for fact in rule.when))


def holds(fact: str, facts: frozenset[str]) -> bool:
    """Say whether a fact of a rule is given, or absent where the rule wants it so."""
    return fact[1:] not in facts if fact.startswith("!") else fact in facts


def condition_in_words(finding: Finding, rule: LevelRule, circumstances: Circumstances, tables: Tables) -> str:
    """Say in brackets the condition on which a rule turns; blank where it turns on none, or holds for everyone."""
    columns = [column for column in CONDITIONS if any(fact.startswith(f"{column}:") for fact in rule.when)]
    condition = next((getattr(finding.claim, column, "") for column in columns), "")
    return f" ({in_words(condition, circumstances, tables)})" if condition not in {"", ALWAYS} else ""


def clamped(urgency: str, rule: LevelRule) -> str:
    """Return how soon to act: as the row says, but no sooner and no later than the rule allows."""
    place = URGENCIES.index(urgency)
    return URGENCIES[min(max(place, URGENCIES.index(rule.soonest)), URGENCIES.index(rule.latest))]


def advice(finding: Finding, rule: LevelRule, drugs: Sequence[Taken], tables: Tables) -> str:
    """Return what to do: of a pair what follows from its level, of all else what the finding says itself."""
    if finding.kind != "interaction":
        return finding.what_to_do
    if finding.urgency == "emergency" and rule.soonest == "emergency":
        return tables.mechanisms[finding.mechanism].what_to_do
    if any(drug.stopped for drug in drugs):
        return tables.say("interaction.was_taken")
    return tables.say(f"interaction.{rule.level}")
