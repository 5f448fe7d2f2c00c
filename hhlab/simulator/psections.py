"""A NEURON Section as a table: what ``section.psection()`` holds, with units, for a reader."""

from neuron import h, nrn

from ..descriptions.quantities import shown
from ..results.tables import Table

HEADER = ("in psection()", "value", "unit")
MOST_SHOWN = 6  # elements of an array
_PARAMETER = 1  # MechanismStandard's code for what a MOD file declares as PARAMETER
_DENSITY, _POINT = 0, 1  # MechanismType's codes
_GEOMETRY = ("morphology", "capacitance")  # of every Section, whose values have rows of their own


def psection(section: nrn.Section) -> Table:
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

    Examples
    --------
    >>> import hhlab
    >>> from neuron import h
    >>> soma = h.Section(name="soma")
    >>> hhlab.psection(soma).rows[0]
    ('morphology.L', '100', 'µm')
    """
    if not isinstance(section, nrn.Section):
        raise TypeError(f"psection() needs a NEURON Section, but it is {shown(section)}.")
    # section.psection() itself reads every variable, and fails where one is a POINTER to nothing
    rows = [
        _row("morphology.L", [section.L], h.units("L")),
        _row("morphology.diam", [segment.diam for segment in section], h.units("diam")),
        ("nseg", str(section.nseg), ""),
        _row("Ra", [section.Ra], h.units("Ra")),
        _row("cm", [segment.cm for segment in section], h.units("cm")),
        *_mechanism_rows(section),
        *_ion_rows(section),
        *_point_process_rows(section),
    ]
    area = sum(segment.area() for segment in section)
    capacitance = sum(segment.area() * segment.cm for segment in section) / 100  # 1 µF/cm² is 0.01 pF/µm²
    rows += [
        ("area (computed)", f"{area:.2f}", "µm²"),
        ("capacitance (computed)", f"{capacitance:.3f}", "pF"),
    ]
    return Table(HEADER, rows, caption=f"Section {section.hname()}")


def psection_diff(before: Table, after: Table) -> Table:
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


def _mechanism_rows(section):
    rows = []
    for mechanism, kind in _kinds(_DENSITY):
        if mechanism in _GEOMETRY or kind.is_ion() or not section.has_membrane(mechanism):
            continue
        path = f"density_mechs.{mechanism}"
        rows += [
            _row(f"{path}.{name.removesuffix(f'_{mechanism}')}", _values(section, name, size), h.units(name))
            for name, size in _parameters(mechanism)
        ] or [(path, "inserted", "")]
    return rows


def _ion_rows(section):
    rows = []
    for mechanism, kind in _kinds(_DENSITY):
        if kind.is_ion() and section.has_membrane(mechanism):
            ion = mechanism.removesuffix("_ion")
            names = (f"e{ion}", f"{ion}i", f"{ion}o")
            rows += [_row(f"ions.{ion}.{name}", _values(section, name), h.units(name)) for name in names]
    return rows


def _point_process_rows(section):
    rows = []
    for mechanism, kind in _kinds(_POINT):
        attached, found = 0, kind.pp_begin(sec=section)
        while found is not None:
            attached, found = attached + 1, kind.pp_next()
        if attached:
            rows.append((f"point_processes.{mechanism}", f"{attached} attached", ""))
    return rows


def _kinds(sort):
    """Give the name of each mechanism and the MechanismType in which it is selected."""
    kind, name = h.MechanismType(sort), h.ref("")
    for i in range(int(kind.count())):
        kind.select(i)
        kind.selected(name)
        yield name[0], kind


def _parameters(mechanism):
    """Give the names of what a mechanism declares as PARAMETER, as NEURON knows them, and their lengths."""
    standard, name = h.MechanismStandard(mechanism, _PARAMETER), h.ref("")
    for i in range(int(standard.count())):
        size = int(standard.name(name, i))
        yield name[0], size


def _values(section, name, size=1):
    """Give the value in each segment; of an array a tuple."""
    found = (getattr(segment, name) for segment in section)
    return [tuple(value[i] for i in range(size)) for value in found] if size > 1 else list(found)


def _row(path, values, unit):
    elements = list(zip(*values, strict=True)) if isinstance(values[0], tuple) else [values]
    if len(elements) > MOST_SHOWN:
        text = _span([value for element in elements for value in element], f"{len(elements)} elements")
    else:
        text = ", ".join(_span(element, f"{len(element)} segments") for element in elements)
    return (path, text, _typeset(unit))


def _span(values, places):
    least, greatest = min(values), max(values)
    return f"{least:g}" if least == greatest else f"{least:g} to {greatest:g} over {places}"


def _typeset(unit):
    for plain, typeset in (
        ("um", "µm"),
        ("uF/cm2", "µF/cm²"),
        ("cm2", "cm²"),
        ("ohm-cm", "Ω cm"),
        ("MOhm", "MΩ"),
    ):
        unit = unit.replace(plain, typeset)
    return unit
