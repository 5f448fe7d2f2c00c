"""The course comes to a student's folder, and follows what is shipped without touching a student's work."""

from copy import deepcopy

from .. import __version__
from . import course_files, decisions, record
from .moves import backup_folder, clear, do, look
from .news import News
from .record import Record
from .turns import alone


def bring(sources, work):
    """Bring what is new in a course to a student's folder, and say what was done.

    Parameters
    ----------
    sources : sequence of Path
        The folders that ship the course. Of one name the first counts; the last is hhlab's own.
    work : Path
        The student's folder.

    Returns
    -------
    News
        It also says what could not be done. That is tried again the next time.
    """
    news = News(now=__version__)
    try:
        with alone(work):
            _bring(course_files.listed(sources), work, news)
    except Exception as problem:  # whatever lies in the folder, and whatever the disk does: the lab starts
        news.failed(None, problem)
    return news


def _bring(course, work, news):
    news.problems += course.problems
    before = record.read(work)
    known = deepcopy(before) or Record(files=decisions.left_behind(course, work))
    files = [one for name in _names(course, known) if (one := _looked_at(name, course, known, work, news))]
    news.begin(before, files)
    news.kept = announce(files, known, work)
    for one in files:
        try:
            do(one, work / news.kept, news)
        except (OSError, ValueError) as problem:
            news.failed(one.name, problem)
        if one.is_over:
            del known.files[one.name]
    news.end(known)
    if known != before:
        record.write(work, known)
    clear(files, work / news.kept)
    news.keep(work)


def _names(course, known):
    """Yield the names on which the course has a say, and not those of a folder that is not there today."""
    for name in sorted(course.files.keys() | known.files.keys()):
        source, entry = course.files.get(name), known.files.get(name)
        same = source and entry and source.origin == entry.origin
        if not entry or same or entry.origin in course.whole:
            yield name


def _looked_at(name, course, known, work, news):
    """Give a file with what it says in the folder and in the course; None where that cannot be known."""
    try:
        one = look(name, course.files.get(name), work, work / known.kept)
        if name not in known.files:
            known.files[name] = decisions.first_sight(name, one.mine, one.now, one.path, one.source.path)
    except (OSError, ValueError) as problem:
        news.failed(name, problem)
        return None
    one.entry = known.files[name]
    one.entry.origin = one.source.origin if one.source else one.entry.origin
    decisions.take_up(one.entry, one.mine, one.was_moved)
    one.step = decisions.step(one.entry, one.mine, one.now)
    return one


def announce(files, known, work):
    """Give the folder for what goes, seen from `work`; it is written down with what comes, if anything does.

    A start that is killed in between can then be taken up by the next.
    """
    kept = backup_folder(work)
    moves = [one for one in files if one.step in decisions.MOVES]
    for one in moves:
        one.entry.coming = one.now or ""
    if moves:
        known.kept = kept
        record.write(work, known)
    return kept
