"""A NEURON Section as a table: what ``section.psection()`` holds, with units, for a reader."""

from neuron import h, nrn

from .quantities import shown
from .tables import Table

HEADER = ("in psection()", "value", "unit")
_PARAMETER = 1  # MechanismStandard's code for what a MOD file declares as PARAMETER


def psection(section):
    """Give a table of what a NEURON Section is made of.

    Each row stands for one entry of ``section.psection()``: ``density_mechs.hh.gnabar`` is
    ``section.psection()["density_mechs"]["hh"]["gnabar"]``. The last two rows, area and capacitance, are
    computed from the others. A mechanism's state variables are left out.

    Parameters
    ----------
    section : neuron.h.Section

    Returns
    -------
    Table

    Raises
    ------
    TypeError
        `section` is not a Section.
    """
    if not isinstance(section, nrn.Section):
        raise TypeError(f"psection() needs a NEURON Section, but it is {shown(section)}.")
    whole = section.psection()
    rows = [
        _row("morphology.L", whole["morphology"]["L"], "L"),
        _row("morphology.diam", whole["morphology"]["diam"], "diam"),
        ("nseg", str(whole["nseg"]), ""),
        _row("Ra", whole["Ra"], "Ra"),
        _row("cm", whole["cm"], "cm"),
    ]
    for mechanism, values in whole["density_mechs"].items():
        names = _parameter_names(mechanism)
        rows += [
            _row(f"density_mechs.{mechanism}.{name}", values[name], f"{name}_{mechanism}")
            for name in names
            if name in values
        ] or [(f"density_mechs.{mechanism}", "inserted", "")]
    for ion, values in whole["ions"].items():
        names = (f"e{ion}", f"{ion}i", f"{ion}o")
        rows += [_row(f"ions.{ion}.{name}", values[name], name) for name in names]
    for kind, points in whole["point_processes"].items():
        rows.append((f"point_processes.{kind}", f"{len(points)} attached", ""))
    area = sum(segment.area() for segment in section)
    capacitance = sum(segment.area() * segment.cm for segment in section) / 100  # 1 µF/cm² is 0.01 pF/µm²
    rows += [
        ("area (computed)", f"{area:.2f}", "µm²"),
        ("capacitance (computed)", f"{capacitance:.3f}", "pF"),
    ]
    return Table(HEADER, rows, caption=f"Section {whole['name']}")


def psection_diff(before, after):
    """Give a table of two states of a Section, with what changed between them marked.

    Parameters
    ----------
    before, after : Table
        What :func:`psection` gave at the two moments.

    Returns
    -------
    Table

    Raises
    ------
    TypeError
        One of the two is not such a table.

    Examples
    --------
    >>> soma = h.Section(name="soma")
    >>> before = psection(soma)
    >>> _ = soma.insert("hh")
    >>> changed = psection_diff(before, psection(soma))
    """
    for name, table in (("before", before), ("after", after)):
        if not (isinstance(table, Table) and table.header == HEADER):
            raise TypeError(
                f"{name} must be a table that hhlab.psection(section) gave, but it is {shown(table)}. "
                "Take it before the change and keep it: the Section itself shows only its present state."
            )
    old, new = ({row[0]: row[1:] for row in table.rows} for table in (before, after))
    paths = list(new) + [path for path in old if path not in new]
    rows = [
        (path, old.get(path, ("",))[0], new.get(path, ("",))[0], (new.get(path) or old[path])[1])
        for path in paths
    ]
    marked = frozenset(i for i, row in enumerate(rows) if row[1] != row[2])
    changes = f"{len(marked)} of {len(rows)} entries changed"
    return Table(("in psection()", "before", "after", "unit"), rows, caption=changes, marked=marked)


def _parameter_names(mechanism):
    standard = h.MechanismStandard(mechanism, _PARAMETER)
    name = h.ref("")
    names = []
    for i in range(int(standard.count())):
        standard.name(name, i)
        names.append(name[0].removesuffix(f"_{mechanism}"))
    return names


def _row(path, value, neuron_name):
    values = value if isinstance(value, list) else [value]
    least, greatest = min(values), max(values)
    text = f"{least:g}" if least == greatest else f"{least:g} to {greatest:g} over {len(values)} segments"
    return (path, text, _unit(neuron_name))


def _unit(neuron_name):
    unit = h.units(neuron_name)
    for plain, typeset in (
        ("um", "µm"),
        ("uF/cm2", "µF/cm²"),
        ("cm2", "cm²"),
        ("ohm-cm", "Ω cm"),
        ("mM", "mM"),
    ):
        unit = unit.replace(plain, typeset)
    return unit
