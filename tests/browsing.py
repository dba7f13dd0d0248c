"""How the browser tests serve the dashboard and look at it."""

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from medcheck.tables import shipped

ROOT = Path(__file__).parents[1]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
PAIR = "Simvastatin 40 mg at night\nClarithromycin 500 mg twice daily"
LOCAL = re.compile(r"^(data:|blob:|(https?|wss?)://(127\.0\.0\.1|localhost)[:/])")
SIZES = [
    {"viewport": WIDE},
    {"viewport": NARROW, "is_mobile": False},
    {"viewport": WIDE, "color_scheme": "dark"},
    {"viewport": NARROW, "color_scheme": "dark"},
]
SIZE_NAMES = ["1280 px", "360 px", "dark", "360 px, dark"]


def say(phrase: str, **filled: object) -> str:
    return shipped().say(phrase, **filled)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def served(command: list[str], port: int, log: IO[str] | None = None) -> Iterator[str]:
    server = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=log)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2)
                break
            except OSError:
                assert server.poll() is None, "the dashboard ended instead of serving"
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog was opened: {dialog.message}"))
    page.goto(address)
    expect(box(page)).to_be_visible(timeout=30_000)
    return settled(page)


def settled(page: Page) -> Page:
    page.wait_for_timeout(300)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(300)
    return page


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name=say("page.box"))


def check(page: Page, text: str) -> Page:
    box(page).fill(text)
    page.get_by_role("button", name=say("page.check")).click()
    expect(page.locator(".st-key-answer").get_by_role("heading")).to_be_visible()
    return settled(page)


def tap_sign(page: Page, flag: str) -> Page:
    """Tap one of the signs that need help now."""
    page.locator(".st-key-signs").get_by_text(shipped().red_flags[flag].short, exact=True).click()
    return settled(page)


def unfold(page: Page, title: str) -> Page:
    page.locator("summary", has_text=title).first.click()
    return settled(page)


def choose(page: Page, field: str | re.Pattern[str], option: str | re.Pattern[str]) -> Page:
    """Choose from a list that unfolds; a rerun that comes late folds it again, so it is opened until it stays open."""
    for _ in range(5):
        page.get_by_label(field).click()
        try:
            page.get_by_role("option", name=option).first.click(timeout=4_000)
        except PlaywrightTimeout:
            settled(page)
        else:
            return settled(page)
    raise AssertionError(f"{option!r} cannot be chosen")


def sideways(page: Page) -> bool:
    widths = "[document.scrollingElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
    return max(page.evaluate(widths)) > page.viewport_size["width"]


def grave(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in {"serious", "critical"}]
