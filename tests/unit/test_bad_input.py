"""Whatever is typed, the answer is what, value, unit and limit; the next run is right."""

import math
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hhlab
from hhlab import CurrentClamp, Membrane, Settings


@pytest.fixture(autouse=True)
def next_run_is_right():
    yield
    assert hhlab.spike_count(hhlab.simulate(tstop=60)) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"amp": math.nan}, r"CurrentClamp.amp = nan nA, but it must be a finite number"),
        ({"amp": math.inf}, r"CurrentClamp.amp = inf nA, but it must be a finite number"),
        (
            {"amp": 1e9},
            r"CurrentClamp.amp = 1e\+09 nA, but it must be at most 1e\+06 nA.*NEURON counts in nA",
        ),
        ({"dur": -1}, r"CurrentClamp.dur = -1 ms, but it must be at least 0 ms"),
        ({"delay": -5}, r"CurrentClamp.delay = -5 ms, but it must be at least 0 ms"),
        ({"tstop": 1_000_000}, r"Settings.tstop = 1e\+06 ms, but it must be at most 100000 ms"),
        ({"tstop": 0}, r"Settings.tstop = 0 ms, but it must be above 0 ms"),
        ({"tstop": math.inf}, r"Settings.tstop = inf ms"),
        ({"v_init": 1e6}, r"Settings.v_init = 1e\+06 mV, but it must be at most 200 mV"),
        ({"tstop": 0.001}, r"tstop = 0.001 ms is shorter than one time step"),
        ({"amp": 10**400}, r"CurrentClamp.amp has too many digits"),
    ],
)
def test_calc_hh_refuses_an_impossible_value(arguments, message):
    with pytest.raises(ValueError, match=message):
        hhlab.calc_hh(**arguments)


@pytest.mark.parametrize("value", ["0.1", None, [0.1], True, 1j, np.array([0.1]), object()])
def test_calc_hh_refuses_what_is_not_a_number(value):
    with pytest.raises(TypeError, match=r"CurrentClamp.amp must be a number in nA, but it is"):
        hhlab.calc_hh(amp=value)


@pytest.mark.parametrize("value", [0.1, np.float32(0.1), np.float64(0.1), np.int64(0), 0])
def test_any_real_number_is_taken(value):
    assert CurrentClamp(amp=value).amp == float(value)


def test_a_zero_diameter_and_a_conductance_in_the_wrong_unit_are_named():
    with pytest.raises(ValueError, match=r"Membrane.diam = 0 µm, but it must be above 0 µm"):
        Membrane(diam=0)
    with pytest.raises(ValueError, match=r"120 S/cm², .* at most 10 S/cm².*120 mS/cm² is 0.12"):
        Membrane(gnabar=120)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"dt": 0}, ValueError, "Settings.dt = 0 ms, but it must be above 0 ms"),
        ({"dt": -0.025}, ValueError, "Settings.dt = -0.025 ms"),
        ({"dt": 0.0001, "tstop": 100_000}, ValueError, "takes 1e.09 steps, but a run has at most 4,000,000"),
        ({"celsius": 1000}, ValueError, "Settings.celsius = 1000 °C, but it must be at most 60 °C"),
        ({"method": "euler"}, ValueError, 'method must be one of "neuron", "cvode", "cn"'),
        ({"method": ["cn"]}, ValueError, "method must be one of"),
        ({"record": ()}, ValueError, "record is empty"),
        ({"record": ("v", "volts")}, ValueError, "record asks for 'volts'"),
        ({"record": 3}, TypeError, "record must name traces"),
        ({"record": ([],)}, TypeError, "record must name traces"),
        ({"membrane": 10}, TypeError, "membrane must be a Membrane"),
        (
            {"clamp": hhlab.VoltageClamp()},
            ValueError,
            'voltage clamp rings under method="cn". Use method="cvode"',
        ),
        ({"clamp": {"amp": 1}}, TypeError, "clamp must be one of CurrentClamp, PulseTrain"),
    ],
)
def test_simulate_refuses(arguments, error, message):
    with pytest.raises(error, match=message):
        hhlab.simulate(**arguments)


def test_a_current_that_no_membrane_stands_is_no_result():
    with pytest.raises(
        hhlab.SimulationError, match=r"no membrane stands more than 500 mV.*NEURON counts in nA"
    ):
        hhlab.simulate(clamp=CurrentClamp(amp=1000), tstop=60)


@pytest.mark.parametrize(
    "clamp",
    [
        CurrentClamp(delay=0, dur=1e-6),
        CurrentClamp(delay=5e-20),
        hhlab.PulseTrain(delay=0, dur=1e-3, interval=0.001),
        hhlab.PairedPulses(delay=0, interval=1e-3),
        hhlab.VoltageClamp(dur1=1e-11),
    ],
)
def test_a_change_that_would_end_the_variable_steps_is_refused(clamp):
    with pytest.raises(ValueError, match=r"no clamp may change between 0 and 0\.01 ms"):
        hhlab.simulate(clamp=clamp, method="cvode", tstop=5)
    assert len(hhlab.simulate(clamp=clamp, method="neuron", tstop=5).t) == 201


def limits_of(description):
    return [
        (description, item.name, item.metadata["limits"])
        for item in fields(description)
        if "unit" in item.metadata
    ]


@pytest.mark.parametrize(
    ("description", "name", "limits"),
    [x for kind in (Membrane, CurrentClamp, Settings) for x in limits_of(kind)],
)
def test_every_quantity_has_limits_that_hold(description, name, limits):
    assert "high" in limits
    assert "low" in limits or "above" in limits
    beyond = [
        limits["high"] * 1.01,
        limits.get("low", limits.get("above")) - 1e-9 - abs(limits["high"]) * 1e-6,
    ]
    for value in (*beyond, math.nan, math.inf, -math.inf):
        with pytest.raises(ValueError, match=f"{description.__name__}.{name} = "):
            description(**{name: value})


anything = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True, width=64),
    st.sampled_from([0, -1, 1e-9, 1e-300, 0.1, 10, 1e6, 1e300, math.nan, math.inf, "1", None, True]),
)


@settings(max_examples=300, deadline=None)
@given(amp=anything, dur=anything, delay=anything, v_init=anything, diam=anything, gnabar=anything)
def test_any_input_gives_a_finite_recording_or_a_clear_error(amp, dur, delay, v_init, diam, gnabar):
    try:
        run = hhlab.simulate(
            Membrane(diam=diam, gnabar=gnabar),
            CurrentClamp(amp=amp, dur=dur, delay=delay),
            v_init=v_init,
            tstop=20,
        )
    except (TypeError, ValueError, hhlab.SimulationError) as error:
        assert len(str(error)) > 20
    else:
        assert len(run.t) == 801
        assert np.isfinite(run.v).all()
