"""Plain text -> entries: a list with one medicine a line, or prose in which medicines are spoken of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from medcheck.reading.files.column_titles import is_title
from medcheck.reading.files.not_a_list import what_lines_hold
from medcheck.reading.files.outcome import ReadError, Reading, Recognise, Unused
from medcheck.reading.files.upload import Upload
from medcheck.reading.lines import BULLET, Entry, read_entry, speaks_of_tablets, split_line, tokens
from medcheck.reading.lines.daily_dose import STRENGTH
from medcheck.reading.lines.status import heading_status, told_status, words_for
from medcheck.tables import Tables

LARGEST_TEXT = 1_000_000  # signs
WRAPPED = 50  # signs of a line that may go on in the next one
ENDS = (".", ":", ";", "!", "?")
LONGEST_TITLE = 80  # signs
LONGEST_SENTENCE = 1_500  # signs; anything longer is cut at a space
PROSE_WORDS = 10  # of a line that may be a sentence
ORDINARY_SHARE = 0.6  # of the words of a sentence
SHORTEST_UNKNOWN = 5  # letters of a word that may be a misspelt name

NEGATED_REASON = "negated"
OF_ANOTHER = "other_person"  # a sentence about somebody else stays about them

LETTER = re.compile(
    r"^\s*(?:dear\b|hi\b|hello\b|(?:kind |best |warm )?regards|yours|sincerely|sehr geehrte|liebe[rs]?\b"
    r"|gentile\b|egregi[oa]\b|buongiorno\b|estimad[oa]\b|querid[oa]\b|buenos d[ií]as\b|prezad[oa]\b|bom dia\b|bonjour\b"
    r"|ch(?:er|ère)\b"
    r"|(?:from|to|cc|subject|sent|date|von|an|betreff):\s)",
    re.IGNORECASE | re.MULTILINE,
)
SENTENCES = re.compile(r"(?<=[a-z\d)][.!?])\s+(?=[A-Z])|\s*;\s+")
TITLE = re.compile(r"^[#*=\s]*(?P<title>[^\d:;,]{3,60}?)\s*[*=]*:?\s*[*=]*$")
SECTIONS = (
    ("allergy", re.compile(r"allerg|intoleran|adverse", re.IGNORECASE)),
    ("stopped", re.compile(r"\b(?:stopped|discontinued|ceased|past|previous|former|old) (?:med|drug|tablet|treat)|"
                           r"^(?:stopped|discontinued|ceased)$|no longer", re.IGNORECASE)),
    ("current", re.compile(r"\b(?:med(?:ication|icine)?s?|drugs?|tablets|treatment|prescri\w+|rx|continue|start)\b",
                           re.IGNORECASE)),
    ("other", re.compile(r"histor|diagnos|problem|examin|investig|result|plan|follow|complaint|condition|social|family"
                         r"|exercise|diet|appointment|address|summary|impression|review|symptom|blood|vital|imaging",
                         re.IGNORECASE)),
)  # fmt: skip
NONE_OF = re.compile(r"\b(?:nkda|nka|none|nil|no known|not known|unknown|keine)\b", re.IGNORECASE)
NOT_ALLERGIC = re.compile(r"\b(?:not|no|never|without|isn['’]t|nor)\b(?: \w+){0,2} allerg", re.IGNORECASE)
NEGATED = re.compile(
    r"\b(?:denies|never (?:had|took|taken|been|on|started)|not (?:on|been on|started)|avoid|(?:do|did|does|should|must)"
    r" ?(?:not|n[o']t) (?:take|start|give|use))\b",
    re.IGNORECASE,
)
TAKING = re.compile(
    r"\b(?:continu\w+|start\w*|commenc\w+|beg[au]n|tak(?:e|es|ing)|took|prescrib\w+|given|increas\w+|decreas\w+|reduc\w+"
    r"|add(?:ed)?|restart\w*|resum\w+|remain\w*|keep|initiat\w+|treated with|now on|also on|switch\w*|chang\w+)\b",
    re.IGNORECASE,
)
CHANGED = re.compile(r"switched|changed|->|=>|→", re.IGNORECASE)


@dataclass
class Page:
    """A text as far as it was read, the section it is in, and whether it is prose."""

    tables: Tables
    recognise: Recognise
    prose: bool
    section: str = ""
    filled: bool = False
    entries: list[Entry] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)


def read(upload: Upload) -> Reading:
    """Read a text file; ReadError where it is too long to have been written by a person."""
    if len(upload.text) > LARGEST_TEXT:
        raise ReadError(f"{upload.file} is plain text of more than {LARGEST_TEXT // 1_000_000} MB; split it.")
    if holds := what_lines_hold(upload.text.splitlines()):
        raise ReadError(f"{upload.file} holds no list of medicines (it seems to hold {holds}); give one a line.")
    return read_text(upload.text, upload.tables, upload.recognise, upload)


def read_text(
    text: str, tables: Tables, recognise: Recognise, upload: Upload | None = None, *, prose: bool = False
) -> Reading:
    """Read every line of a list as one or more entries; of prose, the parts in which a medicine is spoken of."""
    lines = text.splitlines()
    page = Page(tables, recognise, prose or is_prose(text, lines, tables, recognise))
    numbered = list(unwrapped(lines) if page.prose else enumerate(lines, start=1))
    for number, line in upload.in_time(numbered) if upload else numbered:
        read_line(number, line, page)
    return Reading("prose" if page.prose else "text", tuple(page.entries), tuple(page.unused))


def unwrapped(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines of prose with their numbers, a sentence that goes on in the next line made one again."""
    held, first = "", 1
    for number, line in enumerate(lines, start=1):
        if len(held) >= WRAPPED and not held.rstrip().endswith(ENDS) and len(held) < LONGEST_SENTENCE and (
            line[:1].islower()
        ):  # fmt: skip
            held = f"{held.rstrip()} {line}"
            continue
        if number > 1:
            yield first, held
        held, first = line, number
    yield first, held


def is_prose(text: str, lines: Sequence[str], tables: Tables, recognise: Recognise) -> bool:
    """Say whether a text is a letter, or speaks in sentences: more of its lines do than name a medicine in short."""
    looked = [line for line in lines[:500] if line.strip()]
    headings = [line for line in looked if section_of(line, tables)]
    if LETTER.search(text) or recognise(headings).count(False) > 1:
        return True
    spoken = [line for line in looked if is_sentence(line, tables)]
    if not spoken:
        return False
    short = [line for line in looked if line not in spoken]
    return sum(map(bool, recognise(short))) < len(spoken) if short else True


def is_sentence(line: str, tables: Tables) -> bool:
    """Say whether a line is long and mostly of ordinary words."""
    words = tokens(line[:LONGEST_SENTENCE])
    if len(words) < PROSE_WORDS:
        return False
    plain = [word for word in words if word.lower() in tables.ordinary_words or word.lower() in tables.entry_words]
    return len(plain) >= ORDINARY_SHARE * len(words)


def section_of(line: str, tables: Tables) -> str:
    """Return what section a heading opens (current, stopped, allergy, other), blank where the line is no heading."""
    line = " ".join(line.split())
    if status := heading_status(line, tables):
        return status
    found = TITLE.match(line) if len(line) <= LONGEST_TITLE else None
    if found is None or not (line.rstrip(" *=").endswith(":") or line.lstrip().startswith(("#", "*", "="))
                             or len(line.split()) < 4):  # fmt: skip
        return ""
    told = ((name, words.search(found["title"])) for name, words in SECTIONS)
    name, words = next(((name, words) for name, words in told if words), ("", None))
    is_medicine = (
        name == "allergy" and words and speaks_of_tablets(found["title"][words.start() :].partition(" ")[2], tables)
    )
    return "" if is_medicine else name


def read_line(number: int, line: str, page: Page) -> None:
    """Add the entries of one line, and what of it was not used."""
    if not line.strip():
        page.section = "" if page.filled else page.section
        return
    section = "" if page.recognise([line])[0] or STRENGTH.search(line) else section_of(line, page.tables)
    if section and (page.prose or line.rstrip().endswith(":")):
        page.section, page.filled = section, False
        page.unused.append(Unused(number, line, page.tables.say("unused.title")))
        return
    status = page.section if page.section not in {"current", "other"} else ""
    if is_title(line) or not any(sign.isalnum() for sign in line):
        page.unused.append(Unused(number, line, page.tables.say("unused.title")))
        return
    page.filled = True
    for sentence in sentences(line) if page.prose or has_statements(line, page) else cut(line):
        read_sentence(number, sentence, status, page)


def has_statements(line: str, page: Page) -> bool:
    """Say whether several sentences of a line name medicines, so that what one says does not hold for the other."""
    parts = list(sentences(line))
    return len(parts) > 1 and sum(page.recognise(parts)) > 1


def sentences(line: str) -> Iterator[str]:
    """Yield the sentences of a line."""
    for sentence in SENTENCES.split(BULLET.sub("", line)):
        yield from cut(sentence)


def cut(text: str) -> Iterator[str]:
    """Yield a text in parts short enough to be looked at, cut at a space."""
    while len(text) > LONGEST_SENTENCE:
        place = text.rfind(" ", 1, LONGEST_SENTENCE)
        place = place if place > 0 else LONGEST_SENTENCE
        yield text[:place]
        text = text[place:]
    yield text


def read_sentence(number: int, sentence: str, status: str, page: Page) -> None:
    """Add the entries of one sentence; a status said before the first of several medicines holds for all of them."""
    carried = status
    for piece in split_line(sentence, page.tables):
        if reason := no_entry(piece, page):
            page.unused.append(Unused(number, piece, page.tables.say(f"unused.{reason}"), reason == NEGATED_REASON))
            continue
        for part in whole_allergies(piece, page):
            entry = read_entry(part, number, page.tables)
            own = said_before(piece, page.recognise, page.tables)
            carried = (
                carried
                if carried == OF_ANOTHER and own in {"", "current"}
                else own or ("" if says_taken(piece, page.tables) else carried)
            )
            entry = replace(entry, status=carried) if carried and entry.status == "current" else entry
            page.entries.append(entry)


def no_entry(piece: str, page: Page) -> str:
    """Return why a piece of a text is no entry, blank where it is one."""
    if NONE_OF.search(piece) and (words_for("allergy", page.tables).search(piece) or page.section == "allergy"):
        return "none_known"
    if NOT_ALLERGIC.search(piece):
        return "none_known"
    known = page.recognise([piece])[0]
    if page.prose and known and NEGATED.search(piece):
        return NEGATED_REASON
    if known or not page.prose or STRENGTH.search(piece):
        return ""
    of_medicines = page.section in {"current", "stopped", "allergy"} or TAKING.search(piece)
    return "" if of_medicines and has_unknown_word(piece, page.tables) else "nothing_named"


def has_unknown_word(piece: str, tables: Tables) -> bool:
    """Say whether a piece has a word that is in no dictionary, so that it may be a misspelt medicine."""
    return any(len(word) >= SHORTEST_UNKNOWN and word.isalpha() and word.lower() not in tables.ordinary_words
               and word.lower() not in tables.entry_words for word in tokens(piece))  # fmt: skip


def whole_allergies(piece: str, page: Page) -> list[str]:
    """Return the medicines of "allergic to penicillin, codeine" each by itself, so that none hides another."""
    found = words_for("allergy", page.tables).search(piece)
    if found is None:
        return [piece]
    names = [name.strip(" .") for name in re.split(r",|;|\band\b|\bor\b|/", piece[found.end() :]) if name.strip(" .")]
    if len(names) < 2 or not all(page.recognise(names)):
        return [piece]
    return [f"{found[0].strip(' :')}: {name}" for name in names]


def said_before(piece: str, recognise: Recognise, tables: Tables) -> str:
    """Return the status that stands before the name in a piece and so holds for what follows, else blank."""
    rest, told = told_status(piece, tables)
    if told and piece.endswith(rest.strip()):
        return told
    for status in ("allergy", "stopped"):
        found = words_for(status, tables).search(piece)
        if found and speaks_of_tablets(piece[found.end() :], tables):
            continue
        if found and not CHANGED.search(found[0]) and not recognise([piece[: found.start()]])[0]:
            return status if recognise([piece[found.end() :]])[0] or not piece[: found.start()].strip() else ""
    return ""


def says_taken(piece: str, tables: Tables) -> bool:
    """Say whether a piece has words of its own for taking, so that what was said before does not hold for it."""
    return TAKING.search(piece) is not None or words_for("stopped", tables).search(piece) is not None
