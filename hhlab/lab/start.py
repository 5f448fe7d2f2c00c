"""What every start of the lab does, in the image, under make and from the wheel."""

from ..exercises import roster


def course_problem():
    """Give what a student or teacher should know of the course's folder, a sentence on each line, or ""."""
    return "\n    ".join(roster.notes())
