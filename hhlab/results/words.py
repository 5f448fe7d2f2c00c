"""One sentence that says what a result shows, as a person would read it off the picture."""

from functools import singledispatch

import numpy as np

from ..descriptions.quantities import minus
from .columns import title_and_unit
from .courses import course, is_flat
from .curves import Curves
from .family import Family
from .measures import (
    impulse_count,
    label_and_unit_of,
    peak_mV,
    rate_hz,
    spike_count,
    spike_times_ms,
    velocity_m_per_s,
)
from .profile import Profile
from .recording import TRACES, Recording
from .shape import Shape
from .spikes import LEVEL_MV, SWING_MV, other_tops

LEAST_PEAK_MV = 2.0  # what swings by less is no peak to whoever looks
FLAT_MV = 0.05  # what differs by less is drawn as one height, and printed as one number
MOST_TOLD = 3  # lines of one picture, or points with a name; of more, each would be a word in a list


def in_words(result):
    """Give a sentence about a result, or "" where none is known."""
    return minus(" ".join(_sentence(result).split()))


@singledispatch
def _sentence(result):
    # a matplotlib figure of the student's own is what its axes say
    panels = [axes.get_ylabel() for axes in result.axes] if hasattr(result, "savefig") else []
    said = "; ".join(filter(None, panels))
    over = result.axes[-1].get_xlabel() if said else ""
    return f"{' over '.join(filter(None, [said, over]))}." if said else ""


@_sentence.register(tuple)
@_sentence.register(list)
def _(results):
    return " ".join(filter(None, map(_sentence, results)))


@_sentence.register
def _(recording: Recording):
    if "v" not in recording.traces:
        return "; ".join(_span(name, [x]) for name, x in recording.traces.items()) + "."
    times = spike_times_ms(recording)
    least, peak = recording.v.min(), recording.v.max()
    more = _not_counted(recording)
    if len(times) == 0:
        return f"No spike; the potential stays between {least:.1f} and {peak:.1f} mV.{more}"
    spikes = "1 spike," if len(times) == 1 else f"{len(times)} spikes, the first"
    label, unit = label_and_unit_of(peak_mV)
    rate = "" if len(times) == 1 else f"; {rate_hz(recording):.1f} {label_and_unit_of(rate_hz)[1]}"
    return f"{spikes} at {times[0]:.1f} ms; {label} {peak:.1f} {unit}{rate}.{more}"


def _not_counted(recording):
    """Give sentences about peaks that a person sees as high as spikes, but that are none."""
    low, small, made = other_tops(recording, LEAST_PEAK_MV)
    said = ""
    if low:
        said += f" {_swings(low)} below {LEVEL_MV:g} mV {_is_not(low)} counted."
    if small:
        said += f" {_swings(small)} of less than {SWING_MV:g} mV {_is_not(small)} counted."
    if made:
        peaks = "One peak is" if len(made) == 1 else f"{len(made)} peaks are"
        said += f" {peaks} the stimulus's own, at {recording.t[made[0]]:.1f} ms."
    return said


def _swings(tops):
    return "1 swing" if len(tops) == 1 else f"{len(tops)} swings"


def _is_not(tops):
    return "is not" if len(tops) == 1 else "are not"


@_sentence.register
def _(family: Family):
    title, unit = title_and_unit(family.by)
    count = f"{len(family.values)} trace{'s' if len(family.values) > 1 else ''}"
    span = f"{title} from {min(family.values):g} to {max(family.values):g} {unit}".strip()
    currents = [name for name in family.names if TRACES[name].panel == "currents"]
    if "v" in family.names and not currents:
        spikes = [spike_count(recording) for recording in family.recordings]
        shown = f"{sum(n > 0 for n in spikes)} of them with a spike"
    else:
        # under a voltage clamp the potential says nothing
        arrays = {name: [rec.traces[name] for rec in family.recordings] for name in currents or family.names}
        shown = "; ".join(_span(name, found) for name, found in arrays.items())
    return f"{count}, {span}; {shown}."


@_sentence.register
def _(curves: Curves):
    title, _ = title_and_unit(curves.y)
    points = {label: pair for label, pair in curves.dots.items() if label not in curves.lines}
    # a level is told by its label, and what counts, such as the cells of a raster, by its dots
    lines = {label: pair for label, pair in curves.lines.items() if label not in curves.faint}
    moving = {label: pair for label, pair in lines.items() if not is_flat(pair[1])}
    moving |= {label: pair for label, pair in points.items() if not _counts(pair[1])}
    told = {label: course(x, y, curves.x, curves.y) or "none" for label, (x, y) in moving.items()}
    parts = [f"{label}: {said}" if label else said for label, said in told.items()]
    marks = [
        f"{label} at ({x:.4g}, {y:.4g})" for label, (x, y) in curves.marks.items() if not _is_number(label)
    ]
    if len(parts) > MOST_TOLD:
        parts = []
    said = "; ".join(parts + (marks if len(marks) <= MOST_TOLD else []))
    if parts:
        said = f"{title}, {said}" if next(iter(told)) else f"{title}: {said}"
    return said and f"{said}."


def _counts(y):
    """Say whether dots stand on whole numbers: cells, channels."""
    y = y[np.isfinite(y)]
    return len(y) > 0 and (y == np.round(y)).all()


def _is_number(label):
    return label.replace("−", "-").lstrip("-").replace(".", "", 1).isdigit()


@_sentence.register
def _(profile: Profile):
    along = profile.along(profile.at_ms)
    moment = f"At {profile.at_ms:.4g} ms the potential"
    if np.ptp(along) < FLAT_MV:
        return f"{moment} is {along.mean():.1f} mV everywhere. {_passage(profile)}"
    # what a reader sees is a hill or, under a current that hyperpolarises, a trough
    moved = along - profile.v[:, 0]
    which, i = ("highest", along.argmax()) if moved.max() >= -moved.min() else ("lowest", along.argmin())
    places, unit = profile.places()
    place = f"{places[i]:.0f}" if unit == "µm" else f"{places[i]:.3g}"
    said = f"{moment} is {which} at {place} {unit}, {along[i]:.1f} mV."
    return f"{said} {_passage(profile)}"


@_sentence.register
def _(shape: Shape):
    now = shape.when(shape.at_ms)
    moment = f"At {shape.at_ms:.4g} ms the potential is"
    if np.ptp(now) < FLAT_MV:
        return f"{moment} {now.mean():.1f} mV in the whole cell."
    low, high = int(now.argmin()), int(now.argmax())
    return (
        f"{moment} highest in {shape.names[high]}, {now[high]:.1f} mV, and lowest in {shape.names[low]}, "
        f"{now[low]:.1f} mV."
    )


def _passage(profile):
    """Give a sentence on the middle: at which speed an impulse passes there; "" where few places are known.

    Its length is always much the same: a slider's runs then take as many lines of words.
    """
    x = profile.x_um
    if len(x) < 11 or not _may_fire(profile):
        return ""
    if impulse_count(profile.at((x[0] + x[-1]) / 2)) == 0:
        return "No impulse passes the middle."
    speed = _speed_m_per_s(profile)
    if np.isfinite(speed):
        return f"Half its height passes the middle at {speed:.2f} {label_and_unit_of(velocity_m_per_s)[1]}."
    return "Half its height does not pass the middle at one speed."


def _may_fire(profile):
    """Say whether an impulse could be looked for: a passive cable stays low, or has an axis that does."""
    _, high = profile.v_range or (0.0, np.inf)
    return min(profile.v.max(), high) >= LEVEL_MV


def _speed_m_per_s(profile):
    """Give the speed in the middle; nan unless one impulse passes there at one speed."""
    x = profile.x_um
    before, middle, after = (x[0] + share * (x[-1] - x[0]) for share in (0.4, 0.5, 0.6))
    there, onward = velocity_m_per_s(profile, before, middle), velocity_m_per_s(profile, middle, after)
    # where two impulses meet, or one waits, two times of arrival make no speed
    return velocity_m_per_s(profile) if abs(there - onward) < 0.1 * abs(there) else float("nan")


def _span(name, arrays):
    label, unit = TRACES[name].label, TRACES[name].unit
    least, greatest = min(x.min() for x in arrays), max(x.max() for x in arrays)
    return f"{label} {_between(least, greatest)} {unit}".strip()


def _between(least, greatest):
    # NEURON's current through a shut conductance is -0
    low, high = f"{least + 0.0:.4g}", f"{greatest + 0.0:.4g}"
    return f"from {low} to {high}" if low != high else f"at {low}"
