"""Answers -> the patient: age, conditions, results, and what the weakness is like."""

from datetime import date

import streamlit as st

from medcheck.app import steps
from medcheck.app.shared import keyed, plain, say, tables
from medcheck.weighing.patient import HIGHEST, OLDEST, Patient
from medcheck.weighing.results import Measured, measured

EARLIEST = date(1950, 1, 1)


def show(flags: tuple[str, ...]) -> Patient:
    """Ask about the person and return what was told; `flags` are the signs that were tapped."""
    with (
        st.container(key="asking"),
        st.expander(say("page.about_you"), key=keyed(steps.ABOUT_OPEN), on_change="rerun"),
    ):
        st.text(say("page.about_why"))
        return ask(flags)


def ask(flags: tuple[str, ...]) -> Patient:
    """Ask for age, sex, the first day of the weakness, and what it is like."""
    left, right = st.columns(2)
    age = left.number_input(say("page.age"), 0, OLDEST, None, key=keyed("age"))
    sex = right.selectbox(say("page.sex"), list(tables().terms["sex"]), None, key=keyed("sex"),
                          format_func=lambda word: tables().term("sex", word))  # fmt: skip
    onset = st.date_input(say("page.onset"), None, max_value=date.today(), min_value=EARLIEST, key=keyed("onset"),
                          format="YYYY-MM-DD")  # fmt: skip
    where, features = chips("where", "where"), chips("features", "feature")
    return Patient(age, sex or "", chips("conditions", "condition"), onset if isinstance(onset, date) else None,
                   where, features, flags, chips("recent", "recent"), results())  # fmt: skip


def results() -> tuple[Measured, ...]:
    """Ask for the blood results that the person has at hand."""
    st.text(say("page.results"), help=say("page.results_why"))
    columns = st.columns(2)
    asked = {test: columns[place % 2].number_input(say("page.result_unit", title=test.title, unit=test.unit), 0.0,
                                                   float(HIGHEST), None, key=keyed(f"result_{test.id}"))
             for place, test in enumerate(tables().results.values())}  # fmt: skip
    return tuple(measured(test, value) for test, value in asked.items() if value is not None)


def chips(name: str, kind: str) -> tuple[str, ...]:
    """Ask with one chip a word of a vocabulary and return the words that were tapped."""
    tapped = st.pills(say(f"page.{name}"), list(tables().terms[kind]), selection_mode="multi", key=keyed(name),
                      format_func=lambda word: plain(tables().term(kind, word)))  # fmt: skip
    return tuple(tapped)
