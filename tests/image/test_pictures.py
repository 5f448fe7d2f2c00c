"""Pictures for who cannot see them, and on a dark page: words in the page, a sound, colours turned."""

import io
import re
from base64 import b64encode

import numpy as np
import pytest
from browsing import Explorer, command, open_notebook
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image
from playwright.sync_api import expect

from hhlab.figures.paper import png

DRAWN = """import hhlab
rec = hhlab.simulate(tstop=60)
hhlab.draw(rec)"""
PLOTTED = """import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.plot([0, 1, 2], [1, 4, 2], label="mine")
ax.set(xlabel="dose [nM]", ylabel="rate [Hz]", title="Block")
plt.show()"""
LIVE = """def run(amp=0.1):
    return hhlab.simulate(clamp=hhlab.CurrentClamp(amp=amp, delay=10, dur=60), tstop=100)

hhlab.explore(run, amp=(0.0, 0.3, 0.01))"""
STILL = """def shown(amp=0.1):
    plt.plot([0, 1], [0, amp])
    plt.ylabel("height [nA]")

hhlab.explore(shown, amp=(0.0, 0.3, 0.01))"""
# what a page plays: when, and how long
LISTEN = """() => {
    window.played = [];
    const ramp = AudioParam.prototype.setValueCurveAtTime;
    AudioParam.prototype.setValueCurveAtTime = function (curve, begin, seconds) {
        window.played.push({curve: [...curve], seconds, clicks: 0});
        return ramp.call(this, curve, begin, seconds);
    };
    const start = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (at) {
        window.played.at(-1).clicks++;
        return start.call(this, at);
    };
}"""


def brightness(picture):
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L")).mean()


def in_theme(page, theme):
    command(page, "apputils:change-theme", theme=f"JupyterLab {theme}")
    page.wait_for_function(
        "dark => document.body.dataset.jpThemeLight === String(!dark)", arg=theme == "Dark"
    )
    # JupyterLab takes its splash away a moment later, and a second one before that makes an error of its own
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)


def test_a_picture_has_words_and_follows_the_theme_whoever_drew_it(page, opened):
    opened(PLOTTED, DRAWN)  # before hhlab is asked for
    drawn = page.get_by_role("img", name=re.compile("membrane potential over time from 0 to 60 ms: 1 spike"))
    plotted = page.get_by_role("img", name="Block: rate over dose", exact=False)
    expect(plotted).to_have_attribute("alt", re.compile("mine: highest 4 Hz at 1 nM"))
    for picture in (drawn, plotted):
        in_theme(page, "Light")
        picture.scroll_into_view_if_needed()
        assert brightness(picture.screenshot()) > 200
        in_theme(page, "Dark")
        assert brightness(picture.screenshot()) < 60
    in_theme(page, "Light")


def test_a_page_that_has_not_run_here_shows_its_pictures_with_their_words(page, lab):
    data = {"image/png": b64encode(png(Figure(figsize=(4, 3)))).decode(), "text/plain": "words"}
    shown = new_output("display_data", data, metadata={"image/png": {"alt": "a stored picture"}})
    notebook = new_notebook(cells=[new_code_cell("1", outputs=[shown])])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    lab.ask("PUT", "contents/stored.ipynb", {"type": "notebook", "content": notebook})
    open_notebook(page, lab, "stored.ipynb")
    picture = page.get_by_role("img", name="a stored picture")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 100
    lab.shut_down()


def test_a_still_picture_behind_a_slider_has_words_that_follow(page, opened):
    opened(DRAWN, PLOTTED, STILL)
    explorer = Explorer(page, "amp [nA]")
    picture = explorer.root.locator("img.hhlab-picture")
    expect(picture).to_have_attribute("alt", re.compile("height.*rises from 0 to 0.1 nA"))
    explorer.type(0.3)
    expect(picture).to_have_attribute("alt", re.compile("rises from 0 to 0.3 nA"))


def test_a_live_picture_is_told_once_it_rests(page, opened):
    opened(DRAWN, LIVE)
    explorer = Explorer(page, "amp [nA]")
    spoken = explorer.root.get_by_role("status")
    expect(explorer.panels).to_have_attribute("aria-label", re.compile("over time from 0 to 100 ms.* spikes"))
    expect(spoken).to_have_text("")
    explorer.type(0)
    expect(spoken).to_contain_text("No spike")
    expect(explorer.panels).to_have_attribute("aria-label", re.compile("No spike.*arrows"))
    assert spoken.bounding_box()["width"] <= 1


@pytest.mark.parametrize("by", ["button", "python"])
def test_a_potential_is_heard_once_it_is_asked_for(page, opened, by):
    opened(DRAWN, LIVE.replace("hhlab.explore(", "explorer = hhlab.explore(") + "\nexplorer")
    page.evaluate(LISTEN)
    explorer = Explorer(page, "amp [nA]")
    button = explorer.button("Sound")
    expect(button).to_be_visible()
    assert page.evaluate("window.played") == []
    if by == "button":
        button.click()
    else:
        page.evaluate(
            """() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel
                .requestExecute({code: 'explorer.sound()'}).done"""
        )
    stop = explorer.root.get_by_role("button", name="Stop (20 × slower)")
    expect(stop).to_be_visible()
    (played,) = page.evaluate("window.played")
    assert played["seconds"] == pytest.approx(2)
    spikes = int(explorer.status.inner_text().split()[0])
    assert played["clicks"] == spikes > 3
    assert max(played["curve"]) > 2 * min(played["curve"])
    stop.click()
    expect(button).to_be_visible()
    button.click()
    # by itself it ends after its two seconds, and does not begin again
    expect(stop).to_be_visible()
    expect(button).to_be_visible(timeout=10_000)
    assert len(page.evaluate("window.played")) == 2


def test_a_recording_alone_has_a_button_that_plays_it(page, opened):
    opened(DRAWN, "hhlab.sound(rec)")
    page.evaluate(LISTEN)
    page.get_by_role("button", name="Sound").click()
    expect(page.get_by_role("button", name="Stop (20 × slower)")).to_be_visible()
    (played,) = page.evaluate("window.played")
    assert played["clicks"] == 1
