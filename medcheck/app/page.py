"""An address -> the frame around every page of the dashboard, and the page in it."""

from pathlib import Path

import streamlit as st

from medcheck.app import enter, overview
from medcheck.app.shared import START, page, say

STYLE = Path(__file__).with_name("page.css")
NAMES = (START, "explore", "bulk", "about")
LINKED = ("coverage",)  # from other pages only


def show() -> None:
    """Show the frame and in it the page that the address names."""
    st.set_page_config(say("page.title"), "💊", layout="wide")
    st.html(STYLE)
    st.html(overview.STYLE)
    enter.begin()
    pages = {name: page(name) for name in (*NAMES, *LINKED)}
    chosen = st.navigation(list(pages.values()), position="hidden")
    head()
    with st.container(horizontal=True, key="nav"):
        for name in NAMES:
            st.page_link(pages[name])
    chosen.run()


def head() -> None:
    """Say what the page is and that it keeps nothing, with the button that forgets everything."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="head"):
        st.title(say("page.title"), anchor=False, width="content")
        st.button(say("page.clear"), type="tertiary", icon=":material/delete:", key="clear", on_click=enter.clear)
    with st.container(key="private", gap="xsmall"):
        st.markdown(f"**{say('page.tagline')}**")
        st.text(say("page.private"))


if __name__ == "__main__":
    show()
