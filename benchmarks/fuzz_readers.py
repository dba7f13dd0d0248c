"""Feed the readers damaged files for some minutes: no crash, no hang over 10 s, no more than 1 GB of memory.

    python benchmarks/fuzz_readers.py --minutes 30

Every round is a process of its own in which hypothesis changes files of every format; what failed is kept in the folder
of --keep. One round runs where no minutes are given.
"""

# ruff: noqa: E501 - the small files stand here as they are

import argparse
import base64
import io
import json
import multiprocessing
import queue
import resource
import signal
import sys
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

LONGEST = 10  # seconds of one file
MOST_MEMORY = 1_000_000  # kB
A_ROUND = 200  # files
LONGEST_ROUND = 300  # seconds
SIGNS = [b"", b"\x00", b"\xff\xfe", b"\n", b"\r", b'"', b"'", b",", b";", b"$", b"|", b"<", b">", b"&", b"{", b"}", b"[",
         b"]", b"null", b"-1", b"1e999", b"9" * 40, b"\xe2\x80\xae", b"\xef\xbb\xbf", b"(" * 50, b"[" * 3000, b"<a>" * 500,
         b"mg ", b" and ", b"2024-02-30", b"allergic to ", b"stop ", b"aspirin", b"a, " * 400, b"1-" * 400, b" " * 5000,
         b"x" * 20_000, b"&a;", b"<!DOCTYPE a [<!ENTITY a 'b'>]>", b"resourceType", b"=1+1", b"<br>", b"<table><tr><td>" * 300, b"<!--", b"<a" * 2000, b"--x\n", b"\\|"]  # fmt: skip

FHIR = {"resourceType": "Bundle", "entry": [
    {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Medication", "id": "1", "code": {"text": "Zocor"}}},
    {"resource": {"resourceType": "MedicationRequest", "status": "active", "authoredOn": "2024-01-02",
                  "medicationReference": {"reference": "urn:uuid:1"}, "dosageInstruction": [{"timing": {"repeat": {
                      "frequency": 2, "period": 1, "periodUnit": "d"}}, "doseAndRate": [{"doseQuantity": {
                          "value": 20, "unit": "mg"}}]}]}},
    {"resource": {"resourceType": "AllergyIntolerance", "code": {"coding": [{"display": "Penicillin"}]}}},
]}  # fmt: skip
CDA = (
    '<ClinicalDocument xmlns="urn:hl7-org:v3"><section><code code="10160-0"/><text><td ID="a">Zocor</td></text><entry>'
    '<substanceAdministration><statusCode code="active"/><effectiveTime><low value="20240203"/></effectiveTime>'
    '<doseQuantity value="20" unit="mg"/><consumable><manufacturedProduct><manufacturedMaterial><code displayName="Zocor">'
    '<originalText><reference value="#a"/></originalText></code></manufacturedMaterial></manufacturedProduct></consumable>'
    "</substanceAdministration></entry></section></ClinicalDocument>"
)
LETTER = (
    "Dear Dr A,\nShe was switched from ramipril to losartan 50 mg and is allergic to penicillin and codeine.\n"
    "Medications:\n- Zocor 20 mg nocte\n- metformin 500 mg 1-0-1 since Jan 2024\nStopped: aspirin\nAllergies: none\n"
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" '
    't="inlineStr"><is><t>Medicine</t></is></c><c r="B1" t="inlineStr"><is><t>Dose</t></is></c></row><row r="2"><c r="A2" '
    't="inlineStr"><is><t>Zocor</t></is></c><c r="B2"><v>20</v></c></row></sheetData></worksheet>'
)


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Return an archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def workbook(sheet: str | bytes) -> bytes:
    """Return a workbook of one sheet."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    link = f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/{{}}" Target="{{}}"/></Relationships>'
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": link.format("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                           f'xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": link.format("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet,
    })  # fmt: skip


def open_sheet(content: str | bytes) -> bytes:
    """Return an OpenDocument workbook with this content."""
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content,
                   "META-INF/manifest.xml": "<manifest/>"})  # fmt: skip


PAGE = "".join(
    f"BT /F1 10 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n" for x, y, text in (
        (60, 800, "Medicine"), (200, 800, "Dose"), (60, 784, "Zocor"), (200, 784, "20 mg"), (60, 770, "aspirin"),
        (200, 770, "75 mg"), (60, 700, "Allergies: codeine"))) + "55 812 m 300 812 l S 55 760 245 20 re S\n"  # fmt: skip


def pdf(content: str | bytes) -> bytes:
    """Return a PDF of one page with this content, as little of it as a program needs."""
    data = content.encode() if isinstance(content, str) else content
    return (b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font"
            b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length %d>>stream\n" % len(data) + data
            + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF")  # fmt: skip


CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table='
    '"urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="A"><table:table-row table:number-rows-repeated="2">'
    '<table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>Zocor</text:p></table:table-cell>'
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)
# Files as they are, and how the changed bytes are wrapped: a change of an archive's own bytes seldom reaches its inside.
PLAIN = [
    LETTER, "simvastatin 40 mg nocte\nmetformin, 500 mg; 1 bd\n", json.dumps(FHIR), CDA,
    "\n".join(json.dumps(part["resource"]) for part in FHIR["entry"]),
    "Medicine,Dose,Start,Status\nZocor,20 mg,2024-01-02,active\nmetformin,500 mg,,stopped\n",
    "primaryid$drugname$prod_ai$dose_amt$dose_unit$dose_freq\n1$ZOCOR$SIMVASTATIN$20$MG$QD\n",
    "CMTRT,CMDECOD,CMDOSE,CMDOSU,CMSTDTC\nZOCOR,SIMVASTATIN,20,mg,2024-01\n",
    " SHA,BNF CODE,BNF NAME ,ITEMS,\nQ,0212,Simvastatin_Tab 40mg   ,1,\n",
    '<MP v="028" U="0"><O ai="Penicillin"/><S><M p="1" m="1"/><M a="Zocor" m="½"><W w="Simvastatin" s="20 mg"/></M></S></MP>',
    "Blue Button\nAllergy Name: Codeine\nType: Drugs\nMedication: ZOCOR\nStatus: Active\nStart Date: 01/02/2024\n",
    '{"results": [{"patient": {"drug": [{"medicinalproduct": "ZOCOR", "drugstartdate": "20240102"}]}}]}',
    '[{"name": "Zocor", "dose": "20 mg"}, {"name": "metformin"}]',
    "\ufeffline,entry,status,start,stop,verdict,not_checked,data_version\r\n1,Zocor,current,,,exact,,1\r\n",
    '{"data_version": "1", "entries": [{"line": 1, "raw": "Zocor", "status": "current"}], "findings": [], "unchecked": []}',
    '<!doctype html>\n<meta name="generator" content="medcheck-report"><tr data-line="1" data-raw="Zocor">',
    "<html><body><h2>Allergies</h2><table><tr><td>Codeine<td>rash</table><ul><li>Zocor 20 mg<li>stop aspirin</ul>",
    "Subject: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>Zocor\n--x--\n",
    "<!-- medcheck-report -->\n| Line | Entry |\n| --- | --- |\n| 1 | Zocor |\n",
]  # fmt: skip
WRAPPERS = {
    "as it is": lambda data: data,
    "utf-16": lambda data: data.decode("utf-8", "replace").encode("utf-16"),
    "zip": lambda data: zipped({"a/list": data, "b.csv": "Medicine,n\nZocor,1\n"}),
    "xlsx": workbook,
    "ods": open_sheet,
    "pdf": pdf,
}
OLD = (Path(__file__).parent.parent / "tests" / "files" / "list.xls").read_bytes()

PHOTO = base64.b64decode(  # of one grey point
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a file of some format with some changes in it."""
    wrapper = draw(st.sampled_from(sorted(WRAPPERS)))
    own = {"xlsx": SHEET.encode(), "ods": CONTENT.encode(), "pdf": PAGE.encode()}
    data = bytearray(
        own.get(wrapper) or draw(st.sampled_from([*(text.encode() for text in PLAIN), OLD, pdf(PAGE), PHOTO]))
    )
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 30))
        change = draw(st.sampled_from(["cut", "put", "repeat", "flip", "join"]))
        if change == "cut":
            del data[place : place + length * 4]
        elif change == "put":
            data[place : place + draw(st.sampled_from([0, length]))] = draw(
                st.sampled_from(SIGNS) | st.binary(max_size=8)
            )
        elif change == "repeat":
            data[place:place] = bytes(data[place : place + length]) * draw(st.sampled_from([2, 20, 500]))
        elif change == "flip" and place < len(data):
            data[place] = draw(st.integers(0, 255))
        elif change == "join":
            data[place:place] = draw(st.sampled_from(PLAIN)).encode()
    return wrapper, WRAPPERS[wrapper](bytes(data[:3_000_000]))


class TooLongError(Exception):
    """One file took longer than it may."""


def too_long(*_: object) -> None:
    """Stop the file that is being read."""
    raise TooLongError


def look_at(data: bytes, ends: Counter[str]) -> None:
    """Read one file; it must end in entries or in one sentence, in time and in little memory."""
    import medcheck
    from medcheck.reading.files import ReadError, read
    from medcheck.tables import shipped

    signal.alarm(LONGEST)
    try:
        reading = read(data, "file", shipped(), medcheck.shipped_matcher().recognises)
    except ReadError as error:
        if "\n" in str(error):
            raise ValueError(f"more than one line: {error}") from error
        ends["refused"] += 1
    else:
        assert reading.entries
        ends[reading.format.partition(" of ")[0]] += 1
        medcheck.shipped_matcher().match(reading.entries[:200])
        if len(reading.entries) < 8 and len(data) % 5 == 0:
            same_again(reading)
    finally:
        signal.alarm(0)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert used < MOST_MEMORY, f"{used:,} kB of memory"


def same_again(reading: object) -> None:
    """Save what was read in every format and read it back: the same entries must come out."""
    import medcheck
    from medcheck.exports import as_csv, as_fhir, as_html, as_json, as_markdown
    from medcheck.reading.files import read
    from medcheck.tables import shipped

    report = medcheck.check_entries(reading.entries, unused=reading.unused)
    before = [(entry.raw, entry.status, entry.start, entry.stop) for entry in reading.entries]
    written = {
        "json": as_json.report_json(report), "csv": as_csv.report_csv(report),
        "html": as_html.report_html(report, shipped()), "markdown": as_markdown.report_markdown(report, shipped()),
        "fhir": as_fhir.report_fhir(report, shipped()),
    }  # fmt: skip
    for how, text in written.items():
        data = text.encode("utf-8", "replace")
        again = read(data, "file", shipped(), medcheck.shipped_matcher().recognises)
        after = [(entry.raw, entry.status, entry.start, entry.stop) for entry in again.entries]
        assert after == before, f"{how}: {before} became {after}"


def one_round(number: int, results: "multiprocessing.Queue[tuple[Counter[str], list[tuple[str, str]]]]") -> None:
    """Read some hundred damaged files; put how they ended, and those that failed, into the queue."""
    signal.signal(signal.SIGALRM, too_long)
    ends: Counter[str] = Counter()
    failed: list[tuple[str, str]] = []

    @seed(number)
    @settings(max_examples=A_ROUND, deadline=None, database=None, suppress_health_check=list(HealthCheck),
              phases=[Phase.generate], print_blob=False)  # fmt: skip
    @given(damaged())
    def run(file: tuple[str, bytes]) -> None:
        wrapper, data = file
        try:
            look_at(data, ends)
        except BaseException as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            problem = (
                f"{wrapper}: {type(error).__name__} {str(error)[:1500]} ({Path(where.filename).name}:{where.lineno})"
            )
            failed.append((problem, base64.b64encode(data).decode()))

    run()
    results.put((ends, failed))


def main() -> int:
    """Run rounds until the time is up and print how the files ended; 1 if anything failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=0.05)
    options.add_argument("--first", type=int, default=0, help="the number of the first round, which sets its files")
    options.add_argument("--keep", type=Path, help="a folder for the files that failed")
    chosen = options.parse_args()
    until, number, failed = time.monotonic() + chosen.minutes * 60, chosen.first, 0
    ends: Counter[str] = Counter()
    while number == chosen.first or time.monotonic() < until:
        results: multiprocessing.Queue[tuple[Counter[str], list[tuple[str, str]]]] = multiprocessing.Queue()
        process = multiprocessing.Process(target=one_round, args=(number, results))
        process.start()
        try:
            found, problems = results.get(timeout=LONGEST_ROUND)
        except queue.Empty:
            found, problems = Counter(), [(f"the process hangs or ended with {process.exitcode}", "")]
        process.kill()
        process.join()
        ends += found
        failed += len(problems)
        for place, (problem, data) in enumerate(problems):
            print(f"round {number}: {problem}", flush=True)
            if chosen.keep:
                chosen.keep.mkdir(parents=True, exist_ok=True)
                (chosen.keep / f"{number}_{place}").write_bytes(base64.b64decode(data))
        number += 1
    print(f"{sum(ends.values()):,} files in {number - chosen.first} rounds: {failed} failed")
    for kind, count in ends.most_common():
        print(f"{count:>9,} {kind}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
