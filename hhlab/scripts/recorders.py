"""What NEURON's Vectors record, which NEURON does not tell."""

from contextlib import contextmanager, suppress

from neuron import h

from .literals import Refused
from .variables import PARAMETER, STATE, kind_of, names, references


def recorded(vectors):
    """Give what each Vector records, by its name in NEURON: (owner, name of the variable, interval or None).

    Every variable gets a value of its own, and the first sample of a Vector says where it looks. Each is
    asked twice: a current may equal the parameter that sets it. All is put back as it was.

    Parameters
    ----------
    vectors : list of Vector

    Raises
    ------
    Refused
        One records something else than a variable of a Section, or at times of its own.
    """
    kept = [vector.c() for vector in vectors]
    wires = [wire.get_recordvec() for wire in h.List("NetCon")]
    spikes = {vector.hname() for vector in wires if vector is not None}
    sections = list(h.allsec())
    with _unharmed(sections):
        by_time = _first_samples(vectors, sections, 0, variable_steps=True)
        intervals = _intervals([vector for vector in vectors if vector.hname() in by_time])
        found = []
        for k in (0, 1):
            samples = _first_samples(vectors, sections, k, variable_steps=False)
            found.append(_places(samples, sections))
    for vector, before in zip(vectors, kept, strict=True):
        vector.copy(before)
    places = {name: [one for one in few if one in found[1][name]] for name, few in found[0].items()}
    if not all(places[name] for name in places if name not in spikes):
        raise Refused("A Vector of the notebook records something that its Sections do not have.")
    return {name: (*few[0], intervals.get(name)) for name, few in places.items() if name not in spikes}


def _first_samples(vectors, sections, k, variable_steps):
    """Give the first sample of each Vector that records, by its name, when all variables differ."""
    solver = h.CVode()
    active = solver.active()
    handler = h.FInitializeHandler(1, lambda: _tell_apart(sections, k))
    try:
        for vector in vectors:
            if len(vector) < 2:  # else it would look like one that has its first sample
                vector.from_python([float("nan")] * 2)
        solver.active(variable_steps)
        h.finitialize(-65)
    finally:
        del handler
        solver.active(active)
    return {vector.hname(): vector[0] for vector in vectors if len(vector) == 1}


def _places(samples, sections):
    """Give the variables that have the value of a sample now, by the name of its Vector."""
    values = {}
    for section in sections if samples else []:
        for place, reference in references(section):
            values.setdefault(reference[0], []).append(place)
    values[0.0] = [(h, "t"), *values.get(0.0, [])]
    return {name: values.get(value, []) for name, value in samples.items()}


def _intervals(vectors):
    """Give at which intervals some Vectors record, just after the start of a run, by their names [ms].

    Raises
    ------
    Refused
        One records at times of its own.
    """
    due = h.Vector()
    h.CVode().print_event_queue(due)
    found, start = {}, {vector.hname(): len(vector) for vector in vectors}
    while len(found) < len(vectors):
        if not len(due) or h.t > due.max():
            raise Refused("A Vector of the notebook records at times of its own.")
        h.fadvance()
        for vector in vectors:
            if len(vector) > start[vector.hname()]:
                found.setdefault(vector.hname(), min(due, key=lambda time: abs(time - h.t)))
    return found


def _tell_apart(sections, k_round):
    """Give every potential, state and parameter of some Sections a value of its own."""
    k = 17 * k_round
    for section in sections:
        for segment in section.allseg():
            k += 1
            segment.v = -50 - 0.0137 * k
            for mechanism in segment:
                for one in names(mechanism.name(), STATE):
                    k += 1
                    with suppress(Exception):
                        setattr(segment, one, 0.3 + 1.37e-4 * k)
            for point in segment.point_processes():
                kind = kind_of(point)
                for code in (PARAMETER, STATE):
                    for one, size in names(kind, code).items():
                        k += 1
                        if size == 1:
                            setattr(point, one, 1e9 * k_round if one == "del" else 1 + 1.37e-4 * k)


@contextmanager
def _unharmed(sections):
    """Put all variables of some Sections, and the time, back afterwards."""
    before = [(reference, reference[0]) for section in sections for _, reference in references(section)]
    t, dt = h.t, h.dt
    try:
        yield
    finally:
        for reference, value in before:
            reference[0] = value
        h.t, h.dt = t, dt
