"""How long a student waits: from the click on Check to the answer on the screen, in a real browser.

Each exercise is opened in a kernel of its own, so that its first check is the first of its kernel and knows
nothing yet. The answer is typed like a quick typist, a key every 100 ms, or pasted and checked at once. The
clock starts with the click as the browser stamps it, and stops in the animation frame after the one that
painted the verdict, which must lie in the window with nothing above it.

    python benchmarks/check_latency.py [--checks 6] [--out docs/check_latency.md]
"""

import argparse
import sys
from pathlib import Path

from browser_lab import ROOT, Notebook, late, median, of_one_cell, opened

from hhlab.exercises.bank import find
from hhlab.exercises.variants import variant

sys.path.append(str(ROOT / "teacher"))
from solutions import solutions

# checked by simulation: those that take longest, and some of every kind
EXERCISES = (
    "L05.peak-current",
    "L06.rheobase",
    "L06.chronaxie",
    "L06.held",
    "L06.ramp",
    "L07.refractory",
    "L08.onset",
    "L09.fates",
    "L09.stop",
    "L10.safety",
    "L12.velocity",
    "L14.threshold",
)
KEY_MS = 100
WATCH = (Path(__file__).parent / "watch_card.js").read_text(encoding="utf-8")


class Sheet(Notebook):
    """One exercise in a page and a kernel of its own."""

    def __init__(self, place, exercise_id, name):
        code = f"import hhlab\n\nhhlab.exercise({exercise_id!r})"
        super().__init__(place, of_one_cell(code), name)
        self.run()
        self.page.wait_for_selector(".hhlab-card .hhlab-answer")
        self.exercise = find(exercise_id)
        self.card = self.page.locator(".hhlab-card")
        self.page.evaluate(WATCH)

    def enter(self, answer, pasted):
        """Choose or write an answer."""
        if self.exercise.kind == "choice":
            self.card.get_by_text(self.exercise.options[answer], exact=True).click()
            return
        box = self.card.locator(".hhlab-answer input")
        box.fill("")
        if pasted:
            box.fill(f"{answer:.6g}")
        else:
            box.press_sequentially(f"{answer:.6g}", delay=KEY_MS)

    def check(self):
        """Click on Check; give the ms until the verdict is painted, and its words."""
        self.page.evaluate("hhlabCheck.start()")
        self.card.get_by_role("button", name="Check", exact=True).click()
        self.page.wait_for_function("hhlabCheck.painted !== null", timeout=60_000)
        seen = self.page.evaluate("hhlabCheck")
        assert seen["visible"], f"{self.exercise.id}: the answer is not to be seen"
        return seen["painted"] - seen["clicked"], seen["words"]

    def close(self):
        self.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self.page.close()


def answers(exercise_id):
    """Give a wrong and the right answer of whoever has not signed in, each with how its verdict begins."""
    exercise, solution = find(exercise_id), solutions()[exercise_id]
    given = variant(exercise, "guest", "hhlab")
    right = solution.planted("right", given)
    codes = [code for code in exercise.ladders if code not in ("start", "right", "type", "empty", right)]
    wrong = "low" if "low" in codes else codes[0]
    return (solution.planted(wrong, given), "Not yet."), (right, "Right.")


def measured(place, exercise_id, checks, pasted, name):
    """Give the latencies of the checks of one exercise [ms], the kernel's first one first."""
    sheet, found = Sheet(place, exercise_id, name), []
    for i in range(checks):
        answer, begins = answers(exercise_id)[i % 2]
        sheet.enter(answer, pasted)
        took, words = sheet.check()
        assert words.startswith(begins), f"{exercise_id}, {answer}: {words}"
        found.append(took)
    sheet.close()
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checks", type=int, default=6, help="of each exercise, wrong and right in turn")
    parser.add_argument("--exercises", nargs="+", default=EXERCISES, metavar="ID")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with opened() as place:
        typed = [
            measured(place, one, options.checks, False, f"typed{i}")
            for i, one in enumerate(options.exercises)
        ]
        pasted = [measured(place, one, 1, True, f"pasted{i}") for i, one in enumerate(options.exercises)]
    page = table(options.exercises, typed, pasted)
    print(page)
    if options.out:
        options.out.write_text(page, encoding="utf-8")


def table(exercises, typed, pasted):
    firsts, later = [row[0] for row in typed], [took for row in typed for took in row[1:]]
    rows = [
        ("all checks", firsts + later),
        ("first check in its kernel", firsts),
        ("later checks", later),
        ("first check in its kernel, pasted", [row[0] for row in pasted]),
    ]
    lines = [
        "# From Check to the answer",
        "",
        "`make bench-widgets` writes this page: from the click on Check to the painted verdict, in ms.",
        "",
        "| | checks | median | 95 % | most |",
        "|---|---|---|---|---|",
        *(f"| {name} | {len(x)} | {median(x):.0f} | {late(x):.0f} | {max(x):.0f} |" for name, x in rows),
        "",
        "| exercise | first, typed | later, median | first, pasted |",
        "|---|---|---|---|",
        *(
            f"| {name} | {one[0]:.0f} | {median(one[1:]):.0f} | {other[0]:.0f} |"
            for name, one, other in zip(exercises, typed, pasted, strict=True)
        ),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
