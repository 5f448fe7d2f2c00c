"""``hhlab-grade``: from what a class handed in to marks."""

import argparse
import difflib
import os
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

from ..exercises.bank import exercises, renew
from ..exercises.bank import problems as bank_problems
from ..exercises.course import FILE, read_course
from ..exercises.course import course as course_found
from ..exercises.settings import Course, within
from ..exercises.whole import alone
from .collecting import collect
from .counting import count_texts
from .export import FORMS, to_import, write_marks
from .keys import read_keys
from .marking import mark
from .report import write_report
from .roster import read_roster
from .scores import AS_POINTS, Wishes, out_of
from .signed import signed_ids
from .texts import read_texts

COMPLETE, NOBODY, WRONG, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130
STATUS = (
    "Exit status: 0 all is marked; 1 nobody was marked; 2 something is wrong, and nothing was written; "
    "3 marks were written, but answers wait for a reader, a key or a check; 130 interrupted."
)


def main(arguments=None):
    """Run the command; give its exit status, as STATUS says."""
    asked = _parser().parse_args(arguments)
    stage = "before anything was written"
    try:
        course = _course(asked.course)
        roster, marked, irregular, ids = _marked(asked, course)
        stage = "while writing: each file is whole, but give the command again"
        with alone(Path(asked.report, ".lock")) if asked.report else nullcontext():
            return _write(asked, course, roster, marked, irregular, ids)
    except Nobody as nobody:
        problem, status = f"nobody was marked, and nothing was written: {nobody}", NOBODY
    except KeyboardInterrupt:
        problem, status = f"interrupted {stage}", INTERRUPTED
    except OSError as error:
        problem, status = f"{error.filename}: {error.strerror}" if error.filename else str(error), WRONG
    except ValueError as error:
        problem, status = str(error), WRONG
    print(f"hhlab-grade: {_printable(problem)}", file=sys.stderr)
    return status


class Nobody(Exception):
    """No student's work was marked; the message says why."""


def _course(asked):
    """Give the Course that --course names, or the one that a lab would find here."""
    found = course_found()
    if asked is not None:
        path = Path(asked, FILE) if Path(asked).is_dir() else Path(asked)
        if path.is_file():
            found = read_course(path)
            os.environ["HHLAB_COURSE_FOLDER"] = str(path.parent.resolve())
        elif path.suffix == ".toml" or os.sep in asked:
            raise ValueError(f"--course: there is no file {asked}.")
        elif found.name != asked:
            found = Course(name=asked)
    renew()
    problems = [*found.problems, *_unknown(found)]
    if problems:
        raise ValueError("\n".join(problems))
    return found


def _unknown(course):
    """Give a sentence for each name in course.toml that no lesson or exercise has."""
    places = [("counts", course.counts), ("points", course.points)]
    places.append(("deadline", [one.what for one in course.deadlines if one.what]))
    return [
        f"{FILE}, {place}: {_no_such(name)}" for place, names in places for name in names if _no_such(name)
    ]


def _marked(asked, course):
    """Read everything, find out whether the result can be written, and mark."""
    asked.roster, asked.key = asked.roster or course.roster, asked.key or course.keys
    roster = _roster(asked) if asked.roster else None
    keys = read_keys(asked.key) if asked.key else {}
    only = _chosen(asked.only)
    _check_places(asked)
    # what cannot be read is said before the work; what counts is what stands there after it
    last = [path for path in _last_texts(asked) if path.exists()]
    read_texts([asked.texts, *last] if asked.texts else last)
    collected = collect(asked.submissions, roster, course)
    if not collected.works:
        _tell(collected.irregular)
        raise Nobody(collected.why_nobody(roster, course.name))
    marked = mark(collected.works, course, keys, progress=not asked.quiet, run_code=asked.run_code)
    answered = {exercise_id for marks in marked.marks.values() for exercise_id in marks}
    ids = only or course.counting(one for one in exercises() if course.counts or one in answered)
    notes = [*(roster.notes if roster else []), *((FILE, one) for one in [*course.notes, *bank_problems()])]
    return roster, marked, notes + collected.irregular + marked.irregular, ids


def _roster(asked):
    return read_roster(asked.roster, asked.id_column, lambda: signed_ids(asked.submissions))


def _write(asked, course, roster, marked, irregular, ids):
    """Count the marks given by hand, write what was asked for, say what there is to say; give the status."""
    counted = count_texts(marked, roster, asked.texts, asked.report, course.aliases)
    irregular = irregular + counted.notes
    wishes = Wishes(asked.column, asked.out_of, asked.zeros, course.language)
    before = [counted.kept, write_marks(asked.out, asked.format, roster, marked, ids, wishes, irregular)]
    if asked.report:
        write_report(asked.report, marked, ids, irregular, roster, course, asked.names)
    print(f"{len(marked.marks)} students, {len(ids)} exercises, {out_of(ids, marked):g} marks: {asked.out}")
    for said in to_import(asked.format, roster, wishes):
        print(said)
    for kept in filter(None, before):
        print(f"what was there before: {kept}")
    waiting = sum(marked.marks[student][x] is None for x in ids for student in marked.waiting.get(x, ()))
    if waiting:
        print(
            f"{waiting} answers wait for a reader or a key: see texts.html and texts.csv of --report, --key"
        )
    _tell(irregular)
    return INCOMPLETE if waiting or marked.unchecked else COMPLETE


def _tell(irregular):
    for where, what in irregular:
        print(f"irregular: {_printable(where)}: {_printable(what)}")


def _last_texts(asked):
    """Give where marks may have been written by hand since the last time, if there is a report."""
    return [Path(asked.report, "texts.csv")] if asked.report else []


def _check_places(asked):
    """Find out before the work, not after it, whether its result can be written, and over what."""
    out, last = Path(asked.out), _last_texts(asked)
    inputs = [asked.submissions, asked.roster, asked.key, asked.texts, *last]
    if out.resolve() in [Path(one).resolve() for one in inputs if one]:
        raise ValueError(f"{out} holds what is to be read: the marks would be written over it. Change --out.")
    if asked.report:
        Path(asked.report).mkdir(parents=True, exist_ok=True)
    for path in (out, *last):
        _try(path)


def _try(path):
    """Raise an OSError unless a file can be written: it, and another one in its place."""
    try:
        if path.exists():
            path.open("ab").close()
        if path.is_file() or not path.exists():
            tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _chosen(only):
    """Give the exercises that --only names, each by itself or with its lesson."""
    wrong = [said for part in only or () if (said := _no_such(part))]
    if wrong:
        raise ValueError(f"--only: {' '.join(wrong)}")
    return [one for one in exercises() if any(within(one, part) for part in only or ())]


def _no_such(part):
    """Say that no exercise or lesson has that name, and which one is like it; or nothing."""
    if any(within(one, part) for one in exercises()):
        return ""
    names = {name for one in exercises() for name in (one, one.partition(".")[0])}
    near = difflib.get_close_matches(part, sorted(names), n=1)
    guess = f" Did you mean {near[0]}?" if near else ""
    return f"no exercise or lesson is called {part!r}.{guess}"


def _printable(text):
    # a file's name may hold whatever moves a terminal's cursor
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def _out_of(text):
    """Give the number that --out-of says, or the word."""
    if text == AS_POINTS:
        return text
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = 0.0
    if not 0 < number < 10_000:
        raise argparse.ArgumentTypeError(
            f"{text!r} is neither a number above 0, such as 100, nor {AS_POINTS!r}"
        )
    return number


def _parser():
    parser = argparse.ArgumentParser(
        prog="hhlab-grade",
        description="Mark what a class handed in. No code of a student is run, unless you ask for it.",
        epilog=STATUS,
    )
    add = parser.add_argument
    add("submissions", help="a folder or a zip, as the LMS gives it")
    add(
        "--roster", help="the list of the class: CSV or a workbook of yours, or what Moodle or Canvas exports"
    )
    add("--id-column", metavar="HEAD", help="the roster's column with the ids, where several could be it")
    add("--out", default="marks.csv", help="where the marks go (%(default)s)")
    add("--format", choices=FORMS, default="csv", help="for a spreadsheet, Moodle or Canvas (%(default)s)")
    add("--column", metavar="NAME", help="for an LMS: one column of that name, not one for each lesson")
    add("--out-of", type=_out_of, help="for an LMS: what full marks are worth, a number or 'points'")
    add("--zeros", action="store_true", help="for an LMS: 0, not no grade, for who has answered nothing")
    add("--key", help="TOML with the key of choices that no run decides: teacher/keys.toml")
    add(
        "--texts", help="another texts.csv with your marks; they go before those in the texts.csv of --report"
    )
    add("--report", help="a folder for the report: misconceptions, texts side by side, irregularities")
    add(
        "--names",
        action="store_true",
        help="say on the page of the report who; otherwise none is named there",
    )
    add(
        "--only",
        nargs="+",
        metavar="ID",
        help="what counts, as in L01 L06.rheobase; else all that was answered",
    )
    add("--course", help="the course.toml of the class, or its HHLAB_COURSE; else what a lab finds here")
    add(
        "--run-code",
        action="store_true",
        help="run the programs that students wrote, in processes of their own with limits; else they wait "
        "for a reader",
    )
    add("--quiet", action="store_true", help="no progress bar")
    return parser
