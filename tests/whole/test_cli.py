import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import medcheck
from medcheck import cli
from medcheck.cli import main
from medcheck.tables import TableError, folder, shipped

MEDCHECK = Path(sys.executable).with_name("medcheck")


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([MEDCHECK, *arguments], input=given, capture_output=True, timeout=120)


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120).stdout


def refusal(capsys, *arguments: object) -> str:
    """Return the one line in which a command refuses."""
    assert main([str(argument) for argument in arguments]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    return told.err.removeprefix("medcheck: ").rstrip("\n")


def typed(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_check_answers_a_list_given_as_arguments(capsys):
    assert main(["check", "simvastatin 40 mg", "clarithromycin 500 mg twice daily"]) == 0
    told = capsys.readouterr()
    assert "simvastatin + clarithromycin" in told.out
    assert told.err == ""


def test_check_reads_files_and_arguments_together(tmp_path, capsys):
    file = tmp_path / "list.csv"
    file.write_text("drug,start,stop\nsimvastatin,2024-02-01,\nprednisone,,\n")
    assert main(["check", "zzyzx", "--file", str(file), "--format", "json"]) == 0
    entries = json.loads(capsys.readouterr().out)["entries"]
    assert [(one["line"], one["name"], one["start"]) for one in entries] == [
        (1, "zzyzx", None),
        (2, "simvastatin", "2024-02-01"),
        (3, "prednisone", None),
    ]


def test_check_reads_standard_input(monkeypatch, capsys):
    typed(monkeypatch, "simvastatin\nvincristine\n".encode("utf-16"))
    assert main(["check", "--file", "-", "--format", "json"]) == 0
    assert [one["drugs"] for one in json.loads(capsys.readouterr().out)["entries"]] == [
        ["simvastatin"],
        ["vincristine"],
    ]


def test_the_column_of_a_file_can_be_named(tmp_path, capsys):
    file = tmp_path / "list.csv"
    file.write_text("was,now\nsimvastatin,vincristine\natorvastatin,docetaxel\n")
    assert main(["check", "--file", str(file), "--column", "now", "--format", "json"]) == 0
    assert [one["drugs"] for one in json.loads(capsys.readouterr().out)["entries"]] == [["vincristine"], ["docetaxel"]]


@pytest.mark.parametrize(
    ("how", "start"),
    [("text", "medcheck: medicines"), ("html", "<!doctype html>"), ("csv", "\ufeffline,"), ("json", "{")],
)
def test_each_format_is_written_to_a_file_as_it_is(tmp_path, capsys, how, start):
    target = tmp_path / "report"
    assert main(["check", "simvastatin", "--format", how, "-o", str(target)]) == 0
    assert capsys.readouterr().out == ""
    assert target.read_bytes().decode("utf-8").startswith(start)


def test_a_patient_changes_the_answer(tmp_path, capsys):
    person = tmp_path / "me.json"
    person.write_text('{"age": 71, "symptoms": {"red_flags": ["dark_urine"], "features": ["pain"]}}')
    assert main(["check", "simvastatin", "--patient", str(person), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["urgency"] == "emergency"
    assert told["red_flags"][0]["id"] == "dark_urine"


def test_the_shipped_answer_is_as_the_schema_says(capsys):
    assert main(["check", "FOLFOX", "a statin", "zzyzx", "prednisone 5 mg daily", "--format", "json"]) == 0
    schema = json.loads((folder() / "report.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "{file} is no JSON ("),
        ("{'age': 71}", "{file} is no JSON ("),
        ("[" * 100_000, "{file} is no JSON ("),
        ("[]", "{file}: patient must be an object with any of: age, conditions, recent, results, sex, symptoms."),
        (
            '{"weight": 70}',
            "{file}: patient has an unknown key 'weight'; use any of: age, conditions, recent, results, sex",
        ),
        ('{"age": -1}', "{file}: age is -1; write whole years from 0 to 120."),
        (
            '{"symptoms": {"where": ["toe"]}}',
            "{file}: symptoms.where has an unknown word 'toe'; use any of: hips_thighs",
        ),
        ('{"symptoms": {"onset": "soon"}}', "{file}: symptoms.onset is 'soon'; write a day as YYYY-MM-DD."),
    ],
)
def test_a_broken_patient_file_is_named_with_what_to_write(tmp_path, capsys, content, says):
    person = tmp_path / "me.json"
    person.write_text(content)
    assert refusal(capsys, "check", "simvastatin", "--patient", person).startswith(says.format(file=person))


def test_a_patient_file_in_another_encoding_is_named(tmp_path, capsys):
    person = tmp_path / "me.json"
    person.write_bytes(b'{"age": 7\xff}')
    assert refusal(capsys, "check", "simvastatin", "--patient", person).startswith(f"{person} is no JSON (")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty; give one medicine a line"),
        (b" \n\t\n", "is empty; give one medicine a line"),
        (b"%PDF-1.7 ...", "is a broken PDF"),
        (b"PK\x03\x04....", "is a broken archive"),
        (bytes(range(256)) * 4, "is no text"),
        (b"town,n\nParis,1\nLyon,2\nNice,3\n", "has no column in which medicines were recognised"),
    ],
)
def test_a_file_that_holds_no_list_is_named_with_what_to_do(tmp_path, capsys, content, says):
    file = tmp_path / "list.dat"
    file.write_bytes(content)
    assert refusal(capsys, "check", "--file", file).startswith(f"{file} {says}")


def test_what_is_not_there_is_named(tmp_path, capsys):
    file, there = tmp_path / "none.txt", tmp_path / "list.txt"
    there.write_text("MYMEDICARE.GOV BLUE BUTTON\nDrug Name: simvastatin\n")
    assert (
        refusal(capsys, "check", "--file", file)
        == f"{file} cannot be read (No such file or directory); check its path."
    )
    assert refusal(capsys, "match", file).startswith(f"{file} cannot be read (")
    assert refusal(capsys, "check", "x", "--patient", file).startswith(f"{file} cannot be read (")
    assert refusal(capsys, "check", "simvastatin", "-o", file / "x").startswith(f"{file / 'x'} cannot be written (")
    assert refusal(capsys, "check", "--file", there, "--column", "drug") == (
        f"{there} has no columns, it is Blue Button text; leave out --column."
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check"], "no medicines were given; write medcheck check"),
        (["check", ""], "the list is blank; give at least one medicine."),
        (["check", " ; , "], "the list is blank; give at least one medicine."),
        (["check", "simvastatin", "--column", "drug"], "--column names a column of a file; give the file with --file."),
    ],
)
def test_a_list_without_medicines_is_no_all_clear(capsys, arguments, says):
    assert refusal(capsys, *arguments).startswith(says)


@pytest.mark.parametrize(
    "arguments", [[], ["chek"], ["check", "--formt", "json"], ["check", "--format", "pdf"], ["screen"]]
)
def test_unknown_options_are_refused_in_one_line(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    told = capsys.readouterr()
    assert (ended.value.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert told.err.startswith("medcheck: ")
    assert told.err.endswith("--help lists the options.\n")


def test_match_gives_one_row_a_line_in_order_blank_ones_too(tmp_path, capsys):
    file = tmp_path / "names.txt"
    file.write_bytes(b"Zocor\r\n\r\n=1+1\r\nCaduet\r\n\r\n")
    assert main(["match", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "entry,verdict,drug,via,score,candidates",
        "Zocor,exact,simvastatin,brand Zocor,100,",
        ",none,,,0,",
        "'=1+1,none,,,0,",
        "Caduet,exact,amlodipine|atorvastatin,brand Caduet,100,",
    ]


def test_data_prints_its_version_and_a_count_a_table(capsys):
    assert main(["data"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("data version ")
    counts = {line.split()[0]: int(line.split()[1].replace(",", "")) for line in lines[1:]}
    assert min(counts.values()) > 0
    assert {"drugs", "names", "weakness", "interactions", "causes", "red_flags", "ordinary_words"} <= set(counts)


def test_data_sums_up_the_drugs_by_state_and_the_warnings_by_mechanism_and_evidence(capsys):
    assert main(["data"]) == 0
    counts = {line.split()[0]: int(line.split()[1].replace(",", ""))
              for line in capsys.readouterr().out.splitlines()[1:]}  # fmt: skip
    sums = {start: sum(count for name, count in counts.items() if name.startswith(start))
            for start in ("drugs:", "weakness:", "from:")}  # fmt: skip
    assert sums == {"drugs:": counts["drugs"], "weakness:": counts["weakness"], "from:": counts["weakness"]}
    assert counts["weakness:muscle"] == sum(row.mechanism == "muscle" for row in shipped().by_name["weakness"])


def test_bad_tables_are_told_and_not_traced(monkeypatch, capsys):
    def broken() -> None:
        raise TableError(["drugs.csv, row 2, column atc: 'x' is not allowed; write it like C10AA01."])

    monkeypatch.setattr(cli, "shipped", broken)
    assert main(["data"]) == 2
    assert capsys.readouterr().err == (
        "medcheck: the data tables cannot be used.\n"
        "drugs.csv, row 2, column atc: 'x' is not allowed; write it like C10AA01.\n"
    )


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"medcheck {medcheck.__version__}\n")


def test_the_installed_command_answers_and_refuses():
    done = run("check", "--file", "-", "--format", "csv", given=b"simvastatin\nPr\xe4parat X\n")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Präparat X" in done.stdout.decode("utf-8")
    refused = run("check", "--file", "nowhere.txt")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr == b"medcheck: nowhere.txt cannot be read (No such file or directory); check its path.\n"


def test_a_reader_that_goes_away_early_gets_no_traceback():
    ended = subprocess.run(
        ["sh", "-c", '"$0" check simvastatin --format html | true', MEDCHECK], capture_output=True, timeout=120
    )
    assert ended.stderr == b""


def test_neither_import_nor_check_brings_in_streamlit_or_pandas():
    told = python(
        "import sys, medcheck, medcheck.cli\n"
        "medcheck.cli.main(['check', 'simvastatn 40 mg', '--format', 'csv', '-o', '/dev/null'])\n"
        "print([name for name in ('streamlit', 'pandas', 'pyarrow') if name in sys.modules])"
    )
    assert told == "[]\n"


def test_the_three_verbs_of_the_library():
    assert medcheck.check(["simvastatin", "clarithromycin"]).findings[0].drugs == ("simvastatin", "clarithromycin")
    assert list(medcheck.match(["Zocor", "zzyzx"])["verdict"]) == ["exact", "none"]
    assert medcheck.check("simvastatin", {"symptoms": {"red_flags": ["fever"]}}).urgency == "same_day"
    with pytest.raises(medcheck.PatientError):
        medcheck.check("simvastatin", {"weight": 70})


def test_what_the_person_confirmed_holds():
    entries = medcheck.read_list("vinbristine\nlasik", medcheck.shipped())
    chosen = {"vinbristine": ["vincristine"], "lasik": []}
    told = medcheck.check_entries(entries, chosen=chosen)
    assert [(one.match.verdict, one.drugs) for one in told.results] == [("exact", ("vincristine",)), ("none", ())]
