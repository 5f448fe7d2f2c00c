"""The part of a notebook's NEURON that a script needs: its objects, what acts on them, and their lines."""

import re
import sys

import numpy as np
from neuron import h, hoc, nrn

from ..descriptions.quantities import shown
from . import neuron_lines
from .literals import Refused
from .neuron_lines import number
from .recorders import recorded
from .variables import is_state, kind_of, references, unit_of

POINTS = (
    *("IClamp", "SEClamp", "VClamp", "NetStim", "APCount", "ExpSyn", "Exp2Syn", "AlphaSynapse"),
    *("IntFire1", "IntFire2", "IntFire4", "PatternStim", "PointProcessMark"),
)


class Model:
    """The NEURON objects that a script needs, and those that act on them.

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
        self.sections, self.points, self.wires, self.vectors, self.others = {}, {}, {}, {}, {}
        self.recording = []  # Vectors, once there are lines

    def expression(self, value):
        """Give what stands for a NEURON object in the script, after which its lines will make it.

        Raises
        ------
        Refused
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
            raise Refused(f"No lines are known that make a NEURON object such as {shown(value)}.")
        if kind == "Vector":
            return self._kept(self.vectors, value, "vector")
        if kind == "NetCon":
            return self._kept(self.wires, value, "netcon")
        if kind == "CVode":
            return self._kept(self.others, value, "cvode", key="CVode")
        if kind in ("ParallelContext", "SectionList", "List"):
            return self._kept(self.others, value, kind.lower())
        if kind in POINTS or self._mechanism(kind):
            return self._kept(self.points, value, kind.lower())
        if hasattr(value, "get_segment"):
            raise Refused(f"The mechanism {kind} comes from a library that the script would not find.")
        raise Refused(f"No lines are known that make a {kind}.")

    def lines(self, uses_neuron, contents):
        """Give the lines of the whole model, in the order in which NEURON made its parts.

        Parameters
        ----------
        uses_neuron : bool
            Whether the script touches NEURON at all.
        contents : bool
            Whether states, and the Vectors that record, are to have what they have now.
        """
        if uses_neuron:
            self._close()
            _refuse_what_acts_unseen()
        vectors, lines = self._vector_lines(contents), []
        if vectors:
            self._close()  # they may record what nothing else has named
        in_order = [section for section in h.allsec() if hash(section) in self.sections]
        for section in in_order:
            parent = section.parentseg()
            hung = "" if parent is None else self.expression(parent)
            lines += neuron_lines.section_lines(section, self._section(section), hung, self._inserted)
        for point, name in _by_age(self.points):
            segment = _segment(point)
            kind, place = kind_of(point), "" if segment is None else self.expression(segment)
            maker = f"h.{kind}" if kind in POINTS else f"getattr(h, {self._mechanism(kind)})"
            lines += neuron_lines.point_lines(point, name, f"{maker}({place})")
        lines += vectors
        for wire, name in _by_age(self.wires):
            lines += neuron_lines.wire_lines(wire, name, self.expression)
        for value, name in self.others.values():
            if kind_of(value) != "CVode":  # that is among the settings
                lines.append(f"{name} = h.{kind_of(value)}()")
                lines += [f"{name}.append({self.expression(part)})" for part in _parts(value)]
        for section in in_order if contents else ():
            lines += neuron_lines.state_lines(section, self._section(section))
        return lines

    def make_fresh(self):
        """Empty the Vectors that record and put the states to those of a script, and give what undoes it."""
        vectors = [(vector, vector.c()) for vector in self.recording]
        found = [found for section, _ in self.sections.values() for found in references(section)]
        states = [
            (ref, ref[0], -65.0 if place[1] == "v" else 0.0) for place, ref in found if is_state(*place)
        ]
        t, h.t = h.t, 0
        for vector, _ in vectors:
            vector.resize(0)
        for reference, _, fresh in states:
            reference[0] = fresh

        def undo():
            h.t = t
            for vector, numbers in vectors:
                vector.copy(numbers)
            for reference, before, _ in states:
                reference[0] = before

        return undo

    def settings(self, uses_neuron):
        """Give the lines that set NEURON's globals and the variable steps, where they differ from its own."""
        found = {one.name() for section, _ in self.sections.values() for one in section(0.5)}
        lines = neuron_lines.global_lines(sorted(found))
        known = self.others.get("CVode")
        if known or (uses_neuron and neuron_lines.solver_changed()):
            lines += neuron_lines.solver_lines(known[1] if known else self._name_of(None, "cvode"))
        return lines

    def _section(self, section):
        key = hash(section)
        if key not in self.sections:
            if not section:
                raise Refused("A Section that the function uses has been deleted.")
            fallback = re.sub(r"\W+", "_", section.name().rpartition(".")[2]).strip("_") or "section"
            self.sections[key] = (section, self._name_of(section, fallback))
            for segment in section:
                for mechanism in segment:
                    self._own(mechanism.name())
        return self.sections[key][1]

    def _kept(self, where, value, fallback, key=None):
        key = key or value.hname()
        if key not in where:
            where[key] = (value, self._name_of(value, fallback))
        return where[key][1]

    def _own(self, mechanism):
        """Give the name of a density mechanism, and see to it that the script has it."""
        known = mechanism in neuron_lines.BUILT_IN or mechanism.endswith("_ion")
        if not known and self._mechanism(mechanism) is None:
            raise Refused(f"The mechanism {mechanism} comes from a library that the script would not find.")
        return mechanism

    def _inserted(self, mechanism):
        return f'"{mechanism}"' if mechanism in neuron_lines.BUILT_IN else self._mechanism(mechanism)

    def _pointer(self, value):
        if repr(value).startswith("<hoc ref"):
            return f"h.ref({value[0]!r})"
        for section in h.allsec():
            for (owner, name), reference in references(section):
                if reference == value:
                    return f"{self.expression(owner)}._ref_{name}"
        for name in ("t", *neuron_lines.GLOBALS):
            if hasattr(h, name) and getattr(h, f"_ref_{name}") == value:
                return f"h._ref_{name}"
        raise Refused("A pointer leads to something that only the notebook holds.")

    def _close(self):
        """Take in all that acts on what is here: the rest of a tree, electrodes, synapses and their wires."""
        if h.CVode().active() and not h.CVode().use_local_dt():
            for section in h.allsec():  # they share their steps
                self._section(section)
        before = None
        while before != (before := (len(self.sections), len(self.points), len(self.wires))):
            for section, _ in list(self.sections.values()):
                for one in section.wholetree():
                    self._section(one)
                for segment in section.allseg():
                    for point in segment.point_processes():
                        self.expression(point)
            for point, _ in list(self.points.values()):
                if (segment := _segment(point)) is not None:
                    self._section(segment.sec)
            for wire in h.List("NetCon"):
                if _name(wire.syn()) in self.points or _name(wire.get_recordvec()) in self.vectors:
                    self.expression(wire)
            for wire, _ in list(self.wires.values()):
                for end in (wire.pre(), wire.preseg(), wire.syn(), wire.get_recordvec()):
                    if end is not None:
                        self.expression(end)
            for value, _ in list(self.others.values()):
                for part in _parts(value):
                    self.expression(part)

    def _vector_lines(self, contents):
        """Give the lines that make each Vector: what it records, or else its numbers."""
        found = recorded([vector for vector, _ in self.vectors.values()]) if self.vectors else {}
        self.recording = [self.vectors[key][0] for key in found]
        lines = []
        for key, (vector, name) in self.vectors.items():
            numbers = self._numbers(np.array(vector)) if contents or key not in found else ""
            filled = f"{name} = h.Vector({numbers})"
            if key not in found:
                lines.append(filled)
                continue
            owner, variable, interval = found[key]
            for section in h.allsec() if owner is h and not self.sections else ():
                self._section(section)  # NEURON records the time only where there is a Section
                break
            source = "h" if owner is h else self.expression(owner)
            every = "" if interval is None else f", {number(interval)}"
            said = unit_of(owner, variable)
            record = f"record({source}._ref_{variable}{every})" + (f"  # {said}" if said else "")
            if contents and len(vector):
                lines += [filled, f"{name}.{record}"]
            else:
                lines.append(f"{name} = h.Vector().{record}")
        return lines


def _refuse_what_acts_unseen():
    """Raise Refused where something acts on every run, and NEURON does not tell how."""
    module = sys.modules.get("neuron.rxd.rxd")  # psection() loads it, and it has handlers of its own
    of_rxd = vars(module).values() if module else ()
    known = {repr(one) for one in of_rxd if isinstance(one, hoc.HocObject)}
    for kind in ("FInitializeHandler", "LinearMechanism"):
        if any(repr(one) not in known for one in h.List(kind)):
            raise Refused(f"A {kind} of the notebook acts on every run, and NEURON does not tell how.")


def _name(value):
    return None if value is None else value.hname()


def _segment(point):
    return point.get_segment() if hasattr(point, "get_segment") else None


def _parts(value):
    return list(value) if kind_of(value) in ("SectionList", "List") else []


def _by_age(found):
    """Give objects and their names by the numbers that NEURON gave them, kind by kind."""
    return sorted(found.values(), key=lambda one: (kind_of(one[0]), int(one[0].hname().split("[")[1][:-1])))
