"""The script of each picture of a page, told by the lines that it has otherwise than the first one."""

import signal
from contextlib import suppress

from ...scripts import smallest
from ...workers import asking, stdrun
from ...workers.double import sent_by

SLOWEST_S = 60
LITERAL = (int, float, str, bool)


class Lines:
    """The script of an explorer's present picture, and how that of another picture differs.

    Attributes
    ----------
    first : str or None
        The script, or None where only the notebook holds what it needs.
    """

    def __init__(self, explorer):
        (run, derive), self._values, self._line = explorer._plain, explorer.values, None
        self._plain = self.first = smallest.plain(explorer.result, explorer._calls)
        if self._plain:
            return

        def make(send):
            # what a script can leave out is tried out here, so that the runs for the page are not changed
            asking.Questions(send)
            stdrun.quicken()
            signal.alarm(SLOWEST_S)
            again = explorer._run.function
            with suppress(Exception):
                text = smallest.around(
                    run, derive, self._values, explorer.result, lambda: again(**self._values)
                )
                send(0, text.encode())

        for _, text in sent_by(make, asking.pass_on):
            self.first = text.decode()
        if self.first:
            self._called, *_ = smallest.call(run, self._values).partition("(")
            lines = self.first.split("\n")
            found = [k for k, line in enumerate(lines) if self._call(self._values) in line]
            # the last one is no definition
            self._line = (found[-1], lines[found[-1]]) if found else None

    def changed(self, values, result, calls):
        """Give the lines of a script that are not the first one's, by number, or None without one."""
        if self._plain:
            return _otherwise(self._plain, smallest.plain(result, calls))
        if values == self._values:
            return {} if self.first else None
        if self._line is None or (call := self._call(values)) is None:
            return None
        number, line = self._line
        return {number: line.replace(self._call(self._values), call)}

    def _call(self, values):
        """Give the call in the script with some values, or None where one is not written as it is read."""
        if not all(isinstance(one, LITERAL) or _is_texts(one) for one in values.values()):
            return None
        return f"{self._called}({', '.join(f'{name}={_written(value)}' for name, value in values.items())})"


def _is_texts(value):
    return isinstance(value, tuple) and all(isinstance(one, str) for one in value)


def _written(value):
    text = repr(value)
    return text if '"' in text else text.replace("'", '"')


def _otherwise(one, other):
    """Give the lines of another text that differ, where it has as many; else None."""
    if not other or one.count("\n") != other.count("\n"):
        return None
    pairs = zip(one.split("\n"), other.split("\n"), strict=True)
    return {k: theirs for k, (ours, theirs) in enumerate(pairs) if ours != theirs}
