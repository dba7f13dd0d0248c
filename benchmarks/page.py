"""What a person on a phone has to go through: words, screens, clicks, bytes and seconds.

python benchmarks/page.py        (needs a Chromium: MEDCHECK_BROWSER names one)

The result of six and of ten medicines on 390 x 844 pixels, unfolded as it first stands: how many words and screens it
has and at which height the answer ends; and a first visit without a cache: bytes over the wire, requests, and the
seconds until something can be typed on slow 4G (1.6 Mbit/s, 150 ms) with a processor four times slower than this one.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from medcheck.tables import shipped

WIDTH, HEIGHT = 390, 844
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
SIX = "simvastatin 40 mg\nclarithromycin 500 mg bd\nmetformin 1000\nlisinopril 10\nprednisolone 30 mg\nomeprazole 20"
LISTS = {"six medicines": SIX, "ten medicines": shipped().say("example.older")}
MAIN = "document.querySelector('[data-testid=stMain]')"


@contextmanager
def served() -> Iterator[str]:
    """Serve the dashboard on a free port."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "medcheck.cli", "serve", "--port", str(port)])
    address = f"http://127.0.0.1:{port}"
    try:
        while not is_up(address) and server.poll() is None:
            time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def is_up(address: str) -> bool:
    """Say whether the dashboard answers."""
    try:
        return urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).status == 200
    except OSError:
        return False


def first_visit(browser: Browser, address: str) -> None:
    """Print what a first visit costs on a slow phone."""
    page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}).new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    came = {"bytes": 0.0, "requests": 0}

    def finished(event: dict) -> None:
        came["bytes"] += event["encodedDataLength"]
        came["requests"] += 1

    session.on("Network.loadingFinished", finished)
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("textarea", timeout=120_000)
    seconds = time.perf_counter() - start
    page.wait_for_timeout(3_000)
    print(
        f"first visit: {came['bytes'] / 1e6:.2f} MB, {came['requests']} requests, {seconds:.1f} s until the first input"
    )


def result(browser: Browser, address: str, name: str, text: str) -> None:
    """Print how long the result of a list is on a phone."""
    page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}).new_page()
    page.goto(address)
    page.get_by_role("textbox", name=shipped().say("page.box")).fill(text)
    page.get_by_role("button", name=shipped().say("page.check")).click()
    page.wait_for_selector(".st-key-answer h2")
    settle(page)
    words = len(page.locator("[data-testid=stMain]").inner_text().split())
    screens = page.evaluate(f"{MAIN}.scrollHeight") / HEIGHT
    answer = page.locator(".st-key-answer").bounding_box() or {"y": 0, "height": 0}
    ends = answer["y"] + answer["height"]
    print(f"{name}: {words} words, {screens:.1f} screens, the answer ends at {ends:.0f} px, 1 click")


def settle(page: Page) -> None:
    """Wait until nothing runs."""
    page.wait_for_timeout(1_000)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def main() -> None:
    """Measure and print."""
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("MEDCHECK_BROWSER"), args=FLAGS)
        first_visit(browser, address)
        for name, text in LISTS.items():
            result(browser, address, name, text)


if __name__ == "__main__":
    main()
