"""Take the pictures of the README from the running dashboard: `make screenshots`."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LIST = """Simvastatin 40 mg at night, started 2026-02-01
Clarithromycin 500 mg twice daily, started 2026-05-10
Prednisolne 10 mg
Metformin 1 g twice daily
Amlodipine 10 mg once daily"""
READY = "[data-testid=stApp][data-test-script-state=notRunning]"


def main() -> None:
    """Serve the dashboard, look at it on a desktop and on a phone, and save pictures beside this file."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = str(trial.getsockname()[1])
    server = subprocess.Popen([sys.executable, "-m", "medcheck.cli", "serve", "--port", port])
    try:
        wait_for(f"http://127.0.0.1:{port}")
        take(f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(address: str) -> None:
    """Wait up to a minute until the dashboard answers."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit(f"medcheck: the dashboard did not answer on {address}.")


def take(address: str) -> None:
    """Take the pictures: the empty page, a result from its top and at its pictures, and the same on a phone."""
    browser_path = os.environ.get("MEDCHECK_BROWSER") or sys.exit(
        "medcheck: name a Chromium in MEDCHECK_BROWSER, or run `make screenshots`."
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        desktop = opened(browser.new_page(viewport={"width": 1280, "height": 800}), address)
        desktop.screenshot(path=HERE / "page.png")
        checked(desktop).set_viewport_size({"width": 1280, "height": 1500})
        settled(desktop).screenshot(path=HERE / "result.png")
        desktop.locator("summary", has_text="Pictures").click()
        settled(desktop).locator(".timeline, .matrix").first.evaluate("e => e.scrollIntoView({block: 'center'})")
        settled(desktop).screenshot(path=HERE / "pictures.png")
        phone = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2).new_page()
        checked(opened(phone, address)).screenshot(path=HERE / "phone.png")
        browser.close()


def opened(page: Page, address: str) -> Page:
    """Open the dashboard."""
    page.goto(address)
    page.wait_for_selector("textarea")
    return settled(page)


def checked(page: Page) -> Page:
    """Check a list that holds a pair and a misspelling."""
    page.locator("textarea").fill(LIST)
    page.locator(".st-key-check button").click()
    page.wait_for_selector(".st-key-answer")
    return settled(page)


def settled(page: Page) -> Page:
    """Wait until nothing runs or moves."""
    page.wait_for_timeout(500)
    page.wait_for_selector(READY)
    page.wait_for_timeout(700)
    return page


if __name__ == "__main__":
    main()
