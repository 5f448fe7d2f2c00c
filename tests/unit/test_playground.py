"""Each slider of the playground sets what it is called after, and what is read off the picture is there."""

import math

import numpy as np
import pytest

import hhlab
from hhlab import CurrentClamp, Membrane
from hhlab.live import playground, soma
from hhlab.simulator import engine

CELL = {"cm": 2.0, "gnabar": 0.1, "gkbar": 0.05, "gl": 0.001, "ena": 40.0, "ek": -80.0, "el": -60.0}
STEP = {"amp": 0.2, "dur": 20.0}
SETTINGS = {"celsius": 16.3, "v_init": -60.0, "method": "cvode"}


@pytest.mark.parametrize(("name", "value"), (CELL | STEP | SETTINGS).items())
def test_a_slider_sets_what_it_is_called_after(name, value):
    changed = {name: value}
    membrane = Membrane(**(changed if name in CELL else {}))
    clamp = CurrentClamp(**({"dur": 50.0, "delay": 10.0} | (changed if name in STEP else {})))
    settings = changed if name in SETTINGS else {}
    expected = engine.simulate(membrane, clamp, tstop=80, record=soma.RECORD, **settings)
    found = soma.run(**changed)
    for trace in soma.RECORD:
        assert np.array_equal(found.traces[trace], expected.traces[trace])


def test_what_is_measured_is_what_the_picture_shows():
    found = soma.measured(soma.run())
    rec = soma.run()
    assert found["spikes"] == hhlab.spike_count(rec) > 2
    assert (found["rate [Hz]"], found["peak [mV]"]) == (hhlab.rate_hz(rec), rec.v.max())
    # 0.1 nA on 314 µm²
    assert found["current density [µA/cm²]"] == pytest.approx(0.1e5 / (100 * math.pi))
    down = soma.measured(soma.run(amp=-0.03))
    assert down["current density [µA/cm²]"] == pytest.approx(-0.03e5 / (100 * math.pi))
    assert down["lowest [mV]"] < -70
    silent = soma.measured(soma.run(amp=0.0))
    assert (silent["spikes"], silent["rate [Hz]"], silent["half-width [ms]"]) == (0, "–", "–")


def test_every_preset_is_within_the_sliders():
    explorer = hhlab.playground()
    for name in playground.PRESETS:
        explorer.preset(name)
        assert explorer.error == ""
        assert all(explorer.controls[one].value == value for one, value in playground.PRESETS[name].items())
