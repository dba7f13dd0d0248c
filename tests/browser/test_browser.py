import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from browsing import (
    NARROW,
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
from jsonschema import Draft202012Validator
from playwright.sync_api import BrowserContext, Page, expect

import medcheck
from medcheck.exports.formats import written
from medcheck.tables import folder, shipped

pytestmark = pytest.mark.browser

MIXED = f"{PAIR}\nprednisolne\nqzxqzx 20 mg\na statin\n{'qzx' * 30}"
HOSTILE = (
    "<img src=x onerror=alert(1)> <b>qzx</b>\n"
    "**qzx** [qzx](http://qzx.test) ![qzx](http://qzx.test/i.png) http://qzx.test www.qzx.test a@qzx.test\n"
    "$x^2$ :red[qzx] :smile: :material/home: `qzx` =1+1"
)


def test_a_person_types_a_list_and_reads_the_answer(page: Page) -> None:
    check(page, PAIR)
    answer = page.locator(".st-key-answer")
    expect(answer.get_by_role("heading")).to_contain_text(say("answer.same_day"))
    expect(answer).to_contain_text("simvastatin + clarithromycin:")
    expect(answer).to_contain_text("before your next dose")


def test_a_row_opens_into_what_it_does_with_its_sources(page: Page) -> None:
    unfold(check(page, PAIR), "simvastatin + clarithromycin")
    card = page.locator("[class*=st-key-row_same_day] details[open]")
    expect(card).to_contain_text("Severe")
    expect(card).to_contain_text(say("report.not_checked_by"))
    assert card.get_by_role("link").first.get_attribute("href").startswith("http")


PHONE = {"viewport": {"width": 390, "height": 844}}
TEN = say("example.older")


@pytest.mark.parametrize("context", [PHONE], indirect=True)
@pytest.mark.parametrize("text", [PAIR, TEN], ids=["a pair", "ten medicines"])
def test_the_answer_stands_on_the_first_screen_of_a_phone_with_print_save_and_the_numbers_to_call(
    context: BrowserContext, address: str, text: str
) -> None:
    page = check(opened(context, address), text)
    for part in (page.locator(".st-key-answer h2"), page.get_by_role("button", name=say("page.print")),
                 page.get_by_role("button", name=say("page.save")), page.locator("a[href='tel:112']")):  # fmt: skip
        place = part.bounding_box()
        assert place["y"] + place["height"] <= 844


@pytest.mark.parametrize("context", [PHONE], indirect=True)
def test_a_sign_that_is_tapped_shows_its_alert_directly_below(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    tap_sign(page, "breathing")
    alert = page.get_by_role("alert").first
    expect(alert).to_contain_text("Emergency")
    expect(alert).to_be_in_viewport()


def test_each_step_begins_at_its_beginning_though_its_button_stands_at_the_end_of_the_one_before(page: Page) -> None:
    check(page, PAIR)
    for way, step in (("back", "about"), ("next", "result"), ("back", "about"), ("next", "result")):
        page.get_by_role("button", name=say(f"step.{way}", step=say(f"step.{step}"))).click()
        settled(page)
        expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def test_the_answer_is_focused_so_that_screen_readers_begin_with_it(page: Page) -> None:
    check(page, PAIR)
    assert page.evaluate("document.activeElement.className").count("st-key-answer") == 1


def test_list_answers_and_step_survive_a_reload_and_are_gone_with_the_tab(page: Page, address: str) -> None:
    check(page, PAIR)
    tap_sign(page, "fever")
    page.reload()
    expect(page.locator(".st-key-answer")).to_contain_text("simvastatin + clarithromycin", timeout=30_000)
    expect(page.get_by_role("alert").first).to_be_visible()
    other = page.context.new_page()
    other.goto(address)
    expect(box(other)).to_be_visible(timeout=30_000)
    assert box(settled(other)).input_value() == ""


def test_what_was_cleared_does_not_come_back_with_a_reload(page: Page) -> None:
    check(page, PAIR)
    page.get_by_role("button", name=say("page.clear")).click()
    settled(page)
    page.reload()
    expect(box(page)).to_be_visible(timeout=30_000)
    page.wait_for_timeout(1_000)
    assert box(settled(page)).input_value() == ""


def test_a_person_uploads_a_file_and_adds_it(page: Page) -> None:
    data = b"no;medicine\n1;Simvastatin 40 mg\n2;Clarithromycin\n"
    upload = page.get_by_test_id("stFileUploaderDropzoneInput")
    upload.set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name=say("page.upload_add")).click()
    expect(page.locator(".st-key-answer")).to_contain_text("clarithromycin")
    assert box(unfold(page, say("page.your_list"))).input_value() == "Simvastatin 40 mg\nClarithromycin"


def test_a_person_says_which_column_holds_the_medicines(page: Page) -> None:
    upload = page.get_by_test_id("stFileUploaderDropzoneInput")
    upload.set_input_files({"name": "odd.csv", "mimeType": "text/csv", "buffer": b"no,thing\n1,qzxqzx\n2,xzqxzq\n"})
    choose(settled(page), say("page.upload_column"), "thing")
    page.get_by_role("button", name=say("page.upload_add")).click()
    expect(page.locator(".st-key-answer")).to_contain_text("“qzxqzx”, “xzqxzq”")


def test_a_person_finds_a_name_while_typing_and_taps_it(page: Page) -> None:
    page.get_by_label(say("page.search")).press_sequentially("Lipit")
    page.get_by_text("Lipitor (atorvastatin)", exact=True).click()
    expect(box(page)).to_have_value("Lipitor")


def test_a_person_confirms_a_name_and_takes_it_back(page: Page) -> None:
    check(page, "prednisolne")
    page.get_by_role("radio", name="prednisone", exact=True).click()
    unfold(settled(page), "How each line was read")
    expect(page.get_by_role("cell", name="prednisone", exact=True)).to_be_visible()
    page.get_by_role("button", name=say("page.undo", raw="prednisolne")).click()
    expect(page.get_by_role("radio", name="prednisone", exact=True)).to_be_visible()
    expect(page.get_by_role("radio", name="prednisone", exact=True)).not_to_be_checked()


def downloaded(page: Page, name: str, into: Path) -> Path:
    if name != "html":
        unfold(page, say("fold.take_along"))
    with page.expect_download() as download:
        page.get_by_role("button", name=say("page.print" if name == "html" else f"page.download_{name}")).click()
    file = into / download.value.suggested_filename
    download.value.save_as(file)
    return file


@pytest.mark.parametrize(("name", "file"), [
    ("html", "medcheck-report.html"), ("csv", "medcheck-report.csv"), ("json", "medcheck-report.json"),
    ("fhir", "medcheck-report.fhir.json"), ("markdown", "medcheck-report.md"),
])  # fmt: skip
def test_what_a_person_takes_along_is_what_the_command_line_writes(page: Page, tmp_path, name: str, file: str) -> None:
    text = f"{PAIR}\n<b>qzx</b>"
    taken = downloaded(check(page, text), name, tmp_path)
    assert taken.name == file
    assert taken.read_bytes().decode() == written(medcheck.check(text), shipped(), name)


def test_the_json_that_is_taken_along_is_as_the_published_schema_says(page: Page, tmp_path) -> None:
    check(page, "prednisolne\nFOLFOX\nqzxqzx")
    page.get_by_role("radio", name="prednisone", exact=True).click()
    taken = downloaded(settled(page), "json", tmp_path)
    schema = json.loads((folder() / "report.schema.json").read_text(encoding="utf-8"))
    told = json.loads(taken.read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(told)
    assert told["entries"][0]["drugs"] == ["prednisone"]


def test_the_page_to_print_opens_by_itself_and_fits_its_paper(page: Page, context: BrowserContext, tmp_path) -> None:
    taken = downloaded(check(page, f"{PAIR}\n<b>qzx</b>"), "html", tmp_path)
    printed = context.new_page()
    printed.set_content(taken.read_text(encoding="utf-8"))
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
    unfold(page, "How each line was read")
    made = page.locator("[class*=st-key-gap_], .stTable").locator("a, img, b, code, .katex, strong")
    assert made.count() == 0
    cells = page.get_by_role("table").get_by_role("cell").all_inner_texts()
    assert HOSTILE.splitlines() == [cell.replace("\u2060", "") for cell in cells[:12:4]]


@pytest.mark.parametrize("context", [{"viewport": NARROW}], indirect=True)
def test_the_longest_and_oddest_names_break_no_phone(context: BrowserContext, address: str, tmp_path) -> None:
    odd = [
        "qzx" * 3_334,
        "\u202eqzx xzq\u202c",
        "\u05d0\u05d1\u05d2\u05d3\u05d4 20 mg",
        "\U0001f48a" * 40,
        "=1+1",
        "\t-5,,,;;;",
    ]
    page = check(opened(context, address), "\n".join([*odd, "simvastatin 40 mg"]))
    unfold(page, "How each line was read")
    assert (sideways(page), grave(page)) == (False, [])
    assert "\u202e" not in page.locator("[data-testid=stMain]").inner_text()
    printed = context.new_page()
    printed.set_content(downloaded(page, "html", tmp_path).read_text(encoding="utf-8"))
    assert not sideways_of_paper(printed)


def test_the_name_of_a_file_is_shown_as_text(page: Page) -> None:
    name = "<img src=x onerror=alert(1)> **qzx** ![q](http:qzx).csv"
    upload = page.get_by_test_id("stFileUploaderDropzoneInput")
    upload.set_input_files([
        {"name": name, "mimeType": "text/csv", "buffer": b"medicine\nsimvastatin\nmetformin\n,\n"},
        {"name": f"odd {name}", "mimeType": "text/csv", "buffer": b"no,thing\n1,qzxqzx\n2,xzqxzq\n"},
        {"name": f"bad {name}", "mimeType": "text/csv", "buffer": b"%PDF-1.7"},
    ])  # fmt: skip
    settled(page)
    expect(page.get_by_text(re.compile(re.escape(name) + r" \("))).to_be_visible()
    boxes = page.locator("[class*=st-key-file_]")
    assert boxes.count() == 3
    assert boxes.locator("strong, img[src=x]").count() == 0
    assert (sideways(page), grave(page)) == (False, [])


def test_clearing_forgets_what_was_typed_tapped_and_ticked(page: Page) -> None:
    check(page, PAIR)
    unfold(page, say("page.about_you"))
    page.get_by_text("Hips and thighs", exact=True).click()
    page.get_by_label(say("page.age")).fill("71")
    tap_sign(page, "dark_urine")
    expect(page.get_by_role("alert").first).to_contain_text("Emergency")
    page.get_by_role("button", name=say("page.clear")).click()
    expect(box(page)).to_have_value("")
    settled(page)
    answered = ":not(.st-key-step *):is([aria-checked=true], [aria-pressed=true])"
    assert page.locator(f"input:checked, {answered}").count() == 0
    assert page.get_by_role("alert").count() == 0
    page.get_by_role("button", name=say("page.undo_change")).click()
    expect(box(page)).to_have_value(PAIR)


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
    expect(page.locator(".st-key-answer").get_by_role("heading")).to_be_visible()


@pytest.mark.parametrize("context", SIZES, ids=SIZE_NAMES, indirect=True)
def test_every_state_fits_its_width_and_has_no_grave_accessibility_fault(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    assert (sideways(page), grave(page)) == (False, [])
    check(page, MIXED)
    assert (sideways(page), grave(page)) == (False, [])
    for title in (
        say("page.about_you"),
        "How each line was read",
        say("fold.pictures"),
        say("fold.ask"),
        "simvastatin",
    ):
        unfold(page, title)
    tap_sign(page, "dark_urine")
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
    expect(page.locator(".st-key-answer").get_by_role("heading")).to_be_visible()
    expect(page.get_by_role("button", name=say("page.print"))).to_be_hidden()
    expect(page.get_by_role("button", name=say("page.clear"))).to_be_hidden()


PAPERS = {"A4": 688, "Letter": 710}  # pixels between the margins


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("context", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True)
def test_the_printout_fits_its_paper_and_is_dark_on_white(context: BrowserContext, address: str, paper: str) -> None:
    page = check(
        opened(context, address), f"{PAIR}, started 2026-05-10\nvincristine\namlodipine 10 mg\ncolchicine\nqzxqzx"
    )
    for title in (say("fold.pictures"), "simvastatin + clarithromycin"):
        unfold(page, title)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPERS[paper], "height": 1000})
    settled(page)
    parts = page.locator(".timeline, .matrix, .outlines, [class*=st-key-row_], [class*=st-key-gap_], .st-key-answer")
    assert parts.count() > 8
    assert max(parts.evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")) <= PAPERS[paper]
    inks = page.locator("h1, h2, .stText span, .matrix th").evaluate_all(
        "all => all.map(one => getComputedStyle(one).color)"
    )
    assert set(inks) == {"rgb(17, 17, 17)"}
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") in {
        "rgba(0, 0, 0, 0)", "rgb(255, 255, 255)",
    }  # fmt: skip


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
