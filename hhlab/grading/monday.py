"""The page for Monday: what the class did, and what to say to it, for a teacher who has five minutes."""

from collections import Counter
from html import escape
from itertools import groupby

from ..reports.page import BLUE, GREEN, VERMILION, folded, listed, measure, page, percent
from .overview import SIDES, SLIPS
from .stuck import RULE

MOST_SAID = 5  # misconceptions of the whole class
MOST_EACH = 4  # misconceptions of one exercise; report.csv has them all
FRACTION = 0.05  # of the class; what fewer did is not said to all


def monday(about, irregular, names=False):
    """Give the page.

    Parameters
    ----------
    about : Summary
    irregular : list of (str, str)
    names : bool
        Say who, folded; without it there is no id, no name and no text of a student on the page.
    """
    title = f"What the class answered · {about.course}"
    lessons = [(one, list(each)) for one, each in groupby(about.exercises, key=_lesson)]
    links = " ".join(f'<a href="#{escape(one)}">{escape(one)}</a>' for one, _ in lessons)
    parts = [
        "<h1>What the class answered</h1>",
        f"<p class='small'>{escape(about.course)}, {about.now:%d.%m.%Y, %H:%M}</p>",
        "<p class='warning'>With names: not for the projector.</p>" if names else "",
        _tiles(about, len(irregular)),
        f"<nav aria-label='Lessons'>{links}</nav>",
        *_to_say(about, names),
        *_waiting(about, irregular, names),
        *_stuck(about, names),
        f"<p class='small new-page'>Shares are of {_of(about)}. <i>Right at first</i>: at the first try that "
        "could be right or wrong; a slip of writing is none. What was "
        "predicted is what was predicted first, by those who then answered. A student is counted with every "
        "wrong answer that he ever gave.</p>",
    ]
    for lesson, each in lessons:
        parts.append(f"<section class='lesson' id='{escape(lesson)}'><h2>{escape(lesson)}</h2>")
        parts += [_exercise(one, about, names) for one in each]
        parts.append("</section>")
    return page(title, parts)


def _lesson(one):
    return one.exercise.id.partition(".")[0]


def _of(about):
    return f"the {about.of} of the roster" if about.has_roster else f"the {about.of} who handed in"


def _tiles(about, irregular):
    mean = "–" if about.mean is None else f"{100 * about.mean:.0f} %"
    first = percent(
        *(
            sum(map(len, each))
            for each in zip(*((one.first, one.judged) for one in about.exercises), strict=True)
        )
    )
    stuck = len({student for one in about.exercises for student in one.stuck})
    of = f" of {about.of}" if about.has_roster else ""
    tiles = [
        (f"{about.handed_in}{of}", "handed in"),
        (mean, "of the points on average, without what is unread"),
        (first, "of what was tried was right at first"),
        (str(stuck), "students are stuck"),
    ]
    return "".join(
        ["<div class='tiles'>", *(f"<div><b>{big}</b>{small}</div>" for big, small in tiles), "</div>"]
    )


def _to_say(about, names):
    """Give what to say on Monday: the misconceptions of the most students."""
    found = [
        (len(who), one.exercise, code, who)
        for one in about.exercises
        for code, who in one.misconceptions.items()
        if len(who) >= max(2, FRACTION * about.handed_in)
    ]
    found.sort(key=lambda each: -each[0])
    yield "<h2>To say in class</h2>"
    if not found:
        yield "<p>No misconception has been met by more than one or two.</p>"
    yield listed(
        [
            f"<b>{number}</b> {_mistake(exercise, code)} <span class='small'>"
            f'(<a href="#{exercise.id}">{exercise.id} · {escape(exercise.title)}</a>)</span><br>'
            f"<span class='say'>{escape(exercise.said(code))}</span>{_who(who, names)}"
            for number, exercise, code, who in found[:MOST_SAID]
        ],
        "ol",
    )


def _exercise(one, about, names):
    exercise = one.exercise
    parts = [
        f"<article id='{exercise.id}'><h3>{exercise.id} · {escape(exercise.title)}</h3>",
        "<div class='measures'>",
        measure("tried", len(one.tried), about.of, BLUE),
    ]
    if one.judged:
        parts.append(measure("right at first", len(one.first), about.of, GREEN))
        parts.append(measure("right in the end", len(one.end), about.of, GREEN))
    elif one.waiting:
        parts.append(measure("still to be read", len(one.waiting), about.of, VERMILION))
    parts.append("</div>")
    known = list(one.misconceptions.items())
    lines = [
        f"<b>{len(who)}</b> {_mistake(exercise, code)}. "
        f"<span class='say'>{escape(exercise.said(code))}</span>{_who(who, names)}"
        for code, who in known[:MOST_EACH]
    ]
    parts.append(listed(lines))
    parts += [f"<p class='small'>{line}</p>" for line in _small(one, known[MOST_EACH:], names) if line]
    return "".join([*parts, "</article>"])


def _small(one, more, names):
    """Give the lines below the misconceptions of an exercise."""
    counted = [(code, one.wrong[code]) for code in (*SIDES, *SLIPS) if code in one.wrong]
    yield " · ".join(f"{escape(one.exercise.named(code))}: <b>{len(who)}</b>" for code, who in counted)
    yield f"And {len(more)} rarer misconceptions, in report.csv." if more else ""
    after = {text: len({*who} & {*one.end}) for text, who in one.predictions.items()}
    said = [
        f"“{escape(text)}”: <b>{len(who)}</b> ({after[text]} right afterwards)"
        for text, who in one.predictions.items()
    ]
    yield f"Predicted first: {' · '.join(said)}" if said else ""
    if one.waiting and one.judged:
        yield f"Still to be read: <b>{len(one.waiting)}</b>"
    yield f"Stuck: <b>{len(one.stuck)}</b>{_who(one.stuck, names)}" if one.stuck else ""


def _mistake(exercise, code):
    """Give a wrong answer as a teacher reads it; an option of a choice stands in quotes."""
    named = escape(exercise.named(code))
    return f"“{named}”" if code in exercise.options and code not in exercise.names else named


def _who(students, names):
    return folded("who", ", ".join(sorted(students))) if names else ""


def _stuck(about, names):
    where = sorted((one for one in about.exercises if one.stuck), key=lambda one: -len(one.stuck))
    yield f"<h2>Who is stuck</h2><p class='small'>{escape(RULE)}</p>"
    if not where:
        yield "<p>Nobody.</p>"
    yield listed(
        [
            f"<b>{len(one.stuck)}</b> at {one.exercise.id} · {escape(one.exercise.title)}"
            for one in where[:MOST_SAID]
        ]
    )
    if where[MOST_SAID:]:
        yield f"<p class='small'>And some at {len(where) - MOST_SAID} other exercises, see there.</p>"
    if names:
        by_student = Counter(student for one in where for student in one.stuck)
        yield folded(
            "who, and at how many exercises",
            ", ".join(f"{student} {number}" for student, number in by_student.most_common()),
        )
    elif where:
        yield "<p class='small'>Who they are stands in students.csv.</p>"


def _waiting(about, irregular, names):
    yield "<h2>What waits for you</h2>"
    lines = [
        f"<b>{len(one.waiting)}</b> answer{'s' * (len(one.waiting) != 1)} to "
        f"{one.exercise.id} · {escape(one.exercise.title)}, "
        f"{about.likeness(one.exercise.id)}"
        for one in about.exercises
        if one.waiting
    ]
    if about.unchecked:
        lines.append(f"<b>{about.unchecked}</b> answers could not be checked, see irregular.csv")
    if irregular:
        lines.append(f"<b>{len(irregular)}</b> irregularities" + ("" if names else ", see irregular.csv"))
    yield listed(lines) or "<p>Nothing.</p>"
    if names and irregular:
        by_place = {}
        for where, what in irregular:
            by_place.setdefault(where, []).append(what)
        lines = [f"{escape(where)}: {escape('; '.join(what))}" for where, what in by_place.items()]
        head = "<summary>irregular, a line for each student or file</summary>"
        yield f"<details>{head}{listed(lines)}</details>"
