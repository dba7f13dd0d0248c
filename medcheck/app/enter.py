"""What is typed, pasted, picked or uploaded -> step one: the list."""

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import medcheck
from medcheck.app import line_rows, steps, upload_box
from medcheck.app.kept import BEGUN
from medcheck.app.list_lines import add_lines
from medcheck.app.shared import plain, renewed, say, suggestions
from medcheck.reading.files import Reading

BEFORE = "list_before_example"
EXAMPLES = {"example": "example.list", "example_chemotherapy": "example.chemotherapy", "example_older": "example.older"}
LONGEST_SEARCH = 60  # signs


KEPT = ("list", "step", "reader_", "age_", "sex_", "onset_", "where_", "features_", "conditions_", "flags_")


def begin() -> None:
    """Give a new session its empty list, and keep the answers whose fields are not on this page or step."""
    for key in list(st.session_state):
        if str(key).startswith(KEPT):
            st.session_state[key] = st.session_state[key]  # else it is dropped with its field
    for key, value in {
        "list": "",
        "round": 0,
        "entered": 0,
        steps.STEP: steps.MEDICINES,
        steps.LIST_OPEN: True,
    }.items():
        st.session_state.setdefault(key, value)


def show(reading: Callable[[], Reading]) -> DeltaGenerator:
    """Ask for the list and show how it is read; return the place below it for what must be asked before a check.

    Once it was checked the list is folded away, to be opened and changed at any time.
    """
    first = steps.at() == steps.MEDICINES
    box = st.container() if first else st.expander(say("page.your_list"), key=steps.LIST_OPEN, on_change="rerun")
    with box:
        st.text(say("page.empty"))  # always: what comes and goes here would make the browser draw the box anew
        typing, finding = st.columns([3, 2], gap="large")
        with typing:
            st.text_area(say("page.box"), key="list", height=160, placeholder=say("page.box_hint"))
            check, by_step = st.columns(2)
            check.button(say("page.check"), type="primary", width="stretch", key="check", on_click=_ask_for_result)
            by_step.button(say("step.by_step"), width="stretch", key="by_step", on_click=steps.go,
                           args=(steps.UNDERSTOOD,))  # fmt: skip
            signs = st.container()
            line_rows.show(medcheck.shipped_matcher().match(reading().entries))
            examples()
        with finding:
            search()
            upload_box.show()
    return signs


def examples() -> None:
    """Offer lists to look at, and the person's own list back after one of them was taken."""
    st.text(say("page.examples"))
    with st.container(horizontal=True, gap="small", key="examples"):
        for name, text in EXAMPLES.items():
            st.button(say(f"page.{name}"), key=name, on_click=_fill_example, args=(text,))
        if st.session_state.get(BEFORE):
            st.button(say("page.before"), key="before", icon=":material/undo:", type="tertiary",
                      on_click=_bring_back)  # fmt: skip


def _ask_for_result() -> None:
    steps.go(steps.RESULT)
    st.session_state[steps.LIST_OPEN] = not st.session_state["list"].strip()


def _fill_example(text: str) -> None:
    own = st.session_state["list"].strip()
    if own and own not in {say(phrase) for phrase in EXAMPLES.values()}:
        st.session_state[BEFORE] = own
    st.session_state["list"] = say(text)
    _ask_for_result()


def _bring_back() -> None:
    st.session_state["list"] = st.session_state.pop(BEFORE)


def clear() -> None:
    """Forget everything; the new round gives every other widget a new key, so that the browser forgets it too."""
    rounds, before = st.session_state["round"] + 1, st.session_state["list"]
    for key in list(st.session_state):
        del st.session_state[key]
    st.session_state.update(
        {"list": "", "round": rounds, "entered": 0, steps.STEP: steps.MEDICINES, steps.LIST_OPEN: True, BEGUN: True}
    )
    if before.strip():
        st.session_state[line_rows.BEFORE_CHANGE] = before


@st.fragment
def search() -> None:
    """Suggest names while the person types one; a tap adds it to the list."""
    if st.session_state.pop("picked", False):
        st.rerun()
    typed = st.text_input(say("page.search"), key=renewed("search"), type="search", live="200ms",
                          placeholder=say("page.search_hint"))  # fmt: skip
    if not (typed or "").strip():
        return
    names = suggestions().suggest((typed or "")[:LONGEST_SEARCH])
    if not names:
        st.text(say("page.no_suggestions"))
        return
    key = renewed("suggestion")
    st.pills(say("page.suggestions"), names, key=key, format_func=plain, on_change=_add_suggestion, args=(key,))


def _add_suggestion(key: str) -> None:
    """Add the tapped name to the list; the box stands outside the fragment, so the whole page has to run."""
    add_lines([str(st.session_state[key]).split(" (")[0]])
    st.session_state.update({"entered": st.session_state["entered"] + 1, "picked": True})
