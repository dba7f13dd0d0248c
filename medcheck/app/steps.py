"""A press -> the step: medicines, understood, about you, result, in any order."""

import streamlit as st

from medcheck.app.shared import keyed, say

MEDICINES, UNDERSTOOD, ABOUT, RESULT = STEPS = ("medicines", "understood", "about", "result")
STEP, LIST_OPEN, ABOUT_OPEN = "step", "list_open", "about_open"
MOVES = "moves"  # how often a button led to another step


def at() -> str:
    """Return the step that is shown."""
    return st.session_state[STEP] or MEDICINES


# Fixed text: the page would otherwise stay where the step before was left, often far below the banner. The script is
# the same each time, for the page's security policy allows it by its hash; the number beside it makes it run anew.
TO_WHAT_CHANGED = (
    "<script>(() => { const go = () => {"
    "const place = document.querySelector('.st-key-answer') ?? document.querySelector('.st-key-step');"
    "place?.setAttribute('tabindex', '-1'); place?.focus({preventScroll: true});"
    "document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0) }; go(); setTimeout(go, 100) })()</script>"
)
MOVE = '<span hidden data-move="{}"></span>'


def show() -> None:
    """Show the steps as a bar, the present one marked."""
    st.segmented_control(say("step.label"), STEPS, required=True, key=STEP, on_change=unfold,
                         label_visibility="collapsed", width="stretch",
                         format_func=lambda step: say(f"step.{step}"))  # fmt: skip


def arrive() -> None:
    """Bring what a step begins with into view and into focus, after all of it is on the page."""
    if MOVES in st.session_state:
        st.html(TO_WHAT_CHANGED + MOVE.format(st.session_state[MOVES]), unsafe_allow_javascript=True)


def go(step: str) -> None:
    """Go to a step; nothing that was typed or answered is lost."""
    st.session_state[STEP] = step
    unfold()
    st.session_state[MOVES] = st.session_state.get(MOVES, 0) + 1


def unfold() -> None:
    """Open what belongs to the step and fold the rest away."""
    st.session_state[LIST_OPEN] = at() == MEDICINES
    st.session_state[keyed(ABOUT_OPEN)] = at() == ABOUT


def onward() -> None:
    """Offer the step before and the step after this one."""
    place = STEPS.index(at())
    with st.container(horizontal=True, key="onward"):
        st.button(say("step.back", step=say(f"step.{STEPS[place - 1]}")), key="go_back", on_click=go,
                  args=(STEPS[place - 1],))  # fmt: skip
        if at() != RESULT:
            st.button(say("step.next", step=say(f"step.{STEPS[place + 1]}")), type="primary", key="go_next",
                      on_click=go, args=(STEPS[place + 1],))  # fmt: skip
