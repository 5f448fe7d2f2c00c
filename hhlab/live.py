"""NEURON's objects as the lines that make them, as a person would write them."""

import re
import sys
from contextlib import contextmanager, suppress
from functools import cache

import numpy as np
from neuron import h, hoc, nrn

from .literals import listed, quoted
from .quantities import shown

# what NEURON has by itself, steps_per_ms once its standard run system is loaded
GLOBALS = {
    "celsius": (6.3, "°C"),
    "dt": (0.025, "ms"),
    "steps_per_ms": (40, "1/ms"),
    "tstop": (5, "ms"),
    "v_init": (-65, "mV"),
    "secondorder": (0, "2: Crank–Nicolson"),
    "usetable_hh": (1, "exact rates"),
    "nai0_na_ion": (10, "mM"),
    "nao0_na_ion": (140, "mM"),
    "ki0_k_ion": (54.4, "mM"),
    "ko0_k_ion": (2.5, "mM"),
    "cai0_ca_ion": (5e-5, "mM"),
    "cao0_ca_ion": (2, "mM"),
}
CVODE = {
    "atol": 0.001,
    "rtol": 0,
    "maxstep": 1e9,
    "minstep": 0,
    "maxorder": 5,
    "condition_order": 1,
    "jacobian": 0,
    "use_local_dt": False,
}
PARAMETER, ASSIGNED, STATE, GLOBAL = 1, 2, 3, -1  # codes of MechanismStandard
BUILT_IN = ("hh", "pas", "extracellular", "fastpas")
POINTS = (
    "IClamp SEClamp VClamp ExpSyn Exp2Syn AlphaSynapse NetStim IntFire1 IntFire2 IntFire4 APCount "
    "PatternStim PointProcessMark"
).split()
OUTPUTS = {"APCount": ("n", "time")}  # what it counts, though its MOD file calls them parameters
ALIASES = {("IClamp", "del"): "delay"}
UNITS = {
    "um": "µm",
    "uF/cm2": "µF/cm²",
    "ohm-cm": "Ω cm",
    "S/cm2": "S/cm²",
    "mA/cm2": "mA/cm²",
    "uS": "µS",
    "umho": "µS",
    "megohm": "MΩ",
    "mho/cm2": "S/cm²",
    "degC": "°C",
}


class NoScript(ValueError):
    """A script cannot hold this, and the message says what."""


class Model:
    """The NEURON objects that a script needs, those that act on them, and the lines that make them all.

    Parameters
    ----------
    name_of : callable
        From a NEURON object and a name to fall back on to a name in the script.
    mechanism : callable
        From the name of a compiled mechanism to an expression of the script, or None.
    numbers : callable
        From an array to an expression of the script.
    """

    def __init__(self, name_of, mechanism, numbers):
        self._name_of, self._mechanism, self._numbers = name_of, mechanism, numbers
        self.recording, self._intervals = [], {}
        self.sections, self.points, self.wires, self.vectors, self.others = {}, {}, {}, {}, {}

    def expression(self, value):
        """Give what stands for a NEURON object in the script, after which its lines will make it.

        Raises
        ------
        NoScript
            No lines are known that make such an object.
        """
        if isinstance(value, nrn.Section):
            return self._section(value)
        if isinstance(value, nrn.Segment):
            return f"{self._section(value.sec)}({number(value.x)})"
        if isinstance(value, nrn.Mechanism):
            return f"{self.expression(value.segment())}.{self._own(value.name())}"
        name = repr(value)
        if name.startswith(("data_handle", "<hoc ref")):
            return self._pointer(value)
        if found := re.fullmatch(r"(\w+)\(\)|<class 'hoc\.(\w+)'>", name):
            return f"h.{found[1] or found[2]}"
        kind, bracket, _ = name.partition("[")
        if not bracket:
            raise NoScript(f"No lines are known that make a NEURON object such as {shown(value)}.")
        if kind == "Vector":
            return self._kept(self.vectors, value, "vector")
        if kind == "NetCon":
            return self._wire(value)
        if kind == "CVode":
            return self._kept(self.others, value, "cvode", key="CVode")
        if kind in ("ParallelContext", "SectionList", "List"):
            return self._kept(self.others, value, kind.lower())
        if _is_point(value, kind):
            return self._point(value)
        raise NoScript(f"No lines are known that make a {kind}.")

    def lines(self, uses_neuron, contents):
        """Give the lines of the whole model, in the order in which NEURON made its parts.

        Parameters
        ----------
        uses_neuron : bool
            Whether the script touches NEURON at all.
        contents : bool
            Whether Vectors that record hold what they have recorded, too.
        """
        if uses_neuron:
            self._close()
        if {repr(one) for one in h.List("FInitializeHandler")} - _handlers_of_rxd():
            raise NoScript("A FInitializeHandler of the notebook acts on every run, and its work is hidden.")
        vectors = self._vector_lines(contents)
        lines = [line for section in self._in_order() for line in self._section_lines(section)]
        for point in _by_age(self.points):
            lines += self._point_lines(point)
        for vector, made in vectors.items():
            lines += made
        for wire in _by_age(self.wires):
            lines += self._wire_lines(wire)
        for key in list(self.others):
            lines += self._other_lines(*self.others[key])
        return lines

    def settings(self, uses_neuron):
        """Give the lines that set NEURON's globals and the variable steps, where they differ from its own."""
        lines, names = [], dict(GLOBALS)
        for mechanism in {one for _, one in self._mechanisms()}:
            names |= {name: names.get(name, (None, "")) for name in _names(mechanism, GLOBAL)}
        for name, (usual, unit) in names.items():
            value = getattr(h, name, usual)
            if usual is None and name.startswith("usetable_"):
                usual = 1
            if value != usual:
                lines.append(f"h.{name} = {number(value)}" + (f"  # {unit}" if unit else ""))
        solver = h.CVode()
        known = self.others.get("CVode")
        changed = {
            name: getattr(solver, name)() for name, usual in CVODE.items() if getattr(solver, name)() != usual
        }
        if known or (uses_neuron and (solver.active() or changed)):
            cvode = known[1] if known else self._name_of(None, "cvode")
            lines.append(f"{cvode} = h.CVode()")
            # the two differ: NEURON's run system walks another way to the end if told itself
            told = bool(getattr(h, "using_cvode_", 0))
            lines += ["h.cvode_active(True)  # variable time steps"] if told else []
            if solver.active() != told:
                lines.append(f"{cvode}.active({bool(solver.active())})")
            lines += [f"{cvode}.{name}({number(value)})" for name, value in changed.items()]
        return lines

    def _section(self, section):
        key = hash(section)
        if key not in self.sections:
            if not section:
                raise NoScript("A Section that the function uses has been deleted.")
            fallback = re.sub(r"\W+", "_", section.name().rpartition(".")[2]).strip("_") or "section"
            self.sections[key] = (section, self._name_of(section, fallback))
            for segment in section:
                for mechanism in segment:
                    self._own(mechanism.name())
        return self.sections[key][1]

    def _point(self, value):
        kind = value.hname().partition("[")[0]
        if kind not in POINTS and self._mechanism(kind) is None:
            raise NoScript(f"The mechanism {kind} comes from a library that the script would not find.")
        return self._kept(self.points, value, kind.lower())

    def _wire(self, value):
        return self._kept(self.wires, value, "netcon")

    def _kept(self, where, value, fallback, key=None):
        key = key or value.hname()
        if key not in where:
            where[key] = (value, self._name_of(value, fallback))
        return where[key][1]

    def _own(self, mechanism):
        """Give the name of a density mechanism, and see to it that the script has it."""
        if mechanism not in BUILT_IN and not mechanism.endswith("_ion"):
            if self._mechanism(mechanism) is None:
                raise NoScript(
                    f"The mechanism {mechanism} comes from a library that the script would not find."
                )
        return mechanism

    def _pointer(self, value):
        if repr(value).startswith("<hoc ref"):
            return f"h.ref({value[0]!r})"
        for section in h.allsec():
            for (owner, name), reference in _references(section):
                if reference == value:
                    return f"{self.expression(owner)}._ref_{name}"
        for name in ("t", *GLOBALS):
            if hasattr(h, name) and getattr(h, f"_ref_{name}") == value:
                return f"h._ref_{name}"
        raise NoScript("A pointer leads to something that only the notebook holds.")

    def _close(self):
        """Take in all that acts on what is here: the rest of the tree, electrodes, synapses and their wires."""
        if h.CVode().active() and not h.CVode().use_local_dt():
            for section in h.allsec():  # they share their steps
                self._section(section)
        before = None
        while before != (before := (len(self.sections), len(self.points), len(self.wires))):
            for section, _ in list(self.sections.values()):
                for one in section.wholetree():
                    self._section(one)
            for section, _ in list(self.sections.values()):
                for segment in section.allseg():
                    for point in segment.point_processes():
                        self.expression(point)
            for point, _ in list(self.points.values()):
                segment = _segment(point)
                if segment is not None:
                    self._section(segment.sec)
            for wire in h.List("NetCon"):
                vector = wire.get_recordvec()
                if (wire.syn() is not None and wire.syn().hname() in self.points) or (
                    vector is not None and vector.hname() in self.vectors
                ):
                    self._wire(wire)
            for wire, _ in list(self.wires.values()):
                for end in (wire.pre(), wire.syn(), wire.get_recordvec()):
                    if end is not None:
                        self.expression(end)
                if wire.preseg() is not None:
                    self._section(wire.preseg().sec)
            for key in [key for key in self.others if key != "CVode"]:
                for part in _parts(self.others[key][0]):
                    self.expression(part)
        if len(h.List("LinearMechanism")):
            raise NoScript("A LinearMechanism of the notebook acts on its Sections.")

    def _in_order(self):
        return [section for section in h.allsec() if hash(section) in self.sections]

    def _mechanisms(self):
        return [
            (section, one.name())
            for section, _ in self.sections.values()
            for one in section(0.5)
            if not one.name().endswith("_ion")
        ]

    def _section_lines(self, section):
        name = self.sections[hash(section)][1]
        lines = [f"{name} = h.Section(name={quoted(section.name().rpartition('.')[2])})"]
        parent = section.parentseg()
        if parent is not None:
            end = section.orientation()
            child = f"{name}({number(end)})" if end else name
            lines.append(f"{child}.connect({self.expression(parent)})")
            if end:
                lines[-1] = f"{name}.connect({self.expression(parent)}, {number(end)})"
        with _twin(section) as twin:
            lines += _shape(name, section, twin)
            mechanisms = [one.name() for one in section(0.5) if not one.name().endswith("_ion")]
            for one in reversed(mechanisms):
                lines.append(f"{name}.insert({self._inserted(one)})")
            ions = [one.name() for one in section(0.5) if one.name().endswith("_ion")]
            for ion in ions:
                if h.ion_style(ion, sec=section) != h.ion_style(ion, sec=twin):
                    lines.append(
                        f'h.ion_style("{ion}", {", ".join(map(str, _styles(ion, section)))}, sec={name})'
                    )
            lines += self._parameter_lines(name, section, twin, [*mechanisms, *ions])
        return lines

    def _inserted(self, mechanism):
        return f'"{mechanism}"' if mechanism in BUILT_IN else self._mechanism(mechanism)

    def _parameter_lines(self, name, section, twin, mechanisms):
        changed, lines = [], []
        for mechanism in reversed(mechanisms):
            for one, size in _own_names(mechanism, section):
                if size > 1:
                    lines += _layers(name, section, twin, one, size)
                    continue
                values = [getattr(segment, one) for segment in section]
                usual = getattr(twin(0.5), one)
                if all(value == values[0] for value in values):
                    if values[0] != usual:
                        changed.append((one, values[0], _unit(one)))
                else:
                    lines += _along(name, section, one, _unit(one))
        return _set(name, changed) + lines

    def _point_lines(self, point):
        kind = point.hname().partition("[")[0]
        name = self.points[point.hname()][1]
        segment = _segment(point)
        maker = f"h.{kind}" if kind in POINTS else f"getattr(h, {self._mechanism(kind)})"
        lines = [f"{name} = {maker}({'' if segment is None else self.expression(segment)})"]
        standard = h.MechanismStandard(kind, PARAMETER)
        changed = []
        for one, size in _names(kind, PARAMETER).items():
            if one in OUTPUTS.get(kind, ()):
                continue
            if size > 1:
                for i in range(size):
                    if getattr(point, one)[i] != standard.get(one, i):
                        lines.append(f"{name}.{one}[{i}] = {number(getattr(point, one)[i])}")
            elif getattr(point, one) != standard.get(one):
                said = ALIASES.get((kind, one), one)
                changed.append((said, getattr(point, one), _unit(f"{kind}.{one}")))
        return lines + _set(name, changed)

    def _wire_lines(self, wire):
        name = self.wires[wire.hname()][1]
        target = "None" if wire.syn() is None else self.expression(wire.syn())
        if wire.pre() is not None:
            lines = [f"{name} = h.NetCon({self.expression(wire.pre())}, {target})"]
        elif wire.preseg() is not None:
            source = self.expression(wire.preseg())
            section = self.expression(wire.preseg().sec)
            lines = [f"{name} = h.NetCon({source}._ref_v, {target}, sec={section})"]
        else:
            lines = [f"{name} = h.NetCon(None, {target})"]
        changed = []
        if wire.preseg() is not None and wire.threshold != 10:
            changed.append(("threshold", wire.threshold, "mV"))
        if wire.delay != 1:
            changed.append(("delay", wire.delay, "ms"))
        unit = "µS" if target != "None" and "Syn" in wire.syn().hname() else ""
        weights = [wire.weight[i] for i in range(int(wire.wcnt()))] if wire.syn() is not None else []
        changed += [(f"weight[{i}]", value, unit) for i, value in enumerate(weights) if value]
        lines += _set(name, changed)
        if not wire.active():
            lines.append(f"{name}.active(False)")
        if wire.get_recordvec() is not None:
            lines.append(f"{name}.record({self.expression(wire.get_recordvec())})")
        return lines

    def _other_lines(self, value, name):
        kind = value.hname().partition("[")[0]
        if kind == "CVode":
            return []  # among the settings
        lines = [f"{name} = h.{kind}()"]
        return lines + [f"{name}.append({self.expression(part)})" for part in _parts(value)]

    def _vector_lines(self, contents):
        """Give the lines of each Vector, by its name in NEURON: what it records, or else its numbers."""
        found = self._recorded() if self.vectors else {}
        self.recording = [self.vectors[key][0] for key in found]
        lines = {}
        for key, (vector, name) in self.vectors.items():
            numbers = self._numbers(np.array(vector))
            if key not in found:
                lines[key] = [f"{name} = h.Vector({numbers})"]
                continue
            owner, variable = found[key]
            source = "h" if owner is h else self.expression(owner)
            every = f", {number(self._intervals[key])}" if key in self._intervals else ""
            said = _comment("ms" if owner is h and variable == "t" else _unit_of(owner, variable))
            recorded = f"record({source}._ref_{variable}{every}){said}"
            lines[key] = [f"{name} = h.Vector().{recorded}"]
            if contents and len(vector):
                lines[key] = [f"{name} = h.Vector({numbers})", f"{name}.{recorded}"]
        return lines

    def _recorded(self):
        """Give what each Vector records, by its name.

        NEURON does not tell. So it is asked: every variable gets a value of its own, and the first sample of
        a Vector says where it looks. Each is asked twice: a current may equal the parameter that sets it.
        """
        vectors = [vector for vector, _ in self.vectors.values()]
        kept = [vector.c() for vector in vectors]
        wires = [wire.get_recordvec() for wire in h.List("NetCon")]
        by_wire = {vector.hname() for vector in wires if vector is not None}
        sections = list(h.allsec())
        found = None
        with _unharmed(sections):
            by_time = _first_samples(vectors, sections, round=0, variable_steps=True)
            self._intervals = _intervals([vector for vector in vectors if vector.hname() in by_time])
            for k in (0, 1):
                samples = _first_samples(vectors, sections, round=k, variable_steps=False)
                values = {}
                for section in sections if samples else []:
                    for place, reference in _references(section):
                        values.setdefault(reference[0], []).append(place)
                values[0.0] = [(h, "t"), *values.get(0.0, [])]
                new = {name: values.get(value, []) for name, value in samples.items()}
                found = new if found is None else _both(found, new)
        for vector, before in zip(vectors, kept, strict=True):
            vector.copy(before)
        found = {name: places for name, places in found.items() if name not in by_wire}
        if not all(found.values()):
            raise NoScript("A Vector of the notebook records something that its Sections do not have.")
        return {name: places[0] for name, places in found.items()}


def _intervals(vectors):
    """Give at which intervals some Vectors record, just after the start of a run, by their names [ms].

    Raises
    ------
    NoScript
        One records at times of its own.
    """
    due = h.Vector()
    h.CVode().print_event_queue(due)
    found, start = {}, {vector.hname(): len(vector) for vector in vectors}
    while len(found) < len(vectors):
        if not len(due) or h.t > due.max():
            raise NoScript("A Vector of the notebook records at times of its own.")
        h.fadvance()
        for vector in vectors:
            if len(vector) > start[vector.hname()]:
                found.setdefault(vector.hname(), min(due, key=lambda time: abs(time - h.t)))
    return found


def _handlers_of_rxd():
    """Give the handlers that NEURON's own reaction-diffusion has made, which psection() loads."""
    module = sys.modules.get("neuron.rxd.rxd")
    return {repr(one) for one in vars(module).values() if isinstance(one, hoc.HocObject)} if module else set()


def _first_samples(vectors, sections, round, variable_steps):
    """Give the first sample of each Vector that records, by its name, when all variables differ."""
    solver = h.CVode()
    active = solver.active()
    handler = h.FInitializeHandler(1, lambda: _tell_apart(sections, round))
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


def _both(one, other):
    """Give the places that two rounds agree on."""
    same = {}
    for name, places in one.items():
        others = [(id(owner) if owner is h else repr(owner), variable) for owner, variable in other[name]]
        same[name] = [
            (owner, variable)
            for owner, variable in places
            if (id(owner) if owner is h else repr(owner), variable) in others
        ]
    return same


def _tell_apart(sections, round):
    """Give every potential, state and parameter of some Sections a value of its own."""
    k = 17 * round
    for section in sections:
        for segment in section.allseg():
            k += 1
            segment.v = -50 - 0.0137 * k
            for mechanism in segment:
                for one in _names(mechanism.name(), STATE):
                    k += 1
                    with suppress(Exception):
                        setattr(segment, one, 0.3 + 1.37e-4 * k)
            for point in segment.point_processes():
                kind = point.hname().partition("[")[0]
                for code in (PARAMETER, STATE):
                    for one, size in _names(kind, code).items():
                        k += 1
                        if size == 1:
                            setattr(point, one, 1e9 * round if one == "del" else 1 + 1.37e-4 * k)


@contextmanager
def _unharmed(sections):
    """Put parameters of point processes, and the time, back afterwards."""
    points = {
        point.hname(): point
        for section in sections
        for segment in section.allseg()
        for point in segment.point_processes()
    }
    before = {
        (name, one): getattr(point, one)
        for name, point in points.items()
        for one, size in _names(name.partition("[")[0], PARAMETER).items()
        if size == 1
    }
    t, dt = h.t, h.dt
    try:
        yield
    finally:
        for (name, one), value in before.items():
            setattr(points[name], one, value)
        h.t, h.dt = t, dt


def _references(section):
    """Yield the variables of a Section: ((segment or point process, name), reference)."""
    # its ends may be the same place as a segment, which goes first
    for segment in (*section, section(0), section(1)):
        yield (segment, "v"), segment._ref_v
        names = []
        for mechanism in segment if segment.x not in (0, 1) else ():
            names += _variables(mechanism.name())
        for name in [*names, *(("i_cap", "cm", "diam") if names else ())]:
            with suppress(Exception):
                yield (segment, name), getattr(segment, f"_ref_{name}")
        for point in segment.point_processes():
            for name in _variables(point.hname().partition("[")[0]):
                with suppress(Exception):
                    yield (point, name), getattr(point, f"_ref_{name}")


@cache
def _variables(mechanism):
    """Give the names of all variables of a mechanism that are single numbers."""
    names = [
        name
        for code in (PARAMETER, STATE, ASSIGNED)
        for name, size in _names(mechanism, code).items()
        if size == 1 and not name.endswith("_dv_")
    ]
    ion = mechanism.removesuffix("_ion")
    more = [f"e{ion}", f"{ion}i", f"{ion}o"] if mechanism.endswith("_ion") else []
    return names + [name for name in more if name not in names]


@contextmanager
def _twin(section):
    """Give a new Section with the same mechanisms, and what NEURON gives them by itself."""
    twin = h.Section(name="twin")
    twin.nseg = section.nseg
    for mechanism in section(0.5):
        if not mechanism.name().endswith("_ion"):
            twin.insert(mechanism.name())
    try:
        yield twin
    finally:
        h.delete_section(sec=twin)


def _shape(name, section, twin):
    """Give the lines for size and passive properties."""
    if section.n3d():
        points = [
            [getattr(section, f"{one}3d")(i) for one in ("x", "y", "z", "diam")] for i in range(section.n3d())
        ]
        rows = [f"({', '.join(map(number, point))})" for point in points]
        size = [("nseg", section.nseg, "")] if section.nseg != 1 else []
        lines = [
            f"for point in {listed('[', rows, ']')}:",
            f"    {name}.pt3dadd(*point)  # µm",
            *_set(name, size),
        ]
    elif len({segment.diam for segment in section}) > 1:
        lines = _set(name, [("L", section.L, "µm"), ("nseg", section.nseg, "")])
        lines += _along(name, section, "diam", "µm")
    else:
        size = [("L", section.L, "µm"), ("diam", section.diam, "µm"), ("nseg", section.nseg, "")]
        size = [one for one in size if one[1] != {"nseg": 1}.get(one[0], getattr(twin, one[0]))]
        lines = _set(name, size)
        if [one for one, *_ in size[:2]] == ["L", "diam"] and section.L == section.diam:
            lines = [f"{name}.L = {name}.diam = {number(section.L)}  # µm", *_set(name, size[2:])]
    rest = [("Ra", section.Ra, "Ω cm"), ("rallbranch", section.rallbranch, "")]
    if len({segment.cm for segment in section}) > 1:
        lines += _along(name, section, "cm", "µF/cm²")
    else:
        rest.append(("cm", section.cm, "µF/cm²"))
    return lines + _set(name, [one for one in rest if one[1] != getattr(twin, one[0])])


def _along(name, section, variable, unit):
    """Give the lines that set a variable in each segment of a Section by itself."""
    values = [number(getattr(segment, variable)) for segment in section]
    return [
        f"for segment, value in zip({name}, {listed('[', values, ']')}):",
        f"    segment.{variable} = value{_comment(unit)}",
    ]


def _layers(name, section, twin, variable, size):
    lines = []
    for i in range(size):
        values = [getattr(segment, variable)[i] for segment in section]
        if any(value != getattr(twin(0.5), variable)[i] for value in values):
            lines += [
                f"for segment, value in zip({name}, [{', '.join(map(number, values))}]):",
                f"    segment.{variable}[{i}] = value",
            ]
    return lines


def _own_names(mechanism, section):
    """Give the names of a mechanism's parameters on a segment, with their sizes."""
    if mechanism.endswith("_ion"):
        ion = mechanism.removesuffix("_ion")
        potential = [] if _styles(mechanism, section)[1] == 2 else [(f"e{ion}", 1)]  # 2: NEURON computes it
        return [*potential, (f"{ion}i", 1), (f"{ion}o", 1)]
    return list(_names(mechanism, PARAMETER).items())


@cache
def _names(mechanism, code):
    """Give the names of a mechanism's variables of one kind, each with its size."""
    standard, name, found = h.MechanismStandard(mechanism, code), h.ref(""), {}
    for i in range(int(standard.count())):
        size = standard.name(name, i)
        found[name[0]] = int(size)
    return found


def _styles(ion, section):
    """Give what ``h.ion_style`` was told: c_style, e_style, einit, eadvance, cinit."""
    code = int(h.ion_style(ion, sec=section))
    return code & 3, (code >> 3) & 3, (code >> 5) & 1, (code >> 6) & 1, (code >> 2) & 1


def _segment(point):
    with suppress(Exception):
        return point.get_segment()
    return None


def _is_point(value, kind):
    return kind in POINTS or hasattr(value, "get_segment")


def _parts(value):
    return list(value) if value.hname().partition("[")[0] in ("SectionList", "List") else []


def _by_age(found):
    """Give objects by the numbers that NEURON gave them, kind by kind."""
    values = [value for value, _ in found.values()]
    return sorted(
        values, key=lambda one: (one.hname().partition("[")[0], int(one.hname().split("[")[1][:-1]))
    )


def _set(name, changed):
    """Give one line that sets some variables of an object, with their units."""
    if not changed:
        return []
    lines = []
    for i in range(0, len(changed), 3):
        few = changed[i : i + 3]
        left = ", ".join(f"{name}.{one}" for one, _, _ in few)
        right = ", ".join(number(value) for _, value, _ in few)
        units = [unit for _, _, unit in few]
        said = ", ".join(unit or "1" for unit in units) if len(set(units)) > 1 else units[0]
        lines.append(f"{left} = {right}{_comment(said)}")
    return lines


def _comment(unit):
    return f"  # {unit}" if unit else ""


def _unit_of(owner, name):
    if isinstance(owner, nrn.Segment):
        return "mV" if name == "v" else _unit(name)
    return _unit(f"{owner.hname().partition('[')[0]}.{name}")


@cache
def _unit(name):
    try:
        unit = h.units(name)
    except Exception:
        return ""
    return UNITS.get(unit, unit)


def number(value):
    """Give a number as a person would type it, with every digit that it has."""
    value = float(value)
    if value != value or abs(value) == float("inf"):
        return f'float("{value}")'
    if value == int(value) and abs(value) < 1e6:
        return repr(int(value))
    short = f"{value:g}"
    return (
        re.sub(r"e([+-])0*", lambda found: f"e{found[1].strip('+')}", short)
        if float(short) == value
        else repr(value)
    )
