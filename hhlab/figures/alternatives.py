"""What a screen reader says of a picture: words for a matplotlib figure, and the HTML that carries them.

The words are read off the axes, so that they hold for whoever has drawn: which quantity over which, in which
range, and what each line does there.
"""

from base64 import b64encode
from html import escape

import numpy as np

from ..descriptions.quantities import minus
from ..results.columns import title_and_unit
from ..results.courses import course

MOST_LINES = 9  # of one pair of axes, that are told one by one


def image(data, words, width=None):
    """Give the HTML of a PNG with its words; pages turn its colours for a dark theme by its class."""
    across = f' width="{width:g}"' if width else ""
    return (
        f'<img class="hhlab-picture" alt="{escape(words)}"{across} '
        f'src="data:image/png;base64,{b64encode(data).decode()}">'
    )


def alternative(figure):
    """Give in words what a matplotlib figure shows."""
    title = figure.get_suptitle() if hasattr(figure, "get_suptitle") else ""
    shown = [axes for axes in figure.axes if axes.get_visible() and axes.get_label() != "<colorbar>"]
    told = [_axes(axes) for axes in shown]
    return minus(_one_line(" ".join(filter(None, [title and f"{title}.", *told])))) or "An empty picture."


def _axes(axes):
    # here, since the lab's kernel reads this module at its start, and matplotlib only when somebody draws
    from matplotlib.category import UnitData

    x, y = _one_line(axes.get_xlabel()) or _shared(axes), _one_line(axes.get_ylabel())
    low, high = _in_sight(axes)
    title = " ".join(filter(None, (axes.get_title(loc) for loc in ("left", "center", "right"))))
    where, unit = title_and_unit(x)
    # names in a row have no range
    has_range = axes.get_xaxis().get_visible() and not isinstance(axes.get_xaxis().units, UnitData)
    span = f" from {low:.4g} to {high:.4g} {unit}".rstrip() if has_range else ""
    over = f"over {where or 'the horizontal axis'}{span}"
    head = f"{title}: " if title else ""
    said = [*_lines(axes, x, y, low, high), *_areas(axes), *_bars(axes)]
    if not (said or title or y):
        return ""
    return f"{head}{title_and_unit(y)[0] or 'A picture'} {over}{': ' if said else ''}{'; '.join(said)}."


def _in_sight(axes):
    """Give the least and the greatest x of what is drawn, within the limits of the axis."""
    low, high = sorted(axes.get_xlim())
    first, last = sorted(axes.dataLim.intervalx)
    if low < last and first < high:  # something is drawn there
        low, high = max(low, first), min(high, last)
    return tuple(0.0 if abs(end) < 1e-9 * (high - low) else float(end) for end in (low, high))


def _shared(axes):
    """Give the words below a picture whose axis is shared with those below it."""
    others = axes.get_shared_x_axes().get_siblings(axes)
    return next((_one_line(other.get_xlabel()) for other in others if other.get_xlabel()), "")


def _lines(axes, x_axis, y_axis, low, high):
    """Give what each line does within the limits of x."""
    found = []
    for line in axes.lines:
        x, y = _numbers(line.get_xdata()), _numbers(line.get_ydata())
        # a level or a moment, drawn across the axes
        across = len(x) == 2 and line.get_transform() != axes.transData
        if len(x) != len(y) or not line.get_visible() or across:
            continue
        inside = (x >= low) & (x <= high)
        said = course(x[inside], y[inside], x_axis, y_axis)
        if said:
            label = _label(line)
            found.append(("" if label == title_and_unit(y_axis)[0] else label, said))
    if len(found) > MOST_LINES:
        first, last = found[0], found[-1]
        return [f"{len(found)} lines, the first {_joined(first)}, the last {_joined(last)}"]
    return list(map(_joined, found))


def _joined(pair):
    label, said = pair
    return f"{label}: {said}" if label else said


def _areas(axes):
    """Give what is told by colours, by points, and by areas."""
    for one in [*axes.collections, *axes.images]:
        values, label = one.get_array(), _label(one)
        points = len(one.get_offsets()) if hasattr(one, "get_offsets") else 0
        if values is not None and np.size(values):
            yield _colours(values, getattr(one, "colorbar", None))
        elif points > 1:
            yield _joined((label, f"{points} points"))
        elif label:
            yield f"{label}: an area"


def _colours(values, bar):
    title, unit = title_and_unit(_one_line(bar.ax.get_ylabel() or bar.ax.get_xlabel()) if bar else "")
    numbers = np.ma.masked_invalid(values).compressed()
    if not len(numbers):
        return "colours"
    span = f"from {numbers.min():.4g} to {numbers.max():.4g} {unit}".rstrip()
    return f"colours for {title or 'numbers'} {span}"


def _bars(axes):
    names = [tick.get_text() for tick in axes.get_xticklabels()]
    for one in axes.containers:
        heights = getattr(one, "datavalues", None)
        if heights is None or not len(heights):
            continue
        if len(names) == len(heights) <= MOST_LINES:
            named = zip(names, heights, strict=True)
            said = "bars " + ", ".join(f"{name} {height:.4g}" for name, height in named)
        else:
            said = f"{len(heights)} bars from {min(heights):.4g} to {max(heights):.4g}"
        yield _joined((_label(one), said))


def _label(artist):
    label = str(artist.get_label() or "")
    # a point with a name has it written beside it, and not in the legend
    return (getattr(artist, "get_gid", str)() or "") if label.startswith("_") else label


def _numbers(values):
    try:
        return np.asarray(values, dtype=float).ravel()
    except (TypeError, ValueError):  # names of categories: by their number
        return np.arange(float(len(values)))


def _one_line(text):
    return " ".join(text.split())
