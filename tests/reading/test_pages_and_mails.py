"""Saved web pages and mails: the medicines that a person sees in them, and everything else counted."""

import pytest
from read_files import left, reading, refusal, told

PORTAL = """<!DOCTYPE html><html><head><title>My record</title><style>p { color: red }</style></head><body>
<nav><ul><li>Home</li><li>Messages</li></ul></nav>
<h2>Medications</h2>
<table><tr><th>Name</th><th>Dose</th><th>Start</th></tr>
<tr><td>Zocor</td><td>40&nbsp;mg</td><td>2026-02-01</td></tr>
<tr><td>Metformin<br>Ramipril</td><td></td><td></td></tr></table>
<h2>Allergies</h2>
<table><tr><td>Penicillin</td><td>rash</td></tr><tr><td>Codeine</td><td>itch</td></tr></table>
<script>var drug = "aspirin";</script><p>We have stopped your amlodipine.</p></body></html>"""

MAIL = """From: A Person <a@example.org>
To: b@example.org
Subject: my list
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: {kind}; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

{body}
--x
Content-Type: application/pdf
Content-Disposition: attachment; filename="letter.pdf"

JVBERi0=
--x--
"""


def test_a_saved_portal_page_gives_the_rows_of_its_tables_and_the_medicines_of_its_text():
    assert told(PORTAL) == [
        ("Zocor 40 mg", "current"),
        ("Metformin", "current"),
        ("Ramipril", "current"),
        ("Penicillin", "allergy"),
        ("Codeine", "allergy"),
        ("We have stopped your amlodipine.", "stopped"),
    ]
    assert reading(PORTAL).format == "web page"
    assert [str(entry.start) for entry in reading(PORTAL).entries[:1]] == ["2026-02-01"]


def test_what_a_page_says_beside_its_medicines_is_counted_and_its_scripts_are_not_seen():
    assert left(PORTAL) == [("Home", False), ("Messages", False), ("Medications:", False), ("Allergies:", False)]


@pytest.mark.parametrize(
    "page",
    [
        "<ul><li>simvastatin 40 mg</li><li>ramipril</li></ul>",
        "<div>simvastatin 40 mg<br>ramipril</div>",
        "<html><body><table><tr><td>simvastatin 40 mg</td></tr><tr><td>ramipril</td></tr></table>",
        "<table><tr><td><table><tr><td>simvastatin 40 mg</td></tr><tr><td>ramipril</td></tr></table></td></tr></table>",
        "<p>simvastatin 40 mg<p>ramipril</table></td>",
    ],
)
def test_a_fragment_a_layout_table_and_a_page_with_missing_ends_read_alike(page):
    assert told(page) == [("simvastatin 40 mg", "current"), ("ramipril", "current")]


def test_a_page_without_medicines_is_refused():
    assert refusal("<html><body><p>Nothing here</p></body></html>") == (
        "list holds no medicines that could be read; give one a line, or a CSV with a column of them."
    )


@pytest.mark.parametrize("part", ["<p>simvastatin</p>", "<a", "<table><tr><td>x", "<a x='"])
def test_a_page_longer_than_any_list_is_refused(part):
    assert refusal("<html><body>" + part * 300_000) == (
        "list is a web page too long to be a list of medicines; save only its list."
    )


def test_a_mail_of_parts_in_parts_is_refused():
    part = "--x\nContent-Type: multipart/mixed; boundary=x\n\n"
    assert refusal("Subject: x\nContent-Type: multipart/mixed; boundary=x\n\n" + part * 1000) == (
        "list is a mail of more than 20 parts; save its text and upload that."
    )


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", "I take simvastatin 40 mg and predniso=\nne 5 mg. I stopped amlodipine."),
        ("text/html", "<p>I take simvastatin 40 mg and prednisone 5 mg.<br>I stopped amlo=\ndipine.</p>"),
    ],
)
def test_a_mail_gives_the_medicines_of_its_text_and_names_what_is_attached(kind, body):
    mail = MAIL.format(kind=kind, body=body)
    assert told(mail) == [
        ("I take simvastatin 40 mg", "current"),
        ("prednisone 5 mg.", "current"),
        ("I stopped amlodipine.", "stopped"),
    ]
    assert ("letter.pdf", True) in left(mail)


def test_the_letters_of_a_mail_are_read_in_its_own_alphabet():
    mail = b"Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=koi8-r\n\n"
    assert told(mail + "симвастатин 40 mg".encode("koi8-r")) == [("симвастатин 40 mg", "current")]


def test_a_mail_in_an_alphabet_that_does_not_exist_is_read_all_the_same():
    assert told("Subject: x\nContent-Type: text/plain; charset=klingon\n\nramipril\n") == [("ramipril", "current")]


def test_a_mail_without_text_is_refused():
    assert refusal("Subject: x\nMIME-Version: 1.0\nContent-Type: image/png\n\nAAAA\n") == (
        "list is a mail without text; save what is attached and upload that."
    )


def test_headers_that_were_pasted_without_those_of_a_mail_program_are_text():
    assert told("From: me\nTo: you\n\nramipril 5 mg\n") == [("ramipril 5 mg", "current")]
