import re
import socket
import subprocess
import sys

import pytest
from browsing import (
    NARROW,
    PAIR,
    SIZE_NAMES,
    SIZES,
    box,
    check,
    free_port,
    grave,
    opened,
    say,
    served,
    settled,
    sideways,
    unfold,
)
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

MIXED = f"{PAIR}\nprednisolne\nqzxqzx 20 mg\na statin\n{'qzx' * 30}"
HOSTILE = (
    "<img src=x onerror=alert(1)> <b>qzx</b>\n"
    "**qzx** [qzx](http://qzx.test) ![qzx](http://qzx.test/i.png) http://qzx.test www.qzx.test a@qzx.test\n"
    "$x^2$ :red[qzx] :smile: :material/home: `qzx` =1+1"
)


def test_a_person_types_a_list_and_reads_the_warning(page: Page) -> None:
    check(page, PAIR)
    title = "simvastatin + clarithromycin: Muscle breakdown (rhabdomyolysis)"
    expect(page.get_by_role("heading", level=4).first).to_have_text(title)
    card = page.locator("[class*=st-key-card_same_day]").first
    expect(card).to_contain_text("Severe")
    expect(card).to_contain_text(say("report.not_checked_by"))
    assert card.get_by_role("link").first.get_attribute("href").startswith("http")


def test_each_step_begins_at_the_bar_though_its_button_stands_at_the_end_of_the_one_before(page: Page) -> None:
    check(page, PAIR)
    for way, step in (("back", "about"), ("next", "result"), ("back", "about"), ("next", "result")):
        page.get_by_role("button", name=say(f"step.{way}", step=say(f"step.{step}"))).click()
        settled(page)
        expect(page.locator(".st-key-step")).to_be_in_viewport()


def test_the_result_is_announced_to_screen_readers(page: Page) -> None:
    check(page, PAIR)
    expect(page.get_by_role("alert").first).to_contain_text("Get advice today")


def test_a_person_uploads_a_file_and_adds_it(page: Page) -> None:
    data = b"no;medicine\n1;Simvastatin 40 mg\n2;Clarithromycin\n"
    upload = page.get_by_test_id("stFileUploaderDropzoneInput")
    upload.set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name=say("page.upload_add")).click()
    expect(page.get_by_role("heading", level=4).first).to_contain_text("clarithromycin")
    assert box(unfold(page, say("page.your_list"))).input_value() == "Simvastatin 40 mg\nClarithromycin"


def test_a_person_finds_a_name_while_typing_and_taps_it(page: Page) -> None:
    page.get_by_label(say("page.search")).press_sequentially("Lipit")
    page.get_by_text("Lipitor (atorvastatin)", exact=True).click()
    expect(box(page)).to_have_value("Lipitor")


def test_a_person_confirms_a_name_and_takes_it_back(page: Page) -> None:
    check(page, "prednisolne")
    page.get_by_role("radio", name="prednisone", exact=True).click()
    expect(page.get_by_role("cell", name="prednisone", exact=True)).to_be_visible()
    page.get_by_role("button", name=say("page.undo", raw="prednisolne")).click()
    expect(page.get_by_role("radio", name="prednisone", exact=True)).to_be_visible()
    expect(page.get_by_role("radio", name="prednisone", exact=True)).not_to_be_checked()


def test_a_person_takes_the_report_along_as_csv_html_and_json(page: Page, context: BrowserContext, tmp_path) -> None:
    check(page, f"{PAIR}\n<b>qzx</b>")
    files = {}
    for ending in ("csv", "html", "json"):
        with page.expect_download() as download:
            page.get_by_role("button", name=say(f"page.download_{ending}")).click()
        assert download.value.suggested_filename == f"medcheck-report.{ending}"
        files[ending] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[ending])
    assert files["csv"].read_text(encoding="utf-8").startswith("\ufeffline,entry,")
    assert '"simvastatin"' in files["json"].read_text(encoding="utf-8")
    printed = context.new_page()
    printed.set_content(files["html"].read_text(encoding="utf-8"))
    expect(printed.get_by_role("heading", level=3).first).to_contain_text("simvastatin + clarithromycin")
    expect(printed.get_by_text("<b>qzx</b>").first).to_be_visible()
    assert not sideways_of_paper(printed)
    assert grave(printed) == []


def sideways_of_paper(page: Page) -> bool:
    page.set_viewport_size(NARROW)
    return page.evaluate("document.scrollingElement.scrollWidth") > NARROW["width"]


def test_hostile_names_are_shown_as_text_and_load_nothing(page: Page) -> None:
    check(page, f"{HOSTILE}\nsimvastatin 40 mg")
    for line in HOSTILE.splitlines():
        expect(page.get_by_text(line, exact=True).first).to_be_visible()
    made = page.locator("[class*=st-key-gap_], .stTable").locator("a, img, b, code, .katex, strong")
    assert made.count() == 0
    cells = page.get_by_role("table").get_by_role("cell").all_inner_texts()
    assert HOSTILE.splitlines() == [cell.replace("\u2060", "") for cell in cells[:12:4]]


def test_clearing_forgets_what_was_typed_tapped_and_ticked(page: Page) -> None:
    check(page, PAIR)
    unfold(page, say("page.about_you"))
    page.get_by_text("Hips and thighs", exact=True).click()
    page.get_by_label(say("page.age")).fill("71")
    settled(unfold(page, say("page.signs"))).locator("label", has_text="dark like tea").click()
    expect(page.get_by_role("alert").first).to_contain_text("Emergency")
    page.get_by_role("button", name=say("page.clear")).click()
    expect(box(page)).to_have_value("")
    settled(page)
    answered = ":not(.st-key-step *):is([aria-checked=true], [aria-pressed=true])"
    assert page.locator(f"input:checked, {answered}").count() == 0
    assert page.get_by_role("alert").count() == 0
    assert "simva" not in page.content().replace(say("page.box_hint"), "").lower()


def test_nothing_of_the_list_stands_in_the_address(page: Page, address: str) -> None:
    check(page, PAIR)
    assert page.url.rstrip("/") == address


def test_the_check_button_is_reached_and_pressed_by_keyboard(page: Page) -> None:
    box(page).fill(PAIR)
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == say("page.check"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Warnings"))).to_be_visible()


@pytest.mark.parametrize("context", SIZES, ids=SIZE_NAMES, indirect=True)
def test_every_state_fits_its_width_and_has_no_grave_accessibility_fault(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    assert (sideways(page), grave(page)) == (False, [])
    check(page, MIXED)
    assert (sideways(page), grave(page)) == (False, [])
    for title in (say("page.about_you"), say("page.signs"), say("page.list_heading"), "simvastatin"):
        unfold(page, title)
    page.locator("label", has_text="dark like tea").click()
    page.get_by_text("Hips and thighs", exact=True).click()
    settled(page)
    assert (sideways(page), grave(page)) == (False, [])


@pytest.mark.parametrize("context", [{"color_scheme": "dark"}], indirect=True)
def test_the_dark_scheme_of_the_system_is_followed(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    colour = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    assert max(map(int, re.findall(r"\d+", colour)[:3])) < 60


def test_the_printout_of_the_page_holds_the_result_and_no_buttons(page: Page) -> None:
    check(page, PAIR)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=4).first).to_be_visible()
    expect(page.get_by_role("button", name=say("page.download_csv"))).to_be_hidden()
    expect(page.get_by_role("button", name=say("page.clear"))).to_be_hidden()


def test_streamlit_run_opens_the_same_page_on_loopback_only(context: BrowserContext) -> None:
    port = free_port()
    for address in served(["streamlit", "run", "streamlit_app.py", "--server.port", str(port)], port):
        page = opened(context, address)
        check(page, PAIR)
        with pytest.raises(OSError, match=r"."), socket.create_connection(("127.0.0.2", port), timeout=2):
            pass


def test_medcheck_serve_answers_on_loopback_only(address: str) -> None:
    port = int(address.rsplit(":", 1)[1])
    with pytest.raises(OSError, match=r"."), socket.create_connection(("127.0.0.2", port), timeout=2):
        pass


def test_an_address_in_use_is_refused_in_one_line(address: str) -> None:
    port = address.rsplit(":", 1)[1]
    done = subprocess.run(
        [sys.executable, "-m", "medcheck.cli", "serve", "--port", port], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert re.fullmatch(rf"medcheck: 127\.0\.0\.1:{port} cannot be served \(.*\); choose another .*\n", done.stderr)


def test_the_browser_sends_no_usage_statistics(page: Page) -> None:
    told = page.evaluate("JSON.stringify(Object.entries(window.localStorage))")
    assert "analytics" not in told.lower()
