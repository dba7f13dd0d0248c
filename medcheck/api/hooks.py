"""A CDS Hooks 2.0 call -> the services there are, or the cards that one returns."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import medcheck
from medcheck.api.cds_cards import cards
from medcheck.api.prefetch import TEMPLATES, Called, called
from medcheck.tables import shipped
from medcheck.weighing.report import report_on

HOOKS = ("patient-view", "order-select", "order-sign")


def service_id(hook: str) -> str:
    """Return the id of the service of a hook."""
    return f"medcheck-{hook}"


def discovery(_: object) -> dict[str, Any]:
    """Answer which services there are and what each wants prefetched."""
    tables = shipped()
    services = [
        {"hook": hook, "id": service_id(hook), "title": tables.say("hook.title"),
         "description": tables.say(f"hook.{hook.replace('-', '_')}"), "prefetch": TEMPLATES}
        for hook in HOOKS
    ]  # fmt: skip
    return {"services": services}


def opened(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer to a record that is opened: what all its medicines do."""
    call = called(asked, date.today())
    return answered(call, asked, None)


def ordered(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer to orders of a draft: what these do, alone and with the other medicines of the record."""
    call = called(asked, date.today())
    drugs = {drug for match in call.selected for drug in match.drugs}
    classes = {match.class_id for match in call.selected} - {""}
    return answered(call, asked, drugs | classes)


def answered(call: Called, asked: Mapping[str, Any], about: set[str] | None) -> dict[str, Any]:
    """Return the cards of a call."""
    tables = shipped()
    report = report_on(call.matches, call.patient, tables, medcheck.__version__, date.today(), call.unused)
    return {"cards": cards(report, about, call.gaps, asked["hookInstance"], tables)}
