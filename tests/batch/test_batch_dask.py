"""The Dask engine gives row for row what the pandas engine gives, though a worker is killed in the middle."""

import os
import signal
from pathlib import Path

import pandas as pd
import pytest

from medcheck.batch.engines import Dask, Here
from medcheck.batch.runs import Job, screen_file, screen_files
from medcheck.cli import main

NAMES = ["simvastatin 40 mg", "vincristin", "lettuce", "Caduet", "metforminn", ""]


@pytest.fixture(scope="module")
def dask():
    engine = Dask(workers=2)
    yield engine
    engine.close()


def register(folder: Path, name: str = "in.csv", rows: int = 3_000) -> Path:
    file = folder / name
    drugs = [f"{NAMES[row % 6]} {row // 60}" for row in range(rows)]
    pd.DataFrame({"id": range(rows), "rx": drugs}).to_csv(file, index=False)
    return file


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr("medcheck.batch.streams.BLOCK", 8_000)


def test_a_cluster_of_processes_gives_what_one_process_gives(tmp_path, dask, small_parts):
    file = register(tmp_path)
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    assert screen_file(Job(file, one, "rx"), Here()) == screen_file(Job(file, other, "rx"), dask) == 3_000
    assert one.read_bytes() == other.read_bytes()


def test_a_worker_that_is_killed_in_mid_run_changes_nothing(tmp_path, dask, small_parts, monkeypatch):
    from medcheck.batch import runs

    file = register(tmp_path)
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    screen_file(Job(file, one, "rx"), Here())
    write, killed = runs.Kept.write, []

    def write_and_kill(self, number, table):
        write(self, number, table)
        if not killed:
            killed.append(next(iter(dask.client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    monkeypatch.setattr(runs.Kept, "write", write_and_kill)
    assert screen_file(Job(file, other, "rx"), dask) == 3_000
    assert killed
    assert one.read_bytes() == other.read_bytes()


def test_the_files_of_a_folder_are_screened_side_by_side(tmp_path, dask):
    jobs = [Job(register(tmp_path, f"{name}.csv", 50), tmp_path / f"{name}.out.csv", "rx") for name in "abc"]
    assert [rows for _, rows in screen_files(jobs, dask)] == [50, 50, 50]
    assert len({job.goal.read_bytes() for job in jobs}) == 1


def test_an_existing_cluster_is_used_by_its_address(tmp_path, dask, capsys):
    file = register(tmp_path, rows=20)
    address = dask.client.scheduler_info()["address"]
    assert main(["screen", str(file), "-o", str(tmp_path / "out.csv"), "--engine", "dask", "--scheduler", address]) == 0
    assert capsys.readouterr().out == f"{file}: 20 rows screened into {tmp_path / 'out.csv'}\n"


def test_a_scheduler_that_does_not_answer_is_named(tmp_path, capsys, monkeypatch):
    import dask

    file = register(tmp_path, rows=20)
    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
        assert (
            main(
                [
                    "screen",
                    str(file),
                    "-o",
                    str(tmp_path / "o.csv"),
                    "--engine",
                    "dask",
                    "--scheduler",
                    "tcp://127.0.0.1:9",
                ]
            )
            == 2
        )
    assert capsys.readouterr().err.startswith("medcheck: tcp://127.0.0.1:9 does not answer (")
