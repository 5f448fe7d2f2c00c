"""The variables of NEURON's mechanisms: their names, their units, and where they are."""

from contextlib import suppress
from functools import cache

from neuron import h, nrn

PARAMETER, ASSIGNED, STATE, GLOBAL = 1, 2, 3, -1  # codes of MechanismStandard
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


@cache
def names(mechanism, code):
    """Give the names of a mechanism's variables of one kind, each with its size."""
    standard, name, found = h.MechanismStandard(mechanism, code), h.ref(""), {}
    for i in range(int(standard.count())):
        size = standard.name(name, i)
        found[name[0]] = int(size)
    return found


@cache
def numbers_of(mechanism):
    """Give the names of all variables of a mechanism that are single numbers."""
    found = [
        name
        for code in (PARAMETER, STATE, ASSIGNED)
        for name, size in names(mechanism, code).items()
        if size == 1 and not name.endswith("_dv_")
    ]
    ion = mechanism.removesuffix("_ion")
    more = [f"e{ion}", f"{ion}i", f"{ion}o"] if mechanism.endswith("_ion") else []
    return found + [name for name in more if name not in found]


def is_state(owner, name):
    """Say whether a variable of a segment or of a point process is the potential or a state."""
    if not isinstance(owner, nrn.Segment):
        return name in names(kind_of(owner), STATE)
    return name == "v" or any(name in names(one.name(), STATE) for one in owner)


def kind_of(value):
    """Give the kind of a NEURON object: "IClamp" of IClamp[0]."""
    return value.hname().partition("[")[0]


def references(section):
    """Yield the variables of a Section: ((segment or point process, name), reference)."""
    # its ends may be the same place as a segment, which goes first
    for segment in (*section, section(0), section(1)):
        yield (segment, "v"), segment._ref_v
        found = []
        for mechanism in segment if segment.x not in (0, 1) else ():
            found += numbers_of(mechanism.name())
        for name in [*found, *(("i_cap", "cm", "diam") if found else ())]:
            with suppress(Exception):
                yield (segment, name), getattr(segment, f"_ref_{name}")
        for point in segment.point_processes():
            for name in numbers_of(kind_of(point)):
                with suppress(Exception):
                    yield (point, name), getattr(point, f"_ref_{name}")


def unit_of(owner, name):
    """Give the unit of a variable of a segment, of a point process, or of NEURON itself."""
    if owner is h:
        return "ms" if name == "t" else ""
    if isinstance(owner, nrn.Segment):
        return "mV" if name == "v" else unit(name)
    return unit(f"{kind_of(owner)}.{name}")


@cache
def unit(name):
    """Give the unit of a variable by NEURON's full name of it, as a lesson writes it, or ""."""
    try:
        said = h.units(name)
    except Exception:
        return ""
    return UNITS.get(said, said)
