"""What is kept, for how long and who may see it: for students, with all that is kept of their own."""

from .class_page import looked
from .handling import Handler, members
from .seen import of_student


class Kept(Handler):
    """The page."""

    @members
    async def get(self):
        self.show(
            "kept.html", days=self.room.settings.keep_days, person=self.person, **await self.stored(self._own)
        )

    def _own(self, connection):
        return {
            "own": of_student(connection, self.room.course, self.person),
            "looks": looked(connection, self.room.course),
        }


ADDRESSES = [("kept", Kept)]
