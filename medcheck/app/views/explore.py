"""A filter -> the page of the rows that fit it, with counts and sources."""

import streamlit as st

from medcheck.app.shared import keyed, page, plain, say, tables
from medcheck.app.table_search import TABLES, Filter, Row, correction, fitting, meant, rows, title
from medcheck.weighing.findings import SEVERITIES

AT_ONCE = 25
MOST_SOURCES = 4
LONGEST_NAME = 60  # signs
MOST_NAMES = 8


def show() -> None:
    """Ask for filters and show the rows that fit."""
    st.text(say("explore.tagline"))
    table = st.segmented_control(say("explore.table"), TABLES, default=TABLES[0], required=True, key=keyed("explore"),
                                 format_func=lambda name: say(f"explore.{name}")) or TABLES[0]  # fmt: skip
    wanted = ask(table)
    every = shown_rows(table)
    found = list(fitting(every, wanted, tables()))
    about = {subject for row in found for subject in row.subjects}
    st.success(say("explore.count", rows=f"{len(found):,}", of=f"{len(every):,}", drugs=f"{len(about):,}"))
    if found:
        show_rows(part_of(found))
    else:
        st.text(say("explore.none"))
    st.header(say("explore.correct_heading"), anchor=False)
    st.text(say("explore.correct"))
    st.page_link(page("coverage"), icon=":material/grid_on:")


@st.cache_resource(show_spinner=False)
def shown_rows(table: str) -> list[Row]:
    """Return a table as rows to show, made once for all sessions; they hold nothing of a person."""
    return rows(table, tables())


def ask(table: str) -> Filter:
    """Ask what the rows must be about."""
    name_box, class_box, about_box, severity_box = st.columns(4)
    typed = name_box.text_input(say("explore.name"), key=keyed("explore_name"), max_chars=LONGEST_NAME,
                                placeholder=say("explore.name_hint"))  # fmt: skip
    classes, causes = tables().classes, tables().causes
    class_id = class_box.selectbox(say("explore.class"), list(classes), None, key=keyed("explore_class"),
                                   format_func=lambda one: classes[one].title)  # fmt: skip
    mechanism = cause = severity = None
    if table == "cause_drugs":
        cause = about_box.selectbox(say("explore.cause"), list(causes), None, key=keyed("explore_cause"),
                                    format_func=lambda one: causes[one].title)  # fmt: skip
    else:
        mechanism = about_box.selectbox(say("explore.mechanism"), list(tables().mechanisms), None,
                                        key=keyed("explore_mechanism"),
                                        format_func=lambda one: tables().mechanisms[one].title)  # fmt: skip
        severity = severity_box.selectbox(say("explore.severity"), SEVERITIES, None, key=keyed("explore_severity"),
                                          format_func=lambda one: tables().term("severity", one))  # fmt: skip
    return Filter(drugs_of((typed or "").strip()), class_id or "", mechanism or "", cause or "", severity or "")


def drugs_of(typed: str) -> frozenset[str] | None:
    """Return the drugs that a typed name may mean and say how it was taken; None where nothing was typed."""
    if not typed:
        return None
    drugs = meant(typed)
    names = ", ".join(map(tables().inn, drugs[:MOST_NAMES]))
    st.text(say("explore.read_as", names=names) if drugs else say("explore.unknown_name"))
    return frozenset(drugs)


def part_of(found: list[Row]) -> list[Row]:
    """Return the rows of the part that is looked at."""
    parts = -(-len(found) // AT_ONCE)
    if parts == 1:
        return found
    part = int(st.number_input(say("explore.page"), 1, parts, width=220, key=keyed(f"explore_part_{parts}")))
    first = (part - 1) * AT_ONCE
    st.text(say("explore.more", first=first + 1, last=min(first + AT_ONCE, len(found))))
    return found[first : first + AT_ONCE]


def show_rows(found: list[Row]) -> None:
    """Show rows as cards, each with how to propose a correction of it."""
    for place, row in enumerate(found):
        with st.container(border=True, key=f"row_{place}", gap="xsmall"):
            st.markdown(f"### {plain(' + '.join(title(subject, tables()) for subject in row.subjects))}", anchors=False)
            st.markdown(f"**{plain(said(row))}**")
            st.text(row.note)
            st.markdown(f":small[{origin(row)}]")
            with st.popover(say("explore.correct_this"), type="tertiary", icon=":material/edit:"):
                st.text(say("explore.correct_how"))
                st.code(correction(row, tables()), language=None, wrap_lines=True)


def said(row: Row) -> str:
    """Say what a row is about, and how severe it is."""
    return f"{row.what} ({tables().term('severity', row.severity)})" if row.severity else row.what


def origin(row: Row) -> str:
    """Return the sources of a row as links, and whether a clinician has reviewed it."""
    sources = [tables().sources[source] for source in row.source_ids[:MOST_SOURCES]]
    links = [f"[{plain(source.title)}](<{source.url}>)" for source in sources]
    reviewed = say("report.checked_by", name=row.checked_by) if row.checked_by else say("report.not_checked_by")
    return " · ".join([*links, plain(reviewed)])


show()
