"""While a hand is at a slider, the browser gets for each of its places the very run of that place."""

import asyncio
import logging
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import psutil
import pytest
from frames import decoded
from neuron import h

import hhlab
from hhlab import CurrentClamp, Membrane, Recording
from hhlab.live import drag
from hhlab.workers import double

PATIENCE_S = 60  # what takes longer, on any machine, hangs
h.load_file("stdrun.hoc")


class Browser:
    """What the browser sees of an explorer: the messages about families, and their frames by place."""

    def __init__(self, explorer):
        self.explorer, self.messages, self.frames, self.sizes = explorer, [], {}, []
        explorer._scope.send = self.receive

    def receive(self, content, buffers=None):
        self.messages.append(content)
        for place, frame in zip(content.get("places", ()), buffers or (), strict=False):
            self.frames[place] = decoded(bytes(frame))
            self.sizes.append(len(frame))

    def come(self, name, meanwhile=None):
        """Let a hand come to a slider, and wait until its double has ended."""

        async def wait():
            self.ask("ready", name=name)
            if meanwhile:
                await meanwhile()
            began = time.monotonic()
            while self.explorer._drag and self.explorer._drag.double:
                await asyncio.sleep(0.01)
                assert time.monotonic() - began < PATIENCE_S

        asyncio.run(wait())
        return self

    def ask(self, do, **more):
        self.explorer._asked(None, {"do": do, **more}, [])

    @property
    def complete(self):
        return bool(self.messages) and self.messages[-1].get("complete", False)

    @property
    def places(self):
        return [place for content in self.messages for place in content.get("places", ())]


def run(amp=0.1, dur=40.0, method="cn"):
    return hhlab.simulate(clamp=CurrentClamp(amp=amp, dur=dur, delay=5), tstop=60, method=method)


def cell(amp):
    soma = h.Section(name="soma")
    soma.L = soma.diam = 10
    soma.insert("hh")
    stim = h.IClamp(soma(0.5))
    stim.delay, stim.dur, stim.amp = 1, 10, amp
    t, v = h.Vector().record(h._ref_t), h.Vector().record(soma(0.5)._ref_v)
    return SimpleNamespace(soma=soma, stim=stim, t=t, v=v, here=soma(0.5))


def raw(amp=0.1):
    one = cell(amp)
    h.finitialize(-65)
    h.continuerun(15)
    return Recording(t=one.t, v=one.v)


def shown(frame):
    header, arrays = frame
    one = header["panels"][0]["series"][0]
    return arrays[one["x"]], arrays[one["y"]]


def of_the_run(frame, recording):
    """Say whether a frame's samples are samples of a recording, and draw the same line."""
    t, v = shown(frame)
    where = np.searchsorted(np.float32(recording.t), t)
    exact = np.array_equal(np.float32(recording.v)[where], v)
    return exact and np.abs(np.interp(recording.t, t, v) - recording.v).max() <= 0.0011 * np.ptp(recording.v)


def all_of_the_run(call, **ranges):
    """Say whether each place of the first slider of a function shows the run that a plain call gives."""
    explorer = hhlab.explore(call, **ranges)
    name = next(iter(ranges))
    browser = Browser(explorer).come(name)
    control = explorer.controls[name]
    assert browser.complete
    assert sorted(browser.frames) == sorted(browser.places) == list(control.places)
    return all(of_the_run(browser.frames[place], call(control.at(place))) for place in control.places)


def children():
    return {one.pid for one in psutil.Process().children(recursive=True)}


@pytest.mark.parametrize("method", ["cn", "neuron"])
def test_every_place_gets_its_own_run(method):
    explorer = hhlab.explore(lambda amp=0.1: run(amp, method=method), amp=(0.0, 0.3, 0.01))
    browser = Browser(explorer).come("amp")
    assert browser.complete
    assert sorted(browser.frames) == list(explorer.amp.places) == list(range(31))
    for place, frame in browser.frames.items():
        assert frame[0]["values"]["amp"] == explorer.amp.at(place)
        alone = hhlab.simulator.engine.simulate(
            clamp=CurrentClamp(amp=explorer.amp.at(place), dur=40, delay=5), tstop=60, method=method
        )
        assert of_the_run(frame, alone)


def test_the_nearest_places_come_first():
    browser = Browser(hhlab.explore(run, amp=(0.0, 0.3, 0.01))).come("amp")
    assert max(abs(place - 10) for place in browser.places[:8]) <= 4


def test_variable_steps_and_two_runs_in_one_are_exact_too():
    def two(gnabar=0.12):
        both = [hhlab.simulate(Membrane(gnabar=g), tstop=60, method="cvode") for g in (gnabar, 0.12)]
        return hhlab.Family("gnabar [S/cm²]", [gnabar, 0.12], both)

    browser = Browser(hhlab.explore(two, gnabar=(0.0, 0.2, 0.02))).come("gnabar")
    assert browser.complete
    header, arrays = browser.frames[3]
    one, other = header["panels"][0]["series"]
    assert of_the_run(
        ({"panels": [{"series": [one]}]}, arrays),
        hhlab.simulate(Membrane(gnabar=0.06), tstop=60, method="cvode"),
    )
    assert other["label"] == "0.12 S/cm²"


def test_the_settings_of_a_run_make_families_too():
    assert all_of_the_run(
        lambda celsius=6.3: hhlab.simulate(celsius=celsius, tstop=60), celsius=(0.0, 30.0, 3.0)
    )


@pytest.mark.parametrize(
    "call",
    [
        lambda amp=0.1: hhlab.simulate(Membrane(), CurrentClamp(amp=amp, dur=abs(amp) * 100), tstop=80),
        lambda amp=0.1: hhlab.simulate(clamp=CurrentClamp(amp=amp / 3), tstop=80),
        lambda amp=0.1: hhlab.simulate(clamp=CurrentClamp(amp=amp), tstop=60 if amp < 0.2 else 80),
        lambda amp=0.1: hhlab.sweep("amp", [amp, 2 * amp], tstop=60)[1],
        lambda amp=0.1: hhlab.simulate(Membrane(gnabar=0.12 - (amp > 0.15) * 0.06), CurrentClamp(amp=0.1)),
    ],
    ids=["two places for one value", "a share of it", "another duration", "a sweep", "a step"],
)
def test_an_answer_belongs_to_its_call(call):
    assert all_of_the_run(call, amp=(0.0, 0.3, 0.02))


def test_a_value_that_equals_another_parameter_is_not_mistaken_for_it():
    def fifty(ena=50.0):
        return hhlab.simulate(Membrane(ena=ena), CurrentClamp(delay=50, amp=0.1), tstop=100)

    assert all_of_the_run(fifty, ena=(40.0, 60.0, 1.0))


def test_one_impossible_place_spoils_no_other():
    explorer = hhlab.explore(lambda amp=0.0: run(amp), amp=(-300.0, 300.0, 100.0))
    browser = Browser(explorer).come("amp")
    assert 3 in browser.frames
    assert 6 not in browser.frames
    assert browser.complete
    explorer.amp.value = 300.0
    assert explorer.error.startswith("The membrane potential reached")


def test_what_foresight_makes_of_a_parameter_is_checked_like_any():
    def odd(diam=10.0):
        return hhlab.simulate(Membrane(diam=max(diam, 1e-3)), tstop=60)

    browser = Browser(hhlab.explore(odd, diam=(-10.0, 30.0, 1.0))).come("diam")
    assert browser.complete
    assert of_the_run(browser.frames[30], odd(20.0))


def test_another_slider_makes_the_family_stale():
    explorer = hhlab.explore(run, amp=(0.0, 0.3, 0.001), dur=(0.1, 50.0))
    browser = Browser(explorer)

    async def other_slider():
        await asyncio.sleep(0.05)
        explorer.dur.slider.value = 20.1

    browser.come("amp", meanwhile=other_slider)
    assert explorer._drag.stopped
    assert not browser.complete
    first = browser.messages[0]["family"]
    browser.come("amp")
    assert browser.messages[-1]["family"] != first
    assert all(frame[0]["values"]["dur"] == 20 for frame in list(browser.frames.values())[-5:])


def test_the_same_slider_keeps_its_family():
    explorer = hhlab.explore(run, amp=(0.0, 0.3, 0.05))
    browser = Browser(explorer).come("amp")
    explorer.amp.slider.value = 0.2
    before = len(browser.messages)
    browser.come("amp")
    assert len(browser.messages) == before


def test_a_hand_that_leaves_and_comes_back_finds_what_was_made_and_gets_the_rest():
    explorer = hhlab.explore(raw, amp=(0.0, 0.2, 0.0005))
    browser = Browser(explorer)

    async def leave():
        while not browser.frames:
            await asyncio.sleep(0.01)
        browser.ask("leave")

    before = children()
    browser.come("amp", meanwhile=leave)
    assert children() <= before
    assert 0 < len(browser.frames) < 401
    assert not browser.complete
    browser.come("amp")
    assert browser.complete
    assert sorted(browser.places) == list(range(401))


def test_the_places_that_a_hand_moves_to_come_first():
    explorer = hhlab.explore(raw, amp=(0.0, 0.2, 0.0002))
    browser = Browser(explorer)

    async def move():
        explorer.amp.slider.value = 0.15
        while len(browser.places) < 100:
            await asyncio.sleep(0.01)
        browser.ask("leave")

    browser.come("amp", meanwhile=move)
    near = [place for place in browser.places if abs(place - 750) < 100]
    assert len(near) > 0.5 * len(browser.places)


def test_where_a_hand_will_be_next_comes_before_what_lies_beside_it():
    explorer = hhlab.explore(raw, amp=(0.0, 0.2, 0.0002))
    browser, ahead = Browser(explorer), []

    async def stride():
        for place in range(540, 900, 40):
            explorer.amp.slider.value = 0.0002 * place
            while place not in browser.places:
                await asyncio.sleep(0.001)
            made = len(browser.places)
            while len(browser.places) < made + 2:
                await asyncio.sleep(0.001)
            ahead.append(place + 40 in browser.places)
        browser.ask("leave")

    browser.come("amp", meanwhile=stride)
    assert sum(ahead) > 0.7 * len(ahead)


def test_a_hand_on_its_way_has_its_pictures_from_the_double_and_the_kernel_answers_where_it_rests():
    calls = []

    def counted(amp=0.1):
        calls.append(amp)
        return raw(amp)

    explorer = hhlab.explore(counted, amp=(0.0, 0.2, 0.01))
    browser = Browser(explorer)

    async def drag_along():
        while not browser.complete:
            await asyncio.sleep(0.01)
        for amp in (0.11, 0.12, 0.13, 0.14):
            explorer.amp.slider.value = amp
            await asyncio.sleep(0)
        began = time.monotonic()
        while len(calls) < 2:
            assert time.monotonic() - began < PATIENCE_S
            await asyncio.sleep(0.01)
        explorer.amp.slider.value = 0.15
        browser.ask("csv")

    browser.come("amp", meanwhile=drag_along)
    assert calls == [0.1, 0.14, 0.15]
    assert np.array_equal(explorer.recording.v, raw(0.15).v)


def test_a_hand_that_moves_beyond_what_is_made_waits_for_a_double_that_keeps_up():
    calls = []

    def counted(amp=0.1):
        calls.append(amp)
        return Recording(t=[0.0, 1.0], v=[amp, 0.0])

    explorer = hhlab.explore(counted, amp=(0.0, 0.2, 0.00001))
    browser = Browser(explorer)

    async def move():
        while len(browser.places) < 50:
            await asyncio.sleep(0.01)
        for amp in (0.18, 0.19):
            explorer.amp.slider.value = amp
        while 19_000 not in browser.frames or len(calls) < 2:
            await asyncio.sleep(0.01)
        browser.ask("leave")

    browser.come("amp", meanwhile=move)
    assert calls == [0.1, 0.19]


def test_another_slider_or_a_value_between_two_places_is_answered_at_once():
    calls = []

    def counted(amp=0.1, dur=1.0):
        calls.append((amp, dur))
        return raw(amp)

    explorer = hhlab.explore(counted, amp=(0.0, 0.2, 0.05), dur=(1.0, 5.0))
    browser = Browser(explorer)

    async def move():
        while not browser.complete:
            await asyncio.sleep(0.01)
        explorer.amp.slider.value = 0.15
        explorer.dur.slider.value = 2.0
        assert calls == [(0.1, 1.0), (0.15, 2.0)]
        explorer.amp.value = 0.123
        assert calls[2:] == [(0.123, 2.0)]
        await asyncio.sleep(0.2)

    browser.come("amp", meanwhile=move)
    assert len(calls) == 3


def test_the_places_that_a_pointer_can_reach_come_first():
    explorer = hhlab.explore(raw, amp=(0.0, 0.2, 0.0002))
    browser = Browser(explorer)

    async def come():
        browser.ask("leave")
        browser.ask("ready", name="amp", px=0.2)
        while len(browser.places) < 40:
            await asyncio.sleep(0.01)
        # a hand takes the handle where keys have moved it
        explorer.amp.slider.value = 0.1004
        browser.ask("ready", name="amp", px=0.2)
        while len(browser.places) < 100:
            await asyncio.sleep(0.01)
        browser.ask("leave")

    browser.come("amp", meanwhile=come)
    first, then = browser.places[:40], browser.places[50:100]
    assert sum(place % 5 == 0 for place in first) > 0.7 * len(first)
    assert sum(place % 5 == 2 for place in then) > 0.7 * len(then)


def test_a_channel_of_ones_own_is_in_the_double_too():
    path = Path(hhlab.__file__).parents[1] / "notebooks" / "mechanisms" / "khh.mod"
    name = hhlab.compile_mechanism(path)

    def own(amp=0.1):
        one = cell(amp)
        one.soma.insert(name)
        h.finitialize(-65)
        h.continuerun(15)
        return Recording(t=one.t, v=one.v)

    assert all_of_the_run(own, amp=(0.0, 0.2, 0.05))


def test_two_explorers_in_turn_have_one_double():
    one, other = (Browser(hhlab.explore(raw, amp=(0.0, 0.2, 0.0005))) for _ in range(2))
    before = children()  # some of them may end meanwhile

    async def turns():
        for _ in range(3):
            for browser in (other, one):
                browser.ask("ready", name="amp")
                began = time.monotonic()
                while not children() - before and time.monotonic() - began < PATIENCE_S:
                    await asyncio.sleep(0.05)
                assert len(children() - before) == 1
        assert not other.explorer._drag.double

    one.come("amp", meanwhile=turns)
    assert one.complete
    assert not children() - before
    other.come("amp")
    assert other.complete
    assert sorted(other.places) == list(range(401))


def with_events(amp=0.1):
    """What events can do: a synapse, a threshold, a callback, played and sparse Vectors."""
    one = cell(amp)
    synapse = h.ExpSyn(one.soma(0.3))
    pulses = h.NetStim()
    pulses.start, pulses.interval, pulses.number = 3.01, 2.7, 4
    to = h.NetCon(pulses, synapse)
    to.delay, to.weight[0] = 0.51, 0.002
    spikes = h.Vector()
    counter = h.NetCon(one.here._ref_v, None, sec=one.soma)
    counter.threshold = 0
    counter.record(spikes)
    wave, times = h.Vector([0, amp, -amp, 0]), h.Vector([0, 5, 9, 12])
    other = h.IClamp(one.here)
    other.dur = 1e9
    wave.play(other._ref_amp, times, True)
    sparse = h.Vector().record(one.here._ref_m_hh, 0.5)
    h.finitialize(-65)
    h.CVode().event(7.0, lambda: setattr(one.stim, "amp", -amp))
    h.continuerun(14.99)
    h.continuerun(20)
    flat = np.concatenate([one.v, sparse, spikes])
    return Recording(t=np.arange(len(flat)), v=flat)


def by_h_run(amp=0.1):
    one = cell(amp)
    h.tstop = 17.3
    h.run()
    return Recording(t=one.t, v=one.v)


def at_variable_steps(amp=0.1):
    one = cell(amp)
    h.CVode().active(True)
    try:
        h.finitialize(-65)
        h.continuerun(17.3)
    finally:
        h.CVode().active(False)
        h.dt = 0.025
    return Recording(t=one.t, v=one.v)


def at_small_steps(amp=0.1):
    one = cell(amp)
    h.dt, h.steps_per_ms, h.secondorder = 0.01, 40, 2
    try:
        h.finitialize(-65)
        h.continuerun(7.123)
    finally:
        h.dt, h.secondorder = 0.025, 0
    return Recording(t=one.t, v=one.v)


def at_steps_of_a_row(amp=0.1):
    one = cell(amp)
    h.steps_per_ms, h.nstep_steprun = 40, 7
    try:
        h.finitialize(-65)
        h.continuerun(7.123)
    finally:
        h.nstep_steprun = 1
    return Recording(t=one.t, v=one.v)


def with_callbacks(amp=0.1):
    one = cell(amp)
    times, watch = [], h.NetCon(one.here._ref_v, None, sec=one.soma)
    watch.threshold = -60
    watch.record(lambda: times.append(h.t))
    cvode, every = h.CVode(), (0, lambda: times.append(h.t))
    cvode.extra_scatter_gather(*every)
    h.finitialize(-65)
    h.continuerun(15)
    cvode.extra_scatter_gather_remove(every[1])
    return Recording(t=np.arange(len(times)), v=times)


def until_a_spike(amp=0.1):
    one = cell(amp)
    watch = h.NetCon(one.here._ref_v, None, sec=one.soma)
    watch.threshold = 0
    watch.record(lambda: setattr(h, "stoprun", 1))
    h.finitialize(-65)
    h.continuerun(15)
    return Recording(t=one.t, v=one.v)


@pytest.mark.parametrize(
    "call",
    [raw, with_events, by_h_run, at_variable_steps, at_small_steps, at_steps_of_a_row, with_callbacks],
    ids=lambda call: call.__name__,
)
def test_a_students_own_neuron_gives_the_samples_that_it_gives_in_the_kernel(call):
    assert all_of_the_run(call, amp=(0.0, 0.2, 0.02))


@pytest.mark.parametrize("start", [0.0, 0.1])
def test_a_run_that_python_stops_amid_its_steps_is_stopped_there(start):
    explorer = hhlab.explore(until_a_spike, amp=(0.0, 0.2, 0.02))
    explorer.amp.value = start
    browser = Browser(explorer).come("amp")
    assert browser.complete
    assert len(browser.frames) >= 10  # the first that was stopped is left to the kernel
    for place, frame in browser.frames.items():
        assert of_the_run(frame, until_a_spike(explorer.amp.at(place)))


OWN = {
    "advance": "proc advance() { own_steps += 1 fadvance() }",
    "step": "proc step() { own_steps += 1 advance() }",
    "continuerun": "proc continuerun() { own_steps += 1 while (t < $1/2) fadvance() }",
}


@pytest.fixture
def standard_run_after():
    yield
    text = (Path(h.neuronhome()) / "lib/hoc/stdrun.hoc").read_text()
    for name in OWN:
        h(re.search(rf"^proc {name}\(\).*?^}}", text, re.DOTALL | re.MULTILINE).group())


@pytest.mark.parametrize("name", OWN)
def test_a_run_system_that_a_student_has_made_her_own_stays(name, standard_run_after):
    def counted(amp=0.1):
        h.own_steps = 0
        recording = raw(amp)
        steps = np.full(len(recording.t), h.own_steps)
        return Recording(t=recording.t, v=recording.v + steps)

    h("own_steps = 0")
    h(OWN[name])
    assert all_of_the_run(counted, amp=(0.0, 0.2, 0.05))
    assert h.own_steps > 0


def test_the_run_of_a_lesson_that_has_used_variable_steps_is_quick_all_the_same():
    # quickened() speaks of this process for good, so another one is asked
    text = """
from neuron import h
from hhlab.workers import stdrun
h.load_file("stdrun.hoc")
soma = h.Section(name="soma")
t = h.Vector().record(h._ref_t)
for active in (True, False):
    h.cvode_active(active)
    h.finitialize(-65)
    h.continuerun(5)
stdrun.quicken()
h.continuerun(10)
print(stdrun.quickened(), round(t.max()))
"""
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "10"]


def test_a_students_neuron_is_as_a_plain_run_leaves_it():
    explorer = hhlab.explore(raw, amp=(0.0, 0.2, 0.05))
    other = cell(0.1)
    raw(0.1)
    plain, t, sections = np.array(other.v), h.t, [str(sec) for sec in h.allsec()]
    # a run in this process would now record something else
    other.stim.amp, h.dt = 0.2, 0.01
    try:
        browser = Browser(explorer).come("amp")
        assert sorted(browser.frames) == [0, 1, 2, 3, 4]
        assert np.array_equal(np.array(other.v), plain)
        assert (h.t, h.dt, [str(sec) for sec in h.allsec()]) == (t, 0.01, sections)
    finally:
        h.dt = 0.025
    raw(0.1)
    assert not np.array_equal(np.array(other.v), plain)


def test_chance_is_drawn_once_for_each_place_and_never_in_the_kernel():
    source, legacy, own = h.Random(1952), np.random, np.random.default_rng(1952)
    source.normal(0, 1)
    calls = []

    def noisy(amp=0.1):
        calls.append(amp)
        noise = random.gauss(0, 1) + legacy.normal() + own.normal() + source.repick()
        return Recording(t=[0.0, 1.0, 2.0], v=[amp, len(calls), noise])

    def after():
        return [random.random(), legacy.random(), own.random(), source.repick()]

    def begin():
        random.seed(1)
        legacy.seed(1)
        own.bit_generator.state = np.random.default_rng(1).bit_generator.state
        source.Random123(1, 2, 3)
        source.normal(0, 1)
        calls.clear()
        return hhlab.explore(noisy, amp=(0.0, 0.2, 0.01))

    explorer = begin()
    browser = Browser(explorer).come("amp")
    explorer.amp.slider.value = 0.15
    assert calls == [0.1, 0.15]
    assert sorted(shown(frame)[1][1] for frame in browser.frames.values()) == list(range(2, 23))
    with_family = after(), explorer.recording.v[2]
    begin()
    assert shown(browser.frames[10])[1][2] == np.float32(noisy().v[2])  # as the next run in the kernel draws
    explorer = begin()
    explorer.amp.slider.value = 0.15
    assert with_family == (after(), explorer.recording.v[2])
    assert len(browser.places) == 21


def test_a_bare_except_makes_no_wrong_picture():
    def careful(amp=0.1):
        one = run(amp)
        try:
            other = run(amp, dur=20.0)
        except:  # noqa: E722  as a student writes it
            other = one
        return Recording(t=one.t, v=one.v + other.v)

    assert all_of_the_run(careful, amp=(0.0, 0.2, 0.02))


def test_the_double_is_silent(capfd):
    def loud(amp=0.1):
        print("student")
        print("student", file=sys.__stderr__, flush=True)
        os.write(1, b"student\n")
        h("print 1952")
        warnings.warn("student", stacklevel=1)
        logging.getLogger("student").error("student")
        return raw(amp)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        explorer = hhlab.explore(loud, amp=(0.0, 0.2, 0.01))
        sys.stdout.write("kept")  # in a buffer
        capfd.readouterr()
        browser = Browser(explorer).come("amp")
    assert browser.complete
    assert len(browser.frames) == 21
    assert capfd.readouterr() == ("", "")


def unless(amp, what):
    """Give the run of a place, and do something else at one of them."""
    if round(amp, 3) == 0.12:
        what()
    return raw(amp)


@pytest.mark.parametrize(
    "what", [lambda: 1 / 0, sys.exit, lambda: h.no_such_name(), lambda: h.Section(name="x").insert("no")]
)
def test_an_error_spoils_its_own_place_alone(what):
    explorer = hhlab.explore(lambda amp=0.1: unless(amp, what), amp=(0.0, 0.2, 0.01))
    browser = Browser(explorer).come("amp")
    assert browser.complete
    assert sorted(browser.frames) == [place for place in range(21) if place != 12]
    explorer.amp.value = 0.12
    assert explorer.error
    explorer.amp.value = 0.13
    assert explorer.error == ""


def forever():
    while True:
        pass


def deaf():
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    forever()


@pytest.mark.parametrize(
    "what",
    [
        lambda: os._exit(7),
        lambda: os.kill(os.getpid(), signal.SIGSEGV),
        lambda: os.abort(),
        lambda: os.system("sleep 60"),
        forever,
        lambda: time.sleep(1e6),
    ],
    ids=["_exit", "SIGSEGV", "abort", "system", "endless", "sleep"],
)
def test_a_double_that_dies_or_hangs_is_forgotten(what, monkeypatch):
    monkeypatch.setattr(drag, "SLOWEST_S", 1)
    explorer = hhlab.explore(lambda amp=0.1: unless(amp, what), amp=(0.0, 0.2, 0.01))
    before = children()
    browser = Browser(explorer).come("amp")
    assert set(range(9, 12)) <= set(browser.frames) <= set(range(21)) - {12}
    assert children() <= before
    assert set(browser.come("amp").frames) == set(range(21)) - {12}
    explorer.amp.value = 0.13
    assert explorer.error == ""
    assert np.array_equal(explorer.recording.v, raw(0.13).v)


def test_an_endless_run_ends_when_the_hand_leaves():
    explorer = hhlab.explore(lambda amp=0.1: unless(amp, deaf), amp=(0.0, 0.2, 0.01))
    browser = Browser(explorer)
    before = children()

    async def leave():
        while 11 not in browser.frames:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
        assert len(children()) == len(before) + 1
        browser.ask("leave")
        assert children() <= before

    browser.come("amp", meanwhile=leave)


def test_a_hundred_megabytes_threads_and_figures_are_no_hindrance():
    large = np.ones(13_000_000)

    def heavy(amp=0.1):
        found = []
        thread = threading.Thread(target=lambda: found.append(float((large * amp)[-1])))
        thread.start()
        thread.join()
        plt.figure()
        plt.plot([1, 2])
        plt.close()
        recording = raw(amp)
        return Recording(t=recording.t, v=recording.v + found[0])

    assert all_of_the_run(heavy, amp=(0.0, 0.2, 0.05))


def test_open_files_are_read_as_in_the_kernel_and_written_by_nobody_else(tmp_path):
    (tmp_path / "numbers").write_text("1\n2\n3\n4\n")
    with (tmp_path / "numbers").open() as numbers, (tmp_path / "log").open("w") as log:

        def files(amp=0.1):
            offset = int(os.read(numbers.fileno(), 2))
            os.lseek(numbers.fileno(), 2, os.SEEK_SET)
            log.write(f"{amp}\n")
            log.flush()
            os.write(log.fileno(), b"direct\n")
            recording = raw(amp)
            return Recording(t=recording.t, v=recording.v + offset)

        os.lseek(numbers.fileno(), 2, os.SEEK_SET)
        explorer = hhlab.explore(files, amp=(0.0, 0.2, 0.05))
        browser = Browser(explorer).come("amp")
        assert browser.complete
        assert of_the_run(browser.frames[1], files(0.05))
        assert os.lseek(numbers.fileno(), 0, os.SEEK_CUR) == 2
    assert (tmp_path / "log").read_text() == "0.1\ndirect\n0.05\ndirect\n"


@pytest.mark.parametrize("how", ["open", "File", "File anew", "remove", "savetxt"])
def test_a_run_that_writes_a_file_writes_only_what_the_kernel_ran(how, tmp_path):
    path = tmp_path / "file"

    def writes(amp=0.1):
        if how == "open":
            with path.open("a") as file:
                file.write(f"{amp}\n")
        elif how.startswith("File"):
            file = h.File()
            (file.aopen if how == "File" else file.wopen)(str(path))
            file.printf("%g\n", amp)
            file.close()
        elif how == "savetxt":
            np.savetxt(path, [amp])
        elif amp != 0.1:
            path.unlink(missing_ok=True)
        return raw(amp)

    path.write_text("")
    explorer = hhlab.explore(writes, amp=(0.0, 0.2, 0.05))
    before = path.read_text()
    Browser(explorer).come("amp")
    assert path.read_text() == before
    explorer.amp.value = 0.15
    assert explorer.error == ""


def test_shared_memory_is_written_by_the_kernel_alone(tmp_path):
    shared = np.memmap(tmp_path / "shared", dtype=float, mode="w+", shape=1000)

    def counts(amp=0.1):
        shared[:2] += 1, amp
        return Recording(t=[0.0, 1.0], v=[shared[0], amp])

    explorer = hhlab.explore(counts, amp=(0.0, 0.2, 0.01))
    browser = Browser(explorer).come("amp")
    assert shared[0] == 1
    assert sorted(shown(frame)[1][0] for frame in browser.frames.values()) == list(range(2, 23))


def refuse():
    raise OSError(11, "Resource temporarily unavailable")


def test_where_no_process_is_to_be_had_the_kernel_answers(monkeypatch):
    monkeypatch.setattr(os, "fork", refuse)
    explorer = hhlab.explore(raw, amp=(0.0, 0.2, 0.05))
    browser = Browser(explorer).come("amp")
    assert browser.frames == {}
    explorer.amp.slider.value = 0.15
    assert explorer.error == ""
    assert np.array_equal(explorer.recording.v, raw(0.15).v)


def test_where_there_is_no_event_loop_the_kernel_answers():
    explorer = hhlab.explore(raw, amp=(0.0, 0.2, 0.05))
    browser = Browser(explorer)
    browser.ask("ready", name="amp")
    assert explorer.error == ""
    assert browser.frames == {}


def test_many_grabs_leave_nothing_behind():
    explorer = hhlab.explore(raw, amp=(0.0, 0.2, 0.0005))
    browser = Browser(explorer)
    process = psutil.Process()

    def left():
        return process.num_fds(), process.num_threads(), len(children())

    async def grabs(times):
        for _ in range(times):
            browser.ask("ready", name="amp")
            await asyncio.sleep(0.005)
            browser.ask("leave")

    browser.come("amp", meanwhile=lambda: grabs(20))
    before, memory = left(), process.memory_info().rss
    browser.come("amp", meanwhile=lambda: grabs(200))
    # No more than before: a process that an earlier test ended may have gone meanwhile.
    assert all(now <= then for now, then in zip(left(), before, strict=True))
    assert process.memory_info().rss - memory < 10e6


def test_the_script_of_a_run_is_made_without_another_run():
    calls = []

    def counted(amp=0.1):
        calls.append(amp)
        return run(amp)

    explorer = hhlab.explore(counted, amp=(0.0, 0.3, 0.1))
    assert "from neuron import h" in explorer.script()
    assert calls == [0.1]


def test_a_double_needs_no_thread_of_the_process(monkeypatch):
    # a lock that another thread holds at the moment of the fork stays locked in the double
    lock, held, done = threading.Lock(), threading.Event(), threading.Event()

    def hold():
        with lock, logging._lock:
            held.set()
            done.wait(PATIENCE_S)

    thread = threading.Thread(target=hold)
    explorer = hhlab.explore(raw, amp=(0.0, 0.2, 0.05))
    thread.start()
    held.wait()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            threading.Timer(0.5, done.set).start()
            assert Browser(explorer).come("amp").complete
    finally:
        done.set()
        thread.join()


def test_frames_larger_than_the_pipe_arrive_whole():
    noise = np.random.default_rng(1952).normal(size=190_000)

    def loud(amp=0.1):
        return Recording(t=np.arange(190_000.0), v=(1 + amp) * noise)

    browser = Browser(hhlab.explore(loud, amp=(0.0, 0.2, 0.05))).come("amp")
    assert browser.complete and min(browser.sizes) > double.READ_BYTES
    assert all(of_the_run(frame, loud(0.05 * place)) for place, frame in browser.frames.items())


def test_a_family_that_would_fill_the_browser_ends_before_it_does(monkeypatch):
    whole = Browser(hhlab.explore(run, amp=(0.0, 0.3, 0.01))).come("amp")
    most = sum(whole.sizes) // 3
    monkeypatch.setattr(drag, "MOST_BYTES", most)
    explorer = hhlab.explore(run, amp=(0.0, 0.3, 0.01))
    part = Browser(explorer).come("amp")
    assert part.complete
    assert 0 < len(part.frames) < len(whole.frames) == 31
    # what came in one go with the last is sent too
    assert sum(part.sizes) < sum(whole.sizes)
    for place, frame in part.frames.items():
        assert of_the_run(frame, run(explorer.amp.at(place)))


def test_a_slider_that_moves_amid_its_family_gets_the_run_of_each_place():
    explorer = hhlab.explore(run, amp=(0.0, 0.3, 0.01))
    browser = Browser(explorer)

    async def move():
        for amp in (0.25, 0.05, 0.29):
            before = len(browser.frames)
            began = time.monotonic()
            while len(browser.frames) < before + 4 and explorer._drag.double:
                await asyncio.sleep(0.01)
                assert time.monotonic() - began < PATIENCE_S
            explorer.amp.value = amp

    browser.come("amp", move)
    assert sorted(browser.frames) == list(range(31))
    assert all(of_the_run(frame, run(explorer.amp.at(place))) for place, frame in browser.frames.items())
