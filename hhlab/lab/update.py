"""``hhlab update``: what a start does with the course, now."""

import sys

from . import course_files, places
from .course_copy import bring

HELP = """\
hhlab update

Bring what is new in the course to the folder of your work, as every start of the lab does. A lesson that you
have edited is not touched: the new one is laid beside it. UPDATES.md says what changed, and why."""


def main(words):
    """Bring the course up to date and say what was done; give an exit status."""
    if {"--help", "-h"} & set(words):
        print(HELP)
        return 0
    if words:
        print(f"hhlab update takes no words, but was given {words[0]!r}.\n\n{HELP}", file=sys.stderr)
        return 2
    news = bring(course_files.sources(), places.work())
    print("\n".join(news.lines) or "All is as the course has it, or as you have it.")
    return 1 if news.trouble else 0
