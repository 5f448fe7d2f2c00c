"""A copied script is run as a file of its own, and every sample is compared with the explorer's."""

import subprocess
import sys
import threading

import numpy as np
import pytest
from neuron import h

import hhlab
from hhlab import (
    TRACES,
    CurrentClamp,
    Membrane,
    PairedPulses,
    PulseTrain,
    Ramp,
    Recording,
    Shock,
    Synapse,
    VoltageClamp,
    rates,
)
from hhlab.scripts.recorders import recorded

SCALE = 0.5
CLAMPS = {
    "step": CurrentClamp(amp=0.123, delay=5, dur=30),
    "train": PulseTrain(amp=0.2, delay=5, dur=0.5, interval=7.3),
    "pair": PairedPulses(delay=5, amp=0.3),
    "ramp": Ramp(slope=0.002, delay=5, dur=30),
    "shock": Shock(shift=15, delay=5),
    "voltage": VoltageClamp(amp2=0.0),
    "synapse": Synapse(weight=2e-4, delay=5, count=3, interval=7.3),
    "slow synapse": Synapse(weight=2e-4, tau1=0.5, delay=5),
}
CHANGED = Membrane(gnabar=0.09, gl=0.0004, cm=1.2, nernst=True, ko=5.5, L=12, el=-54.387)


def ran(explorer, folder, names):
    """Run the explorer's script as a student would, and give its arrays by name."""
    text = explorer.script()
    keep = ", ".join(f"{name}={variable}" for name, variable in names.items())
    path = folder / "copied.py"
    path.write_text(f"{text}\nimport numpy\nnumpy.savez('arrays.npz', {keep})\n", encoding="utf-8")
    env = {"MPLBACKEND": "agg", "NEURON_MODULE_OPTIONS": "-nogui", "HOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-W", "error", path],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    with np.load(folder / "arrays.npz") as arrays:
        return dict(arrays), text


def equal(arrays, recording):
    assert set(arrays) == {"t", *recording.traces}
    return all(np.array_equal(arrays[name], getattr(recording, name)) for name in arrays)


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        ("train", "cn"),
        ("pair", "neuron"),
        ("shock", "cvode"),
        ("voltage", "cvode"),
        ("synapse", "cn"),
        ("slow synapse", "cvode"),
    ],
)
def test_a_run_of_simulate_becomes_plain_neuron(tmp_path, kind, method):
    foreign = ("i_stim", "i_density") if isinstance(CLAMPS[kind], Synapse) else ("i_syn",)
    record = [name for name in TRACES if name not in foreign]

    def run(celsius=6.3):
        return hhlab.simulate(CHANGED, CLAMPS[kind], tstop=120, celsius=celsius, method=method, record=record)

    explorer = hhlab.explore(run, celsius=(0.0, 20.0))
    explorer.celsius.value = 10.0
    names = {name: "h_gate" if name == "h" else name for name in ("t", *record)}
    arrays, text = ran(explorer, tmp_path, names)
    assert equal(arrays, explorer.recording)
    assert "hhlab." not in text
    assert "import hhlab" not in text


def test_a_long_wait_at_rest_becomes_plain_neuron_too(tmp_path):
    # without an upper limit to its steps CVODE would leap over seconds
    rest = hhlab.rest_mV(Membrane())

    def run(amp=0.0):
        clamp = CurrentClamp(amp=amp, delay=10, dur=5)
        return hhlab.simulate(clamp=clamp, tstop=3000, method="cvode", v_init=rest)

    explorer = hhlab.explore(run, amp=(0.0, 0.3))
    explorer.amp.value = 0.01
    arrays, _ = ran(explorer, tmp_path, {"t": "t", "v": "v"})
    assert equal(arrays, explorer.recording)


def test_defaults_are_left_out_of_a_script(tmp_path):
    explorer = hhlab.explore(
        lambda amp=0.1: hhlab.simulate(clamp=CurrentClamp(amp=amp), method="neuron"), amp=(0.0, 0.3)
    )
    explorer.amp.value = 0.05
    arrays, text = ran(explorer, tmp_path, {"t": "t", "v": "v"})
    assert equal(arrays, explorer.recording)
    assert "celsius" not in text
    assert "gnabar" not in text
    assert len(text.splitlines()) <= 21


def helper(amp):
    return SCALE * amp


def own(amp=0.1, dur=20.0):
    soma = h.Section(name="soma")
    soma.L = soma.diam = 10  # µm
    soma.insert("hh")
    stim = h.IClamp(soma(0.5))
    stim.delay, stim.dur, stim.amp = 5, dur, helper(amp)
    t, v = h.Vector().record(h._ref_t), h.Vector().record(soma(0.5)._ref_v)
    h.finitialize(-65)
    h.continuerun(40)
    return Recording(t=np.array(t), v=v)


def test_a_students_own_function_comes_with_what_it_uses(tmp_path):
    h.load_file("stdrun.hoc")
    h.celsius = 8.0
    try:
        explorer = hhlab.explore(own, amp=(0.0, 0.5), dur=(1.0, 30.0))
        explorer.amp.value = 0.3
        arrays, text = ran(explorer, tmp_path, {"t": "result.t", "v": "result.v"})
    finally:
        h.celsius = 6.3
    assert equal(arrays, explorer.recording)
    assert "SCALE = 0.5\n" in text
    assert "result = own(amp=0.3, dur=20.0)" in text
    assert "h.celsius = 8  # °C\n" in text
    assert (tmp_path / "picture.png").stat().st_size > 5000


def settled(v=-65.0):
    return hhlab.Curves(x="v [mV]", y="m", marks={"m": (v, float(rates.steady_state("m", v)))})


def test_a_setting_of_the_notebook_needs_no_function_that_uses_neuron(tmp_path):
    h.usetable_hh = 0
    try:
        arrays, text = ran(hhlab.explore(settled, v=(-90.0, 50.0)), tmp_path, {"m": "result.marks['m']"})
    finally:
        h.usetable_hh = 1
    assert "h.usetable_hh = 0  # exact rates\n" in text
    assert arrays["m"][1] == rates.steady_state("m", -65.0)


def test_a_name_of_its_own_is_not_that_of_the_notebook(tmp_path, monkeypatch):
    h.load_file("stdrun.hoc")
    # as in lesson 1, which first builds its soma line by line, and then in a function
    for name in ("soma", "stim", "t", "v", "L"):
        monkeypatch.setitem(own.__globals__, name, h.Vector([0.0]))
    explorer = hhlab.explore(own, amp=(0.0, 0.5), dur=(1.0, 30.0))
    arrays, text = ran(explorer, tmp_path, {"t": "result.t", "v": "result.v"})
    assert equal(arrays, explorer.recording)
    assert "SCALE = 0.5\n" in text


def scaled_by(gain):
    def scaled(value):
        return gain * value

    return scaled


doubled, tripled = scaled_by(2.0), scaled_by(3.0)


def in_two_ways(amp=0.1):
    return Recording(t=[0, 1], v=[doubled(amp), tripled(amp)])


def test_one_name_in_two_functions_may_stand_for_two_values(tmp_path):
    arrays, _ = ran(hhlab.explore(in_two_ways, amp=(0.0, 0.5)), tmp_path, {"v": "result.v"})
    assert list(arrays["v"]) == [2.0 * 0.1, 3.0 * 0.1]


def test_to_find_what_vectors_record_leaves_the_students_model_where_it_was():
    soma = h.Section(name="soma")
    soma.insert("hh")
    v, m = h.Vector().record(soma(0.5)._ref_v), h.Vector().record(soma(0.5).hh._ref_m)
    usual = h.dt
    try:
        h.finitialize(-65)
        h.dt = 0.0125
        for _ in range(7):
            h.fadvance()
        before = [h.t, h.dt, soma(0.5).v, soma(0.5).hh.m, *v, *m]
        places = recorded([v, m])
        assert [h.t, h.dt, soma(0.5).v, soma(0.5).hh.m, *v, *m] == before
    finally:
        h.dt = usual
    assert [places[vector.hname()][1] for vector in (v, m)] == ["v", "m_hh"]


def worked_over(amp=0.1):
    rec = hhlab.simulate(clamp=CurrentClamp(amp=amp), tstop=60)
    return Recording(t=rec.t, v=rec.v + 10)


def test_a_run_that_changes_what_simulate_gave_is_not_taken_for_it(tmp_path):
    explorer = hhlab.explore(worked_over, amp=(0.0, 0.3))
    arrays, text = ran(explorer, tmp_path, {"t": "result.t", "v": "result.v"})
    assert equal(arrays, explorer.recording)
    assert "def worked_over" in text


def test_a_lambda_is_copied_too(tmp_path):
    explorer = hhlab.explore(lambda amp=0.1: Recording(t=[0, 1], v=[0, SCALE * amp]), amp=(0.0, 0.3))
    arrays, _ = ran(explorer, tmp_path, {"t": "result.t", "v": "result.v"})
    assert equal(arrays, explorer.recording)


def test_a_picture_that_failed_has_no_script():
    def run(diam=10.0):
        return hhlab.simulate(Membrane(diam=diam), tstop=5)

    explorer = hhlab.explore(run, diam=(0.0, 20.0))
    explorer.diam.value = 0.0
    with pytest.raises(ValueError, match="There is no picture of these values"):
        explorer.script()


held = h.Vector()
lock = threading.Lock()


def needs_the_notebook(amp=0.1):
    with lock:
        return Recording(t=[0, 1], v=[len(held), amp])


def test_what_only_the_notebook_holds_leaves_no_button_and_is_named_in_code():
    explorer = hhlab.explore(needs_the_notebook, amp=(0.0, 0.3))
    assert not explorer._scope.tools["script"]
    with pytest.raises(ValueError, match="The function uses lock, which only the notebook holds"):
        explorer.script()


def test_another_time_step_becomes_plain_neuron_too(tmp_path):
    def run(amp=0.1):
        return hhlab.simulate(clamp=CurrentClamp(amp=amp, delay=5, dur=30), tstop=40, dt=0.01)

    explorer = hhlab.explore(run, amp=(0.0, 0.3))
    arrays, _ = ran(explorer, tmp_path, {"t": "t", "v": "v"})
    assert equal(arrays, explorer.recording)
