"""The numbers of a picture as comma-separated text, with the unit in each column's name."""

from functools import singledispatch
from itertools import zip_longest

from .columns import title_and_unit
from .curves import Curves
from .family import Family
from .profile import Profile
from .recording import TRACES, Recording
from .shape import Shape


@singledispatch
def csv(result):
    """Give the text of a result, or of several with an empty line between them."""
    raise TypeError(f"No table of numbers is known for a {type(result).__name__}.")


@csv.register(tuple)
@csv.register(list)
def _(results):
    return "\n".join(csv(result) for result in results)


@csv.register
def _(recording: Recording):
    names = [f"{name} [{TRACES[name].unit}]" if TRACES[name].unit else name for name in recording.traces]
    return _table(["t [ms]", *names], [recording.t, *recording.traces.values()])


@csv.register
def _(family: Family):
    unit = title_and_unit(family.by)[1]
    heads, columns = [], []
    for value, recording in zip(family.values, family.recordings, strict=True):
        at = f"at {value:g} {unit}".strip()
        heads += [f"t {at} [ms]", *(f"{name} {at} [{TRACES[name].unit}]" for name in recording.traces)]
        columns += [recording.t, *recording.traces.values()]
    return _table(heads, columns)


@csv.register
def _(curves: Curves):
    heads, columns = [], []
    for label, (x, y) in (*curves.lines.items(), *curves.dots.items()):
        heads += [f"{label}: {curves.x}", f"{label}: {curves.y}"]
        columns += [x, y]
    for label, (x, y) in curves.marks.items():
        heads += [f"{label}: {curves.x}", f"{label}: {curves.y}"]
        columns += [[x], [y]]
    return _table(heads, columns)


@csv.register
def _(profile: Profile):
    heads = ["t [ms]", *(f"v at {x:g} µm [{TRACES['v'].unit}]" for x in profile.x_um)]
    return _table(heads, [profile.t, *profile.v])


@csv.register
def _(shape: Shape):
    heads = ["t [ms]", *(f"v in {name} [{TRACES['v'].unit}]" for name in shape.names)]
    return _table(heads, [shape.t, *shape.v])


def _table(heads, columns):
    quoted = ['"' + head.replace('"', '""') + '"' if "," in head else head for head in heads]
    # repr gives every digit, so that what is read back is what was computed
    lines = [",".join("" if x is None else repr(float(x)) for x in row) for row in zip_longest(*columns)]
    return "\n".join([",".join(quoted), *lines]) + "\n"
