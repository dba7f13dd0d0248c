"""What every part of the page uses: the tables, the phrases, and text of people shown as text."""

import re
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import medcheck
from medcheck.naming.suggestions import Suggestions
from medcheck.tables import Tables, shipped

Colour = Literal["red", "orange", "blue", "gray", "violet"]
ICONS = {
    "emergency": ":material/e911_emergency:", "same_day": ":material/today:", "soon": ":material/date_range:",
    "routine": ":material/event_note:", "severe": ":material/report:", "moderate": ":material/warning:",
    "mild": ":material/info:", "fits": ":material/check:", "unclear": ":material/question_mark:",
    "points_away": ":material/call_missed_outgoing:", "act": ":material/today:", "ask": ":material/date_range:",
    "watch": ":material/visibility:", "listed": ":material/folder:",
}  # fmt: skip
COLOURS: dict[str, Colour] = {
    "emergency": "red", "same_day": "orange", "soon": "blue", "routine": "gray",
    "severe": "red", "moderate": "orange", "mild": "gray", "fits": "violet", "unclear": "gray", "points_away": "gray",
}  # fmt: skip
# Not named pages/: Streamlit would serve a folder of that name by itself, without the frame of page.py.
VIEWS, START = Path(__file__).with_name("views"), "check"
LONGEST_SHOWN = 300  # signs of one line of a list; the downloads hold the whole line

MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$:~&\"'=^])")
# Addresses, www, e-mail and :codes: are found after the escapes are gone; an invisible sign in them keeps them text.
CODES = re.compile(r"(:)(?=[^\s:])|(@)|(\bwww)(?=\.)", re.IGNORECASE)
JOINER = "\u2060"
TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # marks that turn the direction of what follows


@st.cache_resource(show_spinner=False)
def suggestions() -> Suggestions:
    """Return the suggestions over the shipped names, built once for all sessions; they hold nothing of a person."""
    return Suggestions(medcheck.shipped_matcher())


def page(name: str) -> StreamlitPage:
    """Return one of the pages, to be shown or linked to; each is a file of views/."""
    return st.Page(VIEWS / f"{name}.py", title=say(f"nav.{name}"), default=name == START)


def tables() -> Tables:
    """Return the shipped tables."""
    return shipped()


def say(phrase: str, **filled: object) -> str:
    """Return a phrase of data/phrases.csv."""
    return shipped().say(phrase, **filled)


def counted(phrase: str, count: int, **filled: object) -> str:
    """Return a phrase for one or for several: its own words where there is but one."""
    return say(f"{phrase}_one" if count == 1 else phrase, count=count, **filled)


def shown(text: str) -> str:
    """Return something typed as one line of plain text, cut where it is very long, that turns no other text around."""
    line = TURNS.sub("", " ".join(text.split()))
    return line if len(line) <= LONGEST_SHOWN else line[:LONGEST_SHOWN] + "…"


def plain(text: str) -> str:
    """Return text for a place that reads Markdown, with every sign of it made harmless, on one line."""
    joined = CODES.sub(lambda found: found[0] + JOINER, " ".join(text.split()))
    return MARKUP.sub(r"\\\1", joined)


def keyed(name: str) -> str:
    """Return a widget's key, which changes when everything is cleared, so that the browser forgets its value too."""
    return f"{name}_{st.session_state['round']}"


def renewed(name: str) -> str:
    """Return the key of a field that is emptied whenever something was added to the list, and when all is cleared."""
    return f"{keyed(name)}_{st.session_state['entered']}"
