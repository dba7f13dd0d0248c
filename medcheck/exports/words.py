"""A report -> sentences that more than one format shows."""

import re

from medcheck.reading.lines import Entry
from medcheck.tables import Tables
from medcheck.tables.rows import Source
from medcheck.weighing.findings import Finding
from medcheck.weighing.report import Report, Result

SENTENCE = re.compile(r"(?<=[.!?])\s+")
READERS = ("patient", "professional", "physio")


def how(result: Result, tables: Tables) -> str:
    """Say how an entry became what it is."""
    verdict = tables.term("verdict", result.match.verdict)
    return f"{verdict}: {result.match.via}" if result.match.via else verdict


def source_line(source: Source, tables: Tables) -> str:
    """Return a source as a line: title, publisher, year, kind, mirror and address."""
    mirror = tables.say("via.mirror", via=source.via) if source.via else ""
    return ", ".join(filter(None, [source.title, source.publisher, source.year, mirror, source.url]))


def advice_word(finding: Finding) -> str:
    """Name the phrase before the advice: it holds now where the answers fit in full, else if the effect is noticed."""
    calmer = finding.fit != "fits" or (finding.row is not None and finding.urgency != finding.row.urgency)
    return "word.if_noticed" if finding.kind in {"weakness", "burden"} and calmer else "word.what_to_do"


def standing(finding: Finding, tables: Tables) -> str:
    """Say on what a finding rests and whether a clinician has reviewed it."""
    reviewed = (tables.say("report.checked_by", name=finding.checked_by) if finding.checked_by
                else tables.say("report.not_checked_by"))  # fmt: skip
    if not finding.evidence:
        return tables.say("report.from_list")
    origin = tables.say("report.from", evidence=tables.term("evidence", finding.evidence), day=finding.reviewed_on)
    return f"{origin}; {reviewed}"


def note_for(finding: Finding, reader: str, tables: Tables) -> str:
    """Return what a finding says in the words of one reader: patient, professional or physio."""
    mechanism = tables.mechanisms[finding.mechanism]
    if reader == "professional":
        facts = tables.say("word.facts", **finding.facts) if finding.facts else ""
        return " ".join(filter(None, [finding.professional_note, facts, mechanism.professional]))
    return mechanism.physio if reader == "physio" else finding.patient_note


def why_in_short(finding: Finding) -> str:
    """Return the first sentence of what a finding says to the patient: why it matters."""
    return SENTENCE.split(finding.patient_note, maxsplit=1)[0]


def nothing_raised(report: Report, tables: Tables) -> str:
    """Say that nothing is raised; of a list in which nothing was recognised, that nothing could be checked."""
    unknown = all(result.state == "unrecognised" for result in report.results)
    return tables.say("report.nothing_checked" if unknown else "report.nothing_raised")


def dose_and_dates(entry: Entry, tables: Tables) -> str:
    """Return the daily dose, the way of taking, and since and until when, as far as a line tells them."""
    told = [tables.say("read.daily", dose=f"{entry.daily_mg:g}") if entry.daily_mg is not None else "",
            tables.term("route", entry.route) if entry.route else "",
            tables.say("read.since", day=entry.start) if entry.start else "",
            tables.say("read.until", day=entry.stop) if entry.stop else ""]  # fmt: skip
    return " · ".join(filter(None, told))


def what_was_told(report: Report, tables: Tables) -> list[str]:
    """Return what the person told of themselves, a few words each."""
    patient = report.patient
    told = [tables.say("told.age", age=patient.age) if patient.age is not None else "",
            tables.term("sex", patient.sex) if patient.sex else "",
            tables.say("told.onset", day=patient.onset) if patient.onset else ""]  # fmt: skip
    told += [tables.term("where", word) for word in patient.where]
    told += [tables.term("feature", word) for word in patient.features]
    told += [tables.red_flags[flag].short for flag in patient.red_flags]
    told += [tables.term("condition", word) for word in patient.conditions]
    told += [tables.term("recent", word) for word in patient.recent]
    told += [
        f"{tables.results[one.test].title} {one.value:g} {tables.results[one.test].unit}" for one in patient.results
    ]
    return list(filter(None, told))


def to_write_down(tables: Tables) -> list[str]:
    """Return what is worth writing down before seeing a doctor."""
    return [tables.say(f"write_down.{what}") for what in ("began", "medicines", "where", "tasks", "signs")]


def questions(report: Report, tables: Tables) -> list[str]:
    """Return what to ask the doctor or pharmacist about this report."""
    pairs = [" + ".join(finding.drugs) for finding in report.raised if finding.kind == "interaction"]
    fitting = [one.cause.title for one in report.causes if one.fit == "fits"][:3]
    asked = [tables.say("question.first")] if report.findings else []
    asked += [tables.say("question.interaction", drugs=pair) for pair in list(dict.fromkeys(pairs))[:4]]
    asked += [tables.say("question.change")] if report.findings else []
    if report.tests:
        asked.append(tables.say("question.tests", tests=", ".join(test.title for test in report.tests)))
    if fitting:
        asked.append(tables.say("question.other", causes="; ".join(fitting)))
    return asked
