"""The double of a real kernel: it leaves nothing behind, whatever becomes of the kernel, and says nothing."""

import os
import signal
import time

import psutil
import pytest
from jupyter_client import KernelManager

PATIENCE_S = 60  # what takes longer, on any machine, hangs
ORPHAN_S = 1.0
START = """
import asyncio
import os
import time
from neuron import h
import hhlab
from hhlab import Recording

h.load_file("stdrun.hoc")


def raw(amp=0.1):
    soma = h.Section(name="soma")
    soma.insert("hh")
    stim = h.IClamp(soma(0.5))
    stim.dur, stim.amp = 10, amp
    t, v = h.Vector().record(h._ref_t), h.Vector().record(soma(0.5)._ref_v)
    h.finitialize(-65)
    h.continuerun(15)
    return Recording(t=t, v=v)


class Seen:
    def __init__(self, run, step=0.001):
        self.explorer, self.frames, self.messages = hhlab.explore(run, amp=(0.0, 0.2, step)), {}, []
        self.explorer._scope.send = self.receive

    def receive(self, content, buffers=None):
        self.messages.append(content)
        self.frames |= dict(zip(content.get("places", ()), buffers or ()))

    def ask(self, do, **more):
        self.explorer._asked(None, {"do": do, **more}, [])

    async def come(self):
        self.ask("ready", name="amp")
        while self.explorer._drag.double:
            await asyncio.sleep(0.01)


def endless(amp=0.1):
    while amp != 0.1:
        pass
    return raw(amp)


def asking(amp=0.1):
    return hhlab.simulate(clamp=hhlab.CurrentClamp(amp=amp), tstop=20_000 if amp != 0.1 else 60)


async def seconds(s):
    await asyncio.sleep(s)
"""


class Kernel:
    """A real kernel, and what it prints."""

    def __init__(self):
        self.manager = KernelManager()
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE_S)
        self.run(START)

    def run(self, code, value="None"):
        """Run a cell; give what it printed or displayed, and the value of an expression after it."""
        said = []
        reply = self.client.execute_interactive(
            code,
            timeout=PATIENCE_S,
            user_expressions={"value": f"repr(({value}))"},
            output_hook=lambda message: said.append(message["content"]),
        )["content"]
        assert reply["status"] == "ok", reply
        texts = [str(content.get("text") or content.get("data") or "") for content in said]
        return "".join(texts), eval(eval(reply["user_expressions"]["value"]["data"]["text/plain"]))

    @property
    def process(self):
        return psutil.Process(self.manager.provisioner.pid)

    def children(self):
        return {child.pid for child in self.process.children(recursive=True)}

    def wait_for_children(self, more_than, at_least=1):
        began = time.monotonic()
        while len(new := self.children() - more_than) < at_least:
            assert time.monotonic() - began < PATIENCE_S
            time.sleep(0.01)
        return new

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def kernel():
    one = Kernel()
    yield one
    one.close()


@pytest.fixture
def own_kernel():
    one = Kernel()
    yield one
    one.close()


def gone(pids):
    """Say whether processes are gone, or only wait to be counted, within a second."""
    began = time.monotonic()
    while left := [pid for pid in pids if psutil.pid_exists(pid)]:
        with_state = [pid for pid in left if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE]
        if not with_state:
            return True
        if time.monotonic() - began > ORPHAN_S:
            return False
        time.sleep(0.02)
    return True


LOUD = """
import logging
import sys
import warnings
import ipywidgets
import matplotlib.pyplot as plt
from IPython.display import HTML, display

slider, log, held, state = ipywidgets.IntSlider(), logging.getLogger("student"), sys.stdout, []
log.addHandler(logging.StreamHandler())


def loud(amp=0.1):
    state.append(amp)
    print("said", amp)
    print("said", file=held, flush=True)
    print("said", file=sys.__stderr__)
    os.write(1, b"said\\n")
    h("print 1952")
    display(HTML("said"))
    warnings.warn("said")
    log.error("said")
    slider.value = len(state)
    plt.plot([1, 2])
    plt.show()
    return raw(amp)


seen = Seen(loud, 0.02)
"""


def test_nothing_of_what_a_run_says_reaches_the_notebook_but_from_the_kernels_own_runs(kernel):
    said, value = kernel.run("%matplotlib inline\n" + LOUD, "state, slider.value")
    assert "said" in said
    assert value == ([0.1], 1)
    said, value = kernel.run("await seen.come()", "len(seen.frames), state, slider.value, seen.messages[-1]")
    assert said == ""
    assert value[:3] == (11, [0.1], 1)
    assert value[3]["complete"]
    assert kernel.run("pass")[0] == ""


def test_a_cell_makes_the_pictures_that_were_made_before_it_outdated(kernel):
    kernel.run("gain = 1.0\nseen = Seen(lambda amp=0.1: raw(gain * amp))\nawait seen.come()")
    before = kernel.run("pass", "seen.messages[-1]")[1]
    assert before["name"] is None
    kernel.run("gain, first = 0.0, dict(seen.frames)\nseen.frames.clear()\nawait seen.come()")
    assert kernel.run("pass", "len(first), len(seen.frames), first[150] == seen.frames[150]")[1] == (
        201,
        201,
        False,
    )


def test_a_double_ends_when_a_cell_is_run(kernel):
    before = kernel.children()
    kernel.run("seen = Seen(endless)\nseen.ask('ready', name='amp')")
    new = kernel.wait_for_children(before)
    kernel.run("pass")
    assert gone(new)
    assert kernel.children() <= before
    assert kernel.run("seen.explorer.reset()", "seen.explorer.error")[1] == ""


def test_a_slider_that_moves_while_a_cell_runs_is_answered_after_it(kernel):
    kernel.run("seen = Seen(raw)\nseen.ask('ready', name='amp')\ntime.sleep(0.5)")
    kernel.run("seen.explorer.amp.slider.value = 0.15")
    assert kernel.run("pass", "seen.explorer.recording.v.tolist() == raw(0.15).v.tolist()")[1]


def test_the_stop_button_ends_the_double_and_spares_the_kernel(kernel):
    before = kernel.children()
    # the cell that comes after the stopped one is run, however soon it comes
    endless = "seen = Seen(endless)\nseen.ask('ready', name='amp')\nawait seconds(100)"
    sent = kernel.client.execute(endless, stop_on_error=False)
    new = kernel.wait_for_children(before)
    time.sleep(0.3)
    kernel.manager.interrupt_kernel()
    assert kernel.client.get_shell_msg(timeout=PATIENCE_S)["parent_header"]["msg_id"] == sent
    assert gone(new)
    assert kernel.run("await Seen(raw).come()\nrec = raw(0.1)", "len(rec.t)")[1] == 601


def test_the_worker_has_a_double_too_while_it_is_asked_and_both_end(kernel):
    kernel.run("hhlab.simulate()")
    before = kernel.children()
    kernel.run("seen = Seen(asking)\nseen.ask('ready', name='amp')\nawait seconds(0.5)")
    began = time.monotonic()
    while kernel.children() - before:
        assert time.monotonic() - began < PATIENCE_S
        kernel.run("pass")
        time.sleep(0.1)


@pytest.mark.parametrize("run", ["endless", "asking"])
@pytest.mark.parametrize("end", ["restart", "kill", "exit"])
def test_no_double_outlives_its_kernel(own_kernel, run, end):
    kernel = own_kernel
    kernel.run("hhlab.simulate()" if run == "asking" else "")
    before = kernel.children()
    kernel.client.execute(f"seen = Seen({run})\nseen.ask('ready', name='amp')\nawait seconds(100)")
    new = kernel.wait_for_children(before, at_least=2 if run == "asking" else 1)
    if end == "restart":
        kernel.manager.restart_kernel(now=True)
    elif end == "kill":
        os.kill(kernel.process.pid, signal.SIGKILL)
    else:
        kernel.manager.shutdown_kernel()
    assert gone(new)
