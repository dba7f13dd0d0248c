"""The licences of what medcheck is built on are looked up, and those that are not allowed are refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

LICENCES = Path(__file__).parents[2] / ".ci" / "licences.py"


def looked_up(tmp_path: Path, *names: str) -> tuple[int, str, list[list[dict[str, str]]]]:
    file = tmp_path / "bill.json"
    file.write_text(json.dumps({"components": [{"name": name, "version": "1"} for name in names]}))
    done = subprocess.run([sys.executable, LICENCES, file], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "PYTHONPATH": str(tmp_path)})  # fmt: skip
    return done.returncode, done.stderr, [one["licenses"] for one in json.loads(file.read_text())["components"]]


def test_licences_are_written_beside_their_components(tmp_path):
    licences = [[{"expression": "MIT"}], [{"expression": "PSF-2.0"}], [{"expression": "BSD-3-Clause"}]]
    assert looked_up(tmp_path, "jsonschema", "defusedxml", "jinja2") == (0, "", licences)


def test_a_licence_that_is_not_told_is_refused(tmp_path):
    said = "medcheck: the licence is not one of those allowed: not-installed 1: its licence is not told\n"
    assert looked_up(tmp_path, "not-installed") == (1, said, [[]])


def test_a_licence_that_is_not_allowed_is_refused(tmp_path):
    info = tmp_path / "other-1.dist-info"
    info.mkdir()
    told = ("Metadata-Version: 2.4", "Name: other", "Version: 1", "License-Expression: MIT AND GPL-3.0-only", "")
    (info / "METADATA").write_text("\n".join(told))
    said = "medcheck: the licence is not one of those allowed: other 1: MIT AND GPL-3.0-only\n"
    assert looked_up(tmp_path, "other") == (1, said, [[{"expression": "MIT AND GPL-3.0-only"}]])
