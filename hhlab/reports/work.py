"""What a student has answered, exercise by exercise, as pieces of a page."""

from datetime import datetime
from html import escape
from itertools import groupby

from ..exercises import bank, tally
from ..exercises.course import course
from .page import table

HEADER = ("It was", "Answer")


def lessons(work):
    """Give (lesson, pieces of HTML) of each lesson in which a student has done something."""
    done = [name for name in bank.exercises() if any(work["exercises"].get(name, {}).values())]
    for lesson, names in groupby(done, lambda name: name.partition(".")[0]):
        yield lesson, [_exercise(name, work["exercises"][name]) for name in names]


def expected(work):
    """Give (question, prediction) of every prediction in the text of the lessons."""
    return [
        (one.get("question", name), one.get("prediction", "")) for name, one in work["predictions"].items()
    ]


def _exercise(name, one):
    exercise, parts = bank.find(name), []
    for given, each in _by_variant(one):
        parts.append(f"<p>{exercise.asked({**exercise.before, **_escaped(given)})}</p>")
        parts += [f"<p>Expected: {escape(str(entry['prediction']))}</p>" for entry in each["predictions"]]
        if each["answers"]:
            parts.append(table(HEADER, _answers(exercise, each["answers"])))
        if hints := len(each["hints"]):
            parts.append(f'<p class="small">{hints} hint{"s" * (hints > 1)} asked for.</p>')
    return f"<article><h3>{escape(name)} · {escape(exercise.title)}</h3>{''.join(parts)}</article>"


def _escaped(given):
    # a file may hold anything
    return {name: escape(value) if isinstance(value, str) else value for name, value in given.items()}


def _by_variant(one):
    """Give (variant, entries of each kind) in the order in which the variants were met."""
    found = []
    for kind, entries in one.items():
        for entry in entries:
            given = entry.get("given", {})
            if given not in [known for known, _ in found]:
                found.append((given, {kind: [] for kind in one}))
            next(each for known, each in found if known == given)[kind].append(entry)
    return found


def _answers(exercise, entries):
    verdicts = tally.judged(exercise.id, entries)
    for entry, (code, part) in zip(entries, verdicts, strict=True):
        became = "right" if part == 1 else exercise.named(code)
        about = " · ".join(filter(None, [became, _when(entry)]))
        yield about, exercise.options.get(entry["answer"], entry["answer"])


def _when(entry):
    try:
        return f"{datetime.fromisoformat(entry['time']).astimezone(course().timezone):%d %b %Y, %H:%M}"
    except (TypeError, ValueError):
        return ""
