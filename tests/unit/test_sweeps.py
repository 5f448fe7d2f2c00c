"""A sweep gives the runs that would have been made one by one."""

import time
from pathlib import Path

import numpy as np
import pytest

import hhlab
from hhlab import CurrentClamp, Membrane, Ramp, VoltageClamp
from hhlab.simulator import engine
from hhlab.workers import sweeps, worker


@pytest.mark.parametrize("method", ["cn", "neuron", "cvode"])
def test_each_run_is_the_run_made_alone(method):
    amps = [-0.02, 0.05, 0.1]
    together = hhlab.sweep("amp", amps, method=method, tstop=100, record=("v", "m", "i_stim"))
    for amp, run in zip(amps, together, strict=True):
        alone = engine.simulate(
            clamp=CurrentClamp(amp=amp), method=method, tstop=100, record=("v", "m", "i_stim")
        )
        for name in ("t", "v", "m", "i_stim"):
            assert np.array_equal(getattr(run, name), getattr(alone, name))


def test_processes_give_the_same_as_one(monkeypatch):
    amps = np.linspace(0.02, 0.18, 50)
    assert sweeps._workers(50, hhlab.Settings()) > 1
    pooled = hhlab.sweep("amp", amps)
    monkeypatch.setattr(sweeps, "SERIAL_STEPS", np.inf)
    serial = hhlab.sweep("amp", amps)
    assert all(np.array_equal(a.v, b.v) for a, b in zip(pooled, serial, strict=True))


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("gnabar", [0.0, 0.06, 0.12], "membrane"),
        ("diam", [5, 10, 20], "membrane"),
        ("celsius", [6.3, 16.3], "settings"),
        ("dt", [0.025, 0.01], "settings"),
    ],
)
def test_any_parameter_can_be_swept(name, values, kind):
    runs = hhlab.sweep(name, values, tstop=80)
    for value, run in zip(values, runs, strict=True):
        change = {name: value}
        alone = (
            engine.simulate(Membrane(**change), tstop=80)
            if kind == "membrane"
            else engine.simulate(tstop=80, **change)
        )
        assert np.array_equal(run.v, alone.v)


def test_every_clamp_can_be_swept():
    slopes = hhlab.sweep("slope", [0.0, 0.002], clamp=Ramp(delay=5, dur=50), tstop=60, measure=hhlab.peak_mV)
    assert slopes[0] < -60 < 0 < slopes[1]
    commands = [-60, -20, 0, 20]
    runs = hhlab.sweep("amp2", commands, clamp=VoltageClamp(), tstop=20, method="cvode")
    assert [round(run.v[-1]) for run in runs] == commands


def test_it_measures_and_stops_early():
    seen = []
    counts = hhlab.sweep(
        "amp",
        np.linspace(0, 0.02, 30),
        measure=hhlab.spike_count,
        stop=lambda amp, count: seen.append(amp) or count > 0,
    )
    assert counts[-1] > 0
    assert not any(counts[:-1])
    assert len(seen) == len(counts) < 30
    assert seen == np.linspace(0, 0.02, 30)[: len(seen)].tolist()


def test_a_progress_bar_is_shown_on_request(capsys):
    hhlab.sweep("amp", [0.0, 0.1], tstop=5, progress=True)
    assert "1/1" in capsys.readouterr().err
    hhlab.sweep("amp", [0.0, 0.1], tstop=5)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("ampere", [1]), ValueError, "No parameter is called 'ampere'.*amp, delay, dur"),
        (("amp", []), ValueError, "1 to 10,000 values, but it got 0"),
        (("amp", 0.1), TypeError, "values of amp must be a list"),
        (("amp", [0.1, float("nan")]), ValueError, "CurrentClamp.amp = nan nA"),
        (("amp", ["0.1"]), TypeError, "CurrentClamp.amp must be a number in nA"),
        (("tstop", [10, 1e6]), ValueError, "Settings.tstop = 1e"),
        ((["amp"], [1]), ValueError, "No parameter is called"),
        (("amp", range(20_000)), ValueError, "it got 20,000"),
    ],
)
def test_what_cannot_be_swept_is_refused(arguments, error, message):
    with pytest.raises(error, match=message):
        hhlab.sweep(*arguments)


def touch(folder, number):
    time.sleep(0.02)
    Path(folder, str(number)).touch()
    return number


def test_a_sweep_that_is_closed_runs_nothing_of_what_was_to_come(tmp_path):
    """What one process has been handed already may still run, as it does where nothing is closed."""
    results = worker.in_order(touch, [(tmp_path, number) for number in range(100)], 1)
    assert [next(results), next(results)] == [0, 1]
    results.close()
    # the process takes one after the other
    assert worker.result(worker.submit(touch, tmp_path, "last")) == "last"
    ran = {path.name for path in tmp_path.iterdir()}
    assert {"0", "1", "last"} <= ran
    assert len(ran) <= 3 + worker.AHEAD


def test_a_model_of_one_cell_more_than_fit_is_run_too():
    amps = np.linspace(0, 0.1, engine.CELLS_PER_MODEL + 1)
    peaks = hhlab.sweep("amp", amps, clamp=CurrentClamp(delay=0), tstop=1, measure=hhlab.peak_mV)
    assert len(peaks) == len(amps)
    assert (np.diff(peaks) > 0).all()
