"""List, answers and step -> the tab's own storage, and back after a reload: nothing of them is kept anywhere else.

A fixed script (the page's security policy allows it by its hash) puts what stands in a hidden mark into sessionStorage,
which the browser drops with the tab. A session that begins empty is given it back through a field that nobody sees.
"""

import json
from typing import Any

import streamlit as st
from markupsafe import Markup

from medcheck.app import names_read, steps
from medcheck.app.saved_list import Saved, SavedError, read_saved, written
from medcheck.app.shared import keyed, say, tables
from medcheck.weighing.patient import Patient

BEGUN = "begun"  # whether this session ever held anything: an empty list is then what the person wants
FIELD = "restore"
TO_AND_FROM_THE_TAB = (
    "<script>(() => {"
    "const mark = document.querySelector('[data-kept]'); const store = window.sessionStorage; if (!mark) return;"
    "if (mark.dataset.kept) { store.setItem('medcheck', mark.dataset.kept); return; }"
    "if (mark.dataset.begun) { store.removeItem('medcheck'); return; }"
    "const told = store.getItem('medcheck'); if (!told) return;"
    "const give = (left) => {"
    "const field = document.querySelector('.st-key-restore input');"
    "if (!field) { if (left) setTimeout(() => give(left - 1), 100); return; }"
    "Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, told);"
    "field.dispatchEvent(new Event('input', {bubbles: true}));"
    "field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));"
    "field.dispatchEvent(new FocusEvent('focusout', {bubbles: true}));"
    "}; give(50);"
    "})()</script>"
)
MARK = Markup('<span hidden data-kept="{}" data-begun="{}"></span>')


def show(patient: Patient) -> None:
    """Put what the session holds into the tab, or take it from there where the session has only begun."""
    state = st.session_state
    holds = bool(state["list"].strip()) or patient != Patient()
    state[BEGUN] = state.get(BEGUN, False) or holds
    told = written(Saved(state["list"], patient, names_read.chosen())) if holds else ""
    kept = json.dumps({"saved": told, "step": steps.at()}) if told else ""
    mark = str(MARK.format(kept, "yes" if state[BEGUN] else ""))
    st.html(TO_AND_FROM_THE_TAB + mark, unsafe_allow_javascript=True)
    if not state[BEGUN]:
        st.text_input(say("page.restore"), key=FIELD, on_change=_take_back, label_visibility="collapsed")


def _take_back() -> None:
    """Fill the fields with what the tab had kept; anything that is not readable is left."""
    try:
        told: Any = json.loads(st.session_state[FIELD])
        saved = read_saved(told["saved"].encode(), tables())
    except (ValueError, TypeError, KeyError, AttributeError, SavedError):
        return
    fill(saved)
    if told.get("step") in steps.STEPS:
        st.session_state[steps.STEP] = told["step"]


def fill(saved: Saved) -> None:
    """Put a saved list and its answers into the fields, instead of what was there."""
    state, patient = st.session_state, saved.patient
    state.update({"list": saved.text, "chosen": dict(saved.chosen), "entered": state["entered"] + 1})
    told = {"age": patient.age, "sex": patient.sex or None, "onset": patient.onset, "where": list(patient.where),
            "features": list(patient.features), "conditions": list(patient.conditions),
            "recent": list(patient.recent), "flags": list(patient.red_flags)}  # fmt: skip
    results = {f"result_{result.test}": result.value for result in patient.results}
    state.update({keyed(name): value for name, value in {**told, **results}.items()})
