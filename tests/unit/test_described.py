"""Described runs: the page makes of NEURON's samples what the lab shows, to the last bit and letter."""

import json
import os
import platform
import random
import subprocess
import sys
from pathlib import Path

import described_runs
import numpy as np
import pytest
from described_runs import differences, settings_of
from neuron import h
from npm import HERE, node

import hhlab
from hhlab import Curves, Log, Profile, Recording
from hhlab.descriptions.quantities import minus
from hhlab.live.described import described
from hhlab.results.words import in_words

h.load_file("stdrun.hoc")
CAN_DO_WITHOUT_FMA = platform.machine() == "x86_64" and platform.libc_ver()[0] == "glibc"
NEURON_WEB = Path(os.environ.get("HHLAB_NEURON_WEB") or "build/neuron").resolve() / "neuron.js"
TEXTS = """
import { readFileSync } from "node:fs";
import { fixed, general, minus } from "./printed.js";
import { inWords } from "./words.js";
const { numbers, texts, results, traces } = JSON.parse(readFileSync(0, "utf-8"));
const row = (values) => Float64Array.from(values, (value) => value ?? Number.NaN);
const shape = ([label, x, y]) => ({ label, x: row(x), y: row(y) });
const part = (given) => given.kind === "curves"
  ? { ...given, lines: given.lines.map(shape), dots: given.dots.map(shape), marks: [] }
  : { ...given, t: row(given.t), traces: Object.fromEntries(
      Object.entries(given.traces).map(([name, values]) => [name, row(values)])) };
console.log(JSON.stringify({
  numbers: numbers.map((value) => [fixed(value, 0), fixed(value, 1), fixed(value, 2), general(value, 3),
    general(value, 4), general(value, 6)]),
  texts: texts.map(minus),
  results: results.map((given) => inWords([part(given)], traces)),
}));
"""


def step(amp=0.1, dur=50.0, delay=5.0, diam=10.0, tstop=60.0):
    soma = h.Section(name="soma")
    soma.L = soma.diam = diam
    soma.insert("hh")
    soma.el_hh = -54.387
    stim, other = h.IClamp(soma(0.5)), h.IClamp(soma(0.5))
    stim.delay, stim.dur, stim.amp = delay, dur, amp * 1000 / 314
    other.delay, other.dur, other.amp = 2 * delay + 7, 0.5, amp / 2
    v, one, two, t = (
        h.Vector().record(ref) for ref in (soma(0.5)._ref_v, stim._ref_i, other._ref_i, h._ref_t)
    )
    h.finitialize(-65)
    h.continuerun(tstop)
    return Recording(t=t, v=v, i_stim=np.array(one) + np.array(two))


def synapse(weight=1e-3, tau=2.0, e=0.0):
    clamp = hhlab.Synapse(weight=weight, tau=tau, e=e, delay=5, count=2)
    return hhlab.simulate(clamp=clamp, tstop=40, method="cvode", record=("v", "i_syn"))


def clamped(test=0.0, dur2=5.0):
    clamp = hhlab.VoltageClamp(amp1=-65, dur1=2, amp2=test, dur2=dur2, amp3=-65)
    membrane = hhlab.Membrane.squid_1952().blocked(k=1.0)
    return hhlab.simulate(membrane, clamp, tstop=10, method="cvode", record=("ina", "i_density"))


def axon(diam=476.0, place=0.2, celsius=18.5):
    cable = h.Section(name="axon")
    cable.diam, cable.L, cable.nseg = diam, 20_000 * np.sqrt(diam / 476), 41
    cable.insert("hh")
    stim = h.IClamp(cable(place))
    stim.delay, stim.dur, stim.amp = 0.1, 0.2, 20_000 * (diam / 476) ** 1.5
    h.celsius = celsius
    t, v = h.Vector().record(h._ref_t), [h.Vector().record(segment._ref_v) for segment in cable]
    h.finitialize(-65)
    h.continuerun(4)
    h.celsius = 6.3
    return Profile(x_um=[segment.x * cable.L for segment in cable], t=t, v=v)


def impulse(amp=2000.0, gnabar=0.12):
    cable = hhlab.Axon(L=8000, gnabar=gnabar)
    return hhlab.propagate(cable, {0.0: hhlab.CurrentClamp(amp=amp, delay=0.1, dur=0.2)}, tstop=3)


def curves(g_pas=0.001, amp=0.01):
    soma = h.Section(name="soma")
    soma.L = soma.diam = 10
    soma.insert("pas")
    soma.g_pas = g_pas
    stim = h.IClamp(soma(0.5))
    stim.delay, stim.dur, stim.amp = 5, 20, amp
    t, v = h.Vector().record(h._ref_t), h.Vector().record(soma(0.5)._ref_v)
    h.finitialize(-70)
    h.continuerun(40)
    tau = 0.001 / g_pas
    line = {f"τ = {tau:.3g} ms": (t, v), "rest": ((0, 40), (-70, -70))}
    marks = {f"{amp:g} nA": (5 + tau, -70 + amp * 100)}
    return Curves(x="time [ms]", y="v [mV]", lines=line, marks=marks, dashed="rest", x_range=(0, 35))


RANGES = {
    step: {"amp": (-0.05, 0.5), "dur": (0.1, 60.0), "diam": (5.0, 30.0), "tstop": (30.0, 90.0)},
    synapse: {"weight": Log(1e-5, 1e-1), "tau": (0.5, 20.0), "e": (-90.0, 0.0)},
    clamped: {"test": (-60.0, 80.0), "dur2": (1.0, 7.0)},
    axon: {"diam": Log(10, 1000), "place": (0.0, 1.0), "celsius": (5.0, 30.0)},
    impulse: {"amp": (0.0, 4000.0), "gnabar": (0.0, 0.24)},
    curves: {"g_pas": Log(1e-4, 1e-2), "amp": (-0.05, 0.05)},
}


@pytest.mark.parametrize("run", RANGES)
def test_the_page_shows_what_the_lab_shows(run):
    explorer = hhlab.explore(run, **RANGES[run])
    assert differences(explorer, described(explorer), settings_of(explorer, 6)) == []


def test_the_page_shows_the_playground():
    explorer = hhlab.playground()
    settings = settings_of(explorer, 12)
    settings += [explorer.values | preset for preset in explorer._presets.values()]
    assert differences(explorer, described(explorer), settings) == []
    assert explorer.error == ""


@pytest.mark.skipif(not CAN_DO_WITHOUT_FMA, reason="only glibc on x86-64 can be told to do without FMA")
@pytest.mark.skipif(not NEURON_WEB.exists(), reason="`make neuron-web` was not run")
def test_the_pages_own_neuron_shows_the_playground_bit_for_bit():
    command = [sys.executable, described_runs.__file__, NEURON_WEB.parent]
    paths = os.pathsep.join([str(HERE), *sys.path])
    env = {**os.environ, "PYTHONPATH": paths, "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2"}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def test_a_measure_is_read_off_as_in_the_lab():
    measures = [hhlab.spike_count, hhlab.rate_hz, hhlab.half_width_ms, hhlab.arrival_ms, hhlab.impulse_count]
    explorer = hhlab.explore(step, amp=(-0.05, 0.5), derived=measures)
    assert differences(explorer, described(explorer), settings_of(explorer, 6)) == []


def ramp(top=0.1):
    soma = h.Section(name="soma")
    stim = h.IClamp(soma(0.5))
    stim.dur = 1e9
    times, amps = h.Vector([0, 10]), h.Vector([0, float(top)])
    amps.play(stim._ref_amp, times, True)
    t, v = h.Vector().record(h._ref_t), h.Vector().record(soma(0.5)._ref_v)
    h.finitialize(-65)
    h.continuerun(10)
    return Recording(t=t, v=v)


def set_later(shift=10.0):
    soma = h.Section(name="soma")
    soma.insert("pas")
    t, v = h.Vector().record(h._ref_t), h.Vector().record(soma(0.5)._ref_v)
    h.finitialize(-65)
    soma.v = -65 + shift
    h.continuerun(10)
    return Recording(t=t, v=v)


def branched(amp=0.1):
    return hhlab.simulate(clamp=hhlab.CurrentClamp(amp=max(amp, 0.2), delay=1), tstop=10)


def elsewhere(amp=0.1):
    kicked = 5.0 if 7.3 < amp < 7.4 else amp
    return hhlab.simulate(clamp=hhlab.CurrentClamp(amp=kicked, delay=1), tstop=10)


def computed(amp=0.1):
    rec = hhlab.simulate(clamp=hhlab.CurrentClamp(amp=amp, delay=1), tstop=10)
    return Recording(t=rec.t, v=np.sqrt(np.abs(rec.v)))


def hidden(amp=0.1):
    return hhlab.mystery(hhlab.CurrentClamp(amp=amp, delay=1), tstop=10)


@pytest.mark.parametrize("run", [ramp, set_later, branched, elsewhere, computed, hidden])
def test_what_the_program_would_not_make_is_not_described(run):
    name, *_ = run.__code__.co_varnames
    explorer = hhlab.explore(run, **{name: (0.0, 20.0)})
    assert not explorer.error
    assert described(explorer) is None


def own(rec):
    late = rec.v[(rec.t > rec.t[-1] - 20) & (rec.t <= 55)]
    farthest = rec.i_stim[np.abs(rec.i_stim).argmax()]
    charge = np.trapezoid(rec.i_stim, rec.t) / 314 * 1e5
    return {"swing": np.ptp(late), "mean": late.mean(), "farthest": 1000 * farthest, "charge": -charge}


def test_a_quantity_of_ones_own_is_read_off_as_in_the_lab():
    explorer = hhlab.explore(step, amp=(-0.05, 0.5), tstop=(50.0, 90.0), derived=own)
    assert differences(explorer, described(explorer), settings_of(explorer, 6)) == []


def test_a_quantity_that_no_page_works_out_is_not_described():
    explorer = hhlab.explore(step, amp=(0.0, 0.5), derived=lambda rec: {"std": np.std(rec.v)})
    assert described(explorer) is None


def test_a_quantity_that_turns_on_how_numbers_compare_is_not_described():
    def held(rec):
        return {"peak": peak if (peak := rec.v.max()) < 1000 else 0.0}

    assert described(hhlab.explore(step, amp=(0.0, 0.5), derived=held)) is None


def test_looking_at_a_run_leaves_the_notebooks_neuron_as_it_was():
    before = [section.name() for section in h.allsec()], len(list(h.List("Vector"))), step()
    explorer = hhlab.explore(step, amp=(-0.05, 0.5))
    assert described(explorer)
    again = step()
    assert ([section.name() for section in h.allsec()], len(list(h.List("Vector")))) == before[:2]
    assert np.array_equal(again.v, before[2].v)
    assert len(list(h.List("FInitializeHandler"))) == 0


def test_numbers_and_sentences_are_printed_as_python_prints_them():
    chance = random.Random(5)
    numbers = [chance.choice((-1, 1)) * 10 ** chance.uniform(-8, 8) for _ in range(2000)]
    numbers += [k / 8 for k in range(-200, 200)] + [k * 0.05 for k in range(200)]  # halves, and what looks so
    numbers += [0.0, -0.0, 99999.5, 999999.5, 0.00009999999, 12345.0, 1e22, 1e-300]
    numbers += [x + 0.5 for x in range(1000, 1100)] + [(x + 0.5) * 10 for x in range(1000, 1050)]
    texts = [
        "-5 mV",
        "to -0.5",
        "1e-05",
        "2-3",
        "v=-65",
        "(-65)",
        "cos(-1)",
        "x -.5",
        "µ-3",
        "[-30]",
        "a - 3",
    ]
    results = [_random_result(chance) for _ in range(150)]
    traces = {name: (hhlab.TRACES[name].label, hhlab.TRACES[name].unit) for name in ("v", "ina", "m")}
    asked = {"numbers": numbers, "texts": texts, "results": [one for one, _ in results], "traces": traces}
    command = [node(), "--input-type=module", "-e", TEXTS]
    done = subprocess.run(
        command, cwd=HERE / "src", input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    forms = (".0f", ".1f", ".2f", ".3g", ".4g", ".6g")
    assert said["numbers"] == [[format(number, form) for form in forms] for number in numbers]
    assert said["texts"] == [minus(text) for text in texts]
    assert said["results"] == [in_words(result) for _, result in results]


def _random_result(chance):
    """Give a result as the page takes it, and as Python does: spikes, swings, steps, plateaus, noise."""
    t = np.arange(0, 30, chance.choice([0.025, 0.1, 0.3]))
    v = np.full(len(t), -65.0)
    for _ in range(chance.randrange(5)):
        at, wide, high = chance.uniform(0, 30), chance.uniform(0.3, 3), chance.uniform(-30, 130)
        bump = np.exp(-(((t - at) / wide) ** 2))
        v += high * chance.choice([bump, (np.abs(t - at) < wide), np.where(t > at, np.exp(at - t), 0)])
    v = np.round(v, chance.choice([0, 3, 12]))
    if chance.random() < 0.4:
        y, x = v.copy(), t * chance.choice([1, -1])
        y[chance.randrange(len(y))] = np.nan
        unit = chance.choice(["v [mV]", "rate [Hz]", "gate"])
        axes = {"x": chance.choice(["time [ms]", "current [nA]"]), "y": unit}
        lines = {"one": (x, y), "flat": (t, 0 * t + 3), "m two": (t[:5], v[:5] + t[:5])}
        made = Curves(**axes, lines=lines, dots={"met": (t[:9:2], v[:9:2] / 7)})
        shapes = {
            kind: [
                [label, *([None if z != z else z for z in row] for row in pair)]
                for label, pair in few.items()
            ]
            for kind, few in (("lines", made.lines), ("dots", made.dots))
        }
        return {"kind": "curves", **axes, **shapes, "faint": []}, made
    names = chance.choice([("v",), ("ina", "m")])
    rows = {name: v if name == "v" else v * chance.uniform(-1, 1e-3) for name in names}
    given = {
        "kind": "recording",
        "t": t.tolist(),
        "traces": {name: row.tolist() for name, row in rows.items()},
    }
    return given, Recording(t, **rows)
