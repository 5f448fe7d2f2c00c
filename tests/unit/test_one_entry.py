"""A trace, a measure, a current: each is added as one entry, and everything that should follow does."""

import io
import json
import subprocess
import sys
from dataclasses import dataclass

import numpy as np
import pytest
from matplotlib.colors import to_hex
from PIL import Image
from scipy.optimize import brentq

import hhlab
from hhlab import CurrentClamp, Membrane, Recording, Settings
from hhlab.descriptions import currents, rates
from hhlab.descriptions.currents import CURRENTS
from hhlab.descriptions.gates import Current, Gate
from hhlab.descriptions.quantities import quantity
from hhlab.descriptions.traces import Trace
from hhlab.dynamics.equations import at_rest, jacobian, slope
from hhlab.dynamics.equilibria import equilibria
from hhlab.figures.paper import png
from hhlab.live.scope.frames import encode
from hhlab.live.scope.panels import sheet_of
from hhlab.protocols.common import from_rest, rest_mV, spike_traces
from hhlab.protocols.energetics import ion_exchange
from hhlab.protocols.passive import input_resistance
from hhlab.results.export import csv
from hhlab.results.recording import TRACES
from hhlab.scripts.neuron_script import neuron_script
from hhlab.simulator.engine import simulate
from hhlab.simulator.propagation import propagate

MADE_UP = "#12ab34"
RGB = (0x12, 0xAB, 0x34)


def pixels(figure):
    return {tuple(one) for one in np.array(Image.open(io.BytesIO(png(figure)))).reshape(-1, 3)}


def arrays_of(script, names, folder):
    """Give the arrays of a script that another process runs."""
    tail = f"import json; print(json.dumps([list(map(float, one)) for one in ({', '.join(names)},)]))"
    run = subprocess.run(
        [sys.executable, "-c", script + tail],
        cwd=folder,
        env={"MPLBACKEND": "Agg", "NEURON_MODULE_OPTIONS": "-nogui"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return [np.array(one) for one in json.loads(run.stdout.splitlines()[-1])]


# Traces


@pytest.fixture
def sodium_inside(monkeypatch):
    monkeypatch.setitem(TRACES, "nai", Trace("Na⁺ inside", "mM", "concentrations", MADE_UP, "nai"))


def test_a_trace_is_one_entry(sodium_inside, tmp_path):
    membrane, clamp = Membrane(nai=12.5), CurrentClamp(delay=1)
    rec = simulate(membrane, clamp, tstop=5, record=("v", "nai"))
    assert (rec.nai == 12.5).all()
    assert ("nai", "Na⁺ inside", "mM") in {row[:3] for row in rec.table().rows}
    assert csv(rec).startswith("t [ms],v [mV],nai [mM]\n")
    figure = hhlab.draw(rec, ["concentrations"])
    assert figure.axes[0].get_ylabel() == "Na⁺ inside\n[mM]"
    assert to_hex(figure.axes[0].lines[0].get_color()) == MADE_UP
    _, panel = sheet_of(rec).panels
    assert (panel["y"]["title"], panel["y"]["unit"]) == ("Na⁺ inside", "mM")
    assert [(one["label"], one["colour"]) for one in panel["series"]] == [("Na⁺ inside", MADE_UP)]
    text = neuron_script(membrane, clamp, Settings(tstop=5), ["v", "nai"])
    assert '_ylabel("nai [mM]")' in text
    v, nai = arrays_of(text, ["v", "nai"], tmp_path)
    assert np.array_equal(v, rec.v)
    assert np.array_equal(nai, rec.nai)
    profile = propagate(hhlab.Axon(L=2000), tstop=1, record=("v", "nai"))
    assert (profile.at(1000).nai == 10.0).all()


@pytest.mark.parametrize("name", list(TRACES))
def test_what_is_drawn_follows_the_colour_and_the_label_of_a_trace(monkeypatch, name):
    changed = TRACES[name]._replace(label="made up", colour=MADE_UP, unit="mol")
    rec = Recording(t=[0, 1, 2], **{name: [0.0, 0.5, 0.2]})
    assert RGB not in pixels(hhlab.draw(rec))
    monkeypatch.setitem(TRACES, name, changed)
    for result in (rec, hhlab.Curves(x="t [ms]", y="y", lines={name: (rec.t, rec.traces[name])})):
        assert RGB in pixels(hhlab.draw(result))
        assert sheet_of(result).panels[0]["series"][0]["colour"] == MADE_UP
        assert MADE_UP.encode() in encode(sheet_of(result))
    assert hhlab.draw(rec).axes[0].get_ylabel() == "made up\n[mol]"
    assert sheet_of(rec).panels[0]["y"]["title"] == "made up"
    assert sheet_of(rec).panels[0]["series"][0]["label"] == "made up"
    assert rec.table().rows[1][1:3] == ("made up", "mol")
    family = hhlab.Family("amp [nA]", [1.0, 2.0], [rec, rec])
    assert sheet_of(family).panels[0]["y"]["title"] == "made up"
    assert hhlab.draw(family).axes[0].get_ylabel() == "made up\n[mol]"


def test_a_profile_follows_the_potential_too(monkeypatch):
    profile = hhlab.Profile(x_um=[0, 1, 2], t=[0, 1], v=[[-60, 1], [-60, 2], [-60, 3]])
    monkeypatch.setitem(TRACES, "v", TRACES["v"]._replace(label="made up", colour=MADE_UP, unit="dV"))
    figure, (panel,) = hhlab.draw(profile), sheet_of(profile).panels
    assert to_hex(figure.axes[0].lines[0].get_color()) == MADE_UP == panel["series"][0]["colour"]
    assert figure.axes[0].get_ylabel() == "made up\n[dV]"
    assert (panel["y"]["title"], panel["y"]["unit"]) == ("made up", "dV")


# Measures


@hhlab.measure("steepest rise", "mV/ms")
def steepest(recording):
    return float((np.diff(recording.v) / np.diff(recording.t)).max())


def run(amp=0.1):
    return hhlab.simulate(clamp=CurrentClamp(amp=amp, delay=1), tstop=10)


def both(amp=0.1):
    rec = run(amp)
    return rec, hhlab.Curves(x="v [mV]", y="n", lines={"v": (rec.v, rec.v)})


@pytest.mark.parametrize("function", [run, both])
def test_a_measure_is_one_function(function):
    explorer = hhlab.explore(function, amp=(0.0, 0.3), derived=[steepest, hhlab.peak_mV, hhlab.rate_hz])
    rec = run()
    found = {"steepest rise [mV/ms]": steepest(rec), "peak [mV]": hhlab.peak_mV(rec), "rate [Hz]": "–"}
    assert explorer.derived == found
    assert f"steepest rise [mV/ms]: {steepest(rec):.4g}" in repr(explorer)
    assert b"steepest rise [mV/ms]" in explorer._scope.frame
    assert hhlab.explore(run, derived=steepest).derived == {"steepest rise [mV/ms]": steepest(rec)}


def test_a_script_prints_a_measure_with_its_label_and_its_unit(tmp_path):
    explorer = hhlab.explore(both, amp=(0.0, 0.3), derived=[steepest, hhlab.peak_mV])
    script = explorer.script()
    path = tmp_path / "script.py"
    path.write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, path], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.splitlines()[-1] == str(explorer.derived)


def test_a_function_without_a_label_is_called_what_its_name_says():
    def depth_mV(recording):
        return -hhlab.lowest_mV(recording)

    assert hhlab.readings(Recording(t=[0, 1], v=[-65, -70]), [depth_mV]) == {"depth [mV]": 70.0}


def test_each_measure_takes_its_own_part_of_a_result():
    profile = hhlab.propagate(hhlab.Axon(L=20_000, diam=10), tstop=20, celsius=18.5)
    found = hhlab.readings((profile.at(10_000), profile), [hhlab.arrival_ms, hhlab.velocity_m_per_s])
    assert list(found) == ["arrival [ms]", "velocity [m/s]"]
    assert found["velocity [m/s]"] == hhlab.velocity_m_per_s(profile) > 0.1


def test_the_words_and_the_playground_name_a_measure_as_it_does(monkeypatch):
    monkeypatch.setattr(hhlab.rate_hz, "unit", "per second")
    monkeypatch.setattr(hhlab.peak_mV, "label", "summit")
    explorer = hhlab.playground()
    assert "rate [per second]" in explorer.derived
    assert "summit [mV]" in explorer.derived
    assert "; summit 4" in repr(explorer)
    assert " per second." in repr(explorer)


def test_measures_that_cannot_be_told_apart_are_refused():
    with pytest.raises(ValueError, match="one name: peak"):
        hhlab.explore(run, amp=(0.0, 0.3), derived=[hhlab.peak_mV, hhlab.peak_mV])
    with pytest.raises(TypeError, match="list of measures"):
        hhlab.explore(run, amp=(0.0, 0.3), derived=[hhlab.peak_mV, "rate"])
    with pytest.raises(TypeError, match="needs a Recording"):
        hhlab.readings([1, 2], [hhlab.peak_mV])


# Currents


@dataclass(frozen=True, kw_only=True)
class Leaky(Membrane):
    """A membrane with a second leak, NEURON's ``pas``, and a slow potassium current that hhlab makes."""

    gsbar: float = quantity(0.0, "S/cm²", "second leak", low=0, high=1)
    es: float = quantity(-80.0, "mV", "its reversal potential", low=-200, high=200)
    gwbar: float = quantity(0.0, "S/cm²", "slow K⁺ conductance", low=0, high=1)


def opening(v):
    return 0.02 / (1 + np.exp(-(np.asarray(v) + 35) / 10))


def closing(v):
    return 0.02 / (1 + np.exp((np.asarray(v) + 35) / 10))


SECOND = Current(
    "is",
    "second leak",
    MADE_UP,
    gbar="gsbar",
    reversal="es",
    mechanism="pas",
    neuron={"current": "i_pas", "gbar": "g_pas", "reversal": "e_pas"},
    optional=True,
)
SLOW = Current(
    "iw",
    "slow K⁺ current",
    MADE_UP,
    gbar="gwbar",
    reversal="ek",
    mechanism="hh",
    neuron={"current": "ik", "reversal": "ek"},
    conductance="gw",
    conductance_label="slow K⁺ conductance",
    carrier="k",
    optional=True,
).made_of("k_slow", (Gate("w", "w, slow activation", MADE_UP, 2, opening, closing),))
BOTH = Leaky(gsbar=0.0002, gwbar=0.002)


@pytest.fixture
def two_more(monkeypatch):
    """The two currents as entries of the list, of which the traces are made when it is read."""
    monkeypatch.setattr(currents, "CURRENTS", (*CURRENTS, SECOND, SLOW))
    for one in (SECOND, SLOW):
        for name, trace in one.traces.items():
            monkeypatch.setitem(TRACES, name, trace)


def total(v, membrane=BOTH):
    """Give the ionic current [µA/cm²] once all gates have settled, written out."""
    m, h, n = (rates.steady_state(gate, v) for gate in "mhn")
    w = opening(v) / (opening(v) + closing(v))
    return 1000 * (
        0.12 * m**3 * h * (v - 50)
        + 0.036 * n**4 * (v + 77)
        + 0.0003 * (v + 54.3)
        + membrane.gsbar * (v + 80)
        + membrane.gwbar * w**2 * (v + 77)
    )


def test_a_current_is_one_entry_for_rest_and_dynamics(two_more):
    rest = brentq(total, -90, -50, xtol=1e-12)
    assert rest_mV(BOTH) == pytest.approx(rest, abs=1e-8)
    (found, *_) = equilibria(BOTH)
    assert found.v_mV == pytest.approx(rest, abs=1e-8)
    assert list(found.gates) == ["m", "h", "n", "w"]
    assert abs(rest - rest_mV(Leaky())) > 1
    y = at_rest(np.array([-65.0, -30.0, 10.0]), BOTH) + 0.01
    steps = [1e-5 * np.eye(5)[:, [i]] for i in range(5)]
    by_hand = [(slope(BOTH, 0, 10, y + d) - slope(BOTH, 0, 10, y - d)) / 2e-5 for d in steps]
    assert jacobian(BOTH, 10, y) == pytest.approx(np.stack(by_hand, axis=1), rel=1e-5, abs=1e-6)


def test_a_current_is_one_entry_for_cells_probes_and_spikes(two_more):
    assert spike_traces(BOTH) == ("v", "ina", "ik", "il", "is", "iw")
    membrane, _ = from_rest(BOTH, 6.3, "cvode")
    names = ("v", "ina", "ik", "il", "is", "iw", "w", "gw", "i_cap", "i_density")
    rec = simulate(membrane, CurrentClamp(amp=0.05, delay=2, dur=20), tstop=30, method="cvode", record=names)
    assert rec.iw == pytest.approx(0.002 * rec.w**2 * (rec.v - membrane.ek), abs=1e-9)
    assert rec.iw == pytest.approx(rec.gw * (rec.v + 77), abs=1e-9)
    assert getattr(rec, "is") == pytest.approx(0.0002 * (rec.v + 80), abs=1e-9)
    ionic = rec.ina + rec.ik + rec.il + getattr(rec, "is") + rec.iw
    still = (rec.t < 1.9) | ((rec.t > 2.1) & (rec.t < 21.9)) | (rec.t > 22.1)
    assert 1000 * (ionic + rec.i_cap)[still] == pytest.approx(rec.i_density[still], abs=0.02)
    resistance = input_resistance(membrane).chord_Mohm
    v = rest_mV(membrane)
    w = opening(v) / (opening(v) + closing(v))
    m, h, n = (rates.steady_state(gate, v) for gate in "mhn")
    conductance = 0.12 * m**3 * h + 0.036 * n**4 + 0.0003 + 0.0002 + 0.002 * w**2
    assert resistance == pytest.approx(100 / (conductance * membrane.area_um2), rel=1e-4)


def test_a_current_is_one_entry_for_scripts_and_pictures(two_more, tmp_path):
    membrane, clamp = Leaky(gsbar=0.0002, es=-75), CurrentClamp(delay=1)
    rec = simulate(membrane, clamp, tstop=5, record=("v", "is"))
    text = neuron_script(membrane, clamp, Settings(tstop=5), ["v", "is"]).replace("is = ", "i_s = ")
    v, leak = arrays_of(text.replace("(t, is,", "(t, i_s,"), ["v", "i_s"], tmp_path)
    assert np.array_equal(v, rec.v)
    assert np.array_equal(leak, getattr(rec, "is"))
    with pytest.raises(ValueError, match="channel that hhlab makes"):
        neuron_script(BOTH, clamp, Settings(tstop=5), ["v"])
    assert RGB in pixels(hhlab.draw(rec, ["is"]))
    assert sheet_of(rec).panels[1]["series"][0]["label"] == "second leak"


def test_a_current_that_is_shut_can_still_be_recorded(two_more):
    rec = simulate(Leaky(), CurrentClamp(delay=1), tstop=5, record=("v", "iw", "w"))
    assert (rec.iw == 0).all()
    assert np.ptp(rec.w) > 0
    assert np.array_equal(rec.v, simulate(clamp=CurrentClamp(delay=1), tstop=5).v)


def test_the_exchange_of_ions_counts_every_current_of_an_ion(monkeypatch):
    axon = hhlab.Axon(L=5000, diam=10)
    before = ion_exchange(axon)
    monkeypatch.setattr(
        currents,
        "CURRENTS",
        tuple(currents.replace(one, carrier="na") if one.name == "il" else one for one in CURRENTS),
    )
    after = ion_exchange(axon)
    assert after.leak_nC_per_cm2 == 0
    assert after.sodium_nC_per_cm2 == pytest.approx(before.sodium_nC_per_cm2 - before.leak_nC_per_cm2)
