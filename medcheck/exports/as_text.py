"""Report -> plain text for a terminal, most urgent first."""

import textwrap
from collections.abc import Iterable, Iterator

from medcheck.exports.words import (
    READERS,
    advice_word,
    how,
    note_for,
    nothing_raised,
    questions,
    source_line,
    standing,
    to_write_down,
)
from medcheck.tables import Tables
from medcheck.weighing.causes import CauseFit
from medcheck.weighing.findings import Finding
from medcheck.weighing.levels import LEVELS, RAISED
from medcheck.weighing.report import Report, Result

WIDTH = 92
SIGNS = {"emergency": "!!", "same_day": "! ", "soon": "* ", "routine": "- "}
MOST_CAUSES = 6
FEW_CAUSES, FEW_REASONS = 3, 2  # of the short answer
MOST_UNUSED = 3  # rows of a file that gave no entry; all of them stand in the JSON
LONGEST_UNUSED = 120  # signs


def report_text(report: Report, tables: Tables, reader: str = "patient", *, whole: bool = False) -> str:
    """Write a report as plain text in the words of one reader: what is raised and a line a medicine, or the whole."""
    lines = whole_lines if whole or reader != READERS[0] else short_lines
    return "\n".join([*lines(report, tables, reader), ""])


def short_lines(report: Report, tables: Tables, reader: str) -> Iterator[str]:
    """Yield what a person has to know, and how to see the rest."""
    yield from first_lines(report, tables)
    if report.unchecked or report.unused:
        yield from section("report.unchecked", gap_lines(report, tables), tables)
    raised = raised_lines(report, tables, reader)
    yield from section("report.raised", raised, tables)
    yield from section("report.entries", medicine_lines(report, tables), tables)
    fitting = tuple(one for one in report.causes if one.fit == "fits")[:FEW_CAUSES]
    if fitting:
        yield from section("report.causes", fitting_lines(fitting), tables)
    if folded := report.at("listed"):
        yield from wrapped(tables.say("report.folded", count=len(folded)), "")
    yield from wrapped(tables.say("report.footer_short", data_version=report.data_version), "")


def first_lines(report: Report, tables: Tables) -> Iterator[str]:
    """Yield the title, how soon to act, and the signs that need help at once."""
    yield tables.say("report.title")
    yield tables.say("report.urgency", urgency=tables.term("urgency", report.urgency))
    yield ""
    yield from flag_lines(report, tables)


def raised_lines(report: Report, tables: Tables, reader: str) -> Iterator[str]:
    """Yield what is raised, each with why and what to do; or that nothing is."""
    if not report.raised:
        yield from wrapped(nothing_raised(report, tables), "")
    for finding in report.raised:
        yield from title_lines(finding, tables, reader)
        yield from wrapped(finding.level_reason, "   ")
        for reason in finding.reasons[:FEW_REASONS]:
            yield from wrapped(reason, "     - ")
        yield from wrapped(finding.what_to_do, "   > ")
        yield from wrapped(" ".join(source.url for source in finding.sources[:1]), "     ") if finding.sources else ()


def medicine_lines(report: Report, tables: Tables) -> Iterator[str]:
    """Yield each entry with what it became and the signs to know of it, then the pairs to know of."""
    watched = report.at("watch")
    for result in report.results:
        own = [one for one in watched if len(one.drug_ids) == 1 and one.drug_ids[0] in result.match.drugs]
        titles = dict.fromkeys(tables.mechanisms[one.mechanism].title.lower() for one in own)
        known = tables.say("report.know", signs=", ".join(titles)) if titles else ""
        yield from wrapped(" ".join(filter(None, [medicine_line(result, tables), known])), "   ")
    for finding in watched:
        if len(finding.drugs) > 1:
            title = tables.mechanisms[finding.mechanism].title.lower()
            yield from wrapped(tables.say("report.know_pair", drugs=" + ".join(finding.drugs), sign=title), "   ")


def medicine_line(result: Result, tables: Tables) -> str:
    """Return one entry as it was written, and what it became where that is not the very same word."""
    raw, drugs = result.match.entry.raw.strip(), ", ".join(result.drugs) or "?"
    became = raw if drugs.lower() in raw.lower() else f"{raw} -> {drugs}"
    state = "" if result.state == "listed" else tables.term("state", result.state)
    return ". ".join(filter(None, [became, state])) + ("." if not became.endswith(".") else "")


def fitting_lines(causes: Iterable[CauseFit]) -> Iterator[str]:
    """Yield causes that fit, a line each with what speaks for them."""
    for one in causes:
        yield from wrapped(f"{one.cause.title}: {' '.join(one.reasons[:2])}", "-  ")


def whole_lines(report: Report, tables: Tables, reader: str) -> Iterator[str]:
    """Yield the lines of the whole report in the order in which they matter."""
    yield from first_lines(report, tables)
    yield from section("report.unchecked", gap_lines(report, tables), tables)
    entries = (line for result in report.results for line in wrapped(entry_line(result, tables), "   "))
    yield from section("report.entries", entries, tables)
    yield from section("report.findings", findings_lines(report, tables, reader), tables)
    yield from section("report.causes", cause_lines(report.causes, tables), tables)
    asked = (line for question in questions(report, tables) for line in wrapped(question, "-  "))
    yield from section("report.questions", asked, tables)
    noted = (line for what in to_write_down(tables) for line in wrapped(what, "-  "))
    yield from section("report.write_down", noted, tables)
    yield from section("report.sources", source_lines(report, tables), tables)
    yield from wrapped(footer(report, tables), "")


def section(title: str, lines: Iterable[str], tables: Tables) -> Iterator[str]:
    """Yield a heading, its lines and a blank line."""
    yield tables.say(title)
    yield "-" * len(tables.say(title))
    yield from lines
    yield ""


def flag_lines(report: Report, tables: Tables) -> Iterator[str]:
    """Yield the red flags that were raised, and the signs that always need help at once."""
    if report.red_flags:
        raised = (line for flag in report.red_flags for line in wrapped(flag.text, SIGNS[flag.urgency] + " "))
        yield from section("report.red_flags", raised, tables)
    yield from wrapped(tables.say("report.always", signs=tables.say("report.signs")), "!! ")
    yield ""


def gap_lines(report: Report, tables: Tables) -> Iterator[str]:
    """Yield what was not checked and why."""
    for gap in report.unchecked:
        yield from wrapped(f"line {gap.line}, {gap.raw.strip()}: {gap.reason}", "?  ")
    if not report.unchecked:
        yield tables.say("report.nothing_unchecked")
    if report.unused:
        yield from wrapped(tables.say("report.unused", count=len(report.unused)), "")
        for row in report.unused[:MOST_UNUSED]:
            yield from wrapped(f"line {row.line}, {row.raw.strip()[:LONGEST_UNUSED]}: {row.reason}", "   ")


def findings_lines(report: Report, tables: Tables, reader: str) -> Iterator[str]:
    """Yield all findings, or that none is listed."""
    if not report.findings:
        yield from wrapped(tables.say("report.no_findings"), "")
    for level in LEVELS:
        found = report.at(level)
        if found:
            yield f"{tables.term('level', level)} ({len(found)})"
        for finding in found:
            told = finding_lines if level in RAISED else brief_lines
            yield from told(finding, report, tables, reader)


def source_lines(report: Report, tables: Tables) -> Iterator[str]:
    """Yield the sources, numbered as the findings cite them."""
    for number, source in enumerate(report.sources, start=1):
        yield from wrapped(source_line(source, tables), f"[{number}] ")


def footer(report: Report, tables: Tables) -> str:
    """Return the line that says what this is, from which data, and what it is not."""
    return tables.say("report.footer", version=report.version, data_version=report.data_version,
                      day=report.made_on.isoformat())  # fmt: skip


def entry_line(result: Result, tables: Tables) -> str:
    """Return what was written, what it became and how."""
    became = ", ".join(result.drugs) or "?"
    line = tables.say("report.became", raw=result.match.entry.raw.strip(), drugs=became, how=how(result, tables))
    return line if result.match.verdict == "none" else f"{line} · {tables.term('state', result.state)}"


def title_lines(finding: Finding, tables: Tables, reader: str) -> Iterator[str]:
    """Yield what a finding is about, how bad it may be, how soon to act, and its note."""
    title = f"{' + '.join(finding.drugs)}: {tables.mechanisms[finding.mechanism].title}"
    terms = (tables.term("kind", finding.kind), tables.term("severity", finding.severity),
             tables.term("urgency", finding.urgency))  # fmt: skip
    yield from wrapped(f"{title} [{' · '.join(terms)}]", SIGNS[finding.urgency] + " ")
    yield from wrapped(note_for(finding, reader, tables), "   ")


def brief_lines(finding: Finding, report: Report, tables: Tables, reader: str) -> Iterator[str]:
    """Yield one finding in short: its title, its note, why it has its level, and its sources."""
    yield from title_lines(finding, tables, reader)
    yield from wrapped(finding.level_reason, "   ")
    yield from finding_source_lines(finding, report, tables)


def finding_lines(finding: Finding, report: Report, tables: Tables, reader: str) -> Iterator[str]:
    """Yield one finding as a block, its sources by their numbers."""
    yield from title_lines(finding, tables, reader)
    told = {"word.how_often": finding.frequency, "word.when": finding.onset, "word.after": finding.after_stopping,
            "word.fit": tables.term("fit", finding.fit) if finding.reasons else ""}  # fmt: skip
    for word, text in told.items():
        yield from wrapped(f"{tables.say(word)}: {text}", "   ") if text else ()
    for reason in (finding.level_reason, *finding.reasons):
        yield from wrapped(reason, "     - ")
    yield from wrapped(f"{tables.say(advice_word(finding))}: {finding.what_to_do}", "   ")
    yield from finding_source_lines(finding, report, tables)


def finding_source_lines(finding: Finding, report: Report, tables: Tables) -> Iterator[str]:
    """Yield the sources of a finding by their numbers, who stands behind it, and a blank line."""
    numbers = "".join(f"[{report.source_numbers[source.id]}]" for source in finding.sources)
    origin = " ".join(filter(None, [numbers, standing(finding, tables)]))
    yield from wrapped(f"{tables.say('word.sources')}: {origin}", "   ")
    yield ""


def cause_lines(causes: tuple[CauseFit, ...], tables: Tables) -> Iterator[str]:
    """Yield the causes that fit or that the list touches, then the names of the others."""
    shown = [one for one in causes if one.fit == "fits" or one.drugs][:MOST_CAUSES]
    for one in shown:
        yield from wrapped(f"{one.cause.title} ({tables.term('fit', one.fit)}): {one.cause.summary}", "-  ")
        for reason in one.reasons[:4]:
            yield from wrapped(reason, "     ")
        yield from wrapped(f"{tables.say('word.who_to_see')}: {one.cause.who_to_see}", "     ")
    rest = ", ".join(one.cause.title for one in causes if one not in shown)
    yield from wrapped(tables.say("report.causes_more", titles=rest), "-  ") if rest else ()


def wrapped(text: str, start: str) -> list[str]:
    """Return text in lines of the terminal's width, the first after `start`, the others under it."""
    return textwrap.wrap(text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start)) or [start.rstrip()]
