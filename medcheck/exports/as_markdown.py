"""Report -> Markdown: the entries as a table that reads back, then what was found and not checked."""

import re
from collections.abc import Iterator

from medcheck.exports.as_text import LONGEST_UNUSED, MOST_UNUSED
from medcheck.exports.words import advice_word, how, questions, source_line, standing
from medcheck.tables import Tables
from medcheck.weighing.findings import Finding
from medcheck.weighing.levels import LEVELS
from medcheck.weighing.report import Report, Result

MARK = "<!-- medcheck-report -->"
SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&$:\"'=^@])")
COLUMNS = ("Line", "Entry", "Status", "Started", "Stopped", "Taken as", "How", "Checked")


def report_markdown(report: Report, tables: Tables) -> str:
    """Write a report as Markdown; everything typed stays text."""
    return "\n".join([*lines_of(report, tables), ""])


def plain(text: str) -> str:
    """Return text with every sign of Markdown made harmless; line breaks become <br>."""
    return SIGNS.sub(r"\\\1", text).replace("\r\n", "\n").replace("\n", "<br>")


def lines_of(report: Report, tables: Tables) -> Iterator[str]:
    """Yield the lines of the report, most urgent first."""
    yield from (MARK, f"# {tables.say('report.title')}", "")
    yield from (f"**{plain(tables.say('report.urgency', urgency=tables.term('urgency', report.urgency)))}**", "")
    if report.red_flags:
        yield from (f"## {tables.say('report.red_flags')}", "")
        yield from (f"- {plain(flag.text)}" for flag in report.red_flags)
        yield ""
    yield from (plain(tables.say("report.always", signs=tables.say("report.signs"))), "")
    yield from gap_lines(report, tables)
    yield from entry_lines(report, tables)
    yield from (f"## {tables.say('report.findings')}", "")
    if not report.findings:
        yield from (plain(tables.say("report.no_findings")), "")
    for level in LEVELS[:3]:
        if found := report.at(level):
            yield from (f"**{plain(tables.term('level', level))} ({len(found)})**", "")
        for finding in found:
            yield from finding_lines(finding, report, tables)
    yield from listed("report.on_record", [on_record(finding, report, tables) for finding in report.at("listed")],
                      tables)  # fmt: skip
    yield from listed("report.causes", [f"{one.cause.title}: {' '.join(one.reasons)}" for one in report.causes
                                        if one.fit == "fits" or one.drugs], tables)  # fmt: skip
    yield from listed("report.questions", questions(report, tables), tables)
    yield from listed("report.tests", [f"{test.title}: {test.plain_reason}" for test in report.tests], tables)
    yield from (f"## {tables.say('report.sources')}", "")
    yield from (f"{at}. {plain(source_line(source, tables))}" for at, source in enumerate(report.sources, start=1))
    yield from ("", plain(tables.say("report.footer", version=report.version, data_version=report.data_version,
                                     day=report.made_on.isoformat())))  # fmt: skip


def listed(title: str, lines: list[str], tables: Tables) -> Iterator[str]:
    """Yield a heading and its lines as a list, or nothing where there are none."""
    if lines:
        yield from (f"## {tables.say(title)}", "", *(f"- {plain(line)}" for line in lines), "")


def on_record(finding: Finding, report: Report, tables: Tables) -> str:
    """Return a finding that is only on record as a line: what, why it is folded, and its sources by their numbers."""
    numbers = ", ".join(str(report.source_numbers[source.id]) for source in finding.sources)
    title = f"{' + '.join(finding.drugs)}: {tables.mechanisms[finding.mechanism].title}"
    return f"{title}. {finding.level_reason} {tables.say('word.sources')}: {numbers}"


def gap_lines(report: Report, tables: Tables) -> Iterator[str]:
    """Yield what was not checked and why, and how many rows of a file were not used."""
    gaps = [f"{gap.raw.strip()}: {gap.reason}" for gap in report.unchecked]
    yield from listed("report.unchecked", gaps or [tables.say("report.nothing_unchecked")], tables)
    if report.unused:
        yield from (plain(tables.say("report.unused", count=len(report.unused))), "")
        yield from (f"- {plain(row.raw.strip()[:LONGEST_UNUSED])}: {plain(row.reason)}"
                    for row in report.unused[:MOST_UNUSED])  # fmt: skip
        yield ""


def entry_lines(report: Report, tables: Tables) -> Iterator[str]:
    """Yield the table of the entries."""
    yield from (f"## {tables.say('report.entries')}", "", f"| {' | '.join(COLUMNS)} |", "| --- " * len(COLUMNS) + "|")
    for result in report.results:
        yield f"| {' | '.join(map(plain, cells_of(result, tables)))} |"
    yield ""


def cells_of(result: Result, tables: Tables) -> tuple[str, ...]:
    """Return what stands in the row of one entry."""
    entry = result.match.entry
    return (str(entry.line), entry.raw, entry.status, str(entry.start or ""), str(entry.stop or ""),
            ", ".join(result.drugs) or "?", how(result, tables), tables.term("state", result.state))  # fmt: skip


def finding_lines(finding: Finding, report: Report, tables: Tables) -> Iterator[str]:
    """Yield one finding as a section, its sources by their numbers."""
    yield from (f"### {plain(' + '.join(finding.drugs))}: {plain(tables.mechanisms[finding.mechanism].title)}", "")
    terms = [tables.term("kind", finding.kind), tables.term("severity", finding.severity),
             tables.term("urgency", finding.urgency), tables.term("fit", finding.fit)]  # fmt: skip
    yield from (f"*{plain(' · '.join(terms))}*", "", plain(finding.patient_note), "")
    told = {"word.how_often": finding.frequency, "word.when": finding.onset, "word.after": finding.after_stopping,
            advice_word(finding): finding.what_to_do}  # fmt: skip
    yield from (f"- **{plain(tables.say(word))}**: {plain(text)}" for word, text in told.items() if text)
    yield from (f"- {plain(reason)}" for reason in (finding.level_reason, *finding.reasons))
    numbers = ", ".join(str(report.source_numbers[source.id]) for source in finding.sources)
    yield from (f"- {plain(tables.say('word.sources'))}: {numbers}. {plain(standing(finding, tables))}", "")
