"""Step two, if the person likes: age, conditions and what the weakness is like."""

from datetime import date

import streamlit as st

from medcheck.app.shared import say, tables
from medcheck.patient import OLDEST, Patient


def show() -> Patient:
    """Ask about the person and return what was told."""
    terms = tables().terms
    with st.expander(say("page.about_you")):
        flags = st.multiselect(say("page.red_flags"), list(tables().red_flags), key="red_flags",
                               format_func=lambda flag: tables().red_flags[flag].question)  # fmt: skip
        left, right = st.columns(2)
        age = left.number_input(say("page.age"), 0, OLDEST, None, key="age")
        sex = right.selectbox(say("page.sex"), list(terms["sex"]), None, key="sex",
                              format_func=lambda word: terms["sex"][word].title)  # fmt: skip
        onset = st.date_input(say("page.onset"), None, max_value=date.today(), min_value=date(1950, 1, 1), key="onset",
                              format="YYYY-MM-DD")  # fmt: skip
        where, features, conditions = (
            st.multiselect(say(f"page.{name}"), list(terms[kind]), key=name,
                           format_func=lambda word, kind=kind: terms[kind][word].title)
            for name, kind in (("where", "where"), ("features", "feature"), ("conditions", "condition"))
        )  # fmt: skip
    return Patient(age, sex or "", tuple(conditions), onset if isinstance(onset, date) else None, tuple(where),
                   tuple(features), tuple(flags))  # fmt: skip
