"""What breaks outside of medcheck leaves no half output, a clear sentence, and a way to go on."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

NAMES = ["simvastatin 40 mg", "vincristin", "lettuce", "Caduet", "metforminn", "Depo-Clinoivr", ""]
SCREEN = [sys.executable, "-m", "medcheck.cli", "screen"]


def register(folder: Path, rows: int = 20_000, different: int = 50) -> Path:
    file = folder / "in.csv"
    drugs = [f"{NAMES[row % 7]} {row % different}" for row in range(rows)]
    pd.DataFrame({"id": range(rows), "rx": drugs, "note": "x" * 40}).to_csv(file, index=False)
    return file


def run(*arguments: object, most_bytes: int | None = None) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    command = [sys.executable, "-m", "medcheck.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, check=False)


def beside(file: Path) -> list[str]:
    return sorted(path.name for path in file.parent.iterdir())


def test_a_disk_that_is_full_leaves_no_half_register(tmp_path):
    file = register(tmp_path)
    done = run("screen", file, "-o", tmp_path / "out.csv", "--column", "rx", most_bytes=100_000)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"medcheck: {tmp_path / 'out.csv'} cannot be written (")
    assert beside(file) == ["in.csv"]


def test_a_disk_that_is_full_while_a_report_is_written_is_said_in_one_sentence():
    done = run("check", "simvastatin 40 mg", "-o", "/dev/full")
    assert done.returncode == 2
    assert done.stderr == "medcheck: /dev/full cannot be written (No space left on device); choose another place.\n"


def test_a_register_that_may_not_be_read_or_written_is_named(tmp_path):
    file = register(tmp_path, 10)
    assert "cannot be read (" in run("screen", tmp_path / "none.csv", "-o", tmp_path / "out.csv").stderr
    assert "cannot be written (" in run("screen", file, "-o", file / "inside" / "out.csv", "--column", "rx").stderr
    assert beside(file) == ["in.csv"]


def parts_of(goal: Path) -> list[Path]:
    return list(goal.with_name(f".{goal.name}.parts").glob("0*"))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_killed_leaves_no_half_register_and_goes_on_to_the_same_bytes(tmp_path, how):
    file = register(tmp_path, 560_000, 9_000)
    whole, goal = tmp_path / "whole.csv", tmp_path / "out.csv"
    assert run("screen", file, "-o", whole, "--column", "rx").returncode == 0
    assert file.stat().st_size > 32_000_000
    with subprocess.Popen(
        [*SCREEN, str(file), "-o", str(goal), "--column", "rx"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        while running.poll() is None and not parts_of(goal):
            time.sleep(0.005)
        running.send_signal(how)
    assert running.returncode != 0
    assert not goal.exists()
    assert parts_of(goal)
    assert run("screen", file, "-o", goal, "--column", "rx", "--resume").returncode == 0
    assert goal.read_bytes() == whole.read_bytes()
    assert beside(file) == ["in.csv", "out.csv", "whole.csv"]


def test_a_register_that_changed_since_the_run_was_broken_off_is_screened_anew(tmp_path):
    file, goal = register(tmp_path, 50), tmp_path / "out.csv"
    left = tmp_path / ".out.csv.parts"
    left.mkdir()
    (left / "000000.csv").write_text("id,rx\nold,old\n")
    (left / "state.json").write_text("{}")
    assert run("screen", file, "-o", goal, "--column", "rx", "--resume").returncode == 0
    assert len(pd.read_csv(goal)) == 50
    assert beside(file) == ["in.csv", "out.csv"]


def test_a_pipe_whose_reader_goes_away_ends_quietly():
    with subprocess.Popen(
        [sys.executable, "-m", "medcheck.cli", "check", *["simvastatin 40 mg"] * 2_000], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == ""


def test_a_clock_that_jumps_breaks_no_reading_off(monkeypatch):
    import medcheck

    jumps = iter(range(0, -(10**9), -(10**6)))
    monkeypatch.setattr(time, "time", lambda: next(jumps))
    assert [entry.name for entry in medcheck.read_text("simvastatin 40 mg\nramipril").entries] == [
        "simvastatin", "ramipril",
    ]  # fmt: skip


def test_broken_tables_are_named_cell_by_cell_and_nothing_is_checked(tmp_path):
    import shutil

    import medcheck

    package = Path(medcheck.__file__).parent
    shutil.copytree(package, tmp_path / "medcheck", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(package.parent / "data", tmp_path / "data")
    drugs = tmp_path / "data" / "drugs.csv"
    drugs.write_text(drugs.read_text("utf-8").replace("\nabacavir,abacavir,", "\nabacavir,,"), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "medcheck.cli", "check", "simvastatin"],
        capture_output=True, text=True, cwd=tmp_path, check=False, env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("medcheck: the data tables cannot be used.\ndrugs.csv, row ")
    assert "column inn" in done.stderr
