"""Whatever hhlab is asked to do, a student's own NEURON stays as it was, bit for bit."""

import gc
import os
from contextlib import suppress

import numpy as np
import pytest
from calls import CALLS, simulating
from neuron import h

import hhlab
from hhlab import Membrane, PairedPulses, PulseTrain, Ramp, Shock, VoltageClamp
from hhlab.simulator import engine
from hhlab.workers import sweeps, worker

h.load_file("stdrun.hoc")

# NEURON counts here how often a geometry was changed; nothing depends on the count
COUNTERS = ("diam_changed", "nrn_shape_changed_")
CVODE = (
    "active",
    "atol",
    "rtol",
    "maxstep",
    "minstep",
    "maxorder",
    "jacobian",
    "condition_order",
    "stiff",
    "use_local_dt",
    "use_daspk",
)


class Students:
    """A student's model in the middle of a run, with settings of its own and Vectors that record it."""

    def __init__(self):
        self.sections = [h.Section(name=name) for name in ("mine", "dendrite")]
        self.sections[1].connect(self.sections[0])
        self.sections[1].nseg = 3
        for section in self.sections:
            section.insert("hh")
        self.clamp = h.IClamp(self.sections[0](0.5))
        self.clamp.delay, self.clamp.dur, self.clamp.amp = 1, 100, 50_000
        here = self.sections[0](0.5)
        self.spikes = h.Vector()
        self.detector = h.NetCon(here._ref_v, None, sec=self.sections[0])
        self.detector.record(self.spikes)
        references = (h._ref_t, here._ref_v, here.hh._ref_m, self.clamp._ref_i)
        self.vectors = [self.spikes, *(h.Vector().record(reference) for reference in references)]
        h.celsius, h.v_init, h.tstop = 11, -60, 7
        h.finitialize(h.v_init)
        h.continuerun(h.tstop)
        assert len(self.spikes) > 0

    def state(self):
        """Give all that can be seen of it."""
        states = [
            (
                segment.v,
                segment.cm,
                segment.ena,
                segment.ik,
                *(getattr(segment.hh, x) for x in ("m", "h", "n", "gnabar")),
            )
            for section in self.sections
            for segment in section
        ]
        sections = [(str(section), section.L, section.diam, section.nseg) for section in h.allsec()]
        clamp = self.clamp.i, self.clamp.amp, self.clamp.delay, self.clamp.dur
        return settings() | {
            "states": states,
            "sections": sections,
            "clamp": clamp,
            "vectors": [np.array(vector).tobytes() for vector in self.vectors],
            "accessed": str(h.cas()),
        }


def settings():
    """Give every number and text that NEURON keeps by name, and CVODE's settings."""
    found = {}
    for name in dir(h):
        try:
            value = getattr(h, name)
        except Exception:  # some names have a value only in a section, or only on a screen
            continue
        if isinstance(value, (int, float, str)) and name not in COUNTERS:
            found[name] = value
    cvode = h.CVode()
    return found | {f"CVode.{name}": getattr(cvode, name)() for name in CVODE}


@pytest.fixture
def students():
    before = {name: getattr(h, name) for name in ("celsius", "v_init", "tstop", "dt")}
    yield Students()
    for name, value in before.items():
        setattr(h, name, value)


def test_every_public_function_that_simulates_has_its_call():
    assert set(CALLS) == simulating(), "list one short call of the function in tests/unit/calls.py"


@pytest.mark.parametrize("name", CALLS)
def test_a_call_leaves_the_students_model_as_it_was(students, name):
    before = students.state()
    assert len(before) > 50
    CALLS[name]()
    assert students.state() == before


def test_a_failed_call_leaves_the_students_model_as_it_was(students):
    before = students.state()
    for error, call in (
        (ValueError, lambda: hhlab.simulate(tstop=-1)),
        (hhlab.SimulationError, lambda: hhlab.simulate(clamp=hhlab.CurrentClamp(amp=1000), tstop=60)),
        (hhlab.WorkerLost, lambda: worker.result(worker.submit(os.abort))),
    ):
        with pytest.raises(error):
            call()
        assert students.state() == before


def test_the_students_run_goes_on_where_it_was(students):
    alone = np.array(students.vectors[2])
    h.continuerun(14)
    expected = np.array(students.vectors[2])
    h.finitialize(h.v_init)
    h.continuerun(7)
    assert np.array_equal(students.vectors[2], alone)
    hhlab.simulate(celsius=30, method="cvode")
    h.continuerun(14)
    assert np.array_equal(students.vectors[2], expected)


CLAMPS = (PulseTrain(), PairedPulses(), Ramp(), Shock(), VoltageClamp())


def engine_calls():
    """Give calls of the engine in this process, one for each clamp and method that it knows."""
    for method in ("cn", "neuron", "cvode"):
        yield lambda method=method: engine.simulate(method=method, celsius=20, dt=0.01, tstop=60)
    for clamp in CLAMPS:
        yield lambda clamp=clamp: engine.simulate(clamp=clamp, method="cvode", tstop=60)
    yield lambda: engine.simulate(Membrane(inactivation=False, nernst=True), tstop=60)
    yield lambda: sweeps.run_cells([(None, None)] * 3, hhlab.Settings(tstop=60))
    yield lambda: engine.simulate(tstop=-1)
    yield lambda: engine.simulate(clamp=hhlab.CurrentClamp(amp=1000), tstop=60)


@pytest.mark.parametrize("call", list(engine_calls()))
def test_in_one_process_the_engine_puts_back_every_setting_of_neuron(call):
    gc.collect()  # the sections of an earlier test, if they still wait to be freed
    mine = h.Section(name="mine")  # noqa: F841  the accessed section must stay the same one
    before = settings(), [str(section) for section in h.allsec()], str(h.cas())
    with suppress(ValueError, hhlab.SimulationError):
        call()
    assert (settings(), [str(section) for section in h.allsec()], str(h.cas())) == before


@pytest.mark.parametrize("engine_in", [hhlab, engine], ids=["worker", "same process"])
def test_a_failed_run_leaves_no_cell_that_the_next_one_would_integrate_along(engine_in):
    expected = engine_in.simulate(method="cvode", tstop=80)
    with pytest.raises(hhlab.SimulationError) as kept:  # as sys.last_value keeps it for a student
        engine_in.simulate(clamp=hhlab.CurrentClamp(amp=1000), tstop=60)
    run = engine_in.simulate(method="cvode", tstop=80)
    assert kept.value is not None
    assert np.array_equal(run.t, expected.t)
    assert np.array_equal(run.v, expected.v)


def test_in_one_process_no_setting_of_neuron_reaches_the_engine():
    membrane = Membrane(nernst=True)
    expected = {
        method: engine.simulate(membrane, method=method, tstop=80) for method in ("cn", "neuron", "cvode")
    }
    before = settings()
    cvode = h.CVode()
    try:
        cvode.active(True)
        for name, value in (
            ("atol", 0.5),
            ("rtol", 0.1),
            ("maxstep", 0.5),
            ("minstep", 0.01),
            ("maxorder", 2),
        ):
            getattr(cvode, name)(value)
        for name, value in (("jacobian", 2), ("condition_order", 1), ("stiff", 0), ("use_local_dt", 1)):
            getattr(cvode, name)(value)
        h.dt, h.steps_per_ms, h.celsius, h.secondorder, h.usetable_hh, h.t = 0.2, 5, 30, 1, 0, 17
        h.v_init, h.tstop, h.stoprun, h.nai0_na_ion, h.ko0_k_ion = -40, 3, 1, 99, 99
        spoiled = settings()
        for method, run in expected.items():
            assert np.array_equal(engine.simulate(membrane, method=method, tstop=80).v, run.v), method
        assert settings() == spoiled
    finally:
        for name, value in before.items():
            if name.startswith("CVode."):
                getattr(cvode, name.removeprefix("CVode."))(value)
        for name, value in before.items():
            if not name.startswith("CVode.") and spoiled[name] != value:
                setattr(h, name, value)
