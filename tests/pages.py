"""What the tests of the pages share: a page without a browser, and what it says."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from medcheck.tables import shipped

APP = str(Path(__file__).parents[1] / "streamlit_app.py")


def say(phrase: str, **filled: object) -> str:
    return shipped().say(phrase, **filled)


def run(step) -> AppTest:
    at = step.run()
    assert not at.exception
    return at


def start() -> AppTest:
    return run(AppTest.from_file(APP, default_timeout=60))


def opened(name: str, at: AppTest | None = None) -> AppTest:
    return run((at or start()).switch_page(f"medcheck/app/views/{name}.py"))


def texts(at: AppTest) -> str:
    return "\n".join(element.value for element in at.text)


def widget(kind, start: str):
    return next(one for one in kind if one.key.startswith(start))


def table(at: AppTest, place: int = 0) -> list[list[str]]:
    return at.table[place].value.to_numpy().tolist()
