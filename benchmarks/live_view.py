"""How fast a picture follows a slider: hhlab's explorer against `interact`, in a real JupyterLab and browser.

What counts is what is painted. In every animation frame the page shrinks all canvases and images of the
explorer to one small grey picture, its thumbnail. A step ends with the first frame whose thumbnail is the one
that stays. The contenders take turns, so that they share the load of the machine.

    python benchmarks/live_view.py [--steps 30] [--drags 6] [--finals 200] [--only 01] [--out FILE]
"""

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path

from browser_lab import Notebook, late, median, of_one_cell, opened
from explorers import STEPS, every_explorer

FRAME_MS = 1000 / 60

TUTORIAL = """
import matplotlib.pyplot as plt
from ipywidgets import FloatSlider, interact
from neuron import h

h.load_file("stdrun.hoc")
soma = h.Section(name="soma")
soma.L = soma.diam = 10
soma.insert("hh")
stim = h.IClamp(soma(0.5))
stim.delay, stim.dur = 50, 200
here = soma(0.5)
t = h.Vector().record(h._ref_t)
"""
SLIDER = "FloatSlider(value=0.1, min=0.0, max=0.3, step=0.003)"
DELAY = "FloatSlider(value=50, min=0, max=100, step=1)"
ONE_PANEL = f"""
v = h.Vector().record(here._ref_v)

@interact(amp={SLIDER}, delay={DELAY})
def show(amp, delay):
    stim.amp, stim.delay = amp, delay
    h.finitialize(-65)
    h.continuerun(300)
    plt.figure(figsize=(7.6, 3))
    plt.plot(t, v)
    plt.ylim(-90, 60)
    plt.show()
"""
FOUR_PANELS = f"""
names = [["_ref_v"], ["_ref_m_hh", "_ref_h_hh", "_ref_n_hh"], ["_ref_ina", "_ref_ik", "_ref_il_hh"]]
vectors = [[h.Vector().record(getattr(here, name)) for name in panel] for panel in names]
vectors.insert(1, [h.Vector().record(stim._ref_i)])

@interact(amp={SLIDER}, delay={DELAY})
def show(amp, delay):
    stim.amp, stim.delay = amp, delay
    h.finitialize(-65)
    h.continuerun(300)
    figure, axes = plt.subplots(4, 1, figsize=(7.6, 7), sharex=True)
    for axis, panel in zip(axes, vectors):
        for vector in panel:
            axis.plot(t, vector)
    plt.show()
"""
EXPLORER = """
import hhlab

def run(amp=0.1, delay=50.0):
    return hhlab.simulate(clamp=hhlab.CurrentClamp(amp=amp, delay=delay), record={record})

hhlab.explore(run, amp=(0.0, 0.3, 0.003), delay=(0.0, 100.0, 1.0))
"""
ALL = ("v", "i_stim", "m", "h", "n", "ina", "ik", "il")


@dataclass(frozen=True)
class Contender:
    name: str
    code: str
    root: str


CONTENDERS = {
    "one panel": (
        Contender("interact", TUTORIAL + ONE_PANEL, ".widget-interact"),
        Contender("hhlab", EXPLORER.format(record=("v",)), ".hhlab-explorer"),
    ),
    "four panels, eight traces": (
        Contender("interact", TUTORIAL + FOUR_PANELS, ".widget-interact"),
        Contender("hhlab", EXPLORER.format(record=ALL), ".hhlab-explorer"),
    ),
}

HEAD = (
    "# From the key to the picture",
    "",
    "`make bench-widgets` writes this page: hhlab's live view beside `interact` with an inline matplotlib "
    "figure and `continuerun`, in turns, in a real JupyterLab and a real browser. A step ends with the first "
    "frame painted that shows the run asked for.",
)

# runs in the page: one thumbnail per animation frame, and the moments at which keys and pointers act
WATCH = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")


class View(Notebook):
    """One contender in a page of its own."""

    def __init__(self, place, contender, index):
        super().__init__(place, of_one_cell(contender.code), f"view{index}")
        self.run()
        self.page.wait_for_selector(f"{contender.root} .noUi-handle")
        self.page.evaluate(WATCH, contender.root)
        self.root = self.page.locator(contender.root)
        self.handle, self.other = (self.root.locator(".noUi-handle").nth(i) for i in (0, 1))
        self.track = self.root.locator(".noUi-base").first
        self.handle.scroll_into_view_if_needed()

    def leave(self, key):
        """Move the other slider: the family of runs that the browser may have fits no longer."""
        self.page.bring_to_front()
        self.other.press(key)
        self.page.wait_for_timeout(1200)

    def step(self, key):
        """Press a key on the slider; give the ms until its picture is painted, and the kernel's CPU [ms]."""
        self.page.bring_to_front()
        self.handle.focus()
        cpu = self.cpu_s()
        self.page.evaluate("hhlabWatch.start()")
        self.page.wait_for_timeout(50)
        self.handle.press(key)
        self.page.wait_for_timeout(1200)
        seen = self.page.evaluate("hhlabWatch.stop()")
        pressed = next(x["t"] for x in seen["inputs"] if x["kind"] == "keydown")
        return seen["settled"] - pressed, 1000 * (self.cpu_s() - cpu), seen

    def grab_ms(self):
        """Take hold of the slider; give the ms until its family is complete in the browser, or None."""
        grip = self.handle.bounding_box()
        self.page.evaluate("hhlabWatch.listen()")
        self.page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
        self.page.mouse.down()
        self.page.wait_for_timeout(2500)
        self.page.mouse.up()
        seen = {one["kind"]: one["t"] for one in self.page.evaluate("hhlabWatch.stop()")["inputs"]}
        return seen["family"] - seen["pointerdown"] if "family" in seen else None

    def drag(self, start, stop, moves=60, seconds=2.0, rest_ms=1200):
        """Drag the handle from one fraction of the track to another; give what was seen."""
        self.page.bring_to_front()
        grip, box = self.handle.bounding_box(), self.track.bounding_box()
        y = grip["y"] + grip["height"] / 2
        mouse = self.page.mouse
        mouse.move(grip["x"] + grip["width"] / 2, y)
        mouse.down()
        mouse.move(box["x"] + start * box["width"], y, steps=3)
        self.page.wait_for_timeout(rest_ms)
        self.page.evaluate("hhlabWatch.start()")
        began = time.perf_counter()
        for i in range(1, moves + 1):
            mouse.move(box["x"] + (start + (stop - start) * i / moves) * box["width"], y)
            time.sleep(max(0.0, began + i * seconds / moves - time.perf_counter()))
        mouse.up()
        self.page.wait_for_timeout(rest_ms)
        return self.page.evaluate("hhlabWatch.stop()")


def compare(views, steps, drags):
    """Give a row of figures for each contender; they take turns."""
    found = {
        name: {kind: [] for kind in ("first", "step", "cpu", "grab", "painted", "after", "blank", "jumps")}
        for name in views
    }

    def note(row, seen):
        for fault in ("blank", "jumps"):
            row[fault].append(seen[fault])

    for i in range(steps):
        key = "ArrowRight" if i % 10 < 5 else "ArrowLeft"
        for name, view in views.items():
            row = found[name]
            view.leave(key)
            for kind in ("first", "step"):  # before the family of runs is there, and after
                latency, cpu, seen = view.step(key)
                row[kind].append(latency)
                note(row, seen)
            row["cpu"].append(cpu)
    for _ in range(drags):
        found["hhlab"]["grab"].append(views["hhlab"].leave("ArrowLeft") or views["hhlab"].grab_ms())
    for i in range(drags):
        for name, view in views.items():
            seen = view.drag(*((0.1, 0.9) if i % 2 else (0.9, 0.1)))
            moves = [x["t"] for x in seen["inputs"] if x["kind"] == "pointermove"]
            row = found[name]
            row["painted"].append(sum(moves[0] <= t <= moves[-1] + FRAME_MS for t in seen["painted"]))
            row["after"].append(seen["settled"] - moves[-1])
            note(row, seen)
    return found


def final_values(view, drags, targets=(0.15, 0.3, 0.45, 0.6, 0.75, 0.9)):
    """Give in how many drags the picture and the number at the end were those of the handle's place."""
    known, right = {}, 0
    generator = random.Random(1952)
    for target in targets:
        seen = view.drag(0.05, target, moves=10, seconds=0.3)
        known[target] = number(view), seen["last"]
    for _ in range(drags):
        target = generator.choice(targets)
        seen = view.drag(generator.random(), target, moves=12, seconds=0.2, rest_ms=400)
        value, picture = known[target]
        difference = sum(abs(a - b) for a, b in zip(picture, seen["last"], strict=True)) / len(picture)
        right += number(view) == value and difference < 0.5
    return right


def number(view):
    boxes = view.root.locator("input[type=number]")
    return float(
        boxes.first.input_value()
        if boxes.count()
        else view.root.locator(".widget-readout").first.inner_text()
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--drags", type=int, default=6)
    parser.add_argument("--finals", type=int, default=200)
    parser.add_argument("--only", nargs="*", default=(), help="these lessons alone, as in 01 05")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    lines = list(HEAD)
    with opened() as place:
        for i, (what, pair) in enumerate(CONTENDERS.items()):
            views = {contender.name: View(place, contender, 2 * i + j) for j, contender in enumerate(pair)}
            lines += table(what, compare(views, options.steps, options.drags))
            if what == "one panel" and options.finals:
                lines += endurance(views["hhlab"], options.finals)
            for view in views.values():
                view.page.close()
        lines += every_explorer(place, STEPS, options.only)
    print("\n".join(lines))
    if options.out:
        options.out.parent.mkdir(exist_ok=True)
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def endurance(view, drags):
    """Give in words how many of many drags ended on the right picture, and the memory that they left."""
    right = final_values(view, drags)
    after = view.heap_mb() - view.heap_before
    final_values(view, drags // 4)
    later = view.heap_mb() - view.heap_before
    return [
        "",
        f"Final value shown in {right} of {drags} drags. Memory of the explorer in the browser: "
        f"{after:.1f} MB after them, {later:.1f} MB after {drags // 4} more.",
    ]


def table(what, found):
    rows = [
        "",
        f"## {what}",
        "",
        "| | first step on a slider, median / 95 % [ms] | step with the family there, median / 95 % [ms] "
        "| kernel CPU per step [ms] | frames painted in a drag of 60 changes | last value shown after [ms] "
        "| blank frames | layout jumps |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, row in found.items():
        first, step = (f"{median(row[kind]):.0f} / {late(row[kind]):.0f}" for kind in ("first", "step"))
        rows.append(
            f"| {name} | {first} | {step} | {median(row['cpu']):.0f} | {median(row['painted']):.0f} "
            f"| {median(row['after']):.0f} | {sum(row['blank'])} | {sum(row['jumps'])} |"
        )
    base, ours = found["interact"], found["hhlab"]
    ratios = [
        f"{words} {median(ours[kind]) / max(median(base[kind]), 1e-9):.3f}"
        for words, kind in (("first step", "first"), ("step", "step"), ("kernel CPU", "cpu"))
    ]
    grabs = [ms for ms in ours["grab"] if ms is not None]
    rows.append(
        f"\nRatios: {', '.join(ratios)}. From taking hold of the slider of 101 places until all its runs "
        f"are in the browser: {median(grabs):.0f} ms (median of {len(grabs)})."
    )
    return rows


if __name__ == "__main__":
    main()
