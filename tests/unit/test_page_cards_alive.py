"""Exercises and predictions on a page, under a finger and under the keyboard, in Chromium."""

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect
from solutions import solutions
from test_neuron_web import ASKED_FOR, FOLDER

import hhlab
from hhlab.browser import bundled
from hhlab.exercises.bank import find
from hhlab.exercises.variants import variant
from hhlab.pages import cards

NO_NEURON = not ASKED_FOR and not (FOLDER / "neuron.js").exists()
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PAGE = """<!doctype html><html lang="en" class="hhlab-page"><meta charset="utf-8"><title>Cards</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<link rel="stylesheet" href="static/page.css"><script type="module" src="static/page.js"></script>
<main>{hosts}</main></html>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A page of a prediction, of exercises that a page checks, and of one that only the lab does."""
    folder, hosts = tmp_path_factory.mktemp("cards"), []
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HHLAB_ANSWERS", str(folder / "answers"))
        patched.delenv("JUPYTERHUB_USER", raising=False)
        patched.delenv("HHLAB_COURSE", raising=False)
        shown = [hhlab.predict("L06.fate", "Which fate?", "it fires once", "it is silent")]
        shown += map(hhlab.exercise, ("L06.rheobase", "L07.rebound", "L01.area"))
        for i, one in enumerate(shown):
            for name, data in cards.files_of(one, str(i)).items():
                (folder / name).write_bytes(data)
            hosts.append(f'<div class="hhlab-page-card" data-src="{i}.json">{cards.static_html(one)}</div>')
    (folder / "page.html").write_text(PAGE.format(hosts="".join(hosts)), encoding="utf-8")
    (folder / "static").mkdir()
    for kind, text in (("js", bundled.script("page")), ("css", bundled.style("page"))):
        (folder / "static" / f"page.{kind}").write_text(text, encoding="utf-8")
    if not NO_NEURON:
        shutil.copytree(FOLDER, folder / "neuron")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/page.html"
        server.shutdown()


@pytest.fixture
def opened(chromium, address):
    """The page on a phone; nothing may go wrong on it, and nothing be asked of another host."""
    wrong = []
    page = chromium.new_page(**PHONE)
    page.on("console", lambda said: said.type in ("error", "warning") and wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    own = address.removesuffix("page.html")
    page.on("request", lambda one: one.url.startswith((own, "data:", "blob:")) or wrong.append(one.url))
    page.goto(address)
    page.wait_for_selector(".hhlab-alive")
    yield page
    page.context.close()
    assert not wrong


def card_of(page, name):
    """Give a card by its name, as whoever hears the page finds it."""
    page.locator(".hhlab-page-card").filter(has_text=name).scroll_into_view_if_needed()
    return page.get_by_role("group", name=name).first


def told(card, words):
    expect(card.get_by_role("status")).to_contain_text(words)


def test_a_prediction_is_kept_in_the_browser_and_shows_the_picture(opened):
    opened.get_by_label("it is silent").tap()
    expect(opened.get_by_role("status").first).to_have_text("Kept in this browser alone.")
    card = card_of(opened, "L07.rebound")
    assert card.locator("img").count() == 0
    card.get_by_label("yes, when it ends").tap()
    picture = card.locator("img")
    assert "spike" in picture.get_attribute("alt")
    picture.scroll_into_view_if_needed()
    opened.wait_for_function("image => image.naturalWidth > 300", arg=picture.element_handle())
    opened.reload()
    expect(opened.get_by_label("it is silent")).to_be_checked()
    expect(card_of(opened, "L07.rebound").locator("img")).to_be_visible()
    assert opened.evaluate("document.documentElement.scrollWidth") == 390


def test_what_only_the_lab_checks_says_so_and_gives_its_first_hints(opened):
    card = card_of(opened, "L01.area")
    assert card.get_by_role("button", name="Check").count() == 0
    expect(card).to_contain_text('hhlab.exercise("L01.area")')
    card.get_by_role("textbox").fill("123")
    card.get_by_role("button", name="Hint").tap()
    told(card, find("L01.area").hints["start"][0])
    card.get_by_role("button", name="Hint").tap()
    told(card, "no further hint")
    opened.reload()
    assert card_of(opened, "L01.area").get_by_role("textbox").input_value() == "123"


@pytest.mark.skipif(NO_NEURON, reason="`make neuron-web` was not run")
def test_neuron_in_the_page_checks_what_is_typed_and_what_is_chosen(opened):
    given = variant(find("L06.rheobase"), "guest", "hhlab")
    right = float(solutions()["L06.rheobase"].right(**given))
    card = card_of(opened, "L06.rheobase")
    box = card.get_by_role("textbox", name="Answer [nA]")
    # by the keyboard alone; a number's side is said from the second wrong one on
    for answer, words in (
        (f"{0.9 * right:.6g}", "not within the tolerance"),
        (f"{1.1 * right:.6g}", "It fires, but 2 % less fires too."),
        (f"{1000 * right:.6g} V", "unit of something else"),
        (f"{1000 * right:.6g} pA", "Right."),
    ):
        box.fill(answer)
        box.press("Enter")
        told(card, words)
    expect(card).to_contain_text("3 attempts")
    chosen = card_of(opened, "L07.rebound")
    options = find("L07.rebound").options
    name = solutions()["L07.rebound"].right(**variant(find("L07.rebound"), "guest", "hhlab"))
    for option, words in (("during", "Not yet."), (name, "Right.")):
        chosen.get_by_label(options[option]).tap()
        chosen.get_by_role("button", name="Check").tap()
        told(chosen, words)
