"""psection as a table, and what an insert changes."""

import math
import subprocess
import sys

import pytest
from neuron import h

import hhlab
from hhlab.exercises.bank.l01 import EXERCISES


@pytest.fixture
def soma():
    section = h.Section(name="soma")
    section.L = section.diam = 10
    return section


def test_a_section_reads_as_a_table(soma):
    rows = {row[0]: row[1:] for row in hhlab.psection(soma).rows}
    assert rows["morphology.L"] == ("10", "µm")
    assert rows["cm"] == ("1", "µF/cm²")
    assert rows["area (computed)"] == ("314.16", "µm²")
    assert rows["capacitance (computed)"] == ("3.142", "pF")


def test_the_difference_shows_what_hh_added(soma):
    before = hhlab.psection(soma)
    soma.insert("hh")
    difference = hhlab.psection_diff(before, hhlab.psection(soma))
    added = {difference.rows[i][0]: difference.rows[i][1:] for i in difference.marked}
    assert {path.split(".")[0] for path in added} == {"density_mechs", "ions"}
    assert added["density_mechs.hh.gnabar"] == ("", "0.12", "S/cm²")
    assert added["ions.na.ena"] == ("", "50", "mV")
    assert added["ions.k.ek"] == ("", "-77", "mV")
    assert "morphology.L" not in added


def test_the_difference_shows_what_was_removed_and_what_changed(soma):
    soma.insert("pas")
    before = hhlab.psection(soma)
    soma.uninsert("pas")
    soma.L = 20
    difference = hhlab.psection_diff(before, hhlab.psection(soma))
    changed = {row[0]: row[1:3] for i, row in enumerate(difference.rows) if i in difference.marked}
    assert changed["density_mechs.pas.g"] == ("0.001", "")
    assert changed["morphology.L"] == ("10", "20")
    assert changed["area (computed)"] == ("314.16", "628.32")


def test_values_that_differ_along_the_section(soma):
    soma.nseg = 3
    soma(0.5).diam = 4
    rows = {row[0]: row[1] for row in hhlab.psection(soma).rows}
    assert rows["morphology.diam"] == "4 to 10 over 3 segments"


def test_a_clamp_is_listed(soma):
    clamp = h.IClamp(soma(0.5))
    rows = {row[0]: row[1] for row in hhlab.psection(soma).rows}
    assert rows["point_processes.IClamp"] == "1 attached"
    del clamp


def test_it_is_text_and_html(soma):
    table = hhlab.psection(soma)
    assert "morphology.diam" in repr(table)
    assert table._repr_html_().startswith("<table>")


ODD = """NEURON { SUFFIX %s
    USEION ca READ cai WRITE ica
    USEION rb WRITE irb VALENCE 1
    NONSPECIFIC_CURRENT i
    POINTER nowhere
    RANGE g, few, many, s, w }
PARAMETER { g = 2 (S/cm2) few[2] (ms) many[9] free = 3 }
ASSIGNED { v w[3] i ica irb cai nowhere }
STATE { s[2] }
INITIAL { s[0] = 0 }
BREAKPOINT { i = 0 ica = 0 irb = 0 }
"""


def rows_of(section):
    return {row[0]: row[1:] for row in hhlab.psection(section).rows}


def density_mechanisms():
    kind, name = h.MechanismType(0), h.ref("")
    for i in range(int(kind.count())):
        kind.select(i)
        kind.selected(name)
        yield name[0]


@pytest.mark.parametrize("nseg", [1, 3])
def test_every_mechanism_reads_as_a_table(nseg):
    # those of NEURON, what other tests have loaded, and one that has what is odd about compiled ones
    odd = hhlab.compile_mechanism(ODD % "odd")
    known = {"hh", "pas", "extracellular", "fastpas", "na_ion", "k_ion", odd}
    found = set(density_mechanisms()) - {"morphology", "capacitance"}
    assert known <= found
    for name in sorted(found):
        section = h.Section(name="one")
        section.nseg = nseg
        before = hhlab.psection(section)
        section.insert(name)
        after = hhlab.psection(section)
        added = len(after.rows) - len(before.rows)
        difference = hhlab.psection_diff(before, after)
        assert added > 0 and len(difference.marked) >= added, name
        assert all(isinstance(cell, str) for row in difference.rows for cell in row), name


def test_arrays_are_shown_and_a_pointer_to_nothing_is_no_obstacle(soma):
    odd = hhlab.compile_mechanism(ODD % "odd")
    soma.nseg = 3
    soma.insert(odd)
    for segment in soma:
        getattr(segment, odd).few[1] = 10 * segment.x
    rows = rows_of(soma)
    path = f"density_mechs.{odd}"
    assert rows[f"{path}.g"] == ("2", "S/cm²")
    assert rows[f"{path}.few"] == ("0, 1.66667 to 8.33333 over 3 segments", "ms")
    assert rows[f"{path}.many"] == ("0", "")
    getattr(soma(0.5), odd).many[3] = 4
    assert rows_of(soma)[f"{path}.many"] == ("0 to 4 over 9 elements", "")
    assert {f"ions.rb.{name}" for name in ("erb", "rbi", "rbo")} < set(rows)
    assert not any("nowhere" in path or "free" in path for path in rows)


def test_a_name_that_ends_like_an_ions_is_a_mechanism(soma):
    text = "NEURON { SUFFIX no_ion RANGE g }\nPARAMETER { g = 1 }\n"
    name = hhlab.compile_mechanism(text)
    soma.insert(name)
    assert rows_of(soma)[f"density_mechs.{name}.g"] == ("1", "")


def test_extracellular_has_two_layers(soma):
    soma.insert("extracellular")
    soma.xraxial[1] = 5
    rows = rows_of(soma)
    assert rows["density_mechs.extracellular.xraxial"] == ("1e+09, 5", "MΩ/cm")
    assert rows["density_mechs.extracellular.e"] == ("0", "mV")
    soma.xc[0] = 1
    assert rows_of(soma)["density_mechs.extracellular.xc"] == ("1, 0", "µF/cm²")


@pytest.mark.parametrize(
    "mechanism", sorted({*next(e for e in EXERCISES if e.id == "L01.ions").given["mechanism"]})
)
def test_the_card_on_ions_can_be_answered_with_the_table(mechanism, soma):
    before = hhlab.psection(soma)
    soma.insert(mechanism)
    difference = hhlab.psection_diff(before, hhlab.psection(soma))
    ions = {row[0].split(".")[1] for row in difference.rows if row[0].startswith("ions.")}
    (card,) = (exercise for exercise in EXERCISES if exercise.id == "L01.ions")
    key = "-".join(sorted(ions)) or "none"
    assert card.check(key, mechanism=mechanism) == "right"


def test_every_point_process_is_listed(soma):
    kind, name = h.MechanismType(1), h.ref("")
    points = []
    for i in range(int(kind.count())):
        kind.select(i)
        kind.selected(name)
        if not kind.is_artificial(i):
            points.append((name[0], getattr(h, name[0])(soma(0.5))))
    rows = rows_of(soma)
    assert len(points) >= 9
    assert all(rows[f"point_processes.{name}"] == ("1 attached", "") for name, _ in points)


def test_a_section_given_by_points(soma):
    before = hhlab.psection(soma)
    for x, diam in ((0, 2), (30, 4), (60, 8)):
        soma.pt3dadd(x, 0, 0, diam)
    difference = hhlab.psection_diff(before, hhlab.psection(soma))
    changed = {row[0]: row[2] for i, row in enumerate(difference.rows) if i in difference.marked}
    # two truncated cones
    area = sum(math.pi * (a + b) / 2 * math.hypot(30, (b - a) / 2) for a, b in ((2, 4), (4, 8)))
    assert changed["morphology.L"] == "60"
    assert float(changed["area (computed)"]) == pytest.approx(area, abs=0.006)


def test_a_section_with_a_species_of_rxd(tmp_path):
    # in a process of its own: rxd changes every run after it
    script = tmp_path / "species.py"
    script.write_text(
        "from neuron import h, rxd\nimport hhlab\n"
        "dend = h.Section(name='dend')\ndend.nseg = 3\n"
        "cytosol = rxd.Region([dend], name='cytosol', nrn_region='i')\n"
        "ca = rxd.Species(cytosol, name='ca', charge=2, initial=1e-4)\n"
        "ip3 = rxd.Species(cytosol, name='ip3', initial=lambda node: node.x)\n"
        "h.finitialize(-65)\nprint(hhlab.psection(dend))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "ions.ca.cai" in done.stdout and "0.0001" in done.stdout and "ions.ip3.ip3i" in done.stdout


@pytest.mark.parametrize("value", [None, 3, "soma", h.Section])
def test_what_is_no_section_is_refused(value):
    with pytest.raises(TypeError, match="needs a NEURON Section"):
        hhlab.psection(value)


def test_a_difference_needs_two_tables(soma):
    with pytest.raises(TypeError, match=r"before must be a table that hhlab\.psection"):
        hhlab.psection_diff(soma, hhlab.psection(soma))
