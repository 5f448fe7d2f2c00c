"""Pictures to read from: real runs on axes with ticks, and in words no more than an eye reads off them.

The page holds the picture, never the samples. What draws is imported when something is drawn: the process
that judges an answer knows the same exercises, draws nothing, and would hold 23 MB more.
"""

from dataclasses import dataclass

import numpy as np

from ..descriptions.quantities import minus
from ..figures.alternatives import image
from ..figures.palette import colours_of

MINOR = 5  # small divisions in a large one


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One pair of axes.

    Parameters
    ----------
    title, y : str
        What stands above it, and beside it with the unit: "current [µA/cm²]".
    lines : dict of str to (x, y)
        By label; one alone needs none.
    every : (x, y)
        From one large tick to the next; each has five small divisions.
    span : (least, greatest), optional
        What the vertical axis shows at least.
    """

    title: str = ""
    y: str
    lines: dict
    every: tuple
    span: tuple | None = None

    def limits(self):
        """Give (least, greatest) of both axes: whole large divisions around all that is drawn."""
        found = []
        for i, step in enumerate(self.every):
            ends = [end(pair[i]) for pair in self.lines.values() for end in (np.min, np.max)]
            ends += self.span if i and self.span else ()
            slack = 1e-6 * step if i == 0 else 0.0
            found.append(
                (step * np.floor((min(ends) + slack) / step), step * np.ceil((max(ends) - slack) / step))
            )
        return found

    def divisions(self):
        """Give the size of a small division of both axes."""
        return tuple(step / MINOR for step in self.every)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Panels one below the other, or in two columns beside each other, over one horizontal axis."""

    x: str
    panels: tuple
    columns: int = 1

    @property
    def words(self):
        """What an eye reads off, to half of a small division, for who cannot see the picture."""
        return minus(" ".join(self._panel_in_words(panel) for panel in self.panels))

    def drawn(self):
        """Give a matplotlib figure."""
        from ..figures.paper import WIDTH_IN, Drawing

        rows = -(-len(self.panels) // self.columns)
        figure = Drawing(figsize=(WIDTH_IN, 2.6 * rows + 0.3), layout="constrained")
        axes = figure.subplots(rows, self.columns, squeeze=False).ravel()
        for axis, panel in zip(axes, self.panels, strict=False):
            _draw(axis, panel)
            axis.set_xlabel(self.x)
        return figure

    def _repr_html_(self):
        from ..figures.paper import png

        return image(png(self.drawn()), self.words)

    def _panel_in_words(self, panel):
        said = [f"{panel.title}: {panel.y} over {self.x}." if panel.title else f"{panel.y} over {self.x}."]
        (x_step, y_step), ((first, last), _) = panel.divisions(), panel.limits()
        for label, (x, y) in panel.lines.items():
            inside = (x >= first) & (x <= last)
            x, y = x[inside], y[inside]
            ticks = np.arange(x[0], x[-1] + x_step / 2, x_step)
            read = "; ".join(f"{at:g}: {_read(np.interp(at, x, y), y_step)}" for at in np.round(ticks, 9))
            turns = ", ".join(
                f"{'top' if top else 'bottom'} {_read(y[i], y_step)} at {_read(x[i], x_step)}"
                for top, i in _turns(y, 2 * y_step)
            )
            said.append("; ".join(filter(None, [label, turns, read])) + ".")
        return " ".join(said)


def _turns(y, least):
    """Give (whether it is a top, where) for each turn of a line that stands out by at least that much."""
    found, way, i = [], 0, 0  # the way it goes, and the farthest point on it
    for k in range(1, len(y)):
        if way * (y[k] - y[i]) > 0 or (way == 0 and abs(y[k] - y[0]) >= least):
            way, i = way or np.sign(y[k] - y[0]), k
        elif way and way * (y[i] - y[k]) >= least:
            found.append((way > 0, i))
            way, i = -way, k
    return found


def _read(value, division):
    half = division / 2
    return f"{half * round(value / half) + 0.0:.10g}"


def _draw(axis, panel):
    from ..figures.paper import key, tidy

    colours = colours_of(panel.lines)
    for label, (x, y) in panel.lines.items():
        axis.plot(x, y, lw=1.5, color=colours[label], label=label or "_")
    for letter, step, (low, high) in zip("xy", panel.every, panel.limits(), strict=True):
        getattr(axis, f"set_{letter}lim")(low, high)
        for minor in (False, True):
            ticks = step / MINOR * np.arange(round(low / step * MINOR), round(high / step * MINOR) + 1)
            getattr(axis, f"set_{letter}ticks")(ticks[:: 1 if minor else MINOR], minor=minor)
    axis.set_ylabel(panel.y)
    if panel.title:
        axis.set_title(panel.title, loc="left", fontsize="medium")
    tidy(axis)
    axis.grid(which="minor", alpha=0.12, lw=0.4)
    key(axis)
