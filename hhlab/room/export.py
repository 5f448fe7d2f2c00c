"""All answers of a course as files in one zip, which ``hhlab-grade`` reads as it reads a class's own."""

import io
import json
import zipfile

from sqlalchemy import insert, select

from .. import __version__
from ..exercises.entries import KINDS, SCHEMA
from ..exercises.shelf import name_of
from .handling import Handler, teachers
from .table import entries, looks, now


def zipped(connection, course):
    """Give the bytes of a zip with one file for each student, as this service has kept it."""
    works, rows = (
        {},
        connection.execute(select(entries).where(entries.c.course == course).order_by(entries.c.number)),
    )
    for row in rows:
        _add(works.setdefault(row.student, _beginning(row.student, course)), row)
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, work in sorted(works.items()):
            archive.writestr(name_of(student), json.dumps(work, indent=1))
    return found.getvalue()


def _beginning(student, course):
    work = {"schema": SCHEMA, "student": student, "course": course, "hhlab": __version__}
    return work | {"exercises": {}, "predictions": {}}


def _add(work, row):
    (course, given), value = json.loads(row.given), json.loads(row.value)
    if row.kind not in KINDS:
        work["predictions"][row.what] = {"question": given, "prediction": value, "time": row.time}
        return
    one = work["exercises"].setdefault(row.what, {kind: [] for kind in KINDS})
    about = {"id": row.id, "time": row.time, "course": course, "student": row.student, "given": given}
    one[row.kind].append(about | {"hhlab": row.hhlab, KINDS[row.kind]: value})


class Marks(Handler):
    """The zip, for a teacher; that it was taken is noted."""

    @teachers
    async def post(self):
        data = await self.stored(_noted, self.room.course.name, self.person)
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", 'attachment; filename="answers.zip"')
        self.finish(data)


def _noted(connection, course, teacher):
    row = {"course": course, "time": now(), "teacher": teacher, "what": "all answers, for marks"}
    connection.execute(insert(looks).values(**row))
    return zipped(connection, course)


ADDRESSES = [("answers.zip", Marks)]
