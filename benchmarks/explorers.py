"""How every slider of every lesson follows a hand, in a real JupyterLab and browser, beside `interact`.

Each lesson is run whole in a page of its own. Then each slider of each explorer gets a key at once after the
focus has come, and keys half a second later; and the first slider of each explorer is dragged through 30
changes in a second, begun half a second after the pointer came. What counts is what is painted, as in
live_view.py.

    python benchmarks/explorers.py [--steps 4] [--only 01 05] [--out docs/live_view.md]
"""

import argparse
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil
from browser_lab import ROOT, Notebook, median, opened

FRAME_MS = 1000 / 60
MOVES, STEPS = 30, 4
WATCH = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")
# from the top of a page to its explorers, as numbered elements
NUMBERED = """() => [...document.querySelectorAll('.hhlab-explorer')].map((one, i) => {
    one.id = `explorer${i}`;
    const sliders = [...one.querySelectorAll('.hhlab-control')].filter(x => x.querySelector('.noUi-handle'));
    sliders.forEach((slider, j) => slider.id = `slider${i}-${j}`);
    return sliders.map(x => x.querySelector('.widget-label').textContent);
})"""
# where a handle stands on its track, in steps
PLACE = """handle => {
    const [low, high, now] = ['min', 'max', 'now'].map(x => Number(handle.getAttribute(`aria-value${x}`)));
    return (now - low) / (high - low);
}"""


@dataclass
class Slider:
    """What was measured of one slider [ms]."""

    lesson: str
    explorer: int
    label: str
    cold: float = float("nan")
    steps: list = field(default_factory=list)
    # of a drag: how many of its changes were painted, how long after the last one, and what was wrong
    painted: int | None = None
    after: float = float("nan")
    blank: int = 0
    jumps: int = 0

    @property
    def step(self):
        return median(self.steps)


class Lesson(Notebook):
    """A lesson, run whole in a page of its own."""

    def __init__(self, place, path):
        super().__init__(place, nbformat.read(path, 4), path.stem)
        self.name = path.stem
        self.run()
        # cells far below are drawn when they come into sight
        for cell in self.page.locator(".jp-Cell").all():
            cell.scroll_into_view_if_needed()
        self.page.wait_for_timeout(3000)
        self.explorers = self.page.evaluate(NUMBERED)

    def memory_mb(self):
        """Memory of the kernel, its worker and its doubles; what they share counts once [MB]."""
        total = 0
        for process in [self.kernel, *self.kernel.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):  # a double that has just ended
                total += process.memory_full_info().pss
        return total / 1e6

    def close(self):
        self.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown().then(() => 0)")
        self.page.close()


class Hand:
    """A hand at one slider of a lesson, with an eye on its explorer."""

    def __init__(self, lesson, root, slider):
        self.page = lesson.page
        self.page.evaluate(WATCH, root)
        self.handle = self.page.locator(f"{slider} .noUi-handle").first
        self.track = self.page.locator(f"{slider} .noUi-base").first
        self.handle.scroll_into_view_if_needed()
        # each slider is tried with the others at their defaults
        self.page.locator(root).get_by_role("button", name="Reset").click()
        self.page.wait_for_timeout(600)
        self.key = "ArrowRight" if self.handle.evaluate(PLACE) < 0.5 else "ArrowLeft"

    def press(self, wait_ms, rest_ms=900):
        """Give the ms from a key to the picture that stays; nan where nothing is painted."""
        self.page.evaluate("hhlabWatch.start()")
        self.page.wait_for_timeout(wait_ms)
        self.handle.press(self.key)
        self.page.wait_for_timeout(rest_ms)
        seen = self.page.evaluate("hhlabWatch.stop()")
        pressed = next(x["t"] for x in seen["inputs"] if x["kind"] == "keydown")
        return seen["settled"] - pressed if any(t > pressed for t in seen["painted"]) else float("nan")

    def drag(self, slider):
        """Drag through 30 changes in a second, and note what was painted."""
        self.handle.evaluate("handle => handle.blur()")
        grip, box = self.handle.bounding_box(), self.track.bounding_box()
        mouse, y = self.page.mouse, grip["y"] + grip["height"] / 2
        begin = grip["x"] + grip["width"] / 2
        mouse.move(begin, y)
        self.page.wait_for_timeout(500)
        mouse.down()
        self.page.evaluate("hhlabWatch.start()")
        to_the_right = box["x"] + box["width"] - begin
        way = (to_the_right if to_the_right > begin - box["x"] else box["x"] - begin) * 0.9
        began = time.perf_counter()
        for i in range(1, MOVES + 1):
            mouse.move(begin + way * i / MOVES, y)
            time.sleep(max(0.0, began + i / MOVES - time.perf_counter()))
        mouse.up()
        self.page.wait_for_timeout(1200)
        seen = self.page.evaluate("hhlabWatch.stop()")
        moves = [x["t"] for x in seen["inputs"] if x["kind"] == "pointermove"]
        slider.painted = sum(moves[0] <= t <= moves[-1] + FRAME_MS for t in seen["painted"])
        after = seen["settled"] - moves[-1]
        # before the last move: its place has the picture of the one before
        slider.after = after if after > 0 else float("nan")
        slider.jumps = seen["jumps"]
        if seen["painted"]:  # where an explorer shows a table there is no picture to be blank
            slider.blank = seen["blank"]


def measured(lesson, steps):
    """Give a Slider for each slider of a lesson, and the memory at rest, dragging and a second later [MB]."""
    found, memory = [], [lesson.memory_mb(), 0.0, 0.0]
    for i, labels in enumerate(lesson.explorers):
        for j, label in enumerate(labels):
            one = Slider(lesson.name, i, label)
            hand = Hand(lesson, f"#explorer{i}", f"#slider{i}-{j}")
            hand.handle.focus()
            one.cold = hand.press(wait_ms=0)
            one.steps = [hand.press(500 if k == 0 else 50, rest_ms=600) for k in range(steps)]
            if j == 0:
                hand.drag(one)
                memory[1] = max(memory[1], lesson.memory_mb())
                hand.handle.evaluate("handle => handle.blur()")
                hand.page.mouse.move(5, 5)
                hand.page.wait_for_timeout(1400)
                memory[2] = max(memory[2], lesson.memory_mb())
            found.append(one)
            words = f"cold {one.cold:.0f}, step {one.step:.0f} ms, {one.painted} painted"
            print(f"{one.lesson} {i} {label}: {words}", flush=True)
    return found, memory


def share(values, within):
    known = [value for value in values if value == value]
    return f"{sum(value <= within for value in known)} of {len(known)}"


def lines_of(found, memory):
    """Give the part of a Markdown page that says what was measured."""
    steps, cold = [one.step for one in found], [one.cold for one in found]
    dragged = [one for one in found if one.painted is not None]
    still = [one for one in found if one.step != one.step]
    lines = [
        "",
        "## Every slider of every lesson",
        "",
        f"{len(found)} sliders of {len(dragged)} explorers, the playground's among them, each with the "
        "others at their defaults.",
        "",
        "| what | measured |",
        "|---|---|",
        "| key to painted, half a second after the focus, median of a slider ≤ 33 ms "
        f"| {share(steps, 33.4)} |",
        f"| the same ≤ 67 ms | {share(steps, 67)} |",
        f"| first key on a cold slider ≤ 100 ms | {share(cold, 100)} |",
        f"| the same ≤ 200 ms | {share(cold, 200)} |",
        f"| of the {MOVES} changes of a drag at least 28 painted | "
        f"{sum(one.painted >= 28 for one in dragged)} of {len(dragged)} |",
        f"| the same, at least 20 | {sum(one.painted >= 20 for one in dragged)} of {len(dragged)} |",
        f"| last value shown ≤ 50 ms after the hand | {share([one.after for one in dragged], 50)} |",
        f"| the same ≤ 150 ms | {share([one.after for one in dragged], 150)} |",
        f"| blank frames, layout jumps | {sum(one.blank for one in dragged)}, "
        f"{sum(one.jumps for one in dragged)} |",
        f"| memory of kernel, worker and double: at rest, dragging, a second later [MB] | "
        f"{memory[0]:.0f}, {memory[1]:.0f}, {memory[2]:.0f} |",
        "",
    ]
    if still:
        names = ", ".join(f"{one.lesson} {one.explorer} {one.label}" for one in still)
        lines += [f"Painted nothing where they stood: {names}.", ""]
    lines += [
        "| lesson | explorer | slider | first key [ms] | key [ms] | painted of 30 | last after [ms] "
        "| jumps |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in found:
        drag = ("", "", "") if one.painted is None else (one.painted, f"{one.after:.0f}", one.jumps)
        numbers = " | ".join(map(str, (f"{one.cold:.0f}", f"{one.step:.0f}", *drag)))
        lines.append(f"| {one.lesson[:2]} | {one.explorer} | {one.label} | {numbers} |".replace("nan", "–"))
    return lines


def every_explorer(place, steps, only=()):
    """Measure all lessons, and give the lines of the page."""
    found, memory = [], [0.0, 0.0, 0.0]
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        if only and path.stem[:2] not in only:
            continue
        lesson = Lesson(place, path)
        sliders, mb = measured(lesson, steps)
        found += sliders
        memory = [max(pair) for pair in zip(memory, mb, strict=True)]
        lesson.close()
    return lines_of(found, memory)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--only", nargs="*", default=())
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with opened() as place:
        lines = every_explorer(place, options.steps, options.only)
    print("\n".join(lines))
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
