"""What every part of the page uses: the tables, the matcher, and text shown as text."""

import re
from typing import Literal

import streamlit as st

import medcheck
from medcheck.suggestions import Suggestions
from medcheck.tables import Tables, shipped

ICONS = {"emergency": "🚨", "same_day": "⚠️", "soon": "🔶", "routine": "🔷"}
Colour = Literal["red", "orange", "blue", "gray"]
COLOURS: dict[str, Colour] = {"emergency": "red", "same_day": "orange", "soon": "blue", "routine": "gray",
           "severe": "red", "moderate": "orange", "mild": "gray"}  # fmt: skip
MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$:~&\"'=^])")


@st.cache_resource(show_spinner=False)
def suggestions() -> Suggestions:
    """Return the suggestions over the shipped names, built once for all sessions; they hold nothing of a person."""
    return Suggestions(medcheck.shipped_matcher())


def tables() -> Tables:
    """Return the shipped tables."""
    return shipped()


def say(phrase: str, **filled: object) -> str:
    """Return a phrase of data/phrases.csv."""
    return shipped().say(phrase, **filled)


def plain(text: str) -> str:
    """Return text with every Markdown sign made harmless, on one line."""
    return MARKUP.sub(r"\\\1", " ".join(text.split()))
