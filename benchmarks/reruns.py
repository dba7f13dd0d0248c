"""How long the dashboard takes to run anew: a list of medicines on the result, and what a person does there.

make bench        prints a Markdown table: for each thing done the median and 95th percentile of wall and CPU time

The page runs as in the tests, without a browser: what is timed is the work of the server for one rerun. CPU time is
that of the whole process, which other programs on the machine do not lengthen.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

import medcheck
from medcheck.app import steps
from medcheck.tables import shipped

APP = Path(__file__).parents[1] / "streamlit_app.py"
GOAL = 100  # ms, of the 95th percentile of a rerun


@dataclass(frozen=True)
class Times:
    """How long each rerun took, in ms."""

    wall: list[float]
    cpu: list[float]


def medicines(count: int) -> str:
    """Return a list of the most used medicines that have a warning, one a line."""
    known = sorted(shipped().weakness, key=shipped().use_order)[:count]
    return "\n".join(f"{shipped().inn(drug)} 10 mg, started 2026-02-{1 + place % 28:02}"
                     for place, drug in enumerate(known))  # fmt: skip


def opened(text: str) -> AppTest:
    """Return the page with the result of a list."""
    page = AppTest.from_file(str(APP), default_timeout=120).run()
    page.text_area(key="list").set_value(text)
    page.button(key="check").click().run()
    assert not page.exception
    return page


def looked_up(text: str) -> AppTest:
    """Return the page that looks things up, after the result of a list."""
    return opened(text).switch_page("medcheck/app/views/explore.py").run()


def timed(page: AppTest, act: Callable[[AppTest, int], object], times: int) -> Times:
    """Do something and run the page anew, so many times."""
    wall, cpu = [], []
    for number in range(times):
        act(page, number)
        begun, begun_cpu = time.perf_counter(), time.process_time()
        page.run()
        wall.append(1000 * (time.perf_counter() - begun))
        cpu.append(1000 * (time.process_time() - begun_cpu))
        assert not page.exception
    return Times(wall, cpu)


def widget(kind: Any, start: str) -> Any:
    """Return the field whose key begins so."""
    return next(one for one in kind if one.key.startswith(start))


def percentile(values: list[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


LOOKED_UP: dict[str, Callable[[AppTest, int], object]] = {
    "a name looked up": lambda page, number: widget(page.text_input, "explore_name").set_value(
        ("simvastatn", "a statin")[number % 2]),
    "other rows of the tables": lambda page, number: widget(page.number_input, "explore_part").set_value(
        1 + number % 9),
}  # fmt: skip
ACTS: dict[str, Callable[[AppTest, int], object]] = {
    "nothing changed": lambda _page, _number: None,
    "another reader": lambda page, number: widget(page.segmented_control, "reader").set_value(
        ("professional", "patient")[number % 2]),
    "an answer about the person": lambda page, number: widget(page.number_input, "age").set_value(40 + number),
    "another step and back": lambda page, number: page.segmented_control(key="step").set_value(
        (steps.ABOUT, steps.RESULT)[number % 2]),
    "another line in the list": lambda page, number: page.text_area(key="list").set_value(
        page.text_area(key="list").value.partition("\nzopiclone")[0] + f"\nzopiclone {number} mg"),
}  # fmt: skip


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--medicines", type=int, default=30)
    options.add_argument("--times", type=int, default=40)
    chosen = options.parse_args()
    medcheck.check("")  # reads the tables and builds the index
    text = medicines(chosen.medicines)
    opened(text)  # imports what a first run imports
    print(f"{chosen.medicines} medicines, {len(medcheck.check(text).findings)} warnings, {chosen.times} reruns each\n")
    print("| rerun after | wall, median | wall, p95 | CPU, median | CPU, p95 |\n|---|---|---|---|---|")
    begun = {**dict.fromkeys(ACTS, opened), **dict.fromkeys(LOOKED_UP, looked_up)}
    for name, act in (ACTS | LOOKED_UP).items():
        found = timed(begun[name](text), act, chosen.times)
        cells = (percentile(values, share) for values in (found.wall, found.cpu) for share in (0.5, 0.95))
        print(f"| {name} | " + " | ".join(f"{cell:.0f} ms" for cell in cells) + " |")
    print(f"\nthe goal is a 95th percentile below {GOAL} ms")


if __name__ == "__main__":
    main()
