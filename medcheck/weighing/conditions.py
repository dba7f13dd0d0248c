"""A condition of the tables (`kidney_disease|mg_a_day>=20`), a person and their list -> met, not met or not known."""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from medcheck.tables import Tables
from medcheck.weighing.findings import Taken
from medcheck.weighing.patient import Patient

ALWAYS, SYMPTOM = "always", "symptom"
SIGN, WITH = "sign:", "with:"
MEASURE = re.compile(r"(?:(?P<drug>[a-z0-9_]+)\.)?(?P<what>mg_a_day|days|age|count)(?P<sign>>=|<=|>)(?P<number>[\d.]+)")
SIGNS: Mapping[str, Callable[[float, float], bool]] = {">=": operator.ge, "<=": operator.le, ">": operator.gt}


@dataclass(frozen=True)
class Circumstances:
    """What a condition is held against: the person, the current medicines, and the one that the claim is about.

    `beside` holds the ids of all current medicines and of their classes, `count` how many share a burden;
    `assumes` lets a dose count for which once a day had to be assumed.
    """

    patient: Patient
    taken: Mapping[str, Taken]
    beside: frozenset[str]
    today: date
    drug_id: str = ""
    count: int = 0
    assumes: bool = True


def is_met(condition: str, circumstances: Circumstances) -> bool | None:
    """Say whether a condition is met; None where the list or the person does not tell."""
    return any_of(all_of(is_term_met(term, circumstances) for term in way.split("&")) for way in condition.split("|"))


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Return whether all are true; one that is false decides, one that is not known leaves it open."""
    given = set(answers)
    return False if False in given else None if None in given else True


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Return whether any is true; one that is true decides, one that is not known leaves it open."""
    given = set(answers)
    return True if True in given else None if None in given else False


def is_term_met(term: str, circumstances: Circumstances) -> bool | None:
    """Say whether one term is met; an illness or sign that was not told counts as absent."""
    patient = circumstances.patient
    if term in {ALWAYS, SYMPTOM}:
        return term == ALWAYS or patient.tells_symptoms
    if term.startswith(SIGN):
        return term.removeprefix(SIGN) in {*patient.where, *patient.features, *patient.red_flags}
    if term.startswith(WITH):
        return term.removeprefix(WITH) in circumstances.beside
    measure = MEASURE.fullmatch(term)
    return is_measured(measure, circumstances) if measure else term in patient.all_conditions


def is_measured(measure: re.Match[str], circumstances: Circumstances) -> bool | None:
    """Hold a number that was told against the bound of a term; a dose that is too high at least counts as known."""
    bound, compare = float(measure["number"]), SIGNS[measure["sign"]]
    drug = circumstances.taken.get(measure["drug"] or circumstances.drug_id)
    if measure["what"] == "mg_a_day" and drug and not circumstances.assumes and drug.is_assumed:
        return None
    if measure["what"] == "mg_a_day" and drug and drug.at_least_mg is not None:
        reached = compare(drug.at_least_mg, bound)
        return reached if reached or drug.daily_mg is not None else None
    numbers = {"age": circumstances.patient.age, "count": circumstances.count,
               "days": drug.days(circumstances.today) if drug else None}  # fmt: skip
    number = numbers.get(measure["what"])
    return None if number is None else compare(number, bound)


def in_words(condition: str, circumstances: Circumstances, tables: Tables) -> str:
    """Say a condition to people: the ways in which it is met, or all of them where none is."""
    ways = condition.split("|")
    met = [way for way in ways if is_met(way, circumstances)] or ways
    said = [joined("and", (term_in_words(term, tables) for term in way.split("&")), tables) for way in met]
    return joined("or", dict.fromkeys(said), tables)


def joined(word: str, parts: Iterable[str], tables: Tables) -> str:
    """Return parts with a word of the phrases between them."""
    return f" {tables.say(f'condition.{word}')} ".join(parts)


def term_in_words(term: str, tables: Tables) -> str:
    """Say one term to people."""
    if term.startswith(SIGN):
        sign = term.removeprefix(SIGN)
        kind = next((kind for kind in ("feature", "where") if sign in tables.terms[kind]), "")
        said = tables.term(kind, sign) if kind else tables.term("sign", sign)
        return tables.say("condition.sign", sign=said.lower())
    if term.startswith(WITH):
        return tables.say("condition.with", what=named(term.removeprefix(WITH), tables))
    if measure := MEASURE.fullmatch(term):
        drug = tables.inn(measure["drug"]) if measure["drug"] else tables.say("condition.it")
        bound = f"condition.{measure['what']}.{SIGNS[measure['sign']].__name__}"
        return tables.say(bound, number=measure["number"], drug=drug)
    if term in {ALWAYS, SYMPTOM}:
        return tables.say(f"condition.{term}")
    return tables.say("condition.illness", illness=tables.term("condition", term).lower())


def named(drug_or_class: str, tables: Tables) -> str:
    """Return the name of a medicine or of a class."""
    known = tables.classes.get(drug_or_class)
    return known.title.lower() if known else tables.inn(drug_or_class)
