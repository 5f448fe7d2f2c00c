"""While a slider is held, the browser gets for each of its places the very run of that place."""

import asyncio
import time

import numpy as np
import pytest
from frames import decoded
from neuron import h

import hhlab
from hhlab import CurrentClamp, Membrane, Recording, Settings, ahead, worker
from hhlab.sweeps import run_cells


class Browser:
    """What the browser sees of an explorer: the messages about families, and their frames by place."""

    def __init__(self, explorer):
        self.explorer, self.messages, self.frames = explorer, [], {}
        explorer._scope.send = self.receive

    def receive(self, content, buffers=None):
        self.messages.append(content)
        for place, frame in zip(content.get("places", ()), buffers or (), strict=False):
            self.frames[place] = decoded(bytes(frame))

    def grab(self, name, meanwhile=None, do="grab"):
        async def hold():
            self.explorer._asked(None, {"do": do, "name": name}, [])
            if meanwhile:
                await meanwhile()
            if self.explorer._drag:
                await self.explorer._drag.task

        asyncio.run(hold())
        return self

    @property
    def complete(self):
        return bool(self.messages) and self.messages[-1].get("complete", False)


def run(amp=0.1, dur=40.0, method="cn"):
    return hhlab.simulate(clamp=CurrentClamp(amp=amp, dur=dur, delay=5), tstop=60, method=method)


def raw(amp=0.1):
    soma = h.Section(name="soma")
    soma.L = soma.diam = 10
    soma.insert("hh")
    stim = h.IClamp(soma(0.5))
    stim.delay, stim.dur, stim.amp = 1, 10, amp
    t, v = h.Vector().record(h._ref_t), h.Vector().record(soma(0.5)._ref_v)
    h.finitialize(-65)
    h.continuerun(15)
    return Recording(t=t, v=v)


@pytest.fixture(autouse=True)
def nothing_known():
    yield
    ahead.forget()


def shown(frame):
    header, arrays = frame
    (one,) = header["panels"][0]["series"]
    return arrays[one["x"]], arrays[one["y"]]


def of_the_run(frame, recording):
    """Say whether a frame's samples are samples of a recording, and draw the same line."""
    t, v = shown(frame)
    where = np.searchsorted(np.float32(recording.t), t)
    exact = np.array_equal(np.float32(recording.v)[where], v)
    return exact and np.abs(np.interp(recording.t, t, v) - recording.v).max() <= 0.0011 * np.ptp(recording.v)


@pytest.mark.parametrize("method", ["cn", "neuron"])
def test_every_place_gets_its_own_run_made_in_the_worker(method):
    explorer = hhlab.explore(lambda amp=0.1: run(amp, method=method), amp=(0.0, 0.3, 0.01))
    browser = Browser(explorer).grab("amp")
    assert browser.complete
    assert sorted(browser.frames) == list(explorer.amp.places) == list(range(31))
    for place, frame in browser.frames.items():
        assert frame[0]["values"]["amp"] == explorer.amp.at(place)
        alone = hhlab.engine.simulate(
            clamp=CurrentClamp(amp=explorer.amp.at(place), dur=40, delay=5), tstop=60, method=method
        )
        assert of_the_run(frame, alone)


def test_the_nearest_places_come_first():
    explorer = hhlab.explore(run, amp=(0.0, 0.3, 0.01))
    browser = Browser(explorer).grab("amp")
    places = [place for content in browser.messages for place in content.get("places", ())]
    assert max(abs(place - 10) for place in places[:8]) <= 4


def test_variable_steps_and_two_runs_in_one_are_exact_too():
    def two(gnabar=0.12):
        both = [hhlab.simulate(Membrane(gnabar=g), tstop=60, method="cvode") for g in (gnabar, 0.12)]
        return hhlab.Family("gnabar [S/cm²]", [gnabar, 0.12], both)

    browser = Browser(hhlab.explore(two, gnabar=(0.0, 0.2, 0.02))).grab("gnabar")
    assert browser.complete
    header, arrays = browser.frames[3]
    one, other = header["panels"][0]["series"]
    assert of_the_run(
        ({"panels": [{"series": [one]}]}, arrays),
        hhlab.simulate(Membrane(gnabar=0.06), tstop=60, method="cvode"),
    )
    assert other["label"] == "0.12 S/cm²"


def test_the_settings_of_a_run_make_families_too():
    explorer = hhlab.explore(
        lambda celsius=6.3: hhlab.simulate(celsius=celsius, tstop=60), celsius=(0.0, 30.0, 3.0)
    )
    browser = Browser(explorer).grab("celsius")
    assert of_the_run(browser.frames[10], hhlab.engine.simulate(celsius=30.0, tstop=60))


def test_one_impossible_place_spoils_no_other():
    explorer = hhlab.explore(lambda amp=0.0: run(amp), amp=(-300.0, 300.0, 100.0))
    browser = Browser(explorer).grab("amp")
    assert 3 in browser.frames
    assert 6 not in browser.frames
    assert browser.complete
    explorer.amp.value = 300.0
    assert explorer.error.startswith("The membrane potential reached")


def test_another_slider_makes_the_family_stale():
    explorer = hhlab.explore(run, amp=(0.0, 0.3, 0.001), dur=(0.1, 50.0))
    browser = Browser(explorer)

    async def other_slider():
        await asyncio.sleep(0.05)
        explorer.dur.slider.value = 20.1

    browser.grab("amp", meanwhile=other_slider)
    assert explorer._drag.stopped
    assert not browser.complete
    first = browser.messages[0]["family"]
    browser.grab("amp")
    assert browser.messages[-1]["family"] != first
    assert all(frame[0]["values"]["dur"] == 20 for frame in list(browser.frames.values())[-5:])


def test_the_same_slider_keeps_its_family():
    explorer = hhlab.explore(run, amp=(0.0, 0.3, 0.05))
    browser = Browser(explorer).grab("amp")
    explorer.amp.slider.value = 0.2
    before = len(browser.messages)
    browser.grab("amp")
    assert len(browser.messages) == before


def test_a_students_own_run_is_made_in_the_kernel_and_leaves_neuron_as_a_plain_run_would():
    h.load_file("stdrun.hoc")
    explorer = hhlab.explore(raw, amp=(0.0, 0.2, 0.05))
    other = h.Section(name="students_own")
    live = h.Vector().record(other(0.5)._ref_v)
    raw(0.1)
    plain, t = np.array(live), h.t
    browser = Browser(explorer).grab("amp")
    assert sorted(browser.frames) == [0, 1, 2, 3, 4]
    assert of_the_run(browser.frames[4], raw(0.2))
    browser.explorer._drag.missing = {0}
    browser.grab("amp")
    assert np.array_equal(np.array(live), plain)
    assert h.t == t


def test_a_slow_run_in_the_kernel_has_no_family():
    calls = []

    def slow(amp=0.1):
        calls.append(amp)
        time.sleep(0.2)
        return raw(amp)

    explorer = hhlab.explore(slow, amp=(0.0, 0.2, 0.01))
    assert Browser(explorer).grab("amp").frames == {}
    assert len(calls) == 1


def test_release_stops_runs_in_the_kernel():
    explorer = hhlab.explore(raw, amp=(0.0, 0.2, 0.001))
    browser = Browser(explorer)

    async def release():
        await asyncio.sleep(0.3)
        explorer._asked(None, {"do": "release"}, [])

    browser.grab("amp", meanwhile=release)
    assert 0 < len(browser.frames) < 201
    assert not browser.complete


def test_the_kernels_own_answer_uses_what_is_known():
    explorer = hhlab.explore(run, amp=(0.0, 0.3, 0.1))
    Browser(explorer).grab("amp")
    submitted, worker.submit = worker.submit, None
    try:
        explorer.amp.slider.value = 0.2
    finally:
        worker.submit = submitted
    assert explorer.error == ""
    assert np.array_equal(explorer.recording.v, run(0.2).v)


def test_a_question_is_heard_through_any_except():
    def careful(amp=0.1):
        try:
            return run(amp)
        except Exception:
            return None

    found = ahead.listen(careful)
    assert isinstance(found, ahead.Asked)
    assert found.kwargs["clamp"].amp == 0.1


def test_the_family_begins_when_the_pointer_comes_to_a_slider():
    browser = Browser(hhlab.explore(run, amp=(0.0, 0.3, 0.01))).grab("amp", do="ready")
    assert browser.complete
    assert len(browser.frames) == 31


def test_a_run_in_the_kernel_waits_for_the_hand():
    calls = []

    def counted(amp=0.1):
        calls.append(amp)
        return raw(amp)

    browser = Browser(hhlab.explore(counted, amp=(0.0, 0.2, 0.01))).grab("amp", do="ready")
    assert calls == [0.1]
    assert browser.messages == []


def test_a_slider_waits_for_the_model_that_its_run_is_part_of_and_makes_no_second_one():
    cells = [(Membrane(), CurrentClamp(amp=amp, dur=40, delay=5)) for amp in (0.1, 0.2)]
    asked = ahead.question(lambda: run(0.2))
    future = worker.submit(run_cells, cells, Settings(tstop=60), ("v",))
    ahead.keep(asked, ahead.Coming(future, 1))
    assert run(0.2) is future.result()[1]
    assert np.array_equal(run(0.2).v, hhlab.engine.simulate(clamp=cells[1][1], tstop=60).v)


def test_a_model_that_fails_leaves_the_slider_to_its_own_run():
    asked = ahead.question(lambda: run(0.2))
    ahead.keep(asked, ahead.Coming(worker.submit(int, "no number"), 0))
    assert hhlab.spike_count(run(0.2)) > 0


def test_the_runs_of_a_moving_hand_come_before_those_of_the_family_and_belong_to_it():
    calls = []

    def noted(amp=0.1):
        calls.append(round(amp, 3))
        return raw(amp)

    explorer = hhlab.explore(noted, amp=(0.0, 0.2, 0.001))
    browser = Browser(explorer)
    visited = [0.11, 0.112, 0.12]

    async def drag():
        calls.clear()
        for amp in visited:
            await asyncio.sleep(0.05)
            explorer.amp.slider.value = amp
        explorer._asked(None, {"do": "release"}, [])

    browser.grab("amp", meanwhile=drag)
    assert calls == visited
    assert sorted(browser.frames) == [110, 112, 120]
    assert of_the_run(browser.frames[112], raw(0.112))

    async def press_a_key():
        explorer.amp.slider.value = 0.13
        explorer._asked(None, {"do": "release"}, [])

    calls.clear()
    browser.grab("amp", meanwhile=press_a_key)
    assert calls == [0.13]
