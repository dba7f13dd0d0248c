import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import FLAGS, LOCAL, WIDE, free_port, opened, served
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# The same examples at every run there, so that a run is red for what changed; elsewhere new ones are tried each time.
# The tests hold for the shipped tables, whatever names the person who runs them has imported.
os.environ["MEDCHECK_CACHE"] = str(Path(__file__).parent / "no_cache")

hypothesis_settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis_settings.load_profile("ci")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    port = free_port()
    yield from served(["medcheck.cli", "serve", "--port", str(port)], port)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("MEDCHECK_BROWSER", "")
    if not Path(path).is_file():
        pytest.fail(
            f"The browser tests need a Chromium, but MEDCHECK_BROWSER is {path!r}. Run `make test`, which finds or "
            "installs one, or set MEDCHECK_BROWSER to the path of one."
        )
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=FLAGS)


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser of one person, which stops every request that would leave the machine, and fails the test for it.

    It fails, too, for anything on the page that the page's own security policy forbids.
    """
    options = {"viewport": WIDE, **getattr(request, "param", {})}
    one = browser.new_context(**options)
    asked: list[str] = []
    told: list[str] = []
    one.on("request", lambda sent: asked.append(sent.url))
    one.on("console", lambda message: told.append(message.text))
    one.route(lambda url: not LOCAL.match(url), lambda route: route.abort())
    yield one
    one.close()
    assert asked
    assert [url for url in asked if not LOCAL.match(url)] == []
    assert [text for text in told if "Content Security Policy" in text] == []


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    return opened(context, address)
