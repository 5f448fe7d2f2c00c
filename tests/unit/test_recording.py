"""A Recording keeps what was recorded, and refuses what was not one run."""

import pickle

import numpy as np
import pytest
from neuron import h

import hhlab
from hhlab import Recording


def test_traces_are_copies_that_cannot_be_written_to():
    v = np.array([-65.0, -64.0])
    rec = Recording(t=[0, 1], v=v)
    v[0] = 0
    assert rec.v[0] == -65.0
    with pytest.raises(ValueError, match="read-only"):
        rec.v[0] = 0


def test_the_recordings_of_a_sweep_share_their_time():
    first, second = hhlab.sweep("amp", [0.0, 0.1], tstop=1)
    assert first.t is second.t
    assert not first.t.flags.writeable


def test_a_neuron_vector_is_copied():
    vector = h.Vector([1, 2, 3])
    rec = Recording(t=[0, 1, 2], v=vector)
    vector.x[0] = 9
    assert list(rec.v) == [1, 2, 3]


def test_a_recording_survives_a_pickle():
    rec = hhlab.simulate(tstop=1, record=("v", "m"))
    copy = pickle.loads(pickle.dumps(rec))
    assert np.array_equal(copy.m, rec.m)
    assert copy.configuration == rec.configuration


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"t": [0, 1]}, ValueError, "at least one trace"),
        ({"t": [0, 1], "v": [1]}, ValueError, "v has 1 samples and t has 2.*nseg"),
        ({"t": [0, 1], "v": [1, np.nan]}, ValueError, "v holds values that are not finite"),
        ({"t": [1, 0], "v": [1, 2]}, ValueError, "t goes backwards"),
        ({"t": [0, 2, 1], "v": [1, 2, 3]}, ValueError, "t goes backwards"),
        ({"t": [0, 1], "v": ["a", "b"]}, TypeError, "v must hold numbers"),
        ({"t": [0, 1], "v": [[1, 2]]}, ValueError, r"its shape is \(1, 2\)"),
        ({"t": [], "v": []}, ValueError, "one row of numbers, but it is empty.*h.continuerun"),
        ({"t": h.Vector(), "v": h.Vector()}, ValueError, "t must be.*empty. Nothing has been recorded yet"),
        ({"t": h.Vector([0, 1]), "v": h.Vector()}, ValueError, "v must be.*empty. Nothing has been recorded"),
        ({"t": np.array(h.Vector()), "v": [1]}, ValueError, "t must be.*empty. Nothing has been recorded"),
        ({"t": h.Vector([0, 1]), "v": h.Vector([1])}, ValueError, "v has 1 samples and t has 2.*nseg"),
        ({"t": [0, 1, 2], "v": [1, np.inf, np.nan]}, ValueError, "2 of 3, the first at index 1"),
        ({"t": [0, 1], "v": [1, 2], "configuration": 3}, TypeError, "configuration must be text"),
        ({"t": [0, 1], "volts": [1, 2]}, ValueError, "'volts' is not a trace"),
    ],
)
def test_what_is_not_one_run_is_refused(arguments, error, message):
    with pytest.raises(error, match=message):
        Recording(**arguments)


def test_a_vector_in_which_nothing_is_recorded_is_told_wherever_it_is_drawn():
    t, v = h.Vector(), h.Vector()
    with pytest.raises(ValueError, match=r"The x of lines\['v'\].*empty. Nothing has been recorded yet"):
        hhlab.Curves(x="t", y="v", lines={"v": (t, v)})
    for vectors in (t, (t, v), [t, v], np.arange(3.0)):
        with pytest.raises(TypeError, match=r"Make one of what was recorded: hhlab.draw\(hhlab.Recording"):
            hhlab.draw(vectors)


def test_asking_for_what_was_not_recorded_says_how_to_record_it():
    rec = Recording(t=[0, 1], v=[1, 2])
    with pytest.raises(AttributeError, match=r'"m" was not recorded.*record=\("m",\)'):
        _ = rec.m
    with pytest.raises(AttributeError, match="has no 'volts'"):
        _ = rec.volts


def test_the_table_has_a_row_for_each_vector():
    rec = Recording(t=[0, 1], v=[-65.0, 40.0])
    assert [row[0] for row in rec.table().rows] == ["t", "v"]
    assert rec.table().rows[1] == ("v", "membrane potential", "mV", "2", "-65", "40", "-65", "40")
    assert "<td" in rec._repr_html_()


def test_a_current_that_does_not_flow_is_no_negative_zero():
    rec = Recording(t=[0, 1], i_stim=[-0.0, -0.0])
    assert rec.table().rows[1][4:] == ("0", "0", "0", "0")


@pytest.mark.parametrize(
    "name", ["v", "gna", "gk", "ina", "ik", "il", "i_cap", "m", "h", "n", "i_stim", "i_syn"]
)
def test_the_unit_of_a_trace_is_neurons(name):
    of_hh = ("gna", "gk", "il", "m", "h", "n")
    neurons = {"i_stim": "IClamp.i", "i_syn": "ExpSyn.i"}.get(name, f"{name}_hh" if name in of_hh else name)
    assert hhlab.TRACES[name][1] == h.units(neurons).replace("cm2", "cm²")
