"""psection as a table, and what an insert changes."""

import pytest
from neuron import h

import hhlab


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


@pytest.mark.parametrize("value", [None, 3, "soma", h.Section])
def test_what_is_no_section_is_refused(value):
    with pytest.raises(TypeError, match="needs a NEURON Section"):
        hhlab.psection(value)


def test_a_difference_needs_two_tables(soma):
    with pytest.raises(TypeError, match=r"before must be a table that hhlab\.psection"):
        hhlab.psection_diff(soma, hhlab.psection(soma))
