"""Who is who: ids however they are spelled, aliases, and the names under which an LMS says who uploaded."""

import difflib

from ..exercises.students import GUEST, normalised


class People:
    """The students of a class, to be asked whose an id is.

    Parameters
    ----------
    roster : Roster or None
        With None, everyone who handed in is in the class, shown as first spelled.
    aliases : dict of str to str
        Of the course: by normalised id whose it is.
    """

    def __init__(self, roster=None, aliases=None):
        self.roster, self.aliases, self._shown = roster, aliases or {}, {}

    def key(self, typed):
        """Give what is the same for two ids of one student."""
        typed = self.aliases.get(normalised(typed), typed)
        one = self.roster.get(typed) if self.roster else None
        return normalised(one.id if one else typed)

    def whose(self, typed):
        """Give the student whose id this is, as the roster spells it, or None."""
        key = self.key(typed)
        if not key or key == GUEST:
            return None
        if self.roster:
            return self.roster[key].id if key in self.roster else None
        return self._shown.setdefault(key, self.aliases.get(normalised(typed), typed).strip())

    def uploader(self, uploader):
        """Give the student whom an LMS names as the one who handed in, or None: none, or more than one."""
        one = self.roster.uploaded_by(uploader) if self.roster and uploader else None
        return one.id if one else None

    def near(self, typed):
        """Give the one student whose id is much like that one, or None."""
        shown = {normalised(one): one for one in self.roster or ()}
        near = difflib.get_close_matches(self.key(typed), shown, n=2, cutoff=0.8)
        return shown[near[0]] if len(near) == 1 else None
