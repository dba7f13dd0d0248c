"""Letters, e-mails and notes: the medicines in them, what was stopped, and what one is allergic to."""

import pytest
from read_files import left, reading, refusal, told

LETTER = """Dear Dr Example,
Thank you for seeing this 71 year old lady who came with weak legs for some weeks. We have stopped her simvastatin and
she should continue amlodipine 5 mg. She is allergic to penicillin and codeine. She denies taking ibuprofen.

Medications on discharge:
- Bisoprolol 2.5 mg od
- prednisolon 5 mg

Past medical history:
Hypertension
Stopped: aspirin 75 mg, ramipril
Allergies: none known

Kind regards
"""


def test_a_sentence_gives_what_is_continued_and_what_is_stopped():
    assert told("continue simvastatin 40 mg nocte and prednisolone 5 mg, stop aspirin") == [
        ("continue simvastatin 40 mg nocte", "current"),
        ("prednisolone 5 mg", "current"),
        ("stop aspirin", "stopped"),
    ]


def test_a_letter_gives_its_medicines_and_keeps_every_other_line():
    assert told(LETTER) == [
        ("We have stopped her simvastatin", "stopped"),
        ("she should continue amlodipine 5 mg.", "current"),
        ("She is allergic to penicillin", "allergy"),
        ("codeine.", "allergy"),
        ("Bisoprolol 2.5 mg od", "current"),
        ("prednisolon 5 mg", "current"),
        ("Stopped: aspirin 75 mg", "stopped"),
        ("ramipril", "stopped"),
    ]
    assert reading(LETTER).format == "prose"
    rows = left(LETTER)
    assert ("She denies taking ibuprofen.", True) in rows
    assert {"Dear Dr Example", "Hypertension", "Allergies: none known", "Kind regards"} <= {raw for raw, _ in rows}
    assert {number for number, line in enumerate(LETTER.splitlines(), 1) if line.strip()} - {3} == {
        part.line for part in (*reading(LETTER).entries, *reading(LETTER).unused)
    }


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("Aspirin - STOP\nramipril 5 mg", [("Aspirin - STOP", "stopped"), ("ramipril 5 mg", "current")]),
        ("Allergies:\nPenicillin\nCodeine\n\nMedication:\nZocor",
         [("Penicillin", "allergy"), ("Codeine", "allergy"), ("Zocor", "current")]),
        ("Allergies: NKDA\nZocor", [("Zocor", "current")]),
        ("Allergies: penicillin, codeine", [("Allergies: penicillin", "allergy"), ("Allergies: codeine", "allergy")]),
        ("stop aspirin and continue ramipril", [("stop aspirin", "stopped"), ("continue ramipril", "current")]),
        ("switched from ramipril to losartan", [("switched from ramipril", "stopped"), ("losartan", "current")]),
        ("aspirin stopped, ramipril 5 mg", [("aspirin stopped", "stopped"), ("ramipril 5 mg", "current")]),
        ("Stopped medicines\nZocor\n\nCurrent medicines\nramipril",
         [("Zocor", "stopped"), ("ramipril", "current")]),
        ("Hello,\nplease start simvastatn tonight", [("please start simvastatn tonight", "current")]),
        ("Hello,\nZocor; ramipril", [("Zocor", "current"), ("ramipril", "current")]),
        ("My mother used to take warfarin and now takes apixaban 5 mg",
         [("My mother used to take warfarin", "other_person"), ("now takes apixaban 5 mg", "other_person")]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_medicine_holds_for_those_named_with_it(text, entries):
    assert told(text) == entries


def test_an_e_mail_is_known_by_its_head_and_its_lines_are_not_taken_for_medicines():
    mail = "From: a@b.example\nSubject: my tablets\n\nHere they are:\n> metformin 500 mg\n> Zocor\n\nRegards\nAda\n"
    assert told(mail) == [("metformin 500 mg", "current"), ("Zocor", "current")]


def test_a_long_line_without_a_break_is_read_in_parts():
    line = "simvastatin 40 mg and " * 400
    assert {raw.removesuffix(" and") for raw, _ in told(line)} >= {"simvastatin 40 mg"}
    assert len(told(line)) == 400
    assert len(reading("x" * 4000 + " simvastatin").entries) >= 1


def test_text_too_long_to_have_been_written_is_refused():
    assert "plain text of more than 1 MB" in refusal("simvastatin\n" * 90_000)


@pytest.mark.parametrize(
    "text",
    [
        "Not allergic to penicillin. Takes simvastatin 40 mg.",
        "Not known to be allergic to codeine; takes simvastatin 40 mg",
        "never been allergic to penicillin, takes simvastatin 40 mg",
    ],
)
def test_what_one_is_not_allergic_to_is_neither_an_allergy_nor_taken(text):
    assert [(raw.strip(".").lower(), status) for raw, status in told(text)] == [("takes simvastatin 40 mg", "current")]


def test_two_sentences_of_one_line_do_not_hold_for_each_other():
    assert told("Allergic to penicillin. Simvastatin 40 mg daily.") == [
        ("Allergic to penicillin.", "allergy"),
        ("Simvastatin 40 mg daily.", "current"),
    ]


def test_a_direction_behind_a_full_stop_stays_with_its_medicine():
    assert told("Simvastatin 40 mg. Take one at night") == [("Simvastatin 40 mg. Take one at night", "current")]


@pytest.mark.parametrize(
    "lines",
    [
        ["import csv", "def read(file):", "    rows = csv.reader(file)", "    return rows", "", "class A:", "x = 1"],
        ["[tool]", 'name = "calamine"', 'version = "1"', "[tool.more]", "key = 2", "deps = [", "]"],
    ],
)  # fmt: skip
def test_the_text_of_a_program_is_told_from_a_list(lines):
    assert refusal("\n".join(lines)) == (
        "list holds no list of medicines (it seems to hold the text of a program or its settings); give one a line."
    )
