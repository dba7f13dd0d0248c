"""A corpus of inputs made to break a reader: each by its name, as bytes."""

# ruff: noqa: E501 - the hostile texts stand here as they are

import copy
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from pdf_files import bomb, locked, pdf, stream, whole, words
from photo_files import list_of, png_head, saved
from read_files import archive, sheet_xml, xlsx

LIST = "simvastatin 40 mg\n"
WRONG: tuple[Any, ...] = (None, True, -1, 1e400, "", "x" * 50_000, [], {}, [[]], [None], {"": {}}, ["simvastatin"] * 3)
FHIR: dict[str, Any] = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Medication", "id": "1", "code": {
            "text": "Zocor", "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "36567"}]}}},
        {"resource": {
            "resourceType": "MedicationRequest", "status": "active", "authoredOn": "2024-01-02",
            "medicationReference": {"reference": "urn:uuid:1", "display": "Zocor"},
            "dosageInstruction": [{"text": "one at night", "timing": {"repeat": {
                "frequency": 1, "period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2024-01-02"}}},
                "doseAndRate": [{"doseQuantity": {"value": 20, "unit": "mg"}}]}],
        }},
        {"resource": {"resourceType": "AllergyIntolerance", "code": {"text": "penicillin"},
                      "verificationStatus": {"coding": [{"code": "confirmed"}]}, "category": ["medication"]}},
    ],
}  # fmt: skip
SAVED = {"data_version": "1", "entries": [{"line": 1, "raw": "Zocor", "status": "current", "start": "2024-01-02"}],
         "findings": [], "unchecked": [], "unused": [{"line": 2, "raw": "x", "reason": "y", "maybe": True}]}  # fmt: skip
OPENFDA = {"results": [{"patient": {"drug": [{"medicinalproduct": "ZOCOR", "drugstartdate": "20240102",
           "activesubstance": {"activesubstancename": "SIMVASTATIN"}, "drugdosagetext": "20 mg"}]}}]}  # fmt: skip
RECORDS = [{"name": "Zocor", "dose": "20 mg", "start": "2024-01-02"}, {"name": "metformin", "dose": "500 mg"}]


def paths(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a JSON value."""
    yield here
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from paths(inner, (*here, key))


def with_wrong(value: Any, path: tuple[Any, ...], wrong: Any) -> Any:
    """A JSON value with something else in one place."""
    if not path:
        return wrong
    changed = copy.deepcopy(value)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = wrong
    return changed


def wrong_types() -> Iterator[tuple[str, bytes]]:
    """A value of each wrong type at every place of every JSON format."""
    for kind, value in {"fhir": FHIR, "saved": SAVED, "openfda": OPENFDA, "records": RECORDS}.items():
        for path in paths(value):
            for number, wrong in enumerate(WRONG):
                name = f"{kind} {'.'.join(map(str, path)) or 'whole'} #{number}"
                yield name, json.dumps(with_wrong(value, path, wrong)).encode()


def nested() -> Iterator[tuple[str, bytes]]:
    """Nesting and repetition beyond all sense."""
    for name, (start, inner, end) in {
        "lists": (b"[", b"", b"]"), "objects": (b'{"a":', b"1", b"}"), "bundles": (
            b'{"resourceType":"Bundle","entry":[{"resource":', b"{}", b"}]}"),
        "xml": (b"<a>", b"simvastatin", b"</a>"), "tables": (b"<table><tr><td>", b"simvastatin", b"</td></tr></table>"),
        "brackets": (b"(", b"simvastatin", b")"), "quotes": (b'"', b"simvastatin", b'"'),
    }.items():  # fmt: skip
        for deep in (50, 2_000, 100_000):
            yield f"{name} nested {deep}", start * deep + inner + end * deep
            yield f"{name} opened {deep}", start * deep + inner


def xml() -> Iterator[tuple[str, bytes]]:
    """XML that names files, unfolds or lies about what it is."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    heads = {
        "entity bomb": f'<!DOCTYPE a [<!ENTITY a0 "ha">{laughs}]>',
        "file": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        "address": '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
        "outside dtd": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
        "parameter": '<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]>',
    }
    bodies = {
        "cda": '<ClinicalDocument xmlns="urn:hl7-org:v3">{}</ClinicalDocument>',
        "plan": '<MP v="028"><S><M a="{}"/></S></MP>',
        "other": "<a>{}</a>",
    }
    for kind, body in bodies.items():
        for name, head in heads.items():
            yield f"{kind} {name}", (head + body.format("&x;" if "bomb" not in name else "&a9;")).encode()
        yield (
            f"{kind} million attributes",
            body.format("<b " + " ".join(f'a{n}="1"' for n in range(20_000)) + "/>").encode(),
        )
        yield f"{kind} cut off", body.format("Zocor").encode()[:-5]
        yield f"{kind} utf-7", b'<?xml version="1.0" encoding="utf-7"?>' + body.format("+ADw-x+AD4-").encode()
    yield "plan stylesheet", b'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?><MP v="028"><S><M a="Zocor"/></S></MP>'


def archives() -> Iterator[tuple[str, bytes]]:
    """Archives that unfold without end, point outside or are broken."""
    yield "zip bomb", archive({"a.csv": b"\0" * 50_000_000})
    inner = archive({"a.csv": LIST})
    for depth in range(5):
        inner = archive({f"{depth}.zip": inner})
        yield f"zip in zip {depth}", inner
    for name in (
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\x.csv",
        "a/\0b.csv",
        "\u202egnp.csv",
        "x" * 60_000,
        "__MACOSX/._a.csv",
    ):
        yield f"member {name[:20]!r}", archive({name: LIST})
    yield "many members", archive({f"{n}.csv": LIST for n in range(3_000)})
    whole = archive({"a.csv": "drug,n\nZocor,1\n"})
    for cut in (5, 20, 40, len(whole) - 30, len(whole) - 5):
        yield f"zip cut at {cut}", whole[:cut]
    broken = bytearray(whole)
    broken[40] ^= 0xFF
    yield "zip with a wrong sum", bytes(broken)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = 0o120777 << 16
        opened.writestr(link, "/etc/passwd")
    yield "symbolic link", out.getvalue()
    yield "no members", archive({})
    sheet = sheet_xml([["drug"], ["Zocor"]])
    yield (
        "sheet far apart",
        xlsx({"A": sheet.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')}),
    )
    yield "sheet of a formula", xlsx({"A": sheet.replace("Zocor", "=cmd|' /C calc'!A0")})
    yield (
        "sheet entity bomb",
        xlsx({"A": '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + sheet.replace("Zocor", "&b;")}),
    )
    yield "sheet cut off", xlsx({"A": sheet})[:-60]


FORMULAS = ("=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=HYPERLINK(\"http://x\")", "＝1+1",
            "%0A=1+1", '"=1+1"', "=IMPORTXML(\"http://x\",\"//a\")")  # fmt: skip
MARKUP = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![x](http://127.0.0.1:9/x.png)", "[x](javascript:alert(1))",
          "<iframe src=//x>", "</td></tr></table><h1>x", "`x`", "**x**", "# x", "| x | y |", "$x^2$", ":red[x]", "<style>*{display:none}",
          "{{7*7}}", "${7*7}", "{% include 'x' %}", "<svg/onload=alert(1)>", "&lt;script&gt;", "<!--", "]]>", "'; DROP TABLE drugs;--")  # fmt: skip
SIGNS = ("\u202eniatats", "sim\u200bvas\u200btatin", "simvastatin" + "\u0301" * 500, "ｓｉｍｖａｓｔａｔｉｎ", "sіmvastatin", "\ufeff\ufeffZocor",
         "Zocor\0", "\x1b[31mZocor", "💊" * 200, "Zocor\u2028aspirin", "ﷺ" * 500, "i\u0307" * 100, "\U000e0041Zocor", "\ud7ff\ue000",
         "a\u0300" * 5_000, "\u0085Zocor", "Zocor\x08\x08", "𝓩𝓸𝓬𝓸𝓻", "Zo­cor", "①②③")  # fmt: skip
SLOW = ("a" * 50_000, "1-" * 20_000, " " * 50_000 + "x", "(" * 20_000, "1/2/" * 10_000, "x mg " * 8_000, "started " * 5_000,
        "2024-01-" * 5_000, "and " * 8_000, "1.5" * 10_000, "every " * 5_000 + "day", "[" * 9_000 + "]" * 9_000, "a, " * 9_000,
        "mg" * 20_000, "-" * 50_000, "\t" * 50_000, "stop " * 8_000, "allergic to " * 4_000, "ab1" * 15_000, "é" * 30_000,
        "to " * 9_000, "1 2 " * 9_000, "->" * 9_000, "vitamin " * 5_000, "= " * 9_000, "\\" * 30_000)  # fmt: skip


def written() -> Iterator[tuple[str, bytes]]:
    """Formulas, markup, odd signs and slow lines, each as a line, as a cell and as a title."""
    for kind, texts in {"formula": FORMULAS, "markup": MARKUP, "signs": SIGNS, "slow": SLOW}.items():
        for number, text in enumerate(texts):
            quoted = text.replace('"', '""')
            yield f"{kind} {number} line", f"{LIST}{text}\n".encode("utf-8", "replace")
            yield f"{kind} {number} beside", f"{text} simvastatin 40 mg\n{LIST}".encode("utf-8", "replace")
            yield (
                f"{kind} {number} cell",
                f'drug,dose\nsimvastatin,40 mg\n"{quoted}","{quoted}"\n'.encode("utf-8", "replace"),
            )
            yield (
                f"{kind} {number} title",
                f'drug,"{quoted}"\nsimvastatin,40 mg\nramipril,5 mg\n'.encode("utf-8", "replace"),
            )


def binary() -> Iterator[tuple[str, bytes]]:
    """Bytes that are no text, or text that claims another alphabet."""
    yield from {
        "nothing": b"", "zeros": b"\0" * 5_000, "random": bytes(range(256)) * 50, "utf-16 odd": b"\xff\xfea",
        "utf-32": "simvastatin".encode("utf-32"), "utf-8 cut": "täglich".encode()[:2], "overlong": b"\xc0\xaf" * 50,
        "surrogates": b"\xed\xa0\x80" * 50, "pdf": b"%PDF-1.7\n", "png": b"\x89PNG\r\n", "elf": b"\x7fELF" + b"\0" * 90,
        "pickle": b"\x80\x04\x95", "gzip": b"\x1f\x8b\x08", "rtf": b"{\\rtf1 simvastatin}", "parquet": b"PAR1",
        "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "quotes": b'drug,n\n"Zocor,1\nramipril,2\n',
        "only delimiters": b",,,\n,,,\n", "wide": b"a," * 5_000 + b"\nb\n", "bom only": b"\xef\xbb\xbf", "cr only": b"a\rb\rc",
        "ndjson broken": b'{"resourceType":"Patient"}\n{"resourceType":\n', "json nan": b'{"resourceType":NaN}',
        "json twice": b'{"resourceType":"Bundle","resourceType":"Patient"}', "json lone": b'"\\ud800"',
    }.items()  # fmt: skip


def pdfs() -> Iterator[tuple[str, bytes]]:
    """PDFs that are broken, locked, endless, or something else as well."""
    page = words([(60, 800, "simvastatin 40 mg")])
    one = pdf(page)
    for cut in range(20, len(one), 60):
        yield f"pdf cut at {cut}", one[:cut]
    for place in range(15, len(one), 40):
        broken = bytearray(one)
        broken[place] ^= 0x15
        yield f"pdf wrong at {place}", bytes(broken)
    yield from {
        "pdf locked": locked(page, "x"), "pdf without copying": locked(page, ""), "pdf without pages": pdf(),
        "pdf of 10,000 pages": pdf(*[page] * 10_000), "pdf of a picture": pdf("0 0 400 400 re f"),
        "pdf bomb": bomb(700_000_000), "pdf bomb in a bomb": bomb(700_000_000, 2), "pdf bomb thrice": bomb(50_000_000, 3),
        "pdf pages in a circle": one.replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"),
        "pdf page in itself": pdf("/X Do", page_extra="", more=[stream(b"/X Do", "/Type /XObject /Subtype /Form")]),
        "pdf counts too much": one.replace(b"/Count 1", b"/Count 99999999"),
        "pdf counts below nothing": one.replace(b"/Count 1", b"/Count -1"),
        "pdf stream as long as it says": one.replace(b"/Length ", b"/Length 9999999"),
        "pdf page without end": one.replace(b"595 842", b"1e38 1e38"), "pdf page of nothing": one.replace(b"595 842", b"0 0"),
        "pdf signs without end": pdf(words([(60, 700, "x" * 1_000)]) * 1_500),
        "pdf of many lines": pdf("0 0 9 9 re S\n" * 300_000 + page), "pdf states in states": pdf("q " * 300_000 + page),
        "pdf lists in lists": whole([b"[" * 100_000]), "pdf objects in objects": whole([b"<< /A " * 50_000]),
        "pdf signs far apart": pdf(words([(1e30, -1e30, "Zocor"), (-1e30, 1e30, "Zocor")])),
        "pdf of one letter a place": pdf(words([(at % 500, at * 7 % 800, "a") for at in range(20_000)])),
        "pdf opens an address": pdf(page, page_extra="/AA << /O << /S /URI /URI (http://127.0.0.1:9/x) >> >>"),
        "pdf runs a script": one.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
        "pdf as zip": archive({"a.csv": LIST}) + one, "zip behind pdf": one + archive({"a.csv": LIST}),
        "pdf as page": b"<html>" + one, "pdf behind text": b"simvastatin\n" + one, "pdf and picture": one + b"\x89PNG\r\n\x1a\n",
        "pdf in pdf": pdf(page, more=[stream(one, "/Type /EmbeddedFile")]), "pdf with marks only": b"%PDF-1.4\n%%EOF",
    }.items()  # fmt: skip


def photos() -> Iterator[tuple[str, bytes]]:
    """Pictures that are broken, enormous, or something else as well."""
    one = saved(list_of(["simvastatin"]))
    for cut in (8, 20, 33, 60, len(one) // 2, len(one) - 12):
        yield f"photo cut at {cut}", one[:cut]
    for kind in ("JPEG", "WEBP", "GIF"):
        yield f"photo {kind} cut", saved(list_of(["simvastatin"]), kind)[:200]
    for size in ((0, 0), (1, 2**31 - 1), (2**31 - 1, 1), (2**31 - 1, 2**31 - 1), (20_000, 10_000)):
        yield f"photo says {size}", png_head(*size)
    yield from {
        "photo jpeg head": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03" * 3,
        "photo webp head": b"RIFF\xff\xff\xff\x7fWEBPVP8X\n\x00\x00\x00" + b"\xff" * 10, "photo gif head": b"GIF89a" + b"\xff" * 40,
        "photo heic": b"\0\0\0\x18ftypheic" + b"\xff" * 90, "photo as zip": archive({"a.csv": LIST}) + one,
        "zip behind photo": one + archive({"a.csv": LIST}), "photo and page": one + b"<html><script>alert(1)</script>",
        "photo of one point": saved(list_of().crop((0, 0, 1, 1))), "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><text>Zocor</text></svg>",
        "photos in a zip": archive({f"{at}.png": one for at in range(500)}), "tiff": b"II*\0" + b"\xff" * 40, "bmp": b"BM" + b"\xff" * 60,
    }.items()  # fmt: skip


def corpus() -> dict[str, bytes]:
    """All of it, but of the wrong types only every seventh, so that the corpus runs in CI within a minute or two."""
    return dict([*nested(), *xml(), *archives(), *written(), *binary(), *pdfs(), *photos(), *list(wrong_types())[::7]])
