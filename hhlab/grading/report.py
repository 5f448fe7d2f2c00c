"""What a class got wrong, as a page with a plot; its texts side by side; and what was irregular."""

from base64 import b64encode
from collections import Counter
from html import escape
from pathlib import Path

from ..exercises.bank import exercises
from ..exercises.description import KEPT
from ..exercises.whole import write_whole
from ..figures.bars import draw_bars
from ..figures.paper import png
from .export import total
from .scores import out_of
from .tables import safe, written

NO_MISTAKE = {"right", KEPT, "empty"}
MOST_BARS = 15
LOOKS = """<!doctype html><meta charset="utf-8"><style>
body { font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }
table { border-collapse: collapse; width: 100%; } img { max-width: 100%; }
td, th { border-bottom: 1px solid #ccc; padding: 4px 12px 4px 0; text-align: left; vertical-align: top; }
</style>"""


def mistakes(marked):
    """Give a Counter of (exercise id, code): how many students gave such an answer at least once."""
    return Counter(
        (exercise_id, code)
        for attempted in marked.attempted.values()
        for exercise_id, codes in attempted.items()
        for code in set(codes) - NO_MISTAKE
    )


def write_report(folder, marked, ids, irregular):
    """Write report.html, texts.html and irregular.csv into a folder.

    Parameters
    ----------
    folder : path
    marked : Marked
    ids : list of str
        The exercises that count.
    irregular : list of (str, str)
    """
    made = {
        "report.html": _report(marked, ids, irregular).encode("utf-8", "replace"),
        "texts.html": _texts(marked).encode("utf-8", "replace"),
        "irregular.csv": written(
            [safe(cell) for cell in row] for row in [("file or student", "what"), *irregular]
        ),
    }
    for name, data in made.items():
        write_whole(Path(folder, name), data)


def _report(marked, ids, irregular):
    counted = mistakes(marked)
    totals = [total(marked, student, ids) for student in marked.marks]
    mean = sum(totals) / len(totals) if totals else 0.0
    parts = [
        LOOKS,
        "<h1>What the class answered</h1>",
        f"<p>{len(totals)} students; {mean:.1f} of {out_of(ids):g} marks on average.</p>",
        _plot(counted),
        _table(
            ["exercise", "answered", "right", "answers that went wrong (students)"],
            _lines(marked, counted, ids),
        ),
        f"<h2>Irregular: {len(irregular)}</h2>",
        _table(["file or student", "what"], irregular),
    ]
    return "\n".join(parts)


def _lines(marked, counted, ids):
    for exercise_id in ids:
        codes = [found[exercise_id] for found in marked.codes.values() if exercise_id in found]
        wrong = [(code, n) for (asked, code), n in counted.most_common() if asked == exercise_id]
        title = f"{exercise_id} · {exercises()[exercise_id].title}"
        yield title, len(codes), codes.count("right"), ", ".join(f"{code} {n}" for code, n in wrong)


def _plot(counted):
    most = counted.most_common(MOST_BARS)
    if not most:
        return "<p>No answer went wrong.</p>"
    labels = [f"{exercise_id}: {code}" for (exercise_id, code), _ in most]
    drawing = draw_bars(labels, [n for _, n in most], "students who gave this answer at least once")
    encoded = b64encode(png(drawing)).decode()
    text = "; ".join(f"{label} {n}" for label, (_, n) in zip(labels, most, strict=True))
    return f'<img alt="{escape(text)}" src="data:image/png;base64,{encoded}">'


def _texts(marked):
    parts = [LOOKS, "<h1>What the class wrote</h1>", "<p>Marks go into texts.csv, column <i>marks</i>.</p>"]
    for exercise_id, answers in sorted(marked.waiting.items()):
        exercise = exercises()[exercise_id]
        parts.append(
            f"<h2>{exercise_id} · {escape(exercise.title)} ({exercise.marks})</h2><p>{exercise.prompt}</p>"
        )
        parts.append(_table(["student", "answer"], sorted(answers.items())))
    return "\n".join(parts)


def _table(header, rows):
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
