"""``hhlab-grade``: from what a class handed in to marks."""

import argparse
import sys
from pathlib import Path

from ..exercises.bank import exercises
from ..exercises.variants import course as usual_course
from .collecting import collect
from .export import FORMS, out_of, write_marks
from .keys import read_keys, read_texts
from .marking import mark
from .report import write_report
from .roster import read_roster


def main(arguments=None):
    """Run the command; give its exit status."""
    asked = _parser().parse_args(arguments)
    try:
        return _run(asked)
    except KeyboardInterrupt:
        problem, status = "interrupted before anything was written", 130
    except OSError as error:
        problem, status = f"{error.filename}: {error.strerror}" if error.filename else str(error), 2
    except ValueError as error:
        problem, status = str(error), 2
    print(f"hhlab-grade: {problem}", file=sys.stderr)
    return status


def _run(asked):
    roster = read_roster(asked.roster) if asked.roster else None
    keys = read_keys(asked.key) if asked.key else {}
    read_marks = _marks_by_hand(asked)
    _check_places(asked)
    collected = collect(asked.submissions, roster, asked.course)
    marked = mark(collected.works, asked.course, keys, read_marks, progress=not asked.quiet)
    irregular = collected.irregular + marked.irregular
    ids = _counting(asked.only, marked)
    write_marks(asked.out, asked.format, roster, marked, ids)
    if asked.report:
        write_report(asked.report, marked, ids, irregular)
    print(f"{len(marked.marks)} students, {len(ids)} exercises, {out_of(ids):g} marks: {asked.out}")
    waiting = sum(marked.marks[student][x] is None for x in ids for student in marked.waiting.get(x, ()))
    if waiting:
        print(
            f"{waiting} answers wait for a reader or a key: see texts.html and texts.csv of --report, --key"
        )
    for where, what in irregular:
        print(f"irregular: {_printable(where)}: {_printable(what)}")
    return 0


def _marks_by_hand(asked):
    """Give the marks that the teacher wrote into --texts, or into the report of the last time."""
    last = Path(asked.report or ".", "texts.csv")
    if asked.texts or (asked.report and last.exists()):
        return read_texts(asked.texts or last)
    return {}


def _check_places(asked):
    """Find out before the work, not after it, whether its result can be written."""
    out = Path(asked.out)
    new = not out.exists()
    out.open("a").close()
    if new:
        out.unlink()
    if asked.report:
        Path(asked.report).mkdir(parents=True, exist_ok=True)


def _counting(only, marked):
    answered = {exercise_id for marks in marked.marks.values() for exercise_id in marks}
    if not only:
        return [exercise_id for exercise_id in exercises() if exercise_id in answered]
    chosen = [one for one in exercises() if any(one == part or one.startswith(f"{part}.") for part in only)]
    if not chosen:
        raise ValueError(f"No exercise is called {', '.join(only)}.")
    return chosen


def _printable(text):
    # a file's name may hold whatever moves a terminal's cursor
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def _parser():
    parser = argparse.ArgumentParser(
        prog="hhlab-grade", description="Mark what a class handed in. No code of a student is run."
    )
    add = parser.add_argument
    add("submissions", help="a folder or a zip, as the LMS gives it")
    add("--roster", help="CSV with a column 'id', and 'name' and 'email' if you have them")
    add("--out", default="marks.csv", help="where the marks go (%(default)s)")
    add("--format", choices=FORMS, default="csv", help="for a spreadsheet, Moodle or Canvas (%(default)s)")
    add("--key", help="TOML with the key of choices that no run decides: teacher/keys.toml")
    add("--texts", help="a texts.csv with your marks in its last column (that of --report, if there)")
    add("--report", help="a folder for the report: misconceptions, texts side by side, irregularities")
    add(
        "--only",
        nargs="+",
        metavar="ID",
        help="what counts, as in L01 L06.rheobase; else all that was answered",
    )
    add("--course", default=usual_course(), help="the HHLAB_COURSE that the class had (%(default)s)")
    add("--quiet", action="store_true", help="no progress bar")
    return parser
