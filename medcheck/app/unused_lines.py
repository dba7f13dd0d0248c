"""What of a text or file gave no medicine -> a count, and the lines where they are asked for."""

from collections.abc import Sequence

import streamlit as st

from medcheck.app.shared import shown
from medcheck.reading.files import Unused

MOST_LISTED = 200


def show(rows: Sequence[Unused], heading: str) -> None:
    """Show the rows folded under a heading that counts them, or nothing where there are none."""
    if rows:
        with st.expander(heading):
            st.text("\n".join(f"{row.line}: {shown(row.raw)} ({row.reason})" for row in rows[:MOST_LISTED]))
