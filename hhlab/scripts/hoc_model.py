"""NEURON's model as it stands, as lines of hoc: text, and between the texts the numbers that may be slots."""

from neuron import h

from ..descriptions.neurons import GLOBALS
from .literals import Refused
from .neuron_lines import BUILT_IN, _own_names
from .variables import PARAMETER, kind_of, names, numbers_of

POINTS = ("IClamp", "SEClamp", "VClamp", "NetStim", "ExpSyn", "Exp2Syn", "AlphaSynapse")
WATCHERS = ("APCount",)  # which change nothing
# and what the last two are before NEURON's standard run system is loaded
SETTINGS = {
    **dict.fromkeys(("celsius", "dt", "secondorder", "usetable_hh")),
    "steps_per_ms": GLOBALS["steps_per_ms"][0],
    "nstep_steprun": 1,
}
ACCURACY = ("atol", "rtol", "maxstep", "minstep", "maxorder", "jacobian", "condition_order", "stiff")


class Place(float):
    """Where a segment has its middle, 0 to 1; a program may name any place in it."""

    def __new__(cls, segment):
        """Give the place of a segment."""
        place = super().__new__(cls, segment.x)
        place.nseg = segment.sec.nseg
        return place


class Model:
    """The parts of NEURON's model that a run can depend on, by number.

    Attributes
    ----------
    sections, points, wires : lists
        In NEURON's order.
    """

    def __init__(self):
        self.sections = list(h.allsec())
        found = [point for one in self.sections for point in _points_on(one)]
        found = [point for point in found if kind_of(point) not in WATCHERS]
        wires = list(h.List("NetCon"))
        known = {point.hname() for point in found}
        self.wires = [wire for wire in wires if wire.syn() is not None and wire.syn().hname() in known]
        sources = [wire.pre() for wire in self.wires if wire.pre() is not None]
        found += [one for one in {one.hname(): one for one in sources}.values() if one.hname() not in known]
        self.points = sorted(found, key=_age)

    def pieces(self):
        """Give texts and numbers, in turn as they come, that make the model.

        Raises
        ------
        Refused
            There is something in it that no lines are known for.
        """
        found = list(_globals())
        found.append(f"create cable[{len(self.sections)}]\n")
        for i, section in enumerate(self.sections):
            parent = section.parentseg()
            if parent is not None:
                place = f"cable[{self.sections.index(parent.sec)}]"
                end = section.orientation()
                found += [f"connect cable[{i}](", float(end), f"), {place}(", float(parent.x), ")\n"]
        for i, section in enumerate(self.sections):
            found += [f"cable[{i}] {{\n", *_section(section), "}\n"]
        if self.points:
            found.append(f"objref point[{len(self.points)}]\n")
        for i, point in enumerate(self.points):
            found += self._point(i, point)
        if self.wires:
            found.append(f"objref wire[{len(self.wires)}]\n")
        for i, wire in enumerate(self.wires):
            found += self._wire(i, wire)
        return found

    def variables(self, every=True):
        """Yield what a Vector could record: (hoc of its reference, NEURON's reference)."""
        yield "&t", h._ref_t
        for i, section in enumerate(self.sections):
            for segment in (*section, section(0), section(1)):
                place = f"({segment.x!r})"
                yield f"&cable[{i}].v{place}", segment._ref_v
                if not every or segment.x in (0, 1):
                    continue
                for name in _recordable(segment):
                    try:
                        yield f"&cable[{i}].{name}{place}", getattr(segment, f"_ref_{name}")
                    except Exception:
                        continue
        for i, point in enumerate(self.points):
            for name in ("i", "g"):
                if name in numbers_of(kind_of(point)):
                    yield f"&point[{i}].{name}", getattr(point, f"_ref_{name}")

    def areas(self):
        """Give the hoc of the area of each segment with a point process, by the area [µm²]."""
        found = {}
        for point in self.points:
            segment = _segment(point)
            if segment is not None and segment.area() > 0:  # the ends of a Section have none
                place = f"cable[{self.sections.index(segment.sec)}]"
                found[segment.area()] = f"{place} area({segment.x!r})"
        return found

    def _point(self, i, point):
        kind, segment = kind_of(point), _segment(point)
        if kind not in POINTS:
            raise Refused(f"No hoc is known for a {kind}.")
        if segment is None:
            yield f"point[{i}] = new {kind}()\n"
        else:
            yield f"cable[{self.sections.index(segment.sec)}] point[{i}] = new {kind}("
            yield Place(segment)
            yield ")\n"
        for name, size in names(kind, PARAMETER).items():
            if size == 1:
                yield f"point[{i}].{name} = "
                yield float(getattr(point, name))
                yield "\n"

    def _wire(self, i, wire):
        target = self._number(wire.syn())
        if wire.preseg() is not None:
            segment = wire.preseg()
            source = f"cable[{self.sections.index(segment.sec)}]"
            yield f"{source} wire[{i}] = new NetCon(&v("
            yield float(segment.x)
            yield f"), point[{target}])\nwire[{i}].threshold = "
            yield float(wire.threshold)
            yield "\n"
        else:
            yield f"wire[{i}] = new NetCon(point[{self._number(wire.pre())}], point[{target}])\n"
        yield f"wire[{i}].delay = "
        yield float(wire.delay)
        for k in range(int(wire.wcnt())):
            yield f"\nwire[{i}].weight[{k}] = "
            yield float(wire.weight[k])
        yield "\n"

    def _number(self, point):
        known = [one.hname() for one in self.points]
        if point is None or point.hname() not in known:
            raise Refused("A NetCon leads to something that is not in the model.")
        return known.index(point.hname())


def _globals():
    solver = h.CVode()
    active = bool(solver.active())
    yield "solver.active(0)\n"
    for name, usual in SETTINGS.items():
        if active and name == "dt":
            continue  # the last step of the run before
        yield f"{name} = "
        yield float(getattr(h, name, usual))
        yield "\n"
    for name, (usual, _) in GLOBALS.items():
        if name.endswith("_ion") and getattr(h, name, usual) != usual:
            raise Refused(f"{name} is not what NEURON has by itself.")
    yield f"using_cvode_ = {int(getattr(h, 'using_cvode_', 0))}\n"
    if not active:
        return
    if solver.use_local_dt():
        raise Refused("Every cell has time steps of its own.")
    for name in ACCURACY:
        yield f"solver.{name}("
        yield float(getattr(solver, name)())
        yield ")\n"
    yield "solver.active(1)\n"


def _section(section):
    if section.n3d():
        raise Refused("A Section has a shape of its own.")
    if any(segment.diam != section.diam for segment in section):
        raise Refused("A Section is not of one diameter.")
    yield "nseg = "
    yield float(section.nseg)
    for name in ("L", "diam", "Ra", "rallbranch"):
        yield f"\n{name} = "
        yield float(getattr(section, name))
    yield "\n"
    mechanisms = [one.name() for one in section(0.5)]
    for name in mechanisms:
        if name.endswith("_ion"):
            continue
        if name not in BUILT_IN or name == "extracellular":
            raise Refused(f"No hoc is known for the mechanism {name}.")
        yield f"insert {name}\n"
    yield from _along(section, "cm")
    for mechanism in mechanisms:
        for name, size in _own_names(mechanism, section):
            if size > 1:
                raise Refused(f"{name} has layers.")
            yield from _along(section, name)


def _along(section, name):
    values = [float(getattr(segment, name)) for segment in section]
    if len(set(values)) == 1:
        yield from (f"{name} = ", values[0], "\n")
        return
    for segment, value in zip(section, values, strict=True):
        yield from (f"{name}({segment.x!r}) = ", value, "\n")


def _recordable(segment):
    found = [name for mechanism in segment for name in numbers_of(mechanism.name())]
    return [*found, "i_cap"]


def _points_on(section):
    return [point for segment in section.allseg() for point in segment.point_processes()]


def _segment(point):
    return point.get_segment() if hasattr(point, "get_segment") else None


def _age(point):
    return kind_of(point), int(point.hname().split("[")[1][:-1])
