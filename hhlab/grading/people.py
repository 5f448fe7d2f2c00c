"""Who is who: ids however they are spelled, aliases, and the names under which an LMS says who uploaded."""

import difflib
import re

from ..exercises.students import GUEST, normalised


class People:
    """The students of a class, to be asked whose an id is.

    Parameters
    ----------
    roster : dict of str to Student, or None
        With None, everyone who handed in is in the class, shown as first spelled.
    aliases : dict of str to str
        Of the course: by normalised id whose it is.
    """

    def __init__(self, roster=None, aliases=None):
        self.roster, self.aliases = roster, aliases or {}
        self._shown = {normalised(one): one for one in reversed(list(roster or ()))}
        self._named = {}
        for one in (roster or {}).values():
            for key in {*_keys(one.name), *_keys(one.email.partition("@")[0])}:
                self._named.setdefault(key, set()).add(one.id)

    def key(self, typed):
        """Give what is the same for two ids of one student."""
        name = normalised(typed)
        return normalised(self.aliases.get(name, name))

    def whose(self, typed):
        """Give the student whose id this is, as the roster spells it, or None."""
        key = self.key(typed)
        if not key or key == GUEST:
            return None
        if self.roster is not None:
            return self._shown.get(key)
        return self._shown.setdefault(key, self.aliases.get(normalised(typed), typed).strip())

    def uploader(self, name):
        """Give the student of that name or id, or None: none, or more than one."""
        if not name or not self.roster:
            return None
        found = {one for key in _keys(name) for one in self._named.get(key, ())}
        if found:
            return found.pop() if len(found) == 1 else None
        return self.whose(name)

    def near(self, typed):
        """Give the one student whose id is much like that one, or None."""
        near = difflib.get_close_matches(self.key(typed), self._shown, n=2, cutoff=0.8)
        return self._shown[near[0]] if len(near) == 1 else None


def _keys(name):
    """Give what makes a name findable: its words in any order, and run together as an LMS may write them."""
    words = [normalised(word) for word in re.findall(r"[^\W_]+", name)]
    turned = (words[i:] + words[:i] for i in range(len(words)))
    return {" ".join(sorted(words)), *("".join(one) for one in turned)} - {""}
