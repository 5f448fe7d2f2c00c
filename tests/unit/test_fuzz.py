"""Every public name tried with good and bad input: a sound result, or an error that names what was wrong.

`make test` tries a few hundred inputs, the same each time; `make fuzz` tries ten thousand new ones.
"""

import inspect
import math
import os
from dataclasses import fields, is_dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neuron import h

import hhlab
from hhlab.descriptions import parameters
from hhlab.figures.schemes.atlas import DRAWINGS
from hhlab.workers import worker

FUZZ = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"
SHARE = 1.0 if FUZZ else 0.04  # of the inputs below
PATIENCE_S = 60.0  # what takes longer hangs
ERRORS = (TypeError, ValueError, OSError, hhlab.SimulationError)
# what Python or NumPy says of a value that nobody has looked at
ACCIDENTS = (
    "has no attribute",
    "unsupported operand",
    "not supported between",
    "is not iterable",
    "not subscriptable",
    "unhashable",
    "truth value",
    "could not be broadcast",
    "could not convert",
)

# what a hand, or another library, may put in place of any argument
JUNK = st.one_of(
    st.floats(width=64),
    st.integers(),
    st.text(max_size=5),
    st.sampled_from(
        [0, -1, 1e-9, 1e-300, 0.5, 1e6, 1e300, 10**400, math.nan, math.inf, -math.inf, None, True, "0.1", 1j]
    ),
    st.sampled_from(
        [[], {}, (), [0.1], np.array([0.1, math.nan]), np.float32(0.1), np.zeros((2, 2)), object()]
    ),
    st.just(print),
)


def between(low, high):
    """Give floats in a range that a lesson may use."""
    return st.floats(low, high)


def near(kind, names, low=0.5, high=2.0):
    """Give descriptions whose named fields lie within a factor of their defaults."""
    scale = st.dictionaries(st.sampled_from(names), between(low, high), max_size=4)
    return scale.map(lambda scales: kind(**{name: x * getattr(kind(), name) for name, x in scales.items()}))


def anywhere(kind):
    """Give descriptions with fields anywhere within their limits."""
    limits = {item.name: item.metadata["limits"] for item in fields(kind) if "unit" in item.metadata}
    values = {
        name: between(limit.get("low", 1e-3), limit["high"]).map(int if limit.get("whole") else float)
        for name, limit in limits.items()
    }
    return st.fixed_dictionaries({}, optional=values)


def rising(low, high):
    """Give rising rows of a few numbers."""
    return st.lists(between(low, high), min_size=1, max_size=3, unique=True).map(sorted)


MEMBRANES = st.one_of(
    st.none(),
    near(hhlab.Membrane, ("gnabar", "gkbar", "gl", "cm", "diam", "L", "el", "nao", "ko")),
    st.sampled_from(
        [hhlab.Membrane.squid_1952(), hhlab.Membrane.passive(), hhlab.Membrane(inactivation=False)]
    ),
    st.builds(hhlab.Membrane, nernst=st.booleans(), gnabar=between(0, 10), gkbar=between(0, 10)),
)
MOMENTS = between(0, 10)
SHORT = {"delay": MOMENTS, "dur": MOMENTS}
CLAMPS = st.one_of(
    st.none(),
    st.builds(hhlab.CurrentClamp, amp=between(-1, 1), **SHORT),
    st.builds(hhlab.CurrentClamp, amp=between(-1000, 1000), **SHORT),
    st.builds(hhlab.PulseTrain, amp=between(-0.5, 0.5), count=st.integers(1, 20), **SHORT),
    st.builds(hhlab.PairedPulses, amp=between(-0.5, 0.5), interval=MOMENTS, ratio=between(-2, 2), **SHORT),
    st.builds(hhlab.Ramp, slope=between(-0.1, 0.1), delay=MOMENTS, dur=between(0.01, 10)),
    st.builds(hhlab.Shock, shift=between(-200, 200), delay=MOMENTS),
    st.builds(hhlab.Synapse, weight=between(0, 1e-3), e=between(-90, 0), delay=MOMENTS),
    st.builds(hhlab.VoltageClamp, amp2=between(-200, 200), dur1=MOMENTS, rs=between(1e-3, 10)),
)
AXONS = st.one_of(
    st.just(hhlab.Axon(L=5000, diam=10)),
    st.builds(
        hhlab.Axon, L=between(10, 10_000), diam=between(1, 500), Ra=between(10, 200), gnabar=between(0, 0.3)
    ),
    st.builds(hhlab.MyelinatedAxon, L=between(4100, 6000), diam=between(5, 20), damaged=st.integers(0, 3)),
)
ALL_TRACES = tuple(name for name in hhlab.TRACES if name != "i_syn")  # the current of a Synapse alone
RECORDINGS = st.one_of(
    st.lists(between(-100, 60), min_size=1, max_size=20).map(lambda v: hhlab.Recording(t=range(len(v)), v=v)),
    st.sampled_from([hhlab.simulate(tstop=80, record=ALL_TRACES), hhlab.simulate(tstop=10, record="m")]),
)
PROFILES = st.sampled_from(
    [hhlab.propagate(hhlab.Axon(L=5000, diam=10), tstop=tstop) for tstop in (0.1, 3.0)]
)
TRACE_NAMES = st.lists(st.sampled_from(list(hhlab.TRACES)), min_size=1, max_size=4).map(tuple)

# a good value of each argument, by its name; what is not listed keeps its default
GOOD = {
    "membrane": MEMBRANES,
    "clamp": CLAMPS,
    "axon": AXONS,
    "recording": RECORDINGS,
    "profile": PROFILES,
    "result": st.one_of(RECORDINGS, PROFILES),
    "amp": between(-0.3, 0.3),
    "area_um2": between(1, 1e6),
    "delay": MOMENTS,
    "dur": between(0.1, 100),
    "tstop": between(0.03, 40),
    "dt": between(0.005, 0.1),
    "celsius": between(0, 30),
    "method": st.sampled_from(tuple(parameters.METHODS)),
    "v_init": between(-90, -40),
    "hold": between(-90, -50),
    "record": TRACE_NAMES,
    "rel": between(1e-3, 0.1),
    "density": between(-20, 50),
    "densities": rising(0, 50),
    "potentials_mV": rising(-130, 80),
    "intervals_ms": rising(0.5, 40),
    "durations_ms": rising(0.05, 50),
    "test": between(-50, 50),
    "threshold_mV": between(-50, 20),
    "start_ms": between(0, 40),
    "stop_ms": between(40, 90),
    "panels": st.sampled_from([None, "v", ["voltage"], ["m", "v"]]),
    "tolerance": between(0.2, 1),
    "at_um": st.one_of(st.none(), between(0, 5000), rising(0, 5000)),
    "stimuli": st.one_of(st.none(), st.just({0.0: None})),
    "top": between(1, 20),
    "stairs": st.integers(2, 4),
    "run": st.just(lambda amp=0.1: hhlab.simulate(clamp=hhlab.CurrentClamp(amp=amp), tstop=5)),
    "from_um": st.one_of(st.none(), between(0, 2000)),
    "to_um": st.one_of(st.none(), between(2500, 5000)),
    "section": st.builds(h.Section),
    "before": st.builds(lambda: hhlab.psection(h.Section(name="before"))),
    "after": st.builds(lambda: hhlab.psection(h.Section(name="after"))),
    "channels": st.one_of(st.integers(1, 10_000), st.just(1e9)),
    "trials": st.integers(1, 4),
    "trace": st.sampled_from(["gk", "gna"]),
    "gate": st.sampled_from(["m", "h", "n"]),
    "exercise_id": st.sampled_from(["L01.charge", "L01.rheobase"]),
}
SWEPT = {
    "gnabar": rising(0, 0.3),
    "amp": rising(-0.2, 0.2),
    "celsius": rising(0, 30),
    "dt": rising(0.01, 0.1),
}
OWN = {
    "drawing": {"name": st.sampled_from(sorted(DRAWINGS))},
    "hysteresis": {"hold": between(50, 80)},
    "collision": {"delay": between(-0.5, 0.5)},
    "input_resistance": {"amp": between(1e-4, 1e-2)},
    "time_constant_ms": {"amp": between(1e-4, 1e-2)},
    "rebound": {"density": between(-50, 0)},
    "f_i_curve": {"dur": between(50, 100), "start": st.sampled_from(["step", "rest"])},
    "first_spike_latency_ms": {"dur": between(50, 100)},
    "propagate": {"tstop": between(0.1, 2), "dt": between(0.01, 0.05)},
    "tail_currents": {"potentials_mV": st.just([-80.0, -40.0])},
    "explore": {"amp": st.one_of(st.just((0.0, 0.3)), st.just([0.1, 0.2]), st.just((0, 1, 0.1)))},
    "sweep": {"name": st.sampled_from(list(SWEPT)), "values": rising(0.01, 0.1), "tstop": between(1, 20)},
    "velocities_m_per_s": {"name": st.sampled_from(["celsius", "gnabar"]), "values": rising(0.1, 1)},
    "Recording": {"t": st.just(range(3)), "v": st.lists(between(-90, 60), min_size=3, max_size=3)},
    "Curves": {"x": st.text(), "y": st.text(), "lines": st.just({"line": ([1, 2], [3, 4])})},
    "Family": {"by": st.text(), "values": st.just([1]), "recordings": RECORDINGS.map(lambda rec: [rec])},
    "Log": {"low": between(1e-6, 1), "high": between(2, 1e6)},
    "Profile": {"x_um": st.just([1, 2]), "t": st.just([0, 1]), "v": st.just([[1, 2], [3, 4]])},
}


def _is_error(value):
    return inspect.isclass(value) and issubclass(value, Exception)


# What is tried elsewhere: texts and files of one student, a page of sliders without arguments; a branch of
# cycles, which begins as cycle_fold does and takes ten times as long.
LEFT_OUT = {"Explorer", "TRACES", "cancel", "cycle_branch", "playground", "rates"}
LEFT_OUT |= {"check", "exercise", "hand_in", "predict", "sign_in", "sign_out"}
NAMES = [name for name in hhlab.__all__ if name not in LEFT_OUT and not _is_error(getattr(hhlab, name))]
INPUTS = {"simulate": 1500, "calc_hh": 800, "sweep": 400, "propagate": 300, "explore": 100, "draw": 150}
# seconds each, or a process of their own
INPUTS |= dict.fromkeys(("cycle_fold", "shocked_cycle", "stops_firing", "run_on_ranks"), 15)


def inputs_of(name):
    """Give how many inputs of a function, or of a description, are tried."""
    public = getattr(hhlab, name)
    slow = getattr(public, "runs_in_worker", False) or public.__module__.startswith("hhlab.dynamics")
    usual = 60 if slow else 240
    return max(1, round(SHARE * INPUTS.get(name, usual)))


@st.composite
def arguments(draw, name):
    """Give keyword arguments of a public name; in two of three cases one of them is junk."""
    callee = getattr(hhlab, name)
    known = inspect.signature(callee).parameters
    required = [x for x, item in known.items() if item.default is item.empty and "VAR" not in item.kind.name]
    kinds = {x: GOOD[x] for x in known if x in GOOD} | OWN.get(name, {})
    if is_dataclass(callee) and issubclass(callee, parameters.Description):
        chosen = draw(anywhere(callee))
    else:
        optional = {x: kind for x, kind in kinds.items() if x not in required}
        needed = {x: kinds[x] for x in required if x in kinds}
        chosen = draw(st.fixed_dictionaries(needed, optional=optional))
    spoilable = sorted((set(known) | set(kinds)) - {"ranges", "settings", "traces"})
    if spoilable and draw(st.integers(0, 2)):
        chosen[draw(st.sampled_from(spoilable))] = draw(JUNK)
    return chosen


def sound(value, name=""):
    """Raise AssertionError unless every number in a result is one that its description allows."""
    if isinstance(value, hhlab.Recording):
        assert all(len(trace) == len(value.t) for trace in value.traces.values())
        assert all(np.isfinite(trace).all() for trace in (value.t, *value.traces.values()))
    elif is_dataclass(value):
        for item in fields(value):
            sound(getattr(value, item.name), item.name)
    elif isinstance(value, (list, tuple)):
        for item in value:
            sound(item, name)
    elif isinstance(value, float):
        assert not math.isinf(value) or name in ("ratios", "stop_ms")


def echoed(name, given, result):
    """Raise AssertionError unless a run is that of its own input."""
    if name == "calc_hh":
        t, v = result
        result = hhlab.Recording(t=t, v=v)
        given = {"method": "neuron"} | given
    tstop, dt = float(given.get("tstop", 300.0)), float(given.get("dt", 0.025))
    method = given.get("method", "cn")
    assert result.t[0] == 0
    if method == "cvode":
        assert result.t[-1] == pytest.approx(tstop)
    else:
        assert len(result.t) == math.floor(tstop / dt + 1e-6) + 1
    shocked_at_once = isinstance(given.get("clamp"), hhlab.Shock) and given["clamp"].delay == 0
    if "v" in result.traces and not shocked_at_once:
        assert result.v[0] == given.get("v_init", -65.0)
    if name == "simulate":
        assert f"{float(given.get('celsius', 6.3)):g} °C" in result.configuration
        assert set(result.traces) == set(_named(given.get("record", ("v",))))
    clamp = given.get("clamp")
    if "i_stim" in result.traces and isinstance(clamp, hhlab.CurrentClamp):
        inside = (result.t > clamp.delay + dt) & (result.t < clamp.delay + clamp.dur - dt)
        assert result.i_stim[inside] == pytest.approx(clamp.amp)


def _named(record):
    return (record,) if isinstance(record, str) else tuple(record)


@pytest.fixture(autouse=True)
def patience(work, monkeypatch):  # what is written belongs in the folder `work`
    monkeypatch.setattr(worker, "TIME_LIMIT_S", PATIENCE_S)


@pytest.mark.parametrize("name", NAMES)
def test_any_input_gives_a_sound_result_or_an_error_that_names_it(name):
    outcomes = {"answered": 0, "refused": 0}

    @settings(
        max_examples=inputs_of(name),
        deadline=None,
        derandomize=not FUZZ,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(arguments(name))
    def attempt(given_arguments):
        try:
            result = getattr(hhlab, name)(**given_arguments)
        except ERRORS as error:
            outcomes["refused"] += 1
            message = str(error)
            assert len(message) > 20, message
            assert not any(words in message for words in ACCIDENTS), message
        except AttributeError as error:
            # a Recording that lacks a trace says which, and how to ask for it
            outcomes["refused"] += 1
            assert "was not recorded" in str(error)
        else:
            outcomes["answered"] += 1
            sound(result)
            if name in ("simulate", "calc_hh"):
                echoed(name, given_arguments, result)

    attempt()
    print(name, outcomes)


def test_the_simulator_is_right_after_all_that():
    assert hhlab.spike_count(hhlab.simulate()) == 21
