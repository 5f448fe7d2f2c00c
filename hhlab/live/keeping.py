"""What a student has kept of explorers in this notebook: each picture with all that makes it again."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..figures.drawing import draw
from ..figures.paper import png
from ..results.family import Family
from ..results.recording import Recording
from ..scripts import smallest
from .outcomes import live_parts
from .scope.frames import bounded, thin

MOST = 12  # the oldest go first: a notebook is open for hours


@dataclass(frozen=True, kw_only=True, eq=False)
class Kept:
    """One picture: whose it is, when it was kept, the values of the controls, and the words below it."""

    explorer: Any
    name: str
    time: datetime
    values: Mapping[str, Any]
    words: str
    derived: Mapping[str, Any]
    result: Any  # with no more samples than draw the same picture
    still: bytes  # what was drawn by matplotlib
    plain: str | None  # a script of plain NEURON
    functions: tuple[Callable[..., Any], Any]

    def png(self):
        """Give the picture as the bytes of a PNG, empty where there is none."""
        parts = live_parts(self.result)
        return png(draw(bounded(parts))) if parts else self.still

    def script(self):
        """Give the script of the picture, or None where only the notebook holds what it needs."""
        if self.plain:
            return self.plain
        try:
            return smallest.around(*self.functions, dict(self.values), self.result, lambda: self.result)
        except ValueError:
            return None


kept: deque[Kept] = deque(maxlen=MOST)


def keep(*, result, **what):
    """Add a picture to those that were kept."""
    result = thin(result) if isinstance(result, (Recording, Family, tuple)) else result
    kept.append(Kept(time=datetime.now(UTC), result=result, **what))


def forget(explorer):
    """Forget what was kept of an explorer."""
    for one in [one for one in kept if one.explorer is explorer]:
        kept.remove(one)
