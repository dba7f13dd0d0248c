import re
from collections.abc import Callable

import pytest
from browsing import (
    PAIR,
    SIZE_NAMES,
    SIZES,
    box,
    check,
    choose,
    free_port,
    grave,
    opened,
    say,
    served,
    settled,
    sideways,
    tap_sign,
    unfold,
)
from playwright.sync_api import BrowserContext, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

pytestmark = pytest.mark.browser

DATED = "Simvastatin 40 mg at night, started 2026-02-01\nClarithromycin 500 mg, started 2026-05-10\nabiraterone"
HOSTILE = "<img src=x onerror=alert(1)> **qzx** ![q](http://qzx.test/i.png)"
REGISTER = f"id,medicine\n1,Simvastatin 40 mg\n2,prednisolne\n3,=1+1\n4,metformin\n5,{HOSTILE}\n"


def turned_to(page: Page, name: str) -> Page:
    page.get_by_role("link", name=say(f"nav.{name}")).click()
    return settled(page)


def step(page: Page, name: str) -> Page:
    page.locator(".st-key-step").get_by_text(say(f"step.{name}"), exact=True).click()
    return settled(page)


def screened(page: Page) -> Page:
    upload = page.get_by_test_id("stFileUploaderDropzoneInput")
    upload.set_input_files({"name": "r.csv", "mimeType": "text/csv", "buffer": REGISTER.encode()})
    settled(page).locator(".st-key-start button").click()
    expect(page.get_by_text(say("bulk.entries"))).to_be_visible()
    return settled(page)


def press_until(page: Page, text: str, key: str = "Tab", most: int = 150) -> None:
    """Press a key until what is focused holds a text."""
    for _ in range(most):
        page.keyboard.press(key)
        focused = page.evaluate("(e => e.tagName === 'BUTTON' ? e.innerText : '')(document.activeElement)")
        if text in focused:
            return
    pytest.fail(f"{text!r} is not reached by {key}")


@pytest.mark.parametrize("context", SIZES, ids=SIZE_NAMES, indirect=True)
def test_every_step_fits_its_width_and_has_no_grave_accessibility_fault(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    box(page).fill(f"{DATED}\nprednisolne\nqzxqzx")
    page.locator(".st-key-by_step button").click()
    faults = []
    for name in ("understood", "about", "result", "medicines"):
        step(page, name)
        faults += [(name, sideways(page), grave(page))]
    assert [fault for fault in faults if fault[1:] != (False, [])] == []


@pytest.mark.parametrize("context", SIZES, ids=SIZE_NAMES, indirect=True)
def test_every_page_fits_its_width_and_has_no_grave_accessibility_fault(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    faults = []
    for name in ("explore", "bulk", "about", "coverage"):
        turned_to(page, name)
        if name == "bulk":
            screened(page)
        faults += [(name, sideways(page), grave(page))]
    assert [fault for fault in faults if fault[1:] != (False, [])] == []


@pytest.mark.parametrize("context", [SIZES[0], SIZES[3]], ids=[SIZE_NAMES[0], SIZE_NAMES[3]], indirect=True)
def test_the_rarer_states_have_no_grave_accessibility_fault_either(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    faults = [("a sign without a list", look(page, sign))]
    check(
        page,
        "Dear doctor,\nI take simvastatin 40 mg and vincristine.\nMy legs are weak and I can not climb the stairs.",
    )
    unfold(page, "How each line was read")
    unfold(page, say("page.unused", count=3))
    faults += [("unused lines and a sign", look(page, lambda page: None))]
    for reader in ("professional", "physio"):
        faults += [(reader, look(page, lambda page, reader=reader: page.get_by_role("radio", name=say(f"page.{reader}"))
                                 .click()))]  # fmt: skip
    faults += [("a cause", look(page, other_cause)), ("no row", look(turned_to(page, "explore"), unknown_name))]
    faults += [("no register", look(turned_to(page, "bulk"), unreadable_register))]
    assert [fault for fault in faults if fault[1] != (False, [])] == []


def look(page: Page, act: Callable[[Page], object]) -> tuple[bool, list[str]]:
    """Do something and say whether the page is too wide, and its grave faults."""
    act(page)
    return sideways(settled(page)), grave(page)


def sign(page: Page) -> None:
    tap_sign(page, "dark_urine")


def other_cause(page: Page) -> None:
    unfold(page, "Other causes")
    choose(page, re.compile("^Look at another cause"), re.compile("."))


def unknown_name(page: Page) -> None:
    page.get_by_label(say("explore.name")).fill("qzxqzx")
    page.keyboard.press("Enter")
    expect(page.get_by_text(say("explore.none"))).to_be_visible()


def unreadable_register(page: Page) -> None:
    upload = page.get_by_test_id("stFileUploaderDropzoneInput")
    upload.set_input_files({"name": "odd.csv", "mimeType": "text/csv", "buffer": b"%PDF-1.7"})
    expect(page.get_by_role("alert")).to_be_visible()


@pytest.mark.parametrize("context", [{"reduced_motion": "reduce"}], indirect=True)
def test_nothing_moves_for_who_asked_for_less_motion(context: BrowserContext, address: str) -> None:
    page = check(opened(context, address), PAIR)
    seconds = "all => all.map(one => getComputedStyle(one)).flatMap(s => [s.transitionDuration, s.animationDuration])"
    told = page.locator("button, summary, .stAlert, .stExpander").evaluate_all(seconds)
    assert max(float(part.strip().removesuffix("s")) for times in told for part in times.split(",")) < 0.001


def test_the_whole_flow_is_walked_by_keyboard_only(page: Page) -> None:
    page.keyboard.press("Tab")
    for _ in range(60):
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("simvastatin 40 mg")
    press_until(page, say("step.by_step"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(say("step.nothing_unsure"))).to_be_visible()
    settled(page)
    for following in ("about", "result"):
        press_until(page, say("step.next", step=say(f"step.{following}")))
        page.keyboard.press("Enter")
        settled(page)
    expect(page.locator(".st-key-answer").get_by_role("heading")).to_be_visible()
    press_until(page, say("step.back", step=say("step.about")))


def test_a_name_is_confirmed_a_warning_opened_and_the_report_taken_by_keyboard_only(page: Page) -> None:
    box(page).fill("prednisolne")
    press_until(page, say("page.check"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="prednisone", exact=True)).to_be_visible()
    settled(page)
    press_until(page, "prednisolone")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator("[class*=st-key-row_]", has_text="prednisone").first).to_be_visible()
    settled(page)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[class*=st-key-row_] summary')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("[class*=st-key-row_] details[open]").first).to_be_visible()
    settled(page).locator(".st-key-answer").focus()
    press_until(page, say("page.print"))
    with page.expect_download():
        page.keyboard.press("Enter")


def test_every_button_and_link_that_is_focused_is_framed(page: Page) -> None:
    framed = {}
    for _ in range(25):
        page.keyboard.press("Tab")
        name, frames = page.evaluate(
            "(e => [e.innerText, ['BUTTON', 'A', 'SUMMARY'].includes(e.tagName)"
            " ? [getComputedStyle(e).outlineStyle, getComputedStyle(e).boxShadow] : []])(document.activeElement)"
        )
        if frames:
            framed[name] = frames != ["none", "none"]
    assert len(framed) > 10
    assert [name for name, seen in framed.items() if not seen] == []


def test_a_step_taken_by_a_button_brings_its_beginning_into_view(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    box(page).fill(DATED)
    page.locator(".st-key-by_step button").click()
    for _ in range(2):
        settled(page).locator(".st-key-go_next button").click()
        expect(settled(page).get_by_role("heading", level=1)).to_be_in_viewport()


def test_going_back_in_the_browser_loses_nothing(page: Page) -> None:
    check(page, PAIR)
    turned_to(page, "about")
    page.go_back()
    settled(page)
    expect(page.locator(".st-key-answer").get_by_role("heading")).to_be_visible()
    assert box(step(page, "medicines")).input_value() == PAIR


def test_the_pictures_have_text_alternatives_and_print(page: Page) -> None:
    unfold(check(page, DATED), say("fold.pictures"))
    bars = page.locator(".timeline img").evaluate_all("all => all.map(one => one.alt)")
    assert [bar.split(":")[0] for bar in bars] == ["simvastatin", "clarithromycin"]
    assert page.locator(".matrix tbody tr").count() > 3
    unfold(page, "abiraterone")
    assert page.locator("[class*=st-key-row_] img[alt='18 in 100 people, as dots']").count() == 1
    loaded = "all => all.filter(one => one.complete && one.naturalWidth > 0).length"
    assert (
        page.locator("img.drawn, img.drawn-wide").evaluate_all(loaded)
        == page.locator("img.drawn,img.drawn-wide").count()
    )
    page.emulate_media(media="print")
    for picture in (".timeline", ".matrix", ".outlines"):
        expect(page.locator(picture)).to_be_visible()
    expect(page.locator(".st-key-nav")).to_be_hidden()
    expect(page.locator(".st-key-step")).to_be_hidden()


def choose_in(page: Page, row: Locator, option: str) -> None:
    """Choose from the list of a row; a rerun that comes late folds it again, so it is opened until it stays open."""
    for _ in range(5):
        row.get_by_role("combobox").click()
        try:
            page.get_by_role("option", name=option, exact=True).click(timeout=4_000)
        except PlaywrightTimeout:
            settled(page)
        else:
            return
    pytest.fail(f"{option!r} cannot be chosen")


def test_whether_a_medicine_is_taken_is_changed_in_its_row(page: Page) -> None:
    box(page).fill(DATED)
    page.keyboard.press("Control+Enter")
    row = settled(page).locator(".st-key-line_1")
    expect(row).to_contain_text("clarithromycin")
    choose_in(page, row, "stopped")
    expect(box(settled(page))).to_have_value(re.compile("\nstopped: Clarithromycin 500 mg, started 2026-05-10\n"))


def test_a_list_is_saved_and_opened_again_after_everything_was_cleared(page: Page, tmp_path) -> None:
    check(page, "prednisolne")
    page.get_by_role("radio", name="prednisone", exact=True).click()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=say("page.save")).click()
    download.value.save_as(tmp_path / "list.json")
    page.get_by_role("button", name=say("page.clear")).click()
    settled(page).get_by_test_id("stFileUploaderDropzoneInput").set_input_files(tmp_path / "list.json")
    page.get_by_role("button", name=say("saved.open")).click()
    expect(page.locator("[class*=st-key-row_]", has_text="prednisone").first).to_be_visible()


def test_a_register_is_screened_and_taken_along(page: Page, tmp_path) -> None:
    screened(turned_to(page, "bulk"))
    assert page.get_by_role("table").locator("img, strong").count() == 0
    cells = page.get_by_role("table").last.get_by_role("cell").all_inner_texts()
    assert HOSTILE in [cell.replace("\u2060", "") for cell in cells]
    with page.expect_download() as download:
        page.get_by_role("button", name=say("bulk.download")).click()
    download.value.save_as(tmp_path / "screened.csv")
    lines = (tmp_path / "screened.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 6
    assert lines[1].startswith("1,Simvastatin 40 mg,exact,simvastatin,")
    assert lines[3].startswith("3,'=1+1,none,")


def test_a_row_of_the_tables_is_looked_up(page: Page) -> None:
    turned_to(page, "explore").get_by_label(say("explore.name")).fill("Zocor")
    page.keyboard.press("Enter")
    expect(settled(page).get_by_text(say("explore.read_as", names="simvastatin"))).to_be_visible()
    assert page.locator(".st-key-row_0").get_by_role("link").count() > 0


def test_a_correction_of_a_row_is_copied(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    row = turned_to(page, "explore").locator(".st-key-row_0")
    row.get_by_role("button", name=say("explore.correct_this")).click()
    expect(page.get_by_text(say("explore.correct_how"))).to_be_visible()
    assert grave(page) == []
    page.get_by_test_id("stPopoverBody").get_by_test_id("stCode").hover()
    page.get_by_role("button", name="Copy to clipboard").click()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Table: data/weakness.csv")


@pytest.mark.parametrize("command", [["medcheck.cli", "serve", "--port"],
                                     ["streamlit", "run", "streamlit_app.py", "--server.port"]])  # fmt: skip
def test_a_page_may_be_the_first_that_anyone_opens(context: BrowserContext, command: list[str]) -> None:
    port = free_port()
    for address in served([*command, str(port)], port):
        page = context.new_page()
        page.goto(f"{address}/bulk")
        expect(page.get_by_text(say("bulk.tagline"))).to_be_visible(timeout=30_000)
        expect(page.get_by_text(say("page.private"))).to_be_visible()


def test_every_page_has_an_address_of_its_own_that_holds_nothing_of_the_list(page: Page, address: str) -> None:
    check(page, PAIR)
    for name in ("explore", "bulk", "about", "coverage"):
        assert turned_to(page, name).url == f"{address}/{name}"
