"""NEURON's objects as the lines that make them, as a person would write them: only what NEURON would not."""

import re
from contextlib import contextmanager

from neuron import h

from ..descriptions.neurons import CVODE, GLOBALS
from .literals import listed, quoted
from .variables import GLOBAL, PARAMETER, STATE, kind_of, names, unit

BUILT_IN = ("hh", "pas", "extracellular", "fastpas")
MEANING = {("usetable_hh", 0): "exact rates", ("secondorder", 2): "Crank–Nicolson"}
OUTPUTS = {"APCount": ("n", "time")}  # what it counts, though its MOD file calls them parameters
ALIASES = {("IClamp", "del"): "delay"}


def global_lines(mechanisms):
    """Give the lines that set NEURON's globals, and those of some mechanisms, where they are not as usual."""
    usual, lines = dict(GLOBALS), []
    for mechanism in mechanisms:
        for name in names(mechanism, GLOBAL):
            usual.setdefault(name, (1 if name.startswith("usetable_") else None, ""))
    for name, (value, said) in usual.items():
        now = getattr(h, name, value)
        if now != value:
            lines.append(f"h.{name} = {number(now)}{_comment(MEANING.get((name, now), said))}")
    return lines


def solver_changed():
    """Say whether the notebook has turned to variable steps, or set anything of them."""
    solver = h.CVode()
    return bool(solver.active()) or any(getattr(solver, name)() != usual for name, usual in CVODE.items())


def solver_lines(name):
    """Give the lines that make the solver with variable steps, and set it as it is now."""
    solver = h.CVode()
    lines = [f"{name} = h.CVode()"]
    # the two differ: NEURON's run system walks another way to the end if told itself
    told = bool(getattr(h, "using_cvode_", 0))
    if told:
        lines.append("h.cvode_active(True)  # variable time steps")
    if solver.active() != told:
        lines.append(f"{name}.active({bool(solver.active())})")
    changed = {one: getattr(solver, one)() for one, usual in CVODE.items()}
    return lines + [f"{name}.{one}({number(now)})" for one, now in changed.items() if now != CVODE[one]]


def section_lines(section, name, parent, inserted):
    """Give the lines that make a Section.

    Parameters
    ----------
    section : neuron.h.Section
    name, parent : str
        What the script calls it, and the segment that it hangs on, or "".
    inserted : callable
        From the name of a mechanism to what ``insert`` takes.
    """
    lines = [f"{name} = h.Section(name={quoted(section.name().rpartition('.')[2])})"]
    if parent:
        end = section.orientation()
        lines.append(f"{name}.connect({parent}{f', {number(end)}' if end else ''})")
    mechanisms = [one.name() for one in section(0.5)][::-1]
    ions = [one for one in mechanisms if one.endswith("_ion")]
    mechanisms = [one for one in mechanisms if one not in ions]
    with _twin(section, mechanisms) as twin:
        lines += _shape(section, name, twin)
        lines += [f"{name}.insert({inserted(one)})" for one in mechanisms]
        for ion in ions:
            if h.ion_style(ion, sec=section) != h.ion_style(ion, sec=twin):
                style = ", ".join(map(str, _style(ion, section)))
                lines.append(f'h.ion_style("{ion}", {style}, sec={name})')
        return lines + _parameter_lines(section, name, twin, [*ions, *mechanisms])


def point_lines(point, name, made):
    """Give the lines that make a point process or an artificial cell; `made` is the expression that does."""
    kind, lines, changed = kind_of(point), [f"{name} = {made}"], []
    standard = h.MechanismStandard(kind, PARAMETER)
    for one, size in names(kind, PARAMETER).items():
        now = getattr(point, one)
        if one in OUTPUTS.get(kind, ()):
            continue
        if size > 1:
            changed += [(f"{one}[{i}]", now[i], "") for i in range(size) if now[i] != standard.get(one, i)]
        elif now != standard.get(one):
            changed.append((ALIASES.get((kind, one), one), now, unit(f"{kind}.{one}")))
    return lines + _set(name, changed)


def wire_lines(wire, name, expression):
    """Give the lines that make a NetCon; `expression` gives what the script calls its ends."""
    target = "None" if wire.syn() is None else expression(wire.syn())
    if wire.preseg() is not None:
        source, section = expression(wire.preseg()), expression(wire.preseg().sec)
        lines = [f"{name} = h.NetCon({source}._ref_v, {target}, sec={section})"]
    else:
        source = "None" if wire.pre() is None else expression(wire.pre())
        lines = [f"{name} = h.NetCon({source}, {target})"]
    changed = [("delay", wire.delay, "ms")] if wire.delay != 1 else []
    if wire.preseg() is not None and wire.threshold != 10:
        changed.append(("threshold", wire.threshold, "mV"))
    if wire.syn() is not None:
        said = "µS" if "Syn" in kind_of(wire.syn()) else ""
        weights = [wire.weight[i] for i in range(int(wire.wcnt()))]
        changed += [(f"weight[{i}]", weight, said) for i, weight in enumerate(weights) if weight]
    lines += _set(name, changed)
    lines += [] if wire.active() else [f"{name}.active(False)"]
    kept = wire.get_recordvec()
    return lines + ([] if kept is None else [f"{name}.record({expression(kept)})"])


def state_lines(section, name):
    """Give the lines that put the potential and the states of a Section to what they are now."""
    values = listed("[", [number(segment.v) for segment in section.allseg()], "]")
    lines = [f"for segment, value in zip({name}.allseg(), {values}):", "    segment.v = value  # mV"]
    for mechanism in section(0.5):
        for one, size in names(mechanism.name(), STATE).items():
            lines += _along(section, name, one, "") if size == 1 else []
    return lines


@contextmanager
def _twin(section, mechanisms):
    """Give a new Section with the same mechanisms, and what NEURON gives them by itself."""
    twin = h.Section(name="twin")
    twin.nseg = section.nseg
    for mechanism in mechanisms:
        twin.insert(mechanism)
    try:
        yield twin
    finally:
        h.delete_section(sec=twin)


def _parameter_lines(section, name, twin, mechanisms):
    changed, lines = [], []
    for mechanism in mechanisms:
        for one, size in _own_names(mechanism, section):
            values = [getattr(segment, one) for segment in section]
            if size > 1:
                lines += _layers(section, name, twin, one, size)
            elif any(value != values[0] for value in values):
                lines += _along(section, name, one, unit(one))
            elif values[0] != getattr(twin(0.5), one):
                changed.append((one, values[0], unit(one)))
    return _set(name, changed) + lines


def _shape(section, name, twin):
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
        lines += _along(section, name, "diam", "µm")
    else:
        size = [("L", section.L, "µm"), ("diam", section.diam, "µm"), ("nseg", section.nseg, "")]
        size = [one for one in size if one[1] != {"nseg": 1}.get(one[0], getattr(twin, one[0]))]
        lines = _set(name, size)
        if [one for one, *_ in size[:2]] == ["L", "diam"] and section.diam == section.L:
            lines = [f"{name}.L = {name}.diam = {number(section.L)}  # µm", *_set(name, size[2:])]
    rest = [("Ra", section.Ra, "Ω cm"), ("rallbranch", section.rallbranch, "")]
    if len({segment.cm for segment in section}) > 1:
        lines += _along(section, name, "cm", "µF/cm²")
    else:
        rest.append(("cm", section.cm, "µF/cm²"))
    return lines + _set(name, [one for one in rest if one[1] != getattr(twin, one[0])])


def _along(section, name, variable, said):
    """Give the lines that set a variable in each segment of a Section by itself."""
    values = [number(getattr(segment, variable)) for segment in section]
    return [
        f"for segment, value in zip({name}, {listed('[', values, ']')}):",
        f"    segment.{variable} = value{_comment(said)}",
    ]


def _layers(section, name, twin, variable, size):
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
        potential = [] if _style(mechanism, section)[1] == 2 else [(f"e{ion}", 1)]  # 2: NEURON computes it
        return [*potential, (f"{ion}i", 1), (f"{ion}o", 1)]
    return list(names(mechanism, PARAMETER).items())


def _style(ion, section):
    """Give what ``h.ion_style`` was told: c_style, e_style, einit, eadvance, cinit."""
    code = int(h.ion_style(ion, sec=section))
    return code & 3, (code >> 3) & 3, (code >> 5) & 1, (code >> 6) & 1, (code >> 2) & 1


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
