"""The live view in a real browser: what a hand, a key and a restart do to it."""

import io
import os
import re

import browsing
import numpy as np
import pytest
from browsing import Explorer, command, open_notebook, run_all
from PIL import Image
from playwright.sync_api import expect

RUN = """import hhlab
from hhlab import CurrentClamp

def run(amp=0.1, dur=60.0):
    rec = hhlab.simulate(clamp=CurrentClamp(amp=amp, dur=dur, delay=10), tstop=100, record=("v", "i_stim"))
    if amp > 0.29:
        raise ValueError("more than this cell stands")
    return rec
"""
EXPLORE = """hhlab.explore(
    run, amp=(0.0, 0.3, 0.002), dur=(1.0, 80.0),
    presets={"brief": {"dur": 1.0}}, derived=lambda rec: {"peak [mV]": hhlab.peak_mV(rec)},
)"""
KINDS = """import hhlab
import numpy as np
from hhlab import Curves, Family, Profile, Recording

def run(speed=500.0):
    x, t = np.linspace(0, 3000, 61), np.arange(0, 10, 0.05)
    v = -65 + 100 * np.exp(-((t[None] - 1 - x[:, None] / speed) / 0.4) ** 2)
    rec = Recording(t=t, v=v[30])
    family = Family("place [µm]", [0, 1500], [Recording(t=t, v=v[0]), rec])
    curves = Curves(x="speed [µm/ms]", y="delay [ms]", lines={"at 3 mm": ([1, 10], [2, 1])},
                    marks={"now": (speed, 3000 / speed)}, log="xy")
    return family, curves, Profile(x_um=x, t=t, v=v, at_ms=min(9, 2000 / speed))

hhlab.explore(run, speed=(100.0, 1000.0))"""
FOLLOW = r"""() => {
    window.painted = [];
    window.families = 0;
    // where the handle is on the screen, as a fraction of its way
    const origin = document.querySelector(".noUi-origin");
    const place = () => 1 + parseFloat(/translate\(([^%]*)%/.exec(origin.style.transform)[1]) / 1000;
    document.addEventListener("hhlab-painted", event => window.painted.push(
        [event.detail.amp, place() * 0.3, document.querySelector(".hhlab-late") !== null]));
    document.addEventListener("hhlab-family", () => window.families++);
}"""


@pytest.fixture
def explorer(page, opened):
    opened(RUN, EXPLORE)
    explorer = Explorer(page, "amp [nA]")
    expect(explorer.status).to_contain_text("6 spikes, the first at 11.0 ms")
    return explorer


def brightness(picture):
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L")).mean()


def difference(one, other):
    """The mean difference of two pictures, in greys of 255."""
    grey = [np.asarray(Image.open(io.BytesIO(picture)).convert("L"), float) for picture in (one, other)]
    return np.abs(grey[0] - grey[1]).mean()


def saved(page, button):
    with page.expect_download() as download:
        button.click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_a_step_with_a_key_moves_the_picture_the_box_and_the_words(explorer):
    before = explorer.picture()
    explorer.handle.focus()
    for _ in range(5):
        explorer.handle.press("ArrowRight")
    expect(explorer.box).to_have_value("0.11")
    expect(explorer.status).to_contain_text("peak 42.2 mV")
    assert explorer.picture() != before


def test_in_a_drag_each_picture_is_the_run_of_its_own_place(page, explorer):
    page.evaluate(FOLLOW)
    x, y = explorer.press()
    page.wait_for_function("window.families === 1")
    page.evaluate("window.painted.length = 0")
    for i in range(60):
        page.mouse.move(x - i, y)
        page.wait_for_timeout(10)
    painted = page.evaluate("window.painted")
    page.mouse.up()
    assert len({amp for amp, *_ in painted}) >= 15
    # what is painted belongs to the handle's place, and never fades
    assert all(amp == pytest.approx(handle, abs=1e-4) for amp, handle, _ in painted)
    assert not any(late for *_, late in painted)
    last = f"{painted[-1][0]:g}"
    expect(explorer.box).to_have_value(last)
    words = explorer.status.inner_text()
    picture = explorer.picture()
    # the same value typed gives the same words and, to a fraction of a pixel, the same picture
    explorer.type(0)
    expect(explorer.status).to_contain_text("No spike")
    explorer.type(last)
    expect(explorer.status).to_have_text(words)
    same = difference(explorer.picture(), picture)
    explorer.type(float(last) + 0.002)
    expect(explorer.status).not_to_have_text(words)
    assert same < 0.1 * difference(explorer.picture(), picture)


def test_a_step_within_a_family_is_painted_once(page, explorer):
    page.evaluate(FOLLOW)
    explorer.press()
    page.wait_for_function("window.families === 1")
    page.mouse.up()
    page.evaluate("window.painted.length = 0")
    explorer.handle.press("ArrowRight")
    expect(explorer.box).to_have_value("0.102")
    page.wait_for_timeout(1000)
    # the kernel's answer, with every sample, changes nothing that a person could see
    assert len(page.evaluate("window.painted")) == 1


def test_a_second_slider_makes_the_first_ones_family_stale(page, explorer):
    page.evaluate(FOLLOW)
    explorer.press()
    page.wait_for_function("window.families === 1")
    page.mouse.up()
    other = Explorer(page, "dur [ms]")
    other.type(5)
    expect(explorer.status).to_contain_text("1 spike")
    explorer.drag(20)
    expect(explorer.status).to_contain_text("1 spike")
    page.wait_for_function("window.families === 2")


def test_a_typed_value_lies_between_two_steps_and_one_outside_is_answered_in_words(explorer):
    explorer.type(0.1234)
    expect(explorer.status).to_contain_text("7 spikes, the first at 10.9 ms")
    expect(explorer.box).to_have_value("0.1234")
    expect(explorer.scope).not_to_contain_class("hhlab-late")
    explorer.type(99)
    expect(explorer.status).to_have_text("amp = 99 nA, but it must be at most 0.3 nA.")
    expect(explorer.box).to_have_value("0.1234")


def test_a_refused_value_leaves_no_complaint_behind(page, explorer):
    explorer.drag(20)
    expect(explorer.box).not_to_have_value("0.1")
    explorer.drag(-20)
    expect(explorer.box).to_have_value("0.1")
    explorer.type(99)
    expect(explorer.status).to_contain_text("at most 0.3 nA")
    # nothing has changed, so the kernel has no new picture to send
    explorer.button("Reset").click()
    page.wait_for_timeout(5000)
    expect(explorer.status).to_contain_text("6 spikes")
    expect(explorer.scope).not_to_contain_class("hhlab-late")


def test_presets_reset_and_the_mark_of_what_was_changed(page, explorer):
    duration = Explorer(page, "dur [ms]")
    explorer.button("brief").click()
    expect(duration.box).to_have_value("1")
    expect(explorer.status).to_contain_text("1 spike")
    expect(duration.control).to_contain_class("hhlab-changed")
    explorer.button("Reset").click()
    expect(duration.box).to_have_value("60")
    expect(duration.control).not_to_contain_class("hhlab-changed")
    expect(explorer.status).to_contain_text("6 spikes")


def test_kept_traces_stay_until_they_are_cleared(explorer):
    alone = explorer.picture()
    explorer.button("Keep trace").click()
    expect(explorer.button("Clear kept")).to_be_visible()
    explorer.type(0)
    expect(explorer.status).to_contain_text("No spike")
    compared = explorer.picture()
    explorer.button("Clear kept").click()
    expect(explorer.button("Clear kept")).to_have_count(0)
    quiet = explorer.picture()
    assert len({alone, compared, quiet}) == 3


def test_the_cursor_reads_what_the_table_says(page, explorer):
    name, table = saved(page, explorer.button("CSV"))
    assert name == "run.csv"
    numbers = np.genfromtxt(io.BytesIO(table), delimiter=",", names=True)
    over = explorer.root.locator(".u-over").first.bounding_box()
    page.mouse.move(over["x"] + over["width"] * 0.4, over["y"] + 30)
    said = explorer.root.locator(".hhlab-said")
    expect(said).to_contain_text("time")
    words = said.inner_text().replace("−", "-").replace(",", "").split()
    t, v = float(words[1]), float(words[words.index("potential") + 1])
    around = np.abs(numbers["t_ms"] - t) < 0.1
    assert numbers["v_mV"][around].min() - 0.01 <= v <= numbers["v_mV"][around].max() + 0.01
    # both panels have their cursor at the same time
    cursors = explorer.root.locator(".u-cursor-x").evaluate_all("all => all.map(one => one.style.transform)")
    assert len(cursors) == 2
    assert len(set(cursors)) == 1


def test_zoom_by_the_pointer_and_by_keys_and_back(page, explorer):
    whole = explorer.picture()
    over = explorer.root.locator(".u-over").first.bounding_box()
    page.mouse.move(over["x"] + 100, over["y"] + 40)
    page.mouse.down()
    page.mouse.move(over["x"] + 200, over["y"] + 40, steps=5)
    page.mouse.up()
    page.mouse.move(over["x"], over["y"] - 100)
    expect(explorer.button("Zoom back")).to_be_enabled()
    near = explorer.picture()
    explorer.button("Zoom back").click()
    expect(explorer.button("Zoom back")).to_be_disabled()
    assert explorer.picture() == whole != near
    explorer.panels.focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "+"):
        page.keyboard.press(key)
    expect(explorer.root.locator(".hhlab-said")).to_contain_text("membrane potential")
    expect(explorer.button("Zoom back")).to_be_enabled()
    page.keyboard.press("Escape")
    expect(explorer.button("Zoom back")).to_be_disabled()


def test_axes_stay_put_while_a_slider_moves_and_fit_on_request(explorer):
    explorer.type(0.0)
    expect(explorer.status).to_contain_text("No spike")
    axes = "all => all.map(one => one.getBoundingClientRect().height)"
    heights = explorer.root.locator("canvas").evaluate_all(axes)
    quiet = explorer.picture()
    explorer.button("Fit axes").click()
    assert explorer.picture() != quiet
    explorer.type(0.1)
    expect(explorer.status).to_contain_text("6 spikes")
    assert explorer.root.locator("canvas").evaluate_all(axes) == heights


def test_a_panel_is_switched_off_and_on(explorer):
    toggle = explorer.button("electrode current")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "false")
    expect(explorer.root.locator(".hhlab-panel:visible")).to_have_count(1)
    toggle.click()
    expect(explorer.root.locator(".hhlab-panel:visible")).to_have_count(2)


def test_the_picture_is_saved(page, explorer):
    name, png = saved(page, explorer.button("PNG"))
    assert name == "run.png"
    assert Image.open(io.BytesIO(png)).size[0] > 600


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_script_opens_in_sight_and_the_keyboard_finds_its_way(page, explorer, theme):
    command(page, "apputils:change-theme", theme=theme)
    # a theme that is still being loaded takes the focus
    page.wait_for_function(
        "light => document.body.dataset.jpThemeLight === light", arg=str("Light" in theme).lower()
    )
    button = explorer.button("Copy as NEURON script")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Copy as NEURON script")
    script = dialog.get_by_label("NEURON script")
    expect(script).to_be_focused()
    compile(script.input_value(), "copied.py", "exec")
    assert "stim.delay, stim.dur, stim.amp = 10, 60, 0.1" in script.input_value()
    box, window = dialog.bounding_box(), browsing.LAPTOP
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= window["width"]
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= window["height"]
    if folder := os.environ.get("HHLAB_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/script {theme}.png")
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Copy", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_contain_text("Copied")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    button.click()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    command(page, "apputils:change-theme", theme="JupyterLab Light")


def test_the_script_of_a_students_own_run_says_what_the_notebook_has_made(page, opened):
    own = """import hhlab
from neuron import h

h.load_file("stdrun.hoc")
soma = h.Section(name="soma")
soma.L = soma.diam = 10  # µm
soma.insert("hh")
stim = h.IClamp(soma(0.5))
stim.delay, stim.dur = 5, 1  # ms, ms
t, v = h.Vector().record(h._ref_t), h.Vector().record(soma(0.5)._ref_v)


def run(amp=0.1):
    stim.amp = amp
    h.finitialize(-65)
    h.continuerun(20)
    return hhlab.Recording(t=t, v=v)


hhlab.explore(run, amp=(0.0, 0.3))"""
    held = """import threading
lock = threading.Lock()


def guarded(dur=1.0):
    with lock:
        stim.dur = dur
        return run()


hhlab.explore(guarded, dur=(0.5, 3.0))"""
    opened(own, held)
    explorer = Explorer(page, "amp [nA]")
    explorer.button("Copy as NEURON script").click()
    script = page.get_by_label("NEURON script", exact=True)
    expect(script).to_have_value(re.compile("soma = h.Section.*stim = h.IClamp.*run\\(amp=0.1\\)", re.DOTALL))
    page.keyboard.press("Escape")
    # a lock is nothing that a script could hold
    without = Explorer(page, "dur [ms]")
    expect(without.button("PNG")).to_be_visible()
    expect(without.button("Copy as NEURON script")).to_have_count(0)


def test_an_error_in_the_run_is_said_and_its_picture_fades_until_the_next_is_right(explorer):
    explorer.type(0.3)
    expect(explorer.status).to_have_text("more than this cell stands")
    expect(explorer.panels).to_have_css("opacity", "0.3")
    explorer.type(0.1)
    expect(explorer.status).to_contain_text("6 spikes")
    expect(explorer.panels).to_have_css("opacity", "1")


def test_a_busy_kernel_never_lets_an_old_picture_pass_for_a_new_one(page, opened):
    opened(RUN, EXPLORE, "import time")
    explorer = Explorer(page, "amp [nA]")
    expect(explorer.status).to_contain_text("6 spikes")
    page.evaluate(
        """() => {
            const panel = window.jupyterapp.shell.currentWidget;
            panel.sessionContext.session.kernel.requestExecute({code: "time.sleep(3)"});
        }"""
    )
    explorer.handle.focus()
    explorer.handle.press("Home")
    expect(explorer.scope).to_contain_class("hhlab-late", timeout=2000)
    expect(explorer.status).to_contain_text("No spike")
    expect(explorer.scope).not_to_contain_class("hhlab-late")


def test_a_slider_never_simulates_beside_a_running_cell(page, opened):
    # JupyterLab would let a slider's function run in a second thread, and one NEURON cannot serve two
    opened(
        """import threading
import hhlab

def run(amp=0.1):
    if amp != 0.1:
        raise ValueError(threading.current_thread().name)
    return hhlab.simulate(tstop=20)

hhlab.explore(run, amp=(0.0, 0.3))"""
    )
    explorer = Explorer(page, "amp [nA]")
    for value in (0.2, 0.1, 0.3):
        explorer.type(value)
        expect(explorer.status).to_contain_text("No spike" if value == 0.1 else "MainThread")


def test_the_page_is_loaded_again_and_the_slider_goes_on(page, explorer):
    explorer.type(0.05)
    expect(explorer.status).to_contain_text("5 spikes")
    words = explorer.status.inner_text()
    command(page, "docmanager:save")
    page.reload()
    page.wait_for_selector(".hhlab-scope .u-over")
    again = Explorer(page, "amp [nA]")
    expect(again.status).to_have_text(words)
    again.type(0)
    expect(again.status).to_contain_text("No spike")


def test_after_a_restart_the_page_says_what_to_do_and_the_cell_brings_it_back(page, explorer):
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    page.wait_for_timeout(2000)
    if explorer.scope.count():
        explorer.handle.focus()
        explorer.handle.press("Home")
        expect(explorer.status).to_contain_text("run this cell again")
    run_all(page)
    again = Explorer(page, "amp [nA]")
    expect(again.status).to_contain_text("6 spikes")
    again.type(0)
    expect(again.status).to_contain_text("No spike")


def test_a_saved_page_without_its_kernel_says_what_to_do(page, explorer, lab):
    command(page, "docmanager:save")
    lab.shut_down()
    open_notebook(page, lab, "live_view.ipynb")
    output = page.locator(".jp-OutputArea-output.jupyter-widgets")
    expect(output).to_have_text("Error displaying widget: model not found")
    # what is read on the screen is the style sheet's sentence in its place
    assert output.evaluate("e => getComputedStyle(e).fontSize") == "0px"
    assert "Run All Cells" in output.evaluate("e => getComputedStyle(e, '::after').content")
    run_all(page)
    expect(Explorer(page, "amp [nA]").status).to_contain_text("6 spikes")


def test_two_explorers_on_one_page_do_not_move_each_other(page, opened):
    opened(RUN, EXPLORE, "hhlab.explore(lambda L=10.0: run(amp=L / 100), L=(1.0, 30.0))")
    first, second = Explorer(page, "amp [nA]"), Explorer(page, "L [µm]")
    expect(first.status).to_contain_text("6 spikes")
    expect(second.status).to_contain_text("6 spikes")
    second.drag(-60)
    expect(second.status).not_to_contain_text("6 spikes")
    expect(first.status).to_contain_text("6 spikes")
    first.type(0)
    expect(first.status).to_contain_text("No spike")
    expect(second.status).not_to_contain_text("No spike")


def test_the_dark_theme_is_dark_and_its_traces_are_bright(page, explorer):
    light = explorer.picture()
    command(page, "apputils:change-theme", theme="JupyterLab Dark")
    page.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
    page.wait_for_timeout(500)
    dark = explorer.picture()
    command(page, "apputils:change-theme", theme="JupyterLab Light")
    assert brightness(light) > 230
    assert brightness(dark) < 60
    assert np.asarray(Image.open(io.BytesIO(dark)).convert("L")).max() > 180


def test_families_curves_and_profiles_are_live(page, opened):
    opened(KINDS)
    explorer = Explorer(page, "speed")
    expect(explorer.root.locator(".hhlab-panel:visible .u-over")).to_have_count(3)
    expect(explorer.root.locator("canvas.hhlab-kymograph")).to_be_visible()
    first = explorer.picture()
    moment = explorer.root.get_by_label("moment of the profile")
    for speed in (250, 500):
        explorer.type(speed)
        expect(explorer.status).to_contain_text(f"({speed}, {3000 // speed})")
        explorer.picture()
        told = float(re.search(r"At (\S+) ms", explorer.status.inner_text())[1])
        assert abs(float(moment.get_attribute("aria-valuetext").split()[0]) - told) < 0.1
    moment.focus()
    moment.press("Home")
    second = explorer.picture()
    explorer.type(800)
    expect(explorer.status).to_contain_text("highest at 1")
    assert len({first, second, explorer.picture()}) == 3


def test_an_axis_that_grew_for_one_picture_comes_back(page, opened):
    opened(KINDS)
    explorer = Explorer(page, "speed")
    expect(explorer.root.locator(".hhlab-panel:visible .u-over")).to_have_count(3)
    first = explorer.picture()
    explorer.type(100)  # the delay is five times as long
    expect(explorer.status).to_contain_text("now at (100, 30)")
    explorer.type(500)
    expect(explorer.status).to_contain_text("now at (500, 6)")
    assert explorer.picture() == first


PYPLOT = """import hhlab
import matplotlib.pyplot as plt

def run(amp=0.1):
    plt.plot([0, amp])
    plt.ylim(0, 1)
    if amp > 0.2:
        print("amp is", amp)
    if amp < 0.05:
        plt.show()

hhlab.explore(run, amp=(0.0, 0.3))"""


def test_what_a_run_draws_and_prints_is_in_the_explorer_alone(page, opened):
    opened(PYPLOT)
    explorer = Explorer(page, "amp [nA]")
    picture, printed = explorer.root.locator(".hhlab-picture"), explorer.root.locator(".hhlab-printed")
    expect(picture).to_have_count(1)
    page.evaluate(
        """() => {
            window.stray = [];
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            kernel.iopubMessage.connect((_, message) => window.stray.push(message.header.msg_type));
        }"""
    )
    seen = [picture.get_attribute("src")]
    for value in ("0.3", "0.15", "0"):
        explorer.type(value)
        expect(picture).not_to_have_attribute("src", seen[-1])
        expect(printed).to_have_text("amp is 0.3" if value == "0.3" else "")
        expect(picture).to_have_count(1)
        seen.append(picture.get_attribute("src"))
    outputs = page.evaluate(
        "() => [...window.jupyterapp.shell.currentWidget.content.model.cells][0].outputs.length"
    )
    assert outputs == 1
    assert not {"stream", "display_data", "error"} & set(page.evaluate("window.stray"))
    explorer.button("Reset").click()
    expect(explorer.box).to_have_value("0.1")


def test_everything_has_a_name_and_takes_the_keyboard(explorer):
    expect(explorer.handle).to_have_attribute("aria-label", "amp [nA]")
    expect(explorer.box).to_have_attribute("aria-label", "amp [nA]")
    explorer.type(0.14)
    expect(explorer.handle).to_have_attribute("aria-valuetext", "0.14")
    assert "spikes, the first at" in explorer.panels.get_attribute("aria-label")
    focusable = "all => all.every(one => one.tabIndex >= 0 && (one.textContent || one.ariaLabel))"
    assert explorer.root.locator("button, .hhlab-panels").evaluate_all(focusable)


def test_it_is_readable_at_twice_the_size(browser, lab):
    # at 200 % a window of 1366 × 768 has half as many pixels
    with browsing.watched(browser, lab, device_scale_factor=2) as page:
        lab.write("live_view.ipynb", [RUN, EXPLORE])
        open_notebook(page, lab, "live_view.ipynb")
        run_all(page)
        command(page, "application:toggle-left-area")
        page.set_viewport_size({"width": 683, "height": 384})
        explorer = Explorer(page, "amp [nA]")
        expect(explorer.status).to_contain_text("6 spikes")
        page.wait_for_timeout(1000)
        wider = "all => all.some(one => one.getBoundingClientRect().right > innerWidth)"
        assert not explorer.root.locator("button, input, canvas").evaluate_all(wider)
    lab.shut_down()


def test_every_pixel_of_a_dense_display_is_used(browser, lab):
    with browsing.watched(browser, lab, device_scale_factor=2) as page:
        lab.write("live_view.ipynb", [RUN, EXPLORE])
        open_notebook(page, lab, "live_view.ipynb")
        run_all(page)
        explorer = Explorer(page, "amp [nA]")
        expect(explorer.status).to_contain_text("6 spikes")
        size = explorer.root.locator("canvas").first.evaluate("one => [one.width, one.clientWidth]")
        assert size[0] == 2 * size[1]
    lab.shut_down()


def test_a_slider_that_steers_a_run_has_room_to_be_dragged(page, opened):
    opened(
        """import hhlab

def steered(amp):
    return hhlab.Curves(x="step", y="amp", lines={"amp": (range(len(amp)), amp)}, x_range=(0, 100))

hhlab.by_hand(steered, steps=100, amp=(-1.0, 1.0))"""
    )
    game = page.locator(".hhlab-by-hand")
    assert game.locator(".noUi-target").bounding_box()["width"] > 100  # pixels
    handle = game.locator(".noUi-handle")
    box = handle.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=10)
    page.mouse.up()
    expect(game.locator("input[type=number]")).not_to_have_value("0")
